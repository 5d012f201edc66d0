"""Parts of a report's period that would give a small body's small figure away, with what is published of the whole.

A body's figure of the year is shown, what it reported of a half-year is not, where that is small: then neither may it
follow from the half-year's totals and ratios. Those that lead to it are withheld, one by one, and no others.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from models.forms import Indicator
from models.periods import Period, any_period
from models.plan import PlanDocument
from reports.compiled import Point, Series
from reports.figures import IndicatorFigure, add_up
from reports.ledgers import Ledger, Ledgers, Tally, ratio_terms
from reports.withholding.bodies import is_small, small_bodies
from reports.withholding.cells import withheld_cells
from reports.withholding.equations import Equations, Row, shares


def _secrets(
    document: PlanDocument, period: Period, tallies: Ledgers, trend: Sequence[Series]
) -> Mapping[str, Sequence[Row]]:
    """The small figures of small bodies in the parts of the period, by indicator, as sums of what was reported."""
    small = small_bodies(document)
    periods: dict[str, dict[str, None]] = {}
    for series in trend if small else ():
        indicator = document.indicator(series.indicator)
        for code in _told(indicator):
            periods.setdefault(code, {period.key: None}).update({point.period: None for point in series.points})
    found: dict[str, list[Row]] = {}
    for code, keys in periods.items():
        one = document.indicator(code)
        rows = [row for key in keys for row in _small(tallies.of(any_period(key)).tally(one), one, small)]
        found |= {code: rows} if rows else {}
    return found


def guarded(
    document: PlanDocument,
    period: Period,
    tallies: Ledgers,
    figures: Sequence[IndicatorFigure],
    trend: Sequence[Series],
) -> tuple[list[Series], frozenset[str]]:
    """The series without the points from which, with the report's `figures` and the points before, a secret follows.

    With them the indicators that have secrets, and those that ratios tie to them: of those no body's figure may be told
    by its parts.
    """
    secrets = _secrets(document, period, tallies, trend)
    if not secrets:
        return list(trend), frozenset()
    kept = {series.indicator: series for series in trend}
    touched: set[str] = set()
    for tied in _tied(document, secrets):
        touched |= tied
        known = Equations()
        for row in _of_figures(document, tallies.of(period), figures, tied):
            known.add(row)
        held = [row for code in tied for row in secrets.get(code, ())]
        told = [one for one in trend if tied.issuperset(_told(document.indicator(one.indicator)))]
        for series in sorted(told, key=lambda one: one.kind == "ratio"):  # totals before ratios
            indicator = document.indicator(series.indicator)
            rows = (_row(document, tallies.of(any_period(one.period)), indicator) for one in series.points)
            points = [_kept(known, held, point, row) for point, row in zip(series.points, rows, strict=True)]
            kept[series.indicator] = replace(series, points=tuple(points))
    return list(kept.values()), frozenset(touched)


def _kept(known: Equations, secrets: Iterable[Row], point: Point, row: Row) -> Point:
    """The point, which becomes known; withheld where a secret would follow from it."""
    if point.value is None:
        return point
    rest = known.rest(row)
    if rest and any(known.rest(secret) == rest for secret in secrets):
        return replace(point, value=None, withheld=True)
    known.add(row)
    return point


def _terms(ratio: Indicator) -> tuple[str, str]:
    return ratio.numerator or "", ratio.denominator or ""


def _told(indicator: Indicator) -> Sequence[str]:
    """The counts that an indicator says something of."""
    return _terms(indicator) if indicator.kind == "ratio" else (indicator.code,)


def _tied(document: PlanDocument, secrets: Collection[str]) -> list[set[str]]:
    """The indicators with secrets, each with those that ratios tie to it."""
    groups = [set(_told(one)) for one in document.indicators]
    found: list[set[str]] = []
    for group in groups:
        apart = [one for one in found if one.isdisjoint(group)]
        found = [*apart, group.union(*(one for one in found if not one.isdisjoint(group)))]
    return [one for one in found if not one.isdisjoint(secrets)]


def _small(tally: Tally, indicator: Indicator, small: frozenset[str]) -> Iterator[Row]:
    for body, cell in tally.cells.items():
        if body in small and cell.value is not None and is_small(cell.value):
            yield _of(tally, indicator, (body,))


def _of(tally: Tally, indicator: Indicator, bodies: Iterable[str], times: int = 1) -> Row:
    """The figures of bodies as a sum of what they reported: of a stock the last that each did."""
    pieces = (tally.cells[body].pieces[-1 if indicator.kind == "stock" else 0 :] for body in bodies)
    return {(indicator.code, piece.assignment): times for several in pieces for piece in several}


def _of_figures(
    document: PlanDocument, ledger: Ledger, figures: Sequence[IndicatorFigure], touched: Collection[str]
) -> Iterator[Row]:
    """What the report says of its own period: the bodies' figures that are shown, totals, and ratios of totals."""
    withheld = withheld_cells(document, figures)
    for figure in figures:
        indicator = document.indicator(figure.indicator)
        if indicator.kind == "ratio":
            if figure.total is not None and set(_terms(indicator)) <= set(touched):
                yield _row(document, ledger, indicator)
        elif indicator.code in touched:
            tally = ledger.tally(indicator)
            yield from (
                _of(tally, indicator, (body,))
                for body, cell in tally.cells.items()
                if cell.value is not None and body not in withheld[figure.indicator]
            )
            if figure.total is not None:
                yield _row(document, ledger, indicator)


def _row(document: PlanDocument, ledger: Ledger, indicator: Indicator) -> Row:
    """What an indicator's total says of what bodies reported."""
    if indicator.kind != "ratio":
        tally = ledger.tally(indicator)
        return _of(tally, indicator, _with_value(tally))
    pair = [document.indicator(code) for code in _terms(indicator)]
    top, bottom = (ledger.tally(one) for one in pair)
    over, under = ratio_terms(top, bottom)
    times = shares(add_up(over.values()), add_up(under.values()))
    return {**_of(top, pair[0], over, times[0]), **_of(bottom, pair[1], under, times[1])}


def _with_value(tally: Tally) -> list[str]:
    return [body for body, cell in tally.cells.items() if cell.value is not None]
