"""From a claimed message to its frozen bytes: gathers what the mail says and what is attached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from sqlmodel import Session

from flows.digests import SUMMARY
from flows.drafted import remember_drafts
from flows.drafts import DRAFT, draft_files, draft_notice
from flows.issued_mails import ISSUED, issued_files, issued_notice
from flows.letters import attachments, drafts_of
from flows.mail_content import digest_of, form_name, wants_form
from flows.questions import questions_on, said_briefly
from flows.settings import Settings
from flows.summaries import summary_of
from intake.storing import filled_form
from intake.workbook_writing import write_workbook
from models.assignments import Assignment
from models.handovers import handed_over
from models.joint import carrier_of
from models.messages import Message
from models.notices import RECEIPT, Notice, notices_of
from models.recipients import coordinators
from models.submissions import latest_submission
from models.versions import ActivePlan, active_plan
from notifications.calendar_entries import deadline_attachment
from notifications.composing import Headers, compose_digest
from notifications.digest import kind_of
from notifications.drafts import compose_report_notice, report_notice_page
from notifications.identity import message_id_for, references_for
from notifications.issued import compose_issued_notice, issued_notice_page
from notifications.mime import Attachment, Mailbox
from notifications.summary import compose_summary
from notifications.wording import subject_of

Pair = tuple[Notice, Assignment]
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@dataclass(frozen=True, slots=True)
class Composed:
    """A message ready to be frozen."""

    kind: str
    subject: str
    message_id: str
    content: bytes


def freeze(message: Message, composed: Composed) -> None:
    """Fix a message's bytes and Message-ID; they never change again."""
    message.kind, message.subject = composed.kind, composed.subject
    message.message_id, message.content = composed.message_id, composed.content


def compose_message(
    session: Session, message: Message, pairs: Sequence[Pair], settings: Settings, now: datetime
) -> Composed:
    """Compose a message about the notices that still apply."""
    plan = active_plan(session, message.plan)
    if message.kind == SUMMARY:
        return _compose_summary(session, plan, message, pairs, settings, now)
    if message.kind == DRAFT:
        return _compose_draft(plan, message, settings, now)
    if message.kind == ISSUED:
        return _compose_issued(plan, message, settings, now)
    ledgers = notices_of(session, {assignment.key for _, assignment in pairs})
    digest = digest_of(
        plan,
        message.recipient,
        message.recipient_name,
        pairs,
        now,
        ledgers=ledgers,
        handovers=handed_over(session, plan, pairs),
        questions=_questions(session, plan, pairs, now),
        public_url=settings.public_url,
    )
    headers = _headers(plan, message, [assignment.name for _, assignment in pairs], settings, now)
    attached = _forms(session, plan, pairs)
    deadlines = deadline_attachment(digest, settings.mail_domain, now)
    content = compose_digest(digest, headers, [*attached, deadlines] if deadlines else attached)
    return Composed(kind_of(digest.items), subject_of(digest), headers.message_id, content)


def _questions(session: Session, plan: ActivePlan, pairs: Sequence[Pair], now: datetime) -> dict[int, tuple[str, ...]]:
    """What is asked about the figures of the answers whose receipt a mail confirms."""
    received = [assignment for notice, assignment in pairs if notice.action == RECEIPT]
    answers = []
    for assignment in received:
        carrier = carrier_of(session, plan, assignment)
        answer = latest_submission(session, carrier.key)
        if answer is not None and carrier.key == assignment.key:
            answers.append((answer, carrier))
    return {key: said_briefly(some) for key, some in questions_on(session, plan, answers, now).items()}


def _compose_summary(
    session: Session, plan: ActivePlan, message: Message, pairs: Sequence[Pair], settings: Settings, now: datetime
) -> Composed:
    drafts = drafts_of(session, plan, now)
    remember_drafts(session, drafts, now)
    to, name = message.recipient, message.recipient_name
    summary = summary_of(session, plan, to, name, pairs, now, settings.public_url, drafts)
    headers = _headers(plan, message, [], settings, now)
    content = compose_summary(summary, headers, attachments(drafts))
    return Composed(SUMMARY, message.subject, headers.message_id, content)


def _compose_draft(plan: ActivePlan, message: Message, settings: Settings, now: datetime) -> Composed:
    notice = draft_notice(plan, message, now, settings.public_url)
    headers = _headers(plan, message, [], settings, now)
    content = compose_report_notice(notice, headers, draft_files(message, settings.home))
    return Composed(DRAFT, report_notice_page(notice).subject, headers.message_id, content)


def _compose_issued(plan: ActivePlan, message: Message, settings: Settings, now: datetime) -> Composed:
    notice = issued_notice(plan, message, now, settings.public_url)
    headers = _headers(plan, message, [], settings, now)
    content = compose_issued_notice(notice, headers, issued_files(message, settings.home))
    return Composed(ISSUED, issued_notice_page(notice).subject, headers.message_id, content)


def _headers(
    plan: ActivePlan, message: Message, assignments: Sequence[str], settings: Settings, now: datetime
) -> Headers:
    domain = settings.mail_domain
    seed = f"{plan.code}/{message.key}/{message.recipient}/{message.created_at.isoformat()}"
    contact = next(iter(coordinators(plan.document)), None)
    name, address = parseaddr(settings.mail_from)
    return Headers(
        message_id=message_id_for(seed, domain),
        sender=Mailbox(name, address),
        reply_to=Mailbox(contact.name, contact.email) if contact and contact.email else None,
        references=references_for(assignments, domain),
        date=now,
        list_id=f"{plan.code}.{domain}",
    )


def _forms(session: Session, plan: ActivePlan, pairs: Sequence[Pair]) -> list[Attachment]:
    """The workbooks of the reports that a mail asks for, each once."""
    forms: dict[str, Attachment] = {}
    for notice, assignment in pairs:
        name = form_name(assignment)
        if name in forms or not wants_form(plan.document.obligation(assignment.obligation), notice):
            continue
        forms[name] = Attachment(name, form_of(session, plan, assignment), *_XLSX)
    return list(forms.values())


def form_of(session: Session, plan: ActivePlan, assignment: Assignment) -> bytes:
    """An assignment's workbook, filled in as `filled_form` says."""
    return write_workbook(*filled_form(session, plan, assignment))
