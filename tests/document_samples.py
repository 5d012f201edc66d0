"""Documents for the tests of the reader: fictional plans in every form that plans come in."""

from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from plans.documents import text_blocks
from plans.reading import DocumentReading, reading_of

SHARED = Path(__file__).resolve().parent / "documents" / "phu-tho-2015.txt"

#: A province's plan on drugs: letterhead, `1.` and `a)`, bullets, assignments before solutions, dates in words.
DRUGS = """\
ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH SÔNG THAO                    Độc lập - Tự do - Hạnh phúc
Số: 45/KH-UBND                 Sông Thao, ngày 12 tháng 01 năm 2016

KẾ HOẠCH
Phòng, chống ma túy trên địa bàn tỉnh Sông Thao năm 2016

Căn cứ Luật Phòng, chống ma túy ngày 09/12/2000;
Căn cứ Quyết định số 2434/QĐ-TTg ngày 13/12/2013 của Thủ tướng Chính phủ phê duyệt Đề án đổi mới công tác cai nghiện;
Căn cứ Chỉ thị số 21-CT/TW ngày 26/3/2008 của Bộ Chính trị về tăng cường lãnh đạo công tác phòng, chống ma túy;

I. MỤC TIÊU
1. Mục tiêu chung: Kiềm chế sự gia tăng người nghiện.
2. Chỉ tiêu cụ thể
- Ít nhất 80% số người nghiện được quản lý.
- 100% xã, phường, thị trấn có đội tình nguyện.

II. PHÂN CÔNG TRÁCH NHIỆM
1. CÔNG AN TỈNH
a) Chủ trì, phối hợp với Bộ Chỉ huy BĐBP tỉnh, Sở Lao động-Thương binh và Xã hội triệt phá các điểm phức tạp.
b) Tổng hợp, báo cáo UBND tỉnh kết quả thực hiện định kỳ 6 tháng, hằng năm (trước ngày 15/6 và 15/12).
2. Sở LĐ-TB&XH
a) Xây dựng, trình UBND tỉnh ban hành đề án cai nghiện tại cộng đồng, hoàn thành trong quý II/2016.
b) Phối hợp với Sở Y tế, UBND các huyện, thị xã, thành phố tổ chức cai nghiện cho người nghiện.
3. Các Sở: Thông tin và Truyền thông, Giáo dục và Đào tạo
- Tuyên truyền trong trường học và trên các phương tiện thông tin.
- Báo cáo kết quả về Công an tỉnh trước ngày 25 hằng tháng.
4. Sở Tư pháp có trách nhiệm phổ biến pháp luật về phòng, chống ma túy.
5. Viện Kiểm sát nhân dân tỉnh, Tòa án nhân dân tỉnh: Đẩy nhanh tiến độ truy tố, xét xử.
6. Đề nghị Tỉnh đoàn, Hội Liên hiệp Phụ nữ tỉnh
Vận động đoàn viên, hội viên tham gia phòng, chống ma túy.
7. UBND CÁC HUYỆN, THỊ XÃ, THÀNH PHỐ
- Xây dựng kế hoạch và tổ chức thực hiện tại địa phương, xong trước ngày 31/3/2016.
- Cung cấp danh sách người nghiện cho Công an tỉnh.
Yêu cầu Thủ trưởng các sở, ban, ngành và Chủ tịch UBND các huyện, thị xã, thành phố nghiêm túc thực hiện.
Trên đây là Kế hoạch phòng, chống ma túy năm 2016; giao Công an tỉnh theo dõi, đôn đốc./.

III. GIẢI PHÁP
1) Tuyên truyền sâu rộng trong nhân dân.
2) Tăng cường quản lý cơ sở kinh doanh có điều kiện.

Nơi nhận:                               TM. ỦY BAN NHÂN DÂN
- Bộ Công an (b/c);
- Các sở, ban, ngành; UBND các huyện;
- Lưu: VT, NC.
"""

#: A district's plan on children, with `1.1`, bodies in bullets, `+` below `-`, labels in lines of their own.
CHILDREN = """\
UBND HUYỆN THANH LÂM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 08/KH-UBND
Thanh Lâm, ngày 05 tháng 02 năm 2018
KẾ HOẠCH
Thực hiện công tác bảo vệ, chăm sóc trẻ em
năm 2018 trên địa bàn huyện Thanh Lâm

Căn cứ Luật Trẻ em số 102/2016/QH13 ngày 05 tháng 4 năm 2016;
Thực hiện Kế hoạch số 11/KH-UBND ngày 10/01/2018 của UBND tỉnh về công tác trẻ em năm 2018.

I/ MỤC ĐÍCH, YÊU CẦU
Bảo đảm mọi trẻ em được bảo vệ.
II/ NHIỆM VỤ
1. Truyền thông
1.1. Tổ chức Tháng hành động vì trẻ em.
- Đơn vị chủ trì: Phòng LĐTBXH huyện.
- Đơn vị phối hợp: Huyện đoàn, Hội LHPN huyện.
- Thời gian: Tháng 6/2018.
1.2. Tập huấn cán bộ cấp xã (Phòng Y tế chủ trì, phối hợp với Trung tâm Y tế thực hiện, xong trước ngày 30 tháng 9).
III/ TỔ CHỨC THỰC HIỆN
- Phòng Lao động - Thương binh và Xã hội:
+ Là cơ quan thường trực, tham mưu UBND huyện triển khai kế hoạch.
+ Tổng hợp, báo cáo UBND huyện theo quy định.
- Công an huyện: Điều tra, xử lý các vụ xâm hại trẻ em.
- Phòng Giáo dục và Đào tạo: Phối hợp với Công an huyện xây dựng trường học an toàn.
- UBND các xã, thị trấn: Bố trí người làm công tác trẻ em; báo cáo hằng quý chậm nhất ngày 20 của tháng cuối quý.
Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
"""


