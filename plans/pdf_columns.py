"""Tables of a PDF page that have no rulings: columns told by where the words stand, rows by their numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pdfminer.layout import LTChar, LTTextLine

from plans.annexes import column_kind
from plans.pdf_tables import RuledTable
from plans.spelling import clean

#: Points of white that part two columns.
_GUTTER = 3.0
#: White between two letters of a printed line, in its heights, that is more than a space between words.
_GAP = 0.45
_FEWEST_COLUMNS = 3
#: Rows of printed lines that a heading may take.
_HEADING_LINES = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a printed line with no more than spaces between them, and their place in points."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float


def _pieces(line: LTTextLine) -> Iterator[Piece]:
    """A printed line cut where the white is wider than a space: cells that stand close are read as one line."""
    letters = [letter for letter in line if isinstance(letter, LTChar)]
    start = 0
    for at in range(1, len(letters) + 1):
        if at < len(letters) and letters[at].x0 - _end_of_word(letters[start:at]) < _GAP * line.height:
            continue
        part = letters[start:at]
        text = clean("".join(_spaced(part)))
        if text:
            yield Piece(text, part[0].x0, part[-1].x1, line.y0, line.y1)
        start = at


def _end_of_word(letters: Sequence[LTChar]) -> float:
    """Where the last letter that is seen ends: a printed space is white too. A run of spaces ends with its last."""
    seen = [letter for letter in letters[-2:] if letter.get_text().strip()]
    return max(float(letter.x1) for letter in seen or letters[-1:])


def _spaced(letters: Sequence[LTChar]) -> Iterator[str]:
    """The letters with spaces that a file leaves out, to be seen by the white between them alone."""
    for before, letter in zip([None, *letters], letters, strict=False):
        if before is not None and letter.x0 - before.x1 > 0.15 * letter.height:
            yield " "
        yield letter.get_text()


def aligned_tables(lines: Sequence[Sequence[LTTextLine]]) -> list[RuledTable]:
    """The tables among printed rows (pieces on one height, from the top down) whose columns have headings.

    A table begins with a row that names three columns and more, among them who does the task, and ends where a line
    runs across its columns.
    """
    rows = [[piece for line in row for piece in _pieces(line)] for row in lines]
    found: list[RuledTable] = []
    at = 0
    while at < len(rows):
        end = _end(rows, at) if _is_heading(rows[at]) else at
        table = _table(rows[at:end]) if end - at >= 2 else None
        if table is None:
            at += 1
            continue
        found.append(table)
        at = end
    return found


def _is_heading(row: Sequence[Piece]) -> bool:
    kinds = [column_kind(piece.text) for piece in row]
    telling = {kind for kind in kinds if kind not in ("other", "number")}
    short = all(len(piece.text.split()) <= 6 for piece in row)
    return len(row) >= _FEWEST_COLUMNS and short and len(telling) >= 2 and "lead" in telling


def _end(rows: Sequence[Sequence[Piece]], start: int) -> int:
    """The place after the last row of a table: what follows runs across columns or stands far below."""
    gutters = _columns([piece for row in rows[start : start + _HEADING_LINES] for piece in row if len(row) > 1])
    step = median([_top(a) - _top(b) for a, b in pairwise(rows[start : start + 12])] or [1.0])
    for at in range(start + 1, len(rows)):
        far = _top(rows[at - 1]) - _top(rows[at]) > 4 * max(step, 1.0)
        across = any(_crossed(piece, gutters) >= 2 for piece in rows[at])
        if far or across:
            return at
    return len(rows)


def _top(row: Sequence[Piece]) -> float:
    return max(float(piece.y1) for piece in row)


def _crossed(piece: Piece, columns: Sequence[tuple[float, float]]) -> int:
    """How many columns a piece overlaps, less one."""
    return sum(piece.x0 < right and left < piece.x1 for left, right in columns) - 1


def _columns(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """The stretches across the page that hold words, apart by gutters."""
    found: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda one: one.x0):
        if found and piece.x0 < found[-1][1] + _GUTTER:
            found[-1] = (found[-1][0], max(found[-1][1], piece.x1))
        else:
            found.append((piece.x0, piece.x1))
    return found


def _table(rows: Sequence[Sequence[Piece]]) -> RuledTable | None:
    columns = _columns([piece for row in rows for piece in row if len(row) > 1])
    if len(columns) < _FEWEST_COLUMNS:
        return None
    lines = [_cells(row, columns) for row in rows]
    kinds = [column_kind(cell) for cell in lines[0]]
    key = kinds.index("number") if "number" in kinds else _fullest(lines)
    cells = [list(lines[0])]
    for row, line in zip(rows[1:], lines[1:], strict=True):
        starts = bool(line[key]) and (key == _place_of(kinds, "number") or _is_apart(rows, row))
        if starts:
            cells.append(list(line))
        else:
            cells[-1] = [f"{above} {below}".strip() for above, below in zip(cells[-1], line, strict=True)]
    xs = (columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1])
    bottom = min(float(piece.y0) for piece in rows[-1])
    return RuledTable(tuple(tuple(clean(cell) for cell in row) for row in cells), xs, _top(rows[0]), bottom)


def _place_of(kinds: Sequence[str], kind: str) -> int:
    return kinds.index(kind) if kind in kinds else -1


def _fullest(lines: Sequence[Sequence[str]]) -> int:
    """The column that most printed rows leave empty and yet every row of the table fills: the shortest of the first."""
    counts = [sum(bool(line[place]) for line in lines[1:]) for place in range(len(lines[0]))]
    filled = [count for count in counts if count]
    return counts.index(min(filled)) if filled else 0


def _is_apart(rows: Sequence[Sequence[Piece]], row: Sequence[Piece]) -> bool:
    """Without numbers, whether a printed row stands further below the one before than lines of one cell do."""
    at = rows.index(row)
    steps = [_top(a) - _top(b) for a, b in pairwise(rows)]
    return _top(rows[at - 1]) - _top(row) > 1.15 * min(step for step in steps if step > 0)


def _cells(row: Sequence[Piece], columns: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    """The words of a printed row by column; a piece across two columns counts to the first."""
    cells = [""] * len(columns)
    for piece in sorted(row, key=lambda one: one.x0):
        place = next((at for at, (_, right) in enumerate(columns) if piece.x0 < right), len(columns) - 1)
        cells[place] = f"{cells[place]} {piece.text}".strip()
    return tuple(cells)
