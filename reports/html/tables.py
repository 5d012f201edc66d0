"""Tables that only the HTML report lays out its own way: indicators over time, and figures to ask about."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.compiled import CompiledReport, Outlier, Series
from reports.departures import hides_departure
from reports.legends import point_legend
from reports.over_time import WHOLE, lay_out, target_texts, whole_text
from reports.parts import full_names
from reports.tables import Rows, point_text, whose
from reports.withholding.bodies import PROTECTING, is_small, small_bodies
from reports.wording import number, period_title

_AIM, _NAMED = "Mục tiêu", 3
OUTLIER_HEADS = (
    *("Chỉ tiêu", "Đơn vị tính", "Cơ quan", "Kỳ", "So với các kỳ"),
    *("Số báo cáo", "Thường gặp (trung vị)", "Khoảng thường gặp"),
)


@dataclass(frozen=True)
class Table:
    """Headings and rows of words, the first two columns words, the rest figures; and what the signs in them mean."""

    heads: Sequence[str]
    rows: Rows
    legend: str


def over_time(compiled: CompiledReport, found: Sequence[Series], *, summed: bool) -> Table:
    """Indicators by period, under each that has one its target; `summed` adds a column for all periods together."""
    table = lay_out(compiled, found)
    heads = ["Chỉ tiêu", "Đơn vị tính", *(title[0].upper() + title[1:] for title in table.titles.values())]
    rows: Rows = []
    for line in table.lines:
        one = line.series
        whole = [whole_text(line)] if summed else []
        rows.append((one.name, one.unit, *(point_text(point, one.decimals) for point in line.points), *whole))
        if line.has_target:
            rows.append((f"{_AIM}: {one.name}", one.unit, *target_texts(line), *([""] if summed else [])))
    head = WHOLE if summed else ""
    return Table([*heads, head] if summed else heads, rows, point_legend(table, summed=head))


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
        body = whose(compiled, found.agency)
        body = f"{body} ({due})" if (due := said_mainly(compiled, found)) else body
        head = (name, unit, body, period_title(period), _spoken(tuple(before)))
        rows.append((*head, *_numbers(compiled, found, small)))
    return rows


def said_mainly(compiled: CompiledReport, found: Outlier) -> str:
    """By which body a total lies far off, "" where that is not known; no number where one of them is not shown."""
    if (one := found.mainly) is None:
        return ""
    said = f"{'chủ yếu' if one.mostly else 'nhiều nhất'} do {compiled.brief(one.agency)}"
    if hides_departure(compiled, found):
        return said
    now = f"{period_title(one.period)}: {number(one.value)}"
    return f"{said}, {now}; {period_title(one.period_before)}: {number(one.before)}"


def _numbers(compiled: CompiledReport, found: Outlier, small: frozenset[str]) -> Sequence[str]:
    return outlier_numbers(found, small, withheld=found.agency in compiled.withheld_pieces.get(found.indicator, ()))


def outlier_numbers(found: Outlier, small: frozenset[str], *, withheld: bool = False) -> Sequence[str]:
    """The figure, its usual value and the span: no number where the figure is withheld or one of them is small.

    In place of a span stands the one earlier figure, with its period, that it was measured against.
    """
    if withheld or (found.agency in small and any(map(is_small, (found.value, found.usual, found.low, found.high)))):
        return (PROTECTING,) * 3
    span = f"{number(found.low)} đến {number(found.high)}"
    if found.against_last:
        span = f"{period_title(found.periods[0])}: {number(found.usual)}"
    return number(found.value), number(found.usual), span


@lru_cache(maxsize=1024)  # bodies are measured against the same periods
def _spoken(periods: tuple[str, ...]) -> str:
    """Periods by name while they are few, else how many and which they lie between."""
    if len(periods) > _NAMED:
        return f"{len(periods)} kỳ, {period_title(periods[0])} đến {period_title(periods[-1])}"
    return ", ".join(period_title(key) for key in periods)
