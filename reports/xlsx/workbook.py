"""The report as a workbook: a sheet for each heading, by district, body and time, with formulas that can be followed.

The bodies' figures are numbers; totals, percentages, changes and differences are formulas over them, each with its
compiled value. A hidden sheet leads from every figure to the submission and the cell it came from. Text never runs.
"""

from collections.abc import Callable, Iterator
from functools import partial

from reports.compiled import CompiledReport
from reports.legends import legend
from reports.letterhead import sender_of, subject
from reports.tables import comparison_note
from reports.uncollected import uncollected_note
from reports.wording import official_date
from reports.xlsx.book import Book, sheet_names
from reports.xlsx.figures import (
    bodies_by_kind,
    breakdown_of,
    section_titles,
    write_breakdown,
    write_overview,
    write_section,
)
from reports.xlsx.lists import (
    write_attendance,
    write_outliers,
    write_provenance,
    write_reconciliation,
    write_sources,
)
from reports.xlsx.places import Breakdown, Places
from reports.xlsx.series import write_trend, write_years

OVERVIEW, PROVENANCE = "Tổng quan", "Nguồn gốc số liệu"
#: The overview's total stands behind number, group, name, code and unit.
_TOTAL_COLUMN = 5
_Writer = Callable[[str], None]


def render_xlsx(compiled: CompiledReport) -> bytes:
    """The report's figures as XLSX; the same content gives the same bytes."""
    book = Book(subject(compiled), _basis(compiled), author=sender_of(compiled).name, at=compiled.as_of)
    places = _places(compiled)
    planned = list(_planned(compiled, places, book))
    # The sheets that formulas name were named first; the headings' own names give way to them.
    fixed = [OVERVIEW, PROVENANCE, *(one.sheet for one in places.breakdowns)]
    free = [title for title, _ in planned if title not in fixed]
    names = dict(zip(free, sheet_names([*fixed, *free])[len(fixed) :], strict=True))
    for title, write in planned:
        write(names.get(title, title))
    return book.to_bytes()


def _places(compiled: CompiledReport) -> Places:
    across, others = bodies_by_kind(compiled)
    sheets = (("Theo huyện", across), ("Theo cơ quan", others))
    breakdowns: list[Breakdown] = [breakdown_of(compiled, sheet, bodies) for sheet, bodies in sheets if bodies]
    return Places(compiled, OVERVIEW, _TOTAL_COLUMN, breakdowns)


def _planned(compiled: CompiledReport, places: Places, book: Book) -> Iterator[tuple[str, _Writer]]:
    """Every sheet that has something to show, by its title, with what writes it."""
    if places.figures:  # a programme has its years alone
        yield OVERVIEW, partial(write_overview, book, places, _remark(compiled))
    for title, section in section_titles(compiled):
        yield title, partial(write_section, book, places, section)
    for one in places.breakdowns:
        yield one.sheet, partial(write_breakdown, book, places, one)
    if compiled.years:
        yield "Qua các năm", partial(write_years, book, places)
    if compiled.trend:
        yield "Diễn biến trong kỳ", partial(write_trend, book, places)
    if compiled.reconciliation:
        yield "Đối chiếu", partial(write_reconciliation, book, places)
    yield "Tình hình gửi", partial(write_attendance, book, compiled)
    if compiled.outliers:
        yield "Cần hỏi lại", partial(write_outliers, book, compiled)
    yield "Nguồn", partial(write_sources, book, compiled)
    yield PROVENANCE, partial(write_provenance, book, compiled)


def _basis(compiled: CompiledReport) -> str:
    window, at = compiled.window, compiled.plan.calendar.local_date(compiled.as_of)
    days = f"từ ngày {official_date(window.first)} đến ngày {official_date(window.last)}"
    return f"Số liệu {days}, theo các báo cáo đã duyệt đến ngày {official_date(at)}. {legend(compiled)}."


def _remark(compiled: CompiledReport) -> str:
    account = compiled.attendance
    lists = (account.missing, account.unreviewed, account.late)
    missing, waiting, late = (sum(not line.requested for line in lines) for lines in lists)
    # Of bodies that are asked nothing is counted as owed or late; their figures lack what they were not asked for.
    spared = "được miễn hoặc không đề nghị" if any(line.requested for line in account.excused) else "được miễn"
    said = (
        f"Chưa gửi: {missing}; chờ duyệt: {waiting}; gửi trễ hạn: {late}; "
        f"{spared}: {len(account.excused)} báo cáo (xem tờ Tình hình gửi)."
    )
    notes = (uncollected_note(compiled), comparison_note(compiled))
    return " ".join([said, *(f"{note}." for note in notes if note)])
