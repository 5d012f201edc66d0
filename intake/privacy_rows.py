"""Persons spread over cells: a number in pieces, a digit a cell, a name in a row of figures."""

import re
from collections.abc import Iterator

from intake.privacy_cells import Cell, Table
from intake.privacy_fold import read
from intake.privacy_hidden import find_disguised
from intake.privacy_names import is_full_name
from intake.privacy_patterns import SIGNATORY, Allowed

_FIRST_PIECE = re.compile(r"(?:\A|[^0-9.,/-])(0[0-9]{2,10})\s?\Z")
_NEXT_PIECE = re.compile(r"\s?([0-9]{2,9})(?![0-9]|[.,/-][0-9])")
_MOST_PIECES = 4
_BOXES = range(8, 13)
_LONGEST_NAME = 40
# Who is named in such a row or column holds an office, or is no person: a street, a school, a business.
_NO_CASE = re.compile(
    r"\b(?:giam doc|chu tich|truong phong|pho phong|chuc vu|chuc danh|dong chi|ten duong|tuyen|duong|pho|truong|thpt"
    r"|thcs|co so|nha nghi|khach san|karaoke|cong ty|dia diem|dia ban|don vi|xa|phuong|ky ten)\b"
)
_ROWS_ABOVE = 60


def find_in_rows(table: Table, allowed: Allowed) -> Iterator[tuple[Cell, str]]:
    """Cells that begin a person's number, or name a person beside figures, with the reason code."""
    with_figures = {(cell.sheet, cell.row) for cell in table.cells if cell.number is not None and cell.column}
    for cell in table.cells:
        if cell.text is None:
            continue
        yield from ((cell, reason) for reason in _in_pieces(cell, table, allowed))
        if cell.header in ("card", "phone") and len(_boxes_beside(cell, table)) in _BOXES:
            yield cell, "cccd" if cell.header == "card" else "phone"
        if (cell.sheet, cell.row) in with_figures and _is_a_case(cell, table, allowed):
            yield cell, "name"


def _in_pieces(cell: Cell, table: Table, allowed: Allowed) -> Iterator[str]:
    """A number that begins at the end of a cell and goes on in the cells to the right or below."""
    first = _FIRST_PIECE.search(cell.text.low) if cell.text is not None else None
    if first is None:
        return
    for columns, rows in ((1, 0), (0, 1)):
        pieces = [first[1]]
        for step in range(1, _MOST_PIECES):
            piece = _piece(table.grid.get((cell.sheet, cell.column + step * columns, cell.row + step * rows)))
            if not piece:
                break
            pieces.append(piece)
        if len(pieces) > 1:
            yield from find_disguised(read("\n".join(pieces)), allowed)


def _piece(cell: Cell | None) -> str:
    if cell is None:
        return ""
    match = _NEXT_PIECE.match(cell.text.low if cell.text is not None else str(cell.number))
    return match[1] if match else ""


def _boxes_beside(label: Cell, table: Table) -> str:
    """The digits to the right of a label, where each stands in a cell of its own."""
    digits = ""
    for step in range(1, _BOXES[-1] + 1):
        cell = table.grid.get((label.sheet, label.column + step, label.row))
        if cell is None or not re.fullmatch("[0-9]", cell.digits):
            break
        digits += cell.digits
    return digits


def _is_a_case(cell: Cell, table: Table, allowed: Allowed) -> bool:
    """Whether a cell that is nothing but a full name stands in a row of figures, with no office and no place near."""
    text = cell.text
    if text is None or len(text.low) > _LONGEST_NAME or not is_full_name(text, allowed):
        return False
    above = (table.grid.get((cell.sheet, cell.column, cell.row - step)) for step in range(1, _ROWS_ABOVE))
    row = (table.grid.get((cell.sheet, cell.column + step, cell.row)) for step in range(-8, 9))
    near = " | ".join(other.text.low for other in (*above, *row) if other is not None and other.text is not None)
    return not (_NO_CASE.search(near) or SIGNATORY.search(near))
