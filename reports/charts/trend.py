"""How indicators went through the report's own period: by month, quarter or half-year."""

from collections.abc import Sequence
from decimal import Decimal

from reports.charts.chart import Chart
from reports.charts.columns import draw_columns, height_of, most_moved
from reports.charts.words import moved, movement, tendency
from reports.compiled import CompiledReport, Point, Series
from reports.series import ends
from reports.wording import number


def trend_chart(compiled: CompiledReport) -> Chart | None:
    """The five indicators that moved most within the period; None where none has two values."""
    shown = most_moved(compiled.trend)
    if not shown:
        return None
    year = compiled.period.last.year
    title = finding(compiled.trend)
    alt = f"Biểu đồ cột theo kỳ. {title}. {in_words(shown)}"
    return Chart("trend", title, alt, height_of(shown), lambda on: draw_columns(on, shown, year))


def finding(found: Sequence[Series]) -> str:
    """How many of the indicators rose and fell from their first to their last value, and which moved most.

    Values that lack bodies are not compared, and the finding says of how many indicators that holds; one at least of
    `found` has two values.
    """
    changes = [(one, *_values(one)) for one in found if ends(one)]
    left_out = sum(not ends(one) and sum(point.value is not None for point in one.points) > 1 for one in found)
    why = f"{left_out} chỉ tiêu không so sánh vì không cùng đơn vị báo cáo" if left_out else ""
    if not changes:
        return f"Diễn biến theo kỳ: {why}"
    series, old, new = max(changes, key=lambda change: movement(change[1], change[2]))
    said = [f"{_span([one for one, _, _ in changes])}: {tendency([(old, new) for _, old, new in changes])}"]
    if old != new:
        said.append(f"thay đổi nhiều nhất: {series.name} ({moved(old, new, series.unit, series.decimals)})")
    return "; ".join([*said, *([why] if why else [])])


def _span(found: Sequence[Series]) -> str:
    """Between which periods: named where they are the same for all."""
    pairs = {(both[0].title, both[1].title) for one in found if (both := ends(one))}
    if len(pairs) > 1:
        return "Kỳ cuối so với kỳ đầu có đủ số liệu"
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
            aim = "" if point.target is None else f" (mục tiêu {number(point.target, series.decimals)})"
            values.append(f"{point.title} {_told(point, series.decimals)}{aim}")
        said.append(f"{series.name} ({series.unit}): {'; '.join(values)}.")
    return " ".join(said)


def _told(point: Point, decimals: int) -> str:
    if point.value is None:
        return "không công bố" if point.withheld else "chưa có số liệu"
    mark = " (ước thực hiện)" if point.estimate else ""
    lacks = f" ({point.reported}/{point.expected} đơn vị)" if point.partial else ""
    return f"{number(point.value, decimals)}{mark}{lacks}"
