"""Whether the dates of a plan can be worked out, and whether what a report needs comes before it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

import holidays

from models.calendar import WorkCalendar
from models.cutoffs import Window, cutoff_window
from models.errors import NotFoundError, PlanError
from models.periods import Period, periods_of
from models.plan import CalendarRules, DueRule, Obligation, PeriodKind, PlanDocument, Report
from models.schedule import Scheduled, draft_day, effective_span, report_periods, report_schedule, schedule
from plans.findings import Findings, Route, instead_of, nearest
from plans.references import BUILT_IN_CUTOFFS, Names

#: Dates outside are slips of the pen; a calendar knows nothing there.
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
DEFAULTS = CalendarRules()
_YEAR = 366


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a plan that could be worked out."""

    calendar: WorkCalendar
    obligations: Mapping[str, list[Scheduled]]


def check_timing(names: Names, found: Findings) -> Dates:
    """Calendar, validity, due rules, periods and the order of reports and their inputs."""
    document = names.document
    calendar = _check_calendar(document, found)
    if not _check_validity(document, found):
        return Dates(calendar, {})
    scheduled: dict[str, list[Scheduled]] = {}
    for index, obligation in enumerate(document.obligations):
        route: Route = ("obligations", index)
        _check_effective(route, obligation, document, found)
        if _can_be_due(route, obligation, document, found):
            scheduled[obligation.code] = _scheduled(route, obligation, document, calendar, found)
    dates = Dates(calendar, scheduled)
    for index, report in enumerate(document.reports):
        _check_report(("reports", index), report, names, dates, found)
    return dates


def _check_calendar(document: PlanDocument, found: Findings) -> WorkCalendar:
    """The plan's calendar, with the default for what cannot be used."""
    rules = document.calendar
    zone, country = rules.timezone, rules.holidays
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        meant = nearest(zone, available_timezones()) or DEFAULTS.timezone
        found.error(("calendar", "timezone"), f"không có múi giờ {zone}", f"viết {meant}")
        zone = DEFAULTS.timezone
    if country is not None and country not in holidays.list_supported_countries():
        hint = "viết mã nước hai chữ hoa như VN; null là chỉ nghỉ thứ Bảy, Chủ nhật"
        found.error(("calendar", "holidays"), f"không có lịch nghỉ của nước {country}", hint)
        country = DEFAULTS.holidays
    for index, day in enumerate(rules.open):
        if day in rules.closed:
            message = f"{day:%d/%m/%Y} vừa là ngày nghỉ (closed) vừa là ngày làm việc (open)"
            found.error(("calendar", "open", index), message, "giữ ở một danh sách")
    for key, days in (("closed", rules.closed), ("open", rules.open)):
        for index, day in enumerate(days):
            if _is_far(day, document.plan.start, document.plan.end):
                message = f"{day:%d/%m/%Y} cách xa thời gian của kế hoạch"
                found.warning(("calendar", key, index), message, "xem lại năm")
    return WorkCalendar(zone, country, rules.closed, rules.open)


def _is_far(day: date, start: date, end: date) -> bool:
    """Whether a date lies more than a year away from a span: probably a slip in the year."""
    return (start - day).days > _YEAR or (day - end).days > _YEAR


def _check_validity(document: PlanDocument, found: Findings) -> bool:
    sound = True
    for key, day in (("from", document.plan.start), ("to", document.plan.end)):
        if not EARLIEST <= day <= LATEST:
            found.error(("plan", key), f"năm {day.year} không thể là năm của kế hoạch", "xem lại năm")
            sound = False
    for index, agency in enumerate(document.agencies):
        if agency.start and agency.end and agency.end < agency.start:
            message = f"kết thúc ({agency.end}) trước khi bắt đầu ({agency.start})"
            found.error(("agencies", index, "to"), message, "đổi chỗ from và to, hoặc sửa ngày")
    return sound


def _check_effective(route: Route, obligation: Obligation, document: PlanDocument, found: Findings) -> None:
    for key, day in (("from", obligation.effective.start), ("to", obligation.effective.end)):
        if day and not document.plan.start <= day <= document.plan.end:
            message = f"{day:%d/%m/%Y} nằm ngoài thời gian của kế hoạch"
            found.warning((*route, "effective", key), message, "phần nằm ngoài không có hiệu lực: sửa ngày hoặc bỏ")


