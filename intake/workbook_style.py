"""How a workbook form looks and what its cells let in: fonts, fills, widths, print set-up, drop-downs and limits."""

import math
import re
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from intake.forms import STATUSES, FieldQuestion, FieldType, Question
from intake.numbers import in_vietnamese
from intake.workbook_layout import BEFORE as BEFORE_COLUMN
from intake.workbook_layout import ESTIMATE, KEYS, MARK, NAME, NIL, NOTE, NOW, NUMBER, UNIT

FONT = "Times New Roman"
_INK, _MUTED, _LINE, _BRAND = "1B2430", "526070", "AEB7C2", "0B4F8A"
_HEAD_FILL, _GROUP_FILL, _INPUT_FILL = "E8F1FA", "F1F4F8", "FFF9E3"

_WIDTHS = {NUMBER: 5.0, NAME: 50.0, UNIT: 12.0, BEFORE_COLUMN: 15.0, NOW: 15.0, NIL: 10.5, ESTIMATE: 9.0, NOTE: 36.0}
#: Characters of text that fit on a line: across the sheet, in a figure's name and note, in a duty's title and result.
WIDE_CHARS, NAME_CHARS, NOTE_CHARS, DUTY_CHARS, RESULT_CHARS = 150, 54, 40, 68, 60

#: Percent; at this scale the columns fit on A4 landscape in every office suite. "Fit to width" would do it too, but a
#: suite that fits pages ignores the breaks that keep headings with their rows.
_PRINT_SCALE = 75
_TOP, _BOTTOM = 0.55, 0.65  # margins, in inches
#: Points of row height on a printed page: A4 is 595 points high in landscape; a little is left free.
PAGE_HEIGHT = (595 - (_TOP + _BOTTOM) * 72) * 100 / _PRINT_SCALE - 12

_PAGE_OF = _HeaderFooterPart("Trang &P/&N", FONT, 9)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOWEST = Decimal(-999_999_999_999_999)

_THIN = Side(style="thin", color=_LINE)
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; `line` is the height of one line of its text in points."""

    size: float = 12
    bold: bool = False
    italic: bool = False
    color: str = _INK
    fill: str = ""
    across: str = "left"
    down: str = "center"
    grid: bool = False
    unlocked: bool = False
    numbers: str = "General"
    line: float = 16.5


TITLE = Look(size=16, bold=True, color=_BRAND, line=24)
SUBTITLE = Look(size=12, italic=True)
PLAIN = Look()
PLAIN_RIGHT = Look(across="right", italic=True)
STRONG = Look(bold=True)
MUTED = Look(size=11, color=_MUTED, line=15)
SECTION = Look(size=13, bold=True, color=_BRAND, line=22)
QUESTION = Look(bold=True, line=20)
HEAD = Look(size=11, bold=True, fill=_HEAD_FILL, across="center", grid=True)
GROUP = Look(bold=True, fill=_GROUP_FILL, grid=True)
TEXT = Look(grid=True)
HINT = Look(size=11, italic=True, color=_MUTED, grid=True)
CENTRED = Look(across="center", grid=True)
BEFORE = Look(across="right", color=_MUTED, grid=True)
INPUT_NUMBER = Look(across="right", fill=_INPUT_FILL, grid=True, unlocked=True)
INPUT_MARK = Look(across="center", fill=_INPUT_FILL, grid=True, unlocked=True)
INPUT_CHOICE = Look(across="center", fill=_INPUT_FILL, grid=True, unlocked=True)
INPUT_TEXT = Look(fill=_INPUT_FILL, down="top", grid=True, unlocked=True, numbers="@")
INPUT_NOTE = replace(INPUT_TEXT, down="center")
_INPUT_DATE = Look(across="center", fill=_INPUT_FILL, grid=True, unlocked=True, numbers="dd/mm/yyyy")


class Looks:
    """Gives cells their looks; cells of one look share one style, which is worked out once for a workbook."""

    def __init__(self) -> None:
        self._made: dict[Look, StyleArray] = {}

    def apply(self, cell: Cell, look: Look) -> None:
        """Give a cell its look."""
        # Copying `_style` is openpyxl's documented way to share a style; its type stubs leave the attribute out.
        quoted = cell.quotePrefix
        if look not in self._made:
            cell.quotePrefix = False
            _style(cell, look)
            self._made[look] = copy(cell._style)  # type: ignore[attr-defined] # see above
        cell._style = copy(self._made[look])  # type: ignore[attr-defined] # see above
        cell.quotePrefix = quoted


def _style(cell: Cell, look: Look) -> None:
    cell.font = Font(name=FONT, size=look.size, bold=look.bold, italic=look.italic, color=look.color)
    indent = 1 if look.across == "right" or (look.grid and look.across == "left") else 0
    cell.alignment = Alignment(horizontal=look.across, vertical=look.down, wrap_text=True, indent=indent)
    cell.number_format = look.numbers
    cell.protection = Protection(locked=not look.unlocked)
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    if look.grid:
        cell.border = _GRID


def number_look(question: Question, look: Look) -> Look:
    """The look of a figure: thousands apart, and as many decimals as the indicator has."""
    decimals = f".{'#' * question.decimals}" if question.decimals else ""
    return replace(look, numbers=f"#,##0{decimals}")


def field_look(kind: FieldType) -> Look:
    """The look of a field of a task or hand-over."""
    looks: dict[FieldType, Look] = {
        "status": INPUT_CHOICE,
        "percent": replace(INPUT_NUMBER, across="center", numbers="0"),
        "count": replace(INPUT_NUMBER, across="center", numbers="#,##0"),
        "date": _INPUT_DATE,
        "text": INPUT_TEXT,
    }
    return looks[kind]


def new_book() -> Workbook:
    """An empty workbook whose columns are measured by the digits of the form's own font.

    A width counts digits of the book's normal font; with one that a machine lacks, columns grow and pages tear.
    """
    book = Workbook()
    fonts = IndexedList([Font(name=FONT, size=11)])
    book._fonts = fonts  # type: ignore[attr-defined]  # openpyxl offers no other way to the normal font
    return book


def printable(text: str) -> str:
    """`text` without what XML forbids, and so no office file can carry."""
    return _NOT_XML.sub("", text)


def height_for(text: str, chars: int, line: float) -> float:
    """The height in points that a wrapped text needs (spreadsheets do not grow merged cells by themselves)."""
    lines = sum(max(1, math.ceil(len(part) / chars)) for part in text.split("\n"))
    return lines * line + 4


def set_up(sheet: Worksheet) -> None:
    """Widths, protection without a password (a slip is prevented, nobody is locked out) and the hidden keys."""
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions[KEYS].hidden = True
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def set_up_print(sheet: Worksheet, running: str, assignment: str, last_row: int) -> None:
    """A4 landscape, a page wide; body and period run at the head, the assignment's name at the foot."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.scale = _PRINT_SCALE
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = _TOP, _BOTTOM, 0.3, 0.3
    sheet.print_area = f"{NUMBER}1:{NOTE}{last_row}"
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(right=_running(running))
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=_running(assignment), right=_PAGE_OF)


