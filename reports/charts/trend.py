"""How indicators went through the report's own period: by month, quarter or half-year."""

from collections.abc import Sequence

from reports.charts.chart import Chart
from reports.charts.columns import draw_columns, height_of, most_moved
from reports.charts.words import moved, movement, tendency
from reports.compiled import CompiledReport, Point, Series
from reports.series import moves
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
    """How many of the indicators rose and fell between the same two periods, which are named, and which moved most.

    What cannot be compared between them is only counted: a value is missing there, or lacks bodies, or has others. One
    at least of `found` has two values.
    """
    compared = moves(found)
    left_out = sum(sum(point.value is not None for point in one.points) > 1 for one in found) - len(compared)
    why = f"{left_out} chỉ tiêu không so sánh vì thiếu số liệu hoặc không cùng đơn vị báo cáo" if left_out else ""
    if not compared:
        return f"Diễn biến theo kỳ: {why}"
    most = max(compared, key=lambda one: movement(one.old, one.new))
    first, last = most.first.title, most.last.title
    said = [f"{last[0].upper()}{last[1:]} so với {first}: {tendency([(one.old, one.new) for one in compared])}"]
    if most.old != most.new:
        change = moved(most.old, most.new, most.series.unit, most.series.decimals)
        said.append(f"thay đổi nhiều nhất: {most.series.name} ({change})")
    return "; ".join([*said, *([why] if why else [])])


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
