"""Figures of an answer that lie far from the body's own history: said to who sends it and to who decides on it.

They are asked about, never refused or changed: the answer was taken in as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.assignments import find_assignment
from models.joint import carrier_of
from models.language import _
from models.store import Store
from models.submissions import SubmissionState, latest_submission
from models.versions import ActivePlan, active_plan
from reports.asking import Answered, unusual_figures
from reports.compiled import Outlier
from reports.content import outlier_json
from reports.questions import Question, question_on

#: So many of an answer are named in a mail.
_NAMED = 3
_UNDECIDED = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """A figure to ask about, as numbers and in words."""

    outlier: Outlier
    question: Question

    def __str__(self) -> str:
        return self.question.about

    def as_json(self) -> dict[str, object]:
        """An entry of the list `questions`."""
        return outlier_json(self.outlier)


def questions_on(
    session: Session, plan: ActivePlan, answers: Sequence[Answered], now: datetime
) -> dict[int, list[FigureQuestion]]:
    """By assignment, the figures of its answer to ask about, the farthest first; those with none are left out."""
    found = unusual_figures(session, plan, answers, now)
    return {key: [FigureQuestion(one, question_on(plan.document, one)) for one in some] for key, some in found.items()}


def questions_of(store: Store, name: str, now: datetime) -> list[FigureQuestion]:
    """The same of what an assignment answered last; nothing where it was sent back.

    Raises:
        NotFoundError: no assignment of that name.
    """
    with store.reading() as session:
        row = find_assignment(session, name)
        plan = active_plan(session, row.plan)
        carrier = carrier_of(session, plan, row)
        answer = latest_submission(session, carrier.key)
        if answer is None or answer.state not in _UNDECIDED:
            return []
        return questions_on(session, plan, [(answer, carrier)], now).get(carrier.key, [])


def said_briefly(questions: Sequence[FigureQuestion]) -> tuple[str, ...]:
    """The first few in words, and how many more there are."""
    said = tuple(map(str, questions[:_NAMED]))
    rest = len(questions) - _NAMED
    return (*said, _("và {count} số nữa").format(count=rest)) if rest > 0 else said
