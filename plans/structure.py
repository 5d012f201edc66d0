"""The structure of a plan: sections by Roman numeral, entries, paragraphs, and the reference of each paragraph.

A reference is SECTION.ENTRY#PARAGRAPH: `V.2#4`; `IV#1` in a section without entries; `V#end` for the paragraph that
closes a section and belongs to no entry; `PL1#r2` for the second row of the first table.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from plans.annexes import Grid, grid_of
from plans.closings import closes_section
from plans.documents import Block, Line, Table
from plans.gazetteer import Gazetteer
from plans.headings import Split, split_entry, split_line, split_section
from plans.markers import Marked, marked, part_mark, section_mark


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, its reference, and the headings above it from the section's to the nearest.

    `marked_as` is its bullet, `entry` for the text on a numbered line, `plain` for neither.
    """

    clause: str
    text: str
    headings: tuple[str, ...]
    marked_as: str = "plain"

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


_RECIPIENTS = re.compile(r"nơi\s+(?:nhận|gửi)\s*:?", re.IGNORECASE)
_SIGNATURE = re.compile(r"(?:TM|KT|TL|TUQ)\s*\.\s*\S|(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC)$")
_ANNEX = re.compile(
    r"(?:PHỤ\s+LỤC|BIỂU(?:\s+MẪU)?\s+(?:SỐ\s+)?\d|PHỤ\s+BIỂU)\b.*|Phụ\s+lục(?:\s+(?:số\s+)?[\dIVX]+)?\s*[:.]?"
)


def structure_of(blocks: Sequence[Block], gazetteer: Gazetteer) -> Structure:
    """The sections, paragraphs and tables of a document's lines."""
    parts = _Parts()
    for block in blocks:
        parts.take(block)
    if not parts.body:
        parts.number_sections()
    body = _Body(gazetteer, parts.numeric)
    for place, line in enumerate(parts.body):
        body.take(line, parts.body[place + 1 :])
    body.end_section()
    return Structure(
        tuple(parts.head), tuple(body.sections), tuple(body.paragraphs), tuple(parts.tables), tuple(parts.tail)
    )


@dataclass
class _Parts:
    """A document's lines by where they stand: head, body, tail, annex."""

    head: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    place: str = "head"
    numeric: bool = False

    def take(self, block: Block) -> None:
        """Sort a line or table in."""
        if isinstance(block, Line):
            self._take_line(block.text)
            return
        grid = grid_of(block, len(self.tables) + 1, in_annex=self.place == "annex")
        if grid is not None:
            self.tables.append(grid)
        else:
            for line in _flat(block):
                self._take_line(line)

    def _take_line(self, text: str) -> None:
        if self.place == "head" and (section_mark(text) or part_mark(text)):
            found = section_mark(text)
            if found is None or found[1] == 1:
                self.place = "body"
        elif self.place in ("head", "body") and self.body and _ends_body(text):
            self.place = "tail"
        if self.place != "annex" and (self.place != "body" or text.isupper()) and self.body and _ANNEX.fullmatch(text):
            self.place = "annex"
        if self.place != "annex":
            {"head": self.head, "body": self.body, "tail": self.tail}[self.place].append(text)

    def number_sections(self) -> None:
        """A plan without Roman numerals: its sections are the entries `1.`, `2.`; theirs are `1.1`."""
        start = next((at for at, text in enumerate(self.head) if _number_of_section(text) == 1), None)
        if start is None:
            return
        end = next((at for at, text in enumerate(self.head) if at > start and _ends_body(text)), len(self.head))
        self.body, self.tail = self.head[start:end], [*self.head[end:], *self.tail]
        self.head, self.numeric = self.head[:start], True


def _number_of_section(text: str) -> int | None:
    line = marked(text)
    plain = line.kind == "number" and len(line.labels) == 1
    return line.ordinal if plain else None


def _ends_body(text: str) -> bool:
    return bool(_RECIPIENTS.match(text) or _SIGNATURE.match(text))


