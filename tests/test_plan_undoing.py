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


@pytest.mark.parametrize("command", [("diff",), ("diff", "--json"), ("apply", "--yes"), ("apply", "--yes", "--json")])
def test_what_would_be_undone_is_named_on_stderr(tmp_path: Path, command: tuple[str, ...]) -> None:
    office = changed_by_commands(tmp_path)
    ran = office.does("plan", command[0], plan_file(tmp_path, TITLED), *command[1:], now="2015-04-08")
    assert "không ghi based_on" in ran.err
    assert warned(ran) == [
        "  - thôi giao PS-01, việc phát sinh được thêm ở phiên bản 2 (Điều phối)",
        f"  - đổi đầu mối {NEW} về focal@so-b.example, đã thay ở phiên bản 3 (Điều phối)",
    ]
    assert "dondoc plan export" in ran.err
    if "--json" in command:
        assert isinstance(ran.json, dict)


def test_the_warning_stands_before_the_question_and_nothing_is_done_without_a_yes(tmp_path: Path) -> None:
    office = changed_by_commands(tmp_path)
    ran = office.run("plan", "apply", plan_file(tmp_path, TITLED), now="2015-04-08")
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
    office.does("plan", "apply", plan_file(tmp_path, TITLED), "--yes", now="2015-04-08")
    assert warned(office.does("plan", "diff", plan_file(tmp_path, PLAN))) == []


def test_what_another_file_changed_is_no_change_of_a_command(tmp_path: Path) -> None:
    office = Office(tmp_path)
    more = PLAN.replace(
        "forms:\n",
        "  - {code: B-09, title: Thêm, assigned_to: [so-b], kind: task, period: once, due: {on: 2015-11-16}}\nforms:\n",
        1,
    )
    office.does("plan", "apply", plan_file(tmp_path, more), "--yes", now="2015-02-02")
    assert warned(office.does("plan", "diff", plan_file(tmp_path, PLAN))) == []


def test_a_previous_plan_that_was_not_applied_here_is_told(tmp_path: Path) -> None:
    office = Office(tmp_path)
    text = PLAN.replace("to: 2015-12-31}\nagencies", "to: 2015-12-31, previous: demo-2014}\nagencies")
    assert text != PLAN
    assert "chưa áp dụng kế hoạch trước demo-2014" in office.does("plan", "diff", plan_file(tmp_path, text)).err
