"""What a report's figures cost: nothing is worked out twice, and Python's search for cycles waits meanwhile."""

import gc
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.cutoffs import Window
from models.periods import parse_period
from reports import ledgers, tiling
from reports.collecting import cycles_later
from reports.figures import Answer, Input
from reports.ledgers import Ledger, Ledgers
from tests.report_samples import plan_of, sample

YEAR = Window(date(2015, 1, 1), date(2015, 12, 31))
HALVES = (Window(date(2015, 1, 1), date(2015, 6, 30)), Window(date(2015, 7, 1), date(2015, 12, 31)))
CODES = ("visits", "violations", "teams")


def halves_of(body: str, *answered: tuple[str, ...]) -> list[Input]:
    """A body's two halves, each with the indicators that it answers."""
    return [
        Input(f"mau:B-01/{body}/{n}", body, span, span, CODES, {code: Answer(Decimal(n)) for code in codes})
        for n, (span, codes) in enumerate(zip(HALVES, answered, strict=True), 1)
    ]


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many inputs each search for a partition was given."""
    made: list[int] = []

    def noted(window: Window, pieces: Any) -> Any:
        if isinstance(pieces[0], Input):
            made.append(len(pieces))
        return tiling.tile(window, pieces)

    monkeypatch.setattr(ledgers, "tile", noted)
    return made


def test_a_body_s_periods_are_put_together_once_for_all_that_they_answer(tmp_path: Path, searches: list[int]) -> None:
    found = sample(tmp_path)
    inputs = [*halves_of("h1", CODES, CODES), *halves_of("h2", CODES, CODES)]
    ledger = Ledger(found.plan, YEAR, parse_period("2015"), inputs)

    totals = [ledger.tally(found.plan.document.indicator(code)).total for code in CODES]

    assert totals == [6, 6, 4]  # the last is a stock
    assert searches == [2, 2]


def test_an_indicator_that_a_period_lacks_is_put_together_by_itself(tmp_path: Path, searches: list[int]) -> None:
    found = sample(tmp_path)
    ledger = Ledger(found.plan, YEAR, parse_period("2015"), halves_of("h1", CODES, ("visits",)))

    tallies = [ledger.tally(found.plan.document.indicator(code)) for code in CODES]

    assert [tally.total for tally in tallies] == [3, None, None]
    assert [tally.cells["h1"].missing for tally in tallies] == [False, True, True]
    assert searches == [2, 1]


def test_figures_years_and_outliers_share_the_tallies_of_a_period(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sample(tmp_path, plan_of())
    found.answer("B-01/h1/2015-H1", {"visits": 3})
    counted: list[tuple[Window, str]] = []
    count = Ledger._count

    def noted(self: Ledger, indicator: Any) -> Any:
        counted.append((self._window, indicator.code))
        return count(self, indicator)

    monkeypatch.setattr(Ledger, "_count", noted)
    compiled = found.compile()

    assert (compiled.window, "visits") in counted
    assert len(counted) == len(set(counted))


def test_a_period_has_one_ledger(tmp_path: Path) -> None:
    found = sample(tmp_path)
    ledgers = Ledgers(found.plan, found.plan.document.reports[0], halves_of("h1", CODES, CODES))

    assert ledgers.of(parse_period("2015")) is ledgers.of(parse_period("2015"))
    assert ledgers.of(parse_period("2015")) is not ledgers.of(parse_period("2015-H1"))


@pytest.mark.parametrize("before", [True, False])
def test_the_search_for_cycles_is_afterwards_as_it_was_before(before: bool) -> None:
    was = gc.isenabled()
    (gc.enable if before else gc.disable)()
    try:
        with pytest.raises(ValueError, match="broken"), cycles_later():
            assert not gc.isenabled()
            raise ValueError("broken")
        assert gc.isenabled() is before
    finally:
        (gc.enable if was else gc.disable)()
