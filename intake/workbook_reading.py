"""Reading a workbook form back: whose it is, whether it is current, and what stands in its cells."""

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from intake.answers import Answer, Answers, DutyAnswer, FieldAnswer, PassageAnswer, clean_text, read_status
from intake.forms import STATUSES, FormSpec, Question
from intake.numbers import NumberError, is_blank, is_nil_word, read_number
from intake.structured import field_value
from intake.workbook_layout import (
    BEFORE,
    ESTIMATE,
    FORMAT,
    IDENTITY_SHEET,
    KEYS,
    MARK,
    MARKS,
    NIL,
    NIL_FORM,
    NOTE,
    NOW,
    NUMBER,
    SHEET,
    duty_key,
    field_key,
    figure_key,
    identity_of,
    passage_key,
)
from intake.workbook_package import Package, open_package
from models.errors import SubmissionError
from models.language import N_, _

_FETCH = N_("tải lại mẫu, điền rồi gửi lại")
_UNCOMPUTED = N_("ô có công thức chưa tính: mở bằng Excel, lưu lại, hoặc ghi thẳng con số")
_Value = object


@dataclass(slots=True)
class OpenedWorkbook:
    """A workbook that passed the checks from outside, with the values of its formulas where it has any."""

    package: Package
    values: Workbook
    formulas: Workbook | None

    def cells(self) -> Iterator[tuple[str, object]]:
        """Every cell of every sheet, hidden ones too, that holds something: (`Số liệu!E12`, value)."""
        for sheet in self.values.worksheets:
            # Only the cells there are: walking rows and columns would visit seventeen billion after one stray cell.
            for cell in sheet._cells.values():
                if cell.value is not None:
                    yield f"{sheet.title}!{cell.coordinate}", cell.value

    def identity(self) -> dict[str, str]:
        """What the hidden identity sheet says; {} where there is none."""
        if IDENTITY_SHEET not in self.values.sheetnames:
            return {}
        sheet = self.values[IDENTITY_SHEET]
        pairs = ((sheet[f"A{row}"].value, sheet[f"B{row}"].value) for row in range(1, 20))
        return {key: str(value) for key, value in pairs if isinstance(key, str) and value is not None}


def open_workbook(content: bytes) -> OpenedWorkbook:
    """Open a workbook that came in; see `open_package` for what is refused.

    Raises:
        SubmissionError: it cannot be taken at all.
    """
    package = open_package(content)
    return OpenedWorkbook(package, _load(content, True), _load(content, False) if package.formulas else None)


