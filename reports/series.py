"""Indicators over several periods: the same period of other years, and the months or quarters within a report's own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from models.forms import Indicator
from models.periods import Period, parse_period, periods_of
from models.plan import PeriodKind
from models.versions import ActivePlan
from reports.compiled import Point, Series
from reports.earlier import EarlierTotals
from reports.figures import IndicatorFigure, add_up, shown_decimals
from reports.ledgers import Ledger, Ledgers, Tally
from reports.withholding.series import protected, without_ratios_of

#: How many years before its own a report looks back for a comparison by year; a programme shows all of its years.
_YEARS_BACK = 4
_PARTS: tuple[PeriodKind, ...] = ("month", "quarter", "half")


Years = Sequence[tuple[Period, Ledger]]


def compared_periods(period: Period) -> list[Period]:
    """A programme's years, or the same period of some years before and last this one."""
    last = period.last.year
    if period.kind == "program":
        return [parse_period(str(year)) for year in range(period.first.year, last + 1)]
    found = [period]
    while len(found) <= _YEARS_BACK and (before := found[0].year_before()) is not None:
        found.insert(0, before)
    return found


def years_of(period: Period, ledgers: Ledgers) -> Years:
    """A programme's years, or the same period of the years before and last this one, each with its tallies."""
    return [(one, ledgers.of(one)) for one in compared_periods(period)]


def year_series(
    plan: ActivePlan,
    period: Period,
    years: Years,
    known: EarlierTotals,
    figures: Sequence[IndicatorFigure] = (),
) -> list[Series]:
    """Each indicator by year: a programme's years, or the same period of this year and of those before it.

    What bodies reported comes first, then what was taken in for the whole; a year without either is missing. An
    indicator is left out where it has no value at all, or (but for programmes) none besides this year's. `figures` are
    those of `period` itself, where they were worked out before.
    """
    own = {figure.indicator: own_point(period, figure) for figure in figures}
    found: dict[str, Sequence[Point]] = {}
    for indicator in plan.document.indicators:
        points: Sequence[Point] = [_year(indicator, one, ledger, known, own) for one, ledger in years]
        if period.kind == "program" and indicator.kind == "flow" and any(point.withheld for point in points):
            totals = [_total(point, ledger.tally(indicator)) for point, (_, ledger) in zip(points, years, strict=True)]
            points = protected(points, totals, own[indicator.code].value if indicator.code in own else None)
        found[indicator.code] = points
    told = without_ratios_of(plan.document, found)
    shown = []
    for indicator in plan.document.indicators:
        points = told[indicator.code]
        others = points if period.kind == "program" else points[:-1]
        if any(point.value is not None or point.withheld for point in others):
            shown.append(_series(indicator, points))
    return [_without_leading_gaps(one) for one in shown] if period.kind != "program" else shown


def missing_years(indicator: Indicator, period: Period) -> Series:
    """The years of an indicator of which no year has a value, with the targets that were set for them."""
    years = [(one.key, one.title()) for one in compared_periods(period)]
    return _series(indicator, [Point(*year, None, target=indicator.targets.get(year[0])) for year in years])


def _total(point: Point, tally: Tally) -> Decimal | None:
    return tally.total if point.withheld else point.value


def period_series(plan: ActivePlan, period: Period, tallies: Ledgers) -> list[Series]:
    """Each indicator through the report's own period: by month where two months have a value, else quarter or half."""
    found: dict[str, Series] = {}
    for kind in _PARTS:
        parts = [one for one in periods_of(kind, period.first, period.last) if one.first >= period.first]
        if len(parts) < 2 or period.kind == "program":
            continue
        ledgers = [tallies.of(one) for one in parts]
        for indicator in plan.document.indicators:
            if indicator.code not in found:
                points = [_counted(one, ledger.tally(indicator)) for one, ledger in zip(parts, ledgers, strict=True)]
                if sum(point.value is not None for point in points) > 1:
                    found[indicator.code] = _series(indicator, points)
    return [found[one.code] for one in plan.document.indicators if one.code in found]


