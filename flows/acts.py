"""What people do, each in one transaction: answer, decide, pause, replace a contact.

A state change, its notices, its message and its history entry stand or fall together.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from flows.digests import queue_digests
from intake.privacy import screen_text
from intake.submitting import Channel, SubmitResult, submit
from models import decisions
from models.assignments import OWING, Assignment, assignments_where, find_assignment
from models.errors import NotFoundError, StateError
from models.history import record_for_plan
from models.language import N_, _
from models.messages import WAITING, Message, MessageState
from models.notices import notices_in_message
from models.plan import Contact, PlanDocument
from models.store import Store
from models.upkeep import Pause, open_pauses
from models.versions import ActivePlan, active_plan, lock_plan, source_of
from plans.apply import Applied, apply_plan

#: How a shell's signs in another encoding come in; no database can carry them.
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, and when."""

    by: str
    now: datetime


def screened(plan: ActivePlan, text: str, where: str) -> str:
    """A coordinator's own words, refused where they carry somebody's identity: they are kept, and travel by mail.

    Raises:
        StateError: the screen found something, the message does not repeat it; or a sign in it cannot be kept.
    """
    if _HALF.search(text):  # typed in another encoding
        raise StateError(_("{where} có ký tự không phải UTF-8: gõ lại, hoặc ghi từ tệp").format(where=where))
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


def extend(store: Store, name: str, act: Act, to: date, reason: str) -> None:
    """Give a body more time."""
    with acting_on(store, name, act) as (session, plan, assignment):
        reason = screened(plan, reason, _("lý do"))
        decisions.extend(session, plan, assignment, to=to, now=act.now, by=act.by, reason=reason)


def refuse_extension(store: Store, name: str, act: Act, reason: str) -> None:
    """Give a body no more time, and say why."""
    with acting_on(store, name, act) as (session, plan, assignment):
        reason = screened(plan, reason, _("lý do"))
        decisions.refuse_extension(session, plan, assignment, now=act.now, by=act.by, reason=reason)


def excuse(store: Store, name: str, act: Act, reason: str) -> None:
    """Excuse a body from a period."""
    with acting_on(store, name, act) as (session, plan, assignment):
        reason = screened(plan, reason, _("lý do"))
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
        raise StateError(_("tạm dừng phải nêu lý do: thêm --reason"))
    with store.session() as session:
        plan = active_plan(session, plan_code)
        plan.document.agency(agency)
        reason = screened(plan, reason, _("lý do"))
        today = plan.calendar.local_date(act.now)
        if until is not None and until < today:
            said = _("ngày hết tạm dừng {until:%d/%m/%Y} đã qua: đặt ngày từ hôm nay trở đi")
            raise StateError(said.format(until=until))
        if open_pauses(session, plan.code, agency, today):
            raise StateError(_("{agency} đang tạm dừng; chạy `dondoc resume {agency}` trước").format(agency=agency))
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
            said = _("{agency} không bị tạm dừng; xem `dondoc status --agency {agency}`")
            raise StateError(said.format(agency=agency))
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
        StateError: the new address is the old one, and no other name is given.
    """
    with store.session() as session:
        plan = plan_to_change(session, plan_code)
        document = _with_contact(plan.document, old.lower(), new)
        if document == plan.document:
            raise StateError(_("địa chỉ mới giống địa chỉ cũ ({old}): không có gì để đổi").format(old=old))
        readdressed = _readdress(session, plan, old.lower(), new)
        source = source_of(session, plan.code)
        reason = N_("đổi đầu mối nhận thư")
        applied = apply_plan(session, document, source=source, now=act.now, by=act.by, reason=reason)
        queue_digests(session, active_plan(session, plan.code), act.now)
        return applied, readdressed


def plan_to_change(session: Session, code: str | None) -> ActivePlan:
    """The version in force, read once nobody else can make another: a change of an older one would undo the newer."""
    plan = active_plan(session, code)
    lock_plan(session, plan.code)
    return active_plan(session, plan.code)


def _with_contact(document: PlanDocument, old: str, new: Contact) -> PlanDocument:
    contacts = list(document.contacts)
    places = [n for n, contact in enumerate(contacts) if (contact.email or "").lower() == old]
    if not places:
        said = _("không có đầu mối nào dùng địa chỉ {old}; xem `dondoc plan show`")
        raise NotFoundError(said.format(old=old))
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
        for notice, _assignment in notices_in_message(session, message.key):
            notice.recipient, notice.recipient_name = message.recipient, message.recipient_name
            session.add(notice)
    return len(messages)
