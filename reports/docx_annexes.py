"""The annexes of the Word document: figures, breakdowns by district, body and time, reconciliation, and the sources."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.periods import parse_period
from reports.compiled import CompiledReport, Point, Series
from reports.docx_styles import ANNEX_WIDTH
from reports.docx_xml import Column, data_table, line
from reports.figures import IndicatorFigure
from reports.letterhead import abbreviation, sender_of, subject
from reports.numbering import roman
from reports.tables import (
    ESTIMATE,
    LEGEND,
    MISSING,
    Rows,
    body_rows,
    breakdown,
    districts,
    figure_heads,
    figure_rows,
    has_comparison,
    reconciliation_rows,
    short_district,
    source_rows,
)
from reports.wording import number

_DISTRICTS_ACROSS = 15
#: Millimetres in which the longest usual unit ("triệu đồng", "lượt cơ sở") stands on one line.
_UNIT = 22.0
_ON_TARGETS = frozenset({"Mục tiêu", "Đạt (%)"})
_OF_YEAR = re.compile(r"^năm (?=\d{4}$)| năm \d{4}$")
_LEGEND = f"Ghi chú: {LEGEND}."
_GAP = "\u00a0" * 4


@dataclass(frozen=True)
class Annex:
    """One annex: its number ("Phụ lục I"), title, the line that ties it to the report, and its content."""

    name: str
    title: str
    note: str
    parts: Sequence[str]


def annexes(compiled: CompiledReport, first: int = 1) -> list[Annex]:
    """The annexes of tables that have something to show, numbered in order from `first`; the figures come first."""
    found = [("Tổng hợp số liệu", _figures(compiled))]
    if by_district := list(_by_district(compiled)):
        found.append(("Số liệu theo huyện, thành, thị", by_district))
    if rows := body_rows(compiled):
        found.append(("Số liệu theo cơ quan, đơn vị", [_by_body(rows)]))
    if compiled.years:
        found.append(("Số liệu qua các năm", list(_over_time(compiled.years))))
    if compiled.trend:
        found.append(("Diễn biến trong kỳ", list(_over_time(compiled.trend))))
    if rows := reconciliation_rows(compiled):
        found.append(("Đối chiếu số liệu", list(_reconciliation(rows))))
    if rows := source_rows(compiled):
        found.append(("Các báo cáo làm căn cứ tổng hợp", [_sources(rows)]))
    note, about = note_of(compiled), subject(compiled)
    return [
        Annex(f"Phụ lục {roman(n)}", f"{title} - {about}".upper(), note, parts)
        for n, (title, parts) in enumerate(found, first)
    ]


def note_of(compiled: CompiledReport) -> str:
    """The line that ties an annex to its report; number and date are left blank, as in the head."""
    year = compiled.plan.calendar.local_date(compiled.as_of).year
    sender = sender_of(compiled)
    return f"(Kèm theo Báo cáo số{_GAP}/BC-{abbreviation(sender)} ngày{_GAP}tháng{_GAP}năm {year} của {sender.name})"


def _figures(compiled: CompiledReport) -> list[str]:
    compared = has_comparison(compiled)
    widths = (10, 77, 24, 27, 25, 21, 20, 18, 25) if compared else (10, 107, 28, 30, 24, 22, 26)
    heads = figure_heads(compiled)
    columns = [Column(title, width, figures=n > 2) for n, (title, width) in enumerate(zip(heads, widths, strict=True))]
    columns, rows = _without_targets(compiled, columns, figure_rows(compiled))
    note = _LEGEND if compared else f"{_LEGEND} Không có số liệu cùng kỳ năm trước để so sánh."
    return [data_table(columns, rows), line("DondocTableNote", note)]


def _without_targets(compiled: CompiledReport, columns: list[Column], rows: Rows) -> tuple[list[Column], Rows]:
    """The table without the columns on targets where no figure has one; the names of the indicators get their room."""
    if any(figure.target is not None for figure in compiled.shown_figures):
        return columns, rows
    dropped = {n for n, column in enumerate(columns) if column.title in _ON_TARGETS}
    room = sum(columns[n].width for n in dropped)
    kept = [
        replace(column, width=column.width + room) if n == 1 else column
        for n, column in enumerate(columns)
        if n not in dropped
    ]
    shown: Rows = [
        row if isinstance(row, str) else [words for n, words in enumerate(row) if n not in dropped] for row in rows
    ]
    return kept, shown


def _by_district(compiled: CompiledReport) -> Iterator[str]:
    """One table for every so many districts, so that a column stays wide enough to read."""
    figures = [figure for figure in compiled.shown_figures if _of_districts(compiled, figure)]
    bodies = districts(compiled, figures)
    for start in range(0, len(bodies), _DISTRICTS_ACROSS):
        part = bodies[start : start + _DISTRICTS_ACROSS]
        if start:
            yield line("DondocTableNote", "")
        width = (ANNEX_WIDTH - 66) / len(part) if len(part) > 8 else 22
        across = [Column(short_district(compiled, agency), width, figures=True) for agency in part]
        columns = [Column("Chỉ tiêu", 44), Column("Đơn vị", _UNIT), *across]
        yield data_table(columns, breakdown(compiled, figures, part))
    if bodies:
        yield line("DondocTableNote", _LEGEND)


def _of_districts(compiled: CompiledReport, figure: IndicatorFigure) -> bool:
    return bool(districts(compiled, [figure]))


def _by_body(rows: Sequence[Sequence[str] | str]) -> str:
    columns = [Column("Chỉ tiêu", 105), Column("Đơn vị tính", 30), Column("Cơ quan", 75)]
    return data_table([*columns, Column("Số liệu", 35, figures=True)], rows)


def _over_time(series: Sequence[Series]) -> Iterator[str]:
    """Indicators by period, side by side; under each that has one, what was aimed at."""
    periods = {point.period: point.title for one in series for point in one.points}
    keys = sorted(periods, key=_begin)
    for start in range(0, len(keys), _DISTRICTS_ACROSS):
        part = keys[start : start + _DISTRICTS_ACROSS]
        if start:
            yield line("DondocTableNote", "")
        width = min(30.0, (ANNEX_WIDTH - 60 - _UNIT) / len(part))
        across = [Column(_short_period(periods[key]), width, figures=True) for key in part]
        named = ANNEX_WIDTH - _UNIT - width * len(part)
        columns = [Column("Chỉ tiêu", named), Column("Đơn vị", _UNIT), *across]
        yield data_table(columns, [row for one in series for row in _series_rows(one, part)])
    yield line("DondocTableNote", f"Ghi chú: “{MISSING}” chưa có số liệu; “{ESTIMATE}” ước thực hiện.")


def _begin(key: str) -> tuple[object, ...]:
    period = parse_period(key)
    return period.first, period.last


def _short_period(title: str) -> str:
    """A period's name over a narrow column: "2014", "tháng 3", "quý III"."""
    return _OF_YEAR.sub("", title) or title


