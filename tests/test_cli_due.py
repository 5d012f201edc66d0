"""`dondoc due`: each date with its reasons, from the plan in force or from a file."""

from pathlib import Path

from tests.cli_samples import PLAN, Office, plan_file, run


def test_an_entry_for_each_body_and_period(tmp_path: Path) -> None:
    said = Office(tmp_path).asks("due", "B-02")
    assert [one["assignment"] for one in said] == [
        "demo-2015:B-02/huyen-1/2015-H1",
        "demo-2015:B-02/huyen-2/2015-H1",
        "demo-2015:B-02/huyen-1/2015-H2",
        "demo-2015:B-02/huyen-2/2015-H2",
    ]
    assert said[0] == {
        "assignment": "demo-2015:B-02/huyen-1/2015-H1",
        "period": "2015-H1",
        "cutoff_from": "2014-12-15",
        "cutoff_to": "2015-06-14",
        "due": "2015-06-17",
        "acting_due": "2015-06-17",
        "why": ["3 ngày làm việc sau ngày chốt số liệu 14/06/2015: thứ Tư, 17/06/2015"],
        "with": [],
    }


def test_the_reason_is_told_in_words(tmp_path: Path) -> None:
    said = Office(tmp_path).does("due", "B-02", "--period", "2015-H1").out
    assert "3 ngày làm việc sau ngày chốt số liệu 14/06/2015" in said
    assert "huyen-1, huyen-2" in said
    assert "2015-H2" not in said


def test_a_file_needs_no_database(tmp_path: Path) -> None:
    path = plan_file(tmp_path, PLAN.replace("{after_cutoff: 3wd}", "{after_cutoff: 5wd}"))
    said = run("due", "B-02", "--plan-file", path, "--home", tmp_path / "none", "--json").json
    assert said[0]["due"] == "2015-06-19"
    assert not (tmp_path / "none").exists()


def test_what_is_not_there_says_what_is(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert "'B-99'" in office.run("due", "B-99").refusal
    assert "2015-H1, 2015-H2" in office.run("due", "B-01", "--period", "2015").refusal
    assert "dondoc due B-02" in office.run("due", "B-03").refusal


def test_coordinating_bodies_are_named(tmp_path: Path) -> None:
    path = plan_file(tmp_path, PLAN.replace("assigned_to: [so-b]", "assigned_to: [so-b]\n    with: [so-a, huyen]"))
    words = ("due", "B-01", "--plan-file", path, "--home", tmp_path / "none")
    assert run(*words, "--json").json[0]["with"] == ["so-a", "huyen"]
    assert "Phối hợp: Sở A; UBND các huyện" in run(*words).out


def test_an_assignment_is_asked_for_by_its_name(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for name in ("B-02/huyen-2/2015-H1", "demo-2015:B-02/huyen-2/2015-H1"):
        assert [one["assignment"] for one in office.asks("due", name)] == ["demo-2015:B-02/huyen-2/2015-H1"]
    assert "bỏ --agency và --period" in office.run("due", "B-02/huyen-2/2015-H1", "--period", "2015-H2").refusal
    assert "(có demo-2015:B-02/huyen-2/2015-H1" in office.run("due", "B-02/huyen-9/2015-H1").refusal


def test_an_assignment_of_a_file_is_asked_for_by_its_name(tmp_path: Path) -> None:
    words = ("--plan-file", plan_file(tmp_path), "--home", tmp_path / "none")
    said = run("due", "B-02/huyen-2/2015-H1", *words, "--json").json
    assert [one["assignment"] for one in said] == ["demo-2015:B-02/huyen-2/2015-H1"]
    assert "2015-H1, 2015-H2" in run("due", "B-02/huyen-2/2015-H9", *words).refusal


def test_one_body_of_an_obligation(tmp_path: Path) -> None:
    office = Office(tmp_path)
    said = office.asks("due", "B-02", "--agency", "huyen-2")
    assert [one["assignment"] for one in said] == [
        "demo-2015:B-02/huyen-2/2015-H1",
        "demo-2015:B-02/huyen-2/2015-H2",
    ]
    assert (
        "so-b không được giao B-02; các cơ quan: huyen-1, huyen-2"
        in office.run("due", "B-02", "--agency", "so-b").refusal
    )
    assert "'so-x'" in office.run("due", "B-02", "--agency", "so-x").refusal


def test_a_date_that_somebody_moved_is_told_beside_the_planned_one(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("extend", "B-02/huyen-2/2015-H1", "--to", "2015-06-24", "--reason", "bão", now="2015-06-11")
    said = office.does("due", "B-02", "--period", "2015-H1").words
    assert "Hạn thứ Tư, 17/06/2015" in said
    assert "Hạn hiện nay huyen-2: thứ Tư, 24/06/2015" in said
    assert "huyen-1: " not in said
    assert office.asks("due", "B-02/huyen-2/2015-H1")[0]["acting_due"] == "2015-06-24"
