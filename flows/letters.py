"""Which letters are to be written, and what each of them says, gathered from what is outstanding.

A step with `letter: true` asks for the công văn đôn đốc to the body, or, where it climbs to the issuer, for the note to
it; a role without an address asks for a letter to print. Nothing is kept: a letter is drafted anew whenever it is asked
for, so that it always says how things stand.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session

from flows.letter_matters import MatterWriter
from models.assignments import OWING, Assignment, find_assignment, overdue_assignments
from models.errors import StateError
from models.language import _
from models.notices import CONFIRM, Notice, NoticeState, letter_notices
from models.plan import PlanDocument
from models.recipients import HEAD, ISSUER
from models.steps import planned_steps
from models.store import Store
from models.upkeep import paused_agencies
from models.versions import ActivePlan, active_plans
from notifications.mime import Attachment
from reports.letters.matters import Letter, LetterKind, Profile
from reports.letters.wording import about

#: What is outstanding of a letter: its step waits for release, goes by mail and lacks the number, or has no address.
Standing = Literal["awaiting", "released", "missing"]
_WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
_SAID_BY_LETTER = ("remind", "chase", "escalate", "returned", "extended", "moved", "not-extended")
#: Working days that a body has at least to answer a letter, those of the post among them.
LEAST_TO_ANSWER = 3
_STANDINGS: dict[str, Standing] = {NoticeState.AWAITING: "awaiting", NoticeState.MISSING: "missing"}
Pair = tuple[Notice, Assignment]
#: A letter is one for a body (or the issuer) and a way of speaking: those who are asked are never in the others.
_Key = tuple[Literal["body", "request", "note"], str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter with the steps that ask for it: `steps` by assignment, `since` when the first began to wait."""

    letter: Letter
    steps: dict[str, list[str]]
    standing: Standing
    since: datetime | None

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return self.letter.file_name

    @property
    def subject(self) -> str:
        """What it is about (trích yếu), without "V/v"."""
        return about(self.letter).removeprefix("V/v ")

    @property
    def to(self) -> str:
        """Whom it is addressed to."""
        return self.letter.document.agency(self.letter.to).name

    @property
    def assignments(self) -> list[str]:
        """Every assignment it is about."""
        return [matter.assignment for matter in self.letter.matters]

    def as_json(self) -> dict[str, object]:
        """An entry of the list that `dondoc letter list --json` prints."""
        return {
            "file": self.file_name,
            "kind": self.letter.kind,
            "to": self.letter.to,
            "subject": self.subject,
            "answer_by": self.letter.answer_by.isoformat(),
            "assignments": self.assignments,
            "steps": self.steps,
            "standing": self.standing,
            "since": self.since.isoformat() if self.since else None,
        }


@dataclass(slots=True)
class _Wanted:
    """What asks for one letter."""

    pairs: list[Pair] = field(default_factory=list)

    def assignments(self) -> Iterator[Assignment]:
        seen: set[int] = set()
        for _notice, assignment in self.pairs:
            if assignment.key not in seen:
                seen.add(assignment.key)
                yield assignment


def unit_of(document: PlanDocument) -> str:
    """The unit that drafts the standing agency's papers, as its reports name it."""
    units = (one.unit for one in document.reports if one.unit and one.sender == document.plan.standing)
    return next(units, "")


def drafts_of(session: Session, plan: ActivePlan, now: datetime, *, unit: str = "") -> list[Draft]:
    """The letters that are to be written in a plan today: one for each body, one to the issuer for all.

    What was postponed and who is paused is left out until its day.
    """
    today = plan.calendar.local_date(now)
    wanted = _wanted(session, plan, today)
    return _write(session, plan, wanted, today, unit=unit)


def letters(
    store: Store,
    now: datetime,
    names: Sequence[str] = (),
    *,
    unit: str = "",
    profile: Profile | None = None,
    answer_by: date | None = None,
) -> list[Draft]:
    """The letters that are to be written in any plan, or those about the named assignments, whatever waits.

    Raises:
        NotFoundError: no assignment of that name.
        StateError: a named assignment owes nothing, or `answer_by` leaves too little time or is no working day.
    """
    found: list[Draft] = []
    with store.reading() as session:
        rows = [find_assignment(session, name) for name in names]
        for plan in active_plans(session):
            today = plan.calendar.local_date(now)
            if answer_by is not None:
                _may_answer_by(plan, answer_by, today)
            wanted = _wanted(session, plan, today, everyone=bool(names))
            if names:
                wanted = _named(plan, wanted, [row for row in rows if row.plan == plan.code])
            found += _write(session, plan, wanted, today, unit=unit, profile=profile, answer_by=answer_by)
    return found


