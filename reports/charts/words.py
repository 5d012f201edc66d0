"""Words of charts: periods in little room, and what changed most."""

from collections.abc import Sequence
from decimal import Decimal

from reports.figures import in_percent
from reports.wording import briefly as without_year
from reports.wording import from_little, number, percent, points


def briefly(title: str, year: int) -> str:
    """A period's title in little room, without the year that a report is on: the year itself is "cả năm"."""
    return "cả năm" if title == f"năm {year}" else without_year(title, year)


def movement(old: Decimal, new: Decimal, unit: str) -> tuple[Decimal, bool]:
    """How much a value moved, as it is told: those told in per cent by that, then the others that moved at all.

    What is called the greatest change is the greatest of those percentages: the first is 0 where there is none.
    """
    share = Decimal(0) if unit == "%" or from_little(old) else in_percent(abs(new - old), abs(old))
    return share or Decimal(0), new != old


def moved(old: Decimal, new: Decimal, unit: str, decimals: int) -> str:
    """A change in words: "tăng 12,5%"; by points where the value is itself a percentage, by amount from a small one."""
    change = new - old
    if change == 0:
        return "không đổi"
    word = "tăng" if change > 0 else "giảm"
    if unit == "%":
        return f"{word} {number(abs(points(old, new, decimals)), decimals)} điểm %"
    if from_little(old):
        return f"{word} {number(abs(change), decimals)}"
    share = percent(abs(change) / abs(old) * 100)
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
