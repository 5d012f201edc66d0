"""Pieces of a line that stand side by side: what tabs, line breaks or long gaps keep apart in one paragraph."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports.conformity.paragraphs import Container, Paragraph, Span, width
from reports.conformity.spelling import composed, folded
from reports.conformity.styles import Letters

#: A gap of spaces parts two pieces, save where it waits for a number or a date to be filled in.
_GAP = re.compile(
    r"(?<![ \u00a0])(?<!Số)(?<!Số:)(?<!ngày)(?<!tháng)(?<!năm)[ \u00a0]{4,}(?![ \u00a0/]|tháng|năm)"
    r"|[ \u00a0]{2,}(?=CỘNG\s+H\S+\s+XÃ|Độc\s+lập\s*[-–])"
)
_CUT = re.compile(r"[\n\t]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Segment:
    """A piece of a paragraph; `alone` when nothing stands beside it in its line."""

    paragraph: Paragraph
    spans: tuple[Span, ...]
    line: int
    column: int
    alone: bool

    @property
    def text(self) -> str:
        """Its words as printed, composed, one space apart."""
        return composed("".join(span.shown for span in self.spans))

    @property
    def folded(self) -> str:
        """Its words without marks, in capitals."""
        return folded("".join(span.shown for span in self.spans))

    @property
    def container(self) -> Container:
        """Where its paragraph stands."""
        return self.paragraph.container

    def place(self) -> str:
        """Where it is."""
        return self.paragraph.place(None if self.alone and self.line == 0 and self.column == 0 else self.text)

    def lettered(self) -> Iterator[Span]:
        """The spans that print letters or digits."""
        return (span for span in self.spans if any(sign.isalnum() for sign in span.text))

    def some(self, has: Callable[[Letters], bool]) -> bool:
        """Whether a part of it has a look."""
        return any(has(span.letters) for span in self.lettered())

    def whole(self, has: Callable[[Letters], bool]) -> bool:
        """Whether all of it has a look."""
        return all(has(span.letters) for span in self.lettered())

    def sizes(self) -> list[int]:
        """Its type sizes in half points, each once."""
        return sorted({span.letters.size for span in self.lettered()})

    @property
    def upper(self) -> bool:
        """Whether it is printed in capitals."""
        letters = _LETTER.findall(self.text)
        return bool(letters) and all(one.isupper() or not one.islower() for one in letters)

    @property
    def width(self) -> int:
        """How wide it is in one line, in twips."""
        return width(self.spans)


def segments(paragraph: Paragraph) -> list[Segment]:
    """The pieces of a paragraph that print something, in reading order."""
    found: list[Segment] = []
    for line, parts in enumerate(_lines(paragraph.spans)):
        columns = [(at, part) for at, part in enumerate(parts) if any(span.text.strip() for span in part)]
        found += [Segment(paragraph, tuple(part), line, at, len(columns) == 1) for at, part in columns]
    return found


def whole(paragraph: Paragraph) -> Segment:
    """A paragraph as one piece."""
    return Segment(paragraph, tuple(paragraph.spans), 0, 0, alone=True)


def _lines(spans: list[Span]) -> Iterator[list[list[Span]]]:
    """Lines of pieces of spans."""
    text = "".join(span.text for span in spans)
    cuts = {match.start(): (match.end(), match[0] == "\n") for match in _CUT.finditer(text)}
    cuts.update({match.start(): (match.end(), False) for match in _GAP.finditer(text)})
    line: list[list[Span]] = []
    start = 0
    for at in sorted(cuts):
        end, ends_line = cuts[at]
        if at < start:
            continue
        line.append(_slice(spans, start, at))
        start = end
        if ends_line:
            yield line
            line = []
    yield [*line, _slice(spans, start, len(text))]


def _slice(spans: list[Span], start: int, end: int) -> list[Span]:
    found = []
    at = 0
    for span in spans:
        low, high = max(start - at, 0), min(end - at, len(span.text))
        if low < high:
            found.append(Span(span.text[low:high], span.letters))
        at += len(span.text)
    return found
