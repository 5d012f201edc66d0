"""Timeliness, computed and never stored: how an assignment stands against its due date on a given day."""

from datetime import date, datetime
from enum import StrEnum

from models.assignments import Assignment, Workflow
from models.calendar import WorkCalendar

#: A due date this many days away, or fewer, is near.
SOON_DAYS = 3


class Timeliness(StrEnum):
    """Counted as official statistics count it: done on time or late, not done within or past its date."""

    NOT_DUE = "not-due"
    DUE_SOON = "due-soon"
    DUE_TODAY = "due-today"
    OVERDUE = "overdue"
    ON_TIME = "on-time"
    LATE = "late"
    EXCUSED = "excused"


def against(due: date, today: date) -> Timeliness:
    """How something not yet done stands on `today`; the due day itself lasts until 24:00 local."""
    left = (due - today).days
    if left < 0:
        return Timeliness.OVERDUE
    if left == 0:
        return Timeliness.DUE_TODAY
    return Timeliness.DUE_SOON if left <= SOON_DAYS else Timeliness.NOT_DUE


def timeliness(assignment: Assignment, calendar: WorkCalendar, now: datetime) -> Timeliness:
    """Lateness counts from the first submission; a correction has its own date and is judged apart."""
    if assignment.state == Workflow.EXCUSED:
        return Timeliness.EXCUSED
    if assignment.first_submitted_at is not None:
        handed_in = calendar.local_date(assignment.first_submitted_at)
        return Timeliness.ON_TIME if handed_in <= assignment.due else Timeliness.LATE
    if assignment.state == Workflow.CLOSED:
        return Timeliness.NOT_DUE
    return against(assignment.due, calendar.local_date(now))


def correction_timeliness(assignment: Assignment, calendar: WorkCalendar, now: datetime) -> Timeliness | None:
    """How a correction that is owed stands; None while none is owed."""
    if assignment.state != Workflow.RETURNED or assignment.correction_due is None:
        return None
    return against(assignment.correction_due, calendar.local_date(now))
