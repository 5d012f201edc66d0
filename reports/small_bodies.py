"""The bodies below district level, whose small figures can point at a person (NĐ 356/2025; Luật 91/2025/QH15)."""

from collections.abc import Mapping
from decimal import Decimal

from models.plan import PlanDocument

#: The least figure of such a body that is published; a reported 0 points at nobody.
SMALLEST_SHOWN = Decimal(3)


def small_bodies(document: PlanDocument) -> frozenset[str]:
    """The codes of the bodies below district level."""
    return frozenset(agency.code for agency in document.agencies if agency.kind == "commune")


def is_small(value: Decimal) -> bool:
    """Whether a small body's figure is too small to be published."""
    return 0 < value < SMALLEST_SHOWN


def is_given_away(small: frozenset[str], *terms: Mapping[str, Decimal]) -> bool:
    """Whether a total is but one body's, a small one, with a small figure in it (of a ratio: in one of its `terms`).

    With others beside it the body's own figure is withheld (`reports.small_cells`), and the total says nothing.
    """
    bodies = {agency for values in terms for agency in values}
    return (
        len(bodies) == 1 and bodies <= small and any(is_small(value) for values in terms for value in values.values())
    )
