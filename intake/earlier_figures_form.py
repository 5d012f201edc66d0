"""The workbook form for figures of earlier years: indicators down, years across; of the whole, and body by body."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from intake import workbook_style as style
from intake.forms import Question
from intake.numbers import in_vietnamese
from intake.workbook_layout import BODIES_SHEET, IDENTITY_SHEET, MARK, WHOLE_SHEET
from intake.workbook_style import Look, Looks
from intake.workbook_writing import put, put_number, to_bytes
from models.forms import Indicator
from models.periods import Period
from models.plan import PlanDocument
from models.reporting import EarlierFigure

FORMAT = "dondoc-earlier-1"
BODY_CODE, BODY = "Mã cơ quan", "Cơ quan"
CODE, NAME, UNIT, KIND = "Mã chỉ tiêu", "Chỉ tiêu", "Đơn vị tính", "Cách tính"
ESTIMATE, SOURCE = "Ước", "Nguồn số liệu"
#: What stands for the whole where a table names bodies.
WHOLE = "Toàn tỉnh"
_KINDS = {"flow": "cộng trong kỳ", "stock": "thời điểm cuối kỳ", "ratio": "tỷ lệ"}
_WIDTHS = {BODY_CODE: 16.0, BODY: 30.0, CODE: 22.0, NAME: 48.0, UNIT: 13.0, KIND: 17.0, ESTIMATE: 7.0, SOURCE: 40.0}
_NUMBER_WIDTH = 15.0
_NAME_CHARS, _BODY_CHARS, _SOURCE_CHARS = 50, 31, 42
_GUIDE = (
    "Điền các ô nền vàng. Để trống nếu không có số liệu; ghi 0 nếu trong kỳ không phát sinh. "
    f"Số ước thực hiện thì chọn {MARK} ở cột Ước bên phải. Cột Nguồn số liệu ghi tên báo cáo lấy số, ví dụ 05/BC-ABC. "
    "Xóa một số đã có là rút số ấy. Chỉ ghi số tổng hợp, không ghi thông tin của cá nhân."
)
_GUIDE_WHOLE = (
    "Tỷ lệ được tính từ tử số và mẫu số khi có cả hai; chỉ ghi tỷ lệ ở kỳ không còn biết hai số ấy. "
    "Số của từng cơ quan ghi ở trang sau; trang này là số chung của cả địa bàn."
)
_GUIDE_BODIES = "Mỗi dòng là một chỉ tiêu của một cơ quan; cơ quan nào không có số liệu thì để trống cả dòng."
_LOWEST = "-999999999999999"

Known = Mapping[tuple[str, str, str], EarlierFigure]


@dataclass(frozen=True, slots=True)
class EarlierSpec:
    """What the form asks: a plan's indicators in some periods before its own, and what is known of them already.

    `known` is keyed by (period, indicator, body), body "" for the whole; `taken` is the last import that it rests on.
    """

    document: PlanDocument
    plan_version: int
    periods: Sequence[Period]
    known: Known
    taken: int


def question_of(indicator: Indicator) -> Question:
    """An indicator as a figure that is asked for."""
    decimal = indicator.kind == "ratio" or indicator.type == "decimal"
    return Question(
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        type="decimal" if decimal else "integer",
        decimals=indicator.decimals if decimal else 0,
        min=indicator.min,
        max=indicator.max,
        group=indicator.group or "",
        previous=None,
    )


def asked_of_bodies(document: PlanDocument) -> Iterator[tuple[str, Indicator]]:
    """Each body with each indicator that the plan's forms ask of it, in the plan's order; ratios are never asked."""
    asked: dict[str, set[str]] = {}
    for obligation in document.obligations:
        if obligation.form:
            codes = document.form(obligation.form).indicators
            for body in document.members(obligation.assigned_to):
                asked.setdefault(body, set()).update(codes)
    for agency in document.agencies:
        for indicator in document.indicators:
            if indicator.kind != "ratio" and indicator.code in asked.get(agency.code, ()):
                yield agency.code, indicator


def write_earlier_form(spec: EarlierSpec) -> bytes:
    """The form as XLSX, filled with what is known; the same bytes for the same content."""
    return to_bytes(build_earlier_form(spec), datetime.combine(spec.document.plan.start, time()))


def build_earlier_form(spec: EarlierSpec) -> Workbook:
    """The workbook in memory; see `write_earlier_form`."""
    book = style.new_book()
    whole = book.worksheets[0]
    whole.title = WHOLE_SHEET
    _Writer(whole, spec, (CODE, NAME, UNIT, KIND)).write(_GUIDE_WHOLE, [("", one) for one in spec.document.indicators])
    bodies = book.create_sheet(BODIES_SHEET)
    heads = (BODY_CODE, BODY, CODE, NAME, UNIT, KIND)
    _Writer(bodies, spec, heads).write(_GUIDE_BODIES, list(asked_of_bodies(spec.document)))
    identity = book.create_sheet(IDENTITY_SHEET)
    for row, (key, value) in enumerate(_identity(spec).items(), start=1):
        put(identity, f"A{row}", key)
        put(identity, f"B{row}", value)
    identity.sheet_state = "veryHidden"
    identity.protection.sheet = True
    book.security = WorkbookProtection(lockStructure=True)
    book.properties = DocumentProperties(creator="dondoc", title=style.printable(_title(spec)), language="vi-VN")
    return book


def printed_texts(spec: EarlierSpec) -> frozenset[str]:
    """Every text the blank form itself bears: it comes from the plan and is nobody's answer."""
    book = build_earlier_form(replace(spec, known={}))
    cells = (cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    limits = (text for question in map(question_of, spec.document.indicators) for text in _limit(question))
    names = (text for agency in spec.document.agencies for text in (agency.name, agency.short, agency.code))
    own = {value for value in (*cells, *names) if isinstance(value, str)}
    return frozenset(own | set(limits) | {_title(spec)})


def _identity(spec: EarlierSpec) -> dict[str, str]:
    return {
        "format": FORMAT,
        "plan": spec.document.plan.code,
        "plan_version": str(spec.plan_version),
        "taken": str(spec.taken),
    }


def _title(spec: EarlierSpec) -> str:
    return f"Số liệu các kỳ trước - {spec.document.plan.title}"


def head_of(period: Period) -> str:
    """How a period's column is headed: "Năm 2014"."""
    title = period.title()
    return title[:1].upper() + title[1:]


class _Writer:
    """Writes one sheet: guide, heads, and a row for each figure that may be filled in."""

    def __init__(self, sheet: Worksheet, spec: EarlierSpec, heads: Sequence[str]) -> None:
        self.sheet = sheet
        self.spec = spec
        self.heads = heads
        self.looks = Looks()
        self.rules: dict[tuple[object, ...], DataValidation] = {}
        self.first = len(heads) + 1
        self.last = len(heads) + 2 * len(spec.periods) + 1

    def write(self, guide: str, rows: Sequence[tuple[str, Indicator]]) -> None:
        self._set_up()
        lines = ((_title(self.spec), style.TITLE), (_GUIDE, style.MUTED), (guide, style.MUTED))
        for row, (text, look) in enumerate(lines, start=1):
            self._across(row, text, look)
        self._put_heads(len(lines) + 1)
        for row, (body, indicator) in enumerate(rows, start=len(lines) + 2):
            self._row(row, body, indicator)
        self._set_up_print(len(lines) + 1, len(lines) + 1 + len(rows))

    def _at(self, row: int, column: int) -> str:
        return f"{get_column_letter(column)}{row}"

    def _set_up(self) -> None:
        numbers = dict.fromkeys(range(self.first, self.last, 2), _NUMBER_WIDTH)
        marks = dict.fromkeys(range(self.first + 1, self.last, 2), _WIDTHS[ESTIMATE])
        named = {column: _WIDTHS[head] for column, head in enumerate(self.heads, start=1)}
        for column, width in {**named, **numbers, **marks, self.last: _WIDTHS[SOURCE]}.items():
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        self.sheet.sheet_view.showGridLines = False
        self.sheet.protection.sheet = True
        self.sheet.protection.formatColumns = self.sheet.protection.formatRows = False
        self.sheet.protection.autoFilter = False

    def _across(self, row: int, text: str, look: Look) -> None:
        self.looks.apply(put(self.sheet, self._at(row, 1), text), look)
        self.sheet.merged_cells.add(f"A{row}:{self._at(row, self.last)}")
        self.sheet.row_dimensions[row].height = style.height_for(text, style.WIDE_CHARS, look.line)

    def _put_heads(self, row: int) -> None:
        across = [text for period in self.spec.periods for text in (head_of(period), ESTIMATE)]
        for column, text in enumerate([*self.heads, *across, SOURCE], start=1):
            self.looks.apply(put(self.sheet, self._at(row, column), text), style.HEAD)
        self.sheet.row_dimensions[row].height = 34
        self.sheet.freeze_panes = self._at(row + 1, self.first)

    def _row(self, row: int, body: str, indicator: Indicator) -> None:
        agency = self.spec.document.agency(body).name if body else ""
        texts = {BODY_CODE: body, BODY: agency, CODE: indicator.code, NAME: indicator.name, UNIT: indicator.unit}
        texts[KIND] = _KINDS[indicator.kind]
        for column, head in enumerate(self.heads, start=1):
            self.looks.apply(put(self.sheet, self._at(row, column), texts[head]), style.TEXT)
        question = question_of(indicator)
        source = ""
        for column, period in zip(range(self.first, self.last, 2), self.spec.periods, strict=True):
            known = self.spec.known.get((period.key, indicator.code, body))
            self._figure(row, column, question, known)
            source = known.source if known is not None and known.source else source
        last = self._at(row, self.last)
        self.looks.apply(put(self.sheet, last, source) if source else self.sheet[last], style.INPUT_NOTE)
        line = style.TEXT.line
        texts_and_widths = ((indicator.name, _NAME_CHARS), (agency, _BODY_CHARS), (source, _SOURCE_CHARS))
        heights = (style.height_for(text, chars, line) for text, chars in texts_and_widths)
        self.sheet.row_dimensions[row].height = max(heights)

    def _figure(self, row: int, column: int, question: Question, known: EarlierFigure | None) -> None:
        cell, mark = self.sheet[self._at(row, column)], self.sheet[self._at(row, column + 1)]
        self.looks.apply(cell, style.number_look(question, style.INPUT_NUMBER))
        if known is not None and known.value is not None:
            put_number(cell, known.value)
            if known.estimate:
                put(self.sheet, mark.coordinate, MARK)
        self.looks.apply(mark, style.INPUT_MARK)
        limits = ("number", question.type, question.min, question.max, question.unit)
        style.cover(self._rule(limits, question), cell.coordinate)
        style.cover(self._rule(("mark",), None), mark.coordinate)

    def _rule(self, key: tuple[object, ...], question: Question | None) -> DataValidation:
        if key not in self.rules:
            self.rules[key] = _mark_rule() if question is None else _number_rule(question)
            self.sheet.add_data_validation(self.rules[key])
        return self.rules[key]

    def _set_up_print(self, heads: int, last_row: int) -> None:
        sheet = self.sheet
        style.set_up_print(sheet, _title(self.spec), self.spec.document.plan.code, last_row)
        sheet.print_area = f"A1:{self._at(last_row, self.last)}"
        sheet.print_title_rows = f"{heads}:{heads}"
        sheet.page_setup.scale = None
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        if last_row > heads:
            sheet.auto_filter.ref = f"A{heads}:{self._at(last_row, len(self.heads))}"


def _mark_rule() -> DataValidation:
    rule = DataValidation("list", f'"{MARK}"', allowBlank=True, showErrorMessage=True, errorStyle="stop")
    rule.errorTitle, rule.error = "Ước thực hiện", f"Chọn {MARK} hoặc để trống."
    return rule


def _number_rule(question: Question) -> DataValidation:
    low = _LOWEST if question.min is None else format(question.min, "f")
    rule = DataValidation(
        "whole" if question.type == "integer" else "decimal",
        low,
        None if question.max is None else format(question.max, "f"),
        operator="greaterThanOrEqual" if question.max is None else "between",
        allowBlank=True,
        showErrorMessage=True,
        errorStyle="stop",
    )
    rule.errorTitle, rule.error = _limit(question)
    return rule


def _limit(question: Question) -> tuple[str, str]:
    """The title and the words of what a cell lets in."""
    parts = ["Cần số nguyên" if question.type == "integer" else "Cần một con số"]
    parts += [] if question.min is None else [f"từ {_said(question.min)}"]
    parts += [] if question.max is None else [f"đến {_said(question.max)}"]
    said = f"{' '.join(parts)} ({question.unit}). Không có số liệu thì để trống."
    return "Số liệu", style.printable(said)[:225]


def _said(limit: Decimal) -> str:
    return in_vietnamese(limit)
