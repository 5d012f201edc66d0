"""A file that names no version takes back what commands changed since: that is said before the yes."""

from pathlib import Path

import pytest

from tests.cli_samples import PLAN, Office, Ran, plan_file

TITLED = PLAN.replace("title: Kế hoạch mẫu năm 2015", "title: Kế hoạch mẫu sửa đổi")
NEW = "moi@so-b.example"


def changed_by_commands(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.does(*("task", "add", "Báo cáo nhanh", "--to", "huyen", "--due", "2015-04-09"), now="2015-04-06T08:00")
    office.does("contact", "replace", "focal@so-b.example", NEW, now="2015-04-07T08:00")
    return office


def warned(ran: Ran) -> list[str]:
    return [line for line in ran.err.splitlines() if line.startswith("  - ")]


LISTED = [
    "  - bỏ PS-01 (phiên bản 2, Điều phối)",
    f"  - contacts so-b/focal email: {NEW} → focal@so-b.example (phiên bản 3, Điều phối)",
]


@pytest.mark.parametrize("words", [("diff",), ("diff", "--json"), ("apply", "--overwrite", "--yes")])
def test_what_would_be_undone_is_named_on_stderr(tmp_path: Path, words: tuple[str, ...]) -> None:
    office = changed_by_commands(tmp_path)
    ran = office.does("plan", words[0], plan_file(tmp_path, TITLED), *words[1:], now="2015-04-08")
    assert "không ghi based_on" in ran.err
    assert warned(ran) == LISTED
    assert "dondoc plan export" in ran.err
    if "--json" in words:
        assert isinstance(ran.json, dict)


@pytest.mark.parametrize("words", [(), ("--yes",)])
def test_a_file_that_undoes_later_versions_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    office = changed_by_commands(tmp_path)
    ran = office.run("plan", "apply", plan_file(tmp_path, TITLED), *words, now="2015-04-08")
    assert ran.code == 1
    assert warned(ran) == LISTED
    assert "--yes --overwrite" in ran.err.splitlines()[-1]
    assert office.asks("plan", "show")["based_on"] == 3


def test_the_refusal_is_a_document_with_json(tmp_path: Path) -> None:
    office = changed_by_commands(tmp_path)
    ran = office.run("plan", "apply", plan_file(tmp_path, TITLED), "--yes", "--json", now="2015-04-08")
    assert (ran.code, ran.json["closest_to"], ran.json["in_force"]) == (1, 1, 3)
    contact = {"version": 3, "by": "Điều phối", "kind": "contacts", "code": "so-b/focal", "field": "email"}
    assert ran.json["takes_back"][1] == {**contact, "mine": "focal@so-b.example", "theirs": NEW}


def test_overwriting_still_asks_first(tmp_path: Path) -> None:
    office = changed_by_commands(tmp_path)
    ran = office.run("plan", "apply", plan_file(tmp_path, TITLED), "--overwrite", now="2015-04-08")
    assert ran.code == 1
    assert ran.err.index("PS-01") < ran.err.index("Thêm --yes")
    assert office.asks("plan", "show")["based_on"] == 3


def test_a_file_that_names_its_version_or_keeps_the_changes_is_not_warned_of(tmp_path: Path) -> None:
    office = changed_by_commands(tmp_path)
    exported = tmp_path / "exported.yaml"
    office.does("plan", "export", exported)
    text = exported.read_text(encoding="utf-8")
    kept = text.replace("title: Kế hoạch mẫu năm 2015", "title: Kế hoạch mẫu sửa đổi").replace("based_on: 3\n", "")
    assert kept != text
    assert warned(office.does("plan", "diff", plan_file(tmp_path, kept))) == []
    without = text.replace(NEW, "khac@so-b.example")
    assert warned(office.does("plan", "diff", plan_file(tmp_path, without))) == [], "it says which version it changes"


def test_what_another_file_has_taken_back_already_is_not_told_again(tmp_path: Path) -> None:
    office = changed_by_commands(tmp_path)
    office.does("plan", "apply", plan_file(tmp_path, TITLED), "--yes", "--overwrite", now="2015-04-08")
    assert warned(office.does("plan", "diff", plan_file(tmp_path, PLAN))) == [
        "  - plan title: Kế hoạch mẫu sửa đổi → Kế hoạch mẫu năm 2015 (phiên bản 4, Điều phối)"
    ]


ADDED = PLAN.replace(
    "forms:\n",
    "  - {code: B-09, title: Thêm, assigned_to: [so-b], kind: task, period: once, due: {on: 2015-11-16}}\nforms:\n",
    1,
)
DUE = "2015-H1: 2015-06-15"


@pytest.mark.parametrize(
    ("in_force", "file", "taken_back"),
    [
        (ADDED, PLAN, ["  - bỏ B-09 (phiên bản 2, Điều phối)"]),
        (ADDED, PLAN.replace(DUE, "2015-H1: 2015-06-17"), ["  - bỏ B-09 (phiên bản 2, Điều phối)"]),
        (ADDED, ADDED.replace(DUE, "2015-H1: 2015-06-17"), []),
        (ADDED, ADDED, []),
        (PLAN.replace("  - {code: B-03, ", "  - {code: B-08, "), PLAN, ["bỏ B-08", "đưa B-03 trở lại"]),
        # the one key that the later version changed, changed once more
        (PLAN.replace(DUE, "2015-H1: 2015-06-17"), PLAN.replace(DUE, "2015-H1: 2015-06-18"), []),
    ],
)
def test_what_another_file_changed_is_taken_back_only_by_a_file_that_lacks_it(
    tmp_path: Path, in_force: str, file: str, taken_back: list[str]
) -> None:
    office = Office(tmp_path)
    office.does("plan", "apply", plan_file(tmp_path, in_force), "--yes", now="2015-02-02")
    ran = office.run("plan", "apply", plan_file(tmp_path, file), "--yes", now="2015-02-03")
    assert ran.code == bool(taken_back)
    said = sorted(warned(ran))
    assert len(said) == len(taken_back)
    assert all(expected in line for expected, line in zip(taken_back, said, strict=True))


def test_a_previous_plan_that_was_not_applied_here_is_told(tmp_path: Path) -> None:
    office = Office(tmp_path)
    text = PLAN.replace("to: 2015-12-31}\nagencies", "to: 2015-12-31, previous: demo-2014}\nagencies")
    assert text != PLAN
    assert "chưa áp dụng kế hoạch trước demo-2014" in office.does("plan", "diff", plan_file(tmp_path, text)).err
