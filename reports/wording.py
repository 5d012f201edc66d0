"""Vietnamese for numbers, dates and figures: decimal comma, thousands dot, sentences that claim no more than is known.

Rounding (half up) happens here and nowhere else.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from models.periods import any_period
from reports.figures import IndicatorFigure
from reports.text import clean

ONCE = "một lần"
NO_FIGURE = "chưa có số liệu"
#: Of a sum: a body is in it for a part of the period, and was excused from the rest.
IN_PART = "có đơn vị được miễn một phần kỳ"
#: The same where a body may have been excused from all of it.
EXEMPT = "có đơn vị được miễn một phần hoặc cả kỳ"
_ROUNDING = Context(prec=200, rounding=ROUND_HALF_UP)
#: Changes from fewer than this are told in numbers: "tăng 300%" from 1 to 4 says less than it seems.
LEAST_BASE = Decimal(10)
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
    rounded = value.quantize(_step(decimals), context=_ROUNDING)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else _ROUNDING.normalize(rounded)


@cache
def _step(decimals: int) -> Decimal:
    """The least difference that so many decimals show."""
    return Decimal(1).scaleb(-decimals)


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
    return ONCE if key == "once" else any_period(key).title()


def briefly(title: str, year: int) -> str:
    """A period's title without the year that a report is on: "6 tháng đầu năm", "quý III", "từ tháng 4 đến tháng 8"."""
    said = title.removesuffix(f"/{year}").removesuffix(f" {year}")
    return said.removesuffix(" năm") if said.startswith(("quý", "tuần", "tháng", "từ")) else said


def status_word(status: str) -> str:
    """What a body said of a duty, in words; a status of its own wording stays as it is."""
    return STATUS_WORDS.get(status, clean(status))


def year_before(period: str, *, named: bool = False) -> str:
    """What a period is compared with: a whole year with the year before, a part of one with the same part of that.

    `named` says which year that was. "" for a programme and for what is owed once, which are compared with nothing.
    """
    if not period[:4].isdigit() or (read := any_period(period)).kind == "program":
        return ""
    year = f"năm {int(period[:4]) - 1}" if named else "năm trước"
    return year if read.kind == "year" else f"cùng kỳ {year}"


def points(old: Decimal, new: Decimal, decimals: int) -> Decimal:
    """The distance of two percentages in points, from the values as they are shown: readers who subtract find it."""
    return _ROUNDING.subtract(round_half_up(new, decimals), round_half_up(old, decimals))


def from_little(old: Decimal) -> bool:
    """Whether a change from this value is told as a number: in per cent it would say less than it seems."""
    return abs(old) < LEAST_BASE


def change(figure: IndicatorFigure, period: str) -> str | None:
    """How it compares with the same period of the year before; None where there is nothing to compare with.

    A percentage moves by percentage points, not by per cent of itself; a change from a small value is told as a number.
    Where other bodies reported then than now, last year's value stands beside this year's and no change is claimed.
    """
    if figure.total is None or figure.previous is None:
        return None
    before = year_before(period)
    if not figure.comparable:
        return f"{before} {quantity(figure.previous, figure)}{_why_not_compared(figure)}"
    share = figure.unit == "%"
    moved = (
        points(figure.previous, figure.total, figure.decimals)
        if share
        else _ROUNDING.subtract(figure.total, figure.previous)
    )
    if moved == 0:
        return f"bằng {before}"
    word = "tăng" if moved > 0 else "giảm"
    if share:
        return f"{word} {number(abs(moved), figure.decimals)} điểm phần trăm so với {before}"
    if figure.change_percent is None or from_little(figure.previous):
        was = quantity(figure.previous, figure)
        return f"{word} {quantity(abs(moved), figure)} so với {before} ({was})"
    return f"{word} {percent(abs(figure.change_percent))} so với {before}"


