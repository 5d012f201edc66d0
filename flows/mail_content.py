"""From rows to what a mail says: the items of a digest, what was done before and what comes next."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal, cast
from urllib.parse import quote

from models.assignments import Assignment, Workflow, file_stem
from models.handovers import asked_not_ordered, givers, receiver_of
from models.ladder import LIST
from models.language import speaking
from models.notices import ASSIGNED, CONFIRM, RECEIPT, TOLD, UNREACHED, Notice, NoticeState, moved_from
from models.partners import partners_of
from models.periods import parse_period
from models.plan import Obligation
from models.recipients import FOCAL, HEAD, STANDING, coordinators, holder_of, step_rung
from models.steps import planned_steps
from models.submissions import Submission
from models.versions import ActivePlan
from notifications.digest import LADDER, Action, Digest, Handed, Item, Masthead, StepCode, Unheard

Pair = tuple[Notice, Assignment]
#: Mails with these actions carry the form to be filled in.
FORM_ACTIONS = ("remind", "chase", "returned", "extended", "not-extended", "moved")


def masthead_of(plan: ActivePlan, lang: str, public_url: str | None) -> Masthead:
    """What every mail of a plan says of its sender, in the reader's language."""
    head = plan.document.plan
    contact = next(iter(coordinators(plan.document)), None)
    standing = plan.document.agency(head.standing)
    return Masthead(
        plan_title=head.title,
        plan_code=head.code,
        year=str(head.end.year),
        sender_agency=standing.brief,
        coordinator_name=contact.name if contact else standing.name,
        coordinator_email=(contact.email or "") if contact else "",
        coordinator_phone=(contact.phone or "") if contact else standing.phone or "",
        lang=lang,
        public_url=public_url,
    )


def language_of(plan: ActivePlan, recipient: str) -> str:
    """The language a contact reads."""
    found = (c.lang for c in plan.document.contacts if (c.email or "").lower() == recipient)
    return next(found, "vi")


def period_title(key: str) -> str:
    """A period as readers call it in the language that is spoken; empty for what comes once."""
    return "" if key == "once" else parse_period(key).in_words()


def wants_form(obligation: Obligation, notice: Notice) -> bool:
    """Whether a mail about this carries the workbook: a report's form, to the one who fills it in."""
    to_filler = notice.rung == FOCAL and not notice.informed and notice.action in FORM_ACTIONS
    return to_filler and obligation.kind == "report"


def form_name(assignment: Assignment) -> str:
    """The file name of an assignment's workbook."""
    return f"{file_stem(assignment.name)}.xlsx"


def digest_of(
    plan: ActivePlan,
    recipient: str,
    name: str,
    pairs: Sequence[Pair],
    now: datetime,
    *,
    ledgers: Mapping[int, Sequence[Notice]] | None = None,
    handovers: Mapping[int, Submission] | None = None,
    questions: Mapping[int, Sequence[str]] | None = None,
    public_url: str | None = None,
) -> Digest:
    """The digest of some notices to one person.

    `ledgers` tells what was done before about each assignment, `handovers` what was handed over and `questions` what is
    asked about its figures, by its key.
    """
    ledgers, handovers = ledgers or {}, handovers or {}
    today = plan.calendar.local_date(now)
    holder = plan.document.agency(_holder(plan, *pairs[0]) if pairs else plan.document.plan.standing)
    masthead = masthead_of(plan, language_of(plan, recipient), public_url)
    with speaking(masthead.lang):
        items = tuple(
            item_of(
                plan,
                notice,
                assignment,
                ledgers.get(assignment.key, ()),
                today,
                public_url,
                handed=handed_of(handovers.get(assignment.key)),
                questions=(questions or {}).get(assignment.key, ()) if notice.action == RECEIPT else (),
            )
            for notice, assignment in pairs
        )
    return Digest(
        to_name=name,
        to_email=recipient,
        agency=holder.brief,
        body=holder.name,
        leads=bool(pairs) and all(_leads(notice) for notice, _assignment in pairs),
        items=items,
        today=today,
        masthead=masthead,
    )


def _leads(notice: Notice) -> bool:
    return notice.addressee.rpartition(".")[2] == "head"


def _holder(plan: ActivePlan, notice: Notice, assignment: Assignment) -> str:
    receiver = receiver_of(plan.document, assignment)
    return holder_of(plan.document, assignment.agency, notice.addressee, receiver)


def handed_of(submission: Submission | None) -> Handed | None:
    """What a revision of a hand-over says: number, date, count; None where nothing is known yet."""
    if submission is None:
        return None
    said = submission.answers
    on = date.fromisoformat(said["date"]) if said.get("date") else None
    return Handed(said.get("number", ""), on, said.get("count", ""), submission.nil)


