"""A report in the official form, made by hand as a clerk would in Word: direct marks, tables for head and foot."""

from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

CENTRE, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
LONG = (
    "Thực hiện Kế hoạch của Ủy ban nhân dân tỉnh Sông Thao, Sở A báo cáo kết quả công tác kiểm tra năm 2015 trên địa "
    "bàn tỉnh (số liệu chi tiết tại Phụ lục I và Phụ lục II kèm theo) như sau:"
)
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


class Paper:
    """A document under construction; `named` finds its paragraphs again."""

    def __init__(self) -> None:
        self.document: Document = docx.Document()
        self.named: dict[str, Paragraph] = {}
        language = parse_xml(f'<w:lang {nsdecls("w")} w:val="vi-VN"/>')
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Times New Roman", Pt(14)
        normal.paragraph_format.space_after = Pt(0)
        for old in normal.element.rPr.findall(qn("w:lang")):
            normal.element.rPr.remove(old)
        normal.element.rPr.append(language)

    def set(
        self,
        paragraph: Paragraph,
        text: str,
        size: float = 14,
        *,
        bold: bool = False,
        italic: bool = False,
        align: Any = CENTRE,
    ) -> Paragraph:
        """Write a paragraph with direct marks only."""
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(size), bold or None, italic or None
        paragraph.alignment = align
        return paragraph

    def line(self, name: str, text: str, size: float = 14, **look: Any) -> Paragraph:
        self.named[name] = self.set(self.document.add_paragraph(), text, size, **look)
        return self.named[name]

    def body(self, name: str, text: str, **look: Any) -> Paragraph:
        paragraph = self.line(name, text, align=JUSTIFY, **look)
        form = paragraph.paragraph_format
        form.first_line_indent, form.space_before, form.line_spacing = Mm(12.7), Pt(6), 1.1
        return paragraph

    def heading(self, name: str, text: str, *, bold: bool = True) -> Paragraph:
        paragraph = self.body(name, text, bold=bold)
        paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def in_cell(self, cell: Any, name: str, text: str, size: float, **look: Any) -> Paragraph:
        used = not cell.paragraphs[0].text and cell.paragraphs[0].alignment is None
        self.named[name] = self.set(cell.paragraphs[0] if used else cell.add_paragraph(), text, size, **look)
        return self.named[name]

    def save(self, path: Path) -> Path:
        self.document.save(str(path))
        return path

    def run(self, name: str) -> Run:
        return self.named[name].runs[0]

    def retext(self, name: str, text: str) -> None:
        self.run(name).text = text


def rule_below(paragraph: Paragraph, room: float, length: float) -> None:
    """A border below, as long as the indents on both sides leave it, in millimetres."""
    border = '<w:pBdr {}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    following = parse_xml(f"<w:p {nsdecls('w')}><w:pPr/></w:p>")
    paragraph._p.addnext(following)
    empty = Paragraph(following, paragraph._parent)
    following.pPr.append(parse_xml(border.format(nsdecls("w"))))
    side = Mm((room - length) / 2)
    empty.paragraph_format.left_indent = empty.paragraph_format.right_indent = side


def page_number(paragraph: Paragraph, align: Any = CENTRE, size: float = 13) -> None:
    """A PAGE field as Word writes one, in parts."""
    paragraph.alignment = align
    for kind, text in (("begin", ""), ("", " PAGE   \\* MERGEFORMAT "), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.size = Pt(size)
        if kind == "":
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve">{text}</w:instrText>'))
        elif kind != "text":
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))


def right_paper() -> Paper:
    """A whole report without a fault."""
    paper = Paper()
    _page(paper)
    _head(paper)
    _text(paper)
    _foot(paper)
    _annexes(paper)
    return paper


def _page(paper: Paper) -> None:
    section = paper.document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.different_first_page_header_footer = True
    page_number(section.header.paragraphs[0])


