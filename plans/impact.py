"""How far a change of a plan reaches: the open assignments it touches, and the mails about them that still wait."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from models.assignments import OWING, Assignment, assignments_where
from models.messages import WAITING, messages_where
from models.notices import assignments_in_messages
from models.plan import Obligation, PlanDocument
from plans.diff import OtherChange, PlanDiff

_Touches = Callable[[Assignment], bool]


@dataclass(frozen=True, slots=True)
class Impact:
    """What one change touches: its part (a list of the file, and what names it there), assignments and mails."""

    kind: str
    code: str
    assignments: int
    mails: int


def impacts(session: Session, old: PlanDocument, diff: PlanDiff) -> list[Impact]:
    """How many open assignments and waiting mails each change of `old` touches, in the order of the diff."""
    owing = [row for row in assignments_where(session, old.plan.code) if row.state in OWING]
    waiting = messages_where(session, states=WAITING, content=False)
    told = assignments_in_messages(session, [message.key for message in waiting])

    def impact(kind: str, code: str, touches: _Touches) -> Impact:
        names = {row.name for row in owing if touches(row)}
        mails = sum(1 for named in told.values() if not names.isdisjoint(named))
        return Impact(kind, code, len(names), mails)

    codes = [*diff.added, *(item.code for item in diff.changed), *diff.closed]
    found = [impact("obligations", code, _of_obligations({code})) for code in codes]
    return found + [impact(other.kind, other.code, _touches(other, old)) for other in diff.others]


def _of_obligations(codes: set[str]) -> _Touches:
    return lambda row: row.obligation in codes


def _touches(change: OtherChange, old: PlanDocument) -> _Touches:
    """Which assignments hang on a part that is not an obligation."""
    code = change.code
    if change.kind in ("plan", "calendar"):
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
