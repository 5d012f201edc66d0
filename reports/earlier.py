"""Figures of earlier years, as they were taken in: beside what bodies report now, and never in place of it.

A figure of one body joins the others as an input of its period. A figure of the whole (the province's total, where no
more is known) is only ever compared with a whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.cutoffs import Window, cutoff_window
from models.forms import Indicator
from models.periods import Period, parse_period
from models.plan import PlanDocument
from models.reporting import EarlierFigure, EarlierImport
from reports.compiled import EarlierPin
from reports.figures import Answer, Input, divide
from reports.text import clean

Row = tuple[EarlierFigure, EarlierImport]


@dataclass(frozen=True, slots=True)
class Known:
    """A value that was taken in for the whole: its import and the cell it stood in."""

    value: Decimal
    estimate: bool
    source: str
    number: int
    cell: str


class EarlierTotals:
    """What is known of the whole, by period and indicator; a ratio is worked out where both of its terms are known."""

    def __init__(self, document: PlanDocument, rows: Iterable[Row]) -> None:
        self._document = document
        self._known = {
            (row.period, row.indicator): Known(row.value, row.estimate, row.source, source.id or 0, row.cell)
            for row, source in rows
            if not row.agency and row.value is not None
        }

    def find(self, indicator: Indicator, period: str) -> Known | None:
        """The value of an indicator in a period, None where it was not taken in."""
        found = self._known.get((period, indicator.code))
        if found is None and indicator.kind == "ratio":
            return self._ratio(indicator, period)
        return found

    def of(self, period: Period | None) -> dict[str, Decimal]:
        """Every known value of a period, by indicator."""
        if period is None:
            return {}
        found = {one.code: self.find(one, period.key) for one in self._document.indicators}
        return {code: known.value for code, known in found.items() if known is not None}

    def years(self) -> set[str]:
        """The keys of the periods of which something is known."""
        return {period for period, _ in self._known}

    def _ratio(self, indicator: Indicator, period: str) -> Known | None:
        top = self._known.get((period, indicator.numerator or ""))
        bottom = self._known.get((period, indicator.denominator or ""))
        if top is None or bottom is None:
            return None
        value = divide(indicator, top.value, bottom.value)
        estimate = top.estimate or bottom.estimate
        return None if value is None else Known(value, estimate, top.source, top.number, f"{top.cell}; {bottom.cell}")


def earlier_inputs(document: PlanDocument, cutoff: str, rows: Iterable[Row]) -> list[Input]:
    """The figures of single bodies as inputs, one for each import, body and period, under a report's cut-off."""
    grouped: dict[tuple[int, str, str], list[EarlierFigure]] = {}
    for row, source in rows:
        if row.agency and row.value is not None:
            grouped.setdefault((source.id or 0, row.agency, row.period), []).append(row)
    return [_input(document, cutoff, key, figures) for key, figures in sorted(grouped.items())]


def _input(document: PlanDocument, cutoff: str, key: tuple[int, str, str], figures: Sequence[EarlierFigure]) -> Input:
    number, agency, period_key = key
    period = parse_period(period_key)
    answers: Mapping[str, Answer] = {
        row.indicator: Answer(row.value or Decimal(0), estimate=row.estimate, cell=clean(row.cell)) for row in figures
    }
    return Input(
        assignment=f"import-{number}/{agency}/{period_key}",
        agency=agency,
        window=cutoff_window(period, cutoff, document.cutoff_profile(cutoff)),
        nominal=Window(period.first, period.last),
        indicators=tuple(sorted(answers)),
        answers=answers,
        ended=True,  # nobody owes it any more
    )


def earlier_pins(rows: Iterable[Row]) -> tuple[EarlierPin, ...]:
    """The imports that the rows come from, in their order."""
    return tuple(sorted({EarlierPin(one.id or 0, one.sha256, clean(one.source_name)) for _, one in rows}))
