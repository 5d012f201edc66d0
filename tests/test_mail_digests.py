"""What a digest says, in which order, and what it is called."""

from dataclasses import replace
from datetime import date

import pytest

from notifications.digest import ANSWERS, Action, Item, Unheard, kind_of
from notifications.drafts import report_notice_page
from notifications.issued import issued_notice_page
from notifications.page import Page
from notifications.summary import summary_page, summary_subject
from notifications.view import digest_page
from notifications.wording import subject_of, wording_of
from tests.mail_samples import (
    DUE,
    MASTHEAD,
    TODAY,
    correction,
    digest,
    digests,
    in_english,
    item,
    notice,
    requested_digests,
    summary,
)

KINDS = [
    (["remind"], "remind"),
    (["remind", "chase"], "chase"),
    (["escalate", "remind", "chase"], "escalate"),
    (["accepted", "remind"], "remind"),
    (["receipt", "returned", "accepted"], "returned"),
    (["receipt"], "receipt"),
]


@pytest.mark.parametrize(("actions", "kind"), KINDS)
def test_the_gravest_part_gives_the_kind(actions: list[Action], kind: str) -> None:
    assert kind_of([item(action=action) for action in actions]) == kind


def test_what_is_only_for_information_makes_no_kind() -> None:
    informed = item(action="escalate", informed=True)
    assert kind_of([informed]) == "inform"
    assert kind_of([informed, item()]) == "remind"


SUBJECTS = {
    "remind": "[Nhắc] 2 phần việc đến hạn 15/06/2015 – Sở B",
    "chase": "[Đôn đốc] 1 báo cáo quá hạn (hạn 15/06/2015) – Sở B",
    "escalate-head": "[Báo cáo lãnh đạo] 1 báo cáo quá hạn (hạn 15/06/2015) – Sở B",
    "escalate-standing": "[Báo cáo lãnh đạo] 2 đơn vị còn 2 báo cáo quá hạn – Sở A",
    "escalate-issuer": "[Báo cáo lãnh đạo] 2 đơn vị còn 2 báo cáo quá hạn – UBND tỉnh",
    "inform": "[Để biết] 1 báo cáo quá hạn (hạn 15/06/2015) – Sở B",
    "receipt": "[Đã nhận] Báo cáo kết quả kiểm tra, 6 tháng đầu năm 2015 – Sở B",
    "returned": "[Trả lại] Báo cáo kết quả kiểm tra, 6 tháng đầu năm 2015 – Sở B",
    "accepted": "[Đã duyệt] Báo cáo kết quả kiểm tra, 6 tháng đầu năm 2015 – Sở B",
    "extended": "[Gia hạn] Báo cáo kết quả kiểm tra, 6 tháng đầu năm 2015 – Sở B",
    "not-extended": "[Không gia hạn] Báo cáo kết quả kiểm tra, 6 tháng đầu năm 2015 – Sở B",
    "excused": "[Miễn] Báo cáo kết quả kiểm tra, 6 tháng đầu năm 2015 – Sở B",
    "moved": "[Đổi hạn] Báo cáo kết quả kiểm tra, 6 tháng đầu năm 2015 – Sở B",
    "closed": "[Kết thúc] Báo cáo kết quả kiểm tra, 6 tháng đầu năm 2015 – Sở B",
    "confirm": "[Xác nhận] Bàn giao qua kênh… 6 tháng đầu năm 2015 – UBND huyện 1",
    "handover-receipt": "[Đã nhận] Bàn giao qua kênh riêng, 6 tháng đầu năm 2015 – Sở B",
    "handover-returned": "[Trả lại] Bàn giao qua kênh riêng, 6 tháng đầu năm 2015 – Sở B",
}


@pytest.mark.parametrize("name", digests())
def test_subjects(name: str) -> None:
    assert subject_of(digests()[name]) == SUBJECTS[name]


def test_a_reminder_of_several_dates_names_the_first() -> None:
    two = digest(item(due=date(2015, 6, 25)), item(due=date(2015, 6, 24)))
    assert subject_of(two) == "[Nhắc] 2 báo cáo, sớm nhất đến hạn 24/06/2015 – Sở B"


def test_the_subject_speaks_of_the_gravest_items_only() -> None:
    mixed = digest(item(action="chase"), item(due=date(2015, 6, 25)))
    assert subject_of(mixed).startswith("[Đôn đốc] 1 báo cáo quá hạn")


