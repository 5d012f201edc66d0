"""Assignments: what one body owes for one period. Their row, their name and the queries that find them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, Session, SQLModel, and_, col, or_, select

from models.columns import UtcDateTime
from models.errors import NotFoundError
from models.language import _
from models.near import nearest


class Workflow(StrEnum):
    """Where an assignment stands in its workflow; how timely it is is computed apart (`models.states`)."""

    UPCOMING = "upcoming"
    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    EXCUSED = "excused"
    CLOSED = "closed"


#: States in which the body still owes something and may be reminded or chased.
OWING = (Workflow.UPCOMING, Workflow.OPEN, Workflow.RETURNED)


class Assignment(SQLModel, table=True):
    """One obligation of one body in one period.

    `original_due` is never overwritten; `due` moves with extensions and calendars; `correction_due` is the date of a
    return. `next_action_at` is the instant before which no round need look at the row; None where nothing is to come.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_next_action", "next_action_at"),
        Index("ix_assignment_place", "plan", "agency", "period"),
        Index("ix_assignment_window", "plan", "cutoff_from", "cutoff_to"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=220, unique=True)
    plan: str = Field(max_length=64)
    obligation: str = Field(max_length=64)
    agency: str = Field(max_length=64)
    period: str = Field(max_length=16)
    cutoff_from: date
    cutoff_to: date
    original_due: date
    due: date
    correction_due: date | None = None
    state: str = Field(default=Workflow.UPCOMING, max_length=12, index=True)
    cycle: int = 0
    cycle_from: date
    step: str | None = Field(default=None, max_length=40)
    next_action_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stalled: str | None = Field(default=None, max_length=200)
    created_at: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = 0
    history_length: int = 0
    history_head: str = Field(default="", max_length=64)

    @property
    def key(self) -> int:
        """The primary key of a stored row."""
        if self.id is None:
            raise NotFoundError(f"{self.name} is not stored yet")
        return self.id

    @property
    def acting_due(self) -> date:
        """The date its steps are counted from: the correction date while it is returned, else the due date."""
        return self.correction_due if self.state == Workflow.RETURNED and self.correction_due else self.due


def assignment_name(plan: str, obligation: str, agency: str, period: str) -> str:
    """The name that serves in every command, page, mail and file: `demo-2015:B-01/so-b/2015-H1`."""
    return f"{plan}:{obligation}/{agency}/{period}"


def file_stem(name: str) -> str:
    """The name as part of a file name."""
    return name.replace(":", "_").replace("/", "_")


def find_assignment(session: Session, name: str) -> Assignment:
    """The assignment of a name; the plan may be left out where it is clear, and `_` may stand for `:` and `/`.

    Raises:
        NotFoundError: there is none, or the short name fits several plans; the message names near ones.
    """
    columns = col(Assignment.name)
    found = session.exec(select(Assignment).where(columns == name)).first()
    if found is not None:
        return found
    if ":" not in name:
        rows = session.exec(select(Assignment).where(columns.endswith(f":{name}", autoescape=True)).limit(3)).all()
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise NotFoundError(
                _("{name!r} có trong nhiều kế hoạch: viết đủ tên, ví dụ {full}").format(name=name, full=rows[0].name)
            )
        by_stem = _by_file_stem(session, name)
        if by_stem is not None:
            return by_stem
    raise NotFoundError(
        _("không có phần việc {name!r}{nearest}; xem `dondoc status`").format(
            name=name, nearest=_nearest(session, name)
        )
    )


def _by_file_stem(session: Session, stem: str) -> Assignment | None:
    if "_" not in stem:
        return None
    period = stem.rpartition("_")[2]
    rows = session.exec(select(Assignment).where(Assignment.period == period)).all()
    return next((row for row in rows if stem in (file_stem(row.name), file_stem(row.name).partition("_")[2])), None)


