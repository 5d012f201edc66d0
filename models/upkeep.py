"""Pauses of bodies, and when each sweep last ran."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, Session, SQLModel, col, or_, select

from models.columns import UtcDateTime


class Pause(SQLModel, table=True):
    """A body that is not chased between two dates, by somebody's decision."""

    __tablename__ = "pause"
    __table_args__ = (Index("ix_pause_agency", "plan", "agency"),)

    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(max_length=64)
    agency: str = Field(max_length=64)
    start: date
    end: date | None = None
    by: str = Field(max_length=200)
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str


class SweepRun(SQLModel, table=True):
    """The last run of a sweep: a watch can tell what stopped running."""

    __tablename__ = "sweep_run"

    name: str = Field(primary_key=True, max_length=40)
    finished_at: datetime = Field(sa_type=UtcDateTime)
    result: str = "{}"


def pauses_on(session: Session, plan: str, today: date) -> dict[str, Pause]:
    """The pause of each body that is paused on a day."""
    query = select(Pause).where(
        Pause.plan == plan, col(Pause.start) <= today, or_(col(Pause.end).is_(None), col(Pause.end) >= today)
    )
    return {pause.agency: pause for pause in session.exec(query.order_by(col(Pause.id)))}


def ended_pauses(session: Session, plan: str, today: date) -> dict[str, Pause]:
    """The latest pause of each body that was paused for a day or more, and is so no more on a day."""
    query = select(Pause).where(Pause.plan == plan, col(Pause.end) < today, col(Pause.end) >= col(Pause.start))
    return {pause.agency: pause for pause in session.exec(query.order_by(col(Pause.end), col(Pause.id)))}


def paused_agencies(session: Session, plan: str, today: date) -> dict[str, date | None]:
    """Bodies paused today and the last day of the pause (None: until resumed)."""
    return {agency: pause.end for agency, pause in pauses_on(session, plan, today).items()}


def open_pauses(session: Session, plan: str, agency: str, today: date) -> Sequence[Pause]:
    """The pauses of a body that have not ended."""
    ended = or_(col(Pause.end).is_(None), col(Pause.end) >= today)
    return session.exec(select(Pause).where(Pause.plan == plan, Pause.agency == agency, ended)).all()


def note_run(session: Session, name: str, now: datetime, result: str) -> None:
    """Remember that a sweep finished."""
    session.merge(SweepRun(name=name, finished_at=now, result=result))


def sweep_runs(session: Session) -> Sequence[SweepRun]:
    """When each sweep last finished."""
    return session.exec(select(SweepRun).order_by(SweepRun.name)).all()
