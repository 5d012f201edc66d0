"""A date that somebody has to keep is a working day: a day off is refused with the working days beside it, for all."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows import acts, deciding
from flows.urgent import add_task
from models.calendar import WorkCalendar
from models.decisions import refuse_day_off
from models.errors import StateError
from models.language import speaking
from models.store import Store
from tests.plan_world import B01, World

SUNDAY = date(2015, 6, 21)
#: Each act that sets a date, after an answer came in or without.
ACTS: dict[str, Callable[[World, date], object]] = {
    "extend": lambda world, day: acts.extend(world.store, B01, world.act("2015-06-11"), day, "bão"),
    "task": lambda world, day: add_task(
        world.store, world.act("2015-06-11"), title="Việc gấp", bodies=["so-b"], due=day
    ),
}


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return World(store, tmp_path)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_day_off_is_refused_with_the_working_days_beside_it(
    world: World, act: Callable[[World, date], object]
) -> None:
    with pytest.raises(StateError, match="21/06/2015 là Chủ nhật; đặt vào ngày làm việc 19/06/2015 hoặc 22/06/2015"):
        act(world, SUNDAY)
    act(world, date(2015, 6, 22))


def test_a_correction_is_not_due_on_a_day_off(world: World) -> None:
    world.submit("2015-06-10")
    with pytest.raises(StateError, match="đặt vào ngày làm việc 19/06/2015 hoặc 22/06/2015"):
        deciding.send_back(world.store, [B01], world.act("2015-06-11"), "thiếu", SUNDAY)
    deciding.send_back(world.store, [B01], world.act("2015-06-11"), "thiếu", date(2015, 6, 22))
    assert world.assignment().correction_due == date(2015, 6, 22)


def test_only_days_that_could_be_chosen_are_named(world: World) -> None:
    """The Friday before is the due date itself: nobody can be given more time until then."""
    acts.extend(world.store, B01, world.act("2015-06-11"), date(2015, 6, 19), "bão")
    with pytest.raises(StateError, match="đặt vào ngày làm việc 22/06/2015"):
        acts.extend(world.store, B01, world.act("2015-06-11"), SUNDAY, "bão")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2015, 2, 18), "Tết Nguyên Đán; đặt vào ngày làm việc 14/02/2015 hoặc 24/02/2015"),
        (date(2015, 9, 2), "Quốc khánh; đặt vào ngày làm việc 01/09/2015 hoặc 03/09/2015"),
    ],
)
def test_holidays_are_named_and_worked_saturdays_known(day: date, said: str) -> None:
    with pytest.raises(StateError) as caught:
        refuse_day_off(WorkCalendar(), day, earliest=date(2015, 1, 5))
    assert said in str(caught.value)


def test_the_plan_s_own_days_win() -> None:
    calendar = WorkCalendar(open_days=[SUNDAY], closed=[date(2015, 6, 22)])
    refuse_day_off(calendar, SUNDAY, earliest=SUNDAY)
    with speaking("en"), pytest.raises(StateError, match="choose a working day, 21/06/2015 or 23/06/2015"):
        refuse_day_off(calendar, date(2015, 6, 22), earliest=date(2015, 6, 1))
