"""Documents for the tests of the reader: fictional plans in every form that plans come in."""

from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from plans.documents import Line, text_blocks
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
Căn cứ Chỉ thị số 21-CT/TW ngày 26/3/2008 của Bộ Chính trị về tiếp tục tăng cường lãnh đạo, chỉ đạo công tác phòng, chống ma túy;

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
- UBND các xã, thị trấn: Bố trí người làm công tác trẻ em; định kỳ hằng quý báo cáo Phòng LĐTBXH chậm nhất ngày 20 của tháng cuối quý.
Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
"""


def read(text: str, source: str = "ke-hoach.txt") -> DocumentReading:
    """A text as the reader sees it."""
    return reading_of(text_blocks(text), source)


def read_lines(*lines: str) -> DocumentReading:
    """A plan of a few lines under a head of its own."""
    head = ["UBND TỈNH SÔNG THAO", "KẾ HOẠCH", "Công tác năm 2015"]
    return reading_of([Line(text) for text in (*head, *lines)], "ke-hoach.txt")
