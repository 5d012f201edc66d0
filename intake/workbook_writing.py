"""A form as a workbook: one sheet a person can fill on screen or on paper, the same bytes for the same form."""

import io
import re
import unicodedata
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from intake import workbook_style as style
from intake.answers import Answers, DutyAnswer
from intake.forms import STATUSES, Duty, FieldQuestion, FormSpec, PassageQuestion, Question
from intake.numbers import in_vietnamese
from intake.workbook_layout import (
    BEFORE,
    ESTIMATE,
    IDENTITY_SHEET,
    KEYS,
    MARK,
    MAX_CELL_TEXT,
    NAME,
    NIL,
    NIL_FORM,
    NOTE,
    NOW,
    NUMBER,
    SHEET,
    UNIT,
    duty_key,
    field_key,
    figure_key,
    identity_of,
    passage_key,
)
from intake.workbook_style import Choices, Looks, printable
from models.calendar import in_full

#: With more figures the printed pages repeat the columns' heads; with fewer they would head the passages instead.
_ONE_GLANCE = 40
_PASSAGE_HEIGHT = 64
_SETTLE = "Cần số chính thức: điền vào các ô còn trống; số ước đã gửi ghi cạnh tên chỉ tiêu."
_FIXED_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
#: How a spreadsheet recognises a formula, also after it went through a text file; in full
#: width too, as some input methods write.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def write_workbook(spec: FormSpec, filled: Answers | None = None) -> bytes:
    """The form as XLSX, blank or already filled (with the answer that is to be corrected or settled).

    The same form gives the same bytes: no clock, no user name and no random mark goes into them.
    """
    return to_bytes(build_workbook(spec, filled), datetime.combine(spec.cutoff_to, time()))


def build_workbook(spec: FormSpec, filled: Answers | None = None) -> Workbook:
    """The workbook in memory; see `write_workbook`."""
    book = style.new_book()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    _Writer(sheet, spec, filled or Answers()).write()
    identity = book.create_sheet(IDENTITY_SHEET)
    for row, (key, value) in enumerate(identity_of(spec).items(), start=1):
        put(identity, f"A{row}", key)
        put(identity, f"B{row}", value)
    identity.sheet_state = "veryHidden"
    identity.protection.sheet = True
    book.security = WorkbookProtection(lockStructure=True)
    book.properties = DocumentProperties(
        creator="dondoc",
        title=printable(f"{spec.form_title} - {spec.agency_name}"),
        subject=printable(f"{spec.title}, {spec.period_title}"),
        description=printable(_how_to_return(spec)),
        identifier=spec.assignment,
        language="vi-VN",
    )
    return book


def printed_texts(spec: FormSpec) -> frozenset[str]:
    """Every text the blank form itself bears: it comes from the plan and is nobody's answer."""
    cells = (cell.value for sheet in build_workbook(spec).worksheets for row in sheet.iter_rows() for cell in row)
    return frozenset(value for value in cells if isinstance(value, str)) | {printable(_how_to_return(spec))}


