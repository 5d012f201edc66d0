"""Where each figure stands in the workbook, and the formulas that lead from the bodies' cells to what is made of them.

A formula is written only where it gives exactly the compiled value from cells that are shown: where a figure is
withheld, or a ratio rests on other bodies than its terms' totals, the value stands there by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from itertools import groupby

from models.forms import Indicator
from reports.compiled import CompiledReport
from reports.figures import Cell, IndicatorFigure, add_up, divide
from reports.tables import cell_text, total_text
from reports.wording import change_cell, from_little, round_half_up
from reports.xlsx.book import HEAD_ROW, Formula, Number, Sign, Value, address, fits, quoted

_DIVISION = Context(prec=50)
#: Percentages made of two figures are given to so many decimals.
PERCENT_DECIMALS = 2
_SCALES = {"%": 100, "‰": 1000}


@dataclass(frozen=True)
class Breakdown:
    """A sheet of indicators down and bodies across; rows and columns are counted from 0."""

    sheet: str
    bodies: Sequence[str]
    rows: Mapping[str, int]
    first_column: int

    def cell(self, indicator: str, agency: str, *, here: bool = False) -> str | None:
        """Where a body's figure stands; None where it is not on this sheet. `here`: as the sheet itself names it."""
        if indicator not in self.rows or agency not in self.columns:
            return None
        return address(self.rows[indicator], self.columns[agency], sheet="" if here else self.sheet)

    @property
    def columns(self) -> Mapping[str, int]:
        """The column of each body."""
        return {agency: n for n, agency in enumerate(self.bodies, self.first_column)}

    def row_range(self, indicator: str) -> str:
        """All bodies' cells of an indicator."""
        row, last = self.rows[indicator], self.first_column + len(self.bodies) - 1
        start, end = address(row, self.first_column), address(row, last)
        return f"{quoted(self.sheet)}!{start}:{end}" if start != end else f"{quoted(self.sheet)}!{start}"


@dataclass
class Places:
    """The places of all figures of a report, known before the first is written."""

    compiled: CompiledReport
    overview: str
    total_column: int
    breakdowns: Sequence[Breakdown]
    figures: Mapping[str, IndicatorFigure] = field(init=False)
    rows: Mapping[str, int] = field(init=False)
    indicators: Mapping[str, Indicator] = field(init=False)

    def __post_init__(self) -> None:
        shown = self.compiled.shown_figures
        self.figures = {figure.indicator: figure for figure in shown}
        self.rows = {figure.indicator: n for n, figure in enumerate(shown, HEAD_ROW + 1)}
        self.indicators = {one.code: one for one in self.compiled.document.indicators}

    def total_cell(self, indicator: str, *, here: bool = False) -> str:
        """Where an indicator's total stands."""
        return address(self.rows[indicator], self.total_column, sheet="" if here else self.overview)

    def total(self, figure: IndicatorFigure) -> Value:
        """A total on the overview: the sum of the bodies' cells, the ratio of two totals, or a sign."""
        if figure.total is None:
            return Sign(total_text(figure))
        shows = self.total_number(figure)
        text = self._ratio_of_totals(figure) if figure.kind == "ratio" else self._sum(figure)
        return Formula(text, shows) if text and fits(shows.value) else shows

    def total_number(self, figure: IndicatorFigure) -> Number:
        """A total as it is shown; only for one that has a value."""
        value = figure.total or Decimal(0)
        shown = round_half_up(value, figure.decimals) if figure.kind == "ratio" else value
        nil, spared = figure.all_nil and value == 0, figure.exempt
        return Number(shown, figure.decimals, figure.estimate, nil=nil, spared=spared)

    def total_elsewhere(self, figure: IndicatorFigure) -> Value:
        """A total on another sheet: it follows the overview's."""
        if figure.total is None:
            return Sign(total_text(figure))
        shows = self.total_number(figure)
        return Formula(self.total_cell(figure.indicator), shows) if fits(shows.value) else shows

    def body(self, sheet: Breakdown, figure: IndicatorFigure, agency: str) -> Value:
        """One body's figure on its sheet: a number, a ratio of two numbers above, or a sign."""
        shown = self._shown(figure, agency)
        if shown is None:
            return Sign(cell_text(self.compiled, figure, agency))
        value, spared = shown.value or Decimal(0), bool(shown.spared)
        if figure.kind != "ratio":
            return Number(value, figure.decimals, shown.estimate, spared=spared)
        value = round_half_up(value, figure.decimals)
        number = Number(value, figure.decimals, shown.estimate, spared=spared)
        indicator = self.indicators[figure.indicator]
        codes = (indicator.numerator or "", indicator.denominator or "")
        top, bottom = (sheet.cell(code, agency, here=True) for code in codes)
        pair = [self._term(code, agency) for code in codes]
        if top is None or bottom is None or None in pair or divide(indicator, *pair) != shown.value:
            return number
        top = f"N({top})" if self.figures[codes[0]].by_agency[agency].nil else top  # a nil stands there as a sign
        return Formula(_ratio(indicator, top, bottom, figure.decimals), number)

    def _shown(self, figure: IndicatorFigure, agency: str) -> Cell | None:
        """A body's cell where its number is shown: not missing, nil or withheld."""
        cell = figure.by_agency.get(agency)
        if cell is None or cell.value is None or cell.nil:
            return None
        return None if agency in self._withheld(figure.indicator) else cell

    def _withheld(self, indicator: str) -> Mapping[str, str]:
        return self.compiled.withheld.get(indicator, {})

    def _term(self, code: str | None, agency: str) -> Decimal | None:
        """A body's value of a ratio's term, where a cell shows it (a nil is shown as a sign, and counts as 0)."""
        figure = self.figures.get(code or "")
        cell = figure.by_agency.get(agency) if figure else None
        if cell is None or cell.value is None or agency in self._withheld(code or "") or not fits(cell.value):
            return None
        return cell.value

    def _sum(self, figure: IndicatorFigure) -> str | None:
        code = figure.indicator
        values = [cell.value for cell in figure.by_agency.values() if cell.value is not None]
        placed = {agency for one in self.breakdowns if code in one.rows for agency in one.bodies}
        if self._withheld(code) or not placed.issuperset(figure.by_agency):
            return None
        if add_up(values) != figure.total or not all(map(fits, values)):
            return None
        ranges = [one.row_range(code) for one in self.breakdowns if code in one.rows]
        return f"SUM({','.join(ranges)})" if ranges else None

    def _ratio_of_totals(self, figure: IndicatorFigure) -> str | None:
        indicator = self.indicators[figure.indicator]
        top, bottom = (self.figures.get(code or "") for code in (indicator.numerator, indicator.denominator))
        if top is None or bottom is None:
            return None
        totals = [one.total for one in (top, bottom)]
        kept = all(total is not None and fits(total) for total in totals)
        if kept and divide(indicator, *totals) == figure.total:
            over, under = (self.total_cell(one.indicator, here=True) for one in (top, bottom))
            return _ratio(indicator, over, under, figure.decimals)
        return self._ratio_of_sums(indicator, top, bottom, figure)

    def _ratio_of_sums(
        self, indicator: Indicator, top: IndicatorFigure, bottom: IndicatorFigure, figure: IndicatorFigure
    ) -> str | None:
        """Over the bodies that reported both terms, where those are not all that reported either."""
        both = [a for a, cell in figure.by_agency.items() if cell.pieces and self._has(top, a) and self._has(bottom, a)]
        sums = []
        for term in (top, bottom):
            values = [self._term(term.indicator, agency) for agency in both]
            known = [value for value in values if value is not None]
            if not known or len(known) < len(values):
                return None
            sums.append(add_up(known))
        if divide(indicator, *sums) != figure.total:
            return None
        over, under = (self._sum_of(term.indicator, both) for term in (top, bottom))
        return _ratio(indicator, over, under, figure.decimals) if over and under else None

    @staticmethod
    def _has(figure: IndicatorFigure, agency: str) -> bool:
        cell = figure.by_agency.get(agency)
        return cell is not None and cell.value is not None

    def _sum_of(self, code: str, bodies: Iterable[str]) -> str:
        """A sum over some bodies' cells; neighbours make a range. Empty where one has no cell."""
        wanted = set(bodies)
        parts = []
        for one in self.breakdowns:
            if code not in one.rows:
                continue
            here = [column for agency, column in one.columns.items() if agency in wanted]
            wanted -= set(one.bodies)
            for _, run in groupby(enumerate(here), lambda pair: pair[1] - pair[0]):
                columns = [column for _, column in run]
                ends = dict.fromkeys(address(one.rows[code], column) for column in (columns[0], columns[-1]))
                parts.append(f"{quoted(one.sheet)}!{':'.join(ends)}")
        return f"SUM({','.join(parts)})" if parts and not wanted and len(parts) < 200 else ""


