"""`dondoc status`: paused bodies, corrections by their own date, and what cannot be asked for."""

from pathlib import Path

import pytest

from tests.cli_samples import B01, PLAN, Office, plan_file, run


def paused(tmp_path: Path, *more: str) -> Office:
    office = Office(tmp_path)
    office.does("pause", "so-b", "--reason", "chia tách đơn vị", *more, now="2015-06-05")
    return office


def test_what_a_paused_body_owes_says_until_when_and_why(tmp_path: Path) -> None:
    office = paused(tmp_path, "--until", "2015-06-20")
    line = next(one for one in office.does("status", now="2015-06-08").out.splitlines() if one.startswith(B01))
    assert "Tạm dừng đến hết 20/06/2015 (Sắp mở)" in line
    assert line.endswith("chia tách đơn vị")
    (row, _later) = office.asks("status", "--agency", "so-b", now="2015-06-08")
    assert row["paused"] == {"from": "2015-06-05", "to": "2015-06-20", "reason": "chia tách đơn vị"}
    assert row["workflow"] == "upcoming"


def test_a_pause_that_held_steps_back_is_told_of_until_the_duty_is_done(tmp_path: Path) -> None:
    office = paused(tmp_path, "--until", "2015-06-10")
    for day in ("2015-06-08", "2015-06-11"):
        office.day(day)
    line = next(one for one in office.does("status", now="2015-06-11").out.splitlines() if one.startswith(B01))
    assert line.endswith("đã tạm dừng từ 05/06/2015 đến 10/06/2015: chia tách đơn vị")
    (row, later) = office.asks("status", "--agency", "so-b", now="2015-06-11")
    assert row["was_paused"] == {"from": "2015-06-05", "to": "2015-06-10", "reason": "chia tách đơn vị"}
    assert (row["paused"], later["was_paused"]) == (None, None), "nothing of the second half-year was held back"
    office.does("extend", B01, "--to", "2015-06-22", "--reason", "vừa hết tạm dừng", now="2015-06-11")
    assert office.asks("status", "--agency", "so-b", now="2015-06-11")[0]["was_paused"] is None, "it starts anew"


def test_a_pause_that_was_called_off_the_same_day_is_not_told_of(tmp_path: Path) -> None:
    office = paused(tmp_path)
    office.does("resume", "so-b", now="2015-06-05")
    office.day("2015-06-08")
    assert all(row["was_paused"] is None for row in office.asks("status", now="2015-06-08"))


def test_paused_bodies_can_be_asked_for(tmp_path: Path) -> None:
    office = paused(tmp_path, "--until", "2015-06-20")
    found = office.asks("status", "--state", "paused", now="2015-06-08")
    assert {row["agency"] for row in found} == {"so-b"}
    assert office.asks("status", "--state", "paused", now="2015-06-21") == []
    assert all(row["paused"] is None for row in office.asks("status", now="2015-06-21"))


def test_a_pause_without_an_end_says_since_when(tmp_path: Path) -> None:
    assert "Tạm dừng từ 05/06/2015 (Sắp mở)" in paused(tmp_path).does("status", now="2015-06-08").out


