"""A signed plan as lines and tables, from DOCX, PDF or plain text; what cannot be read is refused in one line."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import PlanError
from models.language import _
from plans.legacy_encodings import legacy_encoding
from plans.spelling import clean

MAX_BYTES = 50_000_000
#: What a DOCX may unpack to: no plan comes near, a file made to exhaust memory does.
_MAX_UNPACKED = 300_000_000
_RTF = b"{\\rtf"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a document, cleaned, with its printed number or bullet in front."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, each cell cleaned, its paragraphs apart by line breaks."""

    rows: tuple[tuple[str, ...], ...]


Block = Line | Table


def read_blocks(path: Path) -> list[Block]:
    """The lines and tables of a document, in its order.

    Raises:
        PlanError: no such file, not DOCX, PDF or text, damaged, protected by a password, without a text layer, or in a
            legacy encoding (TCVN3, VNI); one line that names the file and says what to do.
    """
    data = _bytes(path)
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        blocks = _pdf(path)
    elif data.startswith(b"PK"):
        blocks = _docx(path)
    elif data.startswith(_OLE):
        raise _ole_refusal(path, data)
    elif data.startswith(_RTF):
        raise _refused(path, _("đây là tệp RTF"), _("mở bằng Word và lưu lại dạng .docx"))
    elif path.suffix.casefold() in (".docx", ".pdf"):
        raise _refused(path, _("tệp bị hỏng, không mở được"), _("mở tệp gốc và lưu lại, hoặc xin bản khác"))
    else:
        blocks = _text(path, data)
    text = "\n".join(_texts(blocks))
    if legacy := legacy_encoding(text):
        message = _("văn bản dùng bảng mã {legacy}").format(legacy=legacy)
        raise _refused(path, message, _("chuyển sang Unicode (trong UniKey: Ctrl+Shift+F6), lưu lại rồi đọc lại"))
    if not text.strip():
        raise _refused(path, _("văn bản trống"), _("xem lại tệp"))
    return blocks


def _texts(blocks: Sequence[Block]) -> list[str]:
    found = []
    for block in blocks:
        if isinstance(block, Line):
            found.append(block.text)
        else:
            found.extend(cell for row in block.rows for cell in row)
    return found


