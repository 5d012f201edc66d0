"""The numbers and bullets that Word prints before paragraphs and keeps nowhere in their text, with their indents.

Source: ECMA-376 Part 1, 17.9 (levels, restarts) and 17.3.1.19 (a paragraph's list).
"""

from dataclasses import dataclass, field

from reports.conformity.styles import Properties, Styles, read_shape
from reports.conformity.xml import Element, W, number, switch, value
from reports.numbering import roman

_LEVELS = 9
_PLAIN: Properties = {}


@dataclass(frozen=True, slots=True)
class _Level:
    text: str
    kind: str
    start: int
    restart: int | None
    decimal: bool
    shape: Properties


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph, the indents of its list, and whether its style put it there."""

    text: str = ""
    shape: Properties = field(default_factory=dict)
    by_style: bool = False


_NONE = Label()


class Numbering:
    """The lists of a document, counted paragraph by paragraph in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._linked: dict[str, dict[str, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        for abstract in root.iterchildren(W + "abstractNum"):
            key = abstract.get(W + "abstractNumId", "")
            self._levels[key] = {at: _level(one) for one in abstract.iterchildren(W + "lvl") for at in [_at(one)]}
            self._linked[key] = {
                style: _at(one) for one in abstract.iterchildren(W + "lvl") if (style := value(one, "pStyle"))
            }
        for num in root.iterchildren(W + "num"):
            key = num.get(W + "numId", "")
            abstract = value(num, "abstractNumId") or ""
            self._abstract[key] = abstract
            for override in num.iterchildren(W + "lvlOverride"):
                if (start := number(value(override, "startOverride"))) is not None:
                    self._starts[key, _at(override)] = start

    def label(self, properties: Element | None, *, printed: bool) -> Label:
        """The label of a paragraph, counted where the paragraph has text to print it before."""
        num, at, by_style = self._list_of(properties)
        levels = self._levels.get(self._abstract.get(num or "", ""), {})
        if num is None or at not in levels:
            return _NONE
        level = levels[at]
        if not printed:
            return Label("", level.shape, by_style)
        counts = self._counts.setdefault(self._abstract[num], {})
        self._count(counts, levels, num, at)
        if level.kind == "bullet":
            return Label("-", level.shape, by_style)
        return Label(_printed(counts, levels, level), level.shape, by_style)

    def _count(self, counts: dict[int, int], levels: dict[int, _Level], num: str, at: int) -> None:
        own_start = self._starts.pop((num, at), None)
        if own_start is not None:
            counts[at] = own_start
        else:
            counts[at] = counts[at] + 1 if at in counts else levels[at].start
        for upper in range(at):
            if upper in levels:
                counts.setdefault(upper, levels[upper].start)
        for lower in range(at + 1, _LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or (restart != 0 and at < restart):
                counts.pop(lower, None)

    def _list_of(self, properties: Element | None) -> tuple[str | None, int, bool]:
        """List, level, and whether the style gives them; no list for `numId` 0, which takes one away."""
        own = properties.find(W + "numPr") if properties is not None else None
        num, at = value(own, "numId"), number(value(own, "ilvl"))
        by_style = num is None
        for style in reversed(self._styles.chain(value(properties, "pStyle"))):
            said = style.find(f"{W}pPr/{W}numPr")
            if said is None:
                continue
            num = num if num is not None else value(said, "numId")
            at = at if at is not None else number(value(said, "ilvl"))
            if at is None and num is not None:
                at = self._linked.get(self._abstract.get(num, ""), {}).get(style.get(W + "styleId", ""))
        return (None if num == "0" else num), at or 0, by_style


def _at(level: Element) -> int:
    return number(level.get(W + "ilvl")) or 0


def _level(one: Element) -> _Level:
    return _Level(
        text=value(one, "lvlText") or "",
        kind=value(one, "numFmt") or "decimal",
        start=number(value(one, "start")) or 0,
        restart=number(value(one, "lvlRestart")),
        decimal=bool(switch(one, "isLgl")),
        shape=read_shape(one.find(W + "pPr")),
    )


def _printed(counts: dict[int, int], levels: dict[int, _Level], level: _Level) -> str:
    text = level.text
    for at in range(_LEVELS):
        if f"%{at + 1}" in text:
            kind = "decimal" if level.decimal or at not in levels else levels[at].kind
            text = text.replace(f"%{at + 1}", _numeral(counts.get(at, 1), kind))
    return text.strip()


def _numeral(count: int, kind: str) -> str:
    if kind in ("upperRoman", "lowerRoman") and 0 < count < 4000:
        return roman(count) if kind == "upperRoman" else roman(count).lower()
    if kind in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind == "none":
        return ""
    return f"{count:02d}" if kind == "decimalZero" else str(count)
