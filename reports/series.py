"""Indicators over several periods: the same period of other years, and the months or quarters within a report's own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from models.cutoffs import cutoff_window
from models.forms import Indicator
from models.periods import Period, parse_period, periods_of
from models.plan import PeriodKind, Report
from models.versions import ActivePlan
from reports.compiled import Point, Series
from reports.earlier import EarlierTotals
from reports.figures import IndicatorFigure, Input, Ledger, add_up, shown_decimals

#: How many years before its own a report looks back for a comparison by year; a programme shows all of its years.
_YEARS_BACK = 4
_PARTS: tuple[PeriodKind, ...] = ("month", "quarter", "half")


def year_series(
    plan: ActivePlan,
    report: Report,
    period: Period,
    inputs: Sequence[Input],
    known: EarlierTotals,
    figures: Sequence[IndicatorFigure] = (),
) -> list[Series]:
    """Each indicator by year: a programme's years, or the same period of this year and of those before it.

    What bodies reported comes first, then what was taken in for the whole; a year without either is missing. An
    indicator is left out where it has no value at all, or (but for programmes) none besides this year's. `figures` are
    those of `period` itself, where they were worked out before.
    """
    periods = _years(period)
    own = {figure.indicator: Point(period.key, period.title(), figure.total, figure.estimate) for figure in figures}
    ledgers = [_ledger(plan, report, one, inputs) for one in periods]
    found = []
    for indicator in plan.document.indicators:
        points = [_year(indicator, one, ledger, known, own) for one, ledger in zip(periods, ledgers, strict=True)]
        others = points if period.kind == "program" else points[:-1]
        if any(point.value is not None for point in others):
            found.append(_series(indicator, points))
    return [_without_leading_gaps(one) for one in found] if period.kind != "program" else found


def period_series(plan: ActivePlan, report: Report, period: Period, inputs: Sequence[Input]) -> list[Series]:
    """Each indicator through the report's own period: by month where two months have a value, else quarter or half."""
    found: dict[str, Series] = {}
    for kind in _PARTS:
        parts = [one for one in periods_of(kind, period.first, period.last) if one.first >= period.first]
        if len(parts) < 2 or period.kind == "program":
            continue
        ledgers = [_ledger(plan, report, one, inputs) for one in parts]
        for indicator in plan.document.indicators:
            if indicator.code not in found:
                points = [_part(indicator, one, ledger) for one, ledger in zip(parts, ledgers, strict=True)]
                if sum(point.value is not None for point in points) > 1:
                    found[indicator.code] = _series(indicator, points)
    return [found[one.code] for one in plan.document.indicators if one.code in found]


def over_all(series: Series, *, addable: bool = True) -> Decimal | None:
    """A flow's sum over all periods, a stock's last value; None where a period is missing, and for a ratio."""
    values = [point.value for point in series.points]
    known = [value for value in values if value is not None]
    if series.kind == "stock":
        return values[-1] if values else None
    if series.kind == "ratio" or not addable or len(known) < len(values) or not values:
        return None
    return add_up(known)


def _years(period: Period) -> list[Period]:
    last = period.last.year
    if period.kind == "program":
        return [parse_period(str(year)) for year in range(period.first.year, last + 1)]
    found = [period]
    while len(found) <= _YEARS_BACK and (before := found[0].year_before()) is not None:
        found.insert(0, before)
    return found


def _ledger(plan: ActivePlan, report: Report, period: Period, inputs: Sequence[Input]) -> Ledger:
    """The tallies of one period, from the inputs that lie in it."""
    window = cutoff_window(period, report.cutoff, plan.document.cutoff_profile(report.cutoff))
    return Ledger(plan, window, period, inputs)


def _year(
    indicator: Indicator, period: Period, ledger: Ledger, known: EarlierTotals, own: Mapping[str, Point]
) -> Point:
    target = indicator.targets.get(period.key)
    done = own.get(indicator.code)
    if done is not None and done.period == period.key and done.value is not None:
        return replace(done, target=target)
    tally = ledger.tally(indicator)
    if tally.total is not None:
        return Point(period.key, period.title(), tally.total, tally.estimate, target=target)
    taken = known.find(indicator, period.key)
    if taken is None:
        return Point(period.key, period.title(), None, target=target)
    return Point(period.key, period.title(), taken.value, taken.estimate, imported=True, target=target)


def _part(indicator: Indicator, period: Period, ledger: Ledger) -> Point:
    tally = ledger.tally(indicator)
    return Point(period.key, period.title(), tally.total, tally.estimate)


def _series(indicator: Indicator, points: Sequence[Point]) -> Series:
    decimals = shown_decimals(indicator)
    return Series(indicator.code, indicator.name, indicator.unit, indicator.kind, decimals, tuple(points))


def _without_leading_gaps(series: Series) -> Series:
    """From the first year that has a value on: what was long before anybody counted is no gap."""
    first = next(n for n, point in enumerate(series.points) if point.value is not None)
    return Series(series.indicator, series.name, series.unit, series.kind, series.decimals, series.points[first:])
