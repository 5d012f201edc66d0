"""A file made from an older version is refused, with what both sides changed since then and where they meet."""

from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from models.plan import PlanDocument
from plans.loading import load_plan
from plans.threeway import ThreeWay, three_way
from tests.cli_samples import PLAN, Office, plan_file
from tests.plan_world import document, obligation

SHIPPED = Path(__file__).resolve().parent.parent / "plans" / "phu-tho-2015.yaml"


def plan(*obligations: dict[str, Any], **changes: Any) -> PlanDocument:
    return document(obligations=list(obligations) or [obligation()], **changes)


def compared(yours: PlanDocument, theirs: PlanDocument, base: PlanDocument | None = None) -> ThreeWay:
    return three_way(base or plan(), theirs, yours, since=1, newest=2)


def met(found: ThreeWay) -> list[tuple[object, ...]]:
    return [(one.kind, one.code, one.field, one.base, one.yours, one.theirs) for one in found.conflicts]


def test_changes_to_different_keys_do_not_meet() -> None:
    found = compared(plan(obligation(title="Tên mới")), plan(obligation(note="Ghi chú")))
    assert [[one.name for one in item.fields] for item in found.yours.changed] == [["title"]]
    assert [[one.name for one in item.fields] for item in found.theirs.changed] == [["note"]]
    assert met(found) == []


@pytest.mark.parametrize(
    ("yours", "theirs", "conflicts"),
    [
        (
            plan(obligation(title="Một")),
            plan(obligation(title="Hai")),
            [("obligations", "B-01", "title", "Báo cáo kết quả kiểm tra", "Một", "Hai")],
        ),
        (plan(obligation(title="Một")), plan(obligation(title="Một")), []),
        (
            plan(obligation(code="B-02")),
            plan(obligation(title="Hai")),
            [("obligations", "B-01", "", None, "removed", "changed")],
        ),
        (
            plan(obligation(), obligation(code="B-02", title="Một")),
            plan(obligation(), obligation(code="B-02", title="Hai")),
            [("obligations", "B-02", "", None, "added", "added")],
        ),
        (plan(obligation(), obligation(code="B-02")), plan(obligation(), obligation(code="B-02")), []),
        (
            plan(calendar={"closed": ["2015-05-02"]}),
            plan(calendar={"closed": ["2015-05-03"]}),
            [("calendar", "calendar", "closed", [], ["2015-05-02"], ["2015-05-03"])],
        ),
        (plan(context=[]), plan(context=[{"clause": "I.1#1", "reason": "mục đích"}]), []),
    ],
)
def test_where_both_sides_changed_the_same(
    yours: PlanDocument, theirs: PlanDocument, conflicts: list[tuple[object, ...]]
) -> None:
    assert met(compared(yours, theirs)) == conflicts


def test_the_shipped_plan_is_compared_in_under_two_seconds() -> None:
    base = load_plan(SHIPPED).document
    mine, theirs = (
        base.model_copy(
            update={"obligations": tuple(one.model_copy(update={"title": title}) for one in base.obligations)}
        )
        for title in ("Một", "Hai")
    )
    started = perf_counter()
    found = three_way(base, theirs, mine, since=1, newest=2)
    assert perf_counter() - started < 2
    assert len(found.conflicts) == len(base.obligations)


# --- the command line ------------------------------------------------------------------------------------------------

TITLE = next(line for line in PLAN.splitlines() if line.strip().startswith("title:") and "Báo cáo" in line)


def stale(folder: Path) -> tuple[Office, Path]:
    """A file of version 1 that renames B-01, after somebody else renamed it and added nothing else."""
    office = Office(folder)
    mine, theirs = folder / "mine.yaml", plan_file(folder, PLAN.replace(TITLE, TITLE + " (sửa ở Sở)", 1))
    office.does("plan", "export", mine)
    office.does("plan", "apply", theirs, "--yes")
    text = mine.read_text(encoding="utf-8")
    exported = TITLE.strip().removeprefix("- ")
    assert exported in text
    mine.write_text(text.replace(exported, exported + " (sửa ở huyện)", 1), encoding="utf-8")
    return office, mine


@pytest.mark.parametrize("command", ["diff", "apply"])
def test_a_stale_file_is_refused_with_what_both_sides_changed(tmp_path: Path, command: str) -> None:
    office, mine = stale(tmp_path)
    yes = ["--yes"] if command == "apply" else []
    ran = office.run("plan", command, mine, *yes)
    assert ran.code == 1
    assert "phiên bản 1" in ran.err
    assert ran.err.count("\n") == 1
    for said in (
        "Tệp này sửa so với phiên bản 1",
        "Người khác đã sửa từ phiên bản 1",
        "Cùng sửa một chỗ",
        "Bản gốc Tệp này Đang có hiệu lực",
        "obligations B-01 title Báo cáo kết quả kiểm tra Báo cáo kết quả kiểm tra (sửa ở huyện) "
        "Báo cáo kết quả kiểm tra (sửa ở Sở)",
    ):
        assert said in ran.words
    listed = office.run("plan", command, mine, *yes, "--json")
    assert listed.code == 1
    found = listed.json
    assert (found["based_on"], found["in_force"]) == (1, 2)
    assert [one["code"] for one in found["yours"]["changed"]] == [one["code"] for one in found["theirs"]["changed"]]
    assert [one["field"] for one in found["conflicts"]] == ["title"]
    assert office.asks("plan", "show")["based_on"] == 2


def test_a_stale_file_that_says_what_is_in_force_changes_nothing(tmp_path: Path) -> None:
    office, mine = stale(tmp_path)
    text = mine.read_text(encoding="utf-8").replace("(sửa ở huyện)", "(sửa ở Sở)")
    mine.write_text(text, encoding="utf-8")
    assert office.asks("plan", "diff", mine)["changed"] == []
    assert office.asks("plan", "apply", mine)["unchanged"] is True


def test_a_stale_file_is_told_both_ways_out(tmp_path: Path) -> None:
    office, mine = stale(tmp_path)
    refusal = office.run("plan", "diff", mine).err
    assert "làm lại trên đó 1 thay đổi của tệp này" in refusal
    assert "bỏ 1 thay đổi của người khác thì sửa dòng based_on thành 2" in refusal
    mine.write_text(mine.read_text(encoding="utf-8").replace("based_on: 1", "based_on: 2"), encoding="utf-8")
    (kept,) = office.asks("plan", "diff", mine)["changed"]
    assert kept["after"]["title"].endswith("(sửa ở huyện)")


def test_a_version_that_was_never_applied_is_one_line(tmp_path: Path) -> None:
    office, mine = stale(tmp_path)
    mine.write_text(mine.read_text(encoding="utf-8").replace("based_on: 1", "based_on: 9"), encoding="utf-8")
    assert "based_on: 9" in office.run("plan", "diff", mine).refusal


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_a_stale_file_without_changes_loses_nothing(tmp_path: Path, ending: str) -> None:
    office, mine = Office(tmp_path), tmp_path / f"mine.{ending}"
    office.does("plan", "export", mine)
    office.does("plan", "apply", plan_file(tmp_path, PLAN.replace(TITLE, TITLE + " (sửa ở Sở)", 1)), "--yes")
    refusal = office.run("plan", "diff", mine).err
    assert "tệp không sửa gì nên không mất gì" in refusal
    assert "0 thay đổi" not in refusal
