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
