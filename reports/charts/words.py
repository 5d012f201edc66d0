"""Words of charts: periods in little room, and what changed most."""

from collections.abc import Sequence
from decimal import Decimal

from reports.wording import LEAST_BASE, number, percent

#: Added below, so that a change counts for more the more there is of it: 1 to 3 does not outweigh 100 to 180.
_DAMPING = Decimal(10)


def briefly(title: str, year: int) -> str:
    """A period's title without the year that a report is on: "6 tháng đầu năm", "quý III", "tháng 4"."""
    if title == f"năm {year}":
        return "cả năm"
    said = title.removesuffix(f"/{year}").removesuffix(f" {year}")
    return said.removesuffix(" năm") if said.startswith(("quý", "tuần")) else said


def movement(old: Decimal, new: Decimal) -> Decimal:
    """How much a value moved, from 0 to nearly 1 for values of one sign: which changes are worth a place."""
    return abs(new - old) / (max(abs(old), abs(new)) + _DAMPING)


def moved(old: Decimal, new: Decimal, unit: str, decimals: int) -> str:
    """A change in words: "tăng 12,5%"; by points where the value is itself a percentage, by amount from a small one."""
    change = new - old
    if change == 0:
        return "không đổi"
    word = "tăng" if change > 0 else "giảm"
    if unit == "%":
        return f"{word} {number(abs(change), 1)} điểm %"
    if old < LEAST_BASE:
        return f"{word} {number(abs(change), decimals)}"
    share = percent(abs(change) / old * 100)
    return f"{word} dưới 0,1%" if share == "0%" else f"{word} {share}"


def tendency(changes: Sequence[tuple[Decimal, Decimal]]) -> str:
    """How many of several indicators rose, fell or stayed: "12 chỉ tiêu tăng, 5 giảm"."""
    up = sum(new > old for old, new in changes)
    down = sum(new < old for old, new in changes)
    counts = [(up, "tăng"), (down, "giảm"), (len(changes) - up - down, "không đổi")]
    said = [f"{count} {word}" for count, word in counts if count]
    first, *rest = said or ["0 thay đổi"]
    many, _, word = first.partition(" ")
    return ", ".join([f"{many} chỉ tiêu {word}", *rest])
