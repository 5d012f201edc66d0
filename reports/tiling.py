"""Which accepted figures make up a period: exactly one, else an exact partition, else none.

A figure that covers other days than the report's is never bent to fit, and no day is counted twice. Days that a body
was excused from ask nothing of it: what it reported is then a partition of the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from models.cutoffs import Window


class Span(Protocol):
    """What covers some days and is chosen by them: a piece, or an input whose figures all cover the same days."""

    @property
    def window(self) -> Window: ...  # noqa: D102 - a protocol
    @property
    def assignment(self) -> str: ...  # noqa: D102 - a protocol
    @property
    def revision(self) -> int: ...  # noqa: D102 - a protocol


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


@dataclass(frozen=True, slots=True)
class Spared:
    """Days of which a body was excused from reporting, by the assignment that it need not answer."""

    window: Window
    assignment: str
    revision: int = 0


def days_of(spared: Sequence[Spared]) -> frozenset[int]:
    """The days themselves (proleptic ordinals), whichever assignments they belong to."""
    spans = (one.window for one in spared)
    return frozenset(day for span in spans for day in range(span.first.toordinal(), span.last.toordinal() + 1))


#: Dearer than any number of pieces: a day that nobody reported on.
_UNREPORTED = 1_000_000


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
    return _partition(window, pieces, lambda _: 1)


def tile_around(window: Window, pieces: Sequence[S], spared: Sequence[Spared]) -> list[S | Spared] | None:
    """As `tile`, but days that the body was excused from may stand where no piece does: as few of them as can be."""
    return _partition(window, [*pieces, *spared], _cost)


def _cost(span: Span) -> int:
    days = (span.window.day_after - span.window.first).days if isinstance(span, Spared) else 0
    return 1 + _UNREPORTED * days


def _partition(window: Window, pieces: Sequence[S], cost: Callable[[S], int]) -> list[S] | None:
    starting: dict[date, list[S]] = {}
    for piece in sorted(pieces, key=_rank):
        span = piece.window
        if window.first <= span.first <= span.last <= window.last:
            starting.setdefault(span.first, []).append(piece)
    least = _least_from(window, starting, cost)
    if window.first not in least:
        return None
    found: list[S] = []
    day = window.first
    while day <= window.last:
        found.append(next(p for p in starting[day] if least.get(p.window.day_after) == least[day] - cost(p)))
        day = found[-1].window.day_after
    return found


def _least_from(window: Window, starting: dict[date, list[S]], cost: Callable[[S], int]) -> dict[date, int]:
    """For each day a piece starts on: the least that covering the rest of the window costs; no cover, no day."""
    least = {window.day_after: 0}
    for day in sorted(starting, reverse=True):
        ends = [least[p.window.day_after] + cost(p) for p in starting[day] if p.window.day_after in least]
        if ends:
            least[day] = min(ends)
    return least
