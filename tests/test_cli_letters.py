"""`letter …` on the command line."""

from pathlib import Path

import pytest

from tests.cli_samples import B01, Office

FILE = "cong-van-don-doc_demo-2015_so-b_2015-06-29.docx"


def test_a_letter_counts_as_told(tmp_path: Path) -> None:
    office = Office(tmp_path)
    day = office.awaiting()
    words = ("letter", "sent", B01, "--number", "15/CV-SA", "--date", "2015-06-29", "--note", "gửi bưu điện")
    said = {"assignments": [B01], "number": "15/CV-SA", "to": "so-b", "date": "2015-06-29", "told": 1}
    said |= {"answer_by": "2015-07-03", "warnings": []}  # as in the draft that came with the summary
    assert office.asks(*words, now=day) == said
    assert B01 not in [one["assignment"] for one in office.asks("approvals", now=day)]
    assert "15/CV-SA đã được ghi" in office.run(*words, now=day).refusal


SENT = [
    ("2015-07-01", "", "in time"),
    ("2015-07-02", "hạn trả lời 06/07/2015: sau ngày gửi chỉ còn 2 ngày làm việc, ít hơn 3", "too late"),
    ("2015-07-07", "hạn trả lời 06/07/2015: sau ngày gửi chỉ còn 0 ngày làm việc", "after the answer was due"),
    ("2015-06-26", "ngày gửi 26/06/2015 trước ngày soạn dự thảo 29/06/2015", "before it was drafted"),
    ("2015-07-04", "ngày gửi 04/07/2015 là ngày nghỉ", "on a Saturday"),
]


@pytest.mark.parametrize(("on", "said"), [row[:2] for row in SENT], ids=[row[2] for row in SENT])
def test_a_letter_that_leaves_too_little_time_is_recorded_with_a_warning(tmp_path: Path, on: str, said: str) -> None:
    office = Office(tmp_path)
    day = office.awaiting()
    office.does("letter", "draft", B01, "--until", "2015-07-06", now=day)
    ran = office.does("letter", "sent", B01, "--number", "15/CV-SA", "--date", on, now="2015-07-08").words
    assert "Đã ghi công văn 15/CV-SA" in ran
    assert (said in ran) if said else ("Lưu ý" not in ran)


def test_a_letter_nobody_drafted_here_is_recorded_without_a_word(tmp_path: Path) -> None:
    office = Office(tmp_path)
    done = office.asks("letter", "sent", B01, "--number", "15/CV-SA", "--date", "2015-06-16", now="2015-06-17")
    assert (done["answer_by"], done["warnings"]) == (None, [])


@pytest.mark.parametrize("name", ["B-01/sob/2015-H1", "B-1/so-b/2015-H1"])
def test_a_name_that_is_not_there_is_refused_with_the_one_most_like_it(tmp_path: Path, name: str) -> None:
    office = Office(tmp_path)
    for words in (("letter", "draft", name), ("letter", "sent", name, "--number", "1/SA")):
        assert f"(có {B01}" in office.run(*words, now="2015-06-08").refusal


def test_letters_are_listed_and_drafted(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert "Không có công văn nào cần gửi." in office.does("letter", "list", now="2015-06-08").out
    day = office.awaiting()
    listed = [one for one in office.asks("letter", "list", now=day) if one["to"] == "so-b"]
    assert [(one["kind"], one["standing"], one["file"]) for one in listed] == [("chase", "awaiting", FILE)]
    shown = office.does("letter", "list", now=day).words
    assert "đôn đốc Sở B" in shown
    year, month, last = listed[0]["answer_by"].split("-")
    assert f"{last}/{month}/{year}" in shown
    out = tmp_path / "thu"
    said = office.asks("letter", "draft", B01, "-o", out, "--unit", "VP", "--until", "2015-07-02", now=day)
    assert [one["file"] for one in said] == [str(out / FILE)]
    assert (out / FILE).read_bytes().startswith(b"PK")


def test_drafts_go_to_the_home_and_all_means_all(tmp_path: Path) -> None:
    office = Office(tmp_path)
    day = office.awaiting()
    ran = office.does("letter", "draft", "--all", now=day)
    assert str(office.home / "letters" / FILE) in ran.out
    assert (office.home / "letters" / FILE).is_file()
    assert "nêu tên phần việc, hoặc --all" in office.run("letter", "draft", now=day).refusal
    assert "nêu tên phần việc, hoặc --all" in office.run("letter", "draft", B01, "--all", now=day).refusal


def test_the_letter_is_offered_at_release(tmp_path: Path) -> None:
    office = Office(tmp_path)
    day = office.awaiting()
    waiting = office.does("approvals", now=day).out
    assert FILE in waiting and "ít nhất 3 ngày làm việc" in waiting
    said = office.does("release", B01, now=day).out
    assert f"`dondoc letter draft {B01}`" in said
    assert "`dondoc letter sent`" in said and "ít nhất 3 ngày làm việc" in said
    standing = [one["standing"] for one in office.asks("letter", "list", now=day) if one["to"] == "so-b"]
    assert standing == ["released"]
