"""From the accepted figures of bodies to totals: which count, what they add up to, what may be published."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from models.cutoffs import Window, cutoff_window
from models.forms import Indicator
from models.periods import Period
from models.plan import Report
from models.versions import ActivePlan
from reports.figures import Cell, Input, add_up, divide
from reports.tiling import Piece, Spared, days_of, tile, tile_around
from reports.withholding.bodies import is_given_away, small_bodies
from reports.withholding.ratios import Ratio, solving_ratios


@dataclass(frozen=True)
class Tally:
    """The counted bodies' cells of one indicator in one window, and their total.

    `terms` are those of a ratio whose terms come from different bodies. `withheld` says that the total must not be
    published: it is a small body's small figure, or gives one away.
    """

    cells: Mapping[str, Cell]
    total: Decimal | None
    collected: bool
    terms: tuple["Tally", ...] = ()
    withheld: bool = False

    @property
    def published(self) -> Decimal | None:
        """The total that readers may see."""
        return None if self.withheld else self.total

    @property
    def estimate(self) -> bool:
        """Whether an estimate is among its values."""
        return any(cell.estimate for cell in self.cells.values()) or any(term.estimate for term in self.terms)

    @property
    def expected(self) -> int:
        """How many bodies should have reported."""
        own = sum(cell.missing or _reported(cell) for cell in self.cells.values())
        return own + sum(term.expected for term in self.terms)

    @property
    def whole(self) -> bool:
        """Whether every body asked is in it, none of them excused, be it for a part of the window."""
        return self.full and not self.spared

    @property
    def full(self) -> bool:
        """Whether every body asked is in it, be it for a part of the window alone."""
        return all(map(_reported, self.cells.values())) and all(term.full for term in self.terms)

    @property
    def reported(self) -> int:
        """How many did."""
        return sum(map(_reported, self.cells.values())) + sum(term.reported for term in self.terms)

    @property
    def bodies(self) -> frozenset[str]:
        """Those that did."""
        own = frozenset(agency for agency, cell in self.cells.items() if _reported(cell))
        return own.union(*(term.bodies for term in self.terms))

    @property
    def excused(self) -> frozenset[str]:
        """Those that were excused, and are in it with nothing."""
        own = frozenset(agency for agency, cell in self.cells.items() if cell.excused)
        return own.union(*(term.excused for term in self.terms))

    @property
    def spared(self) -> frozenset[str]:
        """Those of `bodies` that were excused for a part of the window, and are in it with the rest."""
        own = frozenset(agency for agency, cell in self.cells.items() if _reported(cell) and cell.spared)
        return own.union(*(term.spared for term in self.terms))


class Ledger:
    """Tallies of one window, worked out as they are asked for: a ratio asks for its two terms."""

    def __init__(self, plan: ActivePlan, window: Window, period: Period | None, inputs: Sequence[Input]) -> None:
        self._document = plan.document
        self._small = small_bodies(plan.document)
        self._window = window
        self._period = period
        self._asked: dict[str, dict[str, list[Input]]] = {}
        self._tallies: dict[str, Tally] = {}
        self._tilings: dict[tuple[int, ...], Sequence[Input] | None] = {}
        within = [given for given in inputs if given.lies_in(window, period)]  # no other can make up the window
        for given in within:
            for indicator in given.indicators:
                self._asked.setdefault(indicator, {}).setdefault(given.agency, []).append(given)

    def counts(self, indicator: Indicator, given: Input) -> bool:
        """Whether a body's figure enters the total: where an indicator has an owner, the owner's alone."""
        if indicator.owner is None:
            return True
        owners = self._document.members((indicator.owner,))
        return any(body in owners for body in given.bodies or (given.agency,))

    def tally(self, indicator: Indicator) -> Tally:
        """An indicator's cells and total."""
        found = self._tallies.get(indicator.code)
        if found is None:
            found = self._ratio(indicator) if indicator.kind == "ratio" else self._count(indicator)
            if indicator.kind == "ratio" and indicator.code in self._solving_ratios:
                found = replace(found, withheld=True)
            self._tallies[indicator.code] = found
        return found

    @cached_property
    def _solving_ratios(self) -> Collection[str]:
        """The ratios that would give a small body's figure away, taken with their terms."""
        if not self._small:
            return ()
        ratios = [one for one in self._document.indicators if one.kind == "ratio"]
        terms = {code: self.tally(self._document.indicator(code)) for one in ratios for code in _terms(one)}
        told = [one for one in ratios if self._ratio(one).published is not None]
        summed = [code for code, term in terms.items() if term.published is not None]
        values = {code: _values(term.cells) for code, term in terms.items()}
        given = (Ratio(one.code, *_terms(one), _both(*(terms[code] for code in _terms(one)))) for one in told)
        return solving_ratios(self._small, values, summed, given)

    def others(self, indicator: Indicator) -> dict[str, Cell]:
        """Cells of bodies that report an indicator which another body owns."""
        return self._cells(indicator, counted=False)

    def _cells(self, indicator: Indicator, *, counted: bool) -> dict[str, Cell]:
        cells = {}
        for agency, inputs in self._asked.get(indicator.code, {}).items():
            chosen = [given for given in inputs if self.counts(indicator, given) is counted]
            cell = self._cell(indicator, chosen)
            if cell is not None:
                cells[agency] = cell
        return cells

    def _cell(self, indicator: Indicator, inputs: Sequence[Input]) -> Cell | None:
        answered = [given for given in inputs if indicator.code in given.answers]
        silent = [given for given in inputs if indicator.code not in given.answers]
        chosen = self._tiling(answered) or self._rest(answered, silent)
        if chosen is None:
            owed, excused = any(one.owed for one in inputs), any(one.excused for one in inputs)
            return Cell(None, missing=owed, excused=excused and not owed) if owed or excused else None
        pieces = [one.piece(indicator.code) for one in chosen if isinstance(one, Input)]
        stock = indicator.kind == "stock"
        if not pieces or (stock and isinstance(chosen[-1], Spared)):  # a stock is what there was at the end
            return Cell(None, excused=True)
        return Cell(
            pieces[-1].value if stock else add_up(piece.value for piece in pieces),
            nil=all(piece.nil for piece in pieces),
            estimate=any(piece.estimate for piece in pieces),
            pieces=tuple(pieces),
            spared=() if stock else tuple(one for one in chosen if isinstance(one, Spared)),
        )

    def _rest(self, answered: Sequence[Input], silent: Sequence[Input]) -> Sequence[Input | Spared] | None:
        """What makes up the window where days that the body is excused from need no figure.

        Days of which it owes one all the same, by another assignment, are not among them.
        """
        owed = [one.window for one in silent if one.owed]
        excused = [one.spared for one in silent if one.excused]
        free = [one for one in excused if not any(one.window.meets(window) for window in owed)]
        return tile_around(self._window, answered, free) if free else None

    def _tiling(self, inputs: Sequence[Input]) -> Sequence[Input] | None:
        """Those of a body's inputs that make up the window: the same for every indicator that all of them answer."""
        key = tuple(map(id, inputs))
        if key not in self._tilings:
            self._tilings[key] = tile(self._window, inputs)
        return self._tilings[key]

    def _count(self, indicator: Indicator) -> Tally:
        cells = self._cells(indicator, counted=True)
        values = _values(cells)
        alone = sum(cell.missing or _reported(cell) for cell in cells.values()) == 1
        total = add_up(values.values()) if values and (indicator.sum_bodies or alone) else None
        return Tally(cells, total, self._collected(indicator, cells), withheld=is_given_away(self._small, values))

    def _collected(self, indicator: Indicator, cells: Mapping[str, Cell]) -> bool:
        """Whether some body's periods, were all of them accepted, would make up the report's."""
        if self._period is None or any(cell.value is not None for cell in cells.values()):
            return True
        whole = Window(self._period.first, self._period.last)
        asked = self._asked.get(indicator.code, {})
        return any(nominally_covers(whole, asked[agency]) for agency in cells)

    def _ratio(self, indicator: Indicator) -> Tally:
        top, bottom = (self.tally(self._document.indicator(code)) for code in _terms(indicator))
        shared = [agency for agency in top.cells if agency in bottom.cells]
        if not shared:  # the terms come from different bodies, such as cases from one office and trials from another
            total = divide(indicator, top.total, bottom.total)
            withheld = top.withheld or bottom.withheld
            return Tally({}, total, top.collected and bottom.collected, terms=(top, bottom), withheld=withheld)
        cells = {a: _ratio_cell(indicator, top.cells[a], bottom.cells[a]) for a in shared}
        over, under = ratio_terms(top, bottom)
        total = divide(indicator, add_up(over.values()), add_up(under.values())) if over else None
        gave = [agency for agency, cell in cells.items() if _reported(cell)]
        terms = (_values({agency: term.cells[agency] for agency in gave}) for term in (top, bottom))
        withheld = is_given_away(self._small, *terms)
        return Tally(cells, total, top.collected and bottom.collected, withheld=withheld)


