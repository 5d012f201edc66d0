"""Which accepted figures make up a period: exactly one, else an exact partition, else none.

A figure that covers other days than the report's is never bent to fit, and no day is counted twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from models.cutoffs import Window


class Span(Protocol):
    """What covers some days and is chosen by them: a piece, or an input whose figures all cover the same days."""

    @property
    def window(self) -> Window: ...  # noqa: D102
    @property
    def assignment(self) -> str: ...  # noqa: D102
    @property
    def revision(self) -> int: ...  # noqa: D102


S = TypeVar("S", bound=Span)


@dataclass(frozen=True, slots=True)
class Piece:
    """One accepted figure with the days it covers, and where it was read: assignment, revision and cell."""

    window: Window
    assignment: str
    value: Decimal
    nil: bool = False
    estimate: bool = False
    submission: int = 0
    revision: int = 1
    cell: str = ""


def _rank(piece: Span) -> tuple[date, int, str, int]:
    """Longer pieces first, then by name, so that the choice does not depend on the order of reading."""
    return piece.window.first, -piece.window.last.toordinal(), piece.assignment, -piece.revision


def tile(window: Window, pieces: Sequence[S]) -> list[S] | None:
    """The pieces whose days make up `window` without gap or overlap, in order of time; None where there are none.

    A piece for exactly the window wins, else the partition of fewest pieces; among equals the one that begins with the
    longest piece, then by assignment name.
    """
    exact = [piece for piece in pieces if piece.window == window]
    if exact:
        return [min(exact, key=_rank)]
    starting: dict[date, list[S]] = {}
    for piece in sorted(pieces, key=_rank):
        span = piece.window
        if window.first <= span.first <= span.last <= window.last:
            starting.setdefault(span.first, []).append(piece)
    fewest = _fewest_from(window, starting)
    if window.first not in fewest:
        return None
    found: list[S] = []
    day = window.first
    while day <= window.last:
        found.append(next(p for p in starting[day] if fewest.get(p.window.day_after, -1) == fewest[day] - 1))
        day = found[-1].window.day_after
    return found


def _fewest_from(window: Window, starting: dict[date, list[S]]) -> dict[date, int]:
    """For each day a piece starts on: how few pieces cover the rest of the window; days with no cover are left out."""
    fewest = {window.day_after: 0}
    for day in sorted(starting, reverse=True):
        ends = [fewest[p.window.day_after] for p in starting[day] if p.window.day_after in fewest]
        if ends:
            fewest[day] = min(ends) + 1
    return fewest
