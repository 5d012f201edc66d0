"""Before a plan is applied, each change says how many open assignments and waiting mails it touches."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.store import Store
from plans.diff import diff_plans
from plans.impact import impacts
from plans.impact import reach as reach_of
from tests.cli_samples import PLAN, Office, plan_file
from tests.plan_world import World, document, obligation


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    """Two obligations, both reminded of on one morning: mail for so-b waits, nothing was delivered."""
    plan = document(
        obligations=[obligation(), obligation(code="B-02", assigned_to=["huyen"], policy="standard", form=None)]
    )
    world = World(store, tmp_path, plan)
    world.round("2015-06-08")
    return world


def reach(world: World, **changes: Any) -> dict[tuple[str, str], tuple[int, int]]:
    base = [obligation(), obligation(code="B-02", assigned_to=["huyen"], policy="standard", form=None)]
    old = document(obligations=base)
    new = document(**{"obligations": base, **changes})
    with world.store.reading() as session:
        found = impacts(session, old, diff_plans(old, new), new)
    return {(one.kind, one.code): (one.assignments, one.mails) for one in found}


def test_each_change_counts_what_hangs_on_it(world: World) -> None:
    renamed = [obligation(title="Tên mới"), obligation(code="B-03", assigned_to=["hoi"])]
    assert reach(world, obligations=renamed) == {
        ("obligations", "B-03"): (0, 0),
        ("obligations", "B-01"): (2, 1),
        ("obligations", "B-02"): (4, 2),
    }


@pytest.mark.parametrize(
    ("changes", "part", "touched"),
    [
        ({"calendar": {"closed": ["2015-12-15"]}}, ("calendar", "calendar"), (3, 0)),
        ({"calendar": {"closed": ["2015-06-15"]}}, ("calendar", "calendar"), (3, 3)),
        ({"calendar": {"closed": ["2015-08-08"]}}, ("calendar", "calendar"), (0, 0)),
        ({"policies": [{"code": "standard", "steps": []}]}, ("policies", "standard"), (6, 3)),
        ({"groups": [{"code": "huyen", "name": "Các huyện", "members": ["huyen-1"]}]}, ("groups", "huyen"), (4, 2)),
        ({"forms": [{"code": "inspections", "indicators": ["visits"]}]}, ("forms", "inspections"), (2, 1)),
        ({"indicators": []}, ("indicators", "visits"), (2, 1)),
        ({"contacts": []}, ("contacts", "so-b/focal"), (2, 1)),
        ({"context": [{"clause": "I#1", "reason": "chung"}]}, ("context", "I#1"), (0, 0)),
    ],
)
def test_other_parts_touch_the_assignments_that_use_them(
    world: World, changes: dict[str, Any], part: tuple[str, str], touched: tuple[int, int]
) -> None:
    assert reach(world, **changes)[part] == touched


def test_the_confirmation_shows_the_counts(tmp_path: Path) -> None:
    office = Office(tmp_path)
    moved = PLAN.replace("2015-H1: 2015-06-15", "2015-H1: 2015-06-17")
    words = office.does("plan", "apply", plan_file(tmp_path, moved), "--yes", now="2015-02-02").words
    assert "Việc đang mở Thư chờ gửi" in words
    assert "demo-2015:B-01/so-b/2015-H1 15/06/2015 → 17/06/2015" in words
    assert "đổi B-01 due: 2015-H1 2015-06-15 → 2015-06-17 2 0" in words


def test_a_standing_duty_touches_the_reports_it_hangs_on(world: World) -> None:
    base = [obligation(), obligation(code="B-02", assigned_to=["huyen"], policy="standard", form=None)]
    standing = obligation(code="S-01", assigned_to=["huyen-1"], kind="standing", via="B-02", form=None, due=None)
    old, new = document(obligations=[*base, standing]), document(obligations=base)
    with world.store.reading() as session:
        (one,) = impacts(session, old, diff_plans(old, new), new)
    assert (one.code, one.assignments, one.mails) == ("S-01", 2, 1)


def test_a_calendar_beside_other_changes_counts_only_what_it_moves(world: World) -> None:
    later = obligation(due={"on": {"2015-H1": "2015-06-25", "2015-H2": "2015-12-15"}})
    other = obligation(code="B-02", assigned_to=["huyen"], policy="standard", form=None)
    old = document(obligations=[obligation(), other])
    new = document(obligations=[later, other], calendar={"closed": ["2015-12-15"]})
    with world.store.reading() as session:
        found = reach_of(session, old, new, today=date(2015, 1, 5), from_date=None)
        kept = reach_of(session, old, new, today=date(2015, 7, 1), from_date=None)
    assert [(one.code, one.assignments) for one in found.impacts] == [("B-01", 2), ("calendar", 3)]
    told = {move.assignment: (move.before, move.after) for move in found.moves}
    assert told["demo-2015:B-01/so-b/2015-H1"] == (date(2015, 6, 15), date(2015, 6, 25))
    assert told["demo-2015:B-02/huyen-1/2015-H2"] == (date(2015, 12, 15), date(2015, 12, 16))
    assert len(told) == 4
    assert {move.assignment for move in kept.moves} == set(told) - {"demo-2015:B-01/so-b/2015-H1"}


def test_the_moves_foretold_are_those_that_applying_makes(world: World) -> None:
    world.submit("2015-06-09")
    base = [obligation(), obligation(code="B-02", assigned_to=["huyen"], policy="standard", form=None)]
    new = document(obligations=base, calendar={"closed": ["2015-06-15", "2015-12-15"]})
    with world.store.reading() as session:
        foretold = [
            move.assignment
            for move in reach_of(
                session, document(obligations=base), new, today=date(2015, 6, 10), from_date=None
            ).moves
        ]
    assert sorted(world.apply(new, "2015-06-10").moved) == sorted(foretold)
    assert len(foretold) == 5


def test_the_json_of_a_diff_has_values_counts_and_moves(tmp_path: Path) -> None:
    office = Office(tmp_path)
    text = PLAN.replace("after_cutoff: 3wd", "after_cutoff: 6wd").replace(
        "reports:\n", "calendar: {closed: [2015-05-05]}\nreports:\n"
    )
    said = office.asks("plan", "diff", plan_file(tmp_path, text), now="2015-02-02")
    (changed,) = said["changed"]
    assert (changed["code"], list(changed["fields"])) == ("B-02", ["due"])
    assert (changed["before"]["due"]["after_cutoff"], changed["after"]["due"]["after_cutoff"]) == ("3wd", "6wd")
    assert (changed["assignments"], changed["mails"]) == (4, 0)
    assert [(one["kind"], one["assignments"]) for one in said["others"]] == [("calendar", 0)]
    assert {move["assignment"] for move in said["moved"]} == {
        f"demo-2015:B-02/huyen-{number}/2015-H{half}" for number in (1, 2) for half in (1, 2)
    }


def test_a_diff_counts_what_applying_the_same_day_changes(tmp_path: Path) -> None:
    """The first half was due on 15 June: on the 20th it stays, unless an earlier day is given."""
    office = Office(tmp_path)
    moved = PLAN.replace("2015-H1: 2015-06-15", "2015-H1: 2015-06-25")
    file = plan_file(tmp_path, moved)
    today = office.asks("plan", "diff", file, now="2015-06-20")
    earlier = office.asks("plan", "diff", file, "--from", "2015-06-01", now="2015-06-20")
    assert ([one["assignments"] for one in today["changed"]], today["moved"]) == ([1], [])
    assert [one["assignments"] for one in earlier["changed"]] == [2]
    assert [one["assignment"] for one in earlier["moved"]] == ["demo-2015:B-01/so-b/2015-H1"]
    applied = office.asks("plan", "apply", file, "--from", "2015-06-01", "--yes", now="2015-06-20")
    assert applied["moved"] == [one["assignment"] for one in earlier["moved"]]
