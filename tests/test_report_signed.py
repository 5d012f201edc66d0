"""The signed paper of an issued report is kept and mailed; without it the mail says what the blank copy is."""

import io
import zipfile
from pathlib import Path

import pytest

from flows import issuing
from models.errors import ReportError
from models.store import Store
from reports.signed import read_signed
from tests.cli_samples import Office
from tests.plan_world import World
from tests.report_world import REF, builds, issue, reviewed, sent, text_of, world_with


def pdf(*, catalog: str = "", trailer: str = "") -> bytes:
    """A PDF of one empty page, as a scanner's has no text either."""
    parts = [
        f"1 0 obj\n<</Type /Catalog /Pages 2 0 R {catalog}>>\nendobj\n",
        "2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n",
        "3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>\nendobj\n",
    ]
    body, places = "%PDF-1.4\n", []
    for part in parts:
        places.append(len(body))
        body += part
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    ending = f"trailer\n<</Size 4 /Root 1 0 R {trailer}>>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 4\n0000000000 65535 f \n{rows}{ending}".encode()


def docx(*more: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            archive.writestr(name, "<x/>")
    return target.getvalue()


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return world_with(store, tmp_path)


def test_the_signed_paper_goes_in_place_of_the_blank_copy(world: World, tmp_path: Path) -> None:
    paper = tmp_path / "quét 45.PDF"
    paper.write_bytes(pdf())
    reviewed(world, "2015-06-24")
    done = issue(world, "2015-06-25", document_number="45/BC-SA", signed=paper)
    assert "half-year_2015-H1_lan-1_da-ky.pdf" in {path.name for path in done.files}
    (mail,) = sent(world, "2015-06-25")
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    assert attached == {"Bao-cao-6-thang-dau-nam-2015-da-ky.pdf": pdf()}
    said = text_of(mail)
    assert "Kính gửi báo cáo đã ký kèm theo thư này." in said
    assert "Bao-cao-6-thang-dau-nam-2015-da-ky.pdf: bản đã ký (PDF)" in said and "để trống" not in said


def test_without_it_the_mail_says_that_the_copy_is_for_reference(world: World) -> None:
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-25", document_number="45/BC-SA")
    said = text_of(sent(world, "2015-06-25")[0])
    assert "Bao-cao-6-thang-dau-nam-2015.docx: bản để tham khảo (Word)" in said
    assert "để trống số, ngày và chữ ký; bản chính đã ký, số 45/BC-SA ngày 25/06/2015, gửi qua trục" in said


def test_a_signed_paper_that_was_changed_is_found(world: World, tmp_path: Path) -> None:
    paper = tmp_path / "ky.docx"
    paper.write_bytes(docx())
    reviewed(world, "2015-06-24")
    done = issue(world, "2015-06-25", signed=paper)
    assert issuing.verify(world.store, world.settings, REF, [paper]).findings == []
    kept = next(path for path in done.files if "da-ky" in path.name)
    kept.write_bytes(docx("word/more.xml"))
    (found,) = issuing.verify(world.store, world.settings, REF).findings
    assert (found.what, found.place) == ("file", kept.name)


def test_nothing_is_issued_with_a_paper_that_is_refused(world: World, tmp_path: Path) -> None:
    paper = tmp_path / "ky.docm"
    paper.write_bytes(docx())
    reviewed(world, "2015-06-24")
    with pytest.raises(ReportError, match=r"chọn tệp \.pdf, \.docx"):
        issue(world, "2015-06-25", signed=paper)
    assert [build.state for build in builds(world)] == ["reviewed"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("ky.docx", docx("word/vbaProject.bin"), "có macro"),
        ("ky.docx", pdf(), "không phải tệp .docx"),
        ("ky.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kiểu cũ"),
        ("ky.docx", docx()[:-30], "hỏng"),
        ("ky.pdf", docx(), "hỏng"),
        ("ky.pdf", b"", "hỏng"),
        ("ky.pdf", pdf(catalog="/OpenAction <</S /JavaScript /JS (app.alert)>>"), "có macro"),
        ("ky.pdf", pdf(catalog="/Names <</EmbeddedFiles <<>> >>"), "có macro"),
        ("ky.pdf", pdf() + b" " * 10_000_000, "lớn hơn 10 MB"),
        ("ky.pdf", pdf(trailer="/Encrypt <</Filter /Other>> /ID [<00><00>]"), "có mật khẩu"),
    ],
)
def test_what_cannot_be_judged_from_outside_is_refused(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReportError, match=f"bản đã ký .* {why}"):
        read_signed(path)


def test_a_page_to_begin_with_is_no_program(tmp_path: Path) -> None:
    path = tmp_path / "ky.pdf"
    path.write_bytes(pdf(catalog="/OpenAction [3 0 R /Fit]"))
    assert read_signed(path).startswith(b"%PDF")


def test_a_paper_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="không đọc được"):
        read_signed(tmp_path / "ky.pdf")


def test_the_command_takes_the_signed_paper(tmp_path: Path) -> None:
    office, paper = Office(tmp_path), tmp_path / "ky.pdf"
    paper.write_bytes(pdf())
    of = ("half-year", "2015-H1")
    for words in (("build", *of, "--format", "json"), ("review", *of)):
        office.does("report", *words, now="2015-06-24")
    done = office.asks("report", "issue", *of, "--signed", paper, now="2015-06-25")
    assert "half-year_2015-H1_lan-1_da-ky.pdf" in {Path(name).name for name in done["files"]}
    refused = office.run("report", "issue", *of, "--signed", tmp_path / "none.pdf", now="2015-06-25").refusal
    assert "không đọc được" in refused
