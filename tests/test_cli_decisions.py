"""What a coordinator decides on the command line, and what is refused."""

from pathlib import Path

import pytest

from tests.cli_samples import B01, PLAN, Office, plan_file


def test_accepting(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    row = office.asks("accept", "B-01/so-b/2015-H1", "--reason", "đủ", now="2015-06-11")
    assert (row["assignment"], row["workflow"], row["timeliness"]) == (B01, "accepted", "on-time")
    last = office.asks("history", B01)[-1]
    assert (last["act"], last["by"], last["reason"]) == ("accepted", "Điều phối", "đủ")


def test_returning_until_a_date(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    row = office.asks("return", B01, "--reason", "thiếu huyện 2", "--until", "17/06/2015", now="2015-06-11")
    assert (row["workflow"], row["correction_due"], row["cycle"]) == ("returned", "2015-06-17", 1)


def test_returning_for_three_working_days_where_no_date_is_said(tmp_path: Path) -> None:
    said = Office(tmp_path).submitted().does("return", B01, "--reason", "thiếu", now="2015-06-11").out
    assert said == f"{B01}: Trả lại, hạn 16/06/2015\n"


def test_extending_and_refusing_to(tmp_path: Path) -> None:
    office = Office(tmp_path)
    row = office.asks("extend", B01, "--to", "2015-06-22", "--reason", "bão", now="2015-06-11")
    assert (row["due"], row["original_due"]) == ("2015-06-22", "2015-06-15")
    row = office.asks("extend", B01, "--refuse", "--reason", "đã gia hạn một lần", now="2015-06-12")
    assert row["due"] == "2015-06-22"
    for words in ((), ("--refuse", "--to", "2015-06-30")):
        assert "--refuse" in office.run("extend", B01, "--reason", "x", *words).refusal


def test_excusing(tmp_path: Path) -> None:
    row = Office(tmp_path).asks("excuse", B01, "--reason", "giải thể", now="2015-06-11")
    assert (row["workflow"], row["timeliness"]) == ("excused", "excused")


@pytest.mark.parametrize("named", ["so-b", B01, "B-01/so-b/2015-H1"])
def test_pausing_a_body_by_its_code_or_one_of_its_assignments(tmp_path: Path, named: str) -> None:
    office = Office(tmp_path)
    said = office.asks("pause", named, "--reason", "bão lũ", "--until", "2015-06-10", now="2015-06-05")
    assert said == {"agency": "so-b", "from": "2015-06-05", "to": "2015-06-10", "reason": "bão lũ"}
    assert office.asks("round", now="2015-06-08")["queued"] == 0
    assert set(office.asks("resume", named, now="2015-06-09")) == {"agency", "assignments"}
    assert office.asks("round", now="2015-06-09")["reminded"] == 1


def test_a_pause_without_an_end_says_how_to_end_it(tmp_path: Path) -> None:
    said = Office(tmp_path).does("pause", "so-b", "--reason", "bão lũ", now="2015-06-05").out
    assert said == "Tạm dừng nhắc Sở B đến khi chạy `dondoc resume so-b`.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("accept", B01), "không chờ duyệt"),
        (("return", B01, "--reason", "x"), "không chờ duyệt"),
        (("return", B01, "--reason", " "), "phải nêu lý do"),
        (("extend", B01, "--to", "2015-06-10", "--reason", "x"), "phải sau hạn hiện tại"),
        (("excuse", B01, "--reason", ""), "phải nêu lý do"),
        (("pause", "so-x", "--reason", "x"), "so-x"),
        (("resume", "so-b"), "không bị tạm dừng"),
        (("accept", "B-01/so-b/2015-H9"), "có demo-2015:B-01/so-b/2015-H1"),
    ],
)
def test_what_cannot_be_is_one_line(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    assert said in Office(tmp_path).run(*words, now="2015-06-08").refusal


def test_resuming_counts_what_it_wakes(tmp_path: Path) -> None:
    """The second half-year has not begun: its row keeps the day of its own."""
    office = Office(tmp_path)
    office.day("2015-06-08")
    office.does("pause", "so-b", "--reason", "bão lũ", now="2015-06-09")
    assert office.asks("resume", "so-b", now="2015-06-10")["assignments"] == 1
    later = office.asks("status", "--agency", "so-b", "--period", "2015-H2")[0]
    assert later["next_action_at"] > "2015-11"


def test_accepting_a_hand_over_says_whose_confirmation_it_is(tmp_path: Path) -> None:
    office = Office(tmp_path)
    name = "demo-2015:H-01/so-b/2015-H1"
    duty = "  - {code: H-01, title: Bàn giao, assigned_to: [so-b], kind: handover, to: huyen-1, period: half,\n"
    duty += "     due: {on: {2015-H1: 2015-06-15, 2015-H2: 2015-12-15}}}\nforms:\n"
    office.does("plan", "apply", plan_file(tmp_path, PLAN.replace("forms:\n", duty, 1)), "--yes", now="2015-01-06")
    answer = tmp_path / "h.json"
    answer.write_text('{"number": "45/CV-SB", "date": "2015-06-10", "count": 12}', encoding="utf-8")
    office.does("submit", name, answer, now="2015-06-10")
    assert "Chờ UBND huyện 1 xác nhận" in office.does("status", "--period", "2015-H1", now="2015-06-10").words
    assert "Đã ghi UBND huyện 1 xác nhận" in office.does("accept", name, now="2015-06-11").words
    assert "UBND huyện 1 đã xác nhận (ghi: Điều phối)" in office.does("status", "--period", "2015-H1").words
    assert "UBND huyện 1 đã xác nhận" in office.does("history", name).words
