"""`report text`: the coordinator's own words, which survive every compilation."""

import io
from pathlib import Path

import docx
import pytest
import simplejson

from tests.cli_samples import PLAN, START, Office, plan_file

HEADED = PLAN.rstrip().removesuffix("to: [ubnd]}") + (
    "to: [ubnd],\n     sections: [{code: ket-qua, title: Kết quả}, {code: danh-gia, title: Đánh giá}]}\n"
)
REPORT = ("half-year", "2015-H1")
DAY = "2015-06-20"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = Office(tmp_path)
    found.does("plan", "apply", plan_file(tmp_path, HEADED), "--yes", now=START)
    return found


def text(office: Office, *words: str | Path, now: str = DAY) -> str:
    return office.does("report", "text", *REPORT, *words, now=now).out


def own(office: Office, now: str = DAY) -> dict[str, str]:
    """What the report says of the coordinator's, compiled anew."""
    out = office.folder / "out"
    office.does("report", "build", *REPORT, "-o", out, "--format", "json", now=now)
    found: dict[str, str] = simplejson.loads((out / "half-year_2015-H1.json").read_text("utf-8"))["own_texts"]
    return found


def test_headings_are_listed_with_what_was_written(office: Office) -> None:
    text(office, "danh-gia", "--text", "Các đơn vị triển khai đúng tiến độ.")

    listed = office.asks("report", "text", *REPORT, now=DAY)

    assert [(one["section"], one["text"]) for one in listed] == [
        ("ket-qua", ""),
        ("danh-gia", "Các đơn vị triển khai đúng tiến độ."),
    ]
    assert listed[1]["by"] == "Điều phối"
    assert "Đánh giá" in text(office)
    assert text(office, "danh-gia") == "Các đơn vị triển khai đúng tiến độ.\n"
    assert "Chưa ghi" in text(office, "ket-qua")


def test_words_survive_recompilation_until_replaced_or_cleared(office: Office) -> None:
    text(office, "danh-gia", "--text", "Một.\nHai.")
    assert own(office) == own(office, "2015-06-21") == {"danh-gia": "Một.\nHai."}

    text(office, "danh-gia", "--text", "Ba.", now="2015-06-22")
    assert own(office, "2015-06-22") == {"danh-gia": "Ba."}
    assert office.asks("report", "text", *REPORT, "danh-gia", now="2015-06-21")[0]["text"] == "Một.\nHai."

    text(office, "danh-gia", "--clear", now="2015-06-23")
    assert own(office, "2015-06-23") == {}


def test_the_same_words_again_change_nothing(office: Office) -> None:
    words = ("report", "text", *REPORT, "danh-gia", "--text", "Một.")
    assert [office.asks(*words, now=DAY)["changed"] for _ in range(2)] == [True, False]
    acts = [one["act"] for one in office.asks("history", "show", "demo-2015")]
    assert acts.count("own-text") == 1
    office.does("history", "verify")


def test_the_history_says_where_and_by_whom_and_not_what(office: Office) -> None:
    text(office, "danh-gia", "--text", "Cần thêm kinh phí.")
    entry = office.asks("history", "show", "demo-2015")[-1]
    assert (entry["act"], entry["by"]) == ("own-text", "Điều phối")
    assert {"report": "half-year", "period": "2015-H1", "section": "danh-gia"}.items() <= entry["detail"].items()
    assert "kinh phí" not in str(entry)


def word_file(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


MARKDOWN = "# Đánh giá\nDòng một\ndòng hai.\n\n- mục một\n- mục hai\n  tiếp\n"
FILES = [
    ("a.txt", "\ufeffMột.\r\n\r\nHai.\n".encode(), "Một.\nHai."),
    ("a.md", MARKDOWN.encode(), "Đánh giá\nDòng một dòng hai.\n- mục một\n- mục hai tiếp"),
    ("a.docx", word_file("Một.", "", "Hai."), "Một.\nHai."),
]


@pytest.mark.parametrize(("name", "content", "read"), FILES, ids=[name for name, _, _ in FILES])
def test_words_come_from_files(office: Office, name: str, content: bytes, read: str) -> None:
    path = office.folder / name
    path.write_bytes(content)
    text(office, "ket-qua", "--file", path)
    assert own(office) == {"ket-qua": read}


def with_table() -> bytes:
    document = docx.Document()
    document.add_paragraph("Một.")
    document.add_table(1, 2).cell(0, 0).text = "a"
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


REFUSED_FILES = [
    ("a.pdf", b"%PDF-1.4", ".docx"),
    ("a.txt", "Một".encode("utf-16"), "UTF-8"),
    ("a.docx", b"PK\x03\x04rubbish", "hỏng"),
    ("b.docx", with_table(), "bảng"),
    ("none.txt", None, "không có tệp"),
]


@pytest.mark.parametrize(("name", "content", "said"), REFUSED_FILES)
def test_a_file_that_is_no_text_is_refused(office: Office, name: str, content: bytes | None, said: str) -> None:
    path = office.folder / name
    if content is not None:
        path.write_bytes(content)
    assert said in office.run("report", "text", *REPORT, "ket-qua", "--file", path, now=DAY).refusal


REFUSED = [
    (("nowhere", "--text", "a"), "ket-qua, danh-gia"),
    (("nowhere",), "ket-qua, danh-gia"),
    (("--text", "a"), "đề mục"),
    (("ket-qua", "--text", "a", "--clear"), "--clear"),
    (("ket-qua", "--text", "  "), "--clear"),
    (("ket-qua", "--text", "x" * 500_001), "500000"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_makes_no_sense_is_refused(office: Office, words: tuple[str, ...], said: str) -> None:
    assert said in office.run("report", "text", *REPORT, *words, now=DAY).refusal


def test_a_report_or_period_that_is_none_is_refused(office: Office) -> None:
    assert "'none'" in office.run("report", "text", "none", "2015-H1", now=DAY).refusal
    assert "2016" in office.run("report", "text", "half-year", "2016", "ket-qua", "--text", "a", now=DAY).refusal


@pytest.mark.parametrize("words", ["Đối tượng có số căn cước 025192000123.", "Một.\nLiên hệ 0912345678."])
def test_a_person_is_not_let_in_and_not_repeated(office: Office, words: str) -> None:
    refused = office.run("report", "text", *REPORT, "danh-gia", "--text", words, now=DAY).refusal
    assert "danh-gia" in refused
    assert "025192000123" not in refused
    assert "0912345678" not in refused
    assert own(office) == {}


def test_a_report_without_headings_has_one_place(tmp_path: Path) -> None:
    office = Office(tmp_path)
    text(office, "all", "--text", "Lời mở đầu.")
    assert own(office) == {"": "Lời mở đầu."}
    assert [one["section"] for one in office.asks("report", "text", *REPORT, now=DAY)] == ["all"]
