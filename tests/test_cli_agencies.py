"""Changes in mid-year: an urgent task, another contact."""

from datetime import date
from pathlib import Path

import pytest

from tests.cli_samples import PLAN, Office, plan_file


def test_an_urgent_task_for_a_group_and_a_body(tmp_path: Path) -> None:
    office = Office(tmp_path)
    words = ("task", "add", "Báo cáo nhanh sau bão", "--to", "huyen", "--to", "so-b", "--due", "2015-06-11")
    said = office.asks(*words, now="2015-06-08")
    assert said["version"] == 2
    assert said["created"] == [f"demo-2015:PS-01/{body}/once" for body in ("huyen-1", "huyen-2", "so-b")]
    assert len(office.asks("outbox")) == 3, "they are told the day it is set"


def test_a_task_may_have_a_form_and_a_code(tmp_path: Path) -> None:
    office = Office(tmp_path)
    words = ("task", "add", "Rà soát", "--to", "so-b", "--due", "2015-06-11", "--form", "inspections", "--code", "RS-1")
    assert "demo-2015:RS-1/so-b/once" in office.does(*words, now="2015-06-08").out
    assert office.asks("plan", "show")["obligations"][-1]["form"] == "inspections"


def test_setting_a_task_says_what_was_set_who_hears_of_it_and_what_follows(tmp_path: Path) -> None:
    words = ("task", "add", "Báo cáo nhanh", "--to", "so-b", "--due", "2015-06-11")
    said = Office(tmp_path).does(*words, now="2015-06-08").words
    assert "Đã giao PS-01: 1 phần việc, hạn thứ Năm, 11/06/2015. demo-2015:PS-01/so-b/once" in said
    assert "focal@so-b.example [Việc mới] Báo cáo nhanh, hạn 11/06/2015" in said
    assert "Nếu chưa gửi: 10/06/2015 Nhắc trước hạn 1 ngày làm việc; 12/06/2015 Đôn đốc sau hạn" in said
    assert "Chú ý" not in said


