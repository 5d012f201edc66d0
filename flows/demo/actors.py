"""How the bodies and the coordinator of the demo behave: drawn once from a seed, so that every run tells one story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from models.assignments import Assignment
from models.calendar import WorkCalendar
from models.versions import ActivePlan


class Behaviour(StrEnum):
    """What a body does about its report of one period."""

    ON_TIME = "gửi đúng hạn"
    LATE = "gửi trễ"
    VERY_LATE = "gửi rất trễ"
    NEVER = "không gửi"
    PAPER = "chỉ gửi bản giấy sau khi đã báo cáo UBND tỉnh"
    RETURNED = "bị trả lại rồi gửi lại"
    EXTENDED = "xin gia hạn và được đồng ý"
    NOT_EXTENDED = "xin gia hạn, không được đồng ý"
    PHONE = "báo số liệu qua điện thoại"
    BOUNCED = "địa chỉ thư hỏng"
    NIL = "không phát sinh"
    EXCUSED = "được miễn"


#: In each half-year these many districts, and these of the mass organisations, behave so; the others are on time.
_DISTRICTS: Mapping[str, Sequence[Behaviour]] = {
    "2015-H1": (
        Behaviour.PAPER,
        Behaviour.VERY_LATE,
        Behaviour.LATE,
        Behaviour.LATE,
        Behaviour.RETURNED,
        Behaviour.EXTENDED,
        Behaviour.NOT_EXTENDED,
        Behaviour.PHONE,
        Behaviour.BOUNCED,
    ),
    "2015-H2": (Behaviour.NEVER, Behaviour.LATE, Behaviour.RETURNED, Behaviour.EXTENDED, Behaviour.PHONE),
}
_ORGANISATIONS: Mapping[str, Sequence[Behaviour]] = {
    "2015-H1": (Behaviour.NIL, Behaviour.LATE, Behaviour.NEVER),
    "2015-H2": (Behaviour.EXCUSED, Behaviour.LATE),
}
#: Working days after the due day on which these bodies answer.
_DAYS_LATE = {Behaviour.EXTENDED: 4, Behaviour.BOUNCED: 5, Behaviour.VERY_LATE: 12, Behaviour.PAPER: 25}


@dataclass(frozen=True)
class Story:
    """Who behaves how: by (agency, period); everybody else answers on time."""

    roles: Mapping[tuple[str, str], Behaviour]
    seed: int

    def behaviour(self, assignment: Assignment) -> Behaviour:
        """How the body behaves about this assignment; tasks and hand-overs are done on time."""
        if not assignment.obligation.startswith("BC-"):
            return Behaviour.ON_TIME
        return self.roles.get((assignment.agency, assignment.period), Behaviour.ON_TIME)

    def draw(self, assignment: Assignment, lowest: int, highest: int) -> int:
        """A number of days, the same for the same assignment and seed."""
        return Random(f"{self.seed}/{assignment.name}").randint(lowest, highest)  # noqa: S311 - a story, not a secret


def cast_roles(plan: ActivePlan, seed: int) -> Story:
    """Deal the behaviours out among the districts and the mass organisations."""
    roles: dict[tuple[str, str], Behaviour] = {}
    for kind, table in (("district", _DISTRICTS), ("organisation", _ORGANISATIONS)):
        codes = [agency.code for agency in plan.document.agencies if agency.kind == kind]
        for period, behaviours in table.items():
            shuffled = Random(f"{seed}/{kind}/{period}").sample(codes, len(codes))  # noqa: S311 - a story
            roles.update({(code, period): what for code, what in zip(shuffled, behaviours, strict=False)})
    return Story(roles, seed)


def answer_day(story: Story, assignment: Assignment, calendar: WorkCalendar) -> date | None:
    """The day on which the body first answers; None where it never does, or somebody decides otherwise first."""
    due, behaviour = assignment.original_due, story.behaviour(assignment)
    if behaviour in (Behaviour.NEVER, Behaviour.EXCUSED):
        return None
    if behaviour in (Behaviour.LATE, Behaviour.NOT_EXTENDED):
        return calendar.add_working_days(due, story.draw(assignment, 2, 4))
    if behaviour in _DAYS_LATE:
        return calendar.add_working_days(due, _DAYS_LATE[behaviour])
    early = calendar.back(date.fromordinal(due.toordinal() - story.draw(assignment, 0, 3)))
    ended = calendar.forward(assignment.cutoff_to + timedelta(days=1))
    return min(due, max(early, ended))
