"""What to ask about a single answer: its figures far from the body's own history, before any report is made of them.

The rule is that of reports (`reports.outliers`), and so is the history: the year before and what came since, in this
plan and the one it follows, and the earlier years that were taken in. An earlier period's answer that nobody has
decided on yet is history too, where none was accepted.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from models.assignments import Assignment
from models.cutoffs import Window
from models.reporting import earlier_figures
from models.submissions import FigureValue, Submission, figure_values_of
from models.versions import ActivePlan
from reports.compiled import Outlier
from reports.earlier import earlier_inputs
from reports.figures import Input
from reports.filings import Filing, filings_between, inputs_of, previous_of
from reports.outliers import find_outliers
from reports.questions import farthest_first

Answered = tuple[Submission, Assignment]


def unusual_figures(
    session: Session, plan: ActivePlan, answers: Sequence[Answered], as_of: datetime
) -> dict[int, list[Outlier]]:
    """By assignment, the figures of its answer to ask about, the farthest first; those with none are left out.

    Each revision comes with the row that keeps it; whether it was accepted makes no difference.
    """
    asked = [(answer, row) for answer, row in answers if _has_figures(plan, row)]
    if not asked:
        return {}
    agencies = {row.agency for _answer, row in asked}
    days = Window(min(_since(row) for _answer, row in asked), max(row.cutoff_to for _answer, row in asked))
    filings = {one.assignment.key: one for one in filings_between(session, plan, days, as_of, agencies)}
    values = figure_values_of(session, [answer.id for answer, _row in asked if answer.id is not None])
    history = _history(session, plan, list(filings.values()), days, as_of, agencies)
    found = {}
    for answer, row in asked:
        if row.key in filings:
            (own,) = inputs_of(plan, [_as_accepted(filings[row.key], answer, values[answer.id or 0])])
            if unusual := _unusual(plan, own, history, _since(row)):
                found[row.key] = unusual
    return found


def _has_figures(plan: ActivePlan, row: Assignment) -> bool:
    code = plan.document.obligation(row.obligation).form
    return any(form.code == code and form.indicators for form in plan.document.forms)


def _since(row: Assignment) -> date:
    """From when a report on an assignment's period reads: the start of the year before, from whatever day it counts."""
    return date(row.cutoff_to.year - 2, 12, 1)


def _as_accepted(filing: Filing, answer: Submission, figures: Sequence[FigureValue]) -> Filing:
    return replace(filing, accepted=answer, figures=figures, served_by=None)


def _history(
    session: Session,
    plan: ActivePlan,
    filings: Sequence[Filing],
    days: Window,
    as_of: datetime,
    agencies: Collection[str],
) -> Sequence[Input]:
    filings = _with_waiting(session, filings)
    previous = previous_of(session, plan, days, days.day_after, as_of, agencies)
    taken = earlier_figures(session, plan.code, as_of, agencies=agencies)
    return [*inputs_of(plan, filings), *previous.inputs, *earlier_inputs(plan.document, "calendar", taken)]


def _with_waiting(session: Session, filings: Sequence[Filing]) -> list[Filing]:
    """Filings with what waits for a decision where nothing was accepted."""
    waiting = {one.assignment.key: one.waiting for one in filings if one.accepted is None and one.waiting is not None}
    values = figure_values_of(session, [answer.id for answer in waiting.values() if answer.id is not None])
    return [
        _as_accepted(one, answer, values[answer.id or 0]) if (answer := waiting.get(one.assignment.key)) else one
        for one in filings
    ]


def _unusual(plan: ActivePlan, own: Input, history: Sequence[Input], since: date) -> list[Outlier]:
    """The figures of one answer that lie far from those of the body's periods that ended before its own."""
    before = [
        one
        for one in history
        if one.agency == own.agency
        and one.nominal.last < own.nominal.last
        and (one.nominal.first >= since or not one.submission)  # of what was taken in, every year counts
    ]
    period = own.assignment.rpartition("/")[2]
    found = find_outliers(plan, own.nominal, [*before, own])
    return farthest_first(one for one in found if one.periods[-1] == period)
