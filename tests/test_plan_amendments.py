"""Amendments in mid-year: from a day on, twice, by two people at once, and cut off half-way."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.mail_content import digest_of
from models.assignments import Workflow, assignments_where
from models.errors import PlanError
from models.history import broken_chains
from models.notices import notices_of
from models.plan import PlanDocument
from models.store import Store
from models.versions import active_plan, plan_versions
from notifications.digest import Item
from plans.apply import apply_plan
from tests.cli_samples import PLAN, Office, plan_file
from tests.plan_world import B01, World, at, document, mails, obligation

H2 = "demo-2015:B-01/so-b/2015-H2"
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return World(store, tmp_path)


def due(first: str, second: str) -> PlanDocument:
    return document(obligations=[obligation(due={"on": {"2015-H1": first, "2015-H2": second}})])


def rows(world: World) -> dict[str, Any]:
    with world.store.reading() as session:
        return {row.name: row.model_dump() for row in assignments_where(session)}


# --- from a day on ---------------------------------------------------------------------------------------------------


def test_an_amendment_from_a_day_on_leaves_finished_periods_alone(world: World) -> None:
    """The first half was due on 15 June and is still owed; from 1 July on the plan sets other days."""
    world.live("2015-06-08", "2015-06-16")
    before = rows(world)[B01]
    world.apply(due("2015-06-30", "2015-12-22"), "2015-07-01", from_date="2015-07-01")
    kept = rows(world)[B01]
    assert {key: kept[key] for key in ("due", "original_due", "cycle", "state", "cutoff_to")} == {
        key: before[key] for key in ("due", "original_due", "cycle", "state", "cutoff_to")
    }
    assert world.assignment(H2).due == date(2015, 12, 22)


def test_an_amendment_from_a_day_on_does_not_close_what_was_due_before(world: World) -> None:
    world.live("2015-06-08", "2015-06-16")
    applied = world.apply(document(obligations=[obligation(code="B-02")]), "2015-07-01", from_date="2015-07-01")
    assert applied.closed == [H2]
    assert world.assignment(B01).state == Workflow.OPEN
    assert ("demo-2015:B-02/so-b/2015-H1") in applied.created_closed


def test_without_a_day_today_is_the_day(world: World) -> None:
    """What was due yesterday stays; what is due today moves, and an earlier day moves both."""
    world.live("2015-06-08", "2015-06-16")
    assert world.apply(due("2015-06-30", "2015-12-22"), "2015-06-16").moved == [H2]
    assert world.assignment(B01).due == date(2015, 6, 15)
    assert world.apply(document(), "2015-06-17", from_date="2015-06-01").moved == [H2]
    assert world.apply(due("2015-06-30", "2015-12-15"), "2015-06-18", from_date="2015-06-01").moved == [B01]


def test_what_is_due_today_is_not_finished(world: World) -> None:
    world.live("2015-06-08")
    assert world.apply(due("2015-06-30", "2015-12-15"), "2015-06-15").moved == [B01]


def test_the_mail_of_a_moved_deadline_gives_the_reason_and_the_old_date(world: World) -> None:
    world.live("2015-06-08")
    with world.store.session() as session:
        apply_plan(session, due("2015-06-25", "2015-12-15"), source="", now=at("2015-06-10"), by="", reason="QĐ sửa")
    (said,) = moved_items(world, "2015-06-10")
    assert (said.reason, said.before, said.until) == ("QĐ sửa", date(2015, 6, 15), date(2015, 6, 25))


@pytest.mark.parametrize("kept", [["B-01", "B-02", "B-03"], []], ids=["moved", "closed"])
def test_one_amendment_is_one_mail_to_a_person(store: Store, tmp_path: Path, kept: list[str]) -> None:
    codes = ["B-01", "B-02", "B-03"]
    world = World(store, tmp_path, document(obligations=[obligation(code=code) for code in codes]))
    world.live("2015-06-08")
    later = {"on": {"2015-H1": "2015-06-25", "2015-H2": "2015-12-15"}}
    others = [obligation(code=code, due=later) for code in kept] or [obligation(code="B-04")]
    world.apply(document(obligations=others), "2015-06-10")
    told = [one for one in world.round("2015-06-10").messages if one.kind in ("moved", "closed")]
    assert [len(one.assignments) for one in told] == [3]


def moved_items(world: World, day: str) -> list[Item]:
    """What the mails of moved deadlines that a round queues say."""
    world.round(day)
    with world.store.reading() as session:
        plan = active_plan(session)
        pairs = [
            (notice, row)
            for row in assignments_where(session)
            for notice in notices_of(session, [row.key])[row.key]
            if notice.action == "moved"
        ]
        return list(digest_of(plan, "focal@so-b.example", "", pairs, at(day)).items)


def test_a_moved_deadline_is_told_once_and_only_to_those_who_knew_the_old_one(world: World) -> None:
    world.live("2015-06-08")
    applied = world.apply(due("2015-06-25", "2015-12-22"), "2015-06-10", from_date="2015-06-10")
    assert applied.moved == [B01, H2]
    said = [mail for result in world.live_through("2015-06-10", "2015-06-17") for mail in mails(result)]
    assert said == [("focal@so-b.example", "moved")]


# --- calendars -------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(closed=st.sets(st.dates(date(2015, 6, 1), date(2015, 12, 31)), max_size=12), answered=st.booleans())
def test_a_calendar_moves_the_open_deadlines_that_it_touches_and_no_others(
    tmp_path_factory: pytest.TempPathFactory, closed: set[date], answered: bool
) -> None:
    folder = tmp_path_factory.mktemp("calendar")
    store = Store(f"sqlite:///{folder / 'dondoc.db'}")
    store.upgrade()
    world = World(store, folder)
    if answered:
        world.submit("2015-06-01")
    before = rows(world)
    applied = world.apply(document(calendar={"closed": sorted(map(str, closed))}), "2015-06-02")
    after = rows(world)
    touched = {name for name, row in before.items() if row["due"] in closed and not (answered and name == B01)}
    assert set(applied.moved) == touched
    for name, row in after.items():
        assert row["original_due"] == before[name]["original_due"]
        assert (row["due"] != before[name]["due"]) == (row["cycle"] != before[name]["cycle"]) == (name in touched)
        assert name not in touched or (row["due"] > before[name]["due"] and row["due"] not in closed)
    store.close()


# --- twice -----------------------------------------------------------------------------------------------------------

CHANGES: list[tuple[str, Callable[[], PlanDocument]]] = [
    ("nothing", document),
    ("dates", lambda: due("2015-06-25", "2015-12-22")),
    ("another obligation", lambda: document(obligations=[obligation(), obligation(code="B-02")])),
    ("none of the old", lambda: document(obligations=[obligation(code="B-02", assigned_to=["huyen"])])),
    ("calendar", lambda: document(calendar={"closed": ["2015-12-15"]})),
    ("contacts", lambda: document().model_copy(update={"contacts": document().contacts[:4]})),
]


@pytest.mark.parametrize("amended", [change for _, change in CHANGES], ids=[name for name, _ in CHANGES])
@pytest.mark.parametrize("start", [None, "2015-06-10"])
def test_applying_twice_changes_nothing_the_second_time(
    world: World, amended: Callable[[], PlanDocument], start: str | None
) -> None:
    world.live("2015-06-08")
    world.apply(amended(), "2015-06-10", from_date=start)
    before = rows(world)
    again = world.apply(amended(), "2015-06-11", from_date=start)
    assert again.unchanged
    assert rows(world) == before
    with world.store.reading() as session:
        assert [row.version for row in plan_versions(session, "demo-2015")] in ([1], [1, 2])


def test_there_and_back_again_owes_what_was_owed(world: World) -> None:
    before = rows(world)
    world.apply(document(obligations=[obligation(code="B-02")]), "2015-02-02")
    world.apply(document(), "2015-02-03")
    after = rows(world)
    owed = {name for name, row in after.items() if row["state"] in (Workflow.UPCOMING, Workflow.OPEN)}
    assert owed == set(before)
    assert {name: after[name]["due"] for name in owed} == {name: row["due"] for name, row in before.items()}


# --- two at once -----------------------------------------------------------------------------------------------------


def at_once(store: Store, plans: list[PlanDocument]) -> list[object]:
    """What became of several people's applying, begun at the same moment."""
    gate = threading.Barrier(len(plans))
    results: list[object] = [None] * len(plans)

    def one(number: int) -> None:
        gate.wait()
        try:
            with store.session() as session:
                applied = apply_plan(session, plans[number], source=f"{number}", now=at("2015-02-02"), by=f"p{number}")
            results[number] = applied.version
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(plans))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_two_people_who_apply_at_once_make_two_versions_one_after_the_other(world: World) -> None:
    plans = [due(f"2015-06-{day}", "2015-12-15") for day in (17, 18, 19, 22)]
    assert sorted(map(str, at_once(world.store, plans))) == ["2", "3", "4", "5"]
    with world.store.reading() as session:
        versions = plan_versions(session, "demo-2015")
        newest = active_plan(session).document.obligation("B-01")
        assert [row.version for row in versions] == [1, 2, 3, 4, 5]
        assert versions[-1].applied_by[0] == "p"
        assert broken_chains(session) == []
    assert newest.due is not None
    assert isinstance(newest.due.on, dict)
    assert world.assignment(B01).due == newest.due.on["2015-H1"], "the assignments follow the version in force"


