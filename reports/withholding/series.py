"""Periods of a series that would give a withheld one away: the whole less all other parts is the part left out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from models.plan import PlanDocument
from reports.compiled import Point
from reports.figures import add_up


def protected(points: Sequence[Point], totals: Sequence[Decimal | None], whole: Decimal | None) -> Sequence[Point]:
    """The points of a flow, of which the `whole` is published too; `totals` are their values before any was withheld.

    Where one alone is withheld and all of them add up to the whole, the least of the others is withheld with it.
    """
    withheld = [n for n, point in enumerate(points) if point.withheld]
    known = [total for total in totals if total is not None]
    if len(withheld) != 1 or whole is None or len(known) < len(totals) or add_up(known) != whole:
        return points
    least = min((n for n in range(len(points)) if n not in withheld), key=lambda n: known[n])
    return [replace(point, value=None, withheld=True) if n == least else point for n, point in enumerate(points)]


def without_ratios_of(document: PlanDocument, found: Mapping[str, Sequence[Point]]) -> dict[str, Sequence[Point]]:
    """The points by indicator, those of a ratio withheld where a term's is: the other term would give it away."""
    hidden = {code: {point.period for point in points if point.withheld} for code, points in found.items()}
    terms = {one.code: (one.numerator or "", one.denominator or "") for one in document.indicators}
    given = {code: set().union(*(hidden.get(term, set()) for term in pair)) for code, pair in terms.items()}
    return {
        code: [_withheld(point) if point.period in given[code] else point for point in points]
        for code, points in found.items()
    }


def _withheld(point: Point) -> Point:
    return point if point.value is None else replace(point, value=None, withheld=True)
