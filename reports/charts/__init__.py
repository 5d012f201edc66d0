"""Pictures of a report that can be read in black and white: who reported, trends, last year, targets."""

from collections.abc import Sequence
from dataclasses import replace

from reports.charts.chart import Chart
from reports.charts.comparison import comparison_chart
from reports.charts.completion import completion_chart
from reports.charts.target import target_chart
from reports.charts.trend import trend_chart
from reports.compiled import CompiledReport
from reports.parts import standing_alone

__all__ = ["Chart", "charts_of"]


def charts_of(compiled: CompiledReport) -> Sequence[Chart]:
    """The charts that a report has something to show for, in their order; each is drawn only when it is asked for."""
    named = _named(compiled)
    made = (completion_chart(named), trend_chart(named), comparison_chart(named), target_chart(named))
    return tuple(chart for chart in made if chart is not None)


def _named(compiled: CompiledReport) -> CompiledReport:
    """The report with names that stand alone: in a picture no indicator follows its whole."""
    figures = standing_alone(compiled.document, compiled.figures)
    years, trend = (tuple(standing_alone(compiled.document, found)) for found in (compiled.years, compiled.trend))
    return replace(compiled, figures=tuple(figures), years=years, trend=trend)
