"""The styles, page and page numbers of an official document: everything about its form that is not its text.

Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I (profile `ND30`); Thông tư 01/2011/TT-BNV (profile `TT01-2011`, in force in
2015), which puts the page number at the bottom right.
"""

from dataclasses import dataclass

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.section import Section, _Footer, _Header
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from reports.docx.xml import twips

FONT = "Times New Roman"
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 20
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
TEXT_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
ANNEX_WIDTH = PAGE_HEIGHT - LEFT - RIGHT
ANNEX_HEIGHT = PAGE_WIDTH - TOP - BOTTOM
#: Lines of the body's paragraphs, single to one and a half.
_APART = 1.0
#: Points of the letters in tables, and millimetres between a cell's rule and its text, beside and above it.
TABLE_SIZE = 11
CELL_SIDE, CELL_HIGH = 1.0, 0.335

_CENTRE, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True)
class _Look:
    """One paragraph style: type size in points, spacing in points, first-line indent in centimetres."""

    size: float
    align: WD_ALIGN_PARAGRAPH = _CENTRE
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    indent: float = 0
    left: float = 0
    keep: bool = False
    line: float = 1.0


_LOOKS: dict[str, _Look] = {
    "DondocNation": _Look(12, bold=True),
    "DondocMotto": _Look(13, bold=True),
    "DondocSuperior": _Look(12),
    "DondocIssuer": _Look(12, bold=True),
    "DondocNumber": _Look(13, before=6),
    "DondocPlaceDate": _Look(13, italic=True, before=6),
    "DondocKind": _Look(14, bold=True, before=12, keep=True),
    "DondocSubject": _Look(14, bold=True, keep=True),
    "DondocTo": _Look(14, before=12, after=6),
    "DondocToList": _Look(14, _LEFT, left=5.5, after=2),
    "DondocBody": _Look(14, _JUSTIFY, indent=1.27, after=6, line=_APART),
    "DondocOpening": _Look(14, _JUSTIFY, indent=1.27, before=8, after=6, line=_APART),
    "DondocQuestion": _Look(14, _JUSTIFY, italic=True, indent=1.27, after=6, keep=True),
    "DondocClosing": _Look(14, _JUSTIFY, indent=1.27, after=6, keep=True, line=_APART),
    "DondocOffice": _Look(14, bold=True, keep=True),
    "DondocRecipientsHead": _Look(12, _LEFT, bold=True, italic=True),
    "DondocRecipients": _Look(11, _LEFT),
    "DondocAnnex": _Look(14, bold=True, keep=True),
    "DondocAnnexTitle": _Look(14, bold=True, keep=True),
    "DondocAnnexNote": _Look(14, italic=True, after=6, keep=True),
    "DondocTableTitle": _Look(12, _LEFT, bold=True, before=10, after=4, keep=True),
    "DondocTableNote": _Look(11, _LEFT, italic=True, before=4),
    "DondocTableHead": _Look(TABLE_SIZE, bold=True, keep=True),
    "DondocTableText": _Look(TABLE_SIZE, _LEFT),
    "DondocTableNumber": _Look(TABLE_SIZE, _RIGHT),
    "DondocTableGroup": _Look(TABLE_SIZE, _LEFT, bold=True, keep=True),
    "DondocChartTitle": _Look(12, bold=True, before=6, after=4, keep=True),
    "DondocChart": _Look(12, after=4),
    "DondocChartNote": _Look(11, italic=True, after=8),
    "DondocTag": _Look(9, _LEFT),
    "DondocPage": _Look(13),
    "DondocPageRight": _Look(13, _RIGHT),
}
_HEADINGS = {
    "Heading 1": _Look(14, _JUSTIFY, bold=True, before=9, after=6, indent=1.27, keep=True),
    "Heading 2": _Look(14, _JUSTIFY, bold=True, before=4, after=6, indent=1.27, keep=True),
    "Heading 3": _Look(14, _JUSTIFY, before=6, after=6, indent=1.27, keep=True),
}
_TABLE_STYLE = """
<w:style {ns} w:type="table" w:customStyle="1" w:styleId="{name}">
<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:tblPr>{borders}<w:tblCellMar>
<w:top w:w="{high}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>
<w:bottom w:w="{high}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/>
</w:tblCellMar></w:tblPr></w:style>"""
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def prepare(document: Document) -> None:
    """Set fonts and define every style that a report uses."""
    normal = document.styles["Normal"]
    _set_font(normal, 14)
    normal.element.get_or_add_pPr().append(parse_xml(f"<w:widowControl {nsdecls('w')}/>"))
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(name), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    for name, look in _LOOKS.items():
        _define(document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), look)
    for name, look in _HEADINGS.items():
        _define(document.styles[name], look)
    _define_rule(document)
    for name, (bold, italic, size) in {"DondocName": (True, False, 0), "DondocSource": (False, True, 0)}.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.bold, style.font.italic = bold or None, italic or None
        style.font.size = Pt(size) if size else None
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)
    grid = ("DondocGrid", f"<w:tblBorders>{borders}</w:tblBorders>", twips(CELL_SIDE), twips(CELL_HIGH))
    for name, inner, side, high in (grid, ("DondocPlain", "", 0, 0)):
        xml = _TABLE_STYLE.format(ns=nsdecls("w"), name=name, borders=inner, side=side, high=high)
        document.styles.element.append(parse_xml(xml))


def _set_font(style: ParagraphStyle | CharacterStyle, size: float) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "heme" in name:  # a theme's font would win over the name
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)


def _define(style: ParagraphStyle, look: _Look) -> None:
    _set_font(style, look.size)
    style.font.bold, style.font.italic = look.bold, look.italic
    form = style.paragraph_format
    form.alignment = look.align
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.first_line_indent, form.left_indent = Cm(look.indent), Cm(look.left)
    form.line_spacing = look.line
    form.keep_with_next, form.widow_control = look.keep, True


def _define_rule(document: Document) -> None:
    """A paragraph of hardly any height, for rules and for the ends of sections."""
    for name in ("DondocRule", "DondocEnd"):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _define(style, _Look(1, before=2 if name == "DondocRule" else 0))
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = Pt(3 if name == "DondocRule" else 1)


def set_page(section: Section, profile: str, *, landscape: bool = False, restart: bool = False) -> None:
    """A4 with the margins of the law, and page numbers as the profile has them; the first page shows none."""
    width, height = (PAGE_HEIGHT, PAGE_WIDTH) if landscape else (PAGE_WIDTH, PAGE_HEIGHT)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    if restart:
        _restart_numbers(section)  # and the number stands where the first section has it
    elif profile == "TT01-2011":
        _number_pages(section.footer, "DondocPageRight")
    else:
        _number_pages(section.header, "DondocPage")


def _restart_numbers(section: Section) -> None:
    """An annex counts its own pages (Phụ lục I, mục II.7)."""
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:pgMar")).addnext(numbers)


def _number_pages(place: _Header | _Footer, style: str) -> None:
    place.is_linked_to_previous = False
    paragraph = place.paragraphs[0]
    paragraph.style = style
    field = '<w:fldSimple {} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field.format(nsdecls("w"))))
