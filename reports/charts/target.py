"""How much of its target each indicator has reached."""

from collections.abc import Sequence
from decimal import Decimal

from reports.charts.chart import Chart
from reports.charts.drawing import BRAND, CARD, INK, MUTED, Drawing
from reports.charts.fonts import fit, wrap
from reports.compiled import CompiledReport
from reports.figures import IndicatorFigure
from reports.wording import number, percent, quantity

_MOST, _ROW, _BAR, _HEAD = 15, 30.0, 14.0, 18.0
_NAME, _BARS, _LONGEST, _AMOUNT = 222.0, 230.0, 190.0, 150.0
_FULL = Decimal(100)
#: A bar goes no further than twice the target: what is far over it would flatten all others. Its end is left open.
_FURTHEST = Decimal(200)


def target_chart(compiled: CompiledReport) -> Chart | None:
    """The share of its target that each indicator has reached; None where none has a target and a value."""
    aimed = [(one, one.percent_of_target) for one in compiled.shown_figures if one.percent_of_target is not None]
    if not aimed:
        return None
    ranked = sorted(aimed, key=lambda one: -one[1])
    whole = all(figure.target_period == compiled.period.key for figure, _ in aimed)
    title = _finding(ranked, "mục tiêu" if whole else "mục tiêu năm")
    shown = ranked[-_MOST:]
    left_out = len(ranked) - len(shown)
    note = f"Không vẽ {left_out} chỉ tiêu đạt cao hơn." if left_out else ""
    said = " ".join(f"{figure.name}: {percent(share)} ({_amount(figure)})." for figure, share in shown)
    alt = f"Biểu đồ thanh, tỷ lệ đạt mục tiêu. {title}. {said}"
    height = _HEAD + _ROW * len(shown) + (18 if note else 4)
    return Chart("target", title, alt, height, lambda on: _draw(on, shown, note))


def _finding(ranked: Sequence[tuple[IndicatorFigure, Decimal]], aim: str) -> str:
    met = sum(share >= _FULL for _, share in ranked)
    if len(ranked) == 1:
        figure, share = ranked[0]
        return f"{figure.name}: đạt {percent(share)} {aim}"
    head = f"{met}/{len(ranked)} chỉ tiêu đạt {aim}"
    figure, share = ranked[-1]
    return head if met == len(ranked) else f"{head}; thấp nhất: {figure.name} ({percent(share)})"


def _amount(figure: IndicatorFigure) -> str:
    reached = "" if figure.total is None else number(figure.total, figure.decimals)
    return reached if figure.target is None else f"{reached}/{quantity(figure.target, figure)}"


def _draw(on: Drawing, shown: Sequence[tuple[IndicatorFigure, Decimal]], note: str) -> None:
    top = max(_FULL, min(_FURTHEST, max(share for _, share in shown)))
    end = _HEAD + _ROW * len(shown)
    hatched = on.hatch(BRAND)
    for n, (figure, share) in enumerate(shown):
        y = _HEAD + n * _ROW + 4
        lines = wrap(figure.name, _NAME, 10.5, 2)
        for k, line in enumerate(lines):
            on.text(_NAME, y + (5 if len(lines) > 1 else 11) + 13 * k, line, 10.5, "end")
        long = float(min(max(share, Decimal(0)), top) / top) * _LONGEST
        on.rect(_BARS, y, long, _BAR, BRAND if share >= _FULL else hatched, BRAND)
        if share > top:
            for gap in (14, 8):
                on.line(_BARS + long - gap - 4, y + _BAR + 1, _BARS + long - gap + 4, y - 1, CARD, 2.4)
        mark = "*" if figure.estimate else ""
        x = _BARS + max(long, float(_FULL / top) * _LONGEST if share < _FULL else long) + 6
        on.text(x, y + 11, f"{percent(share)}{mark}", bold=True)
        on.text(640, y + 11, fit(_amount(figure), _AMOUNT, 10), 10, "end", MUTED)
    on.line(_BARS, _HEAD - 2, _BARS, end, INK)
    full = _BARS + float(_FULL / top) * _LONGEST
    on.line(full, _HEAD - 2, full, end, CARD, 3.4)
    on.line(full, _HEAD - 2, full, end, INK, 1.4, "5 3")
    on.text(full, _HEAD - 6, "mục tiêu 100%", 10, "middle", INK)
    on.text(_BARS, _HEAD - 6, "0", 10, "middle", MUTED)
    star = "* ước thực hiện." if any(figure.estimate for figure, _ in shown) else ""
    if note:
        on.text(0, end + 12, f"{note} {star}", 10, colour=MUTED)
    elif star:
        on.text(0, _HEAD - 6, star, 10, colour=MUTED)
