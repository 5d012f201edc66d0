"""Tables that only the HTML report lays out its own way: indicators over time, and figures to ask about."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.periods import parse_period
from reports.compiled import CompiledReport, Outlier, Series
from reports.figures import IndicatorFigure
from reports.parts import full_names
from reports.series import over_all
from reports.small_bodies import is_small, small_bodies
from reports.small_cells import PROTECTING
from reports.tables import POINT_LEGEND, Rows, point_text, whose
from reports.wording import number, period_title

_AIM, _NAMED = "Mục tiêu", 3
OVER_TIME_LEGEND = POINT_LEGEND
OUTLIER_HEADS = (
    *("Chỉ tiêu", "Đơn vị tính", "Cơ quan", "Kỳ", "So với các kỳ"),
    *("Số báo cáo", "Thường gặp (trung vị)", "Khoảng thường gặp"),
)


@dataclass(frozen=True)
class Table:
    """Headings and rows of words; the first two columns are words, the rest figures."""

    heads: Sequence[str]
    rows: Rows


def over_time(compiled: CompiledReport, found: Sequence[Series], *, summed: bool) -> Table:
    """Indicators by period, under each that has one its target; `summed` adds a column for all periods together."""
    titles = {point.period: point.title for one in found for point in one.points}
    keys = sorted(titles, key=lambda key: (parse_period(key).first, parse_period(key).last))
    heads = ["Chỉ tiêu", "Đơn vị tính", *(titles[key][0].upper() + titles[key][1:] for key in keys)]
    figures = {figure.indicator: figure for figure in compiled.shown_figures}
    rows: Rows = []
    for one in found:
        points = {point.period: point for point in one.points}
        whole = [_whole(one, figures.get(one.indicator))] if summed else []
        rows.append((one.name, one.unit, *(point_text(points.get(key), one.decimals) for key in keys), *whole))
        aims = [points[key].target if key in points else None for key in keys]
        if any(aim is not None for aim in aims):
            said = ("" if aim is None else number(aim, one.decimals) for aim in aims)
            rows.append((f"{_AIM}: {one.name}", one.unit, *said, *([""] if summed else [])))
    return Table([*heads, compiled.period.title().capitalize()] if summed else heads, rows)


def _whole(series: Series, figure: IndicatorFigure | None) -> str:
    """The sum of all periods; where one of them is missing, what was reported for all of them together."""
    value = over_all(series)
    if value is None and figure is not None and series.kind == "flow" and figure.reported == figure.expected:
        value = figure.total
    return "" if value is None else number(value, series.decimals)


def outlier_rows(compiled: CompiledReport) -> Rows:
    """Indicator, unit, body, period, periods compared with, figure, its usual value and the span nobody asks about."""
    named = {one.code: one for one in compiled.document.indicators}
    names = full_names(compiled.document)
    small = small_bodies(compiled.document)
    rows: Rows = []
    for found in compiled.outliers:
        indicator = named.get(found.indicator)
        name, unit = (names[indicator.code], indicator.unit) if indicator else (found.indicator, "")
        *before, period = found.periods
        head = (name, unit, whose(compiled, found.agency), period_title(period), _spoken(tuple(before)))
        rows.append((*head, *_numbers(compiled, found, small)))
    return rows


def _numbers(compiled: CompiledReport, found: Outlier, small: frozenset[str]) -> Sequence[str]:
    """The figure, its usual value and the span: no number where the figure is withheld or one of them is small."""
    hidden = found.agency in compiled.withheld.get(found.indicator, {})
    if hidden or (found.agency in small and any(map(is_small, (found.value, found.usual, found.low, found.high)))):
        return (PROTECTING,) * 3
    span = f"{number(found.low)} đến {number(found.high)}"
    return number(found.value), number(found.usual), span


@lru_cache(maxsize=1024)  # bodies are measured against the same periods
def _spoken(periods: tuple[str, ...]) -> str:
    """Periods by name while they are few, else how many and which they lie between."""
    if len(periods) > _NAMED:
        return f"{len(periods)} kỳ, {period_title(periods[0])} đến {period_title(periods[-1])}"
    return ", ".join(period_title(key) for key in periods)
