"""The annexes of the Word document: figures, breakdowns by district, body and time, reconciliation, and the sources."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from models.periods import parse_period
from reports.annexes import Code, Listed
from reports.body import DUTY_HEADS, PASSAGE_HEADS, duty_rows, passage_rows
from reports.changed_rows import CHANGE_HEADS, changed_rows
from reports.compiled import CompiledReport, Series
from reports.docx_styles import ANNEX_WIDTH
from reports.docx_xml import Column, data_table, line
from reports.figures import IndicatorFigure
from reports.letterhead import abbreviation, blank_year, sender_of, subject, unbroken
from reports.tables import (
    LEGEND,
    POINT_LEGEND,
    Rows,
    body_rows,
    breakdown,
    comparison_note,
    districts,
    figure_heads,
    figure_rows,
    has_comparison,
    point_text,
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


def annexes(compiled: CompiledReport, listed: Mapping[Code, Listed]) -> list[Annex]:
    """The annexes of tables among those that a report has, in their order."""
    note = note_of(compiled)
    return [
        Annex(one.name, annex_title(compiled, one), note, list(_DRAWN[code](compiled)))
        for code, one in listed.items()
        if code in _DRAWN
    ]


def annex_title(compiled: CompiledReport, listed: Listed) -> str:
    """The title over an annex in capitals, and on a line below it what the report is on."""
    return f"{listed.title}\n{unbroken(subject(compiled))}".upper()


def note_of(compiled: CompiledReport) -> str:
    """The line that ties an annex to its report; number and date are left blank, as in the head."""
    year = blank_year(compiled.plan.calendar.local_date(compiled.as_of))
    sender = sender_of(compiled)
    return f"(Kèm theo Báo cáo số{_GAP}/BC-{abbreviation(sender)} ngày{_GAP}tháng{_GAP}năm {year} của {sender.name})"


def _figures(compiled: CompiledReport) -> list[str]:
    compared = has_comparison(compiled)
    widths = (10, 77, 24, 27, 25, 21, 20, 18, 25) if compared else (10, 107, 28, 30, 24, 22, 26)
    heads = figure_heads(compiled)
    columns = [Column(title, width, figures=n > 2) for n, (title, width) in enumerate(zip(heads, widths, strict=True))]
    columns, rows = _without_targets(compiled, columns, figure_rows(compiled))
    said = comparison_note(compiled)
    note = f"{_LEGEND} {said}." if said else _LEGEND
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


def _changes(compiled: CompiledReport) -> Iterator[str]:
    columns = map(Column, CHANGE_HEADS, (ANNEX_WIDTH - 160, 80, 80))
    yield data_table(list(columns), changed_rows(compiled))


def _duties(compiled: CompiledReport) -> Iterator[str]:
    columns = map(Column, DUTY_HEADS, (72, 78, ANNEX_WIDTH - 150))
    yield data_table(list(columns), duty_rows(compiled))


def _passages(compiled: CompiledReport) -> Iterator[str]:
    columns = map(Column, PASSAGE_HEADS, (70, ANNEX_WIDTH - 70))
    yield data_table(list(columns), passage_rows(compiled))


def _by_body(compiled: CompiledReport) -> Iterator[str]:
    columns = [Column("Chỉ tiêu", 105), Column("Đơn vị tính", 30), Column("Cơ quan", 75)]
    yield data_table([*columns, Column("Số liệu", 35, figures=True)], body_rows(compiled))


def _over_time(series: Sequence[Series]) -> Iterator[str]:
    """Indicators by period, side by side; under each that has one, what was aimed at."""
    periods = {point.period: point.title for one in series for point in one.points}
    keys = sorted(periods, key=_begin)
    for start in range(0, len(keys), _DISTRICTS_ACROSS):
        part = keys[start : start + _DISTRICTS_ACROSS]
        if start:
            yield line("DondocTableNote", "")
        width = min(30.0, (ANNEX_WIDTH - 60 - _UNIT) / len(part))
        across = [Column(head, width, figures=True) for head in _period_heads([periods[key] for key in part])]
        named = ANNEX_WIDTH - _UNIT - width * len(part)
        columns = [Column("Chỉ tiêu", named), Column("Đơn vị", _UNIT), *across]
        yield data_table(columns, [row for one in series for row in _series_rows(one, part)])
    yield line("DondocTableNote", f"Ghi chú: {POINT_LEGEND}.")


def _begin(key: str) -> tuple[object, ...]:
    period = parse_period(key)
    return period.first, period.last


def _period_heads(titles: Sequence[str]) -> list[str]:
    """Names over narrow columns, without the year where they are told apart all the same: "tháng 3", "2014"."""
    short = [_OF_YEAR.sub("", title) or title for title in titles]
    return short if len(set(short)) == len(short) else list(titles)


def _series_rows(one: Series, periods: Sequence[str]) -> Iterator[Sequence[str]]:
    points = {point.period: point for point in one.points}
    shown = [points.get(key) for key in periods]
    yield (one.name, one.unit, *(point_text(point, one.decimals) for point in shown))
    if any(point is not None and point.target is not None for point in shown):
        aims = ("" if p is None or p.target is None else number(p.target, one.decimals) for p in shown)
        yield (f"{_GAP}Mục tiêu", one.unit, *aims)


def _reconciliation(compiled: CompiledReport) -> Iterator[str]:
    columns = [
        Column("Chỉ tiêu", 80),
        Column("Đơn vị tính", 27),
        Column("Cơ quan chủ số liệu", 50),
        Column("Số được tính", 27, figures=True),
        Column("Nơi khác báo cáo", 33, figures=True),
        Column("Chênh lệch", 27, figures=True),
    ]
    yield data_table(columns, reconciliation_rows(compiled))
    note = "Báo cáo chỉ tính số của cơ quan chủ số liệu; số nơi khác báo cáo nêu ở đây để đối chiếu, không cộng."
    yield line("DondocTableNote", note)


def _sources(compiled: CompiledReport) -> Iterator[str]:
    columns = [Column("Cơ quan", 60), Column("Báo cáo", 100), Column("Kỳ", 42), Column("Lần gửi", 16, figures=True)]
    yield data_table([*columns, Column("Mã kiểm tra", 29)], source_rows(compiled))


_DRAWN: Mapping[Code, Callable[[CompiledReport], Iterable[str]]] = {
    "changes": _changes,
    "figures": _figures,
    "duties": _duties,
    "passages": _passages,
    "districts": _by_district,
    "bodies": _by_body,
    "years": lambda compiled: _over_time(compiled.years),
    "trend": lambda compiled: _over_time(compiled.trend),
    "reconciliation": _reconciliation,
    "sources": _sources,
}
