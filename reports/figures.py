"""What figures are made of: a body's accepted answers, its cell, an indicator's figure, and exact arithmetic on them.

Pure: what was accepted is handed in as `Input`s. Sums are exact; a ratio keeps fifty digits and is rounded (half up)
only where it is shown. `reports.ledgers` adds up, `reports.measuring` says against what.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal

from models.cutoffs import Window
from models.forms import Indicator
from models.periods import Period
from reports.tiling import Piece, Spared

#: Wide enough that no sum, product or difference of stored figures is ever rounded.
_EXACT = Context(prec=200)
_DIVISION = Context(prec=50)
_SCALE = {"%": Decimal(100), "‰": Decimal(1000)}


@dataclass(frozen=True, slots=True)
class Answer:
    """An accepted value; `nil` says that nothing occurred, and counts as a reported 0."""

    value: Decimal
    nil: bool = False
    estimate: bool = False
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """One body's assignment as the figures see it.

    `window` holds the days its figures cover (a cumulative form: from the start of the year), `own` those of its period
    alone where that is less, `nominal` the period's own days without a cut-off. `bodies` are all whom one joint
    submission serves. `ended` says that the plan no longer asks for it.
    """

    assignment: str
    agency: str
    window: Window
    nominal: Window
    indicators: tuple[str, ...]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    submission: int = 0
    revision: int = 0
    excused: bool = False
    ended: bool = False
    bodies: tuple[str, ...] = ()
    own: Window | None = None

    @property
    def owed(self) -> bool:
        """Whether nobody took it off the body: it is neither excused nor ended."""
        return not self.excused and not self.ended

    @property
    def spared(self) -> Spared:
        """The days that the body is excused from, where it is: those of the period alone, though the form adds up."""
        return Spared(self.own or self.window, self.assignment)

    def lies_in(self, window: Window, period: Period | None) -> bool:
        """Whether a report on `window` expects it: by its days of data, or by its nominal period."""
        if window.first <= self.window.first and self.window.last <= window.last:
            return True
        return period is not None and period.first <= self.nominal.first and self.nominal.last <= period.last

    def piece(self, indicator: str) -> Piece:
        """Its accepted figure of an indicator that is among its answers, with the place it came from."""
        answer = self.answers[indicator]
        return Piece(
            self.window,
            self.assignment,
            answer.value,
            answer.nil,
            answer.estimate,
            self.submission,
            self.revision,
            answer.cell,
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """One body's figure. Without a value it is missing (owed) or excused; `nil` is a reported nothing.

    `spared` are days of the window that it holds nothing of, as the body was excused from reporting on them.
    """

    value: Decimal | None
    nil: bool = False
    missing: bool = False
    estimate: bool = False
    excused: bool = False
    pieces: tuple[Piece, ...] = ()
    spared: tuple[Spared, ...] = ()


@dataclass(frozen=True)
class IndicatorFigure:
    """An indicator over a report's window. `total` is None where nobody reported, or where bodies cannot be added.

    It is None too where it is `withheld`: a small body alone reported, so that the total would be its small figure.
    `comparable` says whether this year's total may be measured against last year's: the same `bodies` are in both, and
    none of them for a part of the period alone, as those are that were `spared` the rest. Those that were `excused` are
    in it with nothing; `previous_exempt` says that last year's lacks what a body was excused from, be it a part
    (`previous_spared`) or all.
    `collected` is False where the plan's periods cannot make up the window for any body (a half-yearly indicator in a
    report on nine months): then nobody is to blame, and documents leave the indicator out.
    """

    indicator: str
    name: str
    unit: str
    kind: str
    section: str | None
    group: str | None
    decimals: int
    total: Decimal | None
    reported: int
    expected: int
    by_agency: Mapping[str, Cell]
    collected: bool = True
    target: Decimal | None = None
    target_period: str | None = None
    percent_of_target: Decimal | None = None
    previous: Decimal | None = None
    change_percent: Decimal | None = None
    comparable: bool = True
    withheld: bool = False
    bodies: frozenset[str] = frozenset()
    estimate: bool = False
    spared: frozenset[str] = frozenset()
    previous_spared: bool = False
    excused: frozenset[str] = frozenset()
    previous_exempt: bool = False

    @property
    def exempt(self) -> bool:
        """Whether a body is not in its total for all of the period, as it was excused from some or all of it."""
        return self.total is not None and bool(self.spared or self.excused)

    @property
    def all_nil(self) -> bool:
        """Whether every body that reported said that nothing occurred."""
        reported = [cell for cell in self.by_agency.values() if cell.value is not None]
        return bool(reported) and all(cell.nil for cell in reported)


def add_up(values: Iterable[Decimal]) -> Decimal:
    """An exact sum."""
    total = Decimal(0)
    for value in values:
        total = _EXACT.add(total, value)
    return total


def divide(indicator: Indicator, top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    """A ratio in its unit; None where a term is missing or the denominator is 0."""
    if top is None or not bottom:
        return None
    scaled = _EXACT.multiply(top, _SCALE.get(indicator.unit, Decimal(1)))
    return _DIVISION.divide(scaled, bottom)


def in_percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """A share in per cent; None where a term is missing or the whole is 0."""
    return None if part is None or not whole else _DIVISION.divide(_EXACT.multiply(part, Decimal(100)), whole)


def shown_decimals(indicator: Indicator) -> int:
    """Decimal places a reader sees: none of a count."""
    return 0 if indicator.kind != "ratio" and indicator.type == "integer" else indicator.decimals
