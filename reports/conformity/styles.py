"""What a run and a paragraph look like in the end: defaults, table style, paragraph style, character style, own marks.

Source of the order and of switches that cancel each other: ECMA-376 Part 1, 17.7.2 and 17.7.3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reports.conformity.xml import Element, W, number, switch, value

Properties = Mapping[str, Any]
#: Switches which, set by two kinds of style, cancel each other.
_TOGGLES = {"b": "bold", "i": "italic", "caps": "caps", "vanish": "hidden"}
_ALIGNED = {"start": "left", "end": "right", "justify": "both", "distribute": "both"}
_DEFAULT_SIZE = 20
_BORDER_NONE = frozenset({"nil", "none"})
_AUTOMATIC_SPACE = 280


@dataclass(frozen=True, slots=True)
class Letters:
    """The look of a run: size in half points, colour as RRGGBB."""

    fonts: tuple[str, ...] = ("Times New Roman",)
    size: int = _DEFAULT_SIZE
    bold: bool = False
    italic: bool = False
    caps: bool = False
    hidden: bool = False
    underline: bool = False
    colour: str = "000000"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """The look of a paragraph: lengths in twips, `first` negative where it hangs, `line` in 240ths of a line."""

    align: str = "left"
    left: int = 0
    right: int = 0
    first: int = 0
    before: int = 0
    after: int = 0
    line: int = 240
    line_rule: str = "auto"
    contextual: bool = False
    keep_next: bool = False
    page_break_before: bool = False
    top_border: bool = False
    bottom_border: bool = False
    tabs: tuple[tuple[int, str], ...] = ()
    frame: str = ""
    style: str = ""


class Styles:
    """The styles of a document, each resolved once."""

    def __init__(self, root: Element | None, theme: Mapping[str, str]) -> None:
        self._theme = theme
        self._by_id: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        self._resolved: dict[str, tuple[Properties, Properties]] = {}
        self._letters: Properties = {}
        self._shape: Properties = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        for style in root.iterchildren(W + "style"):
            identifier = style.get(W + "styleId", "")
            self._by_id[identifier] = style
            if style.get(W + "default") in ("1", "true", "on"):
                self._defaults[style.get(W + "type", "")] = identifier
        defaults = root.find(W + "docDefaults")
        if defaults is not None:
            run = defaults.find(f"{W}rPrDefault/{W}rPr")
            paragraph = defaults.find(f"{W}pPrDefault/{W}pPr")
            self._letters, self._shape = read_letters(run, self._theme), read_shape(paragraph)

    def chain(self, style: str | None, kind: str = "paragraph") -> list[Element]:
        """A style and those it is based on, the style itself last; the default one where none is named."""
        found: list[Element] = []
        seen: set[str] = set()
        name = style if style in self._by_id else self._defaults.get(kind)
        while name and name in self._by_id and name not in seen:
            seen.add(name)
            found.append(self._by_id[name])
            name = value(self._by_id[name], "basedOn")
        return found[::-1]

    def _of(self, style: str | None, kind: str) -> tuple[Properties, Properties]:
        """What a style with its ancestors says of runs and of paragraphs."""
        key = f"{kind}:{style}"
        if key not in self._resolved:
            letters: dict[str, Any] = {}
            shape: dict[str, Any] = {}
            for one in self.chain(style, kind):
                letters.update(read_letters(one.find(W + "rPr"), self._theme))
                shape.update(read_shape(one.find(W + "pPr")))
            self._resolved[key] = letters, shape
        return self._resolved[key]

    def letters(self, own: Element | None, paragraph: str | None, table: str | None) -> Letters:
        """The look of a run with its own properties in a paragraph of a style, within a table of a style."""
        layers = [self._of(table, "table")[0] if table is not None else {}, self._of(paragraph, "paragraph")[0]]
        character = value(own, "rStyle")
        layers.append(self._of(character, "character")[0] if character else {})
        merged = {**self._letters, **_merged(layers)}
        for name in _TOGGLES.values():
            said = [layer[name] for layer in layers if name in layer]
            if said:
                merged[name] = sum(said) % 2 == 1
        merged.update(read_letters(own, self._theme))
        fonts = dict.fromkeys(merged.pop(name, "") for name in ("ascii", "hAnsi"))
        return Letters(fonts=tuple(name for name in fonts if name) or ("Times New Roman",), **merged)

    def shape(self, own: Element | None, table: str | None, numbered: Properties, *, numbered_by_style: bool) -> Shape:
        """The look of a paragraph; a list's indents give way to those of a style that numbers itself."""
        style = value(own, "pStyle")
        beneath = self._of(table, "table")[1] if table is not None else {}
        by_style = self._of(style, "paragraph")[1]
        order = (numbered, by_style) if numbered_by_style else (by_style, numbered)
        merged = {**self._shape, **beneath, **_merged(order), **read_shape(own)}
        names = value(self._by_id.get(style or self._defaults.get("paragraph", "")), "name") or ""
        return Shape(**merged, style=names)

    def table_borders(self, table: Element) -> bool:
        """Whether a table shows lines, by its own borders, its style's, or those of its cells."""
        own = table.find(f"{W}tblPr/{W}tblBorders")
        places = [one.find(f"{W}tblPr/{W}tblBorders") for one in self.chain(table_style(table), "table")]
        said = own if own is not None else next((one for one in reversed(places) if one is not None), None)
        whole = said is not None and any(_drawn(side) for side in said)
        cells = [cell.find(f"{W}tcPr/{W}tcBorders") for cell in table.iter(W + "tc")]
        own_lines = [any(_drawn(side) for side in cell) for cell in cells if cell is not None and len(cell)]
        if whole and len(own_lines) == len(cells):
            return any(own_lines)
        return whole or (bool(own_lines) and all(own_lines) and len(own_lines) == len(cells))


