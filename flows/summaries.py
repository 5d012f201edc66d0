"""The coordinator's summary of a day, gathered from what is outstanding when it is composed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from sqlmodel import Session

from flows.letters import Draft, drafts_of
from flows.mail_content import handed_of, item_of, language_of, masthead_of, period_title, step_code, url_of
from flows.questions import questions_on, said_briefly
from flows.review import Outstanding, outstanding
from models.assignments import Assignment, overdue_assignments
from models.handovers import awaits_confirmation, confirm_step, givers, receiver_of
from models.ladder import LIST
from models.language import speaking
from models.mail_answers import answer_in_words
from models.messages import Message
from models.notices import CONFIRM, UNREACHED, Notice, NoticeState, letter_notices, notices_of
from models.recipients import COORDINATOR, holder_of
from models.submissions import Submission, estimates_to_settle
from models.versions import ActivePlan
from models.words import role_words, stalled_words
from notifications.digest import LADDER, Unheard
from notifications.summary import DraftedLetter, Summary
from notifications.summary_rows import Entry, MissingContact, Unreached

Pair = tuple[Notice, Assignment]


def summary_of(
    session: Session,
    plan: ActivePlan,
    recipient: str,
    name: str,
    informed: Sequence[Pair],
    now: datetime,
    public_url: str | None = None,
    drafts: Sequence[Draft] | None = None,
) -> Summary:
    """What a coordinator is told on the local date of `now`; `informed` are the notices folded into it.

    `drafts` are the letters that travel with it; gathered here where they are not given.
    """
    with speaking(language_of(plan, recipient)):
        return _summary(session, plan, recipient, name, informed, now, public_url, drafts)


def _summary(
    session: Session,
    plan: ActivePlan,
    recipient: str,
    name: str,
    informed: Sequence[Pair],
    now: datetime,
    public_url: str | None,
    drafts: Sequence[Draft] | None,
) -> Summary:
    today = plan.calendar.local_date(now)
    waits = outstanding(session, plan, now)
    drafts = drafts_of(session, plan, now) if drafts is None else drafts
    writer = _EntryWriter(plan, public_url, drafts)
    handovers = [pair for pair in waits.unreviewed if awaits_confirmation(plan.document, pair[1], pair[0])]
    unreviewed = [pair for pair in waits.unreviewed if not awaits_confirmation(plan.document, pair[1], pair[0])]
    asked = questions_on(session, plan, unreviewed, now)
    explained = {assignment.key for _, assignment in (*waits.unreached, *waits.missing)}
    ledgers = notices_of(session, {assignment.key for _, assignment in (*informed, *handovers)})
    return Summary(
        to_name=name,
        to_email=recipient,
        today=today,
        masthead=masthead_of(plan, language_of(plan, recipient), public_url),
        awaiting=tuple(writer.steps(pair for pair in waits.awaiting if not pair[0].informed)),
        undecided=tuple(writer.entry(assignment) for notice, assignment in informed if notice.action == LIST),
        unreviewed=tuple(
            replace(
                writer.entry(assignment, since=plan.calendar.local_date(submission.received_at)),
                questions=said_briefly(asked.get(assignment.key, ())),
            )
            for submission, assignment in unreviewed
        ),
        handovers=tuple(
            writer.handover(submission, assignment, ledgers[assignment.key]) for submission, assignment in handovers
        ),
        unreached=tuple(_unreached(session, plan, waits)),
        missing=tuple(_missing(plan, waits)),
        letters=tuple(writer.printed(_letters(plan, waits, _released(session, plan, drafts)))),
        drafted=tuple(DraftedLetter(draft.file_name, draft.letter.kind, draft.to) for draft in drafts),
        stalled=tuple(
            writer.entry(assignment, detail=stalled_words(assignment.stalled or ""))
            for assignment in waits.stalled
            if assignment.key not in explained
        ),
        undelivered=waits.reports.undelivered,
        drafts=waits.reports.stale,
        estimates=tuple(_estimates(session, plan, writer, today)),
        due_today=tuple(map(writer.entry, _due_on(session, plan, today))),
        informed=tuple(
            item_of(plan, notice, assignment, ledgers[assignment.key], today, public_url)
            for notice, assignment in informed
            if notice.action != LIST
        ),
    )


class _EntryWriter:
    """Writes assignments as entries of the coordinator's lists."""

    def __init__(self, plan: ActivePlan, public_url: str | None, drafts: Sequence[Draft]) -> None:
        self.plan = plan
        self.public_url = public_url
        self.drafts = {(name, step): draft for draft in drafts for name, steps in draft.steps.items() for step in steps}

    def entry(self, assignment: Assignment, *, since: date | None = None, detail: str = "") -> Entry:
        """An assignment as such."""
        return Entry(
            assignment=assignment.name,
            title=self.plan.document.obligation(assignment.obligation).title,
            agency=self.plan.document.agency(assignment.agency).name,
            brief=self.plan.document.agency(assignment.agency).brief,
            period=period_title(assignment.period),
            due=assignment.acting_due,
            since=since,
            detail=detail,
            url=url_of(assignment, self.public_url),
        )

    def handover(self, submission: Submission, assignment: Assignment, ledger: Sequence[Notice]) -> Entry:
        """A hand-over that waits for its receiver, with the day the receiver was asked, or why it was not."""
        received = self.plan.calendar.local_date(submission.received_at)
        step = confirm_step(submission.revision)
        questions = [notice for notice in ledger if notice.step == step and notice.cycle == assignment.cycle]
        asked = [notice for notice in questions if notice.state not in UNREACHED]
        unasked = "missing" if all(notice.state == NoticeState.MISSING for notice in questions) else "unreached"
        receiver = receiver_of(self.plan.document, assignment) or assignment.agency
        return replace(
            self.entry(assignment, since=received),
            agency="; ".join(self.plan.document.agency(code).name for code in givers(self.plan.document, assignment)),
            receiver=self.plan.document.agency(receiver).name,
            handed=handed_of(submission),
            asked=self.plan.calendar.local_date(asked[0].told_at or asked[0].since) if asked else None,
            unheard=cast("Unheard", unasked) if questions and not asked else "",
        )

    def steps(self, pairs: Iterable[Pair]) -> Iterable[Entry]:
        """A step of each assignment with its addressees."""
        groups: dict[tuple[int, str], list[Pair]] = {}
        for notice, assignment in pairs:
            groups.setdefault((assignment.key, notice.step), []).append((notice, assignment))
        for group in groups.values():
            yield self._step(group)

    def printed(self, pairs: Iterable[Pair]) -> Iterable[Entry]:
        """The letter that each assignment needs, with its addressee; who hears of the step by mail may be another."""
        for entry in self.steps(pairs):
            yield replace(entry, to=self.plan.document.agency(entry.letter_to).name) if entry.letter_to else entry

    def _step(self, group: Sequence[Pair]) -> Entry:
        notice, assignment = group[0]
        draft = self.drafts.get((assignment.name, notice.step))
        return replace(
            self.entry(assignment, since=self.plan.calendar.local_date(notice.told_at or notice.since)),
            step=step_code(notice.action, notice.rung) if notice.action in LADDER else None,
            to=", ".join(dict.fromkeys(_named(one) for one, _ in group)),
            letter=draft.file_name if draft else "",
            letter_to=draft.letter.to if draft else "",
        )


