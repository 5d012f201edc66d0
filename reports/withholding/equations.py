"""What follows from known sums: linear equations, of which only the unknowns and how often each enters are asked."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import lcm

#: An unknown by its indicator, and by the body or the assignment whose figure it is.
Unknown = tuple[str, str]
Row = Mapping[Unknown, int]
#: Reckoned modulo a prime so large that what follows there follows in fact.
_PRIME = 2**127 - 1


class Equations:
    """Sums of unknowns that are known."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._begun: dict[Unknown, int] = {}  # by the unknown that a row begins with: which row

    def add(self, row: Row) -> None:
        """A sum becomes known."""
        if rest := self.rest(row):
            self._begun[min(rest)] = len(self._rows)
            self._rows.append(rest)

    def rest(self, row: Row) -> Row:
        """What has still to be known for a sum to be; nothing where it follows.

        Two sums of which each follows, once the other is known, have the same rest.
        """
        left = {one: by % _PRIME for one, by in row.items() if by % _PRIME}
        waiting = [self._begun[one] for one in left if one in self._begun]
        heapify(waiting)
        while waiting:  # the earliest first: no row has in it what an earlier one begins with
            known = self._rows[heappop(waiting)]
            times = left.get(min(known), 0)
            for one, by in known.items() if times else ():
                if one not in left and one in self._begun:
                    heappush(waiting, self._begun[one])
                left[one] = (left.get(one, 0) - times * by) % _PRIME
                if not left[one]:
                    del left[one]
        inverse = pow(left[min(left)], -1, _PRIME) if left else 1
        return {one: by * inverse % _PRIME for one, by in left.items()}


def shares(over: Decimal, under: Decimal) -> tuple[int, int]:
    """How often the parts of a ratio's numerator and of its denominator enter a sum that the ratio says is nothing."""
    top, bottom = Fraction(over), Fraction(under)
    scale = lcm(top.denominator, bottom.denominator)
    return int(bottom * scale), -int(top * scale)
