"""Workbooks that are not taken: damaged, foreign, oversized, with macros, bombs, of another assignment or revision."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from sqlmodel import select

from intake.submitting import SubmitResult, submit
from intake.workbook import read_workbook, write_workbook
from models import office_files
from models.decisions import send_back
from models.errors import SubmissionError
from models.history import history_of
from models.submissions import Refusal, Submission
from tests.intake_samples import (
    GOOD,
    NOW,
    SHEET,
    Desk,
    fill,
    good_workbook,
    open_desk,
    opened,
    row_of,
    sample_spec,
    saved,
)

SPEC = sample_spec()
GOOD_FILE = good_workbook(SPEC)
CCCD = "025192000123"

Parts = dict[str, bytes]


def repacked(content: bytes, change: Callable[[Parts], object]) -> bytes:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def with_part(name: str, part: bytes = b"x") -> bytes:
    return repacked(GOOD_FILE, lambda parts: parts.update({name: part}))


def in_sheet(before: bytes, after: bytes) -> bytes:
    def change(parts: Parts) -> None:
        name = "xl/worksheets/sheet1.xml"
        assert before in parts[name]
        parts[name] = parts[name].replace(before, after, 1)

    return repacked(GOOD_FILE, change)


def a_foreign_workbook() -> bytes:
    book = Workbook()
    book.worksheets[0]["A1"].value = "Báo cáo"
    return saved(book)


def flipped(content: bytes) -> bytes:
    """One byte changed in the middle of the sheet's compressed text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    middle = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    return content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]


def said_twice() -> bytes:
    target = io.BytesIO(GOOD_FILE)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("XL/workbook.xml", b"<workbook/>")
    return target.getvalue()


