"""Pictures of a report that can be read in black and white: who reported, trends, last year, targets."""

from collections.abc import Sequence

from reports.charts.chart import Chart
from reports.charts.comparison import comparison_chart
from reports.charts.completion import completion_chart
from reports.charts.target import target_chart
from reports.charts.trend import trend_chart
from reports.compiled import CompiledReport

__all__ = ["Chart", "charts_of"]


def charts_of(compiled: CompiledReport) -> Sequence[Chart]:
    """The charts that a report has something to show for, in their order; each is drawn only when it is asked for."""
    made = (completion_chart(compiled), trend_chart(compiled), comparison_chart(compiled), target_chart(compiled))
    return tuple(chart for chart in made if chart is not None)
