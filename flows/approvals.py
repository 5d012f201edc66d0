"""The coordinator's gate to the upper rungs: what waits, and release, postpone or drop, many in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from flows.acts import Act, screened
from flows.digests import QueuedMessage, queue_digests
from flows.letters import Draft, Pair, drafts_of, letter_of_step
from models.assignments import Assignment, find_assignment
from models.errors import StateError
from models.history import record
from models.notices import Notice, NoticeState, awaiting_notices
from models.store import Store
from models.versions import ActivePlan, active_plan, active_plans


@dataclass(frozen=True, slots=True)
class Approval:
    """A step that waits: for which assignment, to whom, since when; `not_before` where it was postponed.

    `letter` where it comes with one, `letter_file` the name of its draft (None while it is postponed).
    """

    assignment: str
    step: str
    to: list[str]
    since: datetime
    not_before: date | None
    letter: bool
    letter_file: str | None = None

    def as_json(self) -> dict[str, object]:
        """An entry of the list that `dondoc approvals --json` prints."""
        return {
            "assignment": self.assignment,
            "step": self.step,
            "to": self.to,
            "since": self.since.isoformat(),
            "not_before": self.not_before.isoformat() if self.not_before else None,
            "letter": self.letter,
            "letter_file": self.letter_file,
        }


def approvals(store: Store, now: datetime, *, postponed: bool = False) -> list[Approval]:
    """What waits for a coordinator today in any plan, longest waiting first; with `postponed`, what waits later too."""
    with store.reading() as session:
        found = []
        for plan in active_plans(session):
            today = plan.calendar.local_date(now)
            pairs = awaiting_notices(session, plan.code)
            with_letter = any(notice.letter for notice, _ in pairs)
            drafts = drafts_of(session, plan, now) if with_letter else []
            found.extend(_grouped(plan, pairs, drafts, None if postponed else today))
        return found


def _grouped(plan: ActivePlan, pairs: Sequence[Pair], drafts: Sequence[Draft], today: date | None) -> list[Approval]:
    asks = {(row.name, notice.step) for notice, row in pairs if letter_of_step(plan, notice, row) is not None}
    files = {(name, step): draft.file_name for draft in drafts for name, steps in draft.steps.items() for step in steps}
    groups: dict[tuple[str, str], list[Notice]] = {}
    for notice, assignment in pairs:
        if today is None or notice.not_before is None or notice.not_before <= today:
            groups.setdefault((assignment.name, notice.step), []).append(notice)
    return [
        Approval(
            name,
            step,
            [notice.recipient for notice in notices],
            min(notice.since for notice in notices),
            notices[0].not_before,
            (name, step) in asks,
            files.get((name, step)),
        )
        for (name, step), notices in groups.items()
    ]


def release(store: Store, names: Sequence[str], act: Act, *, reason: str = "") -> list[QueuedMessage]:
    """Let the waiting steps of some assignments go, or all there are where none is named; their mails are queued.

    Raises:
        StateError: nothing waits there.
    """
    return _decide(store, names, act, NoticeState.PENDING, "released", reason)


def drop(store: Store, names: Sequence[str], act: Act, *, reason: str = "") -> list[QueuedMessage]:
    """Do without the waiting steps; the climb of these assignments ends, and they return to the coordinator's list.

    Raises:
        StateError: nothing waits there.
    """
    return _decide(store, names, act, NoticeState.DROPPED, "dropped", reason)


def postpone(store: Store, names: Sequence[str], until: date, act: Act, *, reason: str = "") -> list[Approval]:
    """Put the waiting steps off: they come back to the list on a date.

    Raises:
        StateError: nothing waits there, or the date is not in the future.
    """
    with store.session() as session:
        for plan, pairs in _waiting(session, names):
            if until <= plan.calendar.local_date(act.now):
                raise StateError(f"ngày hoãn {until:%d/%m/%Y} phải sau hôm nay")
            for notice, _ in pairs:
                notice.not_before = until
                session.add(notice)
            _record(session, pairs, act, "postponed", screened(plan, reason, "lý do"), until=until)
    wanted = set(names)
    return [one for one in approvals(store, act.now, postponed=True) if not wanted or one.not_before == until]


def _decide(
    store: Store, names: Sequence[str], act: Act, state: NoticeState, word: str, reason: str
) -> list[QueuedMessage]:
    queued = []
    with store.session() as session:
        for plan, pairs in _waiting(session, names):
            for notice, assignment in pairs:
                notice.state = state
                notice.not_before = None
                if state == NoticeState.PENDING:
                    assignment.step = notice.step
                assignment.next_action_at = act.now
                session.add(notice)
                session.add(assignment)
            _record(session, pairs, act, word, screened(plan, reason, "lý do"))
            queued.extend(queue_digests(session, plan, act.now))
    return queued


def _record(
    session: Session,
    pairs: Sequence[tuple[Notice, Assignment]],
    act: Act,
    word: str,
    reason: str,
    until: date | None = None,
) -> None:
    steps = {(assignment.key, notice.step): assignment for notice, assignment in pairs}
    for (_, step), assignment in steps.items():
        detail = {"step": step, "until": until} if until else {"step": step}
        record(session, assignment, word, at=act.now, by=act.by, reason=reason, **detail)


def _waiting(session: Session, names: Sequence[str]) -> list[tuple[ActivePlan, list[tuple[Notice, Assignment]]]]:
    """The waiting notices of the named assignments (all where none is named), by plan."""
    wanted = {find_assignment(session, name).name for name in names}
    found = []
    for plan in active_plans(session):
        pairs = [pair for pair in awaiting_notices(session, plan.code) if not wanted or pair[1].name in wanted]
        if pairs:
            found.append((active_plan(session, plan.code), pairs))
    missing = wanted - {assignment.name for _, pairs in found for _, assignment in pairs}
    if missing or not found:
        which = ", ".join(sorted(missing)) or "danh sách trống"
        raise StateError(f"không có bước nào chờ cho gửi: {which}; xem `dondoc approvals`")
    return found
