"""The guide's example of a signed plan: its commands run as they are shown, from the document to a plan in force."""

import re
from pathlib import Path

import pytest

from tests.cli_samples import run

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "huong-dan-dieu-phoi.md"


def blocks(language: str) -> list[str]:
    chapter = GUIDE.read_text(encoding="utf-8").partition("### Đọc một kế hoạch đã ký\n")[2].partition("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", chapter, re.MULTILINE | re.DOTALL)


def test_the_example_of_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (document,), (due,) = blocks("text"), blocks("yaml")
    Path("van-ban.txt").write_text(document, encoding="utf-8")
    reading, *rest = [line.split()[1:] for block in blocks("console") for line in block.splitlines()]
    assert run(*reading, "--home", tmp_path / "home").code == 0
    draft = Path("nhap.yaml")
    text = draft.read_text(encoding="utf-8")
    assert run("plan", "check", draft, "--home", tmp_path / "home").code == 1
    text = text.replace("email: null", "email: lien-he@song-thao.example")
    (open_period,) = re.findall(r"^    period: half  # QUYẾT ĐỊNH.*\n", text, re.MULTILINE)
    draft.write_text(text.replace(open_period, open_period + due), encoding="utf-8")
    assert len(rest) == 4
    for words in rest:
        assert run(*words, "--home", tmp_path / "home").code == 0, words
