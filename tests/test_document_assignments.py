"""Who is charged with a paragraph, who helps, in which role, by when, and with what kind of duty."""

import unicodedata
from datetime import date

import pytest

from plans.annexes import column_kind
from plans.gazetteer import Gazetteer
from plans.places import Locality
from plans.reading import PlanParagraph
from plans.spelling import clean
from plans.terms import terms_of, terms_of_cell
from tests.document_samples import CHILDREN, DRUGS, read, read_lines

PROVINCE = Gazetteer(Locality.of("tỉnh", "Sông Thao"))
DISTRICT = Gazetteer(Locality.of("thị xã", "Thanh Lâm"))


def named(gazetteer: Gazetteer, text: str) -> list[str]:
    return [mention.body.code for mention in gazetteer.find(clean(text))]


def codes(paragraph: PlanParagraph) -> tuple[list[str], list[str]]:
    return [body.code for body in paragraph.bodies], [body.code for body in paragraph.helpers]


NAMES = [
    ("Sở Lao động - Thương binh và Xã hội", ["so-ldtbxh"]),
    ("Sở LĐTBXH", ["so-ldtbxh"]),
    ("Sở LĐ-TB&XH", ["so-ldtbxh"]),
    ("SỞ LAO ĐỘNG – THƯƠNG BINH VÀ XÃ HỘI", ["so-ldtbxh"]),
    ("Sở Lao động - TB và XH", ["so-ldtbxh"]),
    ("ngành Lao động - Thương binh và Xã hội", ["so-ldtbxh"]),
    ("Sở Văn hoá - Thể thao và Du lịch", ["so-vhttdl"]),
    ("Sở Văn hóa, Thể thao và Du lịch", ["so-vhttdl"]),
    ("Công an tỉnh, Sở Y tế", ["cong-an-tinh", "so-y-te"]),
    ("các Sở: Tài chính, Giáo dục và Đào tạo, Y tế", ["so-tai-chinh", "so-gddt", "so-y-te"]),
    ("Sở Tài chính, Kế hoạch và Đầu tư", ["so-tai-chinh", "so-khdt"]),
    ("các Hội: Nông dân, Phụ nữ, Cựu chiến binh", ["hoi-nong-dan", "hoi-lhpn", "hoi-ccb"]),
    ("Uỷ ban Mặt trận Tổ quốc và các đoàn thể nhân dân cấp tỉnh", ["ubmttq-tinh", "doan-the"]),
    ("UBND các huyện, thành, thị", ["huyen"]),
    ("ỦY BAN NHÂN DÂN CÁC HUYỆN, THỊ XÃ, THÀNH PHỐ", ["huyen"]),
    ("UBND cấp huyện và UBND các xã, phường, thị trấn", ["huyen", "xa"]),
    ("UBND huyện Đoan Hùng", ["doan-hung"]),
    ("Công an tỉnh Sông Thao", ["cong-an-tinh"]),
    ("Công an các cấp", []),
    ("UBND các tỉnh giáp ranh", ["ubnd-cac-tinh"]),
    ("Bộ Công an", ["bo-cong-an"]),
    ("Công an huyện Yên Lập", ["cong-an-huyen-yen-lap"]),
    ("Viện KSND tỉnh, Tòa án nhân dân tỉnh", ["vksnd-tinh", "tand-tinh"]),
    ("Bộ Chỉ huy BĐBP tỉnh", ["bdbp-tinh"]),
    ("các sở, ban, ngành, đoàn thể", ["so-nganh"]),
    ("Trung tâm Công tác xã hội tỉnh", ["trung-tam-cong-tac-xa-hoi"]),
    ("Hội Sinh vật cảnh tỉnh", ["hoi-sinh-vat-canh"]),
    ("Các Sở: Nội vụ; Kế hoạch và Đầu tư; Tài nguyên và Môi trường", ["so-noi-vu", "so-khdt", "so-tnmt"]),
    ("Giám đốc các Sở: Y tế; Tư pháp; Chủ tịch UBND các huyện", ["so-y-te", "so-tu-phap", "huyen"]),
    ("Sở Y tế, Tài chính; Nội vụ", ["so-y-te", "so-tai-chinh"]),
    ("cán bộ y tế ở cơ sở y tế tư nhân, cán bộ nội vụ của cơ sở giáo dục và đào tạo", []),
    ("CÁN BỘ Y TẾ; Trưởng phòng Y tế", ["phong-y-te"]),
    ("UBND các huyện Yên Lập, Hạ Hòa và Thanh Sơn chủ trì", ["yen-lap", "ha-hoa", "thanh-son"]),
    ("UBND các xã: Minh Đài, Tân Phú.", ["minh-dai", "tan-phu"]),
    ("UBND các xã: Tuyên truyền, vận động", ["xa"]),
    ("phòng, chống tệ nạn; sở hữu nhà; hội nghị; báo cáo; ban hành", []),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_bodies_are_known_by_every_spelling(text: str, expected: list[str]) -> None:
    assert named(PROVINCE, text) == expected
    assert named(PROVINCE, unicodedata.normalize("NFD", text).replace(" ", " \u00a0")) == expected


IN_A_DISTRICT = [
    ("Công an thị xã", ["cong-an-huyen"]),
    ("Công an", ["cong-an-huyen"]),
    ("Công an tỉnh", ["cong-an-tinh"]),
    ("Phòng LĐ-TB&XH thị xã", ["phong-ldtbxh"]),
    ("Phòng Văn hóa và Thông tin, Y tế", ["phong-vhtt", "phong-y-te"]),
    ("Hội LHPN thị xã, Thị đoàn", ["hoi-lhpn-huyen", "doan-tncs-hcm-huyen"]),
    ("UBND các xã, phường", ["xa"]),
    ("Ban CHQS thị xã", ["bchqs-huyen"]),
]


@pytest.mark.parametrize(("text", "expected"), IN_A_DISTRICT)
def test_a_bare_name_is_of_the_plans_own_rank(text: str, expected: list[str]) -> None:
    assert named(DISTRICT, text) == expected


def test_a_town_has_its_own_names() -> None:
    assert [mention.body.name for mention in DISTRICT.find("Công an, Trung tâm Y tế")] == [
        "Công an thị xã",
        "Trung tâm Y tế thị xã",
    ]


CHARGES = [
    # a paragraph under "1. Sở Y tế:", who is charged, who helps, the role
    ("Chủ trì, phối hợp với Công an tỉnh kiểm tra cơ sở.", ["so-y-te"], ["cong-an-tinh"], "lead"),
    ("Phối hợp với Sở Tài chính và các đơn vị liên quan bố trí kinh phí.", ["so-y-te"], ["so-tai-chinh"], "coordinate"),
    ("Thường xuyên phối hợp các sở, ngành liên quan kiểm tra.", ["so-y-te"], [], "coordinate"),
    ("Chỉ đạo Công an các cấp, các huyện, thành, thị thực hiện.", ["so-y-te"], [], "lead"),
    ("Tham mưu UBND tỉnh ban hành quy chế.", ["so-y-te"], [], "lead"),
    ("Khám bệnh. Đồng thời phối hợp với Sở Nội vụ tập huấn.", ["so-y-te"], ["so-noi-vu"], "lead"),
    ("Báo cáo kết quả gửi Sở Tài chính.", ["so-y-te"], [], "lead"),
    ("Giao Sở Tài chính bố trí kinh phí.", ["so-tai-chinh"], [], "lead"),
    ("Khám bệnh; giao Sở Tài chính bố trí kinh phí.", ["so-y-te", "so-tai-chinh"], [], "lead"),
    ("Đề nghị UBND tỉnh khen thưởng.", ["so-y-te"], [], "lead"),
    ("Rất mong quan tâm, chỉ đạo.", ["so-y-te"], [], "requested"),
    ("UBND tỉnh trân trọng đề nghị quý cơ quan giám sát.", ["so-y-te"], [], "requested"),
]


@pytest.mark.parametrize(("text", "bodies", "helpers", "role"), CHARGES)
def test_a_paragraph_under_a_body_charges_it(text: str, bodies: list[str], helpers: list[str], role: str) -> None:
    (paragraph,) = read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", text).paragraphs
    assert (*codes(paragraph), paragraph.role) == (bodies, helpers, role)


BY_NAME = [
    # a paragraph under no body, who is charged, who helps, the role
    ("Tăng cường tuyên truyền trong nhân dân.", [], [], None),
    ("Huy động sự tham gia của Hội Liên hiệp Phụ nữ.", [], [], None),
    ("Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra.", ["so-y-te"], ["cong-an-tinh"], "lead"),
    ("Giao Sở Y tế, Công an tỉnh kiểm tra.", ["so-y-te", "cong-an-tinh"], [], "lead"),
    ("UBND tỉnh giao Sở Y tế theo dõi, đôn đốc.", ["so-y-te"], [], "lead"),
    ("Kiểm tra cơ sở (Sở Y tế chủ trì, phối hợp với Sở Nội vụ).", ["so-y-te"], ["so-noi-vu"], "lead"),
    ("Việc kiểm tra do Sở Y tế, Công an tỉnh thực hiện.", ["so-y-te", "cong-an-tinh"], [], "lead"),
    ("Đề nghị Hội Nông dân tỉnh vận động hội viên.", ["hoi-nong-dan"], [], "requested"),
    ("Sở Y tế phối hợp với Công an tỉnh kiểm tra.", ["so-y-te"], ["cong-an-tinh"], "coordinate"),
    ("Căn cứ Kế hoạch này, các sở, ban, ngành tổ chức thực hiện.", ["so-nganh"], [], "lead"),
    ("Sở Y tế: Khám bệnh.", ["so-y-te"], [], "lead"),
    ("Sở Y tế thẩm định hồ sơ, UBND các xã lập danh mục.", ["so-y-te", "xa"], [], "lead"),
    ("Sở Y tế gửi danh mục cho Sở Nội vụ, UBND các xã thẩm định.", ["so-y-te"], [], "lead"),
    ("Sở Y tế chủ trì, Sở Nội vụ và UBND các xã phối hợp.", ["so-y-te"], ["so-noi-vu", "xa"], "lead"),
    ("Nhiệm vụ này giao Sở Y tế hướng dẫn, UBND các xã triển khai.", ["so-y-te", "xa"], [], "lead"),
    ("Trách nhiệm thuộc về Sở Y tế.", ["so-y-te"], [], "lead"),
    ("Đơn vị chủ trì là Sở Y tế; đơn vị phối hợp là Công an tỉnh.", ["so-y-te"], ["cong-an-tinh"], "lead"),
    ("Tổ công tác liên ngành gồm Sở Y tế, Công an tỉnh, họp hằng quý.", [], [], None),
    ("Việc kiểm tra do Phó Giám đốc Sở Y tế phụ trách.", ["so-y-te"], [], "lead"),
    ("Hỗ trợ vay vốn (Sở Tài chính, Sở Nội vụ).", ["so-tai-chinh", "so-noi-vu"], [], "lead"),
    ("Kiểm tra rồi gửi cơ quan thường trực (Sở Y tế).", [], [], None),
    ("Kiện toàn Đội kiểm tra (Đội kiểm tra 178).", [], [], None),
    (
        "Nội dung số 3: Sở Y tế; nội dung số 4: Sở Nội vụ, Sở Tài chính.",
        ["so-y-te", "so-noi-vu", "so-tai-chinh"],
        [],
        "lead",
    ),
    ("Thành phần gồm: Sở Y tế; khách mời: Sở Nội vụ.", [], [], None),
    ("Kính mong Ban Thường trực UBMTTQ tỉnh vận động nhân dân.", ["ubmttq-tinh"], [], "requested"),
    ("Yêu cầu các thành viên Ban Chỉ đạo, UBND các xã thực hiện.", ["xa"], [], "lead"),
    ("Căn cứ Kế hoạch, yêu cầu Giám đốc Sở Y tế, Chủ tịch UBND các huyện thực hiện.", ["so-y-te", "huyen"], [], "lead"),
]


@pytest.mark.parametrize(("text", "bodies", "helpers", "role"), BY_NAME)
def test_a_paragraph_may_charge_by_name(text: str, bodies: list[str], helpers: list[str], role: str | None) -> None:
    (paragraph,) = read_lines("I. GIẢI PHÁP", text).paragraphs
    assert (*codes(paragraph), paragraph.role) == (bodies, helpers, role)


def test_a_request_holds_for_the_whole_entry() -> None:
    reading = read_lines(
        "I. TỔ CHỨC THỰC HIỆN", "1. Đề nghị Ủy ban MTTQ và các đoàn thể:", "- Vận động.", "- Giám sát."
    )
    assert [paragraph.role for paragraph in reading.paragraphs] == ["requested", "requested"]
    assert codes(reading.paragraphs[1])[0] == ["ubmttq-tinh", "doan-the"]


HEADINGS = [
    # a numbered heading, who is charged below it, the role
    ("Các Sở: Công Thương; Tư pháp", ["so-cong-thuong", "so-tu-phap"], "lead"),
    ("UBND tỉnh giao Sở Nội vụ:", ["so-noi-vu"], "lead"),
    ("Công an tỉnh - Cơ quan thường trực Ban Chỉ đạo 138", ["cong-an-tinh"], "lead"),
    ("Trân trọng đề nghị Hội Nông dân tỉnh, Tỉnh đoàn", ["hoi-nong-dan", "doan-tncs-hcm"], "requested"),
    ("UBND các xã: Minh Đài, Tân Phú", ["minh-dai", "tan-phu"], "lead"),
]


@pytest.mark.parametrize(("heading", "bodies", "role"), HEADINGS)
def test_a_heading_of_bodies_charges_them(heading: str, bodies: list[str], role: str) -> None:
    (paragraph,) = read_lines("I. TỔ CHỨC THỰC HIỆN", f"1. {heading}", "Kiểm tra, rà soát.").paragraphs
    assert (codes(paragraph)[0], paragraph.role) == (bodies, role)


@pytest.mark.parametrize("joint", [": ", " - "])
def test_a_list_of_bodies_and_their_task_may_stand_on_one_line(joint: str) -> None:
    (paragraph,) = read_lines("I. TỔ CHỨC THỰC HIỆN", f"1. Các Sở: Y tế; Nội vụ{joint}Rà soát.").paragraphs
    assert (codes(paragraph)[0], paragraph.text) == (["so-y-te", "so-noi-vu"], "Rà soát.")


def test_a_verb_that_is_also_the_name_of_a_department_is_none_after_a_group() -> None:
    (paragraph,) = read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Các sở, ban, ngành: Xây dựng kế hoạch.").paragraphs
    assert codes(paragraph)[0] == ["so-nganh"]


def test_a_committee_orders_its_own_units_not_others_of_the_plan() -> None:
    lines = ("1. UBND các xã", "Quản lý chợ; giao Trạm Thú y giám sát.", "Quản lý chợ; giao Sở Y tế giám sát.")
    own, other = read_lines("I. TỔ CHỨC THỰC HIỆN", *lines).paragraphs
    assert (codes(own)[0], codes(other)[0]) == (["xa"], ["xa", "so-y-te"])


def test_bodies_in_bullets_charge_the_bullets_below() -> None:
    third = read(CHILDREN).paragraphs[-5:]
    assert [codes(one)[0] for one in third] == [
        ["phong-ldtbxh"],
        ["phong-ldtbxh"],
        ["cong-an-huyen"],
        ["phong-gddt"],
        ["xa"],
    ]


def test_lines_that_only_say_who_and_when_speak_of_their_task() -> None:
    task, lead, helpers, time = read(CHILDREN).paragraphs[1:5]
    assert codes(task) == (["phong-ldtbxh"], ["doan-tncs-hcm-huyen", "hoi-lhpn-huyen"])
    assert (task.kind, task.terms.deadline) == ("task", "Tháng 6/2018")
    assert {lead.part_of, helpers.part_of, time.part_of} == {task.clause}
    assert codes(lead)[0] == codes(helpers)[0] == codes(time)[0] == []


def test_the_product_and_the_day_of_a_task_may_have_lines_of_their_own() -> None:
    lines = ("- Lập hồ sơ.", "+ Cơ quan thực hiện: Sở Nội vụ.", "+ Hoàn thành: Quý III/2015.", "+ Sản phẩm: Báo cáo.")
    task, *further = read_lines("I. NHIỆM VỤ", "1. Hạ tầng", *lines).paragraphs
    assert (codes(task)[0], task.kind, task.terms.deadline, task.product) == (
        ["so-noi-vu"],
        "task",
        "Quý III/2015",
        "Báo cáo",
    )
    assert [(codes(one)[0], one.terms.dues, one.part_of) for one in further] == [([], (), task.clause)] * 3


def test_such_lines_under_a_bullet_speak_of_that_bullet() -> None:
    reading = read_lines(
        "I. NHIỆM VỤ",
        "1. Hạ tầng",
        "- Nâng cấp mạng.",
        "+ Chủ trì: Sở Nội vụ.",
        "- Mua máy chủ.",
        "+ Chủ trì: Sở Tài chính.",
        "+ Thời hạn: Quý I/2015.",
    )
    first, own, second, other, time = reading.paragraphs
    assert (codes(first)[0], codes(second)[0]) == (["so-noi-vu"], ["so-tai-chinh"])
    assert (own.part_of, other.part_of, time.part_of) == (first.clause, second.clause, second.clause)
    assert (first.kind, second.kind) == ("standing", "task")


def test_an_unknown_body_that_heads_an_entry_is_charged_all_the_same() -> None:
    reading = read_lines(
        "I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "Khám bệnh.", "2. Các doanh nghiệp lữ hành:", "Hợp tác."
    )
    assert [body.name for body in reading.paragraphs[1].bodies] == ["Các doanh nghiệp lữ hành"]


KINDS = [
    ("Định kỳ báo cáo UBND tỉnh kết quả thực hiện.", ("report",)),
    ("Tổng hợp, báo cáo Bộ Y tế theo quy định.", ("report",)),
    ("Định kỳ báo cáo thống kê, cung cấp danh sách người vi phạm gửi Sở Nội vụ.", ("handover", "report")),
    ("Bàn giao hồ sơ cho Công an tỉnh.", ("handover",)),
    ("Xây dựng, trình UBND tỉnh ban hành quy chế phối hợp.", ("task",)),
    ("Mở 05 lớp tập huấn, hoàn thành trong quý II/2015.", ("task",)),
    ("Đẩy mạnh tuyên truyền trong nhân dân.", ("standing",)),
    ("Tham mưu UBND tỉnh triển khai kế hoạch trên địa bàn.", ("standing",)),
    ("Hướng dẫn thành lập câu lạc bộ văn hóa.", ("standing",)),
    ("Thành lập tổ tuần tra, hoạt động hằng tuần.", ("standing",)),
    ("Lập dự toán kinh phí gửi cơ quan tài chính thẩm định.", ("standing",)),
    ("Tham mưu UBND tỉnh sơ kết 6 tháng, tổng kết năm theo quy định.", ("report",)),
    ("Hằng tháng, trước ngày 10, thông báo kết quả xét nghiệm cho Sở Nội vụ.", ("report",)),
    ("Tập hợp vướng mắc, chuyển về Sở Nội vụ trước ngày 10 hằng tháng.", ("report",)),
    ("Gửi kết quả hoạt động qua Sở Nội vụ để tổng hợp.", ("report",)),
    ("Khi có dịch, báo cáo nhanh về Sở Nội vụ.", ("report",)),
    ("Hoàn thiện đề án sắp xếp, báo cáo Bộ trưởng trước ngày 28/02/2015.", ("task",)),
    ("Lắp đặt thiết bị, bàn giao Công an tỉnh trước ngày 31/10/2015.", ("task",)),
    ("Tiếp nhận nạn nhân do các địa phương chuyển đến.", ("handover",)),
    ("Chuyển giao kỹ thuật cho người dân.", ("standing",)),
    ("Chỉ đạo UBND cấp xã thành lập tổ tự quản.", ("standing",)),
    ("Tham mưu ban hành công điện khi có bão.", ("standing",)),
]


@pytest.mark.parametrize(("text", "kinds"), KINDS)
def test_the_words_tell_the_kind_of_duty(text: str, kinds: tuple[str, ...]) -> None:
    (paragraph,) = read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", text).paragraphs
    assert paragraph.kinds == kinds


def halves(day: int) -> dict[str, object]:
    return {"on": {"2015-H1": date(2015, 6, day), "2015-H2": date(2015, 12, day)}}


TERMS: list[tuple[str, tuple[str, ...], list[tuple[str, dict[str, object]]]]] = [
    # words, kinds of periods, due rules
    ("báo cáo trước ngày 15/6 và 15/12", ("half",), [("half", halves(15))]),
    ("trước ngày 15 tháng 6 và ngày 15 tháng 12 hằng năm", ("half", "year"), [("half", halves(15))]),
    ("hoàn thành trong quý II/2015", (), [("once", {"on": date(2015, 6, 30)})]),
    ("hoàn thành trong quý IV năm 2015", (), [("once", {"on": date(2015, 12, 31)})]),
    ("chậm nhất ngày 25 hằng tháng", ("month",), [("month", {"day": 25})]),
    ("trước ngày 20 của tháng cuối quý", ("quarter",), [("quarter", {"day": 20})]),
    ("hằng tháng, trước ngày 05 của tháng sau", ("month",), [("month", {"day": 5, "month_offset": 1})]),
    ("trước 30/11/2015", (), [("once", {"on": date(2015, 11, 30)})]),
    ("trước ngày 30 tháng 11 năm 2015", (), [("once", {"on": date(2015, 11, 30)})]),
    ("xong trong tháng 2/2015", (), [("once", {"on": date(2015, 2, 28)})]),
    ("hoàn thành trước tháng 6/2015", (), [("once", {"on": date(2015, 5, 31)})]),
    ("hoàn thành trong năm 2015", (), [("once", {"on": date(2015, 12, 31)})]),
    ("từ ngày 01/6 đến ngày 30/6/2015", (), []),
    ("trước ngày 10/12 hằng năm", ("year",), [("year", {"on": {"2015": date(2015, 12, 10)}})]),
    (
        "báo cáo 6 tháng trước ngày 10/6, báo cáo năm trước ngày 10/12",
        ("half", "year"),
        [("half", {"on": {"2015-H1": date(2015, 6, 10)}}), ("year", {"on": {"2015": date(2015, 12, 10)}})],
    ),
    ("Định kỳ 6 tháng, hằng năm báo cáo", ("half", "year"), []),
    ("định kỳ báo cáo theo quy định", (), []),
    ("báo cáo tháng, quý, năm", ("month", "quarter", "year"), []),
    ("dự toán chi ngân sách tỉnh năm 2015", (), []),
    ("theo Nghị định 167/2013/NĐ-CP ngày 12/11/2013", (), []),
    ("tính đến ngày 31/12/2014, toàn tỉnh có 10 cơ sở", (), []),
    ("trước ngày 31/02/2015", (), []),
    ("trong vòng 10 ngày kể từ ngày ban hành", (), []),
    ("chương trình giai đoạn 2011-2015", (), []),
]


@pytest.mark.parametrize(("text", "periods", "dues"), TERMS)
def test_time_is_read_where_the_text_has_it(
    text: str, periods: tuple[str, ...], dues: list[tuple[str, dict[str, object]]]
) -> None:
    found = terms_of(text, 2015)
    assert found.periods == periods
    assert [(due.period, due.rule) for due in found.dues] == dues


CELLS: list[tuple[str, list[date]]] = [
    ("Quý II/2015", [date(2015, 6, 30)]),
    ("Tháng 6", [date(2015, 6, 30)]),
    ("12/2015", [date(2015, 12, 31)]),
    ("Quý I, quý III", [date(2015, 3, 31), date(2015, 9, 30)]),
    ("Từ tháng 3 đến tháng 10/2015", [date(2015, 10, 31)]),
    ("Quý II-IV/2015", [date(2015, 12, 31)]),
    ("6 tháng đầu năm 2015", [date(2015, 6, 30)]),
    ("Năm 2015", []),
    ("Thường xuyên", []),
    ("Theo kế hoạch", []),
]


@pytest.mark.parametrize(("text", "days"), CELLS)
def test_a_cell_of_a_table_holds_nothing_but_its_deadline(text: str, days: list[date]) -> None:
    found = terms_of_cell(text, 2015)
    assert found.deadline == text
    assert [due.rule["on"] for due in found.dues] == days


COLUMNS = [
    ("Cơ quan chủ trì tham mưu", "lead"),
    ("Đơn vị chủ trì, phối hợp", "lead"),
    ("Giao cho", "lead"),
    ("Đơn vị phối hợp", "with"),
    ("Nội dung thực hiện", "task"),
    ("Nhiệm vụ được phân công", "task"),
    ("Kết quả thực hiện", "product"),
    ("Thời gian trình", "deadline"),
    ("Kinh phí thực hiện (triệu đồng)", "other"),
    ("Địa điểm thực hiện", "other"),
    ("Đơn vị tính", "other"),
]


@pytest.mark.parametrize(("heading", "kind"), COLUMNS)
def test_a_column_is_known_by_its_heading(heading: str, kind: str) -> None:
    assert column_kind(heading) == kind


def test_without_a_year_a_day_is_no_date() -> None:
    assert terms_of("trước ngày 15/6", None).dues == ()


TARGETS = [
    ("100% xã, phường, thị trấn thường xuyên tuyên truyền.", "100% xã, phường, thị trấn"),
    ("Phấn đấu ít nhất 80% số người nghiện được quản lý.", "ít nhất 80% số người nghiện"),
    ("Xử lý 100% số vụ việc được phát hiện; trên 90% học sinh ký cam kết.", "100% số vụ việc; trên 90% học sinh"),
    ("Mỗi xã có ít nhất 01 đội tình nguyện.", "ít nhất 01 đội tình nguyện"),
    ("Nâng cao nhận thức của người dân.", None),
    ("Giảm tỷ lệ xuống dưới 4,5%.", "dưới 4,5%"),
    ("100% hộ không đốt nương, đưa vào quy ước.", "100% hộ"),
    ("Giao đất cho 100% xã, phường, hoàn thành trong quý II.", "100% xã, phường"),
]


@pytest.mark.parametrize(("text", "target"), TARGETS)
def test_targets_are_what_is_counted(text: str, target: str | None) -> None:
    assert read_lines("I. MỤC TIÊU", text).paragraphs[0].target == target


def test_a_whole_document_is_read() -> None:
    found = {one.clause: [body.code for body in one.bodies] for one in read(DRUGS).paragraphs if one.bodies}
    assert found == {
        "II.1.a#1": ["cong-an-tinh"],
        "II.1.b#1": ["cong-an-tinh"],
        "II.2.a#1": ["so-ldtbxh"],
        "II.2.b#1": ["so-ldtbxh"],
        "II.3#1": ["so-tttt", "so-gddt"],
        "II.3#2": ["so-tttt", "so-gddt"],
        "II.4#1": ["so-tu-phap"],
        "II.5#1": ["vksnd-tinh", "tand-tinh"],
        "II.6#1": ["doan-tncs-hcm", "hoi-lhpn"],
        "II.7#1": ["huyen"],
        "II.7#2": ["huyen"],
        "II#1": ["so-nganh", "huyen"],
        "II#end": ["cong-an-tinh"],
    }


def test_who_issues_the_plan_is_no_issuer_of_what_it_rests_on() -> None:
    based = "Căn cứ Quyết định số 889/QĐ-TTg ngày 25/7/2023 của Thủ tướng Chính phủ, Bộ Y tế ban hành Kế hoạch như sau:"
    lines = ["BỘ Y TẾ", "KẾ HOẠCH", "Phòng bệnh năm 2026", based, "I. TỔ CHỨC THỰC HIỆN", "1. Vụ Pháp chế:", "Rà soát."]
    (basis,) = read("\n".join(lines)).bases
    assert (basis.number, basis.issuer) == ("889/QĐ-TTg", "Thủ tướng Chính phủ")
