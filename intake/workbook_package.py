"""The outside of a workbook: what kind of file it is, whether it may be opened at all, and every text it carries.

A workbook comes by mail from anywhere. It is taken apart by size and kind before a spreadsheet library sees it: nothing
is unpacked without a limit, no document type is read (so no entity can grow), and only parts that can be screened for
personal data are let in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from xml.parsers import expat

from models.errors import SubmissionError
from models.language import N_, _
from models.office_files import MAX_PACKED, Unfit, UnfitFileError, is_xml, workbook_parts

#: Cells, rows and styles together: a form has some thousand.
MAX_ELEMENTS = 400_000

_PRINTER = re.compile(r"xl/printerSettings/[^/]+\.bin$", re.IGNORECASE)
#: Attributes in which a person can write: names, prompts, alternative texts, links, authors.
_WRITTEN = frozenset(
    {"name", "descr", "title", "prompt", "promptTitle", "error", "errorTitle", "Target", "tooltip", "display", "author"}
    | {"displayName", "userId", "comment", "location", "alt", "string", "formula1", "formula2"}
)
#: Elements whose text is a position, not anybody's words.
_GEOMETRY = frozenset({"row", "col", "rowOff", "colOff", "Row", "Column", "Anchor"})
_TEMPLATE = N_("tải lại mẫu, điền rồi gửi lại")
_TOO_MANY = N_("bảng tính quá lớn (hơn {most} ô và dòng): {template}")
_DAMAGED = N_("tệp hỏng, không mở được: {template}")
_MACRO = N_(
    "tệp có macro hoặc điều khiển (.xlsm): không nhận, vì macro chạy được trên máy người mở; "
    "mở bằng Excel, Lưu thành kiểu Excel Workbook (.xlsx) rồi gửi lại"
)
_OLD = N_("tệp Excel kiểu cũ (.xls): mở bằng Excel, Lưu thành kiểu Excel Workbook (.xlsx) rồi gửi lại")
#: Kinds that a name gives away, whatever the file holds.
_BY_NAME: dict[str, str] = {
    ".xlsm": _MACRO,
    ".xltm": _MACRO,
    ".xlam": _MACRO,
    ".xls": _OLD,
    ".xlsb": N_("tệp Excel nhị phân (.xlsb): mở bằng Excel, Lưu thành kiểu Excel Workbook (.xlsx) rồi gửi lại"),
}
_SAID: dict[Unfit, str] = {
    Unfit.TOO_LARGE: N_("tệp lớn hơn {size} MB: {template}"),
    Unfit.ENCRYPTED: N_("tệp có mật khẩu mở: bỏ mật khẩu (Lưu thành, Tùy chọn) rồi gửi lại"),
    Unfit.OLD_EXCEL: _OLD,
    Unfit.NO_WORKBOOK: N_("không phải bảng tính .xlsx: {template}"),
    Unfit.OPEN_DOCUMENT: N_("tệp OpenDocument (.ods): lưu lại thành .xlsx rồi gửi lại"),
    Unfit.LOCKED_ZIP: N_("tệp nén có mật khẩu: bỏ mật khẩu rồi gửi lại"),
    Unfit.DAMAGED: _DAMAGED,
    Unfit.MACRO: _MACRO,
    Unfit.TOO_LARGE_INSIDE: N_("bảng tính quá lớn khi mở ra: {template}"),
    Unfit.BOMB: N_("bảng tính nén bất thường, không mở: {template}"),
}


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


def refuse_by_name(name: str, content: bytes) -> None:
    """Refuse a file whose name says that it is a workbook of a kind that is not taken.

    An .xlsx that was only named .xls is one all the same; what a program exported as .xls may be a web page or text.

    Raises:
        SubmissionError: one with macros, an old or a binary one.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix == ".xls" and content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return  # what it is, or that it has a password, is told from what it holds
    if suffix in _BY_NAME:
        raise SubmissionError(_(_BY_NAME[suffix]))


def open_package(content: bytes) -> Package:
    """Check a workbook from outside and gather every text in it: cells, comments, names, properties, headers, prompts.

    Raises:
        SubmissionError: no workbook, an old, encrypted, macro or damaged one, one too large, or one with pictures or
            embedded files, which cannot be screened.
    """
    package = Package(content)
    elements = 0
    for name, part in _parts(content):
        if name.lower().startswith("xl/externallinks/"):
            package.external_links = True
        if is_xml(name):
            reader = _TextReader(name)
            reader.read(part)
            elements += reader.elements
            if elements > MAX_ELEMENTS:
                raise SubmissionError(_(_TOO_MANY).format(most=MAX_ELEMENTS, template=_(_TEMPLATE)))
            package.texts += reader.texts
            package.formulas |= reader.formulas
    return package


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of the package, all of them admitted by their kind before anything in one is read."""
    try:
        yield from workbook_parts(content, _check_part_kind)
    except UnfitFileError as error:
        said = _(_SAID[error.why]).format(size=MAX_PACKED // 1_000_000, template=_(_TEMPLATE))
        raise SubmissionError(said) from None


def _check_part_kind(name: str) -> None:
    """Refuse by kind whatever is no text: what cannot be screened is not let in."""
    if "/media/" in name:
        raise SubmissionError(_("tệp có hình ảnh chèn vào: xóa hình ảnh rồi gửi lại (hình ảnh không kiểm tra được)"))
    if "/embeddings/" in name:
        raise SubmissionError(_("tệp có tài liệu nhúng bên trong: xóa tài liệu nhúng rồi gửi lại"))
    if not (is_xml(name) or _PRINTER.match(name) or name.endswith("/")):
        raise SubmissionError(
            _("tệp có thành phần không phải của bảng tính .xlsx: {template}").format(template=_(_TEMPLATE))
        )


class _TextReader:
    """Reads one XML part: counts its elements, keeps its texts, and stops at a document type."""

    def __init__(self, part: str) -> None:
        self.elements = 0
        self.formulas = False
        self.texts: list[Written] = []
        self._part = part
        self._in_sheet = part.lower().startswith("xl/worksheets/")
        # There the data themselves stand in attributes.
        self._in_data = part.lower().startswith(("xl/pivotcache/", "customxml/"))
        self._cell = ""
        self._run: list[str] = []

    def read(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._run.append
        parser.CommentHandler = lambda text: self.texts.append(Written(self._part, self._cell, "!--", text))
        try:
            parser.Parse(part, True)
        except expat.ExpatError:
            raise SubmissionError(_(_DAMAGED).format(template=_(_TEMPLATE))) from None

    def _doctype(self, *_said: object) -> None:
        raise SubmissionError(_("tệp chứa định nghĩa XML không được phép: {template}").format(template=_(_TEMPLATE)))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise SubmissionError(_(_TOO_MANY).format(most=MAX_ELEMENTS, template=_(_TEMPLATE)))
        if "macroenabled" in attributes.get("ContentType", "").lower():
            raise SubmissionError(_(_MACRO))
        local = name.rpartition(":")[2]
        if local in ("comment", "threadedComment"):
            self._cell = attributes.get("ref", "")
        for key, text in attributes.items():
            if (self._in_data or key.rpartition(":")[2] in _WRITTEN) and text.strip():
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
