"""Time in a plan's words: how often ("định kỳ 6 tháng, hằng năm") and by when ("trước ngày 15/6 và 15/12").

A due rule is worked out only where the words hold a date; "theo quy định", "năm 2015" and the like give none.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from models.plan import PeriodKind
from plans.cadence import LENGTHS, cadence_of
from plans.numerals import roman_value

Rule = dict[str, date | int | dict[str, date]]


@dataclass(frozen=True, slots=True)
class Due:
    """A due rule as a plan file holds it (`on`, `day`, `month_offset`) and the kind of period it goes with."""

    period: PeriodKind
    rule: Rule

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

_DAY = (
    r"(?P<day>\d{1,2})\s*(?:[/.-]\s*(?P<month>1[0-2]|0?[1-9])(?!\d)(?:\s*[/.-]\s*(?P<year>\d{4}))?"
    r"|\s+tháng\s+(?P<month2>1[0-2]|0?[1-9])(?!\d))(?:\s*(?:/|năm)\s*(?P<year2>\d{4}))?"
)
_IN_MONTH = (
    r"(?P<each_day>\d{1,2})(?:\s+|/)(?P<of>(?:của\s+)?(?:(?:hằng|hàng|mỗi)\s+tháng|(?:hằng|hàng|mỗi)\s+quý|"
    r"tháng\s+(?!(?:đầu|cuối)\s+năm)(?:cuối|thứ\s+ba|đầu|sau|kế|tiếp|liền)\S*"
    r"(?:\s+(?:theo|kề|tiếp|sau|của|mỗi|hằng|hàng|quý))*))"
)
_QUARTER = r"quý\s+(?P<quarter>IV|I{1,3}|[1-4])(?!\w)(?:\s*(?:/|-|năm)\s*(?P<year3>\d{4}))?"
_MONTH = (
    r"(?:tháng\s+|(?<![\d/.])(?=\d{1,2}/\d{4}))(?P<month3>1[0-2]|0?[1-9])(?!\d)(?:\s*(?:/|-|năm)\s*(?P<year4>\d{4}))?"
)
_PART = r"(?P<part>(?:0?6|sáu|0?9|chín)\s+tháng\s+(?:đầu|cuối)\s+năm)(?:\s+(?P<year5>\d{4}))?"
_YEAR = r"năm\s+(?P<year6>\d{4})"
_POINT = re.compile(rf"{_PART}|(?:ngày\s+)?(?:{_IN_MONTH}|{_DAY})|{_QUARTER}|{_MONTH}|{_YEAR}", re.IGNORECASE)
#: Words that make a date that follows a deadline; those of the first group do so for months, quarters and years too.
_FIRM = (
    r"hoàn\s+thành|hoàn\s+tất|xong|trước|chậm\s+nhất|muộn\s+nhất|đến\s+hết|hết|hạn\s+chót|thời\s+hạn|"
    r"không\s+muộn\s+hơn|kết\s+thúc"
)
_AHEAD = _POINT.pattern.replace("?P<", "?P<_")
_LOOSE = r"đến|vào|hạn|thời\s+gian"
_LEAD = re.compile(
    rf"\b(?P<firm>(?:{_FIRM})(?:\s+(?:là|vào|trước|trong|việc|đến|hết|chậm\s+nhất)\b)*)\s*:?\s*(?={_AHEAD})"
    rf"|\b(?P<loose>{_LOOSE})\s+(?:ngày\s+)?(?=\d{{1,2}}\s*(?:[/.-]\s*\d{{1,2}}|\s+tháng\s+\d))"
    r"|\b(?P<within>trong)\s+(?=quý\s+(?:IV|I{1,3}|[1-4])(?!\w)|tháng\s+(?:1[0-2]|0?[1-9])(?!\d))"
    r"|\b(?P<in_use>đưa\s+vào\s+(?:sử\s+dụng|khai\s+thác|vận\s+hành|hoạt\s+động|áp\s+dụng)\s+(?:kể\s+)?từ)\s+"
    r"(?=ngày\s+\d)"
    rf"|\b(?P<bare>)(?=ngày\s+{_IN_MONTH.replace('?P<', '?P<__')})",
    re.IGNORECASE,
)
_IN_USE = re.compile(r"^đưa\s+vào\s+\w+\s+\w+\s+", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*(?P<label>\([^()]{1,60}\)|(?:đối\s+với|cho)\s+(?:báo\s+cáo\s+)?[^,;.]{1,40}?)?\s*(?:,|;|và|/|&|,\s*và)\s*"
    r"(?P<before>(?:báo\s+cáo\s+|tổng\s+kết\s+|sơ\s+kết\s+)?(?:quý|năm|cả\s+năm|[69]\s+tháng(?:\s+(?:đầu|cuối)\s+năm)?)?\s*)"
    r"(?:trước|chậm\s+nhất|muộn\s+nhất|là|gửi|xong|\s)*(?=(?:ngày\s+)?\d|quý\s+[IV\d]|tháng\s+\d)",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\s*\((?!trước|chậm|muộn)[^()]{1,60}\)", re.IGNORECASE)
_YEARLY = re.compile(r"\s*(?P<yearly>(?:hằng|hàng|mỗi)\s+năm)", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?:trong\s+(?:(?:thời\s+hạn|vòng)\s+)?\d+\s+giờ|trong\s+(?:thời\s+hạn|vòng)\s+\d+\s+(?:ngày|tuần|tháng)[^.;]{0,60}|sau\s+\d+\s+ngày[^.;,]{0,40}|"
    r"chậm\s+nhất\s+(?:là\s+)?(?:sau\s+)?\d+\s+ngày[^.;,]{0,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Point:
    """A date in the words: a day of the year, or a day of every month; with what is said about it."""

    day: date | None
    each_day: int | None
    of: str
    label: str
    exact: bool


def terms_of(text: str, year: int | None) -> Terms:
    """What a running text says of time; `year` completes dates that name none."""
    words, periods = cadence_of(text)
    found: list[str] = []
    dues: list[Due] = []
    dated = _SPAN.sub(lambda match: "·" * len(match.group()), text)
    for start, end, points, yearly in _runs(dated, year, False):
        if not points[-1].exact and _GOES_ON.match(dated, end):
            continue
        found.append(_IN_USE.sub("", text[start:end].strip(" ,;")))
        dues.extend(_dues(points, periods, yearly, year))
    for said, due in _days_alone(dated):
        found.append(said)
        dues.insert(0, due)
    if not found and (relative := _RELATIVE.search(text)):
        found.append(relative.group().strip())
    return _terms(words, periods, "; ".join(dict.fromkeys(found)) or None, dues)


_RANGE = re.compile(
    r"\b(quý|tháng)\s+\w+\s*[-–]\s*(?:(?:quý|tháng)\s+)?(?=\w)|\btừ\s+[^,;]+?\s+đến\s+(?:hết\s+)?", re.IGNORECASE
)


#: A span of time is when something goes on; its end is no deadline in running text.
_SPAN = re.compile(
    r"\btừ\s+(?:ngày\s+|tháng\s+|quý\s+)?[\dIVX][^,;()]{0,40}?\s+(?:đến|tới)\s+(?:hết\s+)?"
    r"(?:(?:ngày|tháng|quý)\s+)?(?:\d[\d/.-]*\d|\d|[IVX]+\b)(?:\s+tháng\s+\d{1,2})?(?:\s*(?:/|năm)\s*\d{4})?",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    r"\b(?:trước|chậm\s+nhất|muộn\s+nhất|vào)\s+(?:là\s+|vào\s+)?ngày\s+(?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?!\d|\s*[/.-]\s*\d|\s+(?:của\s+)?(?:tháng|hằng|hàng|mỗi)\b)",
    re.IGNORECASE,
)


#: "quý II - III", "quý I, II": several are named and the end is for a person to say.
_GOES_ON = re.compile(
    r"\s*(?:[-–]\s*(?:(?:quý|tháng)\s+)?(?:[IVX]+\b|\d)|(?:,|và)\s*(?:IV|I{1,3})(?![\w.]))", re.IGNORECASE
)


def _days_alone(text: str) -> Iterator[tuple[str, Due]]:
    """A day without its month, in a sentence that says every month or quarter: "Hằng tháng, trước ngày 05, …"."""
    for sentence in re.split(r"[.;]\s", text):
        _, periods = cadence_of(sentence)
        kind = next((period for period in periods if period in ("month", "quarter")), None)
        match = _DAY_ALONE.search(sentence)
        if kind and match:
            yield match.group(), Due(kind, {"day": int(match["day"])})


def terms_of_cell(text: str, year: int | None) -> Terms:
    """What a table's cell for deadlines says: all of it are the words; of a span of time the end counts."""
    words, periods = cadence_of(text)
    dues: list[Due] = []
    ends = _RANGE.sub(lambda match: f"{match[1]} " if match[1] else "", text)
    for start, end, points, yearly in _runs(ends, year, True):
        if not re.fullmatch(_YEAR, ends[start:end].strip(), re.IGNORECASE):  # "năm 2015" names no day
            dues.extend(_dues(points, periods, yearly, year))
    if re.search(r"\d\s+[-–]\s+\D", ends) and len(dues) > 1 and all(due.period == "once" for due in dues):
        dues = dues[-1:]
    return _terms(words, periods, text or None, dues)


