"""How often, in a plan's words: "định kỳ 6 tháng, hằng năm"."""

import re
from collections.abc import Iterator

from models.plan import PeriodKind

_UNIT = (
    r"(?:(?:hằng|hàng|mỗi|từng)\s+(?:tuần|tháng|quý|năm)|(?:0?6|sáu|0?9|chín|0?3|ba)\s+tháng(?!\s*\d)|"
    r"(?:tuần|tháng|quý|năm)(?!\s*[\dIVX]))(?:\s+(?:một|01|1)\s+lần)?"
)
_SEPARATOR = r"(?:\s*[,;/]\s*(?:và\s+)?|\s+và\s+|\s+hoặc\s+)"
_OFTEN = re.compile(
    rf"\b(?:(?P<lead>định\s+kỳ)(?P<list>(?:\s+(?:báo\s+cáo\s+)?|\s*[,:(]\s*){_UNIT}(?:{_SEPARATOR}{_UNIT})*)?"
    rf"|(?:báo\s+cáo|sơ\s+kết|theo|chế\s+độ)\s+(?P<told>{_UNIT}(?:{_SEPARATOR}(?:tổng\s+kết\s+)?{_UNIT})*)"
    rf"|(?P<each>(?:hằng|hàng|mỗi)\s+(?:tuần|tháng|quý|năm)(?:{_SEPARATOR}{_UNIT})*)"
    rf"|(?P<months>(?:0?6|sáu)\s+tháng(?!\s+(?:đầu|cuối))(?:{_SEPARATOR}{_UNIT})*(?:/lần|\s+(?:một|01|1)\s+lần)?)"
    r"|(?P<times>\d{1,2})\s*lần\s*/\s*năm)",
    re.IGNORECASE,
)
_KINDS: tuple[tuple[PeriodKind, str], ...] = (
    ("week", r"tuần"),
    ("half", r"(?:0?6|sáu)\s+tháng"),
    ("nine-months", r"(?:0?9|chín)\s+tháng"),
    ("quarter", r"quý|(?:0?3|ba)\s+tháng"),
    ("month", r"tháng"),
    ("year", r"năm"),
)
#: From the finest to the longest.
LENGTHS: tuple[PeriodKind, ...] = ("week", "month", "quarter", "half", "nine-months", "year", "program", "once")
_TIMES: dict[int, PeriodKind] = {1: "year", 2: "half", 4: "quarter", 12: "month"}


def cadence_of(text: str) -> tuple[str | None, tuple[PeriodKind, ...]]:
    """The words for how often, and the kinds of periods they name (none for a bare "định kỳ")."""
    words: list[str] = []
    kinds: list[PeriodKind] = []
    for match in _OFTEN.finditer(text):
        words.append(" ".join(match.group().split()))
        if match["times"]:
            kinds.extend([_TIMES[int(match["times"])]] if int(match["times"]) in _TIMES else [])
            continue
        kinds.extend(_kinds(match["list"] or match["told"] or match["each"] or match["months"] or ""))
    if not words:
        return None, ()
    said = [one + ")" * (one.count("(") - one.count(")")) for one in dict.fromkeys(words)]
    return "; ".join(said), tuple(sorted(dict.fromkeys(kinds), key=LENGTHS.index))


def _kinds(text: str) -> Iterator[PeriodKind]:
    for part in re.split(_SEPARATOR, text):
        found = next((kind for kind, pattern in _KINDS if re.search(pattern, part, re.IGNORECASE)), None)
        if found:
            yield found
