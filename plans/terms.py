"""Time in a plan's words: how often ("định kỳ 6 tháng, hằng năm") and by when ("trước ngày 15/6 và 15/12").

A due rule is worked out only where the words hold a date; "theo quy định", "năm 2015" and the like give none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from models.cutoffs import day_of_month
from models.periods import periods_of
from models.plan import PeriodKind
from plans.cadence import LENGTHS, cadence_of
from plans.dates_said import YEAR, Point, Run, runs_of
from plans.periods_said import PERIOD, Named, named_last

Rule = dict[str, date | int | dict[str, date]]


@dataclass(frozen=True, slots=True)
class Due:
    """A due rule as a plan file holds it (`on`, `day`, `month_offset`) and the kind of period it goes with.

    `said` are the words it was read from, `span` where they stand; `guessed` where dates alone tell the kind of period.
    """

    period: PeriodKind
    rule: Rule
    said: str = field(default="", compare=False)
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    guessed: bool = field(default=False, compare=False)

    def as_json(self) -> dict[str, object]:
        """The rule with dates as text."""
        found: dict[str, object] = {"period": self.period}
        for key, value in self.rule.items():
            if isinstance(value, dict):
                found[key] = {name: day.isoformat() for name, day in value.items()}
            else:
                found[key] = value.isoformat() if isinstance(value, date) else value
        return found


@dataclass(frozen=True, slots=True)
class Terms:
    """What a paragraph says of time: the words for how often and by when, and the due rules those words give."""

    cadence: str | None = None
    periods: tuple[PeriodKind, ...] = ()
    deadline: str | None = None
    dues: tuple[Due, ...] = ()


NOTHING_SAID = Terms()

_RELATIVE = re.compile(
    r"(?:trong\s+(?:(?:thời\s+hạn|vòng)\s+)?\d+\s+giờ|trong\s+(?:thời\s+hạn|vòng)\s+\d+\s+(?:ngày|tuần|tháng)[^.;]{0,60}|sau\s+\d+\s+ngày[^.;,]{0,40}|"
    r"chậm\s+nhất\s+(?:là\s+)?(?:sau\s+)?\d+\s+ngày[^.;,]{0,60})",
    re.IGNORECASE,
)


def terms_of(text: str, year: int | None) -> Terms:
    """What a running text says of time; `year` completes dates that name none."""
    words, periods = cadence_of(text)
    found: list[str] = []
    dues: list[Due] = []
    dated = _SPAN.sub(lambda match: "·" * len(match.group()), text)
    for run in runs_of(dated, year, only_time=False):
        if not run.points[-1].exact and _GOES_ON.match(dated, run.end):
            continue
        found.append(_verbatim(text, run.start, run.end))
        dues.extend(replace(due, span=(run.start, run.end)) for due in _dues(run, periods, year))
    for (start, end), due in _days_alone(dated):
        found.append(_verbatim(text, start, end))
        dues.insert(0, replace(due, span=(start, end)))
    if not found and (relative := _RELATIVE.search(text)):
        found.append(relative.group().strip())
    quoted = [replace(due, said=_verbatim(text, *due.span)) for due in _merged(dues, year)]
    return _terms(words, periods, "; ".join(dict.fromkeys(found)) or None, quoted)


def _verbatim(text: str, start: int, end: int) -> str:
    """The words at a place; from inside one bracket into another with the name before: "quý I (…), quý II (…)"."""
    opens, closes = text.find("(", start, end), text.find(")", start, end)
    if (
        closes > -1
        and not -1 < opens < closes
        and (name := re.search(rf"(?:{PERIOD})\s*\($", text[:start], re.IGNORECASE))
    ):
        start = name.start()
    if text.count("(", start, end) > text.count(")", start, end):
        end += text.startswith(")", end)
    return text[start:end].strip(" ,;")


_RANGE = re.compile(
    r"\b(quý|tháng)\s+\w+\s*[-–]\s*(?:(?:quý|tháng)\s+)?(?=\w)|\btừ\s+[^,;]+?\s+đến\s+(?:hết\s+)?", re.IGNORECASE
)


#: A span of time is when something goes on, or what figures are of; its end is no deadline in running text.
_SPAN = re.compile(
    r"\b(?:từ\s+(?:ngày\s+|tháng\s+|quý\s+)?[\dIVX][^,;()]{0,40}?|(?:tính|chốt)(?:\s+số\s+liệu)?|số\s+liệu)"
    r"\s+(?:đến|tới)\s+(?:hết\s+)?"
    r"(?:(?:ngày|tháng|quý)\s+)?(?:\d[\d/.-]*\d|\d|[IVX]+\b)(?:\s+tháng\s+\d{1,2})?(?:\s*(?:/|năm)\s*\d{4})?",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    r"(?:\b(?:trước|chậm\s+nhất|muộn\s+nhất|vào)\s+(?:là\s+|vào\s+)?|(?<=tháng\s\()|(?<=quý\s\())"
    r"ngày\s+(?:(?:mồng|mùng)\s+)?(?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?!\d|\s*[/.-]\s*\d|\s+(?:của\s+)?(?:tháng|hằng|hàng|mỗi)\b)",
    re.IGNORECASE,
)


#: "quý II - III", "quý I, II": several are named and the end is for a person to say.
_GOES_ON = re.compile(
    r"\s*(?:[-–]\s*(?:(?:quý|tháng)\s+)?(?:[IVX]+\b|\d)|(?:,|và)\s*(?:IV|I{1,3})(?![\w.]))", re.IGNORECASE
)


def _days_alone(text: str) -> Iterator[tuple[tuple[int, int], Due]]:
    """A day without its month, in a sentence that says every month or quarter: "Hằng tháng, trước ngày 05, …"."""
    for sentence in re.finditer(r"(?:[^.;]|[.;](?!\s))+", text):
        _, periods = cadence_of(sentence.group())
        kind = next((period for period in periods if period in ("month", "quarter")), None)
        match = _DAY_ALONE.search(text, sentence.start(), sentence.end())
        if kind and match:
            yield match.span(), Due(kind, {"day": int(match["day"])})


def terms_of_cell(text: str, year: int | None) -> Terms:
    """What a table's cell for deadlines says: all of it are the words; of a span of time the end counts."""
    words, periods = cadence_of(text)
    dues: list[Due] = []
    ends = _RANGE.sub(lambda match: f"{match[1]} " if match[1] else "", text)
    for run in runs_of(ends, year, only_time=True):
        if not re.fullmatch(YEAR, ends[run.start : run.end].strip(), re.IGNORECASE):  # "năm 2015" names no day
            dues.extend(_dues(run, periods, year))
    if re.search(r"\d\s+[-–]\s+\D", ends) and len(dues) > 1 and all(due.period == "once" for due in dues):
        dues = dues[-1:]
    return _terms(words, periods, text or None, [replace(due, said=text) for due in _merged(dues, year)])


