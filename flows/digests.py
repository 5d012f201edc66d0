"""Putting notices into messages: one digest for one person in one round, and the coordinator's summary of the day."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session

from flows.mail_content import digest_of
from flows.review import Outstanding, outstanding
from flows.summaries import summary_of
from models.assignments import Assignment
from models.ladder import LIST
from models.messages import (
    Message,
    MessageState,
    last_message_of_kind,
    message_with_once,
    unsent_message,
)
from models.notices import Notice, NoticeState, notices_in_message, pending_notices
from models.plan import Contact
from models.recipients import coordinators
from models.upkeep import paused_agencies
from models.versions import ActivePlan
from notifications.digest import kind_of
from notifications.summary import summary_subject
from notifications.wording import subject_of

#: What a round has to say is gathered for each person; a receipt, a return or another answer is a mail of its own.
ROUND_ACTIONS = ("remind", "chase", "escalate", LIST)
#: What one amendment of the plan does to many: each of these is one mail to a person.
_AMENDED = ("moved", "closed")
DIGEST_KINDS = ("remind", "chase", "escalate", "inform")
SUMMARY = "summary"

Pair = tuple[Notice, Assignment]


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """A mail that was queued: to one address, with the assignments it asks for and those it informs of."""

    id: int
    to: str
    kind: str
    subject: str
    assignments: list[str] = field(default_factory=list)
    informed: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The entry under `messages` in the document of `dondoc round --json`."""
        return {
            "id": self.id,
            "to": self.to,
            "kind": self.kind,
            "subject": self.subject,
            "assignments": self.assignments,
            "informed": self.informed,
        }


def queue_digests(session: Session, plan: ActivePlan, now: datetime, *, summaries: bool = False) -> list[QueuedMessage]:
    """Put every pending notice of a plan into a message.

    With `summaries` (in a round, not in single acts) the coordinators' summaries of the day are queued too, where there
    is news; what the coordinators are informed of waits for these. On a day off, a round leaves waiting what a pause
    held back until then.
    """
    session.flush()
    queued = []
    today = plan.calendar.local_date(now)
    paused = paused_agencies(session, plan.code, today)
    resting = summaries and not plan.calendar.is_working_day(today)
    groups = _by_recipient(pending_notices(session, plan.code, silent=paused, silenced=ROUND_ACTIONS))
    for contact in coordinators(plan.document):
        told = groups.get((contact.email or "").lower(), [])
        if not summaries:
            told[:] = [pair for pair in told if not pair[0].informed]
            continue
        summary = _queue_summary(session, plan, contact, [pair for pair in told if pair[0].informed], now)
        if summary is not None:
            queued.append(summary)
    for recipient, group in groups.items():
        pending = [pair for pair in group if pair[0].state == NoticeState.PENDING]
        gathered = [pair for pair in pending if pair[0].action in ROUND_ACTIONS]
        if gathered and not resting:
            queued.append(_queue_digest(session, plan, recipient, gathered, now))
        for answers in _answers(pair for pair in pending if pair[0].action not in ROUND_ACTIONS):
            queued.append(_queue(session, plan, recipient, answers, now))
    session.flush()
    return queued


def _by_recipient(pairs: Iterable[Pair]) -> dict[str, list[Pair]]:
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(pair[0].recipient, []).append(pair)
    return groups


