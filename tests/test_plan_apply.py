"""Applying a plan: assignments in bulk, amendments that keep what is done, urgent tasks; all or nothing."""

from datetime import date
from pathlib import Path

import pytest

from flows import acts
from flows.urgent import add_task
from models.assignments import Workflow, assignments_where
from models.errors import NotFoundError, PlanError, StateError
from models.messages import messages_where
from models.store import Store
from models.versions import active_plan, plan_versions
from tests.plan_world import B01, World, document, mails, obligation

H2 = "demo-2015:B-01/so-b/2015-H2"


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return World(store, tmp_path)


def names(world: World) -> list[str]:
    with world.store.reading() as session:
        return [row.name for row in assignments_where(session)]


def test_one_assignment_for_each_body_and_period(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, document(obligations=[obligation(assigned_to=["huyen", "so-b"])]))
    assert len(names(world)) == 6
    assert world.assignment("demo-2015:B-01/huyen-2/2015-H2").due == date(2015, 12, 15)


def test_applying_the_same_plan_again_changes_nothing(world: World) -> None:
    again = world.apply(document(), "2015-03-01")
    assert (again.unchanged, again.version, again.created) == (True, 1, [])
    with world.store.reading() as session:
        assert len(plan_versions(session, "demo-2015")) == 1


def test_a_body_that_no_longer_exists_owes_nothing(store: Store, tmp_path: Path) -> None:
    """Administrative units change: a district merged on 1 July owes the first half and not the second."""
    plan = document(obligations=[obligation(assigned_to=["huyen"])])
    agencies = [a.model_copy(update={"end": date(2015, 7, 1)}) if a.code == "huyen-2" else a for a in plan.agencies]
    world = World(store, tmp_path, plan.model_copy(update={"agencies": tuple(agencies)}))
    assert [name for name in names(world) if "huyen-2" in name] == ["demo-2015:B-01/huyen-2/2015-H1"]


def test_a_moved_deadline_starts_a_new_cycle_and_is_told_once(world: World) -> None:
    world.live("2015-06-08")
    moved = document(obligations=[obligation(due={"on": {"2015-H1": "2015-06-25", "2015-H2": "2015-12-15"}})])
    applied = world.apply(moved, "2015-06-10")
    assert applied.moved == [B01]
    row = world.assignment()
    assert (row.original_due, row.due, row.cycle) == (date(2015, 6, 15), date(2015, 6, 25), 1)
    results = world.live_through("2015-06-10", "2015-06-17")
    assert [mail for result in results for mail in mails(result)] == [("focal@so-b.example", "moved")]


def test_a_changed_calendar_moves_only_the_deadlines_it_touches(world: World) -> None:
    applied = world.apply(document(calendar={"closed": ["2015-12-15"]}), "2015-06-10")
    assert applied.moved == [H2]
    assert world.assignment(H2).due == date(2015, 12, 16)
    assert world.assignment(B01).cycle == 0


def test_what_was_submitted_stays_as_it_is(world: World) -> None:
    world.live("2015-06-08")
    world.submit("2015-06-09")
    moved = document(obligations=[obligation(due={"on": {"2015-H1": "2015-06-25", "2015-H2": "2015-12-20"}})])
    assert world.apply(moved, "2015-06-10").moved == [H2]
    assert world.assignment(B01).due == date(2015, 6, 15)


def test_an_obligation_that_ends_is_closed_and_never_deleted(world: World) -> None:
    world.live("2015-06-08")
    applied = world.apply(document(obligations=[obligation(code="B-02")]), "2015-06-10")
    assert applied.closed == [B01, H2]
    assert world.assignment(B01).state == Workflow.CLOSED
    results = world.live_through("2015-06-10", "2015-06-17")
    assert ("focal@so-b.example", "closed") in [mail for result in results for mail in mails(result)]
    assert B01 in names(world)


def test_a_file_made_from_an_older_version_is_refused(world: World) -> None:
    world.apply(document(obligations=[obligation(), obligation(code="B-02")]), "2015-02-01")
    stale = document(obligations=[obligation(code="B-03")]).model_copy(update={"based_on": 1})
    with pytest.raises(PlanError, match="phiên bản 1"):
        world.apply(stale, "2015-02-02")
    assert not any("B-03" in name for name in names(world))


def test_a_plan_that_cannot_be_worked_out_leaves_nothing_behind(world: World) -> None:
    broken = document(obligations=[obligation(), obligation(code="B-02", due={"on": {"2015-H1": "2015-06-15"}})])
    with pytest.raises(PlanError, match="2015-H2"):
        world.apply(broken, "2015-02-01")
    assert not any("B-02" in name for name in names(world))
    with world.store.reading() as session:
        assert active_plan(session).version == 1


