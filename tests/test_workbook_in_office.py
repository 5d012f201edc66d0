"""The form opens in an office suite, looks as it should on paper, and is still read after the suite has saved it.

Where LibreOffice is missing this can only be passed over, except in the continuous integration, which must have it.
"""

import os
import shutil
import subprocess
from pathlib import Path

from intake.answers import digest_of
from intake.screening import screen_workbook
from intake.workbook import read_workbook, write_workbook
from intake.workbook_reading import open_workbook
from tests.intake_samples import good_workbook, sample_spec

SPEC = sample_spec()


def convert(path: Path, to: str, scratch: Path) -> Path:
    """What LibreOffice makes of a file."""
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(scratch), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return scratch / f"{path.stem}.{to}"


def pages_of(pdf: Path) -> list[str]:
    """The text of each page."""
    read = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(read, check=True, capture_output=True, timeout=60, encoding="utf-8").stdout
    return text.removesuffix("\f").split("\f")


def missing_office() -> bool:
    # `.ci/run` sets the second variable wherever it runs: there nothing may be missing.
    return shutil.which("soffice") is None and "CI" not in os.environ and "DONDOC_REQUIRE_POSTGRES" not in os.environ


def test_the_form_prints_on_a_few_numbered_pages_without_its_hidden_parts(tmp_path: Path) -> None:
    if missing_office():
        return
    form = tmp_path / "form.xlsx"
    form.write_bytes(write_workbook(SPEC))
    pages = pages_of(convert(form, "pdf", tmp_path / "out"))
    assert len(pages) == 2
    for words in (
        "Biểu kết quả kiểm tra",
        "Hạn gửi: thứ Tư, 17/06/2015",
        "Kỳ này",
        "Lượt cơ sở được kiểm tra",
        "Trang 1/2",
    ):
        assert words in pages[0]
    assert ("Khó khăn, vướng mắc (bắt buộc)" in pages[0], "Kiến nghị" in pages[1]) == (True, True)
    assert not any(hidden in page for page in pages for hidden in ("figure:", SPEC.digest[:12]))


def test_what_an_office_suite_saved_is_read_like_what_we_wrote(tmp_path: Path) -> None:
    if missing_office():
        return
    form = tmp_path / "form.xlsx"
    form.write_bytes(good_workbook(SPEC))
    content = convert(form, "xlsx", tmp_path / "out").read_bytes()
    assert digest_of(read_workbook(content, SPEC)) == digest_of(read_workbook(form.read_bytes(), SPEC))
    assert screen_workbook(open_workbook(content), "form.xlsx", SPEC) == []