def _running(text: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(printable(text).replace("&", "&&"), FONT, 9)


def cover(rule: DataValidation, where: str) -> None:
    """Put a cell under a rule, once; `DataValidation.add` compares it with every cell there is before."""
    rule.sqref.ranges.add(CellRange(where))


class Choices:
    """Drop-downs and limits: cells that take the same things share one rule."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._rules: dict[tuple[object, ...], DataValidation] = {}

    def _to(self, where: str, key: tuple[object, ...], rule: DataValidation) -> None:
        if key not in self._rules:
            self._rules[key] = rule
            self._sheet.add_data_validation(rule)
        cover(self._rules[key], where)

    def mark(self, where: str) -> None:
        """A cell that is empty or marked."""
        said = f"Chọn {MARK} hoặc để trống."
        self._to(where, ("mark",), _rule("list", "Đánh dấu", said, None, f'"{MARK}"'))

    def status(self, where: str, words: list[str]) -> None:
        """A cell that takes one of some words."""
        said = "Chọn một trong các tình trạng có trong danh sách."
        self._to(where, ("list", *words), _rule("list", "Tình trạng", said, None, f'"{",".join(words)}"'))

    def number(self, where: str, question: Question) -> None:
        """A figure: whole or decimal, within the indicator's limits."""
        whole = question.type == "integer"
        self._limits(where, "whole" if whole else "decimal", question.min, question.max, question.unit)

    def field(self, where: str, question: FieldQuestion) -> None:
        """A field of a task or hand-over."""
        match question.type:
            case "status":
                self.status(where, [words for key, words in STATUSES.items() if key != "nil"])
            case "percent":
                self._limits(where, "whole", Decimal(0), Decimal(100), "%")
            case "count":
                self._limits(where, "whole", Decimal(0), None, "")
            case "date":
                said = "Ghi ngày có thật, ví dụ 15/06/2015."
                rule = _rule("date", "Ngày", said, "greaterThan", "DATE(2000,1,1)")
                self._to(where, ("date",), rule)
            case "text":
                pass

    def _limits(
        self, where: str, kind: Literal["whole", "decimal"], low: Decimal | None, high: Decimal | None, unit: str
    ) -> None:
        said = _in_words(kind, low, high, unit)
        if low is not None and high is not None:
            rule = _rule(kind, "Số liệu", said, "between", _plain(low), _plain(high))
        elif high is not None:
            rule = _rule(kind, "Số liệu", said, "lessThanOrEqual", _plain(high))
        else:
            rule = _rule(kind, "Số liệu", said, "greaterThanOrEqual", _plain(low if low is not None else _LOWEST))
        self._to(where, (kind, low, high, unit), rule)


def _plain(limit: Decimal) -> str:
    return format(limit, "f")


def _in_words(kind: str, low: Decimal | None, high: Decimal | None, unit: str) -> str:
    parts = ["Cần số nguyên" if kind == "whole" else "Cần một con số"]
    if low is not None:
        parts.append(f"từ {in_vietnamese(low)}")
    if high is not None:
        parts.append(f"đến {in_vietnamese(high)}")
    elif low is not None:
        parts.append("trở lên")
    unit_said = f" ({unit})" if unit else ""
    return f"{' '.join(parts)}{unit_said}. Nếu không phát sinh, chọn {MARK} ở cột bên phải."[:225]


def _rule(
    kind: Literal["list", "whole", "decimal", "date"],
    title: str,
    said: str,
    operator: Literal["between", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"] | None = None,
    formula1: str | None = None,
    formula2: str | None = None,
) -> DataValidation:
    rule = DataValidation(
        kind, formula1, formula2, showErrorMessage=True, allowBlank=True, operator=operator, errorStyle="stop"
    )
    rule.errorTitle, rule.error = title, printable(said)
    return rule
