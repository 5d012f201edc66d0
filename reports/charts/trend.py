"""How indicators went through the report's own period: by month, quarter or half-year."""

from collections.abc import Sequence
from decimal import Decimal

from reports.charts.chart import Chart
from reports.charts.columns import draw_columns, ends, height_of, most_moved
from reports.charts.words import moved, movement, tendency
from reports.compiled import CompiledReport, Series
from reports.wording import number


def trend_chart(compiled: CompiledReport) -> Chart | None:
    """The five indicators that moved most within the period; None where none has two values."""
    shown = most_moved(compiled.trend)
    if not shown:
        return None
    year = compiled.period.last.year
    title = finding([one for one in compiled.trend if ends(one)])
    alt = f"Biểu đồ cột theo kỳ. {title}. {in_words(shown)}"
    return Chart("trend", title, alt, height_of(shown), lambda on: draw_columns(on, shown, year))


def finding(found: Sequence[Series]) -> str:
    """How many of the indicators rose and fell from their first to their last value, and which moved most.

    Each of `found` has two values at least.
    """
    changes = [(one, *_values(one)) for one in found]
    series, old, new = max(changes, key=lambda change: movement(change[1], change[2]))
    said = moved(old, new, series.unit, series.decimals)
    head = f"{_span(found)}: {tendency([(old, new) for _, old, new in changes])}"
    return head if old == new else f"{head}; thay đổi nhiều nhất: {series.name} ({said})"


def _span(found: Sequence[Series]) -> str:
    """Between which periods: named where they are the same for all."""
    pairs = {(both[0].title, both[1].title) for one in found if (both := ends(one))}
    if len(pairs) > 1:
        return "Kỳ cuối so với kỳ đầu có số liệu"
    first, last = next(iter(pairs))
    return f"{last[0].upper()}{last[1:]} so với {first}"


def _values(series: Series) -> tuple[Decimal, Decimal]:
    both = ends(series)
    first, last = both or (None, None)
    zero = Decimal(0)
    return (first.value or zero if first else zero), (last.value or zero if last else zero)


def in_words(shown: Sequence[Series]) -> str:
    """Every value of the picture, by indicator."""
    said = []
    for series in shown:
        values = []
        for point in series.points:
            value = "chưa có số liệu" if point.value is None else number(point.value, series.decimals)
            mark = " (ước thực hiện)" if point.estimate else ""
            aim = "" if point.target is None else f" (mục tiêu {number(point.target, series.decimals)})"
            values.append(f"{point.title} {value}{mark}{aim}")
        said.append(f"{series.name} ({series.unit}): {'; '.join(values)}.")
    return " ".join(said)
