"""What a correction changes as a table: what, before, after. `reports.changes_in_words` says the same in lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from models.plan import PlanDocument
from reports.changes import WITHHELD
from reports.changes_in_words import OF_FIGURES, assigned, head_part, mark_words, spoken, standing_words, whose_number
from reports.compiled import Change, CompiledReport
from reports.parts import full_names
from reports.tables import Rows
from reports.wording import NO_FIGURE, briefly, period_title

CHANGE_HEADS = ("Nội dung", "Báo cáo trước", "Báo cáo này")
_NONE, _DROPPED = "(chưa có)", "(bỏ)"
_WITHHELD = "(không công bố)"
_IN_A_ROW = 12
_Row = tuple[str, str, str]


def changed_rows(compiled: CompiledReport) -> Rows:
    """The changes of a correction under what they are about; nothing for a first report.

    All numbers of an indicator stand in one row, the indicators in the plan's order under their groups, and in one row
    what bodies said of a duty; so that what one late body changed takes little room.
    """
    changes = compiled.corrections.changes if compiled.corrections else ()
    told = _Told(compiled.document, changes, 0 if compiled.period.kind == "program" else compiled.period.last.year)
    rows: Rows = []
    for about, group in groupby(sorted(changes, key=told.place), key=told.about):  # stable: in the order found
        rows.append(about)
        for _, same in groupby(group, key=told.row_of):
            rows += told.rows(list(same))
    return rows


#: By kind of change: the heading above it, in their order ("" where that is the indicator's group, or whose words).
_ABOUT: Mapping[str, str] = {
    "head": "Thể thức, đề mục",
    "heading": "Thể thức, đề mục",
    "body": "Báo cáo của các đơn vị được tính",
    "standing": "Tình hình gửi báo cáo",
    "figure": "",
    "duty": "Tình hình thực hiện nhiệm vụ",
    "judged": "Đánh giá mục tiêu",
    "passage": "",
    "other": "Cách trình bày",
}
_IN_ONE_ROW = ("figure", "duty")
_ORDER = ("head", "body", "standing", "figure", "duty", "judged", "passage", "other")
_NO_GROUP = "Số liệu"
_OWN_WORDS = "Phần lời của báo cáo"


class _Told:
    """Changes in words of one plan; the periods of `year`, the one that is reported on, go without it."""

    def __init__(self, document: PlanDocument, changes: Sequence[Change], year: int) -> None:
        self._document, self._year = document, year
        self._briefs = {one.code: one.brief for one in document.agencies}
        names = full_names(document)
        self._indicators = {one.code: f"{names[one.code]} ({one.unit})" for one in document.indicators}
        self._groups = {one.code: one.group or _NO_GROUP for one in document.indicators}
        self._duties = {one.indicator for one in changes if one.kind == "duty"}
        things = [*(one.code for one in document.indicators), *map(self._thing, changes)]
        self._places = {one: n for n, one in enumerate(dict.fromkeys(things))}

    def _kind(self, change: Change) -> str:
        """The kind by which a change is told: what a body wrote of a duty stands with what it said of it."""
        if change.kind in OF_FIGURES:
            return "figure"
        return "duty" if change.kind == "passage" and change.indicator in self._duties else change.kind

    def _thing(self, change: Change) -> object:
        """What a change is of, where others may be of the same: its indicator, its duty, or who wrote of which period.

        None for what stands alone.
        """
        if self._kind(change) == "passage":
            return change.agency, change.period
        return change.indicator if self._kind(change) in _IN_ONE_ROW else None

    def place(self, change: Change) -> tuple[int, int]:
        """Where a change stands among the others: by its kind, then by what it is of."""
        kind = "head" if change.kind == "heading" else self._kind(change)
        return _ORDER.index(kind), self._places[self._thing(change)]

    def about(self, change: Change) -> str:
        """The heading that a change stands under."""
        kind = self._kind(change)
        if kind == "passage":
            period = f" ({self._briefly(change.period)})" if change.period else ""
            return f"Phần lời của {self._brief(change)}{period}" if change.agency else _OWN_WORDS
        return _ABOUT[kind] or self._groups.get(change.indicator, _NO_GROUP)

    def row_of(self, change: Change) -> object:
        """The same for changes that are told in one row."""
        return self._thing(change) if self._kind(change) in _IN_ONE_ROW else change

    def rows(self, changes: Sequence[Change]) -> Iterator[_Row]:
        """What is changed, how it was and how it is, of changes that are told together."""
        kind, what = self._kind(changes[0]), changes[0].indicator
        if kind not in _IN_ONE_ROW:
            yield from (self._ROWS[kind](self, one) for one in changes)
            return
        parts = self._numbers(changes) if kind == "figure" else map(self._duty, changes)
        for some in _batches(_by_whose(parts)):
            yield self._indicators.get(what, what), *_before_and_after(some)

    def _numbers(self, changes: Sequence[Change]) -> Iterator[_Row]:
        """The numbers of an indicator; those of periods that changed just as the total did are told with it."""
        total = next((one for one in changes if one.kind == "total"), None)
        as_total = total and (total.old, total.new)
        alike = [one for one in changes if one.kind == "point" and (one.old, one.new) == as_total]
        for one in changes:
            whose, before, after = self._figure(one)
            if one is total:
                yield ", ".join([whose, *(self._briefly(other.period) for other in alike)]), before, after
            elif one not in alike:
                yield whose, before, after

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
        of_period = change.period and change.kind in ("point", "mark")
        whose = self._briefly(change.period) if of_period else whose_number(self._briefs, change)
        if change.kind == "mark":
            before, after = mark_words(change.old), mark_words(change.new)
            return whose, before, after
        none = "không đặt" if change.kind == "target" else NO_FIGURE
        before, after = (_WITHHELD if one == WITHHELD else spoken(one, none) for one in (change.old, change.new))
        return whose, before, after

    def _duty(self, change: Change) -> _Row:
        """What a body said of a duty; of what it wrote, nothing where there was nothing."""
        if change.kind == "passage":
            period = f" {self._briefly(change.period)}" if change.period else ""
            return f"{self._brief(change)}, phần lời{period}", change.old or "", change.new or _DROPPED
        return self._brief(change), change.old or _NONE, change.new or _DROPPED

    def _judged(self, change: Change) -> _Row:
        was, became = ((one or "").splitlines() for one in (change.old, change.new))
        before, after = _apart(was, became), _apart(became, was)
        return change.indicator, before or _NONE, after or _DROPPED

    def _passage(self, change: Change) -> _Row:
        return change.indicator, change.old or _NONE, change.new or _DROPPED

    def _other(self, _: Change) -> _Row:
        return "Số liệu, đề mục", "", "trình bày lại"

    def _briefly(self, period: str) -> str:
        title = period_title(period)
        return title if period.isdigit() else briefly(title, self._year)

    def _brief(self, change: Change) -> str:
        return self._briefs.get(change.agency, change.agency)

    _ROWS: Mapping[str, Callable[["_Told", Change], _Row]] = {
        "head": _head,
        "heading": _heading,
        "body": _body,
        "standing": _standing,
        "judged": _judged,
        "passage": _passage,
        "other": _other,
    }


def _by_whose(parts: Iterable[_Row]) -> list[_Row]:
    """Numbers, and what is said of them beside, each body's or period's together: "5, ước thực hiện"."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for whose, before, after in parts:
        was, became = found.setdefault(whose, ([], []))
        was.append(before)
        became.append(after)
    return [(whose, ", ".join(was), ", ".join(became)) for whose, (was, became) in found.items()]


def _batches(parts: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    """So many as stand in one row, which is not split over pages."""
    return (parts[at : at + _IN_A_ROW] for at in range(0, len(parts), _IN_A_ROW))


def _before_and_after(parts: Sequence[_Row]) -> tuple[str, str]:
    """The two cells of a row: a line for each body or period."""
    before, after = ([f"{part[0]}: {part[at]}" for part in parts if part[at]] for at in (1, 2))
    return "\n".join(before), "\n".join(after)


def _apart(lines: Sequence[str], others: Sequence[str]) -> str:
    """The lines that the other list has not."""
    return "\n".join(_without(lines, others))


def _without(lines: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    return (one.removeprefix("- ") for one in lines if one not in others)
