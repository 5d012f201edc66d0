"""The documents open in LibreOffice and say there what they should: converted to PDF and read back.

Where LibreOffice is missing this can only be passed over, except in the continuous integration, which must have it.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from plans.loading import load_plan
from reports.building import build_report
from tests.report_samples import SHIPPED, YEAR_END, fill_at_random, sample

#: A page of a table has its head, at least five rows and the page number.
_FEWEST_LINES = 7


def _pages(path: Path, scratch: Path) -> str:
    """The text of a document's pages as LibreOffice sets them."""
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(scratch), str(path)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    read = ["pdftotext", "-layout", str(scratch / f"{path.stem}.pdf"), "-"]
    return subprocess.run(read, check=True, capture_output=True, timeout=60, encoding="utf-8").stdout


def _sizes(pdf: Path) -> list[tuple[float, float]]:
    """How wide and how high each page is."""
    tell = ["pdfinfo", "-l", "1000", str(pdf)]
    said = subprocess.run(tell, check=True, capture_output=True, timeout=60, encoding="utf-8").stdout
    return [(float(width), float(height)) for width, height in re.findall(r"size: +([\d.]+) x ([\d.]+)", said)]


def test_word_and_spreadsheet_open_and_show_the_figures(tmp_path: Path) -> None:
    if not shutil.which("soffice") and not os.environ.get("CI"):
        return
    found = sample(tmp_path, load_plan(SHIPPED).document)
    fill_at_random(found)
    with found.store.session() as session:
        built = build_report(
            session, found.plan, "year-end", "2015", as_of=YEAR_END, out=tmp_path, formats=["docx", "xlsx"]
        )

    word, sheet = (_pages(path, tmp_path / path.suffix[1:]) for path in built.files)

    first_page = word.split("\f")[0]
    for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "/BC-SLĐTBXH", "BÁO CÁO", "Kính gửi:", "I. TÌNH HÌNH"):
        assert line in first_page
    assert word.split("\f")[1].strip().startswith("2")
    assert [page[-80:] for page in word.split("\f") if page.rstrip().endswith(":")] == []  # no lead-in is left alone
    tables = re.split(r"(?m)^\f? *Phụ lục II$", word)[1].rstrip("\f").split("\f")
    assert [page for page in tables if sum(map(bool, map(str.strip, page.split("\n")))) < _FEWEST_LINES] == []
    wide = {width > height for width, height in _sizes(tmp_path / "docx" / f"{built.files[0].stem}.pdf")}
    assert wide == {True, False}
    for line in ("Nơi nhận:", "GIÁM ĐỐC", "Phụ lục I", "SỐ LIỆU THEO HUYỆN, THÀNH, THỊ"):
        assert line in word
    for line in ("Khách sạn, nhà nghỉ, nhà trọ", "215", "Chưa gửi", "Đề nghị cung cấp"):
        assert line in sheet