def test_a_requested_body_is_asked() -> None:
    subjects = {name: subject_of(made) for name, made in requested_digests().items()}
    assert subjects["remind"] == "[Đề nghị] 2 phần việc, thời hạn 15/06/2015 – Hội B"
    assert subjects["chase"] == "[Đề nghị] 1 báo cáo chưa nhận được (thời hạn 15/06/2015) – Hội B"
    assert subjects["escalate-head"] == "[Đề nghị] Kính báo lãnh đạo: 1 báo cáo chưa nhận được – Hội B"


@pytest.mark.parametrize(("rung", "name"), [(1, "escalate-head"), (2, "escalate-standing"), (3, "escalate-issuer")])
def test_an_escalation_speaks_to_whom_it_reaches(rung: int, name: str) -> None:
    assert wording_of(digest(item(action="escalate", rung=rung, own=rung == 1))) == name


def test_every_english_subject_is_english() -> None:
    for name, made in digests().items():
        assert subject_of(in_english(made)).split("]")[0] != SUBJECTS[name].split("]")[0]


def headings(page: Page) -> list[str]:
    return [section.heading for section in page.sections]


def test_overdue_comes_first_then_soon_then_later_then_for_information() -> None:
    page = digest_page(
        digest(
            item(informed=True, action="chase"),
            item(due=date(2015, 7, 15)),
            item(due=date(2015, 6, 24)),
            item(action="accepted"),
            item(action="chase"),
        )
    )
    assert headings(page) == ["Quá hạn", "Sắp đến hạn", "Chưa đến hạn", "Kết quả xử lý", "Để biết"]


STATES = [
    ({}, date(2015, 6, 1), "none", "Còn 14 ngày"),
    ({}, date(2015, 6, 11), "none", "Còn 4 ngày"),
    ({}, date(2015, 6, 12), "soon", "Còn 3 ngày"),
    ({}, DUE, "soon", "Đến hạn hôm nay"),
    ({"action": "chase"}, date(2015, 6, 16), "late", "Quá hạn 1 ngày"),
    ({"action": "chase", "requested": True}, date(2015, 6, 16), "late", "Chưa nhận được, quá 1 ngày"),
    ({"action": "receipt"}, TODAY, "wait", "Chờ duyệt"),
    ({"action": "accepted"}, TODAY, "done", "Đã duyệt"),
    ({"action": "returned"}, TODAY, "soon", "Trả lại"),
    ({"action": "excused"}, TODAY, "none", "Miễn"),
    ({"action": "not-extended"}, TODAY, "late", "Quá hạn 7 ngày"),
]


@pytest.mark.parametrize(("changes", "today", "state", "badge"), STATES)
def test_states(changes: dict[str, object], today: date, state: str, badge: str) -> None:
    (section,) = digest_page(digest(item(**changes), today=today)).sections
    (row,) = section.groups[0].rows
    assert (row.state, row.badge) == (state, badge)


def test_leaders_read_by_body_the_longest_overdue_first() -> None:
    items = [
        item(action="escalate", rung=2, own=False, agency=agency, due=due)
        for agency, due in (("Sở C", DUE), ("Sở B", date(2015, 6, 8)), ("Sở C", date(2015, 6, 1)))
    ]
    (section,) = digest_page(digest(*items, agency="Sở A")).sections
    assert section.as_table
    assert [(group.name, len(group.rows)) for group in section.groups] == [("Sở C", 2), ("Sở B", 1)]


def test_the_reader_of_another_body_sees_whose_duty_it_is() -> None:
    page = digest_page(digest(item(), item(own=False, agency="Sở C")))
    facts = [dict(row.facts).get("Đơn vị") for group in page.sections[0].groups for row in group.rows]
    assert facts == [None, "Sở C"]


def facts_of(one: Item) -> dict[str, str]:
    (section,) = digest_page(digest(one)).sections
    return dict(section.groups[0].rows[0].facts)


def test_what_was_done_is_listed_by_act_with_its_dates() -> None:
    told = (("remind", date(2015, 6, 8)), ("remind", date(2015, 6, 12)), ("gọi điện", date(2015, 6, 17)))
    assert facts_of(item(action="chase", told=told))["Đã làm"] == (
        "nhắc đầu mối 08/06/2015, 12/06/2015; gọi điện 17/06/2015"
    )


def test_the_plans_own_words_stand_beside_the_date() -> None:
    facts = facts_of(item(wording="định kỳ", clauses=("V.2#4", "V#end")))
    assert facts["Kế hoạch ghi"] == "“định kỳ”"
    assert facts["Căn cứ trong kế hoạch"] == "mục V.2, đoạn 4; mục V, đoạn cuối"


