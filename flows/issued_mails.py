"""The mails that take an issued report to the bodies it is addressed to: each person once for each build.

Nothing goes before it is issued. A body without an address is the coordinator's to reach; once it has one, the mail
follows by itself for a month.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from flows.mail_content import language_of, masthead_of
from flows.report_files import attached_files, issued_names
from models.errors import NotFoundError
from models.messages import Message, message_with_once, messages_of_once
from models.periods import any_period
from models.plan import Contact, PlanDocument, Report
from models.reporting import ReportBuild, ReportState, builds_of, issued_since, last_issued
from models.versions import ActivePlan
from notifications.issued import IssuedNotice
from notifications.mime import Attachment
from notifications.text import one_line
from reports.building import belongs_to, is_signed
from reports.changes_in_words import changes_of, said_changes
from reports.letterhead import subject_of, title_of

ISSUED = "issued"
#: A report is news for this long: later nobody gets it by themselves, nor is it on the coordinator's list.
NEWS = timedelta(days=30)
_MAILED = (".docx", ".pdf")


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """What a message keeps of an issued report: its names, and its files by their paths in the home.

    `title` is the whole title, `about` what the report is on (trích yếu); `correction` counts from 1, 0 for none.
    """

    plan: str
    report: str
    title: str
    period: str
    number: int
    agencies: tuple[str, ...]
    files: tuple[str, ...]
    about: str = ""
    document_number: str = ""
    document_date: str = ""
    correction: int = 0
    replaces_number: str = ""
    replaces_date: str = ""
    changes: tuple[str, ...] = ()

    @classmethod
    def carried_by(cls, message: Message) -> "IssuedReport":
        """Read it back from a queued message."""
        said = json.loads(message.payload)
        return cls(**{**said, **{name: tuple(said[name]) for name in ("agencies", "files", "changes")}})

    @property
    def signed(self) -> bool:
        """Whether the paper that was signed travels along."""
        return any(map(is_signed, self.files))


def mail_folder(home: Path, plan: str) -> Path:
    """Where a plan's reports lie in the home."""
    return home / "reports" / plan


def receiving_contacts(document: PlanDocument, agency: str) -> list[Contact]:
    """Who receives a body's reports: its office, else its focal point; those with an address."""
    for role in ("office", "focal"):
        found = [contact for contact in document.contacts if contact.agency == agency and contact.role == role]
        reachable = [contact for contact in found if contact.email]
        if reachable:
            return reachable
    return []


def queue_issued(session: Session, plan: ActivePlan, build: ReportBuild, now: datetime) -> list[str]:
    """Queue an issued build's mails to the bodies that had none of it yet; returns the addresses."""
    report = _report(plan.document, build.report)
    told = mailed_bodies(session, build)
    people: dict[str, tuple[Contact, list[str]]] = {}
    for agency in report.to if report else ():
        for contact in receiving_contacts(plan.document, agency) if agency not in told else ():
            email = (contact.email or "").lower()
            people.setdefault(email, (contact, []))[1].append(agency)
    queued = []
    for email, (contact, agencies) in people.items():
        message = _message(session, plan, build, contact, agencies, now)
        if message_with_once(session, message.once or "") is None:
            session.add(message)
            session.flush()
            queued.append(email)
    return queued


def queue_missed(session: Session, plan: ActivePlan, now: datetime) -> list[str]:
    """Queue recent reports for bodies that had no address when they were issued and have one now."""
    return [
        email
        for build in issued_since(session, plan.code, now - NEWS)
        for email in queue_issued(session, plan, build, now)
    ]


def unserved_bodies(session: Session, plan: ActivePlan, build: ReportBuild) -> list[str]:
    """The bodies that an issued build is addressed to and that got no mail of it: nobody there has an address."""
    report = _report(plan.document, build.report)
    told = mailed_bodies(session, build)
    return [agency for agency in (report.to if report else ()) if agency not in told]


