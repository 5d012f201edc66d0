"""Who reported and who did not, as of a report's instant."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from models.assignments import Workflow
from models.calendar import WorkCalendar
from models.cutoffs import cutoff_window
from models.periods import Period
from models.plan import PlanDocument, Report
from reports.compiled import Attendance, Attendances, Completion, State
from reports.filings import Filing, feeds, relevant_to
from reports.series import compared_periods
from reports.wording import period_title


def take_attendance(report: Report, filings: Sequence[Filing], calendar: WorkCalendar, as_of: datetime) -> Attendances:
    """Sort a period's filings into missing, late, waiting for review and excused; apart, other tasks that are overdue.

    Only what the report waits for can be missing from it or late. Lateness is that of the first submission against the
    due date that held when it came in; a partner served by a joint submission is not missing.
    """
    today = calendar.local_date(as_of)
    missing: list[Attendance] = []
    others: list[Attendance] = []
    late, unreviewed, excused = [], [], []
    for filing in filings:
        if filing.excused:
            excused.append(_line(filing))
            continue
        if filing.waiting is not None:
            unreviewed.append(_line(filing, revision=filing.waiting.revision))
        awaited, overdue = feeds(report, filing), _days_overdue(filing, today)
        if not filing.settled and (awaited or overdue):
            (missing if awaited else others).append(_line(filing, days=overdue, returned=filing.returned))
        if awaited and (days := _days_late(filing, calendar)) > 0:
            late.append(_line(filing, days=days))
    return Attendances(tuple(missing), tuple(late), tuple(unreviewed), tuple(excused), tuple(others))


def behind_years(
    document: PlanDocument, report: Report, period: Period, filings: Sequence[Filing], relevant: Sequence[Filing]
) -> list[Filing]:
    """What a programme rests on besides the filings on itself: those whose figures make up its tables by year."""
    if period.kind != "program":
        return []
    own = {filing.assignment.name for filing in relevant}
    profile = document.cutoff_profile(report.cutoff)
    years = [(year, cutoff_window(year, report.cutoff, profile)) for year in compared_periods(period)]
    found = {filing.assignment.name: filing for year in years for filing in relevant_to(*year, filings)}
    counted = [one for one in found.values() if one.obligation.kind == "report" and one.form and one.form.indicators]
    return [one for one in counted if one.assignment.name not in own]


def add_years(account: Attendances, behind: Attendances) -> Attendances:
    """The account of a programme with whom its years lack and with who was late for one, as the picture counts them."""
    return replace(
        account,
        missing=(*account.missing, *behind.missing),
        late=(*account.late, *(line for line in behind.late if not line.requested)),
        unreviewed=(*account.unreviewed, *behind.unreviewed),
        excused=(*account.excused, *behind.excused),
    )


def take_completion(
    report: Report, filings: Sequence[Filing], calendar: WorkCalendar, as_of: datetime
) -> list[Completion]:
    """Every filing that a report waits for with its state, in the order given.

    One no longer asked for and never filed is left out. A partner served by a joint submission stands as the body that
    sent it.
    """
    today = calendar.local_date(as_of)
    senders = {(one.obligation.code, one.assignment.period, one.agency): one for one in filings}
    found = []
    for filing in filings:
        sender = senders.get((filing.obligation.code, filing.assignment.period, filing.served_by or ""), filing)
        gone = filing.ended and sender.accepted is None and sender.waiting is None
        if gone or not feeds(report, filing):
            continue
        state, days = _stand(filing, sender, calendar, today)
        row = filing.assignment
        found.append(
            Completion(
                assignment=row.name,
                agency=filing.agency,
                title=filing.obligation.title,
                period=row.period,
                due=_due(filing),
                state=state,
                days=days,
                requested=filing.obligation.role == "requested",
            )
        )
    return found


def _stand(filing: Filing, sender: Filing, calendar: WorkCalendar, today: date) -> tuple[State, int]:
    """The state of a filing, answered by itself or by `sender`, and the days that go with it."""
    if filing.excused:
        return "excused", 0
    if filing.obligation.role == "requested":  # asked, not ordered: it has no day to be late by
        return ("answered" if sender.accepted is not None else "wait" if sender.waiting is not None else "asked"), 0
    late = max(0, _days_late(sender, calendar))
    if sender.accepted is not None:
        return ("late-done" if late else "done"), late
    if sender.waiting is not None:
        return "wait", late
    overdue = _days_overdue(filing, today)
    if overdue:
        return "late", overdue
    return ("returned" if filing.returned else "none"), 0


def _due(filing: Filing) -> date:
    """The date that holds: that of the correction where a revision was returned."""
    row = filing.assignment
    return row.correction_due if filing.returned and row.correction_due else row.due


def _days_overdue(filing: Filing, today: date) -> int:
    """Days since the date that holds; none where it had passed before the plan was first used (state `closed`)."""
    if filing.assignment.state == Workflow.CLOSED:
        return 0
    return max(0, (today - _due(filing)).days)


def _days_late(filing: Filing, calendar: WorkCalendar) -> int:
    if filing.first_received is None or filing.ended:
        return 0
    return (calendar.local_date(filing.first_received) - (filing.due_then or filing.assignment.due)).days


def _line(filing: Filing, *, days: int = 0, returned: bool = False, revision: int = 0) -> Attendance:
    return Attendance(
        assignment=filing.assignment.name,
        agency=filing.agency,
        title=filing.obligation.title,
        period=period_title(filing.assignment.period),
        due=_due(filing),
        requested=filing.obligation.role == "requested",
        days=days,
        returned=returned,
        revision=revision,
    )
