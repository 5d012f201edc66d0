"""Recording that a letter went out on paper: one number and date for all the assignments that it is about."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from flows.acts import Act, screened
from flows.digests import queue_digests
from flows.drafted import doubts, draft_behind
from models.assignments import OWING, Assignment, find_assignment
from models.errors import StateError
from models.handovers import receiver_of
from models.history import history_of, record
from models.language import _
from models.notices import CONFIRM, LETTER_STATES, UNREACHED, Notice, NoticeState
from models.recipients import ISSUER
from models.store import Store
from models.versions import ActivePlan, active_plan, lock_plan

#: Steps that a letter takes the place of: their addressees count as told by it.
_TOLD_BY_LETTER = (NoticeState.AWAITING, *UNREACHED)


@dataclass(frozen=True, slots=True)
class SentLetter:
    """What the record of a letter did: to whom it went, its assignments, and how many notices count as told by it.

    `answer_by` is the date for the answer in the draft it was made from, `warnings` say what is odd about its day.
    """

    number: str
    sent_on: date
    to: str
    assignments: list[str]
    told: int
    answer_by: date | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Steps:
    """The notices of one assignment that a letter is about: those it tells, and those that went by mail as well."""

    told: list[Notice]
    mailed: list[Notice]

    @property
    def all(self) -> list[Notice]:
        return [*self.told, *self.mailed]

    @property
    def names(self) -> list[str]:
        return sorted({notice.step for notice in self.all})


def letter_sent(
    store: Store, names: Sequence[str], act: Act, *, number: str, sent_on: date, to: str | None = None, note: str = ""
) -> SentLetter:
    """Record one letter for several assignments at once: its addressees count as told, so the climb can go on.

    A step that was released before goes by mail as well; then only the letter's number and date are added. An
    assignment of which no step waits may be named too, alone or beside others: a letter may be about whatever is owed.
    `to` tells the letter to the body from the note to the issuer where an assignment waits for both.

    Raises:
        NotFoundError: no assignment of that name.
        StateError: one neither has a step that needs a letter nor is owed by the addressee, two letters could be meant,
            the number was recorded before, or the date is to come.
    """
    with store.session() as session:
        rows = list({row.key: row for row in (find_assignment(session, name) for name in names)}.values())
        plans = _locked_plans(session, rows)
        found = {row.key: _steps(session, plans[row.plan], row, to) for row in rows}
        addressees = {_addressee(plans[row.plan], row, n) for row in rows for n in found[row.key].all}
        addressees = addressees or {row.agency for row in rows if to in (None, row.agency)}
        if not addressees:
            said = _("{assignments} không có công văn nào gửi {to}; xem `dondoc letter list`")
            raise StateError(said.format(assignments=", ".join(row.name for row in rows), to=to))
        if len(addressees) > 1:
            said = _("các phần việc này có nhiều công văn: thêm --to và mã nơi nhận ({codes})")
            raise StateError(said.format(codes=", ".join(sorted(addressees))))
        (addressee,) = addressees
        for row in rows:
            _may_record(plans[row.plan], row, found[row.key], act, sent_on, addressee)
            _first_time(session, row, number, sent_on, addressee)
            _record(session, plans[row.plan], row, found[row.key], act, _Sent(number, sent_on, addressee, note))
        for plan in plans.values():
            queue_digests(session, plan, act.now)
        told = sum(len(steps.told) for steps in found.values())
        plan = plans[rows[0].plan]
        draft = draft_behind(session, plan, rows, addressee, sent_on)
        warnings = tuple(doubts(plan, draft, sent_on))
        answer_by = draft.answer_by if draft else None
        return SentLetter(number, sent_on, addressee, [row.name for row in rows], told, answer_by, warnings)


def _addressee(plan: ActivePlan, row: Assignment, notice: Notice) -> str:
    """To whom a letter about a notice goes: the issuer on its rung, a hand-over's receiver, else the body itself."""
    if notice.rung == ISSUER:
        return plan.document.plan.issuer
    return (receiver_of(plan.document, row) or row.agency) if notice.action == CONFIRM else row.agency


def _locked_plans(session: Session, rows: Sequence[Assignment]) -> dict[str, ActivePlan]:
    """The plans of the rows, locked in a fixed order; the rows are read again, they may have changed meanwhile."""
    plans = {}
    for code in sorted({row.plan for row in rows}):
        lock_plan(session, code)
        plans[code] = active_plan(session, code)
    for row in rows:
        session.refresh(row)
    return plans


def _steps(session: Session, plan: ActivePlan, row: Assignment, to: str | None) -> _Steps:
    query = select(Notice).where(Notice.assignment_id == row.key, Notice.cycle == row.cycle)
    notices = [n for n in session.exec(query) if not n.informed and to in (None, _addressee(plan, row, n))]
    mailed = [n for n in notices if n.letter and n.state in LETTER_STATES and n.state not in _TOLD_BY_LETTER]
    return _Steps([n for n in notices if n.state in _TOLD_BY_LETTER], [n for n in mailed if not n.detail])


def _may_record(plan: ActivePlan, row: Assignment, steps: _Steps, act: Act, sent_on: date, addressee: str) -> None:
    today = plan.calendar.local_date(act.now)
    if sent_on > today:
        raise StateError(_("ngày công văn {day:%d/%m/%Y} chưa đến: ghi sau khi đã gửi").format(day=sent_on))
    owed = row.agency == addressee and row.state in OWING and addressee != plan.document.plan.standing
    if not steps.names and not owed:
        said = _("{assignment} không cần công văn này: bỏ tên ấy khỏi lệnh")
        raise StateError(said.format(assignment=row.name))


def _first_time(session: Session, row: Assignment, number: str, sent_on: date, addressee: str) -> None:
    """Refuse what was recorded before: typed twice, one letter would read as two."""
    sent = (json.loads(entry.detail) for entry in history_of(session, row.name) if entry.act == "letter-sent")
    if any((one["number"], one["sent_on"], one["to"]) == (number, sent_on.isoformat(), addressee) for one in sent):
        said = _("công văn {number} đã được ghi cho {assignment} rồi; xem `dondoc history`")
        raise StateError(said.format(number=number, assignment=row.name))


@dataclass(frozen=True, slots=True)
class _Sent:
    """What is written down of a letter."""

    number: str
    sent_on: date
    to: str
    note: str


def _record(session: Session, plan: ActivePlan, row: Assignment, steps: _Steps, act: Act, sent: _Sent) -> None:
    note, number = screened(plan, sent.note, "ghi chú"), screened(plan, sent.number, "số công văn")
    for notice in steps.all:
        notice.detail = f"{number}, {sent.sent_on.isoformat()}"
        session.add(notice)
    for notice in steps.told:
        notice.state, notice.told_at, notice.not_before = NoticeState.LETTER, act.now, None
    if steps.told:
        row.stalled = None
        if row.state in OWING:
            row.next_action_at = act.now
    detail = {"number": number, "sent_on": sent.sent_on, "to": sent.to, "steps": steps.names}
    record(session, row, "letter-sent", at=act.now, by=act.by, reason=note, **detail)
