"""Tables on narrow terminals: whether columns can stand beside each other, and rows one below the other where not."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

#: Characters that a column of longer texts needs at least to be read, and between which columns stand apart.
_READABLE = 24
_APART = 3
#: A value longer than this gets a line of its own under its row.
_SHORT = 40

Cells = Sequence[str]


def least_widths(columns: Cells, rows: Sequence[Cells]) -> list[int]:
    """The characters that each column needs at least: short ones whole, longer texts folded between words."""
    return [_least([head, *(row[n] for row in rows)]) for n, head in enumerate(columns)]


def _least(cells: Cells) -> int:
    longest = max(map(len, cells))
    return longest if longest <= _READABLE else max(_READABLE, *(len(word) for cell in cells for word in cell.split()))


def fits(columns: Cells, rows: Sequence[Cells], width: int) -> bool:
    """Whether the table can be read at a width."""
    return sum(least_widths(columns, rows)) + _APART * len(columns) <= width


def fit_whole(columns: Cells, rows: Sequence[Cells], width: int) -> bool:
    """Whether the table stands at a width with each row on one line."""
    return sum(max(map(len, cells)) for cells in zip(columns, *rows, strict=True)) + _APART * len(columns) <= width


def with_lines(lines: Cells, beneath: Cells, width: int) -> Iterator[str]:
    """A table, whose last lines are one for each row, with what stands beneath them folded at a width."""
    last = max(n for n, line in enumerate(lines, 1) if line)
    first = last - len(beneath)
    yield from lines[:first]
    for line, said in zip(lines[first:last], beneath, strict=True):
        yield line
        yield from _folded(said, width)
    yield from lines[last:]


def blocks(columns: Cells, rows: Sequence[Cells], width: int, beneath: Cells = ()) -> Iterator[str]:
    """Each row as a paragraph: its first cell, what else it says, named by the columns' heads, what stands beneath."""
    for row, below in zip_longest(rows, beneath, fillvalue=""):
        if row[0]:
            yield row[0]
        line: list[str] = []
        for head, cell in zip(columns[1:], row[1:], strict=True):
            said = f"{head}: {' '.join(cell.split())}" if head else cell
            if not cell:
                continue
            if len(cell) > _SHORT:
                yield from _folded(" · ".join(line), width)
                yield from _folded(said, width)
                line = []
            else:
                line.append(said)
        yield from _folded(" · ".join(line), width)
        yield from _folded(below, width)


def _folded(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 20), initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
