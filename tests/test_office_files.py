"""Foreign workbooks at the door: what no reader opens, whichever of the two they are brought to."""

import io
import zipfile
from collections.abc import Mapping

import pytest
from openpyxl import Workbook

from intake.workbook_package import open_package
from models.errors import PlanError, SubmissionError
from models.office_files import MAX_PACKED, MAX_PARTS, Unfit, UnfitFileError, workbook_parts
from plans.workbook_guard import check_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARTS: Mapping[str, bytes] = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def good() -> bytes:
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


def locked() -> bytes:
    """A zip whose central directory says that its parts are encrypted."""
    content = bytearray(packed(PARTS))
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


FAULTS: list[tuple[bytes, Unfit]] = [
    (b"PK" + bytes(MAX_PACKED), Unfit.TOO_LARGE),
    (OLE + "EncryptedPackage".encode("utf-16-le"), Unfit.ENCRYPTED),
    (OLE, Unfit.OLD_EXCEL),
    (b"a,b", Unfit.NO_WORKBOOK),
    (packed({"[Content_Types].xml": b"", "word/document.xml": b""}), Unfit.NO_WORKBOOK),
    (packed({"mimetype": b"", "content.xml": b""}), Unfit.OPEN_DOCUMENT),
    (locked(), Unfit.LOCKED_ZIP),
    (packed({**PARTS, "XL/workbook.xml": b""}), Unfit.DAMAGED),
    (good()[:-30], Unfit.DAMAGED),
    (packed({**PARTS, "xl/vbaProject.bin": b"x"}), Unfit.MACRO),
    (packed({**PARTS, "xl/activeX/activeX1.xml": b"<x/>"}), Unfit.MACRO),
    (packed({**PARTS, **{f"xl/{n}.xml": b"" for n in range(MAX_PARTS)}}), Unfit.TOO_LARGE_INSIDE),
    (packed({**PARTS, "xl/big.xml": bytes(5_000_000)}), Unfit.BOMB),
]
WHICH = [f"{n}-{why}" for n, (_, why) in enumerate(FAULTS)]


@pytest.mark.parametrize(("content", "why"), FAULTS, ids=WHICH)
def test_each_fault_is_named(content: bytes, why: Unfit) -> None:
    with pytest.raises(UnfitFileError) as caught:
        list(workbook_parts(content))
    assert caught.value.why == why


@pytest.mark.parametrize("content", [content for content, _ in FAULTS], ids=WHICH)
def test_both_readers_refuse_it_in_words(content: bytes) -> None:
    with pytest.raises(SubmissionError, match=r"\w{2,}") as form:
        open_package(content)
    with pytest.raises(PlanError) as plan:
        check_workbook(content, "ke-hoach.xlsx")
    assert "{" not in f"{form.value}{plan.value}"


def test_a_plain_workbook_passes_both() -> None:
    assert {name for name, _ in workbook_parts(good())} >= {"[Content_Types].xml", "xl/workbook.xml"}
    assert open_package(good()).texts
    check_workbook(good(), "ke-hoach.xlsx")


def test_a_reader_sees_every_name_before_anything_is_unpacked() -> None:
    seen: list[str] = []

    def admit(name: str) -> None:
        seen.append(name)
        if name == "xl/z.bin":
            raise SubmissionError("no")

    with pytest.raises(SubmissionError):
        next(workbook_parts(packed({**PARTS, "xl/Z.bin": b""}), admit))
    assert seen == ["[content_types].xml", "xl/workbook.xml", "xl/z.bin"]
