"""How indicators went through the report's own period: by month, quarter or half-year."""

from collections import Counter
from collections.abc import Collection, Sequence

from models.periods import any_period
from reports.charts.chart import Chart
from reports.charts.columns import draw_columns, height_of, most_moved
from reports.charts.words import moved, movement, tendency
from reports.compiled import CompiledReport, Point, Series
from reports.series import Move, moves
from reports.wording import EXEMPT, IN_PART, number

#: So many pairs of periods are told besides the first, the others only counted.
_MORE_SPANS = 2
_PAIR = 2


def trend_chart(compiled: CompiledReport) -> Chart | None:
    """The five indicators that moved most within the period; None where none has two values."""
    shown = drawn(compiled.trend)
    if not shown:
        return None
    year = compiled.period.last.year
    title, *details = found = findings(compiled.trend)
    alt = f"Biểu đồ cột theo kỳ. {'; '.join(found)}. {in_words(shown)}"
    return Chart("trend", title, details, alt, height_of(shown, year), lambda on: draw_columns(on, shown, year))


def drawn(found: Sequence[Series]) -> list[Series]:
    """The indicators in the picture: those that moved most, first of all between the periods told of first."""
    spans = _by_span(moves(found))
    return most_moved(found, {one.series.indicator for one in spans[0]} if spans else ())


def findings(found: Sequence[Series]) -> list[str]:
    """How many of the indicators rose and fell, told by the periods between which they are compared.

    First those that reach the latest period, with the one of them that moved most in per cent; what cannot be compared
    is counted, with the reason. One at least of `found` has two values.
    """
    compared = moves(found)
    why = _left_out(found, {move.series.indicator for move in compared})
    if not compared:
        return [f"Diễn biến theo kỳ: {why}"]
    main, *rest = _by_span(compared)
    most = max(main, key=lambda one: movement(one.old, one.new, one.series.unit))
    told = _tendency(main)
    said = [told[0].upper() + told[1:]]
    if movement(most.old, most.new, most.series.unit)[0]:
        change = moved(most.old, most.new, most.series.unit, most.series.decimals)
        among = "trong số đó " if rest or why else ""
        said.append(f"{among}thay đổi nhiều nhất: {most.series.name} ({change})")
    said += map(_tendency, rest[:_MORE_SPANS])
    if others := sum(map(len, rest[_MORE_SPANS:])):
        said.append(f"{others} chỉ tiêu so sánh giữa các kỳ khác")
    return [*said, *([why] if why else [])]


def _by_span(compared: Sequence[Move]) -> list[list[Move]]:
    """Indicators by the two periods between which they are compared; the latest first, of equals the most."""
    spans: dict[tuple[str, str, str], list[Move]] = {}
    for move in compared:
        spans.setdefault((move.first.period, move.last.period, _lacks(move)), []).append(move)
    return sorted(spans.values(), key=lambda one: (any_period(one[0].last.period).last, len(one)), reverse=True)


def _tendency(span: Sequence[Move]) -> str:
    first, last, lacks = span[0].first.title, span[0].last.title, _lacks(span[0])
    said = f"{last} so với {first}: {tendency([(one.old, one.new) for one in span])}"
    return f"với các chỉ tiêu {lacks}, {said}" if lacks else said


def _lacks(move: Move) -> str:
    """Why an indicator is not compared up to its last period; "" where it is."""
    last = move.series.points[-1]
    if last is move.last:
        return ""
    if last.spared:
        return f"mà {last.title} {IN_PART}"
    return f"mà {last.title} không cùng đơn vị báo cáo" if _whole(last) else f"chưa đủ số liệu {last.title}"


def _whole(point: Point) -> bool:
    return point.value is not None and not point.partial


def _left_out(found: Sequence[Series], compared: Collection[str]) -> str:
    """How many indicators are not compared, and for which reasons."""
    reasons = Counter(map(_reason, (one for one in found if one.indicator not in compared)))
    if not reasons:
        return ""
    head = f"{reasons.total()} chỉ tiêu không so sánh"
    if len(reasons) == 1:
        return f"{head} vì {next(iter(reasons))}"
    return f"{head} ({', '.join(f'{count} {reason}' for reason, count in reasons.items())})"


def _reason(series: Series) -> str:
    if sum(point.value is not None for point in series.points) < _PAIR:
        return "chưa có số liệu của hai kỳ"
    if any(point.spared for point in series.points):
        return IN_PART
    return "chưa đủ đơn vị báo cáo" if sum(map(_whole, series.points)) < _PAIR else "không cùng đơn vị báo cáo"


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
    exempt = f" ({IN_PART if point.spared else EXEMPT})" if point.exempt else ""
    return f"{number(point.value, decimals)}{mark}{lacks}{exempt}"
