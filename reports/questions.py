"""Figures far from a body's own history as lines for those who decide on a report: the farthest first."""

from dataclasses import dataclass, replace
from decimal import Decimal

from reports.compiled import CompiledReport, Outlier
from reports.html_tables import outlier_rows


@dataclass(frozen=True, slots=True)
class Question:
    """A figure to ask about, in words: whose it is and of which period, the figure, and what is usual there.

    A figure that must not be shown (of a small body) has a sign in place of its number.
    """

    indicator: str
    body: str
    period: str
    value: str
    usual: str

    def __str__(self) -> str:
        """One line, in Vietnamese like the report itself."""
        return f"{self.body}: {self.indicator}, {self.period}: {self.value} (thường gặp {self.usual})"


def questions_of(compiled: CompiledReport, most: int) -> list[Question]:
    """At most so many of the figures to ask about."""
    farthest = sorted(compiled.outliers, key=_distance, reverse=True)[:most]
    return [_question(*row) for row in outlier_rows(replace(compiled, outliers=farthest))]


def _question(
    name: str, unit: str, body: str, period: str, _before: str, value: str, _usual: str, span: str
) -> Question:
    return Question(name, body, period, f"{value} {unit}".strip(), span)


def _distance(found: Outlier) -> Decimal:
    """How many times as far from the usual value as a figure may be on that side."""
    reach = found.high - found.usual if found.value > found.usual else found.usual - found.low
    return abs(found.value - found.usual) / max(reach, Decimal(1))
