"""DOCX as lines and tables, with the numbers that Word prints and stores nowhere in the text.

Source of the numbering rules: ECMA-376 Part 1, 17.9 (numbering definitions, levels, restarts) and 17.3.1.19 (numPr).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from plans.documents import Block, Line, Table
from plans.numerals import numeral
from plans.spelling import clean

_LEVELS = 9
_BREAKS = frozenset(qn(name) for name in ("w:br", "w:cr"))
_SPACES = {qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}
#: What is not part of the text as signed: deletions, field codes, notes of reviewers; drawings are read apart.
_HIDDEN = frozenset(
    qn(name) for name in ("w:del", "w:moveFrom", "w:instrText", "w:drawing", "w:pict", "w:rPr", "w:pPr", "w:sdtPr")
)
_TEXT_BOX = qn("w:txbxContent")
#: A drawing in the form of older programs, which repeats the one beside it (ECMA-376 Part 3, 10.2.1).
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


#: Rows of a table that a plan comes nowhere near.
_MOST_ROWS = 20_000


class HugeTableError(Exception):
    """A table has more rows than a plan can have."""


def read_word(path: Path) -> list[Block]:
    """The lines and tables of a DOCX in their order; errors of python-docx and lxml pass through.

    Raises:
        HugeTableError: a table that would take minutes to read.
    """
    document = docx.Document(str(path))
    numbers = _Numbering(_numbering(document), document.styles.element)
    return list(_blocks(document.element.body, numbers))


def _numbering(document: Any) -> Any:  # noqa: ANN401  # python-docx has no types
    """The root of the numbering definitions, None where the package has none (python-docx would invent them)."""
    related = [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")]
    return related[0].element if related else None


def _blocks(parent: Any, numbers: "_Numbering") -> Iterator[Block]:  # noqa: ANN401 - XML
    for child in parent:
        if child.tag == qn("w:p"):
            yield from (Line(text) for text in _lines(child, numbers))
            for box in _text_boxes(child):
                yield from _blocks(box, numbers)
        elif child.tag == qn("w:tbl"):
            yield Table(_rows(child, numbers))
        elif child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if content is not None:
                yield from _blocks(content, numbers)
        elif child.tag in (qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
            yield from _blocks(child, numbers)


def _text_boxes(element: Any) -> Iterator[Any]:  # noqa: ANN401 - XML
    """The text boxes anchored in a paragraph, each once: not again in the fallback for older programs."""
    for child in element:
        if child.tag == _FALLBACK:
            continue
        if child.tag == _TEXT_BOX:
            yield child
        else:
            yield from _text_boxes(child)


def _lines(paragraph: Any, numbers: "_Numbering") -> list[str]:  # noqa: ANN401 - XML
    """A paragraph as lines: a manual break parts it, its printed number stands before the first."""
    text = "".join(_pieces(paragraph))
    label = numbers.label(paragraph) if text.strip() else ""
    pieces = [clean(piece) for piece in text.split("\n")]
    lines = [piece for piece in pieces if piece]
    if label and lines:
        lines[0] = f"{label} {lines[0]}"
    return lines


def _pieces(element: Any) -> Iterator[str]:  # noqa: ANN401 - XML
    for child in element:
        if child.tag in _HIDDEN or child.tag == _FALLBACK or _is_hidden(child):
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag in _SPACES:
            yield _SPACES[child.tag]
        else:
            yield from _pieces(child)


def _is_hidden(run: Any) -> bool:  # noqa: ANN401 - XML
    """Whether a run is formatted as hidden: neither on the screen nor on paper."""
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") if run.tag == qn("w:r") else None
    return vanish is not None and vanish.get(qn("w:val"), "1") not in ("0", "false", "off")


def _rows(table: Any, numbers: "_Numbering") -> tuple[tuple[str, ...], ...]:  # noqa: ANN401 - XML
    """The cells of a table on its grid: a merged cell's text stands in each place it covers."""
    if sum(1 for _ in _rows_left(table)) > _MOST_ROWS:
        raise HugeTableError
    rows: list[tuple[str, ...]] = []
    for row in _rows_left(table):
        cells: list[str] = []
        before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
        cells.extend([""] * (int(before.get(qn("w:val"), 0)) if before is not None else 0))
        for cell in row.iter(qn("w:tc")):
            if _table_of(cell) is not table:
                continue
            text = "\n".join(_cell_lines(cell, numbers))
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val"), "continue") == "continue" and rows:
                text = rows[-1][len(cells)] if len(cells) < len(rows[-1]) else text
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            cells.extend([text] * (int(span.get(qn("w:val"), 1)) if span is not None else 1))
        rows.append(tuple(cells))
    width = max((len(row) for row in rows), default=0)
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _rows_left(parent: Any) -> Iterator[Any]:  # noqa: ANN401 - XML
    """The rows of a table, those in content controls too, without those that a tracked change deletes."""
    for child in parent:
        if child.tag == qn("w:tr") and child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _rows_left(child)


def _table_of(cell: Any) -> Any:  # noqa: ANN401 - XML
    parent = cell.getparent()
    while parent is not None and parent.tag != qn("w:tbl"):
        parent = parent.getparent()
    return parent


def _cell_lines(cell: Any, numbers: "_Numbering") -> Iterator[str]:  # noqa: ANN401 - XML
    for paragraph in cell.iter(qn("w:p")):
        if not _in_fallback(paragraph):
            yield from _lines(paragraph, numbers)


def _in_fallback(element: Any) -> bool:  # noqa: ANN401 - XML
    return any(above.tag == _FALLBACK for above in element.iterancestors())


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list prints its number."""

    text: str
    format: str
    start: int
    restart: int | None
    legal: bool


@dataclass
class _List:
    """An abstract numbering definition with its running counters."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)
    by_style: dict[str, int] = field(default_factory=dict)


