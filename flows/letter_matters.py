"""From rows to the duties of a letter: what is owed, what became of its date, who was told before and when."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session

from models.assignments import Assignment, Workflow
from models.history import History, entries_of
from models.notices import Notice, NoticeState, notices_of
from models.recipients import HEAD
from models.versions import ActivePlan
from notifications.digest import LADDER
from reports.letters.matters import Matter, Notified, Returned, Way
from reports.letters.wording import clause_in_words


@dataclass(frozen=True, slots=True)
class MatterWriter:
    """Writes assignments as the duties of a letter, from their ledgers and histories."""

    plan: ActivePlan
    today: date
    ledgers: Mapping[int, Sequence[Notice]]
    histories: Mapping[str, Sequence[History]]

    @classmethod
    def of(cls, session: Session, plan: ActivePlan, rows: Sequence[Assignment], today: date) -> "MatterWriter":
        """Read what is needed about some rows, in two queries."""
        ledgers = notices_of(session, [row.key for row in rows])
        return cls(plan, today, ledgers, entries_of(session, [row.name for row in rows]))

    def matter(self, row: Assignment) -> Matter:
        """One duty."""
        obligation = self.plan.document.obligation(row.obligation)
        acts = self.histories.get(row.name, ())
        return Matter(
            assignment=row.name,
            agency=row.agency,
            title=obligation.title,
            kind=obligation.kind,
            period=row.period,
            due=row.acting_due,
            original_due=row.original_due,
            clause=clause_in_words(obligation.clauses) if obligation.source == "plan" else "",
            extended=any(entry.act == "extended" for entry in acts),
            returned=self._returned(row, acts),
            days_late=max((self.today - row.acting_due).days, 0),
            notified=tuple(self._notified(row)),
        )

    def _returned(self, row: Assignment, acts: Sequence[History]) -> Returned | None:
        """What was given back, where a correction is what is owed."""
        last = next((entry for entry in reversed(acts) if entry.act == "returned"), None)
        if row.state != Workflow.RETURNED or last is None:
            return None
        calendar = self.plan.calendar
        came = next((entry.at for entry in reversed(acts) if entry.act == "submitted" and entry.at <= last.at), None)
        return Returned(calendar.local_date(came) if came else None, calendar.local_date(last.at), last.reason)

    def _notified(self, row: Assignment) -> Iterator[Notified]:
        """What reached the body in the running cycle: mails, then letters."""
        ledger = [notice for notice in self.ledgers.get(row.key, ()) if notice.cycle == row.cycle]
        for notice in ledger:
            mailed = notice.state == NoticeState.SENT and notice.told_at is not None
            if mailed and not notice.informed and notice.action in LADDER and notice.rung <= HEAD:
                day = self.plan.calendar.local_date(notice.told_at or notice.since)
                yield Notified("head" if notice.rung == HEAD else cast("Way", notice.action), day)
        issuer = self.plan.document.plan.issuer
        for entry in self.histories.get(row.name, ()):
            if entry.act != "letter-sent" or self.plan.calendar.local_date(entry.at) < row.cycle_from:
                continue
            said = json.loads(entry.detail)
            if said.get("to") != issuer or row.agency == issuer:  # the note to the issuer told the body nothing
                yield Notified("letter", date.fromisoformat(said["sent_on"]), said["number"])
