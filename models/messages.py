"""Messages: one mail to one person, from the queue to what became of it. The outbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Index, LargeBinary, func, update
from sqlalchemy.orm import defer
from sqlmodel import Field, Session, SQLModel, and_, col, or_, select

from models.columns import UtcDateTime
from models.errors import NotFoundError
from models.language import _


class MessageState(StrEnum):
    """`queued -> sending -> sent | deferred | failed | bounced | cancelled`, committed before and after SMTP."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"


WAITING = (MessageState.QUEUED, MessageState.DEFERRED)
#: How long a claim holds unless a setting says otherwise: longer than a batch takes, so that an expired one belongs to
#: a dead process.
LEASE = timedelta(minutes=15)


class Message(SQLModel, table=True):
    """A mail. `content` and `message_id` are frozen at the first claim, so a repetition is the same byte for byte.

    `once` is unique where set: it names what must be sent at most once, such as a coordinator's summary of one day.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_queue", "state", "next_attempt_at"),)

    id: int | None = Field(default=None, primary_key=True)
    message_id: str | None = Field(default=None, max_length=200, unique=True)
    plan: str = Field(max_length=64)
    recipient: str = Field(max_length=254)
    recipient_name: str = ""
    kind: str = Field(max_length=16)
    subject: str = Field(default="", max_length=300)
    lang: str = Field(default="vi", max_length=5)
    state: str = Field(default=MessageState.QUEUED, max_length=12)
    once: str | None = Field(default=None, max_length=300, unique=True)
    payload: str = "{}"
    attempts: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    next_attempt_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claimed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    detail: str = ""
    content: bytes | None = Field(default=None, sa_type=LargeBinary)

    @property
    def key(self) -> int:
        """The primary key of a stored row."""
        if self.id is None:
            raise NotFoundError("the message is not stored yet")
        return self.id

    def free_at(self, lease: timedelta = LEASE) -> datetime | None:
        """When another delivery may take up a message that one holds; None where none does."""
        claimed = self.claimed_at if self.state == MessageState.SENDING else None
        return claimed + lease if claimed else None


def _ready(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """Due, or claimed by a process that must be dead by now."""
    return or_(
        and_(col(Message.state).in_(WAITING), col(Message.next_attempt_at) <= now),
        and_(Message.state == MessageState.SENDING, col(Message.claimed_at) <= now - lease),
    )


def anything_ready(session: Session, now: datetime, lease: timedelta = LEASE) -> bool:
    """Whether there is a message to claim."""
    return session.exec(select(Message.id).where(_ready(now, lease)).limit(1)).first() is not None


def claim_messages(session: Session, now: datetime, limit: int, lease: timedelta = LEASE) -> list[Message]:
    """Take up to `limit` messages that are due, or whose claim expired, so that no other process has them.

    Each is taken by a conditional UPDATE whose row count says whether we were first.
    """
    ready = select(Message.id, Message.state, Message.attempts).where(_ready(now, lease))
    query = ready.order_by(col(Message.id)).limit(limit)
    taken = []
    for key, state, attempts in session.exec(query.with_for_update(skip_locked=True)).all():
        claim = (
            update(Message)
            .where(col(Message.id) == key, col(Message.state) == state, col(Message.attempts) == attempts)
            .values(state=MessageState.SENDING, claimed_at=now, attempts=attempts + 1)
        )
        result = session.execute(claim)
        if isinstance(result, CursorResult) and result.rowcount == 1:
            taken.append(key)
    rows = session.exec(select(Message).where(col(Message.id).in_(taken)).order_by(col(Message.id)))
    return list(rows.all())


def find_message(session: Session, key: int) -> Message:
    """The message of that number.

    Raises:
        NotFoundError: there is none.
    """
    found = session.get(Message, key)
    if found is None:
        raise NotFoundError(_("không có thư số {key}; xem `dondoc outbox`").format(key=key))
    return found


def messages_where(
    session: Session, *, states: Sequence[str] = (), recipient: str | None = None, content: bool = True
) -> Sequence[Message]:
    """Messages by state and recipient, oldest first; without `content` their bytes stay in the database."""
    query = select(Message) if content else select(Message).options(defer(cast("Any", Message.content)))
    if states:
        query = query.where(col(Message.state).in_(states))
    if recipient:
        query = query.where(Message.recipient == recipient)
    return session.exec(query.order_by(col(Message.id))).all()


def count_waiting(session: Session) -> int:
    """How many messages are still to go, those in flight included."""
    states = (*WAITING, MessageState.SENDING)
    return session.exec(select(func.count()).select_from(Message).where(col(Message.state).in_(states))).one()


def in_flight(session: Session, lease: timedelta = LEASE) -> tuple[int, datetime | None]:
    """How many messages a run of delivery holds, and when the first claim expires: until then none takes them up."""
    query = select(func.count(), func.min(Message.claimed_at)).where(Message.state == MessageState.SENDING)
    count, claimed = session.exec(query).one()
    return count, claimed + lease if claimed else None


def message_with_once(session: Session, once: str) -> Message | None:
    """The message that carries this once-only name, None where there is none yet."""
    return session.exec(select(Message).where(Message.once == once)).first()


def messages_of_once(session: Session, prefix: str) -> Sequence[Message]:
    """The messages whose once-only names begin alike, without their bytes, oldest first."""
    alike = col(Message.once).startswith(prefix, autoescape=True)
    query = select(Message).options(defer(cast("Any", Message.content))).where(alike)
    return session.exec(query.order_by(col(Message.id))).all()


def unsent_message(session: Session, plan: str, recipient: str, kinds: Sequence[str]) -> Message | None:
    """A digest for this person that certainly reached nobody yet: what is new can still be put into it.

    Either nobody has composed it, or the server refused it for the time being with a reply (4xx) of its own; one that
    was cut off without a reply may have arrived and is left as it is.
    """
    uncomposed = and_(Message.state == MessageState.QUEUED, col(Message.content).is_(None))
    refused = and_(Message.state == MessageState.DEFERRED, col(Message.detail).like("4__ %"))
    query = select(Message).where(
        Message.plan == plan,
        Message.recipient == recipient,
        col(Message.kind).in_(kinds),
        or_(uncomposed, refused),
    )
    return session.exec(query.order_by(col(Message.id)).limit(1)).first()


def last_message_of_kind(session: Session, plan: str, recipient: str, kind: str) -> Message | None:
    """The newest message of a kind to a person."""
    query = select(Message).where(Message.plan == plan, Message.recipient == recipient, Message.kind == kind)
    return session.exec(query.order_by(col(Message.id).desc()).limit(1)).first()