class _Numbering:
    """The numbers that Word would print, counted paragraph by paragraph."""

    def __init__(self, numbering: Any, styles: Any) -> None:  # noqa: ANN401 - XML
        self._lists: dict[str, _List] = {}
        self._nums: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = defaultdict(dict)
        self._own_levels: dict[tuple[str, int], _Level] = {}
        self._started: set[tuple[str, int]] = set()
        self._styles = {style.get(qn("w:styleId")): style for style in styles.iter(qn("w:style"))}
        self._default = next(
            (
                identifier
                for identifier, style in self._styles.items()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true")
            ),
            None,
        )
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Any) -> None:  # noqa: ANN401 - XML
        links: dict[str, str] = {}
        by_style_link: dict[str, str] = {}
        for abstract in numbering.iter(qn("w:abstractNum")):
            identifier = abstract.get(qn("w:abstractNumId"))
            found = _List()
            for level in abstract.iterchildren(qn("w:lvl")):
                number = int(level.get(qn("w:ilvl")))
                found.levels[number] = _level(level)
                if (style := _value(level, "w:pStyle")) is not None:
                    found.by_style[style] = number
            self._lists[identifier] = found
            if (link := _value(abstract, "w:numStyleLink")) is not None:
                links[identifier] = link
            if (link := _value(abstract, "w:styleLink")) is not None:
                by_style_link[link] = identifier
        for identifier, link in links.items():
            if link in by_style_link:
                self._lists[identifier] = self._lists[by_style_link[link]]
        for num in numbering.iter(qn("w:num")):
            self._read_num(num)

    def _read_num(self, num: Any) -> None:  # noqa: ANN401 - XML
        identifier = num.get(qn("w:numId"))
        self._nums[identifier] = _value(num, "w:abstractNumId") or ""
        for override in num.iterchildren(qn("w:lvlOverride")):
            number = int(override.get(qn("w:ilvl")))
            if (start := _value(override, "w:startOverride")) is not None:
                self._overrides[identifier][number] = int(start)
            level = override.find(qn("w:lvl"))
            if level is not None:
                self._own_levels[identifier, number] = _level(level)

    def label(self, paragraph: Any) -> str:  # noqa: ANN401 - XML
        """The number or bullet printed before a paragraph, "" for none; counts it."""
        place = self._place(paragraph)
        if place is None:
            return ""
        num, level = place
        found = self._lists.get(self._nums.get(num, ""))
        if found is None:
            return ""
        rule = self._own_levels.get((num, level), found.levels.get(level))
        if rule is None:
            return ""
        self._count(found, num, level, rule)
        if rule.format == "bullet":
            return "-"
        return self._printed(found, num, rule)

    def _count(self, found: _List, num: str, level: int, rule: _Level) -> None:
        override = self._overrides[num].get(level)
        if override is not None and (num, level) not in self._started:
            found.counters[level] = override
        elif level in found.counters:
            found.counters[level] += 1
        else:
            found.counters[level] = rule.start
        self._started.add((num, level))
        for upper in range(level):
            if upper not in found.counters and upper in found.levels:
                found.counters[upper] = found.levels[upper].start
        for lower in range(level + 1, _LEVELS):
            restart = found.levels[lower].restart if lower in found.levels else None
            # Without lvlRestart a level restarts after any level above it; 0 means it never does.
            if restart is None or (restart != 0 and level < restart):
                found.counters.pop(lower, None)

    def _printed(self, found: _List, num: str, rule: _Level) -> str:
        text = rule.text
        for level in range(_LEVELS):
            if f"%{level + 1}" not in text:
                continue
            used = self._own_levels.get((num, level), found.levels.get(level))
            style = "decimal" if rule.legal or used is None else used.format
            text = text.replace(f"%{level + 1}", numeral(found.counters.get(level, 1), style))
        return clean(text)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:  # noqa: ANN401 - XML
        """The list and level of a paragraph: its own, or its style's."""
        properties = paragraph.find(qn("w:pPr"))
        own = properties.find(qn("w:numPr")) if properties is not None else None
        style = (_value(properties, "w:pStyle") if properties is not None else None) or self._default
        from_style, at_style = self._of_style(style)
        num = _value(own, "w:numId") if own is not None else None
        level = _value(own, "w:ilvl") if own is not None else None
        num = num if num is not None else from_style[0]
        if num is None or num == "0":
            return None
        if level is None:
            found = self._lists.get(self._nums.get(num, ""))
            linked = found.by_style.get(at_style or "") if found else None
            return num, linked if linked is not None else int(from_style[1] or 0)
        return num, int(level)

    def _of_style(self, style: str | None) -> tuple[tuple[str | None, str | None], str | None]:
        """Numbering that a style or one it is based on gives, and which of them gives it."""
        seen: set[str] = set()
        while style and style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                return (_value(found, "w:numId"), _value(found, "w:ilvl")), style
            style = _value(element, "w:basedOn")
        return (None, None), None


def _level(level: Any) -> _Level:  # noqa: ANN401 - XML
    restart = _value(level, "w:lvlRestart")
    legal = level.find(qn("w:isLgl"))
    return _Level(
        text=_value(level, "w:lvlText") or "",
        format=_value(level, "w:numFmt") or "decimal",
        start=int(_value(level, "w:start") or 1),
        restart=None if restart is None else int(restart),
        legal=legal is not None and legal.get(qn("w:val"), "1") not in ("0", "false"),
    )


def _value(parent: Any, name: str) -> str | None:  # noqa: ANN401 - XML
    found = parent.find(qn(name))
    value = found.get(qn("w:val")) if found is not None else None
    return None if value is None else str(value)
