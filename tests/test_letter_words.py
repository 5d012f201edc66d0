"""What official letters say, situation by situation."""

from dataclasses import replace
from datetime import date

import pytest

from reports.letters.matters import Letter, Notified
from reports.letters.text import MatterTable, text_of
from reports.letters.wording import clause_in_words, notified_cell, notified_phrase
from tests.letter_samples import TODAY, TOLD, letter, matter, situations

SITUATIONS = situations()
#: Situation, words that are there, words that are not.
SAID: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "one",
        (
            "V/v đôn đốc gửi báo cáo an toàn lao động 6 tháng đầu năm 2015",
            "Kính gửi: Sở B.",
            "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2015 của UBND tỉnh mẫu năm 2015, Sở A là cơ quan thường trực",
            "Đến ngày 29/6/2015, Sở A chưa nhận được “Báo cáo kết quả kiểm tra” 6 tháng đầu năm 2015 "
            "(điểm 2 mục V Kế hoạch) của Sở B. Hạn gửi là thứ Hai, ngày 15/6/2015; đến nay đã quá hạn 14 ngày.",
            "Sở A đã nhắc các ngày 08/6/2015 và 12/6/2015, đôn đốc ngày 16/6/2015, "
            "thông báo đến lãnh đạo đơn vị ngày 22/6/2015.",
            "Thời hạn nêu trên do Sở A ấn định",
            "1. Khẩn trương hoàn thành và gửi nội dung nêu trên về Sở A chậm nhất là thứ Sáu, ngày 03/7/2015, "
            "theo biểu mẫu đã gửi kèm thư nhắc.",
            "không gửi danh sách, họ tên hay thông tin cá nhân",
            "Quá thời hạn trên, Sở A sẽ tổng hợp, báo cáo UBND tỉnh xem xét, chỉ đạo.",
            "Điều phối, điện thoại 0210 3 000 001, thư điện tử dieuphoi@so-a.example.",
            "Đề nghị Sở B quan tâm, phối hợp thực hiện./.",
            "- Lưu: VT.",
        ),
        ("thư điện tử công vụ", "gia hạn", "trả lại"),
    ),
    (
        "many",
        (
            "V/v đôn đốc thực hiện nhiệm vụ theo Kế hoạch về an toàn lao động năm 2015",
            "chưa nhận được của Sở B 3 nội dung sau đây:",
            "Tổ chức tháng hành động",
            "Chưa có",
            "các nội dung nêu trên",
            "Đồng thời, đề nghị gửi đúng thời hạn: “Báo cáo tháng 6” tháng 6/2015",
            "Việc bàn giao thực hiện theo kênh riêng",
            "- Lưu: VT, VP.",
        ),
        ("V/v đôn đốc gửi báo cáo",),
    ),
    (
        "extended",
        (
            "Hạn gửi ban đầu là thứ Hai, ngày 15/6/2015, đã được gia hạn đến thứ Tư, ngày 24/6/2015; "
            "đến nay đã quá hạn 5 ngày.",
        ),
        ("trả lại",),
    ),
    (
        "returned",
        (
            "chưa nhận được bản hoàn thiện của “Báo cáo kết quả kiểm tra”",
            "Nội dung đã gửi ngày 15/6/2015, được trả lại ngày 17/6/2015 để hoàn thiện (Phần lời quá ngắn); "
            "hạn gửi lại là thứ Hai, ngày 22/6/2015; đến nay đã quá hạn 7 ngày.",
        ),
        ("gia hạn", "Sở A đã nhắc"),
    ),
    ("handover", ("Việc bàn giao thực hiện theo kênh riêng",), ("biểu mẫu", "Chỉ gửi số liệu tổng hợp")),
    (
        "no address, late",
        ("3. Cho biết địa chỉ thư điện tử công vụ", "theo biểu mẫu do cơ quan thường trực cung cấp"),
        ("kèm thư nhắc", "Quá thời hạn trên"),
    ),
    (
        "no address, not late",
        ("V/v thời hạn gửi báo cáo an toàn lao động tháng 6/2015", "Hạn gửi là Chủ nhật, ngày 05/7/2015."),
        ("quá hạn", "đôn đốc"),
    ),
    ("no address, several", ("gửi đúng thời hạn 2 nội dung sau đây:",), ("quá hạn", "đôn đốc")),
    (
        "requested",
        (
            "V/v đề nghị phối hợp gửi báo cáo",
            "Kính gửi: Hội C.",
            "trân trọng đề nghị Hội C phối hợp, cung cấp",
            "Thời hạn nêu trên do Sở A đề nghị để tiện tổng hợp.",
            "rất mong nhận được sự quan tâm, phối hợp của Hội C./.",
        ),
        ("đôn đốc", "quá hạn", "ấn định", "Khẩn trương", "chỉ đạo"),
    ),
    (
        "note",
        (
            "V/v tình hình gửi báo cáo an toàn lao động 6 tháng đầu năm 2015",
            "Kính gửi: UBND tỉnh.",
            "mặc dù đã nhắc, đôn đốc, Sở A vẫn chưa nhận được báo cáo của 3 cơ quan, đơn vị (3 nội dung)",
            "UBND huyện 2",
            "Công văn số 45/SA-VP ngày 29/6/2015",
            "kính đề nghị UBND tỉnh xem xét, chỉ đạo",
            "- Các cơ quan, đơn vị có tên trong văn bản;",
        ),
        ("theo biểu mẫu",),
    ),
)