def _ratio(indicator: Indicator, top: str, bottom: str, decimals: int) -> str:
    scale = _SCALES.get(indicator.unit)
    return f"ROUND({top}{f'*{scale}' if scale else ''}/{bottom},{decimals})"


def change(figure: IndicatorFigure, now: Value, before: Value, places: tuple[str, str]) -> Value:
    """Change in per cent of two neighbouring cells (now, before), where it gives what was compiled from them.

    Where tables tell the change otherwise (points, a small base) the words stand there.
    """
    compiled = figure.change_percent
    if compiled is None or figure.previous is None or figure.unit == "%" or from_little(figure.previous):
        return change_cell(figure) or None
    shows = Number(round_half_up(compiled, PERCENT_DECIMALS), PERCENT_DECIMALS)
    new, old = _value(now), _value(before)
    if new is None or not old:
        return shows
    return _checked(
        f"ROUND(({places[0]}-{places[1]})*100/ABS({places[1]}),{PERCENT_DECIMALS})", (new - old) * 100, abs(old), shows
    )


def share(part: Value, whole: Value, places: tuple[str, str], compiled: Decimal | None) -> Value:
    """Share in per cent of one cell in another, where it gives what was compiled from them."""
    if compiled is None:
        return None
    shows = Number(round_half_up(compiled, PERCENT_DECIMALS), PERCENT_DECIMALS)
    some, all_ = _value(part), _value(whole)
    if some is None or not all_:
        return shows
    return _checked(f"ROUND({places[0]}*100/{places[1]},{PERCENT_DECIMALS})", some * 100, all_, shows)


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """A share in per cent, with fifty digits; `whole` is not 0."""
    return _DIVISION.divide(part * 100, whole)


def _checked(text: str, top: Decimal, bottom: Decimal, shows: Number) -> Value:
    same = round_half_up(_DIVISION.divide(top, bottom), PERCENT_DECIMALS) == shows.value
    return Formula(text, shows) if same else shows


def _value(cell: Value) -> Decimal | None:
    """The number that a formula finds in a cell."""
    if isinstance(cell, Formula):
        cell = cell.shows
    return cell.value if isinstance(cell, Number) and fits(cell.value) else None