def put(sheet: Worksheet, where: str, text: str) -> Cell:
    """Write text that stays text: nothing in it is ever computed, whatever sign it begins with."""
    cell: Cell = sheet[where]
    cell.value = printable(text)
    cell.data_type = "s"
    if str(cell.value).startswith(_FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def _period_in_words(spec: FormSpec) -> str:
    span = f"{spec.cutoff_from:%d/%m/%Y} đến {spec.cutoff_to:%d/%m/%Y}"
    if spec.period == "once":
        return f"Thời gian: từ {span}"
    if not spec.questions:
        return f"Kỳ: {spec.period_title} (từ {span})"
    return f"Kỳ báo cáo: {spec.period_title} (số liệu từ {span}{', lũy kế' if spec.cumulative else ''})"


def _how_to_return(spec: FormSpec) -> str:
    help_line = f" Cần hỗ trợ: {', '.join(spec.help)}." if spec.help else ""
    return (
        "Điền các ô nền vàng, lưu tệp dạng .xlsx rồi gửi lại bằng cách trả lời thư đã kèm tệp này. "
        f"Chỉ ghi số tổng hợp, không ghi thông tin của cá nhân.{help_line}"
    )


class _Writer:
    """Writes the sheet from top to bottom, one block after the other."""

    def __init__(self, sheet: Worksheet, spec: FormSpec, filled: Answers) -> None:
        self.sheet = sheet
        self.spec = spec
        self.filled = filled
        self.row = 1
        self.page_used = 0.0
        self.count = 0
        self.choices = Choices(sheet)
        self.looks = Looks()

    def write(self) -> None:
        style.set_up(self.sheet)
        self._head()
        if self.spec.fields:
            self._fields()
        if self.spec.questions:
            self._figures()
        if self.spec.duties:
            self._duties()
        if self.spec.passages:
            self._passages()
        running = f"{self.spec.agency_name} - {self.spec.period_title}"
        style.set_up_print(self.sheet, running, self.spec.assignment, self.row - 1)

    def _line(self, text: str, look: style.Look, chars: int = style.WIDE_CHARS) -> None:
        """A line across the sheet, as high as its text needs."""
        cell = put(self.sheet, f"{NUMBER}{self.row}", text)
        self._merge(NUMBER, NOTE)
        self.looks.apply(cell, look)
        self._end_row(style.height_for(text, chars, look.line))

    def _end_row(self, height: float) -> None:
        """Close the row: give it its height in points, and follow where it falls on the printed page."""
        self.sheet.row_dimensions[self.row].height = height
        self.row += 1
        self.page_used = self.page_used + height if self.page_used + height <= style.PAGE_HEIGHT else height

    def _keep_together(self, height: float) -> None:
        """Begin a new printed page where the rows to come, so high in points, would be torn apart."""
        if self.page_used + height > style.PAGE_HEIGHT:
            self.sheet.row_breaks.append(Break(self.row - 1))
            self.page_used = 0.0

    def _head(self) -> None:
        spec = self.spec
        edition = f", lần sửa {spec.revision}" if spec.revision > 1 else ""
        self._line(spec.form_title, style.TITLE)
        if spec.form_title != spec.title:
            self._line(spec.title, style.SUBTITLE)
        self._line(f"Đơn vị: {spec.agency_name}", style.STRONG)
        self._line(f"{_period_in_words(spec)}{edition}", style.PLAIN)
        self._line(f"Hạn gửi: {in_full(spec.due)}", style.STRONG)
        self._line(f"Căn cứ: {spec.plan_title}", style.MUTED)
        if spec.partners:
            self._line(f"Phối hợp: {'; '.join(spec.partners)}", style.MUTED)
        if spec.note:
            self._line(f"Ghi chú: {' '.join(spec.note.split())}", style.MUTED)
        if any(question.estimated is not None for question in spec.questions):
            self._line(_SETTLE, style.STRONG)
        self._line(_how_to_return(spec), style.MUTED)
        if spec.may_be_nil:
            self._nil_line()

    def _nil_line(self) -> None:
        row = self.row
        said = put(self.sheet, f"{NUMBER}{row}", "Cả kỳ không phát sinh gì: chọn x ở ô bên, không cần điền các ô khác")
        self.looks.apply(said, style.PLAIN_RIGHT)
        self._merge(NUMBER, BEFORE)
        self._mark(f"{NOW}{row}", self.filled.nil)
        self._key(NIL_FORM)
        self._end_row(20)

    def _key(self, key: str) -> None:
        put(self.sheet, f"{KEYS}{self.row}", key)

    def _mark(self, where: str, marked: bool) -> None:
        cell = put(self.sheet, where, MARK) if marked else self.sheet[where]
        self.looks.apply(cell, style.INPUT_MARK)
        self.choices.mark(where)

    def _heads(self, heads: dict[str, str]) -> None:
        """A row of column heads; a span of columns is written `A:C`."""
        for place, text in heads.items():
            first, _, last = place.partition(":")
            self._span(first, last, text, style.HEAD)
        self._end_row(34)

    def _span(self, first: str, last: str, text: str, look: style.Look) -> None:
        # A text too long for a cell is left out rather than cut, and so asked for again.
        if text and len(text) <= MAX_CELL_TEXT:
            put(self.sheet, f"{first}{self.row}", text)
        last = last or first
        for letter in (chr(code) for code in range(ord(first), ord(last) + 1)):
            self.looks.apply(self.sheet[f"{letter}{self.row}"], look)
        if last != first:
            self._merge(first, last)

    def _merge(self, first: str, last: str) -> None:
        # Not `merge_cells`, which takes the looks of the cells behind the first away and works them out anew.
        self.sheet.merged_cells.add(f"{first}{self.row}:{last}{self.row}")

    def _figures(self) -> None:
        before = f"Kỳ trước ({self.spec.previous_label})" if self.spec.previous_label else "Kỳ trước"
        heads = {NUMBER: "TT", NAME: "Chỉ tiêu", UNIT: "Đơn vị", BEFORE: before, NOW: "Kỳ này"}
        self._heads({**heads, NIL: "Không phát sinh", ESTIMATE: "Ước tính", NOTE: "Ghi chú"})
        self.sheet.freeze_panes = f"{UNIT}{self.row}"
        if len(self.spec.questions) > _ONE_GLANCE:
            self.sheet.print_title_rows = f"{self.row - 1}:{self.row - 1}"
        group = ""
        for question in self.spec.questions:
            if question.group and question.group != group:
                group = question.group
                self._keep_together(2 * 20.5)
                self._span(NUMBER, NOTE, group, style.GROUP)
                self._end_row(20)
            self._figure(question)

    def _figure(self, question: Question) -> None:
        self.count += 1
        row = self.row
        given = self.filled.figures.get(question.code)
        self._span(NUMBER, "", str(self.count), style.CENTRED)
        self._span(NAME, "", question.asked, style.TEXT)
        self._span(UNIT, "", question.unit, style.CENTRED)
        before = self.sheet[f"{BEFORE}{row}"]
        self.looks.apply(before, style.number_look(question, style.BEFORE))
        if question.previous is not None:
            put_number(before, question.previous)
        now = self.sheet[f"{NOW}{row}"]
        self.looks.apply(now, style.number_look(question, style.INPUT_NUMBER))
        if given and given.value is not None:
            put_number(now, given.value)
        self.choices.number(f"{NOW}{row}", question)
        self._mark(f"{NIL}{row}", bool(given and given.nil))
        self._mark(f"{ESTIMATE}{row}", bool(given and given.estimate))
        note = given.note if given else ""
        self._span(NOTE, "", note, style.INPUT_NOTE)
        self._key(figure_key(question.code))
        line = style.TEXT.line
        named = style.height_for(question.asked, style.NAME_CHARS, line)
        self._end_row(max(named, style.height_for(note, style.NOTE_CHARS, line)))

    def _duties(self) -> None:
        self._section("Nhiệm vụ thường xuyên theo kế hoạch", 3 * 36)
        place = f"{BEFORE}:{NOW}"
        self._heads({NUMBER: "TT", f"{NAME}:{UNIT}": "Nhiệm vụ", place: "Tình trạng", f"{NIL}:{NOTE}": "Kết quả chính"})
        for number, duty in enumerate(self.spec.duties, start=1):
            self._duty(number, duty, self.filled.duties.get(duty.code, DutyAnswer("")))

    def _duty(self, number: int, duty: Duty, given: DutyAnswer) -> None:
        cited = ", ".join(dict.fromkeys(clause.partition("#")[0] for clause in duty.clauses))
        said = f"{duty.title} ({cited})" if cited else duty.title
        self._span(NUMBER, "", str(number), style.CENTRED)
        self._span(NAME, UNIT, said, style.TEXT)
        self._span(BEFORE, NOW, STATUSES.get(given.status, ""), style.INPUT_CHOICE)
        self._span(NIL, NOTE, given.text, style.INPUT_NOTE)
        self.choices.status(f"{BEFORE}{self.row}", list(STATUSES.values()))
        self._key(duty_key(duty.code))
        line = style.TEXT.line
        titled = style.height_for(said, style.DUTY_CHARS, line)
        self._end_row(max(34, titled, style.height_for(given.text, style.RESULT_CHARS, line)))

    def _section(self, title: str, first_rows: float) -> None:
        """A heading that stays with the rows below it, so high in points."""
        self._keep_together(34 + first_rows)
        self._end_row(8)
        self._line(title, style.SECTION)

    def _passages(self) -> None:
        self._section("Phần lời", 24 + _PASSAGE_HEIGHT)
        for passage in self.spec.passages:
            self._passage(passage)

    def _passage(self, passage: PassageQuestion) -> None:
        given = self.filled.passages.get(passage.code)
        text = given.text if given else ""
        height = min(400, max(_PASSAGE_HEIGHT, style.height_for(text, style.WIDE_CHARS, style.TEXT.line)))
        self._keep_together(24 + height)
        self._line(f"{passage.title}{' (bắt buộc)' if passage.required else ''}", style.QUESTION)
        self._span(NUMBER, NOTE, text, style.INPUT_TEXT)
        self._key(passage_key(passage.code))
        self._end_row(height)

    def _fields(self) -> None:
        self._section("Kết quả thực hiện", 3 * 34)
        place = f"{BEFORE}:{NOW}"
        self._heads({NUMBER: "TT", f"{NAME}:{UNIT}": "Nội dung", place: "Trả lời", f"{NIL}:{NOTE}": "Cách ghi"})
        for number, question in enumerate(self.spec.fields, start=1):
            self._field(number, question)

    def _field(self, number: int, question: FieldQuestion) -> None:
        where = f"{BEFORE}{self.row}"
        given = self.filled.fields.get(question.code)
        self._span(NUMBER, "", str(number), style.CENTRED)
        self._span(NAME, UNIT, f"{question.title}{' (bắt buộc)' if question.required else ''}", style.TEXT)
        self._span(BEFORE, NOW, "", style.field_look(question.type))
        self._put_field(where, question, given.value if given else "")
        self._span(NIL, NOTE, question.hint, style.HINT)
        self.choices.field(where, question)
        self._key(field_key(question.code))
        self._end_row(50 if question.code == "note" else 24)

    def _put_field(self, where: str, question: FieldQuestion, value: str) -> None:
        if not value:
            return
        if question.type == "date":
            self.sheet[where].value = date.fromisoformat(value)
        elif question.type in ("percent", "count"):
            put_number(self.sheet[where], Decimal(value))
        else:
            put(self.sheet, where, STATUSES.get(value, value) if question.type == "status" else value)


def put_number(cell: Cell, value: Decimal) -> None:
    """A number as such; one that a spreadsheet would round (it keeps 15 digits) as text in full."""
    if len(value.as_tuple().digits) > 15:
        cell.value = in_vietnamese(value)
        cell.data_type = "s"
    else:
        cell.value = value


def to_bytes(book: Workbook, stamp: datetime) -> bytes:
    """The workbook saved with the given time in place of the clock's, in its properties and in the package."""
    book.properties.created = stamp
    saved = io.BytesIO()
    book.save(saved)
    written = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _MODIFIED.sub(rf"\g<1>{stamp:%Y-%m-%dT%H:%M:%SZ}\g<2>".encode(), part)
            fixed = zipfile.ZipInfo(unicodedata.normalize("NFC", entry.filename), _FIXED_ZIP_DATE)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.create_system = 0
            target.writestr(fixed, part)
    return written.getvalue()
