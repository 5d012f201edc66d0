"""Small cells: below district level a figure under 3 can point at a person, so it is not published.

Nor may it be found by taking the others from a published total: where a body's small figure is withheld, so is another
body's (`withheld_cells`). The total itself is the province's and stays, but where a small body alone reported: then the
total is its figure, and withheld too (`IndicatorFigure.withheld`, `Point.withheld`).
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from models.plan import PlanDocument
from reports.figures import Cell, IndicatorFigure
from reports.withholding.bodies import PROTECTING, SUPPRESSED, is_small, small_bodies, withheld_terms

#: Explains the second sign, for tables in which it alone stands; and both.
PROTECTED_LEGEND = f"“{PROTECTING}” không công bố, vì nhỏ hơn 3 hoặc để không suy ra được số nhỏ hơn 3 của xã khác"
WITHHELD_LEGEND = f"“{SUPPRESSED}” số nhỏ hơn 3 của cấp xã, không công bố; {PROTECTED_LEGEND}"


def small_pieces(cell: Cell, agency: str, small: frozenset[str]) -> bool:
    """Whether a part of a body's figure (a month's, a ratio's term) would be withheld, though the whole need not be."""
    return agency in small and any(is_small(piece.value) for piece in cell.pieces)


def withheld_cells(document: PlanDocument, figures: Iterable[IndicatorFigure]) -> dict[str, dict[str, str]]:
    """By indicator and body: the sign that is published in place of the figure; bodies that are shown are left out.

    A ratio is withheld where one of its terms is: with the other term it would give the withheld one away.
    """
    small = small_bodies(document)
    known = list(figures)
    found = {one.indicator: _withheld(one, small) for one in known if one.kind != "ratio"}
    terms = {one.code: (one.numerator or "", one.denominator or "") for one in document.indicators}
    for one in known:
        if one.kind == "ratio":
            found[one.indicator] = _withheld_ratio(one, small, [found.get(code, {}) for code in terms[one.indicator]])
    return found


def withheld_pieces(
    document: PlanDocument,
    figures: Iterable[IndicatorFigure],
    withheld: Mapping[str, Collection[str]],
    guarded: Collection[str],
) -> dict[str, set[str]]:
    """By indicator: the bodies whose figures are not published by their parts (a month's, a ratio's term).

    Those whose figures are `withheld`, those that have a small part, and all where the parts that are shown, with the
    totals of the periods within, would tell one that is not (`guarded` indicators).
    """
    small = small_bodies(document)
    known = list(figures)
    found = {
        one.indicator: {
            body
            for body, cell in one.by_agency.items()
            if one.indicator in guarded or body in withheld[one.indicator] or small_pieces(cell, body, small)
        }
        for one in known
    }
    terms = {one.code: (one.numerator or "", one.denominator or "") for one in document.indicators}
    for one in known:
        if one.kind == "ratio":
            found[one.indicator].update(*(found.get(code, set()) for code in terms[one.indicator]))
    return found


def _withheld(figure: IndicatorFigure, small: frozenset[str]) -> dict[str, str]:
    values = {code: cell.value for code, cell in figure.by_agency.items() if cell.value is not None}
    return withheld_terms(values, small, summed=figure.total is not None)


def withheld_sum(values: Mapping[str, Decimal], small: frozenset[str]) -> bool:
    """Whether a sum is not published: it is small bodies' alone, and is small or but one small figure."""
    return (
        small.issuperset(values)
        and any(map(is_small, values.values()))
        and (len(values) == 1 or is_small(sum(values.values(), Decimal(0))))
    )


def _withheld_ratio(
    figure: IndicatorFigure, small: frozenset[str], terms: Iterable[Mapping[str, str]]
) -> dict[str, str]:
    signs = {code: sign for term in terms for code, sign in term.items() if code in figure.by_agency}
    cells = figure.by_agency.items()
    own = (code for code, cell in cells if cell.value is not None and small_pieces(cell, code, small))
    return dict.fromkeys(own, PROTECTING) | signs
