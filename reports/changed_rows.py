"""What a correction changes as a table: what, before, after. `reports.changes_in_words` says the same in lines."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from models.plan import PlanDocument
from reports.changes import WITHHELD
from reports.changes_in_words import OF_FIGURES, assigned, head_part, mark_words, spoken, standing_words, whose_number
from reports.compiled import Change, CompiledReport
from reports.parts import full_names
from reports.tables import Rows
from reports.wording import NO_FIGURE

CHANGE_HEADS = ("Nội dung", "Báo cáo trước", "Báo cáo này")
_NONE, _DROPPED = "(chưa có)", "(bỏ)"
_WITHHELD = "(không công bố)"
_Row = tuple[str, str, str]


def changed_rows(compiled: CompiledReport) -> Rows:
    """The changes of a correction in their order, under what they are about; nothing for a first report."""
    changes = compiled.corrections.changes if compiled.corrections else ()
    told = _Told(compiled.document)
    rows: Rows = []
    ordered = sorted(changes, key=lambda one: _place(one)[0])  # stable: in the order they were found
    for (_, about), group in groupby(ordered, key=lambda one: (_place(one)[0], told.about(one))):
        rows += [about, *map(told.row, group)]
    return rows


def _place(change: Change) -> tuple[tuple[int, str], str]:
    """Where a change stands among the others: figures and duties are gathered by what they are of."""
    kind = "figure" if change.kind in OF_FIGURES else change.kind
    place, about = _ABOUT[kind]
    return (place, change.indicator if kind in ("figure", "duty") else ""), about


#: By kind of change: its place, and the heading above it ("" where that is the indicator or the duty itself).
_ABOUT: Mapping[str, tuple[int, str]] = {
    "head": (0, "Thể thức, đề mục"),
    "heading": (0, "Thể thức, đề mục"),
    "body": (1, "Báo cáo của các đơn vị được tính"),
    "standing": (2, "Tình hình gửi báo cáo"),
    "figure": (3, ""),
    "duty": (4, ""),
    "judged": (5, "Đánh giá mục tiêu"),
    "passage": (6, "Nội dung các đơn vị báo cáo, phần lời"),
    "other": (7, "Cách trình bày"),
}


class _Told:
    """Changes in words of one plan."""

    def __init__(self, document: PlanDocument) -> None:
        self._document = document
        self._briefs = {one.code: one.brief for one in document.agencies}
        names = full_names(document)
        self._indicators = {one.code: f"{names[one.code]} ({one.unit})" for one in document.indicators}

    def about(self, change: Change) -> str:
        """The heading that a change stands under."""
        own = self._indicators.get(change.indicator, change.indicator)
        return _place(change)[1] or own

    def row(self, change: Change) -> _Row:
        """What is changed, how it was and how it is."""
        kind = "figure" if change.kind in OF_FIGURES else change.kind
        return self._ROWS[kind](self, change)

    def _head(self, change: Change) -> _Row:
        return head_part(change.indicator), change.old or _NONE, change.new or _DROPPED

    def _heading(self, change: Change) -> _Row:
        return f"Đề mục “{change.indicator}”", *(("có", _DROPPED) if change.new is None else (_NONE, "bổ sung"))

    def _body(self, change: Change) -> _Row:
        before, after = (f"lần gửi {one}" if one else "" for one in (change.old, change.new))
        return self._filed(change), before or _NONE, after or _DROPPED

    def _standing(self, change: Change) -> _Row:
        return self._filed(change), standing_words(change.old) if change.old else _NONE, standing_words(change.new)

    def _filed(self, change: Change) -> str:
        return f"{self._brief(change)}: {assigned(self._document, change.indicator)}"

    def _figure(self, change: Change) -> _Row:
        whose = whose_number(self._briefs, change)
        if change.kind == "mark":
            before, after = mark_words(change.old), mark_words(change.new)
            return whose, before, after
        none = "không đặt" if change.kind == "target" else NO_FIGURE
        before, after = (_WITHHELD if one == WITHHELD else spoken(one, none) for one in (change.old, change.new))
        return whose, before, after

    def _duty(self, change: Change) -> _Row:
        return self._brief(change), change.old or _NONE, change.new or _DROPPED

    def _judged(self, change: Change) -> _Row:
        was, became = ((one or "").splitlines() for one in (change.old, change.new))
        before, after = _apart(was, became), _apart(became, was)
        return change.indicator, before or _NONE, after or _DROPPED

    def _passage(self, change: Change) -> _Row:
        whose = f"{self._brief(change)}: " if change.agency else ""
        return f"{whose}{change.indicator}", change.old or _NONE, change.new or _DROPPED

    def _other(self, _: Change) -> _Row:
        return "Số liệu, đề mục", "", "trình bày lại"

    def _brief(self, change: Change) -> str:
        return self._briefs.get(change.agency, change.agency)

    _ROWS: Mapping[str, Callable[["_Told", Change], _Row]] = {
        "head": _head,
        "heading": _heading,
        "body": _body,
        "standing": _standing,
        "figure": _figure,
        "duty": _duty,
        "judged": _judged,
        "passage": _passage,
        "other": _other,
    }


def _apart(lines: Sequence[str], others: Sequence[str]) -> str:
    """The lines that the other list has not."""
    return "\n".join(_without(lines, others))


def _without(lines: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    return (one.removeprefix("- ") for one in lines if one not in others)