def _may_answer_by(plan: ActivePlan, day: date, today: date) -> None:
    first = plan.calendar.add_working_days(today, LEAST_TO_ANSWER)
    if day < first:
        said = _("hạn trả lời {day:%d/%m/%Y} quá gấp: đặt từ {first:%d/%m/%Y} trở đi (ít nhất {least} ngày làm việc)")
        raise StateError(said.format(day=day, first=first, least=LEAST_TO_ANSWER))
    if not plan.calendar.is_working_day(day):
        said = _("hạn trả lời {day:%d/%m/%Y} là ngày nghỉ: đặt vào ngày làm việc, ví dụ {next:%d/%m/%Y}")
        raise StateError(said.format(day=day, next=plan.calendar.forward(day)))


def attachments(drafts: Iterable[Draft]) -> list[Attachment]:
    """The letters as files of a mail."""
    return [Attachment(draft.file_name, rendered(draft), *_WORD) for draft in drafts]


def rendered(draft: Draft) -> bytes:
    """A letter as DOCX."""
    from reports.letters.docx import render_letter  # noqa: PLC0415 - python-docx is needed for nothing else here

    return render_letter(draft.letter)


def letter_of_step(plan: ActivePlan, notice: Notice, assignment: Assignment) -> _Key | None:
    """Which letter a notice asks for: kind of speaking and addressee; None where it asks for none.

    Nobody writes a letter to themselves, and those who are asked get one only where mail does not reach them.
    """
    missing = notice.state == NoticeState.MISSING
    if not (notice.letter or missing) or notice.informed or notice.action == CONFIRM:
        return None
    document = plan.document
    if document.obligation(assignment.obligation).role == "requested":
        said = missing and notice.rung <= HEAD and notice.action in _SAID_BY_LETTER
        return ("request", assignment.agency) if said else None
    if notice.rung == ISSUER:
        return "note", document.plan.issuer
    to_body = notice.letter or (notice.rung <= HEAD and notice.action in _SAID_BY_LETTER)
    return ("body", assignment.agency) if to_body and assignment.agency != document.plan.standing else None


def _wanted(session: Session, plan: ActivePlan, today: date, *, everyone: bool = False) -> dict[_Key, _Wanted]:
    paused = paused_agencies(session, plan.code, today)
    found: dict[_Key, _Wanted] = {}
    for notice, assignment in letter_notices(session, plan.code):
        later = notice.not_before is not None and notice.not_before > today
        if not everyone and (later or assignment.agency in paused):
            continue
        key = letter_of_step(plan, notice, assignment)
        if key is not None:
            found.setdefault(key, _Wanted()).pairs.append((notice, assignment))
    return found


def _named(plan: ActivePlan, wanted: dict[_Key, _Wanted], rows: Sequence[Assignment]) -> dict[_Key, _Wanted]:
    """The letters about the named rows: those that wait, else one to the body."""
    chosen: dict[_Key, _Wanted] = {}
    for row in rows:
        if row.state not in OWING:
            said = _("{assignment} không còn nợ gì: không cần công văn; xem `dondoc status`")
            raise StateError(said.format(assignment=row.name))
        waiting = {key: one for key, one in wanted.items() if any(row.key == a.key for a in one.assignments())}
        if waiting:
            chosen.update(waiting)
            continue
        if row.agency == plan.document.plan.standing:
            said = _("{assignment} là việc của chính cơ quan thường trực: không có công văn gửi cho mình")
            raise StateError(said.format(assignment=row.name))
        requested = plan.document.obligation(row.obligation).role == "requested"
        key: _Key = ("request" if requested else "body", row.agency)
        chosen.setdefault(key, wanted.get(key, _Wanted())).pairs.append((_no_notice(row), row))
    return chosen


def _no_notice(row: Assignment) -> Notice:
    """In place of a step, for a letter that nobody but the coordinator asked for."""
    return Notice(
        assignment_id=row.key,
        cycle=row.cycle,
        step="",
        action="",
        rung=0,
        addressee="focal",
        recipient="",
        state=NoticeState.DROPPED,
        since=row.created_at,
    )


