"""Periods, from weeks to programmes: their keys and their nominal first and last days."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.errors import NotFoundError
from models.language import N_, _
from models.plan import PeriodKind

_PATTERNS: tuple[tuple[PeriodKind, str], ...] = (
    ("week", r"(\d{4})-W(\d{2})"),
    ("month", r"(\d{4})-(\d{2})"),
    ("quarter", r"(\d{4})-Q([1-4])"),
    ("half", r"(\d{4})-H([12])"),
    ("nine-months", r"(\d{4})-9M"),
    ("year", r"(\d{4})"),
    ("program", r"(\d{4})\.\.(\d{4})"),
)
_ROMAN = ("I", "II", "III", "IV")
#: By kind of period, the second half of a year apart.
_TITLES = {
    "week": N_("tuần {week} năm {year}"),
    "month": N_("tháng {month}/{year}"),
    "quarter": N_("quý {quarter} năm {year}"),
    "half": N_("6 tháng đầu năm {year}"),
    "second-half": N_("6 tháng cuối năm {year}"),
    "nine-months": N_("9 tháng đầu năm {year}"),
    "year": N_("năm {year}"),
    "program": N_("giai đoạn {year}-{last}"),
    "once": N_("một lần"),
}
_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A nominal period: both days included. `key` names it everywhere: `2015-H1`."""

    first: date
    last: date
    kind: PeriodKind
    key: str

    def title(self) -> str:
        """What readers call it: "6 tháng đầu năm 2015"."""
        return self._named(_TITLES[self._kind_of_title()])

    def in_words(self) -> str:
        """The same in the language of the run: "first half of 2015"."""
        return self._named(_(_TITLES[self._kind_of_title()]))

    def _kind_of_title(self) -> str:
        return "second-half" if self.kind == "half" and self.first.month > 1 else self.kind

    def _named(self, title: str) -> str:
        return title.format(
            year=self.key[:4] if self.kind == "week" else self.first.year,
            week=self.key[-2:].lstrip("W0"),
            month=self.first.month,
            quarter=_ROMAN[(self.last.month - 1) // 3],
            last=self.last.year,
        )

    def year_before(self) -> "Period | None":
        """The same period of the year before; None for `once`, programmes and most weeks 53, which have none."""
        if self.kind in ("once", "program"):
            return None
        key = f"{int(self.key[:4]) - 1}{self.key[4:]}"
        try:
            return parse_period(key)
        except NotFoundError:
            return None


def _month_span(kind: PeriodKind, key: str, year: int, first_month: int, months: int) -> Period:
    last_month = first_month + months - 1
    return Period(date(year, first_month, 1), date(year, last_month, monthrange(year, last_month)[1]), kind, key)


def parse_period(key: str) -> Period:
    """Read `2015-W24`, `2015-06`, `2015-Q2`, `2015-H1`, `2015-9M`, `2015` or `2011..2015`.

    `once` has no dates of its own and is not read here: its span is the obligation's.

    Raises:
        NotFoundError: the key is of none of these forms, or there is no such week or month.
    """
    for kind, pattern in _PATTERNS:
        match = re.fullmatch(pattern, key)
        if match is None:
            continue
        numbers = [int(group) for group in match.groups()]
        try:
            return _build(kind, key, numbers)
        except ValueError:
            break
    raise NotFoundError(
        _("{key!r} không phải là kỳ: viết ví dụ 2015-06, 2015-Q2, 2015-H1, 2015-9M, 2015").format(key=key)
    )


def _build(kind: PeriodKind, key: str, numbers: list[int]) -> Period:
    year = numbers[0]
    if kind == "week":
        monday = date.fromisocalendar(year, numbers[1], 1)
        return Period(monday, monday + timedelta(days=6), kind, key)
    if kind == "program":
        if numbers[1] < year:
            raise ValueError(key)
        return Period(date(year, 1, 1), date(numbers[1], 12, 31), kind, key)
    if kind == "year":
        return _month_span(kind, key, year, 1, 12)
    if kind == "nine-months":
        return _month_span(kind, key, year, 1, 9)
    months = _MONTHS_IN[kind]
    return _month_span(kind, key, year, (numbers[1] - 1) * months + 1, months)


def _keys_in(kind: PeriodKind, year: int) -> Iterator[str]:
    match kind:
        case "week":
            weeks = date(year, 12, 28).isocalendar().week  # 28 December always lies in the year's last ISO week
            yield from (f"{year}-W{week:02}" for week in range(1, weeks + 1))
        case "month":
            yield from (f"{year}-{month:02}" for month in range(1, 13))
        case "quarter":
            yield from (f"{year}-Q{quarter}" for quarter in range(1, 5))
        case "half":
            yield from (f"{year}-H1", f"{year}-H2")
        case "nine-months":
            yield f"{year}-9M"
        case "year":
            yield str(year)


def periods_of(kind: PeriodKind, start: date, end: date, span: str | None = None) -> list[Period]:
    """The periods whose nominal last day lies between `start` and `end`, both included, in order.

    `program` takes its years from `span` (`2011..2015`); `once` is one period as long as the span of dates.
    """
    if kind == "once":
        return [Period(start, end, "once", "once")]
    if kind == "program":
        found = [parse_period(span)] if span else []
    else:
        years = range(start.year - 1, end.year + 2)  # an ISO week of one year may end in the other's first or last days
        found = [parse_period(key) for year in years for key in _keys_in(kind, year)]
    return [period for period in found if start <= period.last <= end]
