"""Reading a workbook of earlier years' figures, dondoc's own form or one made by hand with the same heads."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from intake.answers import clean_text
from intake.earlier_figures_form import BODY, BODY_CODE, CODE, NAME, SOURCE, WHOLE, question_of
from intake.earlier_figures_heads import HEAD_ROWS, Heads, PeriodColumn, by_name, folded, read_heads
from intake.forms import Question
from intake.numbers import NumberError, is_blank, is_nil_word, read_number
from intake.problems import Problem
from intake.screening_places import screened_title
from intake.validation import check_value
from intake.workbook_layout import IDENTITY_SHEET, MARK, MARKS
from intake.workbook_reading import OpenedWorkbook
from models.errors import SubmissionError
from models.forms import Indicator
from models.language import N_, _
from models.periods import Period
from models.plan import PlanDocument

MAX_SOURCE = 500
#: No comparison looks back further; a year before that is a slip of the pen.
_YEARS_BACK = 60
_KINDS = frozenset({"month", "quarter", "half", "nine-months", "year"})
_NOTHING = frozenset({"-", "–", "—", "không", "khong", "không có", "n/a", "na", "x", "..."})
_MONEY = "đồng"
_UNCOMPUTED = N_("ô có công thức chưa tính: mở bằng Excel, lưu lại, hoặc ghi thẳng con số")


@dataclass(frozen=True, slots=True)
class Given:
    """A cell of the table: what it stands for, and its value (None where it is empty)."""

    period: str
    indicator: str
    agency: str
    value: Decimal | None
    estimate: bool
    source: str
    cell: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is the value of: period, indicator, body ("" for the whole)."""
        return self.period, self.indicator, self.agency


@dataclass(slots=True)
class EarlierAnswers:
    """What a workbook says: every cell of its tables, all that is wrong, and the places of amounts of money."""

    given: list[Given] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sums: set[str] = field(default_factory=set)


def read_earlier(opened: OpenedWorkbook, document: PlanDocument) -> EarlierAnswers:
    """Read every sheet that has the heads of such a table; the others are named in a warning.

    Raises:
        SubmissionError: no sheet has them.
    """
    answers = EarlierAnswers()
    names = _Names(document)
    tables = 0
    for number, sheet in enumerate(opened.values.worksheets, start=1):
        if sheet.title == IDENTITY_SHEET:
            continue
        rows = _rows(sheet)
        heads = _heads(sheet, rows)
        if heads is None:
            if rows:
                said = _("trang này không có đầu cột của bảng số liệu (Mã chỉ tiêu, Năm 2014…): không đọc")
                answers.problems.append(Problem(sheet.title, said, "warning"))
            continue
        tables += 1
        formulas = opened.formulas[sheet.title] if opened.formulas is not None else None
        title = screened_title(sheet.title, number)
        _Table(sheet, formulas, heads, names, answers, title).read([row for row in rows if row > heads.row])
    if not tables:
        said = _("không trang nào có đầu cột Mã chỉ tiêu (hoặc Chỉ tiêu) và các kỳ: lấy mẫu bằng {command}")
        raise SubmissionError(said.format(command="`dondoc history-figures form -o so-lieu-cu.xlsx`"))
    _check_doubles(answers)
    return answers


def _rows(sheet: Worksheet) -> list[int]:
    """The rows that hold something, without walking the empty ones between."""
    return sorted({row for (row, _column), cell in sheet._cells.items() if not is_blank(cell.value)})


def _heads(sheet: Worksheet, rows: Sequence[int]) -> Heads | None:
    first = [row for row in rows if row <= HEAD_ROWS]
    placed: dict[int, list[tuple[int, object]]] = {row: [] for row in first}
    for (row, column), cell in sheet._cells.items():
        if row in placed and not is_blank(cell.value):
            placed[row].append((column, cell.value))
    found = (read_heads(row, sorted(placed[row], key=lambda pair: pair[0])) for row in first)
    return next((heads for heads in found if heads is not None), None)


def _check_doubles(answers: EarlierAnswers) -> None:
    seen: dict[tuple[str, str, str], Given] = {}
    for one in answers.given:
        if one.value is None:
            continue
        first = seen.setdefault(one.key, one)
        if first is not one:
            said = _("số liệu này đã ghi ở {place}: giữ lại một chỗ")
            answers.problems.append(Problem(one.cell, said.format(place=first.cell)))


class _Names:
    """Finds indicators and bodies by code, or by name where only one bears it."""

    def __init__(self, document: PlanDocument) -> None:
        self.document = document
        self.indicators: Mapping[str, Indicator] = {one.code: one for one in document.indicators}
        self.bodies: Collection[str] = {one.code for one in document.agencies}
        self.indicator_names = by_name((one.code, one.name) for one in document.indicators)
        named = [(one.code, name) for one in document.agencies for name in (one.name, one.short)]
        self.body_names = by_name(named)

    def indicator(self, said: str) -> Indicator | None:
        return self.indicators.get(said) or self.indicators.get(self.indicator_names.get(folded(said), ""))

    def body(self, said: str) -> str | None:
        """A body's code, "" for the whole, None where nobody is called so."""
        if folded(said) == folded(WHOLE):
            return ""
        return said if said in self.bodies else self.body_names.get(folded(said))

    def near_indicator(self, said: str) -> str:
        return _near(said, [*self.indicators, *(one.name for one in self.indicators.values())])

    def near_body(self, said: str) -> str:
        return _near(said, [*self.bodies, *(one.name for one in self.document.agencies)])


