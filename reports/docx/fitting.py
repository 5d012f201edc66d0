"""How wide the columns of a table must be for what stands in them, and which way its page must lie."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import ceil

from reports.docx.styles import (
    ANNEX_HEIGHT,
    ANNEX_WIDTH,
    CELL_HIGH,
    CELL_SIDE,
    TABLE_SIZE,
    TEXT_HEIGHT,
    TEXT_WIDTH,
)
from reports.docx.widths import millimetres
from reports.docx.xml import Column

Row = Sequence[str] | str
#: Millimetres that names and prose should have for a line; what needs less is happy with less.
_READABLE = 50.0
#: What a column is wider than its widest line: the space beside the text, the rule, and what rounding takes.
_BESIDE = 2 * CELL_SIDE + 0.5
#: The widest column that still stands on one line.
_WIDEST_FIRM = 60.0
#: Rows that are looked at to share the room among columns of prose, and in how many parts by the number of columns.
_LOOKED_AT, _PARTS = 200, {2: 48, 3: 12}
#: Lines end before a word that does not fit: a text takes so much more room than its letters.
_RAGGED = 1.01
_LINE = 25.4 / 72 * 1.15  # millimetres a point of size
_RULE = 0.2
#: Lines over the table of an annex, of 14 points, and those of the note under it, on its side and upright.
_OVER, _UNDER = {True: 4, False: 5}, {True: 2, False: 3}


def needed(columns: Sequence[Column], rows: Sequence[Row]) -> list[float]:
    """How wide each column must be: figures and what is `firm` on one line, names and prose readable."""
    found = []
    for at, column in enumerate(columns):
        widest = max(map(_wide, {row[at] for row in rows if not isinstance(row, str)}), default=0.0)
        most = _WIDEST_FIRM if column.on_one_line else _READABLE
        found.append(max(_head(column.title), min(widest, most)))
    return found


def _wide(text: str, *, bold: bool = False) -> float:
    """The room that a text needs in a cell, each of its lines on one."""
    return max(millimetres(one, bold=bold) for one in text.split("\n")) + _BESIDE


def _head(title: str) -> float:
    """A heading over two lines at most."""
    words = title.split()
    halves = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words)))
    return min((max(_wide(one, bold=True) for one in two) for two in halves), default=0.0)


def in_parts(named: Sequence[Column], figures: Sequence[Column], rows: Sequence[Row]) -> Iterator[slice]:
    """Which columns of figures stand in one table, behind those that every table has: about as many in each."""
    widths = needed([*named, *figures], rows)
    room = ANNEX_WIDTH - sum(widths[: len(named)])
    parts = max(1, ceil(sum(widths[len(named) :]) / room))
    size = max(1, ceil(len(figures) / parts))
    return (slice(start, min(start + size, len(figures))) for start in range(0, len(figures), size))


def is_wide(columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """Whether a table needs a page that lies on its side."""
    return sum(needed(columns, rows)) > TEXT_WIDTH


def room_of(*, wide: bool) -> float:
    """How wide a table may be on a page."""
    return ANNEX_WIDTH if wide else TEXT_WIDTH


def fitted(columns: Sequence[Column], rows: Sequence[Row], room: float) -> list[Column]:
    """The columns with the widths that fill the room: figures on one line, the rest shared for the fewest lines."""
    widths = needed(columns, rows)
    flexible = [at for at, column in enumerate(columns) if not column.on_one_line]
    left = room - sum(width for at, width in enumerate(widths) if at not in flexible)
    if flexible and left >= sum(_head(columns[at].title) for at in flexible):
        shares = _shares(columns, rows, flexible, left)
        widths = [shares.get(at, width) for at, width in enumerate(widths)]
    by = room / sum(widths)  # where nothing can give in, all do
    return [replace(column, width=width * by) for column, width in zip(columns, widths, strict=True)]


def _shares(columns: Sequence[Column], rows: Sequence[Row], flexible: Sequence[int], left: float) -> dict[int, float]:
    """How the room is shared among columns of prose so that the table is as short as it can be."""
    if len(flexible) == 1:
        return {flexible[0]: left}
    looked = [row for row in rows[:: ceil(len(rows) / _LOOKED_AT) or 1] if not isinstance(row, str)]
    cells = [[_lengths(row[at]) for at in flexible] for row in looked]
    words = [max((_wide(word) for row in looked for word in row[at].split()), default=0.0) for at in flexible]
    heads = [_head(columns[at].title) for at in flexible]
    least = [min(max(two), left / len(flexible)) for two in zip(words, heads, strict=True)]
    parts = _PARTS.get(len(flexible), 6)
    spare = (left - sum(least)) / parts
    splits = _splits(parts, len(flexible))
    tried = [[low + spare * part for low, part in zip(least, one, strict=True)] for one in splits]
    best = min(tried, key=lambda widths: (sum(_most_lines(row, widths) for row in cells), max(widths) - min(widths)))
    return dict(zip(flexible, best, strict=True))


def _splits(parts: int, among: int) -> Iterator[tuple[int, ...]]:
    """Every way to give so many columns their parts of the room."""
    for some in product(range(parts + 1), repeat=among - 1):
        if sum(some) <= parts:
            yield (*some, parts - sum(some))


def _lengths(text: str) -> tuple[float, ...]:
    """How wide each line of a text is before it is broken."""
    return tuple(millimetres(one) for one in text.split("\n"))


def _most_lines(cells: Iterable[Sequence[float]], widths: Sequence[float]) -> int:
    """Lines of the highest cell of a row."""
    return max(
        sum(1 if one <= width - _BESIDE else ceil(one * _RAGGED / (width - _BESIDE)) for one in cell)
        for cell, width in zip(cells, widths, strict=True)
    )


def is_tight(columns: Sequence[Column], rows: Sequence[Row], *, wide: bool, noted: bool) -> bool:
    """Whether a table, with a note under it or none, saves a page when its rows move together."""
    widths = [column.width for column in columns]
    heads = [(millimetres(column.title, bold=True),) for column in columns]
    lines = [_most_lines(heads, widths)]
    lines += [1 if isinstance(row, str) else _most_lines(map(_lengths, row), widths) for row in rows]
    under = [_UNDER[wide]] if noted else []
    return _pages(lines, under, 0.0, wide=wide) < _pages(lines, under, CELL_HIGH, wide=wide)


def _pages(lines: Sequence[int], under: Sequence[int], padding: float, *, wide: bool) -> int:
    """About how many pages rows of so many lines take, the first of them on every page, with what stands under them."""
    page = ANNEX_HEIGHT if wide else TEXT_HEIGHT
    head, *heights = (count * TABLE_SIZE * _LINE + 2 * padding + _RULE for count in lines)
    left, pages = page - head - _OVER[wide] * 14 * _LINE, 1
    for high in (*heights, *(count * TABLE_SIZE * _LINE for count in under)):
        if high > left:
            left, pages = page - head, pages + 1
        left -= high
    return pages