def over_all(series: Series, *, addable: bool = True) -> Decimal | None:
    """A flow's sum over all periods, a stock's last value; None for a ratio, and where a period it needs is missing."""
    values = [point.value for point in needed_for_all(series, addable=addable)]
    known = [value for value in values if value is not None]
    return add_up(known) if known and len(known) == len(values) else None


def needed_for_all(series: Series, *, addable: bool = True) -> Sequence[Point]:
    """The points that make up all periods together: every one of a flow, the last of a stock, none of a ratio."""
    if series.kind == "stock":
        return series.points[-1:]
    return series.points if series.kind == "flow" and addable else ()


def ends(series: Series) -> tuple[Point, Point] | None:
    """The first and the last of the points that may be compared: no body is missing, and the same ones are in both.

    The last is as late as it can be, the first as early as it then can be. None where there are no two such points. A
    whole that was taken in names no bodies, and is compared with any whole.
    """
    whole = [point for point in series.points if point.value is not None and not point.partial]
    for n, last in reversed(list(enumerate(whole))):
        first = next((point for point in whole[:n] if _alike(point, last)), None)
        if first is not None:
            return first, last
    return None


class Move(NamedTuple):
    """A series and its values, both known, in the two periods between which it is compared."""

    series: Series
    first: Point
    last: Point
    old: Decimal
    new: Decimal


def moves(found: Iterable[Series]) -> list[Move]:
    """Series that can be compared, each between its own `ends`, in the order given."""
    spans = [(one, ends(one)) for one in found]
    return [
        Move(one, first, last, first.value, last.value)
        for one, (first, last) in ((one, span) for one, span in spans if span)
        if first.value is not None and last.value is not None
    ]


def _alike(one: Point, other: Point) -> bool:
    if one.spared or other.spared:  # a body is in it for a part of the period alone
        return False
    if one.bodies and other.bodies:
        return one.bodies == other.bodies
    return not one.excused and not other.excused


def _year(
    indicator: Indicator, period: Period, ledger: Ledger, known: EarlierTotals, own: Mapping[str, Point]
) -> Point:
    target = indicator.targets.get(period.key)
    done = own.get(indicator.code)
    if done is not None and done.period == period.key and (done.value is not None or done.withheld):
        return replace(done, target=target)
    tally = ledger.tally(indicator)
    if tally.total is not None:
        return replace(_counted(period, tally), target=target)
    taken = known.find(indicator, period.key)
    if taken is None:
        return Point(period.key, period.title(), None, target=target)
    return Point(period.key, period.title(), taken.value, taken.estimate, imported=True, target=target)


def own_point(period: Period, figure: IndicatorFigure) -> Point:
    """A report's own figure as a point of a series."""
    return _point(period, figure.total, figure, withheld=figure.withheld)


def _counted(period: Period, tally: Tally) -> Point:
    withheld = tally.withheld and tally.total is not None
    return _point(period, tally.published, tally, withheld=withheld)


def _point(period: Period, value: Decimal | None, of: IndicatorFigure | Tally, *, withheld: bool) -> Point:
    """A value that bodies of the plan make up."""
    return Point(
        period.key,
        period.title(),
        value,
        of.estimate,
        reported=of.reported,
        expected=of.expected,
        bodies=of.bodies,
        withheld=withheld,
        excused=bool(of.excused) and value is not None,
        spared=bool(of.spared) and value is not None,
    )


def _series(indicator: Indicator, points: Sequence[Point]) -> Series:
    decimals = shown_decimals(indicator)
    return Series(indicator.code, indicator.name, indicator.unit, indicator.kind, decimals, tuple(points))


def _without_leading_gaps(series: Series) -> Series:
    """From the first year that has a value on: what was long before anybody counted is no gap."""
    first = next(n for n, point in enumerate(series.points) if point.value is not None or point.withheld)
    return Series(series.indicator, series.name, series.unit, series.kind, series.decimals, series.points[first:])
