"""Compiling a consolidated report: figures by rule, words by heading, and an account of who is not in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from models.cutoffs import Window, cutoff_window
from models.periods import Period
from models.plan import PlanDocument, Report
from models.reporting import ReportBuild, earlier_figures, last_issued, own_texts
from models.schedule import Covered, report_coverage
from models.versions import ActivePlan, plan_version
from reports.attendance import add_years, behind_years, take_attendance, take_completion
from reports.changes import correction_of
from reports.clean_plan import cleaned
from reports.collecting import cycles_later
from reports.compiled import Attendances, CompiledReport, Completion, Pin, Series
from reports.content import digest_of_content
from reports.earlier import EarlierTotals, Row, earlier_inputs, earlier_pins
from reports.figures import IndicatorFigure, Input
from reports.filings import Filing, Previous, filings_between, inputs_of, previous_of, relevant_to
from reports.ledgers import Ledgers
from reports.measuring import compile_figures
from reports.narrative import gather_sections, in_plan_order, without_own_period
from reports.outliers import against_earlier_years, find_outliers, impossible_rates
from reports.reconciling import against_years, reconcile
from reports.resting import Resting
from reports.series import period_series, year_series, years_of
from reports.targets import show_targets
from reports.text import clean
from reports.withholding.parts import guarded


@dataclass(frozen=True)
class Ground:
    """What a report rests on as of an instant, before anything is worked out: its dates, filings and figures.

    `filings` are this plan's, `previous` those of the plan before; `inputs` are the filings' figures, `everything` adds
    last year's and those of earlier years that were taken in (`taken`, its wholes in `totals`).
    """

    report: Report
    covered: Covered
    before: Window | None
    filings: Sequence[Filing]
    previous: Previous
    inputs: Sequence[Input]
    everything: Sequence[Input]
    taken: Sequence[Row]
    totals: EarlierTotals


def survey(session: Session, plan: ActivePlan, code: str, period: str, as_of: datetime) -> Ground:
    """Gather what the report `code` on a period rests on as of an instant.

    Raises:
        NotFoundError: there is no such report, or the key is no period that ends within the plan.
    """
    document = plan.document
    report = document.report(code)
    covered = report_coverage(document, report, period, plan.calendar)
    before = window_before(document, report, covered.period)
    own = {one.fulfils for one in document.reports}  # a report does not report on itself or its kin
    days = days_to_read(covered, before)
    found = [one for one in filings_between(session, plan, days, as_of) if one.obligation.code not in own]
    filings = in_plan_order(document, found)
    inputs = inputs_of(plan, filings)
    taken = earlier_figures(session, plan.code, as_of)
    until = covered.window.first if before else covered.window.day_after
    previous = previous_of(session, plan, days, until, as_of)
    everything = [*inputs, *previous.inputs, *earlier_inputs(document, report.cutoff, taken)]
    totals = EarlierTotals(document, taken)
    return Ground(report, covered, before, filings, previous, inputs, everything, taken, totals)


@cycles_later()
def compile_report(
    session: Session, plan: ActivePlan, code: str, period: str, as_of: datetime, *, number: int | None = None
) -> CompiledReport:
    """The report `code` on a period (`2015`, `2015-H1`) as of an instant.

    Only submissions accepted by then count; one replaced later still does. Where a report on this period was issued
    before (of those built before `number`, in a recomputation), it says what changed since. The session is only read.

    Raises:
        NotFoundError: there is no such report, or the key is no period that ends within the plan.
    """
    plan = cleaned(plan)
    compiled = _content(session, plan, survey(session, plan, code, period, as_of), as_of)
    issued = last_issued(session, plan.code, code, compiled.period.key, as_of, number)
    if issued is not None:
        plan_then = plan_version(session, issued.plan, issued.plan_version)
        before = compile_build(session, plan_then, issued)
        compiled = replace(compiled, corrections=correction_of(issued, before, compiled))
    return replace(compiled, digest=digest_of_content(compiled))


def compile_build(session: Session, plan: ActivePlan, build: ReportBuild) -> CompiledReport:
    """A build's report as of its instant under a version of its plan, without what it said of one before.

    Raises:
        NotFoundError: that version has no such report, or the period is none of it.
    """
    plan = cleaned(plan)
    ground = survey(session, plan, build.report, build.period, build.as_of)
    return _content(session, plan, ground, build.as_of)


def _content(session: Session, plan: ActivePlan, ground: Ground, as_of: datetime) -> CompiledReport:
    report, covered = ground.report, ground.covered
    period, window = covered.period, covered.window
    ledgers, earlier = Ledgers(plan, report, ground.everything), period.year_before()
    own = Ledgers(plan, report, ground.inputs)
    then = ledgers.of(earlier) if earlier else None
    figures = compile_figures(plan, period, ledgers.of(period), then, ground.totals.of(earlier))
    tallies = years_of(period, ledgers)
    years, left_out = _within_reach(period, figures, year_series(plan, period, tallies, ground.totals, figures))
    texts = own_texts(session, plan.code, report.code, period.key, as_of)
    relevant = relevant_to(period, window, ground.filings)
    trend, secret = guarded(plan.document, period, own, figures, period_series(plan, period, own))
    sections = gather_sections(plan.document, report, period, figures, relevant)
    compiled = CompiledReport(
        plan=plan,
        report=report,
        period=period,
        window=window,
        before=ground.before,
        due=covered.due.day if covered.due else None,
        as_of=as_of,
        figures=tuple(figures),
        sections=tuple(sections if covered.due else without_own_period(sections)),
        attendance=account_of(plan, ground, relevant, as_of),
        reconciliation=(
            *reconcile(plan, window, period, ground.inputs),
            *against_years(plan, period, figures, years),
        ),
        pins=(),
        years=tuple(years),
        years_left_out=tuple(left_out),
        trend=tuple(trend),
        guarded=secret,
        outliers=(
            *find_outliers(plan, window, ground.everything),
            *against_earlier_years(plan, tallies, ground.totals),
            *impossible_rates(plan.document, tallies, ground.taken, ground.totals),
        ),
        own_texts={section: clean(row.text).strip() for section, row in sorted(texts.items())},
        earlier_pins=earlier_pins(ground.taken),
        completion=tuple(completion_of(plan, ground, relevant, as_of)),
    )
    return show_targets(replace(compiled, pins=_pins(compiled, ground, relevant, own, ledgers)))


def _within_reach(
    period: Period, figures: Sequence[IndicatorFigure], found: Sequence[Series]
) -> tuple[Sequence[Series], list[str]]:
    """The series of indicators that bodies report for such periods, and the codes of the others.

    Those show what was known of earlier years beside a gap that nothing can fill. A programme shows all of its years.
    """
    if period.kind == "program":
        return found, []
    shown = {figure.indicator for figure in figures if figure.collected}
    told = [one for one in found if one.indicator in shown]
    return told, [one.indicator for one in found if one.indicator not in shown]


def account_of(plan: ActivePlan, ground: Ground, relevant: Sequence[Filing], as_of: datetime) -> Attendances:
    """Who is in a report and who is not: of the filings on its period, and of those that a programme's years need."""
    behind = behind_years(plan.document, ground.report, ground.covered.period, ground.filings, relevant)
    own, lacking = (take_attendance(ground.report, each, plan.calendar, as_of) for each in (relevant, behind))
    return add_years(own, lacking)