def test_the_mail_of_a_new_task_says_that_it_is_new(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("task", "add", "Báo cáo nhanh", "--to", "so-b", "--due", "2015-06-11", now="2015-06-08")
    office.does("deliver", now="2015-06-08")
    mail = office.does("outbox", "show", str(office.asks("outbox")[0]["id"]), now="2015-06-08").out
    assert "Nhiệm vụ mới giao" in mail
    assert "vừa giao Sở B 1 nhiệm vụ" in mail
    assert "ắp đến hạn" not in mail
    assert "[Nhắc]" in office.asks("round", now="2015-06-10")["messages"][0]["subject"], "the next one reminds"


def test_the_history_tells_who_set_a_task(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("task", "add", "Báo cáo nhanh", "--to", "so-b", "--due", "2015-06-11", now="2015-06-08")
    entries = office.asks("history", "PS-01/so-b/once")
    assert [(one["act"], one["by"]) for one in entries][-1] == ("assigned", "Điều phối")
    assert "Giao việc" in office.does("history", "PS-01/so-b/once").out
    assert "giao việc phát sinh PS-01" in office.does("history", "demo-2015").out


def test_little_time_and_the_same_task_twice_are_warned_of(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("task", "add", "Báo cáo nhanh", "--to", "so-b", "--due", "2015-06-11", now="2015-06-08")
    words = ("task", "add", "báo cáo  Nhanh", "--to", "huyen-1", "--to", "so-b", "--due", "2015-06-09")
    said = office.asks(*words, now="2015-06-08")["warnings"]
    assert said[0] == "đơn vị chỉ có 1 ngày làm việc, ít hơn 3"
    assert said[1].startswith("đã có nhiệm vụ PS-01 cùng tên cho so-b")
    later = office.asks("task", "add", "Báo cáo nhanh", "--to", "so-b", "--due", "2015-07-10", now="2015-07-01")
    assert later["warnings"] == [], "the earlier ones are over"


def test_a_body_without_an_address_is_warned_of(tmp_path: Path) -> None:
    office = Office(tmp_path)
    plan = PLAN.replace("name: Đầu mối Sở B, email: focal@so-b.example", "name: Đầu mối Sở B")
    office.does("plan", "apply", plan_file(tmp_path, plan), "--yes", now="2015-01-06")
    words = ("task", "add", "Báo cáo nhanh", "--to", "so-b", "--due", "2015-06-11")
    said = office.asks(*words, now="2015-06-08")
    assert said["messages"] == []
    assert "Sở B chưa có đầu mối có địa chỉ thư" in said["warnings"][0]


def test_who_is_asked_and_never_ordered_is_asked_in_a_task_of_its_own(tmp_path: Path) -> None:
    office = Office(tmp_path)
    plan = PLAN.replace("name: Sở B, kind: department", "name: Sở B, kind: organisation")
    office.does("plan", "apply", plan_file(tmp_path, plan), "--yes", now="2015-01-06")
    words = ("task", "add", "Góp ý", "--due", "2015-06-11", "--to", "so-b")
    assert "so-b là nơi được đề nghị" in office.run(*words, "--to", "huyen-1", now="2015-06-08").refusal
    subject = office.asks(*words, now="2015-06-08")["messages"][0]["subject"]
    assert subject.startswith("[Đề nghị] Góp ý, thời hạn 11/06/2015")
    assert office.asks("plan", "show")["obligations"][-1]["role"] == "requested"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "so-x", "--due", "2015-06-11"), "so-x"),
        (("--to", "so-b", "--due", "2015-06-14"), "đặt vào ngày làm việc 12/06/2015 hoặc 15/06/2015"),
        (("--to", "so-b", "--due", "2015-06-11", "--code", "B-01"), "mã B-01 đã có"),
        (("--to", "so-b", "--due", "2015-06-11", "--code", "Đ Đ"), "mã chỉ gồm chữ không dấu"),
        (("--to", "so-b", "--due", "2015-06-01"), "đã qua"),
        (("--to", "so-b", "--due", "2015-06-11", "--form", "none"), "none"),
    ],
)
def test_a_task_that_cannot_be(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    office = Office(tmp_path)
    assert said in office.run("task", "add", "Báo cáo nhanh", *words, now="2015-06-08").refusal
    assert office.asks("plan", "show")["based_on"] == 1


def test_a_contact_is_replaced_in_the_plan_and_in_the_queue(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("round", now="2015-06-08")
    words = ("contact", "replace", "Focal@so-b.example", "moi@so-b.example", "--name", "Đầu mối mới")
    said = office.asks(*words, now="2015-06-08")
    assert (said["version"], said["readdressed"]) == (2, 1)
    assert [one["to"] for one in office.asks("outbox")] == ["moi@so-b.example"]
    contact = next(one for one in office.asks("plan", "show")["contacts"] if one.get("email") == "moi@so-b.example")
    assert contact["name"] == "Đầu mối mới"


def test_a_contact_keeps_the_name_where_none_is_said(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("contact", "replace", "focal@so-b.example", "moi@so-b.example")
    assert "Đầu mối Sở B moi@so-b.example" in office.does("plan", "show").words


def test_addresses_are_checked(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert "không có đầu mối nào" in office.run("contact", "replace", "a@b.example", "c@d.example").refusal
    same = ("contact", "replace", "focal@so-b.example", "focal@so-b.example")
    assert "địa chỉ mới giống địa chỉ cũ" in office.run(*same).refusal
    office.does(*same, "--name", "Đầu mối mới")
    assert "không phải địa chỉ thư" in office.run("contact", "replace", "focal@so-b.example", "moi").refusal


def test_a_task_for_a_paused_body_says_that_it_hears_of_it_later_and_the_history_when(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("pause", "so-b", "--until", "2015-06-10", "--reason", "bận", now="2015-06-08")
    said = office.does("task", "add", "Báo cáo nhanh", "--to", "so-b", "--due", "2015-06-19", now="2015-06-08").words
    assert "Chú ý: Sở B đang tạm dừng đến hết 10/06/2015: sau ngày ấy mới được báo và nhắc việc này." in said
    assert "lượt `dondoc deliver` tới" not in said
    assert "chưa báo: đơn vị tạm dừng đến hết 10/06/2015" in office.does("history", "PS-01/so-b/once").words
    office.day("2015-06-10")
    assert [one["act"] for one in office.asks("history", "PS-01/so-b/once")][-1] == "assigned"
    office.day("2015-06-11")
    told = office.asks("history", "PS-01/so-b/once")[-1]
    assert (told["act"], told["at"][:10]) == ("told", "2015-06-11")
    assert "Đã gửi thư giao việc" in office.does("history", "PS-01/so-b/once").words


def test_what_a_pause_held_back_waits_for_a_working_day(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("pause", "so-b", "--until", "2015-06-12", "--reason", "bận", now="2015-06-08")
    office.does("task", "add", "Báo cáo nhanh", "--to", "so-b", "--due", "2015-06-30", now="2015-06-08")
    for saturday_sunday in ("2015-06-13", "2015-06-14"):
        office.day(saturday_sunday)
        assert [one["act"] for one in office.asks("history", "PS-01/so-b/once")][-1] == "assigned"
    office.day("2015-06-15")
    assert ("told", "2015-06-15") in [(one["act"], one["at"][:10]) for one in office.asks("history", "PS-01/so-b/once")]


def test_a_due_date_that_lies_in_a_pause_is_warned_of(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("pause", "so-b", "--until", "2015-06-19", "--reason", "bận", now="2015-06-08")
    said = office.does("task", "add", "Báo cáo nhanh", "--to", "so-b", "--due", "2015-06-19", now="2015-06-08").words
    assert "Chú ý: hạn 19/06/2015 qua trước khi Sở B được báo: chọn hạn muộn hơn" in said


def test_only_steps_that_will_be_taken_are_told_of_a_paused_body(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("pause", "so-b", "--reason", "bận", now="2015-06-08")
    words = ("task", "add", "Báo cáo nhanh", "--due", "2015-06-11")
    alone = office.asks(*words, "--to", "so-b", now="2015-06-08")
    assert (alone["next"], alone["messages"]) == ([], [])
    assert alone["warnings"] == ["Sở B đang tạm dừng: chỉ được báo và nhắc việc này sau khi chạy `dondoc resume so-b`"]
    assert office.asks(*words, "--to", "so-b", "--to", "huyen-1", now="2015-06-08")["next"]


@pytest.mark.parametrize(
    ("until", "due", "told", "first"),
    [
        ("2015-06-12", "2015-06-30", "2015-06-15", ("2015-06-23", "-7d:remind")),
        ("2015-06-11", "2015-06-19", "2015-06-12", ("2015-06-18", "-1wd:remind")),
        ("2015-06-26", "2015-06-19", "2015-06-29", ("2015-07-01", "+1wd:chase")),
    ],
)
def test_what_is_foreseen_of_a_paused_body_is_what_happens(
    tmp_path: Path, until: str, due: str, told: str, first: tuple[str, str]
) -> None:
    office = Office(tmp_path)
    office.does("pause", "so-b", "--until", until, "--reason", "bận", now="2015-06-08")
    said = office.asks("task", "add", "Báo cáo nhanh", "--to", "so-b", "--due", due, now="2015-06-08")
    foreseen = [(one["on"], one["step"]) for one in said["next"]]
    assert (foreseen[0], said["next"][0]["agencies"]) == (first, ["so-b"])
    last = date.fromisoformat(foreseen[-1][0])
    for day in days_from("2015-06-09", last):
        office.day(day)
    history = office.asks("history", "PS-01/so-b/once")
    acts = ("remind", "chase", "escalate", "awaiting")
    assert [(one["at"][:10], one["detail"]["step"]) for one in history if one["act"] in acts] == foreseen
    assert [one["at"][:10] for one in history if one["act"] == "told"] == [told]


def days_from(first: str, last: date) -> list[str]:
    start = date.fromisoformat(first).toordinal()
    return [date.fromordinal(day).isoformat() for day in range(start, last.toordinal() + 1)]


def test_bodies_that_are_told_on_different_days_are_told_of_apart(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("pause", "so-b", "--until", "2015-06-12", "--reason", "bận", now="2015-06-08")
    words = ("task", "add", "Báo cáo nhanh", "--to", "so-b", "--to", "huyen-1", "--due", "2015-06-16")
    said = office.does(*words, now="2015-06-08").words
    assert "Nếu chưa gửi: 09/06/2015 Nhắc trước hạn 7 ngày;" not in said, "it was told the day before"
    assert "Nếu chưa gửi: 15/06/2015 Nhắc trước hạn 1 ngày làm việc; 17/06/2015 Đôn đốc" in said
    assert "Sở B được báo ngày 15/06/2015; nếu sau đó chưa gửi: 17/06/2015 Đôn đốc" in said
