"""Targets in words: met, missed, and those that cannot be judged because figures are missing.

A target says at least, unless its indicator says `aim: at-most`. A year is measured by its own figure, a programme year
by year; a part of a year is set beside the year's target and not judged. What a missing figure would have shown is not
guessed: neither a whole one, nor a body's in a sum.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from models.forms import Indicator
from models.periods import Period
from reports.compiled import CompiledReport, Point, Series
from reports.figures import IndicatorFigure
from reports.over_time import whole_of
from reports.parts import standing_alone
from reports.series import missing_years, own_point
from reports.wording import EXEMPT, IN_PART, NO_FIGURE, coverage, number, quantity, sentence

_MET, _MISSED = "Các mục tiêu đạt:", "Các mục tiêu chưa đạt:"
_UNKNOWN = "Các mục tiêu chưa đủ số liệu để đánh giá:"
_SO_FAR = "Kết quả kỳ này so với mục tiêu cả năm:"
_NONE = "Kế hoạch không đặt mục tiêu bằng số cho kỳ này."
_VERDICTS = {True: "đạt", False: "chưa đạt", None: "chưa đủ số liệu để đánh giá"}
_UNTOLD = "không công bố"
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Judged:
    """One target: its sentence, and whether it was met (None: not to be told)."""

    said: str
    met: bool | None


def target_lines(compiled: CompiledReport) -> list[str]:
    """Targets of the report's period or its year: sentences that head them, a line for each; none without targets."""
    judged = list(_judged(compiled))
    found: list[str] = []
    for head, met in ((_MET, True), (_MISSED, False), (_UNKNOWN, None)):
        lines = [f"- {one.said}." for one in judged if one.met is met]
        found += [head, *lines] if lines else []
    so_far = [f"- {said}." for said in _towards_the_year(compiled)]
    return [*found, _SO_FAR, *so_far] if so_far else found


def _towards_the_year(compiled: CompiledReport) -> Iterator[str]:
    """How far a part of a year comes towards the year's targets: no target of its own is met or missed."""
    for figure in standing_alone(compiled.document, compiled.shown_figures):
        if figure.target is None or figure.target_period == compiled.period.key:
            continue
        unknown = f"{figure.name}: mục tiêu năm ({quantity(figure.target, figure)}), {NO_FIGURE}"
        yield unknown if figure.total is None else sentence(replace(figure, previous=None), compiled.period.key)


def reached(indicator: Indicator, value: Decimal, target: Decimal) -> bool:
    """Whether a value meets a target, by the indicator's aim."""
    return value <= target if indicator.aim == "at-most" else value >= target


def verdict(indicator: Indicator, value: Decimal, target: Decimal, *, whole: bool) -> bool | None:
    """Whether a target was met; None where bodies are missing that could still decide it.

    A sum only grows by what is missing: where it is above the target already, nothing can change that.
    """
    met = reached(indicator, value, target)
    grows = indicator.kind != "ratio" and (indicator.min or 0) >= 0
    if whole or (grows and met is (indicator.aim == "at-least")):
        return met
    return None


def _judged(compiled: CompiledReport) -> Iterator[Judged]:
    figures = {one.indicator: one for one in standing_alone(compiled.document, compiled.shown_figures)}
    if compiled.period.kind == "program":
        yield from _of_programme(compiled, figures)
        return
    for indicator in compiled.document.indicators:
        figure = figures.get(indicator.code)
        if figure is not None and figure.target is not None and figure.target_period == compiled.period.key:
            yield _of_period(indicator, figure, figure.target)


def _of_programme(compiled: CompiledReport, figures: Mapping[str, IndicatorFigure]) -> Iterator[Judged]:
    """Targets of a programme's years and of the programme itself: the other years are told with them."""
    known = {one.indicator: one for one in compiled.years}
    for indicator in compiled.document.indicators:
        series = known.get(indicator.code) or missing_years(indicator, compiled.period)
        if (aim := indicator.targets.get(compiled.period.key)) is not None:
            whole = _whole(compiled.period, indicator, series, figures.get(indicator.code))
            series = replace(series, points=[*series.points, replace(whole, target=aim)])
        if any(point.target is not None for point in series.points):
            (named,) = standing_alone(compiled.document, [series])
            yield _by_year(indicator, named)


