"""The round in its scheduled form: four tasks with a transaction each do what the one command does."""

from pathlib import Path

from flows.round import RoundResult, chase_reports, escalate_overdue, gather_digests, open_periods
from models.store import Store
from models.versions import active_plan
from tests.plan_world import World, at, mails


def by_tasks(world: World, day: str) -> RoundResult:
    result = RoundResult()
    for sweep in (open_periods, chase_reports, escalate_overdue, gather_digests):
        with world.store.session() as session:
            sweep(session, active_plan(session), at(day), result)
    return result


def test_the_tasks_together_are_the_round(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path)
    for day in ("2015-06-08", "2015-06-12", "2015-06-16"):
        assert mails(by_tasks(world, day))
        assert world.round(day).messages == [], "nothing is left for the command"
        world.deliver(day)
    assert mails(by_tasks(world, "2015-06-22")) == [
        ("dieuphoi@so-a.example", "summary"),
        ("head@so-b.example", "escalate"),
    ]


def test_the_scheduled_flow_uses_these_sweeps() -> None:
    text = (Path(__file__).parent.parent / "flows" / "deployments.py").read_text(encoding="utf-8")
    for sweep in ("open_periods", "chase_reports", "escalate_overdue", "gather_digests"):
        assert f"rounds.{sweep}" in text
