"""Applying a plan: a new version, and the assignments that follow from it, in the caller's one transaction.

Nothing is deleted: what an amendment takes out is closed. Finished periods and anything with a submission stay as they
are; a deadline that the plan or its calendar moves starts a new cycle. Applying the same plan again changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from models.assignments import OWING, Assignment, Workflow, assignment_name, assignments_where
from models.calendar import WorkCalendar
from models.decisions import close, first_action_at, move_due, rearm, start_cycle
from models.errors import PlanError
from models.history import record, record_for_plan
from models.plan import Obligation, PlanDocument
from models.schedule import Scheduled, agencies_in, schedule
from models.versions import ActivePlan, PlanVersion, activate, canonical, digest_of, newest_version, plan_versions
from plans.threeway import StaleFileError, three_way


@dataclass(slots=True)
class Applied:
    """What applying a plan did; the lists hold assignment names."""

    version: int
    unchanged: bool = False
    created: list[str] = field(default_factory=list)
    created_closed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    rearmed: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The document that `dondoc plan apply --json` prints."""
        return {
            "version": self.version,
            "unchanged": self.unchanged,
            "created": self.created,
            "created_closed": self.created_closed,
            "moved": self.moved,
            "closed": self.closed,
            "rearmed": self.rearmed,
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """An assignment that a plan asks for."""

    obligation: Obligation
    agency: str
    scheduled: Scheduled


def wanted_assignments(document: PlanDocument, calendar: WorkCalendar) -> Iterator[tuple[str, Wanted]]:
    """Every assignment of a plan by name, in the order of the file."""
    for obligation in document.obligations:
        for scheduled in schedule(document, obligation, calendar):
            for agency in agencies_in(document, obligation, scheduled.period):
                name = assignment_name(document.plan.code, obligation.code, agency, scheduled.period.key)
                yield name, Wanted(obligation, agency, scheduled)


def apply_plan(
    session: Session,
    document: PlanDocument,
    *,
    source: str,
    now: datetime,
    by: str,
    from_date: date | None = None,
    reason: str = "",
) -> Applied:
    """Make `document` the plan in force and bring its assignments in line.

    Assignments due before `from_date` (default: today) are created closed: they can be filled in and are never chased.

    Raises:
        PlanError: the file was made from an older version, or a due rule cannot be worked out.
    """
    sha256 = digest_of(canonical(document))
    newest = newest_version(session, document.plan.code)
    if newest is not None and newest.sha256 == sha256:
        return Applied(newest.version, unchanged=True)
    refuse_stale(session, document)
    document = document.model_copy(update={"retired": _retired(document, newest)})
    row = PlanVersion(
        plan=document.plan.code,
        version=newest.version + 1 if newest else 1,
        document=canonical(document, with_retired=True),
        source=source,
        sha256=sha256,
        applied_at=now,
        applied_by=by,
        reason=reason,
    )
    session.add(row)
    plan = activate(row)
    start = from_date or plan.calendar.local_date(now)
    applied = Applied(row.version)
    record_for_plan(session, plan.code, "applied", at=now, by=by, reason=reason, version=row.version, sha256=row.sha256)
    before = dict(_dues(activate(newest))) if newest else {}
    _bring_in_line(session, plan, before, start, applied, now, by, keep_finished=from_date is not None)
    return applied


def refuse_stale(session: Session, document: PlanDocument) -> None:
    """Refuse a file that was made from another version than the newest.

    Raises:
        StaleFileError: others changed the plan since; the error says what, and where both changed the same.
        PlanError: the version that the file names was never applied here.
    """
    newest = newest_version(session, document.plan.code)
    if newest is None or document.based_on is None or document.based_on == newest.version:
        return
    base = next((row for row in plan_versions(session, document.plan.code) if row.version == document.based_on), None)
    if base is None:
        raise PlanError(
            f"tệp này ghi based_on: {document.based_on}, kế hoạch mới có đến phiên bản {newest.version}: "
            "chạy `dondoc plan export` để lấy bản đang có hiệu lực rồi sửa lại trên đó"
        )
    theirs = activate(newest).document
    raise StaleFileError(
        three_way(activate(base).document, theirs, document, since=base.version, newest=newest.version)
    )


def _retired(document: PlanDocument, newest: PlanVersion | None) -> tuple[Obligation, ...]:
    """Obligations that earlier versions had and this one has not."""
    if newest is None:
        return ()
    before = activate(newest).document
    codes = {obligation.code for obligation in document.obligations}
    return tuple(old for old in (*before.retired, *before.obligations) if old.code not in codes)


def _dues(plan: ActivePlan) -> Iterator[tuple[str, date]]:
    for name, wanted in wanted_assignments(plan.document, plan.calendar):
        yield name, wanted.scheduled.due.day


def _bring_in_line(
    session: Session,
    plan: ActivePlan,
    before: Mapping[str, date],
    start: date,
    applied: Applied,
    now: datetime,
    by: str,
    *,
    keep_finished: bool,
) -> None:
    existing = {row.name: row for row in assignments_where(session, plan.code)}
    wanted = dict(wanted_assignments(plan.document, plan.calendar))
    for name, want in wanted.items():
        row = existing.get(name)
        if row is None:
            _create(session, plan, name, want, start, applied, now, by)
        elif row.state in OWING:
            _adjust(session, plan, row, want, before.get(name), applied, now, by)
        elif row.state == Workflow.CLOSED and row.decided_at is not None and name not in before:
            _restore(session, plan, row, want, start, applied, now, by)
    for name, row in existing.items():
        owed = row.state in OWING and row.first_submitted_at is None
        if name not in wanted and owed and (not keep_finished or row.due >= start):
            close(session, plan, row, now=now, by=by, reason="kế hoạch sửa đổi không còn giao việc này")
            applied.closed.append(name)


def _create(
    session: Session,
    plan: ActivePlan,
    name: str,
    want: Wanted,
    start: date,
    applied: Applied,
    now: datetime,
    by: str,
) -> None:
    due = want.scheduled.due.day
    row = Assignment(
        name=name,
        plan=plan.code,
        obligation=want.obligation.code,
        agency=want.agency,
        period=want.scheduled.period.key,
        cutoff_from=want.scheduled.window.first,
        cutoff_to=want.scheduled.window.last,
        original_due=due,
        due=due,
        cycle_from=plan.calendar.local_date(now),
        created_at=now,
    )
    if due < start:
        row.state = Workflow.CLOSED
        applied.created_closed.append(name)
    else:
        row.next_action_at = first_action_at(plan, row)
        applied.created.append(name)
    record(session, row, "created", at=now, by=by, due=due, state=row.state)


def _restore(
    session: Session,
    plan: ActivePlan,
    row: Assignment,
    want: Wanted,
    start: date,
    applied: Applied,
    now: datetime,
    by: str,
) -> None:
    """Owe again what an earlier amendment closed and this one brings back, unless it was due before `start`."""
    due = want.scheduled.due.day
    if due < start:
        return
    row.state, row.decided_at, row.opened_at = Workflow.UPCOMING, None, None
    row.due = due
    row.cutoff_from, row.cutoff_to = want.scheduled.window.first, want.scheduled.window.last
    start_cycle(session, plan, row, now)
    row.next_action_at = first_action_at(plan, row)
    record(session, row, "restored", at=now, by=by, due=due)
    applied.created.append(row.name)


def _adjust(
    session: Session,
    plan: ActivePlan,
    row: Assignment,
    want: Wanted,
    due_before: date | None,
    applied: Applied,
    now: datetime,
    by: str,
) -> None:
    due = want.scheduled.due.day
    if row.first_submitted_at is None:
        row.cutoff_from, row.cutoff_to = want.scheduled.window.first, want.scheduled.window.last
        # A date that somebody extended is not taken back; the plan moves it only when it goes beyond.
        extended = due_before is not None and row.due != due_before
        if due_before is not None and due not in (due_before, row.due) and (not extended or due > row.due):
            move_due(session, plan, row, to=due, now=now, by=by, reason="kế hoạch hoặc lịch nghỉ thay đổi")
            applied.moved.append(row.name)
            return
    if rearm(session, plan, row, now):
        applied.rearmed.append(row.name)
    elif row.state == Workflow.UPCOMING:
        row.next_action_at = first_action_at(plan, row)
    else:
        row.next_action_at = now  # the policy or its contacts may have changed: the next round looks
    session.add(row)
