"""`dondoc history …`: who did what, and whether the record is whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli_samples import B01, Office


def test_the_history_of_an_assignment_of_a_plan_and_of_all(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    entries = office.asks("history", "B-01/so-b/2015-H1")
    assert [one["act"] for one in entries] == ["created", "submitted"]
    assert set(entries[0]) == {"subject", "number", "at", "by", "act", "reason", "detail", "hash"}
    assert [one["act"] for one in office.asks("history", "demo-2015")] == ["applied"]
    assert len(office.asks("history")) == 8
    assert office.asks("history", "show", B01) == entries


def test_the_history_for_people(tmp_path: Path) -> None:
    said = Office(tmp_path).submitted().does("history", B01).out
    assert "08:00 10/06/2015" in said
    assert "sha256" not in said
    assert "Nhận báo cáo" in said
    assert "trước đó: Sắp mở; lần sửa 1; nhận bằng tệp" in said


def test_the_history_names_bodies_and_reports_as_people_do(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("pause", "so-b", "--reason", "bão lũ", "--until", "2015-06-10", now="2015-06-05")
    assert "Tạm dừng nhắc demo-2015 bão lũ đến hết 10/06/2015; Sở B" in office.does("history", "demo-2015").words


def test_an_unknown_subject_is_one_line(tmp_path: Path) -> None:
    assert "không có phần việc" in Office(tmp_path).run("history", "B-99/so-b/2015-H1").refusal


def test_an_untouched_history_is_whole(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    assert office.asks("history", "verify") == {"whole": True, "problems": []}
    assert "nguyên vẹn" in office.does("history", "verify").out


def test_a_changed_entry_is_found(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    with closing(sqlite3.connect(office.home / "dondoc.db")) as connection, connection:
        connection.execute("UPDATE history SET by = 'người khác' WHERE act = 'submitted'")
    ran = office.run("history", "verify", "--json")
    assert ran.code == 1
    assert ran.json["whole"] is False
    assert ran.json["problems"] == [f"{B01}: mục 2 đã bị sửa sau khi ghi"]
    told = office.run("history", "verify", "--lang", "en").out
    assert f"{B01}: entry 2 was changed after it was written" in told


def test_a_reminder_that_a_decision_made_needless_is_not_sent_and_the_history_says_why(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.day("2015-06-08")
    office.does("extend", B01, "--to", "2015-06-22", "--reason", "chờ số liệu", now="2015-06-12")
    office.does("deliver", now="2015-06-12")
    foreseen = office.asks("preview", "--until", "2015-06-19", now="2015-06-13")
    assert [mail["at"][:10] for mail in foreseen if B01 in mail["assignments"]] == ["2015-06-19"]
    office.day("2015-06-15")
    sent = ("outbox", "list", "--to", "focal@so-b.example")
    assert [one["kind"] for one in office.asks(*sent)] == ["remind", "extended"]
    last = office.asks("history", B01)[-1]
    assert (last["act"], last["reason"], last["detail"]["step"]) == ("superseded", "just-told", "-7d:remind")
    said = office.does("history", B01).words
    assert f"Bỏ qua bước {B01} vừa có thư báo hạn này, không nhắc thêm" in said
    office.day("2015-06-19")
    assert office.asks(*sent)[-1]["kind"] == "remind", "the last reminder before the due day is always sent"


def test_a_step_that_a_later_one_replaced_says_so(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.day("2015-06-12")
    assert "bước sau đã đến lượt" in office.does("history", B01).words


def test_a_pause_stands_in_the_history_of_what_it_held_back(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("pause", "so-b", "--until", "2015-06-12", "--reason", "bận", now="2015-06-05")
    for day in ("2015-06-08", "2015-06-09", "2015-06-10"):
        office.day(day)
    held = [one for one in office.asks("history", B01) if one["act"] == "held"]
    assert [(one["at"][:10], one["detail"]["until"]) for one in held] == [("2015-06-08", "2015-06-12")]
    assert "Chưa nhắc vì đơn vị tạm dừng" in office.does("history", B01).words
    assert "đến hết 12/06/2015" in office.does("history", B01).words
