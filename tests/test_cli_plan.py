"""`dondoc plan …`: check, diff, apply and show, with the file, the line and a way out where something is wrong."""

import json
from datetime import date
from pathlib import Path

import pytest

from commands.documents import Traced
from commands.plan_show import days_text
from plans.tracing import TraceLine
from tests.cli_samples import B01, PLAN, Office, plan_file, run

AMENDED = PLAN.replace("2015-H1: 2015-06-15", "2015-H1: 2015-06-17").replace(
    "reports:\n", "  - {code: new, name: Mới, unit: lần}\nreports:\n"
)

PROBLEM_KEYS = {"file", "line", "column", "path", "message", "hint", "severity", "cause"}


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


def test_a_sound_plan_shows_what_each_body_files(tmp_path: Path) -> None:
    said = run("plan", "check", plan_file(tmp_path), "--json").json
    assert said["problems"] == []
    assert {"agency": "huyen-1", "period": "2015-H1", "obligations": ["B-02"]} in said["filings"]
    assert "huyen-1, huyen-2 2015-H1: B-02; 2015-H2: B-02" in run("plan", "check", plan_file(tmp_path)).words


def test_every_error_has_its_file_line_and_remedy(tmp_path: Path) -> None:
    text = PLAN.replace("assigned_to: [so-b]", "assigned_to: [so-x]").replace(
        "to: [standing.head]", "to: [standing.hed]"
    )
    path = plan_file(tmp_path, text)
    ran = run("plan", "check", path)
    assert ran.code == 1
    assert ran.err == ""
    assert f"{path}:{line_of(text, 'standing.hed')}:" in ran.out
    listed = run("plan", "check", path, "--json")
    assert listed.code == 1
    assert set(listed.json["problems"][0]) == {
        *["file", "line", "column", "path", "message", "hint", "severity", "cause"]
    }
    assert listed.json["problems"][0]["hint"]


@pytest.mark.parametrize("command", [("diff",), ("apply", "--yes"), ("apply",)])
def test_a_bad_plan_is_refused_in_one_line_and_nothing_is_applied(tmp_path: Path, command: tuple[str, ...]) -> None:
    office = Office(tmp_path)
    text = PLAN.replace("assigned_to: [so-b]", "assigned_to: [so-x]")
    said = office.run("plan", *command, plan_file(tmp_path, text)).refusal
    assert said.startswith(f"{tmp_path / 'plan.yaml'}:{line_of(text, 'so-x')}:")
    assert office.asks("plan", "show")["based_on"] == 1


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    assert "không có tệp này" in run("plan", "apply", tmp_path / "none.yaml", "--home", tmp_path).refusal


def test_diff_has_the_shape_of_the_contract(tmp_path: Path) -> None:
    office = Office(tmp_path)
    said = office.asks("plan", "diff", plan_file(tmp_path, AMENDED))
    assert said["added"] == []
    assert said["closed"] == []
    assert [(one["code"], list(one["fields"])) for one in said["changed"]] == [("B-01", ["due"])]
    assert "B-01" in office.does("plan", "diff", plan_file(tmp_path, AMENDED)).out
    assert "Không có gì thay đổi" in office.does("plan", "diff", plan_file(tmp_path)).out


def test_apply_shows_what_changes_and_waits_for_yes(tmp_path: Path) -> None:
    office = Office(tmp_path)
    ran = office.run("plan", "apply", plan_file(tmp_path, AMENDED), now="2015-02-02")
    assert ran.code == 1
    assert "Đổi hạn 1" in ran.words
    assert "Thêm --yes" in ran.err
    assert office.asks("plan", "show")["based_on"] == 1


def test_apply_with_json_needs_yes(tmp_path: Path) -> None:
    office = Office(tmp_path)
    path = plan_file(tmp_path, AMENDED)
    assert "--yes" in office.run("plan", "apply", path, "--json", now="2015-02-02").refusal
    said = office.asks("plan", "apply", path, "--yes", now="2015-02-02")
    assert set(said) == {"version", "unchanged", "created", "created_closed", "moved", "closed", "rearmed"}
    assert (said["version"], said["moved"]) == (2, [B01])


def test_applying_the_same_plan_again_asks_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert office.asks("plan", "apply", plan_file(tmp_path))["unchanged"] is True
    assert "không có gì thay đổi" in office.does("plan", "apply", plan_file(tmp_path)).out