def _series_rows(one: Series, periods: Sequence[str]) -> Iterator[Sequence[str]]:
    points = {point.period: point for point in one.points}
    shown = [points.get(key) for key in periods]
    yield (one.name, one.unit, *(_point_text(point, one.decimals) for point in shown))
    if any(point is not None and point.target is not None for point in shown):
        aims = ("" if p is None or p.target is None else number(p.target, one.decimals) for p in shown)
        yield (f"{_GAP}Mục tiêu", one.unit, *aims)


def _point_text(point: Point | None, decimals: int) -> str:
    if point is None or point.value is None:
        return MISSING
    return number(point.value, decimals) + (ESTIMATE if point.estimate else "")


def _reconciliation(rows: Sequence[Sequence[str] | str]) -> Iterator[str]:
    columns = [
        Column("Chỉ tiêu", 80),
        Column("Đơn vị tính", 27),
        Column("Cơ quan chủ số liệu", 50),
        Column("Số được tính", 27, figures=True),
        Column("Nơi khác báo cáo", 33, figures=True),
        Column("Chênh lệch", 27, figures=True),
    ]
    yield data_table(columns, rows)
    note = "Báo cáo chỉ tính số của cơ quan chủ số liệu; số nơi khác báo cáo nêu ở đây để đối chiếu, không cộng."
    yield line("DondocTableNote", note)


def _sources(rows: Sequence[Sequence[str] | str]) -> str:
    columns = [Column("Cơ quan", 60), Column("Báo cáo", 100), Column("Kỳ", 42), Column("Lần gửi", 16, figures=True)]
    return data_table([*columns, Column("Mã kiểm tra", 29)], rows)
