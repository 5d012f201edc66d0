"""The sheets of figures: the overview, one for each heading, and the breakdowns by district and by body."""

from collections.abc import Sequence
from decimal import Decimal

from reports.accounts import duty_status
from reports.compiled import CompiledReport, SectionContent
from reports.figures import IndicatorFigure
from reports.numbering import numbered
from reports.tables import comparison_heads, districts, has_comparison, short_district
from reports.wording import round_half_up
from reports.xlsx.book import HEAD_ROW, Book, Column, Number, Sheet, Value, address, lines_of
from reports.xlsx.places import Breakdown, Places, change, share

#: Indicator, unit and total come before the bodies.
FIRST_BODY = 3


def has_targets(compiled: CompiledReport) -> bool:
    """Whether a figure has a target; without one the columns on targets are left out."""
    return any(figure.target is not None for figure in compiled.shown_figures)


def section_titles(compiled: CompiledReport) -> list[tuple[str, SectionContent]]:
    """The headings with figures, duties or targets, each with its number in full: `II.1 Công tác chỉ đạo`."""
    path: list[str] = []
    found = []
    for label, section, _ in numbered(compiled.sections):
        path[section.level - 1 :] = [label.rstrip(".)")]
        if section.figures or section.duties or section.lines:
            found.append((f"{'.'.join(path)} {section.title}", section))
    return found


def breakdown_of(compiled: CompiledReport, sheet: str, bodies: Sequence[str]) -> Breakdown:
    """Where the figures of `bodies` will stand."""
    wanted = set(bodies)
    figures = [figure for figure in compiled.shown_figures if wanted.intersection(figure.by_agency)]
    return Breakdown(sheet, bodies, {one.indicator: n for n, one in enumerate(figures, HEAD_ROW + 1)}, FIRST_BODY)


def bodies_by_kind(compiled: CompiledReport) -> tuple[list[str], list[str]]:
    """The districts (and communes) among the figures, and the other bodies, in the plan's order."""
    across = districts(compiled, compiled.shown_figures)
    met = {agency for figure in compiled.shown_figures for agency in figure.by_agency}
    known = [agency.code for agency in compiled.document.agencies]
    others = [code for code in known if code in met.difference(across)]
    return across, [*others, *sorted(met.difference(known))]


def write_overview(book: Book, places: Places, remark: str, name: str) -> None:
    """Every figure of the report; its totals are sums of the bodies' cells."""
    compiled = places.compiled
    columns = [Column("TT", 6), Column("Nhóm", 23), Column("Chỉ tiêu", 44), Column("Mã", 17), Column("Đơn vị tính", 12)]
    sheet = book.sheet(name, [*columns, *_measure_columns(compiled)], remark=remark, frozen=3)
    for n, figure in enumerate(compiled.shown_figures, 1):
        head: list[Value] = [n, figure.group, figure.name, figure.indicator, figure.unit]
        sheet.add([*head, *_measures(compiled, figure, places.total(figure), sheet.row, len(head))])
    sheet.close()


def _measure_columns(compiled: CompiledReport) -> list[Column]:
    compared = [*map(Column, comparison_heads(compiled), (15, 16))] if has_comparison(compiled) else []
    aims = [Column("Mục tiêu", 13), Column("Đạt (%)", 11)] if has_targets(compiled) else []
    return [Column("Thực hiện", 15), *compared, *aims, Column("Đã báo cáo", 10), Column("Phải báo cáo", 10)]


def _measures(compiled: CompiledReport, figure: IndicatorFigure, total: Value, row: int, first: int) -> list[Value]:
    """Total, last year's and change, target and share, and who reported; `first` is the total's column."""
    values: list[Value] = [total]
    here = address(row, first)
    if has_comparison(compiled):
        before = _number(figure, figure.previous, spared=figure.previous_exempt)
        cells = (here, address(row, first + 1))
        values += [before, change(figure, total, before, cells)]
    if has_targets(compiled):
        aim = _number(figure, figure.target)
        cells = (here, address(row, first + len(values)))
        values += [aim, share(total, aim, cells, figure.percent_of_target)]
    return [*values, figure.reported, figure.expected]


