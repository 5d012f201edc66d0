"""The annexes of a report: which there are, their titles and their numbers, the same in every format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from reports.body import duty_rows, passage_rows
from reports.changed_rows import changed_rows
from reports.changes_in_words import CHANGES
from reports.compiled import CompiledReport
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
    "duties": "Tình hình thực hiện nhiệm vụ",
    "passages": "Nội dung báo cáo của các cơ quan, đơn vị",
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
    "years": lambda compiled: bool(compiled.years),
    "trend": lambda compiled: bool(compiled.trend),
    "reconciliation": lambda compiled: bool(reconciliation_rows(compiled)),
    "sources": lambda compiled: bool(compiled.pins),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An annex as readers find it: its number ("Phụ lục II") and its title."""

    name: str
    title: str


def listed_annexes(compiled: CompiledReport, *, charts: bool) -> dict[Code, Listed]:
    """The annexes that have something to show, numbered in their order; `charts` says whether there are any."""
    found = [code for code in _TITLES if (charts if code == "charts" else _FILLED[code](compiled))]
    return {code: Listed(f"Phụ lục {roman(n)}", _TITLES[code]) for n, code in enumerate(found, 1)}
