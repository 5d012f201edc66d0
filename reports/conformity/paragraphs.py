"""A document as a reader sees it: paragraphs in their order with their look, tables, pictures and drawn lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase, ascii_uppercase

from models.language import _
from reports.conformity.spelling import bare
from reports.conformity.styles import Letters, Shape

_WORDS_SHOWN = 48


@dataclass(frozen=True, slots=True)
class Span:
    """Letters of one look; tabs are `\\t`, line breaks `\\n`."""

    text: str
    letters: Letters

    @property
    def shown(self) -> str:
        """The text as printed: capitals where the look makes them so."""
        return self.text.upper() if self.letters.caps else self.text


@dataclass(frozen=True, slots=True)
class Container:
    """Where a paragraph stands: in the text, in a cell or in a text box; `room` is its width in twips."""

    kind: str = "body"
    table: int = -1
    row: int = -1
    column: int = -1
    room: int = 0
    align: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph; `number` counts those that print something, 0 for an empty one."""

    number: int
    spans: list[Span]
    shape: Shape
    container: Container
    section: int
    label: str = ""
    lines: list[int] = field(default_factory=list)
    page_break: bool = False
    page_field: Letters | None = None
    page_tabs: Sequence[str] = ()

    @property
    def text(self) -> str:
        """The words, without the number that a list prints."""
        return "".join(span.shown for span in self.spans)

    @property
    def printed(self) -> str:
        """The words behind what a list prints, in one line."""
        return " ".join(f"{self.label} {self.text}".split())

    def place(self, part: str | None = None) -> str:
        """Where it is, as a reader can find it: its number and its first words, or those of a part of it."""
        words = self.printed if part is None else part
        if len(words) > _WORDS_SHOWN:
            words = words[:_WORDS_SHOWN].rsplit(" ", 1)[0] + "…"
        return _("đoạn {number} “{words}”").format(number=self.number, words=words)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its size, whether it shows lines, whether its first row repeats, and its first words."""

    index: int
    rows: int
    columns: int
    bordered: bool
    repeats: bool
    words: str

    def place(self) -> str:
        """Where it is."""
        return _("bảng {number} “{words}”").format(number=self.index + 1, words=self.words)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or chart with its alternative text, and the number of the last paragraph before it."""

    after: int
    alternative: str

    def place(self) -> str:
        """Where it is."""
        return _("hình sau đoạn {number}").format(number=self.after)


#: Widths of Times New Roman, A to Z and a to z, in thousandths of its size; letters with marks are as wide as without.
_UPRIGHT = """
722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 722 722 611
444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444
"""
_BOLD = """
722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778 722 556 667 722 722 1000 722 722 667
500 556 444 556 444 333 500 556 278 333 556 278 833 556 500 556 556 444 389 333 556 500 722 500 500 444
"""
_WIDTHS = {
    bold: dict(zip(ascii_uppercase + ascii_lowercase, map(int, widths.split()), strict=True))
    for bold, widths in ((False, _UPRIGHT), (True, _BOLD))
}
_SIGNS = {" ": 250, "\u00a0": 250, ".": 250, ",": 250, ":": 278, ";": 278, "-": 333, "/": 278, "Đ": 722, "đ": 500}
_OTHER = 500


def width(spans: Sequence[Span]) -> int:
    """How wide letters are in one line, in twips; right to a few per cent for Times New Roman."""
    total = 0
    for span in spans:
        widths = _WIDTHS[span.letters.bold]
        units = sum(
            _SIGNS[sign] if sign in _SIGNS else widths.get(plain, _OTHER)
            for sign in span.shown
            for plain in [bare(sign)]
            if plain
        )
        total += units * span.letters.size
    return total // 100  # half points are ten twips, units thousandths
