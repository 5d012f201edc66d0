"""A workbook under construction: sheets that print, cells that hold numbers, formulas with their values, or inert text.

Written with XlsxWriter. A formula always carries the figure it stands for, so that viewers which do not calculate show
it too; text is never a formula, whatever it begins with.
"""

import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from reports.tables import PARTIAL, SPARED
from reports.text import clean, looks_like_formula
from reports.wording import number
from reports.zipping import canonical_zip

#: The row of the heads, counted from 0; above it stand title, basis and a remark.
HEAD_ROW = 3
#: What a spreadsheet keeps of a number, and how long a text it takes (UTF-16 units).
_DIGITS, _LONGEST = 15, 32_767
_TITLE_MOST = 31
#: Characters across a printed page and across the merged title; a wider sheet is printed over several pages.
_PAGE_WIDTH, _TITLE_WIDTH = 190, 150
#: Points of a line of text, and letters of Times New Roman to a character of a column's width (a digit of Calibri).
_LINE, _LETTERS = 15.0, 1.2
_CUT = "… (cắt bớt, xem báo cáo Word)"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_ESCAPED = re.compile("(_x[0-9A-Fa-f]{4}_)")
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
_BOXED = {**_FONT, "border": 1, "border_color": "#D5DBE3"}
_STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {**_FONT, "font_size": 14, "bold": True, "text_wrap": True},
    "note": {**_FONT, "italic": True, "text_wrap": True},
    "head": {**_BOXED, "bold": True, "bg_color": "#E8F1FA", "align": "center", "valign": "vcenter", "text_wrap": True},
    "text": {**_BOXED, "text_wrap": True},
    "sign": {**_BOXED, "align": "right"},
    "number": {**_BOXED, "align": "right"},
    "count": {**_BOXED, "align": "center"},
}


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with the decimals its indicator shows, and the signs behind it; `nil` shows a zero as "-"."""

    value: Decimal
    decimals: int = 0
    estimate: bool = False
    nil: bool = False
    partial: bool = False
    spared: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula (without "=") with the figure it gives."""

    text: str
    shows: Number


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign in place of a figure: missing, nil, excused, withheld."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head and its width in characters."""

    head: str
    width: float


Value = str | int | Number | Formula | Sign | None


def fits(value: Decimal) -> bool:
    """Whether a spreadsheet keeps every digit of a number."""
    digits = value.as_tuple().digits
    return len(digits) <= _DIGITS or len("".join(map(str, digits)).strip("0")) <= _DIGITS


def address(row: int, column: int, *, sheet: str = "") -> str:
    """A cell (row and column counted from 0) as formulas name it: `D5`, `'Theo huyện'!D5`."""
    place = f"{xl_col_to_name(column)}{row + 1}"
    return f"{quoted(sheet)}!{place}" if sheet else place


def quoted(sheet: str) -> str:
    """A sheet's name as formulas carry it."""
    return "'" + sheet.replace("'", "''") + "'"