def test_a_moved_due_date_keeps_the_original_in_sight() -> None:
    assert facts_of(item(original_due=date(2015, 6, 1)))["Hạn ban đầu"] == "thứ Hai, 01/06/2015"
    assert "Hạn ban đầu" not in facts_of(item())


def test_a_moved_deadline_shows_the_date_it_had() -> None:
    first = item(action="moved", original_due=date(2015, 6, 1), before=date(2015, 6, 1))
    assert facts_of(first)["Hạn cũ"] == "thứ Hai, 01/06/2015"
    assert "Hạn ban đầu" not in facts_of(first)
    again = item(action="moved", original_due=date(2015, 6, 1), before=date(2015, 6, 8))
    assert {"Hạn cũ", "Hạn ban đầu"} <= facts_of(again).keys()


def test_a_return_shows_the_correction_date_and_the_reason() -> None:
    (section,) = digest_page(digests()["returned"]).sections
    (row,) = section.groups[0].rows
    assert (row.due_label, row.due, row.note) == ("Bổ sung đến hết", "thứ Năm, 25/06/2015", "Lý do: Thiếu biểu 2")


def block(page: Page, label: str) -> tuple[str, ...]:
    return next((found.lines for found in page.blocks if found.label == label), ())


def test_what_happens_next_is_one_line_for_each_date() -> None:
    step = ("chase", date(2015, 6, 26))
    one = digest_page(digest(item(due=date(2015, 6, 25), next_step=step), item(due=date(2015, 6, 25), next_step=step)))
    assert block(one, "Tiếp theo") == ("Nếu đến thứ Sáu, 26/06/2015 chưa nhận được: đôn đốc.",)
    two = digest_page(digest(item(next_step=step), item(title="Việc hai", next_step=("remind", date(2015, 6, 24)))))
    assert block(two, "Tiếp theo") == (
        "Nếu đến thứ Tư, 24/06/2015 chưa nhận được: nhắc lại (Việc hai).",
        "Nếu đến thứ Sáu, 26/06/2015 chưa nhận được: đôn đốc (Báo cáo kết quả kiểm tra).",
    )


def test_how_to_file_is_told_for_each_kind_of_duty_and_bars_lists_of_persons() -> None:
    lines = block(digest_page(digest(item(), item(kind="handover"))), "Cách gửi")
    assert lines[0] == "Trả lời thư này:"
    assert any("không gửi danh sách" in line for line in lines)
    assert not any(line.startswith("Nhiệm vụ") for line in lines)


def test_a_portal_gives_each_line_its_button() -> None:
    page = digest_page(digest(item(url="https://dondoc.example/1"), item(kind="task", url="https://dondoc.example/2")))
    labels = [row.button.label for group in page.sections[0].groups for row in group.rows if row.button]
    assert labels == ["Gửi báo cáo", "Cập nhật tiến độ"]
    assert block(page, "Cách gửi")[0].startswith("Dùng nút")


@pytest.mark.parametrize("name", ["inform", "accepted", "excused", "escalate-issuer"])
def test_nobody_is_told_to_file_what_he_need_not(name: str) -> None:
    assert block(digest_page(digests()[name]), "Cách gửi") == ()


def test_attachments_are_named_with_their_use() -> None:
    page = digest_page(digest(item(attachment="bieu.xlsx")), ["bieu.xlsx", "han.ics", "cong-van.docx"])
    assert block(page, "Kèm theo thư") == (
        "bieu.xlsx: biểu để điền, Báo cáo kết quả kiểm tra",
        "han.ics: thêm hạn vào lịch làm việc",
        "cong-van.docx: bản thảo văn bản",
    )


def test_every_mail_says_whom_to_call_and_how_to_stop_wrong_mail() -> None:
    for made in digests().values():
        page = digest_page(made)
        assert "0210 000 000" in block(page, "Liên hệ")[0]
        assert "nhầm người" in page.foot[-1]


def test_a_coordinator_without_address_or_telephone_is_named_all_the_same() -> None:
    bare = replace(MASTHEAD, coordinator_email="", coordinator_phone="")
    assert block(digest_page(digest(item(), masthead=bare)), "Liên hệ") == ("Phòng Tổng hợp Sở A",)


def test_the_informed_learn_what_was_done_today() -> None:
    said = {
        action: facts_of(item(action=action, informed=True, rung=1))[""] for action in ("remind", "chase", "escalate")
    }
    assert said == {
        "remind": "Đầu mối được nhắc hôm nay.",
        "chase": "Đầu mối được đôn đốc hôm nay.",
        "escalate": "Lãnh đạo đơn vị được báo hôm nay.",
    }


