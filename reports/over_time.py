"""Indicators over time as every format lays them out: the same periods across, the same values, one last column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.periods import Period, any_period
from reports.compiled import CompiledReport, Point, Series
from reports.figures import IndicatorFigure
from reports.series import needed_for_all, over_all, own_point
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
    keys = sorted(titles, key=lambda key: (any_period(key).first, any_period(key).last))
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
    """All periods of a series together, with the marks of what it is made of; None where it cannot be told.

    A flow's sum where each of its parts has a value, a stock's last value. What was reported for `period` itself stands
    instead where a part is missing, or where it lacks less than the parts; it is the only ratio there is. Without a
    value where a part is withheld.
    """
    needed = needed_for_all(series, addable=addable)
    value = over_all(series, addable=addable)
    own = figure if figure is not None and figure.total is not None and series.kind != "stock" else None
    if own is not None and (value in (None, own.total) or _better(own, needed, period)):
        return own_point(period, own)
    if value is None:
        hidden = any(point.withheld for point in needed) or (figure is not None and figure.withheld)
        return Point(period.key, period.title(), None, withheld=True) if hidden else None
    estimate, excused, spared = (
        any(getattr(point, mark) for point in needed) for mark in ("estimate", "excused", "spared")
    )
    reported, expected = (sum(getattr(point, count) for point in needed) for count in ("reported", "expected"))
    return Point(
        period.key,
        period.title(),
        value,
        estimate,
        reported=reported,
        expected=expected,
        excused=excused,
        spared=spared,
    )


def _better(own: IndicatorFigure, parts: Sequence[Point], period: Period) -> bool:
    """Whether a report's own figure stands rather than the sum of its parts, which may lack bodies.

    Within a year the report has one total, whatever its bodies have in it; a programme asks few bodies for its own.
    """
    if all(point.whole for point in parts):
        return False
    return period.kind != "program" or (own.reported == own.expected and not own.exempt)


def whole_text(line: Line) -> str:
    """The last column of a line in words."""
    return point_text(line.whole, line.series.decimals)


def target_texts(line: Line) -> list[str]:
    """What was aimed at in each period; "" where nothing was."""
    aims = [None if point is None else point.target for point in line.points]
    return ["" if aim is None else number(aim, line.series.decimals) for aim in aims]
