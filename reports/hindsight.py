"""Assignments as they stood at an earlier instant: dates that moved since and decisions made since are taken back.

A report compiled again as of an instant must find the due dates and states of then. The rows hold those of now, and
their history what happened on the way: only rows that something happened to since are told again.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session

from models.assignments import Assignment, Workflow
from models.history import History, entries_of, subjects_touched_after

#: What each act leaves an assignment in; other acts leave its state alone.
_STATES = {
    "opened": Workflow.OPEN,
    "submitted": Workflow.SUBMITTED,
    "accepted": Workflow.ACCEPTED,
    "returned": Workflow.RETURNED,
    "excused": Workflow.EXCUSED,
    "closed": Workflow.CLOSED,
    "restored": Workflow.UPCOMING,
}
_DECIDED = ("accepted", "excused", "closed")


def as_they_stood(session: Session, rows: Iterable[Assignment], as_of: datetime) -> list[Assignment]:
    """The rows that existed at an instant, as they stood then; one that changed since is a copy, not to be stored."""
    existing = [row for row in rows if row.created_at <= as_of]
    touched = subjects_touched_after(session, [row.name for row in existing], as_of)
    entries = entries_of(session, touched)
    return [_retold(row, entries[row.name], as_of) if row.name in entries else row for row in existing]


def _retold(row: Assignment, entries: Sequence[History], as_of: datetime) -> Assignment:
    then = Assignment.model_validate(row.model_dump())
    for entry in entries:
        if entry.at <= as_of:
            _apply(then, entry)
    return then


def _apply(then: Assignment, entry: History) -> None:
    said = json.loads(entry.detail)
    if entry.act == "created":
        then.state, then.decided_at, then.correction_due = said.get("state", then.state), None, None
    if entry.act in _STATES:
        then.state = _STATES[entry.act]
        then.decided_at = entry.at if entry.act in _DECIDED else None if entry.act == "restored" else then.decided_at
    if entry.act in ("created", "restored") and "due" in said:
        then.due = date.fromisoformat(said["due"])
    if entry.act == "returned":
        then.correction_due = date.fromisoformat(said["until"])
    if entry.act == "accepted":
        then.correction_due = None
    if entry.act == "moved" or (entry.act == "extended" and then.state != Workflow.RETURNED):
        then.due = date.fromisoformat(said["after"])
    elif entry.act == "extended":
        then.correction_due = date.fromisoformat(said["after"])
