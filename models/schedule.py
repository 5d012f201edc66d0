"""From a plan to its dates: the periods, cut-offs and due dates of each obligation, and the days its steps fall on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.calendar import WorkCalendar
from models.cutoffs import Window, cutoff_window
from models.deadlines import Due, due_date
from models.errors import NotFoundError, PlanError
from models.language import _
from models.periods import Period, any_period, parse_period, periods_of
from models.plan import Obligation, PlanDocument, Report, Step


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One period of an obligation or report with its window of data and its due date."""

    period: Period
    window: Window
    due: Due


@dataclass(frozen=True, slots=True)
class Covered:
    """A period that a consolidated report is on, with its window of data; no due date where it is made on demand."""

    period: Period
    window: Window
    due: Due | None


def step_day(due: date, step: Step, calendar: WorkCalendar) -> date:
    """The working day on which a step falls: before the due day it moves back from a day off, from it on forward."""
    day = calendar.shift(due, step.at)
    return calendar.back(day) if step.at.before else calendar.forward(day)


def effective_span(document: PlanDocument, obligation: Obligation) -> tuple[date, date]:
    """The dates between which an obligation is in force: its own, within the plan's."""
    start, end = document.plan.start, document.plan.end
    own = obligation.effective
    return max(start, own.start or start), min(end, own.end or end)


def schedule(document: PlanDocument, obligation: Obligation, calendar: WorkCalendar) -> list[Scheduled]:
    """Every period of an obligation in the plan, in order; none for a standing duty, which is never filed alone.

    Raises:
        PlanError: its due rule or cut-off cannot be worked out.
    """
    if obligation.kind == "standing":
        return []
    if obligation.due is None:
        raise PlanError(
            _("nhiệm vụ {obligation} chưa có hạn: thêm `due`, ví dụ {{after_cutoff: 5wd}}").format(
                obligation=obligation.code
            )
        )
    start, end = effective_span(document, obligation)
    profile = document.cutoff_profile(obligation.cutoff)
    found = []
    for period in periods_of(obligation.period, start, end, obligation.span):
        window = cutoff_window(period, obligation.cutoff, profile)
        due = due_date(obligation.due, period, window, obligation.roll, calendar)
        found.append(_until_due(period, window, due) if period.kind == "once" else Scheduled(period, window, due))
    return found


def _until_due(period: Period, window: Window, due: Due) -> Scheduled:
    """What comes once is reported up to its due day, by the bodies that exist on it."""
    first = min(window.first, due.day)
    return Scheduled(Period(first, due.day, period.kind, period.key), Window(first, due.day), due)


def agencies_in(document: PlanDocument, obligation: Obligation, period: Period) -> Iterator[str]:
    """The bodies that owe a period: those in existence on its last day (administrative units change)."""
    for code in document.members(obligation.assigned_to):
        agency = document.agency(code)
        begun = agency.start is None or agency.start <= period.last
        if begun and (agency.end is None or agency.end >= period.last):
            yield code


def report_schedule(document: PlanDocument, report: Report, key: str, calendar: WorkCalendar) -> Scheduled:
    """A consolidated report's period, window and due date.

    Raises:
        NotFoundError: the key is not one of this report's periods.
    """
    period = parse_period(key)
    if period.kind != report.period:
        raise NotFoundError(
            _("báo cáo {report} theo kỳ {period}, còn {key} là kỳ {kind}: nêu đúng kỳ của báo cáo").format(
                report=report.code, period=report.period, key=key, kind=period.kind
            )
        )
    window = cutoff_window(period, report.cutoff, document.cutoff_profile(report.cutoff))
    return Scheduled(period, window, due_date(report.due, period, window, report.roll, calendar))


def report_coverage(document: PlanDocument, report: Report, key: str, calendar: WorkCalendar) -> Covered:
    """What a consolidated report on a period covers, whether its schedule names the period or it is asked for.

    Raises:
        NotFoundError: the key is no period, or one that ends outside the plan.
    """
    period = any_period(key)
    start, end = document.plan.start, document.plan.end
    if not start <= period.last <= end:
        raise NotFoundError(
            _(
                "kỳ {key} kết thúc ngày {last:%d/%m/%Y}, ngoài thời gian của kế hoạch "
                "({start:%d/%m/%Y} đến {end:%d/%m/%Y}): chọn kỳ khác, hoặc nêu kế hoạch của kỳ ấy bằng --plan"
            ).format(key=key, last=period.last, start=start, end=end)
        )
    if names_period(document, report, period):
        named = report_schedule(document, report, period.key, calendar)
        return Covered(named.period, named.window, named.due)
    return Covered(period, cutoff_window(period, report.cutoff, document.cutoff_profile(report.cutoff)), None)


def names_period(document: PlanDocument, report: Report, period: Period) -> bool:
    """Whether a report's own schedule names a period; any other is compiled on demand alone."""
    return any(one.key == period.key for one in report_periods(document, report))


def report_periods(document: PlanDocument, report: Report) -> list[Period]:
    """The periods in the plan's validity that a consolidated report covers."""
    found = periods_of(report.period, document.plan.start, document.plan.end, report.span)
    table = report.due.on
    return [period for period in found if not isinstance(table, dict) or period.key in table]


def draft_day(report: Report, due: date, calendar: WorkCalendar) -> date:
    """The day on which a report is first compiled: its `draft` offset from the due day, on a working day."""
    day = calendar.shift(due, report.draft)
    return calendar.back(day) if report.draft.before else calendar.forward(day)


def opens_on(first_step: date | None, window: Window) -> date:
    """The day an assignment opens: with its first step, or when its window of data has ended, whichever is sooner."""
    ended = window.last + timedelta(days=1)
    return min(first_step, ended) if first_step else ended
