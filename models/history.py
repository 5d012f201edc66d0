"""History: who did what to which assignment, when and why, each entry chained to the one before by its hash."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from models.assignments import Assignment
from models.columns import UtcDateTime
from models.language import _
from models.versions import PlanVersion


class History(SQLModel, table=True):
    """One entry. `hash` covers the entry and `previous`; the assignment's row holds the chain's length and head."""

    __tablename__ = "history"
    __table_args__ = (UniqueConstraint("subject", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(max_length=220)
    number: int
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(max_length=200)
    act: str = Field(max_length=24, index=True)
    reason: str = ""
    detail: str = "{}"
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


def _hash(entry: History) -> str:
    parts = [entry.subject, entry.number, entry.at.isoformat(), entry.by, entry.act, entry.reason, entry.detail]
    return hashlib.sha256(json.dumps([*parts, entry.previous], ensure_ascii=False).encode()).hexdigest()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def record(
    session: Session, assignment: Assignment, act: str, *, at: datetime, by: str, reason: str = "", **detail: object
) -> History:
    """Add an entry to an assignment's history, in the transaction of the change it tells of."""
    number, head = assignment.history_length + 1, assignment.history_head
    entry = _entry(assignment.name, number, head, act, at, by, reason, detail)
    assignment.history_length, assignment.history_head = number, entry.hash
    session.add(assignment)
    session.add(entry)
    return entry


def record_for_plan(
    session: Session, plan: str, act: str, *, at: datetime, by: str, reason: str = "", **detail: object
) -> History:
    """Add an entry to the history of a plan as a whole (versions, contacts, pauses)."""
    last = session.exec(select(History).where(History.subject == plan).order_by(col(History.number).desc())).first()
    number, head = (last.number + 1, last.hash) if last else (1, "")
    entry = _entry(plan, number, head, act, at, by, reason, detail)
    session.add(entry)
    session.flush()
    return entry


def _entry(
    subject: str, number: int, head: str, act: str, at: datetime, by: str, reason: str, detail: dict[str, object]
) -> History:
    at = at.astimezone(UTC)
    said = json.dumps(detail, ensure_ascii=False, sort_keys=True, default=_plain)
    entry = History(
        subject=subject, number=number, at=at, by=by, act=act, reason=reason, detail=said, previous=head, hash=""
    )
    entry.hash = _hash(entry)
    return entry


def history_of(session: Session, subject: str | None = None) -> Sequence[History]:
    """Entries of an assignment or plan, or of everything, in order."""
    query = select(History)
    if subject is not None:
        return session.exec(query.where(History.subject == subject).order_by(col(History.number))).all()
    return session.exec(query.order_by(col(History.id))).all()


def entries_of(session: Session, subjects: Sequence[str]) -> dict[str, list[History]]:
    """Entries of several subjects in order; those without any are left out."""
    found: dict[str, list[History]] = {}
    for start in range(0, len(subjects), 500):
        query = select(History).where(col(History.subject).in_(subjects[start : start + 500]))
        for entry in session.exec(query.order_by(History.subject, col(History.number))):
            found.setdefault(entry.subject, []).append(entry)
    return found


def subjects_touched_after(session: Session, subjects: Sequence[str], instant: datetime) -> list[str]:
    """Those of some subjects whose history has an entry later than an instant."""
    found: list[str] = []
    for start in range(0, len(subjects), 500):
        part = col(History.subject).in_(subjects[start : start + 500])
        found += session.exec(select(History.subject).where(part, col(History.at) > instant).distinct()).all()
    return found


def acts_after(session: Session, plan: str, acts: Sequence[str], instant: datetime) -> Sequence[History]:
    """The entries of some acts on a plan's assignments that are later than an instant, in order."""
    own = col(History.subject).startswith(f"{plan}:", autoescape=True)
    query = select(History).where(col(History.act).in_(acts), own, col(History.at) > instant)
    return session.exec(query.order_by(col(History.at), col(History.id))).all()


def broken_chains(session: Session) -> list[str]:
    """Verify every chain: a line for each whose entries were changed, cut, or do not end where they should."""
    problems = []
    ends: dict[str, tuple[int, str]] = {}
    query = select(History).order_by(History.subject, col(History.number)).execution_options(yield_per=1000)
    for entry in session.exec(query):
        number, head = ends.get(entry.subject, (0, ""))
        if entry.number != number + 1 or entry.previous != head:
            said = _("{subject}: mục {number} không nối tiếp mục {before}")
            problems.append(said.format(subject=entry.subject, number=entry.number, before=number))
        elif entry.hash != _hash(entry):
            said = _("{subject}: mục {number} đã bị sửa sau khi ghi")
            problems.append(said.format(subject=entry.subject, number=entry.number))
        ends[entry.subject] = (entry.number, entry.hash)
    for name, length, head in session.exec(
        select(Assignment.name, Assignment.history_length, Assignment.history_head).order_by(Assignment.name)
    ):
        if ends.get(name, (0, "")) != (length, head):
            said = _("{subject}: lịch sử có {found} mục, lẽ ra có {length} mục và kết thúc bằng đúng mục đã ghi")
            problems.append(said.format(subject=name, found=ends.get(name, (0, ""))[0], length=length))
    problems.extend(_unfounded(session))
    return problems


def _unfounded(session: Session) -> list[str]:
    """What stands in the tables and should stand in the history too: plan versions, and first due dates."""
    applied = {
        (entry.subject, json.loads(entry.detail).get("sha256"))
        for entry in session.exec(select(History).where(History.act == "applied"))
    }
    versions = session.exec(select(PlanVersion)).all()
    said = _("{subject}: phiên bản {version} không có trong lịch sử")
    problems = [
        said.format(subject=row.plan, version=row.version) for row in versions if (row.plan, row.sha256) not in applied
    ]
    created = select(History.subject, History.detail).where(History.act == "created")
    dues = {subject: json.loads(detail).get("due") for subject, detail in session.exec(created)}
    for row in session.exec(select(Assignment).order_by(Assignment.name)):
        if dues.get(row.name) != row.original_due.isoformat():
            problems.append(_("{subject}: hạn gốc đã bị sửa").format(subject=row.name))
    return problems
