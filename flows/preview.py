"""Preview: what would be mailed until a date if nobody reported, by running the same code on a virtual clock.

Nobody can foresee what the coordinator will decide, so one of two things is supposed: every step that waits for release
is released the day it asks (and its mails are marked), or none ever is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select, update

from flows.digests import QueuedMessage, queue_digests
from flows.draft_days import undrafted
from flows.drafts import DRAFT
from flows.round import RoundResult, chase_reports, escalate_overdue, open_periods
from models.assignments import Assignment, assignments_due_for_action, assignments_where
from models.calendar import WorkCalendar
from models.messages import WAITING, Message, MessageState
from models.notices import Notice, NoticeState, awaiting_notices
from models.plan import PlanDocument, Report
from models.recipients import coordinators
from models.snapshot import snapshot
from models.store import Store
from models.versions import ActivePlan, active_plan, active_plans
from plans.apply import apply_plan

#: When the daily round runs; a preview looks at each day at this hour.
ROUND_TIME = time(7, 30)
#: When drafts are compiled.
DRAFT_TIME = time(8, 30)


@dataclass(frozen=True, slots=True)
class PreviewedMail:
    """A mail that would go: when, to whom, of what kind, about what; `needs_release` where only if it is released.

    `report` is what a draft is of, "year-end 2015"; its `assignments` are those that issuing it will meet.
    """

    at: datetime
    to: str
    kind: str
    assignments: list[str]
    informed: list[str]
    needs_release: bool = False
    report: str = ""

    def as_json(self) -> dict[str, object]:
        """An entry of the list that `dondoc preview --json` prints."""
        return {
            "at": self.at.isoformat(),
            "to": self.to,
            "kind": self.kind,
            "assignments": self.assignments,
            "informed": self.informed,
            "needs_release": self.needs_release,
            "report": self.report,
        }


def preview(store: Store, now: datetime, until: date, *, held: bool = False) -> list[PreviewedMail]:
    """Mails from `now` to the end of `until` if nobody reported and every mail arrived, the coordinators' own included.

    Steps that wait for release are supposed to be released the day they ask, postponed ones on their day; with `held`
    none is ever released.
    """
    copy = snapshot(store)
    mails: list[PreviewedMail] = []
    try:
        with copy.session() as session:
            for plan in active_plans(session):
                mails.extend(_preview_plan(session, plan, now, until, held=held))
    finally:
        copy.close()
    with store.reading() as session:
        for plan in active_plans(session):
            mails.extend(_drafts(session, plan, now, until))
    return sorted(mails, key=lambda mail: (mail.at, mail.to))


def _preview_plan(session: Session, plan: ActivePlan, now: datetime, until: date, *, held: bool) -> list[PreviewedMail]:
    mails: list[PreviewedMail] = []
    day = plan.calendar.local_date(now)
    while day <= until:
        at = datetime.combine(day, ROUND_TIME, tzinfo=plan.calendar.zone).astimezone(UTC)
        if at >= now or day == plan.calendar.local_date(now):
            at = max(at, now)
            mails.extend(_one_day(session, plan, at, held=held))
        day += timedelta(days=1)
    return mails


def _drafts(session: Session, plan: ActivePlan, now: datetime, until: date) -> Iterator[PreviewedMail]:
    """The drafts of reports that the coordinators get, each once."""
    for report, key, day in undrafted(session, plan, until):
        at = max(now, datetime.combine(day, DRAFT_TIME, tzinfo=plan.calendar.zone).astimezone(UTC))
        met = [row.name for row in _met_by(session, plan, report, key)]
        for contact in coordinators(plan.document):
            if contact.email:
                yield PreviewedMail(at, contact.email.lower(), DRAFT, met, [], report=f"{report.code} {key}")


def _met_by(session: Session, plan: ActivePlan, report: Report, key: str) -> list[Assignment]:
    if report.fulfils is None:
        return []
    rows = assignments_where(session, plan.code, obligation=report.fulfils, agency=report.sender)
    return [row for row in rows if row.period in (key, "once")]


def preview_document(document: PlanDocument) -> list[PreviewedMail]:
    """Mails of a plan's whole validity if it were applied on its first day and nobody ever reported.

    Every step is supposed to be released. The plan need not be in force anywhere: it is applied to a store in memory.
    Days on which no step is due are passed over, and the coordinators' summaries left out: they are at most one a
    working day, whatever the plan says.

    Raises:
        PlanError: a due rule cannot be worked out (`plan check` says so before).
    """
    start, end = document.plan.start, document.plan.end
    store = Store("sqlite://")
    mails: list[PreviewedMail] = []
    try:
        store.upgrade()
        with store.session() as session:
            zone = WorkCalendar.of(document.calendar).zone
            opening = datetime.combine(start, time(0), tzinfo=zone).astimezone(UTC)
            plain = document.model_copy(update={"based_on": None})
            apply_plan(session, plain, source="", now=opening, by="preview", from_date=start)
            plan = active_plan(session, document.plan.code)
            for day in range(start.toordinal(), end.toordinal() + 1):
                at = datetime.combine(date.fromordinal(day), ROUND_TIME, tzinfo=zone).astimezone(UTC)
                if assignments_due_for_action(session, plan.code, at, limit=1):
                    mails.extend(_one_day(session, plan, at, summaries=False))
    finally:
        store.close()
    return mails


def _one_day(
    session: Session, plan: ActivePlan, at: datetime, *, summaries: bool = True, held: bool = False
) -> Iterator[PreviewedMail]:
    """The mails of a day's round, then those of what is released after it."""
    result = RoundResult()
    open_periods(session, plan, at, result)
    chase_reports(session, plan, at, result)
    escalate_overdue(session, plan, at, result)
    yield from _go(session, plan, at, summaries=summaries)
    if not held and _release(session, plan, at):
        yield from _go(session, plan, at, needs_release=True)
    if not summaries:  # what the coordinators were to be informed of goes nowhere
        _settle(session)


