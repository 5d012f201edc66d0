"""A picture drawn as SVG: plain shapes and text with their attributes, so that it is small and the same everywhere.

Units: four to a millimetre. Nothing is only said by colour: fills that must be told apart are hatched.
"""

from html import escape
from typing import Literal

from reports.charts.fonts import one_line

#: A picture is as wide as the text of an A4 page (160 mm).
WIDTH = 640
PER_MM = 4
#: Sizes of type, of 9 and of 8.5 points as printed on a page of A4.
PLAIN, SMALL = 12.7, 12.0
INK, MUTED, LINE, CARD = "#1b2430", "#526070", "#d5dbe3", "#ffffff"
BRAND, PALE = "#0b4f8a", "#e8f1fa"
#: The type of look.md; where none of it is there, whatever the reader's machine has without serifs.
_FAMILY = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
Anchor = Literal["start", "middle", "end"]


def points(value: float) -> str:
    """A coordinate, to a tenth of a unit."""
    said = f"{value:.1f}".removesuffix(".0")
    return "0" if said == "-0" else said


class Drawing:
    """Collects the shapes of one picture. `code` begins every id, so that several pictures fit on one page."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._defined: dict[str, str] = {}
        self._shapes: list[str] = []

    def hatch(self, colour: str, ground: str = CARD) -> str:
        """A fill of slanted lines, told from a plain one without colour."""
        name = self._name(f"h{colour[1:]}{ground[1:]}")
        self._defined[name] = (
            f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="{ground}"/>'
            f'<path d="M-1 1l2-2M0 6l6-6M5 7l2-2" stroke="{colour}" stroke-width="1.6"/></pattern>'
        )
        return f"url(#{name})"

    def symbol(self, name: str, shapes: str) -> None:
        """Shapes that `use` puts in many places."""
        self._defined[self._name(name)] = f'<g id="{self._name(name)}">{shapes}</g>'

    def use(self, name: str, x: float, y: float, title: str = "") -> None:
        """A symbol at a place, with words for the pointer."""
        place = f'<use href="#{self._name(name)}" x="{points(x)}" y="{points(y)}"'
        self._shapes.append(f"{place}><title>{_said(title)}</title></use>" if title else f"{place}/>")

    def rect(self, x: float, y: float, width: float, height: float, fill: str, stroke: str = "") -> None:
        """A filled rectangle."""
        self._shapes.append(rectangle(x, y, width, height, fill, stroke))

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = LINE, width: float = 1, dash: str = ""
    ) -> None:
        """A straight line, dashed where `dash` says how."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        ends = f"M{points(x1)} {points(y1)}L{points(x2)} {points(y2)}"
        self._shapes.append(f'<path d="{ends}" stroke="{colour}" stroke-width="{points(width)}"{dashed}/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = PLAIN,
        anchor: Anchor = "start",
        colour: str = INK,
        *,
        bold: bool = False,
    ) -> None:
        """A line of text on the base line `y`."""
        self._shapes.append(text(x, y, words, size, anchor, colour, bold=bold))

    def svg(self, height: float, title: str, alt: str) -> str:
        """The whole picture: XML without a declaration, ready to stand within HTML."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {points(height)}" '
            f'width="{WIDTH}" height="{points(height)}" '
            f'aria-labelledby="{self._name("t")} {self._name("d")}" font-family="{_FAMILY}">'
        )
        said = f'<title id="{self._name("t")}">{_said(title)}</title><desc id="{self._name("d")}">{_said(alt)}</desc>'
        defined = f"<defs>{''.join(self._defined.values())}</defs>" if self._defined else ""
        return f"{head}{said}{defined}\n" + "\n".join(self._shapes) + "\n</svg>"

    def _name(self, name: str) -> str:
        return f"{self._code}-{name}"


def rectangle(x: float, y: float, width: float, height: float, fill: str, stroke: str = "") -> str:
    """A filled rectangle as markup."""
    edge = f' stroke="{stroke}"' if stroke else ""
    size = f'x="{points(x)}" y="{points(y)}" width="{points(width)}" height="{points(height)}"'
    return f'<rect {size} fill="{fill}"{edge}/>'


def text(x: float, y: float, words: str, size: float, anchor: Anchor, colour: str, *, bold: bool = False) -> str:
    """A line of text as markup."""
    more = "" if anchor == "start" else f' text-anchor="{anchor}"'
    more += ' font-weight="700"' if bold else ""
    place = f'x="{points(x)}" y="{points(y)}" font-size="{points(size)}"'
    return f'<text {place} fill="{colour}"{more}>{_said(words)}</text>'


def _said(words: str) -> str:
    return escape(one_line(words))
