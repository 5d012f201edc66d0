"""Urgent tasks: what a coordinator asks for in mid-year, due once, told to its bodies the day it is set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from flows.acts import Act, plan_to_change, screened
from flows.digests import QueuedMessage, queue_digests
from models import decisions
from models.assignments import Workflow, find_assignment
from models.errors import StateError
from models.handovers import asked_not_ordered
from models.history import record
from models.ladder import Told, foreseen
from models.language import N_, _
from models.notices import ASSIGNED, NoticeState
from models.plan import DueRule, Obligation, PlanDocument
from models.recipients import FOCAL, resolve
from models.steps import PlannedStep, planned_steps
from models.store import Store
from models.upkeep import paused_agencies
from models.versions import ActivePlan, active_plan, source_of
from plans.apply import Applied, apply_plan

#: Working days that a body should have for an urgent task; fewer are a warning.
LEAST_NOTICE = 3
#: How many of the steps that follow are worth telling.
_NEXT_STEPS = 3


@dataclass(frozen=True, slots=True)
class Outlook:
    """What some bodies are to expect: the day they are told, and the next steps with the days of their mails.

    `held` bodies are paused, and told on the first working day after that. `names` are their short names.
    """

    bodies: tuple[str, ...]
    names: tuple[str, ...]
    told_on: date
    held: bool
    steps: tuple[tuple[date, PlannedStep], ...]

    def as_json(self) -> list[dict[str, object]]:
        """The entries under `next` of `dondoc task add --json`."""
        return [
            {"on": day.isoformat(), "step": planned.name, "agencies": list(self.bodies)} for day, planned in self.steps
        ]


@dataclass(frozen=True, slots=True)
class UrgentTask:
    """What was set: its code and due day, the new version with its assignments, the mails queued, and what follows.

    `outlooks` say what follows where nobody answers; `warnings` are sentences in the language of the run.
    """

    code: str
    due: date
    applied: Applied
    mails: list[QueuedMessage]
    outlooks: list["Outlook"] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The document of `dondoc task add --json`."""
        return {
            **self.applied.as_json(),
            "obligation": self.code,
            "due": self.due.isoformat(),
            "messages": [mail.as_json() for mail in self.mails],
            "next": [entry for outlook in self.outlooks for entry in outlook.as_json()],
            "warnings": self.warnings,
        }


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
) -> UrgentTask:
    """Set an urgent task: one obligation more, due once, in a new plan version; its bodies are told at once.

    Raises:
        StateError: the due day has passed or is a day off, the title carries somebody's identity or says nothing, or
            the code is taken or cannot be one.
        NotFoundError: no such body or form.
    """
    with store.session() as session:
        plan = plan_to_change(session, plan_code)
        title = screened(plan, title, _("tên việc"))
        today = plan.calendar.local_date(act.now)
        if due < today:
            raise StateError(_("hạn {due:%d/%m/%Y} đã qua: đặt ngày từ hôm nay trở đi").format(due=due))
        decisions.refuse_day_off(plan.calendar, due, earliest=today)
        obligation = _obligation(plan.document, title, bodies, due, today, form, code)
        longer = plan.document.model_copy(update={"obligations": (*plan.document.obligations, obligation)})
        source = source_of(session, plan.code)
        reason = N_("giao việc phát sinh {code}").format(code=obligation.code)
        applied = apply_plan(session, longer, source=source, now=act.now, by=act.by, reason=reason)
        set_in = active_plan(session, plan.code)
        paused = paused_agencies(session, plan.code, today)
        mails = _tell_at_once(session, set_in, applied.created, act, paused)
        outlooks = _outlooks(set_in, obligation, paused, today, due)
        warnings = [*_warnings(plan, obligation, today, due), *_pauses(plan, obligation, paused, due)]
        return UrgentTask(obligation.code, due, applied, mails, outlooks, warnings)


def _obligation(
    document: PlanDocument,
    title: str,
    bodies: Sequence[str],
    due: date,
    today: date,
    form: str | None,
    code: str | None,
) -> Obligation:
    for body in document.members(tuple(bodies)):
        document.agency(body)
    if form:
        document.form(form)
    if code in _taken(document):
        raise StateError(_("mã {code} đã có trong kế hoạch: đặt mã khác, hoặc bỏ --code").format(code=code))
    asked = _asked(document, bodies)
    given = {
        "code": code or _free_code(document),
        "title": title,
        "source": "coordinator",
        "role": "requested" if asked else "lead",
        "assigned_to": tuple(bodies),
        "kind": "report" if form else "task",
        "period": "once",
        "due": DueRule(on=due),
        "policy": _policy(document, "request" if asked else "urgent"),
        "form": form,
        "effective": {"from": max(today, document.plan.start), "to": max(due, document.plan.end)},
    }
    try:
        return Obligation.model_validate(given)
    except ValidationError as error:
        said = _("tên việc hoặc mã không dùng được: tên không để trống, mã chỉ gồm chữ không dấu, số và dấu gạch nối")
        raise StateError(said) from error