def _go(
    session: Session, plan: ActivePlan, at: datetime, *, summaries: bool = False, needs_release: bool = False
) -> list[PreviewedMail]:
    """Queue what is pending, and let it arrive."""
    queued = queue_digests(session, plan, at, summaries=summaries)
    _arrive(session, at)
    return [_mail(one, at, needs_release=needs_release) for one in queued]


def _mail(queued: QueuedMessage, at: datetime, *, needs_release: bool) -> PreviewedMail:
    return PreviewedMail(at, queued.to, queued.kind, queued.assignments, queued.informed, needs_release)


def _release(session: Session, plan: ActivePlan, at: datetime) -> bool:
    """Let go what waits for release and is not put off to a later day; whether there was anything."""
    today = plan.calendar.local_date(at)
    ready = [
        (notice, assignment)
        for notice, assignment in awaiting_notices(session, plan.code)
        if notice.not_before is None or notice.not_before <= today
    ]
    for notice, assignment in ready:
        notice.state, assignment.next_action_at = NoticeState.PENDING, at
        session.add_all((notice, assignment))
    return bool(ready)


def _settle(session: Session) -> None:
    pending = update(Notice).where(col(Notice.state) == NoticeState.PENDING)
    session.execute(pending.values(state=NoticeState.CANCELLED))


def _arrive(session: Session, at: datetime) -> None:
    """Everything in the outbox reaches its reader."""
    keys = list(session.exec(select(Message.id).where(col(Message.state).in_(WAITING))))
    session.execute(update(Message).where(col(Message.id).in_(keys)).values(state=MessageState.SENT, sent_at=at))
    session.execute(update(Notice).where(col(Notice.message_id).in_(keys)).values(state=NoticeState.SENT, told_at=at))
    session.expire_all()
