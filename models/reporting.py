"""Consolidated reports: what was compiled and what became of it, own words, templates, figures of earlier years.

Rows are only added, never changed but for the life of a build: so a report compiled again as of an earlier instant
finds what it found then.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import Exact, UtcDateTime
from models.errors import NotFoundError
from models.language import _


class ReportState(StrEnum):
    """The life of a compiled report: what is issued is locked, and a correction of it is a new build."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    ISSUED = "issued"


class ReportBuild(SQLModel, table=True):
    """A compiled report: what it was pinned to, the digest of its content, the hashes of its files, and its life.

    `pins` is a JSON list of submission revisions with their hashes; `files` maps each file's name to the SHA-256 of its
    bytes; `template` is the SHA-256 of the Word template; `changes` lists what differs from the last issued build.
    `program` is the version of dondoc that compiled it ("" before that was kept), `figures` the digest of its numbers
    alone: another version may say the same numbers in other words.
    """

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
    state: str = Field(default=ReportState.DRAFT, max_length=12)
    files: str = "{}"
    template: str = Field(default="", max_length=64)
    changes: str = "[]"
    program: str = Field(default="", max_length=40)
    figures: str = Field(default="", max_length=64)
    reviewed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reviewed_by: str | None = Field(default=None, max_length=200)
    issued_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    issued_by: str | None = Field(default=None, max_length=200)
    document_number: str | None = Field(default=None, max_length=80)
    document_date: date | None = None

    @property
    def file_hashes(self) -> Mapping[str, str]:
        """SHA-256 by file name."""
        found: dict[str, str] = json.loads(self.files)
        return found

    @property
    def pinned(self) -> Sequence[Mapping[str, Any]]:
        """The pins as they were written: assignment, revision and sha256 of each submission."""
        found: list[dict[str, Any]] = json.loads(self.pins)
        return found

    @property
    def listed_changes(self) -> Sequence[Mapping[str, Any]]:
        """What differs from the build that this one replaces."""
        found: list[dict[str, Any]] = json.loads(self.changes)
        return found


