"""Figures that say of one thing what another figure says too: they are set beside it, and never added."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from models.cutoffs import Window
from models.periods import Period
from models.versions import ActivePlan
from reports.compiled import Reconciliation, Series
from reports.figures import IndicatorFigure, Input
from reports.ledgers import Ledger


def reconcile(plan: ActivePlan, window: Window, period: Period, inputs: Sequence[Input]) -> list[Reconciliation]:
    """Indicators for which bodies other than the owner reported too, in the plan's order."""
    ledger = Ledger(plan, window, period, inputs)
    found = []
    for indicator in plan.document.indicators:
        if indicator.owner is None or indicator.kind == "ratio":
            continue
        cells = ledger.others(indicator)
        others = {agency: cell.value for agency, cell in cells.items() if cell.value is not None}
        if others:
            total = ledger.tally(indicator).published
            found.append(Reconciliation(indicator.code, indicator.name, indicator.unit, indicator.owner, total, others))
    return found


def against_years(
    plan: ActivePlan, period: Period, figures: Sequence[IndicatorFigure], years: Sequence[Series]
) -> list[Reconciliation]:
    """Indicators whose total over a programme is less than the sum of the years that are known of it.

    One of the two is wrong: which, only a person can tell. Of flows alone, and of nothing but a programme's period.
    """
    if period.kind != "program":
        return []
    known = {one.indicator: _known(one) for one in years if one.kind == "flow"}
    owners = {one.code: one.owner or "" for one in plan.document.indicators}
    found = [
        Reconciliation(one.indicator, one.name, one.unit, owners[one.indicator], one.total, by_year, by_year=True)
        for one in figures
        if one.total is not None and (by_year := known.get(one.indicator))
    ]
    return [one for one in found if one.difference is not None and one.difference > 0]


def _known(series: Series) -> Mapping[str, Decimal]:
    """The years with a value; none at all where one is negative, since then a sum may well be more than the whole."""
    values = {point.period: point.value for point in series.points if point.value is not None}
    return {} if any(value < 0 for value in values.values()) else values
