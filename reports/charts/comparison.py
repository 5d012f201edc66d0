"""This year against last: a pair of bars for each indicator, or the years of a programme beside each other."""

from collections.abc import Sequence
from decimal import Decimal

from reports.charts.chart import Chart
from reports.charts.columns import draw_columns, height_of
from reports.charts.drawing import BRAND, CARD, INK, MUTED, SMALL, WIDTH, Drawing
from reports.charts.fonts import filled, width, wrap
from reports.charts.trend import drawn, findings, in_words
from reports.charts.words import moved, movement, tendency
from reports.compiled import CompiledReport
from reports.figures import IndicatorFigure
from reports.tables import ESTIMATE, PARTIAL
from reports.wording import IN_PART, number, year_before

_MOST, _ROW, _BAR = 10, 37.0, 13.0
_NAME, _BARS, _LONGEST, _ROOM, _CHANGE = 252.0, 260.0, 132.0, 130.0, 640.0
_LINE = 14.0
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
    shown = drawn(compiled.years)
    if not shown:
        return None
    year = compiled.period.last.year
    title, *details = found = findings(compiled.years)
    alt = f"Biểu đồ cột theo năm. {'; '.join(found)}. {in_words(shown)}"
    return Chart("comparison", title, details, alt, height_of(shown, year), lambda on: draw_columns(on, shown, year))


def _pairs(compiled: CompiledReport, compared: Sequence[_Compared], uneven: Sequence[IndicatorFigure]) -> Chart:
    """Last year beside this one; `uneven` are more, in which other bodies were then than now, or for a part."""
    ranked = sorted(compared, key=lambda one: movement(one[1], one[2], one[0].unit), reverse=True)[:_MOST]
    most, old, new = ranked[0]
    now, before = compiled.period.title(), compiled.period.last.year - 1
    same = year_before(compiled.period.key, named=True)
    title = f"{now[0].upper()}{now[1:]} so với {same}: {tendency([(old, new) for _, old, new in compared])}"
    details = []
    if movement(old, new, most.unit)[0]:
        among = "trong số đó " if uneven else ""
        details.append(f"{among}thay đổi nhiều nhất: {most.name} ({moved(old, new, most.unit, most.decimals)})")
    partly = sum(bool(figure.spared) or figure.previous_spared for figure in uneven)
    reasons = ((len(uneven) - partly, "không cùng đơn vị báo cáo"), (partly, IN_PART))
    details += [f"{count} chỉ tiêu không so sánh vì {why}" for count, why in reasons if count]
    said = " ".join(_sentence(one, before) for one in ranked)
    left_out = len(compared) - len(ranked)
    note = f"Vẽ {len(ranked)} chỉ tiêu thay đổi nhiều nhất trong {len(compared)}." if left_out else ""
    alt = f"Biểu đồ thanh đôi. {'; '.join([title, *details])}. {f'{note} ' if note else ''}{said}"
    notes = _notes([figure for figure, _, _ in ranked], note)
    height = _ROW * len(ranked) + _LINE * len(notes) + 4
    return Chart("comparison", title, details, alt, height, lambda on: _draw(on, ranked, before, notes))


def _sentence(one: _Compared, before: int) -> str:
    figure, old, new = one
    values = f"năm {before} {number(old, figure.decimals)}; năm {before + 1} {number(new, figure.decimals)}"
    lacks = f" ({figure.reported}/{figure.expected} đơn vị)" if _marks(figure) else ""
    return f"{figure.name} ({figure.unit}): {values}{lacks}, {moved(old, new, figure.unit, figure.decimals)}."


def _draw(on: Drawing, ranked: Sequence[_Compared], before: int, notes: Sequence[str]) -> None:
    hatched = on.hatch(MUTED)
    for n, (figure, old, new) in enumerate(ranked):
        top = n * _ROW + 4
        lines = wrap(f"{figure.name} ({figure.unit.replace(' ', _HARD)})", _NAME, SMALL, 2)
        for k, line in enumerate(lines):
            on.text(_NAME, top + (11 if len(lines) > 1 else 18) + _LINE * k, line, SMALL, "end")
        most = max(old, new, Decimal(0)) or Decimal(1)
        own = CARD if _marks(figure) else BRAND
        for k, (value, year, fill) in enumerate(((new, before + 1, own), (old, before, hatched))):
            y = top + k * (_BAR + 2)
            long = float(max(value, Decimal(0)) / most) * _LONGEST
            on.rect(_BARS, y, long, _BAR, fill, BRAND if k == 0 else MUTED)
            marks = f"{ESTIMATE if figure.estimate else ''}{_marks(figure)}" if k == 0 else ""
            said = f"{year}: {number(value, figure.decimals)}{marks}"
            size = SMALL if width(said, SMALL, bold=True) <= _ROOM else 8.5
            on.text(_BARS + long + 5, y + 11, said, size, bold=k == 0)
        on.text(_CHANGE, top + 18, moved(old, new, figure.unit, figure.decimals), SMALL, "end", bold=True)
        on.line(_BARS, top - 2, _BARS, top + 2 * _BAR + 4, INK)
    for k, line in enumerate(notes):
        on.text(0, _ROW * len(ranked) + 12 + _LINE * k, line, SMALL)


def _notes(figures: Sequence[IndicatorFigure], note: str) -> list[str]:
    said = [*([note] if note else []), "Mỗi chỉ tiêu một thang đo, bắt đầu từ 0."]
    if any(one.estimate for one in figures):
        said.append(f"{ESTIMATE} ước thực hiện.")
    if any(map(_marks, figures)):
        said.append(f"{PARTIAL} (thanh rỗng) chưa đủ đơn vị báo cáo.")
    return filled(said, SMALL, WIDTH)


def _marks(figure: IndicatorFigure) -> str:
    """Behind a sum that not all bodies are in; those that are were in last year's, too."""
    return PARTIAL if figure.reported < figure.expected else ""
