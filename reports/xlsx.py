"""The figures of a report as a workbook: all of them, by body, and who is missing. Text in it can never run."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.compiled import Attendance, CompiledReport
from reports.figures import IndicatorFigure
from reports.letterhead import sender_of, subject
from reports.small_cells import is_suppressed, small_bodies
from reports.tables import LEGEND, cell_text, districts, owner_name, source_rows, total_text
from reports.text import clean, looks_like_formula
from reports.wording import official_date, round_half_up
from reports.zipping import canonical_zip

Value = str | int | Decimal | None
_FONT = "Times New Roman"
_LINE = Side(style="thin", color="D5DBE3")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_ROW = 4


def render_xlsx(compiled: CompiledReport) -> bytes:
    """The report's figures as XLSX; the same content gives the same bytes."""
    workbook = Workbook()
    for style in _styles():
        workbook.add_named_style(style)
    workbook.properties.title = subject(compiled)
    workbook.properties.creator = workbook.properties.lastModifiedBy = sender_of(compiled).name
    first = cast(Worksheet, workbook.active)
    _figures_sheet(compiled, first)
    across = districts(compiled, compiled.shown_figures)
    met = {agency for figure in compiled.shown_figures for agency in figure.by_agency}
    others = [agency.code for agency in compiled.document.agencies if agency.code in met.difference(across)]
    for title, bodies in (("Theo huyện", across), ("Theo cơ quan", others)):
        if bodies:
            _bodies_sheet(compiled, workbook.create_sheet(), title, bodies)
    _missing_sheet(compiled, workbook.create_sheet())
    if compiled.reconciliation:
        _reconciliation_sheet(compiled, workbook.create_sheet())
    heads = ["Cơ quan", "Báo cáo", "Kỳ", "Lần gửi", "Mã kiểm tra"]
    _fill(compiled, workbook.create_sheet(), "Nguồn", heads, source_rows(compiled), (34, 60, 26, 10, 18))
    out = io.BytesIO()
    workbook.save(out)
    return canonical_zip(out.getvalue(), compiled.as_of)


def _styles() -> list[NamedStyle]:
    wrapped = Alignment(vertical="top", wrap_text=True)
    right = Alignment(vertical="top", horizontal="right")
    found = [
        NamedStyle("dondoc-title", font=Font(name=_FONT, size=14, bold=True)),
        NamedStyle("dondoc-note", font=Font(name=_FONT, size=11, italic=True)),
        NamedStyle(
            "dondoc-head",
            font=Font(name=_FONT, size=11, bold=True),
            fill=PatternFill("solid", fgColor="E8F1FA"),
            border=_BORDER,
            alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
        ),
        NamedStyle("dondoc-text", font=Font(name=_FONT, size=11), border=_BORDER, alignment=wrapped),
    ]
    for decimals in range(7):
        digits = "#,##0" + ("." + "#" * decimals if decimals else "")
        style = NamedStyle(f"dondoc-number-{decimals}", font=Font(name=_FONT, size=11), number_format=digits)
        style.border, style.alignment = _BORDER, right
        found.append(style)
    return found


def _put(sheet: Worksheet, row: int, column: int, value: Value, decimals: int = 2) -> None:
    """Write one cell: numbers with so many decimals shown, text always as text."""
    cell = cast(SheetCell, sheet.cell(row, column))
    if isinstance(value, int | Decimal):
        cell.value = value
        shown = decimals if value != int(value) else 0
        cell.style = f"dondoc-number-{shown}"
        return
    cell.style = "dondoc-text"
    if value:
        _write_text(cell, value)


def _write_text(cell: SheetCell, text: str) -> None:
    """Text is never a formula, whatever it begins with; the quote prefix keeps it so when somebody edits the cell."""
    said = clean(text)
    cell.value = said
    cell.data_type = "s"
    if looks_like_formula(said):
        cell.quotePrefix = True


def _start(compiled: CompiledReport, sheet: Worksheet, title: str, heads: Sequence[str], widths: Iterable[int]) -> None:
    sheet.title = title
    for row, text in ((1, subject(compiled)), (2, _basis(compiled))):
        cell = cast(SheetCell, sheet.cell(row, 1))
        cell.style = "dondoc-title" if row == 1 else "dondoc-note"
        _write_text(cell, text)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True), 1):
        cell = cast(SheetCell, sheet.cell(_HEAD_ROW, column))
        cell.style = "dondoc-head"
        _write_text(cell, head)
        sheet.column_dimensions[get_column_letter(column)].width = width


def _basis(compiled: CompiledReport) -> str:
    window, at = compiled.window, compiled.plan.calendar.local_date(compiled.as_of)
    days = f"từ ngày {official_date(window.first)} đến ngày {official_date(window.last)}"
    return f"Số liệu {days}, theo các báo cáo đã duyệt đến ngày {official_date(at)}. {LEGEND}."


def _finish(sheet: Worksheet, frozen_columns: int) -> None:
    """Frozen heads, a filter, and a print set-up that fits the width of A4 landscape."""
    sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{_HEAD_ROW + 1}"
    last = get_column_letter(max(sheet.max_column, 1))
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{last}{max(sheet.max_row, _HEAD_ROW)}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top = margins.bottom = 0.7
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&P/&N"))


