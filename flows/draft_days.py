"""Which consolidated reports are to be drafted, and when: what a compilation asks, and what a preview foresees."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from models.plan import Report
from models.reporting import builds_of
from models.schedule import draft_day, report_periods, report_schedule
from models.versions import ActivePlan, plan_versions


def undrafted(session: Session, plan: ActivePlan, until: date) -> Iterator[tuple[Report, str, date]]:
    """Reports never built, each with a period's key and its draft day, which comes on `until` or before.

    Those that were due before the plan came into use are left out.
    """
    begun = plan.calendar.local_date(plan_versions(session, plan.code)[0].applied_at)
    for report in plan.document.reports:
        for period in report_periods(plan.document, report):
            due = report_schedule(plan.document, report, period.key, plan.calendar).due.day
            day = draft_day(report, due, plan.calendar)
            if day <= until and due >= begun and not builds_of(session, plan.code, report.code, period.key):
                yield report, period.key, day
