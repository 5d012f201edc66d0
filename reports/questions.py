"""Figures far from a body's own history as lines for those who decide on a report: the farthest first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from models.plan import PlanDocument
from reports.compiled import CompiledReport, Outlier
from reports.html_tables import outlier_numbers, outlier_rows
from reports.parts import full_names
from reports.small_bodies import small_bodies
from reports.wording import period_title


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
        return f"{self.body}: {self.about}"

    @property
    def about(self) -> str:
        """The same for readers who know whose it is."""
        return f"{self.indicator}, {self.period}: {self.value} (thường gặp {self.usual})"


def questions_of(compiled: CompiledReport, most: int) -> list[Question]:
    """At most so many of the figures to ask about."""
    farthest = farthest_first(compiled.outliers)[:most]
    return [_question(*row) for row in outlier_rows(replace(compiled, outliers=farthest))]


def question_on(document: PlanDocument, found: Outlier) -> Question:
    """A figure of one answer to ask about, with no report around it."""
    indicator = document.indicator(found.indicator)
    value, _usual, span = outlier_numbers(found, small_bodies(document))
    body, name = document.agency(found.agency).brief, full_names(document)[indicator.code]
    return Question(name, body, period_title(found.periods[-1]), f"{value} {indicator.unit}".strip(), span)


def _question(
    name: str, unit: str, body: str, period: str, _before: str, value: str, _usual: str, span: str
) -> Question:
    return Question(name, body, period, f"{value} {unit}".strip(), span)


def farthest_first(found: Iterable[Outlier]) -> list[Outlier]:
    """Figures to ask about, the least usual first."""
    return sorted(found, key=_distance, reverse=True)


def _distance(found: Outlier) -> Decimal:
    """How many times as far from the usual value as a figure may be on that side."""
    reach = found.high - found.usual if found.value > found.usual else found.usual - found.low
    return abs(found.value - found.usual) / max(reach, Decimal(1))
