"""What is done often is done once: the plans in force in one question, a picture that was drawn before not again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import resvg_py
from sqlalchemy import event

from models.store import Store
from models.versions import active_plan, active_plans
from reports.charts.picture import png_of
from tests.plan_world import World, document


@contextmanager
def asked(store: Store) -> Iterator[list[str]]:
    """The statements that the block puts to the database."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def test_the_plans_in_force_are_the_newest_versions_read_at_once(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path)
    plan = document()
    world.apply(plan.model_copy(update={"contacts": plan.contacts[1:]}), "2015-02-02")
    other = plan.model_copy(update={"plan": plan.plan.model_copy(update={"code": "another"})})
    world.apply(other, "2015-03-02")
    with store.reading() as session, asked(store) as statements:
        found = active_plans(session)
        assert [(one.code, one.version) for one in found] == [("another", 1), ("demo-2015", 2)]
        assert len([one for one in statements if "plan_version" in one]) == 1
        assert found == [active_plan(session, "another"), active_plan(session, "demo-2015")]


def test_a_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    draw = resvg_py.svg_to_bytes

    def counting(*, svg_string: str, **how: Any) -> bytes:
        drawn.append(svg_string)
        return bytes(draw(svg_string=svg_string, **how))

    monkeypatch.setattr(resvg_py, "svg_to_bytes", counting)
    svgs = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="9"/>' for width in (7, 8)]
    first, second, again = (png_of(svg) for svg in (*svgs, svgs[0]))
    assert first == again != second
    assert drawn == svgs