def shortened(text: str, most: int, end: str = "…") -> str:
    """`text` in at most so many UTF-16 units, the measure of spreadsheets; `end` marks what was cut."""
    if 2 * len(text) <= most or len(text.encode("utf-16-le", "surrogatepass")) // 2 <= most:
        return text
    room = text.encode("utf-16-le", "surrogatepass")[: 2 * (most - len(end))].decode("utf-16-le", "ignore")
    within = not text[len(room) :].startswith(" ") and 2 * room.rfind(" ") > len(room)
    words = room.rpartition(" ")[0] if within else room
    return words.rstrip(" ,;-") + end


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Names of sheets from titles: unique, at most 31 characters, without what spreadsheets forbid in them."""
    taken = {"history"}  # Excel keeps this name for itself
    found = []
    for title in titles:
        plain = " ".join(_FORBIDDEN.sub(" ", clean(title)).split()).strip("' ") or "Mục"
        name, again = shortened(plain, _TITLE_MOST), 1
        while name.casefold() in taken:
            again += 1
            name = f"{shortened(plain, _TITLE_MOST - len(f' ({again})'))} ({again})"
        taken.add(name.casefold())
        found.append(name)
    return found


class Book:
    """The workbook: its sheets in order of their making, and the looks they share."""

    def __init__(self, title: str, basis: str, *, author: str, at: datetime) -> None:
        self._out = io.BytesIO()
        self._book = Workbook(self._out, {"in_memory": True})
        properties = {
            "title": clean(title),
            "author": clean(author),
            "created": at.astimezone(UTC).replace(tzinfo=None),
        }
        self._book.set_properties(properties)
        self._title, self._basis, self._at = title, basis, at
        self._formats: dict[tuple[str, str, bool], Any] = {}
        self._count = 0
        self._bulk: dict[str, tuple[bytes, int]] = {}

    def sheet(self, name: str, columns: Sequence[Column], *, remark: str = "", frozen: int = 1) -> "Sheet":
        """A new sheet with its heads; `frozen` columns stay in sight. `name` is one of `sheet_names`."""
        self._count += 1
        page = Sheet(self, self._book.add_worksheet(name), columns, frozen)
        page.open(self._title, self._basis, remark)
        return page

    def hidden_rows(
        self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[str | Decimal]], remark: str = ""
    ) -> None:
        """A hidden sheet of very many plain rows. They are set in one go: cell by cell they would take seconds."""
        page = self.sheet(name, columns, remark=remark)
        page.close(bulk=len(rows))
        page.hide()
        letters = [xl_col_to_name(n) for n in range(len(columns))]
        xml = "".join(_plain_row(n, letters, row) for n, row in enumerate(rows, HEAD_ROW + 2))
        self._bulk[f"xl/worksheets/sheet{self._count}.xml"] = (xml.encode(), HEAD_ROW + 1 + len(rows))

    def look(self, style: str, digits: str = "", *, quote: bool = False) -> Any:  # noqa: ANN401 - untyped library
        """The shared format of a style; `quote` keeps text a text when somebody edits the cell."""
        key = (style, digits, quote)
        if key not in self._formats:
            looks = dict(_STYLES[style]) | ({"num_format": digits} if digits else {})
            self._formats[key] = self._book.add_format(looks | ({"quote_prefix": True} if quote else {}))
        return self._formats[key]

    def to_bytes(self) -> bytes:
        """The finished package; the same content gives the same bytes."""
        self._book.close()
        amend = {name: _Filler(*filling) for name, filling in self._bulk.items()}
        return canonical_zip(self._out.getvalue(), self._at, amend)


class Sheet:
    """One sheet, written from top to bottom; rows are counted from 0."""

    def __init__(self, book: Book, page: Any, columns: Sequence[Column], frozen: int) -> None:  # noqa: ANN401 - untyped
        self._book, self._page, self._columns, self._frozen = book, page, columns, frozen
        self.row = HEAD_ROW + 1

    def open(self, title: str, basis: str, remark: str) -> None:
        """Title, basis and remark across the sheet, then the heads."""
        widths = [column.width for column in self._columns]
        across = next((n for n in range(len(widths)) if sum(widths[: n + 1]) > _TITLE_WIDTH), len(widths) - 1)
        room = sum(widths[: across + 1])
        for row, (text, style, line) in enumerate(((title, "title", 1.3), (basis, "note", 1.0), (remark, "note", 1.0))):
            self.across(row, 0, across, text, style)
            self.height(row, line * lines_of(text, room))
        for at, column in enumerate(self._columns):
            self._text(HEAD_ROW, at, column.head, "head")
            self._page.set_column(at, at, column.width)
        self.height(HEAD_ROW, max(lines_of(column.head, 0.85 * column.width) for column in self._columns))

    def across(self, row: int, first: int, last: int, text: str, style: str = "text") -> None:
        """One text over several columns."""
        if last > first:
            self._page.merge_range(row, first, row, last, "", self._book.look(style))
        self._text(row, first, text, style)

    def add(self, values: Sequence[Value]) -> int:
        """Write the next row and say which it is."""
        lines = 1
        for column, value in enumerate(values):
            self.put(self.row, column, value)
            if isinstance(value, str):
                lines = max(lines, lines_of(value, self._columns[column].width))
        if lines > 1:
            self.height(self.row, lines)
        self.row += 1
        return self.row - 1

    def put(self, row: int, column: int, value: Value) -> None:
        """Write one cell: numbers as numbers, formulas with their values, text always as text."""
        match value:
            case Formula(text, shows):
                digits = self._book.look("number", number_format(shows))
                self._page.write_formula(row, column, f"={text}", digits, _as_written(shows.value))
            case Number(figure) if fits(figure):
                self._page.write_number(row, column, figure, self._book.look("number", number_format(value)))
            case Number(figure, decimals):  # all its digits: a spreadsheet would round it
                self._text(row, column, number(figure, decimals), "sign")
            case int():
                look = self._book.look("number" if column else "count", "#,##0")
                self._page.write_number(row, column, value, look)
            case Sign(text):
                self._text(row, column, text, "sign")
            case _:
                self._text(row, column, value or "", "text")

    def heads(self, texts: Sequence[tuple[int, int, str]]) -> None:
        """A further row of heads: first and last column of each, and its text."""
        for first, last, text in texts:
            self.across(self.row, first, last, text, "head")
        self.row += 1

    def height(self, row: int, lines: float) -> None:
        """How many lines high a row is: not every spreadsheet grows rows by itself, and none for merged cells."""
        self._page.set_row(row, min(409, lines * _LINE + 1))  # no row is higher than that

    def hide(self) -> None:
        """Out of sight, for whoever asks where a figure comes from; "Unhide" shows it."""
        self._page.hide()

    def close(self, *, last_row: int | None = None, bulk: int = 0) -> None:
        """Frozen heads, a filter down to `last_row`, and a print set-up on A4 landscape with repeated heads."""
        page, width = self._page, sum(column.width for column in self._columns)
        page.freeze_panes(HEAD_ROW + 1, self._frozen)
        last = max(HEAD_ROW, (self.row - 1 if last_row is None else last_row) + bulk)
        if last > HEAD_ROW:
            page.autofilter(HEAD_ROW, 0, last, len(self._columns) - 1)
        page.repeat_rows(HEAD_ROW)
        pages = max(1, round(width / _PAGE_WIDTH))
        if pages > 1:
            page.repeat_columns(0, self._frozen - 1)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(pages, 0)
        page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        page.set_footer("&L&A&R&P/&N")

    def _text(self, row: int, column: int, text: str, style: str) -> None:
        said = shortened(clean(text), _LONGEST, _CUT)
        if said:
            self._page.write_string(row, column, said, self._book.look(style, quote=looks_like_formula(said)))
        else:
            self._page.write_blank(row, column, None, self._book.look(style))


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column so wide."""
    room = width * _LETTERS
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(len(line) / room)) for line in text.split("\n"))


