"""Where everything stands: the rows that `dondoc status` prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.assignments import Assignment, assignments_where
from models.errors import NotFoundError
from models.handovers import Confirmation, confirmations_of, receiver_of
from models.periods import parse_period
from models.states import Timeliness, correction_timeliness, timeliness
from models.store import Store
from models.versions import ActivePlan, active_plans


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One assignment as people ask for it; workflow and timeliness are kept apart.

    `partners` and `receiver` are codes: the bodies (or groups) that coordinate, and who receives a hand-over.
    """

    assignment: str
    agency: str
    obligation: str
    title: str
    period: str
    due: date
    original_due: date
    workflow: str
    timeliness: str
    correction_due: date | None
    correction: str | None
    cycle: int
    step: str | None
    stalled: str | None
    next_action_at: datetime | None
    partners: tuple[str, ...] = ()
    receiver: str | None = None
    confirmed: Confirmation | None = None

    def as_json(self) -> dict[str, object]:
        """An entry of the list that `dondoc status --json` prints."""
        return {
            "assignment": self.assignment,
            "agency": self.agency,
            "obligation": self.obligation,
            "title": self.title,
            "period": self.period,
            "due": self.due.isoformat(),
            "original_due": self.original_due.isoformat(),
            "workflow": self.workflow,
            "timeliness": self.timeliness,
            "correction_due": self.correction_due.isoformat() if self.correction_due else None,
            "correction": self.correction,
            "cycle": self.cycle,
            "step": self.step,
            "stalled": self.stalled,
            "next_action_at": self.next_action_at.isoformat() if self.next_action_at else None,
            "with": list(self.partners),
            "to": self.receiver,
            "confirmed": _confirmed(self.confirmed),
        }


def _confirmed(confirmation: Confirmation | None) -> dict[str, str] | None:
    if confirmation is None:
        return None
    return {"for": confirmation.body, "by": confirmation.by, "at": confirmation.at.isoformat()}


def row_of(plan: ActivePlan, assignment: Assignment, now: datetime, confirmed: Confirmation | None = None) -> StatusRow:
    """One assignment's row; `confirmed` says who confirmed a hand-over that was accepted."""
    obligation = plan.document.obligation(assignment.obligation)
    correction = correction_timeliness(assignment, plan.calendar, now)
    return StatusRow(
        assignment.name,
        assignment.agency,
        assignment.obligation,
        obligation.title,
        assignment.period,
        assignment.due,
        assignment.original_due,
        str(assignment.state),
        str(timeliness(assignment, plan.calendar, now)),
        assignment.correction_due,
        str(correction) if correction else None,
        assignment.cycle,
        assignment.step,
        assignment.stalled,
        assignment.next_action_at,
        obligation.coordinating,
        receiver_of(plan.document, assignment),
        confirmed,
    )


def rows_of(session: Session, plan: ActivePlan, assignments: Sequence[Assignment], now: datetime) -> list[StatusRow]:
    """The rows of some assignments of one plan, with who confirmed their hand-overs."""
    confirmed = confirmations_of(session, plan.document, assignments)
    return [row_of(plan, assignment, now, confirmed.get(assignment.name)) for assignment in assignments]


def status(
    store: Store,
    now: datetime,
    *,
    agency: str | None = None,
    period: str | None = None,
    state: str | None = None,
    plan_code: str | None = None,
) -> list[StatusRow]:
    """Assignments by body, period and state, by due date; `state` is a workflow state or a timeliness.

    Raises:
        NotFoundError: no such body in any plan, no such state, or a period's key that cannot be.
    """
    if period not in (None, "once"):
        parse_period(period)
    with store.reading() as session:
        plans = [plan for plan in active_plans(session) if plan_code in (None, plan.code)]
        _refuse_unknown(plans, agency, state)
        rows: list[StatusRow] = []
        for plan in plans:
            found = assignments_where(session, plan.code, agency=agency, period=period)
            rows.extend(rows_of(session, plan, found, now))
    return [row for row in rows if state is None or state in (row.workflow, row.timeliness, row.correction)]


def _refuse_unknown(plans: Sequence[ActivePlan], agency: str | None, state: str | None) -> None:
    if agency is not None and not any(agency == a.code for plan in plans for a in plan.document.agencies):
        raise NotFoundError(f"không có cơ quan {agency!r}; xem `dondoc plan show`")
    known = {"upcoming", "open", "submitted", "returned", "accepted", "excused", "closed", *map(str, Timeliness)}
    if state is not None and state not in known:
        raise NotFoundError(f"không có trạng thái {state!r}; có: {', '.join(sorted(known))}")