def _head(paper: Paper) -> None:
    table = paper.document.add_table(2, 2)
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Mm(64), Mm(96)
    for column, wide in zip(table.columns, (Mm(64), Mm(96)), strict=True):
        column.width = wide
    (left, right), (number, date) = ([*row.cells] for row in table.rows)
    paper.in_cell(left, "superior", "UBND TỈNH SÔNG THAO", 12)
    paper.in_cell(left, "issuer", "SỞ A", 12, bold=True)
    rule_below(paper.named["issuer"], 60, 4.5)
    paper.in_cell(right, "nation", NATION, 12, bold=True)
    paper.in_cell(right, "motto", "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
    rule_below(paper.named["motto"], 92, 58)
    paper.in_cell(number, "number", "Số: 05/BC-SA", 13)
    paper.in_cell(date, "date", "Sông Thao, ngày 08 tháng 02 năm 2016", 13, italic=True)
    paper.line("blank", "")
    paper.line("kind", "BÁO CÁO", bold=True)
    paper.line("subject", "Kết quả công tác kiểm tra năm 2015", bold=True)
    rule_below(paper.named["subject"], 160, 35)
    paper.line("addressed", "Kính gửi: Ủy ban nhân dân tỉnh Sông Thao.")


def _text(paper: Paper) -> None:
    paper.body("opening", LONG)
    paper.heading("I", "I. TÌNH HÌNH")
    paper.heading("1", "1. Đặc điểm")
    paper.body("first", LONG.replace("như sau:", "trong năm."))
    paper.heading("2", "2. Công tác kiểm tra")
    for letter in "abcdđe":
        paper.body(letter, f"{letter}) Nội dung thứ nhất của công tác kiểm tra trong năm;")
    paper.heading("II", "II. PHƯƠNG HƯỚNG")
    paper.body("item", "- Tiếp tục duy trì các đội kiểm tra liên ngành của huyện và của xã trong năm tới trên cả tỉnh.")
    paper.heading("III", "III. KIẾN NGHỊ")
    paper.body("closing", "Đề nghị Ủy ban nhân dân tỉnh xem xét, chỉ đạo./.")


def _foot(paper: Paper) -> None:
    table = paper.document.add_table(1, 2)
    left, right = table.rows[0].cells
    paper.in_cell(left, "recipients-head", "Nơi nhận:", 12, bold=True, italic=True, align=LEFT)
    for name, text in (("to-1", "- Như trên;"), ("to-2", "- Lãnh đạo Sở;"), ("to-3", "- Lưu: VT, KT.")):
        paper.in_cell(left, name, text, 11, align=LEFT)
    paper.in_cell(right, "authority", "KT. GIÁM ĐỐC", 14, bold=True)
    paper.in_cell(right, "office", "PHÓ GIÁM ĐỐC", 14, bold=True)
    for _ in range(3):
        right.add_paragraph()
    paper.in_cell(right, "signer", "Nguyễn Văn A", 14, bold=True)


def _annexes(paper: Paper) -> None:
    for number, title in (("I", "SỐ LIỆU KIỂM TRA"), ("II", "SỐ LIỆU XỬ LÝ")):
        section = paper.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        paper.line(f"annex-{number}", f"Phụ lục {number}", bold=True)
        paper.line(f"title-{number}", title, bold=True)
        paper.line(f"note-{number}", "(Kèm theo Báo cáo số 05/BC-SA ngày 08 tháng 02 năm 2016 của Sở A)", italic=True)
        table = paper.document.add_table(9, 3, style="Table Grid")
        for at, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                paper.set(cell.paragraphs[0], ("TT", "Chỉ tiêu", "Số liệu")[column] if not at else str(at), 12)
        repeat_head(table)


def repeat_head(table: Any, *, repeat: bool = True) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    for old in properties.findall(qn("w:tblHeader")):
        properties.remove(old)
    if repeat:
        properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def recolour(run: Run) -> None:
    run.font.color.rgb = RGBColor(0x1F, 0x4E, 0x79)


def refont(run: Run, name: str) -> None:
    run.font.name = name


def drop(*paragraphs: Paragraph) -> None:
    for paragraph in paragraphs:
        paragraph._p.getparent().remove(paragraph._p)


def drop_rule(paragraph: Paragraph) -> None:
    """Take away the line below a paragraph."""
    below = paragraph._p.getnext()
    below.getparent().remove(below)


def picture_xml(description: str) -> Any:
    """A picture in a run, with its alternative text."""
    spaces = (
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    )
    return parse_xml(
        f'<w:r {nsdecls("w")} {spaces}><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
        f'<wp:docPr id="1" name="Hình" descr="{description}"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def shape_line(length: float) -> Any:
    """A horizontal line drawn as a shape, floating, `length` millimetres long."""
    spaces = (
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    drawn = (
        f'<w:drawing><wp:anchor><wp:extent cx="{round(length * 36000)}" cy="0"/><wp:docPr id="2" name="Đường"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvCnPr/>'
        '<wps:spPr><a:prstGeom prst="line"/></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>'
    )
    older = '<w:pict><v:line from="0,0" to="100pt,0"/></w:pict>'
    choice = f'<mc:Choice Requires="wps">{drawn}</mc:Choice><mc:Fallback>{older}</mc:Fallback>'
    return parse_xml(f"<w:r {nsdecls('w')} {spaces}><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>")
