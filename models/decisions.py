"""What people decide about an assignment: receive, accept, return, extend, excuse; each with its history entry.

A return, an extension or a moved date starts a new cycle of the climb; the original due date and the instant of the
first submission are never overwritten.
"""

from datetime import date, datetime, timedelta
from typing import cast

from sqlmodel import Session, col, select, update

from models.assignments import OWING, Assignment, Workflow
from models.calendar import WorkCalendar
from models.cutoffs import Window
from models.errors import StateError
from models.history import record
from models.joint import bearers_of
from models.language import _
from models.notices import CONFIRM, MOVED, RECEIPT, UNREACHED, Notice, NoticeState
from models.recipients import NoticeAddressee, resolve, rung_of
from models.schedule import opens_on
from models.steps import planned_steps
from models.submissions import Submission, SubmissionState, latest_submission
from models.versions import ActivePlan
from models.words import word_of

#: States in which an answer may come in. One that was closed before the plan's first use can still be filled in.
ANSWERABLE = (
    Workflow.UPCOMING,
    Workflow.OPEN,
    Workflow.RETURNED,
    Workflow.SUBMITTED,
    Workflow.ACCEPTED,
    Workflow.CLOSED,
)


def post(
    session: Session,
    plan: ActivePlan,
    assignment: Assignment,
    step: str,
    action: str,
    addressees: tuple[NoticeAddressee, ...],
    *,
    now: datetime,
    detail: str = "",
) -> None:
    """Add notices to people about a decision; a later round or the same act puts them into a message."""
    seen: set[str] = set()
    receiver = plan.document.obligation(assignment.obligation).to
    for addressee in addressees:
        for recipient in resolve(plan.document, assignment.agency, addressee, receiver):
            if recipient.key in seen:
                continue
            seen.add(recipient.key)
            state = NoticeState.PENDING if recipient.email else NoticeState.MISSING
            notice = Notice(
                assignment_id=assignment.key,
                cycle=assignment.cycle,
                step=step,
                action=action,
                rung=rung_of(addressee),
                addressee=addressee,
                recipient=recipient.key,
                recipient_name=recipient.name,
                state=state,
                since=now,
                detail=detail,
            )
            session.add(notice)


def cancel_open_notices(session: Session, assignment: Assignment, cycle: int | None = None) -> None:
    """Take back what waits for release or for a digest in a cycle that is over, or whose reason is gone."""
    waiting = (NoticeState.AWAITING, NoticeState.PENDING)
    session.execute(
        update(Notice)
        .where(
            col(Notice.assignment_id) == assignment.key,
            col(Notice.cycle) == (assignment.cycle if cycle is None else cycle),
            col(Notice.state).in_(waiting),
            col(Notice.action).in_(("remind", "chase", "escalate", "list")),
        )
        .values(state=NoticeState.CANCELLED)
        .execution_options(synchronize_session="fetch")
    )


def first_action_at(plan: ActivePlan, assignment: Assignment) -> datetime:
    """When a round should first look at an assignment: its first step, or the end of its cut-off."""
    obligation = plan.document.obligation(assignment.obligation)
    steps = planned_steps(plan.document.policy(obligation.policy), obligation, assignment.acting_due, plan.calendar)
    first = steps[0].day if steps else None
    day = opens_on(first, Window(assignment.cutoff_from, assignment.cutoff_to))
    return plan.calendar.midnight(day)


def refuse_day_off(calendar: WorkCalendar, day: date, *, earliest: date) -> None:
    """Refuse a date on a day off: a term that ends there ends with the next working day (2015 Civil Code, 148.5).

    It is not moved silently, for a mail or a letter may have named it already; the working days beside it are named,
    the one before where it is `earliest` or later.

    Raises:
        StateError: offices do not work on `day`.
    """
    if calendar.is_working_day(day):
        return
    beside = [one for one in (calendar.back(day), calendar.forward(day)) if one >= earliest]
    days = _(" hoặc ").join(f"{one:%d/%m/%Y}" for one in beside)
    raise StateError(_("{why}; đặt vào ngày làm việc {days}").format(why=calendar.describe(day), days=days))


def start_cycle(session: Session, plan: ActivePlan, assignment: Assignment, now: datetime) -> None:
    """Begin a new cycle today: its steps count from the date that now holds."""
    cancel_open_notices(session, assignment)
    assignment.cycle += 1
    assignment.cycle_from = plan.calendar.local_date(now)
    assignment.step = None
    assignment.stalled = None
    assignment.next_action_at = now
    session.add(assignment)


def receive(
    session: Session, plan: ActivePlan, assignment: Assignment, submission: Submission, *, now: datetime, by: str
) -> None:
    """Take note of a complete answer: nothing is chased any more, and the coordinator has it to review.

    Raises:
        StateError: the assignment is excused.
    """
    if assignment.state not in ANSWERABLE:
        raise StateError(
            _("{assignment} đã được miễn, không cần gửi nữa; hỏi người điều phối nếu vẫn muốn gửi").format(
                assignment=assignment.name
            )
        )
    if assignment.first_submitted_at is None:
        assignment.first_submitted_at = now
    before = assignment.state
    assignment.state = Workflow.SUBMITTED
    assignment.revision = submission.revision
    assignment.next_action_at = None
    assignment.stalled = None
    cancel_open_notices(session, assignment)
    record(
        session,
        assignment,
        "submitted",
        at=now,
        by=by,
        revision=submission.revision,
        sha256=submission.sha256,
        channel=submission.channel,
        on_behalf=submission.on_behalf,
        before=before,
    )
    post(session, plan, assignment, f"{RECEIPT}:{submission.revision}", RECEIPT, ("focal",), now=now)