class ReportText(SQLModel, table=True):
    """What the coordinator wrote under a heading; the newest by an instant counts, an empty one takes it back."""

    __tablename__ = "report_text"
    __table_args__ = (Index("ix_report_text_place", "plan", "report", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(max_length=64)
    report: str = Field(max_length=64)
    period: str = Field(max_length=16)
    section: str = Field(max_length=64)
    text: str
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(max_length=200)


class ReportTemplate(SQLModel, table=True):
    """A coordinator's own Word template, taken into use; the newest of its name by an instant counts.

    An empty `content` puts the shipped template back.
    """

    __tablename__ = "report_template"
    __table_args__ = (Index("ix_report_template_name", "plan", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(max_length=64)
    name: str = Field(max_length=64)
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=LargeBinary)
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(max_length=200)


class EarlierImport(SQLModel, table=True):
    """A workbook of earlier years' figures that was taken in: who, when, and the hash of the file."""

    __tablename__ = "earlier_import"

    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(max_length=64, index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(max_length=200)
    source_name: str
    sha256: str = Field(max_length=64)


class EarlierFigure(SQLModel, table=True):
    """An indicator's value in a period before the plan's own: for one body, or for the whole where `agency` is empty.

    The newest import by an instant that has a value for (period, indicator, agency) counts; a row without a value takes
    an earlier one back.
    """

    __tablename__ = "earlier_figure"
    __table_args__ = (
        UniqueConstraint("import_id", "period", "indicator", "agency"),
        Index("ix_earlier_figure_import", "import_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="earlier_import.id")
    period: str = Field(max_length=16)
    indicator: str = Field(max_length=64)
    agency: str = Field(default="", max_length=64)
    value: Decimal | None = Field(default=None, sa_type=Exact)
    estimate: bool = False
    source: str = Field(default="", max_length=500)
    cell: str = Field(default="", max_length=80)


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


def find_build(session: Session, plan: str, report: str, period: str, number: int | None = None) -> ReportBuild:
    """A compiled report by its number, else the newest.

    Raises:
        NotFoundError: it was never compiled; the message says which numbers there are.
    """
    found = builds_of(session, plan, report, period)
    chosen = [one for one in found if number is None or one.number == number]
    if chosen:
        return chosen[-1]
    if not found:
        said = _("báo cáo {report} kỳ {period} chưa được tổng hợp: chạy `dondoc report build {report} {period}`")
        raise NotFoundError(said.format(report=report, period=period))
    said = _("báo cáo {report} kỳ {period} không có lần {number}; có các lần {known}")
    known = ", ".join(str(one.number) for one in found)
    raise NotFoundError(said.format(report=report, period=period, number=number, known=known))


def last_issued(
    session: Session, plan: str, report: str, period: str, as_of: datetime, below: int | None = None
) -> ReportBuild | None:
    """The newest build that was issued by an instant, of those with a number under `below`; None where there is none.

    A correction names it, and says what changed since.
    """
    query = select(ReportBuild).where(
        ReportBuild.plan == plan,
        ReportBuild.report == report,
        ReportBuild.period == period,
        ReportBuild.state == ReportState.ISSUED,
        col(ReportBuild.issued_at) <= as_of,
    )
    if below is not None:
        query = query.where(ReportBuild.number < below)
    return session.exec(query.order_by(col(ReportBuild.number).desc()).limit(1)).first()


def issued_since(session: Session, plan: str, instant: datetime) -> Sequence[ReportBuild]:
    """Builds issued after an instant that no later issue has replaced, oldest first."""
    query = select(ReportBuild).where(ReportBuild.plan == plan, ReportBuild.state == ReportState.ISSUED)
    newest = {(one.report, one.period): one for one in session.exec(query.order_by(col(ReportBuild.number)))}
    fresh = [one for one in newest.values() if one.issued_at is not None and one.issued_at > instant]
    return sorted(fresh, key=lambda one: one.id or 0)


def own_texts(session: Session, plan: str, report: str, period: str, as_of: datetime) -> dict[str, ReportText]:
    """The coordinator's words by section, as they stood at an instant."""
    query = (
        select(ReportText)
        .where(ReportText.plan == plan, ReportText.report == report, ReportText.period == period)
        .where(col(ReportText.at) <= as_of)
        .order_by(col(ReportText.id))
    )
    found = {row.section: row for row in session.exec(query)}
    return {section: row for section, row in found.items() if row.text.strip()}


def texts_after(session: Session, plan: str, report: str, period: str, instant: datetime) -> dict[str, ReportText]:
    """What the coordinator wrote after an instant, the newest by section; a text taken back is among them."""
    query = (
        select(ReportText)
        .where(ReportText.plan == plan, ReportText.report == report, ReportText.period == period)
        .where(col(ReportText.at) > instant)
        .order_by(col(ReportText.id))
    )
    return {row.section: row for row in session.exec(query)}


def template_in_use(session: Session, plan: str, name: str, as_of: datetime) -> ReportTemplate | None:
    """The coordinator's own template of a name at an instant, None where the shipped one counts."""
    query = (
        select(ReportTemplate)
        .where(ReportTemplate.plan == plan, ReportTemplate.name == name, col(ReportTemplate.at) <= as_of)
        .order_by(col(ReportTemplate.id).desc())
        .limit(1)
    )
    row = session.exec(query).first()
    return row if row is not None and row.content else None


def templates_after(session: Session, plan: str, names: Sequence[str], instant: datetime) -> Sequence[ReportTemplate]:
    """What was taken into use under some names after an instant, the shipped one put back among it; in order."""
    query = (
        select(ReportTemplate)
        .where(ReportTemplate.plan == plan, col(ReportTemplate.name).in_(names), col(ReportTemplate.at) > instant)
        .order_by(col(ReportTemplate.id))
    )
    return session.exec(query).all()


def template_by_hash(session: Session, plan: str, sha256: str) -> ReportTemplate | None:
    """A template that was in use at some time, by the hash that a build keeps of it."""
    query = select(ReportTemplate).where(ReportTemplate.plan == plan, ReportTemplate.sha256 == sha256).limit(1)
    return session.exec(query).first()


def imports_of(session: Session, plan: str, as_of: datetime) -> Sequence[EarlierImport]:
    """The workbooks of earlier figures that were taken in by an instant, oldest first."""
    query = select(EarlierImport).where(EarlierImport.plan == plan, col(EarlierImport.at) <= as_of)
    return session.exec(query.order_by(col(EarlierImport.id))).all()


def imports_after(session: Session, plan: str, instant: datetime) -> Sequence[EarlierImport]:
    """The workbooks of earlier figures that were taken in after an instant, oldest first."""
    query = select(EarlierImport).where(EarlierImport.plan == plan, col(EarlierImport.at) > instant)
    return session.exec(query.order_by(col(EarlierImport.id))).all()


def periods_imported(session: Session, import_id: int) -> Sequence[str]:
    """The keys of the periods of which an import changed figures."""
    query = select(EarlierFigure.period).where(EarlierFigure.import_id == import_id).distinct()
    return session.exec(query.order_by(EarlierFigure.period)).all()


def earlier_figures(
    session: Session, plan: str, as_of: datetime, *, through: int | None = None, agencies: Collection[str] = ()
) -> list[tuple[EarlierFigure, EarlierImport]]:
    """Earlier figures as they stood at an instant, each with its import, by period, indicator and body.

    With `through` they are those that stood after the import of that number, with `agencies` those of these bodies.
    """
    query = (
        select(EarlierFigure, EarlierImport)
        .join(EarlierImport, col(EarlierImport.id) == EarlierFigure.import_id)
        .where(EarlierImport.plan == plan, col(EarlierImport.at) <= as_of)
        .order_by(col(EarlierFigure.import_id), col(EarlierFigure.id))
    )
    if through is not None:
        query = query.where(col(EarlierImport.id) <= through)
    if agencies:
        query = query.where(col(EarlierFigure.agency).in_(agencies))
    newest = {(row.period, row.indicator, row.agency): (row, source) for row, source in session.exec(query)}
    return [newest[key] for key in sorted(newest) if newest[key][0].value is not None]
