"""Pauses of bodies, reports that were compiled, and when each sweep last ran."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
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


class ReportBuild(SQLModel, table=True):
    """A compiled report: what it was pinned to, and the digest of its content."""

    __tablename__ = "report_build"
    __table_args__ = (UniqueConstraint("plan", "report", "period", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(max_length=64)
    report: str = Field(max_length=64)
    period: str = Field(max_length=16)
    number: int
    as_of: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(max_length=200)
    plan_version: int
    pins: str
    digest: str = Field(max_length=64)
    draft: bool = False


class SweepRun(SQLModel, table=True):
    """The last run of a sweep: a watch can tell what stopped running."""

    __tablename__ = "sweep_run"

    name: str = Field(primary_key=True, max_length=40)
    finished_at: datetime = Field(sa_type=UtcDateTime)
    result: str = "{}"


def paused_agencies(session: Session, plan: str, today: date) -> dict[str, date | None]:
    """Bodies paused today and the last day of the pause (None: until resumed)."""
    query = select(Pause).where(
        Pause.plan == plan, col(Pause.start) <= today, or_(col(Pause.end).is_(None), col(Pause.end) >= today)
    )
    return {pause.agency: pause.end for pause in session.exec(query)}


def open_pauses(session: Session, plan: str, agency: str, today: date) -> Sequence[Pause]:
    """The pauses of a body that have not ended."""
    ended = or_(col(Pause.end).is_(None), col(Pause.end) >= today)
    return session.exec(select(Pause).where(Pause.plan == plan, Pause.agency == agency, ended)).all()


def builds_of(
    session: Session, plan: str, report: str | None = None, period: str | None = None
) -> Sequence[ReportBuild]:
    """Compiled reports, oldest first."""
    query = select(ReportBuild).where(ReportBuild.plan == plan)
    if report is not None:
        query = query.where(ReportBuild.report == report)
    if period is not None:
        query = query.where(ReportBuild.period == period)
    return session.exec(query.order_by(col(ReportBuild.id))).all()


def note_run(session: Session, name: str, now: datetime, result: str) -> None:
    """Remember that a sweep finished."""
    session.merge(SweepRun(name=name, finished_at=now, result=result))


def sweep_runs(session: Session) -> Sequence[SweepRun]:
    """When each sweep last finished."""
    return session.exec(select(SweepRun).order_by(SweepRun.name)).all()
