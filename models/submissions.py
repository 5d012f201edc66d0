"""Submissions: what a body answered, revision by revision, figure by figure; and what was refused."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, SQLModel, col, select

from models.assignments import Assignment, Workflow
from models.columns import Exact, UtcDateTime


class SubmissionState(StrEnum):
    """What became of a revision."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REPLACED = "replaced"  # by a later revision, before anybody decided on it or after it was accepted


class Submission(SQLModel, table=True):
    """One revision of an answer. `sha256` is of its canonical content: a report is pinned to it."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("assignment_id", "revision"), Index("ix_submission_state", "state"))

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    revision: int
    state: str = Field(default=SubmissionState.SUBMITTED, max_length=12)
    received_at: datetime = Field(sa_type=UtcDateTime)
    received_from: str = Field(max_length=254)
    channel: str = Field(max_length=8)
    on_behalf: bool = False
    nil: bool = False
    plan_version: int
    due_then: date
    source_name: str = ""
    source_sha256: str = Field(default="", max_length=64)
    sha256: str = Field(max_length=64)
    report: str = "{}"
    reviewed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reviewed_by: str | None = None

    @property
    def answers(self) -> dict[str, str]:
        """What a task or hand-over says: status, percent, date, number, count, note."""
        found: dict[str, str] = json.loads(self.report)
        return found


class Figure(SQLModel, table=True):
    """One indicator's value in one revision; `nil` says that nothing occurred, which is not the same as missing."""

    __tablename__ = "figure"
    __table_args__ = (
        UniqueConstraint("submission_id", "indicator"),
        Index("ix_figure_indicator", "indicator"),
        # Few figures are estimates, and a summary asks for them every day.
        Index(
            "ix_figure_estimate",
            "submission_id",
            sqlite_where=text("estimate IS 1"),
            postgresql_where=text("estimate IS true"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    indicator: str = Field(max_length=64)
    value: Decimal | None = Field(default=None, sa_type=Exact)
    nil: bool = False
    estimate: bool = False
    cell: str = Field(default="", max_length=80)
    note: str = ""


class PassageText(SQLModel, table=True):
    """What a body wrote under one of a form's passages, or about a standing duty (`duty` is then its obligation)."""

    __tablename__ = "passage"
    __table_args__ = (UniqueConstraint("submission_id", "code", "duty"),)

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    code: str = Field(max_length=64)
    duty: str = Field(default="", max_length=64)
    status: str = Field(default="", max_length=16)
    text: str = ""
    cell: str = Field(default="", max_length=80)


class Refusal(SQLModel, table=True):
    """Something that was refused at the door: who, when, what hash, where and why; never what it said."""

    __tablename__ = "refusal"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    assignment: str = Field(default="", max_length=220)
    sender: str = Field(max_length=254)
    sha256: str = Field(max_length=64)
    reasons: str


def submissions_of(session: Session, assignment_id: int) -> Sequence[Submission]:
    """All revisions of an assignment, oldest first."""
    query = select(Submission).where(Submission.assignment_id == assignment_id)
    return session.exec(query.order_by(col(Submission.revision))).all()


def revisions_by_assignment(
    session: Session, assignment_ids: Iterable[int], as_of: datetime
) -> dict[int, list[Submission]]:
    """The revisions of some assignments that had come in by an instant, oldest first."""
    ids = list(assignment_ids)
    found: dict[int, list[Submission]] = {key: [] for key in ids}
    for start in range(0, len(ids), 500):
        mine = col(Submission.assignment_id).in_(ids[start : start + 500])
        query = select(Submission).where(mine, col(Submission.received_at) <= as_of)
        for row in session.exec(query.order_by(col(Submission.assignment_id), col(Submission.revision))):
            found[row.assignment_id].append(row)
    return found


def find_revision(session: Session, assignment: str, revision: int) -> Submission | None:
    """A revision by the name of its assignment, None where it is not there."""
    query = (
        select(Submission)
        .join(Assignment, col(Assignment.id) == Submission.assignment_id)
        .where(Assignment.name == assignment, Submission.revision == revision)
    )
    return session.exec(query).first()


def accepted_after(
    session: Session, plan: str, first: date, last: date, instant: datetime
) -> Sequence[tuple[Submission, Assignment]]:
    """Revisions accepted after an instant whose cut-off window lies within the days given, by when they were."""
    query = (
        select(Submission, Assignment)
        .join(Assignment, col(Assignment.id) == Submission.assignment_id)
        .where(
            Assignment.plan == plan,
            col(Assignment.cutoff_from) >= first,
            col(Assignment.cutoff_to) <= last,
            col(Submission.state).in_((SubmissionState.ACCEPTED, SubmissionState.REPLACED)),
            col(Submission.reviewed_at) > instant,
        )
        .order_by(col(Submission.reviewed_at), col(Submission.id))
    )
    return session.exec(query).all()


def latest_submission(session: Session, assignment_id: int) -> Submission | None:
    """The newest revision, None where nothing came in."""
    query = select(Submission).where(Submission.assignment_id == assignment_id)
    return session.exec(query.order_by(col(Submission.revision).desc()).limit(1)).first()


def accepted_submission(session: Session, assignment_id: int) -> Submission | None:
    """The revision that counts in reports, None where none was accepted."""
    query = select(Submission).where(
        Submission.assignment_id == assignment_id, Submission.state == SubmissionState.ACCEPTED
    )
    return session.exec(query.order_by(col(Submission.revision).desc()).limit(1)).first()


def unreviewed_submissions(session: Session, plan: str) -> Sequence[tuple[Submission, Assignment]]:
    """Revisions that wait for the coordinator, longest waiting first."""
    query = (
        select(Submission, Assignment)
        .join(Assignment, col(Assignment.id) == Submission.assignment_id)
        .where(Submission.state == SubmissionState.SUBMITTED, Assignment.plan == plan)
        .order_by(col(Submission.received_at), col(Submission.id))
    )
    return session.exec(query).all()


def submissions_in_states(
    session: Session, plan: str, first: date, last: date, states: Sequence[str], agencies: Collection[str] = ()
) -> Sequence[tuple[Submission, Assignment]]:
    """Revisions whose cut-off window lies within the days given, with their assignments, in a fixed order.

    Those of some bodies, or of all.
    """
    query = (
        select(Submission, Assignment)
        .join(Assignment, col(Assignment.id) == Submission.assignment_id)
        .where(
            Assignment.plan == plan,
            col(Assignment.cutoff_from) >= first,
            col(Assignment.cutoff_to) <= last,
            col(Submission.state).in_(states),
        )
        .order_by(col(Assignment.name), col(Submission.revision))
    )
    if agencies:
        query = query.where(col(Assignment.agency).in_(agencies))
    return session.exec(query).all()


def estimates_to_settle(session: Session, plan: str, today: date) -> Sequence[tuple[Assignment, tuple[str, ...]]]:
    """Assignments whose accepted figures are estimates in part though their days are over, with these indicators.

    Those with a newer revision that waits for review are left out; oldest periods first.
    """
    query = (
        select(Assignment, Figure.indicator)
        .join(Submission, col(Submission.assignment_id) == Assignment.id)
        .join(Figure, col(Figure.submission_id) == Submission.id)
        .where(
            col(Figure.estimate).is_(True),
            Submission.state == SubmissionState.ACCEPTED,
            Assignment.plan == plan,
            col(Assignment.state).in_((Workflow.ACCEPTED, Workflow.RETURNED)),
            col(Assignment.cutoff_to) < today,
        )
        .order_by(col(Assignment.cutoff_to), Assignment.name, Figure.indicator)
    )
    found: dict[str, tuple[Assignment, list[str]]] = {}
    for assignment, indicator in session.exec(query):
        found.setdefault(assignment.name, (assignment, []))[1].append(indicator)
    return [(assignment, tuple(indicators)) for assignment, indicators in found.values()]


class FigureValue(NamedTuple):
    """A figure as a report reads it: `Figure` without what the store needs to change one, at a third of the cost."""

    indicator: str
    value: Decimal | None
    nil: bool
    estimate: bool
    cell: str


def figure_values_of(session: Session, submission_ids: Iterable[int]) -> dict[int, list[FigureValue]]:
    """The figures of some revisions to be read only, by indicator."""
    ids = list(submission_ids)
    found: dict[int, list[FigureValue]] = {key: [] for key in ids}
    wanted = [col(Figure.submission_id), *(col(getattr(Figure, name)) for name in FigureValue._fields)]
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        query = select_columns(*wanted).where(col(Figure.submission_id).in_(part)).order_by(Figure.indicator)
        for key, *rest in session.connection().execute(query):
            found[key].append(FigureValue(*rest))
    return found


def figures_of(session: Session, submission_ids: Iterable[int]) -> dict[int, list[Figure]]:
    """The figures of some revisions, by indicator."""
    ids = list(submission_ids)
    found: dict[int, list[Figure]] = {key: [] for key in ids}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        query = select(Figure).where(col(Figure.submission_id).in_(part)).order_by(Figure.indicator)
        for figure in session.exec(query):
            found[figure.submission_id].append(figure)
    return found


def passages_of(session: Session, submission_ids: Iterable[int]) -> dict[int, list[PassageText]]:
    """The passages and duty lines of some revisions, in the order they were written."""
    ids = list(submission_ids)
    found: dict[int, list[PassageText]] = {key: [] for key in ids}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        query = select(PassageText).where(col(PassageText.submission_id).in_(part)).order_by(col(PassageText.id))
        for passage in session.exec(query):
            found[passage.submission_id].append(passage)
    return found
