"""From Word's XML to paragraphs, tables, pictures and lines, in the order in which they are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reports.conformity.drawings import Drawing, drawings
from reports.conformity.numbering import Numbering
from reports.conformity.paragraphs import Container, Paragraph, Picture, Span, Table
from reports.conformity.styles import Letters, Styles, table_style
from reports.conformity.xml import Element, W, local, number, switch, value

_CELL_SIDE = 108  # Word's own, where a table does not say
_TABLE_WORDS = 40
_INSIDE = frozenset({"ins", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "moveTo", "dir"})
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_DRAWN = frozenset({"drawing", "pict", "object", "AlternateContent"})


@dataclass
class _Runs:
    """What the runs of a paragraph add up to."""

    spans: list[Span] = field(default_factory=list)
    drawn: list[Drawing] = field(default_factory=list)
    tabs: list[str] = field(default_factory=list)
    page: Letters | None = None
    page_tabs: tuple[str, ...] = ()
    page_break: bool = False
    code: str | None = None


class Walker:
    """Reads one story (the text, a header, a footer) after another with the same styles and lists."""

    def __init__(self, styles: Styles, numbering: Numbering, rooms: Sequence[int] = ()) -> None:
        self._styles, self._numbering, self._rooms = styles, numbering, rooms
        self._looks: dict[tuple[str | None, str | None], Letters] = {}
        self.paragraphs: list[Paragraph] = []
        self.tables: list[Table] = []
        self.pictures: list[Picture] = []
        self._section = self._number = 0

    def walk(self, root: Element) -> None:
        """Read the blocks of a body, header or footer."""
        self._blocks(root, Container(), None)

    def _room(self) -> int:
        return self._rooms[min(self._section, len(self._rooms) - 1)] if self._rooms else 0

    def _blocks(self, parent: Element, container: Container, table: str | None) -> None:
        for child in parent:
            name = local(child)
            if name == "p":
                self._paragraph(child, container, table)
            elif name == "tbl":
                self._table(child, container)
            elif name in _INSIDE:
                self._blocks(child, container, table)

    def _paragraph(self, element: Element, container: Container, table: str | None) -> None:
        properties = element.find(W + "pPr")
        if container.kind == "body":
            container = replace(container, room=self._room())
        runs = _Runs()
        self._runs(element, value(properties, "pStyle"), table, runs)
        printed = any(span.text.strip() for span in runs.spans)
        label = self._numbering.label(properties, printed=printed)
        shape = self._styles.shape(properties, table, label.shape, numbered_by_style=label.by_style)
        self._number += printed
        self.paragraphs.append(
            Paragraph(
                number=self._number if printed else 0,
                spans=runs.spans,
                shape=shape,
                container=container,
                section=self._section,
                label=label.text,
                lines=[one.length for one in runs.drawn if one.kind == "line"],
                page_break=runs.page_break,
                page_field=runs.page,
                page_tabs=runs.page_tabs,
            )
        )
        for one in runs.drawn:
            if one.kind == "picture":
                self.pictures.append(Picture(self._number, one.words))
            for story in one.stories:
                self._blocks(story, Container("box", room=one.length, align=one.align), None)
        if properties is not None and properties.find(W + "sectPr") is not None:
            self._section += 1

    def _runs(self, parent: Element, style: str | None, table: str | None, into: _Runs) -> None:
        for child in parent:
            name = local(child)
            if name == "r":
                self._run(child, style, table, into)
            elif name in _INSIDE:
                if name == "fldSimple" and _is_page(child.get(W + "instr", "")):
                    run = child.find(W + "r")
                    properties = run.find(W + "rPr") if run is not None else None
                    self._page(self._letters(properties, style, table), into)
                self._runs(child, style, table, into)

    def _run(self, run: Element, style: str | None, table: str | None, into: _Runs) -> None:
        letters = self._letters(run.find(W + "rPr"), style, table)
        if letters.hidden:
            return
        text = ""
        for child in run:
            name = local(child)
            if name == "t":
                text += child.text or ""
            elif name in _SIGNS:
                text += _SIGNS[name]
                into.tabs += [""] * (name == "tab")
            elif name == "ptab":
                text += "\t"
                into.tabs.append(child.get(W + "alignment", ""))
            elif name == "br":
                page = child.get(W + "type") == "page"
                into.page_break |= page
                text += "" if page or child.get(W + "type") == "column" else "\n"
            elif name in ("fldChar", "instrText"):
                self._field(child, letters, into)
            elif name in _DRAWN:
                into.drawn.extend(drawings(child))
        if text:
            into.spans.append(Span(text, letters))

    def _field(self, element: Element, letters: Letters, into: _Runs) -> None:
        """A field written in parts: its code lies between its beginning and the sign that parts it from its result."""
        kind = element.get(W + "fldCharType")
        if local(element) == "instrText":
            into.code = (into.code or "") + (element.text or "")
        elif kind in ("separate", "end") and into.code is not None:
            if _is_page(into.code):
                self._page(letters, into)
            into.code = None

    @staticmethod
    def _page(letters: Letters, into: _Runs) -> None:
        into.page, into.page_tabs = letters, tuple(into.tabs)

    def _letters(self, own: Element | None, style: str | None, table: str | None) -> Letters:
        if own is not None and len(own):
            return self._styles.letters(own, style, table)
        if (style, table) not in self._looks:
            self._looks[style, table] = self._styles.letters(None, style, table)
        return self._looks[style, table]

    def _table(self, table: Element, within: Container) -> None:
        index = len(self.tables)
        rows = list(_content(table, "tr"))
        grid = [number(one.get(W + "w")) or 0 for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        first = rows[0].find(W + "trPr") if rows else None
        self.tables.append(
            Table(
                index=index,
                rows=len(rows),
                columns=max([len(grid), *(sum(1 for _ in _content(row, "tc")) for row in rows[:1])]),
                bordered=self._styles.table_borders(table),
                repeats=bool(switch(first, "tblHeader")),
                words=_first_words(rows[0]) if rows else "",
            )
        )
        sides = _sides([*self._styles.chain(table_style(table), "table"), table])
        for at, row in enumerate(rows):
            column = number(value(row.find(W + "trPr"), "gridBefore")) or 0
            for cell in _content(row, "tc"):
                properties = cell.find(W + "tcPr")
                span = number(value(properties, "gridSpan")) or 1
                wide = sum(grid[column : column + span]) or number(value(properties, "tcW", "w")) or within.room
                self._blocks(cell, Container("cell", index, at, column, max(0, wide - sides)), table_style(table) or "")
                column += span


def _content(parent: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls."""
    for child in parent:
        if local(child) == name:
            yield child
        elif local(child) in _INSIDE:
            yield from _content(child, name)


def _sides(layers: Sequence[Element]) -> int:
    """The margins of a cell, left and right together, from a table's styles and then the table itself."""
    left = right = _CELL_SIDE
    for layer in layers:
        own = layer.find(f"{W}tblPr/{W}tblCellMar")
        said = [number(value(own, one, "w")) for one in ("left", "start", "right", "end")]
        left = next((one for one in said[:2] if one is not None), left)
        right = next((one for one in said[2:] if one is not None), right)
    return left + right


def _first_words(row: Element) -> str:
    cells = ("".join(text.text or "" for text in cell.iter(W + "t")) for cell in row.iter(W + "tc"))
    words = " ".join(" | ".join(cell for cell in cells if cell).split())
    return words if len(words) <= _TABLE_WORDS else words[:_TABLE_WORDS].rsplit(" ", 1)[0] + "…"


def _is_page(code: str) -> bool:
    return code.split()[:1] in (["PAGE"], ["page"], ["Page"])
