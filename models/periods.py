"""Periods, from weeks to programmes: their keys and their nominal first and last days."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from models.errors import NotFoundError
from models.language import N_, _
from models.plan import PeriodKind

#: A span of months within a year is no kind that a plan's file may name: only reports on demand are on one.
Kind = PeriodKind | Literal["span"]

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
    "months-two": N_("tháng {month} và tháng {until} năm {year}"),
    "months": N_("từ tháng {month} đến tháng {until} năm {year}"),
    "quarters-two": N_("quý {begin} và quý {quarter} năm {year}"),
    "quarters": N_("từ quý {begin} đến quý {quarter} năm {year}"),
}
#: What the ends of a span may be.
_ENDS: tuple[PeriodKind, ...] = ("month", "quarter", "half")
_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A nominal period: both days included. `key` names it everywhere: `2015-H1`."""

    first: date
    last: date
    kind: Kind
    key: str

    def title(self) -> str:
        """What readers call it: "6 tháng đầu năm 2015"."""
        return self._named(_TITLES[self._kind_of_title()])

    def in_words(self) -> str:
        """The same in the language of the run: "first half of 2015"."""
        return self._named(_(_TITLES[self._kind_of_title()]))

    def _kind_of_title(self) -> str:
        if self.kind == "span":
            unit, long = ("quarters", 3) if "Q" in self.key else ("months", 1)
            return f"{unit}-two" if self.last.month - self.first.month + 1 == 2 * long else unit
        return "second-half" if self.kind == "half" and self.first.month > 1 else self.kind

    def _named(self, title: str) -> str:
        return title.format(
            year=self.key[:4] if self.kind == "week" else self.first.year,
            week=self.key[-2:].lstrip("W0"),
            month=self.first.month,
            until=self.last.month,
            begin=_ROMAN[(self.first.month - 1) // 3],
            quarter=_ROMAN[(self.last.month - 1) // 3],
            last=self.last.year,
        )

    def year_before(self) -> "Period | None":
        """The same period of the year before; None for `once`, programmes and most weeks 53, which have none."""
        if self.kind in ("once", "program"):
            return None
        key = "..".join(f"{int(end[:4]) - 1:04}{end[4:]}" for end in self.key.split(".."))
        try:
            return any_period(key)
        except NotFoundError:
            return None


def _month_span(kind: Kind, key: str, year: int, first_month: int, months: int) -> Period:
    last_month = first_month + months - 1
    return Period(date(year, first_month, 1), date(year, last_month, monthrange(year, last_month)[1]), kind, key)


def parse_period(key: str) -> Period:
    """Read `2015-W24`, `2015-06`, `2015-Q2`, `2015-H1`, `2015-9M`, `2015` or `2011..2015`.

    `once` has no dates of its own and is not read here: its span is the obligation's. Spans of months are not either,
    for no plan may name one: see `any_period`.

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


def any_period(key: str) -> Period:
    """Read whatever a report may be on: what `parse_period` reads, or a span as `2015-07..2015-08`.

    Both ends of a span are months, quarters or halves of one year. A span that has a name is the period of that name
    (`2015-Q1..2015-Q2` is `2015-H1`); of the others one that begins and ends with a quarter is named by quarters, any
    other by months: the same days have one key, however they were asked for.

    Raises:
        NotFoundError: the key is of none of these forms, or its end lies before its start or in another year.
    """
    ends = key.split("..")
    if len(ends) != 2 or all(re.fullmatch(r"\d{4}", end) for end in ends):
        return parse_period(key)
    try:
        begin, end = (parse_period(one) for one in ends)
    except NotFoundError:
        raise _no_span(key) from None
    alike = begin.first.year == end.last.year and begin.first <= end.first and begin.last <= end.last
    if not alike or not {begin.kind, end.kind} <= {*_ENDS}:
        raise _no_span(key)
    return _span(begin.first.year, begin.first.month, end.last.month)


def _no_span(key: str) -> NotFoundError:
    said = _(
        "{key!r} không phải là kỳ: viết từ kỳ trước đến kỳ sau trong cùng một năm, mỗi đầu là tháng, quý hoặc 6 tháng, "
        "ví dụ 2015-07..2015-08"
    )
    return NotFoundError(said.format(key=key))


def _span(year: int, first: int, last: int) -> Period:
    """The months from one to another: by name, where they have one."""
    for kind in (*_ENDS, "nine-months", "year"):
        for key in _keys_in(kind, year):
            named = parse_period(key)
            if (named.first.month, named.last.month) == (first, last):
                return named
    if first % 3 == 1 and last % 3 == 0:
        key = f"{year:04}-Q{first // 3 + 1}..{year:04}-Q{last // 3}"
    else:
        key = f"{year:04}-{first:02}..{year:04}-{last:02}"
    return _month_span("span", key, year, first, last - first + 1)


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


def _keys_in(kind: Kind, year: int) -> Iterator[str]:
    match kind:
        case "week":
            weeks = date(year, 12, 28).isocalendar().week  # 28 December always lies in the year's last ISO week
            yield from (f"{year:04}-W{week:02}" for week in range(1, weeks + 1))
        case "month":
            yield from (f"{year:04}-{month:02}" for month in range(1, 13))
        case "quarter":
            yield from (f"{year:04}-Q{quarter}" for quarter in range(1, 5))
        case "half":
            yield from (f"{year:04}-H1", f"{year:04}-H2")
        case "nine-months":
            yield f"{year:04}-9M"
        case "year":
            yield f"{year:04}"


def periods_of(kind: Kind, start: date, end: date, span: str | None = None) -> list[Period]:
    """The periods whose nominal last day lies between `start` and `end`, both included, in order.

    `program` takes its years from `span` (`2011..2015`); `once` is one period as long as the span of dates.
    Spans of months follow each other in no order, and there are none.
    """
    if kind == "once":
        return [Period(start, end, "once", "once")]
    if kind == "program":
        found = [parse_period(span)] if span else []
    else:
        years = range(start.year - 1, end.year + 2)  # an ISO week of one year may end in the other's first or last days
        found = [parse_period(key) for year in years for key in _keys_in(kind, year)]
    return [period for period in found if start <= period.last <= end]
