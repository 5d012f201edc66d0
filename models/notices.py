"""Notices: that one person was told one thing about one assignment. They are what digests are made of."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, and_, col, not_, or_, select

from models.assignments import OWING, Assignment
from models.columns import UtcDateTime


class NoticeState(StrEnum):
    """What became of a notice."""

    AWAITING = "awaiting"  # for the coordinator's release
    PENDING = "pending"  # to be put into the next digest
    QUEUED = "queued"  # in a message that is on its way
    SENT = "sent"
    SUPERSEDED = "superseded"  # a later step of the same rung was due too, or the person was told on a lower rung
    DROPPED = "dropped"  # by the coordinator
    CANCELLED = "cancelled"  # no longer true when its message was to go
    BOUNCED = "bounced"
    FAILED = "failed"
    MISSING = "missing"  # nobody holds the role, or without an address
    LETTER = "letter"  # told by a letter whose number and date are in the history


#: States of a notice that did, or still will, tell somebody.
TOLD = (NoticeState.SENT, NoticeState.LETTER)
UNREACHED = (NoticeState.BOUNCED, NoticeState.FAILED, NoticeState.MISSING)
#: Where a step that comes with a letter may stand while the letter has no number yet.
LETTER_STATES = (NoticeState.AWAITING, NoticeState.PENDING, NoticeState.QUEUED, NoticeState.SENT)
#: The step of the notice by which a body is told of a task that was just set.
ASSIGNED = "assigned"
#: How the step of a notice of a moved deadline begins; the date that the body knew follows.
MOVED = "moved:"
#: How the steps of notices begin that tell a body of a decision about its date.
_DECIDED = (ASSIGNED, "returned", "extended", "not-extended", MOVED)
#: The action of a notice that confirms to a body that its answer came in.
RECEIPT = "receipt"
#: The action of a notice that asks a receiving body whether a hand-over arrived.
CONFIRM = "confirm"


class Notice(SQLModel, table=True):
    """Unique on (assignment, cycle, step, recipient), so that no round tells anybody the same thing twice."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("assignment_id", "cycle", "step", "recipient"),
        Index("ix_notice_state", "state", "not_before"),
        Index("ix_notice_message", "message_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    cycle: int
    step: str = Field(max_length=40)
    action: str = Field(max_length=12)
    rung: int
    addressee: str = Field(max_length=24)
    recipient: str = Field(max_length=254)
    recipient_name: str = ""
    informed: bool = False
    letter: bool = False
    state: str = Field(max_length=12)
    since: datetime = Field(sa_type=UtcDateTime)
    not_before: date | None = None
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    message_id: int | None = Field(default=None, foreign_key="message.id")
    detail: str = ""


def moved_from(notice: Notice) -> date | None:
    """The date from which a notice tells that a deadline moves; None for any other notice."""
    return date.fromisoformat(notice.step.removeprefix(MOVED)) if notice.step.startswith(MOVED) else None


def tells_the_date(step: str) -> bool:
    """Whether the step of a notice tells a body by when something is owed, outside the climb: a decision did."""
    return step.startswith(_DECIDED)


def notices_of(session: Session, assignment_ids: Iterable[int]) -> dict[int, list[Notice]]:
    """The ledgers of some assignments, oldest notice first."""
    ids = list(assignment_ids)
    ledger: dict[int, list[Notice]] = {key: [] for key in ids}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        query = select(Notice).where(col(Notice.assignment_id).in_(part)).order_by(col(Notice.id))
        for notice in session.exec(query):
            ledger[notice.assignment_id].append(notice)
    return ledger


def pending_notices(
    session: Session, plan: str, *, silent: Collection[str] = (), silenced: Collection[str] = ()
) -> Sequence[tuple[Notice, Assignment]]:
    """Notices of a plan that wait for a digest, in the order they arose.

    Of the bodies in `silent` those with an action in `silenced` are left to wait.
    """
    query = (
        select(Notice, Assignment)
        .join(Assignment, col(Assignment.id) == Notice.assignment_id)
        .where(Notice.state == NoticeState.PENDING, Assignment.plan == plan)
        .order_by(col(Notice.id))
    )
    if silent:
        query = query.where(not_(and_(col(Assignment.agency).in_(silent), col(Notice.action).in_(silenced))))
    return session.exec(query).all()


def awaiting_notices(session: Session, plan: str) -> Sequence[tuple[Notice, Assignment]]:
    """Notices that wait for the coordinator's release, longest waiting first."""
    query = (
        select(Notice, Assignment)
        .join(Assignment, col(Assignment.id) == Notice.assignment_id)
        .where(Notice.state == NoticeState.AWAITING, Assignment.plan == plan)
        .order_by(col(Notice.since), col(Notice.id))
    )
    return session.exec(query).all()


def unreached_notices(session: Session, plan: str) -> Sequence[tuple[Notice, Assignment]]:
    """Notices of the running cycles that reached nobody."""
    query = (
        select(Notice, Assignment)
        .join(Assignment, col(Assignment.id) == Notice.assignment_id)
        .where(col(Notice.state).in_(UNREACHED), Assignment.plan == plan, Notice.cycle == Assignment.cycle)
        .order_by(col(Notice.id))
    )
    return session.exec(query).all()


def letter_notices(session: Session, plan: str) -> Sequence[tuple[Notice, Assignment]]:
    """Notices of the running cycles whose step comes with a letter that has no number yet, or that reached nobody.

    A step that was released goes by mail as well; its letter is outstanding until its number and date are recorded.
    """
    with_letter = and_(col(Notice.letter), col(Notice.state).in_(LETTER_STATES), Notice.detail == "")
    query = (
        select(Notice, Assignment)
        .join(Assignment, col(Assignment.id) == Notice.assignment_id)
        .where(
            or_(with_letter, Notice.state == NoticeState.MISSING),
            col(Notice.informed).is_(False),
            Assignment.plan == plan,
            Notice.cycle == Assignment.cycle,
            col(Assignment.state).in_(OWING),
        )
        .order_by(col(Notice.since), col(Notice.id))
    )
    return session.exec(query).all()


def notices_in_message(session: Session, message_id: int) -> Sequence[tuple[Notice, Assignment]]:
    """What a message is made of, by due date and name."""
    query = (
        select(Notice, Assignment)
        .join(Assignment, col(Assignment.id) == Notice.assignment_id)
        .where(Notice.message_id == message_id)
        .order_by(col(Assignment.due), col(Assignment.name))
    )
    return session.exec(query).all()


def assignments_in_messages(session: Session, message_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of the assignments each message is about, by due date and name."""
    ids = list(message_ids)
    found: dict[int, list[str]] = {key: [] for key in ids}
    for start in range(0, len(ids), 500):
        query = (
            select(Notice.message_id, Assignment.name)
            .join(Assignment, col(Assignment.id) == Notice.assignment_id)
            .where(col(Notice.message_id).in_(ids[start : start + 500]))
            .order_by(col(Assignment.due), Assignment.name)
        )
        for message_id, name in session.exec(query):
            if message_id is not None and name not in found[message_id]:
                found[message_id].append(name)
    return found