def _why_not_compared(figure: IndicatorFigure) -> str:
    """Why no change is claimed, in brackets; "" where it is told with how many bodies the figure rests on."""
    if coverage(figure):
        return ""
    why = f"khi đó {IN_PART}" if figure.previous_spared else "không cùng đơn vị báo cáo"
    return f" ({why})"


def change_cell(figure: IndicatorFigure) -> str:
    """The change as tables show it, by the rule of `change`: per cent, but points and small bases with their unit."""
    if figure.total is None or figure.previous is None or not figure.comparable:
        return ""
    if figure.unit == "%":
        return f"{_signed(points(figure.previous, figure.total, figure.decimals), figure.decimals)} điểm"
    if figure.change_percent is None or from_little(figure.previous):
        return f"{_signed(_ROUNDING.subtract(figure.total, figure.previous), figure.decimals)} {figure.unit}"
    return _signed(figure.change_percent, 1)


def _signed(value: Decimal, decimals: int) -> str:
    said = number(value, decimals)
    return f"+{said}" if round_half_up(value, decimals) > 0 else said


def against_target(figure: IndicatorFigure, period: str) -> str | None:
    """How far the target is reached; None where the indicator has none.

    A percentage is off its target by percentage points: its share of a share would be a second figure much like it.
    """
    if figure.percent_of_target is None or figure.target is None:
        return None
    aim = "mục tiêu" if figure.target_period == period else "mục tiêu năm"
    aimed = f"{aim} ({quantity(figure.target, figure)})"
    if figure.unit != "%" or figure.total is None:
        return f"đạt {share_of_target(figure)}% {aimed}"
    gap = _ROUNDING.subtract(round_half_up(figure.total, figure.decimals), figure.target)
    if gap == 0:
        return f"bằng {aimed}"
    return f"{'cao' if gap > 0 else 'thấp'} hơn {aimed} {number(abs(gap), figure.decimals)} điểm phần trăm"


def share_of_target(figure: IndicatorFigure) -> str:
    """The share of its target that a figure has reached, without a sign; "" where it has none.

    Of a percentage it has as many decimals as the figure, for against a target of 100% the two are the same.
    """
    decimals = figure.decimals if figure.unit == "%" else 1
    return "" if figure.percent_of_target is None else number(figure.percent_of_target, decimals)


def coverage(figure: IndicatorFigure) -> str | None:
    """How many bodies are in the figure, and of how many a part of the period; None where all are, wholly."""
    lacks = figure.reported != figure.expected and figure.expected > 1
    said = [f"theo số liệu của {figure.reported}/{figure.expected} đơn vị"] if lacks else []
    said += [f"không gồm phần kỳ được miễn của {len(figure.spared)} đơn vị"] if figure.spared else []
    return ", ".join(said) or None


def sentence(figure: IndicatorFigure, period: str) -> str:
    """A figure as a line of the report: name, value, change, target and how many bodies it rests on."""
    said = [told(figure, period), coverage(figure) if figure.total is not None else None]
    return ", ".join(part for part in said if part)


def told(figure: IndicatorFigure, period: str) -> str:
    """A figure's name, value, change and target, without how many bodies it rests on."""
    if figure.withheld:
        ratio = "không công bố, để không suy ra được số nhỏ hơn 3"
        return f"{figure.name}: {ratio if figure.kind == 'ratio' else 'số nhỏ hơn 3, không công bố'}"
    if figure.total is None:
        added = figure.reported > 1
        said = "số liệu của các đơn vị không cộng được, xem phụ lục" if added else NO_FIGURE
        return f"{figure.name}: {said}"
    if figure.all_nil and figure.total == 0:
        value = "không phát sinh"
    else:
        value = quantity(figure.total, figure) + (" (ước thực hiện)" if figure.estimate else "")
    parts = [value, change(figure, period), against_target(figure, period)]
    return f"{figure.name}: {', '.join(part for part in parts if part)}"
