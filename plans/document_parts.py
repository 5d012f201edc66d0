"""A document's lines by where they stand: head, body, tail and annexes; a decision with the plan it enacts is one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from plans.annexes import Grid, grid_of
from plans.documents import Block, Line, Table
from plans.letterhead import KIND, NATION
from plans.markers import article_mark, marked, named_part_mark, part_mark, section_mark

_RECIPIENTS = re.compile(r"nơi\s+(?:nhận|gửi)\s*:?", re.IGNORECASE)
_SIGNATURE = re.compile(r"(?:TM|KT|TL|TUQ)\s*\.\s*\S|(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC)$")
_ANNEX = re.compile(
    r"(?:PHỤ\s+LỤC|BIỂU(?:\s+MẪU)?\s+(?:SỐ\s+)?\d|PHỤ\s+BIỂU)\b.*|Phụ\s+lục(?:\s+(?:số\s+)?[\dIVX]+)?\s*[:.]?"
)


@dataclass
class Parts:
    """The lines of head, body and tail and the tables of data.

    `numeric`: its sections are the entries `1.`, `2.`, not Roman.  `plans` counts the letterheads of plans: two mean
    that two plans were put into one file.
    """

    head: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    place: str = "head"
    numeric: bool = False
    plans: int = 1
    _nation_again: bool = False

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "Parts":
        """Sort the lines and tables of a document."""
        parts = cls()
        for block in blocks:
            parts._take(block)
        if not parts.body:
            parts._number_sections()
        return parts

    def _take(self, block: Block) -> None:
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
        if self.place in ("head", "attached") and _opens_body(text):
            self.place = "body"
        elif self.place in ("head", "body") and self.body and _ends_body(text):
            self.place = "tail"
        elif self.place in ("tail", "annex"):
            self._look_for_another(text)
        if self.place != "annex" and (self.place != "body" or text.isupper()) and self.body and _ANNEX.fullmatch(text):
            self.place = "annex"
        if self.place != "annex":
            kept = {"head": self.head, "attached": self.head, "body": self.body, "tail": self.tail}
            kept[self.place].append(text)

    def _look_for_another(self, text: str) -> None:
        """After the end of a decision, the plan it enacts; after that of a plan, a second one."""
        is_title = bool(KIND.fullmatch(text)) and text.split(":", maxsplit=1)[0].isupper()
        if is_title and self.place == "tail" and self._is_decision():
            self.place = "attached"
        elif is_title and self._nation_again:
            self.plans += 1
            self._nation_again = False
        elif NATION.search(text):
            self._nation_again = True

    def _is_decision(self) -> bool:
        return bool(self.body) and article_mark(self.body[0]) is not None and not any(map(_is_roman, self.body))

    def _number_sections(self) -> None:
        """A plan without Roman numerals: its sections are the entries `1.`, `2.`; theirs are `1.1`."""
        start = next((at for at, text in enumerate(self.head) if number_of_section(text) == 1), None)
        if start is None:
            return
        end = next((at for at, text in enumerate(self.head) if at > start and _ends_body(text)), len(self.head))
        self.body, self.tail = self.head[start:end], [*self.head[end:], *self.tail]
        self.head, self.numeric = self.head[:start], True


def _opens_body(text: str) -> bool:
    found = section_mark(text)
    if found is not None and found[1] == 1:
        return True
    is_first_part = any(part is not None and part[0] == 1 for part in (part_mark(text), named_part_mark(text)))
    return is_first_part or (article_mark(text) or (0,))[0] == 1


def _is_roman(text: str) -> bool:
    return section_mark(text) is not None


def number_of_section(text: str) -> int | None:
    """The number of a line `1. …`, None for another line."""
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


def part_reader(body: Sequence[str]) -> Callable[[str], tuple[int, str] | None]:
    """How the parts above the sections of a body are marked: by letter, by "Phần thứ nhất", or not at all.

    A named part in a body without Roman sections of their own is a section, and so is a lettered one that stands alone.
    """
    bare = [text for text in body if section_mark(text) and not named_part_mark(text)]
    if bare and any(named_part_mark(text) for text in body):
        return named_part_mark
    return part_mark