def _number(figure: IndicatorFigure, value: Decimal | None, *, spared: bool = False) -> Value:
    if value is None:
        return None
    shown = round_half_up(value, figure.decimals) if figure.kind == "ratio" else value
    return Number(shown, figure.decimals, spared=spared)


def write_section(book: Book, places: Places, section: SectionContent, name: str) -> None:
    """The figures under a heading, then how its duties stand; what the program says there of targets, last."""
    compiled = places.compiled
    columns = [Column("TT", 6), Column("Chỉ tiêu", 52), Column("Đơn vị tính", 14), *_measure_columns(compiled)]
    if not section.figures and section.duties:  # a sheet of duties alone
        columns = [Column("TT", 6), Column("Nhiệm vụ thường xuyên", 62), Column("Tình hình thực hiện", 90)]
    elif not section.figures:
        columns = [Column("TT", 6), Column("Mục tiêu và kết quả", 140)]
    sheet = book.sheet(name, columns, frozen=2)
    figures = [figure for figure in section.figures if figure.indicator in places.rows]
    for n, figure in enumerate(figures, 1):
        head: list[Value] = [n, figure.name, figure.unit]
        total = places.total_elsewhere(figure)
        sheet.add([*head, *_measures(compiled, figure, total, sheet.row, len(head))])
    last = sheet.row - 1
    if section.duties and section.figures:
        _duties_below(compiled, sheet, section, columns)
    else:
        for n, duty in enumerate(section.duties, 1):
            last = sheet.add([n, duty.title, duty_status(compiled, duty)])
    last = _lines_below(sheet, section, columns) or last
    sheet.close(last_row=last)


def _lines_below(sheet: Sheet, section: SectionContent, columns: Sequence[Column]) -> int | None:
    """What the program says under a heading, over all columns but the first; None where it says nothing.

    The sentences that head a list stand alone; its lines are counted, without their dashes.
    """
    room = sum(column.width for column in columns[1:])
    row, n = None, 0
    for line in section.lines:
        listed = line.removeprefix("- ")
        n += listed != line
        row = sheet.add([n if listed != line else None])
        sheet.across(row, 1, len(columns) - 1, listed)
        sheet.height(row, lines_of(listed, room))
    return row


def _duties_below(compiled: CompiledReport, sheet: Sheet, section: SectionContent, columns: Sequence[Column]) -> None:
    last = len(columns) - 1
    room = sum(column.width for column in columns[2:])
    sheet.row += 1
    sheet.heads([(0, 0, "TT"), (1, 1, "Nhiệm vụ thường xuyên"), (2, last, "Tình hình thực hiện")])
    for n, duty in enumerate(section.duties, 1):
        said = duty_status(compiled, duty)
        row = sheet.add([n, duty.title])
        sheet.across(row, 2, last, said)
        sheet.height(row, max(lines_of(said, room), lines_of(duty.title, columns[1].width)))


def write_breakdown(book: Book, places: Places, across: Breakdown, name: str) -> None:
    """Indicators down, bodies across, with the province's total."""
    compiled = places.compiled
    bodies = [Column(short_district(compiled, agency), 9.5) for agency in across.bodies]
    columns = [Column("Chỉ tiêu", 38), Column("Đơn vị tính", 11), Column("Tổng toàn tỉnh", 10.5), *bodies]
    sheet = book.sheet(name, columns, frozen=FIRST_BODY)
    for code in across.rows:
        figure = places.figures[code]
        cells = [places.body(across, figure, agency) for agency in across.bodies]
        sheet.add([figure.name, figure.unit, places.total_elsewhere(figure), *cells])
    sheet.close()