class Ledgers:
    """The tallies of a report by period, each worked out once: its figures, years and outliers ask for the same."""

    def __init__(self, plan: ActivePlan, report: Report, inputs: Sequence[Input]) -> None:
        self._plan, self._report, self._inputs = plan, report, inputs
        self._found: dict[str, Ledger] = {}

    def of(self, period: Period) -> Ledger:
        """The tallies of a period under the report's cut-off, from the inputs that lie in it."""
        if period.key not in self._found:
            code = self._report.cutoff
            window = cutoff_window(period, code, self._plan.document.cutoff_profile(code))
            self._found[period.key] = Ledger(self._plan, window, period, self._inputs)
        return self._found[period.key]


def _reported(cell: Cell) -> bool:
    return cell.value is not None


def _values(cells: Mapping[str, Cell]) -> dict[str, Decimal]:
    return {agency: cell.value for agency, cell in cells.items() if cell.value is not None}


def nominally_covers(whole: Window, inputs: Sequence[Input]) -> bool:
    """Whether the nominal periods of some assignments make up the nominal period `whole`."""
    return tile(whole, [Piece(given.nominal, given.assignment, Decimal(0)) for given in inputs]) is not None


def _terms(indicator: Indicator) -> tuple[str, str]:
    return indicator.numerator or "", indicator.denominator or ""


