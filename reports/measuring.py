"""The figures of a report set beside what they are measured against: targets, and last year's value.

Pure, and exact as the sums that it starts from.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from models.forms import Indicator
from models.periods import Period
from models.versions import ActivePlan
from reports.figures import IndicatorFigure, add_up, in_percent, shown_decimals
from reports.ledgers import Ledger, Tally


def compile_figures(
    plan: ActivePlan,
    period: Period,
    now: Ledger,
    then: Ledger | None = None,
    known_before: Mapping[str, Decimal] | None = None,
) -> list[IndicatorFigure]:
    """The figures of every indicator that somebody was asked for in `period`, in the plan's order.

    `now` holds its tallies, `then` those of the same period of the year before where there are any, and `known_before`
    that year's totals by indicator where only those are known. An owner's figures alone count where an indicator has
    one (`reconcile` lists the others).
    """
    known = known_before or {}
    found = []
    for indicator in plan.document.indicators:
        tally = now.tally(indicator)
        if tally.cells or tally.total is not None:
            earlier = then.tally(indicator) if then else None
            past = _past(tally, earlier, known.get(indicator.code))
            found.append(_figure(indicator, tally, past, _target(indicator, period)))
    return found


def _target(indicator: Indicator, period: Period) -> tuple[Decimal | None, str | None]:
    """The target of the period, else of its year (a half-year is then measured against the year's target)."""
    within_one_year = period.kind not in ("program", "once")
    for key in (period.key, period.key[:4]) if within_one_year else (period.key,):
        if key in indicator.targets:
            return indicator.targets[key], key
    return None, None


class _Past(NamedTuple):
    """Last year's total, whether this year's compares with it, whether a body was excused from a part, or even all."""

    total: Decimal | None
    alike: bool
    spared: bool = False
    exempt: bool = False


def _past(tally: Tally, earlier: Tally | None, known: Decimal | None) -> _Past:
    """Last year's total, and whether this year's may be measured against it: where the same bodies are in both.

    None of them may be there for a part of the period alone. A total that is only known as a whole holds every body, so
    this year's must too, those that were excused included.
    """
    if earlier is not None and earlier.total is not None:
        partly = bool(earlier.spared)
        alike = earlier.bodies == tally.bodies and not (partly or tally.spared)
        return _Past(earlier.published, alike, partly, partly or bool(earlier.excused))
    return _Past(known, tally.whole)


def _figure(indicator: Indicator, tally: Tally, past: _Past, aim: tuple[Decimal | None, str | None]) -> IndicatorFigure:
    """A figure; its change in per cent is left out where other bodies reported then than now: that is no growth."""
    target, target_period = aim
    previous, total = past.total, tally.published
    change = None
    if past.alike and total is not None and previous is not None:
        change = in_percent(add_up((total, previous.copy_negate())), abs(previous))
    return IndicatorFigure(
        indicator=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        kind=indicator.kind,
        section=indicator.section,
        group=indicator.group,
        decimals=shown_decimals(indicator),
        total=total,
        reported=tally.reported,
        expected=tally.expected,
        by_agency=tally.cells,
        collected=tally.collected,
        target=target,
        target_period=target_period,
        percent_of_target=in_percent(total, target),
        previous=previous,
        change_percent=change,
        comparable=past.alike,
        withheld=tally.withheld and tally.total is not None,
        bodies=tally.bodies,
        estimate=tally.estimate,
        spared=tally.spared,
        previous_spared=past.spared,
        excused=tally.excused,
        previous_exempt=past.exempt,
    )
