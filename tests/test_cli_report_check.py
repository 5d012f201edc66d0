"""`report check`: a table of departures, a summary, an exit code; JSON; English; clear refusals."""

from pathlib import Path

import pytest
from docx.shared import Pt

from tests.cli_samples import run
from tests.conformity_samples import right_paper


def faulty(folder: Path) -> Path:
    """A report with a departure in two places and advice."""
    paper = right_paper()
    paper.run("a").font.size = paper.run("b").font.size = Pt(12)
    paper.retext("to-3", "- Lưu: VT.")
    return paper.save(folder / "bao-cao.docx")


def test_a_right_document_ends_with_0(tmp_path: Path) -> None:
    ran = run("report", "check", right_paper().save(tmp_path / "x.docx"))
    assert (ran.code, ran.words) == (0, "Thể thức ND30: 0 chỗ sai, 0 chỗ nên sửa.")


def test_departures_end_with_1_and_the_same_one_is_said_once(tmp_path: Path) -> None:
    ran = run("report", "check", faulty(tmp_path))
    assert ran.code == 1
    assert ran.err == ""
    head, wrong, advice, *_rest, last = ran.out.splitlines()
    assert head.split() == ["Mức", "Chỗ", "Hiện", "là", "Phải", "là", "Căn", "cứ"]
    assert wrong.startswith("sai")
    assert "và 1 chỗ nữa" in wrong
    assert "lời văn cỡ chữ 13-14" in wrong
    assert advice.startswith("nên")
    assert last == "Thể thức ND30: 2 chỗ sai, 1 chỗ nên sửa."


def test_advice_alone_ends_with_0(tmp_path: Path) -> None:
    paper = right_paper()
    paper.retext("to-3", "- Lưu: VT.")
    assert run("report", "check", paper.save(tmp_path / "x.docx")).code == 0


def test_json_lists_every_place(tmp_path: Path) -> None:
    ran = run("report", "check", faulty(tmp_path), "--json")
    assert ran.code == 1
    assert (ran.json["profile"], ran.json["departures"], ran.json["advice"]) == ("ND30", 2, 1)
    assert [one["rule"] for one in ran.json["findings"]] == ["body-size", "body-size", "recipients-unit"]
    assert set(ran.json["findings"][0]) == {"rule", "severity", "place", "found", "wanted", "basis"}


def test_the_older_profile(tmp_path: Path) -> None:
    ran = run("report", "check", right_paper().save(tmp_path / "x.docx"), "--profile", "TT01-2011")
    assert ran.code == 0
    assert "TT 01/2011/TT-BNV, Điều 15" in ran.words
    assert run("report", "check", tmp_path / "x.docx", "--profile", "TT02").code == 2


def test_english(tmp_path: Path) -> None:
    ran = run("report", "check", faulty(tmp_path), "--lang", "en")
    assert "size 12 text in size 13-14 Decree 30/2020/ND-CP, Appendix I, part I, section II, clause 6" in ran.words
    assert ran.words.endswith("Form ND30: 2 departures, 1 pieces of advice.")
    (tmp_path / "x.docx").write_bytes(b"garbage")
    assert "not a .docx file" in run("report", "check", tmp_path / "x.docx", "--lang", "en").refusal


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "không có tệp"),
        (b"garbage", "không phải tệp .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), ".doc"),
        (b"PK\x03\x04" + bytes(99), "hỏng"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "x.docx"
    if content is not None:
        path.write_bytes(content)
    assert said in run("report", "check", path).refusal


def test_a_folder_and_a_file_too_large_are_one_line(tmp_path: Path) -> None:
    assert run("report", "check", tmp_path).refusal
    large = tmp_path / "x.docx"
    with large.open("wb") as file:
        file.truncate(50_000_001)
    assert "lớn hơn 50 MB" in run("report", "check", large).refusal


def test_nothing_is_set_up_for_it(tmp_path: Path) -> None:
    path = right_paper().save(tmp_path / "x.docx")
    home = tmp_path / "home"
    assert run("report", "check", path, "--home", home).code == 0
    assert not home.exists()
