"""Deadlines as plans word them, what is passed on, and what a draft makes of reports asked of all and early dates."""

import re
from datetime import date
from typing import Any

import pytest
from ruamel.yaml import YAML

from plans.check import check_plan
from plans.drafting import draft_plan
from plans.loading import load_plan_text
from plans.reading import DocumentReading
from plans.terms import terms_of
from plans.unread import unread_time
from tests.document_samples import read_lines

Rules = list[tuple[str, dict[str, Any]]]


def once(month: int, day: int) -> Rules:
    return [("once", {"on": date(2015, month, day)})]


HALF_AND_YEAR: Rules = [("half", {"on": {"2015-H1": date(2015, 6, 5)}}), ("year", {"on": {"2015": date(2015, 12, 5)}})]
DEADLINES: list[tuple[str, Rules]] = [
    ("Xây dựng đề án, trình UBND tỉnh trong quý II/2015.", once(6, 30)),
    ("Ban hành quy chế trong quý III.", once(9, 30)),
    ("Kiện toàn Ban Chỉ đạo trong tháng 3/2015.", once(3, 31)),
    ("Mở lớp tập huấn trong tháng 12 năm 2015.", once(12, 31)),
    ("Đưa vào sử dụng từ ngày 01/12/2015.", once(12, 1)),
    ("Báo cáo định kỳ hằng tháng trước ngày 25.", [("month", {"day": 25})]),
    ("Hằng tháng, trước ngày 05, báo cáo kết quả.", [("month", {"day": 5})]),
    ("Gửi số liệu vào ngày 05 hàng tháng.", [("month", {"day": 5})]),
    ("Hằng quý, trước ngày 10, báo cáo kết quả.", [("quarter", {"day": 10})]),
    ("Báo cáo 6 tháng, hằng năm trước ngày 05/6 và 05/12.", HALF_AND_YEAR),
    ("Báo cáo 6 tháng, năm gửi Sở Y tế trước ngày 05/6 và 05/12/2015.", HALF_AND_YEAR),
    (
        "Báo cáo hằng tháng (trước ngày 17), 6 tháng (trước ngày 05/6) và năm (trước ngày 05/12).",
        [("month", {"day": 17}), *HALF_AND_YEAR],
    ),
    (
        "Báo cáo trước ngày 05/7/2015 và 10/01/2016.",
        [("half", {"on": {"2015-H1": date(2015, 7, 5), "2015-H2": date(2016, 1, 10)}})],
    ),
]


@pytest.mark.parametrize(("text", "dues"), DEADLINES)
def test_a_deadline_is_read_as_it_is_worded(text: str, dues: Rules) -> None:
    assert [(due.period, due.rule) for due in terms_of(text, 2015).dues] == dues


UNREAD = [
    # what is no deadline, or not one that can be worked out, and the words that a person is shown
    ("Mở đợt cao điểm từ ngày 01/7/2015 đến ngày 30/9/2015.", "từ ngày 01/7/2015 đến ngày 30/9/2015"),
    ("Tổ chức tháng cao điểm (từ 10/11 đến 10/12/2015).", "từ 10/11 đến 10/12/2015"),
    ("Hoàn thành trong quý II - III/2015.", "trong quý II - III/2015"),
    ("Kiểm tra 02 đợt (tháng 4 và tháng 9).", "tháng 4 và tháng 9"),
    ("Thông báo kết quả trong 24 giờ.", "trong 24 giờ"),
    ("Báo cáo kết quả trước ngày 05.", "trước ngày 05"),
    ("Báo cáo định kỳ 6 tháng, hằng năm.", None),
    ("Thực hiện Quyết định số 12/QĐ-UBND ngày 12/3/2014, trực 24/7.", None),
    ("Tuyên truyền trong nhân dân tại 05 xã.", None),
]


@pytest.mark.parametrize(("text", "words"), UNREAD)
def test_time_that_gave_no_deadline_is_shown_to_a_person(text: str, words: str | None) -> None:
    terms = terms_of(text, 2015)
    assert terms.dues == ()
    assert unread_time(text, terms) == words


KINDS = [
    ("Chậm nhất ngày 25 hằng tháng gửi số liệu về Sở Nội vụ.", ("report",)),
    ("Thống kê tai nạn, gửi Sở Nội vụ trước ngày 16 hằng tháng.", ("report",)),
    ("Cung cấp số liệu cho Sở Nội vụ.", ("report",)),
    ("Công bố số liệu thống kê.", ("standing",)),
    ("Lập danh sách hộ thiếu nước, chuyển Sở Nội vụ.", ("handover",)),
    ("Cập nhật danh sách trẻ em, gửi Sở Nội vụ trước ngày 15/6.", ("handover",)),
    ("Lập danh sách người nghiện cung cấp cho Công an tỉnh.", ("handover",)),
    ("Thông báo danh sách học sinh vi phạm cho nhà trường.", ("handover",)),
    ("Hoàn thiện hồ sơ vụ việc, chuyển Công an tỉnh xử lý.", ("handover",)),
    ("Báo cáo kết quả về Sở Nội vụ, kèm danh sách nạn nhân.", ("handover", "report")),
    ("Số hóa hồ sơ, đẩy nhanh chuyển đổi số.", ("standing",)),
]


@pytest.mark.parametrize(("text", "kinds"), KINDS)
def test_lists_are_handed_over_and_figures_reported(text: str, kinds: tuple[str, ...]) -> None:
    (paragraph,) = read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", text).paragraphs
    assert paragraph.kinds == kinds


