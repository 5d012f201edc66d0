"""Whether the day on which something is due makes sense: after its figures are complete, in its year, a working day."""

from datetime import date

from models.calendar import WorkCalendar
from models.language import _
from models.plan import DueRule, Roll
from models.schedule import Scheduled
from plans.findings import Findings, Route

_YEAR = 366


def is_far(day: date, start: date, end: date) -> bool:
    """Whether a date lies more than a year away from a span: probably a slip in the year."""
    return (start - day).days > _YEAR or (day - end).days > _YEAR


def check_due_day(
    route: Route,
    scheduled: Scheduled,
    rule: DueRule | None,
    roll: Roll,
    calendar: WorkCalendar,
    found: Findings,
    *,
    has_figures: bool,
) -> None:
    """Look at one period's due day; `has_figures` says that what is due holds figures of the whole period."""
    period, day = scheduled.period, scheduled.due.day
    if has_figures and period.kind != "once" and day <= scheduled.window.last:
        _tell_early(route, scheduled, rule, found)
    if is_far(day, period.first, period.last):
        message = _("kỳ {period} đến hạn {day:%d/%m/%Y}, cách kỳ hơn một năm").format(period=period.key, day=day)
        found.warning((*route, "due"), message, _("xem lại năm"))
    if roll == "none" and not calendar.is_working_day(day):
        said = _("kỳ {period} đến hạn vào ngày nghỉ và không dời: {day}")
        message = said.format(period=period.key, day=calendar.describe(day))
        found.warning((*route, "roll"), message, _("viết roll: forward, hoặc chọn một ngày làm việc"))


def _tell_early(route: Route, scheduled: Scheduled, rule: DueRule | None, found: Findings) -> None:
    """Nobody can report figures of days that have not come: an error, unless the document's own words set that day.

    A document does ask for it ("báo cáo 6 tháng trước ngày 15/6"); then the cut-off is what has to move.
    """
    said = _("kỳ {period} đến hạn {day:%d/%m/%Y} khi chưa chốt xong số liệu ({last:%d/%m/%Y})")
    message = said.format(period=scheduled.period.key, day=scheduled.due.day, last=scheduled.window.last)
    if rule is not None and rule.wording:
        hint = _("chọn cutoff chốt trước ngày hạn mà văn bản nêu, ví dụ nd09")
        found.warning((*route, "due"), message, hint)
    else:
        hint = _("lùi hạn, hoặc chọn cutoff chốt sớm hơn; nếu văn bản nêu đúng ngày này, ghi lời văn bản vào wording")
        found.error((*route, "due"), message, hint)
