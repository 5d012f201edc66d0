"""Writing a plan as a workbook, for those who don't edit YAML; `plans.sheets_reading` reads it back without loss."""

import io
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from models.errors import PlanError
from models.language import _
from models.plan import PlanDocument
from plans.cells import NO, YES, to_cell
from plans.sheet_layout import BY_TITLE, FIRST_ROW, IDENTITY, IDENTITY_KEYS, MAX_ROWS, OF, SHEETS, Column, Sheet

#: Excel's own limit; openpyxl would cut a longer text without a word.
MAX_TEXT = 32_767
_BRAND, _MUTED, _LINE, _GROUND = "0B4F8A", "526070", "D5DBE3", "F6F7F9"
_HEADING = Font(name="Calibri", bold=True, color="FFFFFF")
_KEY = Font(name="Calibri", size=9, color=_MUTED)
_EDGE = Border(bottom=Side(style="thin", color=_LINE))
_TOP = Alignment(vertical="top", wrap_text=True)
#: Rows that a drop-down offers itself in, below those that are written.
_SPARE_ROWS = 500
#: Characters across one printed page; a wider sheet takes another.
_PAGE_WIDTH = 200
_NUMERIC = ("whole", "number")
_FLAGS = (YES, NO)


def plan_workbook(document: PlanDocument, based_on: int | None) -> bytes:
    """The plan as an .xlsx file; `based_on` is the version in force that it was made from.

    Raises:
        PlanError: a text is longer than a cell may be.
    """
    data = document.model_dump(by_alias=True, exclude_defaults=True)
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS:
        _write_sheet(book.create_sheet(sheet.title), sheet, data)
    hidden = book.create_sheet(IDENTITY)
    hidden.sheet_state = "hidden"
    for row, (key, said) in enumerate(
        zip(IDENTITY_KEYS, (document.plan.code, based_on, document.version_of_schema), strict=True), start=1
    ):
        hidden.cell(row, 1, key)
        hidden.cell(row, 2, said)
    book.properties.creator = "dondoc"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _write_sheet(page: Worksheet, sheet: Sheet, data: Mapping[str, Any]) -> None:
    _write_head(page, sheet)
    last = FIRST_ROW - 1
    for last, row in enumerate(_rows(sheet, data), start=FIRST_ROW):
        for number, column in enumerate(sheet.columns, start=1):
            _write_value(page.cell(last, number), column, row)
    _offer_choices(page, sheet, 1 if sheet.single else last - FIRST_ROW + 1 + _SPARE_ROWS)
    _set_up_print(page, sheet)


def _rows(sheet: Sheet, data: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    if sheet.single:
        return [data.get(sheet.key, {})]
    parts = data.get(sheet.key, ())
    if not sheet.child:
        return list(parts)
    return [{OF: part["code"], **row} for part in parts for row in part.get(sheet.child, ())]


def _write_head(page: Worksheet, sheet: Sheet) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        heading, key = page.cell(1, number, column.heading), page.cell(2, number, column.key)
        heading.font, heading.fill = _HEADING, PatternFill("solid", fgColor=_BRAND)
        heading.alignment = Alignment(vertical="center", wrap_text=True)
        key.font, key.fill = _KEY, PatternFill("solid", fgColor=_GROUND)
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = column.width
        if column.kind not in (*_NUMERIC, "date"):
            page.column_dimensions[letter].number_format = "@"  # what is typed stays as typed: 0912…, +5wd
    page.row_dimensions[1].height = 32
    page.freeze_panes = f"{'B' if sheet.single else 'C'}{FIRST_ROW}"


def _write_value(cell: Cell | MergedCell, column: Column, row: Mapping[str, Any]) -> None:
    cell.alignment, cell.border = _TOP, _EDGE
    cell.number_format = {"date": "dd/mm/yyyy", "whole": "0", "number": "General"}.get(column.kind, "@")
    value: Any = row
    for step in column.steps:
        if step not in value:
            return
        value = value[step]
    shown = to_cell(value, column.kind)
    if isinstance(shown, str):
        if len(shown) > MAX_TEXT:
            raise PlanError(
                _("{heading} ({column}) dài hơn {most} ký tự, không ghi vào ô được: xuất ra tệp .yaml").format(
                    heading=column.heading, column=column.key, most=MAX_TEXT
                )
            )
        cell.value = shown
        # A text that begins like a formula is a text, here and when somebody edits the cell.
        cell.data_type, cell.quotePrefix = "s", True
    else:
        _write_figure(cell, shown)


def _write_figure(cell: Cell | MergedCell, shown: int | Decimal | date | None) -> None:
    cell.value = shown
    if isinstance(shown, date):
        cell.number_format = "dd/mm/yyyy"
    elif cell.number_format == "@":
        cell.number_format = "General"


def _offer_choices(page: Worksheet, sheet: Sheet, rows: int) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        formula = _choices(column)
        if formula is None and not column.help:
            continue
        rule = DataValidation("list" if formula else None, formula1=formula, allow_blank=True)
        rule.promptTitle, rule.prompt = column.heading[:32], column.help[:255] or None
        rule.showInputMessage = bool(column.help)
        # A code that is not offered yet may be written first and defined after; `plan check` sees that it was.
        rule.showErrorMessage = formula is not None
        rule.errorStyle = "warning" if column.names else "stop"
        rule.errorTitle, rule.error = "Không có trong danh sách", "Chọn một giá trị trong danh sách của ô."
        letter = get_column_letter(number)
        rule.add(f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + rows - 1}")
        page.add_data_validation(rule)


def _choices(column: Column) -> str | None:
    choices = _FLAGS if column.kind == "flag" else column.choices
    if choices:
        return f'"{",".join(choices)}"'
    if not column.names:
        return None
    keys = [known.key for known in BY_TITLE[column.names].columns]
    letter = get_column_letter(keys.index("code") + 1)
    return f"'{column.names}'!${letter}${FIRST_ROW}:${letter}${MAX_ROWS}"


def _set_up_print(page: Worksheet, sheet: Sheet) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    width = sum(column.width for column in sheet.columns)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = -(-width // _PAGE_WIDTH), 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    if not sheet.single:
        page.print_title_cols = "A:A"  # a wide sheet goes on over several pages: whose row it is stays in sight
    page.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text=f"{sheet.title} - &P/&N"))