def _load(content: bytes, computed: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about features of other programs that do not matter to a form
        try:
            return load_workbook(io.BytesIO(content), data_only=computed, keep_links=False)
        except Exception:  # the library meets a strange file with errors of every kind
            raise SubmissionError(_("tệp hỏng, không mở được: {fetch}").format(fetch=_(_FETCH))) from None


def check_identity(identity: Mapping[str, str], spec: FormSpec) -> None:
    """Check that a workbook is the form of this assignment and asks what is asked now.

    Raises:
        SubmissionError: it was not made by dondoc, is another assignment's, or asks something else.
    """
    if identity.get("format") != FORMAT:
        raise SubmissionError(
            _("không phải mẫu do dondoc phát hành cho {assignment}: {fetch}").format(
                assignment=spec.assignment, fetch=_(_FETCH)
            )
        )
    if identity.get("assignment") != spec.assignment:
        raise SubmissionError(
            _("mẫu này của phần việc khác, không phải {assignment}: gửi đúng tệp của phần việc này").format(
                assignment=spec.assignment
            )
        )
    if identity.get("digest") != spec.digest:
        raise SubmissionError(
            _(
                "biểu mẫu đã đổi sau khi tệp này được phát hành (kế hoạch nay: phiên bản {plan_version}): {fetch}"
            ).format(plan_version=spec.plan_version, fetch=_(_FETCH))
        )


def check_revision(identity: Mapping[str, str], spec: FormSpec) -> None:
    """Check that a workbook is for the revision that is next, so that no old copy overwrites a newer answer.

    Raises:
        SubmissionError: an answer came in after it was made, or it is for a revision still to come.
    """
    expected = identity_of(spec)["revision"]
    if identity.get("revision") == expected:
        return
    if spec.revision > 1:
        raise SubmissionError(
            _("đã có lần sửa {revision} sau khi tệp này được phát hành: {fetch}").format(
                revision=spec.revision - 1, fetch=_(_FETCH)
            )
        )
    raise SubmissionError(
        _("tệp này ghi lần sửa khác với lần sửa {expected} đang chờ: {fetch}").format(
            expected=expected, fetch=_(_FETCH)
        )
    )


def read_workbook(content: bytes, spec: FormSpec) -> Answers:
    """The answer in a workbook; cells that cannot be read are among its problems.

    Raises:
        SubmissionError: the file cannot be taken at all: damaged, foreign, oversized, with macros, of another
            assignment, of another revision, or of a form that has changed.
    """
    opened = open_workbook(content)
    identity = opened.identity()
    check_identity(identity, spec)
    check_revision(identity, spec)
    return read_answers(opened, spec)


def read_answers(opened: OpenedWorkbook, spec: FormSpec) -> Answers:
    """What stands in the cells of a form that is this one.

    Raises:
        SubmissionError: the sheet with the answers is gone.
    """
    if SHEET not in opened.values.sheetnames:
        raise SubmissionError(_('thiếu trang "{sheet}" của mẫu: {fetch}').format(sheet=SHEET, fetch=_(_FETCH)))
    sheet = opened.values[SHEET]
    formulas = opened.formulas[SHEET] if opened.formulas and SHEET in opened.formulas.sheetnames else None
    reader = _Reader(sheet, formulas)
    reader.read(spec)
    return reader.answers


class _Reader:
    """Reads the sheet by the hidden keys of its rows."""

    def __init__(self, sheet: Worksheet, formulas: Worksheet | None) -> None:
        self.sheet = sheet
        self.formulas = formulas
        self.answers = Answers()
        self.rows: dict[str, int] = {}
        for cell in sheet._cells.values():
            if cell.coordinate.startswith(KEYS) and isinstance(cell.value, str):
                self._index(cell.value, cell.row)

    def _index(self, key: str, row: int) -> None:
        if key in self.rows:
            self.answers.unread(
                f"{SHEET}!{KEYS}{row}",
                _("dòng {row} trùng với dòng {first}: xóa dòng chép thừa").format(row=row, first=self.rows[key]),
            )
        self.rows.setdefault(key, row)

    def read(self, spec: FormSpec) -> None:
        answers = self.answers
        if (row := self.rows.get(NIL_FORM)) is not None:
            answers.nil_where = self._place(NOW, row)
            answers.nil = self._mark(NOW, row)
        for question in spec.questions:
            if (row := self._row(figure_key(question.code), question.name)) is not None:
                answers.figures[question.code] = self._figure(question, row)
        for passage in spec.passages:
            if (row := self._row(passage_key(passage.code), passage.title)) is not None:
                answers.passages[passage.code] = PassageAnswer(self._text(NUMBER, row), self._place(NUMBER, row))
        for duty in spec.duties:
            if (row := self._row(duty_key(duty.code), duty.title)) is not None:
                answers.duties[duty.code] = self._duty(row)
        for field in spec.fields:
            if (row := self._row(field_key(field.code), field.title)) is not None:
                value = self._value(BEFORE, row)
                where = self._place(BEFORE, row)
                said = "" if is_blank(value) else field_value(answers, field, value, where)
                answers.fields[field.code] = FieldAnswer(said, where)

    def _row(self, key: str, title: str) -> int | None:
        row = self.rows.get(key)
        if row is None:
            self.answers.unread(SHEET, _('mất dòng "{title}" của mẫu: {fetch}').format(title=title, fetch=_(_FETCH)))
        return row

    def _place(self, column: str, row: int) -> str:
        return f"{SHEET}!{column}{row}"

    def _cell(self, column: str, row: int) -> Cell:
        cell: Cell = self.sheet[f"{column}{row}"]
        return cell

    def _value(self, column: str, row: int) -> _Value:
        """A cell's value; what shows an error or was never computed is a problem and reads as empty."""
        cell = self._cell(column, row)
        if cell.data_type == "e":
            self.answers.unread(self._place(column, row), _("ô đang báo lỗi: ghi thẳng giá trị vào ô"))
            return None
        if cell.value is None and self.formulas is not None and self.formulas[f"{column}{row}"].data_type == "f":
            self.answers.unread(self._place(column, row), _(_UNCOMPUTED))
        return cell.value

    def _text(self, column: str, row: int) -> str:
        value = self._value(column, row)
        if isinstance(value, datetime | date):
            return f"{value:%d/%m/%Y}"
        return "" if value is None else clean_text(str(value))

    def _mark(self, column: str, row: int) -> bool:
        value = self._value(column, row)
        if is_blank(value):
            return False
        if str(value).strip().casefold() not in MARKS:
            self.answers.unread(self._place(column, row), _("chỉ chọn {mark} hoặc để trống").format(mark=MARK))
        return True

    def _figure(self, question: Question, row: int) -> Answer:
        where = self._place(NOW, row)
        value = self._value(NOW, row)
        nil = self._mark(NIL, row) or is_nil_word(value)
        number = None
        if not is_blank(value) and not is_nil_word(value):
            try:
                number = read_number(value, whole=question.type == "integer", unit=question.unit)
                number = number * 100 if self._shown_as_percent(row, value, question) else number
            except NumberError as error:
                self.answers.unread(where, str(error))
        return Answer(number, nil, self._mark(ESTIMATE, row), self._text(NOTE, row), where)

    def _shown_as_percent(self, row: int, value: _Value, question: Question) -> bool:
        """Whether the sheet shows 0.12 as "12%": typed so, the spreadsheet keeps the hundredth part."""
        if isinstance(value, str) or "%" not in self._cell(NOW, row).number_format:
            return False
        if question.unit != "%":
            raise NumberError(
                _("ô đang hiện dạng %: định dạng lại thành số, tính bằng {unit}").format(unit=question.unit)
            )
        return True

    def _duty(self, row: int) -> DutyAnswer:
        where = self._place(BEFORE, row)
        value = self._value(BEFORE, row)
        status = "" if is_blank(value) else read_status(value)
        if status is None:
            self.answers.unread(
                where, _("chọn một trong các tình trạng: {statuses}").format(statuses=", ".join(STATUSES.values()))
            )
        return DutyAnswer(status or "", self._text(NIL, row), where)
