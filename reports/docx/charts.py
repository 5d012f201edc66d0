"""The charts of a report as pictures in the Word document: one annex, each picture with its title and words instead."""

import importlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol
from xml.sax.saxutils import quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.parts.document import DocumentPart
from markupsafe import Markup

from reports.compiled import CompiledReport
from reports.docx.styles import TEXT_HEIGHT, TEXT_WIDTH
from reports.docx.widths import millimetres
from reports.text import clean

_EMU_PER_MM = 36_000
_WIDEST, _HIGHEST = 160.0, 195.0
#: Millimetres that the head of the annex takes, and the space above and below a chart and its title.
_ANNEX_HEAD, _ABOUT = 33.0, 9.0
_TITLE_SIZE, _NOTE_SIZE = 12, 11
_LINE = 25.4 / 72 * 1.15
_RAGGED = 1.05
_HARD = "\u00a0"
_INLINE = (
    '<w:r><w:drawing><wp:inline {ns} distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name={name} descr={alt}/>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name={name} descr={alt}/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)


class Chart(Protocol):
    """What is needed of a chart: its title, all it finds, the note under it, the words instead of it, and the picture.

    Its size is in millimetres.
    """

    @property
    def code(self) -> str: ...  # noqa: D102 - a protocol
    @property
    def title(self) -> str: ...  # noqa: D102 - a protocol
    @property
    def finding(self) -> str: ...  # noqa: D102 - a protocol
    @property
    def note(self) -> str: ...  # noqa: D102 - a protocol
    @property
    def alt(self) -> str: ...  # noqa: D102 - a protocol
    @property
    def width_mm(self) -> float: ...  # noqa: D102 - a protocol
    @property
    def height_mm(self) -> float: ...  # noqa: D102 - a protocol
    @property
    def svg(self) -> str: ...  # noqa: D102 - a protocol
    @property
    def png(self) -> bytes: ...  # noqa: D102 - a protocol


@dataclass(frozen=True)
class ChartsAnnex:
    """The annex of charts: its number, its title, the line that ties it to the report, and its pictures.

    `findings` are what the charts show, in the order of their importance; the pictures stand as pages have room.
    """

    name: str
    title: str
    note: str
    pictures: Sequence[dict[str, object]]
    findings: Sequence[str] = ()


def charts(compiled: CompiledReport) -> Sequence[Chart]:
    """The charts that a report has; none where this installation cannot draw any."""
    try:
        draw = importlib.import_module("reports.charts").charts_of
    except (ImportError, AttributeError):
        return ()
    return tuple(draw(compiled))


def paged(drawn: Sequence[Chart]) -> list[Chart]:
    """The charts in the order in which they fill pages: one for which a page before has room stands on it."""
    pages: list[list[Chart]] = []
    left: list[float] = []
    for chart in drawn:
        high = _room_taken(chart)
        page = next((n for n, room in enumerate(left) if high <= room), len(left))
        if page == len(left):
            pages.append([])
            left.append(TEXT_HEIGHT - (0 if page else _ANNEX_HEAD))
        pages[page].append(chart)
        left[page] -= high
    return [chart for page in pages for chart in page]


def last_held(title: str) -> str:
    """A title whose last three words stay on one line, so that none of them stands alone: "7 không đổi"."""
    return _HARD.join(title.rsplit(" ", 2))


def _room_taken(chart: Chart) -> float:
    """Millimetres of a page that a chart takes with its title, its note and the space about them."""
    titled = _high(chart.title, _TITLE_SIZE, bold=True) + _high(chart.note, _NOTE_SIZE)
    return chart.height_mm * _shrunk(chart) + titled + _ABOUT


def _high(words: str, size: int, *, bold: bool = False) -> float:
    return ceil(millimetres(words, bold=bold, size=size) * _RAGGED / TEXT_WIDTH) * size * _LINE


def _shrunk(chart: Chart) -> float:
    return min(1.0, _WIDEST / chart.width_mm, _HIGHEST / chart.height_mm)


def picture(part: DocumentPart, chart: Chart, number: int, *, vector: bool = False) -> Markup:
    """A run that shows a chart; its bytes become a part of the document once.

    A `vector` picture is for LibreOffice, which sets it as such in a PDF; Word opens none that has no dots beside it.
    """
    if vector:
        place = PackURI(f"/word/media/chart{number}.svg")
        image = Part(place, "image/svg+xml", chart.svg.encode(), part.package)
        relation = part.relate_to(image, RELATIONSHIP_TYPE.IMAGE)
    else:
        relation, _image = part.get_or_add_image(io.BytesIO(chart.png))
    shrunk = _shrunk(chart)
    drawn = _INLINE.format(
        ns=nsdecls("wp", "a", "pic", "r"),
        width=round(chart.width_mm * shrunk * _EMU_PER_MM),
        height=round(chart.height_mm * shrunk * _EMU_PER_MM),
        number=number,
        name=quoteattr(f"Biểu đồ {number}"),
        alt=_attribute(chart.alt),
        relation=relation,
    )
    return Markup(drawn)  # noqa: S704 - drawn from numbers and quoted words


def _attribute(words: str) -> str:
    return quoteattr(" ".join(clean(words).split()))
