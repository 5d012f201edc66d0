"""Hand-overs: what one body passes to another through their own channel; here its number, date and count alone.

The receiving body (`to` of the obligation) is asked once for each revision to confirm that it arrived, and answers the
coordinator, who records the confirmation with `accept` or the opposite with `return`.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.assignments import Assignment, Workflow
from models.decisions import post
from models.history import History
from models.joint import bearers_of
from models.notices import CONFIRM, Notice
from models.plan import PlanDocument
from models.recipients import RECEIVER
from models.submissions import Submission
from models.versions import ActivePlan

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That a hand-over arrived: for which body (its code) it was confirmed, who wrote that down, and when."""

    body: str
    by: str
    at: datetime


def receiver_of(document: PlanDocument, assignment: Assignment) -> str | None:
    """The body that confirms a hand-over; None for every other kind of duty."""
    obligation = document.obligation(assignment.obligation)
    return obligation.to if obligation.kind == "handover" else None


def awaits_confirmation(document: PlanDocument, assignment: Assignment, submission: Submission) -> bool:
    """Whether a revision waits for its receiving body; that nothing was handed over needs nobody's confirmation."""
    return receiver_of(document, assignment) is not None and not submission.nil


def confirm_step(revision: int) -> str:
    """The step of the notice that asks about one revision, so that each is asked about once."""
    return f"{CONFIRM}:{revision}"


def ask_receiver(
    session: Session, plan: ActivePlan, assignment: Assignment, submission: Submission, *, now: datetime
) -> None:
    """Ask the receiving body's focal point whether a hand-over arrived, in the transaction that took it in.

    The standing agency is not written to: its coordinator reads of it in the summary of the day.
    """
    receiver = receiver_of(plan.document, assignment)
    if submission.nil or receiver in (None, assignment.agency, plan.document.plan.standing):
        return
    post(session, plan, assignment, confirm_step(submission.revision), CONFIRM, (RECEIVER,), now=now)


def still_asked(notice: Notice, assignment: Assignment) -> bool:
    """Whether a question to a receiving body still stands: not decided on meanwhile, nor sent again."""
    return assignment.state == Workflow.SUBMITTED and notice.step == confirm_step(assignment.revision)


def asked_not_ordered(document: PlanDocument, body: str) -> bool:
    """Whether a receiving body is asked and never ordered: the issuer, those above, whoever the plan requests."""
    if document.agency(body).kind in ("issuer", "ministry", "organisation") or body == document.plan.issuer:
        return True
    return any(
        obligation.role == "requested" and body in document.members(obligation.assigned_to)
        for obligation in document.obligations
    )


def givers(document: PlanDocument, assignment: Assignment) -> tuple[str, ...]:
    """The codes of those who hand over: the body itself, or all that share a joint obligation."""
    obligation = document.obligation(assignment.obligation)
    return document.members(obligation.assigned_to) if obligation.joint else (assignment.agency,)


def handed_over(
    session: Session, plan: ActivePlan, pairs: Iterable[tuple[Notice, Assignment]]
) -> dict[int, Submission]:
    """The newest revision of each hand-over among some notices' assignments, by the assignment's key."""
    found: dict[int, Submission] = {}
    for _, assignment in pairs:
        if receiver_of(plan.document, assignment) is None or assignment.key in found or not assignment.revision:
            continue
        carrier = bearers_of(session, plan, assignment)[0]
        query = select(Submission).where(
            Submission.assignment_id == carrier.key, Submission.revision == assignment.revision
        )
        row = session.exec(query).first()
        if row is not None:
            found[assignment.key] = row
    return found


def confirmations_of(
    session: Session, document: PlanDocument, assignments: Sequence[Assignment]
) -> dict[str, Confirmation]:
    """Who confirmed the hand-overs that were accepted, by the assignment's name; as the history has it."""
    accepted = [
        row.name for row in assignments if row.state == Workflow.ACCEPTED and receiver_of(document, row) is not None
    ]
    found: dict[str, Confirmation] = {}
    for start in range(0, len(accepted), _CHUNK):
        query = select(History).where(
            col(History.subject).in_(accepted[start : start + _CHUNK]), History.act == "accepted"
        )
        for entry in session.exec(query.order_by(History.subject, col(History.number))):
            body = json.loads(entry.detail).get("confirmed_for")
            found.pop(entry.subject, None)  # only the newest acceptance counts
            if body:
                found[entry.subject] = Confirmation(body, entry.by, entry.at)
    return found
