"""Before a plan is applied, each change says how many open assignments and waiting mails it touches."""

from pathlib import Path
from typing import Any

import pytest

from models.store import Store
from plans.diff import diff_plans
from plans.impact import impacts
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
        found = impacts(session, old, diff_plans(old, new))
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
        ({"calendar": {"closed": ["2015-12-15"]}}, ("calendar", "calendar"), (6, 3)),
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
    assert "đổi B-01 due 2 0" in words
