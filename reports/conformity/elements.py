"""The parts of an official document, found by their words and places whatever way they were set."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.conformity.annexes import Annex, annexes
from reports.conformity.body import Heading, headings
from reports.conformity.foot import Foot, find_foot
from reports.conformity.head import Head, find_head
from reports.conformity.paper import Paper
from reports.conformity.paragraphs import Paragraph
from reports.conformity.segments import segments


@dataclass(frozen=True)
class Elements:
    """What was recognised: head, text, headings of the text, foot, annexes."""

    head: Head
    body: Sequence[Paragraph]
    headings: Sequence[Heading]
    foot: Foot
    annexes: Sequence[Annex]

    @property
    def closing(self) -> Paragraph | None:
        """The last paragraph of the text."""
        return self.body[-1] if self.body else None


def recognise(paper: Paper) -> Elements:
    """Find the parts of a document; what is not there is None or empty."""
    pieces = [segments(paragraph) for paragraph in paper.paragraphs]
    head = find_head(paper, pieces)
    foot = find_foot(pieces, head.end)
    found = annexes(paper, foot.end)
    last = min([foot.start, *(annex.start for annex in found)])
    body = [one for one in paper.paragraphs[head.end : last] if one.container.kind == "body" and one.number]
    return Elements(head, body, headings(body), foot, found)
