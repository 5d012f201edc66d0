"""Vietnamese for numbers, dates and figures: decimal comma, thousands dot, sentences that claim no more than is known.

Rounding (half up) happens here and nowhere else.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from models.periods import parse_period
from reports.figures import IndicatorFigure

ONCE = "một lần"
NO_FIGURE = "chưa có số liệu"
_ROUNDING = Context(prec=200, rounding=ROUND_HALF_UP)
_SWAP = str.maketrans(",.", ".,")
STATUS_WORDS = {
    "done": "đã hoàn thành",
    "ongoing": "đang thực hiện",
    "not-started": "chưa thực hiện",
    "nil": "không phát sinh",
    "": "đã báo cáo",
}


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """`value` with so many decimals at most; halves go away from zero, and trailing zeros are dropped."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), context=_ROUNDING)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else _ROUNDING.normalize(rounded)


def number(value: Decimal, decimals: int = 2) -> str:
    """As it is written in Vietnam: `1.234,5`."""
    return format(round_half_up(value, decimals), ",f").translate(_SWAP)


def percent(value: Decimal) -> str:
    """A percentage with one decimal at most: `12,5%`."""
    return f"{number(value, 1)}%"


def quantity(value: Decimal, figure: IndicatorFigure) -> str:
    """A figure with its unit: `1.234 lượt`, `12,5%`."""
    said = number(value, figure.decimals)
    return f"{said}{figure.unit}" if figure.unit in ("%", "‰") else f"{said} {figure.unit}"


def official_date(day: date) -> str:
    """A date as documents carry it: days under 10 and the months 1 and 2 are padded (NĐ 30/2020, Phụ lục I)."""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def period_title(key: str) -> str:
    """What readers call a period, by its key."""
    return ONCE if key == "once" else parse_period(key).title()


def status_word(status: str) -> str:
    """What a body said of a duty, in words; a status of its own wording stays as it is."""
    return STATUS_WORDS.get(status, status)


def change(figure: IndicatorFigure) -> str | None:
    """How it compares with the same period of the year before; None where there is nothing to compare with.

    A percentage moves by percentage points, not by per cent of itself.
    """
    if figure.total is None or figure.previous is None:
        return None
    moved = _ROUNDING.subtract(figure.total, figure.previous)
    if moved == 0:
        return "bằng cùng kỳ năm trước"
    word = "tăng" if moved > 0 else "giảm"
    if figure.unit == "%":
        return f"{word} {number(abs(moved), 1)} điểm phần trăm so với cùng kỳ năm trước"
    if figure.change_percent is None:
        return f"cùng kỳ năm trước {quantity(figure.previous, figure)}"
    return f"{word} {percent(abs(figure.change_percent))} so với cùng kỳ năm trước"


def against_target(figure: IndicatorFigure, period: str) -> str | None:
    """How far the target is reached; None where the indicator has none."""
    if figure.percent_of_target is None or figure.target is None:
        return None
    aim = "mục tiêu" if figure.target_period == period else "mục tiêu năm"
    return f"đạt {percent(figure.percent_of_target)} {aim} ({quantity(figure.target, figure)})"


def coverage(figure: IndicatorFigure) -> str | None:
    """How many bodies are in the figure, where that is not all of them."""
    if figure.reported == figure.expected or figure.expected <= 1:
        return None
    return f"theo số liệu của {figure.reported}/{figure.expected} đơn vị"


def sentence(figure: IndicatorFigure, period: str) -> str:
    """A figure as a line of the report: name, value, change, target and how many bodies it rests on."""
    if figure.total is None:
        added = figure.reported > 1
        said = "số liệu của các đơn vị không cộng được, xem phụ lục" if added else NO_FIGURE
        return f"{figure.name}: {said}"
    if figure.all_nil and figure.total == 0:
        value = "không phát sinh"
    else:
        value = quantity(figure.total, figure) + (" (ước thực hiện)" if figure.estimate else "")
    parts = [value, change(figure), against_target(figure, period), coverage(figure)]
    return f"{figure.name}: {', '.join(part for part in parts if part)}"
