"""Answers to rows and back: what a revision keeps, and the form that comes filled in with the answer before."""

import json
from dataclasses import replace
from decimal import Decimal

from sqlmodel import Session

from intake.answers import Answer, Answers, DutyAnswer, FieldAnswer, PassageAnswer, spoken_fields
from intake.forms import FormSpec, form_spec, previous_figures
from models.assignments import Assignment, Workflow
from models.joint import carrier_of
from models.submissions import Figure, PassageText, Submission, figures_of, latest_submission, passages_of
from models.versions import ActivePlan


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


def filled_form(session: Session, plan: ActivePlan, assignment: Assignment) -> tuple[FormSpec, Answers | None]:
    """An assignment's form with what it comes filled in with: its latest answer, so that nobody types it twice.

    Once the answer is accepted its estimates are blanks again, each named beside its indicator: an estimate that
    stood in its cell would be sent back as the final figure without anybody having looked.

    Raises:
        NotFoundError: the plan no longer has the obligation, or the form it names.
    """
    spec = form_spec(plan, assignment, previous_figures(session, plan, assignment))
    newest = latest_submission(session, carrier_of(session, plan, assignment).key)
    if newest is None:
        return spec, None
    answers = stored_answers(session, newest)
    return _to_settle(spec, answers) if assignment.state == Workflow.ACCEPTED else (spec, answers)


def _to_settle(spec: FormSpec, answers: Answers) -> tuple[FormSpec, Answers]:
    estimates = {code: one.value or Decimal(0) for code, one in answers.figures.items() if one.estimate}
    questions = tuple(replace(one, estimated=estimates.get(one.code)) for one in spec.questions)
    kept = {code: one for code, one in answers.figures.items() if code not in estimates}
    return replace(spec, questions=questions), replace(answers, figures=kept)