JOINT = [
    ("Sở Y tế kiểm tra cơ sở.", ["so-y-te"]),
    ("Sở Y tế chủ trì kiểm tra; Sở Tài chính bố trí kinh phí.", ["so-y-te", "so-tai-chinh"]),
    ("Kiểm tra cơ sở theo hướng dẫn của Sở Y tế.", ["so-y-te", "so-tai-chinh"]),
    ("Kiểm tra cơ sở.", ["so-y-te", "so-tai-chinh"]),
]


@pytest.mark.parametrize(("text", "bodies"), JOINT)
def test_a_joint_heading_is_narrowed_by_a_subject_out_of_it(text: str, bodies: list[str]) -> None:
    (paragraph,) = read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế, Sở Tài chính:", text).paragraphs
    assert [body.code for body in paragraph.bodies] == bodies


def drafted(reading: DocumentReading) -> tuple[str, list[dict[str, Any]]]:
    text = draft_plan(reading)
    return text, YAML(typ="safe").load(text)["obligations"]


ASKED_OF_ALL = read_lines(
    "I. TỔ CHỨC THỰC HIỆN",
    "1. Sở Y tế:",
    "- Là cơ quan thường trực, đôn đốc; tổng hợp báo cáo UBND tỉnh.",
    "2. Sở Tài chính:",
    "- Bố trí kinh phí.",
    "3. Sở Nội vụ:",
    "- Báo cáo hằng tháng trước ngày 25.",
    "4. Hội Nông dân tỉnh:",
    "- Vận động hội viên.",
    "II. CHẾ ĐỘ BÁO CÁO",
    "Các sở, ban, ngành và UBND các xã báo cáo 6 tháng trước ngày 05/6, năm trước ngày 05/12 về Sở Y tế.",
)


def test_a_report_asked_of_all_goes_to_each_of_them() -> None:
    _, obligations = drafted(ASKED_OF_ALL)
    filed: dict[str, list[tuple[str, list[str]]]] = {}
    for one in obligations:
        for code in one["assigned_to"] if one["kind"] == "report" else ():
            filed.setdefault(code, []).append((one["period"], one["clauses"]))
    both = [("half", ["II#1"]), ("year", ["II#1"])]
    assert filed == {
        "so-y-te": [("half", ["I.1#1"])],  # it receives the others'
        "so-tai-chinh": both,
        "so-noi-vu": [("month", ["I.3#1"]), *both],
        "hoi-nong-dan": [("half", [])],  # no department: nothing in the text asks it for a report
        "xa": both,
    }


def test_a_date_before_the_decrees_cut_off_gets_one_that_fits() -> None:
    text, obligations = drafted(ASKED_OF_ALL)
    cutoffs = {(one["assigned_to"][0], one["period"]): one["cutoff"] for one in obligations if one["kind"] == "report"}
    assert cutoffs["so-tai-chinh", "half"] == cutoffs["so-tai-chinh", "year"] == "cuoi-thang-truoc"
    assert cutoffs["so-noi-vu", "month"] == "nd09"
    assert "sớm hơn mốc chốt số liệu của nd09" in text
    assert [str(one) for one in check_plan(load_plan_text(text, "draft.yaml")) if "chốt" in str(one)] == []


def test_a_draft_never_says_that_a_text_with_a_time_has_none() -> None:
    lines = ("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "- Ban hành quy chế sau 10 ngày làm việc.", "- Thành lập đoàn.")
    text, _ = drafted(read_lines(*lines))
    first, second = (text[text.index(f"# I.1#{number}: ") :].split("- code")[0] for number in (1, 2))
    assert re.search(r"văn bản có nêu thời gian mà máy chưa hiểu: 'sau 10 ngày làm việc'", first)
    assert "không nêu" not in first
    assert "văn bản không nêu ngày hạn" in second


def test_no_report_is_asked_to_hold_a_list_of_people() -> None:
    lines = (
        "I. TỔ CHỨC THỰC HIỆN",
        "1. Sở Y tế:",
        "- Lập danh sách nạn nhân, chuyển Công an tỉnh.",
        "- Lập danh sách F0.",
    )
    text, obligations = drafted(read_lines(*lines))
    assert [(one["kind"], one.get("to")) for one in obligations if one["kind"] != "report"] == [
        ("handover", "cong-an-tinh"),
        ("standing", None),
    ]
    assert text.count("báo cáo chỉ ghi số lượng") == 1


def test_a_report_wanted_once_of_all_is_asked_of_each_but_the_receiver() -> None:
    lines = ("1. Sở Y tế:", "- Khám bệnh.", "2. Sở Tài chính:", "- Cấp kinh phí.", "3. Các sở, ban, ngành:")
    text = "- Báo cáo Sở Y tế trước ngày 20/11/2015."
    _, obligations = drafted(read_lines("I. TỔ CHỨC THỰC HIỆN", *lines, "- Tuyên truyền.", text))
    once = [one for one in obligations if one["kind"] == "report" and one["period"] == "once"]
    assert [(one["assigned_to"], one["clauses"]) for one in once] == [(["so-tai-chinh"], ["I.3#2"])]
    assert not any("so-nganh" in one["assigned_to"] for one in obligations)
    (report,) = [one for one in obligations if one["code"] == "BC-SO-TAI-CHINH"]
    assert "I.3#1" in report["clauses"]
