"""What is kept of letters that were drafted, and whether one that goes out still leaves time to answer."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlmodel import Session

from flows.letters import LEAST_TO_ANSWER, Draft
from models.assignments import Assignment
from models.drafted_letters import DraftedLetter, drafted_letters, remember_drafted
from models.language import _
from models.versions import ActivePlan


def remember_drafts(session: Session, drafts: Iterable[Draft], now: datetime) -> None:
    """Keep by when each of the letters asks for an answer; a reminder before the due date asks for none."""
    for draft in drafts:
        letter = draft.letter
        row = DraftedLetter(
            plan=letter.document.plan.code,
            addressee=letter.to,
            kind=letter.kind,
            drafted_at=now,
            answer_by=None if letter.kind == "remind" else letter.answer_by,
            assignments=json.dumps(sorted(draft.assignments)),
        )
        remember_drafted(session, row)


def draft_behind(
    session: Session, plan: ActivePlan, rows: Sequence[Assignment], addressee: str, sent_on: date
) -> DraftedLetter | None:
    """The draft that a letter sent on a day was made from: the newest by that day, else the first there is."""
    found = drafted_letters(session, plan.code, addressee, [row.name for row in rows])
    by_then = [one for one in found if plan.calendar.local_date(one.drafted_at) <= sent_on]
    return by_then[-1] if by_then else next(iter(found), None)


def doubts(plan: ActivePlan, draft: DraftedLetter | None, sent_on: date) -> Iterator[str]:
    """What is wrong with the day on which a letter is said to have been sent; it is recorded all the same."""
    if not plan.calendar.is_working_day(sent_on):
        yield _("ngày gửi {day:%d/%m/%Y} là ngày nghỉ: xem lại ngày ghi trên công văn").format(day=sent_on)
    if draft is None:
        return
    drafted = plan.calendar.local_date(draft.drafted_at)
    if sent_on < drafted:
        said = _("ngày gửi {day:%d/%m/%Y} trước ngày soạn dự thảo {drafted:%d/%m/%Y}: xem lại ngày ghi trên công văn")
        yield said.format(day=sent_on, drafted=drafted)
    elif draft.answer_by is not None:
        yield from _too_short(plan, draft.answer_by, drafted, sent_on)


def _too_short(plan: ActivePlan, answer_by: date, drafted: date, sent_on: date) -> Iterator[str]:
    left = plan.calendar.working_days_between(sent_on, answer_by)
    if left >= LEAST_TO_ANSWER:
        return
    said = _(
        "theo dự thảo ngày {drafted:%d/%m/%Y}, công văn ghi hạn trả lời {by:%d/%m/%Y}: sau ngày gửi chỉ còn "
        "{left} ngày làm việc, ít hơn {least}. Báo đơn vị hạn khác; lần sau soạn lại trước khi trình ký"
    )
    yield said.format(drafted=drafted, by=answer_by, left=left, least=LEAST_TO_ANSWER)
