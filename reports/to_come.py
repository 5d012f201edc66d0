"""Headings on what is to come, and whose plans still belong under them when bodies report several times in a period.

A plan is for the days after the period that its body reported on. Under such a heading a report tells, of each body,
what it wrote for its latest period, and that only while the plan has days ahead: it looks as far ahead as its own
period was long, and not beyond the year in which that ends. So a year's report tells plans of the second half and never
those of the first, and of a body that filed nothing for the second half none; a report on nine months tells a
half-year's plan, with its period, of a body that wrote none for the third quarter. What is owed once has no period, and
stays.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from models.cutoffs import Window
from models.periods import Period
from reports.filings import Filing

_PLANNED = re.compile(r"phương hướng|nhiệm vụ|kế hoạch|dự kiến|trọng tâm|giải pháp", re.IGNORECASE)
#: How such headings end where they name the time: "năm sau", "ba tháng cuối năm".
_AFTER = re.compile(
    r"(?:\w+\s+tháng\s+cuối\s+năm|(?:năm|giai đoạn|quý|\w+\s+tháng|tháng|tuần|kỳ)\s+(?:sau|tới|tiếp\s+theo))$",
    re.IGNORECASE,
)
_TIME_TO_COME = "thời gian tới"
_DIRECTION = re.compile(r"phương hướng", re.IGNORECASE)
_YEAR = re.compile(r"năm (\d{4})")
#: Headings that begin so tell what was, whatever else they tell: "Kết quả thực hiện nhiệm vụ, kế hoạch năm sau".
_LOOKS_BACK = re.compile(r"\W*(?:kết quả|tình hình|đánh giá|tồn tại|khó khăn|hạn chế)", re.IGNORECASE)
_PROPOSED = re.compile(r"đề xuất|kiến nghị|đề nghị", re.IGNORECASE)


def without_time(title: str) -> str:
    """A heading on what is to come that names no time of its own, for a report on any period."""
    return _AFTER.sub(_TIME_TO_COME, title) if _PLANNED.search(title) else title


def is_on_what_is_to_come(title: str, year: int) -> bool:
    """Whether a heading, or a question, of a report that ends in a year is on nothing but the time after it."""
    if _LOOKS_BACK.match(title) or not _PLANNED.search(title):
        return False
    after = _AFTER.search(title) or title.casefold().endswith(_TIME_TO_COME)
    return bool(_DIRECTION.search(title) or after or any(int(one) > year for one in _YEAR.findall(title)))


def is_on_proposals(title: str) -> bool:
    """Whether a heading, or a question, asks what bodies propose: what they propose now is told before the rest."""
    return _PROPOSED.search(title) is not None


def still_planned(filings: Sequence[Filing], period: Period) -> set[str]:
    """Which of the filings that hold plans a report on `period` tells, by the names of their assignments."""
    latest: dict[str, date] = {}
    for one in _of_periods(filings):
        latest[one.agency] = max(one.nominal.last, latest.get(one.agency, one.nominal.last))
    over = {
        one.assignment.name
        for one in _of_periods(filings)
        if one.nominal.last < latest[one.agency] or not is_ahead(one.nominal, period.last)
    }
    return {one.assignment.name for one in filings} - over


def _of_periods(filings: Iterable[Filing]) -> Iterable[Filing]:
    return (one for one in filings if one.assignment.period != "once")


def is_ahead(reported: Window, end: date) -> bool:
    """Whether what was planned when a period was reported on is for days after `end` too."""
    if reported.last >= end:
        return True
    reach = reported.last + (reported.last - reported.first)
    return end < min(reach, date(reported.last.year, 12, 31))
