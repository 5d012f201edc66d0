"""The climb: which step of a policy is due for an assignment, who waits, and when to look again.

Pure: it sees the steps with their days, the ledger of the running cycle and today, and says what should happen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.assignments import Assignment
from models.calendar import WorkCalendar
from models.notices import ASSIGNED, TOLD, UNREACHED, Notice, NoticeState, tells_the_date
from models.offsets import Offset
from models.plan import Policy
from models.recipients import FOCAL
from models.steps import PlannedStep

#: Why a step was passed over: the person it names was told on a lower rung.
SAME_PERSON = "same-person"
#: Why a reminder was passed over: a mail about a decision had just told the body of its date.
JUST_TOLD = "just-told"
#: A reminder so soon after that mail says nothing new.
_SOON = Offset(1, "wd")
#: The action of a notice that puts an overdue assignment back on the coordinator's list; it stands on no rung.
LIST = "list"
LIST_RUNG = -1
#: Notices in these states are on their way, or wait for the coordinator.
_UNDER_WAY = (NoticeState.PENDING, NoticeState.QUEUED, NoticeState.AWAITING)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the ledger: a notice of the running cycle, seen in local dates."""

    step: str
    rung: int
    state: str
    on: date
    passed_over: bool = False


@dataclass(slots=True)
class Move:
    """What a round should do: steps to take, steps to record as superseded, whether the climb is stalled.

    `spare` are reminders that are not sent because a mail about a decision has just told the body of its date.
    """

    take: list[PlannedStep] = field(default_factory=list)
    supersede: list[PlannedStep] = field(default_factory=list)
    spare: list[PlannedStep] = field(default_factory=list)
    stalled: str | None = None
    recheck: bool = False
    next_day: date | None = None


def ledger_of(notices: Sequence[Notice], assignment: Assignment, calendar: WorkCalendar) -> list[Told]:
    """The ledger of the running cycle; being informed does not count as being told, the coordinator's list does."""
    return [
        Told(
            notice.step,
            LIST_RUNG if notice.action == LIST else notice.rung,
            notice.state,
            calendar.local_date(notice.told_at or notice.since),
            notice.detail == SAME_PERSON,
        )
        for notice in notices
        if notice.cycle == assignment.cycle and (not notice.informed or notice.action == LIST)
    ]


def climb(
    steps: Sequence[PlannedStep],
    ledger: Sequence[Told],
    policy: Policy,
    calendar: WorkCalendar,
    today: date,
    *,
    due: date,
    ignore_until: date | None = None,
) -> Move:
    """What is to be done today.

    Within a rung only the latest step due is taken; a rung waits until the rung below was told, and not by a notice
    that bounced, at least `min_notice` ago. `ignore_until` is the day a later cycle began: the notice that began it
    stands for the steps that fell on it or before, and for a reminder of the working day after it that is not the last.
    """
    move = Move()
    news = _news(ledger, today)
    open_steps = _not_handled(steps, ledger, ignore_until)
    if news:
        move.spare = [p for p in open_steps if p.day <= today and _says_nothing_new(p, steps, news, calendar)]
        open_steps = [p for p in open_steps if p not in move.spare]
    first_chase = _first_chase(ledger, news, policy, calendar, due)
    waiting: list[date] = []
    for rung in sorted({planned.rung for planned in open_steps}):
        ready = [planned for planned in open_steps if planned.rung == rung and planned.day <= today]
        if not ready:
            continue
        if rung == FOCAL and first_chase and today < first_chase:
            waiting.append(first_chase)
            continue
        unreached = _unreached_here(rung, ledger)
        if unreached is not None:
            move.stalled = move.stalled or unreached
            continue
        gate = _gate(rung, steps, ledger, move, policy, calendar, today)
        if gate.blocked is not None:
            move.stalled = move.stalled or gate.blocked
        if not gate.open:
            if gate.again:
                waiting.append(gate.again)
            continue
        move.take.append(ready[-1])
        move.supersede.extend(ready[:-1])
    waiting.extend(planned.day for planned in open_steps if planned.day > today)
    _look_again(move, ledger, policy, calendar, today, due, waiting)
    return move


def _not_handled(steps: Sequence[PlannedStep], ledger: Sequence[Told], ignore_until: date | None) -> list[PlannedStep]:
    """Steps without a notice; a letter stands for what was due on its rung by then."""
    handled = {told.step for told in ledger}
    letters = {told.rung: told.on for told in ledger if told.state == NoticeState.LETTER}
    return [
        planned
        for planned in steps
        if planned.name not in handled
        and not (ignore_until and planned.day <= ignore_until)
        and not (planned.rung in letters and planned.day <= letters[planned.rung])
    ]


