"""Which accepted figures make up a period: exactly one, else an exact partition, else none."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cutoffs import Window
from reports.tiling import Piece, Spared, days_of, tile, tile_around

START = date(2015, 1, 1)


def piece(name: str, first: int, last: int) -> Piece:
    return Piece(Window(START + timedelta(days=first), START + timedelta(days=last)), name, Decimal(1))


WHOLE = piece("whole", 0, 9).window
CASES = [
    ("nothing", [], None),
    ("exactly the window", ["a 0-9"], ["a"]),
    ("exact wins over a partition", ["a 0-4", "b 5-9", "c 0-9"], ["c"]),
    ("a partition", ["b 5-9", "a 0-4"], ["a", "b"]),
    ("fewest pieces", ["a 0-1", "b 2-4", "c 5-9", "d 0-4"], ["d", "c"]),
    ("a gap", ["a 0-3", "b 5-9"], None),
    ("an overlap", ["a 0-5", "b 5-9"], None),
    ("beginning earlier", ["a -1-4", "b 5-9"], None),
    ("ending later", ["a 0-4", "b 5-10"], None),
    ("an overlap that another piece avoids", ["a 0-5", "b 5-9", "c 0-4"], ["c", "b"]),
    ("a tempting piece that leads nowhere", ["a 0-7", "b 0-2", "c 3-9"], ["b", "c"]),
    ("equals: the longest first piece", ["a 0-2", "b 3-9", "c 0-6", "d 7-9"], ["c", "d"]),
    ("equals: by name", ["b 0-9", "a 0-9"], ["a"]),
]


def read(text: str) -> Piece:
    name, _, days = text.partition(" ")
    first, _, last = days.rpartition("-")
    return piece(name, int(first), int(last))


@pytest.mark.parametrize(("_case", "pieces", "expected"), CASES, ids=[case[0] for case in CASES])
def test_pieces_make_up_the_window(_case: str, pieces: list[str], expected: list[str] | None) -> None:
    found = tile(WHOLE, [read(text) for text in pieces])

    assert (None if found is None else [one.assignment for one in found]) == expected


def exact_covers(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Every set of pieces that covers each day of the window once, by trying all of them."""
    days = [WHOLE.first + timedelta(days=n) for n in range(10)]
    found = []
    for size in range(1, len(pieces) + 1):
        for chosen in combinations(pieces, size):
            covered = sorted(
                one.window.first + timedelta(days=n)
                for one in chosen
                for n in range((one.window.day_after - one.window.first).days)
            )
            if covered == days:
                found.append(chosen)
    return found


spans = st.tuples(st.integers(-1, 10), st.integers(0, 6)).map(lambda span: (span[0], span[0] + span[1]))
some_pieces = st.lists(spans, max_size=7).map(
    lambda found: [piece(f"p{n}", first, last) for n, (first, last) in enumerate(found)]
)


@given(some_pieces)
def test_agrees_with_trying_every_combination(pieces: list[Piece]) -> None:
    covers = exact_covers(pieces)

    found = tile(WHOLE, pieces)

    assert (found is None) == (not covers)
    if found is not None:
        assert set(found) in [set(cover) for cover in covers]
        assert len(found) == min(len(cover) for cover in covers)


@given(some_pieces, st.randoms())
def test_the_order_of_reading_does_not_matter(pieces: list[Piece], rng: Random) -> None:
    shuffled = list(pieces)
    rng.shuffle(shuffled)

    assert tile(WHOLE, shuffled) == tile(WHOLE, pieces)


AROUND = [
    ("pieces alone", ["a 0-4", "b 5-9"], ["x 5-9"], ["a", "b"]),
    ("excused for the rest", ["a 0-4"], ["x 5-9"], ["a", "x"]),
    ("excused throughout", [], ["x 0-4", "y 5-9"], ["x", "y"]),
    ("a gap", ["a 0-3"], ["x 5-9"], None),
    ("an overlap", ["a 0-5"], ["x 5-9"], None),
    (
        "fewest days unreported, not fewest pieces",
        ["a 0-4", "b 5-6", "c 7-7"],
        ["x 5-9", "y 8-9"],
        ["a", "b", "c", "y"],
    ),
    ("a whole that is excused counts for nothing", ["a 0-4", "b 5-9"], ["x 0-9"], ["a", "b"]),
]


@pytest.mark.parametrize(("_case", "pieces", "excused", "expected"), AROUND, ids=[case[0] for case in AROUND])
def test_excused_days_stand_where_no_piece_does(
    _case: str, pieces: list[str], excused: list[str], expected: list[str] | None
) -> None:
    spared = [Spared(one.window, one.assignment) for one in map(read, excused)]

    found = tile_around(WHOLE, [read(text) for text in pieces], spared)

    assert (None if found is None else [one.assignment for one in found]) == expected


few_pieces = some_pieces.map(lambda found: found[:4])


@given(few_pieces, few_pieces)
def test_as_few_days_as_can_be_stay_unreported(pieces: list[Piece], excused: list[Piece]) -> None:
    blank = [piece(f"x{n}", *_days(one)) for n, one in enumerate(excused)]
    covers = exact_covers([*pieces, *blank])

    found = tile_around(WHOLE, pieces, [Spared(one.window, one.assignment) for one in blank])

    assert (found is None) == (not covers)
    if found is not None:
        least = min(len(days_of([Spared(one.window, "") for one in cover if one in blank])) for cover in covers)
        assert len(days_of([one for one in found if isinstance(one, Spared)])) == least


def _days(one: Piece) -> tuple[int, int]:
    return (one.window.first - START).days, (one.window.last - START).days
