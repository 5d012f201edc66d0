"""The climb as a pure function: tables of ledgers, and laws that hold for any policy and any history."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.calendar import WorkCalendar
from models.ladder import Move, Told, climb
from models.notices import NoticeState
from models.offsets import Offset
from models.plan import Policy, Step
from models.recipients import FOCAL, HEAD, ISSUER, STANDING, needs_release, step_rung
from models.steps import PlannedStep, planned_steps
from tests.plan_world import document

VIETNAM = WorkCalendar()
DUE = date(2015, 6, 15)
PLAN = document()
POLICY = PLAN.policy("standard")
STEPS = planned_steps(POLICY, PLAN.obligation("B-01"), DUE, VIETNAM)
SENT = NoticeState.SENT


def move(ledger: list[Told], today: str, **changes: date) -> Move:
    return climb(STEPS, ledger, POLICY, VIETNAM, date.fromisoformat(today), due=DUE, **changes)


def told(step: str, rung: int, day: str, state: NoticeState = SENT) -> Told:
    return Told(step, rung, state, date.fromisoformat(day))


REMINDED = [told("-7d:remind", FOCAL, "2015-06-08"), told("-1wd:remind", FOCAL, "2015-06-12")]
CHASED = [*REMINDED, told("+1wd:chase", FOCAL, "2015-06-16")]
HEADED = [*CHASED, told("+5wd:escalate", HEAD, "2015-06-22")]


@pytest.mark.parametrize(
    ("ledger", "today", "take", "superseded", "next_day"),
    [
        ([], "2015-06-05", [], [], "2015-06-08"),
        ([], "2015-06-08", ["-7d:remind"], [], "2015-06-12"),
        ([], "2015-06-12", ["-1wd:remind"], ["-7d:remind"], "2015-06-16"),
        (REMINDED, "2015-06-15", [], [], "2015-06-16"),
        (REMINDED, "2015-06-16", ["+1wd:chase"], [], "2015-06-22"),
        (CHASED, "2015-06-22", ["+5wd:escalate"], [], "2015-06-29"),
        (REMINDED, "2015-06-22", ["+1wd:chase"], [], "2015-06-24"),
        (HEADED, "2015-06-29", ["+10wd:escalate"], [], "2015-07-06"),
        ([*REMINDED, told("+1wd:chase", FOCAL, "2015-06-19")], "2015-06-22", [], [], "2015-06-23"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_done_on_a_day(
    ledger: list[Told], today: str, take: list[str], superseded: list[str], next_day: str
) -> None:
    done = move(ledger, today)
    assert [planned.name for planned in done.take] == take
    assert [planned.name for planned in done.supersede] == superseded
    assert done.next_day == date.fromisoformat(next_day)


@pytest.mark.parametrize("state", [NoticeState.BOUNCED, NoticeState.FAILED, NoticeState.MISSING])
def test_a_notice_that_reached_nobody_stops_the_climb(state: NoticeState) -> None:
    done = move([*REMINDED, told("+1wd:chase", FOCAL, "2015-06-16", state)], "2015-06-22")
    assert (done.take, done.stalled) == ([], "+1wd:chase")


@pytest.mark.parametrize("state", [NoticeState.PENDING, NoticeState.QUEUED])
def test_a_notice_on_its_way_holds_the_climb_without_stopping_it(state: NoticeState) -> None:
    done = move([*REMINDED, told("+1wd:chase", FOCAL, "2015-06-16", state)], "2015-06-22")
    assert (done.take, done.stalled, done.next_day) == ([], None, date(2015, 6, 23))


def test_one_of_two_people_reached_is_enough() -> None:
    ledger = [*CHASED, told("+1wd:chase", FOCAL, "2015-06-16", NoticeState.BOUNCED)]
    assert [planned.name for planned in move(ledger, "2015-06-22").take] == ["+5wd:escalate"]


def test_the_issuer_is_not_reached_past_a_step_that_was_dropped() -> None:
    ledger = [*HEADED, told("+10wd:escalate", STANDING, "2015-06-29", NoticeState.DROPPED)]
    done = move(ledger, "2015-07-06")
    assert done.take == []
    assert done.recheck


def test_a_later_cycle_leaves_out_the_steps_up_to_its_first_day() -> None:
    done = climb(STEPS, [], POLICY, VIETNAM, date(2015, 6, 12), due=DUE, ignore_until=date(2015, 6, 12))
    assert (done.take, done.supersede, done.next_day) == ([], [], date(2015, 6, 16))


@pytest.mark.parametrize(
    ("ledger", "today", "take", "spare"),
    [
        ([told("extended", FOCAL, "2015-06-05")], "2015-06-08", [], ["-7d:remind"]),
        ([told("moved:2015-05-01", FOCAL, "2015-06-05")], "2015-06-08", [], ["-7d:remind"]),
        ([told("assigned", FOCAL, "2015-06-05")], "2015-06-09", [], ["-7d:remind"]),
        ([told("extended", FOCAL, "2015-06-04")], "2015-06-08", ["-7d:remind"], []),
        ([told("extended", FOCAL, "2015-06-05", NoticeState.BOUNCED)], "2015-06-08", [], []),
        ([told("receipt:1", FOCAL, "2015-06-05")], "2015-06-08", ["-7d:remind"], []),
        ([told("extended", FOCAL, "2015-06-11")], "2015-06-12", ["-1wd:remind"], ["-7d:remind"]),
        ([told("assigned", FOCAL, "2015-06-01", NoticeState.PENDING)], "2015-06-12", [], ["-7d:remind", "-1wd:remind"]),
        ([told("assigned", FOCAL, "2015-06-11")], "2015-06-16", ["+1wd:chase"], ["-7d:remind"]),
        ([told("assigned", FOCAL, "2015-06-17")], "2015-06-18", [], ["-7d:remind", "-1wd:remind"]),
        ([told("assigned", FOCAL, "2015-06-17")], "2015-06-19", ["+1wd:chase"], ["-7d:remind", "-1wd:remind"]),
    ],
)
def test_a_reminder_right_after_a_decision_is_spared_unless_it_is_the_last(
    ledger: list[Told], today: str, take: list[str], spare: list[str]
) -> None:
    done = move(ledger, today)
    assert [planned.name for planned in done.spare] == spare
    assert [planned.name for planned in done.take] == take


def test_after_the_last_step_the_coordinator_is_reminded_every_five_working_days() -> None:
    ledger = [
        *HEADED,
        told("+10wd:escalate", STANDING, "2015-06-29"),
        told("+15wd:escalate", ISSUER, "2015-07-06"),
    ]
    assert not move(ledger, "2015-07-10").recheck
    done = move(ledger, "2015-07-13")
    assert (done.recheck, done.next_day) == (True, date(2015, 7, 20))


def test_a_policy_without_lower_rungs_starts_where_it_starts() -> None:
    policy = Policy(code="p", steps=(Step(at=Offset(1, "wd"), action="escalate", to=("head",)),))
    steps = planned_steps(policy, PLAN.obligation("B-01"), DUE, VIETNAM)
    done = climb(steps, [], policy, VIETNAM, date(2015, 6, 16), due=DUE)
    assert [planned.name for planned in done.take] == ["+1wd:escalate"]


@pytest.mark.parametrize(
    ("to", "inform", "approve", "waits"),
    [
        (("focal",), (), None, False),
        (("head",), ("standing.coordinator",), None, False),
        (("standing.head",), (), None, True),
        (("issuer.office",), (), None, True),
        (("standing.coordinator",), (), None, False),
        (("head",), ("standing.head",), None, True),
        (("issuer.office",), (), "none", False),
        (("head",), (), "coordinator", True),
    ],
)
def test_what_leaves_the_body_waits_for_release(to: object, inform: object, approve: object, waits: bool) -> None:
    data = {"at": "+1wd", "action": "escalate", "to": to, "inform": inform, "approve": approve}
    assert needs_release(Step.model_validate(data)) is waits


ADDRESSEES = st.sampled_from(["focal", "head", "standing.head", "issuer.office"])


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    offsets = draw(st.lists(st.integers(-10, 25), min_size=1, max_size=7, unique=True))
    steps = [
        Step(at=Offset(n, "wd"), action="remind" if n < 0 else "chase", to=(draw(ADDRESSEES),)) for n in sorted(offsets)
    ]
    return Policy(code="p", steps=tuple(steps), min_notice=Offset(draw(st.integers(0, 4)), "wd"))


@settings(max_examples=150, deadline=None)
@given(policies(), st.sets(st.integers(0, 80), max_size=50))
def test_whatever_the_outages_nobody_is_skipped_doubled_or_hurried(policy: Policy, outages: set[int]) -> None:
    """Rounds run on the days that are no outage; every notice arrives the day it is sent."""
    steps = planned_steps(policy, PLAN.obligation("B-01"), DUE, VIETNAM)
    ledger: list[Told] = []
    taken: list[tuple[date, PlannedStep]] = []
    for number in range(80):
        today = date(2015, 5, 25) + timedelta(days=number)
        if number in outages or not VIETNAM.is_working_day(today):
            continue
        done = climb(steps, ledger, policy, VIETNAM, today, due=DUE)
        rungs = [planned.rung for planned in done.take]
        assert len(rungs) == len(set(rungs)) <= 1, "one rung at a time"
        assert all(planned.day <= today for planned in (*done.take, *done.supersede)), "nothing before its day"
        taken.extend((today, planned) for planned in done.take)
        ledger.extend(Told(planned.name, planned.rung, SENT, today) for planned in done.take)
        ledger.extend(Told(p.name, p.rung, NoticeState.SUPERSEDED, today) for p in done.supersede)
    names = [line.step for line in ledger]
    assert len(names) == len(set(names)), "nothing twice"
    lowest = min(step_rung(step) for step in policy.steps)
    for day, planned in taken:
        if planned.rung == lowest:
            continue
        rung_below = max(p.rung for p in steps if p.rung < planned.rung)
        below = [d for d, p in taken if p.rung == rung_below and d < day]
        assert below, "nobody above hears before somebody below"
        assert VIETNAM.shift(max(below), policy.min_notice) <= day, "nobody is hurried past"
