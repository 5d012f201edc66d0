"""Answers to rows and back: what a revision keeps, and a form filled with the answer that was returned."""

import json
from decimal import Decimal

from sqlmodel import Session

from intake.answers import Answer, Answers, DutyAnswer, FieldAnswer, PassageAnswer, spoken_fields
from models.submissions import Figure, PassageText, Submission, figures_of, passages_of


def store_answers(session: Session, submission: Submission, answers: Answers) -> None:
    """Add a revision with its figures, passages, duty lines and fields to the session, and give it its id."""
    submission.report = json.dumps(spoken_fields(answers.fields), ensure_ascii=False, sort_keys=True)
    session.add(submission)
    session.flush()
    if submission.id is None:
        raise AssertionError("a flushed row has its id")
    for code, answer in answers.figures.items():
        session.add(_figure(submission.id, code, answer))
    for code, passage in answers.passages.items():
        session.add(PassageText(submission_id=submission.id, code=code, text=passage.text, cell=passage.where[:80]))
    for code, duty in answers.duties.items():
        row = PassageText(submission_id=submission.id, code=code, duty=code, status=duty.status, text=duty.text)
        row.cell = duty.where[:80]
        session.add(row)
    session.flush()


def _figure(submission_id: int, code: str, answer: Answer) -> Figure:
    return Figure(
        submission_id=submission_id,
        indicator=code,
        value=answer.value,
        nil=answer.nil,
        estimate=answer.estimate,
        cell=answer.where[:80],
        note=answer.note,
    )


def stored_answers(session: Session, submission: Submission) -> Answers:
    """What a revision says, for a form that is filled in already when it goes out for correction."""
    if submission.id is None:
        return Answers()
    answers = Answers(nil=submission.nil)
    for figure in figures_of(session, [submission.id])[submission.id]:
        value: Decimal | None = figure.value
        answers.figures[figure.indicator] = Answer(value, figure.nil, figure.estimate, figure.note, figure.cell)
    for passage in passages_of(session, [submission.id])[submission.id]:
        if passage.duty:
            answers.duties[passage.duty] = DutyAnswer(passage.status, passage.text, passage.cell)
        else:
            answers.passages[passage.code] = PassageAnswer(passage.text, passage.cell)
    answers.fields = {code: FieldAnswer(value) for code, value in submission.answers.items()}
    return answers
