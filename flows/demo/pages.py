"""What the demo leaves to look at: every mail with an index, the state of every assignment, and a start page."""

import email
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message as Parsed
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from flows.demo.actors import Behaviour
from flows.demo.world import World
from flows.status import StatusRow, row_of
from models.assignments import assignments_where
from models.calendar import in_full
from models.language import speaking
from models.messages import Message, messages_where
from models.periods import parse_period
from models.plan import Agency, PlanDocument
from models.words import word_of

#: Timeliness: sign and the token of its colour.
TIMELINESS = {
    "not-due": ("·", "none"),
    "due-soon": ("◔", "soon"),
    "due-today": ("◔", "soon"),
    "overdue": ("!", "late"),
    "on-time": ("✓", "done"),
    "late": ("✓", "late-done"),
    "excused": ("·", "none"),
}


@dataclass(slots=True)
class DemoResult:
    """What a demo leaves: where, and what happened, counted by role, kind of mail, state and timeliness (codes)."""

    out: Path
    mails: int = 0
    refused: int = 0
    by_role: dict[str, Counter[str]] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    timeliness: Counter[str] = field(default_factory=Counter)
    reports: list[Path] = field(default_factory=list)
    letters: list[Path] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The document that `dondoc demo --json` prints."""
        return {
            "out": str(self.out),
            "mails": self.mails,
            "refused": self.refused,
            "mails_by_role": {role: dict(kinds) for role, kinds in self.by_role.items()},
            "people_by_role": self.people,
            "states": dict(self.states),
            "timeliness": dict(self.timeliness),
            "reports": [path.name for path in self.reports],
            "letters": [path.name for path in self.letters],
        }


@dataclass(frozen=True, slots=True)
class _Mail:
    number: int
    stem: str
    at: str
    day: str
    to: str
    to_name: str
    role: str
    kind: str
    subject: str
    attachments: Sequence[str]
    html: str


def write_pages(world: World, now: datetime) -> DemoResult:
    """Write the mails, the pages and the start page, in Vietnamese; returns what happened, counted."""
    with speaking("vi"):
        return _write_pages(world, now)


def _write_pages(world: World, now: datetime) -> DemoResult:
    pages = Environment(loader=PackageLoader("flows.demo"), autoescape=select_autoescape(), undefined=StrictUndefined)
    result = DemoResult(world.out, mails=len(world.sink.received), refused=world.sink.refused)
    result.reports = [path for report in world.reports for path in report.files]
    result.letters = [letter.file for letter in world.letters]
    roles = _roles(world.plan.document)
    mails = _write_mails(world, roles)
    for mail in mails:
        result.by_role.setdefault(mail.role, Counter())[mail.kind] += 1
    for role in sorted({role for role, _ in roles.values()}):
        result.people[role] = len({address for address, (other, _) in roles.items() if other == role})
    rows = _rows(world, now)
    result.states.update(row.workflow for row in rows)
    result.timeliness.update(row.timeliness for row in rows)
    context = {
        "plan": world.plan.document.plan,
        "now": in_full(world.plan.calendar.local_date(now)),
        "result": result,
        "reports": world.reports,
        "letters": world.letters,
        "earlier": world.earlier.name if world.earlier else "",
        "mails": mails,
        "bodies": _bodies(world.plan.document, rows),
        "periods": list(dict.fromkeys(row.period for row in sorted(rows, key=lambda row: row.original_due))),
        "timeliness": TIMELINESS,
        "word": word_of,
        "period": _period_title,
        "behaviours": _behaviours(world),
        "in_full": in_full,
    }
    for template, path in (
        ("mails.html.j2", "mails/index.html"),
        ("assignments.html.j2", "assignments.html"),
        ("index.html.j2", "index.html"),
    ):
        (world.out / path).write_text(pages.get_template(template).render(context), encoding="utf-8")
    return result


def _period_title(key: str) -> str:
    return "một lần" if key == "once" else parse_period(key).title()


def _roles(document: PlanDocument) -> dict[str, tuple[str, str]]:
    """Every address with the kind of person it belongs to, and the name."""
    head = document.plan
    words = {"focal": "đầu mối", "head": "lãnh đạo", "office": "văn phòng", "coordinator": "người điều phối"}
    kinds = {"district": "huyện", "department": "sở, ngành", "organisation": "đoàn thể"}
    found = {}
    for contact in document.contacts:
        agency = document.agency(contact.agency)
        place = "Sở thường trực" if contact.agency == head.standing else kinds.get(agency.kind, agency.brief)
        found[(contact.email or "").lower()] = (f"{words[contact.role]}, {place}", contact.name)
    return found


def _write_mails(world: World, roles: dict[str, tuple[str, str]]) -> list[_Mail]:
    folder = world.out / "mails"
    folder.mkdir()
    with world.store.reading() as session:
        sent = {message.message_id: message for message in messages_where(session)}
    mails = []
    for number, content in enumerate(world.sink.received, start=1):
        parsed = email.message_from_bytes(content)
        mail = _mail(world, number, parsed, sent[str(parsed["Message-ID"]).strip()], roles)
        (folder / f"{mail.stem}.eml").write_bytes(content)
        (folder / f"{mail.stem}.html").write_text(mail.html, encoding="utf-8")
        mails.append(mail)
    return mails


def _mail(world: World, number: int, parsed: Parsed, row: Message, roles: dict[str, tuple[str, str]]) -> _Mail:
    """A mail as a page shows it: what was queued, with the bytes that arrived for what the reader sees."""
    at = (row.sent_at or row.created_at).astimezone(world.plan.calendar.zone)
    return _Mail(
        number=number,
        stem=f"{number:04}",
        at=f"{at:%d/%m/%Y %H:%M}",
        day=in_full(at.date()),
        to=row.recipient,
        to_name=row.recipient_name,
        role=roles.get(row.recipient, (f"đầu mối, {row.recipient.partition('@')[2]}", ""))[0],
        kind=row.kind,
        subject=row.subject,
        attachments=[name for part in parsed.walk() if (name := part.get_filename())],
        html=_html(parsed),
    )


def _html(parsed: Parsed) -> str:
    """The part of a mail that a reader sees first, "" where there is none."""
    pages = (part.get_payload(decode=True) for part in parsed.walk() if part.get_content_type() == "text/html")
    return next((page.decode() for page in pages if isinstance(page, bytes)), "")


def _rows(world: World, now: datetime) -> list[StatusRow]:
    with world.store.reading() as session:
        return [row_of(world.plan, row, now) for row in assignments_where(session, world.plan.code)]


def _bodies(document: PlanDocument, rows: Sequence[StatusRow]) -> list[tuple[Agency, list[StatusRow]]]:
    """Each body of the plan that owes something, in the plan's order, with its rows by due date."""
    by_due = sorted(rows, key=lambda row: (row.original_due, row.assignment))
    found = [(agency, [row for row in by_due if row.agency == agency.code]) for agency in document.agencies]
    return [(agency, own) for agency, own in found if own]


def _behaviours(world: World) -> Iterator[tuple[str, str, str]]:
    """Who behaved unlike the others: body, period, how."""
    for (agency, period), behaviour in sorted(world.story.roles.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        if behaviour != Behaviour.ON_TIME:
            yield world.plan.document.agency(agency).brief, _period_title(period), str(behaviour)