def item_of(
    plan: ActivePlan,
    notice: Notice,
    assignment: Assignment,
    ledger: Sequence[Notice],
    today: date,
    public_url: str | None,
    *,
    handed: Handed | None = None,
    questions: Sequence[str] = (),
) -> Item:
    """One line of a mail."""
    obligation = plan.document.obligation(assignment.obligation)
    own = notice.action != CONFIRM and _holder(plan, notice, assignment) == assignment.agency
    receiver = receiver_of(plan.document, assignment)
    returned = assignment.state == Workflow.RETURNED
    shown = cast("Action", "chase" if notice.action == LIST else notice.action)
    return Item(
        assignment=assignment.name,
        title=obligation.title,
        agency=_who_owes(plan, notice, assignment),
        due=assignment.acting_due if returned else assignment.due,
        original_due=assignment.original_due,
        action=shown,
        kind=_kind(obligation),
        period=period_title(assignment.period),
        requested=_requested(plan, notice, assignment),
        informed=notice.informed,
        rung=_step_rung(plan, obligation, notice),
        own=own,
        cycle=assignment.cycle,
        told=_told(plan, notice, ledger),
        next_step=_next_step(plan, obligation, assignment, today) if own and _still_asks(notice) else None,
        wording=obligation.due.wording if obligation.due else None,
        clauses=obligation.clauses,
        reason="" if notice.action in ("remind", "chase", "escalate", LIST) else notice.detail,
        until=_until(notice, assignment),
        before=moved_from(notice),
        revision=assignment.revision or None,
        url=url_of(assignment, public_url),
        attachment=form_name(assignment) if wants_form(obligation, notice) else None,
        receiver=plan.document.agency(receiver).name if receiver else "",
        handed=handed,
        partners=partners_of(plan.document, obligation) if notice.action in LADDER else (),
        note=(obligation.note or "") if own and not notice.informed and notice.action in FORM_ACTIONS else "",
        letter=notice.letter and not notice.informed,
        questions=tuple(questions),
        unheard=_unheard(notice, ledger),
        fresh=notice.step == ASSIGNED,
    )


def _who_owes(plan: ActivePlan, notice: Notice, assignment: Assignment) -> str:
    """The body that owes; to the receiver of a joint hand-over, all that hand over."""
    codes = givers(plan.document, assignment) if notice.action == CONFIRM else (assignment.agency,)
    return "; ".join(plan.document.agency(code).name for code in codes)


def _requested(plan: ActivePlan, notice: Notice, assignment: Assignment) -> bool:
    """Whether the reader is asked and not ordered: the body that owes, or the one that receives a hand-over."""
    if notice.action == CONFIRM:
        return asked_not_ordered(plan.document, _holder(plan, notice, assignment))
    return plan.document.obligation(assignment.obligation).role == "requested"


def _unheard(notice: Notice, ledger: Sequence[Notice]) -> Unheard:
    """Why those whom a step is addressed to were not told, for one who is informed of it; "" where one of them was."""
    if not notice.informed:
        return ""
    step = [n for n in ledger if (n.cycle, n.step) == (notice.cycle, notice.step) and not n.informed]
    if not step or any(n.state not in UNREACHED for n in step):
        return ""
    return "missing" if all(n.state == NoticeState.MISSING for n in step) else "unreached"


def _step_rung(plan: ActivePlan, obligation: Obligation, notice: Notice) -> int:
    """Whom the step addresses, for those informed of it too; an answer is addressed to whoever gets it."""
    steps = plan.document.policy(obligation.policy).steps
    return next((step_rung(step) for step in steps if step.name == notice.step), notice.rung)


def _still_asks(notice: Notice) -> bool:
    return not notice.informed and notice.action in (*FORM_ACTIONS, "escalate")


def url_of(assignment: Assignment, public_url: str | None) -> str | None:
    """The page of an assignment in the portal; None where no portal has an address."""
    return f"{public_url.rstrip('/')}/a/{quote(assignment.name, safe=':/')}" if public_url else None


def _kind(obligation: Obligation) -> Literal["report", "task", "handover"]:
    return "report" if obligation.kind == "standing" else obligation.kind


def _until(notice: Notice, assignment: Assignment) -> date | None:
    return assignment.acting_due if notice.action in ("returned", "extended", "moved") else None


_STEP_CODES: dict[int, StepCode] = {HEAD: "escalate-head", STANDING: "escalate-standing"}


def step_code(action: str, rung: int) -> StepCode:
    """What a step is called in a mail, by its action and the rung it climbs to."""
    if action == "remind":
        return "remind"
    if action == "chase" or rung == FOCAL:
        return "chase"
    return _STEP_CODES.get(rung, "escalate-issuer")


def _told(plan: ActivePlan, notice: Notice, ledger: Sequence[Notice]) -> tuple[tuple[str, date], ...]:
    """Who was told before on the rungs below, for the leader who hears now; each step and day once."""
    lines: dict[tuple[StepCode, date], None] = {}
    for earlier in ledger:
        below = earlier.rung < max(notice.rung, HEAD) and earlier.step != notice.step
        counts = earlier.state in TOLD and not earlier.informed and earlier.action in ("remind", "chase", "escalate")
        if earlier.cycle == notice.cycle and below and counts and earlier.told_at is not None:
            day = plan.calendar.local_date(earlier.told_at)
            lines[(step_code(earlier.action, earlier.rung), day)] = None
    return tuple((str(code), day) for code, day in lines)


def _next_step(
    plan: ActivePlan, obligation: Obligation, assignment: Assignment, today: date
) -> tuple[StepCode, date] | None:
    steps = planned_steps(plan.document.policy(obligation.policy), obligation, assignment.acting_due, plan.calendar)
    following = next((planned for planned in steps if planned.day > today), None)
    if following is None or following.step.action == "remind":
        return None
    return step_code(following.step.action, step_rung(following.step)), following.day
