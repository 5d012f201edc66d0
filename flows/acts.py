"""What people do, each in one transaction: answer, decide, release, pause, replace a contact, add an urgent task.

A state change, its notices, its message and its history entry stand or fall together.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from flows.digests import queue_digests
from intake.privacy import screen_text
from intake.submitting import Channel, SubmitResult, submit
from models import decisions
from models.assignments import OWING, Assignment, Workflow, assignments_where, find_assignment
from models.errors import NotFoundError, StateError
from models.history import record, record_for_plan
from models.messages import WAITING, Message, MessageState
from models.notices import notices_in_message
from models.plan import Contact, DueRule, Obligation, PlanDocument
from models.store import Store
from models.submissions import Submission
from models.upkeep import Pause, open_pauses
from models.versions import ActivePlan, active_plan, lock_plan, newest_version
from plans.apply import Applied, apply_plan


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, and when."""

    by: str
    now: datetime


def screened(plan: ActivePlan, text: str, where: str) -> str:
    """A coordinator's own words, refused where they carry somebody's identity: they are kept, and travel by mail.

    Raises:
        StateError: the screen found something; the message does not repeat it.
    """
    contacts = plan.document.contacts
    allowed = [value for contact in contacts for value in (contact.name, contact.email, contact.phone) if value]
    hits = screen_text(text, where, allowed=allowed)
    if hits:
        raise StateError(f"{where}: {hits[0].message}")
    return text


@contextmanager
def acting_on(store: Store, name: str, act: Act) -> Iterator[tuple[Session, ActivePlan, Assignment]]:
    """A transaction on one assignment; the mails that the act causes are queued before it commits."""
    with store.session() as session:
        assignment = find_assignment(session, name)
        lock_plan(session, assignment.plan)
        session.refresh(assignment)  # another process may have changed it while this one waited
        plan = active_plan(session, assignment.plan)
        yield session, plan, assignment
        queue_digests(session, plan, act.now)


def answer(
    store: Store,
    name: str,
    act: Act,
    *,
    content: bytes,
    file_name: str,
    channel: Channel = "file",
    on_behalf: bool = False,
) -> SubmitResult:
    """Take in what a body sent; of what is refused only hash, sender, place and reason are kept."""
    with acting_on(store, name, act) as (session, plan, assignment):
        return submit(
            session,
            plan,
            assignment,
            content=content,
            name=file_name,
            now=act.now,
            by=act.by,
            channel=channel,
            on_behalf=on_behalf,
        )


def accept(store: Store, name: str, act: Act, reason: str = "") -> Submission:
    """Accept what waits for review."""
    with acting_on(store, name, act) as (session, plan, assignment):
        reason = screened(plan, reason, "lý do")
        return decisions.accept(session, plan, assignment, now=act.now, by=act.by, reason=reason)


def send_back(store: Store, name: str, act: Act, reason: str, until: date | None = None) -> date:
    """Return what waits for review, for correction until a date."""
    with acting_on(store, name, act) as (session, plan, assignment):
        reason = screened(plan, reason, "lý do")
        return decisions.send_back(session, plan, assignment, now=act.now, by=act.by, reason=reason, until=until)


def extend(store: Store, name: str, act: Act, to: date, reason: str) -> None:
    """Give a body more time."""
    with acting_on(store, name, act) as (session, plan, assignment):
        reason = screened(plan, reason, "lý do")
        decisions.extend(session, plan, assignment, to=to, now=act.now, by=act.by, reason=reason)


def refuse_extension(store: Store, name: str, act: Act, reason: str) -> None:
    """Give a body no more time, and say why."""
    with acting_on(store, name, act) as (session, plan, assignment):
        reason = screened(plan, reason, "lý do")
        decisions.refuse_extension(session, plan, assignment, now=act.now, by=act.by, reason=reason)


def excuse(store: Store, name: str, act: Act, reason: str) -> None:
    """Excuse a body from a period."""
    with acting_on(store, name, act) as (session, plan, assignment):
        reason = screened(plan, reason, "lý do")
        decisions.excuse(session, plan, assignment, now=act.now, by=act.by, reason=reason)


def pause(
    store: Store, agency: str, act: Act, *, reason: str, until: date | None = None, plan_code: str | None = None
) -> Pause:
    """Stop reminding and chasing a body, from today until a date (or until it is resumed).

    Raises:
        StateError: no reason, a date that has passed, or the body is paused already.
        NotFoundError: no such body.
    """
    if not reason.strip():
        raise StateError("tạm dừng phải nêu lý do: thêm --reason")
    with store.session() as session:
        plan = active_plan(session, plan_code)
        plan.document.agency(agency)
        reason = screened(plan, reason, "lý do")
        today = plan.calendar.local_date(act.now)
        if until is not None and until < today:
            raise StateError(f"ngày hết tạm dừng {until:%d/%m/%Y} đã qua: đặt ngày từ hôm nay trở đi")
        if open_pauses(session, plan.code, agency, today):
            raise StateError(f"{agency} đang tạm dừng; chạy `dondoc resume {agency}` trước")
        row = Pause(plan=plan.code, agency=agency, start=today, end=until, by=act.by, at=act.now, reason=reason)
        session.add(row)
        detail = {"agency": agency, "until": until}
        record_for_plan(session, plan.code, "paused", at=act.now, by=act.by, reason=reason, **detail)
        return row


