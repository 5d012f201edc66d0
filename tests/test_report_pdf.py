"""The report as PDF: made by LibreOffice where there is one, one clear line where there is none."""

import io
import os
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import docx
import pytest

from models.errors import ReportError
from reports.building import build_report
from reports.pdf import convert_to_pdf, find_office
from tests.cli_samples import Office
from tests.report_samples import YEAR_END, Sample, sample
from tests.workbook_samples import office_missing


@pytest.fixture
def answered(tmp_path: Path) -> Sample:
    found = sample(tmp_path)
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 3, "violations": 1, "teams": 2})
    return found


def build(found: Sample, out: Path, *formats: str, office: Path | None = None) -> list[Path]:
    with found.store.session() as session:
        built = build_report(
            session, found.plan, "year-end", "2015", as_of=YEAR_END, out=out, formats=formats, office=office
        )
    return list(built.files)


def script(path: Path, body: str) -> Path:
    """A program that stands in for an office that misbehaves, as a real one may."""
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def word() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("Tình hình")
    document.save(out)
    return out.getvalue()


def without_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr("reports.pdf._installed", lambda: iter(()))


def test_charts_are_vectors_in_a_pdf_and_dots_in_a_word_document(answered: Sample, tmp_path: Path) -> None:
    if office_missing() and not os.environ.get("CI"):
        return

    pdf, word_file = build(answered, tmp_path / "out", "pdf", "docx")

    dots = [int(width) for width in re.findall(rb"/Subtype/Image/Width (\d+)", pdf.read_bytes())]
    assert max(dots, default=0) < 200  # no picture, but for the tiles of hatched grounds
    assert {shape.width.mm for shape in docx.Document(str(word_file)).inline_shapes} == {160}
    with zipfile.ZipFile(word_file) as package:
        assert {Path(name).suffix for name in package.namelist() if "/media/" in name} == {".png"}


def test_the_pdf_says_what_the_word_document_says(answered: Sample, tmp_path: Path) -> None:
    if office_missing() and not os.environ.get("CI"):
        return

    pdf, word_file = build(answered, tmp_path / "out", "pdf", "docx")

    read = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(read, check=True, capture_output=True, timeout=60, encoding="utf-8").stdout
    assert (pdf.name, word_file.name) == ("year-end_2015.pdf", "year-end_2015.docx")
    for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Lượt cơ sở được kiểm tra", "Nơi nhận:"):
        assert line in text


def test_without_libreoffice_nothing_is_written(
    answered: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_office(monkeypatch, tmp_path)

    with pytest.raises(ReportError, match=r"không có LibreOffice .* cài LibreOffice, đặt DONDOC_SOFFICE"):
        build(answered, tmp_path / "out", "docx", "pdf")

    assert not (tmp_path / "out").exists()


def test_a_setting_that_names_no_program_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="DONDOC_SOFFICE chỉ tới"):
        find_office(tmp_path / "nothing")


def test_the_set_program_wins_over_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = script(tmp_path / "soffice", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    assert find_office() == other
    assert find_office(script(tmp_path / "mine", "exit 0")) == tmp_path / "mine"


def test_standard_places_are_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "LibreOffice" / "program"
    place.mkdir(parents=True)
    (place / "soffice.com").write_bytes(b"")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setenv("ProgramFiles", str(tmp_path))

    assert find_office() == place / "soffice.com"


def test_what_it_said_is_told_where_it_made_none(tmp_path: Path) -> None:
    office = script(tmp_path / "office", "echo 'source file could not be loaded'; exit 1")

    with pytest.raises(ReportError, match=r"không chuyển được .* \(source file could not be loaded\)"):
        convert_to_pdf(word(), office=office)


def test_one_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    office = script(tmp_path / "office", f"sleep 300 & echo $! > {pid}; wait")

    with pytest.raises(ReportError, match="không làm xong PDF trong 2 giây"):
        convert_to_pdf(word(), office=office, patience=2)

    child = Path("/proc") / pid.read_text(encoding="utf-8").strip()
    for _ in range(50):
        ended = not child.exists() or "Z" in (child / "stat").read_text(encoding="utf-8").split()[2:3]
        if ended:
            break
        time.sleep(0.1)
    assert ended or not shutil.which("sleep")


def test_the_command_says_it_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path)
    without_office(monkeypatch, tmp_path)
    out = tmp_path / "reports"

    ran = office.run("report", "build", "half-year", "2015-H1", "-o", out, "--format", "docx,pdf", now="2015-06-20")

    assert "không có LibreOffice" in ran.refusal
    assert not out.exists()