def words(one: Letter) -> str:
    """All that a letter says, a line for each paragraph and row."""
    text = text_of(one)
    lines = [text.superior, text.issuer, text.number, text.place_date, text.about, text.to]
    for block in text.blocks:
        if isinstance(block, MatterTable):
            lines += [row if isinstance(row, str) else " | ".join(row) for row in block.rows]
        else:
            lines.append(block)
    return "\n".join((*lines, *text.recipients, *text.office))


@pytest.mark.parametrize(("name", "said", "unsaid"), SAID, ids=[row[0] for row in SAID])
def test_a_letter_says_what_its_situation_needs(name: str, said: tuple[str, ...], unsaid: tuple[str, ...]) -> None:
    text = words(SITUATIONS[name])
    assert [one for one in said if one not in text] == []
    assert [one for one in unsaid if one in text] == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_letter_is_undated_without_number_and_ends_as_the_law_says(name: str) -> None:
    text = text_of(SITUATIONS[name])
    assert text.number.replace("\u00a0", "") in ("Số:/SA", "Số:/SA-VP")
    assert text.place_date.replace("\u00a0", "") == "Sông Thao, ngàythángnăm 2015"
    assert str(text.blocks[-1]).endswith("./.")
    assert sum(str(block).endswith("./.") for block in text.blocks) == 1
    assert text.recipients[0] == "- Như trên;"
    assert text.office == ("GIÁM ĐỐC",)


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_letter_names_a_person_of_another_body(name: str) -> None:
    document = SITUATIONS[name].document
    others = [c for c in document.contacts if c.agency != document.plan.standing]
    text = words(SITUATIONS[name])
    assert [c.name for c in others if c.name in text or (c.email and c.email in text)] == []


def test_no_date_is_said_to_be_the_plans() -> None:
    for one in SITUATIONS.values():
        if any(matter.due for matter in one.matters) and one.kind in ("chase", "note"):
            assert "do Sở A ấn định" in words(one)


def test_a_short_name_is_said_with_the_full_one_before_it_is_used() -> None:
    spoken = letter()
    agencies = tuple(
        one.model_copy(update={"name": "Sở An toàn", "short": "SAT"}) if one.code == "so-a" else one
        for one in spoken.document.agencies
    )
    renamed = replace(spoken, document=spoken.document.model_copy(update={"agencies": agencies}))
    assert "Sở An toàn (sau đây gọi tắt là SAT) là cơ quan thường trực" in words(renamed)
    assert "gọi tắt" not in words(spoken)


def test_the_issuer_is_asked_once_for_its_direction() -> None:
    note = words(SITUATIONS["note"])
    assert note.count("xem xét, chỉ đạo") == 1
    assert "Sở A trân trọng báo cáo UBND tỉnh./." in note


def test_a_reason_in_several_lines_stays_in_its_sentence() -> None:
    from reports.letters.matters import Returned

    back = Returned(None, TODAY, "Thiếu số liệu.\nThiếu phần lời.")
    text = words(letter(matters=(matter(returned=back),)))
    assert "(Thiếu số liệu. Thiếu phần lời)" in text


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        (("V.2#4",), "điểm 2 mục V"),
        (("V.1#5", "V.1#6", "V#end"), "điểm 1 mục V; mục V"),
        (("A.II.3#1",), ""),
        ((), ""),
    ],
)
def test_clauses_in_words(clauses: tuple[str, ...], said: str) -> None:
    assert clause_in_words(clauses) == said


def test_what_was_done_before_is_told_once_each() -> None:
    assert notified_phrase(()) == ""
    assert notified_cell(()) == "Chưa có"
    assert notified_phrase((*TOLD, *TOLD)) == notified_phrase(TOLD)
    letters = (Notified("letter", TODAY, "45/SA-VP"), Notified("letter", TODAY, "46/SA-VP"))
    assert notified_phrase(letters) == "gửi Công văn số 45/SA-VP ngày 29/6/2015 và Công văn số 46/SA-VP ngày 29/6/2015"


@pytest.mark.parametrize(
    ("drafted", "year"),
    [(date(2015, 12, 16), "2015"), (date(2015, 12, 31), "20"), (date(2016, 1, 4), "2016")],
    ids=["well before", "the last day", "the new year"],
)
def test_the_year_is_left_open_where_the_letter_may_be_signed_in_the_next(drafted: date, year: str) -> None:
    said = text_of(letter(as_of=drafted)).place_date
    assert said.split("năm")[1].strip() == year
