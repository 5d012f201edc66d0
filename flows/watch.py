"""The watch: finds what stands still, repairs what can be repaired, and names the rest for people to act on."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from flows.compile import COMPILE
from flows.digests import queue_digests
from models.assignments import OWING, Assignment, assignments_due_for_action, stalled_assignments
from models.handovers import receiver_of, still_asked
from models.messages import LEASE, WAITING, MessageState, in_flight, messages_where
from models.notices import CONFIRM, Notice, NoticeState, pending_notices, unreached_notices
from models.recipients import RECEIVER
from models.store import Store
from models.upkeep import note_run, sweep_runs
from models.versions import ActivePlan, active_plans, plan_versions

WATCH = "watch"
#: A daily sweep that did not finish for so long has stopped: one missed morning and some hours.
_DAILY = timedelta(hours=30)
#: A delivery that did not finish for so long has stopped, unless it is to run more seldom than that.
_DELIVERY = timedelta(hours=1)
#: Longer than any run of days off (Tết takes nine): a row that was due before has been passed over by every round.
_PASSED_OVER = timedelta(days=15)
#: A notice that no digest has taken since then was left behind by a round that broke off.
_LEFT_BEHIND = timedelta(hours=1)


@dataclass(slots=True)
class WatchResult:
    """What a watch found.

    Repaired: `requeued` messages whose delivery died, `digested` mails for notices that a broken round had left.
    For people: addresses that `bounced` or were refused for good, roles `missing` an address, `stalled` climbs,
    rows passed over (`stuck`), messages `delayed` beyond their time, sweeps that `stopped`.
    To know: messages `held` by a delivery that is at work or was cut off; until `free_at` no other takes them.
    """

    requeued: int = 0
    digested: int = 0
    bounced: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    stalled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    delayed: int = 0
    stopped: list[str] = field(default_factory=list)
    held: int = 0
    free_at: datetime | None = None

    @property
    def quiet(self) -> bool:
        """Whether nothing needs a person."""
        return not (self.bounced or self.missing or self.stalled or self.stuck or self.delayed or self.stopped)

    def as_json(self) -> dict[str, object]:
        """The result as plain data."""
        return {
            "requeued": self.requeued,
            "digested": self.digested,
            "bounced": self.bounced,
            "missing": self.missing,
            "stalled": self.stalled,
            "stuck": self.stuck,
            "delayed": self.delayed,
            "stopped": self.stopped,
            "held": self.held,
            "free_at": self.free_at.isoformat() if self.free_at else None,
        }


def watch(
    store: Store, now: datetime, *, deliver_every: timedelta = timedelta(minutes=10), lease: timedelta = LEASE
) -> WatchResult:
    """Look at every plan and message once, in one transaction.

    `deliver_every` says how often mail should go, `lease` how long a delivery may hold a message.
    """
    result = WatchResult()
    patience = max(_DELIVERY, 3 * deliver_every)
    with store.session() as session:
        plans = active_plans(session)
        _requeue(session, now, lease, result)
        for plan in plans:
            _look_at(session, plan, now, result)
        late = messages_where(session, states=WAITING)
        result.delayed = sum(m.next_attempt_at is not None and m.next_attempt_at < now - patience for m in late)
        result.stopped = list(_stopped(session, plans, now, patience))
        note_run(session, WATCH, now, json.dumps(result.as_json(), ensure_ascii=False))
    return result


def _requeue(session: Session, now: datetime, lease: timedelta, result: WatchResult) -> None:
    """Give back messages whose lease has expired; their frozen bytes go again, with the same Message-ID."""
    for message in messages_where(session, states=(MessageState.SENDING,)):
        if message.claimed_at is not None and message.claimed_at <= now - lease:
            message.state = MessageState.DEFERRED
            message.claimed_at, message.next_attempt_at = None, now
            session.add(message)
            result.requeued += 1
    session.flush()
    result.held, result.free_at = in_flight(session, lease)


def _look_at(session: Session, plan: ActivePlan, now: datetime, result: WatchResult) -> None:
    if any(notice.since < now - _LEFT_BEHIND for notice, _ in pending_notices(session, plan.code)):
        result.digested += len(queue_digests(session, plan, now))
    unreached = [
        (notice, row)
        for notice, row in unreached_notices(session, plan.code)
        if notice.action != CONFIRM or still_asked(notice, row)
    ]
    addresses = {n.recipient for n, _ in unreached if n.state in (NoticeState.BOUNCED, NoticeState.FAILED)}
    roles = {_role(plan, n, a) for n, a in unreached if n.state == NoticeState.MISSING}
    result.bounced.extend(sorted(addresses))
    result.missing.extend(sorted(roles))
    result.stalled.extend(assignment.name for assignment in stalled_assignments(session, plan.code))
    passed = assignments_due_for_action(session, plan.code, now - _PASSED_OVER)
    result.stuck.extend(assignment.name for assignment in passed if assignment.state in OWING)


def _role(plan: ActivePlan, notice: Notice, assignment: Assignment) -> str:
    """A role that nobody holds with an address: of a receiving body by its own code, of others by whom it is about."""
    if notice.addressee == RECEIVER:
        receiver = receiver_of(plan.document, assignment) or assignment.agency
        return f"{receiver}: focal"
    return f"{assignment.agency}: {notice.addressee}"


def _stopped(session: Session, plans: Sequence[ActivePlan], now: datetime, patience: timedelta) -> Iterator[str]:
    """Sweeps that should have finished since; one that never did counts from the day the plan was applied."""
    finished = {run.name: run.finished_at for run in sweep_runs(session)}
    begun = {plan.code: plan_versions(session, plan.code)[0].applied_at for plan in plans}
    expected = {f"round:{code}": (at, _DAILY) for code, at in begun.items()}
    if begun:
        first = min(begun.values())
        expected |= {"deliver": (first, patience), COMPILE: (first, _DAILY)}
    for name, (since, limit) in expected.items():
        if finished.get(name, since) < now - limit:
            yield name
