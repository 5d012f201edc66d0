"""The outside of a Word template: what may be opened at all, before any library unpacks or reads it.

A template comes from a person's computer. It may hold no program, no link to anything outside itself, and nothing that
grows when it is unpacked.
"""

import io
import re
import zipfile
import zlib
from functools import lru_cache

from docx.opc.exceptions import OpcError
from lxml import etree

from models.errors import ReportError
from models.language import _

MOST_PACKED = 10_000_000
MOST_UNPACKED = 50_000_000
#: Bytes of XML in one part of a template: the shipped ones have a hundredth of it.
MOST_XML = 4_000_000
_MOST_PARTS = 500
_MOST_RATIO = 200
_RATIO_FROM = 1_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAM = re.compile(
    r"vbaproject|vbadata|/activex/|/embeddings/|/ctrlprops/|oleobject|/afchunk|/customui", re.IGNORECASE
)
_FETCHING = re.compile(r"\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT|DATABASE|MACROBUTTON)\b")
_XML = (".xml", ".rels", ".vml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What readers of zip and XML raise for a file that is not what it says it is.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    OpcError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    OSError,
)


@lru_cache(maxsize=4)
def admit(content: bytes) -> None:
    """Look at a template from outside, unpacking it within limits.

    Raises:
        ReportError: it is no DOCX, holds macros or embedded objects, reaches outside itself, or is too large.
    """
    _check_kind(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            for entry in entries:
                if entry.filename.lower().endswith(_XML):
                    _check_xml(entry.filename, archive.read(entry))
                elif entry.filename.startswith("word/") and "/media/" not in f"/{entry.filename}":
                    archive.read(entry)  # fails where it states a wrong size
    except BROKEN as error:
        raise ReportError(_("mẫu hỏng, không mở được: mở bằng Word rồi lưu lại thành .docx")) from error


def _check_kind(content: bytes) -> None:
    as_docx = _("mở bằng Word rồi lưu lại thành .docx")
    if len(content) > MOST_PACKED:
        raise ReportError(_("mẫu lớn hơn {most} MB: bỏ bớt hình").format(most=MOST_PACKED // 1_000_000))
    if content.startswith(_OLE):
        raise ReportError(_("mẫu là tệp Word kiểu cũ hoặc có mật khẩu: {hint}").format(hint=as_docx))
    if not content.startswith(b"PK"):
        raise ReportError(_("mẫu không phải tệp .docx: {hint}").format(hint=as_docx))


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if "[content_types].xml" not in names or "word/document.xml" not in names:
        hint = _("mở bằng Word rồi lưu lại thành .docx")
        raise ReportError(_("mẫu không phải tệp .docx: {hint}").format(hint=hint))
    if len(set(names)) != len(names) or any(entry.flag_bits & 0x1 for entry in entries):
        raise ValueError  # two parts of one name, or a password: no office suite writes that
    program = next((name for name in names if _PROGRAM.search(f"/{name}")), None)
    if program:
        said = _("mẫu có macro hoặc đối tượng nhúng ({part}): bỏ đi rồi lưu lại thành .docx")
        raise ReportError(said.format(part=program))
    unpacked, packed = (sum(sizes) for sizes in zip(*((e.file_size, e.compress_size) for e in entries), strict=True))
    tight = unpacked > _RATIO_FROM and unpacked > packed * _MOST_RATIO
    large = any(e.file_size > MOST_XML for e in entries if e.filename.lower().endswith(_XML))
    if tight or large or unpacked > MOST_UNPACKED or len(entries) > _MOST_PARTS:
        raise ReportError(_("mẫu bung ra quá lớn: bỏ bớt hình và phần nhúng"))


def _check_xml(name: str, content: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise ReportError(_("mẫu có khai báo lạ (DOCTYPE) trong {part}").format(part=name))
    if name == "[Content_Types].xml":
        kinds = {one.get("ContentType", "") for one in root}
        if not any(kind.endswith("wordprocessingml.document.main+xml") for kind in kinds):
            raise ReportError(_("tệp mẫu hoặc tệp có macro (.dotx, .docm): lưu lại thành .docx"))
    elif name.endswith(".rels"):
        for one in root:
            if one.get("TargetMode") == "External":
                said = _("mẫu nối ra ngoài ({target}): bỏ liên kết, hình và mẫu đính kèm lấy từ nơi khác")
                raise ReportError(said.format(target=one.get("Target", "")[:80]))
    else:
        _check_instructions(root)


def _check_instructions(root: etree._Element) -> None:
    said = [one.text or "" for one in root.iter(f"{_W}instrText")]
    said += [one.get(f"{_W}instr", "") for one in root.iter(f"{_W}fldSimple")]
    found = _FETCHING.search(" ".join(("".join(said), *said)).upper())
    if found:
        raise ReportError(_("mẫu có trường Word lấy nội dung từ nơi khác ({name}): bỏ đi").format(name=found[1]))