def _can_be_due(route: Route, obligation: Obligation, document: PlanDocument, found: Findings) -> bool:
    """Whether the dates of an obligation can be worked out; what stops them is reported."""
    if obligation.kind == "standing" or obligation.due is None:
        return False
    start, end = effective_span(document, obligation)
    if end < start and obligation.period == "once":
        message = "thời gian có hiệu lực nằm ngoài kế hoạch"
        found.error(
            (*route, "effective"), message, f"sửa effective cho nằm trong {document.plan.start} - {document.plan.end}"
        )
        return False
    periods = _periods(route, obligation.period, obligation.span, (start, end), found)
    if obligation.period == "once" and not isinstance(obligation.due.on, date) and not _is_once_table(obligation.due):
        message = "việc một lần (period: once) cần một ngày hạn"
        found.error((*route, "due"), message, f"viết due: {{on: {end}}}")
        return False
    sound = _check_on(route, obligation.due, periods, True, found)
    return _check_cutoff(route, obligation.cutoff, periods, document, found) and sound


def _is_once_table(rule: DueRule) -> bool:
    return isinstance(rule.on, dict) and "once" in rule.on


def _periods(
    route: Route, kind: PeriodKind, span: str | None, validity: tuple[date, date], found: Findings
) -> list[Period]:
    """The periods of an obligation or a report; warns where there are none."""
    if kind == "program" and span is None:
        found.error((*route, "period"), "period: program cần span", "thêm span: 2011..2015")
        return []
    if kind != "program" and span is not None:
        found.warning((*route, "span"), f"span không có tác dụng với period: {kind}", "bỏ span", key=True)
    try:
        periods = periods_of(kind, *validity, span)
    except NotFoundError:
        found.error((*route, "span"), f"giai đoạn {span} kết thúc trước khi bắt đầu", "đổi chỗ hai năm")
        return []
    if not periods or validity[1] < validity[0]:
        message = f"không có kỳ nào (period: {kind}) kết thúc trong thời gian có hiệu lực: sẽ không phát sinh việc gì"
        found.warning((*route, "period"), message, "xem lại period, span, effective và thời gian của kế hoạch")
        return []
    return periods


def _check_on(route: Route, rule: DueRule, periods: list[Period], all_needed: bool, found: Findings) -> bool:
    """Whether `on` says a date for each period (an obligation's) or for some (a report's), and for nothing else."""
    on: Route = (*route, "due", "on")
    if isinstance(rule.on, date):
        if len(periods) > 1:
            table = ", ".join(f"{period.key}: …" for period in periods)
            found.error(on, f"một ngày hạn cho {len(periods)} kỳ", f"viết on: {{{table}}}")
        return len(periods) <= 1
    if rule.on is None or not periods:
        return True
    keys = [period.key for period in periods]
    unknown = [key for key in rule.on if key not in keys]
    for key in unknown:
        found.error((*on, key), f"{key} không phải là kỳ ở đây", instead_of(key, keys), key=True)
    missing = [key for key in keys if key not in rule.on] if all_needed else []
    if missing:
        found.error(on, f"chưa có ngày hạn cho {', '.join(missing)}", f"thêm {missing[0]}: năm-tháng-ngày")
    return not unknown and not missing


def _check_cutoff(route: Route, code: str, periods: Iterable[Period], document: PlanDocument, found: Findings) -> bool:
    profile = document.cutoff_profile(code)
    if profile is None and code not in BUILT_IN_CUTOFFS:
        return False
    try:
        for period in periods:
            cutoff_window(period, code, profile)
    except (PlanError, ValueError):
        message = f"kiểu chốt {code} kết thúc trước khi bắt đầu với kỳ này"
        found.error((*route, "cutoff"), message, "sửa starts và ends của kiểu chốt, hoặc chọn kiểu khác")
        return False
    return True


def _scheduled(
    route: Route, obligation: Obligation, document: PlanDocument, calendar: WorkCalendar, found: Findings
) -> list[Scheduled]:
    try:
        all_dates = schedule(document, obligation, calendar)
    except (PlanError, NotFoundError, ValueError, OverflowError) as error:
        _no_dates(route, error, found)
        return []
    for scheduled in all_dates:
        _check_due_day(route, scheduled, obligation.kind == "report", found)
    return all_dates


def _check_due_day(route: Route, scheduled: Scheduled, has_figures: bool, found: Findings) -> None:
    period, window, day = scheduled.period, scheduled.window, scheduled.due.day
    if has_figures and period.kind != "once" and day <= window.last:
        message = f"kỳ {period.key} đến hạn {day:%d/%m/%Y} khi chưa chốt xong số liệu ({window.last:%d/%m/%Y})"
        found.warning((*route, "due"), message, "lùi hạn, hoặc chọn cutoff chốt sớm hơn")
    if _is_far(day, period.first, period.last):
        message = f"kỳ {period.key} đến hạn {day:%d/%m/%Y}, cách kỳ hơn một năm"
        found.warning((*route, "due"), message, "xem lại năm")


