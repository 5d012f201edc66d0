"""The signed paper of an issued report is kept and mailed; without it the mail says what the blank copy is."""

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx.api import Document as WordDocument

from flows import issuing
from models.errors import ReportError
from models.history import history_of
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
    done = issue(world, "2015-06-25", document_number="45/BC-SA", signed=paper, looked_through=True)
    assert "half-year_2015-H1_lan-1_da-ky.pdf" in {path.name for path in done.files}
    (mail,) = sent(world, "2015-06-25")
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    assert attached == {"Bao-cao-6-thang-dau-nam-2015-da-ky.pdf": pdf()}
    said = text_of(mail)
    assert "Kính gửi kèm theo thư này báo cáo đã ký." in said
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
    done = issue(world, "2015-06-25", signed=paper, looked_through=True)
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
    done = office.asks("report", "issue", *of, "--signed", paper, "--looked-through", now="2015-06-25")
    assert "half-year_2015-H1_lan-1_da-ky.pdf" in {Path(name).name for name in done["files"]}
    refused = office.run("report", "issue", *of, "--signed", tmp_path / "none.pdf", now="2015-06-25").refusal
    assert "không đọc được" in refused


# --- the personal-data screen ----------------------------------------------------------------------------------------

PERSON = "Bị cáo Nguyễn Văn An, sinh năm 1992, trú tại thôn 3, số CCCD 025192000123."


def written(*paragraphs: str, header: str = "", cells: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word document with some words."""
    document = WordDocument()
    for said in paragraphs:
        document.add_paragraph(said)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if cells:
        table = document.add_table(len(cells), len(cells[0]))
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, said in zip(row.cells, texts, strict=True):
                cell.text = said
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def printed(text: str, *, picture: bool = False, note: str = "", title: str = "") -> bytes:
    """A PDF of one page with a line of text, perhaps over a picture of the whole page, or with a note on it."""
    line = text.encode("latin-1")
    drawn = b"q 595 0 0 842 0 0 cm /P Do Q " if picture else b""
    stream = drawn + b"BT /F 12 Tf 50 800 Td (" + line + b") Tj ET"
    pixel = (
        b"<</Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1>>"
    )
    noted = f"<</Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents ({note})>>".encode() if note else b""
    parts = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [" + noted + b"] "
        b"/Resources <</Font <</F 5 0 R>> /XObject <</P 6 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
        pixel + b"\nstream\n\0\nendstream",
        f"<</Title ({title})>>".encode(),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    ending = b"trailer\n<</Size 8 /Root 1 0 R /Info 7 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 8\n0000000000 65535 f \n" + rows + ending


CARRYING = [
    ("ky.docx", written("Đã kiểm tra 12 cơ sở.", PERSON), r"đoạn \d+"),
    ("ky.docx", written("Đã kiểm tra.", header=PERSON), "đầu trang"),
    ("ky.docx", written("Đã kiểm tra.", cells=[("Họ và tên", "Năm sinh"), ("Trần Thị Bình", "1990")]), "bảng 1!A2"),
    ("ky.pdf", printed("So CCCD 025192000123"), "trang 1"),
    ("ky.pdf", printed("Bao cao", note="So CCCD 025192000123"), "nhận xét, trang 1"),
    ("ky.pdf", printed("Bao cao", title="So CCCD 025192000123"), "thuộc tính tệp"),
]


@pytest.mark.parametrize(
    ("name", "content", "place"), CARRYING, ids=["body", "header", "table", "page", "note", "properties"]
)
def test_a_signed_paper_with_a_persons_data_is_refused_by_its_place_alone(
    world: World, tmp_path: Path, name: str, content: bytes, place: str
) -> None:
    paper = tmp_path / name
    paper.write_bytes(content)
    reviewed(world, "2015-06-24")
    with pytest.raises(ReportError, match=rf"bản đã ký .*{place}: Có ") as refused:
        issue(world, "2015-06-25", signed=paper, looked_through=True)
    said = str(refused.value)
    assert not any(part in said for part in ("025192000123", "Nguyễn", "Bình", "1992"))
    assert [build.state for build in builds(world)] == ["reviewed"]


WORDS = "Trong ky da kiem tra 12 co so kinh doanh, phat 3 co so, khong phat sinh vu viec moi."


@pytest.mark.parametrize(
    ("content", "seen"),
    [(pdf(), ["trang 1"]), (printed(WORDS, picture=True), ["trang 1"]), (printed(WORDS), [])],
    ids=["a scan", "a scan with a stamp", "text"],
)
def test_a_page_that_is_a_picture_is_somebodys_to_look_at(
    world: World, tmp_path: Path, content: bytes, seen: list[str]
) -> None:
    paper = tmp_path / "ky.pdf"
    paper.write_bytes(content)
    reviewed(world, "2015-06-24")
    if seen:
        with pytest.raises(ReportError, match=r"hình quét \(trang 1\), máy không soát được.*--looked-through"):
            issue(world, "2015-06-25", signed=paper)
    done = issue(world, "2015-06-25", signed=paper, looked_through=bool(seen))
    assert done.signed is not None and done.signed.unread == seen
    with world.store.reading() as session:
        (entry,) = [one for one in history_of(session, "demo-2015") if one.act == "report-issued"]
    assert json.loads(entry.detail).get("looked_through", []) == seen


def test_the_report_itself_signed_passes(world: World, tmp_path: Path) -> None:
    paper = tmp_path / "ky.docx"
    paper.write_bytes(next(one for one in reviewed(world, "2015-06-24").files if one.suffix == ".docx").read_bytes())
    done = issue(world, "2015-06-25", signed=paper)
    assert done.signed is not None and done.signed.unread == []


def test_the_command_says_what_was_screened(tmp_path: Path) -> None:
    said: list[str] = []
    for content, words in ((written(WORDS), ()), (pdf(), ("--looked-through",))):
        folder = tmp_path / f"{len(said)}"
        folder.mkdir()
        office, paper = Office(folder), folder / f"ky{'.pdf' if words else '.docx'}"
        paper.write_bytes(content)
        of = ("half-year", "2015-H1")
        for before in (("build", *of, "--format", "json"), ("review", *of)):
            office.does("report", *before, now="2015-06-24")
        said.append(office.does("report", "issue", *of, "--signed", paper, *words, now="2015-06-25").words)
    assert "máy đã soát phần chữ, không thấy thông tin cá nhân" in said[0]
    assert "cả tệp là hình quét" not in said[0]
    assert "trang 1 là hình quét, máy không soát được; ghi là người ban hành đã tự xem" in said[1]
    assert "bản quét đã tự xem: trang 1" in office.does("history", "demo-2015").words
