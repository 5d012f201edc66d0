"""The annexes of the Word document: figures, breakdown by district and by body, reconciliation, and the sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.compiled import CompiledReport
from reports.docx_styles import ANNEX_WIDTH
from reports.docx_xml import Column, data_table, line
from reports.figures import IndicatorFigure
from reports.letterhead import abbreviation, sender_of, subject
from reports.numbering import roman
from reports.tables import (
    LEGEND,
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

_DISTRICTS_ACROSS = 15
_LEGEND = f"Ghi chú: {LEGEND}."
_GAP = "\u00a0" * 4


@dataclass(frozen=True)
class Annex:
    """One annex: its number ("Phụ lục I"), title, the line that ties it to the report, and its content."""

    name: str
    title: str
    note: str
    parts: Sequence[str]


def annexes(compiled: CompiledReport) -> list[Annex]:
    """The annexes that have something to show, numbered in order; the figures always come first."""
    found = [("Tổng hợp số liệu", _figures(compiled))]
    if by_district := list(_by_district(compiled)):
        found.append(("Số liệu theo huyện, thành, thị", by_district))
    if rows := body_rows(compiled):
        found.append(("Số liệu theo cơ quan, đơn vị", [_by_body(rows)]))
    if rows := reconciliation_rows(compiled):
        found.append(("Đối chiếu số liệu", list(_reconciliation(rows))))
    if rows := source_rows(compiled):
        found.append(("Các báo cáo làm căn cứ tổng hợp", [_sources(rows)]))
    year = compiled.plan.calendar.local_date(compiled.as_of).year
    sender = sender_of(compiled)
    note = f"(Kèm theo Báo cáo số{_GAP}/BC-{abbreviation(sender)} ngày{_GAP}tháng{_GAP}năm {year} của {sender.name})"
    return [
        Annex(f"Phụ lục {roman(n)}", f"{title} - {subject(compiled)}", note, parts)
        for n, (title, parts) in enumerate(found, 1)
    ]


def _figures(compiled: CompiledReport) -> list[str]:
    compared = has_comparison(compiled)
    widths = (10, 77, 24, 27, 25, 21, 20, 18, 25) if compared else (10, 107, 28, 30, 24, 22, 26)
    titles = zip(figure_heads(compiled), widths, strict=True)
    columns = [Column(title, width, figures=n > 2) for n, (title, width) in enumerate(titles)]
    note = _LEGEND if compared else f"{_LEGEND} Không có số liệu cùng kỳ năm trước để so sánh."
    return [data_table(columns, figure_rows(compiled)), line("DondocTableNote", note)]


def _by_district(compiled: CompiledReport) -> Iterator[str]:
    """One table for every so many districts, so that a column stays wide enough to read."""
    figures = [figure for figure in compiled.shown_figures if _of_districts(compiled, figure)]
    bodies = districts(compiled, figures)
    for start in range(0, len(bodies), _DISTRICTS_ACROSS):
        part = bodies[start : start + _DISTRICTS_ACROSS]
        if start:
            yield line("DondocTableNote", "")
        width = (ANNEX_WIDTH - 62) / len(part) if len(part) > 8 else 22
        across = [Column(short_district(compiled, agency), width, figures=True) for agency in part]
        columns = [Column("Chỉ tiêu", 48), Column("Đơn vị", 14), *across]
        yield data_table(columns, breakdown(compiled, figures, part))
    if bodies:
        yield line("DondocTableNote", _LEGEND)


def _of_districts(compiled: CompiledReport, figure: IndicatorFigure) -> bool:
    return bool(districts(compiled, [figure]))


def _by_body(rows: Sequence[Sequence[str] | str]) -> str:
    columns = [Column("Chỉ tiêu", 105), Column("Đơn vị tính", 30), Column("Cơ quan", 75)]
    return data_table([*columns, Column("Số liệu", 35, figures=True)], rows)


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
