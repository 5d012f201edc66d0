"""Figures far from a body's own history as lines for those who decide on a report: the farthest first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from models.plan import PlanDocument
from reports.compiled import CompiledReport, Outlier
from reports.html.tables import outlier_numbers, outlier_rows, said_mainly
from reports.parts import full_names
from reports.withholding.bodies import PROTECTING, small_bodies
from reports.wording import period_title


@dataclass(frozen=True, slots=True)
class Question:
    """A figure to ask about, in words: whose it is and of which period, the figure, and what is usual there.

    A figure that must not be shown (of a small body) has a sign in place of its number. `usual` is one earlier figure
    with its period where it was measured `against_last` alone; `mainly` says by which body a total lies far off.
    """

    indicator: str
    body: str
    period: str
    value: str
    usual: str
    against_last: bool = False
    mainly: str = ""

    def __str__(self) -> str:
        """One line, in Vietnamese like the report itself."""
        return f"{self.body}: {self.about}"

    @property
    def about(self) -> str:
        """The same for readers who know whose it is."""
        usual = self.usual if self.against_last else f"thường gặp {self.usual}"
        beside = "; ".join(filter(None, (usual, self.mainly)))
        return f"{self.indicator}, {self.period}: {self.value} ({beside})"


def questions_of(compiled: CompiledReport, most: int) -> list[Question]:
    """At most so many of the figures to ask about."""
    farthest = farthest_first(compiled.outliers)[:most]
    plain = [replace(one, mainly=None) for one in farthest]
    rows = zip(farthest, outlier_rows(replace(compiled, outliers=plain)), strict=True)
    return [_question(compiled, found, *row) for found, row in rows]


def question_on(document: PlanDocument, found: Outlier) -> Question:
    """A figure of one answer to ask about, with no report around it."""
    indicator = document.indicator(found.indicator)
    value, _usual, span = outlier_numbers(found, small_bodies(document))
    body, name = document.agency(found.agency).brief, full_names(document)[indicator.code]
    period, shown = period_title(found.periods[-1]), f"{value} {indicator.unit}".strip()
    return Question(name, body, period, shown, span, against_last=_tells_last(found, span))


def _question(compiled: CompiledReport, found: Outlier, *row: str) -> Question:
    name, unit, body, period, _before, value, _usual, span = row
    last = _tells_last(found, span)
    return Question(name, body, period, f"{value} {unit}".strip(), span, last, said_mainly(compiled, found))


def _tells_last(found: Outlier, span: str) -> bool:
    return found.against_last and span != PROTECTING


def farthest_first(found: Iterable[Outlier]) -> list[Outlier]:
    """Figures to ask about, the least usual first."""
    return sorted(found, key=_distance, reverse=True)


def _distance(found: Outlier) -> Decimal:
    """How many times as far from the usual value as a figure may be on that side."""
    reach = found.high - found.usual if found.value > found.usual else found.usual - found.low
    return abs(found.value - found.usual) / max(reach, Decimal(1))