def test_a_reason_goes_into_the_history(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("plan", "apply", plan_file(tmp_path, AMENDED), "--yes", "--reason", "Công văn 12", now="2015-02-02")
    assert office.asks("history", "demo-2015")[-1]["reason"] == "Công văn 12"


def test_show_prints_a_file_that_can_be_edited_and_applied(tmp_path: Path) -> None:
    office = Office(tmp_path)
    shown = office.asks("plan", "show")
    assert "không có gì thay đổi" in office.does("plan", "apply", plan_file(tmp_path, json.dumps(shown))).out
    shown["obligations"][0]["title"] = "Báo cáo kiểm tra"
    edited = plan_file(tmp_path, json.dumps(shown, ensure_ascii=False))
    assert office.asks("plan", "apply", edited, "--yes", now="2015-02-02")["version"] == 2
    shown["obligations"][0]["title"] = "Báo cáo khác"
    overtaken = plan_file(tmp_path, json.dumps(shown, ensure_ascii=False))
    refused = office.run("plan", "apply", overtaken, "--yes", "--json")
    assert (refused.code, refused.json["based_on"], refused.json["in_force"]) == (1, 1, 2)
    assert "phiên bản 1" in refused.err


def test_show_lists_obligations_contacts_and_reports(tmp_path: Path) -> None:
    said = Office(tmp_path).does("plan", "show").out
    for part in (
        "demo-2015: Kế hoạch mẫu năm 2015",
        "Phiên bản 1, Điều phối",
        "B-01",
        "focal@so-b.example",
        "half-year",
    ):
        assert part in said


def test_show_an_earlier_version(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("plan", "apply", plan_file(tmp_path, AMENDED), "--yes", now="2015-02-02")
    assert office.asks("plan", "show", "--version", "1")["obligations"][0]["due"]["on"]["2015-H1"] == "2015-06-15"
    assert office.asks("plan", "show")["obligations"][0]["due"]["on"]["2015-H1"] == "2015-06-17"
    assert "đang có 1 đến 2" in office.run("plan", "show", "--version", "3").refusal
    assert "không có kế hoạch 'x'" in office.run("plan", "show", "--plan", "x").refusal


def test_show_says_when_each_obligation_is_due_in_words(tmp_path: Path) -> None:
    """Two versions that differ in a deadline look different."""
    office = Office(tmp_path)
    moved = PLAN.replace("2015-H1: 2015-06-15", "2015-H1: 2015-06-17")
    office.does("plan", "apply", plan_file(tmp_path, moved), "--yes", now="2015-02-02")
    first, second = (office.does("plan", "show", "--version", str(number)).words for number in (1, 2))
    assert "báo cáo 6 tháng 15/06, 15/12/2015 so-b" in first
    assert "báo cáo 6 tháng 17/06, 15/12/2015 so-b" in second
    english = office.does("--lang", "en", "plan", "show").words
    assert "report half-year 17/06, 15/12/2015 so-b" in english


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], ""),
        ([date(2015, 6, 15)], "15/06/2015"),
        ([date(2015, 12, 15), date(2016, 6, 15)], "15/12/2015, 15/06/2016"),
        ([date(2015, 1, n) for n in range(1, 14)], "01/01/2015 … 13/01/2015 (13 kỳ)"),
    ],
)
def test_due_days_are_listed_until_they_are_many(days: list[date], said: str) -> None:
    assert days_text(days) == said


def test_a_clause_with_many_obligations_names_the_first_few(capsys: pytest.CaptureFixture[str]) -> None:
    names = tuple(f"B-{number:02}" for number in range(1, 9))
    Traced([TraceLine("V.1#1", "Sở B báo cáo.", names, None)]).print_table()
    assert "B-01, B-02, B-03, B-04 và 4 nhiệm vụ nữa" in capsys.readouterr().out


def test_a_reason_that_names_a_person_is_refused(tmp_path: Path) -> None:
    """The reason of an amendment travels by mail to the bodies whose deadlines move."""
    office = Office(tmp_path)
    refusal = office.run(
        "plan", "apply", plan_file(tmp_path, AMENDED), "--yes", "--reason", "theo CCCD 001093012345", now="2015-02-02"
    ).refusal
    assert "--reason" in refusal
    assert "001093012345" not in refusal
    assert office.asks("plan", "show")["based_on"] == 1
