"""What waits for the coordinator: releases, reviews, people who could not be reached, climbs that have ended."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session

from flows.report_news import ReportNews, report_news
from models.assignments import OWING, Assignment, overdue_assignments, stalled_assignments
from models.handovers import still_asked
from models.notices import CONFIRM, Notice, NoticeState, awaiting_notices, unreached_notices
from models.submissions import Submission, unreviewed_submissions
from models.versions import ActivePlan

_NEWS = timedelta(days=7)


@dataclass(slots=True)
class Outstanding:
    """Everything a coordinator has to act on, with the rows it is about."""

    today: date
    awaiting: list[tuple[Notice, Assignment]] = field(default_factory=list)
    unreviewed: list[tuple[Submission, Assignment]] = field(default_factory=list)
    unreached: list[tuple[Notice, Assignment]] = field(default_factory=list)
    missing: list[tuple[Notice, Assignment]] = field(default_factory=list)
    stalled: list[Assignment] = field(default_factory=list)
    overdue: list[Assignment] = field(default_factory=list)
    reports: ReportNews = field(default_factory=ReportNews)

    def anything(self) -> bool:
        """Whether there is something to act on."""
        undelivered = self.reports.undelivered
        waiting = self.awaiting or self.unreviewed or self.unreached or self.missing or self.stalled
        return bool(waiting or undelivered)

    def about(self) -> list[str]:
        """The names of the assignments that something is to be decided or mended of."""
        pairs = (*self.awaiting, *self.unreviewed, *self.unreached, *self.missing)
        return sorted({assignment.name for assignment in (*(row for _, row in pairs), *self.stalled)})

    def news_since(self, instant: datetime | None) -> bool:
        """Whether something arose after an instant: a coordinator is not told the same thing every morning."""
        if instant is None:
            return self.anything()
        if any(notice.not_before == self.today for notice, _ in self.awaiting):
            return True  # what was postponed until today is back
        instants = [notice.since for notice, _ in self.awaiting]
        instants += [submission.received_at for submission, _ in self.unreviewed]
        instants += [notice.told_at or notice.since for notice, _ in (*self.unreached, *self.missing)]
        instants += [self.reports.since] if self.reports.since else []
        return any(at > instant for at in instants)


def outstanding(session: Session, plan: ActivePlan, now: datetime) -> Outstanding:
    """What a plan's coordinator has to act on at an instant."""
    today = plan.calendar.local_date(now)
    unreached = [pair for pair in unreached_notices(session, plan.code) if _matters(*pair, now)]
    return Outstanding(
        today=today,
        awaiting=[pair for pair in awaiting_notices(session, plan.code) if _listed(pair[0], today)],
        unreviewed=list(unreviewed_submissions(session, plan.code)),
        unreached=[pair for pair in unreached if pair[0].state != NoticeState.MISSING],
        missing=[pair for pair in unreached if pair[0].state == NoticeState.MISSING],
        stalled=list(stalled_assignments(session, plan.code)),
        overdue=list(overdue_assignments(session, plan.code, today)),
        reports=report_news(session, plan, now),
    )


def _matters(notice: Notice, assignment: Assignment, now: datetime) -> bool:
    """What reached nobody matters while something is owed, and for a week where all that was missed was an answer.

    A question to a hand-over's receiver matters until it is answered.
    """
    if notice.action == CONFIRM:
        return still_asked(notice, assignment)
    return assignment.state in OWING or now - (notice.told_at or notice.since) < _NEWS


def _listed(notice: Notice, today: date) -> bool:
    return notice.not_before is None or notice.not_before <= today