def _near(said: str, known: Sequence[str]) -> str:
    """Names of the plan that are like one that nobody bears; what was written is not repeated."""
    found = difflib.get_close_matches(said, known, 2)
    return _(" (gần giống: {names})").format(names=", ".join(found)) if found else ""


class _Table:
    """Reads the rows of one sheet."""

    def __init__(
        self,
        sheet: Worksheet,
        formulas: Worksheet | None,
        heads: Heads,
        names: _Names,
        answers: EarlierAnswers,
        screened: str,
    ) -> None:
        self.sheet = sheet
        self.formulas = formulas
        self.heads = heads
        self.names = names
        self.answers = answers
        self.screened = screened
        self.merged = self._merged_down()

    def read(self, rows: Sequence[int]) -> None:
        if self.sheet.sheet_state != "visible":
            self._wrong("", _("trang này bị ẩn: bỏ ẩn nếu muốn nhập, hoặc xóa trang"))
            return
        columns = self._periods()
        self._check_unknown(rows)
        for row in rows:
            self._row(row, columns)

    def _wrong(self, cell: str, said: str) -> None:
        place = f"{self.sheet.title}!{cell}" if cell else self.sheet.title
        self.answers.problems.append(Problem(place, said))

    def _place(self, row: int, column: int) -> str:
        return f"{get_column_letter(column)}{row}"

    def _merged_down(self) -> dict[tuple[int, int], int]:
        """For each cell of a merged block in a column of names, the row in which the block's text stands."""
        columns = {self.heads.roles[role] for role in (BODY_CODE, BODY, CODE, NAME) if role in self.heads.roles}
        found: dict[tuple[int, int], int] = {}
        last = max((row for row, _column in self.sheet._cells), default=0)
        for block in self.sheet.merged_cells.ranges:
            if block.min_col in columns:
                span = range(block.min_row + 1, min(block.max_row, last) + 1)
                found.update({(row, block.min_col): block.min_row for row in span})
        return found

    def _periods(self) -> list[PeriodColumn]:
        """The columns whose period may be taken in; the others are problems."""
        taken: dict[str, int] = {}
        found = []
        for one in self.heads.periods:
            place = self._place(self.heads.row, one.column)
            wrong = self._wrong_period(one.period)
            if one.period.key in taken:
                first = self._place(self.heads.row, taken[one.period.key])
                wrong = _("kỳ này đã có ở cột {place}: giữ lại một cột").format(place=first)
            taken.setdefault(one.period.key, one.column)
            if wrong:
                self._wrong(place, wrong)
            else:
                found.append(one)
        return found

    def _wrong_period(self, period: Period) -> str:
        plan = self.names.document.plan
        if period.kind not in _KINDS:
            return _("chỉ nhận tháng, quý, 6 tháng, 9 tháng hoặc năm: tách ra từng năm")
        if period.last >= plan.start:
            said = _("kỳ này thuộc thời gian của kế hoạch (từ {start}): số liệu lấy từ báo cáo của các đơn vị")
            return said.format(start=f"{plan.start:%d/%m/%Y}")
        if period.first.year < plan.start.year - _YEARS_BACK:
            return _("năm quá xa: xem lại con số của năm")
        return ""

    def _check_unknown(self, rows: Sequence[int]) -> None:
        """A column whose head says nothing known may be a body or a year: nothing is guessed."""
        unknown = set(self.heads.unknown)
        below = set(rows)
        used = {
            column
            for (row, column), cell in self.sheet._cells.items()
            if column in unknown and row in below and not is_blank(cell.value)
        }
        for column in sorted(used):
            said = _("không rõ cột này: đặt tên theo mẫu (Cơ quan, Chỉ tiêu, Đơn vị tính, Năm 2014, Ghi chú) hoặc xóa")
            self._wrong(self._place(self.heads.row, column), said)

    def _row(self, row: int, columns: Sequence[PeriodColumn]) -> None:
        cells = [(one, self._cell(row, one.column)) for one in columns]
        written = [cell for _column, cell in cells if not is_blank(cell.value) or self._uncomputed(cell)]
        indicator, body = self._indicator(row), self._body(row)
        if not written and (indicator is None or body is None):
            return  # a title within the table
        if indicator is None or body is None:
            self._name_wrong(row, indicator)
            return
        if body and indicator.kind == "ratio":
            if written:
                said = _("tỷ lệ của một cơ quan được tính từ tử số và mẫu số: ghi hai số ấy, để trống dòng này")
                self._wrong(written[0].coordinate, said)
            return
        source = self._source(row)
        for one, cell in cells:
            self._take(one, cell, indicator, body, source)

    def _cell(self, row: int, column: int) -> Cell:
        cell: Cell = self.sheet[self._place(row, column)]
        return cell

    def _uncomputed(self, cell: Cell) -> bool:
        """Whether the cell holds a formula that was never worked out."""
        if cell.value is not None or self.formulas is None:
            return False
        return bool(self.formulas[cell.coordinate].data_type == "f")

    def _said(self, row: int, role: str) -> tuple[str, str]:
        """What a row's column of names says, and where: in the first row of a merged block."""
        column = self.heads.roles.get(role)
        if column is None:
            return "", ""
        cell = self._cell(self.merged.get((row, column), row), column)
        text = "" if is_blank(cell.value) else clean_text(str(cell.value))
        return text, self._place(row, column)

    def _indicator(self, row: int) -> Indicator | None:
        found = [self.names.indicator(text) for text, _place in (self._said(row, CODE), self._said(row, NAME)) if text]
        return found[0] if found else None

    def _body(self, row: int) -> str | None:
        if not self.heads.by_body:
            return ""
        found = [self.names.body(text) for text, _place in (self._said(row, BODY_CODE), self._said(row, BODY)) if text]
        return found[0] if found else None

    def _name_wrong(self, row: int, indicator: Indicator | None) -> None:
        """A row has values, and nobody knows of what."""
        roles = (CODE, NAME) if indicator is None else (BODY_CODE, BODY)
        said, place = next((pair for pair in (self._said(row, role) for role in roles) if pair[0]), ("", ""))
        if not said:
            column = next(self.heads.roles[role] for role in roles if role in self.heads.roles)
            word = _("chỉ tiêu") if indicator is None else _("cơ quan")
            self._wrong(self._place(row, column), _("dòng có số liệu mà không có {word}").format(word=word))
        elif indicator is None:
            near = self.names.near_indicator(said)
            self._wrong(place, _("kế hoạch không có chỉ tiêu này{near}; xem `dondoc plan show`").format(near=near))
        else:
            near = self.names.near_body(said)
            self._wrong(place, _("kế hoạch không có cơ quan này{near}; xem `dondoc plan show`").format(near=near))

    def _source(self, row: int) -> str:
        said, place = self._said(row, SOURCE)
        if len(said) > MAX_SOURCE:
            self._wrong(place, _("nguồn dài quá {most} ký tự: rút gọn").format(most=MAX_SOURCE))
        return said[:MAX_SOURCE]

    def _take(self, one: PeriodColumn, cell: Cell, indicator: Indicator, body: str, source: str) -> None:
        marked = one.mark is not None and self._mark(cell.row, one.mark)
        if is_blank(cell.value) and not self._uncomputed(cell):
            if marked:
                self._wrong(cell.coordinate, _("có dấu ước mà không có số: ghi số hoặc bỏ dấu"))
            value = None
        else:
            value = self._number(cell, indicator)
            if value is None:
                return
        place = f"{self.sheet.title}!{cell.coordinate}"
        estimate = value is not None and (marked or one.estimated)
        self.answers.given.append(Given(one.period.key, indicator.code, body, value, estimate, source, place))

    def _mark(self, row: int, column: int) -> bool:
        value = self._cell(row, column).value
        if is_blank(value):
            return False
        if folded(value) not in MARKS:
            self._wrong(self._place(row, column), _("chỉ chọn {mark} hoặc để trống").format(mark=MARK))
        return True

    def _number(self, cell: Cell, indicator: Indicator) -> Decimal | None:
        """The number in a cell; what is wrong with it is noted, and None is given."""
        question = question_of(indicator)
        try:
            value = _number_in(cell, question)
        except NumberError as error:
            self._wrong(cell.coordinate, str(error))
            return None
        if _MONEY in question.unit:
            self.answers.sums.add(f"{self.screened}!{cell.coordinate}")
        problems = check_value(question, value, f"{self.sheet.title}!{cell.coordinate}")
        self.answers.problems += problems
        return None if problems else value


def _number_in(cell: Cell, question: Question) -> Decimal:
    """The number that a cell says.

    Raises:
        NumberError: it says none, or one that can be read in two ways.
    """
    if cell.data_type == "e":
        raise NumberError(_("ô đang báo lỗi: ghi thẳng giá trị vào ô"))
    if cell.value is None:
        raise NumberError(_(_UNCOMPUTED))
    if is_nil_word(cell.value):
        return Decimal(0)
    typed = isinstance(cell.value, str)
    if typed and folded(cell.value) in _NOTHING:
        raise NumberError(_("không có số liệu thì để trống ô, không phát sinh thì ghi 0"))
    value = read_number(cell.value, whole=question.type == "integer", unit=question.unit)
    if typed or "%" not in cell.number_format:
        return value
    if question.unit != "%":
        raise NumberError(_("ô đang hiện dạng %: định dạng lại thành số, tính bằng {unit}").format(unit=question.unit))
    return value * 100  # the sheet keeps the hundredth part of what it shows
