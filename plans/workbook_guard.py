"""A plan's workbook at the door: whether a file may be given to a spreadsheet library at all.

Nothing is unpacked without a limit (`models.office_files`) and no document type is read, so no entity can grow.
"""

from models.language import N_, _
from models.office_files import MAX_PACKED, Unfit, UnfitFileError, is_xml, workbook_parts
from plans.findings import refusal

_EXPORT = N_("lấy tệp mới bằng `dondoc plan export ke-hoach.xlsx` rồi sửa trên đó")
_AS_XLSX = N_("trong Excel, chọn Lưu thành (Save As), kiểu .xlsx")
_NO_PASSWORD = N_("bỏ mật khẩu rồi lưu lại")
#: What is wrong, and the way out.
_SAID: dict[Unfit, tuple[str, str]] = {
    Unfit.TOO_LARGE: (N_("bảng tính lớn hơn {size} MB"), _EXPORT),
    Unfit.ENCRYPTED: (N_("bảng tính có mật khẩu mở"), _NO_PASSWORD),
    Unfit.OLD_EXCEL: (N_("bảng tính Excel kiểu cũ (.xls)"), _AS_XLSX),
    Unfit.NO_WORKBOOK: (N_("tệp không phải bảng tính .xlsx"), _EXPORT),
    Unfit.OPEN_DOCUMENT: (N_("tệp OpenDocument (.ods)"), _AS_XLSX),
    Unfit.LOCKED_ZIP: (N_("tệp nén có mật khẩu"), _NO_PASSWORD),
    Unfit.DAMAGED: (N_("bảng tính hỏng, không mở được"), _EXPORT),
    Unfit.MACRO: (N_("bảng tính có macro hoặc điều khiển"), _AS_XLSX),
    Unfit.TOO_LARGE_INSIDE: (N_("bảng tính quá lớn khi mở ra"), _EXPORT),
    Unfit.BOMB: (N_("bảng tính nén bất thường, không mở"), _EXPORT),
}


def check_workbook(content: bytes, name: str) -> None:
    """Refuse what is no workbook, an old, encrypted, macro or damaged one, or one too large; `name` is the file's.

    Raises:
        PlanFileError: it may not be opened; the message says why and what to do.
    """
    try:
        for part, text in workbook_parts(content):
            _check_part(part, text, name)
    except UnfitFileError as error:
        what, remedy = _SAID[error.why]
        raise refusal(name, _(what).format(size=MAX_PACKED // 1_000_000), _(remedy)) from error


def _check_part(part: str, content: bytes, name: str) -> None:
    """Refuse a document type, which no workbook has, and an encoding that could hide one."""
    if not is_xml(part):
        return
    if b"<!DOCTYPE" in content or b"\0" in content:
        raise refusal(name, _("bảng tính chứa định nghĩa XML không được phép"), _(_EXPORT))
    if part == "[Content_Types].xml" and b"macroenabled" in content.lower():
        raise refusal(name, _("bảng tính có macro (.xlsm)"), _(_AS_XLSX))
