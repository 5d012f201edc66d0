"""The structure of a plan: sections by Roman numeral, entries, paragraphs, and the reference of each paragraph.

A reference is SECTION.ENTRY#PARAGRAPH: `V.2#4`; `IV#1` in a section without entries; `V#end` for the paragraph that
closes a section and belongs to no entry; `B.II.1#2` where sections stand in parts (`B.`, "Phần thứ hai"); `3#1` for the
third article of a decision; `PL1#r2` for the second row of the first table.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from plans.annexes import Grid
from plans.closings import closes_section
from plans.document_parts import Parts, number_of_section, part_reader
from plans.documents import Block
from plans.gazetteer import Gazetteer
from plans.headings import Split, bodies_only, split_entry, split_line, split_section
from plans.markers import Marked, article_mark, marked, named_part_mark, part_mark, section_mark, without_numeral
from plans.numerals import roman


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, its reference, and the headings above it from the section's to the nearest.

    `marked_as` is its bullet, `entry` for the text on a numbered line, `plain` for neither; `part` is the heading of
    the part its section stands in, "" for none.
    """

    clause: str
    text: str
    headings: tuple[str, ...]
    marked_as: str = "plain"
    part: str = ""

    @property
    def entry(self) -> str:
        """The reference of its entry: `V.2` for `V.2#4`."""
        return self.clause.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """A numbered entry of a section: its number below the section (`2`, `1.a`) and its heading ("" for none)."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A section: its numeral, its heading and its entries."""

    numeral: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """A document taken apart; `head` is what stands before the first section, `tail` what follows the last."""

    head: tuple[str, ...]
    sections: tuple[DocumentSection, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Grid, ...]
    tail: tuple[str, ...]
    plans: int = 1


def structure_of(blocks: Sequence[Block], gazetteer: Gazetteer) -> Structure:
    """The sections, paragraphs and tables of a document's lines."""
    parts = Parts.of(blocks)
    body = _Body(gazetteer, parts)
    for place, line in enumerate(parts.body):
        body.take(line, parts.body[place + 1 : place + 2])
    body.end_section()
    return Structure(
        tuple(parts.head),
        tuple(body.sections),
        tuple(body.paragraphs),
        tuple(parts.tables),
        tuple(parts.tail),
        parts.plans,
    )


@dataclass
class _Raw:
    """A paragraph whose reference is not settled yet."""

    path: tuple[str, ...]
    text: str
    headings: tuple[str, ...]
    marked_as: str


