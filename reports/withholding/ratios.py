"""Ratios that would give a withheld figure away: a ratio of two sums and one of the sums are the other sum.

What is published of a ratio's terms are their totals and the bodies' figures that are shown. A ratio rests on the
bodies that have both terms; where others have one of them, it says a sum that stands nowhere else, and from that a
withheld figure may follow. Such a ratio is withheld, and no other.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from reports.withholding.bodies import withheld_terms
from reports.withholding.equations import Equations, Row, shares

#: Indicators by body: what each reported.
Values = Mapping[str, Mapping[str, Decimal]]


class Ratio(NamedTuple):
    """A ratio by its code and its terms, over the bodies that have both of them."""

    code: str
    top: str
    bottom: str
    bodies: Collection[str]


def solving_ratios(small: frozenset[str], values: Values, summed: Collection[str], ratios: Iterable[Ratio]) -> set[str]:
    """The ratios, among those in the order given, that with all else that is published give a withheld figure away.

    `summed` are the terms whose totals are published.
    """
    hidden = {code: withheld_terms(known, small, summed=code in summed) for code, known in values.items()}
    known = Equations()
    for code, bodies in hidden.items():
        if code in summed:
            known.add({(code, body): 1 for body in bodies})
    found = set()
    for ratio in ratios:
        row = _row(ratio, values, hidden)
        if row and _solves(known, row, hidden):
            found.add(ratio.code)
        else:
            known.add(row)
    return found


def _row(ratio: Ratio, values: Values, hidden: Mapping[str, Collection[str]]) -> Row:
    """What a ratio says of withheld figures: the numerators less so many times the denominators are a known number."""
    over, under = (sum((values[term][one] for one in ratio.bodies), Decimal(0)) for term in (ratio.top, ratio.bottom))
    sides = zip((ratio.top, ratio.bottom), shares(over, under), strict=True)
    return {(term, body): by for term, by in sides for body in ratio.bodies if by and body in hidden[term]}


def _solves(known: Equations, row: Row, hidden: Mapping[str, Collection[str]]) -> bool:
    """Whether a withheld figure follows from a further sum that did not follow before."""
    rest = known.rest(row)
    return bool(rest) and any(known.rest({(code, body): 1}) == rest for code, held in hidden.items() for body in held)
