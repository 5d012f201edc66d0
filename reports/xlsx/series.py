"""The sheets over time: indicators by year with their targets, and through the report's own period."""

from collections.abc import Sequence
from decimal import Decimal

from models.forms import Indicator
from reports.compiled import Point, Series
from reports.figures import add_up, divide
from reports.legends import point_legend, years_note
from reports.over_time import WHOLE, Line, lay_out, whole_text
from reports.tables import MISSING
from reports.withholding.bodies import PROTECTING
from reports.wording import round_half_up
from reports.xlsx.book import Book, Column, Formula, Number, Sheet, Sign, Value, address, fits
from reports.xlsx.places import Places, change, percent_of, share

_FIRST_PERIOD = 2
_INDENT = "\u00a0" * 4


def write_years(book: Book, places: Places, name: str) -> None:
    """Indicators by year: over a programme the sum of its years, else the change from the year before."""
    program = places.compiled.period.kind == "program"
    table = _Table(book, places, places.compiled.years, total=WHOLE if program else "", with_change=not program)
    table.write(name, years_note(places.compiled))


def write_trend(book: Book, places: Places, name: str) -> None:
    """Indicators through the report's own period, by month, quarter or half, with their sum."""
    _Table(book, places, places.compiled.trend, total="Cả kỳ", with_change=False).write(name)


