"""Small pictures of one indicator each: a column for each period from zero on, its value over it, gaps left open."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from reports.charts.drawing import BRAND, CARD, INK, PALE, PLAIN, SMALL, WIDTH, Drawing
from reports.charts.fonts import filled, fit, width, wrap
from reports.charts.words import briefly, movement
from reports.compiled import Point, Series
from reports.series import moves
from reports.tables import PARTIAL, SPARED, point_text
from reports.wording import EXEMPT

#: At most so many indicators in one picture.
MOST = 5
_GAP, _PLOT = 24.0, 58.0
#: Room over the columns for a line of name and the values, under them for a line of periods; a line of each more.
_OVER, _UNDER, _LINE, _SMALL_LINE = 38.0, 28.0, 15.0, 14.0
#: Sizes of a value, the largest that fits its column: 9, 8 and, for numbers beyond a thousand million, 6 points.
_VALUES = (PLAIN, 11.3, 8.5)
_HARD = "\u00a0"


def most_moved(found: Sequence[Series], ahead: Collection[str] = ()) -> list[Series]:
    """The indicators that moved most between the periods that are compared, at most five, in the order given.

    Those `ahead` (by code) come before all others; those that cannot be compared, since not all bodies are in their
    values, after them.
    """
    shown = [one for one in found if sum(point.value is not None for point in one.points) > 1]
    compared = {one.series.indicator: movement(one.old, one.new, one.series.unit) for one in moves(found)}
    least = (Decimal(-1), False)
    ranked = sorted(
        shown, key=lambda one: (one.indicator in ahead, *compared.get(one.indicator, least)), reverse=True
    )  # stable: as given among equals
    chosen = ranked[:MOST]
    return [one for one in found if one in chosen]


def height_of(shown: Sequence[Series], year: int) -> float:
    """How high a drawing of these is."""
    across = _across(shown)
    return _row(shown, year) * ((len(shown) + across - 1) // across) + _SMALL_LINE * len(_notes(shown)) + 2


def _across(shown: Sequence[Series]) -> int:
    return 2 if len(shown) > 1 and max(len(one.points) for one in shown) <= 6 else 1


def _wide(shown: Sequence[Series]) -> float:
    """How wide one indicator's picture is."""
    across = _across(shown)
    return (WIDTH - _GAP * (across - 1)) / across


def _row(shown: Sequence[Series], year: int) -> float:
    """How high one indicator's picture is, as high as the one with the most lines of name."""
    return _LINE * (max(len(_named(one, _wide(shown))) for one in shown) - 1) + _high(shown, year)


def _high(shown: Sequence[Series], year: int) -> float:
    """How high a picture with one line of name is, with as many lines of periods as they need."""
    lines = (len(line) for one in shown for line in _periods(one, _wide(shown), year))
    return _OVER + _PLOT + _UNDER + _SMALL_LINE * (max(lines) - 1)


def _named(series: Series, wide: float) -> list[str]:
    """An indicator's name with its unit, on two lines at most."""
    return wrap(f"{series.name} ({series.unit.replace(' ', _HARD)})", wide, PLAIN, 2, bold=True)


def _periods(series: Series, wide: float, year: int) -> list[list[str]]:
    """What stands under each column, on two lines at most: the year where each has its own, or the period."""
    years = [point.period[:4] for point in series.points]
    said = years if len(set(years)) == len(years) else [briefly(point.title, year) for point in series.points]
    return [wrap(words, wide / len(said) - 4, SMALL, 2) for words in said]


