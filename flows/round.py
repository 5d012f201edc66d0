"""The round: open what has begun, remind and chase, escalate rung by rung. Sweeps: what is due and not done.

Each sweep reads only rows whose `next_action_at` has come, so a missed, late or doubled run does no harm.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session

from flows.digests import QueuedMessage, queue_digests
from models.assignments import Assignment, Workflow, assignments_due_for_action
from models.cutoffs import Window
from models.history import record
from models.ladder import JUST_TOLD, LIST, SAME_PERSON, Move, climb, ledger_of
from models.notices import TOLD, Notice, NoticeState, notices_of
from models.plan import Addressee, Obligation
from models.recipients import COORDINATOR, FOCAL, HEAD, Recipient, needs_release, resolve, rung_of
from models.schedule import opens_on
from models.steps import PlannedStep, planned_steps
from models.store import Store
from models.upkeep import note_run, paused_agencies
from models.versions import ActivePlan, active_plan, lock_plan, plan_codes

_SYSTEM = "dondoc"
_CHUNK = 500


@dataclass(slots=True)
class RoundResult:
    """What one round did; counts are of assignments, `messages` of mails that were queued."""

    opened: int = 0
    reminded: int = 0
    chased: int = 0
    escalated: int = 0
    awaiting: int = 0
    superseded: int = 0
    messages: list[QueuedMessage] = field(default_factory=list)
    day_off: str | None = None

    def as_json(self) -> dict[str, object]:
        """The document that `dondoc round --json` prints."""
        return {
            "opened": self.opened,
            "reminded": self.reminded,
            "chased": self.chased,
            "escalated": self.escalated,
            "awaiting": self.awaiting,
            "superseded": self.superseded,
            "queued": len(self.messages),
            "messages": [message.as_json() for message in self.messages],
        }


def run_round(store: Store, now: datetime, *, dry_run: bool = False, plan: str | None = None) -> RoundResult:
    """One whole round over every plan (or one), in one transaction for each; a dry run leaves nothing behind."""
    result = RoundResult()
    with store.reading() as session:
        codes = [code for code in plan_codes(session) if plan in (None, code)]
    for code in codes:
        with store.session() as session:
            lock_plan(session, code)
            round_of_plan(session, active_plan(session, code), now, result)
            if dry_run:
                session.rollback()
    return result


def round_of_plan(session: Session, plan: ActivePlan, now: datetime, result: RoundResult) -> None:
    """The four sweeps over one plan in a given transaction."""
    open_periods(session, plan, now, result)
    chase_reports(session, plan, now, result)
    escalate_overdue(session, plan, now, result)
    gather_digests(session, plan, now, result)


def open_periods(session: Session, plan: ActivePlan, now: datetime, result: RoundResult) -> None:
    """Open the assignments whose first step has come or whose cut-off has ended, on whatever day that is."""
    today = plan.calendar.local_date(now)
    for assignment in assignments_due_for_action(session, plan.code, now):
        if assignment.state != Workflow.UPCOMING:
            continue
        obligation = plan.document.obligation(assignment.obligation)
        steps = _steps(plan, obligation, assignment)
        first = steps[0].day if steps else None
        if opens_on(first, Window(assignment.cutoff_from, assignment.cutoff_to)) <= today:
            assignment.state = Workflow.OPEN
            assignment.opened_at = now
            record(session, assignment, "opened", at=now, by=_SYSTEM)
            result.opened += 1


def chase_reports(session: Session, plan: ActivePlan, now: datetime, result: RoundResult) -> None:
    """Remind and chase focal points: the lowest rung."""
    for assignment, move, ledger in _moves(session, plan, now, result):
        lowest = Move(
            take=[planned for planned in move.take if planned.rung == FOCAL],
            supersede=[planned for planned in move.supersede if planned.rung == FOCAL],
            spare=move.spare,
        )
        _apply(session, plan, assignment, lowest, ledger, now, result)


def escalate_overdue(session: Session, plan: ActivePlan, now: datetime, result: RoundResult) -> None:
    """Climb the rungs above the focal point one at a time, and set the instant to look again."""
    for assignment, move, ledger in _moves(session, plan, now, result):
        move.take = [planned for planned in move.take if planned.rung != FOCAL]
        move.supersede = [planned for planned in move.supersede if planned.rung != FOCAL]
        _apply(session, plan, assignment, move, ledger, now, result)
        if move.recheck:
            _return_to_list(session, plan, assignment, now)
        if move.stalled and not assignment.stalled:
            assignment.stalled = move.stalled
            record(session, assignment, "stalled", at=now, by=_SYSTEM, step=move.stalled)
        assignment.next_action_at = plan.calendar.midnight(move.next_day) if move.next_day else None
        session.add(assignment)


def gather_digests(session: Session, plan: ActivePlan, now: datetime, result: RoundResult) -> None:
    """Put all that the round has to say into one mail for each person, the coordinators' summaries included."""
    result.messages.extend(queue_digests(session, plan, now, summaries=True))
    note_run(session, f"round:{plan.code}", now, json.dumps({"queued": len(result.messages)}))


