"""The dates in a plan's words, in runs: "trước ngày 15/6 và 15/12", "quý I trước ngày 10/3, quý II trước ngày 10/6"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.numerals import roman_value
from plans.periods_said import PERIOD

_DAY = (
    r"(?P<day>\d{1,2})\s*(?:[/.-]\s*(?P<month>1[0-2]|0?[1-9])(?!\d)(?:\s*[/.-]\s*(?P<year>\d{4}))?"
    r"|\s+tháng\s+(?P<month2>1[0-2]|0?[1-9])(?!\d))(?:\s*(?:/|năm)\s*(?P<year2>\d{4}))?"
    r"(?:\s+(?:của\s+)?năm\s+(?P<next_year>sau|tới|kế|tiếp|liền)(?:\s+(?:tiếp|theo|kề|sau))*(?!\w))?"
)
#: What a day of every month is of: "tháng cuối quý", "tháng cuối của kỳ báo cáo", "tháng sau".
_OF_PERIOD = r"(?:(?:của|trong)\s+)?(?:(?:mỗi|hằng|hàng|từng|các)\s+)?(?:quý|kỳ(?:\s+báo\s+cáo)?)\b"
_IN_MONTH = (
    r"(?P<each_day>\d{1,2})(?:\s+|/)(?P<of>(?:của\s+)?(?:(?:hằng|hàng|mỗi)\s+tháng|(?:hằng|hàng|mỗi)\s+quý|"
    r"tháng\s+(?!(?:đầu|cuối)\s+năm)(?:cuối|thứ\s+ba|đầu|sau|kế|tiếp|liền)\w*"
    rf"(?:\s+(?:theo|kề|cùng|tiếp|sau|mỗi|{_OF_PERIOD}))*))"
)
_QUARTER = r"quý\s+(?P<quarter>IV|I{1,3}|[1-4])(?!\w)(?:\s*(?:/|-|năm)\s*(?P<year3>\d{4}))?"
_MONTH = (
    r"(?:tháng\s+|(?<![\d/.])(?=\d{1,2}/\d{4}))(?P<month3>1[0-2]|0?[1-9])(?!\d)(?:\s*(?:/|-|năm)\s*(?P<year4>\d{4}))?"
)
_PART = r"(?P<part>(?:0?6|sáu|0?9|chín)\s+tháng\s+(?:đầu|cuối)\s+năm)(?:\s+(?P<year5>\d{4}))?"
YEAR = r"năm\s+(?P<year6>\d{4})"
#: An hour before a date says no other day: "trước 17 giờ 00 ngày 20/9".
_HOUR = r"(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2}(?:\s*phút)?)?\s*,?\s*(?=ngày\s))?"
#: Before the number of a day: "ngày mồng 5", "ngày khai giảng 05/9/2025".
_THE_DAY = r"(?:ngày\s+(?:(?:mồng|mùng)\s+|(?:[^\W\d_]+\s+){1,4}(?=\d{1,2}/\d{1,2}/\d{4}))?)?"
_POINT = re.compile(rf"{_PART}|{_HOUR}{_THE_DAY}(?:{_IN_MONTH}|{_DAY})|{_QUARTER}|{_MONTH}|{YEAR}", re.IGNORECASE)
#: Words that make a date that follows a deadline; those of the first group do so for months, quarters and years too.
_FIRM = (
    r"hoàn\s+thành|hoàn\s+tất|xong|trước|chậm\s+nhất|muộn\s+nhất|đến\s+hết|hết|hạn\s+chót|thời\s+hạn|"
    r"không\s+muộn\s+hơn|kết\s+thúc|tại\s+(?:kỳ|phiên)\s+họp(?:\s+thường\s+lệ)?|"
    r"(?:thời\s+(?:gian|hạn|điểm)|tiến\s+độ)(?:\s+(?:thực\s+hiện|hoàn\s+thành))?(?=\s*:)"
)
_AHEAD = _POINT.pattern.replace("?P<", "?P<_")
_LOOSE = r"đến|vào|hạn|thời\s+gian"
_LEAD = re.compile(
    rf"\b(?P<firm>(?:{_FIRM})(?:\s+(?:là|vào|trước|trong|việc|đến|hết|chậm\s+nhất)\b)*)\s*:?\s*(?={_AHEAD})"
    rf"|\b(?P<loose>{_LOOSE})\s+(?:ngày\s+)?(?=\d{{1,2}}\s*(?:[/.-]\s*\d{{1,2}}|\s+tháng\s+\d))"
    r"|\b(?P<within>trong)\s+(?=quý\s+(?:IV|I{1,3}|[1-4])(?!\w)|tháng\s+(?:1[0-2]|0?[1-9])(?!\d))"
    r"|\b(?P<in_use>đưa\s+vào\s+(?:sử\s+dụng|khai\s+thác|vận\s+hành|hoạt\s+động|áp\s+dụng)\s+(?:kể\s+)?từ)\s+"
    r"(?=ngày\s+\d)"
    rf"|(?P<of_period>(?:{PERIOD})\s*\(\s*)"  # "quý I (15/3), 6 tháng (ngày 15/6)"
    r"(?=(?:ngày\s+)?\d{1,2}(?:[/.-]\d{1,2}(?:[/.-]\d{4})?|\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?)"
    r"(?:\s*(?:,|;|và)\s*(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?)*\s*\))"
    rf"|\b(?P<bare>)(?=ngày\s+(?:(?:mồng|mùng)\s+)?{_IN_MONTH.replace('?P<', '?P<__')})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?P<label>\([^()]{1,60}\)|(?:đối\s+với|cho)\s+(?:báo\s+cáo\s+)?[^,;.]{1,40}?)?\s*(?:,|;|và|/|&|,\s*và)\s*"
    rf"(?P<before>(?:báo\s+cáo\s+|tổng\s+kết\s+|sơ\s+kết\s+)?(?:{PERIOD})?\s*)"
    r"(?:trước|chậm\s+nhất|muộn\s+nhất|là|gửi|xong|\s)*(?=(?:ngày\s+)?\d|quý\s+[IV\d]|tháng\s+\d)",
    re.IGNORECASE,
)
_LONGEST_PART = 92
#: Behind a date, what it is for.
_FOR = re.compile(
    rf"\s*\((?!trước|chậm|muộn)[^()]{{1,60}}\)|\s+(?:đối\s+với|cho)\s+(?:báo\s+cáo\s+)?(?:{PERIOD})", re.IGNORECASE
)
#: A quarter or a part of the year with a day of its own behind it is what that day is for, not a deadline.
_HEADS_DATE = re.compile(
    r"\s*[:(]?\s*(?:gửi\s+|xong\s+)?(?:trước|chậm\s+nhất|muộn\s+nhất|vào)\s+(?:là\s+|vào\s+)?(?:ngày\s+)?\d"
    r"|\s*[:(]\s*(?:ngày\s+)?\d{1,2}(?:[/.-]|\s+tháng\s)\d",
    re.IGNORECASE,
)
_IN_USE = re.compile(r"đưa\s+vào\s+\w+\s+\w+\s+", re.IGNORECASE)
_YEARLY = re.compile(r"\s*(?P<yearly>(?:hằng|hàng|mỗi)\s+năm)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """A date in the words: a day of the year, or a day of every month; with what is said about it."""

    day: date | None
    each_day: int | None
    of: str
    label: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Dates that the words put together, where they stand in the text, and whether they come every year."""

    start: int
    end: int
    points: tuple[Point, ...]
    yearly: bool


