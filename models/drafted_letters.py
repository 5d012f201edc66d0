"""Letters that were drafted: which assignments each is about, and by when it asks for an answer.

The letter itself is drafted anew whenever it is asked for; what is kept of one tells whether a letter that went out
later still leaves time to answer.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import UtcDateTime


class DraftedLetter(SQLModel, table=True):
    """A draft to one addressee; `assignments` is a JSON list of names, `answer_by` None where none is asked for."""

    __tablename__ = "drafted_letter"
    __table_args__ = (Index("ix_drafted_letter_addressee", "plan", "addressee"),)

    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(max_length=64)
    addressee: str = Field(max_length=64)
    kind: str = Field(max_length=12)
    drafted_at: datetime = Field(sa_type=UtcDateTime)
    answer_by: date | None = None
    assignments: str

    @property
    def about(self) -> Sequence[str]:
        """The names of the assignments it is about."""
        found: list[str] = json.loads(self.assignments)
        return found


def remember_drafted(session: Session, letter: DraftedLetter) -> None:
    """Keep what was drafted; the same again, as in the mails of several coordinators, is kept once."""
    query = select(DraftedLetter).where(
        DraftedLetter.plan == letter.plan,
        DraftedLetter.addressee == letter.addressee,
        DraftedLetter.kind == letter.kind,
    )
    last = session.exec(query.order_by(col(DraftedLetter.id).desc()).limit(1)).first()
    if last is None or (last.answer_by, last.assignments) != (letter.answer_by, letter.assignments):
        session.add(letter)
        session.flush()


def drafted_letters(
    session: Session, plan: str, addressee: str, assignments: Collection[str]
) -> Sequence[DraftedLetter]:
    """The drafts to an addressee that are about one of some assignments, oldest first."""
    query = select(DraftedLetter).where(DraftedLetter.plan == plan, DraftedLetter.addressee == addressee)
    rows = session.exec(query.order_by(col(DraftedLetter.drafted_at), col(DraftedLetter.id)))
    return [row for row in rows if not set(assignments).isdisjoint(row.about)]
