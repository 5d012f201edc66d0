"""What a report rests on: each submission behind its figures, words and account, with what it serves there.

What only stands in the days that were read is none of it: a figure that no table shows, words under no heading.
"""

from collections.abc import Iterable, Iterator, Sequence

from models.periods import Period, any_period
from models.plan import PlanDocument
from reports.compiled import Attendances, Completion, Pin, Reconciliation, SectionContent, Series, Serves
from reports.figures import Cell, IndicatorFigure
from reports.filings import Filing
from reports.ledgers import Ledgers, Tally

#: In the order in which a report tells of them.
_ORDER: Sequence[Serves] = ("figures", "words", "duties", "account", "parts", "years", "beside", "compared")


class Resting:
    """Which assignments serve what in a report on `period`; `own` tallies are those of this plan, `all_years` all."""

    def __init__(self, document: PlanDocument, period: Period, own: Ledgers, all_years: Ledgers) -> None:
        self._document, self._period, self._own, self._all = document, period, own, all_years
        self._serving: dict[str, set[Serves]] = {}

    def figures(self, figures: Iterable[IndicatorFigure]) -> None:
        """Totals and the bodies' figures; and those of last year where a total is set beside them."""
        before = self._period.year_before()
        for figure in figures:
            self._note("figures", _pieces(figure.by_agency.values()))
            if before is not None and figure.previous is not None:
                tally = self._all.of(before).tally(self._document.indicator(figure.indicator))
                self._note("compared", _behind(tally) if tally.total is not None else ())

    def over_time(self, years: Iterable[Series], parts: Iterable[Series]) -> None:
        """What stands beside the period: a programme's years or those before it, and the months within it."""
        for one in years:
            self._points("years" if self._period.kind == "program" else "compared", one, self._all)
        for one in parts:
            self._points("parts", one, self._own)

    def _points(self, serves: Serves, series: Series, ledgers: Ledgers) -> None:
        indicator = self._document.indicator(series.indicator)
        for point in series.points:
            known = point.value is not None or point.withheld
            if known and not point.imported and point.period != self._period.key:
                self._note(serves, _behind(ledgers.of(any_period(point.period)).tally(indicator)))

    def beside(self, lines: Iterable[Reconciliation]) -> None:
        """What bodies other than the owner reported."""
        ledger = self._own.of(self._period)
        for line in lines:
            if not line.by_year:
                self._note("beside", _pieces(ledger.others(self._document.indicator(line.indicator)).values()))

    def words(self, sections: Sequence[SectionContent], filings: Iterable[Filing]) -> None:
        """Passages, and how duties stand: what was said of an earlier period too, for silence after it is told."""
        for section in sections:
            self._note("words", (quote.assignment for topic in section.topics for quote in topic.quotes))
        told = {duty.obligation for section in sections for duty in section.duties}
        for filing in filings:
            if filing.obligation.code in told or any(one.duty in told for one in filing.passages):
                self._note("duties", (filing.assignment.name,))

    def account(self, account: Attendances, completion: Iterable[Completion]) -> None:
        """Who reported, and when."""
        lists = (account.missing, account.late, account.unreviewed, account.excused, account.others)
        self._note("account", (line.assignment for lines in lists for line in lines))
        self._note("account", (one.assignment for one in completion))

    def pins(self, filings: Iterable[Filing]) -> tuple[Pin, ...]:
        """The accepted revisions among those that serve anything, by name."""
        found = [
            Pin(name, one.accepted.revision, one.accepted.sha256, self._served(name))
            for one in filings
            if one.accepted is not None and (name := one.assignment.name) in self._serving
        ]
        return tuple(sorted(found))

    def _served(self, name: str) -> tuple[Serves, ...]:
        return tuple(one for one in _ORDER if one in self._serving[name])

    def _note(self, serves: Serves, names: Iterable[str]) -> None:
        for name in names:
            self._serving.setdefault(name, set()).add(serves)


def _pieces(cells: Iterable[Cell]) -> Iterator[str]:
    return (piece.assignment for cell in cells for piece in cell.pieces)


def _behind(tally: Tally) -> Iterator[str]:
    yield from _pieces(tally.cells.values())
    for term in tally.terms:
        yield from _behind(term)
