"""How far a change of a plan reaches: the open assignments it touches, and the mails about them that still wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.assignments import OWING, Assignment, assignments_where
from models.calendar import WorkCalendar
from models.errors import DondocError
from models.messages import WAITING, messages_where
from models.notices import assignments_in_messages
from models.plan import Obligation, PlanDocument
from models.schedule import schedule
from plans.diff import OtherChange, PlanDiff, diff_plans

_Touches = Callable[[Assignment], bool]
#: The due day of each period of each obligation, by its code and the period's key.
_Days = dict[tuple[str, str], date]
#: Keys of an obligation that say nothing but when it is due.
_TIMES = ("due", "roll", "cutoff")


@dataclass(frozen=True, slots=True)
class Impact:
    """What one change touches: its part (a list of the file, and what names it there), assignments and mails."""

    kind: str
    code: str
    assignments: int
    mails: int

    def as_json(self) -> dict[str, object]:
        """As `plan diff --json` prints it."""
        return {"kind": self.kind, "code": self.code, "assignments": self.assignments, "mails": self.mails}


@dataclass(frozen=True, slots=True)
class Move:
    """An open assignment whose deadline a plan or its calendar moves from one day to another."""

    assignment: str
    before: date
    after: date

    def as_json(self) -> dict[str, object]:
        """As `plan diff --json` prints it."""
        return {"assignment": self.assignment, "before": self.before.isoformat(), "after": self.after.isoformat()}


@dataclass(frozen=True, slots=True)
class Reach:
    """A whole change of a plan (`diff`) and how far it goes: part by part, and the deadlines that move."""

    diff: PlanDiff
    impacts: list[Impact]
    moves: list[Move]

    def as_json(self) -> dict[str, object]:
        """The diff as JSON with the assignments and mails of each change, and the deadlines that move."""
        counts = {(one.kind, one.code): one for one in self.impacts}
        said = self.diff.as_json()
        for key, entries in (("changed", said["changed"]), ("others", said["others"])):
            for entry in entries if isinstance(entries, list) else ():
                one = counts["obligations" if key == "changed" else entry["kind"], entry["code"]]
                entry.update(assignments=one.assignments, mails=one.mails)
        whole = {*self.diff.added, *self.diff.closed}
        touched = [one.as_json() for one in self.impacts if one.kind == "obligations" and one.code in whole]
        return {**said, "touched": touched, "moved": [move.as_json() for move in self.moves]}


def reach(session: Session, old: PlanDocument, new: PlanDocument, *, today: date, from_date: date | None) -> Reach:
    """What replacing `old` by `new` touches, as `apply_plan` does it on a day, with or without `--from`."""
    diff, start = diff_plans(old, new), from_date or today
    touched = impacts(session, old, diff, new, start=start, ending_from=from_date or date.min)
    return Reach(diff, touched, moves(session, old, new, start=start))


def impacts(
    session: Session,
    old: PlanDocument,
    diff: PlanDiff,
    new: PlanDocument | None = None,
    *,
    start: date = date.min,
    ending_from: date = date.min,
) -> list[Impact]:
    """How many open assignments and waiting mails each change of `old` touches, in the order of the diff.

    A calendar touches the assignments whose deadlines it moves, which needs the plan as it becomes (`new`).  Where
    nothing but deadlines changes, what was due before `start` is not touched; where an obligation ends, what was due
    before `ending_from`.
    """
    since = dict.fromkeys(diff.closed, ending_from)
    since |= {item.code: start for item in diff.changed if all(one.name in _TIMES for one in item.fields)}
    owing = [row for row in assignments_where(session, old.plan.code) if row.state in OWING]
    waiting = messages_where(session, states=WAITING, content=False)
    told = assignments_in_messages(session, [message.key for message in waiting])

    def impact(kind: str, code: str, touches: _Touches, since: date) -> Impact:
        names = {row.name for row in owing if row.due >= since and touches(row)}
        mails = sum(1 for named in told.values() if not names.isdisjoint(named))
        return Impact(kind, code, len(names), mails)

    codes = [*diff.added, *(item.code for item in diff.changed), *diff.closed]
    parts = [plan for plan in (old, new) if plan is not None]
    found = [impact("obligations", code, _of_obligation(code, parts), since.get(code, date.min)) for code in codes]
    return found + [
        impact(other.kind, other.code, _touches(other, old, new), start if other.kind == "calendar" else date.min)
        for other in diff.others
    ]


def moves(session: Session, old: PlanDocument, new: PlanDocument, *, start: date = date.min) -> list[Move]:
    """The open assignments whose deadlines `new` moves, as `apply_plan` would move them."""
    moved = _moved(old, new)
    rows = (row for row in assignments_where(session, old.plan.code) if row.state in OWING)
    return [
        Move(row.name, row.due, moved[row.obligation, row.period][1])
        for row in rows
        if _moves(row, moved) and row.due >= start
    ]


def _moves(row: Assignment, moved: dict[tuple[str, str], tuple[date, date]]) -> bool:
    """A date that somebody extended moves only when the plan goes beyond it; what was submitted stays."""
    before, after = moved.get((row.obligation, row.period), (row.due, row.due))
    return row.first_submitted_at is None and after != row.due and (row.due == before or after > row.due)


def _moved(old: PlanDocument, new: PlanDocument) -> dict[tuple[str, str], tuple[date, date]]:
    was, becomes = _days(old), _days(new)
    return {key: (day, becomes[key]) for key, day in was.items() if becomes.get(key, day) != day}


def _days(plan: PlanDocument) -> _Days:
    calendar = WorkCalendar.of(plan.calendar)
    found: _Days = {}
    for obligation in plan.obligations:
        try:
            found.update(
                {(obligation.code, one.period.key): one.due.day for one in schedule(plan, obligation, calendar)}
            )
        except (DondocError, ValueError, OverflowError):
            continue  # applying the plan says what is wrong with it
    return found


def _of_obligations(codes: set[str]) -> _Touches:
    return lambda row: row.obligation in codes


def _of_obligation(code: str, plans: list[PlanDocument]) -> _Touches:
    """Its own assignments; those of a standing duty are the reports in which its bodies answer for it."""
    hosts = {
        (one.via, agency)
        for plan in plans
        for one in plan.obligations
        if one.code == code and one.kind == "standing"
        for agency in plan.members(one.assigned_to)
    }
    return lambda row: row.obligation == code or (row.obligation, row.agency) in hosts


def _touches(change: OtherChange, old: PlanDocument, new: PlanDocument | None) -> _Touches:
    """Which assignments hang on a part that is not an obligation."""
    code = change.code
    if change.kind == "calendar":
        moved = _moved(old, old.model_copy(update={"calendar": (new or old).calendar}))
        return lambda row: _moves(row, moved)
    if change.kind == "plan":
        return lambda _row: True
    if change.kind in ("agencies", "contacts"):
        agency = code.partition("/")[0]
        return lambda row: row.agency == agency
    uses = _USES.get(change.kind)
    return _of_obligations({one.code for one in old.obligations if uses and uses(old, one, code)})


def _asks(old: PlanDocument, obligation: Obligation, indicator: str) -> bool:
    return any(form.code == obligation.form and indicator in form.indicators for form in old.forms)


#: Whether an obligation uses a part; legal bases, reports and context touch no assignment.
_USES: dict[str, Callable[[PlanDocument, Obligation, str], bool]] = {
    "groups": lambda _old, one, code: code in one.assigned_to,
    "policies": lambda _old, one, code: one.policy == code,
    "cutoffs": lambda _old, one, code: one.cutoff == code,
    "forms": lambda _old, one, code: one.form == code,
    "indicators": _asks,
}
