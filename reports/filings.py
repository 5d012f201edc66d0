"""What a report finds in the store at an instant: each assignment with what was accepted, waiting or excused then.

A revision accepted at `t` counts from `t` on until a later revision of the same assignment is accepted; so a report
compiled again as of an earlier instant finds what it found then.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from models.assignments import Assignment, Workflow, assignments_within
from models.cutoffs import Window, cutoff_window
from models.forms import Form
from models.periods import Period, parse_period
from models.plan import Obligation, PlanDocument, Report
from models.submissions import (
    FigureValue,
    PassageText,
    Submission,
    SubmissionState,
    figure_values_of,
    passages_of,
    submissions_in_states,
)
from models.versions import ActivePlan, activate, plan_as_of, plan_versions
from reports.figures import Answer, Input
from reports.hindsight import as_they_stood
from reports.text import clean
from reports.tiling import Piece, tile

_ACCEPTED = (SubmissionState.ACCEPTED, SubmissionState.REPLACED)


@dataclass(frozen=True)
class Filing:
    """An assignment as it stood at the report's instant.

    `accepted` is the revision that counts, `waiting` a newer one nobody had decided on; `served_by` names the partner
    whose joint submission answers for this body too.
    """

    assignment: Assignment
    obligation: Obligation
    form: Form | None
    nominal: Window
    accepted: Submission | None = None
    waiting: Submission | None = None
    returned: bool = False
    first_received: datetime | None = None
    due_then: date | None = None
    figures: Sequence[FigureValue] = ()
    passages: Sequence[PassageText] = ()
    excused: bool = False
    ended: bool = False
    served_by: str | None = None

    @property
    def agency(self) -> str:
        """The body that owes it."""
        return self.assignment.agency

    @property
    def settled(self) -> bool:
        """Whether nothing is owed any more: answered, excused, or no longer asked for."""
        answered = self.accepted is not None or self.waiting is not None or self.served_by is not None
        return answered or self.excused or self.ended


@dataclass
class _Seen:
    """The revisions of one assignment that had come in by the instant."""

    assignment: Assignment
    revisions: list[Submission] = field(default_factory=list)


def filings_between(
    session: Session, plan: ActivePlan, days: Window, as_of: datetime, agencies: Collection[str] = ()
) -> list[Filing]:
    """Every filing of all or some `agencies` whose data lie within `days`, by name, as it stood at `as_of`."""
    seen: dict[int, _Seen] = {}
    rows = assignments_within(session, plan.code, days.first, days.last, agencies)
    for row in as_they_stood(session, rows, as_of):
        seen[row.key] = _Seen(row)
    states = list(SubmissionState)
    for submission, row in submissions_in_states(session, plan.code, days.first, days.last, states, agencies):
        if submission.received_at <= as_of and row.key in seen:
            seen[row.key].revisions.append(submission)
    forms = _Forms(session, plan)
    in_order = sorted(seen.values(), key=lambda each: each.assignment.name)
    return _with_content(session, _joined([_filing(plan.document, forms, each, as_of) for each in in_order]))


class _Forms:
    """Forms as the plan has them, or as its last version had one that was since taken out."""

    def __init__(self, session: Session, plan: ActivePlan) -> None:
        self._session = session
        self._plan = plan
        self._forms = {form.code: form for form in plan.document.forms}
        self._with_older: dict[str, Form] | None = None

    def find(self, code: str) -> Form | None:
        return self._forms.get(code) or self._older().get(code)

    def _older(self) -> dict[str, Form]:
        if self._with_older is None:
            versions = plan_versions(self._session, self._plan.code)
            older = (row for row in versions if row.version <= self._plan.version)
            self._with_older = {form.code: form for row in older for form in activate(row).document.forms}
        return self._with_older


def _filing(document: PlanDocument, forms: _Forms, seen: _Seen, as_of: datetime) -> Filing:
    row = seen.assignment
    obligation = document.obligation(row.obligation)
    form = forms.find(obligation.form) if obligation.form else None
    decided = row.decided_at is None or row.decided_at <= as_of
    accepted = [one for one in seen.revisions if _accepted_by(one, as_of)]
    newest = seen.revisions[-1] if seen.revisions else None
    undecided = newest is not None and (newest.reviewed_at is None or newest.reviewed_at > as_of)
    return Filing(
        row,
        obligation,
        form,
        _nominal(row),
        accepted=accepted[-1] if accepted else None,
        waiting=newest if undecided else None,
        returned=newest is not None and not undecided and newest.state == SubmissionState.RETURNED,
        first_received=seen.revisions[0].received_at if seen.revisions else None,
        due_then=seen.revisions[0].due_then if seen.revisions else None,
        excused=row.state == Workflow.EXCUSED and decided,
        ended=_ended(document, row),
    )


def _accepted_by(submission: Submission, as_of: datetime) -> bool:
    reviewed = submission.reviewed_at
    return submission.state in _ACCEPTED and reviewed is not None and reviewed <= as_of


def _ended(document: PlanDocument, row: Assignment) -> bool:
    """Whether the plan in force no longer gives this body this obligation."""
    obligation = next((one for one in document.obligations if one.code == row.obligation), None)
    return row.state == Workflow.CLOSED and (
        obligation is None or row.agency not in document.members(obligation.assigned_to)
    )


def _nominal(row: Assignment) -> Window:
    if row.period == "once":
        return Window(row.cutoff_from, row.cutoff_to)
    period = parse_period(row.period)
    return Window(period.first, period.last)


def _joined(filings: Sequence[Filing]) -> list[Filing]:
    """Mark the partners of a joint submission as served by the body that sent it; one alone carries the figures."""
    groups: dict[tuple[str, str], list[Filing]] = {}
    for filing in filings:
        if filing.obligation.joint:
            groups.setdefault((filing.obligation.code, filing.assignment.period), []).append(filing)
    served: dict[str, str] = {}
    for group in groups.values():
        sender = max(group, key=_newest_answer)
        if sender.accepted is not None or sender.waiting is not None:
            served.update({one.assignment.name: sender.agency for one in group if one is not sender})
    return [
        replace(filing, accepted=None, waiting=None, served_by=served[filing.assignment.name])
        if filing.assignment.name in served
        else filing
        for filing in filings
    ]


def _newest_answer(filing: Filing) -> tuple[float, float]:
    """By acceptance first, then by what waits: the later one speaks for the partners."""
    accepted = filing.accepted.reviewed_at if filing.accepted else None
    waiting = filing.waiting.received_at if filing.waiting else None
    return (accepted.timestamp() if accepted else 0.0, waiting.timestamp() if waiting else 0.0)


def _with_content(session: Session, filings: Sequence[Filing]) -> list[Filing]:
    ids = [one.accepted.id for one in filings if one.accepted is not None and one.accepted.id is not None]
    figures, passages = figure_values_of(session, ids), passages_of(session, ids)
    found = []
    for filing in filings:
        key = filing.accepted.id if filing.accepted else None
        content = key is not None and replace(filing, figures=figures[key], passages=passages[key])
        found.append(content or filing)
    return found


def inputs_of(plan: ActivePlan, filings: Iterable[Filing]) -> list[Input]:
    """The filings whose forms ask for figures, as the figures see them."""
    return [
        _input(plan, filing, filing.form)
        for filing in filings
        if filing.form is not None and filing.form.indicators and filing.served_by is None
    ]


@dataclass(frozen=True)
class Previous:
    """What the comparison with last year rests on: the plan that this one follows, its filings, and their figures."""

    plan: ActivePlan | None = None
    filings: Sequence[Filing] = ()
    inputs: Sequence[Input] = ()


def previous_of(
    session: Session, plan: ActivePlan, days: Window, until: date, as_of: datetime, agencies: Collection[str] = ()
) -> Previous:
    """Last year's filings from the plan that this one follows, and their figures as this one names them.

    Accepted filings of `days` whose data end before `until`, so that they can only serve the comparison, under the
    version in force at `as_of`. Nothing where the plan names no previous one, or that one was never applied here.
    """
    code = plan.document.plan.previous
    earlier = plan_as_of(session, code, as_of) if code else None
    if earlier is None:
        return Previous()
    renamed = {one.previous_code: one.code for one in plan.document.indicators if one.previous_code}
    filings = filings_between(session, earlier, days, as_of, agencies)
    inputs = [_renamed(one, renamed) for one in inputs_of(earlier, filings) if one.window.last < until]
    used = {one.assignment for one in inputs}
    return Previous(earlier, [one for one in filings if one.assignment.name in used], inputs)


def _renamed(given: Input, renamed: Mapping[str, str]) -> Input:
    if not renamed:
        return given
    answers = {renamed.get(code, code): answer for code, answer in given.answers.items()}
    return replace(given, indicators=tuple(renamed.get(code, code) for code in given.indicators), answers=answers)


def _input(plan: ActivePlan, filing: Filing, form: Form) -> Input:
    row, submission = filing.assignment, filing.accepted
    bodies = plan.document.members(filing.obligation.assigned_to) if filing.obligation.joint else ()
    return Input(
        assignment=row.name,
        agency=bodies[0] if bodies else row.agency,  # a joint obligation counts as one body, its first
        window=_data_window(plan.document, filing, form),
        nominal=filing.nominal,
        indicators=form.indicators,
        answers=_answers(filing, form),
        submission=(submission.id or 0) if submission else 0,
        revision=submission.revision if submission else 0,
        excused=filing.excused,
        ended=filing.ended,
        bodies=bodies,
        own=Window(row.cutoff_from, row.cutoff_to) if form.cumulative else None,
    )


def _data_window(document: PlanDocument, filing: Filing, form: Form) -> Window:
    """The days its figures cover: a cumulative form counts from the first cut-off day of the period's year."""
    row = filing.assignment
    if not form.cumulative or filing.obligation.period in ("once", "program"):
        return Window(row.cutoff_from, row.cutoff_to)
    cutoff = filing.obligation.cutoff
    year = cutoff_window(parse_period(row.period[:4]), cutoff, document.cutoff_profile(cutoff))
    return Window(min(year.first, row.cutoff_from), row.cutoff_to)


