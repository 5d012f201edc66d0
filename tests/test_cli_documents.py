"""`plan read` and `plan check --against`: a signed plan becomes a draft, and nothing of it is left out."""

import json
from pathlib import Path

import pytest

from tests.cli_samples import run

DOCUMENT = Path(__file__).parent / "documents" / "phu-tho-2015.txt"


def test_a_signed_plan_is_read(tmp_path: Path) -> None:
    found = json.loads(run("plan", "read", DOCUMENT, "--json", "--home", tmp_path).out)
    assert [section["numeral"] for section in found["sections"]] == ["I", "II", "III", "IV", "V"]
    assert found["coverage"]["paragraphs"] == 52
    assert {"clause", "text", "agencies", "role", "kind", "obligation"} <= set(found["paragraphs"][0])
    assert "V.2#4" in run("plan", "read", DOCUMENT, "--home", tmp_path).out


def test_a_draft_is_written_and_never_over_another_file(tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    run("plan", "read", DOCUMENT, "-o", draft, "--home", tmp_path)
    assert "QUYẾT ĐỊNH" in draft.read_text(encoding="utf-8")
    assert run("plan", "read", DOCUMENT, "-o", draft, "--home", tmp_path).code == 1


def test_the_shipped_plan_answers_for_every_paragraph(tmp_path: Path) -> None:
    shipped = Path(__file__).parent.parent / "plans" / "phu-tho-2015.yaml"
    traced = run("plan", "check", shipped, "--against", DOCUMENT, "--json", "--home", tmp_path)
    assert traced.code == 0
    assert json.loads(traced.out)["coverage"] == {"paragraphs": 52, "mapped": 52}


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", "Chào mừng năm mới".encode()])
def test_what_is_no_plan_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.txt").write_bytes(content)
    assert run("plan", "read", tmp_path / "x.txt", "--home", tmp_path).refusal


SHIPPED = Path(__file__).parent.parent / "plans" / "phu-tho-2015.yaml"


def edited(tmp_path: Path, *edits: tuple[str, str]) -> Path:
    """The shipped plan with some words changed."""
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return path


UNANSWERED = (("[II.1#1, ", "["), ("[II.2#1, ", "["))


def test_paragraphs_left_out_are_named_in_one_last_line(tmp_path: Path) -> None:
    ran = run("plan", "check", edited(tmp_path, *UNANSWERED), "--against", DOCUMENT, "--home", tmp_path)
    assert ran.code == 1
    assert "lỗi: 2 đoạn chưa có nhiệm vụ hoặc lý do: II.1#1, II.2#1; cách sửa: " in ran.err
    assert ran.err.count("\n") == 1
    assert "50/52 đoạn" in ran.out
    assert "cảnh báo." in ran.out


def test_the_matrix_does_not_hide_what_else_is_found(tmp_path: Path) -> None:
    path = edited(tmp_path, ("policy: request\n", "policy: requesd\n"))
    ran = run("plan", "check", path, "--against", DOCUMENT, "--home", tmp_path)
    assert ran.code == 1
    assert "requesd" in ran.out
    assert "52/52 đoạn" in ran.out
    said = run("plan", "check", path, "--against", DOCUMENT, "--json", "--home", tmp_path).json
    assert said["coverage"] == {"paragraphs": 52, "mapped": 52}
    assert any(one["severity"] == "error" for one in said["problems"])


def test_a_file_that_cannot_be_loaded_has_no_matrix(tmp_path: Path) -> None:
    broken = tmp_path / "plan.yaml"
    broken.write_text("schema: 1\nplan: [", encoding="utf-8")
    ran = run("plan", "check", broken, "--against", DOCUMENT, "--home", tmp_path)
    assert ran.code == 1
    assert "đoạn" not in ran.out


def test_reading_shows_the_head_and_what_each_paragraph_asks(tmp_path: Path) -> None:
    ran = run("plan", "read", DOCUMENT, "--home", tmp_path)
    for said in (
        "Kế hoạch thực hiện Chương trình phòng, chống mại dâm năm 2015",
        "Cơ quan ban hành UBND tỉnh Phú Thọ",
        "Quyết định 679/QĐ-TTg (10/05/2011)",
        "Nơi nhận 7 nơi",
        "Điểm Cơ quan Phối hợp Vai trò Loại Định kỳ Thời hạn Nội dung",
    ):
        assert said in ran.words
    row = next(line for line in ran.out.splitlines() if line.startswith("V.1#1"))
    assert "chủ trì" in row
    text = next(line for line in ran.out.splitlines() if line.startswith("I.1#1"))
    assert text.endswith(" quản lý…")
