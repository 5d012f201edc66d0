"""Coordinating bodies (`with` of an obligation): named beside a duty; they owe and receive nothing."""

from models.plan import Obligation, PlanDocument


def partners_of(document: PlanDocument, obligation: Obligation) -> tuple[str, ...]:
    """The names of the bodies that coordinate, in the order of the plan; a group stands under its own name."""
    groups = {group.code: group.name for group in document.groups}
    return tuple(groups.get(code) or document.agency(code).brief for code in obligation.coordinating)