def test_an_urgent_task_is_owed_once_and_reminded_of_at_once(world: World) -> None:
    task = add_task(
        world.store,
        world.act("2015-04-06"),
        title="Báo cáo nhanh về cơ sở karaoke",
        bodies=["huyen"],
        due=date(2015, 4, 9),
    )
    assert task.applied.created == ["demo-2015:PS-01/huyen-1/once", "demo-2015:PS-01/huyen-2/once"]
    with world.store.reading() as session:
        queued = [(message.recipient, message.kind) for message in messages_where(session)]
    assert queued == [("focal@huyen-1.example", "remind"), ("focal@huyen-2.example", "remind")]
    world.deliver("2015-04-06")
    assert mails(world.live("2015-04-06")[0]) == [], "being told stands for the reminder of the day"
    assert len(mails(world.live("2015-04-08")[0])) == 2, "the working day before"


def test_an_urgent_task_needs_a_date_that_has_not_passed_and_bodies_that_exist(world: World) -> None:
    act = world.act("2015-04-06")
    with pytest.raises(StateError, match="đã qua"):
        add_task(world.store, act, title="Việc gấp", bodies=["huyen"], due=date(2015, 4, 3))
    with pytest.raises(NotFoundError, match="không có cơ quan 'xa-1'"):
        add_task(world.store, act, title="Việc gấp", bodies=["xa-1"], due=date(2015, 4, 9))


def test_an_urgent_task_after_the_plan_s_last_day_is_still_owed(world: World) -> None:
    task = add_task(
        world.store, world.act("2015-12-30"), title="Số liệu bổ sung", bodies=["so-b"], due=date(2016, 1, 8)
    )
    assert task.applied.created == ["demo-2015:PS-01/so-b/once"]
    assert world.assignment("PS-01/so-b/once").due == date(2016, 1, 8)


def test_a_resumed_body_is_looked_at_in_the_next_round(world: World) -> None:
    world.live("2015-06-08")
    acts.pause(world.store, "so-b", world.act("2015-06-09"), reason="lũ lụt")
    assert not any(result.messages for result in world.live_through("2015-06-10", "2015-06-17"))
    acts.resume(world.store, "so-b", world.act("2015-06-18"))
    assert ("focal@so-b.example", "chase") in mails(world.round("2015-06-18"))
    with pytest.raises(StateError, match="không bị tạm dừng"):
        acts.resume(world.store, "so-b", world.act("2015-06-19"))


def test_a_contact_that_appears_later_gets_what_waited(store: Store, tmp_path: Path) -> None:
    whole = document()
    without = whole.model_copy(update={"contacts": tuple(c for c in whole.contacts if c.agency != "so-b")})
    world = World(store, tmp_path, without)
    assert mails(world.live("2015-06-08")[0]) == [("dieuphoi@so-a.example", "summary")]
    assert mails(world.live("2015-06-09")[0]) == [], "the coordinator is not told the same every morning"
    assert world.apply(whole, "2015-06-10").rearmed == [B01]
    assert ("focal@so-b.example", "remind") in mails(world.round("2015-06-10"))


def test_an_obligation_that_is_brought_back_is_owed_again(world: World) -> None:
    world.apply(document(obligations=[obligation(code="B-02")]), "2015-03-01")
    applied = world.apply(document(), "2015-03-02")
    assert applied.created == [B01, H2]
    assert world.assignment(B01).state == Workflow.UPCOMING
    assert mails(world.live("2015-06-08")[0]) == [("focal@so-b.example", "remind")]


def test_an_overdue_obligation_that_is_taken_out_is_not_escalated(world: World) -> None:
    world.live("2015-06-08", "2015-06-16")
    world.apply(document(obligations=[obligation(code="B-02")]), "2015-06-18")
    results = world.live_through("2015-06-19", "2015-06-24")
    assert not any(kind == "escalate" for result in results for _, kind in mails(result))


def test_an_amendment_does_not_take_an_extension_back(world: World) -> None:
    world.live("2015-06-08")
    acts.extend(world.store, B01, world.act("2015-06-10"), date(2015, 6, 30), "bão")
    for day, kept in (("2015-06-18", date(2015, 6, 30)), ("2015-07-03", date(2015, 7, 3))):
        moved = document(obligations=[obligation(due={"on": {"2015-H1": day, "2015-H2": "2015-12-15"}})])
        world.apply(moved, "2015-06-11")
        assert world.assignment(B01).due == kept


def test_what_comes_once_is_owed_by_the_bodies_that_exist_on_its_due_day(store: Store, tmp_path: Path) -> None:
    plan = document()
    agencies = [a.model_copy(update={"end": date(2015, 6, 30)}) if a.code == "huyen-2" else a for a in plan.agencies]
    world = World(store, tmp_path, plan.model_copy(update={"agencies": tuple(agencies)}))
    task = add_task(store, world.act("2015-06-02"), title="Số liệu gấp", bodies=["huyen"], due=date(2015, 6, 12))
    assert task.applied.created == ["demo-2015:PS-01/huyen-1/once", "demo-2015:PS-01/huyen-2/once"]
