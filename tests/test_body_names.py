"""Bodies that no gazetteer holds are known by the grammar of their names, and drafted as such."""

import pytest

from plans.assigning import Assigner
from plans.body_names import body_names
from plans.gazetteer import Gazetteer
from plans.headings import bodies_only
from plans.places import Locality
from plans.spelling import clean
from tests.document_samples import read, read_lines

PROVINCE = Gazetteer(Locality.of("tỉnh", "Sông Thao"))
DISTRICT = Gazetteer(Locality.of("huyện", "Thanh Lâm"))


def names(text: str) -> list[str]:
    return [found.name for found in body_names(clean(text), ())]


ONE_NAME = [
    "Vụ Đào tạo",
    "Vụ Kế hoạch, Tài chính",
    "Vụ Kế hoạch - Tài chính",
    "Cục Phòng, chống tệ nạn xã hội",
    "Cục Báo chí, Xuất bản và Phát hành",
    "Tổng cục Giáo dục nghề nghiệp",
    "Tập đoàn Điện lực Việt Nam",
    "Công ty cổ phần Cấp nước Sông Thao",
    "Cục Công Thương địa phương",
    "Trường Đào tạo, Bồi dưỡng Cán bộ Công Thương Trung ương",
    "Công ty TNHH MTV Khai thác công trình thủy lợi Sông Thao",
    "Chi nhánh Văn phòng Đăng ký đất đai",
    "Đội Quản lý thị trường số 4",
    "Trung tâm Điều dưỡng người có công",
    "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên",
    "Ban Quản lý dự án đầu tư xây dựng công trình giao thông",
    "Ban Chỉ đạo phòng, chống tội phạm",
    "Trường Cao đẳng nghề Sông Thao",
    "Hiệp hội Du lịch Việt Nam",
    "Tổ công tác liên ngành",
    "Văn phòng Bộ",
]


@pytest.mark.parametrize("name", ONE_NAME)
def test_a_noun_and_what_it_is_for_are_one_body(name: str) -> None:
    assert names(f"{name}.") == names(f"{name}: Chủ trì.") == [name]