def _merged(layers: Iterable[Properties]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for layer in layers:
        found.update(layer)
    return found


def _drawn(side: Element) -> bool:
    return side.get(W + "val", "nil") not in _BORDER_NONE


def table_style(table: Element) -> str | None:
    """The style that a table names."""
    return value(table.find(W + "tblPr"), "tblStyle")


def read_letters(own: Element | None, theme: Mapping[str, str]) -> dict[str, Any]:
    """What a run's properties say, and no more."""
    if own is None:
        return {}
    found: dict[str, Any] = {}
    for tag, name in _TOGGLES.items():
        if (said := switch(own, tag)) is not None:
            found[name] = said
    fonts = own.find(W + "rFonts")
    if fonts is not None:
        for name in ("ascii", "hAnsi"):
            by_theme = theme.get(fonts.get(f"{W}{name}Theme", ""))
            if font := by_theme or fonts.get(W + name):
                found[name] = font
    if (size := number(value(own, "sz"))) is not None:
        found["size"] = size
    if (line := value(own, "u")) is not None:
        found["underline"] = line != "none"
    if (colour := value(own, "color")) is not None:
        found["colour"] = "000000" if colour == "auto" else colour.upper()
    if (language := value(own, "lang")) is not None:
        found["language"] = language
    return found


def read_shape(own: Element | None) -> dict[str, Any]:
    """What a paragraph's properties say, and no more."""
    if own is None:
        return {}
    found: dict[str, Any] = {}
    if (align := value(own, "jc")) is not None:
        found["align"] = _ALIGNED.get(align, align)
    for tag, name in (("keepNext", "keep_next"), ("contextualSpacing", "contextual")):
        if (said := switch(own, tag)) is not None:
            found[name] = said
    if (said := switch(own, "pageBreakBefore")) is not None:
        found["page_break_before"] = said
    found.update(_indents(own.find(W + "ind")))
    found.update(_spacing(own.find(W + "spacing")))
    borders = own.find(W + "pBdr")
    for side in ("top", "bottom"):
        line = borders.find(W + side) if borders is not None else None
        if line is not None:
            found[f"{side}_border"] = _drawn(line)
    stops = own.find(W + "tabs")
    if stops is not None:
        found["tabs"] = tuple(sorted((number(tab.get(W + "pos")) or 0, tab.get(W + "val", "left")) for tab in stops))
    if (frame := value(own, "framePr", "xAlign")) is not None:
        found["frame"] = frame
    return found


def _indents(own: Element | None) -> dict[str, int]:
    if own is None:
        return {}
    found = {}
    for name, tags in (("left", ("left", "start")), ("right", ("right", "end"))):
        for tag in tags:
            if (length := number(own.get(W + tag))) is not None:
                found[name] = length
    if (hanging := number(own.get(W + "hanging"))) is not None:
        found["first"] = -hanging
    elif (first := number(own.get(W + "firstLine"))) is not None:
        found["first"] = first
    return found


def _spacing(own: Element | None) -> dict[str, Any]:
    if own is None:
        return {}
    found: dict[str, Any] = {}
    for name in ("before", "after", "line"):
        if (length := number(own.get(W + name))) is not None:
            found[name] = length
    for name in ("before", "after"):
        if own.get(f"{W}{name}Autospacing") in ("1", "true", "on"):
            found[name] = _AUTOMATIC_SPACE
    if (rule := own.get(W + "lineRule")) is not None:
        found["line_rule"] = rule
    return found
