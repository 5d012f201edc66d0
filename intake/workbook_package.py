"""The outside of a workbook: what kind of file it is, whether it may be opened at all, and every text it carries.

A workbook comes by mail from anywhere. It is taken apart by size and kind before a spreadsheet library sees it: nothing
is unpacked without a limit, no document type is read (so no entity can grow), and only parts that can be screened for
personal data are let in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
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
_TEMPLATE = N_("tải lại mẫu từ thư nhắc, điền rồi gửi lại")
_TOO_MANY = N_("bảng tính quá lớn (hơn {most} ô và dòng): {template}")
_DAMAGED = N_("tệp hỏng, không mở được: {template}")
_SAID: dict[Unfit, str] = {
    Unfit.TOO_LARGE: N_("tệp lớn hơn {size} MB: {template}"),
    Unfit.ENCRYPTED: N_("tệp có mật khẩu mở: bỏ mật khẩu (Lưu thành, Tùy chọn) rồi gửi lại"),
    Unfit.OLD_EXCEL: N_("tệp Excel kiểu cũ (.xls): lưu lại thành .xlsx rồi gửi lại"),
    Unfit.NO_WORKBOOK: N_("không phải bảng tính .xlsx: {template}"),
    Unfit.OPEN_DOCUMENT: N_("tệp OpenDocument (.ods): lưu lại thành .xlsx rồi gửi lại"),
    Unfit.LOCKED_ZIP: N_("tệp nén có mật khẩu: bỏ mật khẩu rồi gửi lại"),
    Unfit.DAMAGED: _DAMAGED,
    Unfit.MACRO: N_("tệp có macro hoặc điều khiển: {template}, lưu dạng .xlsx"),
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
            raise SubmissionError(_("tệp có macro (.xlsm): {template}, lưu dạng .xlsx").format(template=_(_TEMPLATE)))
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