def _tell_at_once(
    session: Session, plan: ActivePlan, names: Sequence[str], act: Act, paused: Mapping[str, date | None]
) -> list[QueuedMessage]:
    """An urgent task is told the day it is set; that stands for the reminders of that day and before.

    A paused body hears of it when its pause is over; the history says so.
    """
    for name in names:
        row = find_assignment(session, name)
        row.state, row.opened_at = Workflow.OPEN, act.now
        decisions.start_cycle(session, plan, row, act.now)
        row.step = ASSIGNED
        record(session, row, "opened", at=act.now, by=act.by)
        held: dict[str, Any] = {}
        if row.agency in paused:
            until = paused[row.agency]
            held = {"held": until or True}
            row.next_action_at = plan.calendar.midnight(until + timedelta(days=1)) if until else None
        record(session, row, ASSIGNED, at=act.now, by=act.by, due=row.due, to=["focal"], **held)
        decisions.post(session, plan, row, ASSIGNED, "remind", ("focal",), now=act.now)
    return queue_digests(session, plan, act.now)


def _warnings(plan: ActivePlan, obligation: Obligation, today: date, due: date) -> Iterator[str]:
    """What may not have been meant: little time, a task that is there already, bodies that no mail reaches."""
    days = plan.calendar.working_days_between(today, due)
    if days < LEAST_NOTICE:
        said = _("đơn vị chỉ có {days} ngày làm việc, ít hơn {least}")
        yield said.format(days=days, least=LEAST_NOTICE)
    members = plan.document.members(obligation.assigned_to)
    for other in plan.document.obligations:
        both = [body for body in plan.document.members(other.assigned_to) if body in members]
        if both and _folded(other.title) == _folded(obligation.title) and not _is_over(other, today):
            said = _("đã có nhiệm vụ {code} cùng tên cho {bodies}: nếu giao hai lần thì miễn bớt bằng `dondoc excuse`")
            yield said.format(code=other.code, bodies=", ".join(both))
    for body in members:
        if not any(person.email for person in resolve(plan.document, body, "focal")):
            said = _("{body} chưa có đầu mối có địa chỉ thư: báo bằng công văn, hoặc thêm đầu mối vào kế hoạch")
            yield said.format(body=plan.document.agency(body).brief)


def _pauses(plan: ActivePlan, obligation: Obligation, paused: Mapping[str, date | None], due: date) -> Iterator[str]:
    """Which bodies hear nothing of the task yet, and until when."""
    for body in plan.document.members(obligation.assigned_to):
        if body not in paused:
            continue
        until = paused[body]
        said = (
            _("{body} đang tạm dừng đến hết {until:%d/%m/%Y}: sau ngày ấy mới được báo và nhắc việc này")
            if until
            else _("{body} đang tạm dừng: chỉ được báo và nhắc việc này sau khi chạy `dondoc resume {code}`")
        )
        brief = plan.document.agency(body).brief
        yield said.format(body=brief, until=until, code=body)
        if until and due <= until:
            said = _("hạn {due:%d/%m/%Y} qua trước khi {body} được báo: chọn hạn muộn hơn")
            yield said.format(due=due, body=brief)


def _outlooks(
    plan: ActivePlan, obligation: Obligation, paused: Mapping[str, date | None], today: date, due: date
) -> list[Outlook]:
    """What follows, for the bodies that are told on the same day together; none for a pause without an end."""
    groups: dict[tuple[date, bool], list[str]] = {}
    for body in plan.document.members(obligation.assigned_to):
        until = paused.get(body, today)
        if until is not None:
            day = plan.calendar.forward(until + timedelta(days=1)) if body in paused else today
            groups.setdefault((day, body in paused), []).append(body)
    policy = plan.document.policy(obligation.policy)
    steps = planned_steps(policy, obligation, due, plan.calendar)
    found = []
    for (day, held), bodies in sorted(groups.items()):
        ledger = [Told(ASSIGNED, FOCAL, NoticeState.SENT, day)]
        ahead = foreseen(steps, ledger, policy, plan.calendar, day, due=due, ignore_until=today, most=_NEXT_STEPS)
        names = tuple(plan.document.agency(body).brief for body in bodies)
        found.append(Outlook(tuple(bodies), names, day, held, tuple(ahead)))
    return found


def _is_over(obligation: Obligation, today: date) -> bool:
    """Whether an obligation was due on a day that has passed: it may have the same name as one of later."""
    on = obligation.due.on if obligation.due else None
    return isinstance(on, date) and on < today


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())


def _taken(document: PlanDocument) -> set[str]:
    """The codes that assignments of this plan may have already."""
    return {obligation.code for obligation in (*document.retired, *document.obligations)}


def _free_code(document: PlanDocument) -> str:
    taken = _taken(document)
    number = 1
    while f"PS-{number:02}" in taken:
        number += 1
    return f"PS-{number:02}"


def _policy(document: PlanDocument, best: str) -> str:
    codes = [policy.code for policy in document.policies]
    return next((code for code in (best, "standard") if code in codes), codes[0])


def _asked(document: PlanDocument, bodies: Sequence[str]) -> bool:
    """Whether the bodies are asked and never ordered; a task asks all of them or orders all of them.

    Raises:
        StateError: some are asked and some are ordered.
    """
    members = document.members(tuple(bodies))
    asked = [body for body in members if asked_not_ordered(document, body)]
    if asked and len(asked) < len(members):
        said = _("{bodies} là nơi được đề nghị, không giao việc chung với các đơn vị khác: chạy lệnh riêng cho nơi ấy")
        raise StateError(said.format(bodies=", ".join(asked)))
    return bool(asked)
