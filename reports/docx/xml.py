"""WordprocessingML as text: paragraphs and tables are written whole and parsed once.

Building tables cell by cell through an object model takes a hundred times as long as a report may take.
Lengths are millimetres, type sizes points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from reports.text import clean

_TWIPS_PER_MM = 1440 / 25.4
#: Widths of bold Times New Roman capitals and small letters, in millimetres per point of type size.
_CAPITAL_MM, _SMALL_MM = 0.245, 0.17
#: Letters of a table's cell: some ten lines in a wide column.
_MOST_UNSPLIT = 900
#: So many rows at the end of a table stand together, with the note under it.
_TOGETHER = 5
_TIGHT = '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/></w:tblCellMar>'
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres * _TWIPS_PER_MM)


def width_of(text: str, size: float) -> float:
    """About how wide a line of bold text is."""
    return size * sum(_CAPITAL_MM if letter.isupper() else _SMALL_MM for letter in text)


def run(text: str, style: str = "") -> str:
    """A run of text, in a character style where one is named; line breaks stay line breaks."""
    said = escape(clean(text)).replace("\n", _BREAK)
    properties = f"<w:rPr><w:rStyle w:val={quoteattr(style)}/></w:rPr>" if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{said}</w:t></w:r>'


def paragraph(style: str, *runs: str, kept: bool = False) -> str:
    """A paragraph of runs in a paragraph style; `kept` on the page of what follows."""
    keep = "<w:keepNext/>" if kept else ""
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{keep}</w:pPr>{''.join(runs)}</w:p>"


def line(style: str, text: str) -> str:
    """A paragraph of one run."""
    return paragraph(style, run(text))


def rule(width: float, room: float, style: str = "DondocRule") -> str:
    """A centred rule of a given width in a space `room` wide: the upper border of a paragraph of no height."""
    side = twips(max(0.0, (room - width) / 2))
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    indent = f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/>'
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{border}{indent}</w:pPr></w:p>"


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its heading and its width; figures stand to the right, they and what is `firm` on one line.

    What is `led` begins each line with whose words they are, up to a colon; what is `named` has a name as first line.
    """

    title: str
    width: float = 0.0
    figures: bool = False
    firm: bool = False
    led: bool = False
    named: bool = False

    @property
    def on_one_line(self) -> bool:
        """Whether what stands in it is not to be broken."""
        return self.figures or self.firm


def _cell(width: float, content: str, *, span: int = 1, top: bool = False) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    align = "top" if top else "center"
    properties = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>{spanned}<w:vAlign w:val="{align}"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def _row(cells: Iterable[str], *, header: bool = False, whole: bool = True) -> str:
    properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if header else "")
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def _table(style: str, widths: Sequence[float], rows: Iterable[str], *, tight: bool = False) -> str:
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    total = sum(twips(width) for width in widths)
    properties = (
        f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/>{_TIGHT if tight else ""}'
    )
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _lines(column: Column, text: str, *, kept: bool = False) -> str:
    style = "DondocTableNumber" if column.figures else "DondocTableText"
    said = text.split("\n")
    told = [*map(_led if column.led else run, said)]
    if column.named:
        told[0] = _marked(said[0], "b")
    return "".join(paragraph(style, one, kept=kept) for one in told)


def _led(text: str) -> str:
    lead, colon, words = text.partition(": ")
    return _marked(lead + colon, "i") + run(words) if colon else run(text)


def _marked(text: str, mark: str) -> str:
    return run(text).replace("<w:r>", f"<w:r><w:rPr><w:{mark}/></w:rPr>", 1)


def data_table(columns: Sequence[Column], rows: Sequence[Sequence[str] | str], *, tight: bool = False) -> str:
    """A ruled table whose heading repeats on every page; a lone text spans the row.

    Rows do not split over pages, but for those with more text in a cell than may leave a page half empty; the last ones
    stand on one page. `tight` leaves no room above and below the text.
    """
    widths = [column.width for column in columns]
    head = [_cell(column.width, line("DondocTableHead", column.title)) for column in columns]
    body = []
    for before_end, row in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
        kept = before_end < _TOGETHER
        if isinstance(row, str):
            content = line("DondocTableGroup", row)
            body.append(_row([_cell(sum(widths), content, span=len(columns))]))
        else:
            whole = max(map(len, row)) <= _MOST_UNSPLIT
            cells = (
                _cell(column.width, _lines(column, text, kept=kept and whole))
                for column, text in zip(columns, row, strict=True)
            )
            body.append(_row(cells, whole=whole))
    return _table("DondocGrid", widths, [_row(head, header=True), *body], tight=tight)


def side_by_side(left: float, right: float, rows: Iterable[tuple[str, str]]) -> str:
    """A borderless table of two columns, as the head and foot of official documents are set."""
    built = [_row([_cell(left, one, top=True), _cell(right, other, top=True)]) for one, other in rows]
    return _table("DondocPlain", (left, right), built)


def append(document: Document, parts: Iterable[str]) -> None:
    """Parse the parts and add them at the document's end, before the properties of its last section."""
    root = parse_xml(f"<w:body {nsdecls('w')}>{''.join(parts)}</w:body>")
    last = document.element.body.sectPr
    for element in list(root):
        last.addprevious(element)
