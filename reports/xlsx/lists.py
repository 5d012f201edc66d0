"""The sheets of lists: who reported, reconciliation, figures to ask about, sources, and hidden the provenance."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from reports.compiled import Attendance, CompiledReport, Outlier, Reconciliation
from reports.figures import Cell, shown_decimals
from reports.html.tables import said_mainly
from reports.parts import full_names
from reports.tables import EXCUSED, MISSING, NIL, SOURCE_HEADS, owner_name, reconciled_name, source_rows, whose
from reports.withholding.bodies import PROTECTING, SUPPRESSED, is_small, small_bodies
from reports.withholding.cells import withheld_sum
from reports.wording import period_title
from reports.xlsx.book import Book, Column, Formula, Number, Sign, Value, address, fits
from reports.xlsx.places import Places

_NAMED_AT_MOST = 3
#: How the account names the standing of bodies that are asked and not ordered.
_ASKED = {
    "Chưa gửi": "Đề nghị cung cấp",
    "Gửi trễ hạn": "Đã gửi bổ sung",
    "Được miễn": "Không đề nghị trong kỳ",
    "Nhiệm vụ khác quá hạn": "Đề nghị cung cấp",
}
RECONCILED = "Báo cáo chỉ tính số của cơ quan chủ số liệu; số nơi khác báo cáo nêu ở đây để đối chiếu, không cộng."
ASKED = "Số khác hẳn các kỳ trước của chính đơn vị: để hỏi lại; chương trình không sửa số nào."
TRACED = "Từng số đã duyệt đứng sau các số của báo cáo; tỷ lệ thì xem hai chỉ tiêu thành phần."


def write_attendance(book: Book, compiled: CompiledReport, name: str) -> None:
    """Who has not reported, who waits for review, who was late and who was excused."""
    attendance = compiled.attendance
    kinds = (
        ("Chưa gửi", attendance.missing),
        ("Chờ duyệt", attendance.unreviewed),
        ("Gửi trễ hạn", attendance.late),
        ("Được miễn", attendance.excused),
        ("Nhiệm vụ khác quá hạn", attendance.others),
    )
    columns = [Column("Tình trạng", 16), Column("Cơ quan", 30), Column("Nhiệm vụ", 56), Column("Kỳ", 26)]
    columns += [Column("Hạn", 14), Column("Số ngày quá hạn, trễ hạn", 14), Column("Tên phần việc", 44)]
    sheet = book.sheet(name, columns)
    for word, lines in kinds:
        for line in lines:
            sheet.add(_attendance_row(compiled, word, line))
    sheet.close()


def _attendance_row(compiled: CompiledReport, word: str, line: Attendance) -> list[Value]:
    said = _ASKED.get(word, word) if line.requested else word
    days = None if line.requested else line.days or None  # asked, not ordered: it has no day to be late by
    due = line.due.strftime("%d/%m/%Y")
    return [said, compiled.brief(line.agency), line.title, line.period, due, days, line.assignment]


def write_reconciliation(book: Book, places: Places, name: str) -> None:
    """What others reported beside the owner's total, and the difference."""
    compiled = places.compiled
    small = small_bodies(compiled.document)
    columns = [Column("Chỉ tiêu", 46), Column("Đơn vị tính", 16), Column("Cơ quan chủ số liệu", 34)]
    columns += [Column("Số được tính", 16), Column("Nơi khác báo cáo", 18), Column("Chênh lệch", 16)]
    sheet = book.sheet(name, columns, remark=RECONCILED)
    for line in compiled.reconciliation:
        owned, others = _owned(places, line), _others(places, line, small)
        cells = (address(sheet.row, 3), address(sheet.row, 4))
        head = [reconciled_name(line), line.unit, owner_name(compiled, line)]
        sheet.add([*head, owned, others, _difference(line, others, cells)])
    sheet.close()


def _owned(places: Places, line: Reconciliation) -> Value:
    figure = places.figures.get(line.indicator)
    if line.total is None:
        return Sign(MISSING)
    if figure is not None and figure.total == line.total:
        return places.total_elsewhere(figure)
    return Number(line.total, _decimals(places, line))


def _decimals(places: Places, line: Reconciliation) -> int:
    figure = places.figures.get(line.indicator)
    return figure.decimals if figure else 0


def _others(places: Places, line: Reconciliation, small: frozenset[str]) -> Value:
    """The others' sum; withheld where it would be a small body's small figure."""
    if withheld_sum(line.others, small):
        return Sign(SUPPRESSED)
    return Number(line.others_total, _decimals(places, line))


def _difference(line: Reconciliation, others: Value, cells: tuple[str, str]) -> Value:
    if isinstance(others, Sign):
        return Sign(PROTECTING)
    if line.difference is None or line.total is None or not isinstance(others, Number):
        return None
    shows = Number(line.difference, others.decimals)
    exact = all(fits(value) for value in (line.total, line.others_total, line.difference))
    return Formula(f"{cells[1]}-{cells[0]}", shows) if exact else shows


