"""The watch: what stands still is found, what can be repaired is repaired, the rest is named."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from flows.compile import compile_reports
from flows.round import RoundResult, chase_reports, open_periods
from flows.settings import Settings
from flows.watch import WatchResult, watch
from models.assignments import find_assignment
from models.messages import LEASE, Message, MessageState, find_message, messages_where
from models.store import Store
from models.versions import active_plan
from tests.plan_world import B01, World, at
from tests.smtp_server import ScriptedServer

DAY = "2015-06-08"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return World(store, tmp_path)


def swept(world: World, day: str = DAY) -> None:
    """Every sweep has run."""
    world.live(day)
    compile_reports(world.store, world.settings, at(day))


def in_flight_since(world: World, age: timedelta) -> Message:
    """A delivery that was handed a message `age` ago and never said what became of it."""
    world.live(DAY)
    with world.store.session() as session:
        (message,) = messages_where(session)
        message.state, message.claimed_at, message.sent_at = MessageState.SENDING, at(DAY) - age, None
        session.add(message)
        return message


def message_now(world: World, key: int) -> Message:
    with world.store.reading() as session:
        return find_message(session, key)


def test_an_office_where_all_goes_well_is_quiet(world: World) -> None:
    swept(world)
    found = watch(world.store, at(DAY) + HOUR)
    assert found.quiet
    assert found == WatchResult()


def test_a_message_whose_delivery_died_goes_again_as_it_was(world: World) -> None:
    before = in_flight_since(world, LEASE + MINUTE)
    assert watch(world.store, at(DAY)).requeued == 1
    waiting = message_now(world, before.key)
    assert (waiting.state, waiting.next_attempt_at, waiting.claimed_at) == (MessageState.DEFERRED, at(DAY), None)
    assert world.deliver(DAY).sent == 1
    after = message_now(world, before.key)
    assert (after.content, after.message_id) == (before.content, before.message_id)


def test_a_message_in_flight_is_left_alone(world: World) -> None:
    message = in_flight_since(world, LEASE - MINUTE)
    assert watch(world.store, at(DAY)).requeued == 0
    assert message_now(world, message.key).state == MessageState.SENDING


def test_what_a_delivery_holds_is_told_with_when_it_is_free(world: World) -> None:
    in_flight_since(world, MINUTE)
    found = watch(world.store, at(DAY))
    assert (found.held, found.free_at) == (1, at(DAY) - MINUTE + LEASE)
    assert (watch(world.store, at(DAY), lease=MINUTE).requeued, watch(world.store, at(DAY)).held) == (1, 0)


def test_how_long_a_delivery_may_hold_its_mails_is_a_setting(world: World) -> None:
    message = in_flight_since(world, 2 * MINUTE)
    assert world.deliver(DAY).held == 1
    world.settings = world.settings.model_copy(update={"lease_minutes": 2})
    assert world.deliver(DAY).sent == 1
    assert message_now(world, message.key).attempts == message.attempts + 1


def test_a_delivery_that_finds_nothing_to_send_has_not_stopped(world: World) -> None:
    swept(world)
    later = at(DAY) + 3 * HOUR
    assert watch(world.store, later).stopped == ["deliver"]
    assert world.deliver(DAY, 10).sent == 0
    assert watch(world.store, later).stopped == []


def test_notices_that_a_broken_round_left_behind_are_sent(world: World) -> None:
    with world.store.session() as session:
        plan, result = active_plan(session), RoundResult()
        open_periods(session, plan, at(DAY), result)
        chase_reports(session, plan, at(DAY), result)
    assert watch(world.store, at(DAY) + HOUR / 2).digested == 0, "a round may still be at work"
    assert watch(world.store, at(DAY) + 2 * HOUR).digested == 1
    assert watch(world.store, at(DAY) + 3 * HOUR).digested == 0
    assert world.told() == [("-7d:remind", "focal@so-b.example", "queued")]


def test_bounced_addresses_and_the_climbs_they_stop_are_named(world: World) -> None:
    world.round(DAY)
    with ScriptedServer() as server:
        server.answer("RCPT", "550 5.1.1 no such user")
        world.settings = Settings(home=world.settings.home, smtp_url=SecretStr(server.url("timeout=2")))
        world.deliver(DAY)
    found = watch(world.store, at(DAY))
    assert found.bounced == ["focal@so-b.example"]
    assert found.stalled == [B01]
    assert not found.quiet


def test_a_row_that_every_round_passed_over_is_named(world: World) -> None:
    with world.store.session() as session:
        row = find_assignment(session, B01)
        row.next_action_at = at(DAY) - timedelta(days=16)
        session.add(row)
    assert watch(world.store, at(DAY)).stuck == [B01]
    world.round(DAY)
    assert watch(world.store, at(DAY)).stuck == []


@pytest.mark.parametrize(
    ("every", "late", "delayed"),
    [
        (10 * MINUTE, 30 * MINUTE, 0),
        (10 * MINUTE, 2 * HOUR, 1),
        (2 * HOUR, 2 * HOUR, 0),
        (2 * HOUR, 7 * HOUR, 1),
    ],
)
def test_mail_that_waits_beyond_its_time_is_counted(
    world: World, every: timedelta, late: timedelta, delayed: int
) -> None:
    world.round(DAY)
    assert watch(world.store, at(DAY) + late, deliver_every=every).delayed == delayed


@pytest.mark.parametrize(
    ("after", "stopped"),
    [
        (timedelta(minutes=50), []),
        (timedelta(hours=2), ["deliver"]),
        (timedelta(hours=29), ["deliver"]),
        (timedelta(hours=31), ["round:demo-2015", "deliver", "compile"]),
    ],
)
def test_sweeps_that_stopped_running_are_named(world: World, after: timedelta, stopped: list[str]) -> None:
    swept(world)
    assert watch(world.store, at(DAY) + after).stopped == stopped


def test_sweeps_that_never_ran_count_from_the_day_the_plan_came_into_use(world: World) -> None:
    assert watch(world.store, at("2015-01-05") + HOUR / 2).stopped == []
    assert watch(world.store, at("2015-01-07")).stopped == ["round:demo-2015", "deliver", "compile"]
