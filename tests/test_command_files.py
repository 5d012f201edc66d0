"""Files and names given wrongly on the command line: one line that says what to do, never a traceback."""

from pathlib import Path

import pytest

from models.near import meant, nearest
from tests.cli_samples import B01, Office, plan_file

# commands that write a file, before its name
WRITERS: list[tuple[str, ...]] = [
    ("form", B01, "-o"),
    ("backup",),
    ("plan", "export"),
    ("plan", "roll", "2016"),
    ("history-figures", "form", "-o"),
]


def ending(words: tuple[str, ...]) -> str:
    return ".yaml" if words[0] == "plan" else ".xlsx"


@pytest.mark.parametrize("words", WRITERS, ids=[" ".join(words[:2]) for words in WRITERS])
def test_nothing_is_written_over_a_folder_or_into_one_that_is_not_there(tmp_path: Path, words: tuple[str, ...]) -> None:
    office = Office(tmp_path)
    folder = tmp_path / f"muc{ending(words)}"
    folder.mkdir()
    assert office.run(*words, folder, "--yes").refusal == f"{folder} là một thư mục: chỉ tên tệp"
    lost = tmp_path / "khong-co" / f"tep{ending(words)}"
    assert f"không có thư mục {lost.parent}" in office.run(*words, lost).refusal


@pytest.mark.parametrize("words", [("submit", B01), ("history-figures", "import")], ids=["submit", "import"])
def test_a_folder_or_a_missing_file_is_not_read(tmp_path: Path, words: tuple[str, ...]) -> None:
    office = Office(tmp_path)
    assert "là một thư mục" in office.run(*words, tmp_path).refusal
    assert "không có tệp" in office.run(*words, tmp_path / "nofile.xlsx").refusal


def test_a_draft_is_not_written_over_a_folder(tmp_path: Path) -> None:
    document = tmp_path / "ke-hoach.txt"
    document.write_text("KẾ HOẠCH\n\nI. TỔ CHỨC THỰC HIỆN\n1. Công an tỉnh: chủ trì, báo cáo 6 tháng.\n", "utf-8")
    assert "là một thư mục" in Office(tmp_path).run("plan", "read", document, "-o", tmp_path, "--yes").refusal


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pause", "so-c", "--reason", "x"), "có phải so-"),
        (("form", "B-1/so-b/2015-H1"), B01),
        (("contact", "replace", "focal@sob.example", "x@so-b.example"), "có phải focal@so-b.example?"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_one_that_was_meant(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in Office(tmp_path).run(*words, now="2015-06-08").refusal


def test_a_database_whose_folder_is_not_there_is_no_matter_of_a_server(tmp_path: Path) -> None:
    office = Office(tmp_path)
    url = f"sqlite:///{tmp_path}/khong-co/dondoc.db"
    said = office.run("init", "--plan", plan_file(tmp_path), "--database", url).refusal
    assert "xem thư mục có ở đó" in said
    assert "máy chủ" not in said


def test_the_name_that_was_meant_is_found_whatever_its_case() -> None:
    assert nearest("BC-HUYEN", ["bc-huyen", "bc-so"]) == "bc-huyen"
    assert nearest("x", ["bc-huyen"]) is None
    assert meant("bc-huyenn", ["bc-huyen"]) == ", có phải bc-huyen?"
    assert meant("x", []) == ""


def test_a_body_alone_is_answered_with_what_it_owes(tmp_path: Path) -> None:
    assert "có demo-2015:B-01/so-b/2015-H1" in Office(tmp_path).run("form", "so-b").refusal


def test_a_missing_name_of_which_several_may_be_given_is_named_whole(tmp_path: Path) -> None:
    ran = Office(tmp_path).run("accept")
    assert (ran.code, ran.err) == (2, "dondoc: thiếu 'ASSIGNMENT...'; xem --help\n")


def test_setting_up_again_says_that_the_plan_is_there(tmp_path: Path) -> None:
    office = Office(tmp_path)
    said = office.does("init").out
    assert "Đã có kế hoạch demo-2015, dữ liệu giữ nguyên" in said
    assert "plan apply" not in said
