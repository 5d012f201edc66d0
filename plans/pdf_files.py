"""PDF with a text layer as lines: the printed lines of a page put together into paragraphs."""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTPage, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from plans.documents import Block, Line, Table, begins_part
from plans.pdf_columns import aligned_tables
from plans.pdf_tables import RuledTable, ruled_tables
from plans.spelling import clean

#: Letters a page needs on average before a file counts as text and not as pictures with stamps on them.
_FEWEST_LETTERS = 40
_MOST_HEAD_LINES = 3
_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–]?\s*\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–]?", re.IGNORECASE)


class EncryptedPdfError(Exception):
    """The file opens only with a password."""


class NoTextLayerError(Exception):
    """The pages hold pictures and no text."""


@dataclass(frozen=True, slots=True)
class _Printed:
    """A printed line: its text and its place in points, `top` counted down through all pages."""

    text: str
    left: float
    right: float
    top: float
    height: float
    page: int


def read_pdf(path: Path) -> list[Block]:
    """The paragraphs of a PDF as lines.

    Raises:
        EncryptedPdfError: it needs a password.
        NoTextLayerError: it has no text.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pages = list(extract_pages(str(path), laparams=LAParams(boxes_flow=None)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise EncryptedPdfError from error
    content = [part for number, page in enumerate(pages) for part in _page_content(page, number)]
    letters = sum(character.isalpha() for part in content for character in _text_of(part))
    if letters < _FEWEST_LETTERS * max(len(pages), 1):
        raise NoTextLayerError
    return _blocks(_without_running_heads(content, len(pages)))


def _text_of(part: "_Printed | RuledTable") -> str:
    return part.text if isinstance(part, _Printed) else " ".join(cell for row in part.rows for cell in row)


def _page_content(page: LTPage, number: int) -> list["_Printed | RuledTable"]:
    """The tables of a page and the lines beside them, from top to bottom."""
    pieces = sorted(_pieces(page), key=lambda piece: -piece.y1)
    tables = ruled_tables(page, pieces)
    rows = _rows([piece for piece in pieces if not any(table.holds(piece) for table in tables)])
    if unruled := aligned_tables(rows):
        tables = [*tables, *unruled]
        rows = [row for row in rows if not any(table.holds(piece) for table in unruled for piece in row)]
    found: list[tuple[float, _Printed | RuledTable]] = [(-table.top, table) for table in tables]
    for row in rows:
        found += [(-row[0].y1, line) for line in _columns(sorted(row, key=lambda piece: piece.x0), page, number)]
    return [part for _, part in sorted(found, key=lambda pair: pair[0])]


def _rows(pieces: Sequence[LTTextLine]) -> list[list[LTTextLine]]:
    """Pieces on one height make one line."""
    rows: list[list[LTTextLine]] = []
    for piece in pieces:
        middle = (piece.y0 + piece.y1) / 2
        row = next((row for row in rows[-3:] if row[0].y0 < middle < row[0].y1), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return rows


def _blocks(content: Sequence["_Printed | RuledTable"]) -> list[Block]:
    """Lines put together into paragraphs, and tables that go on over a page's end into one."""
    lines = [part for part in content if isinstance(part, _Printed)]
    left, right = min((line.left for line in lines), default=0), max((line.right for line in lines), default=0)
    found: list[Block] = []
    for is_table, run in groupby(content, key=lambda part: isinstance(part, RuledTable)):
        if not is_table:
            found += [
                Line(text) for text in _paragraphs([part for part in run if isinstance(part, _Printed)], left, right)
            ]
            continue
        for table in _whole([part for part in run if isinstance(part, RuledTable)]):
            found.append(Table(table.rows))
    return found


def _whole(tables: Sequence[RuledTable]) -> list[RuledTable]:
    """Tables with nothing between them: one that goes on over the end of a page is put together."""
    found: list[RuledTable] = []
    for table in tables:
        if found and found[-1].goes_on_in(table):
            found[-1] = found[-1].with_rest(table)
        else:
            found.append(table)
    return found


def _pieces(container: LTContainer) -> Iterator[LTTextLine]:  # type: ignore[type-arg]  # generic only in stubs
    for child in container:
        if isinstance(child, LTTextLine):
            if child.get_text().strip():
                yield child
        elif isinstance(child, LTContainer) and not isinstance(child, LTChar):
            yield from _pieces(child)


def _columns(row: Sequence[LTTextLine], page: LTPage, number: int) -> Iterator[_Printed]:
    """A wide gap parts two columns (letterhead, signature)."""
    start = 0
    for index in range(1, len(row) + 1):
        near = index < len(row) and row[index].x0 - row[index - 1].x1 < 3 * row[index].height
        if near or (index < len(row) and index - start == 1 and len(row[start].get_text().strip()) < 5):
            continue  # a short first piece is the line's own number or bullet
        part = row[start:index]
        text = clean(" ".join(piece.get_text() for piece in part))
        top = number * page.height + page.height - part[0].y1
        yield _Printed(text, part[0].x0, part[-1].x1, top, part[0].height, number)
        start = index


def _without_running_heads(content: Sequence["_Printed | RuledTable"], pages: int) -> list["_Printed | RuledTable"]:
    """Without page numbers, and without what stands outermost at the head or foot of every page, line after line."""
    kept = [part for part in content if isinstance(part, RuledTable) or not _PAGE_NUMBER.fullmatch(part.text)]
    for _ in range(_MOST_HEAD_LINES):
        by_page = groupby((part for part in kept if isinstance(part, _Printed)), key=lambda part: part.page)
        outermost = [line for _, run in by_page for line in _ends(list(run)) if not begins_part(line.text, "")]
        counts = Counter(words for _, words in {(line.page, _numberless(line.text)) for line in outermost})
        dropped = {id(line) for line in outermost if counts[_numberless(line.text)] >= max(3, pages - 1)}
        kept = [part for part in kept if id(part) not in dropped]
    return kept


def _ends(lines: Sequence[_Printed]) -> tuple[_Printed, ...]:
    return (lines[0], lines[-1])


def _numberless(text: str) -> str:
    """A running line without the number of its page."""
    return re.sub(r"(?:trang|page)\s*\d+(?:\s*/\s*\d+)?|\b\d+\s*/\s*\d+$", "#", text, flags=re.IGNORECASE)


def _paragraphs(lines: Sequence[_Printed], left: float, right: float) -> list[str]:
    """Printed lines put together; `left` and `right` bound the text of the whole document."""
    steps = [after.top - before.top for before, after in pairwise(lines) if after.page == before.page]
    step = median([one for one in steps if one > 0] or [1.0])
    found: list[str] = []
    previous: _Printed | None = None
    for line in lines:
        if previous is not None and _goes_on(previous, line, left, right, step):
            found[-1] = f"{found[-1]} {line.text}"
        else:
            found.append(line.text)
        previous = line
    return found


def _goes_on(previous: _Printed, line: _Printed, left: float, right: float, step: float) -> bool:
    """Whether a line continues the paragraph of the one before it: its first word had no room there."""
    if begins_part(line.text, previous.text):
        return False
    letter = (previous.right - previous.left) / max(len(previous.text), 1)
    first_word = len(line.text.split()[0]) + 1
    full = previous.right + 0.8 * letter * first_word > right
    close = line.page != previous.page or 0 < line.top - previous.top < 1.6 * step
    indented = line.left > left + 1.2 * line.height and line.left > previous.left + 2
    beside = max(line.left, previous.left) > left + 0.3 * (right - left)  # a second column: letterhead, signature
    return full and close and not indented and not beside
