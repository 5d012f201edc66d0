"""Where everything stands: the rows that `dondoc status` prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from flows.questions import FigureQuestion, questions_on
from models.assignments import OWING, Assignment, Workflow, assigned_periods, assignments_where
from models.errors import NotFoundError
from models.handovers import Confirmation, confirmations_of, receiver_of
from models.language import _
from models.near import meant
from models.periods import parse_period
from models.states import Timeliness, correction_timeliness, timeliness
from models.store import Store
from models.submissions import unreviewed_submissions
from models.upkeep import Pause, ended_pauses, pauses_on
from models.versions import ActivePlan, active_plan, active_plans

#: A state of its own to ask for: what is owed by a body that is not chased for the time being.
PAUSED = "paused"
STATES = tuple(dict.fromkeys((*map(str, Workflow), *map(str, Timeliness), PAUSED)))
#: Names that a refusal lists before it counts the rest.
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Paused:
    """Since when a body is not chased, the last day of the pause (None: until it is resumed), and why."""

    since: date
    until: date | None
    reason: str

    @classmethod
    def of(cls, pause: Pause) -> "Paused":
        """A stored pause."""
        return cls(pause.start, pause.end, pause.reason)

    def as_json(self) -> dict[str, object]:
        """The value of a row's `paused`."""
        until = self.until.isoformat() if self.until else None
        return {"from": self.since.isoformat(), "to": until, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One assignment as people ask for it; workflow and timeliness are kept apart.

    `partners` and `receiver` are codes: the bodies (or groups) that coordinate, and who receives a hand-over
    (`receiver_name` for people). `paused` is set where the body owes this and is not chased for the time being,
    `was_paused` where a pause that has ended held back steps of what it owes still, `questions` where its answer has
    figures to ask about.
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
    paused: Paused | None = None
    receiver_name: str = ""
    questions: tuple[FigureQuestion, ...] = ()
    was_paused: Paused | None = None

    @property
    def acting_due(self) -> date:
        """The date that holds now: of the correction while one is owed, else the due date."""
        return self.correction_due if self.correction and self.correction_due else self.due

    @property
    def punctuality(self) -> str:
        """How it stands to the date that holds now; nothing where nobody is asked for an answer any more."""
        if self.workflow == Workflow.CLOSED and self.timeliness == Timeliness.NOT_DUE:
            return ""
        return self.correction or self.timeliness

    @property
    def states(self) -> tuple[str, ...]:
        """Every state by which this row can be asked for."""
        found = (self.workflow, self.timeliness, self.correction, PAUSED if self.paused else None)
        return tuple(state for state in found if state is not None)

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
            "paused": self.paused.as_json() if self.paused else None,
            "was_paused": self.was_paused.as_json() if self.was_paused else None,
            "questions": [one.as_json() for one in self.questions],
        }


def _confirmed(confirmation: Confirmation | None) -> dict[str, str] | None:
    if confirmation is None:
        return None
    return {"for": confirmation.body, "by": confirmation.by, "at": confirmation.at.isoformat()}


def row_of(
    plan: ActivePlan,
    assignment: Assignment,
    now: datetime,
    confirmed: Confirmation | None = None,
    paused: Paused | None = None,
) -> StatusRow:
    """One assignment's row; `confirmed` says who confirmed a hand-over that was accepted, `paused` its body's pause."""
    obligation = plan.document.obligation(assignment.obligation)
    correction = correction_timeliness(assignment, plan.calendar, now)
    receiver = receiver_of(plan.document, assignment)
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
        receiver,
        confirmed,
        paused if assignment.state in OWING else None,
        plan.document.agency(receiver).brief if receiver else "",
    )


def rows_of(session: Session, plan: ActivePlan, assignments: Sequence[Assignment], now: datetime) -> list[StatusRow]:
    """The rows of some assignments of one plan, with who confirmed their hand-overs and whose body is paused."""
    confirmed = confirmations_of(session, plan.document, assignments)
    today = plan.calendar.local_date(now)
    paused = {body: Paused.of(pause) for body, pause in pauses_on(session, plan.code, today).items()}
    ended = ended_pauses(session, plan.code, today)
    rows = (row_of(plan, row, now, confirmed.get(row.name), paused.get(row.agency)) for row in assignments)
    return [
        replace(found, was_paused=Paused.of(ended[row.agency])) if _was_held(plan, row, ended) else found
        for found, row in zip(rows, assignments, strict=True)
    ]


def _was_held(plan: ActivePlan, assignment: Assignment, ended: Mapping[str, Pause]) -> bool:
    """Whether a pause that is over fell into the running cycle of what is owed still: its steps were held back."""
    pause = ended.get(assignment.agency)
    if pause is None or pause.end is None or assignment.opened_at is None or assignment.state not in OWING:
        return False
    return pause.end >= max(assignment.cycle_from, plan.calendar.local_date(assignment.opened_at))


def status(
    store: Store,
    now: datetime,
    *,
    agency: str | None = None,
    period: str | None = None,
    state: str | None = None,
    plan_code: str | None = None,
) -> list[StatusRow]:
    """Assignments by body, period and state, by the date that holds now.

    `state` is a workflow state, a timeliness (of a correction while one is owed), or `paused`.

    Raises:
        NotFoundError: no such plan, no such body or period in any plan, no such state, or a period's key that cannot
            be.
    """
    if period not in (None, "once"):
        parse_period(period)
    with store.reading() as session:
        plans = [active_plan(session, plan_code)] if plan_code else active_plans(session)
        _refuse_unknown(session, plans, agency, period, state)
        rows: list[StatusRow] = []
        for plan in plans:
            found = assignments_where(session, plan.code, agency=agency, period=period)
            rows.extend(_asked(session, plan, rows_of(session, plan, found, now), now))
    rows.sort(key=lambda row: (row.acting_due, row.assignment))
    return [row for row in rows if state is None or state in row.states]


def _asked(session: Session, plan: ActivePlan, rows: Sequence[StatusRow], now: datetime) -> list[StatusRow]:
    """The rows, those that wait for review with the figures to ask about."""
    waiting = {row.assignment for row in rows if row.workflow == Workflow.SUBMITTED}
    if not waiting:
        return list(rows)
    answers = [pair for pair in unreviewed_submissions(session, plan.code) if pair[1].name in waiting]
    found = questions_on(session, plan, answers, now)
    by_name = {row.name: tuple(found.get(row.key, ())) for _answer, row in answers}
    return [replace(row, questions=by_name.get(row.assignment, ())) for row in rows]


def _refuse_unknown(
    session: Session, plans: Sequence[ActivePlan], agency: str | None, period: str | None, state: str | None
) -> None:
    bodies = {one.code for plan in plans for one in plan.document.agencies}
    if agency is not None and agency not in bodies:
        said = _("không có cơ quan {code!r}{near}; xem `dondoc plan show`")
        raise NotFoundError(said.format(code=agency, near=meant(agency, bodies)))
    periods = sorted({key for plan in plans for key in assigned_periods(session, plan.code)}) if period else []
    if period is not None and period not in periods:
        said = _("không có phần việc nào của kỳ {period!r}; các kỳ đang có: {known}")
        raise NotFoundError(said.format(period=period, known=_listed(periods) or _("chưa có kỳ nào")))
    if state is not None and state not in STATES:
        said = _("không có trạng thái {state!r}{near}; có: {known}")
        raise NotFoundError(said.format(state=state, near=meant(state, STATES), known=", ".join(sorted(STATES))))


def _listed(names: Sequence[str]) -> str:
    rest = _(" và {count} kỳ khác").format(count=len(names) - _MOST_NAMED) if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + rest