SEVERAL = [
    ("Vụ Tổ chức cán bộ, Kế hoạch - Tài chính", ["Vụ Tổ chức cán bộ", "Vụ Kế hoạch - Tài chính"]),
    ("Vụ Pháp chế, Hợp tác quốc tế", ["Vụ Pháp chế", "Vụ Hợp tác quốc tế"]),
    ("các Vụ: Bưu chính, Kinh tế số và Xã hội số", ["Vụ Bưu chính", "Vụ Kinh tế số", "Vụ Xã hội số"]),
    ("Cục Thú y, Chăn nuôi, Thủy lợi", ["Cục Thú y", "Cục Chăn nuôi", "Cục Thủy lợi"]),
    ("Thanh tra Bộ, Văn phòng Bộ", ["Thanh tra Bộ", "Văn phòng Bộ"]),
    ("Viện Dinh dưỡng và Trường Đại học Y Hà Nội", ["Viện Dinh dưỡng", "Trường Đại học Y Hà Nội"]),
    ("Báo Sông Thao, Cổng Thông tin điện tử", ["Báo Sông Thao"]),
    ("CHI CỤC THÚ Y", ["Chi cục thú y"]),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_a_noun_may_be_said_once_for_several(text: str, expected: list[str]) -> None:
    assert names(text) == expected


NO_BODY = [
    "báo cáo, hội nghị, bộ tiêu chí, ban hành, trường học, phòng ngừa",
    "Ban hành kế hoạch. Tổ chức thực hiện. Hội nghị tổng kết. Báo cáo năm. Phòng, chống dịch. Bộ luật Lao động.",
    "Trường hợp vi phạm. Đội ngũ cán bộ. Sở hữu nhà. Đoàn viên, hội viên.",
    "BAN HÀNH KẾ HOẠCH TỔ CHỨC HỘI NGHỊ PHÒNG, CHỐNG BẠO LỰC",
    "Ban Thường vụ Hội Nông dân",
]


@pytest.mark.parametrize("text", NO_BODY)
def test_words_that_begin_alike_are_no_bodies(text: str) -> None:
    assert [name for name in names(text) if name != "Hội Nông dân"] == []


def test_a_name_ends_where_the_sentence_goes_on() -> None:
    sentences = {
        "Báo Sông Thao phản ánh kịp thời.": "Báo Sông Thao",
        "Chi cục Kiểm lâm tham mưu Sở Nội vụ.": "Chi cục Kiểm lâm",
        "Trạm Y tế xã, phường báo cáo.": "Trạm Y tế",
        "Viện Chiến lược nghiên cứu, đề xuất.": "Viện Chiến lược",
        "Hội Làm vườn vận động hội viên.": "Hội Làm vườn",
        "Công ty Môi trường đô thị thu gom rác.": "Công ty Môi trường đô thị",
        "Sở Dân vận - Chủ trì kiểm tra.": "Sở Dân vận",
    }
    assert {text: names(text)[0] for text in sentences} == sentences


HEADINGS = [
    ("Kho bạc Nhà nước khu vực VIII, Thuế tỉnh", ["kho-bac", "cuc-thue"]),
    ("Trung tâm Y tế các huyện, thị xã, thành phố", ["ttyt-huyen-cac-huyen"]),
    ("Bưu điện tỉnh, Viễn thông tỉnh, Nhà Thiếu nhi tỉnh", ["buu-dien-tinh", "vien-thong-tinh", "nha-thieu-nhi-tinh"]),
    ("Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh, Hội Nhà báo tỉnh", ["lhh-khkt", "hoi-nha-bao"]),
    ("Đề nghị Thường trực HĐND tỉnh, Ủy ban MTTQ tỉnh", ["hdnd-tinh", "ubmttq-tinh"]),
    ("Tổng Liên đoàn Lao động Việt Nam", ["tong-ldld"]),
    ("Sở Y tế các tỉnh, thành phố trực thuộc Trung ương", ["so-y-te-cac-tinh"]),
    ("Các Sở, ngành: Tài chính, Y tế, Công an tỉnh", ["so-tai-chinh", "so-y-te", "cong-an-tinh"]),
    ("Hạt Kiểm lâm các huyện", ["hat-kiem-lam-cac-huyen"]),
]


@pytest.mark.parametrize(("heading", "expected"), HEADINGS)
def test_a_heading_of_bodies_says_nothing_else(heading: str, expected: list[str]) -> None:
    assert [mention.body.code for mention in PROVINCE.find(heading)] == expected
    assert bodies_only(heading, PROVINCE)


def test_a_known_name_may_go_on_with_further_fields() -> None:
    heading = "Trung tâm Văn hóa - Thể thao - Truyền thông huyện"
    (mention,) = DISTRICT.find(heading)
    assert (mention.body.code, heading[mention.end :]) == ("ttvhtt-huyen", "")


def test_a_group_heads_an_entry_in_small_letters_too() -> None:
    assigner = Assigner(DISTRICT)
    assert [body.name for body in assigner.of_heading("Trạm y tế các xã", charges=True).bodies] == ["Trạm y tế các xã"]
    asked = assigner.of_heading("Đề nghị Hiệu trưởng các trường THCS, Tiểu học", charges=True)
    assert [(body.name, body.is_group) for body in asked.bodies] == [("Các trường THCS, Tiểu học", True)]
    for topic in ("Hội nghị tổng kết", "Ban hành văn bản", "Tổ chức thực hiện tuyên truyền"):
        assert assigner.of_heading(topic, charges=True).bodies == ()


def test_a_body_outside_the_gazetteer_is_marked() -> None:
    reading = read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế, Chi cục Thủy lợi:", "- Kiểm tra hồ đập.")
    assert [(body.code, body.known) for body in reading.bodies] == [("so-y-te", True), ("chi-cuc-thuy-loi", False)]


def test_a_centre_for_culture_may_be_for_any_of_its_fields() -> None:
    for words in ("Văn hóa, Thể thao và Truyền thông", "Văn hóa - Thông tin - Thể thao", "Truyền thông và Văn hóa"):
        heading = f"Trung tâm {words} huyện"
        assert bodies_only(heading, DISTRICT)
        assert [mention.body.code for mention in DISTRICT.find(heading)] == ["ttvhtt-huyen"]


def test_an_order_that_ends_in_names_is_no_heading() -> None:
    order = "Chủ trì, phối hợp với Sở Y tế, Công ty Lâm nghiệp Sông Thao."
    reading = read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Chi cục Kiểm lâm", f"a) {order}", "b) Trồng rừng.")
    assert [one.text for one in reading.paragraphs] == [order, "Trồng rừng."]


