"""The paper that was signed, as a file to be mailed: what it may be.

A scan cannot be read, so it is judged from outside: no program travels in it, nobody needs a password to open it, and a
mail server takes it.
"""

import io
from pathlib import Path

from models.errors import ReportError
from models.language import N_, _
from models.office_files import MAX_PACKED, Unfit, UnfitFileError, document_parts

#: What a signed paper is sent as.
KINDS = (".pdf", ".docx")
_UNFIT = {
    Unfit.TOO_LARGE: N_("lớn hơn {size} MB: quét lại với độ phân giải thấp hơn"),
    Unfit.ENCRYPTED: N_("có mật khẩu mở: bỏ mật khẩu rồi lưu lại"),
    Unfit.OLD_EXCEL: N_("là tệp Office kiểu cũ: lưu lại thành .docx hoặc .pdf"),
    Unfit.NO_WORKBOOK: N_("không phải tệp .docx: mở bằng Word rồi lưu lại thành .docx hoặc .pdf"),
    Unfit.OPEN_DOCUMENT: N_("là tệp OpenDocument: lưu lại thành .docx hoặc .pdf"),
    Unfit.LOCKED_ZIP: N_("có mật khẩu mở: bỏ mật khẩu rồi lưu lại"),
    Unfit.DAMAGED: N_("hỏng, không mở được: lưu hoặc quét lại"),
    Unfit.MACRO: N_("có macro hoặc điều khiển: lưu lại thành .docx không macro, hoặc .pdf"),
    Unfit.TOO_LARGE_INSIDE: N_("quá lớn khi mở ra: lưu lại thành .pdf"),
    Unfit.BOMB: N_("nén bất thường, không mở: lưu lại thành .pdf"),
}
_PROGRAMS = ("JavaScript", "EmbeddedFiles")
_ACTIONS = ("JavaScript", "Launch")


def read_signed(path: Path) -> bytes:
    """The signed paper's bytes, once they may be kept and mailed.

    Raises:
        ReportError: it cannot be read, is neither PDF nor DOCX, is damaged, locked, too large, or holds a program.
    """
    if path.suffix.lower() not in KINDS:
        said = _("{path} không phải bản đã ký: chọn tệp {kinds}")
        raise ReportError(said.format(path=path, kinds=", ".join(KINDS)))
    try:
        content = path.read_bytes()
    except OSError as error:
        said = _("không đọc được {path} ({reason}): xem lại đường dẫn và quyền đọc")
        raise ReportError(said.format(path=path, reason=error.strerror or error)) from error
    try:
        _check_pdf(content) if path.suffix.lower() == ".pdf" else _check_document(content)
    except UnfitFileError as error:
        why = _(_UNFIT[error.why]).format(size=MAX_PACKED // 1_000_000)
        raise ReportError(_("bản đã ký {path} {why}").format(path=path, why=why)) from error
    return content


def _check_document(content: bytes) -> None:
    for _name, _part in document_parts(content):
        pass  # each part is unpacked within the limits


def _check_pdf(content: bytes) -> None:
    # pdfminer takes longer to import than most commands to run.
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect  # noqa: PLC0415 - slow to import
    from pdfminer.pdfparser import PDFParser  # noqa: PLC0415 - slow to import
    from pdfminer.pdftypes import dict_value  # noqa: PLC0415 - slow to import
    from pdfminer.psexceptions import PSException  # noqa: PLC0415 - slow to import

    if len(content) > MAX_PACKED:
        raise UnfitFileError(Unfit.TOO_LARGE)
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        names, action = dict_value(document.catalog.get("Names", {})), document.catalog.get("OpenAction")
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise UnfitFileError(Unfit.ENCRYPTED) from error
    except (PSException, ValueError, TypeError, KeyError, AssertionError) as error:
        raise UnfitFileError(Unfit.DAMAGED) from error
    if document.encryption is not None:
        raise UnfitFileError(Unfit.ENCRYPTED)
    if any(one in names for one in _PROGRAMS) or _runs(action):
        raise UnfitFileError(Unfit.MACRO)


def _runs(action: object) -> bool:
    """Whether what a PDF does when it is opened is more than to show a page."""
    from pdfminer.pdftypes import resolve1  # noqa: PLC0415 - slow to import

    done = resolve1(action)
    kind = getattr(resolve1(done.get("S")), "name", "") if isinstance(done, dict) else ""
    return kind in _ACTIONS
