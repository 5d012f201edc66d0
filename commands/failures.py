"""Failures as one clear line: what went wrong and what to do, and the code with which the program ends."""

import errno
import re
import sys
import traceback

import typer

from commands.language import N_, _
from commands.output import log
from models.errors import DeliveryError, DondocError
from models.retelling import retold

REFUSED = 1

#: What the parser says, as users should read it.
_USAGE = (
    (r"Missing command\.", N_("thiếu lệnh; xem --help")),
    (r"No such command (?P<what>.+?)\.? ?(?:Did you mean (?P<near>.+)\?)?", N_("không có lệnh {what}{near}")),
    (r"No such option:? (?P<what>\S+).*", N_("không có tùy chọn {what}; xem --help")),
    (r"Missing argument (?P<what>'.+?'|.+?)\.(?s:.*)", N_("thiếu {what}; xem --help")),
    (r"Missing option (?P<what>.+?)\.(?s:.*)", N_("thiếu tùy chọn {what}; xem --help")),
    (r"Option (?P<what>\S+) requires an argument\.", N_("tùy chọn {what} cần một giá trị")),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<what>.*)\)", N_("thừa {what}; xem --help")),
    (
        r"Invalid value for (?P<what>.+?): (?:Value error, )?(?P<why>.+) is not one of (?P<known>.+)\.",
        N_("{what}: {why} không thuộc {known}"),
    ),
    (
        r"Invalid value for (?P<what>.+?): Input should be a valid integer.*",
        N_("{what}: phải là số nguyên"),
    ),
    (r"Invalid value for (?P<what>.+?): (?P<why>(?s:.*))", N_("{what}: {why}")),
)


def fail(error: BaseException, *, debug: bool = False) -> int:
    """Say on stderr what went wrong, in one line (a traceback too with `debug`); gives the exit code."""
    if isinstance(error, typer.Abort | KeyboardInterrupt):
        log(_("đã dừng theo yêu cầu"))
        return 130
    if isinstance(error, typer.TyperException):
        return _usage(error)
    if debug:
        traceback.print_exception(error)
    log(f"dondoc: {told(error)}")
    return REFUSED


def _usage(error: typer.TyperException) -> int:
    if type(error).__name__ != "NoArgsIsHelpError":  # the help it carries is already on the screen
        log(f"dondoc: {_translated(error.format_message())}")
    return error.exit_code


def _translated(message: str) -> str:
    for pattern, said in _USAGE:
        match = re.fullmatch(pattern, message)
        if match:
            parts = {name: value or "" for name, value in match.groupdict().items()}
            if parts.get("near"):
                parts["near"] = _("; có phải {near}?").format(near=parts["near"])
            return _one_line(_(said).format(**parts))
    return _one_line(message)


def told(error: BaseException) -> str:
    """An error as one line: its own where it is one of ours, else what it means to the user."""
    if isinstance(error, DeliveryError):
        return _one_line(retold(str(error)))  # it may be kept with a mail, and so is Vietnamese
    if isinstance(error, DondocError):
        return _one_line(str(error))
    if isinstance(error, OSError):
        return _one_line(_file_trouble(error))
    cause = _database_trouble(error)
    if cause is not None:
        return _one_line(cause)
    said = _("lỗi ngoài dự kiến ({kind}: {text}); chạy lại với --debug để xem chi tiết")
    return _one_line(said.format(kind=type(error).__name__, text=error))


def _file_trouble(error: OSError) -> str:
    path = error.filename or ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC):
        return _("hết chỗ trên đĩa khi ghi {path}: giải phóng dung lượng rồi chạy lại").format(path=path)
    if isinstance(error, PermissionError):
        return _("không có quyền đọc hoặc ghi {path}: xem lại quyền của tệp và thư mục").format(path=path)
    if isinstance(error, FileNotFoundError):
        return _("không có tệp hoặc thư mục {path}: xem lại đường dẫn").format(path=path)
    if isinstance(error, IsADirectoryError):
        return _("{path} là một thư mục: chỉ tên tệp").format(path=path)
    if isinstance(error, FileExistsError | NotADirectoryError):
        return _("{path} không phải thư mục: chọn chỗ khác").format(path=path)
    return _("không làm được với {path}: {why}").format(path=path, why=error.strerror or error)


def _database_trouble(error: BaseException) -> str | None:
    """What a database driver said, where it is one that speaks; nothing was committed."""
    import sqlite3

    said = _("cơ sở dữ liệu từ chối: {why}; không có gì thay đổi, chạy `dondoc doctor` để kiểm tra")
    alchemy = sys.modules.get("sqlalchemy.exc")
    if alchemy is not None and isinstance(error, alchemy.DBAPIError):
        return said.format(why=str(error.orig).strip().split("\n")[0])
    return said.format(why=error) if isinstance(error, sqlite3.Error) else None


def _one_line(text: str) -> str:
    return " ".join(text.split())
