"""What a report still waits for: answers that nobody has decided on, and bodies that have not filed, as of now.

A build says who was missing when it was compiled; who decides on it asks who is missing today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.language import _
from models.reporting import ReportBuild
from models.versions import ActivePlan, active_plan, plan_version
from reports.compiled import Attendance
from reports.compiling import account_of, survey
from reports.filings import feeds, relevant_to

#: So many are named in one line.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Awaited:
    """One assignment that a report waits for.

    `body` is its short name; `received` the day on which the revision came in that waits for review, None where nothing
    was filed. `days` counts days overdue.
    """

    assignment: str
    agency: str
    body: str
    title: str
    period: str
    due: date
    days: int = 0
    revision: int | None = None
    received: date | None = None

    def __str__(self) -> str:
        if self.received is not None:
            said = _("{body} {assignment} nhận ngày {day:%d/%m/%Y}")
            return said.format(body=self.body, assignment=self.assignment, day=self.received)
        return _("{body} {assignment} hạn {day:%d/%m/%Y}").format(
            body=self.body, assignment=self.assignment, day=self.due
        )

    def as_json(self) -> dict[str, object]:
        """As commands print it."""
        said: dict[str, object] = {"assignment": self.assignment, "agency": self.agency, "due": self.due.isoformat()}
        if self.received is not None:
            return {**said, "revision": self.revision, "received": self.received.isoformat()}
        return {**said, "days": self.days}


@dataclass(frozen=True, slots=True)
class Expected:
    """What would still come into a report: `waiting` for review, longest first, and not yet filed, earliest due first.

    Only what the report is made from is among them.
    """

    waiting: Sequence[Awaited] = ()
    missing: Sequence[Awaited] = ()


def expected_now(session: Session, build: ReportBuild, now: datetime) -> Expected:
    """What a build's report waits for at an instant, whatever it waited for when it was compiled.

    Raises:
        NotFoundError: the plan's version that it is pinned to is gone.
    """
    plan = _plan_now(session, build)
    ground = survey(session, plan, build.report, build.period, now)
    relevant = relevant_to(ground.covered.period, ground.covered.window, ground.filings)
    account = account_of(plan, ground, relevant, now)
    briefs = {agency.code: agency.brief for agency in plan.document.agencies}
    received = {
        one.assignment.name: plan.calendar.local_date(one.waiting.received_at)
        for one in ground.filings
        if one.waiting is not None and feeds(ground.report, one)
    }
    waiting = [
        _awaited(line, briefs, received[line.assignment]) for line in account.unreviewed if line.assignment in received
    ]
    missing = [_awaited(line, briefs) for line in account.missing]
    return Expected(
        waiting=sorted(waiting, key=lambda one: (one.received or one.due, one.assignment)),
        missing=sorted(missing, key=lambda one: (one.due, one.assignment)),
    )


def _plan_now(session: Session, build: ReportBuild) -> ActivePlan:
    """The plan in force, whose new obligations are waited for too; the pinned one where it has no such report now."""
    in_force = active_plan(session, build.plan)
    kept = any(one.code == build.report for one in in_force.document.reports)
    return in_force if kept else plan_version(session, build.plan, build.plan_version)


def _awaited(line: Attendance, briefs: dict[str, str], received: date | None = None) -> Awaited:
    return Awaited(
        assignment=line.assignment,
        agency=line.agency,
        body=briefs.get(line.agency, line.agency),
        title=line.title,
        period=line.period,
        due=line.due,
        days=line.days,
        revision=line.revision or None,
        received=received,
    )


def said_awaited(found: Sequence[Awaited]) -> str:
    """How many, and the first few by name: `2 báo cáo (Sở B demo:B-01/so-b/2015-H1 nhận ngày 10/06/2015; …)`."""
    named = "; ".join([*map(str, found[:_NAMED]), *(["…"] if len(found) > _NAMED else [])])
    return _("{count} báo cáo ({names})").format(count=len(found), names=named)
