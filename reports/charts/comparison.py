"""This year against last: a pair of bars for each indicator, or the years of a programme beside each other."""

from collections.abc import Sequence
from decimal import Decimal

from reports.charts.chart import Chart
from reports.charts.columns import draw_columns, height_of, most_moved
from reports.charts.drawing import BRAND, INK, MUTED, Drawing
from reports.charts.fonts import width, wrap
from reports.charts.trend import finding, in_words
from reports.charts.words import moved, movement, tendency
from reports.compiled import CompiledReport
from reports.figures import IndicatorFigure
from reports.wording import number

_MOST, _ROW, _BAR = 10, 36.0, 12.0
_NAME, _BARS, _LONGEST, _ROOM, _CHANGE = 222.0, 230.0, 170.0, 126.0, 640.0
_HARD = "\u00a0"
_Compared = tuple[IndicatorFigure, Decimal, Decimal]


def comparison_chart(compiled: CompiledReport) -> Chart | None:
    """The same period of last year beside this one's; None where no earlier value is known."""
    known = [
        (figure, figure.previous, figure.total)
        for figure in compiled.shown_figures
        if figure.previous is not None and figure.total is not None
    ]
    compared = [one for one in known if one[0].comparable]
    return _pairs(compiled, compared, len(known) - len(compared)) if compared else _years(compiled)


def _years(compiled: CompiledReport) -> Chart | None:
    shown = most_moved(compiled.years)
    if not shown:
        return None
    year = compiled.period.last.year
    title = finding(compiled.years)
    alt = f"Biểu đồ cột theo năm. {title}. {in_words(shown)}"
    return Chart("comparison", title, alt, height_of(shown), lambda on: draw_columns(on, shown, year))


def _pairs(compiled: CompiledReport, compared: Sequence[_Compared], uneven: int) -> Chart:
    """Last year beside this one; of `uneven` more, other bodies reported then than now."""
    ranked = sorted(compared, key=lambda one: -movement(one[1], one[2]))[:_MOST]
    most, old, new = ranked[0]
    now, before = compiled.period.title(), compiled.period.last.year - 1
    same = f"năm {before}" if compiled.period.kind == "year" else f"cùng kỳ {before}"
    title = f"{now[0].upper()}{now[1:]} so với {same}: {tendency([(old, new) for _, old, new in compared])}"
    if old != new:
        title += f"; thay đổi nhiều nhất: {most.name} ({moved(old, new, most.unit, most.decimals)})"
    if uneven:
        title += f"; {uneven} chỉ tiêu không so sánh vì không cùng đơn vị báo cáo"
    said = " ".join(_sentence(one, before) for one in ranked)
    left_out = len(compared) - len(ranked)
    note = f"Vẽ {len(ranked)} chỉ tiêu thay đổi nhiều nhất trong {len(compared)}. " if left_out else ""
    alt = f"Biểu đồ thanh đôi. {title}. {note}{said}"
    height = _ROW * len(ranked) + 18
    return Chart("comparison", title, alt, height, lambda on: _draw(on, ranked, before, note))


def _sentence(one: _Compared, before: int) -> str:
    figure, old, new = one
    values = f"năm {before} {number(old, figure.decimals)}; năm {before + 1} {number(new, figure.decimals)}"
    return f"{figure.name} ({figure.unit}): {values}, {moved(old, new, figure.unit, figure.decimals)}."


def _draw(on: Drawing, ranked: Sequence[_Compared], before: int, note: str) -> None:
    hatched = on.hatch(MUTED)
    for n, (figure, old, new) in enumerate(ranked):
        top = n * _ROW + 4
        lines = wrap(f"{figure.name} ({figure.unit.replace(' ', _HARD)})", _NAME, 10.5, 2)
        for k, line in enumerate(lines):
            on.text(_NAME, top + (11 if len(lines) > 1 else 17) + 13 * k, line, 10.5, "end")
        most = max(old, new, Decimal(0)) or Decimal(1)
        for k, (value, year, fill) in enumerate(((new, before + 1, BRAND), (old, before, hatched))):
            y = top + k * (_BAR + 2)
            long = float(max(value, Decimal(0)) / most) * _LONGEST
            on.rect(_BARS, y, long, _BAR, fill, BRAND if k == 0 else MUTED)
            said = f"{year}: {number(value, figure.decimals)}{'*' if k == 0 and figure.estimate else ''}"
            size = 10.5 if width(said, 10.5, bold=True) <= _ROOM else 8.0
            on.text(_BARS + long + 5, y + 10, said, size, bold=k == 0)
        on.text(_CHANGE, top + 17, moved(old, new, figure.unit, figure.decimals), 10.5, "end", bold=True)
        on.line(_BARS, top - 2, _BARS, top + 2 * _BAR + 4, INK)
    star = " * ước thực hiện." if any(figure.estimate for figure, _, _ in ranked) else ""
    on.text(0, _ROW * len(ranked) + 12, f"{note}Mỗi chỉ tiêu một thang đo, bắt đầu từ 0.{star}", 10, colour=MUTED)
