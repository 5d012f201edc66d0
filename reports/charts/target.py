"""How much of its target each indicator has reached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.charts.chart import Chart
from reports.charts.drawing import BRAND, CARD, INK, PLAIN, SMALL, WIDTH, Drawing
from reports.charts.fonts import filled, fit, width, wrap
from reports.compiled import CompiledReport
from reports.figures import IndicatorFigure
from reports.tables import ESTIMATE, PARTIAL, SPARED
from reports.targets import verdict
from reports.wording import EXEMPT, coverage, number, quantity, share_of_target

_MOST, _ROW, _BAR, _HEAD, _LINE = 15, 34.0, 15.0, 20.0, 14.0
_NAME, _BARS, _LONGEST = 252.0, 260.0, 160.0
_FULL = Decimal(100)
#: A bar goes no further than twice the target: what is far over it would flatten all others. Its end is left open.
_FURTHEST = Decimal(200)


@dataclass(frozen=True, slots=True)
class _Aimed:
    """An indicator with the share of its target that it has reached, in per cent; `met` is None where it may change."""

    figure: IndicatorFigure
    share: Decimal
    met: bool | None

    @property
    def partial(self) -> bool:
        """Whether bodies are missing in it."""
        return self.figure.reported < self.figure.expected

    @property
    def marks(self) -> str:
        """The signs behind its number."""
        lacks = (PARTIAL if self.partial else "") + (SPARED if self.figure.exempt else "")
        return (ESTIMATE if self.figure.estimate else "") + lacks


def target_chart(compiled: CompiledReport) -> Chart | None:
    """The share of its target that each indicator has reached; None where none has a target and a value."""
    ranked = sorted(_aimed(compiled), key=lambda one: -one.share)
    if not ranked:
        return None
    whole = all(one.figure.target_period == compiled.period.key for one in ranked)
    title, *details = found = _findings(ranked, "mục tiêu" if whole else "mục tiêu năm")
    shown = ranked[-_MOST:]
    left_out = len(ranked) - len(shown)
    note = f"Không vẽ {left_out} chỉ tiêu đạt cao hơn." if left_out else ""
    said = " ".join(f"{one.figure.name}: {share_of_target(one.figure)}% ({_amount(one.figure)})." for one in shown)
    alt = f"Biểu đồ thanh, tỷ lệ đạt mục tiêu. {'; '.join(found)}. {said}"
    notes = filled([*([note] if note else []), *_signs(shown)], SMALL, WIDTH)
    height = _HEAD + _ROW * len(shown) + _LINE * len(notes) + 4
    return Chart("target", title, details, alt, height, lambda on: _draw(on, shown, notes))


def _aimed(compiled: CompiledReport) -> Iterator[_Aimed]:
    for figure in compiled.shown_figures:
        share = figure.percent_of_target
        if share is not None:
            indicator = compiled.document.indicator(figure.indicator)
            in_full = figure.target_period == compiled.period.key or indicator.aim == "at-least"
            whole = in_full and figure.reported == figure.expected
            yield _Aimed(figure, share, verdict(indicator, share, _FULL, whole=whole))


def _findings(ranked: Sequence[_Aimed], aim: str) -> list[str]:
    """How many targets are met and which is furthest from it; apart those that missing bodies could still decide."""
    if len(ranked) == 1:
        (one,) = ranked
        partly = coverage(one.figure)
        return [f"{one.figure.name}: đạt {share_of_target(one.figure)}% {aim}" + (f", {partly}" if partly else "")]
    judged = [one for one in ranked if one.met is not None]
    missed = [one for one in judged if not one.met]
    said = [f"{len(judged) - len(missed)}/{len(judged)} chỉ tiêu đạt {aim}"] if judged else []
    if missed:
        said.append(f"thấp nhất: {missed[-1].figure.name} ({share_of_target(missed[-1].figure)}%)")
    if len(judged) < len(ranked):
        said.append(f"{len(ranked) - len(judged)} chỉ tiêu chưa đủ số liệu để đánh giá")
    return said


def _amount(figure: IndicatorFigure) -> str:
    reached = "" if figure.total is None else number(figure.total, figure.decimals)
    return reached if figure.target is None else f"{reached}/{quantity(figure.target, figure)}"


def _draw(on: Drawing, shown: Sequence[_Aimed], notes: Sequence[str]) -> None:
    top = max(_FULL, min(_FURTHEST, max(one.share for one in shown)))
    end = _HEAD + _ROW * len(shown)
    hatched = on.hatch(BRAND)
    for n, one in enumerate(shown):
        figure, share = one.figure, one.share
        y = _HEAD + n * _ROW + 4
        lines = wrap(figure.name, _NAME, SMALL, 2)
        for k, line in enumerate(lines):
            on.text(_NAME, y + (5 if len(lines) > 1 else 12) + _LINE * k, line, SMALL, "end")
        long = float(min(max(share, Decimal(0)), top) / top) * _LONGEST
        on.rect(_BARS, y, long, _BAR, CARD if one.partial else BRAND if one.met else hatched, BRAND)
        if share > top:
            for gap in (14, 8):
                on.line(_BARS + long - gap - 4, y + _BAR + 1, _BARS + long - gap + 4, y - 1, CARD, 2.4)
        x = _BARS + max(long, float(_FULL / top) * _LONGEST if share < _FULL else long) + 6
        said = f"{share_of_target(figure)}%{one.marks}"
        on.text(x, y + 12, said, bold=True)
        room = WIDTH - x - width(said, PLAIN, bold=True) - 8
        on.text(WIDTH, y + 12, fit(_amount(figure), room, SMALL), SMALL, "end")
    on.line(_BARS, _HEAD - 2, _BARS, end, INK)
    full = _BARS + float(_FULL / top) * _LONGEST
    on.line(full, _HEAD - 2, full, end, CARD, 3.4)
    on.line(full, _HEAD - 2, full, end, INK, 1.4, "5 3")
    on.text(full, _HEAD - 6, "mục tiêu 100%", SMALL, "middle")
    on.text(_BARS, _HEAD - 6, "0", SMALL, "middle")
    for k, line in enumerate(notes):
        on.text(0, end + 12 + _LINE * k, line, SMALL)


def _signs(shown: Sequence[_Aimed]) -> list[str]:
    """What the signs behind the numbers say, those that are there."""
    signs = [f"{ESTIMATE} ước thực hiện."] if any(one.figure.estimate for one in shown) else []
    signs += [f"{PARTIAL} chưa đủ đơn vị báo cáo."] if any(one.partial for one in shown) else []
    signs += [f"{SPARED} {EXEMPT}."] if any(one.figure.exempt for one in shown) else []
    return signs
