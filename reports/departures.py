"""Which body a total lies far from its usual value by: the one whose own figure moved most, that way."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from models.forms import Indicator
from reports.compiled import CompiledReport, Departure, Outlier
from reports.figures import Cell
from reports.series import Years
from reports.withholding.bodies import is_small, small_bodies


def mainly_due_to(indicator: Indicator, asked: Outlier, years: Years) -> Departure | None:
    """The body that departs most from its own figure of the last year known, the same way as the total did.

    `years` end with the total's own. A body with no such year is measured by the periods that its figure is made of.
    None where nobody departs that way, or nobody's earlier figures are known.
    """
    *before, (period, ledger) = years
    found = [
        one
        for agency, cell in ledger.tally(indicator).cells.items()
        if cell.value is not None and not cell.spared
        for one in _departures(agency, period.key, cell, own_history(indicator, agency, before))
    ]
    gap = asked.value - asked.usual
    towards = [one for one in found if (one.value - one.before) * gap > 0]
    farthest = max(towards, key=lambda one: abs(one.value - one.before), default=None)
    return farthest and replace(farthest, mostly=abs(farthest.value - farthest.before) * 2 >= abs(gap))


def hides_departure(compiled: CompiledReport, found: Outlier) -> bool:
    """Whether the numbers of the body that a total is far off by are not to be shown."""
    one, code = found.mainly, found.indicator
    if one is None:
        return False
    held = (compiled.withheld.get(code, ()), compiled.withheld_pieces.get(code, ()))
    small = one.agency in small_bodies(compiled.document) and any(map(is_small, (one.value, one.before)))
    return small or any(one.agency in some for some in held)


def own_history(indicator: Indicator, agency: str, years: Years) -> dict[str, Decimal]:
    """A body's values by period, of those it was not excused from in part."""
    cells = {period.key: ledger.tally(indicator).cells.get(agency) for period, ledger in years}
    return {key: cell.value for key, cell in cells.items() if cell and cell.value is not None and not cell.spared}


def _departures(agency: str, period: str, cell: Cell, history: dict[str, Decimal]) -> Iterator[Departure]:
    if history and cell.value is not None:
        key, last = list(history.items())[-1]
        yield Departure(agency, period, cell.value, key, last, mostly=False)
        return
    for earlier, later in pairwise(sorted(cell.pieces, key=lambda piece: piece.window.first)):
        before, after = (piece.assignment.rpartition("/")[2] for piece in (earlier, later))
        yield Departure(agency, after, later.value, before, earlier.value, mostly=False)
