"""Due dates: what a due rule gives for a period, and why, in words a coordinator can check."""

from dataclasses import dataclass
from datetime import date

from models.calendar import WorkCalendar, in_words
from models.cutoffs import Window, day_of_month
from models.errors import PlanError
from models.language import _
from models.periods import Period
from models.plan import DueRule, Roll


@dataclass(frozen=True, slots=True)
class Due:
    """A due date: `nominal` is what the rule says, `day` what it becomes after rolling; `why` explains both."""

    day: date
    nominal: date
    why: tuple[str, ...]


def due_date(rule: DueRule, period: Period, window: Window, roll: Roll, calendar: WorkCalendar) -> Due:
    """The last day on which a filing for `period` is on time; it ends at 24:00 local.

    Source: 2005 Civil Code, Articles 152-153 (in force in 2015); 2015 Code, Articles 147-148: the starting day is not
    counted, a month without the day ends on its last, and a term that ends on a day off ends with the next working day.

    Raises:
        PlanError: an `on` table has no date for this period.
    """
    nominal, why = _nominal(rule, period, window, calendar)
    reasons = [why]
    if rule.wording:
        reasons.append(_("kế hoạch viết: “{wording}”; ngày cụ thể do người điều phối đặt").format(wording=rule.wording))
    day = nominal
    if not calendar.is_working_day(nominal):
        reasons.append(calendar.describe(nominal))
        if roll == "forward":
            day = calendar.forward(nominal)
            reasons.append(_("lùi đến ngày làm việc kế tiếp: {day}").format(day=in_words(day)))
        else:
            reasons.append(_("giữ nguyên ngày (roll: none)"))
    elif nominal.weekday() >= 5:
        reasons.append(calendar.describe(nominal))
    return Due(day, nominal, tuple(reasons))


def _nominal(rule: DueRule, period: Period, window: Window, calendar: WorkCalendar) -> tuple[date, str]:
    if rule.after_cutoff is not None:
        day = calendar.shift(window.last, rule.after_cutoff)
        unit = _("ngày làm việc") if rule.after_cutoff.unit == "wd" else _("ngày")
        chosen = _("{count} {unit} sau ngày chốt số liệu {last:%d/%m/%Y}: {day}").format(
            count=rule.after_cutoff.count, unit=unit, last=window.last, day=in_words(day)
        )
        skipped = _days_off_between(window.last, day, calendar) if rule.after_cutoff.unit == "wd" else ""
        return day, chosen + skipped
    if rule.day is not None:
        day = day_of_month(period.last.year, period.last.month + rule.month_offset, rule.day)
        said = _("ngày {day} tháng {month}/{year}: {date}").format(
            day=rule.day, month=day.month, year=day.year, date=in_words(day)
        )
        short = (
            ""
            if day.day == rule.day
            else _(" (tháng không có ngày {day} nên lấy ngày cuối tháng)").format(day=rule.day)
        )
        return day, said + short
    day = _on(rule, period)
    return day, _("ngày đã định: {day}").format(day=in_words(day))


def _on(rule: DueRule, period: Period) -> date:
    if isinstance(rule.on, date):
        return rule.on
    table = rule.on or {}
    if period.key not in table:
        known = ", ".join(sorted(table))
        raise PlanError(
            _("quy tắc hạn không có ngày cho kỳ {period} (mới có {known}): thêm vào `on`").format(
                period=period.key, known=known
            )
        )
    return table[period.key]


def _days_off_between(start: date, end: date, calendar: WorkCalendar) -> str:
    """Names the days that an uninformed count would get wrong: holidays on weekdays and worked weekends."""
    days = [date.fromordinal(n) for n in range(start.toordinal() + 1, end.toordinal())]
    odd = [day for day in days if (day.weekday() < 5) != calendar.is_working_day(day)]
    return f" ({'; '.join(calendar.describe(day) for day in odd)})" if odd else ""