def _flat(table: Table) -> list[str]:
    """The lines of a table that only lays text out, cell after cell; a merged cell counts once."""
    lines: list[str] = []
    columns = len(table.rows[0]) if table.rows else 0
    for column in range(columns):
        above = None
        for row in table.rows:
            cell = row[column] if column < len(row) else ""
            if cell and cell != above and not (column and row[column - 1] == cell):
                lines.extend(line for line in cell.split("\n") if line)
            above = cell
    return lines


@dataclass
class _Raw:
    """A paragraph whose reference is not settled yet."""

    path: tuple[str, ...]
    text: str
    headings: tuple[str, ...]
    marked_as: str


class _Body:
    """Walks the body line by line."""

    def __init__(self, gazetteer: Gazetteer, numeric: bool) -> None:
        self.sections: list[DocumentSection] = []
        self.paragraphs: list[Paragraph] = []
        self._gazetteer = gazetteer
        self._numeric = numeric
        self._part = ""
        self._expected = 1
        self._numeral = ""
        self._title = ""
        self._entries: list[Entry] = []
        self._raws: list[_Raw] = []
        self._levels: list[tuple[str, str, str]] = []  # style, label, heading of each open entry
        self._under: tuple[str, str] | None = None  # a heading without number: what marked it, its words

    def take(self, text: str, following: Sequence[str]) -> None:
        """A line, and the lines after it."""
        if part := part_mark(text):
            letter, _ = part
            if letter == ("A" if not self._part else chr(ord(self._part[0]) + 1)):
                self.end_section()
                self._part, self._expected = f"{letter}.", 1
                return
        if section := self._section(text):
            self._open_section(*section)
            return
        line = marked(text)
        if self._numeric and len(line.labels) > 1 and line.labels[0] == self._numeral:
            line = Marked(line.kind, line.text, line.style, line.labels[1:])
        if line.kind in ("number", "letter") and (labels := self._labels(line)) is not None:
            self._open_entry(line, labels, following)
            return
        self._plain(line)

    def _section(self, text: str) -> tuple[str, str] | None:
        """The numeral and words of the next section's heading."""
        if self._numeric:
            if _number_of_section(text) != self._expected or not (text.isupper() or not self._levels):
                return None
            return str(self._expected), marked(text).text
        found = section_mark(text)
        return (found[0], found[2]) if found and found[1] == self._expected else None

    def _open_section(self, numeral: str, text: str) -> None:
        self.end_section()
        self._expected += 1
        split = split_section(text)
        self._numeral, self._title = self._part + numeral, split.heading or ""
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
        styles = [style for style, _, _ in self._levels]
        if line.style in styles:
            depth = styles.index(line.style)
            last = Marked("number", "", line.style, (open_labels[depth],)).ordinal
            if line.ordinal > last:
                return (*open_labels[:depth], line.labels[0])
            return None
        siblings = [
            depth
            for depth, label in enumerate(open_labels)
            if label.isdigit() == line.labels[0].isdigit() and line.ordinal == int(label if label.isdigit() else 0) + 1
        ]
        if line.ordinal != 1 and siblings:
            return (*open_labels[: siblings[-1]], line.labels[0])
        return (*open_labels, line.labels[0])

    def _has_content(self, following: Sequence[str]) -> bool:
        """Whether the line after an entry's belongs to it: text, a bullet, or an entry one level down."""
        if not following:
            return False
        text = following[0]
        if self._section(text):
            return False
        after = marked(text)
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
        if self._numeral or self._raws:
            closing = self._closing()
            counts: dict[tuple[str, ...], int] = defaultdict(int)
            for place, raw in enumerate(self._raws):
                path = () if place >= closing else raw.path
                counts[path] += 1
                is_end = place >= closing and place == len(self._raws) - 1
                number = "end" if is_end else str(counts[path])
                clause = f"{'.'.join((self._numeral or '0', *path))}#{number}"
                headings = raw.headings[:1] if place >= closing else raw.headings
                self.paragraphs.append(Paragraph(clause, raw.text, headings, raw.marked_as))
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