class _Body:
    """Walks the body line by line."""

    def __init__(self, gazetteer: Gazetteer, parts: Parts) -> None:
        self.sections: list[DocumentSection] = []
        self.paragraphs: list[Paragraph] = []
        self._gazetteer = gazetteer
        self._numeric = parts.numeric
        self._part_mark = part_reader(parts.body)
        self._part = 0  # 1 for part A
        self._part_title = ""
        self._article = 0
        self._expected = 1
        self._numeral = ""
        self._title = ""
        self._entries: list[Entry] = []
        self._raws: list[_Raw] = []
        self._levels: list[tuple[str, str, str]] = []  # style, label, heading of each open entry
        self._under: tuple[str, str] | None = None  # a heading without number: what marked it, its words

    def take(self, text: str, following: Sequence[str]) -> None:
        """A line, and the line after it, if any."""
        if self._takes_part(text) or self._takes_article(text, following):
            return
        if section := self._section(text):
            self._open_section(*section)
            return
        if self._goes_on_with_title(text):
            return
        line = marked(without_numeral(text, self._numeral))
        if self._numeric and len(line.labels) > 1 and line.labels[0] == self._numeral:
            line = Marked(line.kind, line.text, line.style, line.labels[1:])
        if line.kind in ("number", "letter") and (labels := self._labels(line)) is not None:
            self._open_entry(line, labels, following)
            return
        self._plain(line)

    def _takes_part(self, text: str) -> bool:
        """Open a part: until its first section it is a section itself, named by its letter."""
        found = self._part_mark(text)
        begins_late = not self._part and self._expected > 1  # after Roman sections a capital is a list's letter
        if found is None or found[0] != self._part + 1 or begins_late:
            return False
        self.end_section()
        self._part, words = found
        self._part_title = split_section(words).heading or "" if words else ""
        self._expected, self._numeral, self._title = 1, self._letter, self._part_title
        return True

    @property
    def _letter(self) -> str:
        return chr(ord("A") + self._part - 1)

    def _takes_article(self, text: str, following: Sequence[str]) -> bool:
        """Open an article of a decision: a section named by its number."""
        found = article_mark(text)
        if found is None or found[0] != self._article + 1:
            return False
        self.end_section()
        self._article, words = found
        self._numeral, self._expected = str(self._article), 1
        split = split_entry(words, self._has_content(following), self._gazetteer)
        self._title = split.heading or ""
        if split.text:
            self._add(split.text, "plain")
        return True

    def _goes_on_with_title(self, text: str) -> bool:
        """Whether a heading in capitals goes on in this line; a part's may stand wholly below its number."""
        opened = bool(self._numeral) and not self._raws and not self._entries
        goes_on = (self._title.isupper() or not self._title) and text.isupper() and marked(text).kind == "plain"
        if not opened or not goes_on or bodies_only(text, self._gazetteer) or text[-1] in ".;":
            return False
        self._title = f"{self._title} {text}".strip(" :")
        if self._part and self._numeral == self._letter:
            self._part_title = self._title
        return True

    def _section(self, text: str) -> tuple[str, str] | None:
        """The numeral and words of the next section's heading."""
        if self._numeric:
            if number_of_section(text) != self._expected or not (text.isupper() or not self._levels):
                return None
            return str(self._expected), marked(text).text
        found = section_mark(text)
        if found is None and (named := named_part_mark(text)) and self._part_mark is part_mark:
            found = (roman(named[0]), *named)  # "Phần thứ hai" without sections of its own
        return (found[0], found[2]) if found and found[1] == self._expected else None

    def _open_section(self, numeral: str, text: str) -> None:
        self.end_section()
        self._expected += 1
        split = split_section(text)
        self._numeral = f"{self._letter}.{numeral}" if self._part else numeral
        self._title = split.heading or ""
        if split.text:
            self._add(split.text, "plain")

    def _open_entry(self, line: Marked, labels: tuple[str, ...], following: Sequence[str]) -> None:
        self._under = None
        split = split_entry(line.text, self._has_content(following), self._gazetteer)
        kept = [*self._levels[: len(labels) - 1]]
        while len(kept) < len(labels) - 1:
            kept.append((f"dotted{len(kept) + 1}" if kept else "1.", labels[len(kept)], ""))
        self._levels = [*kept, (line.style, labels[-1], split.heading or "")]
        self._entries.append(Entry(".".join(labels), split.heading or ""))
        if split.text:
            self._add(split.text, "entry")

    def _labels(self, line: Marked) -> tuple[str, ...] | None:
        """Where a numbered line stands: the labels of its entry, None where its number continues nothing."""
        open_labels = tuple(label for _, label, _ in self._levels)
        if len(line.labels) > 1:
            return line.labels
        alike = [depth for depth, (style, _, _) in enumerate(self._levels) if style == line.style]
        if alike:
            depth = self._depth_of(line, alike)
            if depth is not None:
                return (*open_labels[:depth], line.labels[0])
            # A list that begins again, as under a heading without number, stands below the entry before it.
            return (*open_labels, line.labels[0]) if line.ordinal == 1 and self._may_begin_again(alike[-1]) else None
        siblings = [
            depth
            for depth, label in enumerate(open_labels)
            if label.isdigit() == line.labels[0].isdigit() and line.ordinal == int(label if label.isdigit() else 0) + 1
        ]
        if line.ordinal != 1 and siblings:
            return (*open_labels[: siblings[-1]], line.labels[0])
        return (*open_labels, line.labels[0])

    def _depth_of(self, line: Marked, alike: Sequence[int]) -> int | None:
        """The level a number goes on with, among those numbered in its style; a body goes on with the outermost."""
        gaps = {depth: line.ordinal - self._ordinal(depth) for depth in alike}
        next_ones = [depth for depth, gap in gaps.items() if gap == 1]
        if next_ones:
            head = line.text.partition(":")[0]
            return next_ones[0] if bodies_only(head, self._gazetteer) else next_ones[-1]
        return next((depth for depth in reversed(alike) if gaps[depth] > 0), None)

    def _ordinal(self, depth: int) -> int:
        style, label, _ = self._levels[depth]
        return Marked("number", "", style, (label,)).ordinal

    def _may_begin_again(self, depth: int) -> bool:
        path = tuple(label for _, label, _ in self._levels)
        is_empty = not any(raw.path == path for raw in self._raws)
        return self._ordinal(depth) > 1 or (is_empty and bool(self._levels[depth][2]))

    def _has_content(self, following: Sequence[str]) -> bool:
        """Whether the line after an entry's belongs to it: text, a bullet, or an entry one level down."""
        if not following:
            return False
        text = following[0]
        if self._section(text) or self._part_mark(text) or article_mark(text):
            return False
        after = marked(without_numeral(text, self._numeral))
        if after.kind in ("plain", "bullet"):
            return True
        return after.ordinal == 1 and (len(after.labels) > 1 or after.kind == "letter" or after.style != "1.")

    def _plain(self, line: Marked) -> None:
        split = split_line(line.text, self._gazetteer)
        if line.kind in ("number", "letter"):
            split = Split(None, line.text)
        if split.heading is not None and split.text is None:
            self._under = (line.style, split.heading)
            return
        if self._under and line.style == self._under[0] and line.style:
            self._under = None  # the next bullet of the same rank
        if split.heading is not None and split.text is not None:
            self._add(line.text, line.style or "plain", split.heading)
        else:
            self._add(line.text, line.style or "plain")

    def _add(self, text: str, marked_as: str, heading: str | None = None) -> None:
        above = [self._title, *(words for _, _, words in self._levels if words)]
        if heading is not None:
            above.append(heading)
        elif self._under:
            above.append(self._under[1])
        path = tuple(label for _, label, _ in self._levels)
        self._raws.append(_Raw(path, text, tuple(above), marked_as))

    def end_section(self) -> None:
        """Settle the references of the section that ends here."""
        is_part = bool(self._part) and self._numeral == self._letter and not self._raws and not self._entries
        if (self._numeral or self._raws) and not is_part:
            closing = self._closing()
            counts: dict[tuple[str, ...], int] = defaultdict(int)
            for place, raw in enumerate(self._raws):
                path = () if place >= closing else raw.path
                counts[path] += 1
                is_end = place >= closing and place == len(self._raws) - 1
                number = "end" if is_end else str(counts[path])
                clause = f"{'.'.join((self._numeral or '0', *path))}#{number}"
                headings = raw.headings[:1] if place >= closing else raw.headings
                self.paragraphs.append(Paragraph(clause, raw.text, headings, raw.marked_as, self._part_title))
            self.sections.append(DocumentSection(self._numeral, self._title, tuple(self._entries)))
        self._numeral, self._title = "", ""
        self._entries, self._raws, self._levels, self._under = [], [], [], None

    def _closing(self) -> int:
        """The place of the first paragraph that closes the section; their number where none does."""
        place = len(self._raws)
        while place and self._entries:
            raw = self._raws[place - 1]
            within = [one for one in self._raws[: place - 1] if one.path == raw.path]
            if not raw.path or raw.marked_as != "plain":
                break
            kinds = [one.marked_as for one in within]
            if not closes_section(raw.text, kinds, raw.headings[1:], self._gazetteer):
                break
            place -= 1
        return place
