"""Small cells: below district level a figure under 3 can point at a person, so it is not published."""

from decimal import Decimal

from models.plan import PlanDocument
from reports.figures import Cell

#: What is shown in place of a suppressed figure.
SUPPRESSED = "<3"
_SMALLEST_SHOWN = Decimal(3)


def small_bodies(document: PlanDocument) -> frozenset[str]:
    """The bodies below district level."""
    return frozenset(agency.code for agency in document.agencies if agency.kind == "commune")


def is_suppressed(kind: str, cell: Cell, agency: str, small: frozenset[str]) -> bool:
    """Whether a body's figure is withheld from what is published; a reported 0 points at nobody and is shown.

    A ratio (`kind`) is withheld where one of its terms would be.
    """
    if agency not in small or cell.value is None:
        return False
    values = [piece.value for piece in cell.pieces] if kind == "ratio" else [cell.value]
    return any(0 < value < _SMALLEST_SHOWN for value in values)
