"""The figures of the demo's bodies, drawn month by month from a seed, so that all periods agree with each other.

A flow of a period is the sum of its months; a part is drawn from the very cases of its whole; a stock changes slowly
from 2011 on. So two halves make the year, the years the programme, and no part exceeds its whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from random import Random

from flows.demo.magnitudes import (
    MAGNITUDES,
    Budget,
    Count,
    Magnitude,
    PartOf,
    ShareOf,
    Spending,
    Stock,
    Times,
    Units,
    WholeOf,
)
from models.forms import Indicator
from models.periods import Period
from models.plan import PlanDocument

#: The months of a year in hundredths of it: little at Tết, more before the half-year and at the year's end.
_SEASON = (7, 5, 8, 8, 9, 10, 8, 8, 9, 9, 10, 9)
_FIRST_YEAR, _YEARS = 2011, 5
#: How much more happens in each year than in the one before.
_MORE_EACH_YEAR = Decimal("0.04")
#: Those that have no communes count as so many where a magnitude is one for each commune.
_UNITS_WITHOUT = 4
_TENTH = Decimal("0.1")
Month = tuple[int, int]


def months_of(period: Period) -> Iterator[Month]:
    """The months of a period, as (year, month)."""
    for year in range(period.first.year, period.last.year + 1):
        for month in range(1, 13):
            if (period.first.year, period.first.month) <= (year, month) <= (period.last.year, period.last.month):
                yield year, month


@dataclass
class Province:
    """What happens at each body of a plan: the same for the same plan and seed."""

    document: PlanDocument
    seed: int
    _months: dict[tuple[str, str, Month], Decimal] = field(default_factory=dict)

    def figure(self, code: str, body: str, period: Period) -> Decimal:
        """An indicator of a body in a period; of a stock what there is at its end."""
        months = list(months_of(period))
        if isinstance(MAGNITUDES[code], Stock | ShareOf | Budget | Units):
            return self._shown(code, self._stock(code, body, months[-1]))
        return sum((self._flow(code, body, month) for month in months), Decimal(0))

    def total(self, code: str, period: Period) -> Decimal:
        """An indicator of the whole province in a period."""
        return sum((self.figure(code, body, period) for body in self.bodies(code)), Decimal(0))

    def bodies(self, code: str) -> tuple[str, ...]:
        """Who answers for an indicator; of bodies that answer together the first."""
        return self._bodies[code]

    @cached_property
    def _bodies(self) -> Mapping[str, tuple[str, ...]]:
        document, found = self.document, dict[str, tuple[str, ...]]()
        for obligation in document.obligations:
            members = document.members(obligation.assigned_to)
            for code in document.form(obligation.form).indicators if obligation.form else ():
                answering = members[:1] if obligation.joint else members
                found[code] = tuple(dict.fromkeys((*found.get(code, ()), *answering)))
        return found

    @cached_property
    def _indicators(self) -> Mapping[str, Indicator]:
        return {one.code: one for one in self.document.indicators}

    def _random(self, *about: object) -> Random:
        return Random("/".join(map(str, (self.seed, *about))))  # noqa: S311 - a story, not a secret

    def _between(self, low: Decimal, high: Decimal, *about: object) -> Decimal:
        return low + (high - low) * self._random(*about).randint(0, 1000) / 1000

    def _size(self, magnitude: Count | Stock, body: str) -> Decimal:
        return Decimal((self.document.agency(body).units or _UNITS_WITHOUT) if magnitude.per_unit else 1)

    def _shown(self, code: str, value: Decimal) -> Decimal:
        whole = self._indicators[code].type == "integer"
        return value.quantize(Decimal(1) if whole else _TENTH, rounding=ROUND_HALF_UP)

    def _flow(self, code: str, body: str, month: Month) -> Decimal:
        key = (code, body, month)
        if key not in self._months:
            self._months[key] = self._shown(code, self._draw(MAGNITUDES[code], code, body, month))
        return self._months[key]

    def _draw(self, magnitude: Magnitude, code: str, body: str, month: Month) -> Decimal:
        match magnitude:
            case Count():
                return self._count(magnitude, code, body, month)
            case PartOf(whole, chance):
                cases = sum((self._flow(one, body, month) for one in whole), Decimal(0))
                random = self._random(code, body, month)
                return Decimal(sum(random.random() < chance for _ in range(int(cases))))
            case Times(each, low, high):
                return self._flow(each, body, month) * self._between(low, high, code, body, month)
            case Spending(budget, low, high):
                share = self._between(low, high, code, body, month[0]) * _SEASON[month[1] - 1] / 100
                return self._stock(budget, body, month) * share
            case WholeOf(parts):
                return sum((self._flow(part, one, month) for part in parts for one in self.bodies(part)), Decimal(0))
            case _:
                raise AssertionError(f"{code} is a stock")

    def _count(self, magnitude: Count, code: str, body: str, month: Month) -> Decimal:
        """The month's share of the year, more or less; what is left of one more happens by chance."""
        year = self._between(magnitude.low, magnitude.high, code, body) * self._size(magnitude, body)
        trend = 1 - _MORE_EACH_YEAR * (_FIRST_YEAR + _YEARS - 1 - month[0])
        random = self._random(code, body, month)
        expected = year * trend * _SEASON[month[1] - 1] / 100 * random.randint(85, 115) / 100
        return Decimal(int(expected)) + (random.random() < expected % 1)

    def _stock(self, code: str, body: str, month: Month) -> Decimal:
        done = Decimal((month[0] - _FIRST_YEAR) * 12 + month[1]) / (_YEARS * 12)
        match MAGNITUDES[code]:
            case Units():
                return Decimal(self.document.agency(body).units or 0)
            case Stock() as stock:
                start = self._between(stock.low, stock.high, code, body) * self._size(stock, body)
                return start * (1 + (stock.growth - 1) * done)
            case ShareOf(whole, first, last):
                own = self._between(Decimal("0.96"), Decimal(1), code, body)
                return self._stock(whole, body, month) * (first + (last - first) * done) * own
            case Budget(low, high, growth):
                return self._between(low, high, code, body) * growth ** (month[0] - _FIRST_YEAR)
            case _:
                raise AssertionError(f"{code} is a flow")