def test_of_two_who_work_on_the_same_version_one_is_refused(world: World) -> None:
    plans = [due(f"2015-06-{day}", "2015-12-15").model_copy(update={"based_on": 1}) for day in (17, 18)]
    results = at_once(world.store, plans)
    refused = [result for result in results if isinstance(result, PlanError)]
    assert len(refused) == 1, results
    assert 2 in results
    assert "lập từ phiên bản 1" in str(refused[0])


def test_two_people_who_apply_the_first_version_at_once(store: Store) -> None:
    """One may be told that the other was first; nobody leaves half a plan behind."""
    results = at_once(store, [document(), due("2015-06-17", "2015-12-15")])
    assert 1 in results
    assert all(result in (1, 2) or isinstance(result, PlanError) for result in results), results
    with store.reading() as session:
        versions = [row.version for row in plan_versions(session, "demo-2015")]
        assert versions == list(range(1, len(versions) + 1))
        assert len(assignments_where(session)) == 2
        assert broken_chains(session) == []


def test_the_same_file_applied_by_two_at_once_is_one_version(world: World) -> None:
    same = due("2015-06-17", "2015-12-15")
    assert at_once(world.store, [same, same]) == [2, 2]
    with world.store.reading() as session:
        assert len(plan_versions(session, "demo-2015")) == 2


