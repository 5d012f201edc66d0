"""Targets in words: met, missed, and those that cannot be judged because figures are missing.

A target says at least, unless its indicator says `aim: at-most`. A year is measured by its own figure, a programme year
by year; a part of a year is set beside the year's target and not judged. What a missing figure would have shown is not
guessed: neither a whole one, nor a body's in a sum.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from models.forms import Indicator
from reports.compiled import CompiledReport, Point, Series
from reports.figures import IndicatorFigure
from reports.parts import standing_alone
from reports.wording import IN_PART, NO_FIGURE, coverage, number, quantity, sentence

_MET, _MISSED = "Các mục tiêu đạt:", "Các mục tiêu chưa đạt:"
_UNKNOWN = "Các mục tiêu chưa đủ số liệu để đánh giá:"
_SO_FAR = "Kết quả kỳ này so với mục tiêu cả năm:"
_NONE = "Kế hoạch không đặt mục tiêu bằng số cho kỳ này."
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
    years = {one.indicator: one for one in standing_alone(compiled.document, compiled.years)}
    for indicator in compiled.document.indicators:
        figure, series = figures.get(indicator.code), years.get(indicator.code)
        if compiled.period.kind == "program":
            if series is not None and any(point.target is not None for point in series.points):
                yield _by_year(indicator, series)
        elif figure is not None and figure.target is not None and figure.target_period == compiled.period.key:
            yield _of_period(indicator, figure, figure.target)


def _of_period(indicator: Indicator, figure: IndicatorFigure, target: Decimal) -> Judged:
    aim = _aim(indicator, target, quantity(target, figure))
    if figure.total is None:
        return Judged(f"{figure.name}: mục tiêu {aim}, chưa có số liệu", None)
    partly = coverage(figure)
    said = f"{figure.name}: {quantity(figure.total, figure)}, mục tiêu {aim}" + (f", {partly}" if partly else "")
    return Judged(said, verdict(indicator, figure.total, target, whole=figure.reported == figure.expected))


def _by_year(indicator: Indicator, series: Series) -> Judged:
    """A target by year: met where every year that has one met it, missed where one did not."""
    aimed = [point for point in series.points if point.target is not None]
    results = [_met(indicator, point) for point in aimed]
    said = "; ".join(_year(indicator, series, point) for point in aimed)
    met = False if False in results else None if None in results else True
    return Judged(f"{series.name}: {said}", met)


def _met(indicator: Indicator, point: Point) -> bool | None:
    if point.value is None or point.target is None:
        return None
    return verdict(indicator, point.value, point.target, whole=not point.partial)


def _year(indicator: Indicator, series: Series, point: Point) -> str:
    target = point.target or Decimal(0)
    aim = f"mục tiêu {_aim(indicator, target, _measured(series, target))}"
    value = "chưa có số liệu" if point.value is None else _measured(series, point.value)
    partly = f", theo số liệu của {point.reported}/{point.expected} đơn vị" if point.partial else ""
    partly += f", {IN_PART}" if point.spared else ""
    return f"{point.title}: {value} ({aim}{partly})"


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
