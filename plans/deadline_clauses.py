"""A text with several deadlines, cut so that each has its own words: "Lập … trong quý II, báo cáo … trước 01/10"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from models.plan import ObligationKind
from plans.kinds import kinds_of
from plans.reading import PlanParagraph
from plans.terms import Due, Terms

_ENDS = re.compile(r"[.;]\s")
_JOINS = re.compile(r",\s*(?:và\s+)?|\s+và\s+")
_EDGE = re.compile(r"^(?:[\s,;.)]|và\s)+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 2
_END = re.compile(r"(?:[\s,;(]|\svà)+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeadlineClause:
    """A stretch of a text and the deadlines in it; whether something is reported by then, or done."""

    text: str
    dues: tuple[Due, ...]
    kind: ObligationKind = "task"


def clauses_of(paragraph: PlanParagraph) -> list[DeadlineClause]:
    """The clauses of a paragraph, each a report or a task; all are tasks where it orders no report.

    A named period with its day belongs to the reports that are ordered before it: "báo cáo quý I …, 6 tháng …".
    """
    found = cut_by_deadlines(paragraph.text, paragraph.terms.dues)
    if "report" not in paragraph.kinds:
        return found
    if len(found) == 1:
        return [replace(found[0], kind="report")]
    return [replace(clause, kind="report") if _is_report(clause) else clause for clause in found]


def reported_dues(paragraph: PlanParagraph) -> list[Due]:
    """The deadlines of a paragraph by which something is reported."""
    return [due for clause in clauses_of(paragraph) if clause.kind == "report" for due in clause.dues]


def _is_report(clause: DeadlineClause) -> bool:
    named = all(due.period != "once" and not due.guessed for due in clause.dues)
    return named or "report" in kinds_of(clause.text, Terms(dues=clause.dues))


def cut_by_deadlines(text: str, dues: Sequence[Due]) -> list[DeadlineClause]:
    """Each deadline's own stretch of a text, in its order; the whole text where its deadlines cannot be told apart."""
    places = {due.said: text.find(due.said) for due in dues if due.said}
    spans = sorted((start, start + len(said)) for said, start in places.items())
    apart = all(end <= start for (_, end), (start, _) in pairwise(spans))
    if len(spans) < 2 or spans[0][0] < 0 or not apart or not all(due.said for due in dues):
        return [DeadlineClause(text, tuple(dues))]
    cuts = [0]
    for (start, end), (after, _) in pairwise(spans):
        if len(_WORD.findall(text, end, after)) >= _FEWEST_WORDS:
            cuts.append(_cut(text, end, after, is_first=not _EDGE.sub("", text[cuts[-1] : start])))
    stretches = zip(cuts, [*cuts[1:], len(text)], strict=True)
    return [
        DeadlineClause(_tidy(text[start:end]), tuple(due for due in dues if start <= places[due.said] < end))
        for start, end in stretches
    ]


def _cut(text: str, end: int, start: int, *, is_first: bool) -> int:
    """Where between two deadlines one clause ends: with its sentence, else at a comma or "và", else with its deadline.

    Of several commas that is the first, but the last where the deadline stands first in its clause (`is_first`).
    """
    if sentence := _ENDS.search(text, end, start):
        return sentence.end()
    joints = list(_JOINS.finditer(text, end, start))
    if not joints:
        return end
    return joints[-1 if is_first else 0].end()


def _tidy(text: str) -> str:
    words = _END.sub("", _EDGE.sub("", text))
    return words[:1].upper() + words[1:]