def write_outliers(book: Book, compiled: CompiledReport, name: str) -> None:
    """Figures far from a body's own history, with what was usual."""
    small = small_bodies(compiled.document)
    indicators = {one.code: one for one in compiled.document.indicators}
    names = full_names(compiled.document)
    columns = [Column("Chỉ tiêu", 46), Column("Đơn vị tính", 14), Column("Đơn vị báo cáo", 24), Column("Kỳ", 20)]
    columns += [Column("Số báo cáo", 14), Column("Thường gặp (trung vị)", 14), Column("Chênh lệch", 14)]
    columns += [Column("Thường từ", 12), Column("đến", 12), Column("So với các kỳ", 36)]
    totals = any(found.mainly for found in compiled.outliers)
    columns += [Column("Lệch do đơn vị nào", 40)] if totals else []
    sheet = book.sheet(name, columns, remark=ASKED)
    for found in compiled.outliers:
        about = indicators.get(found.indicator)
        head = [names.get(found.indicator, found.indicator), about.unit if about else "", whose(compiled, found.agency)]
        cells = _outlier_cells(compiled, found, shown_decimals(about) if about else 0, small, sheet.row)
        sheet.add([*head, *cells, *([said_mainly(compiled, found)] if totals else [])])
    sheet.close()


def _outlier_cells(
    compiled: CompiledReport, found: Outlier, decimals: int, small: frozenset[str], row: int
) -> list[Value]:
    """Its period, the figure and what is usual, as formulas where they can be followed."""
    numbers = (found.value, found.usual, found.low, found.high)
    period, before = _spoken((found.periods[-1],)), _spoken(tuple(found.periods[:-1]))
    # A part of a withheld figure, or a small one in itself: then nothing is said in numbers.
    hidden = found.agency in compiled.withheld_pieces.get(found.indicator, ())
    if hidden or (found.agency in small and any(map(is_small, numbers))):
        return [period, *[Sign(PROTECTING)] * 5, before]
    decimals = max(decimals, *(_places_of(value) for value in numbers))
    value, usual, low, high = (Number(one, decimals) for one in numbers)
    difference = Number(found.value - found.usual, decimals)
    gap: Value = Formula(f"{address(row, 4)}-{address(row, 5)}", difference) if all(map(fits, numbers)) else difference
    return [period, value, usual, gap, low, high, before]


@lru_cache(maxsize=1024)  # bodies are measured against the same periods
def _spoken(periods: tuple[str, ...]) -> str:
    """The periods that a figure was compared with: by name where they are few, else from the first to the last."""
    if len(periods) <= _NAMED_AT_MOST:
        return "; ".join(map(period_title, periods))
    return f"{len(periods)} kỳ, từ {period_title(periods[0])} đến {period_title(periods[-1])}"


def _places_of(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return min(2, max(0, -exponent)) if isinstance(exponent, int) else 0


def write_sources(book: Book, compiled: CompiledReport, name: str) -> None:
    """Every submission that the report rests on, with what it serves."""
    sheet = book.sheet(name, [Column(*one) for one in zip(SOURCE_HEADS, (34, 60, 26, 10, 34, 18), strict=True)])
    for row in source_rows(compiled):
        if not isinstance(row, str):
            sheet.add(list(row))
    sheet.close()


def write_provenance(book: Book, compiled: CompiledReport, name: str) -> None:
    """Hidden: each accepted value behind the figures, with its revision and its cell in the body's workbook."""
    columns = [Column("Mã chỉ tiêu", 22), Column("Cơ quan", 18), Column("Kỳ", 12), Column("Giá trị", 14)]
    columns += [Column("Dấu", 18), Column("Lần gửi", 9), Column("Ô trong biểu của đơn vị", 24)]
    rows = list(_provenance_rows(compiled))
    book.hidden_rows(name, [*columns, Column("Phần việc", 44)], rows, remark=TRACED)


def _provenance_rows(compiled: CompiledReport) -> Iterator[Sequence[str | Decimal]]:
    for figure in compiled.shown_figures:
        if figure.kind == "ratio":
            continue
        withheld, pieces = compiled.withheld.get(figure.indicator, {}), compiled.withheld_pieces[figure.indicator]
        for agency, cell in figure.by_agency.items():
            sign = withheld.get(agency) or (PROTECTING if agency in pieces else "")
            yield from _pieces(figure.indicator, agency, cell, sign)


def _pieces(indicator: str, agency: str, cell: Cell, sign: str) -> Iterator[Sequence[str | Decimal]]:
    for one in cell.spared:
        yield indicator, agency, one.assignment.rpartition("/")[2], EXCUSED, "được miễn", "", "", one.assignment
    for piece in cell.pieces:
        mark = NIL if piece.nil and not sign else "ước thực hiện" if piece.estimate else ""
        period = piece.assignment.rpartition("/")[2]
        yield (
            indicator,
            agency,
            period,
            sign or piece.value,
            mark,
            Decimal(piece.revision),
            piece.cell,
            piece.assignment,
        )