def test_the_summary_puts_decisions_first() -> None:
    page = summary_page(summary())
    assert headings(page) == [
        "Chờ cho gửi lên cấp trên",
        "Cần quyết định",
        "Chờ duyệt",
        "Bàn giao chờ xác nhận",
        "Thư không đến nơi",
        "Thiếu đầu mối",
        "Công văn cần in",
        "Việc đang dừng",
        "Báo cáo đã ban hành chưa đến nơi nhận",
        "Đến hạn hôm nay",
        "Để biết",
    ]
    assert summary_subject(summary()) == "[Việc hôm nay] 11 việc cần xử lý ngày 22/06/2015 – Sở A"


@pytest.mark.parametrize(
    ("action", "rung", "unheard", "said"),
    [
        ("escalate", 1, "", "Lãnh đạo đơn vị được báo hôm nay."),
        ("escalate", 1, "missing", "Chưa báo được ai: lãnh đạo đơn vị chưa có địa chỉ nhận thư."),
        ("escalate", 1, "unreached", "Chưa báo được ai: thư cho lãnh đạo đơn vị không đến nơi."),
        ("escalate", 3, "missing", "Chưa báo được ai: cơ quan ban hành kế hoạch chưa có địa chỉ nhận thư."),
        ("chase", 0, "missing", "Chưa báo được ai: đầu mối chưa có địa chỉ nhận thư."),
    ],
)
def test_for_information_nobody_is_said_to_have_heard_who_did_not(
    action: Action, rung: int, unheard: Unheard, said: str
) -> None:
    page = digest_page(digest(item(action=action, rung=rung, informed=True, unheard=unheard)))
    assert ("", said) in page.sections[0].groups[0].rows[0].facts


def test_partners_and_remarks_stand_in_the_row() -> None:
    page = digest_page(digest(item(partners=("Sở C", "UBND các huyện"), note="Kèm bản ký")))
    facts = page.sections[0].groups[0].rows[0].facts
    assert ("Phối hợp", "Sở C; UBND các huyện") in facts
    assert ("Ghi chú", "Kèm bản ký") in facts


def test_a_summary_of_nothing_is_empty() -> None:
    lists = ("awaiting", "undecided", "unreviewed", "handovers", "unreached", "missing", "letters", "stalled")
    quiet = summary(**dict.fromkeys((*lists, "undelivered", "due_today"), ()))
    assert not quiet.is_empty
    assert replace(quiet, informed=()).is_empty
    assert summary_subject(quiet).startswith("[Việc hôm nay] thông tin để biết")


def test_an_out_of_date_draft_is_told_with_the_rest_and_sends_no_mail() -> None:
    page = summary_page(summary())
    assert block(page, "Báo cáo tổng hợp") == (
        "Báo cáo kết quả 6 tháng đầu năm 2015: bản dự thảo đã cũ, 3 báo cáo mới được duyệt "
        "(dondoc report build half-year 2015-H1)",
    )


def test_a_correction_names_what_it_replaces_and_the_first_changes() -> None:
    page = issued_notice_page(correction(), ["bao-cao_lan-3.docx"])
    assert page.subject == "[Báo cáo thay thế] Kết quả năm 2015 – Sở A"
    assert page.ask == "Bản này thay báo cáo số 45/BC-SA ngày 25/12/2015; đề nghị sử dụng bản kèm theo thư này."
    listed = block(page, "Nội dung thay đổi")
    assert len(listed) == 31 and listed[-1] == "và 10 nội dung khác, xem trong báo cáo"
    nameless = issued_notice_page(correction(replaces_number="", replaces_date=None, changes=()))
    assert "báo cáo đã gửi trước" in nameless.ask
    assert block(nameless, "Nội dung thay đổi") == ("Số liệu và nội dung không thay đổi.",)


def test_the_draft_notice_names_who_is_missing() -> None:
    page = report_notice_page(notice(), ["bao-cao.docx"])
    assert headings(page) == ["Chưa gửi", "Chờ duyệt"]
    complete = report_notice_page(notice(missing=(), unreviewed=()))
    assert block(complete, "Tình hình gửi") == ("Các đơn vị đã gửi đủ và đã được duyệt.",)


def test_every_answer_has_its_words() -> None:
    assert {wording_of(digests()[action]) for action in ANSWERS} == set(ANSWERS)