def _nearest(session: Session, name: str) -> str:
    """The names most like one that is not there: of the obligation and the body that are spelled most like its own."""
    obligation, _slash, rest = name.rpartition(":")[2].partition("/")
    agency, _slash, period = rest.partition("/")
    codes = session.exec(select(Assignment.obligation).distinct()).all()
    close = nearest(obligation, codes)
    near = Assignment.obligation == close if close else Assignment.agency == name  # a body's code, for all it owes
    bodies = session.exec(select(Assignment.agency).where(near).distinct()).all()
    query = select(Assignment.name).where(near)
    last = (col(Assignment.agency) != nearest(agency, bodies), col(Assignment.period) != period, Assignment.name)
    rows = session.exec(query.order_by(*last).limit(2)).all()
    return _(" (có {rows})").format(rows=", ".join(rows)) if rows else ""


def assignments_due_for_action(session: Session, plan: str, now: datetime, limit: int = 0) -> Sequence[Assignment]:
    """Rows whose `next_action_at` has come, oldest first: all that a round needs to read."""
    query = (
        select(Assignment)
        .where(Assignment.plan == plan, col(Assignment.next_action_at) <= now)
        .order_by(col(Assignment.next_action_at), col(Assignment.id))
    )
    return session.exec(query.limit(limit) if limit else query).all()


def assignments_where(
    session: Session,
    plan: str | None = None,
    *,
    agency: str | None = None,
    period: str | None = None,
    obligation: str | None = None,
    states: Sequence[str] = (),
) -> Sequence[Assignment]:
    """Assignments by any of plan, body, period, obligation and state, by due date and name."""
    query = select(Assignment)
    wanted = ((Assignment.plan, plan), (Assignment.agency, agency), (Assignment.period, period))
    for column, value in (*wanted, (Assignment.obligation, obligation)):
        if value is not None:
            query = query.where(column == value)
    if states:
        query = query.where(col(Assignment.state).in_(states))
    return session.exec(query.order_by(col(Assignment.due), col(Assignment.name))).all()


def assigned_periods(session: Session, plan: str) -> Sequence[str]:
    """The keys of the periods for which a plan has assignments."""
    return session.exec(select(Assignment.period).where(Assignment.plan == plan).distinct()).all()


def assignments_within(
    session: Session, plan: str, first: date, last: date, agencies: Collection[str] = ()
) -> Sequence[Assignment]:
    """A plan's assignments whose cut-off window lies within the days given, by name; of some bodies or of all."""
    query = select(Assignment).where(
        Assignment.plan == plan,
        col(Assignment.cutoff_from).between(first, last),
        col(Assignment.cutoff_to) <= last,
    )
    if agencies:
        query = query.where(col(Assignment.agency).in_(agencies))
    return session.exec(query.order_by(col(Assignment.name))).all()


def joint_siblings(session: Session, assignment: Assignment) -> Sequence[Assignment]:
    """The other bodies' rows of the same obligation and period, for a joint submission that serves all."""
    query = select(Assignment).where(
        Assignment.plan == assignment.plan,
        Assignment.obligation == assignment.obligation,
        Assignment.period == assignment.period,
        Assignment.id != assignment.id,
    )
    return session.exec(query.order_by(col(Assignment.id))).all()


def stalled_assignments(session: Session, plan: str) -> Sequence[Assignment]:
    """Assignments whose climb stopped because somebody could not be reached."""
    owing = col(Assignment.state).in_(OWING)
    query = select(Assignment).where(Assignment.plan == plan, col(Assignment.stalled).is_not(None), owing)
    return session.exec(query.order_by(Assignment.name)).all()


def overdue_assignments(session: Session, plan: str, today: date) -> Sequence[Assignment]:
    """Assignments still owed whose due (or correction) date has passed."""
    late = or_(
        and_(col(Assignment.state).in_((Workflow.UPCOMING, Workflow.OPEN)), col(Assignment.due) < today),
        and_(Assignment.state == Workflow.RETURNED, col(Assignment.correction_due) < today),
    )
    query = select(Assignment).where(Assignment.plan == plan, late)
    return session.exec(query.order_by(col(Assignment.due), Assignment.name)).all()