def _fill(
    compiled: CompiledReport,
    sheet: Worksheet,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Value] | str],
    widths: Sequence[int],
) -> None:
    _start(compiled, sheet, title, heads, widths)
    for row, values in enumerate((row for row in rows if not isinstance(row, str)), _HEAD_ROW + 1):
        for column, value in enumerate(values, 1):
            _put(sheet, row, column, value)
    _finish(sheet, 1)


def _total(figure: IndicatorFigure) -> Value:
    if figure.total is None or (figure.all_nil and figure.total == 0):
        return total_text(figure)
    return round_half_up(figure.total, figure.decimals) if figure.kind == "ratio" else figure.total


def _rounded(value: Decimal | None) -> Value:
    return None if value is None else round_half_up(value, 2)


def _figures_sheet(compiled: CompiledReport, sheet: Worksheet) -> None:
    heads = ["TT", "Nhóm", "Chỉ tiêu", "Mã", "Đơn vị tính", "Thực hiện", "Cùng kỳ năm trước", "Tăng, giảm (%)"]
    heads += ["Mục tiêu", "Đạt (%)", "Đã báo cáo", "Phải báo cáo"]
    _start(compiled, sheet, "Số liệu", heads, (6, 24, 46, 18, 14, 16, 16, 12, 12, 12, 12, 12))
    for n, figure in enumerate(compiled.shown_figures, 1):
        values: list[Value] = [n, figure.group, figure.name, figure.indicator, figure.unit, _total(figure)]
        previous = figure.previous
        if previous is not None and figure.kind == "ratio":
            previous = round_half_up(previous, figure.decimals)
        values += [previous, _rounded(figure.change_percent), figure.target, _rounded(figure.percent_of_target)]
        for column, value in enumerate([*values, figure.reported, figure.expected], 1):
            _put(sheet, _HEAD_ROW + n, column, value, figure.decimals if column in (6, 7, 9) else 2)
    _finish(sheet, 3)


def _bodies_sheet(compiled: CompiledReport, sheet: Worksheet, title: str, bodies: Sequence[str]) -> None:
    heads = ["Chỉ tiêu", "Đơn vị tính", "Tổng toàn tỉnh", *(compiled.brief(agency) for agency in bodies)]
    _start(compiled, sheet, title, heads, (46, 14, 14, *(13 for _ in bodies)))
    small = small_bodies(compiled.document)
    figures = [figure for figure in compiled.shown_figures if any(agency in figure.by_agency for agency in bodies)]
    for row, figure in enumerate(figures, _HEAD_ROW + 1):
        _put(sheet, row, 1, figure.name)
        _put(sheet, row, 2, figure.unit)
        _put(sheet, row, 3, _total(figure), figure.decimals)
        for column, agency in enumerate(bodies, 4):
            _put(sheet, row, column, _body_value(compiled, figure, agency, small), figure.decimals)
    _finish(sheet, 3)


def _body_value(compiled: CompiledReport, figure: IndicatorFigure, agency: str, small: frozenset[str]) -> Value:
    cell = figure.by_agency.get(agency)
    plain = cell is not None and cell.value is not None and not cell.nil and not cell.estimate
    if cell is None or cell.value is None or not plain or is_suppressed(figure.kind, cell, agency, small):
        return cell_text(compiled, figure, agency)
    return round_half_up(cell.value, figure.decimals) if figure.kind == "ratio" else cell.value


def _reconciliation_sheet(compiled: CompiledReport, sheet: Worksheet) -> None:
    heads = ["Chỉ tiêu", "Đơn vị tính", "Cơ quan chủ số liệu", "Số được tính", "Nơi khác báo cáo", "Chênh lệch"]
    rows: list[list[Value]] = [
        [line.name, line.unit, owner_name(compiled, line), line.total, line.others_total, line.difference]
        for line in compiled.reconciliation
    ]
    _fill(compiled, sheet, "Đối chiếu", heads, rows, (46, 16, 34, 16, 18, 16))


def _missing_sheet(compiled: CompiledReport, sheet: Worksheet) -> None:
    attendance = compiled.attendance
    kinds = (
        ("Chưa gửi", attendance.missing),
        ("Chờ duyệt", attendance.unreviewed),
        ("Gửi trễ hạn", attendance.late),
        ("Được miễn", attendance.excused),
    )
    rows = [_missing_row(compiled, word, line) for word, lines in kinds for line in lines]
    heads = ["Tình trạng", "Cơ quan", "Nhiệm vụ", "Kỳ", "Hạn", "Số ngày quá hạn, trễ hạn", "Tên phần việc"]
    _fill(compiled, sheet, "Tình hình gửi", heads, rows, (16, 30, 56, 26, 14, 14, 44))


def _missing_row(compiled: CompiledReport, word: str, line: Attendance) -> list[Value]:
    said = "Đề nghị cung cấp" if line.requested and word == "Chưa gửi" else word
    due = line.due.strftime("%d/%m/%Y")
    return [said, compiled.brief(line.agency), line.title, line.period, due, line.days or None, line.assignment]
