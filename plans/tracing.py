"""The trace matrix: paragraph by paragraph, which obligations of a plan cite it, or why none does."""

from dataclasses import dataclass

from models.plan import PlanDocument
from plans.filings import coverage, strays
from plans.reading import DocumentReading


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One paragraph of the document, or one reference of the plan that the document does not have (`text` None)."""

    clause: str
    text: str | None
    obligations: tuple[str, ...]
    reason: str | None

    @property
    def is_accounted(self) -> bool:
        """Whether the plan answers for it; an answer for a paragraph that does not exist is none."""
        return self.text is not None and (bool(self.obligations) or self.reason is not None)

    def as_json(self) -> dict[str, object]:
        """As `plan check --against --json` prints it."""
        return {
            "clause": self.clause,
            "text": self.text,
            "obligations": list(self.obligations),
            "reason": self.reason,
            "accounted": self.is_accounted,
        }


def trace(document: PlanDocument, reading: DocumentReading) -> list[TraceLine]:
    """Every paragraph of a document in order, then what the plan cites and the document does not have."""
    covered = coverage(document, reading.clauses)
    lines = [
        TraceLine(one.clause, one.text, covered[one.clause].obligations, covered[one.clause].reason)
        for one in reading.paragraphs
    ]
    lost = strays(document, reading.clauses)
    cited = coverage(document, lost)
    return lines + [TraceLine(clause, None, cited[clause].obligations, cited[clause].reason) for clause in lost]


def accounted(lines: list[TraceLine]) -> tuple[int, int]:
    """How many paragraphs of the document the plan accounts for, and how many there are."""
    own = [line for line in lines if line.text is not None]
    return sum(line.is_accounted for line in own), len(own)
