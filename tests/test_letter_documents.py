"""Letters as Word documents: the official form, the same bytes, and pages that LibreOffice opens."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from reports.conformity.checking import check_file
from reports.letters.docx import render_letter
from reports.letters.matters import Profile
from tests.letter_samples import letter, matter, situations

SITUATIONS = situations()


@pytest.mark.parametrize("profile", ["ND30", "TT01-2011"])
@pytest.mark.parametrize("name", SITUATIONS)
def test_every_letter_keeps_to_the_official_form(name: str, profile: Profile, tmp_path: Path) -> None:
    from dataclasses import replace

    path = tmp_path / "letter.docx"
    path.write_bytes(render_letter(replace(SITUATIONS[name], profile=profile, unit="VP")))
    assert [(one.rule, one.place, one.found) for one in check_file(path, profile)] == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_same_letter_gives_the_same_bytes(name: str) -> None:
    assert render_letter(SITUATIONS[name]) == render_letter(situations()[name])


def test_another_day_gives_other_bytes() -> None:
    from datetime import date

    assert render_letter(letter()) != render_letter(letter(as_of=date(2015, 6, 30)))


def test_strange_characters_break_nothing(tmp_path: Path) -> None:
    strange = "Việc \x00\x0b<&> “lạ” 😀 \u202eقلب " + "dài " * 400
    path = tmp_path / "letter.docx"
    path.write_bytes(render_letter(letter(matters=(matter(title=strange), matter(title=strange)))))
    assert check_file(path) is not None


def test_libreoffice_opens_every_letter(tmp_path: Path) -> None:
    if not shutil.which("soffice") and not os.environ.get("CI"):
        return
    for number, one in enumerate(SITUATIONS.values()):
        (tmp_path / f"{number:02}.docx").write_bytes(render_letter(one))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(path) for path in sorted(tmp_path.glob("*.docx"))]
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    for number, name in enumerate(SITUATIONS):
        read = ["pdftotext", "-layout", str(tmp_path / f"{number:02}.pdf"), "-"]
        text = subprocess.run(read, check=True, capture_output=True, timeout=60, encoding="utf-8").stdout
        first, last = text.split("\f")[0], text.rstrip("\f").split("\f")[-1]
        for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "V/v ", "Kính gửi:", "Thực hiện Kế hoạch"):
            assert line in first, name
        for line in ("./.", "Nơi nhận:", "GIÁM ĐỐC"):
            assert line in last, f"{name}: the signature stays with the last words"