def _estimates(session: Session, plan: ActivePlan, writer: _EntryWriter, today: date) -> Iterable[Entry]:
    """Accepted figures that are still estimates, with the indicators they are of."""
    for assignment, indicators in estimates_to_settle(session, plan.code, today):
        names = {one.code: one.name for one in plan.document.indicators}
        yield writer.entry(assignment, detail="; ".join(names.get(code, code) for code in indicators))


def _named(notice: Notice) -> str:
    return f"{notice.recipient_name} ({notice.recipient})" if "@" in notice.recipient else notice.recipient_name


def _letters(plan: ActivePlan, waits: Outstanding, released: Sequence[Pair]) -> list[Pair]:
    """Steps that need a letter: their addressee has no mail, or they were released and its number is not recorded.

    A hand-over's receiver may be asked otherwise.
    """
    missing = [pair for pair in waits.missing if not pair[0].informed and pair[0].action != CONFIRM]
    return [*(pair for pair in missing if pair[0].letter or not _told_oneself(plan, *pair)), *released]


def _told_oneself(plan: ActivePlan, notice: Notice, assignment: Assignment) -> bool:
    """A role of the standing agency that has no address is told across the corridor."""
    return holder_of(plan.document, assignment.agency, notice.addressee) == plan.document.plan.standing


def _released(session: Session, plan: ActivePlan, drafts: Sequence[Draft]) -> list[Pair]:
    """Steps whose mail was released while their letter has no number yet."""
    asked = {(name, step) for draft in drafts for name, steps in draft.steps.items() for step in steps}
    if not asked:
        return []
    open_states = (NoticeState.AWAITING, NoticeState.MISSING)
    pairs = letter_notices(session, plan.code)
    return [pair for pair in pairs if pair[0].state not in open_states and (pair[1].name, pair[0].step) in asked]


def _unreached(session: Session, plan: ActivePlan, waits: Outstanding) -> Iterable[Unreached]:
    """Everybody whose mail did not arrive, once, with what the server said last."""
    found: dict[str, list[Pair]] = {}
    for notice, assignment in waits.unreached:
        found.setdefault(notice.recipient, []).append((notice, assignment))
    for address, pairs in found.items():
        last = pairs[-1][0]
        message = session.get(Message, last.message_id) if last.message_id else None
        yield Unreached(
            who=last.recipient_name,
            address=address,
            detail=answer_in_words(message.detail) if message else "",
            since=plan.calendar.local_date(min(notice.told_at or notice.since for notice, _assignment in pairs)),
            assignments=tuple(dict.fromkeys(assignment.name for _notice, assignment in pairs)),
        )


def _missing(plan: ActivePlan, waits: Outstanding) -> Iterable[MissingContact]:
    found: dict[tuple[str, str], list[str]] = {}
    for notice, assignment in waits.missing:
        role = notice.addressee.rpartition(".")[2]
        receiver = receiver_of(plan.document, assignment)
        agency = holder_of(plan.document, assignment.agency, notice.addressee, receiver)
        said = role_words(COORDINATOR if role == "coordinator" else role)
        found.setdefault((plan.document.agency(agency).name, said), []).append(assignment.name)
    return [MissingContact(agency, role, tuple(names)) for (agency, role), names in found.items()]


def _due_on(session: Session, plan: ActivePlan, today: date) -> Iterable[Assignment]:
    tomorrow = date.fromordinal(today.toordinal() + 1)
    return (row for row in overdue_assignments(session, plan.code, tomorrow) if row.acting_due == today)