def entities(depth: int) -> bytes:
    """A document type whose entities grow tenfold at each level."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(depth))
    return f"<!DOCTYPE sst [{levels}]>".encode()


def laughing(encoding: str) -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{entities(9).decode()}<sst><si><t>&e8;</t></si></sst>'
    return with_part("xl/sharedStrings.xml", text.encode(encoding))


REFUSED: list[tuple[str, bytes, str]] = [
    ("empty", b"", "không phải bảng tính"),
    ("text", b"xin chao", "không phải bảng tính"),
    ("cut short", GOOD_FILE[: len(GOOD_FILE) // 2], "hỏng"),
    ("a zip of something else", repacked(GOOD_FILE, Parts.clear), "không phải bảng tính"),
    ("a flipped byte", flipped(GOOD_FILE), "hỏng"),
    ("broken XML", in_sheet(b"</sheetData>", b"</sheetdata>"), "hỏng"),
    ("no sheet behind the name", repacked(GOOD_FILE, lambda p: p.pop("xl/worksheets/sheet1.xml")), "thiếu trang"),
    ("part twice", said_twice(), "hỏng"),
    ("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
    (
        "encrypted",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "mật khẩu",
    ),
    ("OpenDocument", repacked(GOOD_FILE, lambda p: p.update({"mimetype": b"x", "content.xml": b"<a/>"})), ".ods"),
    ("macros", with_part("xl/vbaProject.bin"), "macro"),
    ("macro sheet", with_part("xl/macrosheets/sheet1.xml", b"<a/>"), "macro"),
    (
        "macro content type",
        repacked(
            GOOD_FILE,
            lambda p: p.update(
                {
                    "[Content_Types].xml": p["[Content_Types].xml"].replace(
                        b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml"
                    )
                }
            ),
        ),
        "macro",
    ),
    ("picture", with_part("xl/media/image1.png"), "hình ảnh"),
    ("embedded document", with_part("xl/embeddings/oleObject1.bin"), "nhúng"),
    ("anything else", with_part("xl/tool.exe"), "thành phần"),
    ("billion laughs", laughing("utf-8"), "định nghĩa XML"),
    ("billion laughs in UTF-16", laughing("utf-16"), "định nghĩa XML"),
    ("external entity", with_part("xl/x.xml", b'<!DOCTYPE a SYSTEM "file:///x"><a/>'), "định nghĩa XML"),
    ("zip bomb", with_part("xl/x.xml", b"<a>" + b" " * 20_000_000 + b"</a>"), "nén bất thường"),
    ("too large unpacked", with_part("xl/x.xml", bytes(101_000_000)), "quá lớn"),
    (
        "too many parts",
        repacked(GOOD_FILE, lambda p: p.update({f"xl/{n}.xml": b"<a/>" for n in range(501)})),
        "quá lớn",
    ),
    ("too many cells", with_part("xl/x.xml", b"<a>" + b"<b c='1' />" * 400_001 + b"</a>"), "quá lớn|nén bất thường"),
    ("too large packed", b"PK" + bytes(office_files.MAX_PACKED), "lớn hơn 10 MB"),
    ("foreign", a_foreign_workbook(), "không phải mẫu"),
    (
        "another body's form",
        write_workbook(sample_spec(agency="xa-1")),
        "khác",
    ),
]


@pytest.mark.parametrize(("content", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_is_refused_with_its_reason(content: bytes, words: str) -> None:
    with pytest.raises(SubmissionError, match=words) as refused:
        read_workbook(content, SPEC)
    assert "\n" not in str(refused.value)


def test_the_form_itself_is_taken() -> None:
    assert read_workbook(repacked(GOOD_FILE, lambda parts: None), SPEC).figures["visits"].value == 12


def test_one_stray_cell_far_away_costs_nothing() -> None:
    far = in_sheet(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>7</v></c></row></sheetData>')
    assert read_workbook(far, SPEC).figures["visits"].value == 12


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as found:
        yield found


def send(desk: Desk, content: bytes, name: str = "mau.xlsx", index: int = 0) -> SubmitResult:
    row = desk.assignment(index=index)
    return submit(
        desk.session, desk.plan, row, content=content, name=name, now=NOW, by="focal@so-b.example", channel="mail"
    )


def test_a_refused_workbook_leaves_a_trace_and_no_submission(desk: Desk) -> None:
    result = send(desk, GOOD_FILE[:400])
    assert (result.state, result.submission) == ("refused", None)
    assert "hỏng" in desk.session.exec(select(Refusal)).one().reasons
    assert history_of(desk.session, desk.assignment().name)[-1].act == "refused"
    assert desk.session.exec(select(Submission)).all() == []


BY_NAME = [
    ("mau.xlsm", GOOD_FILE, "tệp có macro hoặc điều khiển (.xlsm)"),
    ("MAU.XLTM", GOOD_FILE, "tệp có macro hoặc điều khiển (.xlsm)"),
    ("mau.xlsx", with_part("xl/vbaProject.bin"), "tệp có macro hoặc điều khiển (.xlsm)"),
    ("mau.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "tệp Excel kiểu cũ (.xls)"),
    ("mau.xls", b"<html><table></table></html>", "tệp Excel kiểu cũ (.xls)"),
    ("mau.xlsb", GOOD_FILE, "tệp Excel nhị phân (.xlsb)"),
    ("bao-cao.docx", GOOD_FILE, "tệp Word, PDF hoặc hình ảnh"),
    ("bao-cao.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "tệp Word, PDF hoặc hình ảnh"),
    ("anh", b"\xff\xd8\xff", "tệp Word, PDF hoặc hình ảnh"),
    ("mau.csv", b"a,b", "chỉ nhận mẫu .xlsx"),
]


@pytest.mark.parametrize(("name", "content", "said"), BY_NAME, ids=[f"{n}-{row[0]}" for n, row in enumerate(BY_NAME)])
def test_a_file_of_another_kind_is_told_by_name_and_content(desk: Desk, name: str, content: bytes, said: str) -> None:
    result = send(desk, content, name)
    assert result.refused
    assert said in result.problems[0].message


def test_a_workbook_that_was_only_named_xls_is_taken(desk: Desk) -> None:
    assert send(desk, good_workbook(desk.spec(desk.assignment())), "mau.xls").state == "submitted"


def test_a_form_of_another_period_is_refused(desk: Desk) -> None:
    later = desk.assignment(index=1)
    result = send(desk, good_workbook(desk.spec(later)))
    assert "phần việc khác" in result.problems[0].message


def test_an_old_copy_does_not_overwrite_a_newer_answer(desk: Desk) -> None:
    assignment = desk.assignment()
    old = good_workbook(desk.spec(assignment))
    submit(
        desk.session,
        desk.plan,
        assignment,
        content=json.dumps(GOOD).encode(),
        name="a.json",
        now=NOW,
        by="focal@so-b.example",
        channel="mail",
    )
    result = send(desk, fill(old, {"figure:visits/E": 99}))
    assert (result.state, "đã có lần sửa 1" in result.problems[0].message) == ("refused", True)
    send_back(desk.session, desk.plan, assignment, now=NOW, by="điều phối", reason="Kiểm tra lại")
    assert send(desk, old).state == "refused"
    assert send(desk, good_workbook(desk.spec(assignment))).revision == 2


def test_a_form_of_a_revision_still_to_come_is_refused(desk: Desk) -> None:
    ahead = opened(GOOD_FILE)
    row = next(cell.row for cell in ahead["dondoc"]["A"] if cell.value == "revision")
    ahead["dondoc"][f"B{row}"].value = "7"
    assert "lần sửa khác" in send(desk, saved(ahead)).problems[0].message


def test_a_form_that_has_changed_since_is_refused(desk: Desk) -> None:
    old = opened(GOOD_FILE)
    row = next(cell.row for cell in old["dondoc"]["A"] if cell.value == "digest")
    old["dondoc"][f"B{row}"].value = "0" * 64
    assert "biểu mẫu đã đổi" in send(desk, saved(old)).problems[0].message


def _in_note(content: bytes) -> bytes:
    return fill(content, {"figure:visits/H": f"Số căn cước {CCCD}"})


def _in_hidden_sheet(content: bytes) -> bytes:
    book = opened(content)
    sheet = book.create_sheet("Sheet9")
    sheet.sheet_state = "hidden"
    sheet["B7"].value = f"Căn cước {CCCD}"
    return saved(book)


def _in_comment(content: bytes) -> bytes:
    book = opened(content)
    book[SHEET][f"H{row_of(book, 'figure:visits')}"].comment = Comment(f"Căn cước {CCCD}", "Cán bộ")
    return saved(book)


def _in_defined_name(content: bytes) -> bytes:
    book = opened(content)
    book.defined_names["ghi_chu"] = DefinedName("ghi_chu", attr_text=f'"Căn cước {CCCD}"')
    return saved(book)


def _in_properties(content: bytes) -> bytes:
    book = opened(content)
    book.properties.keywords = f"Căn cước {CCCD}"
    return saved(book)


def _in_sheet_name(content: bytes) -> bytes:
    book = opened(content)
    book.create_sheet(f"CCCD {CCCD}")
    return saved(book)


def _in_footer(content: bytes) -> bytes:
    book = opened(content)
    book[SHEET].HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(f"Căn cước {CCCD}"))
    return saved(book)


def _in_a_formula(content: bytes) -> bytes:
    book = opened(content)
    book["dondoc"]["D1"].value = f'=IF(1,"","Căn cước {CCCD}")'
    return saved(book)


def _in_a_leftover_string(content: bytes) -> bytes:
    left = f"<sst><si><r><t>Căn cước {CCCD[:5]}</t></r><r><t>{CCCD[5:]}</t></r></si></sst>".encode()
    return repacked(content, lambda parts: parts.update({"xl/sharedStrings.xml": left}))


def _in_a_drawing(content: bytes) -> bytes:
    part = f'<a:p xmlns:a="x"><a:r><a:t>Căn cước {CCCD}</a:t></a:r></a:p>'.encode()
    return repacked(content, lambda parts: parts.update({"xl/drawings/drawing1.xml": part}))


@pytest.mark.parametrize(
    ("hide", "place"),
    [
        (_in_note, "Số liệu!H"),
        (_in_hidden_sheet, "Sheet9!B7"),
        (_in_comment, "Ghi chú kèm ô H"),
        (_in_defined_name, "Tên trang hoặc tên vùng"),
        (_in_properties, "Thuộc tính tệp"),
        (_in_sheet_name, "Tên trang hoặc tên vùng"),
        (_in_footer, "Đầu trang"),
        (_in_a_formula, "Đầu trang, chân trang, công thức"),
        (_in_a_leftover_string, "Chữ còn sót"),
        (_in_a_drawing, "Khung chữ"),
    ],
)
def test_personal_data_is_found_wherever_it_hides(desk: Desk, hide: Callable[[bytes], bytes], place: str) -> None:
    result = send(desk, hide(good_workbook(desk.spec(desk.assignment()))))
    assert result.state == "refused"
    assert any(problem.where.startswith(place) for problem in result.problems), result.problems
    said = desk.session.exec(select(Refusal)).one().reasons + str(result.problems)
    assert CCCD not in said and CCCD[5:] not in said


def test_personal_data_in_the_files_name_is_found_and_not_kept(desk: Desk) -> None:
    result = send(desk, good_workbook(desk.spec(desk.assignment())), f"bao_cao_{CCCD}.xlsx")
    assert [problem.where for problem in result.problems] == ["Tên tệp"]
    assert CCCD not in desk.session.exec(select(Refusal)).one().reasons


def test_who_saved_the_file_and_the_focal_points_own_data_may_stand_in_it(desk: Desk) -> None:
    book = opened(good_workbook(desk.spec(desk.assignment())))
    book.properties.creator = book.properties.lastModifiedBy = "Nguyễn Thị Mẫu"
    book[SHEET][f"H{row_of(book, 'figure:visits')}"].comment = Comment(
        "Nguyễn Thị Mẫu:\nđã đối chiếu", "Nguyễn Thị Mẫu"
    )
    content = fill(saved(book), {"passage:proposals/A": "Liên hệ đầu mối 0912 345 678, focal@so-b.example"})
    assert send(desk, content).state == "submitted"


def test_links_to_other_files_go_with_a_warning(desk: Desk) -> None:
    content = good_workbook(desk.spec(desk.assignment()))
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    result = send(desk, repacked(content, lambda parts: parts.update({"xl/externalLinks/externalLink1.xml": link})))
    assert (result.state, [problem.severity for problem in result.problems]) == ("submitted", ["warning"])
