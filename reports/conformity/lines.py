"""The rules drawn below the motto, the issuer and the subject: found and measured however they were drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.conformity.findings import Reading
from reports.conformity.head import RULE
from reports.conformity.paragraphs import Paragraph
from reports.conformity.segments import Segment


@dataclass(frozen=True, slots=True)
class Line:
    """A line below a part: `drawn` (a border or a shape), `typed` (underscores, dashes) or `underline`; twips long."""

    kind: str
    length: int
    place: str


def line_below(reading: Reading, part: Sequence[Segment]) -> Line | None:
    """The line below the last paragraph of a part; None where there is none."""
    paragraphs = reading.parts.head.paragraphs
    last = part[-1].paragraph
    at = next((place for place, one in enumerate(paragraphs) if one is last), None)
    if at is None:
        return None
    own = {one.paragraph.number for one in part}
    drawn = next(_drawn(paragraphs, at), None) or _loose(reading, part)
    if drawn:
        return Line("drawn", drawn, last.place())
    for one in reading.parts.head.rules:
        if 0 <= _distance(paragraphs, last, one.paragraph) <= 2 and one.container == last.container:
            return Line("typed", one.width, one.place())
    if any(one.paragraph.number in own and one.some(lambda letters: letters.underline) for one in part):
        return Line("underline", part[-1].width, last.place())
    typed = [one for one in reading.parts.head.rules if one.container.kind == "body"]
    return Line("typed", typed[0].width, typed[0].place()) if typed and part[-1].container.kind == "body" else None


def _distance(paragraphs: Sequence[Paragraph], one: Paragraph, other: Paragraph) -> int:
    places = [next(place for place, here in enumerate(paragraphs) if here is sought) for sought in (one, other)]
    return places[1] - places[0]


def _drawn(paragraphs: Sequence[Paragraph], at: int) -> Iterator[int]:
    """Lengths of borders and shapes at a paragraph and at the empty ones below it, in the same cell."""
    last = paragraphs[at]
    if last.shape.bottom_border:
        yield _room(last)
    yield from last.lines
    for below in paragraphs[at + 1 :]:
        if below.container != last.container:
            return
        if below.shape.top_border or (below.shape.bottom_border and not below.number):
            yield _room(below)
        if below.number and not RULE.fullmatch(below.text.strip()):
            return
        yield from below.lines


def _room(paragraph: Paragraph) -> int:
    return max(0, paragraph.container.room - paragraph.shape.left - paragraph.shape.right)


def _loose(reading: Reading, part: Sequence[Segment]) -> int:
    """The length of a shape that floats: its anchor may stand in any paragraph of the head.

    Each part takes one, in the order in which the parts are set; those at home in a cell of another part stay there.
    """
    head = reading.parts.head
    owners = [
        (one, next(_drawn(head.paragraphs, _at(head.paragraphs, one[-1].paragraph)), 0))
        for one in ([head.motto] if head.motto else [], head.issuer, head.subject)
        if one
    ]
    taken = [length for _one, length in owners if length]
    spare = [length for paragraph in head.paragraphs for length in paragraph.lines]
    for length in taken:
        if length in spare:
            spare.remove(length)
    waiting = [one for one, length in owners if not length]
    place = next((n for n, one in enumerate(waiting) if one[-1] is part[-1]), None)
    if place is None or len(spare) <= place:
        return 0
    # The motto's line is the longest of the head; the others take what is left in their order.
    if head.motto is part[-1]:
        return max(spare)
    if head.motto in [one[-1] for one in waiting]:
        spare.remove(max(spare))
        place -= 1
    return spare[place] if place < len(spare) else 0


def _at(paragraphs: Sequence[Paragraph], sought: Paragraph) -> int:
    return next((place for place, one in enumerate(paragraphs) if one is sought), 0)