def resume(store: Store, agency: str, act: Act, *, plan_code: str | None = None) -> int:
    """End a body's pause; the next round looks at all it was owing. Returns how many assignments it will look at.

    What has not been opened yet has a day of its own and needs no waking.

    Raises:
        StateError: the body is not paused.
    """
    with store.session() as session:
        plan = active_plan(session, plan_code)
        today = plan.calendar.local_date(act.now)
        pauses = open_pauses(session, plan.code, agency, today)
        if not pauses:
            raise StateError(f"{agency} không bị tạm dừng; xem `dondoc status --agency {agency}`")
        for row in pauses:
            row.end = date.fromordinal(today.toordinal() - 1)
            session.add(row)
        owing = assignments_where(session, plan.code, agency=agency, states=OWING)
        waking = [assignment for assignment in owing if assignment.opened_at is not None]
        for assignment in waking:
            assignment.next_action_at = act.now
            session.add(assignment)
        record_for_plan(session, plan.code, "resumed", at=act.now, by=act.by, agency=agency)
        return len(waking)


def replace_contact(
    store: Store, old: str, new: Contact, act: Act, *, plan_code: str | None = None
) -> tuple[Applied, int]:
    """Put another person (or address) in the place of the contact with address `old`.

    Makes a new plan version, re-addresses what is queued and sends again what had not reached `old`.
    Returns what the new version did and how many queued messages go to the new address.

    Raises:
        NotFoundError: nobody in the plan has the old address.
    """
    with store.session() as session:
        plan = _plan_to_change(session, plan_code)
        document = _with_contact(plan.document, old.lower(), new)
        readdressed = _readdress(session, plan, old.lower(), new)
        applied = apply_plan(session, document, source=_source(session, plan), now=act.now, by=act.by, reason="contact")
        queue_digests(session, active_plan(session, plan.code), act.now)
        return applied, readdressed


def _plan_to_change(session: Session, code: str | None) -> ActivePlan:
    """The version in force, read once nobody else can make another: a change of an older one would undo the newer."""
    plan = active_plan(session, code)
    lock_plan(session, plan.code)
    return active_plan(session, plan.code)


def _source(session: Session, plan: ActivePlan) -> str:
    newest = newest_version(session, plan.code)
    return newest.source if newest else ""


def _with_contact(document: PlanDocument, old: str, new: Contact) -> PlanDocument:
    contacts = list(document.contacts)
    places = [n for n, contact in enumerate(contacts) if (contact.email or "").lower() == old]
    if not places:
        raise NotFoundError(f"không có đầu mối nào dùng địa chỉ {old}; xem `dondoc plan show`")
    for n in places:
        contacts[n] = contacts[n].model_copy(update={"email": new.email, "name": new.name or contacts[n].name})
    return document.model_copy(update={"contacts": tuple(contacts)})


def _readdress(session: Session, plan: ActivePlan, old: str, new: Contact) -> int:
    query = select(Message).where(Message.plan == plan.code, Message.recipient == old, col(Message.state).in_(WAITING))
    messages = session.exec(query).all()
    for message in messages:
        message.recipient, message.recipient_name = (new.email or "").lower(), new.name or message.recipient_name
        message.state, message.attempts = MessageState.QUEUED, 0
        message.content = message.message_id = None  # another recipient is another mail
        session.add(message)
        for notice, _ in notices_in_message(session, message.key):
            notice.recipient, notice.recipient_name = message.recipient, message.recipient_name
            session.add(notice)
    return len(messages)


def add_task(
    store: Store,
    act: Act,
    *,
    title: str,
    bodies: Sequence[str],
    due: date,
    form: str | None = None,
    code: str | None = None,
    plan_code: str | None = None,
) -> Applied:
    """An urgent request in mid-year: one obligation more, due once, in a new plan version.

    Raises:
        StateError: the due day has passed.
        NotFoundError: no such body or form.
    """
    with store.session() as session:
        plan = _plan_to_change(session, plan_code)
        document = plan.document
        title = screened(plan, title, "tên việc")
        today = plan.calendar.local_date(act.now)
        if due < today:
            raise StateError(f"hạn {due:%d/%m/%Y} đã qua: đặt ngày từ hôm nay trở đi")
        for body in document.members(tuple(bodies)):
            document.agency(body)
        if form:
            document.form(form)
        obligation = Obligation.model_validate(
            {
                "code": code or _free_code(document),
                "title": title,
                "source": "coordinator",
                "assigned_to": tuple(bodies),
                "kind": "report" if form else "task",
                "period": "once",
                "due": DueRule(on=due),
                "policy": _urgent_policy(document),
                "form": form,
                "effective": {"from": max(today, document.plan.start), "to": max(due, document.plan.end)},
            }
        )
        longer = document.model_copy(update={"obligations": (*document.obligations, obligation)})
        reason = f"việc phát sinh {obligation.code}"
        applied = apply_plan(session, longer, source=_source(session, plan), now=act.now, by=act.by, reason=reason)
        _tell_at_once(session, active_plan(session, plan.code), applied.created, act)
        return applied


def _tell_at_once(session: Session, plan: ActivePlan, names: Sequence[str], act: Act) -> None:
    """An urgent task is told the day it is set; that stands for the reminders of that day and before."""
    for name in names:
        row = find_assignment(session, name)
        row.state, row.opened_at = Workflow.OPEN, act.now
        decisions.start_cycle(session, plan, row, act.now)
        record(session, row, "opened", at=act.now, by=act.by)
        decisions.post(session, plan, row, "assigned", "remind", ("focal",), now=act.now)
    queue_digests(session, plan, act.now)


def _free_code(document: PlanDocument) -> str:
    taken = {obligation.code for obligation in document.obligations}
    number = 1
    while f"PS-{number:02}" in taken:
        number += 1
    return f"PS-{number:02}"


def _urgent_policy(document: PlanDocument) -> str:
    codes = [policy.code for policy in document.policies]
    return next((code for code in ("urgent", "standard") if code in codes), codes[0])
