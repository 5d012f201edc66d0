"""Figures far from a body's own history: listed for the coordinator to ask about, and left as they are.

With three earlier values or more the usual span is robust (median and median absolute deviation, so that one odd value
in the past does not hide the next); with two only a multiple of what was ever reported is flagged. Where it has so
little, or one value alone, a flow many times that of the last comparable period is asked about too. Figures of earlier
years that were taken in are history as well, and are themselves asked about where they cannot be.
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from models.cutoffs import Window
from models.forms import Indicator
from models.plan import PlanDocument
from models.versions import ActivePlan
from reports.compiled import Outlier
from reports.departures import mainly_due_to, own_history
from reports.earlier import EarlierTotals, Row
from reports.figures import Input
from reports.series import Years

#: Scaled so that the median absolute deviation equals the standard deviation of normal data; three of them are usual.
_SPREAD = Decimal("1.4826") * 3
_HALF = Decimal("0.5")
#: With little history: this many times more than the most, or less than the least, that was ever reported.
_TIMES = 4
#: A flow this many times that of the last comparable period is asked about while there is little history.
_LEAP = 10
#: Differences of fewer units than this are never worth a question.
_WORTH = Decimal(10)
_ENOUGH = 3
#: From so many earlier values on there is a history: one alone, such as a first nil return, does not say what is usual.
_LEAST = 2
_FULL = Decimal(100)


class _Value(NamedTuple):
    """What one body reported for one period, and whether a report's window asks for it."""

    period: str
    asked: bool
    value: Decimal


def find_outliers(plan: ActivePlan, window: Window, inputs: Sequence[Input]) -> list[Outlier]:
    """Flows and stocks within `window` that lie outside a body's usual span, in the plan's order.

    `inputs` hold the earlier periods too. What was reported for `window` is compared with earlier periods of the same
    length alone.
    """
    asked: dict[str, dict[tuple[str, int], list[_Value]]] = {}
    for given in sorted(inputs, key=lambda one: (one.nominal.first, one.nominal.last)):
        group = given.agency, _months(given.nominal)
        period, within = given.assignment.rpartition("/")[2], _ends_in(given.nominal, window)
        for code, answer in given.answers.items():
            asked.setdefault(code, {}).setdefault(group, []).append(_Value(period, within, answer.value))
    counted = (one for one in plan.document.indicators if one.kind != "ratio")
    return [found for one in counted for found in _of_indicator(one, asked.get(one.code, {}))]


def against_earlier_years(plan: ActivePlan, years: Years, known: EarlierTotals) -> list[Outlier]:
    """Figures of a report's period that lie far from those of the same period in earlier years.

    A body's may be made of shorter periods (`find_outliers` compares what was reported as one). The whole, under no
    body, is compared with wholes that were taken in, where no body is missing or excused in it.
    """
    *before, (period, now) = years
    found = []
    for indicator in plan.document.indicators:
        if indicator.kind == "ratio":
            continue
        tally = now.tally(indicator)
        made = {
            code: cell.value
            for code, cell in tally.cells.items()
            if len(cell.pieces) > 1 and cell.value is not None and not cell.spared
        }
        if tally.published is not None and tally.whole:
            made[""] = tally.published
        for agency, value in made.items():
            history = _history(indicator, agency, before, known)
            if (asked := _asked(indicator, agency, period.key, value, history)) is not None:
                found.append(asked if agency else replace(asked, mainly=mainly_due_to(indicator, asked, years)))
    return found


def _asked(
    indicator: Indicator, agency: str, period: str, value: Decimal, history: Mapping[str, Decimal]
) -> Outlier | None:
    """The question on a value, given those of earlier periods in order of time."""
    if span := _unusual(indicator, value, sorted(history.values())):
        return Outlier(indicator.code, agency, value, *span, (*history, period))
    if 0 < len(history) < _ENOUGH:
        key, last = list(history.items())[-1]
        if leap := _leap(indicator, value, last):
            return Outlier(indicator.code, agency, value, *leap, (key, period))
    return None