# --- cut off half-way ------------------------------------------------------------------------------------------------

STALLED = """
import sys, time
sys.path.insert(0, {root!r})
from datetime import UTC, datetime
from models.store import Store
from plans import apply
from plans.loading import load_plan
from pathlib import Path
loaded = load_plan(Path({plan!r}))
store = Store({url!r})

def stop(*words, **named):
    print("half-way", flush=True)
    time.sleep(60)
with store.session() as session:
    apply._bring_in_line, inner = (lambda change: (inner(change), session.flush(), stop())), apply._bring_in_line
    apply.apply_plan(session, loaded.document, source="", now=datetime(2015, 2, 2, tzinfo=UTC), by="x")
"""


def test_a_killed_apply_leaves_the_plan_as_it_was(database_url: str, tmp_path: Path) -> None:
    store = Store(database_url)
    store.upgrade()
    world = World(store, tmp_path)
    before = rows(world)
    path = plan_file(tmp_path, PLAN)
    script = STALLED.format(root=str(ROOT), plan=str(path), url=database_url)
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "half-way\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait(10)
    child.stdout.close()
    _wait_for(lambda: len(rows(world)) == len(before))
    assert rows(world) == before
    assert world.apply(due("2015-06-17", "2015-12-15"), "2015-02-02").version == 2
    with store.reading() as session:
        assert broken_chains(session) == []
    store.close()


def _wait_for(holds: Callable[[], bool]) -> None:
    until = monotonic() + 20
    while not holds() and monotonic() < until:
        sleep(0.1)


# --- on the command line ---------------------------------------------------------------------------------------------


def test_a_plan_that_changes_between_the_showing_and_the_yes_is_not_applied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the question stands on the screen, somebody else applies another version."""
    office = Office(tmp_path)
    mine = plan_file(tmp_path, PLAN.replace("2015-H1: 2015-06-15", "2015-H1: 2015-06-17"))
    theirs = tmp_path / "theirs.yaml"
    theirs.write_text(PLAN.replace("2015-H1: 2015-06-15", "2015-H1: 2015-06-18"), encoding="utf-8")

    def answer(*_words: object, **_named: object) -> None:
        monkeypatch.undo()
        office.does("plan", "apply", theirs, "--yes", now="2015-02-02")

    monkeypatch.setattr("commands.plan.agree", answer)
    ran = office.run("plan", "apply", mine, now="2015-02-02")
    assert ran.code == 1
    assert "vừa được người khác sửa (phiên bản 2)" in ran.err
    assert office.asks("plan", "show")["obligations"][0]["due"]["on"]["2015-H1"] == "2015-06-18"


def test_every_version_can_be_shown_with_who_and_when(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for number, day in enumerate((17, 18), start=2):
        text = PLAN.replace("2015-H1: 2015-06-15", f"2015-H1: 2015-06-{day}")
        office.does("plan", "apply", plan_file(tmp_path, text), "--yes", now=f"2015-02-0{number}T09:30")
    said = office.does("plan", "show", "--version", "2").words
    assert "Phiên bản 2, Điều phối áp dụng lúc 09:30 02/02/2015" in said
    shown = office.asks("plan", "show", "--version", "2")
    assert (shown["based_on"], shown["obligations"][0]["due"]["on"]["2015-H1"]) == (2, "2015-06-17")
    assert office.run("plan", "show", "--version", "0").code == 1
