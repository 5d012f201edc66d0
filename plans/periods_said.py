"""Periods named beside a date: "quý I (trước ngày 10/3), 6 tháng (trước ngày 10/6)", "6 tháng, năm trước 15/12"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.plan import PeriodKind
from plans.numerals import roman_value

_NUMERAL = r"(?:IV|I{1,3}|[1-4])(?!\w|\s+tháng)"
_PERIOD = re.compile(
    rf"\b(?:(?P<quarter>quý(?P<numbers>\s+{_NUMERAL}(?:\s*(?:,|và|,\s*và)\s*{_NUMERAL})*)?(?:\s*(?:/|năm)\s*\d{{4}})?)"
    r"|(?P<half>(?:(?:0?6|sáu)\s+tháng|sơ\s+kết(?!\s+(?:quý|tháng|năm|0?[69]\s|sáu|chín)))(?:\s+(?P<side>đầu|cuối)\s+năm)?(?:\s+\d{4})?)"
    r"|(?P<nine>(?:0?9|chín)\s+tháng(?:\s+đầu\s+năm)?(?:\s+\d{4})?)"
    r"|(?P<month>(?:hằng|hàng|báo\s+cáo)\s+tháng)"
    r"|(?P<year>(?:cả\s+|hằng\s+|hàng\s+)?năm(?!\s*\d)|tổng\s+kết(?!\s+(?:quý|tháng|0?[69]\s|sáu|chín))))(?!\w)",
    re.IGNORECASE,
)
#: The same as a part of other patterns.
PERIOD = re.sub(r"\?P<\w+>", "?:", _PERIOD.pattern)
_KINDS: dict[str, PeriodKind] = {
    "quarter": "quarter",
    "half": "half",
    "nine": "nine-months",
    "month": "month",
    "year": "year",
}
#: Between periods of one list: "quý I, báo cáo 6 tháng và cả năm".
_JOINT = re.compile(r"\s*(?:[,;/]|và|,\s*và)?\s*(?:báo\s+cáo|sơ\s+kết|tổng\s+kết)?\s*", re.IGNORECASE)
_BEFORE_DATE = r"(?:\s+(?:gửi|nộp|lần\s+lượt))?[\s(:,–-]*"
#: How far from a period's last day its report may be due where the words leave open which period a date belongs to.
_EARLY, _LATE = timedelta(days=62), timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of period that words name, and which of the year where they say so ("quý III": 3)."""

    kind: PeriodKind
    number: int | None = None

    @property
    def last_month(self) -> int:
        """The month in which it ends; for one of several of a year, that of its number."""
        length = {"quarter": 3, "half": 6, "nine-months": 9}.get(self.kind, 12)
        return length * (self.number or 1)

    def key(self, day: date, year: int) -> str:
        """The key of the period that a date is for; without a number, the date says which of the year."""
        if self.kind == "half":
            return f"{year}-H{self.number or (1 if day.month <= 7 and day.year == year else 2)}"
        if self.kind == "quarter":
            return f"{year}-Q{self.number or (day.month - 1) // 3 + 1}"
        return f"{year}-9M" if self.kind == "nine-months" else str(year)

    def may_be_due(self, day: date, year: int) -> bool:
        """Whether a date is near the end of such a period of the year."""
        months = {"quarter": (3, 6, 9, 12), "half": (6,), "nine-months": (9,), "year": (12,)}.get(self.kind, ())
        if self.number:
            months = (self.last_month,)
        ends = (date(year + month // 12, month % 12 + 1, 1) for month in months)
        return any(end - _EARLY <= day <= end + _LATE for end in ends)


def named_last(text: str, *, beside: bool = False) -> tuple[Named, ...]:
    """The list of periods that a text names last, in its order; with `beside` only where the text ends with it.

    A text in brackets says of the date before it what it is for: it need not end with the period.
    """
    found = list(_PERIOD.finditer(text))
    if not found:
        return ()
    if beside and not text.endswith(")") and not _stands_before_date(text, found[-1]):
        return ()
    start = len(found) - 1
    while start and _JOINT.fullmatch(text, found[start - 1].end(), found[start].start()):
        start -= 1
    return tuple(dict.fromkeys(one for match in found[start:] for one in _named(match)))


def _stands_before_date(text: str, last: re.Match[str]) -> bool:
    """Whether a text ends with a period; "sơ kết" and "tổng kết" alone are what is done on the date that follows."""
    is_deed = bool(re.match(r"(?:sơ|tổng)\s+kết", last.group(), re.IGNORECASE))
    return not is_deed and bool(re.fullmatch(_BEFORE_DATE, text[last.end() :], re.IGNORECASE))


def without_names(text: str, mark: str) -> str:
    """A text without the periods that stand just before a mark: what the mark stands for is said of them."""
    return re.sub(rf"(?:(?:{PERIOD}){_JOINT.pattern})+{_BEFORE_DATE}{mark}", mark, text, flags=re.IGNORECASE)


def _named(match: re.Match[str]) -> Iterator[Named]:
    if match["quarter"]:
        numerals = re.findall(_NUMERAL, match["numbers"] or "", re.IGNORECASE)
        numbers: list[int | None] = [roman_value(one.upper()) or int(one) for one in numerals]
        yield from (Named("quarter", number) for number in numbers or [None])
    elif match["half"]:
        side = (match["side"] or "").casefold()
        yield Named("half", {"đầu": 1, "cuối": 2}.get(side))
    else:
        yield Named(_KINDS[match.lastgroup or "year"])