def _check_report(route: Route, report: Report, names: Names, dates: Dates, found: Findings) -> None:
    document = names.document
    if report.period == "once":
        hint = "viết period: year, half, quarter, nine-months, month hoặc program"
        found.error((*route, "period"), "báo cáo tổng hợp cần một kỳ", hint)
        return
    periods = _periods(route, report.period, report.span, (document.plan.start, document.plan.end), found)
    sound = _check_on(route, report.due, periods, False, found)
    if not (_check_cutoff(route, report.cutoff, periods, document, found) and sound):
        return
    if report.draft.count > 0:
        found.warning((*route, "draft"), "bản thảo được lập sau hạn của báo cáo", "viết khoảng âm, ví dụ -3wd")
    late: dict[str, _Late] = {}
    for own, draft in _report_dates(route, report, document, dates.calendar, found):
        _check_due_day(route, own, True, found)
        _check_fulfilled_in_time(route, report, own, dates, found)
        for lateness in _late_inputs(document, own, draft, dates):
            worst = late.setdefault(lateness.obligation, lateness)
            if lateness.after_report and not worst.after_report:
                late[lateness.obligation] = lateness
    for lateness in late.values():
        lateness.tell(route, found)


def _report_dates(
    route: Route, report: Report, document: PlanDocument, calendar: WorkCalendar, found: Findings
) -> list[tuple[Scheduled, date]]:
    """Each period of a report with the day of its draft."""
    try:
        own = [report_schedule(document, report, period.key, calendar) for period in report_periods(document, report)]
        return [(scheduled, draft_day(report, scheduled.due.day, calendar)) for scheduled in own]
    except (PlanError, NotFoundError, ValueError, OverflowError) as error:
        _no_dates(route, error, found)
        return []


def _no_dates(route: Route, error: Exception, found: Findings) -> None:
    found.error((*route, "due"), f"không tính được hạn ({error})", "xem lại due, cutoff và lịch nghỉ")


def _check_fulfilled_in_time(route: Route, report: Report, own: Scheduled, dates: Dates, found: Findings) -> None:
    for scheduled in dates.obligations.get(report.fulfils or "", []):
        if scheduled.period.key == own.period.key and scheduled.due.day < own.due.day:
            message = (
                f"kỳ {own.period.key}: báo cáo có hạn {own.due.day:%d/%m/%Y}, sau hạn {scheduled.due.day:%d/%m/%Y} "
                f"của {report.fulfils} mà nó hoàn thành"
            )
            found.warning((*route, "due"), message, f"để hạn của báo cáo không muộn hơn hạn của {report.fulfils}")


@dataclass(frozen=True, slots=True)
class _Late:
    """An input that comes after the draft of a report, or even after the report itself."""

    obligation: str
    input_period: str
    due: date
    report_period: str
    draft: date
    report_due: date

    @property
    def after_report(self) -> bool:
        return self.due > self.report_due

    def tell(self, route: Route, found: Findings) -> None:
        said = f"{self.obligation} kỳ {self.input_period} đến hạn {self.due:%d/%m/%Y}, sau"
        if self.after_report:
            message = f"{said} hạn {self.report_due:%d/%m/%Y} của báo cáo kỳ {self.report_period} cần số liệu ấy"
            found.error((*route, "due"), message, "lùi hạn báo cáo, hoặc cho đơn vị nộp sớm hơn")
        else:
            message = f"{said} ngày lập bản thảo {self.draft:%d/%m/%Y} của báo cáo kỳ {self.report_period}"
            found.warning((*route, "draft"), message, "đặt draft gần hạn hơn, hoặc cho đơn vị nộp sớm hơn")


def _late_inputs(document: PlanDocument, own: Scheduled, draft: date, dates: Dates) -> Iterator[_Late]:
    """Filings with figures of the report's own window that are due after its draft."""
    for obligation in document.obligations:
        if obligation.kind != "report" or obligation.form is None:
            continue
        for scheduled in dates.obligations.get(obligation.code, []):
            counted = scheduled.period.key == own.period.key or _within(scheduled.window, own.window)
            if counted and scheduled.due.day > draft:
                period, due = scheduled.period.key, scheduled.due.day
                yield _Late(obligation.code, period, due, own.period.key, draft, own.due.day)


def _within(inner: Window, outer: Window) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last
