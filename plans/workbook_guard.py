"""The outside of a plan's workbook: whether a file may be given to a spreadsheet library at all.

Nothing is unpacked without a limit and no document type is read, so no entity can grow.
"""

import io
import re
import zipfile
import zlib

from plans.findings import refusal

MAX_PACKED = 10_000_000
MAX_UNPACKED = 100_000_000
MAX_PARTS = 500
#: A workbook's own XML shrinks to a tenth; what grows two hundredfold is made to do harm.
MAX_RATIO = 200
_RATIO_FROM = 1_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_MACRO = re.compile(r"vbaproject|/macrosheets/|/activex/|/ctrlprops/", re.IGNORECASE)
_EXPORT = "lấy tệp mới bằng `dondoc plan export ke-hoach.xlsx` rồi sửa trên đó"
_AS_XLSX = "trong Excel, chọn Lưu thành (Save As), kiểu .xlsx"


def check_workbook(content: bytes, name: str) -> None:
    """Refuse what is no workbook, an old, encrypted, macro or damaged one, or one too large; `name` is the file's.

    Raises:
        PlanFileError: it may not be opened; the message says why and what to do.
    """
    if len(content) > MAX_PACKED:
        raise refusal(name, f"bảng tính lớn hơn {MAX_PACKED // 1_000_000} MB", _EXPORT)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise refusal(name, "bảng tính có mật khẩu mở", "bỏ mật khẩu rồi lưu lại")
        raise refusal(name, "bảng tính Excel kiểu cũ (.xls)", _AS_XLSX)
    if not content.startswith(b"PK"):
        raise refusal(name, "tệp không phải bảng tính .xlsx", _EXPORT)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive.infolist(), name)
            for entry in archive.infolist():
                _check_part(entry.filename, archive.read(entry), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise refusal(name, "bảng tính hỏng, không mở được", _EXPORT) from error


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    names = [entry.filename for entry in entries]
    if "mimetype" in names and "content.xml" in names:
        raise refusal(name, "tệp OpenDocument (.ods)", _AS_XLSX)
    if "[Content_Types].xml" not in names or not any(part.startswith("xl/") for part in names):
        raise refusal(name, "tệp không phải bảng tính .xlsx", _EXPORT)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise refusal(name, "tệp nén có mật khẩu", "bỏ mật khẩu rồi lưu lại")
    if len({part.lower() for part in names}) != len(names):
        raise refusal(name, "bảng tính hỏng, không mở được", _EXPORT)
    if any(_MACRO.search(part) for part in names):
        raise refusal(name, "bảng tính có macro hoặc điều khiển", _AS_XLSX)
    unpacked, packed = (sum(getattr(entry, size) for entry in entries) for size in ("file_size", "compress_size"))
    if len(entries) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise refusal(name, "bảng tính quá lớn khi mở ra", _EXPORT)
    if unpacked > _RATIO_FROM and unpacked > packed * MAX_RATIO:
        raise refusal(name, "bảng tính nén bất thường, không mở", _EXPORT)


def _check_part(part: str, content: bytes, name: str) -> None:
    """Refuse a document type, which no workbook has, and an encoding that could hide one."""
    if not _XML.search(part):
        return
    if b"<!DOCTYPE" in content or b"\0" in content:
        raise refusal(name, "bảng tính chứa định nghĩa XML không được phép", _EXPORT)
    if part == "[Content_Types].xml" and b"macroenabled" in content.lower():
        raise refusal(name, "bảng tính có macro (.xlsm)", _AS_XLSX)
