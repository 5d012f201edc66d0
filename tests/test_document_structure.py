"""A document is taken apart into sections, entries and paragraphs with their references, however it is numbered."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.reading import DocumentReading
from tests.document_samples import CHILDREN, DRUGS, read, read_lines


def clauses(reading: DocumentReading) -> list[str]:
    return [one.clause for one in reading.paragraphs]


NUMBERINGS = [
    # lines of a document, the references of its paragraphs
    (["I. MỤC TIÊU", "Một.", "Hai."], ["I#1", "I#2"]),
    (["I. MỤC TIÊU: Một."], ["I#1"]),
    (["I. NHIỆM VỤ", "1. Tuyên truyền trong nhân dân, trường học.", "2. Kiểm tra."], ["I.1#1", "I.2#1"]),
    (["I. NHIỆM VỤ", "1) Tuyên truyền trong nhân dân và trường học.", "2) Kiểm tra cơ sở."], ["I.1#1", "I.2#1"]),
    (["I/ NHIỆM VỤ", "1/ Yêu cầu: Tăng cường tuyên truyền.", "2/ Kiểm tra."], ["I.1#1", "I.2#1"]),
    (["I. NHIỆM VỤ", "1. Yêu cầu:", "Một.", "Hai.", "2. Mục đích", "Ba."], ["I.1#1", "I.1#2", "I.2#1"]),
    (["I. NHIỆM VỤ", "1. Truyền thông", "1.1. Phát tờ rơi.", "1.2 Mở lớp."], ["I.1.1#1", "I.1.2#1"]),
    (["I. NHIỆM VỤ", "1. Mở lớp:", "a) Một.", "b) Hai.", "2. Kiểm tra:", "a) Ba."], ["I.1.a#1", "I.1.b#1", "I.2.a#1"]),
    (["I. NHIỆM VỤ", "1. Mở lớp:", "1) Một.", "2) Hai.", "2. Kiểm tra cơ sở."], ["I.1.1#1", "I.1.2#1", "I.2#1"]),
    (["I. NHIỆM VỤ", "1. Sở Y tế:", "- Một;", "+ Hai;", "* Ba;", "• Bốn."], ["I.1#1", "I.1#2", "I.1#3", "I.1#4"]),
    (["I. MỤC TIÊU", "Một.", "III. NHẦM SỐ", "II. NHIỆM VỤ", "Hai."], ["I#1", "I#2", "II#1"]),
    (["PHẦN I. MỤC TIÊU", "Một.", "Phần II: NHIỆM VỤ", "Hai."], ["I#1", "II#1"]),
    (["1. MỤC TIÊU", "Một.", "2. NHIỆM VỤ", "2.1. Mở lớp.", "2.2. Kiểm tra."], ["1#1", "2.1#1", "2.2#1"]),
    (["I. MỤC TIÊU", "I.1. Một và hai", "Ba.", "I.2. Bốn", "a) Năm.", "II. NHIỆM VỤ", "II.1. Sáu", "Bảy."],
     ["I.1#1", "I.2.a#1", "II.1#1"]),
    (["A. MỤC TIÊU", "I. MỤC TIÊU CHUNG", "I.1. Một và hai", "Ba.", "I.1.1. Bốn."], ["A.I.1#1", "A.I.1.1#1"]),
    (["I. MỤC TIÊU", "100% số xã đạt chuẩn.", "15/6 sơ kết.", "1.000 người được tư vấn."], ["I#1", "I#2", "I#3"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), NUMBERINGS)
def test_every_numbering_gives_its_references(lines: list[str], expected: list[str]) -> None:
    assert clauses(read_lines(*lines)) == expected


LIKE = "Lồng ghép với các chương trình khác của tỉnh như: Xóa đói giảm nghèo, dạy nghề."
QUOTED = "Duy trì phong trào gắn với cuộc vận động: “Toàn dân đoàn kết”."
HEADINGS = [
    # a numbered line, its heading, its running text
    ("1. Sở Y tế:", "Sở Y tế", None),
    ("1. Sở Tài chính, Sở Nội vụ: Chủ trì bố trí kinh phí.", "Sở Tài chính, Sở Nội vụ", "Chủ trì bố trí kinh phí."),
    ("1. Sở Y tế. Chủ trì kiểm tra.", "Sở Y tế", "Chủ trì kiểm tra."),
    ("1. Sở Lao động - Thương binh và Xã hội", "Sở Lao động - Thương binh và Xã hội", None),
    ("1. Các Sở: Y tế, Tài chính", "Các Sở: Y tế, Tài chính", None),
    (f"1. {LIKE}", "", LIKE),
    (f"1. {QUOTED}", "", QUOTED),
]


@pytest.mark.parametrize(("line", "heading", "text"), HEADINGS)
def test_a_heading_and_the_text_on_its_line_are_told_apart(line: str, heading: str, text: str | None) -> None:
    reading = read_lines("I. TỔ CHỨC THỰC HIỆN", line, "- Việc khác của đơn vị.", "2. Sở Nội vụ: Kiểm tra.")
    assert reading.sections[0].entries[0].title == heading
    assert reading.paragraphs[0].text == (text or "Việc khác của đơn vị.")


CLOSINGS = [
    ("UBND tỉnh giao Sở Y tế theo dõi, đôn đốc./.", True),
    ("Trên đây là Kế hoạch năm 2015 của UBND tỉnh.", True),
    ("Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Sở Y tế.", True),
    ("Yêu cầu các sở, ban, ngành nghiêm túc thực hiện.", True),
    ("Căn cứ Kế hoạch này, các sở, ban, ngành tổ chức thực hiện./.", True),
    ("Căn cứ kế hoạch, xây dựng chương trình tập huấn cho cán bộ cơ sở.", False),
    ("Tổng hợp tình hình, báo cáo kết quả./.", False),
]


@pytest.mark.parametrize(("text", "closes"), CLOSINGS)
def test_a_closing_paragraph_belongs_to_no_entry(text: str, closes: bool) -> None:
    reading = read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "Kiểm tra.", "2. Công an tỉnh:", "Tuần tra.", text)
    assert clauses(reading)[-1] == ("I#end" if closes else "I.2#2")


def test_the_head_says_issuer_number_date_title_and_year() -> None:
    reading = read(DRUGS)
    head = reading.letterhead
    assert reading.title == "Kế hoạch phòng, chống ma túy trên địa bàn tỉnh Sông Thao năm 2016"
    assert (head.issuer, head.number, head.signed and head.signed.isoformat(), head.year) == (
        "UBND tỉnh Sông Thao",
        "45/KH-UBND",
        "2016-01-12",
        2016,
    )


def test_a_district_issues_plans_too() -> None:
    reading = read(CHILDREN)
    assert reading.letterhead.issuer == "UBND huyện Thanh Lâm"
    assert reading.issuer.code == "ubnd-huyen"
    assert reading.title == "Kế hoạch thực hiện công tác bảo vệ, chăm sóc trẻ em năm 2018 trên địa bàn huyện Thanh Lâm"


ISSUERS = [
    # lines of the letterhead, the issuer, its code
    (["UBND TỈNH SÔNG THAO", "Số: 1/KH-UBND"], "UBND tỉnh Sông Thao", "ubnd-tinh"),
    (["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "THỊ XÃ AN BÌNH"], "UBND thị xã An Bình", "ubnd-huyen"),
    (["UỶ BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG"], "UBND thành phố Hải Phòng", "ubnd-tinh"),
    (["UBND TỈNH SÔNG THAO", "SỞ Y TẾ", "Số: 1/KH-SYT"], "SỞ Y TẾ", "so-y-te"),
    (["UBND TỈNH SÔNG THAO", "BAN CHỈ ĐẠO 138"], "BAN CHỈ ĐẠO 138", "ban-chi-dao-138"),
    ([], None, "ubnd-tinh"),
]


@pytest.mark.parametrize(("lines", "issuer", "code"), ISSUERS)
def test_the_letterhead_names_the_issuer(lines: list[str], issuer: str | None, code: str) -> None:
    text = "\n".join([*lines, "KẾ HOẠCH", "Công tác năm 2015", "I. MỤC TIÊU", "Giảm tệ nạn."])
    reading = read(text)
    assert (reading.letterhead.issuer, reading.issuer.code) == (issuer, code)


def test_assignments_may_stand_before_solutions() -> None:
    reading = read(DRUGS)
    assert [section.numeral for section in reading.sections] == ["I", "II", "III"]
    assert [entry.number for entry in reading.sections[1].entries] == ["1", "1.a", "1.b", "2", "2.a", "2.b", *"34567"]
    assert clauses(reading)[-4:] == ["II#1", "II#end", "III.1#1", "III.2#1"]


def test_recipients_end_where_the_signature_begins() -> None:
    assert read(DRUGS).distribution == ("Bộ Công an (b/c)", "Các sở, ban, ngành; UBND các huyện", "Lưu: VT, NC")


LEGAL_BASES = [
    # words, number, date, kind
    ("Quyết định số 679/QĐ -TTg ngày 10/5/2011 của Thủ tướng Chính phủ", "679/QĐ-TTg", "2011-05-10", "Quyết định"),
    ("Quyết định số 679/QÐ-TTg ngày 10 tháng 5 năm 2011", "679/QĐ-TTg", "2011-05-10", "Quyết định"),
    ("Nghị định 167/2013/NĐ-CP ngày 12/11/2013 của Chính phủ", "167/2013/NĐ-CP", "2013-11-12", "Nghị định"),
    ("Chỉ thị số 21-CT/TW ngày 26/3/2008 của Bộ Chính trị", "21-CT/TW", "2008-03-26", "Chỉ thị"),
    ("Luật Trẻ em số 102/2016/QH13 ngày 05/4/2016", "102/2016/QH13", "2016-04-05", "Luật"),
    ("Luật Phòng, chống ma túy ngày 09/12/2000", None, "2000-12-09", "Luật"),
    ("Nghị quyết Liên tịch số 01/2008/BYT-BCA ngày 28/8/2008", "01/2008/BYT-BCA", "2008-08-28", "Nghị quyết liên tịch"),
    ("Công văn số 123/UBND-VX3", "123/UBND-VX3", None, "Công văn"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "number", "signed", "kind"), LEGAL_BASES)
def test_legal_bases_have_number_date_and_kind(words: str, number: str | None, signed: str | None, kind: str) -> None:
    (basis,) = read_lines(f"Căn cứ {words};", "I. MỤC TIÊU", "Giảm tệ nạn.").bases
    assert (basis.number, basis.signed and basis.signed.isoformat(), basis.kind) == (number, signed, kind)


def test_the_plan_is_no_basis_of_its_own() -> None:
    text = DRUGS.replace("III. GIẢI PHÁP", "III. GIẢI PHÁP kèm Kế hoạch số 45/KH-UBND")
    assert [basis.number for basis in read(text).bases] == [None, "2434/QĐ-TTg", "21-CT/TW"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" của ", "  của  "),
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: text.replace("Đ", "Ð"),
    ],
    ids=["decomposed", "non-breaking spaces", "double spaces", "windows line ends", "look-alike of Đ"],
)
def test_the_way_a_text_is_stored_changes_nothing(spoil: object) -> None:
    assert callable(spoil)
    assert read(spoil(DRUGS)).as_json() == read(DRUGS).as_json()


def test_the_paragraph_on_money_is_the_budget() -> None:
    assert read_lines("I. MỤC TIÊU", "Một.", "II. KINH PHÍ THỰC HIỆN", "Từ ngân sách tỉnh.").budget == "II#1"
    assert read(CHILDREN).budget is None


LINES = st.sampled_from(
    [
        *(line for text in (DRUGS, CHILDREN) for line in text.splitlines()),
        *(
            "A. PHẦN MỘT",
            "B. PHẦN HAI",
            "I. X",
            "II. Y:",
            "1.",
            "1.1",
            "-",
            "a) b) c)",
            "1. 1. 1.",
            "V.V",
            "v.v...",
            ":",
        ),
        *("Sở", "UBND các tỉnh", "| a | b | c |", "Nơi nhận", "PHỤ LỤC", "TM. UBND", "31/02", "trước ngày 99/99", "%"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=40))
def test_whatever_the_order_of_lines_every_reference_is_distinct(lines: list[str]) -> None:
    found = clauses(read("\n".join(lines)))
    assert len(found) == len(set(found))