def _whole(period: Period, indicator: Indicator, series: Series, figure: IndicatorFigure | None) -> Point:
    """All of a programme's years together; where they are not known, what was reported of them."""
    if (whole := whole_of(period, series, figure, addable=indicator.sum_bodies)) is not None:
        return whole
    return Point(period.key, period.title(), None) if figure is None else own_point(period, figure)


def _of_period(indicator: Indicator, figure: IndicatorFigure, target: Decimal) -> Judged:
    aim = _aim(indicator, target, quantity(target, figure))
    if figure.total is None:
        return Judged(f"{figure.name}: mục tiêu {aim}, chưa có số liệu", None)
    partly = coverage(figure)
    said = f"{figure.name}: {quantity(figure.total, figure)}, mục tiêu {aim}" + (f", {partly}" if partly else "")
    return Judged(said, verdict(indicator, figure.total, target, whole=figure.reported == figure.expected))


def _by_year(indicator: Indicator, series: Series) -> Judged:
    """A target by year: met where every year that has one met it, missed where one did not; all years are told."""
    results = [_met(indicator, point) for point in series.points if point.target is not None]
    runs = groupby(series.points, key=lambda point: point.target is not None)
    said = "; ".join(_run(indicator, series, list(points), aimed=aimed) for aimed, points in runs)
    met = False if False in results else None if None in results else True
    return Judged(f"{series.name}: {said}", met)


def _met(indicator: Indicator, point: Point) -> bool | None:
    if point.value is None or point.target is None:
        return None
    return verdict(indicator, point.value, point.target, whole=not point.partial)


def _run(indicator: Indicator, series: Series, points: Sequence[Point], *, aimed: bool) -> str:
    """Years in a row that all have a target, or that all have none."""
    if aimed:
        return "; ".join(_year(indicator, series, point) for point in points)
    said = "; ".join(f"{point.title}: {_value(series, point)}" for point in points)
    years = "" if len(points) == 1 else f"các năm {points[0].period}-{points[-1].period} "
    return f"{said} ({years}chưa đặt mục tiêu)"


def _year(indicator: Indicator, series: Series, point: Point) -> str:
    """A year with a target: what it came to, what was aimed at, and whether it was met."""
    target = point.target or Decimal(0)
    told = [f"mục tiêu {_aim(indicator, target, _measured(series, target))}"]
    told += [_VERDICTS[_met(indicator, point)]] if point.value is not None else []
    return f"{point.title}: {_value(series, point)} ({', '.join(told)})"


def _value(series: Series, point: Point) -> str:
    """What a year came to, with what its figure lacks."""
    if point.value is None:
        return _UNTOLD if point.withheld else NO_FIGURE
    said = [_measured(series, point.value)]
    said += ["ước thực hiện"] if point.estimate else []
    said += [f"theo số liệu của {point.reported}/{point.expected} đơn vị"] if point.partial else []
    said += [IN_PART if point.spared else EXEMPT] if point.exempt else []
    return ", ".join(said)


def _measured(series: Series, value: Decimal) -> str:
    said = number(value, series.decimals)
    return f"{said}{series.unit}" if series.unit in ("%", "‰") else f"{said} {series.unit}"


def _aim(indicator: Indicator, target: Decimal, said: str) -> str:
    """What is aimed at, as the plan means it; of a share nothing lies above the whole."""
    if indicator.aim == "at-most":
        return f"không quá {said}"
    return said if indicator.kind == "ratio" and indicator.unit == "%" and target == _WHOLE else f"từ {said} trở lên"


def show_targets(compiled: CompiledReport) -> CompiledReport:
    """The report with its targets under the headings that show them."""
    shown = {section.code for section in compiled.report.sections if section.shows == "targets"}
    if not shown:
        return compiled
    lines = target_lines(compiled) or [_NONE]
    sections = [replace(one, lines=tuple(lines)) if one.code in shown else one for one in compiled.sections]
    return replace(compiled, sections=tuple(sections))
