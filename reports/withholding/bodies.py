"""The bodies below district level, whose small figures can point at a person (NĐ 356/2025; Luật 91/2025/QH15)."""

from collections.abc import Mapping
from decimal import Decimal

from models.plan import PlanDocument

#: The least figure of such a body that is published; a reported 0 points at nobody.
SMALLEST_SHOWN = Decimal(3)
#: What is shown in place of a suppressed figure; and of one of several, where nobody shall tell which is the small one.
SUPPRESSED, PROTECTING = "<3", "x"


def small_bodies(document: PlanDocument) -> frozenset[str]:
    """The codes of the bodies below district level."""
    return frozenset(agency.code for agency in document.agencies if agency.kind == "commune")


def is_small(value: Decimal) -> bool:
    """Whether a small body's figure is too small to be published."""
    return 0 < value < SMALLEST_SHOWN


def is_given_away(small: frozenset[str], *terms: Mapping[str, Decimal]) -> bool:
    """Whether a total is but one body's, a small one, with a small figure in it (of a ratio: in one of its `terms`).

    With others beside it the body's own figure is withheld (`reports.withholding.cells`), and the total says nothing.
    """
    bodies = {agency for values in terms for agency in values}
    return (
        len(bodies) == 1 and bodies <= small and any(is_small(value) for values in terms for value in values.values())
    )


def withheld_terms(values: Mapping[str, Decimal], small: frozenset[str], *, summed: bool) -> dict[str, str]:
    """The signs in place of bodies' figures, of which the sum is published too where it is `summed`."""
    signs = {code: SUPPRESSED for code, value in values.items() if code in small and is_small(value)}
    if not signs or not summed:  # without a total nothing can be taken from it
        return signs
    beside = {code: value for code, value in values.items() if code not in signs}
    if not beside and len(signs) == 1:
        return signs
    least = min((value for value in beside.values() if value >= SMALLEST_SHOWN), default=None)
    # With the least all that equal it, so that which was taken says nothing; where there is none, whatever is beside.
    more = [code for code, value in beside.items() if least in (None, value)]
    # One sign for all: two would say which of them is small, and so, with their sum, how small.
    return dict.fromkeys((*signs, *more), PROTECTING)