def _terms(cadence: str | None, periods: Sequence[PeriodKind], deadline: str | None, dues: Sequence[Due]) -> Terms:
    named = {*periods, *(due.period for due in dues if due.period != "once")}
    return Terms(cadence, tuple(sorted(named, key=LENGTHS.index)), deadline, tuple(dues))


def _dues(run: Run, periods: Sequence[PeriodKind], year: int | None) -> list[Due]:
    found = [due for point in run.points if point.each_day for due in _each_period(point, periods, year)]
    points = [point for point in run.points if point.day is not None]
    if not points or year is None:
        return found
    names = [_names_beside(point, year, alone=len(points) == 1) for point in points]
    first = next((place for place, named in enumerate(names) if named), 0)
    if first and all(names[first:]):  # "kế hoạch trước ngày 28/02, báo cáo 6 tháng trước ngày 15/6"
        parts = (points[:first], names[:first]), (points[first:], names[first:])
        return [*found, *(due for part in parts for due in _dated(*part, periods, run.yearly, year))]
    return [*found, *_dated(points, names, periods, run.yearly, year)]


def _names_beside(point: Point, year: int, *, alone: bool) -> list[Named]:
    """The periods named beside a date, but not one whose end is far from it: "kế hoạch quý II trong tháng 3"."""
    named = named_last(point.label, beside=alone)
    return [one for one in named if not one.number or point.day is None or one.may_be_due(point.day, year)]


def _dated(
    points: Sequence[Point],
    names: Sequence[Sequence[Named]],
    periods: Sequence[PeriodKind],
    yearly: bool,
    year: int,
) -> list[Due]:
    """The rules of days of the year with the periods named beside them, all of which are said together."""
    dates = [point.day for point in points if point.day is not None]
    if named := _named(names, dates, year):
        return [_on(one, [day], year) for one, day in named]
    kind = _recurrence(points, dates, periods, yearly)
    if kind == "half" and {"half", "year"} <= set(periods):  # "6 tháng, hằng năm": the second half is told in the year
        first, second = sorted(dates)
        return [_on(Named("half", 1), [first], year), Due("year", {"on": {str(year): second}})]
    if kind is not None:
        return [replace(_on(Named(kind), dates, year), guessed=kind not in periods)]
    return [Due("once", {"on": day}) for day in dates]


def _each_period(point: Point, periods: Sequence[PeriodKind], year: int | None) -> Iterator[Due]:
    """A day of the last month, or of one after it, of each kind of period named, or of that period alone ("quý I")."""
    after = 1 if re.search(r"sau|kế|tiếp|liền|đầu", point.of) else 0
    for named in _periods_of_day(point, periods):
        rule: Rule = {"day": point.each_day or 1}
        if after:
            rule["month_offset"] = after
        if named.number and year is not None:
            day = day_of_month(year, named.last_month + after, point.each_day or 1)
            rule = {"on": {named.key(day, year): day}}
        yield Due(named.kind, rule)


