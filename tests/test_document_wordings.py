"""Who acts, by when and how often, in wordings that plans have beside the usual ones."""

from datetime import date

import pytest

from plans.markers import without_numeral
from tests.document_samples import read_lines

NUMBERS = [
    # a line, the section it stands in, the line with its own number only
    ("II.1. Truyền thông", "II", "1. Truyền thông"),
    ("II.1.2. Truyền thông", "B.II", "1.2. Truyền thông"),
    ("B.II.3) Truyền thông", "B.II", "3) Truyền thông"),
    ("II.1 Truyền thông", "II", "1. Truyền thông"),
    ("II.1.2 Truyền thông", "II", "1.2. Truyền thông"),
    ("II.1. Truyền thông", "I", "II.1. Truyền thông"),
    ("I. MỤC TIÊU", "I", "I. MỤC TIÊU"),
    ("1. Truyền thông", "", "1. Truyền thông"),
]


@pytest.mark.parametrize(("text", "numeral", "own"), NUMBERS)
def test_a_number_may_repeat_that_of_its_section(text: str, numeral: str, own: str) -> None:
    assert without_numeral(text, numeral) == own


SENTENCES = [
    # what a paragraph says where no heading charges anybody, who acts, who helps, in which role
    ("Trang tin do Sở Nội vụ vận hành.", ["so-noi-vu"], [], "lead"),
    ("Mở sổ theo dõi (Sở Y tế đảm nhiệm).", ["so-y-te"], [], "lead"),
    ("Phát thanh hằng tuần (chủ trì: Sở Y tế; phối hợp: Sở Nội vụ).", ["so-y-te"], ["so-noi-vu"], "lead"),
    ("Ủy quyền cho Sở Tài chính quyết định mức chi.", ["so-tai-chinh"], [], "lead"),
    ("Đội kiểm tra liên ngành của tỉnh do Sở Y tế chủ trì kiểm tra các cơ sở.", ["so-y-te"], [], "lead"),
    ("Hội Chữ thập đỏ tỉnh, nếu có điều kiện, xin ủng hộ sách vở.", ["hoi-ctd"], [], "requested"),
    ("Công an tỉnh xin ý kiến cấp trên.", ["cong-an-tinh"], [], "lead"),
]


@pytest.mark.parametrize(("text", "bodies", "helpers", "role"), SENTENCES)
def test_a_sentence_charges_whom_it_says(text: str, bodies: list[str], helpers: list[str], role: str) -> None:
    (found,) = read_lines("I. GIẢI PHÁP", text).paragraphs
    assert [body.code for body in found.bodies] == bodies
    assert ([body.code for body in found.helpers], found.role) == (helpers, role)


BELOW = [
    # a heading, what stands below it, who acts, who helps, in which role
    ("Sở Y tế", "Cùng Công an tỉnh rà soát các cơ sở.", ["so-y-te"], ["cong-an-tinh"], "lead"),
    ("Tòa án nhân dân tỉnh", "Mời cùng Công an tỉnh chọn vụ án điểm.", ["tand-tinh"], ["cong-an-tinh"], "requested"),
    ("Hội Nông dân tỉnh", "Đề nghị vận động hội viên ký cam kết.", ["hoi-nong-dan"], [], "requested"),
    ("Hội Nông dân tỉnh", "Đề nghị khen thưởng tập thể, cá nhân.", ["hoi-nong-dan"], [], "lead"),
]


@pytest.mark.parametrize(("heading", "text", "bodies", "helpers", "role"), BELOW)
def test_a_heading_is_asked_or_joined_by_others(
    heading: str, text: str, bodies: list[str], helpers: list[str], role: str
) -> None:
    (found,) = read_lines("I. TỔ CHỨC THỰC HIỆN", f"1. {heading}:", text).paragraphs
    assert [body.code for body in found.bodies] == bodies
    assert ([body.code for body in found.helpers], found.role) == (helpers, role)


HEADINGS = [
    ("Các Cục: Hàng hải Việt Nam, Hàng không Việt Nam", ["Cục Hàng hải Việt Nam", "Cục Hàng không Việt Nam"]),
    ("Báo Xây dựng, Viện Vật liệu xây dựng", ["Báo Xây dựng", "Viện Vật liệu xây dựng"]),
    ("UBND các xã Phú Lộc, Ea Trang và phường Tân An", ["UBND xã Phú Lộc", "UBND xã Ea Trang", "UBND phường Tân An"]),
    ("Các cơ quan báo chí", ["Các cơ quan báo chí"]),
    ("Ban Quản lý khu kinh tế", ["Ban Quản lý khu kinh tế"]),
]


@pytest.mark.parametrize(("heading", "names"), HEADINGS)
def test_a_heading_names_each_of_its_bodies(heading: str, names: list[str]) -> None:
    (found,) = read_lines("I. TỔ CHỨC THỰC HIỆN", f"1. {heading}", "Rà soát các quy định.").paragraphs
    assert [body.name for body in found.bodies] == names


def test_lines_under_a_task_have_other_words_for_who_and_when() -> None:
    lines = ("- Lắp biển báo.", "+ Bộ phận thực hiện: Sở Y tế.", "+ Lực lượng tham gia: Công an tỉnh.")
    task, *others = read_lines("I. NHIỆM VỤ", *lines).paragraphs
    assert ([body.code for body in task.bodies], [body.code for body in task.helpers]) == (
        ["so-y-te"],
        ["cong-an-tinh"],
    )
    assert [one.part_of for one in others] == [task.clause] * 2


ASKED = ("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:")
TIMES = [
    ("Nhập máy mới trước ngày khai giảng 05/9/2015.", {"on": date(2015, 9, 5)}),
    ("Gửi biểu vào ngày mồng 7 hằng tháng.", {"day": 7}),
    ("Hằng tháng (ngày 17) gửi số liệu về Công an tỉnh.", {"day": 17}),
    ("Trình Hội đồng nhân dân tỉnh tại kỳ họp thường lệ tháng 7 năm 2015.", {"on": date(2015, 7, 31)}),
    ("In tờ rơi; thời gian: quý II/2015.", {"on": date(2015, 6, 30)}),
]


@pytest.mark.parametrize(("text", "rule"), TIMES)
def test_a_day_is_read_in_other_words(text: str, rule: dict[str, object]) -> None:
    (found,) = read_lines(*ASKED, text).paragraphs
    assert [due.rule for due in found.terms.dues] == [rule]


KINDS = [
    ("Hằng tháng trao đổi số liệu với Công an tỉnh.", "report"),
    ("Trao đổi số liệu hằng quý.", "standing"),
    ("Lập, trao danh sách cho UBND các xã.", "handover"),
    ("Mở 12 lớp nghề cho thanh niên.", "task"),
    ("Trong quá trình thực hiện có vướng mắc, báo cáo UBND tỉnh xem xét.", None),  # it closes the section
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_a_kind_is_told_by_what_is_done(text: str, kind: str | None) -> None:
    assert read_lines(*ASKED, text).paragraphs[0].kind == kind


CADENCES = [
    ("Tuần tra hằng đêm tại bến xe.", "hằng đêm"),
    ("Công bố giá thuốc theo quý.", "theo quý"),
    ("Báo cáo theo quý và năm; báo cáo năm gửi bằng văn bản.", "theo quý và năm"),
]


@pytest.mark.parametrize(("text", "cadence"), CADENCES)
def test_how_often_is_told_in_the_words_of_the_text(text: str, cadence: str) -> None:
    assert read_lines(*ASKED, text).paragraphs[0].terms.cadence == cadence
