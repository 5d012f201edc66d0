"""Whether the dates of a plan can be worked out, and whether what a report needs comes before it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

import holidays

from models.calendar import WorkCalendar
from models.cutoffs import Window, cutoff_window
from models.deadlines import due_date
from models.errors import NotFoundError, PlanError
from models.language import _
from models.near import nearest
from models.periods import Period, periods_of
from models.plan import CalendarRules, DueRule, Obligation, PeriodKind, PlanDocument, Report
from models.schedule import Scheduled, draft_day, effective_span, report_periods, report_schedule, schedule
from plans.due_days import check_due_day, is_far
from plans.findings import Findings, Route, instead_of
from plans.references import BUILT_IN_CUTOFFS, Names

#: Dates outside are slips of the pen; a calendar knows nothing there.
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
DEFAULTS = CalendarRules()


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
        found.error(
            ("calendar", "timezone"),
            _("không có múi giờ {zone}").format(zone=zone),
            _("viết {meant}").format(meant=meant),
        )
        zone = DEFAULTS.timezone
    # The default is known to be one; the list of all is costly.
    if country not in (None, DEFAULTS.holidays) and country not in holidays.list_supported_countries():
        hint = _("viết mã nước hai chữ hoa như VN; null là chỉ nghỉ thứ Bảy, Chủ nhật")
        found.error(("calendar", "holidays"), _("không có lịch nghỉ của nước {country}").format(country=country), hint)
        country = DEFAULTS.holidays
    for index, day in enumerate(rules.open):
        if day in rules.closed:
            message = _("{day:%d/%m/%Y} vừa là ngày nghỉ (closed) vừa là ngày làm việc (open)").format(day=day)
            found.error(("calendar", "open", index), message, _("giữ ở một danh sách"))
    for key, days in (("closed", rules.closed), ("open", rules.open)):
        for index, day in enumerate(days):
            if is_far(day, document.plan.start, document.plan.end):
                message = _("{day:%d/%m/%Y} cách xa thời gian của kế hoạch").format(day=day)
                found.warning(("calendar", key, index), message, _("xem lại năm"))
    return WorkCalendar(zone, country, rules.closed, rules.open)


def _check_validity(document: PlanDocument, found: Findings) -> bool:
    sound = True
    for key, day in (("from", document.plan.start), ("to", document.plan.end)):
        if not EARLIEST <= day <= LATEST:
            found.error(
                ("plan", key), _("năm {year} không thể là năm của kế hoạch").format(year=day.year), _("xem lại năm")
            )
            sound = False
    for index, agency in enumerate(document.agencies):
        if agency.start and agency.end and agency.end < agency.start:
            message = _("kết thúc ({end}) trước khi bắt đầu ({start})").format(end=agency.end, start=agency.start)
            found.error(("agencies", index, "to"), message, _("đổi chỗ from và to, hoặc sửa ngày"))
    return sound


def _check_effective(route: Route, obligation: Obligation, document: PlanDocument, found: Findings) -> None:
    for key, day in (("from", obligation.effective.start), ("to", obligation.effective.end)):
        if day and not document.plan.start <= day <= document.plan.end:
            message = _("{day:%d/%m/%Y} nằm ngoài thời gian của kế hoạch").format(day=day)
            found.warning((*route, "effective", key), message, _("phần nằm ngoài không có hiệu lực: sửa ngày hoặc bỏ"))


def _can_be_due(route: Route, obligation: Obligation, document: PlanDocument, found: Findings) -> bool:
    """Whether the dates of an obligation can be worked out; what stops them is reported."""
    if obligation.kind == "standing" or obligation.due is None:
        return False
    start, end = effective_span(document, obligation)
    if end < start and obligation.period == "once":
        message = _("thời gian có hiệu lực nằm ngoài kế hoạch")
        found.error(
            (*route, "effective"),
            message,
            _("sửa effective cho nằm trong {start} - {end}").format(start=document.plan.start, end=document.plan.end),
        )
        return False
    periods = _periods(route, obligation.period, obligation.span, (start, end), found)
    if obligation.period == "once" and not isinstance(obligation.due.on, date) and not _is_once_table(obligation.due):
        message = _("việc một lần (period: once) cần một ngày hạn")
        found.error((*route, "due"), message, _("viết due: {{on: {end}}}").format(end=end))
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
        found.error((*route, "period"), _("period: program cần span"), _("thêm span: 2011..2015"))
        return []
    if kind != "program" and span is not None:
        found.warning(
            (*route, "span"), _("span không có tác dụng với period: {kind}").format(kind=kind), _("bỏ span"), key=True
        )
    try:
        periods = periods_of(kind, *validity, span)
    except NotFoundError:
        found.error(
            (*route, "span"), _("giai đoạn {span} kết thúc trước khi bắt đầu").format(span=span), _("đổi chỗ hai năm")
        )
        return []
    if not periods or validity[1] < validity[0]:
        message = _(
            "không có kỳ nào (period: {kind}) kết thúc trong thời gian có hiệu lực: sẽ không phát sinh việc gì"
        ).format(kind=kind)
        found.warning((*route, "period"), message, _("xem lại period, span, effective và thời gian của kế hoạch"))
        return []
    return periods


def _check_on(route: Route, rule: DueRule, periods: list[Period], all_needed: bool, found: Findings) -> bool:
    """Whether `on` says a date for each period (an obligation's) or for some (a report's), and for nothing else."""
    on: Route = (*route, "due", "on")
    if isinstance(rule.on, date):
        if len(periods) > 1:
            table = ", ".join(f"{period.key}: …" for period in periods)
            found.error(
                on,
                _("một ngày hạn cho {count} kỳ").format(count=len(periods)),
                _("viết on: {{{table}}}").format(table=table),
            )
        return len(periods) <= 1
    if rule.on is None or not periods:
        return True
    keys = [period.key for period in periods]
    unknown = [key for key in rule.on if key not in keys]
    for key in unknown:
        found.error((*on, key), _("{key} không phải là kỳ ở đây").format(key=key), instead_of(key, keys), key=True)
    missing = [key for key in keys if key not in rule.on] if all_needed else []
    if missing:
        found.error(
            on,
            _("chưa có ngày hạn cho {missing}").format(missing=", ".join(missing)),
            _("thêm {missing}: năm-tháng-ngày").format(missing=missing[0]),
        )
    return not unknown and not missing


def _check_cutoff(route: Route, code: str, periods: Iterable[Period], document: PlanDocument, found: Findings) -> bool:
    profile = document.cutoff_profile(code)
    if profile is None and code not in BUILT_IN_CUTOFFS:
        return False
    try:
        for period in periods:
            cutoff_window(period, code, profile)
    except (PlanError, ValueError):
        message = _("kiểu chốt {code} kết thúc trước khi bắt đầu với kỳ này").format(code=code)
        found.error((*route, "cutoff"), message, _("sửa starts và ends của kiểu chốt, hoặc chọn kiểu khác"))
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
        rule, has_figures = obligation.due, obligation.kind == "report"
        check_due_day(route, scheduled, rule, obligation.roll, calendar, found, has_figures=has_figures)
    return all_dates


def _check_report(route: Route, report: Report, names: Names, dates: Dates, found: Findings) -> None:
    document = names.document
    if report.period == "once":
        hint = _("viết period: year, half, quarter, nine-months, month hoặc program")
        found.error((*route, "period"), _("báo cáo tổng hợp cần một kỳ"), hint)
        return
    periods = _periods(route, report.period, report.span, (document.plan.start, document.plan.end), found)
    sound = _check_on(route, report.due, periods, False, found)
    if not (_check_cutoff(route, report.cutoff, periods, document, found) and sound):
        return
    if report.draft.count > 0:
        found.warning((*route, "draft"), _("bản thảo được lập sau hạn của báo cáo"), _("viết khoảng âm, ví dụ -3wd"))
    late: dict[str, _Late] = {}
    for own, draft in _report_dates(route, report, document, dates.calendar, found):
        check_due_day(route, own, report.due, report.roll, dates.calendar, found, has_figures=True)
        _check_fulfilled_in_time(route, report, own, dates, found)
        for lateness in _late_inputs(document, report, own, draft, dates):
            worst = late.setdefault(lateness.obligation, lateness)
            if lateness.badness > worst.badness:
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
    found.error(
        (*route, "due"), _("không tính được hạn ({error})").format(error=error), _("xem lại due, cutoff và lịch nghỉ")
    )


def _check_fulfilled_in_time(route: Route, report: Report, own: Scheduled, dates: Dates, found: Findings) -> None:
    for scheduled in dates.obligations.get(report.fulfils or "", []):
        if scheduled.period.key == own.period.key and scheduled.due.day < own.due.day:
            message = _(
                "kỳ {key}: báo cáo có hạn {day:%d/%m/%Y}, sau hạn {limit:%d/%m/%Y} của {fulfils} mà nó hoàn thành"
            ).format(key=own.period.key, day=own.due.day, limit=scheduled.due.day, fulfils=report.fulfils)
            found.warning(
                (*route, "due"),
                message,
                _("để hạn của báo cáo không muộn hơn hạn của {fulfils}").format(fulfils=report.fulfils),
            )


@dataclass(frozen=True, slots=True)
class _Late:
    """An input that comes after the draft of a report, or even after the report itself."""

    obligation: str
    input_period: str
    due: date
    report_period: str
    draft: date
    report_due: date
    #: Whether the rules alone put it after the report, before any date rolls over a day off.
    by_rule: bool = True

    @property
    def after_report(self) -> bool:
        return self.due > self.report_due

    @property
    def badness(self) -> int:
        """Which of several is told: what the rules get wrong before what a day off does, and that before a draft."""
        return self.after_report + (self.after_report and self.by_rule)

    def tell(self, route: Route, found: Findings) -> None:
        said = _("{obligation} kỳ {input_period} đến hạn {due:%d/%m/%Y}, sau").format(
            obligation=self.obligation, input_period=self.input_period, due=self.due
        )
        if self.after_report:
            message = _("{said} hạn {report_due:%d/%m/%Y} của báo cáo kỳ {report_period} cần số liệu ấy").format(
                said=said, report_due=self.report_due, report_period=self.report_period
            )
            if self.by_rule:
                found.error((*route, "due"), message, _("lùi hạn báo cáo, hoặc cho đơn vị nộp sớm hơn"))
            else:  # nobody chose the holiday: the plan must not be refused for it
                hint = _("hạn dời do ngày nghỉ: lùi hạn báo cáo kỳ này nếu cần")
                found.warning((*route, "due"), message, hint)
        else:
            message = _("{said} ngày lập bản thảo {draft:%d/%m/%Y} của báo cáo kỳ {report_period}").format(
                said=said, draft=self.draft, report_period=self.report_period
            )
            found.warning((*route, "draft"), message, _("đặt draft gần hạn hơn, hoặc cho đơn vị nộp sớm hơn"))


def _late_inputs(document: PlanDocument, report: Report, own: Scheduled, draft: date, dates: Dates) -> Iterator[_Late]:
    """Filings with figures of the report's own window that are due after its draft; what it fulfils itself is none."""
    for obligation in document.obligations:
        if obligation.kind != "report" or obligation.form is None or obligation.code == report.fulfils:
            continue
        for scheduled in dates.obligations.get(obligation.code, []):
            counted = scheduled.period.key == own.period.key or _within(scheduled.window, own.window)
            if counted and scheduled.due.day > draft:
                period, due = scheduled.period.key, scheduled.due.day
                by_rule = due > own.due.day and _is_later_by_rule(obligation.due, scheduled, report.due, own, dates)
                yield _Late(obligation.code, period, due, own.period.key, draft, own.due.day, by_rule)


def _is_later_by_rule(
    rule: DueRule | None, scheduled: Scheduled, report_rule: DueRule, own: Scheduled, dates: Dates
) -> bool:
    """Whether a filing comes after its report even before dates roll, and with no day off but Saturday and Sunday."""
    if rule is None or scheduled.due.nominal <= own.due.nominal:
        return False
    plain = WorkCalendar(dates.calendar.zone.key, None, (), ())
    filed = due_date(rule, scheduled.period, scheduled.window, "none", plain)
    return filed.nominal > due_date(report_rule, own.period, own.window, "none", plain).nominal


def _within(inner: Window, outer: Window) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last
