"""Applying a plan: a new version, and the assignments that follow from it, in the caller's one transaction.

Nothing is deleted: what an amendment takes out is closed. Finished periods and anything with a submission stay as they
are; a deadline that the plan or its calendar moves starts a new cycle. Applying the same plan again changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.assignments import OWING, Assignment, Workflow, assignment_name, assignments_where
from models.calendar import WorkCalendar
from models.decisions import close, first_action_at, move_due, rearm, start_cycle
from models.errors import PlanError
from models.history import record, record_for_plan
from models.language import _
from models.notices import unreached_notices
from models.plan import Obligation, PlanDocument
from models.schedule import Scheduled, agencies_in, schedule
from models.versions import (
    ActivePlan,
    PlanVersion,
    activate,
    canonical,
    digest_of,
    lock_plan,
    newest_version,
    plan_versions,
)
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
    What was there already and was due before it keeps its deadline; what the plan no longer asks is closed, unless
    `from_date` is given and it was due before.

    Raises:
        PlanError: the file was made from an older version, a due rule cannot be worked out, or somebody else applied
            the same plan for the first time just now.
    """
    lock_plan(session, document.plan.code)
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
    _add(session, row)
    plan = activate(row)
    start = from_date or plan.calendar.local_date(now)
    applied = Applied(row.version)
    record_for_plan(session, plan.code, "applied", at=now, by=by, reason=reason, version=row.version, sha256=row.sha256)
    _bring_in_line(
        _Change(
            session,
            plan,
            before=dict(_dues(activate(newest))) if newest else {},
            start=start,
            ending_from=from_date or date.min,
            unreached=frozenset(row.key for _notice, row in unreached_notices(session, plan.code)),
            applied=applied,
            now=now,
            by=by,
            reason=reason.strip(),
        )
    )
    return applied


def _add(session: Session, row: PlanVersion) -> None:
    """Add a version; the first of a plan has no row before it that a second person would have to wait for."""
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        said = _("kế hoạch {code} vừa được người khác áp dụng: xem `dondoc plan diff`, rồi chạy lại")
        raise PlanError(said.format(code=row.plan)) from error


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
            _(
                "tệp này ghi based_on: {based_on}, kế hoạch mới có đến phiên bản {version}: "
                "chạy `dondoc plan export` để lấy bản đang có hiệu lực rồi sửa lại trên đó"
            ).format(based_on=document.based_on, version=newest.version)
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


@dataclass(frozen=True)
class _Change:
    """One change of the plan, as everything that follows from it needs it.

    `start` is the day before which nothing new is chased and no deadline moves; what was due before `ending_from` stays
    though the plan no longer asks it; `unreached` are the assignments of which somebody could not be told; `reason` is
    what the change gives for itself.
    """

    session: Session
    plan: ActivePlan
    before: Mapping[str, date]
    start: date
    ending_from: date
    unreached: frozenset[int]
    applied: Applied
    now: datetime
    by: str
    reason: str

    def rearm(self, row: Assignment) -> bool:
        """Tell the new contact what reached nobody."""
        told = row.key in self.unreached and rearm(self.session, self.plan, row, self.now) > 0
        if told:
            self.applied.rearmed.append(row.name)
        return told


def _bring_in_line(change: _Change) -> None:
    plan = change.plan
    existing = {row.name: row for row in assignments_where(change.session, plan.code)}
    wanted = dict(wanted_assignments(plan.document, plan.calendar))
    for name, want in wanted.items():
        row = existing.get(name)
        if row is None:
            _create(change, name, want)
        elif row.state in OWING:
            _adjust(change, row, want)
        elif row.state == Workflow.SUBMITTED:
            change.rearm(row)
        elif row.state == Workflow.CLOSED and row.decided_at is not None and name not in change.before:
            _restore(change, row, want)
    for name, row in existing.items():
        owed = row.state in OWING and row.first_submitted_at is None
        if name not in wanted and owed and row.due >= change.ending_from:
            reason = change.reason or "kế hoạch sửa đổi không còn giao việc này"
            close(change.session, plan, row, now=change.now, by=change.by, reason=reason)
            change.applied.closed.append(name)


def _create(change: _Change, name: str, want: Wanted) -> None:
    due = want.scheduled.due.day
    row = Assignment(
        name=name,
        plan=change.plan.code,
        obligation=want.obligation.code,
        agency=want.agency,
        period=want.scheduled.period.key,
        cutoff_from=want.scheduled.window.first,
        cutoff_to=want.scheduled.window.last,
        original_due=due,
        due=due,
        cycle_from=change.plan.calendar.local_date(change.now),
        created_at=change.now,
    )
    if due < change.start:
        row.state = Workflow.CLOSED
        change.applied.created_closed.append(name)
    else:
        row.next_action_at = first_action_at(change.plan, row)
        change.applied.created.append(name)
    record(change.session, row, "created", at=change.now, by=change.by, due=due, state=row.state)


def _restore(change: _Change, row: Assignment, want: Wanted) -> None:
    """Owe again what an earlier amendment closed and this one brings back, unless it was due before `start`."""
    due = want.scheduled.due.day
    if due < change.start:
        return
    row.state, row.decided_at, row.opened_at = Workflow.UPCOMING, None, None
    row.due = due
    row.cutoff_from, row.cutoff_to = want.scheduled.window.first, want.scheduled.window.last
    start_cycle(change.session, change.plan, row, change.now)
    row.next_action_at = first_action_at(change.plan, row)
    record(change.session, row, "restored", at=change.now, by=change.by, due=due)
    change.applied.created.append(row.name)


def _adjust(change: _Change, row: Assignment, want: Wanted) -> None:
    due, due_before = want.scheduled.due.day, change.before.get(row.name)
    if row.first_submitted_at is None and row.due >= change.start:
        row.cutoff_from, row.cutoff_to = want.scheduled.window.first, want.scheduled.window.last
        # A date that somebody extended is not taken back; the plan moves it only when it goes beyond.
        extended = due_before is not None and row.due != due_before
        if due_before is not None and due not in (due_before, row.due) and (not extended or due > row.due):
            reason = change.reason or "kế hoạch hoặc lịch nghỉ thay đổi"
            move_due(change.session, change.plan, row, to=due, now=change.now, by=change.by, reason=reason)
            change.applied.moved.append(row.name)
            return
    if change.rearm(row):
        pass  # it wakes at once
    elif row.state == Workflow.UPCOMING:
        row.next_action_at = first_action_at(change.plan, row)
    else:
        row.next_action_at = change.now  # the policy or its contacts may have changed: the next round looks
    change.session.add(row)