def foreseen(
    steps: Sequence[PlannedStep],
    ledger: Sequence[Told],
    policy: Policy,
    calendar: WorkCalendar,
    today: date,
    *,
    due: date,
    ignore_until: date | None = None,
    most: int,
) -> list[tuple[date, PlannedStep]]:
    """The steps to come with the days they are taken on where nobody answers, at most so many.

    Every mail is supposed to arrive the day it goes, and what waits for release to be released that day.
    """
    lines, found = list(ledger), list[tuple[date, PlannedStep]]()
    day: date | None = today
    while day and len(found) < most:
        move = climb(steps, lines, policy, calendar, day, due=due, ignore_until=ignore_until)
        if move.recheck:
            break
        found += [(day, planned) for planned in move.take]
        lines += [Told(planned.name, planned.rung, NoticeState.SENT, day) for planned in move.take]
        passed = (*move.supersede, *move.spare)
        lines += [Told(planned.name, planned.rung, NoticeState.SUPERSEDED, day) for planned in passed]
        day = move.next_day
    return found[:most]


def _news(ledger: Sequence[Told], today: date) -> date | None:
    """The day of the latest mail that told the body of a decision about its date; one that goes now is today's."""
    lines = [told for told in ledger if told.rung == FOCAL and tells_the_date(told.step)]
    arriving = [told for told in lines if told.state in (*TOLD, NoticeState.PENDING, NoticeState.QUEUED)]
    return max((today if told.state == NoticeState.PENDING else told.on for told in arriving), default=None)


def _says_nothing_new(planned: PlannedStep, steps: Sequence[PlannedStep], news: date, calendar: WorkCalendar) -> bool:
    """Whether a reminder comes with that mail or a working day after it; the last one before the due day is sent."""
    reminders = [p for p in steps if p.rung == FOCAL and p.step.action == "remind" and p.step.at.before]
    if planned not in reminders:
        return False
    return planned.day <= news or (planned.day <= calendar.shift(news, _SOON) and planned != reminders[-1])


def _first_chase(
    ledger: Sequence[Told], news: date | None, policy: Policy, calendar: WorkCalendar, due: date
) -> date | None:
    """The day before which a body is not chased that first heard of its task when it was overdue: it was paused."""
    late = news is not None and news > due and any(told.step == ASSIGNED for told in ledger)
    return calendar.shift(news, policy.min_notice) if news and late else None


def _unreached_here(rung: int, ledger: Sequence[Told]) -> str | None:
    """The step of this rung that reached nobody, if it was the latest: a dead address is not written to again."""
    lines = [told for told in ledger if told.rung == rung and told.state != NoticeState.SUPERSEDED]
    latest = [told for told in lines if told.step == lines[-1].step]
    return latest[-1].step if latest and all(told.state in UNREACHED for told in latest) else None


@dataclass(frozen=True, slots=True)
class _Gate:
    open: bool
    again: date | None = None
    blocked: str | None = None


def _gate(
    rung: int,
    steps: Sequence[PlannedStep],
    ledger: Sequence[Told],
    move: Move,
    policy: Policy,
    calendar: WorkCalendar,
    today: date,
) -> _Gate:
    """Whether the rung may be climbed: what happened on the nearest rung below that this ladder has."""
    tomorrow = calendar.forward(today + timedelta(days=1))
    if any(planned.rung < rung for planned in move.take):
        return _Gate(open=False, again=calendar.shift(today, policy.min_notice))
    for below in sorted({planned.rung for planned in steps if planned.rung < rung}, reverse=True):
        lines = [told for told in ledger if told.rung == below]
        if lines and all(told.passed_over for told in lines):
            continue  # the same person holds both rungs and heard on the lower one
        return _gate_above(lines, policy, calendar, today, tomorrow)
    return _Gate(open=True)


def _gate_above(lines: Sequence[Told], policy: Policy, calendar: WorkCalendar, today: date, tomorrow: date) -> _Gate:
    live = [told for told in lines if told.state != NoticeState.SUPERSEDED and not told.passed_over]
    if not live:
        return _Gate(open=False, again=tomorrow)
    latest = [told for told in live if told.step == live[-1].step]
    reached = [told for told in latest if told.state in TOLD]
    if reached:
        since = max(told.on for told in reached)
        allowed = calendar.shift(since, policy.min_notice)
        return _Gate(open=allowed <= today, again=allowed)
    if any(told.state in _UNDER_WAY for told in latest):
        released_elsewhere = all(told.state == NoticeState.AWAITING for told in latest)
        return _Gate(open=False, again=None if released_elsewhere else tomorrow)
    if any(told.state in UNREACHED for told in latest):
        return _Gate(open=False, blocked=latest[-1].step)
    return _Gate(open=False)  # dropped by the coordinator: the climb ends here


def _look_again(
    move: Move,
    ledger: Sequence[Told],
    policy: Policy,
    calendar: WorkCalendar,
    today: date,
    due: date,
    waiting: Sequence[date],
) -> None:
    """Set the next day to look, and whether the assignment goes back to the coordinator's list today.

    After its last step an overdue assignment returns to that list every `recheck` (default 5wd).
    """
    if waiting:
        move.next_day = max(min(waiting), calendar.forward(today + timedelta(days=1)))
        return
    last = today if move.take else max((told.on for told in ledger), default=due)
    turn = max(calendar.shift(last, policy.recheck), calendar.forward(due + timedelta(days=1)))
    if any(told.state == NoticeState.AWAITING for told in ledger):
        turn = max(turn, calendar.shift(today, policy.recheck))  # it is on the coordinator's list already
    if turn <= today and not move.take:
        move.recheck = True
        turn = calendar.shift(today, policy.recheck)
    move.next_day = turn