def _alike(top: Cell, bottom: Cell) -> bool:
    """Whether two terms lack the same days: a half-year's cases are no share of a year's."""
    return top.spared == bottom.spared or days_of(top.spared) == days_of(bottom.spared)


def ratio_terms(top: Tally, bottom: Tally) -> tuple[Mapping[str, Decimal], Mapping[str, Decimal]]:
    """What a ratio's terms add up: of the bodies that have both, of all where no body is asked both."""
    if top.cells.keys().isdisjoint(bottom.cells):
        return _values(top.cells), _values(bottom.cells)
    return _both(top, bottom), _both(bottom, top)


def _both(term: Tally, other: Tally) -> dict[str, Decimal]:
    """A term's values of the bodies that have both terms of a ratio, of the same days."""
    values, beside = _values(term.cells), _values(other.cells)
    return {a: value for a, value in values.items() if a in beside and _alike(term.cells[a], other.cells[a])}


def _ratio_cell(indicator: Indicator, top: Cell, bottom: Cell) -> Cell:
    if not _alike(top, bottom) and top.value is not None and bottom.value is not None:
        return Cell(None, excused=True)
    value = divide(indicator, top.value, bottom.value)
    reported = top.value is not None and bottom.value is not None
    return Cell(
        value,
        nil=reported and value is None,
        missing=(top.missing or bottom.missing) and not reported,
        estimate=top.estimate or bottom.estimate,
        excused=(top.excused or bottom.excused) and not (top.missing or bottom.missing),
        pieces=top.pieces + bottom.pieces,
        spared=top.spared if reported else (),
    )
