"""How often, in a plan's words: "định kỳ 6 tháng, hằng năm"."""

import re
from collections.abc import Iterator

from models.plan import PeriodKind

_UNIT = (
    r"(?:(?:hằng|hàng|mỗi|từng)\s+(?:ngày|đêm|tuần|tháng|quý|học\s+kỳ|năm)|(?:0?6|sáu|0?9|chín|0?3|ba)\s+tháng(?!\s*\d)|"
    r"(?:tuần|tháng|quý|(?:cả\s+)?năm)(?!\s*(?:\d|[IVX]+\b)))(?:\s+(?:một|01|1)\s+lần)?"
)
_SEPARATOR = r"(?:\s*[,/]\s*(?:và\s+)?|\s+và\s+|\s+hoặc\s+)"
_IN_BRACKETS = r"\s*\([^()]*\)"
#: Between periods of one list; each may have its day in brackets: "hằng tháng (trước ngày 17), 6 tháng (…) và năm".
_NEXT = rf"(?:{_IN_BRACKETS})?{_SEPARATOR}(?:(?:báo\s+cáo|sơ\s+kết|tổng\s+kết)\s+)?"
_ORDERS = (
    r"báo\s+cáo|tổng\s+hợp|gửi|thống\s+kê|kiểm\s+tra|rà\s+soát|đánh\s+giá|giao\s+ban|họp|sơ\s+kết|tổ\s+chức|cung\s+cấp|"
    r"thông\s+báo|cập\s+nhật"
)
#: A bare "định kỳ" says how often something is done, not of what sort a thing is ("khám sức khỏe định kỳ").
_REGULARLY = rf"(?:(?<=^)|(?<=[.;:,]\s)|(?<=báo\scáo\s))định\s+kỳ|định\s+kỳ(?=\s+(?:{_ORDERS})\b)"
_OFTEN = re.compile(
    rf"\b(?:định\s+kỳ(?P<list>(?:\s+(?:báo\s+cáo\s+)?|\s*[,:(]\s*){_UNIT}(?:{_NEXT}{_UNIT})*)"
    rf"|(?P<bare>{_REGULARLY})"
    rf"|theo\s+{_UNIT}(?:{_NEXT}{_UNIT})*"
    rf"|(?:báo\s+cáo|sơ\s+kết|chế\s+độ)\s+(?P<told>{_UNIT}(?:{_NEXT}{_UNIT})*)"
    rf"|(?P<each>(?:hằng|hàng|mỗi)\s+(?:ngày|đêm|tuần|tháng|quý|học\s+kỳ|năm)(?:{_NEXT}{_UNIT})*)"
    rf"|(?P<months>(?:0?6|sáu)\s+tháng(?!\s+(?:đầu|cuối))(?:{_NEXT}{_UNIT})*(?:/lần|\s+(?:một|01|1)\s+lần)?)"
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
    """The words for how often, and the kinds of periods they name (none for a bare "định kỳ").

    Words said in several places are joined by a comma, without verbs between them: "6 tháng, năm".
    """
    words: dict[str, str] = {}
    kinds: list[PeriodKind] = []
    for match in _OFTEN.finditer(text):
        said = re.sub(rf"{_IN_BRACKETS}{_SEPARATOR}", ", ", match["told"] or match.group())
        said = " ".join(re.sub(r"\b(?:báo\s+cáo|sơ\s+kết|tổng\s+kết)\s+", "", said, flags=re.IGNORECASE).split())
        said += ")" * (said.count("(") - said.count(")"))
        if any(said.casefold() in re.split(_SEPARATOR, before) for before in words):
            continue  # said again, of its report: "theo quý, 6 tháng và năm; báo cáo năm gửi trước …"
        words.setdefault(said.casefold(), said)
        if match["times"]:
            kinds.extend([_TIMES[int(match["times"])]] if int(match["times"]) in _TIMES else [])
        elif not match["bare"]:
            kinds.extend(_kinds(said))
    return ", ".join(words.values()) or None, tuple(sorted(dict.fromkeys(kinds), key=LENGTHS.index))


def without_cadence(text: str) -> str:
    """A text with a point in place of every word for how often."""
    return _OFTEN.sub("·", text)


def _kinds(text: str) -> Iterator[PeriodKind]:
    for part in re.split(_SEPARATOR, text):
        found = next((kind for kind, pattern in _KINDS if re.search(pattern, part, re.IGNORECASE)), None)
        if found:
            yield found
