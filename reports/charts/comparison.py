"""This year against last: a pair of bars for each indicator, or the years of a programme beside each other."""

from collections.abc import Sequence
from decimal import Decimal

from reports.charts.chart import Chart
from reports.charts.columns import draw_columns, height_of, most_moved
from reports.charts.drawing import BRAND, CARD, INK, MUTED, Drawing
from reports.charts.fonts import width, wrap
from reports.charts.trend import finding, in_words
from reports.charts.words import moved, movement, tendency
from reports.compiled import CompiledReport
from reports.figures import IndicatorFigure
from reports.tables import ESTIMATE, PARTIAL
from reports.wording import IN_PART, number, year_before

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
    uneven = [figure for figure, _, _ in known if not figure.comparable]
    return _pairs(compiled, compared, uneven) if compared else _years(compiled)


def _years(compiled: CompiledReport) -> Chart | None:
    shown = most_moved(compiled.years)
    if not shown:
        return None
    year = compiled.period.last.year
    title = finding(compiled.years)
    alt = f"Biểu đồ cột theo năm. {title}. {in_words(shown)}"
    return Chart("comparison", title, alt, height_of(shown), lambda on: draw_columns(on, shown, year))


def _pairs(compiled: CompiledReport, compared: Sequence[_Compared], uneven: Sequence[IndicatorFigure]) -> Chart:
    """Last year beside this one; `uneven` are more, in which other bodies were then than now, or for a part."""
    ranked = sorted(compared, key=lambda one: -movement(one[1], one[2]))[:_MOST]
    most, old, new = ranked[0]
    now, before = compiled.period.title(), compiled.period.last.year - 1
    same = year_before(compiled.period.key, named=True)
    title = f"{now[0].upper()}{now[1:]} so với {same}: {tendency([(old, new) for _, old, new in compared])}"
    if old != new:
        title += f"; thay đổi nhiều nhất: {most.name} ({moved(old, new, most.unit, most.decimals)})"
    partly = sum(bool(figure.spared) or figure.previous_spared for figure in uneven)
    for count, why in ((len(uneven) - partly, "không cùng đơn vị báo cáo"), (partly, IN_PART)):
        title += f"; {count} chỉ tiêu không so sánh vì {why}" if count else ""
    said = " ".join(_sentence(one, before) for one in ranked)
    left_out = len(compared) - len(ranked)
    note = f"Vẽ {len(ranked)} chỉ tiêu thay đổi nhiều nhất trong {len(compared)}. " if left_out else ""
    alt = f"Biểu đồ thanh đôi. {title}. {note}{said}"
    height = _ROW * len(ranked) + 18
    return Chart("comparison", title, alt, height, lambda on: _draw(on, ranked, before, note))


def _sentence(one: _Compared, before: int) -> str:
    figure, old, new = one
    values = f"năm {before} {number(old, figure.decimals)}; năm {before + 1} {number(new, figure.decimals)}"
    lacks = f" ({figure.reported}/{figure.expected} đơn vị)" if _marks(figure) else ""
    return f"{figure.name} ({figure.unit}): {values}{lacks}, {moved(old, new, figure.unit, figure.decimals)}."


def _draw(on: Drawing, ranked: Sequence[_Compared], before: int, note: str) -> None:
    hatched = on.hatch(MUTED)
    for n, (figure, old, new) in enumerate(ranked):
        top = n * _ROW + 4
        lines = wrap(f"{figure.name} ({figure.unit.replace(' ', _HARD)})", _NAME, 10.5, 2)
        for k, line in enumerate(lines):
            on.text(_NAME, top + (11 if len(lines) > 1 else 17) + 13 * k, line, 10.5, "end")
        most = max(old, new, Decimal(0)) or Decimal(1)
        own = CARD if _marks(figure) else BRAND
        for k, (value, year, fill) in enumerate(((new, before + 1, own), (old, before, hatched))):
            y = top + k * (_BAR + 2)
            long = float(max(value, Decimal(0)) / most) * _LONGEST
            on.rect(_BARS, y, long, _BAR, fill, BRAND if k == 0 else MUTED)
            marks = f"{ESTIMATE if figure.estimate else ''}{_marks(figure)}" if k == 0 else ""
            said = f"{year}: {number(value, figure.decimals)}{marks}"
            size = 10.5 if width(said, 10.5, bold=True) <= _ROOM else 8.0
            on.text(_BARS + long + 5, y + 10, said, size, bold=k == 0)
        on.text(_CHANGE, top + 17, moved(old, new, figure.unit, figure.decimals), 10.5, "end", bold=True)
        on.line(_BARS, top - 2, _BARS, top + 2 * _BAR + 4, INK)
    figures = [figure for figure, _, _ in ranked]
    signs = f" {ESTIMATE} ước thực hiện." if any(one.estimate for one in figures) else ""
    signs += f" {PARTIAL} (thanh rỗng) chưa đủ đơn vị báo cáo." if any(map(_marks, figures)) else ""
    on.text(0, _ROW * len(ranked) + 12, f"{note}Mỗi chỉ tiêu một thang đo, bắt đầu từ 0.{signs}", 10, colour=MUTED)


def _marks(figure: IndicatorFigure) -> str:
    """Behind a sum that not all bodies are in; those that are were in last year's, too."""
    return PARTIAL if figure.reported < figure.expected else ""
