"""The annexes of a report: which there are, their titles and their numbers, the same in every format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reports.body import duty_rows, passage_rows
from reports.changed_rows import changed_rows
from reports.changes_in_words import CHANGES
from reports.compiled import CompiledReport, Series
from reports.numbering import roman
from reports.tables import body_rows, districts, reconciliation_rows

Code = Literal[
    "charts",
    "changes",
    "figures",
    "duties",
    "passages",
    "districts",
    "bodies",
    "years",
    "trend",
    "reconciliation",
    "sources",
]

_TITLES: Mapping[Code, str] = {
    "charts": "Biểu đồ",
    "changes": CHANGES,
    "figures": "Tổng hợp số liệu",
    "duties": "Nội dung báo cáo về thực hiện nhiệm vụ",
    "passages": "Nội dung báo cáo khác của các cơ quan, đơn vị",
    "districts": "Số liệu theo huyện, thành, thị",
    "bodies": "Số liệu theo cơ quan, đơn vị",
    "years": "Số liệu qua các năm",
    "trend": "Diễn biến trong kỳ",
    "reconciliation": "Đối chiếu số liệu",
    "sources": "Các báo cáo làm căn cứ tổng hợp",
}
_FILLED: Mapping[Code, Callable[[CompiledReport], bool]] = {
    "changes": lambda compiled: bool(changed_rows(compiled)),
    "figures": lambda _: True,
    "duties": lambda compiled: bool(duty_rows(compiled)),
    "passages": lambda compiled: bool(passage_rows(compiled)),
    "districts": lambda compiled: bool(districts(compiled, compiled.shown_figures)),
    "bodies": lambda compiled: bool(body_rows(compiled)),
    "years": lambda compiled: bool(years_told(compiled)),
    "trend": lambda compiled: bool(compiled.trend),
    "reconciliation": lambda compiled: bool(reconciliation_rows(compiled)),
    "sources": lambda compiled: bool(compiled.pins),
}


def years_told(compiled: CompiledReport) -> Sequence[Series]:
    """What an annex tells by year: all of a programme, else the report's own figures where they have more years.

    The year before stands beside this one among the figures already.
    """
    if compiled.period.kind == "program":
        return compiled.years
    own = {figure.indicator: figure.previous for figure in compiled.shown_figures}
    told = [one for one in compiled.years if one.indicator in own]
    return told if any(_says_more(one, own[one.indicator]) for one in told) else ()


def _says_more(one: Series, previous: Decimal | None) -> bool:
    """Whether a series knows more than its last point, this year's, and the year before as it is told already."""
    *before, _own = one.points
    known = [point.value for point in before if point.value is not None]
    return known not in ([], [previous])


@dataclass(frozen=True, slots=True)
class Listed:
    """An annex as readers find it: its number ("Phụ lục II") and its title."""

    name: str
    title: str


def listed_annexes(compiled: CompiledReport, *, charts: bool) -> dict[Code, Listed]:
    """The annexes that have something to show, numbered in their order; `charts` says whether there are any."""
    found = [code for code in _TITLES if (charts if code == "charts" else _FILLED[code](compiled))]
    return {code: Listed(f"Phụ lục {roman(n)}", _TITLES[code]) for n, code in enumerate(found, 1)}
