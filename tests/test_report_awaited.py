"""Answers that wait for review and bodies that have not filed are named to whoever reviews and issues a report."""

import json
from datetime import date
from pathlib import Path

import pytest

from flows import deciding, issuing
from models.errors import StateError
from models.history import history_of
from models.store import Store
from reports.expecting import Expected, said_awaited
from tests.cli_samples import B01, Office
from tests.plan_world import World
from tests.report_world import B01 as ROW
from tests.report_world import REF, answered, build, issue, reviewed, world_with


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return world_with(store, tmp_path)


def expected(world: World, day: str) -> Expected:
    return issuing.review(world.store, REF, world.act(day), anyway=True).expected


def test_who_has_not_filed_is_named_with_the_due_date(world: World) -> None:
    build(world, "2015-06-24")
    found = expected(world, "2015-06-24")
    assert [(one.assignment, one.body, one.due, one.days) for one in found.missing] == [
        (ROW, "Sở B", date(2015, 6, 15), 9)
    ]
    assert found.waiting == []


def test_what_came_in_after_the_build_waits_too(world: World) -> None:
    """The build itself still says that the body is missing: what counts is the day of the decision."""
    built = build(world, "2015-06-10")
    assert built.unreviewed == []
    world.submit("2015-06-12")
    found = expected(world, "2015-06-24")
    assert [(one.assignment, one.body, one.revision, one.received) for one in found.waiting] == [
        (ROW, "Sở B", 1, date(2015, 6, 12))
    ]
    assert found.missing == []


def test_a_report_without_what_waits_for_review_is_only_issued_where_that_is_wanted(world: World) -> None:
    reviewed(world, "2015-06-10")
    world.submit("2015-06-12")
    with pytest.raises(StateError, match=rf"1 báo cáo \(Sở B {ROW} nhận ngày 12/06/2015\) đang chờ duyệt.*--anyway"):
        issue(world, "2015-06-25")
    done = issue(world, "2015-06-25", anyway=True)
    assert [one.assignment for one in done.expected.waiting] == [ROW]
    with world.store.reading() as session:
        (entry,) = [one for one in history_of(session, "demo-2015") if one.act == "report-issued"]
    assert json.loads(entry.detail)["without"] == [f"unreviewed {ROW}"]


def test_a_correction_that_waits_holds_up_the_issue_as_well(world: World) -> None:
    answered(world, "2015-06-12")
    reviewed(world, "2015-06-24")
    world.submit("2015-06-24", content=b'{"figures": {"visits": 12, "violations": 2}}')
    with pytest.raises(StateError, match="đang chờ duyệt"):
        issue(world, "2015-06-25")


def test_who_has_not_filed_does_not_hold_up_the_issue(world: World) -> None:
    reviewed(world, "2015-06-24")
    assert [one.assignment for one in issue(world, "2015-06-25").expected.missing] == [ROW]


def test_what_was_decided_waits_no_more(world: World) -> None:
    world.submit("2015-06-12")
    reviewed(world, "2015-06-20")
    deciding.send_back(world.store, [ROW], world.act("2015-06-22"), "Thiếu số")
    done = issue(world, "2015-06-25")
    assert [(one.assignment, one.received) for one in done.expected.missing] == [(ROW, None)]


def test_a_line_names_the_first_few(world: World) -> None:
    build(world, "2015-06-24")
    (one,) = expected(world, "2015-06-24").missing
    assert said_awaited([one] * 4).count("Sở B") == 3
    assert said_awaited([one] * 4).startswith("4 báo cáo (") and said_awaited([one] * 4).endswith("…)")


# --- on the command line ---------------------------------------------------------------------------------------------

WHAT = ("half-year", "2015-H1")


def test_review_and_issue_name_both(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.day("2015-06-08")
    office.does("report", "build", *WHAT, "--format", "json", now="2015-06-09")
    office.submitted("2015-06-10")
    said = office.does("report", "review", *WHAT, now="2015-06-24").words
    assert f"Còn chờ duyệt, chưa có trong báo cáo: 1 Đơn vị Phần việc Nhận ngày Sở B {B01} 10/06/2015" in said
    assert "Chưa gửi: 2 Đơn vị Phần việc Hạn" in said
    refused = office.run("report", "issue", *WHAT, now="2015-06-24").refusal
    assert f"{B01} nhận ngày 10/06/2015" in refused and "chưa gửi: 2 báo cáo (" in refused
    issued = office.asks("report", "issue", *WHAT, "--anyway", now="2015-06-24")
    assert [(one["assignment"], one["revision"], one["received"]) for one in issued["waiting"]] == [
        (B01, 1, "2015-06-10")
    ]
    assert [set(one) for one in issued["not_filed"]] == [{"assignment", "agency", "due", "days"}] * 2
    assert f"báo cáo còn chờ duyệt {B01}" in office.does("history", "demo-2015").words


def test_a_long_list_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.report_life._LISTED", 1)
    office = Office(tmp_path)
    office.does("report", "build", *WHAT, "--format", "json", now="2015-06-24")
    said = office.does("report", "review", *WHAT, now="2015-06-24").words
    assert "Chưa gửi: 3" in said and "… và 2 phần việc nữa" in said
