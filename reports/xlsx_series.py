"""The sheets over time: indicators by year with their targets, and through the report's own period."""

from collections.abc import Sequence
from decimal import Decimal

from models.forms import Indicator
from models.periods import parse_period
from reports.compiled import Point, Series
from reports.figures import divide
from reports.series import over_all
from reports.small_cells import SUPPRESSED
from reports.tables import MISSING, POINT_LEGEND
from reports.wording import round_half_up
from reports.xlsx_book import Book, Column, Formula, Number, Sheet, Sign, Value, address, fits
from reports.xlsx_places import Places, change, percent_of, share

_FIRST_PERIOD = 2
_INDENT = "\u00a0" * 4


def write_years(book: Book, places: Places, name: str) -> None:
    """Indicators by year: over a programme the sum of its years, else the change from the year before."""
    program = places.compiled.period.kind == "program"
    _Table(book, places, places.compiled.years, total="Cả giai đoạn" if program else "", with_change=not program).write(
        name
    )


def write_trend(book: Book, places: Places, name: str) -> None:
    """Indicators through the report's own period, by month, quarter or half, with their sum."""
    _Table(book, places, places.compiled.trend, total="Cả kỳ", with_change=False).write(name)


class _Table:
    """One sheet of series; periods are its columns, in order of time."""

    def __init__(self, book: Book, places: Places, series: Sequence[Series], *, total: str, with_change: bool) -> None:
        self._book, self._places, self._series, self._total_head = book, places, series, total
        titles = {point.period: point.title for one in series for point in one.points}
        self._periods = sorted(titles, key=_begin)
        self._titles = titles
        self._with_change = with_change and len(self._periods) > 1
        self._rows: dict[str, int] = {}
        self._known = {one.indicator: one for one in series}

    def write(self, name: str) -> None:
        """Set the whole sheet."""
        periods = [Column(self._titles[key][:1].upper() + self._titles[key][1:], 13) for key in self._periods]
        more = [Column(self._total_head, 14)] if self._total_head else []
        more += [Column("Tăng, giảm so với kỳ trước (%)", 16)] if self._with_change else []
        columns = [Column("Chỉ tiêu", 46), Column("Đơn vị tính", 14), *periods, *more]
        partial = any(point.partial for one in self._series for point in one.points)
        remark = f"Ghi chú: {POINT_LEGEND}." if partial else ""
        sheet = self._book.sheet(name, columns, frozen=_FIRST_PERIOD, remark=remark)
        self._place(sheet.row)
        for one in self._series:
            points = {point.period: point for point in one.points}
            cells = [self._value(one, points.get(key), n) for n, key in enumerate(self._periods, _FIRST_PERIOD)]
            sheet.add([one.name, one.unit, *cells, *self._summary(one, cells, sheet.row)])
            if _has_target(one):
                self._targets(sheet, one, points, cells)
        sheet.close()

    def _place(self, row: int) -> None:
        """Each indicator's row: one with targets takes two more."""
        for one in self._series:
            self._rows[one.indicator] = row
            row += 3 if _has_target(one) else 1

    def _value(self, one: Series, point: Point | None, column: int) -> Value:
        if point is None:  # before anybody counted
            return None
        if point.value is None:
            return Sign(SUPPRESSED if point.withheld else MISSING)
        shown = round_half_up(point.value, one.decimals) if one.kind == "ratio" else point.value
        number = Number(shown, one.decimals, point.estimate, partial=point.partial)
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

    def _summary(self, one: Series, cells: Sequence[Value], row: int) -> list[Value]:
        first, last = _FIRST_PERIOD, _FIRST_PERIOD + len(self._periods) - 1
        found: list[Value] = []
        if self._total_head:
            found.append(self._total(one, cells, f"{address(row, first)}:{address(row, last)}", address(row, last)))
        if self._with_change:
            found.append(self._moved(one, cells, (address(row, last), address(row, last - 1))))
        return found

    def _total(self, one: Series, cells: Sequence[Value], span: str, last: str) -> Value:
        indicator = self._places.indicators[one.indicator]
        value = over_all(one, addable=indicator.sum_bodies) if len(one.points) == len(self._periods) else None
        if value is None:
            return None
        number = Number(value, one.decimals, any(point.estimate for point in one.points))
        exact = all(isinstance(cell, Number | Formula) for cell in cells) and all(
            fits(point.value) for point in one.points if point.value is not None
        )
        return Formula(last if one.kind == "stock" else f"SUM({span})", number) if exact and fits(value) else number

    def _moved(self, one: Series, cells: Sequence[Value], cell_names: tuple[str, str]) -> Value:
        """The report's own period against the one before, where the compiled report gives a change."""
        figure = self._places.figures.get(one.indicator)
        known = {point.period: point.value for point in one.points}
        old = known.get(self._periods[-2])
        if figure is None or old is None or figure.previous != old or figure.total != known.get(self._periods[-1]):
            return None
        return change(figure, cells[-1], cells[-2], cell_names)

    def _targets(self, sheet: Sheet, one: Series, points: dict[str, Point], cells: Sequence[Value]) -> None:
        """Under an indicator: what was aimed at, and the share of it that was reached."""
        row = sheet.row - 1
        shown = [points.get(key) for key in self._periods]
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


def _begin(key: str) -> tuple[object, ...]:
    period = parse_period(key)
    return period.first, period.last


def _has_target(one: Series) -> bool:
    return any(point.target is not None for point in one.points)


def _scaled(indicator: Indicator) -> str:
    return {"%": "*100", "‰": "*1000"}.get(indicator.unit, "")