def _terms(cadence: str | None, periods: Sequence[PeriodKind], deadline: str | None, dues: Sequence[Due]) -> Terms:
    named = {*periods, *(due.period for due in dues if due.period != "once")}
    return Terms(cadence, tuple(sorted(named, key=LENGTHS.index)), deadline, _merged(dues))


def _runs(text: str, year: int | None, only_time: bool) -> Iterator[tuple[int, int, list[_Point], bool]]:
    """Each run of dates in a text: where it stands, its dates, and whether it comes every year."""
    at = 0
    while at < len(text):
        lead = _LEAD.search(text, at)
        bare = _POINT.search(text, at) if only_time else None
        if lead is None and bare is None:
            return
        if bare is not None and (lead is None or bare.start() < lead.start()):
            start, first = bare.start(), bare.start()
        elif lead is not None:
            start, first = lead.start(), lead.end()
        before = bool(re.search(r"trước\s*$", text[start:first], re.IGNORECASE))
        points, end = _points(text, first, text[max(0, start - 40) : start], year, before)
        tail = _YEARLY.match(text, end)
        if points:
            yield start, tail.end() if tail else end, points, bool(tail)
        at = max(end, first + 1)


def _points(text: str, at: int, label: str, year: int | None, before: bool) -> tuple[list[_Point], int]:
    points: list[_Point] = []
    end = at
    while (match := _POINT.match(text, at)) is not None:
        between = _BETWEEN.match(text, match.end())
        after = _PARENTHESIS.match(text, match.end())
        said = (between["label"] if between else None) or (after.group() if after else "")
        point = _point(match, said or label, year, before)
        if point is None:
            break
        points.append(point)
        end = match.end()
        if labelled := _PARENTHESIS.match(text, end):
            end = labelled.end()
        if between is None or _POINT.match(text, between.end()) is None:
            break
        label, at = between["before"] or "", between.end()
    return points, end


