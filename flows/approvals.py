"""The coordinator's gate to the upper rungs: what waits, and release, postpone or drop, many in one act."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session

from flows.acts import Act, screened
from flows.digests import QueuedMessage, queue_digests
from flows.letters import Pair, drafts_of, letter_of_step
from models.assignments import find_assignment
from models.decisions import refuse_day_off
from models.errors import StateError
from models.history import record
from models.language import _
from models.notices import Notice, NoticeState, awaiting_notices
from models.offsets import Offset
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


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision was about, the mails that it queued, and after how long what is still owed comes back.

    `comes_back` are the policies' `recheck`, each once; none where nothing was given up.
    """

    steps: list[Approval] = field(default_factory=list)
    mails: list[QueuedMessage] = field(default_factory=list)
    comes_back: list[Offset] = field(default_factory=list)


def approvals(store: Store, now: datetime, *, postponed: bool = False) -> list[Approval]:
    """What waits for a coordinator in any plan, longest waiting first: today, or with `postponed` on a later day."""
    with store.reading() as session:
        found = []
        for plan in active_plans(session):
            today = plan.calendar.local_date(now)
            pairs = [
                (notice, assignment)
                for notice, assignment in awaiting_notices(session, plan.code)
                if postponed == (notice.not_before is not None and notice.not_before > today)
            ]
            found.extend(_steps(session, plan, pairs, now))
        return found


def _steps(session: Session, plan: ActivePlan, pairs: Sequence[Pair], now: datetime) -> list[Approval]:
    """Waiting notices by the step they belong to."""
    asks = {(row.name, notice.step) for notice, row in pairs if letter_of_step(plan, notice, row) is not None}
    drafts = drafts_of(session, plan, now) if asks else []
    files = {(name, step): draft.file_name for draft in drafts for name, steps in draft.steps.items() for step in steps}
    groups: dict[tuple[str, str], list[Notice]] = {}
    for notice, assignment in pairs:
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


def release(store: Store, names: Sequence[str], act: Act, *, reason: str = "") -> Decided:
    """Let the waiting steps of some assignments go, or all there are where none is named; their mails are queued.

    Raises:
        StateError: nothing waits there.
    """
    return _decide(store, names, act, NoticeState.PENDING, "released", reason)


def drop(store: Store, names: Sequence[str], act: Act, *, reason: str = "") -> Decided:
    """Do without the waiting steps; the climb of these assignments ends, and they return to the coordinator's list.

    Raises:
        StateError: nothing waits there.
    """
    return _decide(store, names, act, NoticeState.DROPPED, "dropped", reason)


def postpone(store: Store, names: Sequence[str], until: date, act: Act, *, reason: str = "") -> Decided:
    """Put the waiting steps off: they come back to the list on a date.

    Raises:
        StateError: nothing waits there, or the date is a day off or not in the future.
    """
    decided = Decided()
    with store.session() as session:
        for plan, pairs in _waiting(session, names):
            today = plan.calendar.local_date(act.now)
            if until <= today:
                raise StateError(_("ngày hoãn {until:%d/%m/%Y} phải sau hôm nay").format(until=until))
            refuse_day_off(plan.calendar, until, earliest=today + timedelta(days=1))
            for notice, _assignment in pairs:
                notice.not_before = until
                session.add(notice)
            _record(session, pairs, act, "postponed", screened(plan, reason, _("lý do")), until=until)
            decided.steps.extend(_steps(session, plan, pairs, act.now))
    return decided


def _decide(store: Store, names: Sequence[str], act: Act, state: NoticeState, done: str, reason: str) -> Decided:
    decided = Decided()
    with store.session() as session:
        for plan, pairs in _waiting(session, names):
            decided.steps.extend(_steps(session, plan, pairs, act.now))
            for notice, assignment in pairs:
                notice.state = state
                notice.not_before = None
                if state == NoticeState.PENDING:
                    assignment.step = notice.step
                assignment.next_action_at = act.now
                session.add(notice)
                session.add(assignment)
            _record(session, pairs, act, done, screened(plan, reason, _("lý do")))
            decided.mails.extend(queue_digests(session, plan, act.now))
            if state == NoticeState.DROPPED:
                decided.comes_back.extend(_rechecks(plan, pairs, decided.comes_back))
    return decided


def _rechecks(plan: ActivePlan, pairs: Sequence[Pair], known: Sequence[Offset]) -> list[Offset]:
    """After how long these assignments come back to the coordinator's list, beyond what is known already."""
    document = plan.document
    spans = (document.policy(document.obligation(row.obligation).policy).recheck for _notice, row in pairs)
    return [span for span in dict.fromkeys(spans) if span not in known]


def _record(
    session: Session,
    pairs: Sequence[Pair],
    act: Act,
    done: str,
    reason: str,
    until: date | None = None,
) -> None:
    steps = {(assignment.key, notice.step): assignment for notice, assignment in pairs}
    for (_key, step), assignment in steps.items():
        detail = {"step": step, "until": until} if until else {"step": step}
        record(session, assignment, done, at=act.now, by=act.by, reason=reason, **detail)


def _waiting(session: Session, names: Sequence[str]) -> list[tuple[ActivePlan, list[Pair]]]:
    """The waiting notices of the named assignments (all where none is named), by plan."""
    wanted = {find_assignment(session, name).name for name in names}
    found = []
    for plan in active_plans(session):
        pairs = [pair for pair in awaiting_notices(session, plan.code) if not wanted or pair[1].name in wanted]
        if pairs:
            found.append((active_plan(session, plan.code), pairs))
    missing = wanted - {assignment.name for _plan, pairs in found for _notice, assignment in pairs}
    if missing:
        said = _("không có bước nào chờ cho gửi: {names}; xem `dondoc approvals`")
        raise StateError(said.format(names=", ".join(sorted(missing))))
    if not found:
        raise StateError(_("không có bước nào chờ cho gửi; xem `dondoc approvals`"))
    return found
