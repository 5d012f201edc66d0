"""Indicators over time as every format lays them out: the same periods across, the same values, one last column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.periods import Period, parse_period
from reports.compiled import CompiledReport, Point, Series
from reports.figures import IndicatorFigure
from reports.series import over_all, own_point
from reports.tables import point_text
from reports.wording import number

#: The head over the last column of a programme's years.
WHOLE = "Cả giai đoạn"


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator: its points by column (None before anybody counted), and the value of all periods together."""

    series: Series
    points: Sequence[Point | None]
    whole: Point | None

    @property
    def has_target(self) -> bool:
        """Whether something was aimed at in one of the periods."""
        return any(point is not None and point.target is not None for point in self.points)


@dataclass(frozen=True, slots=True)
class OverTime:
    """A table over time: the titles of its periods by key, oldest first, and a line for each indicator."""

    titles: Mapping[str, str]
    lines: Sequence[Line]

    @property
    def periods(self) -> Sequence[str]:
        """The keys of the periods, in the order of the columns."""
        return tuple(self.titles)


def lay_out(compiled: CompiledReport, found: Sequence[Series]) -> OverTime:
    """Series beside each other, whatever period each begins with."""
    titles = {point.period: point.title for one in found for point in one.points}
    keys = sorted(titles, key=lambda key: (parse_period(key).first, parse_period(key).last))
    figures = {figure.indicator: figure for figure in compiled.shown_figures}
    addable = {one.code: one.sum_bodies for one in compiled.document.indicators}
    lines = []
    for one in found:
        points = {point.period: point for point in one.points}
        added = addable.get(one.indicator, True)
        whole = whole_of(compiled.period, one, figures.get(one.indicator), addable=added)
        lines.append(Line(one, [points.get(key) for key in keys], whole))
    return OverTime({key: titles[key] for key in keys}, lines)


def whole_of(period: Period, series: Series, figure: IndicatorFigure | None, *, addable: bool) -> Point | None:
    """All periods of a series together; None where bodies or periods are missing.

    A flow's sum, or what was reported for `period` itself where one of its parts is missing; a stock's last value; the
    ratio of what was reported for `period` itself.
    """
    value = over_all(series, addable=addable)
    own = figure if figure is not None and figure.total is not None and series.kind != "stock" else None
    if own is not None and own.reported == own.expected and value in (None, own.total):
        return own_point(period, own)
    if value is None:
        return None
    needed = series.points[-1:] if series.kind == "stock" else series.points
    estimate, excused, spared = (
        any(getattr(point, mark) for point in needed) for mark in ("estimate", "excused", "spared")
    )
    return Point(period.key, period.title(), value, estimate, excused=excused, spared=spared)


def whole_text(line: Line) -> str:
    """The last column of a line in words; "" where there is nothing to say of all periods together."""
    return "" if line.whole is None else point_text(line.whole, line.series.decimals)


def target_texts(line: Line) -> list[str]:
    """What was aimed at in each period; "" where nothing was."""
    aims = [None if point is None else point.target for point in line.points]
    return ["" if aim is None else number(aim, line.series.decimals) for aim in aims]