def _point(match: re.Match[str], label: str, year: int | None, before: bool) -> _Point | None:
    """A date of the words; None for one of a year gone by, which is no deadline."""
    named = next((int(match[key]) for key in ("year", "year2", "year3", "year4", "year5", "year6") if match[key]), None)
    if named is not None and year is not None and named < year:
        return None
    if match["each_day"]:
        return _Point(None, int(match["each_day"]), match["of"].casefold(), label, False)
    day = _last_day(match, named or year, before)
    return _Point(day, None, "", label, bool(match["day"]))


def _last_day(match: re.Match[str], year: int | None, before: bool) -> date | None:
    """The last day of what the words name, or the day before it begins ("trước tháng 6"); None without a year."""
    if year is None:
        return None
    if match["day"]:
        return _day(year, int(match["month"] or match["month2"]), int(match["day"]))
    if match["part"]:
        if "cuối" in match["part"].casefold():
            return date(year, 12, 31)
        return _end_of_month(year, 9 if re.match(r"0?9|chín", match["part"], re.IGNORECASE) else 6)
    if match["quarter"]:
        quarter = roman_value(match["quarter"].upper()) or int(match["quarter"])
        first, last = quarter * 3 - 2, quarter * 3
    elif match["month3"]:
        first = last = int(match["month3"])
    else:
        first, last = 1, 12
    if not before:
        return _end_of_month(year, last)
    return _end_of_month(year, first - 1) if first > 1 else date(year - 1, 12, 31)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