def _awaiting_review(
    session: Session, plan: ActivePlan, assignment: Assignment, act: str
) -> tuple[Submission, list[Assignment]]:
    """The revision to decide on, and the rows that the decision is about: all bodies of a joint obligation."""
    bearers = bearers_of(session, plan, assignment)
    submission = latest_submission(session, bearers[0].key)
    if assignment.state == Workflow.ACCEPTED:
        said = _(
            "{assignment} đã duyệt rồi; có chỗ sai thì nộp bản sửa bằng `dondoc submit`: "
            "bản đã duyệt còn được tính cho đến khi bản sửa được duyệt"
        )
        raise StateError(said.format(assignment=assignment.name))
    if assignment.state != Workflow.SUBMITTED or submission is None:
        raise StateError(
            _('{assignment} không chờ duyệt (đang ở trạng thái "{state}"): không thể {act}').format(
                assignment=assignment.name, state=word_of(assignment.state), act=act
            )
        )
    return submission, [row for row in bearers if row.state == Workflow.SUBMITTED]


def _review(session: Session, submission: Submission, state: SubmissionState, now: datetime, by: str) -> None:
    submission.state = state
    submission.reviewed_at = now
    submission.reviewed_by = by
    session.add(submission)


def accept(
    session: Session, plan: ActivePlan, assignment: Assignment, *, now: datetime, by: str, reason: str = ""
) -> Submission:
    """Accept the newest revision: from now on it counts in reports, in place of one accepted before.

    Of a hand-over this is the receiving body's confirmation, written down with its name.

    Raises:
        StateError: nothing waits for review.
    """
    submission, rows = _awaiting_review(session, plan, assignment, _("duyệt"))
    earlier = select(Submission).where(
        Submission.assignment_id == submission.assignment_id, Submission.state == SubmissionState.ACCEPTED
    )
    for replaced in session.exec(earlier):
        replaced.state = SubmissionState.REPLACED
        session.add(replaced)
    _review(session, submission, SubmissionState.ACCEPTED, now, by)
    obligation = plan.document.obligation(assignment.obligation)
    confirmed = {"confirmed_for": obligation.to} if obligation.kind == "handover" and not submission.nil else {}
    for row in rows:
        row.state = Workflow.ACCEPTED
        row.decided_at = now
        row.correction_due = None
        row.next_action_at = None
        own = row.agency == plan.document.plan.standing
        detail = {"revision": submission.revision, "own_work": own, **confirmed}
        record(session, row, "accepted", at=now, by=by, reason=reason, **detail)
    return submission


def send_back(
    session: Session,
    plan: ActivePlan,
    assignment: Assignment,
    *,
    now: datetime,
    by: str,
    reason: str,
    until: date | None = None,
) -> date:
    """Return the newest revision for correction until a date (default: the policy's `correction`, 3wd).

    Raises:
        StateError: nothing waits for review, the reason is empty, or the date has passed or is a day off.
    """
    if not reason.strip():
        raise StateError(_("trả lại phải nêu lý do: thêm --reason"))
    submission, rows = _awaiting_review(session, plan, assignment, _("trả lại"))
    today = plan.calendar.local_date(now)
    policy = plan.document.policy(plan.document.obligation(assignment.obligation).policy)
    until = until or plan.calendar.forward(plan.calendar.shift(today, policy.correction))
    if until < today:
        raise StateError(_("ngày sửa xong {until:%d/%m/%Y} đã qua: đặt ngày từ hôm nay trở đi").format(until=until))
    refuse_day_off(plan.calendar, until, earliest=today)
    _review(session, submission, SubmissionState.RETURNED, now, by)
    for row in rows:
        row.state = Workflow.RETURNED
        row.correction_due = until
        start_cycle(session, plan, row, now)
        record(session, row, "returned", at=now, by=by, reason=reason, revision=submission.revision, until=until)
        post(session, plan, row, "returned", "returned", ("focal",), now=now, detail=reason)
    return until


def _still_owed(assignment: Assignment, act: str) -> None:
    if assignment.state not in (Workflow.UPCOMING, Workflow.OPEN, Workflow.RETURNED):
        raise StateError(
            _('{assignment} ở trạng thái "{state}": không thể {act}').format(
                assignment=assignment.name, state=word_of(assignment.state), act=act
            )
        )


