"""Compiling a consolidated report: figures by rule, words by heading, and an account of who is not in it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from models.cutoffs import Window, cutoff_window
from models.periods import Period
from models.plan import PlanDocument, Report
from models.schedule import report_schedule
from models.versions import ActivePlan
from reports.attendance import take_attendance
from reports.compiled import CompiledReport, Pin
from reports.content import digest_of_content
from reports.figures import IndicatorFigure, compile_figures, reconcile
from reports.filings import Filing, filings_between, inputs_of, relevant_to
from reports.narrative import gather_sections, in_plan_order


def compile_report(session: Session, plan: ActivePlan, code: str, period: str, as_of: datetime) -> CompiledReport:
    """The report `code` on a period (`2015`, `2015-H1`) as of an instant.

    Only submissions accepted by then count; one replaced later still does. The session is only read.

    Raises:
        NotFoundError: there is no such report, or the key is not one of its periods.
    """
    document = plan.document
    report = document.report(code)
    scheduled = report_schedule(document, report, period, plan.calendar)
    before = _window_before(document, report, scheduled.period)
    own = {one.fulfils for one in document.reports}  # a report does not report on itself or its kin
    days = _days_to_read(scheduled.period, scheduled.window, before)
    found = [one for one in filings_between(session, plan, days, as_of) if one.obligation.code not in own]
    filings = in_plan_order(document, found)
    inputs = inputs_of(plan, filings)
    figures = compile_figures(plan, scheduled.window, scheduled.period, inputs, before=before)
    relevant = relevant_to(scheduled.period, scheduled.window, filings)
    compiled = CompiledReport(
        plan=plan,
        report=report,
        period=scheduled.period,
        window=scheduled.window,
        before=before,
        due=scheduled.due.day,
        as_of=as_of,
        figures=tuple(figures),
        sections=tuple(gather_sections(document, report, figures, relevant)),
        attendance=take_attendance(relevant, plan.calendar, as_of),
        reconciliation=tuple(reconcile(plan, scheduled.window, scheduled.period, inputs)),
        pins=_pins(filings, relevant, figures),
    )
    return replace(compiled, digest=digest_of_content(compiled))


def _window_before(document: PlanDocument, report: Report, period: Period) -> Window | None:
    earlier = period.year_before()
    if earlier is None:
        return None
    return cutoff_window(earlier, report.cutoff, document.cutoff_profile(report.cutoff))


def _days_to_read(period: Period, window: Window, before: Window | None) -> Window:
    """Wide enough for filings by data and by nominal period, and for last year's."""
    starts = [window.first, period.first, *([before.first] if before else [])]
    return Window(min(starts), max(window.last, period.last))


def _pins(filings: Sequence[Filing], relevant: Sequence[Filing], figures: Iterable[IndicatorFigure]) -> tuple[Pin, ...]:
    """Every submission that the figures or the words rest on."""
    used = {filing.assignment.name for filing in relevant}
    used.update(piece.assignment for one in figures for cell in one.by_agency.values() for piece in cell.pieces)
    submissions = [(one.assignment.name, one.accepted) for one in filings if one.assignment.name in used]
    return tuple(sorted(Pin(name, one.revision, one.sha256) for name, one in submissions if one is not None))