def test_what_a_paused_body_has_answered_is_not_paused(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted("2015-06-04")
    office.does("accept", B01, now="2015-06-04")
    office.does("pause", "so-b", "--reason", "chia tách", now="2015-06-05")
    assert [row["period"] for row in office.asks("status", "--state", "paused", now="2015-06-08")] == ["2015-H2"]


def test_doctor_names_paused_bodies_and_since_when(tmp_path: Path) -> None:
    found = {one["check"]: one for one in paused(tmp_path).asks("doctor", now="2015-06-08")}
    assert found["Tạm dừng"]["state"] == "warning"
    assert "so-b từ 05/06/2015, chưa có ngày kết thúc (lý do: chia tách đơn vị)" in found["Tạm dừng"]["detail"]


def test_a_pause_that_ends_by_itself_is_no_warning(tmp_path: Path) -> None:
    office = paused(tmp_path, "--until", "2015-06-20")
    found = {one["check"]: one for one in office.asks("doctor", now="2015-06-08")}
    assert (found["Tạm dừng"]["state"], "đến hết 20/06/2015" in found["Tạm dừng"]["detail"]) == ("ok", True)
    assert "Tạm dừng" not in {one["check"] for one in office.asks("doctor", now="2015-06-21")}


def test_a_returned_answer_shows_the_date_of_its_correction_and_counts_from_it(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    office.does("return", B01, "--reason", "thiếu huyện 2", "--until", "2015-06-19", now="2015-06-11")
    line = next(one for one in office.does("status", now="2015-06-18").out.splitlines() if one.startswith(B01))
    assert "19/06/2015 (hạn sửa)" in line
    assert "Sắp đến hạn" in line
    late = next(one for one in office.does("status", now="2015-06-22").out.splitlines() if one.startswith(B01))
    assert "Quá hạn" in late


def test_rows_stand_by_the_date_that_holds(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    office.does("return", B01, "--reason", "thiếu huyện 2", "--until", "2015-06-19", now="2015-06-11")
    rows = office.asks("status", "--period", "2015-H1", now="2015-06-12")
    assert [row["assignment"] for row in rows][-1] == B01


def test_a_period_that_no_assignment_has_is_refused_with_those_there_are(tmp_path: Path) -> None:
    office = Office(tmp_path)
    refused = office.run("status", "--period", "2016-H1").refusal
    assert refused == "không có phần việc nào của kỳ '2016-H1'; các kỳ đang có: 2015-H1, 2015-H2"
    assert "2015-H1, 2015-H2" in office.run("status", "--period", "once").refusal
    assert "the periods there are" in office.run("status", "--period", "2015-06", "--lang", "en").err


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("--agency", "so_b"), "có phải so-"),
        (("--state", "overdu"), "có phải overdue?"),
        (("--plan", "demo"), "đã áp dụng: demo-2015"),
    ],
)
def test_a_name_that_is_not_there_is_refused_with_one_that_is(
    tmp_path: Path, words: tuple[str, ...], near: str
) -> None:
    assert near in Office(tmp_path).run("status", *words).refusal


def test_a_long_list_of_periods_is_cut(tmp_path: Path) -> None:
    weekly = PLAN.replace(
        "period: half\n    cutoff: nd09\n    due: {after_cutoff: 3wd}", "period: week\n    due: {after_cutoff: 3wd}"
    )
    home = tmp_path / "home"
    run("init", "--home", home, "--plan", plan_file(tmp_path, weekly), "--now", "2015-01-05")
    said = run("status", "--home", home, "--period", "2014").refusal
    assert "2015-H1, 2015-H2, 2015-W01" in said
    assert said.endswith("kỳ khác")


def test_doctor_and_watch_name_sweeps_in_words(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.day("2015-06-08")
    assert "vòng rà soát demo-2015" in office.does("doctor", now="2015-06-08").words
    said = office.does("watch", now="2015-06-11").words
    assert "vòng rà soát demo-2015" in said
    assert "gửi thư" in said


def test_the_watch_names_roles_without_an_address_in_words(tmp_path: Path) -> None:
    home = tmp_path / "home"
    mute = PLAN.replace("  - {agency: so-b, role: focal, name: Đầu mối Sở B, email: focal@so-b.example}\n", "")
    run("init", "--home", home, "--plan", plan_file(tmp_path, mute), "--now", "2015-01-05")
    run("round", "--home", home, "--now", "2015-06-08")
    assert "so-b: đầu mối" in run("watch", "--home", home, "--now", "2015-06-08").words
    assert "so-b: focal point" in run("watch", "--home", home, "--now", "2015-06-08", "--lang", "en").words


def test_what_nobody_is_asked_for_any_more_is_neither_due_nor_not(tmp_path: Path) -> None:
    home = ("--home", tmp_path)
    run("init", *home, "--plan", "phu-tho-2015", "--now", "2015-08-03T09:00")
    said = run("status", *home, "--state", "closed", "--now", "2015-08-04").out
    assert "BC-HUYEN/viet-tri/2015-H1" in said and "Đã đóng" in said
    assert "Chưa đến hạn" not in said