def _steps(plan: ActivePlan, obligation: Obligation, assignment: Assignment) -> list[PlannedStep]:
    return planned_steps(plan.document.policy(obligation.policy), obligation, assignment.acting_due, plan.calendar)


def _moves(
    session: Session, plan: ActivePlan, now: datetime, result: RoundResult
) -> Iterator[tuple[Assignment, Move, list[Notice]]]:
    """What is to be done for each owing assignment whose time has come; nothing on a day off or in a pause."""
    today = plan.calendar.local_date(now)
    if not plan.calendar.is_working_day(today):
        result.day_off = plan.calendar.describe(today)
        return
    paused = paused_agencies(session, plan.code, today)
    rows = assignments_due_for_action(session, plan.code, now)
    for chunk in _chunks(rows):
        ledgers = notices_of(session, [assignment.key for assignment in chunk])
        for assignment in chunk:
            if assignment.state not in (Workflow.OPEN, Workflow.RETURNED):
                continue
            if assignment.agency in paused:
                _sleep(session, plan, assignment, paused[assignment.agency], now)
                continue
            notices = ledgers[assignment.key]
            yield assignment, _move(plan, assignment, notices, today), notices


def _chunks(rows: Sequence[Assignment]) -> Iterator[Sequence[Assignment]]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]


def _move(plan: ActivePlan, assignment: Assignment, notices: Sequence[Notice], today: date) -> Move:
    obligation = plan.document.obligation(assignment.obligation)
    policy = plan.document.policy(obligation.policy)
    return climb(
        _steps(plan, obligation, assignment),
        ledger_of(notices, assignment, plan.calendar),
        policy,
        plan.calendar,
        today,
        due=assignment.acting_due,
        ignore_until=assignment.cycle_from if assignment.cycle else None,
    )


def _sleep(session: Session, plan: ActivePlan, assignment: Assignment, until: date | None, now: datetime) -> None:
    """A paused body is looked at again when the pause ends; one without an end wakes when it is resumed."""
    assignment.next_action_at = plan.calendar.midnight(until + timedelta(days=1)) if until else None
    record(session, assignment, "held", at=now, by=_SYSTEM, until=until)


def _apply(
    session: Session,
    plan: ActivePlan,
    assignment: Assignment,
    move: Move,
    ledger: list[Notice],
    now: datetime,
    result: RoundResult,
) -> None:
    for planned in move.supersede:
        _supersede(session, assignment, planned, ledger, now)
    for planned in move.spare:
        _supersede(session, assignment, planned, ledger, now, JUST_TOLD)
    result.superseded += len(move.supersede) + len(move.spare)
    for planned in move.take:
        _take(session, plan, assignment, planned, ledger, now, result)


def _supersede(
    session: Session,
    assignment: Assignment,
    planned: PlannedStep,
    ledger: list[Notice],
    now: datetime,
    detail: str = "",
) -> None:
    notice = _notice(assignment, planned, planned.step.to[0], _nobody(assignment, planned), NoticeState.SUPERSEDED, now)
    notice.detail = detail
    session.add(notice)
    ledger.append(notice)
    record(session, assignment, "superseded", at=now, by=_SYSTEM, reason=detail, step=planned.name)


def _nobody(assignment: Assignment, planned: PlannedStep) -> Recipient:
    return Recipient(assignment.agency, planned.step.to[0], None, "")