def _history(indicator: Indicator, agency: str, years: Years, known: EarlierTotals) -> dict[str, Decimal]:
    """One body's values by period, or those of the whole that were taken in."""
    if agency:
        return own_history(indicator, agency, years)
    taken = {period.key: known.find(indicator, period.key) for period, _ in years}
    return {key: one.value for key, one in taken.items() if one is not None}


def impossible_rates(document: PlanDocument, years: Years, rows: Iterable[Row], known: EarlierTotals) -> list[Outlier]:
    """Rates that were taken in, or follow from what was, and are more than 100 %: of a body, or of the whole."""
    rates = {one.code: one for one in document.indicators if one.unit == "%"}
    periods = [period.key for period, _ in years]
    values = {
        (row.indicator, row.agency, row.period): row.value
        for row, _ in rows
        if row.indicator in rates and row.period in periods and row.value is not None
    }
    for indicator, period in product(rates.values(), periods):
        if (taken := known.find(indicator, period)) is not None:
            values.setdefault((indicator.code, "", period), taken.value)
    return [
        Outlier(code, agency, value, _FULL, Decimal(0), _FULL, (period,))
        for (code, agency, period), value in values.items()
        if value > _FULL
    ]


def _months(nominal: Window) -> int:
    """A period's length in months, 0 for a week: only periods of one length are compared."""
    return round((nominal.last - nominal.first).days / 30.44)


def _of_indicator(indicator: Indicator, groups: dict[tuple[str, int], list[_Value]]) -> Iterator[Outlier]:
    for (agency, _), values in groups.items():
        history: list[Decimal] = []
        for at, one in enumerate(values):
            if one.asked and (span := _unusual(indicator, one.value, history)):
                periods = tuple(dict.fromkeys(past.period for past in values[: at + 1]))
                yield Outlier(indicator.code, agency, one.value, *span, periods)
            elif one.asked and len(history) < _ENOUGH:
                last = next((past for past in reversed(values[:at]) if past.period != one.period), None)
                if last is not None and (leap := _leap(indicator, one.value, last.value)):
                    yield Outlier(indicator.code, agency, one.value, *leap, (last.period, one.period))
            insort(history, one.value)


def _ends_in(nominal: Window, window: Window) -> bool:
    """Whether a period ends within the report's (its nominal last day may lie after the cut-off's)."""
    return window.first <= nominal.first or window.first < nominal.last <= window.last


def _middle(values: Sequence[Decimal]) -> Decimal:
    """The median of sorted values."""
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _leap(indicator: Indicator, value: Decimal, last: Decimal) -> tuple[Decimal, Decimal, Decimal] | None:
    """What was last reported, and the span around it, where a flow is many times that; after nothing any is usual."""
    high = max(last * _LEAP, last + _WORTH)
    if indicator.kind != "flow" or last <= 0 or value <= high:
        return None
    return last, min(last, indicator.min or Decimal(0)), high


def _unusual(
    indicator: Indicator, value: Decimal, history: Sequence[Decimal]
) -> tuple[Decimal, Decimal, Decimal] | None:
    """The median, and the lowest and highest value that nobody would ask about; None where `value` is among those.

    `history` is sorted; None too where it is too short. No span begins below what the indicator can be.
    """
    if len(history) < _LEAST:
        return None
    middle = _middle(history)
    if len(history) < _ENOUGH:
        least, most = history[0], history[-1]
        low, high = min(least / _TIMES, least - _WORTH), max(most * _TIMES, most + _WORTH)
    else:
        reach = max(_HALF * abs(middle), _WORTH)
        if abs(value - middle) > reach:  # the spread is only worked out where it decides
            reach = max(reach, _SPREAD * _middle(sorted(abs(one - middle) for one in history)))
        low, high = middle - reach, middle + reach
    floor = min(Decimal(0), history[0]) if indicator.min is None else indicator.min
    low = min(middle, max(low, floor))
    return None if low <= value <= high else (middle, low, high)