def _answers(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """The answers that make a mail each: one answer, or all that an amendment moved, or closed."""
    found: dict[str | int, list[Pair]] = {}
    for pair in pairs:
        action = pair[0].action
        found.setdefault(action if action in _AMENDED else len(found), []).append(pair)
    return list(found.values())


def _queue_digest(
    session: Session, plan: ActivePlan, recipient: str, pairs: list[Pair], now: datetime
) -> QueuedMessage:
    """Queue a round's digest; what waits uncomposed from an earlier round is taken along, so that one mail goes."""
    waiting = unsent_message(session, plan.code, recipient, DIGEST_KINDS)
    earlier = list(notices_in_message(session, waiting.key)) if waiting else []
    latest = _latest_of_each_rung(session, [*earlier, *pairs])
    if waiting is None:
        return _queue(session, plan, recipient, latest, now)
    waiting.state, waiting.content, waiting.message_id = MessageState.QUEUED, None, None
    waiting.attempts, waiting.next_attempt_at = 0, now
    return _fill(session, plan, waiting, latest, now)


def _latest_of_each_rung(session: Session, pairs: list[Pair]) -> list[Pair]:
    """Of several steps of one rung only the last is said; the others are superseded."""
    last = {(notice.assignment_id, notice.rung, notice.informed): notice.id for notice, _ in pairs}
    kept = []
    for notice, assignment in pairs:
        if last[notice.assignment_id, notice.rung, notice.informed] == notice.id:
            kept.append((notice, assignment))
        else:
            notice.state, notice.message_id = NoticeState.SUPERSEDED, None
            session.add(notice)
    return kept


def _queue(session: Session, plan: ActivePlan, recipient: str, pairs: list[Pair], now: datetime) -> QueuedMessage:
    message = Message(
        plan=plan.code,
        recipient=recipient,
        recipient_name=pairs[0][0].recipient_name,
        kind="",
        created_at=now,
        next_attempt_at=now,
    )
    return _fill(session, plan, message, pairs, now)


def _fill(session: Session, plan: ActivePlan, message: Message, pairs: list[Pair], now: datetime) -> QueuedMessage:
    digest = digest_of(plan, message.recipient, message.recipient_name, pairs, now)
    message.kind = kind_of(digest.items)
    message.subject = subject_of(digest)
    message.lang = digest.masthead.lang
    return _link(session, message, pairs)


def _link(session: Session, message: Message, pairs: list[Pair]) -> QueuedMessage:
    session.add(message)
    session.flush()
    for notice, _ in pairs:
        notice.state, notice.message_id = NoticeState.QUEUED, message.key
        session.add(notice)
    return QueuedMessage(
        message.key,
        message.recipient,
        message.kind,
        message.subject,
        sorted({assignment.name for notice, assignment in pairs if not notice.informed}),
        sorted({assignment.name for notice, assignment in pairs if notice.informed}),
    )


def _queue_summary(
    session: Session, plan: ActivePlan, contact: Contact, informed: list[Pair], now: datetime
) -> QueuedMessage | None:
    """One summary for a coordinator and local date, on working days, where something is new.

    What stays undone is repeated on the first working day of a week, not every morning.
    """
    email = (contact.email or "").lower()
    today = plan.calendar.local_date(now)
    once = f"{SUMMARY}:{plan.code}:{email}:{today.isoformat()}"
    if not plan.calendar.is_working_day(today) or message_with_once(session, once) is not None:
        return None
    last = last_message_of_kind(session, plan.code, email, SUMMARY)
    waits = outstanding(session, plan, now)
    weekly = waits.anything() and _first_of_week(plan, today)
    if not (informed or weekly or waits.news_since(last.created_at if last else None)):
        return None
    summary = summary_of(session, plan, email, contact.name, informed, now)
    message = Message(
        plan=plan.code,
        recipient=email,
        recipient_name=contact.name,
        kind=SUMMARY,
        subject=summary_subject(summary),
        lang=contact.lang,
        state=MessageState.QUEUED,
        once=once,
        created_at=now,
        next_attempt_at=now,
    )
    return replace(_link(session, message, informed), assignments=_to_decide(waits, informed))


def _to_decide(waits: Outstanding, informed: list[Pair]) -> list[str]:
    """What a summary asks for: all that waits, and what is back on the coordinator's list."""
    listed = {assignment.name for notice, assignment in informed if notice.action == LIST}
    return sorted({*waits.about(), *listed})


def _first_of_week(plan: ActivePlan, today: date) -> bool:
    """Whether no working day of this ISO week lies before today."""
    monday = today.toordinal() - today.weekday()
    return not any(plan.calendar.is_working_day(date.fromordinal(day)) for day in range(monday, today.toordinal()))