def _refused(path: Path, message: str, hint: str) -> PlanError:
    return PlanError(_("{path}: {message}; cách làm: {hint}").format(path=path, message=message, hint=hint))


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise _refused(path, _("đây là một thư mục"), _("chỉ tên tệp văn bản (.docx, .pdf, .txt)"))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _refused(
                path,
                _("tệp lớn hơn {size} MB").format(size=MAX_BYTES // 1_000_000),
                _("bỏ ảnh trong tệp, hoặc lưu lại dạng .txt"),
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise _refused(path, _("không có tệp này"), _("xem lại tên tệp và thư mục")) from error
    except (OSError, ValueError) as error:
        raise _refused(path, _("không đọc được tệp"), _("xem lại quyền đọc và tên tệp")) from error
    if not data.strip():
        raise _refused(path, _("tệp trống"), _("xem lại tệp"))
    return data


def _ole_refusal(path: Path, data: bytes) -> PlanError:
    """Word of before 2007, and any DOCX with a password, are OLE files."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _refused(path, _("tệp có mật khẩu"), _("mở bằng Word, bỏ mật khẩu rồi lưu lại"))
    return _refused(path, _("đây là tệp Office kiểu cũ (.doc, .xls)"), _("mở bằng Word và lưu lại dạng .docx"))


def _docx(path: Path) -> list[Block]:
    from plans.word_files import HugeTableError, read_word  # noqa: PLC0415  # python-docx takes a while to import; text does not need it

    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            package.testzip()
        refusal = _refusal_of_package(path, parts)
        blocks = [] if refusal else read_word(path)
    except HugeTableError as error:
        hint = _("tách bảng số liệu ra khỏi văn bản rồi đọc lại")
        raise _refused(path, _("tệp có bảng dài quá mức của một kế hoạch"), hint) from error
    except Exception as error:  # python-docx and lxml fail in many ways on a damaged package
        hint = _("mở bằng Word và lưu lại dạng .docx, hoặc xin bản khác")
        raise _refused(path, _("tệp bị hỏng, không mở được"), hint) from error
    if refusal:
        raise refusal
    return blocks


def _refusal_of_package(path: Path, parts: Sequence[zipfile.ZipInfo]) -> PlanError | None:
    """Why a ZIP file is no DOCX that can be read, from its table of contents; None where it is one."""
    names = {part.filename for part in parts}
    if {"mimetype", "content.xml"} <= names:
        hint = _("mở bằng Word hoặc LibreOffice và lưu lại dạng .docx")
        return _refused(path, _("đây là tệp OpenDocument (.odt, .ods)"), hint)
    if "word/document.xml" not in names:
        return _refused(path, _("tệp nén này không phải văn bản Word"), _("chỉ tên tệp .docx, .pdf hoặc .txt"))
    if any(part.flag_bits & 1 for part in parts):
        return _refused(path, _("tệp có mật khẩu"), _("bỏ mật khẩu rồi lưu lại"))
    if sum(part.file_size for part in parts) > _MAX_UNPACKED:
        return _refused(path, _("tệp nở ra quá lớn"), _("bỏ ảnh trong tệp, hoặc lưu lại dạng .txt"))
    return None


def _pdf(path: Path) -> list[Block]:
    from plans.pdf_files import EncryptedPdfError, NoTextLayerError, read_pdf  # noqa: PLC0415  # as above

    try:
        return read_pdf(path)
    except EncryptedPdfError as error:
        raise _refused(path, _("tệp PDF có mật khẩu"), _("bỏ mật khẩu rồi lưu lại, hoặc dùng bản .docx")) from error
    except NoTextLayerError as error:
        message = _("tệp PDF chỉ có ảnh quét, không có chữ")
        raise _refused(path, message, _("dùng bản .docx, hoặc nhận dạng chữ (OCR) rồi đọc lại")) from error
    except Exception as error:  # pdfminer.six fails in many ways on a damaged file
        raise _refused(path, _("tệp PDF bị hỏng, không mở được"), _("xin bản khác, hoặc dùng bản .docx")) from error


def _text(path: Path, data: bytes) -> list[Block]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    elif byte_order := _wide_letters(data):
        text = data.decode(byte_order, errors="replace")
    elif b"\0" in data:
        raise _refused(path, _("không phải văn bản"), _("chỉ tên tệp .docx, .pdf hoặc .txt"))
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            legacy = legacy_encoding(data.decode("cp1252", errors="replace"))
            if legacy:
                hint = _("chuyển sang Unicode (trong UniKey: Ctrl+Shift+F6), lưu lại rồi đọc lại")
                raise _refused(path, _("văn bản dùng bảng mã {legacy}").format(legacy=legacy), hint) from error
            hint = _("lưu lại bằng bảng mã UTF-8 (trong Notepad: Save As, Encoding: UTF-8)")
            raise _refused(path, _("tệp không dùng bảng mã UTF-8"), hint) from error
    return text_blocks(text)


def _wide_letters(data: bytes) -> str | None:
    """UTF-16 without its mark is known by the empty halves of spaces and line ends, all on one side."""
    for byte_order, space, end in (("utf-16-le", b" \0", b"\n\0"), ("utf-16-be", b"\0 ", b"\0\n")):
        pairs = [data[at : at + 2] for at in range(0, min(len(data), 20_000) - 1, 2)]
        if (pairs.count(space) + pairs.count(end)) * 20 > len(pairs) > 20:
            return byte_order
    return None


def text_blocks(text: str) -> list[Block]:
    """The lines of a plain text; lines that were broken to a width are put together again, drawn tables read."""
    raw = re.split(r"\r\n|\r|\n|\f|\x0b|\u2028|\u2029", text)
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in raw:
        cells = _cells(line)
        if cells is not None:
            rows.extend([cells] if cells else [])
            continue
        if rows:
            blocks.extend(_table_or_lines(rows))
            rows = []
        blocks.extend(Line(column) for column in _columns(line))
    blocks.extend(_table_or_lines(rows))
    return _unwrapped(blocks)


def _cells(line: str) -> tuple[str, ...] | None:
    """The cells of a drawn row (`| a | b |`, or tabs), an empty tuple for a ruling, None for running text."""
    if re.fullmatch(r"[\s|+\-=:─━┼├┤┬┴]*[|+┼][\s|+\-=:─━┼├┤┬┴]*", line) and len(line.strip()) > 2:
        return ()
    for mark in ("|", "\t"):
        if line.strip().count(mark) >= 2:
            return tuple(clean(cell) for cell in line.strip().strip(mark).split(mark))
    return None


def _columns(line: str) -> list[str]:
    """Two columns drawn with spaces (letterhead, signature) as two lines; a number's own spaces part nothing."""
    parted = re.fullmatch(r"(\S(?:.*?\S)?)\s{5,}(\S.*)", line.strip())
    if parted is None or sum(letter.isalpha() for letter in parted[1]) <= 3:
        return [line]
    return [parted[1], parted[2]]


def _table_or_lines(rows: list[tuple[str, ...]]) -> list[Block]:
    if len(rows) >= 2 and len(rows[0]) >= 3:
        width = max(len(row) for row in rows)
        return [Table(tuple(row + ("",) * (width - len(row)) for row in rows))]
    return [Line(" ".join(cell for cell in row if cell)) for row in rows]


_STARTS_ANEW = re.compile(
    r"(?:[-–+*•●▪◦·]\s*\S|[IVXLC]{1,6}\s*[.)/]\s|\(?\d{1,2}(?:\.\d{1,2}){0,3}\s*[.)/]\s|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}\s|\(?[a-zđ]\s*[.)]\s)"
)


def begins_part(text: str, before: str) -> bool:
    """Whether a printed line begins with a number, a letter or a bullet, rather than going on after the line `before`.

    A dash after a line that ends in the middle of a sentence is one within a name: Sở Lao động - Thương binh và Xã hội.
    """
    if text.startswith(("-", "–")) and before and before[-1] not in ".;:!?,":
        return False
    return bool(_STARTS_ANEW.match(text))


def _unwrapped(blocks: list[Block]) -> list[Block]:
    raw = [block.text.rstrip() for block in blocks if isinstance(block, Line)]
    width = max((len(text) for text in raw), default=0) if _is_wrapped(raw) else 0
    found: list[Block] = []
    open_length = 0  # of the printed line before, 0 after an empty one or a table
    for block in blocks:
        if isinstance(block, Table):
            found.append(block)
            open_length = 0
            continue
        text = clean(block.text)
        previous = found[-1] if found else None
        if text and open_length and isinstance(previous, Line) and _continues(text, previous.text, open_length, width):
            found[-1] = Line(f"{previous.text} {text}")
        elif text:
            found.append(Line(text))
        open_length = len(block.text.rstrip()) if text else 0
    return found


def _continues(text: str, before: str, length: int, width: int) -> bool:
    """Whether a line of a text broken to `width` goes on from the one before: its first word had no room there."""
    had_no_room = length + 1 + len(text.split(maxsplit=1)[0]) > width * 0.88
    return bool(width) and had_no_room and not begins_part(text, before) and not _is_heading(text)


def _is_heading(text: str) -> bool:
    return text.isupper() and len(text) > 3


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether long lines end where the width ended and not where a sentence did."""
    longest = max((len(line) for line in lines), default=0)
    if longest > 140:
        return False
    long = [line for line in lines if len(line) > max(40, longest * 0.7)]
    unfinished = [line for line in long if line[-1] not in ".;:!?/"]
    return len(long) >= 5 and len(unfinished) * 2 >= len(long)