def _write(
    session: Session,
    plan: ActivePlan,
    wanted: dict[_Key, _Wanted],
    today: date,
    *,
    unit: str,
    profile: Profile | None = None,
    answer_by: date | None = None,
) -> list[Draft]:
    if not wanted:
        return []
    overdue = overdue_assignments(session, plan.code, today)
    gathered = {key: _about(plan, key, one, overdue) for key, one in wanted.items()}
    rows = {row.key: row for of_letter in gathered.values() for row in of_letter}
    writer = MatterWriter.of(session, plan, list(rows.values()), today)
    drafts = []
    for key, one in wanted.items():
        matters = [writer.matter(row) for row in gathered[key]]
        kind = _kind(key, late=any(matter.days_late for matter in matters))
        by, goes_up = _what_next(plan, gathered[key], one, today)
        letter = Letter(
            kind=kind,
            document=plan.document,
            to=key[1],
            matters=tuple(matters),
            as_of=today,
            answer_by=answer_by or by,
            goes_up=goes_up and kind == "chase",
            unreachable=not any(c.email for c in plan.document.contacts_of(key[1], "focal")),
            profile=profile or profile_of(plan),
            unit=unit or unit_of(plan.document),
        )
        drafts.append(_draft(letter, one))
    return sorted(drafts, key=lambda draft: (draft.letter.kind != "note", draft.file_name))


def _draft(letter: Letter, wanted: _Wanted) -> Draft:
    steps: dict[str, list[str]] = {}
    for notice, assignment in wanted.pairs:
        if notice.step and notice.step not in steps.setdefault(assignment.name, []):
            steps[assignment.name].append(notice.step)
    asking = [notice for notice, _assignment in wanted.pairs if notice.step]
    standings = {_STANDINGS.get(notice.state, "released") for notice in asking}
    standing: Standing = next((one for one in ("awaiting", "missing") if one in standings), "released")
    return Draft(letter, steps, standing, min((notice.since for notice in asking), default=None))


def _about(plan: ActivePlan, key: _Key, wanted: _Wanted, overdue: Sequence[Assignment]) -> list[Assignment]:
    """The rows of a letter, earliest due first: what asks for it, and to a body all else that it owes and is late."""
    rows = {row.key: row for row in wanted.assignments()}
    if key[0] != "note":
        for row in overdue:
            requested = plan.document.obligation(row.obligation).role == "requested"
            if row.agency == key[1] and requested == (key[0] == "request"):
                rows.setdefault(row.key, row)
    return sorted(rows.values(), key=lambda row: (row.acting_due, row.name))


def _kind(key: _Key, *, late: bool) -> LetterKind:
    if key[0] == "body":
        return "chase" if late else "remind"
    return key[0]


def _what_next(plan: ActivePlan, rows: Sequence[Assignment], wanted: _Wanted, today: date) -> tuple[date, bool]:
    """By when to answer, and whether the issuer hears next.

    That is after the policy's `recheck` and before the next rung, but never in fewer than `LEAST_TO_ANSWER` days.
    """
    told = {(notice.assignment_id, notice.step) for notice, _assignment in wanted.pairs}
    spans, days, goes_up = [], [], False
    for row in rows:
        obligation = plan.document.obligation(row.obligation)
        policy = plan.document.policy(obligation.policy)
        spans.append(plan.calendar.shift(today, policy.recheck))
        for planned in planned_steps(policy, obligation, row.acting_due, plan.calendar):
            if planned.day > today and planned.rung > HEAD and (row.key, planned.name) not in told:
                days.append(plan.calendar.back(date.fromordinal(planned.day.toordinal() - 1)))
                goes_up = goes_up or planned.rung == ISSUER
    first = plan.calendar.add_working_days(today, LEAST_TO_ANSWER)
    by = max(first, min([*spans, *(day for day in days if day > today)]))
    return plan.calendar.forward(by), goes_up


def profile_of(plan: ActivePlan) -> Profile:
    """The form of the reports that the standing agency signs; ND30 where it signs none."""
    own = (report for report in plan.document.reports if report.sender == plan.document.plan.standing)
    first = next(own, None)
    return first.profile if first else "ND30"
