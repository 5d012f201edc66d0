"""Every version of a plan that was ever applied, with who and when; the newest is in force."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import UniqueConstraint, func, tuple_
from sqlalchemy.orm import defer
from sqlmodel import Field, Session, SQLModel, col, select

from models.calendar import WorkCalendar
from models.columns import UtcDateTime
from models.errors import NotFoundError
from models.language import _
from models.plan import PlanDocument


class PlanVersion(SQLModel, table=True):
    """One applied version: the document as canonical JSON, and the text it was read from."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(max_length=64)
    version: int
    document: str
    source: str
    sha256: str = Field(max_length=64)
    applied_at: datetime = Field(sa_type=UtcDateTime)
    applied_by: str = Field(max_length=200)
    reason: str = ""


@dataclass(frozen=True)
class ActivePlan:
    """A version with its document and calendar ready for use; equal versions share one object."""

    version: int
    document: PlanDocument
    calendar: WorkCalendar

    @property
    def code(self) -> str:
        """The plan's code, the first part of an assignment's name."""
        return self.document.plan.code


@lru_cache(maxsize=32)
def _activate(version: int, document: str, _sha256: str) -> ActivePlan:
    plan = PlanDocument.model_validate_json(document)
    return ActivePlan(version, plan, WorkCalendar.of(plan.calendar))


def activate(row: PlanVersion) -> ActivePlan:
    """The plan of a stored version."""
    return _activate(row.version, row.document, row.sha256)


def canonical(document: PlanDocument, *, with_retired: bool = False) -> str:
    """The document as JSON: the same content gives the same text, whatever file it came from."""
    left_out = {"based_on"} if with_retired else {"based_on", "retired"}
    return document.model_dump_json(by_alias=True, exclude_defaults=True, exclude=left_out)


def digest_of(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def newest_version(session: Session, plan: str) -> PlanVersion | None:
    """The newest version of a plan, None where it was never applied."""
    query = select(PlanVersion).where(PlanVersion.plan == plan).order_by(col(PlanVersion.version).desc()).limit(1)
    return session.exec(query).first()


def source_of(session: Session, plan: str) -> str:
    """The text that people last wrote of a plan, with their comments; what commands changed since is not in it."""
    newest = newest_version(session, plan)
    return newest.source if newest else ""


def plan_versions(session: Session, plan: str) -> Sequence[PlanVersion]:
    """All versions of a plan, oldest first."""
    return session.exec(select(PlanVersion).where(PlanVersion.plan == plan).order_by(col(PlanVersion.version))).all()


def plan_version(session: Session, plan: str, version: int) -> ActivePlan:
    """A plan as one of its versions had it.

    Raises:
        NotFoundError: there is no such version.
    """
    query = select(PlanVersion).where(PlanVersion.plan == plan, PlanVersion.version == version)
    row = session.exec(query).first()
    if row is None:
        raise NotFoundError(
            _("kế hoạch {plan} không có phiên bản {version}; xem `dondoc plan show`").format(plan=plan, version=version)
        )
    return activate(row)


def plan_as_of(session: Session, code: str, instant: datetime) -> ActivePlan | None:
    """The version that was in force at an instant (the first, where the plan came later); None if never applied."""
    versions = plan_versions(session, code)
    applied = [row for row in versions if row.applied_at <= instant] or versions[:1]
    return activate(applied[-1]) if applied else None


def plan_codes(session: Session) -> list[str]:
    """Codes of the plans in this store."""
    return list(session.exec(select(PlanVersion.plan).distinct().order_by(PlanVersion.plan)).all())


def active_plan(session: Session, code: str | None = None) -> ActivePlan:
    """The version in force of a plan; the code may be left out where there is one plan.

    Raises:
        NotFoundError: no plan was applied yet, there is none of that code, or there are several and none was named.
    """
    if code is None:
        codes = plan_codes(session)
        if not codes:
            raise NotFoundError(_("chưa áp dụng kế hoạch nào: chạy `dondoc init --plan TỆP`"))
        if len(codes) > 1:
            raise NotFoundError(_("có nhiều kế hoạch ({codes}): nêu một bằng --plan").format(codes=", ".join(codes)))
        code = codes[0]
    row = newest_version(session, code)
    if row is None:
        raise NotFoundError(
            _("không có kế hoạch {code!r}; đã áp dụng: {known}").format(
                code=code, known=", ".join(plan_codes(session)) or _("chưa có")
            )
        )
    return activate(row)


def lock_plan(session: Session, code: str) -> None:
    """Let no other process change this plan's assignments until the transaction ends (SQLite has one writer anyway)."""
    query = select(PlanVersion.id).where(PlanVersion.plan == code).order_by(col(PlanVersion.id))
    session.exec(query.with_for_update()).all()


def active_plans(session: Session) -> list[ActivePlan]:
    """Every plan in force, by code."""
    newest = select(PlanVersion.plan, func.max(PlanVersion.version)).group_by(PlanVersion.plan)
    in_force = tuple_(col(PlanVersion.plan), col(PlanVersion.version)).in_(newest)
    text_left_out = defer(cast("Any", PlanVersion.source))
    rows = session.exec(select(PlanVersion).where(in_force).order_by(PlanVersion.plan).options(text_left_out))
    return [activate(row) for row in rows]