def _notice(
    assignment: Assignment,
    planned: PlannedStep,
    addressee: Addressee,
    recipient: Recipient,
    state: NoticeState,
    now: datetime,
) -> Notice:
    return Notice(
        assignment_id=assignment.key,
        cycle=assignment.cycle,
        step=planned.name,
        action=planned.step.action,
        rung=rung_of(addressee),
        addressee=addressee,
        recipient=recipient.key,
        recipient_name=recipient.name,
        letter=planned.step.letter,
        state=state,
        since=now,
    )


def _take(
    session: Session,
    plan: ActivePlan,
    assignment: Assignment,
    planned: PlannedStep,
    ledger: list[Notice],
    now: datetime,
    result: RoundResult,
) -> None:
    """Create the notices of one step; a person who heard on a lower rung of this cycle is not told again."""
    told = _told_below(ledger, assignment, planned.rung)
    people = list(_people(plan, assignment, planned.step.to))
    fresh = [(addressee, person) for addressee, person in people if person.key not in told]
    if not fresh:
        _supersede(session, assignment, planned, ledger, now, SAME_PERSON)
        result.superseded += 1
        return
    waits = needs_release(planned.step)
    state = NoticeState.AWAITING if waits else NoticeState.PENDING
    seen = set(told)
    for informed, (addressee, person) in _with_informed(plan, assignment, planned, fresh):
        if person.key in seen or (informed and person.email is None):
            continue
        seen.add(person.key)
        notice = _notice(assignment, planned, addressee, person, state if person.email else NoticeState.MISSING, now)
        notice.informed = informed
        session.add(notice)
        ledger.append(notice)
    act = "awaiting" if waits else planned.step.action
    record(session, assignment, act, at=now, by=_SYSTEM, step=planned.name, to=sorted(planned.step.to))
    _count(assignment, planned, waits, result)


def _with_informed(
    plan: ActivePlan,
    assignment: Assignment,
    planned: PlannedStep,
    fresh: Sequence[tuple[Addressee, Recipient]],
) -> Iterator[tuple[bool, tuple[Addressee, Recipient]]]:
    yield from ((False, pair) for pair in fresh)
    requested = plan.document.obligation(assignment.obligation).role == "requested"
    for pair in _people(plan, assignment, planned.step.inform):
        outside = rung_of(pair[0]) > HEAD and pair[0] != COORDINATOR
        if not (requested and outside):  # a body that was asked is never reported above its own head
            yield True, pair


def _people(
    plan: ActivePlan, assignment: Assignment, addressees: Iterable[Addressee]
) -> Iterator[tuple[Addressee, Recipient]]:
    for addressee in addressees:
        for person in resolve(plan.document, assignment.agency, addressee):
            yield addressee, person


def _told_below(ledger: Sequence[Notice], assignment: Assignment, rung: int) -> set[str]:
    states = (*TOLD, NoticeState.PENDING, NoticeState.QUEUED)
    return {
        notice.recipient
        for notice in ledger
        if notice.cycle == assignment.cycle and not notice.informed and notice.rung < rung and notice.state in states
    }


def _count(assignment: Assignment, planned: PlannedStep, waits: bool, result: RoundResult) -> None:
    if waits:
        result.awaiting += 1
        return
    assignment.step = planned.name
    match planned.step.action:
        case "remind":
            result.reminded += 1
        case "chase":
            result.chased += 1
        case "escalate":
            result.escalated += 1


def _return_to_list(session: Session, plan: ActivePlan, assignment: Assignment, now: datetime) -> None:
    """Past its last step and still overdue: the coordinator has to decide, and hears of it every `recheck`."""
    today = plan.calendar.local_date(now)
    record(session, assignment, "listed", at=now, by=_SYSTEM)
    for person in resolve(plan.document, assignment.agency, COORDINATOR):
        notice = Notice(
            assignment_id=assignment.key,
            cycle=assignment.cycle,
            step=f"{LIST}:{today.isoformat()}",
            action=LIST,
            rung=rung_of(COORDINATOR),
            addressee=COORDINATOR,
            recipient=person.key,
            recipient_name=person.name,
            informed=True,
            state=NoticeState.PENDING if person.email else NoticeState.MISSING,
            since=now,
        )
        session.add(notice)
