"""The coordinator's summary of a day, gathered from what is outstanding when it is composed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import cast

from sqlmodel import Session

from flows.mail_content import item_of, language_of, masthead_of, period_title, step_code, url_of
from flows.review import Outstanding, outstanding
from models.assignments import Assignment, overdue_assignments
from models.ladder import LIST
from models.notices import Notice, NoticeState
from models.plan import Addressee
from models.recipients import COORDINATOR, FOCAL
from models.versions import ActivePlan
from notifications.digest import Item
from notifications.summary import Entry, MissingContact, Summary

Pair = tuple[Notice, Assignment]
_ROLES = {"focal": "đầu mối", "head": "lãnh đạo", "office": "văn phòng", "coordinator": "người điều phối"}


def summary_of(
    session: Session,
    plan: ActivePlan,
    recipient: str,
    name: str,
    informed: Sequence[Pair],
    now: datetime,
    public_url: str | None = None,
) -> Summary:
    """What a coordinator is told on the local date of `now`; `informed` are the notices folded into it."""
    today = plan.calendar.local_date(now)
    waits = outstanding(session, plan, now)
    writer = _EntryWriter(plan, public_url)
    return Summary(
        to_name=name,
        to_email=recipient,
        today=today,
        masthead=masthead_of(plan, language_of(plan, recipient), public_url),
        awaiting=tuple(writer.steps(pair for pair in waits.awaiting if not pair[0].informed)),
        undecided=tuple(writer.entry(assignment) for notice, assignment in informed if notice.action == LIST),
        unreviewed=tuple(
            writer.entry(assignment, since=plan.calendar.local_date(submission.received_at))
            for submission, assignment in waits.unreviewed
        ),
        unreached=tuple(writer.steps(waits.unreached)),
        missing=tuple(_missing(plan, waits)),
        letters=tuple(writer.steps(_letters(waits))),
        stalled=tuple(writer.entry(assignment, detail=assignment.stalled or "") for assignment in waits.stalled),
        due_today=tuple(_due_today(session, plan, today, public_url)),
        informed=tuple(
            item_of(plan, notice, assignment, (), today, public_url)
            for notice, assignment in informed
            if notice.action != LIST
        ),
    )


class _EntryWriter:
    """Writes assignments as entries of the coordinator's lists."""

    def __init__(self, plan: ActivePlan, public_url: str | None) -> None:
        self.plan = plan
        self.public_url = public_url

    def entry(self, assignment: Assignment, *, since: date | None = None, detail: str = "") -> Entry:
        """An assignment as such."""
        return Entry(
            assignment=assignment.name,
            title=self.plan.document.obligation(assignment.obligation).title,
            agency=self.plan.document.agency(assignment.agency).name,
            period=period_title(assignment.period),
            due=assignment.acting_due,
            since=since,
            detail=detail,
            url=url_of(assignment, self.public_url),
        )

    def steps(self, pairs: Iterable[Pair]) -> Iterable[Entry]:
        """A step of each assignment with its addressees."""
        groups: dict[tuple[int, str], list[Pair]] = {}
        for notice, assignment in pairs:
            groups.setdefault((assignment.key, notice.step), []).append((notice, assignment))
        for group in groups.values():
            yield self._step(group)

    def _step(self, group: Sequence[Pair]) -> Entry:
        notice, assignment = group[0]
        failed = notice.state in (NoticeState.BOUNCED, NoticeState.FAILED)
        return Entry(
            assignment=assignment.name,
            title=self.plan.document.obligation(assignment.obligation).title,
            agency=self.plan.document.agency(assignment.agency).name,
            period=period_title(assignment.period),
            due=assignment.acting_due,
            since=self.plan.calendar.local_date(notice.told_at or notice.since),
            step=step_code(notice.action, notice.rung),
            to=", ".join(dict.fromkeys(_named(one) for one, _ in group)),
            detail=(assignment.stalled or "") if failed else "",
            url=url_of(assignment, self.public_url),
        )


def _named(notice: Notice) -> str:
    return f"{notice.recipient_name} ({notice.recipient})" if "@" in notice.recipient else notice.recipient_name


def _letters(waits: Outstanding) -> list[Pair]:
    """Steps whose addressee has no mail: a letter has to be printed."""
    return [pair for pair in waits.missing if not pair[0].informed]


def _missing(plan: ActivePlan, waits: Outstanding) -> Iterable[MissingContact]:
    found: dict[tuple[str, str], list[str]] = {}
    for notice, assignment in waits.missing:
        place, _, role = cast("Addressee", notice.addressee).rpartition(".")
        head = plan.document.plan
        agency = {"": assignment.agency, "standing": head.standing, "issuer": head.issuer}[place]
        found.setdefault((plan.document.agency(agency).name, _ROLES[role]), []).append(assignment.name)
    return [MissingContact(agency, role, tuple(names)) for (agency, role), names in found.items()]


def _due_today(session: Session, plan: ActivePlan, today: date, public_url: str | None) -> Iterable[Item]:
    tomorrow = date.fromordinal(today.toordinal() + 1)
    for assignment in overdue_assignments(session, plan.code, tomorrow):
        if assignment.acting_due != today:
            continue
        notice = Notice(
            assignment_id=assignment.key,
            cycle=assignment.cycle,
            step="due",
            action="remind",
            rung=FOCAL,
            addressee=COORDINATOR,
            recipient="",
            informed=True,
            state=NoticeState.PENDING,
            since=plan.calendar.midnight(today),
        )
        yield item_of(plan, notice, assignment, (), today, public_url)
