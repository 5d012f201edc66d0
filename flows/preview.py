"""Preview: what would be mailed until a date if nobody reported, by running the same sweeps on a virtual clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select, update

from flows.digests import QueuedMessage, queue_digests
from flows.round import RoundResult, chase_reports, escalate_overdue, open_periods
from models.messages import WAITING, Message, MessageState
from models.notices import Notice, NoticeState
from models.snapshot import snapshot
from models.store import Store
from models.versions import ActivePlan, active_plans

#: When the daily round runs; a preview looks at each day at this hour.
ROUND_TIME = time(7, 30)


@dataclass(frozen=True, slots=True)
class PreviewedMail:
    """A mail that would go: when, to whom, of what kind, about what."""

    at: datetime
    to: str
    kind: str
    assignments: list[str]
    informed: list[str]

    def as_json(self) -> dict[str, object]:
        """An entry of the list that `dondoc preview --json` prints."""
        return {
            "at": self.at.isoformat(),
            "to": self.to,
            "kind": self.kind,
            "assignments": self.assignments,
            "informed": self.informed,
        }


def preview(store: Store, now: datetime, until: date) -> list[PreviewedMail]:
    """Mails from `now` to the end of `until`, as if every mail arrived and every step were released at once."""
    copy = snapshot(store)
    mails: list[PreviewedMail] = []
    try:
        with copy.session() as session:
            for plan in active_plans(session):
                mails.extend(_preview_plan(session, plan, now, until))
    finally:
        copy.close()
    return sorted(mails, key=lambda mail: (mail.at, mail.to))


def _preview_plan(session: Session, plan: ActivePlan, now: datetime, until: date) -> list[PreviewedMail]:
    mails: list[PreviewedMail] = []
    day = plan.calendar.local_date(now)
    while day <= until:
        at = datetime.combine(day, ROUND_TIME, tzinfo=plan.calendar.zone).astimezone(UTC)
        if at >= now or day == plan.calendar.local_date(now):
            at = max(at, now)
            mails.extend(_mail(queued, at) for queued in _one_day(session, plan, at))
        day += timedelta(days=1)
    return mails


def _mail(queued: QueuedMessage, at: datetime) -> PreviewedMail:
    return PreviewedMail(at, queued.to, queued.kind, queued.assignments, queued.informed)


def _one_day(session: Session, plan: ActivePlan, at: datetime) -> list[QueuedMessage]:
    result = RoundResult()
    open_periods(session, plan, at, result)
    chase_reports(session, plan, at, result)
    escalate_overdue(session, plan, at, result)
    session.flush()
    session.execute(update(Notice).where(col(Notice.state) == NoticeState.AWAITING).values(state=NoticeState.PENDING))
    queued = queue_digests(session, plan, at, summaries=True)
    _arrive(session, at)
    return queued


def _arrive(session: Session, at: datetime) -> None:
    """Everything in the outbox reaches its reader."""
    keys = list(session.exec(select(Message.id).where(col(Message.state).in_(WAITING))))
    session.execute(update(Message).where(col(Message.id).in_(keys)).values(state=MessageState.SENT, sent_at=at))
    session.execute(update(Notice).where(col(Notice.message_id).in_(keys)).values(state=NoticeState.SENT, told_at=at))
    session.expire_all()
