"""Joint obligations: one answer serves all the bodies that share one, and one decision decides for all."""

from sqlmodel import Session

from models.assignments import Assignment, joint_siblings
from models.versions import ActivePlan


def carrier_of(session: Session, plan: ActivePlan, assignment: Assignment) -> Assignment:
    """The row that keeps an assignment's submissions: its own, or that of the first body of a joint obligation.

    One chain of revisions for all bodies: a correction replaces what another of them sent, and no figure counts twice.
    """
    return bearers_of(session, plan, assignment)[0]


def bearers_of(session: Session, plan: ActivePlan, assignment: Assignment) -> list[Assignment]:
    """The rows that one answer serves: the one that keeps it first, then the other bodies of a joint obligation."""
    if not plan.document.obligation(assignment.obligation).joint:
        return [assignment]
    return sorted((assignment, *joint_siblings(session, assignment)), key=lambda row: row.key)