def extend(
    session: Session, plan: ActivePlan, assignment: Assignment, *, to: date, now: datetime, by: str, reason: str
) -> None:
    """Move the due (or correction) date; the original due date stays beside it.

    Raises:
        StateError: nothing is owed any more, the reason is empty, or the date is a day off, has passed, or is not later
            than the one that holds.
    """
    if not reason.strip():
        raise StateError(_("gia hạn phải nêu lý do: thêm --reason"))
    _still_owed(assignment, _("gia hạn"))
    before = assignment.acting_due
    today = plan.calendar.local_date(now)
    if to <= before or to < today:
        raise StateError(
            _("hạn mới {to:%d/%m/%Y} phải sau hạn hiện tại {before:%d/%m/%Y} và chưa qua").format(to=to, before=before)
        )
    refuse_day_off(plan.calendar, to, earliest=max(today, before + timedelta(days=1)))
    if assignment.state == Workflow.RETURNED:
        assignment.correction_due = to
    else:
        assignment.due = to
    start_cycle(session, plan, assignment, now)
    if assignment.state == Workflow.UPCOMING:
        assignment.next_action_at = first_action_at(plan, assignment)
    record(session, assignment, "extended", at=now, by=by, reason=reason, before=before, after=to)
    post(session, plan, assignment, "extended", "extended", ("focal",), now=now, detail=reason)


def refuse_extension(
    session: Session, plan: ActivePlan, assignment: Assignment, *, now: datetime, by: str, reason: str
) -> None:
    """Answer a request for more time with no: the due date stands, and the body is told why.

    Raises:
        StateError: nothing is owed any more, or the reason is empty.
    """
    if not reason.strip():
        raise StateError(_("không gia hạn phải nêu lý do: thêm --reason"))
    _still_owed(assignment, _("trả lời xin gia hạn"))
    record(session, assignment, "not-extended", at=now, by=by, reason=reason)
    step = f"not-extended:{assignment.history_length}"
    post(session, plan, assignment, step, "not-extended", ("focal",), now=now, detail=reason)


def excuse(session: Session, plan: ActivePlan, assignment: Assignment, *, now: datetime, by: str, reason: str) -> None:
    """Excuse a body from a period: nothing is owed, and reports say so.

    Raises:
        StateError: it was submitted, accepted or closed already, or the reason is empty.
    """
    if not reason.strip():
        raise StateError(_("miễn phải nêu lý do: thêm --reason"))
    _still_owed(assignment, _("miễn"))
    told_before = assignment.opened_at is not None
    cancel_open_notices(session, assignment)
    assignment.state = Workflow.EXCUSED
    assignment.decided_at = now
    assignment.next_action_at = None
    record(session, assignment, "excused", at=now, by=by, reason=reason)
    if told_before:
        post(session, plan, assignment, "excused", "excused", ("focal",), now=now, detail=reason)


def close(session: Session, plan: ActivePlan, assignment: Assignment, *, now: datetime, by: str, reason: str) -> None:
    """End an assignment that an amendment took out of the plan; nothing is deleted."""
    told_before = assignment.opened_at is not None and assignment.first_submitted_at is None
    cancel_open_notices(session, assignment)
    assignment.state = Workflow.CLOSED
    assignment.decided_at = now
    assignment.next_action_at = None
    record(session, assignment, "closed", at=now, by=by, reason=reason)
    if told_before:
        post(session, plan, assignment, "closed", "closed", ("focal",), now=now, detail=reason)


def move_due(
    session: Session, plan: ActivePlan, assignment: Assignment, *, to: date, now: datetime, by: str, reason: str
) -> None:
    """Move an open deadline because the plan or its calendar changed; a body that knew the old one gets one notice."""
    before = assignment.due
    told_before = assignment.opened_at is not None
    assignment.due = to
    start_cycle(session, plan, assignment, now)
    if not told_before:
        assignment.next_action_at = first_action_at(plan, assignment)
    record(session, assignment, "moved", at=now, by=by, reason=reason, before=before, after=to)
    if told_before:
        post(session, plan, assignment, f"{MOVED}{before.isoformat()}", "moved", ("focal",), now=now, detail=reason)


def rearm(session: Session, plan: ActivePlan, assignment: Assignment, now: datetime) -> int:
    """Send again what reached nobody, where the role now has another address; the climb goes on from there.

    Once a body has answered, only the question to a hand-over's receiver is still worth sending.
    """
    query = select(Notice).where(Notice.assignment_id == assignment.key, Notice.cycle == assignment.cycle)
    ledger = session.exec(query).all()
    taken = {(notice.step, notice.recipient) for notice in ledger}
    receiver = plan.document.obligation(assignment.obligation).to
    count = 0
    for notice in ledger:
        if notice.state not in UNREACHED or (assignment.state not in OWING and notice.action != CONFIRM):
            continue
        found = resolve(plan.document, assignment.agency, cast("NoticeAddressee", notice.addressee), receiver)
        fresh = [one for one in found if one.email and (notice.step, one.key) not in taken]
        if not fresh:
            continue
        notice.recipient, notice.recipient_name = fresh[0].key, fresh[0].name
        notice.state, notice.message_id = NoticeState.PENDING, None
        taken.add((notice.step, notice.recipient))
        session.add(notice)
        count += 1
    if count and assignment.state in OWING:
        assignment.stalled = None
        assignment.next_action_at = now
        session.add(assignment)
    return count
