"""What the people of the demo share: the store, the settings, the story, and a clock of their own."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from flows.acts import Act
from flows.demo.actors import Story
from flows.demo.answers import Author
from flows.demo.sink import Sink
from flows.settings import Settings
from models.assignments import OWING, Assignment, assignments_where
from models.store import Store
from models.versions import ActivePlan, active_plan

COORDINATOR = "Người điều phối Sở LĐTBXH"


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A consolidated report as it was issued: its number and day, and its files, one for each format."""

    title: str
    period: str
    number: str
    day: date
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class DraftedLetter:
    """A letter as it was taken to the clerical office: to whom, about what, when."""

    to: str
    subject: str
    day: date
    file: Path


@dataclass(slots=True)
class World:
    """One installation and the people around it."""

    store: Store
    settings: Settings
    sink: Sink
    plan: ActivePlan
    story: Story
    author: Author
    out: Path
    earlier: Path | None = None
    reports: list[IssuedReport] = field(default_factory=list)
    letters: list[DraftedLetter] = field(default_factory=list)

    def at(self, day: date, hour: time) -> datetime:
        """An instant by the plan's own clock."""
        return datetime.combine(day, hour, tzinfo=self.plan.calendar.zone).astimezone(UTC)

    def refresh(self) -> None:
        """Read the plan again: somebody may have made a new version."""
        with self.store.reading() as session:
            self.plan = active_plan(session)

    def owed(self, agency: str | None = None) -> list[Assignment]:
        """Everything that bodies, or one of them, still owe, by due date."""
        with self.store.reading() as session:
            return list(assignments_where(session, self.plan.code, agency=agency, states=OWING))

    def coordinator(self, now: datetime) -> Act:
        """The coordinator acts."""
        return Act(COORDINATOR, now)

    def body(self, assignment: Assignment, now: datetime) -> Act:
        """The focal point of an assignment's body acts."""
        contact = next(iter(self.plan.document.contacts_of(assignment.agency, "focal")), None)
        return Act(contact.email or contact.name if contact else assignment.agency, now)
