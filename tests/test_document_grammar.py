"""Who a sentence charges, by the grammar of plans: its subject and whom the issuer orders, not who is spoken of."""

import pytest

from plans.reading import PlanParagraph
from tests.document_samples import read_lines

ABOVE = {
    "body": ("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:"),
    "topic": ("I. NHIỆM VỤ, GIẢI PHÁP", "1. Công tác tuyên truyền"),
    "told": ("I. ĐÁNH GIÁ TÌNH HÌNH",),
    "aims": ("I. MỤC ĐÍCH, YÊU CẦU", "2. Yêu cầu"),
    "money": ("I. KINH PHÍ",),
    "closing": ("I. TỔ CHỨC THỰC HIỆN", "1. Sở Nội vụ:", "- Kiểm tra."),
    "reports": ("I. TỔ CHỨC THỰC HIỆN", "1. Chế độ báo cáo"),
}


def last(where: str, text: str) -> PlanParagraph:
    return read_lines(*ABOVE[where], text).paragraphs[-1]


SPOKEN_OF = [
    # where it stands, the text, who is charged, who helps
    ("body", "Tham gia lớp tập huấn do Sở Nội vụ tổ chức.", ["so-y-te"], []),
    ("body", "Thực hiện theo hướng dẫn của Bộ Y tế, Sở Tài chính.", ["so-y-te"], []),
    ("body", "Trình phê duyệt, gửi Sở Tài chính; Sở Nội vụ trước ngày 15/6.", ["so-y-te"], []),
    ("body", "Chỉ đạo Trung tâm Kiểm soát bệnh tật tỉnh chủ trì giám sát.", ["so-y-te"], []),
    ("body", "Hướng dẫn các sở, ban, ngành, UBND các huyện thực hiện.", ["so-y-te"], []),
    ("body", "Tiếp nhận hồ sơ, bàn giao cho UBND các huyện quản lý.", ["so-y-te"], []),
    ("body", "Là cơ quan thường trực của Ban Chỉ đạo, chủ trì kiểm tra.", ["so-y-te"], []),
    ("body", "Các sở, ngành tăng cường tuyên truyền.", ["so-y-te"], []),
    ("body", "Phối hợp với Công an tỉnh; Sở Nội vụ; UBND các huyện kiểm tra.", ["so-y-te"],
     ["cong-an-tinh", "so-noi-vu", "huyen"]),
    ("body", "Khám bệnh; UBND các huyện bố trí kinh phí.", ["so-y-te", "huyen"], []),
    ("topic", "Sở Y tế chủ trì; Sở Tài chính phối hợp thực hiện.", ["so-y-te"], ["so-tai-chinh"]),
    ("topic", "Trong năm 2015, Công an tỉnh đã triệt phá 5 đường dây.", [], []),
    ("topic", "Tham gia hội nghị do Bộ Y tế tổ chức.", [], []),
    ("topic", "Các cấp, các ngành cụ thể hóa Kế hoạch này.", [], []),
    ("topic", "Các sở, ban, ngành, địa phương đẩy mạnh tuyên truyền.", [], []),
    ("topic", "UBND các huyện, thành phố chỉ đạo UBND các xã rà soát.", ["huyen"], []),
    ("told", "Công an tỉnh phát hiện 20 vụ; Sở Y tế điều trị 100 người.", [], []),
    ("aims", "Các sở, ban, ngành, UBND các huyện xác định rõ trách nhiệm.", [], []),
    ("money", "Kinh phí từ ngân sách tỉnh; UBND các xã cân đối từ ngân sách cấp mình.", [], []),
    ("money", "Kinh phí từ ngân sách tỉnh; Sở Tài chính chủ trì tham mưu bố trí.", ["so-tai-chinh"], []),
    ("money", "Các đơn vị lập dự toán gửi Sở Tài chính.", [], []),
    ("money", "Các sở, ban, ngành lập dự toán gửi Sở Tài chính.", ["so-nganh"], []),
    ("reports", "Các sở, ngành, UBND các huyện báo cáo về Sở Y tế trước ngày 15/6.", ["so-nganh", "huyen"], []),
    ("closing", "Trên đây là Kế hoạch năm 2015, đề nghị các sở, ban, ngành, UBND các huyện triển khai./.",
     ["so-nganh", "huyen"], []),
    ("closing", "UBND tỉnh yêu cầu các cơ quan, đơn vị, UBND các xã thực hiện Kế hoạch này./.", ["xa"], []),
    ("closing", "Quá trình thực hiện nếu có vướng mắc, các sở, ngành, UBND các huyện phản ánh về Sở Y tế./.",
     ["so-nganh", "huyen"], []),
    ("closing", "Sở Y tế có trách nhiệm đôn đốc việc thực hiện Kế hoạch này./.", ["so-y-te"], []),
]  # fmt: skip


@pytest.mark.parametrize(("where", "text", "bodies", "helpers"), SPOKEN_OF)
def test_a_body_that_is_only_spoken_of_is_not_charged(
    where: str, text: str, bodies: list[str], helpers: list[str]
) -> None:
    found = last(where, text)
    assert ([body.code for body in found.bodies], [body.code for body in found.helpers]) == (bodies, helpers)
    assert found.clause.endswith("#end") is (where == "closing")


HEADINGS = [
    # a heading in a section that assigns, the bodies it charges
    ("Sở Y tế (cơ quan thường trực Ban Chỉ đạo 138 tỉnh)", ["so-y-te"]),
    ("Sở Tư pháp - Trung tâm Trợ giúp pháp lý nhà nước", ["so-tu-phap", "tttgpl"]),
    ("Phòng Nội vụ, Thanh tra tỉnh và các phòng, ban khác", ["phong-noi-vu", "thanh-tra-tinh"]),
    ("Các sở, ban, ngành, đoàn thể liên quan", ["so-nganh"]),
    ("Ban An toàn giao thông các huyện, thị xã, thành phố", ["ban-an-toan-giao-thong-cac-huyen"]),
    ("Báo và Phát thanh, truyền hình Sông Thao", ["bao-ptth"]),
    ("Ban Đại diện Hội Người cao tuổi tỉnh", ["hoi-nct"]),
    ("Chi cục Thống kê khu vực Sông Thao - Yên Hà", ["cuc-thong-ke"]),
]


@pytest.mark.parametrize(("heading", "bodies"), HEADINGS)
def test_a_heading_charges_the_bodies_it_names(heading: str, bodies: list[str]) -> None:
    (paragraph,) = read_lines("I. PHÂN CÔNG NHIỆM VỤ", f"1. {heading}", "- Kiểm tra cơ sở.").paragraphs
    assert [body.code for body in paragraph.bodies] == bodies


def test_a_heading_on_a_topic_that_names_a_body_charges_nobody() -> None:
    lines = ("I. NHIỆM VỤ", "1. Nâng cao năng lực Trung tâm Kiểm soát bệnh tật tỉnh", "- Mua máy.")
    assert read_lines(*lines).paragraphs[0].bodies == ()
