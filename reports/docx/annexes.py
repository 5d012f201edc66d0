"""The annexes of the Word document: figures, breakdowns by district, body and time, reconciliation, and the sources."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.annexes import Code, Listed, years_told
from reports.body import DUTY_HEADS, PASSAGE_HEADS, duty_rows, passage_rows, within
from reports.changed_rows import CHANGE_HEADS, changed_rows
from reports.compiled import CompiledReport, Series
from reports.docx.fitting import fitted, in_parts, is_tight, is_wide, room_of
from reports.docx.xml import Column, data_table, line
from reports.figures import IndicatorFigure
from reports.legends import legend, point_legend, years_note
from reports.letterhead import abbreviation, blank_year, sender_of, subject, unbroken
from reports.over_time import WHOLE, Line, lay_out, target_texts, whole_text
from reports.tables import (
    BODY_HEADS,
    SOURCE_HEADS,
    Rows,
    body_rows,
    breakdown,
    comparison_note,
    districts,
    figure_heads,
    figure_rows,
    other_bodies,
    point_text,
    reconciliation_rows,
    short_district,
    source_rows,
)

_ON_TARGETS = frozenset({"Mục tiêu", "Đạt (%)"})
_OF_YEAR = re.compile(r"^năm (?=\d{4}$)| năm \d{4}$")
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


def _drawn(*tables: tuple[Sequence[Column], Rows], noted: bool = False) -> Iterator[str]:
    """Tables of one annex, as wide as its page, which lies on its side where one of them needs that.

    `noted` where something stands under the last of them.
    """
    wide = any(is_wide(columns, rows) for columns, rows in tables)
    for at, (columns, rows) in enumerate(tables):
        if at:
            yield line("DondocTableNote", "")
        fit = fitted(columns, rows, room_of(wide=wide))
        yield data_table(fit, rows, tight=len(tables) == 1 and is_tight(fit, rows, wide=wide, noted=noted))


def _figures(compiled: CompiledReport) -> Iterator[str]:
    heads = figure_heads(compiled)
    columns = [Column(title, figures=n > 2, firm=n in (0, 2)) for n, title in enumerate(heads)]
    yield from _drawn(_without_targets(compiled, columns, figure_rows(compiled)), noted=True)
    said = comparison_note(compiled)
    yield line("DondocTableNote", f"{_legend(compiled)} {said}." if said else _legend(compiled))


def _legend(compiled: CompiledReport, bodies: Collection[str] | None = None) -> str:
    return f"Ghi chú: {legend(compiled, bodies)}."


def _without_targets(compiled: CompiledReport, columns: list[Column], rows: Rows) -> tuple[list[Column], Rows]:
    """The table without the columns on targets where no figure has one."""
    if any(figure.target is not None for figure in compiled.shown_figures):
        return columns, rows
    dropped = {n for n, column in enumerate(columns) if column.title in _ON_TARGETS}
    kept = [column for n, column in enumerate(columns) if n not in dropped]
    shown: Rows = [
        row if isinstance(row, str) else [words for n, words in enumerate(row) if n not in dropped] for row in rows
    ]
    return kept, shown


def _by_district(compiled: CompiledReport) -> Iterator[str]:
    """As many tables as the districts need to stand beside each other."""
    figures = [figure for figure in compiled.shown_figures if _of_districts(compiled, figure)]
    bodies = districts(compiled, figures)
    heads = [short_district(compiled, agency) for agency in bodies]
    yield from _drawn(*_across(heads, breakdown(compiled, figures, bodies)), noted=True)
    if bodies:
        yield line("DondocTableNote", _legend(compiled, bodies))


def _across(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[tuple[Sequence[Column], Rows]]:
    """Rows of name, unit and a figure under each head, as tables that are not wider than a page."""
    named = [Column("Chỉ tiêu"), Column("Đơn vị", firm=True)]
    figures = [Column(head, figures=True) for head in heads]
    for part in in_parts(named, figures, rows):
        begin, end = part.start + len(named), part.stop + len(named)
        yield [*named, *figures[part]], [(*row[: len(named)], *row[begin:end]) for row in rows]


def _of_districts(compiled: CompiledReport, figure: IndicatorFigure) -> bool:
    return bool(districts(compiled, [figure]))


def _changes(compiled: CompiledReport) -> Iterator[str]:
    yield from _drawn(([Column(head) for head in CHANGE_HEADS], changed_rows(compiled)))


def _duties(compiled: CompiledReport) -> Iterator[str]:
    """What bodies wrote stands under the duty: beside it, it would take much room for little."""
    rows: Rows = [row if isinstance(row, str) else ["\n".join(row)] for row in duty_rows(compiled)]
    yield from _drawn(([Column(_both(DUTY_HEADS), led=True, named=True)], rows))


def _passages(compiled: CompiledReport) -> Iterator[str]:
    rows: Rows = [row if isinstance(row, str) else [": ".join(row)] for row in passage_rows(compiled)]
    yield from _drawn(([Column(_both(PASSAGE_HEADS), led=True)], rows))


def _both(heads: tuple[str, str]) -> str:
    return f"{heads[0]}: {heads[1].lower()}"


def _by_body(compiled: CompiledReport) -> Iterator[str]:
    columns = [Column(BODY_HEADS[0]), Column(BODY_HEADS[1], figures=True)]
    yield from _drawn((columns, body_rows(compiled)), noted=True)
    yield line("DondocTableNote", _legend(compiled, other_bodies(compiled)))


def _years(compiled: CompiledReport) -> Iterator[str]:
    yield from _over_time(compiled, years_told(compiled))
    if said := years_note(compiled):
        yield line("DondocTableNote", f"{said}.")


def _over_time(compiled: CompiledReport, series: Sequence[Series]) -> Iterator[str]:
    """Indicators by period, side by side; under each that has one, what was aimed at. A programme's are summed up."""
    table = lay_out(compiled, series)
    summed = compiled.period.kind == "program"
    head = WHOLE if summed else ""
    heads = [*_period_heads(list(table.titles.values())), *([head] if summed else [])]
    yield from _drawn(
        *_across(heads, [row for one in table.lines for row in _line_rows(one, summed=summed)]), noted=True
    )
    yield line("DondocTableNote", f"Ghi chú: {point_legend(table, summed=head)}.")