def test_a_ministrys_plan_names_its_issuer_and_units() -> None:
    head = ["BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "KẾ HOẠCH", "Phòng bệnh năm 2026"]
    body = [
        "I. TỔ CHỨC THỰC HIỆN",
        "1. Vụ Pháp chế, Văn phòng Bộ:",
        "Rà soát văn bản.",
        "2. Sở Y tế các tỉnh:",
        "Khám.",
    ]
    reading = read("\n".join([*head, *body]))
    assert (reading.issuer.code, reading.issuer.kind) == ("bo-nnmt", "issuer")
    assert [[body.code for body in one.bodies] for one in reading.paragraphs] == [
        ["vu-phap-che", "van-phong-bo"],
        ["so-y-te-cac-tinh"],
    ]
    unknown = read("\n".join(["BỘ HÀNG HẢI", "VÀ VIỄN THÔNG", *head[1:], *body])).issuer
    assert (unknown.code, unknown.name) == ("bo-hang-hai-va-vien-thong", "Bộ hàng hải và viễn thông")


def test_a_list_may_say_whose_units_it_lists() -> None:
    heading = "Các phòng chức năng thuộc Sở: Tổ chức cán bộ, Kế hoạch - Tài chính, Nghiệp vụ Y"
    assert names(heading) == ["Phòng Tổ chức cán bộ", "Phòng Kế hoạch - Tài chính", "Phòng Nghiệp vụ Y"]
    assert bodies_only(heading, PROVINCE)


def test_groups_that_only_a_noun_tells_stand_beside_bodies() -> None:
    lines = ["1. Đề nghị Hội Thú y Việt Nam và các doanh nghiệp sản xuất thuốc thú y:", "Hướng dẫn tiêm phòng."]
    (asked,) = read_lines("I. TỔ CHỨC THỰC HIỆN", *lines).paragraphs
    assert [body.name for body in asked.bodies] == ["Hội Thú y Việt Nam", "Các doanh nghiệp sản xuất thuốc thú y"]
    long = "1. Bệnh viện Quân y 12; các bệnh viện tư nhân, phòng khám đa khoa trên địa bàn tỉnh: Khám bệnh."
    (told,) = read_lines("I. TỔ CHỨC THỰC HIỆN", long).paragraphs
    assert ([body.code for body in told.bodies], told.text) == (
        ["benh-vien-quan-y-12", "cac-benh-vien-tu-nhan"],
        "Khám bệnh.",
    )
    (others,) = read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế, các cơ quan liên quan:", "Khám bệnh.").paragraphs
    assert [body.code for body in others.bodies] == ["so-y-te"]


BY_SENTENCE = [
    ("Tập huấn cho 120 cán bộ (Bệnh viện Sản - Nhi tỉnh thực hiện trong quý II).", ["benh-vien-san-nhi"], "lead"),
    ("Chi trả kịp thời (nội dung do địa phương thực hiện).", [], None),
    ("Mời Hội Luật gia, Đoàn Luật sư tỉnh tham gia góp ý.", ["hoi-luat-gia", "doan-luat-su"], "requested"),
    ("Gửi giấy mời Hội Luật gia.", [], None),
]


@pytest.mark.parametrize(("text", "bodies", "role"), BY_SENTENCE)
def test_a_sentence_may_charge_in_brackets_or_by_inviting(text: str, bodies: list[str], role: str | None) -> None:
    (paragraph,) = read_lines("I. GIẢI PHÁP", text).paragraphs
    assert ([body.code for body in paragraph.bodies], paragraph.role) == (bodies, role)


def test_the_noun_tells_the_kind_of_agency() -> None:
    text = "Chi cục Thủy lợi, Công ty Môi trường, Hội Làm vườn, Bộ Hàng hải, Bộ Tư lệnh Quân khu 2, Trường Tiểu học"
    kinds = [mention.body.kind for mention in PROVINCE.find(text)]
    assert kinds == ["department", "other", "organisation", "ministry", "department", "other"]