def mailed_messages(session: Session, build: ReportBuild) -> Sequence[Message]:
    """The mails with an issued build, whatever became of them."""
    return messages_of_once(session, _once(build, ""))


def mailed_bodies(session: Session, build: ReportBuild) -> set[str]:
    """The bodies to which a mail with this build was queued or sent."""
    found = mailed_messages(session, build)
    return {agency for message in found for agency in IssuedReport.carried_by(message).agencies}


def _once(build: ReportBuild, email: str) -> str:
    return f"{ISSUED}:{build.id}:{email}"


def _report(document: PlanDocument, code: str) -> Report | None:
    try:
        return document.report(code)
    except NotFoundError:  # an amendment took it out
        return None


def _message(
    session: Session,
    plan: ActivePlan,
    build: ReportBuild,
    contact: Contact,
    agencies: Sequence[str],
    now: datetime,
) -> Message:
    report, period = plan.document.report(build.report), any_period(build.period)
    replaced = replaced_build(session, build)
    content = IssuedReport(
        plan=plan.code,
        report=build.report,
        title=title_of(plan.document, report, period),
        about=subject_of(plan.document, report, period),
        period=period.title(),
        number=build.number,
        agencies=tuple(agencies),
        files=tuple(_files(plan.code, build)),
        document_number=build.document_number or "",
        document_date=build.document_date.isoformat() if build.document_date else "",
        correction=_corrections(session, build),
        replaces_number=(replaced.document_number or "") if replaced else "",
        replaces_date=replaced.document_date.isoformat() if replaced and replaced.document_date else "",
        changes=tuple(said_changes(plan.document, changes_of(build))),
    )
    email = (contact.email or "").lower()
    return Message(
        plan=plan.code,
        recipient=email,
        recipient_name=contact.name,
        kind=ISSUED,
        subject=one_line(content.title),
        lang=contact.lang,
        once=_once(build, email),
        payload=json.dumps(asdict(content), ensure_ascii=False),
        created_at=now,
        next_attempt_at=now,
    )


def replaced_build(session: Session, build: ReportBuild) -> ReportBuild | None:
    """The issued build that a later one replaces; None for the first that was issued."""
    return last_issued(session, build.plan, build.report, build.period, build.as_of, build.number)


def _corrections(session: Session, build: ReportBuild) -> int:
    """How many builds of this report were issued before this one."""
    rows = builds_of(session, build.plan, build.report, build.period)
    return sum(row.state == ReportState.ISSUED and row.number < build.number for row in rows)


def _files(plan: str, build: ReportBuild) -> Iterator[str]:
    """What is mailed of an issued build: the paper that was signed, where it was handed in, else the report itself."""
    issued = [name for name in sorted(build.file_hashes) if belongs_to(name, build.number)]
    signed = [name for name in issued if is_signed(name)]
    yield from (f"reports/{plan}/{name}" for name in signed or issued if Path(name).suffix in _MAILED)


def issued_notice(plan: ActivePlan, message: Message, now: datetime, public_url: str | None) -> IssuedNotice:
    """What the mail of an issued report says."""
    content = IssuedReport.carried_by(message)
    return IssuedNotice(
        to_name=message.recipient_name,
        to_email=message.recipient,
        today=plan.calendar.local_date(now),
        masthead=masthead_of(plan, language_of(plan, message.recipient), public_url),
        title=content.title,
        about=content.about,
        period=content.period,
        number=content.document_number,
        dated=_day(content.document_date),
        signed=content.signed,
        correction=content.correction > 0,
        replaces_number=content.replaces_number,
        replaces_date=_day(content.replaces_date),
        changes=content.changes,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def issued_files(message: Message, home: Path) -> list[Attachment]:
    """The files of an issued report; in place of those that are gone, a note."""
    how = "Lấy lại từ bản sao lưu của thư mục dữ liệu."
    content = IssuedReport.carried_by(message)
    return list(attached_files(home, issued_names(content.files, content.period, content.correction), how))