class _Table:
    """One sheet of series; periods are its columns, in order of time."""

    def __init__(self, book: Book, places: Places, series: Sequence[Series], *, total: str, with_change: bool) -> None:
        self._book, self._places, self._series, self._total_head = book, places, series, total
        self._table = lay_out(places.compiled, series)
        self._periods = self._table.periods
        self._with_change = with_change and len(self._periods) > 1
        self._rows: dict[str, int] = {}
        self._known = {one.indicator: one for one in series}

    def write(self, name: str, note: str = "") -> None:
        """Set the whole sheet; `note` says more of it, without a full stop."""
        periods = [Column(title[:1].upper() + title[1:], 13) for title in self._table.titles.values()]
        more = [Column(self._total_head, 14)] if self._total_head else []
        more += [Column("Tăng, giảm so với kỳ trước (%)", 16)] if self._with_change else []
        columns = [Column("Chỉ tiêu", 46), Column("Đơn vị tính", 14), *periods, *more]
        legend = point_legend(self._table, summed=self._total_head)
        marked = any(_is_marked(line, summed=bool(self._total_head)) for line in self._table.lines)
        said = [*([f"Ghi chú: {legend}"] if marked else []), *([note] if note else [])]
        remark = " ".join(f"{words}." for words in said)
        sheet = self._book.sheet(name, columns, frozen=_FIRST_PERIOD, remark=remark)
        self._place(sheet.row)
        for line in self._table.lines:
            one = line.series
            cells = [self._value(one, point, n) for n, point in enumerate(line.points, _FIRST_PERIOD)]
            sheet.add([one.name, one.unit, *cells, *self._summary(line, cells, sheet.row)])
            if line.has_target:
                self._targets(sheet, line, cells)
        sheet.close()

    def _place(self, row: int) -> None:
        """Each indicator's row: one with targets takes two more."""
        for line in self._table.lines:
            self._rows[line.series.indicator] = row
            row += 3 if line.has_target else 1

    def _value(self, one: Series, point: Point | None, column: int) -> Value:
        if point is None:  # before anybody counted
            return None
        if point.value is None:
            return Sign(PROTECTING if point.withheld else MISSING)
        shown = round_half_up(point.value, one.decimals) if one.kind == "ratio" else point.value
        number = Number(shown, one.decimals, point.estimate, partial=point.partial, spared=point.exempt)
        text = self._own(one, point) or (self._ratio(one, point, column) if one.kind == "ratio" else None)
        return Formula(text, number) if text and fits(shown) else number

    def _own(self, one: Series, point: Point) -> str | None:
        """The report's own period: what the overview shows."""
        figure = self._places.figures.get(one.indicator)
        own = figure is not None and point.period == self._places.compiled.period.key and figure.total == point.value
        return self._places.total_cell(one.indicator) if own else None

    def _ratio(self, one: Series, point: Point, column: int) -> str | None:
        """From its terms in the same column, where they are there and give it."""
        indicator = self._places.indicators[one.indicator]
        codes = (indicator.numerator or "", indicator.denominator or "")
        terms = [self._term(code, point.period) for code in codes]
        if any(term is None or not fits(term) for term in terms) or divide(indicator, *terms) != point.value:
            return None
        top, bottom = (address(self._rows[code], column) for code in codes)
        return f"ROUND({top}{_scaled(indicator)}/{bottom},{one.decimals})"

    def _term(self, code: str, period: str) -> Decimal | None:
        series = self._known.get(code)
        return next((point.value for point in series.points if point.period == period), None) if series else None

    def _summary(self, line: Line, cells: Sequence[Value], row: int) -> list[Value]:
        first, last = _FIRST_PERIOD, _FIRST_PERIOD + len(self._periods) - 1
        found: list[Value] = []
        if self._total_head:
            found.append(self._total(line, cells, f"{address(row, first)}:{address(row, last)}", address(row, last)))
        if self._with_change:
            found.append(self._moved(line.series, cells, (address(row, last), address(row, last - 1))))
        return found

    def _total(self, line: Line, cells: Sequence[Value], span: str, last: str) -> Value:
        """What other formats show there: from the row's own cells, or as the overview has it."""
        one, whole = line.series, line.whole
        if whole is None or whole.value is None:
            return Sign(whole_text(line))
        value = round_half_up(whole.value, one.decimals) if one.kind == "ratio" else whole.value
        number = Number(value, one.decimals, whole.estimate, partial=whole.partial, spared=whole.exempt)
        if not fits(value):
            return number
        known = [point.value for point in one.points if point.value is not None]
        if all(isinstance(cell, Number | Formula) for cell in cells) and all(map(fits, known)):
            if one.kind == "stock":
                return Formula(last, number)
            if one.kind == "flow" and add_up(known) == whole.value:
                return Formula(f"SUM({span})", number)
        figure = self._places.figures.get(one.indicator)
        own = figure is not None and figure.total == whole.value
        return Formula(self._places.total_cell(one.indicator), number) if own else number

    def _moved(self, one: Series, cells: Sequence[Value], cell_names: tuple[str, str]) -> Value:
        """The report's own period against the one before, where the compiled report gives a change."""
        figure = self._places.figures.get(one.indicator)
        known = {point.period: point.value for point in one.points}
        old = known.get(self._periods[-2])
        if figure is None or old is None or figure.previous != old or figure.total != known.get(self._periods[-1]):
            return None
        return change(figure, cells[-1], cells[-2], cell_names)

    def _targets(self, sheet: Sheet, line: Line, cells: Sequence[Value]) -> None:
        """Under an indicator: what was aimed at, and the share of it that was reached."""
        one, shown, row = line.series, line.points, sheet.row - 1
        aims: list[Value] = [
            None if point is None or point.target is None else Number(point.target, one.decimals) for point in shown
        ]
        reached: list[Value] = []
        for column, (point, cell, aim) in enumerate(zip(shown, cells, aims, strict=True), _FIRST_PERIOD):
            known = point is not None and point.value is not None and bool(point.target)
            value = percent_of(point.value, point.target) if known and point and point.value and point.target else None
            value = Decimal(0) if known and value is None else value
            reached.append(share(cell, aim, (address(row, column), address(row + 1, column)), value))
        rest: list[Value] = [None] * (bool(self._total_head) + self._with_change)
        sheet.add([f"{_INDENT}Mục tiêu", one.unit, *aims, *rest])
        sheet.add([f"{_INDENT}Đạt (%)", "%", *reached, *rest])


def _is_marked(line: Line, *, summed: bool) -> bool:
    """Whether a sign needs words: one behind a number, or in place of all periods together where they are `summed`."""
    shown = [*line.series.points, *([line.whole] if summed and line.whole else [])]
    untold = summed and line.whole is None
    return untold or any(point.partial or point.exempt or point.withheld for point in shown)


def _scaled(indicator: Indicator) -> str:
    return {"%": "*100", "‰": "*1000"}.get(indicator.unit, "")
