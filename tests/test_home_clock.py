"""The clock of a home: wall time, or an offset that a demonstration keeps and a service takes back."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.clock import CLOCK, clear_clock, clock_now, is_demo, set_clock
from models.errors import StateError

THEN = datetime(2015, 6, 8, 0, 30, tzinfo=UTC)
MOMENT = timedelta(seconds=5)


def test_a_home_without_a_clock_shows_wall_time(tmp_path: Path) -> None:
    assert abs(clock_now(tmp_path) - datetime.now(UTC)) < MOMENT
    assert not is_demo(tmp_path)


@pytest.mark.parametrize("demo", [False, True])
def test_a_clock_that_was_set_goes_on_from_there(tmp_path: Path, demo: bool) -> None:
    set_clock(tmp_path, THEN, demo=demo)
    assert timedelta(0) <= clock_now(tmp_path) - THEN + timedelta(seconds=1) < MOMENT
    assert is_demo(tmp_path) == demo


@pytest.mark.parametrize("demo", [False, True])
def test_only_a_demonstration_keeps_its_clock(tmp_path: Path, demo: bool) -> None:
    set_clock(tmp_path, THEN, demo=demo)
    clear_clock(tmp_path)
    assert (tmp_path / CLOCK).exists() == demo


@pytest.mark.parametrize("content", ["{", "[1]", json.dumps({"offset_seconds": "soon"})])
def test_a_damaged_clock_is_refused_by_name(tmp_path: Path, content: str) -> None:
    (tmp_path / CLOCK).write_text(content, encoding="utf-8")
    with pytest.raises(StateError, match=r"clock\.json"):
        clock_now(tmp_path)