def _periods_of_day(point: Point, periods: Sequence[PeriodKind]) -> Sequence[Named]:
    """The periods that have a day of their months: quarters, every month, else those that the words before it name."""
    label = named_last(point.label)
    if "quý" in point.of:
        return [one for one in label if one.kind == "quarter"] or [Named("quarter")]
    if re.search(r"(?:hằng|hàng|mỗi)\s+tháng", point.of):
        return [Named("month")]
    if named := label or [Named(kind) for kind in periods if kind != "week"]:
        return named
    return [] if re.search(r"cuối|thứ\s+ba|kỳ", point.of) else [Named("month")]


def _named(names: Sequence[Sequence[Named]], dates: Sequence[date], year: int) -> list[tuple[Named, date]]:
    """Each date with the period that the words beside it name; nothing where one has none or two have the same."""
    if len(names) > 1 and len(names[0]) == len(names) and not any(names[1:]):
        names = [(one,) for one in names[0]]  # "6 tháng, năm trước ngày 05/6 và 05/12"
    found = [pair for named, day in zip(names, dates, strict=True) for pair in _fitting(named, day, year)]
    keys = {(one.kind, one.key(day, year)) for one, day in found}
    if not all(names) or len(keys) < len(found) or any(one.kind == "month" for one, _ in found):
        return []
    return found


def _fitting(label: Sequence[Named], day: date, year: int) -> list[tuple[Named, date]]:
    """Of several periods before one date those that end near it, else the last: "quý IV và năm trước ngày 10/12"."""
    near = [one for one in label if one.may_be_due(day, year)] if len(label) > 1 else label
    return [(one, day) for one in near or label[-1:]]


def _recurrence(
    points: Sequence[Point], dates: Sequence[date], periods: Sequence[PeriodKind], yearly: bool
) -> PeriodKind | None:
    """The kind of period that a run of dates speaks of, None for dates that come once."""
    months = sorted(day.month for day in dates)
    if len(dates) == 4 and [(month - 1) // 3 for month in months] == [0, 1, 2, 3]:
        return "quarter"
    if len(dates) == 2 and months[0] <= 7 < months[1] and (points[0].exact or "half" in periods):
        return "half" if months[0] >= 5 and months[1] >= 10 else None
    if len(dates) == 2 and points[0].exact and _is_next_january(dates):
        return "half"
    if len(dates) == 1 and yearly:
        return "year"
    if len(dates) == 1 and len(periods) == 1 and points[0].exact:
        (kind,) = periods
        near_end = {"half": (6, 7, 12), "nine-months": (9, 10), "year": (11, 12)}.get(kind, ())
        return kind if months[0] in near_end else None
    return None


def _is_next_january(dates: Sequence[date]) -> bool:
    """Whether two dates follow the halves of one year: in June or July, and in January or February after it."""
    first, second = sorted(dates)
    return first.month in (6, 7) and second.month <= 2 and second.year == first.year + 1


def _on(named: Named, days: Sequence[date], year: int) -> Due:
    return Due(named.kind, {"on": {named.key(day, year): day for day in days}})


def _merged(dues: Sequence[Due], year: int | None) -> tuple[Due, ...]:
    """One rule per kind of period: the tables of dates of one kind put together."""
    found: dict[PeriodKind, Due] = {}
    once: list[Due] = []
    for due in dues:
        before = found.get(due.period)
        if due.period == "once":
            once.extend([due] if due not in once else [])
        elif before is None:
            found[due.period] = due
        elif table := _together(before, due, year):
            span = min(before.span, due.span)[0], max(before.span[1], due.span[1])
            found[due.period] = replace(before, rule={"on": table}, span=span)
    return (*found.values(), *once)


def _together(first: Due, second: Due, year: int | None) -> dict[str, date]:
    """The dates of two rules for one kind of period; a date said of one period goes before a day of them all."""
    named = [due.rule["on"] for due in (first, second) if isinstance(due.rule.get("on"), dict)]
    days = [_days_of_year(due, year) for due in (first, second) if year and "on" not in due.rule]
    tables = [table for table in (*days, *named) if isinstance(table, dict)]
    return {key: day for table in tables for key, day in table.items()} if named and len(tables) == 2 else {}


def _days_of_year(due: Due, year: int) -> dict[str, date]:
    day, after = due.rule["day"], due.rule.get("month_offset", 0)
    if not isinstance(day, int) or not isinstance(after, int):
        return {}
    periods = periods_of(due.period, date(year, 1, 1), date(year, 12, 31), None)
    return {period.key: day_of_month(year, period.last.month + after, day) for period in periods}
