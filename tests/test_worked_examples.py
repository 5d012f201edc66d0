"""The worked examples of deadlines and policy steps: official days off of 2015 and 2016, no overrides."""

import csv
from datetime import date
from pathlib import Path

import pytest

from models.calendar import WorkCalendar
from models.cutoffs import cutoff_window
from models.deadlines import due_date
from models.offsets import Offset
from models.periods import parse_period
from models.plan import DueRule, Step
from models.schedule import step_day

DATA = Path(__file__).parent / "data"
VIETNAM = WorkCalendar()


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rule(text: str) -> DueRule:
    name, _, value = text.partition("=")
    match name:
        case "after_cutoff":
            return DueRule(after_cutoff=Offset.parse(value))
        case "day":
            day, _, months = value.partition("+")
            return DueRule(day=int(day), month_offset=int(months))
    return DueRule(on=date.fromisoformat(value))


@pytest.mark.parametrize("row", rows("deadlines.csv"), ids=lambda r: f"{r['period']} {r['due_rule']} {r['roll']}")
def test_deadlines(row: dict[str, str]) -> None:
    period = parse_period(row["period"])
    window = cutoff_window(period, row["cutoff"])
    due = due_date(rule(row["due_rule"]), period, window, "none" if row["roll"] == "none" else "forward", VIETNAM)
    assert (window.first.isoformat(), window.last.isoformat(), due.day.isoformat()) == (
        row["cutoff_from"],
        row["cutoff_to"],
        row["due"],
    )


@pytest.mark.parametrize("row", rows("steps.csv"), ids=lambda r: f"{r['due']} {r['step']}")
def test_steps(row: dict[str, str]) -> None:
    step = Step(at=Offset.parse(row["step"]), action="remind", to=("focal",))
    assert step_day(date.fromisoformat(row["due"]), step, VIETNAM).isoformat() == row["falls_on"]
