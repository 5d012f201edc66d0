"""Words of time in a paragraph that no deadline was read from, so that nobody is told that it has none."""

import re

from plans.cadence import without_cadence
from plans.periods_said import without_names
from plans.terms import Terms

_UNREAD = re.compile(
    r"(?:\b(?:trước|sau|trong|đến|hết|từ|vào|chậm\s+nhất|muộn\s+nhất|đầu|cuối|vòng|hạn|là)\s+)*"
    r"(?:\b(?:ngày|tháng|quý)\s+(?:\d|I{1,3}\b|IV\b)[\d/.-]*|\b\d{1,2}/\d{1,2}(?:/\d{4})?(?![\d/])|"
    r"\b\d+\s+(?:giờ|ngày|tuần|tháng|quý)\b)[^.;,()]{0,40}",
    re.IGNORECASE,
)
#: Numbers that are no deadline: documents with their dates, round the clock.
_NO_TIME = re.compile(
    r"\b\d+[\w]*/(?:\d{4}/)?[A-ZĐ]{2}[\w-]*(?:\s+ngày\s+[\d/.-]+)?|\b24/(?:7|24)\b(?!/)|\btháng\s+hành\s+động\b",
    re.IGNORECASE,
)


def unread_time(text: str, terms: Terms) -> str | None:
    """Words that hold a day, a month, a quarter or a length of time and gave no due rule; None where there are none."""
    if terms.deadline and not terms.dues and re.search(r"\d|quý\s+[IVX]", terms.deadline):
        return terms.deadline
    for read in sorted({*(terms.deadline or "").split("; ")} - {""}, key=len)[::-1]:
        if read != terms.deadline or terms.dues:
            text = text.replace(read, "·")
    text = without_cadence(without_names(text, "·"))
    match = _UNREAD.search(_NO_TIME.sub("·", text))
    return " ".join(match.group().split()).rstrip(" ,./") if match else None