def read(text: str, source: str = "ke-hoach.txt") -> DocumentReading:
    """A text as the reader sees it."""
    return reading_of(text_blocks(text), source)


def read_lines(*lines: str) -> DocumentReading:
    """A plan of a few lines under a head of its own."""
    return read("\n".join(("UBND TỈNH SÔNG THAO", "KẾ HOẠCH", "Công tác năm 2015", *lines)))


NUMBERING = """
<w:abstractNum {ns} w:abstractNumId="90">
  <w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/>
    <w:numFmt w:val="upperRoman"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/>
    <w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/><w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\u00b7"/></w:lvl>
</w:abstractNum>
"""


def number_by_styles(document: Document) -> None:
    """Give Heading 1 and Heading 2 the numbers `I.` and `1.`, as an office template does."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for name, level in (("Heading 1", None), ("Heading 2", 1)):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.append(_num_pr(90, level))


def add_numbered(document: Document, text: str, num: int, level: int) -> Paragraph:
    """A paragraph numbered by itself."""
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(_num_pr(num, level))
    return paragraph


def _num_pr(num: int, level: int | None) -> Any:
    found = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", num)):
        if value is not None:
            child = OxmlElement(name)
            child.set(qn("w:val"), str(value))
            found.append(child)
    return found


def trafficking(path: Path) -> Path:
    """A DOCX with its numbers in styles, letterhead and signature as tables, and assignments in an annex."""
    document = docx.Document()
    number_by_styles(document)
    head = document.add_table(2, 2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nTỈNH SÔNG THAO"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 27/KH-UBND"
    head.cell(1, 1).text = "Sông Thao, ngày 03 tháng 3 năm 2017"
    for text in (
        "KẾ HOẠCH",
        "Phòng, chống mua bán người năm 2017",
        "Thực hiện Quyết định số 2546/QĐ-TTg ngày 31/12/2015 của Thủ tướng Chính phủ phê duyệt Chương trình;",
    ):
        document.add_paragraph(text)
    document.add_paragraph("MỤC TIÊU", style="Heading 1")
    document.add_paragraph("Giảm nguy cơ mua bán người.")
    document.add_paragraph("TỔ CHỨC THỰC HIỆN", style="Heading 1")
    document.add_paragraph("Công an tỉnh", style="Heading 2")
    add_numbered(document, "Chủ trì, phối hợp với Bộ đội Biên phòng tỉnh điều tra, triệt phá đường dây.", 90, 2)
    add_numbered(document, "Báo cáo UBND tỉnh trước ngày 10/6 và 10/12.", 90, 2)
    document.add_paragraph("Sở Lao động - TB&XH", style="Heading 2")
    add_numbered(document, "Hỗ trợ nạn nhân tái hòa nhập.", 90, 2)
    add_numbered(document, "Tiếp nhận nạn nhân;", 90, 3)
    document.add_paragraph("KINH PHÍ", style="Heading 1")
    document.add_paragraph("Sở Tài chính bố trí kinh phí trong dự toán được giao.")
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Bộ Công an;\n- Lưu: VT, NC."
    foot.cell(0, 1).text = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    document.add_paragraph("PHỤ LỤC")
    document.add_paragraph("PHÂN CÔNG NHIỆM VỤ (Kèm theo Kế hoạch số 27/KH-UBND)")
    annex = document.add_table(7, 6)
    annex.style = "Table Grid"
    rows = (
        ("TT", "Nội dung công việc", "Phân công", "Phân công", "Sản phẩm", "Thời gian hoàn thành"),
        ("TT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Sản phẩm", "Thời gian hoàn thành"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        ("I", "Truyền thông", "", "", "", ""),
        ("1", "Tập huấn kỹ năng tư vấn", "Hội LHPN tỉnh", "Sở Tư pháp; UBND cấp huyện", "05 lớp", "Quý II/2017"),
        ("2", "Phát hành tờ rơi", "Sở Thông tin và Truyền thông", "", "Tờ rơi", "Thường xuyên"),
        ("3", "Rà soát nạn nhân trở về", "Công an tỉnh, Sở LĐTBXH", "", "Báo cáo", "Trước 30/11/2017"),
    )
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text:
                annex.cell(row, column).text = text
    for column in (0, 1, 4, 5):
        text = annex.cell(0, column).text
        annex.cell(0, column).merge(annex.cell(1, column)).text = text
    annex.cell(0, 2).merge(annex.cell(0, 3)).text = "Phân công"
    document.save(str(path))
    return path


def pdf(*objects: str) -> bytes:
    """A PDF of the given objects, the first its catalogue, the last its trailer's other entries."""
    *numbered, extra = objects
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(numbered, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(numbered) + 1
    data += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    return data + f"trailer\n<< /Size {size} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n".encode("latin-1")


EMPTY_PAGE = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
)