def number_format(shown: Number) -> str:
    """How a spreadsheet shows a figure: thousands apart, the indicator's decimals, a star behind an estimate.

    A ring stands behind a value that lacks bodies, an M behind one that lacks what a body was excused from.
    """
    digits = "#,##0" + ("." + "0" * shown.decimals if shown.decimals else "")
    if shown.estimate:
        digits += '"*"'
    if shown.partial:
        digits += f'"{PARTIAL}"'
    spared = SPARED if shown.spared else ""
    if spared:
        digits += f'"{spared}"'
    return f'{digits};-{digits};"-{spared}"' if shown.nil else digits


def _as_written(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _plain_row(row: int, letters: Sequence[str], values: Sequence[str | Decimal]) -> str:
    """A row of the package's XML (ECMA-376 part 1, 18.3.1.73): numbers, and texts in the cells themselves."""
    said = [f'<row r="{row}">']
    for letter, value in zip(letters, values, strict=True):
        plain = format(value, "f") if isinstance(value, Decimal) else value
        if plain is not value and (len(plain) <= _DIGITS or fits(Decimal(plain))):
            said.append(f'<c r="{letter}{row}"><v>{plain}</v></c>')
        elif plain:
            said.append(f'<c r="{letter}{row}" t="inlineStr"><is><t>{_escaped(plain)}</t></is></c>')
    return "".join([*said, "</row>"])


@lru_cache(maxsize=4096)  # bodies, periods and cells come again and again
def _escaped(text: str) -> str:
    return escape(_ESCAPED.sub(r"_x005F\1", shortened(clean(text), _LONGEST, _CUT)))


@dataclass(frozen=True, slots=True)
class _Filler:
    """Puts rows behind those that a sheet's XML has."""

    rows: bytes
    last: int

    def __call__(self, xml: bytes) -> bytes:
        xml = re.sub(rb'(<dimension ref="A1:[A-Z]+)\d+"', rb"\g<1>%d" % self.last + b'"', xml, count=1)
        return xml.replace(b"</sheetData>", self.rows + b"</sheetData>", 1)
