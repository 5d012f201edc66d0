"""Delivery: claim, re-check, compose and freeze; then SMTP with no transaction open; then what became of each message.

The state is committed before and after SMTP, so a crash repeats at most the messages then in flight
(`transport.in_flight`), byte for byte and with the same Message-ID.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from sqlmodel import Session

from flows.composing import compose_message, freeze
from flows.settings import Settings
from models.assignments import OWING, Assignment
from models.errors import DeliveryError
from models.handovers import still_asked
from models.history import record
from models.ladder import LIST
from models.language import N_
from models.messages import Message, MessageState, anything_ready, claim_messages, count_waiting, in_flight
from models.notices import ASSIGNED, CONFIRM, Notice, NoticeState, notices_in_message
from models.store import Store
from models.upkeep import note_run, paused_agencies
from models.versions import active_plan
from notifications.envelopes import Disposition, Envelope, Outcome
from notifications.mime import AddressError
from notifications.transports import Transport, open_transport

#: Notices that are only true while something is owed.
_ONLY_WHILE_OWED = ("remind", "chase", "escalate", LIST)
_LONGEST_DELAY = timedelta(days=1)
#: A task whose mail went so long after it was set was not told at once.
_LATE = timedelta(days=1)
_STATES = {
    Disposition.SENT: (MessageState.SENT, NoticeState.SENT),
    Disposition.FAILED: (MessageState.FAILED, NoticeState.FAILED),
    Disposition.BOUNCED: (MessageState.BOUNCED, NoticeState.BOUNCED),
}


@dataclass(slots=True)
class DeliverResult:
    """What one delivery did: counts of messages, and how many are still to go.

    `held` of these are claimed by another run, which is at work or was cut off; `free_at` is when they are taken up
    again if it was.
    """

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    cancelled: int = 0
    remaining: int = 0
    held: int = 0
    free_at: datetime | None = None

    def as_json(self) -> dict[str, int]:
        """The document that `dondoc deliver --json` prints."""
        return {"sent": self.sent, "deferred": self.deferred, "failed": self.failed, "remaining": self.remaining}


Progress = Callable[[int], None]


def deliver(store: Store, settings: Settings, now: datetime, progress: Progress | None = None) -> DeliverResult:
    """Send everything that is due.

    Raises:
        DeliveryError: the server as a whole refuses; what was not handed over waits, unharmed, for the next run.
    """
    transport = open_transport(settings.smtp_url.get_secret_value(), home=settings.home)
    with store.reading() as session:
        ready = anything_ready(session, now, settings.lease)
    if not ready:
        return _end(store, settings, now, DeliverResult())
    return asyncio.run(deliver_over(store, settings, transport, now, progress))


async def deliver_over(
    store: Store, settings: Settings, transport: Transport, now: datetime, progress: Progress | None = None
) -> DeliverResult:
    """Send everything that is due over a given transport, a batch of `in_flight` messages at a time."""
    result = DeliverResult()
    async with transport:
        while True:
            with store.session() as session:
                claimed = claim_messages(session, now, transport.in_flight, settings.lease)
                batch = [message for message in claimed if _ready(session, message, settings, now, result)]
            if not claimed:
                break
            await _hand_over(store, settings, transport, batch, now, result)
            if progress:
                progress(len(claimed))
    return _end(store, settings, now, result)


def _end(store: Store, settings: Settings, now: datetime, result: DeliverResult) -> DeliverResult:
    """Count what is still to go, and note that the delivery ran: one that finds nothing to do has not stopped."""
    with store.session() as session:
        result.remaining = count_waiting(session)
        result.held, result.free_at = in_flight(session, settings.lease)
        note_run(session, "deliver", now, str(result.as_json()))
    return result


def _ready(session: Session, message: Message, settings: Settings, now: datetime, result: DeliverResult) -> bool:
    """Freeze a message at its first claim, after asking whether each of its notices still applies."""
    if message.content is not None:
        return True
    pairs = notices_in_message(session, message.key)
    plan = active_plan(session, message.plan)
    paused = paused_agencies(session, plan.code, plan.calendar.local_date(now))
    valid = []
    for notice, assignment in pairs:
        if not _applies(notice, assignment):
            notice.state, notice.message_id = NoticeState.CANCELLED, None
        elif assignment.agency in paused and notice.action in _ONLY_WHILE_OWED:
            notice.state, notice.message_id = NoticeState.PENDING, None  # it waits for the end of the pause
        else:
            valid.append((notice, assignment))
        session.add(notice)
    if pairs and not valid and message.once is None:
        message.state, message.detail = MessageState.CANCELLED, N_("không còn gì phải báo")
        session.add(message)
        result.cancelled += 1
        return False
    try:
        freeze(message, compose_message(session, message, valid, settings, now))
    except AddressError as error:
        settle(session, message, Outcome(message.key, Disposition.FAILED, str(error)), settings, now, result)
        return False
    session.add(message)
    return True


def _applies(notice: Notice, assignment: Assignment) -> bool:
    if notice.action == CONFIRM:
        return still_asked(notice, assignment)
    if notice.action not in _ONLY_WHILE_OWED:
        return True
    return notice.cycle == assignment.cycle and assignment.state in OWING


async def _hand_over(
    store: Store,
    settings: Settings,
    transport: Transport,
    batch: Sequence[Message],
    now: datetime,
    result: DeliverResult,
) -> None:
    sender = parseaddr(settings.mail_from)[1]
    envelopes = [Envelope(m.key, sender, m.recipient, m.content or b"", m.message_id or "") for m in batch]
    try:
        outcomes = await transport.send(envelopes) if envelopes else []
    except DeliveryError:
        with store.session() as session:
            for message in batch:
                _put_back(session, message)
        raise
    by_key = {message.key: message for message in batch}
    with store.session() as session:
        for outcome in outcomes:
            settle(session, by_key[outcome.key], outcome, settings, now, result)


def _put_back(session: Session, message: Message) -> None:
    """Nothing left this machine: the message is as it was before the claim, and may still be composed anew."""
    message.state = MessageState.QUEUED if message.attempts <= 1 else MessageState.DEFERRED
    message.attempts -= 1
    message.claimed_at = None
    if message.state == MessageState.QUEUED:
        message.content = message.message_id = None
    session.add(message)


def settle(
    session: Session, message: Message, outcome: Outcome, settings: Settings, now: datetime, result: DeliverResult
) -> None:
    """Write down what became of a message and of its notices; what reached nobody stops the climb."""
    message.detail = outcome.detail[:500]
    message.claimed_at = None
    disposition = outcome.disposition
    if disposition == Disposition.DEFERRED and message.attempts >= settings.attempts:
        disposition = Disposition.FAILED
    if disposition == Disposition.DEFERRED:
        message.state = MessageState.DEFERRED
        message.next_attempt_at = now + delay_after(message.attempts, settings.retry_minutes)
        result.deferred += 1
        session.add(message)
        return
    state, notice_state = _STATES[disposition]
    message.state = state
    if disposition == Disposition.SENT:
        message.sent_at = now
        result.sent += 1
    else:
        result.failed += 1
    session.add(message)
    for notice, assignment in notices_in_message(session, message.key):
        notice.state, notice.told_at = notice_state, now
        session.add(notice)
        if disposition == Disposition.SENT:
            _record_late(session, assignment, notice, now)
        elif not notice.informed:
            _stall(session, assignment, notice, message, now)


def _record_late(session: Session, assignment: Assignment, notice: Notice, now: datetime) -> None:
    """The history has a task as told the day it is set; one that had to wait (a pause) was told when its mail went."""
    if notice.step == ASSIGNED and now - notice.since >= _LATE:
        record(session, assignment, "told", at=now, by="dondoc", step=notice.step, to=[notice.addressee])


def _stall(session: Session, assignment: Assignment, notice: Notice, message: Message, now: datetime) -> None:
    reason = f"{notice.step}: {message.detail}"[:200]
    if notice.cycle == assignment.cycle and assignment.state in OWING:
        assignment.stalled = reason
        assignment.next_action_at = now
    record(session, assignment, "unreached", at=now, by="dondoc", step=notice.step, detail=message.detail)


def delay_after(attempts: int, first_minutes: int) -> timedelta:
    """How long to wait after so many attempts: doubling, at most a day."""
    doublings = max(0, min(attempts - 1, 20))
    return min(timedelta(minutes=first_minutes << doublings), _LONGEST_DELAY)


def retry(session: Session, message: Message, now: datetime) -> None:
    """Queue a message that failed, bounced or was deferred once more, at once."""
    message.state = MessageState.DEFERRED if message.content else MessageState.QUEUED
    message.attempts = 0
    message.next_attempt_at = now
    for notice, assignment in notices_in_message(session, message.key):
        if notice.state in (NoticeState.BOUNCED, NoticeState.FAILED):
            notice.state = NoticeState.QUEUED
            assignment.stalled = None
            session.add(notice)
            session.add(assignment)
    session.add(message)
