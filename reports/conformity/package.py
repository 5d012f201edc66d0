"""A DOCX taken apart: what may be opened at all, and the parts that decide how it looks."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.oxml.parser import parse_xml

from models.errors import ReportError
from models.language import _
from reports.conformity.xml import Element, W, number

MAX_BYTES = 50_000_000
_MAX_UNPACKED = 200_000_000
_MAX_PARTS = 5_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: What the readers of zip, XML and Word raise for a file that is not what it says it is; XML errors are SyntaxErrors.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, NotImplementedError, RuntimeError),
    *(LookupError, ValueError, AttributeError, TypeError, OSError),
)
_THEME_NAMES = ("majorAscii", "majorHAnsi", "minorAscii", "minorHAnsi")


@dataclass(frozen=True)
class Package:
    """The parts of a document as XML; `related` gives headers and footers by their relationship."""

    body: Element
    styles: Element | None
    numbering: Element | None
    settings: Element | None
    theme: Mapping[str, str] = field(default_factory=dict)
    related: Mapping[str, Element] = field(default_factory=dict)
    pages: int = 0


def open_package(path: Path) -> Package:
    """Open a DOCX from anywhere.

    Raises:
        ReportError: not a DOCX (an old .doc, OpenDocument, PDF, macros), encrypted, damaged or too large; one line with
            the file's name and the way out.
        OSError: the file cannot be read.
    """
    if path.stat().st_size > MAX_BYTES and path.is_file():
        raise _refused(
            path, _("tệp lớn hơn {most} MB").format(most=MAX_BYTES // 1_000_000), _("nén các hình rồi lưu lại")
        )
    content = path.read_bytes()
    _check_kind(path, content)
    try:
        return _taken_apart(content)
    except _BROKEN as error:
        raise _damaged(path) from error


def _refused(path: Path, what: str, hint: str) -> ReportError:
    return ReportError(_("{path}: {what}; cách làm: {hint}").format(path=path, what=what, hint=hint))


def _damaged(path: Path) -> ReportError:
    return _refused(path, _("tệp hỏng, không mở được"), _("mở bằng Word hoặc LibreOffice, lưu lại thành .docx"))


def _check_kind(path: Path, content: bytes) -> None:
    as_docx = _("mở bằng Word hoặc LibreOffice, lưu lại thành .docx")
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _refused(path, _("tệp có mật khẩu mở"), _("bỏ mật khẩu (Lưu thành, Tùy chọn) rồi kiểm tra lại"))
        raise _refused(path, _("tệp Word kiểu cũ (.doc)"), as_docx)
    if not content.startswith(b"PK"):
        raise _refused(path, _("không phải tệp .docx"), as_docx)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            kinds = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
    except _BROKEN as error:
        raise _damaged(path) from error
    if len(entries) > _MAX_PARTS or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise _refused(path, _("tệp bung ra quá lớn"), _("nén các hình, bỏ phần nhúng rồi lưu lại"))
    if b"wordprocessingml" not in kinds and b"ms-word" not in kinds:
        raise _refused(path, _("không phải văn bản Word (.docx)"), as_docx)
    if b"wordprocessingml.document.main+xml" not in kinds:
        raise _refused(path, _("tệp mẫu hoặc tệp có macro (.dotx, .docm)"), _("lưu lại thành .docx"))


def _taken_apart(content: bytes) -> Package:
    document = docx.Document(io.BytesIO(content))
    found: dict[str, Element] = {}
    theme: dict[str, str] = {}
    related: dict[str, Element] = {}
    for key, relation in document.part.rels.items():
        if relation.is_external:
            continue
        kind, part = relation.reltype.rpartition("/")[2], relation.target_part
        if kind == "theme":
            theme = _theme(part.blob)
        elif kind in ("header", "footer"):
            related[key] = _root(part)
        elif kind in ("styles", "numbering", "settings"):
            found[kind] = _root(part)
    body = document.element.find(W + "body")
    if body is None:
        raise ValueError
    return Package(
        body,
        styles=found.get("styles"),
        numbering=found.get("numbering"),
        settings=found.get("settings"),
        theme=theme,
        related=related,
        pages=_pages(content),
    )


def _root(part: Any) -> Element:  # noqa: ANN401 - python-docx knows some parts as XML, others as bytes
    root = getattr(part, "element", None)
    return root if root is not None else parse_xml(part.blob)


def _theme(blob: bytes) -> dict[str, str]:
    """The fonts that a theme stands for, by the names that styles use."""
    root = parse_xml(blob)
    found = {}
    for name in _THEME_NAMES:
        latin = root.find(f".//{_DRAWING}{name[:5]}Font/{_DRAWING}latin")
        if latin is not None:
            found[name] = str(latin.get("typeface", ""))
    return found


def _pages(content: bytes) -> int:
    """How many pages the program that saved it counted; 0 where it does not say."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        said = archive.read("docProps/app.xml") if "docProps/app.xml" in archive.namelist() else b""
    match = re.search(rb"<Pages>(\d{1,6})</Pages>", said)
    return (number(match[1].decode()) or 0) if match else 0