_LABELS: tuple[tuple[PeriodKind, str], ...] = (
    ("half", r"(?:0?6|sáu)\s+tháng|sơ\s+kết"),
    ("nine-months", r"(?:0?9|chín)\s+tháng"),
    ("quarter", r"quý"),
    ("month", r"hằng\s+tháng|hàng\s+tháng|báo\s+cáo\s+tháng"),
    ("year", r"\bnăm\b(?!\s*\d)|tổng\s+kết"),
)


#: A single date belongs to a period only where the words right beside it name one.
_NAMES_PERIOD = re.compile(
    r"(?:(?:(?:0?6|sáu|0?9|chín)\s+tháng(?:\s+(?:đầu|cuối)\s+năm)?|\bnăm|\bquý)(?:\s+gửi)?|\(.*\))$", re.IGNORECASE
)


def _labelled(label: str) -> PeriodKind | None:
    """The kind of period that the words nearest to a date name."""
    hits = [
        (match.end(), kind)
        for kind, pattern in _LABELS
        for match in re.finditer(pattern, re.sub(r"(?:đầu|cuối)\s+năm", "", label), re.IGNORECASE)
    ]
    return max(hits)[1] if hits else None


def _dues(points: Sequence[_Point], periods: Sequence[PeriodKind], yearly: bool, year: int | None) -> list[Due]:
    found = [_monthly(point, periods) for point in points if point.each_day is not None]
    days = [point for point in points if point.day is not None]
    if not days or year is None:
        return found
    labels = [_labelled(point.label) for point in days]
    if len(days) == 1:
        labels = labels if _NAMES_PERIOD.search(days[0].label.rstrip(" (:,-")) else [None]
    if len(set(labels)) == len(days) and None not in labels and "month" not in labels:
        return found + [
            _on(label, [point.day], year) for label, point in zip(labels, days, strict=True) if label and point.day
        ]
    dates = [point.day for point in days if point.day]
    kind = _recurrence(days, dates, periods, yearly)
    if kind == "half" and {"half", "year"} <= set(periods):  # "6 tháng, hằng năm": the second half is told in the year
        first, second = sorted(dates)
        return [*found, _on("half", [first], year), Due("year", {"on": {str(year): second}})]
    if kind is not None:
        return [*found, _on(kind, dates, year)]
    return found + [Due("once", {"on": day}) for day in dates]


def _monthly(point: _Point, periods: Sequence[PeriodKind]) -> Due:
    of = point.of
    is_quarter = "quý" in of or ("quarter" in periods and "month" not in periods)
    rule: Rule = {"day": point.each_day or 1}
    if re.search(r"sau|kế|tiếp|liền|đầu", of):
        rule["month_offset"] = 1
    return Due("quarter" if is_quarter else "month", rule)


def _recurrence(
    points: Sequence[_Point], dates: Sequence[date], periods: Sequence[PeriodKind], yearly: bool
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


def _on(kind: PeriodKind, days: Sequence[date], year: int) -> Due:
    return Due(kind, {"on": {_key(kind, day, year): day for day in days}})


def _key(kind: PeriodKind, day: date, year: int) -> str:
    if kind == "half":
        return f"{year}-H{1 if day.month <= 7 and day.year == year else 2}"
    if kind == "quarter":
        return f"{year}-Q{(day.month - 1) // 3 + 1}"
    return f"{year}-9M" if kind == "nine-months" else str(year)


def _merged(dues: Sequence[Due]) -> tuple[Due, ...]:
    """One rule per kind of period: the tables of dates of one kind put together."""
    found: dict[PeriodKind, Due] = {}
    once: list[Due] = []
    for due in dues:
        before = found.get(due.period)
        if due.period == "once":
            once.extend([due] if due not in once else [])
        elif before is None:
            found[due.period] = due
        else:
            mine, other = before.rule.get("on"), due.rule.get("on")
            if isinstance(mine, dict) and isinstance(other, dict):
                found[due.period] = Due(due.period, {"on": {**mine, **other}})
    return (*found.values(), *once)
