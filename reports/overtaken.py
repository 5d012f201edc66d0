"""What was accepted after a report was compiled: it still holds for its instant, and says less than is known now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.assignments import Assignment
from models.cutoffs import Window
from models.periods import Period, parse_period
from models.reporting import ReportBuild
from models.schedule import report_schedule
from models.submissions import Submission, accepted_after
from models.versions import plan_version
from reports.compiling import days_to_read, window_before


@dataclass(frozen=True, slots=True)
class Overtaking:
    """A revision that was accepted after a report's instant and belongs into it."""

    assignment: str
    revision: int
    at: datetime


def overtaken_by(session: Session, build: ReportBuild) -> list[Overtaking]:
    """The later acceptances that a build would take in if it were compiled again, by when they were accepted.

    Raises:
        NotFoundError: the plan's version that it is pinned to is gone.
    """
    plan = plan_version(session, build.plan, build.plan_version)
    document = plan.document
    report = document.report(build.report)
    scheduled = report_schedule(document, report, build.period, plan.calendar)
    before = window_before(document, report, scheduled.period)
    days = days_to_read(scheduled, before)
    own = {one.fulfils for one in document.reports}
    pinned = {pin["assignment"] for pin in build.pinned}
    windows = [scheduled.window, *([before] if before else [])]
    found = [
        (submission, row)
        for submission, row in accepted_after(session, plan.code, days.first, days.last, build.as_of)
        if row.obligation not in own and (row.name in pinned or _belongs(row, windows, scheduled.period))
    ]
    if document.plan.previous:
        later = accepted_after(session, document.plan.previous, days.first, days.last, build.as_of)
        found += [pair for pair in later if pair[1].name in pinned or _belongs(pair[1], windows[1:], None)]
    listed = [Overtaking(row.name, submission.revision, at) for submission, row, at in _dated(found)]
    return sorted(listed, key=lambda one: (one.at, one.assignment))


def _dated(pairs: Sequence[tuple[Submission, Assignment]]) -> Iterator[tuple[Submission, Assignment, datetime]]:
    for submission, row in pairs:
        if submission.reviewed_at is not None:
            yield submission, row, submission.reviewed_at


def _belongs(row: Assignment, windows: Sequence[Window], period: Period | None) -> bool:
    """Whether a report is made from an assignment: by its days of data, or by its nominal period."""
    if any(one.first <= row.cutoff_from and row.cutoff_to <= one.last for one in windows):
        return True
    if period is None or row.period == "once":
        return False
    nominal = parse_period(row.period)
    return period.first <= nominal.first and nominal.last <= period.last
