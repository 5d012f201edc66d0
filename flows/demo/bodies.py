"""The bodies of the demo: each answers when its behaviour says so, by workbook or as data."""

from datetime import date, datetime, time

from flows import acts
from flows.demo.actors import Behaviour, answer_day
from flows.demo.answers import as_json, filled_workbook
from flows.demo.world import World
from intake.forms import FormSpec, form_spec, previous_figures
from intake.submitting import Channel
from models.assignments import Assignment, Workflow, file_stem
from models.errors import DondocError

_HOUR = time(10, 0)
#: Figures that the coordinator types in for the body.
_ON_BEHALF: dict[Behaviour, Channel] = {Behaviour.PHONE: "phone", Behaviour.PAPER: "paper"}


def live(world: World, day: date) -> int:
    """One morning: whoever decided to answer today answers. Returns how many did."""
    now = world.at(day, _HOUR)
    count = 0
    joint: set[tuple[str, str]] = set()
    for assignment in world.owed():
        obligation = world.plan.document.obligation(assignment.obligation)
        issued_by_office = assignment.agency == world.plan.document.plan.standing and obligation.kind == "task"
        if issued_by_office or not _answers_today(world, assignment, day):
            continue
        if obligation.joint and (assignment.obligation, assignment.period) in joint:
            continue
        joint.add((assignment.obligation, assignment.period))
        _answer(world, assignment, now, day)
        count += 1
    return count


def _answers_today(world: World, assignment: Assignment, day: date) -> bool:
    calendar = world.plan.calendar
    if assignment.state == Workflow.RETURNED:
        return day >= calendar.add_working_days(assignment.cycle_from, 2)
    planned = answer_day(world.story, assignment, calendar)
    return planned is not None and day >= planned and assignment.first_submitted_at is None


def _answer(world: World, assignment: Assignment, now: datetime, day: date) -> None:
    behaviour = world.story.behaviour(assignment)
    with world.store.reading() as session:
        spec = form_spec(world.plan, assignment, previous_figures(session, world.plan, assignment))
    flawed = behaviour == Behaviour.RETURNED and assignment.revision == 0
    answer = world.author.answer(spec, assignment, day, flawed=flawed)
    if behaviour == Behaviour.NIL and spec.may_be_nil:
        answer = {"nil": True}
    channel = _ON_BEHALF.get(behaviour)
    content, name = _file(world, spec, assignment, answer)
    result = acts.answer(
        world.store,
        assignment.name,
        world.coordinator(now) if channel else world.body(assignment, now),
        content=content,
        file_name=name,
        channel=channel or "file",
        on_behalf=channel is not None,
    )
    if result.submission is None:
        said = "; ".join(f"{problem.where}: {problem.message}" for problem in result.problems[:3])
        raise DondocError(f"the demo's own answer to {assignment.name} was refused: {said}")


def _file(world: World, spec: FormSpec, assignment: Assignment, answer: dict[str, object]) -> tuple[bytes, str]:
    """Every third body fills in the workbook it was sent; the others hand in the same as data."""
    stem = file_stem(assignment.name)
    if world.story.draw(assignment, 1, 3) == 1 and "figures" in answer:
        return filled_workbook(spec, answer), f"{stem}.xlsx"
    return as_json(answer), f"{stem}.json"
