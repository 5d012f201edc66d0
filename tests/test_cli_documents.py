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
