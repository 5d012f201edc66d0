"""What a plan asks of each body, and which paragraphs of the document it accounts for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.calendar import WorkCalendar
from models.plan import PlanDocument
from models.schedule import agencies_in, schedule


@dataclass(frozen=True, slots=True)
class Filing:
    """What one body files for one period: codes of obligations, in the order of the plan."""

    agency: str
    period: str
    obligations: tuple[str, ...]


def filings(document: PlanDocument) -> list[Filing]:
    """What each body files per period, by body in the order of the plan and then by the period's end.

    A standing duty is a line in another filing and does not count; a joint obligation counts for each of its bodies.
    The plan must have passed `check_plan`.
    """
    calendar = WorkCalendar.of(document.calendar)
    owed: dict[tuple[str, str], list[str]] = defaultdict(list)
    ends: dict[str, date] = {}
    for obligation in document.obligations:
        for scheduled in schedule(document, obligation, calendar):
            key = scheduled.period.key
            ends[key] = max(scheduled.period.last, ends.get(key, date.min))
            for agency in agencies_in(document, obligation, scheduled.period):
                owed[agency, key].append(obligation.code)
    places = {agency.code: place for place, agency in enumerate(document.agencies)}
    order = sorted(owed, key=lambda pair: (places[pair[0]], ends[pair[1]], pair[1]))
    return [Filing(agency, key, tuple(owed[agency, key])) for agency, key in order]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a plan accounts for a paragraph: the obligations that cite it, or why it obliges nobody."""

    obligations: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def is_mapped(self) -> bool:
        """Whether the plan says anything about the paragraph."""
        return bool(self.obligations) or self.reason is not None


def coverage(document: PlanDocument, clauses: Iterable[str]) -> dict[str, Coverage]:
    """How the plan accounts for each clause of a document, in the given order."""
    citing: dict[str, list[str]] = defaultdict(list)
    for obligation in document.obligations:
        for clause in obligation.clauses:
            citing[clause].append(obligation.code)
    reasons = {context.clause: context.reason for context in document.context}
    return {clause: Coverage(tuple(citing.get(clause, ())), reasons.get(clause)) for clause in clauses}


def strays(document: PlanDocument, clauses: Iterable[str]) -> list[str]:
    """Clauses that the plan cites and the document does not have, in the order of the plan."""
    known = set(clauses)
    cited = [clause for obligation in document.obligations for clause in obligation.clauses]
    cited += [context.clause for context in document.context]
    return [clause for clause in dict.fromkeys(cited) if clause not in known]
