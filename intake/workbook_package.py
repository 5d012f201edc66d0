"""The outside of a workbook: what kind of file it is, whether it may be opened at all, and every text it carries.

A workbook comes by mail from anywhere. It is taken apart by size and kind before a spreadsheet library sees it: nothing
is unpacked without a limit, no document type is read (so no entity can grow), and only parts that can be screened for
personal data are let in.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from models.errors import SubmissionError

MAX_PACKED = 10_000_000
MAX_UNPACKED = 100_000_000
MAX_PARTS = 500
#: The office suites' own XML shrinks to a tenth; a few kilobytes that grow a hundredfold and more are made to do harm.
MAX_RATIO = 200
_RATIO_FROM = 1_000_000
#: Cells, rows and styles together: a form has some thousand.
MAX_ELEMENTS = 400_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_PRINTER = re.compile(r"xl/printerSettings/[^/]+\.bin$", re.IGNORECASE)
#: Attributes in which a person can write: names, prompts, alternative texts, links, authors.
_WRITTEN = frozenset(
    {"name", "descr", "title", "prompt", "promptTitle", "error", "errorTitle", "Target", "tooltip", "display", "author"}
    | {"displayName", "userId", "comment", "location", "alt", "string", "formula1", "formula2"}
)
#: Elements whose text is a position, not anybody's words.
_GEOMETRY = frozenset({"row", "col", "rowOff", "colOff", "Row", "Column", "Anchor"})
_TEMPLATE = "tải lại mẫu từ thư nhắc, điền rồi gửi lại"
_TOO_MANY = f"bảng tính quá lớn (hơn {MAX_ELEMENTS} ô và dòng): {_TEMPLATE}"
_DAMAGED = f"tệp hỏng, không mở được: {_TEMPLATE}"


@dataclass(frozen=True, slots=True)
class Written:
    """A text somewhere in a workbook: its part, the cell it belongs to where it is a comment, and its XML element."""

    part: str
    cell: str
    element: str
    text: str


@dataclass(slots=True)
class Package:
    """A workbook that may be opened: its bytes, the texts in its parts, and what needs a closer look."""

    content: bytes
    texts: list[Written] = field(default_factory=list)
    external_links: bool = False
    formulas: bool = False


def open_package(content: bytes) -> Package:
    """Check a workbook from outside and gather every text in it: cells, comments, names, properties, headers, prompts.

    Raises:
        SubmissionError: no workbook, an old, encrypted, macro or damaged one, one too large, or one with pictures or
            embedded files, which cannot be screened.
    """
    _check_kind(content)
    package = Package(content)
    elements = 0
    for name, part in _parts(content):
        if name.lower().startswith("xl/externallinks/"):
            package.external_links = True
        if _XML.search(name):
            reader = _TextReader(name)
            reader.read(part)
            elements += reader.elements
            if elements > MAX_ELEMENTS:
                raise SubmissionError(_TOO_MANY)
            package.texts += reader.texts
            package.formulas |= reader.formulas
    return package


def _check_kind(content: bytes) -> None:
    if len(content) > MAX_PACKED:
        raise SubmissionError(f"tệp lớn hơn {MAX_PACKED // 1_000_000} MB: {_TEMPLATE}")
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise SubmissionError("tệp có mật khẩu mở: bỏ mật khẩu (Lưu thành, Tùy chọn) rồi gửi lại")
        raise SubmissionError("tệp Excel kiểu cũ (.xls): lưu lại thành .xlsx rồi gửi lại")
    if not content.startswith(b"PK"):
        raise SubmissionError(f"không phải bảng tính .xlsx: {_TEMPLATE}")


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of the package, unpacked within the limits.

    The zip's own statement of sizes bounds what is unpacked: the reader stops there, and a part that states too little
    fails its checksum.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            for entry in entries:
                yield entry.filename, archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise SubmissionError(_DAMAGED) from None


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    lowered = [name.lower() for name in names]
    if "mimetype" in names and "content.xml" in names:
        raise SubmissionError("tệp OpenDocument (.ods): lưu lại thành .xlsx rồi gửi lại")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise SubmissionError(f"không phải bảng tính .xlsx: {_TEMPLATE}")
    # Two parts of one name: one would be screened and the other read.
    if len(set(lowered)) != len(lowered):
        raise SubmissionError(_DAMAGED)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise SubmissionError("tệp nén có mật khẩu: bỏ mật khẩu rồi gửi lại")
    _check_sizes(entries)
    for name in lowered:
        _check_part_kind(name)


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_PARTS or total > MAX_UNPACKED:
        raise SubmissionError(f"bảng tính quá lớn khi mở ra: {_TEMPLATE}")
    packed = sum(entry.compress_size for entry in entries)
    if total > _RATIO_FROM and total > packed * MAX_RATIO:
        raise SubmissionError(f"bảng tính nén bất thường, không mở: {_TEMPLATE}")


def _check_part_kind(name: str) -> None:
    """Refuse by kind whatever is no text: what cannot be screened is not let in."""
    if "vbaproject" in name or "/macrosheets/" in name or "/activex/" in name or "/ctrlprops/" in name:
        raise SubmissionError(f"tệp có macro hoặc điều khiển: {_TEMPLATE}, lưu dạng .xlsx")
    if "/media/" in name:
        raise SubmissionError("tệp có hình ảnh chèn vào: xóa hình ảnh rồi gửi lại (hình ảnh không kiểm tra được)")
    if "/embeddings/" in name:
        raise SubmissionError("tệp có tài liệu nhúng bên trong: xóa tài liệu nhúng rồi gửi lại")
    if not (_XML.search(name) or _PRINTER.match(name) or name.endswith("/")):
        raise SubmissionError(f"tệp có thành phần không phải của bảng tính .xlsx: {_TEMPLATE}")


class _TextReader:
    """Reads one XML part: counts its elements, keeps its texts, and stops at a document type."""

    def __init__(self, part: str) -> None:
        self.elements = 0
        self.formulas = False
        self.texts: list[Written] = []
        self._part = part
        self._in_sheet = part.lower().startswith("xl/worksheets/")
        self._cell = ""
        self._run: list[str] = []

    def read(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._run.append
        try:
            parser.Parse(part, True)
        except expat.ExpatError:
            raise SubmissionError(_DAMAGED) from None

    def _doctype(self, *_said: object) -> None:
        raise SubmissionError(f"tệp chứa định nghĩa XML không được phép: {_TEMPLATE}")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise SubmissionError(_TOO_MANY)
        if "macroenabled" in attributes.get("ContentType", "").lower():
            raise SubmissionError(f"tệp có macro (.xlsm): {_TEMPLATE}, lưu dạng .xlsx")
        local = name.rpartition(":")[2]
        if local in ("comment", "threadedComment"):
            self._cell = attributes.get("ref", "")
        for key, text in attributes.items():
            if key.rpartition(":")[2] in _WRITTEN and text.strip():
                self.texts.append(Written(self._part, self._cell, local, text))

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        # A text may be split into runs of different looks (`<r><t>012</t></r><r><t>345…`): it is read as one.
        if local in ("r", "t", "rPh"):
            return
        text = "".join(self._run).strip()
        self._run.clear()
        if self._in_sheet:
            self.formulas |= local == "f"
            if local in ("v", "is"):  # a cell's value: screened as a cell, under its own name
                return
        if text and local not in _GEOMETRY:
            self.texts.append(Written(self._part, self._cell, local, text))
