"""One decision on several answers at once: all of them or none, in one transaction."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlmodel import Session

from flows.acts import Act, screened
from flows.digests import queue_digests
from models import decisions
from models.assignments import Assignment, find_assignment
from models.errors import StateError
from models.joint import bearers_of
from models.language import _
from models.store import Store
from models.versions import ActivePlan, active_plan, lock_plan

Decide = Callable[[Session, ActivePlan, Assignment], object]


def accept(store: Store, names: Sequence[str], act: Act, reason: str = "") -> None:
    """Accept what waits for review of each assignment named.

    Raises:
        NotFoundError: one of the names is none.
        StateError: one of them has nothing that waits for review; all refusals are named, and nothing was decided.
    """

    def decide(session: Session, plan: ActivePlan, row: Assignment) -> None:
        decisions.accept(session, plan, row, now=act.now, by=act.by, reason=screened(plan, reason, _("lý do")))

    _on_each(store, names, act, decide)


def send_back(store: Store, names: Sequence[str], act: Act, reason: str, until: date | None = None) -> None:
    """Return what waits for review of each assignment named, for correction until a date.

    Raises:
        NotFoundError: one of the names is none.
        StateError: one of them cannot be returned; all refusals are named, and nothing was decided.
    """

    def decide(session: Session, plan: ActivePlan, row: Assignment) -> None:
        said = screened(plan, reason, _("lý do"))
        decisions.send_back(session, plan, row, now=act.now, by=act.by, reason=said, until=until)

    _on_each(store, names, act, decide)


def _on_each(store: Store, names: Sequence[str], act: Act, decide: Decide) -> None:
    """Decide on every assignment named; the mails that this causes are queued before it commits.

    One decision serves all bodies of a joint obligation: naming several of them is naming it once.
    """
    with store.session() as session:
        found = [find_assignment(session, name) for name in names]
        plans = {code: _locked(session, code) for code in sorted({row.plan for row in found})}
        refusals: list[str] = []
        decided: set[int] = set()
        for row in found:
            if row.key in decided:
                continue
            session.refresh(row)  # another process may have changed it while this one waited
            plan = plans[row.plan]
            try:
                decide(session, plan, row)
            except StateError as error:
                refusals.append(str(error))
            decided |= {bearer.key for bearer in bearers_of(session, plan, row)}
        _refuse(refusals, several=len(names) > 1)
        for plan in plans.values():
            queue_digests(session, plan, act.now)


def _locked(session: Session, code: str) -> ActivePlan:
    lock_plan(session, code)
    return active_plan(session, code)


def _refuse(refusals: Sequence[str], *, several: bool) -> None:
    """Say why nothing is decided: every reason once."""
    if not refusals:
        return
    why = "; ".join(dict.fromkeys(refusals))
    raise StateError(_("không quyết định phần việc nào, vì {why}").format(why=why) if several else why)