def draw_columns(on: Drawing, shown: Sequence[Series], year: int) -> None:
    """The indicators below each other, two beside each other where there is room; `year` is left out of titles."""
    across, wide, high, plot = _across(shown), _wide(shown), _row(shown, year), _high(shown, year)
    for n, series in enumerate(shown):
        x, y = (n % across) * (wide + _GAP), (n // across) * high
        for k, line in enumerate(_named(series, wide)):
            on.text(x, y + 13 + _LINE * k, line, bold=True)
        _panel(on, series, x, y + high - plot, wide, year)
    y = high * ((len(shown) + across - 1) // across) + 10
    for note in _notes(shown):
        on.text(0, y, note, SMALL)
        y += _SMALL_LINE


def _notes(shown: Sequence[Series]) -> list[str]:
    points = [point for one in shown for point in one.points]
    said = ["Mỗi chỉ tiêu một thang đo, bắt đầu từ 0."]
    if any(point.value is None for point in points):
        said.append("“…” chưa có số liệu.")
    if any(point.estimate for point in points):
        said.append("Cột kẻ chéo, dấu * là ước thực hiện.")
    if any(point.partial for point in points):
        said.append(f"Cột rỗng, dấu {PARTIAL} là chưa đủ đơn vị báo cáo, không so sánh.")
    if any(point.exempt for point in points):
        said.append(f"Cột rỗng, dấu {SPARED} là {EXEMPT}, không so sánh.")
    if any(point.imported for point in points):
        said.append("Cột nhạt là số liệu các năm trước được nhập vào.")
    if any(point.target is not None for point in points):
        said.append("Vạch đứt là mục tiêu.")
    return filled(said, SMALL, WIDTH)


def _panel(on: Drawing, series: Series, x: float, y: float, wide: float, year: int) -> None:
    reach = [abs(value) for point in series.points for value in (point.value, point.target) if value is not None]
    top = max([*reach, Decimal(0)]) or Decimal(1)
    below = any(point.value is not None and point.value < 0 for point in series.points)
    zero, scale = (y + _OVER + _PLOT / 2, _PLOT / 2) if below else (y + _OVER + _PLOT - 4, _PLOT - 4)
    slot = wide / len(series.points)
    said = _periods(series, wide, year)
    for n, point in enumerate(series.points):
        _column(on, point, series.decimals, x + n * slot, slot, zero, scale, top)
        for k, line in enumerate(said[n]):
            on.text(x + (n + 0.5) * slot, y + _OVER + _PLOT + 10 + _SMALL_LINE * k, line, SMALL, "middle")
    on.line(x, zero, x + wide, zero, INK)


def _column(
    on: Drawing, point: Point, decimals: int, x: float, slot: float, zero: float, scale: float, top: Decimal
) -> None:
    middle = x + slot / 2
    if point.value is None:
        _target(on, point, x, slot, zero, scale, top)
        on.text(middle, zero - 4, "…", PLAIN, "middle", bold=True)
    else:
        high = float(point.value / top) * scale
        wide = min(slot * 0.62, 70.0)
        fill = _fill(on, point)
        on.rect(middle - wide / 2, zero - max(high, 0), wide, abs(high), fill, BRAND)
        said = point_text(point, decimals)
        size = next((one for one in _VALUES if width(said, one, bold=True) <= slot - 2), _VALUES[-1])
        _target(on, point, x, slot, zero, scale, top)
        base, needed = zero - max(high, 0) - 4, width(said, size, bold=True)
        if point.target is not None:  # the dashes do not run through the value
            on.rect(middle - needed / 2 - 1, base - size + 1, needed + 2, size + 1, CARD)
        on.text(middle, base, fit(said, slot, size, bold=True), size, "middle", bold=True)


def _fill(on: Drawing, point: Point) -> str:
    """Hollow where bodies are missing or excused, hatched for an estimate, pale for what was taken in."""
    if not point.whole:
        return CARD
    return on.hatch(BRAND) if point.estimate else PALE if point.imported else BRAND


def _target(on: Drawing, point: Point, x: float, slot: float, zero: float, scale: float, top: Decimal) -> None:
    if point.target is not None and point.target >= 0:
        level = zero - float(point.target / top) * scale
        for colour, wide, dash in ((CARD, 3.4, ""), (INK, 1.4, "5 3")):  # seen on a dark column, too
            on.line(x + slot * 0.06, level, x + slot * 0.94, level, colour, wide, dash)
