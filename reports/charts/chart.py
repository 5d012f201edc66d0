"""One chart: its finding, the same in words for whoever does not see it, and the picture, drawn when asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from reports.charts.drawing import PER_MM, WIDTH, Drawing

Code = Literal["completion", "trend", "comparison", "target"]


@dataclass(frozen=True)
class Chart:
    """A chart of a report. The title says the finding in one clause; `details` are what else it finds, by clauses.

    Title and details stand beside the picture, not in it. `draw` puts the shapes on a drawing `height` units high.
    """

    code: Code
    title: str
    details: Sequence[str]
    alt: str
    height: float
    draw: Callable[[Drawing], None] = field(repr=False, compare=False)

    @property
    def finding(self) -> str:
        """All that it finds, without a full stop."""
        return "; ".join([self.title, *self.details])

    @property
    def note(self) -> str:
        """The sentence under the picture; "" where the title says everything."""
        said = "; ".join(self.details)
        return f"{said[0].upper()}{said[1:]}." if said else ""

    @property
    def width_mm(self) -> float:
        """How wide it is on paper."""
        return WIDTH / PER_MM

    @property
    def height_mm(self) -> float:
        """How high it is on paper."""
        return self.height / PER_MM

    @cached_property
    def svg(self) -> str:
        """The picture as SVG, which may stand within HTML: its ids begin with the chart's code."""
        drawing = Drawing(self.code)
        self.draw(drawing)
        return drawing.svg(self.height, self.title, self.alt)

    @cached_property
    def png(self) -> bytes:
        """The picture as PNG of 203 dpi on white."""
        from reports.charts.picture import png_of  # noqa: PLC0415 - only needed where a document takes no vectors

        return png_of(self.svg)