def _answers(filing: Filing, form: Form) -> Mapping[str, Answer]:
    if filing.accepted is None:
        return {}
    found = {
        figure.indicator: Answer(figure.value or Decimal(0), figure.nil, figure.estimate, clean(figure.cell))
        for figure in filing.figures
        if figure.nil or figure.value is not None
    }
    if filing.accepted.nil:
        found = {code: found.get(code, Answer(Decimal(0), nil=True)) for code in form.indicators} | found
    return found


def feeds(report: Report, filing: Filing) -> bool:
    """Whether a report waits for a filing: what bodies report periodically, and what its headings name.

    A task, a hand-over and what is owed only once (an urgent request in mid-year) count where their obligation's
    `section` is one of the report's headings; else they are told apart from who has reported.
    """
    duty = filing.obligation
    if duty.kind == "report" and duty.period != "once":
        return True
    return any(section.code == duty.section for section in report.sections)


def relevant_to(period: Period, window: Window, filings: Sequence[Filing]) -> list[Filing]:
    """The filings by which bodies answer for this period, leaving out those that another report is made from.

    An obligation whose periods make up the report's answers for it, and so does one that began later but runs to its
    end; the rest answer together where they make it up (a half-year and a third quarter make nine months).
    """
    by_duty: dict[tuple[str, str], list[Filing]] = {}
    for filing in filings:
        if _lies_in(period, window, filing):
            by_duty.setdefault((filing.agency, filing.obligation.code), []).append(filing)
    chosen: set[str] = set()
    rest: dict[str, list[Filing]] = {}
    for (agency, _), group in by_duty.items():
        if _answers_alone(period, group):
            chosen.update(filing.assignment.name for filing in group)
        elif group[0].obligation.kind == "report":
            rest.setdefault(agency, []).extend(group)
    for group in rest.values():
        chosen.update(piece.assignment for piece in _nominal_tile(period, group) or [])
    return [filing for filing in filings if filing.assignment.name in chosen]


def _lies_in(period: Period, window: Window, filing: Filing) -> bool:
    row, nominal = filing.assignment, filing.nominal
    by_data = window.first <= row.cutoff_from and row.cutoff_to <= window.last
    return by_data or (period.first <= nominal.first and nominal.last <= period.last)


def _nominal_tile(period: Period, group: Sequence[Filing]) -> list[Piece] | None:
    pieces = [Piece(filing.nominal, filing.assignment.name, Decimal(0)) for filing in group]
    return tile(Window(period.first, period.last), pieces)


def _answers_alone(period: Period, group: Sequence[Filing]) -> bool:
    if group[0].obligation.period == "once":
        return period.kind != "program"
    if _nominal_tile(period, group) is not None:
        return True
    covered = sum((filing.nominal.day_after - filing.nominal.first).days for filing in group)
    to_the_end = any(filing.nominal.last == period.last for filing in group)
    return to_the_end and 2 * covered >= (period.last - period.first).days
