"""Ruled tables of a PDF page: the rulings as a grid, the letters sorted into its cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pdfminer.layout import LTAnno, LTChar, LTContainer, LTCurve, LTPage, LTTextLine

from plans.spelling import clean

#: Points by which two rulings may miss each other and still be one.
_NEAR = 3.0
_SHORTEST = 5.0


@dataclass(frozen=True, slots=True)
class _Ruling:
    """A straight ruling: where it stands across its direction, and from where to where it runs along it."""

    at: float
    start: float
    end: float

    def spans(self, start: float, end: float) -> bool:
        """Whether it runs along the whole of a stretch."""
        return self.start <= start + _NEAR and self.end >= end - _NEAR


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table of a page: its rows of cells, the places of its rulings down the page, and its height in points."""

    rows: tuple[tuple[str, ...], ...]
    xs: tuple[float, ...]
    top: float
    bottom: float

    def holds(self, line: LTTextLine) -> bool:
        """Whether a printed line stands inside."""
        x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
        return self.xs[0] - _NEAR <= x <= self.xs[-1] + _NEAR and self.bottom <= y <= self.top

    def goes_on_in(self, other: "RuledTable") -> bool:
        """Whether a table at the top of the next page is the rest of this one."""
        return abs(self.xs[0] - other.xs[0]) <= _NEAR and abs(self.xs[-1] - other.xs[-1]) <= _NEAR

    def with_rest(self, other: "RuledTable") -> "RuledTable":
        """This table and its rest on the next page, whose heading may be printed again, on one grid."""
        xs = _places([_Ruling(x, 0, 0) for x in (*self.xs, *other.xs)])
        upper, lower = _on_grid(self, xs), _on_grid(other, xs)
        return RuledTable(upper + (lower[1:] if lower[0] == upper[0] else lower), tuple(xs), self.top, other.bottom)


def _on_grid(table: RuledTable, xs: Sequence[float]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table with a wide cell's text in each of the columns it covers."""
    middles = [(left + right) / 2 for left, right in pairwise(xs)]
    places = [next((at for at, x in enumerate(table.xs[1:]) if middle < x), len(table.xs) - 2) for middle in middles]
    return tuple(tuple(row[place] for place in places) for row in table.rows)


def ruled_tables(page: LTPage, lines: Sequence[LTTextLine]) -> list[RuledTable]:
    """The tables of a page from top to bottom: grids of three columns and more."""
    across, down = _rulings(page)
    found = []
    for own_across, own_down in _grids(across, down):
        ys, xs = _places(own_across)[::-1], _places(own_down)
        if len(ys) >= 2 and len(xs) >= 4:
            found.append(_table(ys, xs, own_across, own_down, lines))
    return sorted(found, key=lambda table: -table.top)


def _rulings(page: LTPage) -> tuple[list[_Ruling], list[_Ruling]]:
    """The rulings that run across and down the page; a drawn box gives its four sides."""
    across: list[_Ruling] = []
    down: list[_Ruling] = []
    for shape in _shapes(page):
        wide, high = shape.x1 - shape.x0, shape.y1 - shape.y0
        if high <= _NEAR < wide:
            across.append(_Ruling((shape.y0 + shape.y1) / 2, shape.x0, shape.x1))
        elif wide <= _NEAR < high:
            down.append(_Ruling((shape.x0 + shape.x1) / 2, shape.y0, shape.y1))
        elif min(wide, high) > _SHORTEST:
            across += [_Ruling(y, shape.x0, shape.x1) for y in (shape.y0, shape.y1)]
            down += [_Ruling(x, shape.y0, shape.y1) for x in (shape.x0, shape.x1)]
    return _merged(across), _merged(down)


def _shapes(container: LTContainer) -> Iterator[LTCurve]:  # type: ignore[type-arg]  # generic only in stubs
    for child in container:
        if isinstance(child, LTCurve):
            yield child
        elif isinstance(child, LTContainer) and not isinstance(child, LTTextLine):
            yield from _shapes(child)


def _merged(rulings: list[_Ruling]) -> list[_Ruling]:
    """Pieces that continue each other put together."""
    found: list[_Ruling] = []
    for ruling in sorted(rulings, key=lambda one: (round(one.at / _NEAR), one.start)):
        last = found[-1] if found else None
        if last and abs(last.at - ruling.at) <= _NEAR and ruling.start <= last.end + _NEAR:
            found[-1] = _Ruling(last.at, last.start, max(last.end, ruling.end))
        else:
            found.append(ruling)
    return found


def _grids(across: list[_Ruling], down: list[_Ruling]) -> Iterator[tuple[list[_Ruling], list[_Ruling]]]:
    """The rulings of each table: those that a ruling down the page ties together."""
    bands: list[tuple[float, float]] = []
    for ruling in sorted(down, key=lambda one: one.start):
        if bands and ruling.start <= bands[-1][1] + _NEAR:
            bands[-1] = (bands[-1][0], max(bands[-1][1], ruling.end))
        else:
            bands.append((ruling.start, ruling.end))
    for low, high in bands:
        yield (
            [one for one in across if low - _NEAR <= one.at <= high + _NEAR],
            [one for one in down if one.start >= low - _NEAR and one.end <= high + _NEAR],
        )


def _places(rulings: Sequence[_Ruling]) -> list[float]:
    found: list[float] = []
    for at in sorted(one.at for one in rulings):
        if not found or at - found[-1] > _NEAR:
            found.append(at)
    return found


def _table(
    ys: list[float], xs: list[float], across: list[_Ruling], down: list[_Ruling], lines: Sequence[LTTextLine]
) -> RuledTable:
    height, width = len(ys) - 1, len(xs) - 1
    owner = {(row, column): (row, column) for row in range(height) for column in range(width)}
    for row in range(height):
        for column in range(width):
            if column and not _parted(down, xs[column], ys[row + 1], ys[row]):
                owner[row, column] = owner[row, column - 1]
            elif row and not _parted(across, ys[row], xs[column], xs[column + 1]):
                owner[row, column] = owner[row - 1, column]
    texts: dict[tuple[int, int], list[str]] = {}
    empty = RuledTable((), tuple(xs), ys[0], ys[-1])
    for line in sorted((line for line in lines if empty.holds(line)), key=lambda one: (-one.y1, one.x0)):
        row = next((at for at in range(height) if ys[at] >= (line.y0 + line.y1) / 2 >= ys[at + 1]), height - 1)
        for column, text in _by_column(line, xs):
            texts.setdefault(owner[row, column], []).append(text)
    rows = tuple(
        tuple(clean(" ".join(texts.get(owner[row, column], ()))) for column in range(width)) for row in range(height)
    )
    return RuledTable(rows, tuple(xs), ys[0], ys[-1])


def _parted(rulings: Sequence[_Ruling], at: float, start: float, end: float) -> bool:
    return any(abs(one.at - at) <= _NEAR and one.spans(start, end) for one in rulings)


def _by_column(line: LTTextLine, xs: Sequence[float]) -> list[tuple[int, str]]:
    """A printed line cut at the rulings: letters of neighbouring cells may have been read as one line."""
    found: list[tuple[int, str]] = []
    for letter in line:
        if isinstance(letter, LTChar):
            middle = (letter.x0 + letter.x1) / 2
            column = next((at for at in range(len(xs) - 2) if middle < xs[at + 1]), len(xs) - 2)
            if not found or found[-1][0] != column:
                found.append((column, ""))
        if found and isinstance(letter, LTChar | LTAnno):
            found[-1] = (found[-1][0], found[-1][1] + letter.get_text())
    return [(column, text) for column, text in found if text.strip()]
