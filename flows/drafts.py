"""The mail that brings a compiled draft: what it says waits in the message, its files in the home."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flows.mail_content import masthead_of
from flows.report_files import attached_files, draft_names
from models.messages import Message
from models.plan import Contact
from models.versions import ActivePlan
from notifications.drafts import ReportNotice
from notifications.mime import Attachment
from notifications.text import one_line

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that was compiled: its whole title, what it lacks, and its files, by their paths in the home.

    `empty` are headings without content; `questions` the first of `questions_in_all` figures to ask about.
    """

    plan: str
    report: str
    title: str
    period: str
    period_title: str
    due: date
    digest: str
    files: tuple[str, ...]
    missing: tuple[str, ...]
    unreviewed: tuple[str, ...]
    estimates: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    questions_in_all: int = 0

    def as_json(self) -> dict[str, object]:
        """The draft as plain data: what the message keeps of it and what a compilation prints."""
        return {
            "plan": self.plan,
            "report": self.report,
            "title": self.title,
            "period": self.period,
            "period_title": self.period_title,
            "due": self.due.isoformat(),
            "digest": self.digest,
            "files": list(self.files),
            "missing": list(self.missing),
            "unreviewed": list(self.unreviewed),
            "estimates": list(self.estimates),
            "empty": list(self.empty),
            "questions": list(self.questions),
            "questions_in_all": self.questions_in_all,
        }

    @classmethod
    def carried_by(cls, message: Message) -> "Draft":
        """Read it back from a queued message."""
        said = json.loads(message.payload)
        lists = {name: tuple(said[name]) for name in ("files", "missing", "unreviewed")}
        for name in ("estimates", "empty", "questions"):  # not in drafts that an earlier version queued
            lists[name] = tuple(said.get(name, ()))
        return cls(**{**said, **lists, "due": date.fromisoformat(said["due"])})


def draft_message(draft: Draft, contact: Contact, now: datetime) -> Message:
    """The message that takes a draft to one coordinator, at most once."""
    email = (contact.email or "").lower()
    return Message(
        plan=draft.plan,
        recipient=email,
        recipient_name=contact.name,
        kind=DRAFT,
        subject=one_line(draft.title),
        lang=contact.lang,
        once=f"{DRAFT}:{draft.plan}:{draft.report}:{draft.period}:{email}",
        payload=json.dumps(draft.as_json(), ensure_ascii=False),
        created_at=now,
        next_attempt_at=now,
    )


def draft_notice(plan: ActivePlan, message: Message, now: datetime, public_url: str | None) -> ReportNotice:
    """What the mail of a draft says."""
    draft = Draft.carried_by(message)
    return ReportNotice(
        to_name=message.recipient_name,
        to_email=message.recipient,
        today=plan.calendar.local_date(now),
        masthead=masthead_of(plan, message.lang, public_url),
        title=draft.title,
        period=draft.period_title,
        due=draft.due,
        missing=draft.missing,
        unreviewed=draft.unreviewed,
        estimates=draft.estimates,
        empty=draft.empty,
        questions=draft.questions,
        questions_in_all=draft.questions_in_all,
        digest=draft.digest,
    )


def draft_files(message: Message, home: Path) -> list[Attachment]:
    """The files of a draft; in place of those that are gone, a note that says how to build them again."""
    draft = Draft.carried_by(message)
    how = f"Lập lại bằng lệnh: dondoc report build {draft.report} {draft.period}"
    return list(attached_files(home, draft_names(draft.files, draft.period_title), how))