def completion_of(plan: ActivePlan, ground: Ground, relevant: Sequence[Filing], as_of: datetime) -> list[Completion]:
    """How everything stands that is owed for a report: on its period, and for the tables by year of a programme."""
    behind = behind_years(plan.document, ground.report, ground.covered.period, ground.filings, relevant)
    return take_completion(ground.report, [*relevant, *behind], plan.calendar, as_of)


def window_before(document: PlanDocument, report: Report, period: Period) -> Window | None:
    """The same period's window of the year before; None where there is no such period."""
    earlier = period.year_before()
    if earlier is None:
        return None
    return cutoff_window(earlier, report.cutoff, document.cutoff_profile(report.cutoff))


def days_to_read(covered: Covered, before: Window | None) -> Window:
    """Wide enough for filings by data and by nominal period, and for last year's."""
    period, window = covered.period, covered.window
    starts = [window.first, period.first, *([before.first] if before else [])]
    return Window(min(starts), max(window.last, period.last))


def _pins(
    compiled: CompiledReport, ground: Ground, relevant: Sequence[Filing], own: Ledgers, all_years: Ledgers
) -> tuple[Pin, ...]:
    """Every submission that the figures or the words rest on: last year's too, in this plan or the one before it."""
    rests = Resting(compiled.document, compiled.period, own, all_years)
    rests.figures(compiled.figures)
    rests.over_time(compiled.years, compiled.trend)
    rests.beside(compiled.reconciliation)
    rests.words(compiled.sections, relevant)
    rests.account(compiled.attendance, compiled.completion)
    return rests.pins([*ground.filings, *ground.previous.filings])
