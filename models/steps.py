"""The steps of a policy as they fall for one due day: what the ladder climbs and the plan check counts; no database."""

from dataclasses import dataclass
from datetime import date

from models.calendar import WorkCalendar
from models.plan import Obligation, Policy, Step
from models.recipients import HEAD, step_rung
from models.schedule import step_day


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with the working day it falls on and the rung it climbs to."""

    step: Step
    day: date
    rung: int

    @property
    def name(self) -> str:
        """The step's name: `+5wd:escalate`."""
        return self.step.name


def planned_steps(policy: Policy, obligation: Obligation, due: date, calendar: WorkCalendar) -> list[PlannedStep]:
    """The steps of a policy with their days, earliest first; a requested body's end with its own head."""
    steps = [PlannedStep(step, step_day(due, step, calendar), step_rung(step)) for step in policy.steps]
    if obligation.role == "requested":
        steps = [planned for planned in steps if planned.rung <= HEAD]
    return sorted(steps, key=lambda p: (p.day, p.rung, calendar.shift(due, p.step.at)))