def runs_of(text: str, year: int | None, *, only_time: bool) -> Iterator[Run]:
    """Each run of dates in a text; `year` completes dates that name none, with `only_time` a bare date is one too."""
    at = ended = 0
    while at < len(text):
        lead = _LEAD.search(text, at)
        bare = _POINT.search(text, at) if only_time else None
        if lead is None and bare is None:
            return
        if bare is not None and (lead is None or bare.start() < lead.start()):
            start, first = bare.start(), bare.start()
        elif lead is not None:
            start, first = lead.end() if lead["of_period"] else lead.start(), lead.end()
        before = bool(re.search(r"trước\s*$", text[start:first], re.IGNORECASE))
        label = re.split(r"[.;]\s", text[ended:start])[-1]
        points, end = _points(text, first, label, year, before)
        tail = _YEARLY.match(text, end)
        if points:
            in_use = _IN_USE.match(text, start)
            ended = tail.end() if tail else end
            yield Run(in_use.end() if in_use else start, ended, _narrowest(points), bool(tail))
        at = max(end, first + 1)


def _narrowest(points: list[Point]) -> tuple[Point, ...]:
    """The dates of a run without a quarter or month in which its one day lies: "trong quý I, trước ngày 20/3"."""
    days = [point.day for point in points]
    if len(points) == 2 and points[1].exact and not points[0].exact and days[0] and days[1]:
        return tuple(points[1:]) if 0 <= (days[0] - days[1]).days < _LONGEST_PART else tuple(points)
    return tuple(points)


def _points(text: str, at: int, label: str, year: int | None, before: bool) -> tuple[list[Point], int]:
    points: list[Point] = []
    end = at
    while (match := _POINT.match(text, at)) is not None:
        if not (match["day"] or match["each_day"]) and _HEADS_DATE.match(text, match.end()):
            return points, end if points else match.end()
        between = _BETWEEN.match(text, match.end())
        after = _FOR.match(text, match.end())
        said = (between["label"] if between else None) or (after.group() if after else "")
        point = _point(match, said or label, year, before)
        if point is None:
            break
        points.append(point)
        end = after.end() if after else match.end()
        if between is None or _POINT.match(text, between.end()) is None:
            break
        label, at = between["before"] or "", between.end()
    return points, end


def _point(match: re.Match[str], label: str, year: int | None, before: bool) -> Point | None:
    """A date of the words; None for one of a year gone by, which is no deadline."""
    named = next((int(match[key]) for key in ("year", "year2", "year3", "year4", "year5", "year6") if match[key]), None)
    if named is not None and year is not None and named < year:
        return None
    if match["each_day"]:
        return Point(None, int(match["each_day"]), match["of"].casefold(), label, False)
    if match["next_year"] and named is None and year is not None:
        named = year + 1
    day = _last_day(match, named or year, before)
    return Point(day, None, "", label, bool(match["day"]))


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
