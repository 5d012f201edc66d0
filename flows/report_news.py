"""What a coordinator should know of consolidated reports: drafts that are out of date, bodies an issued one missed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from flows.issued_mails import NEWS, mailed_messages, unserved_bodies
from models.errors import NotFoundError
from models.messages import MessageState
from models.periods import any_period
from models.reporting import ReportBuild, ReportState, builds_of, issued_since
from models.schedule import report_coverage
from models.versions import ActivePlan
from notifications.report_rows import StaleDraft, Undelivered
from reports.letterhead import title_of
from reports.overtaken import overtaken_by

_LOST = (MessageState.FAILED, MessageState.BOUNCED)


@dataclass(frozen=True, slots=True)
class ReportNews:
    """Drafts with reports accepted since they were compiled; and whom an issued report did not reach, since when."""

    stale: tuple[StaleDraft, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    since: datetime | None = None


def report_news(session: Session, plan: ActivePlan, now: datetime) -> ReportNews:
    """The news of a plan's reports; nothing of what was due or issued more than a month ago."""
    undelivered = list(_undelivered(session, plan, now))
    return ReportNews(
        stale=tuple(_stale(session, plan, now)),
        undelivered=tuple(one for one, _at in undelivered),
        since=max((at for _one, at in undelivered), default=None),
    )


def _stale(session: Session, plan: ActivePlan, now: datetime) -> Iterator[StaleDraft]:
    newest: dict[tuple[str, str], ReportBuild] = {}
    for build in builds_of(session, plan.code):
        newest[build.report, build.period] = build
    for build in newest.values():
        if build.state == ReportState.ISSUED:
            continue
        try:
            report = plan.document.report(build.report)
            due = report_coverage(plan.document, report, build.period, plan.calendar).due
            until = (due.day if due else plan.calendar.local_date(build.as_of)) + NEWS
            later = overtaken_by(session, build) if plan.calendar.local_date(now) <= until else []
            accepted = {one.name for one in later if one.what == "submission"}
        except NotFoundError:  # an amendment took it out of the plan
            continue
        if accepted:
            title = title_of(plan.document, report, any_period(build.period))
            yield StaleDraft(title, len(accepted), build.report, build.period)


def _undelivered(session: Session, plan: ActivePlan, now: datetime) -> Iterator[tuple[Undelivered, datetime]]:
    """Bodies without an address since the report was issued, and addresses that its mail did not reach."""
    for build in issued_since(session, plan.code, now - NEWS):
        try:
            report = plan.document.report(build.report)
        except NotFoundError:
            continue
        title = title_of(plan.document, report, any_period(build.period))
        for agency in unserved_bodies(session, plan, build):
            yield Undelivered(title, plan.document.agency(agency).name), build.issued_at or build.as_of
        for message in mailed_messages(session, build):
            if message.state in _LOST:
                lost = Undelivered(title, message.recipient_name, message.recipient, message.detail)
                yield lost, message.claimed_at or message.created_at