def _period_heads(titles: Sequence[str]) -> list[str]:
    """Names over narrow columns, without the year where they are told apart all the same: "tháng 3", "2014"."""
    short = [_OF_YEAR.sub("", title) or title for title in titles]
    return short if len(set(short)) == len(short) else list(titles)


def _line_rows(one: Line, *, summed: bool) -> Iterator[Sequence[str]]:
    series, last = one.series, [whole_text(one)] if summed else []
    yield (series.name, series.unit, *(point_text(point, series.decimals) for point in one.points), *last)
    if one.has_target:
        yield (f"{_GAP}Mục tiêu", series.unit, *target_texts(one), *([""] if summed else []))


def _reconciliation(compiled: CompiledReport) -> Iterator[str]:
    columns = [
        Column("Chỉ tiêu"),
        Column("Đơn vị tính", firm=True),
        Column("Cơ quan chủ số liệu"),
        *(Column(head, figures=True) for head in ("Số được tính", "Nơi khác báo cáo", "Chênh lệch")),
    ]
    yield from _drawn((columns, reconciliation_rows(compiled)), noted=True)
    note = "Báo cáo chỉ tính số của cơ quan chủ số liệu; số nơi khác báo cáo nêu ở đây để đối chiếu, không cộng."
    yield line("DondocTableNote", note)


def _sources(compiled: CompiledReport) -> Iterator[str]:
    """The reports by what they are, then by body: a title that many bodies share is told once.

    What is only compared with comes last, and says so with its title.
    """
    found: dict[str, Rows] = {}
    compared = ""
    for row in source_rows(compiled):
        if isinstance(row, str):
            compared = f" ({within(row)})"
        else:
            body, title, *rest = row
            found.setdefault(title + compared, []).append((body, *rest))
    heads = [head for head in SOURCE_HEADS if head != "Báo cáo"]
    columns = [Column(head, figures=head == "Lần gửi", firm=head in ("Kỳ", "Mã kiểm tra")) for head in heads]
    yield from _drawn((columns, [row for title, rows in found.items() for row in (title, *rows)]))


_DRAWN: Mapping[Code, Callable[[CompiledReport], Iterable[str]]] = {
    "changes": _changes,
    "figures": _figures,
    "duties": _duties,
    "passages": _passages,
    "districts": _by_district,
    "bodies": _by_body,
    "years": _years,
    "trend": lambda compiled: _over_time(compiled, compiled.trend),
    "reconciliation": _reconciliation,
    "sources": _sources,
}
