"""Files named on a command line: read whole, or free to be written, or refused with what to do."""

from pathlib import Path

from commands.context import RefusedError
from commands.language import _
from commands.output import agree


def content_of(path: Path, most: int | None = None) -> bytes:
    """What a file holds; with `most` no more than a byte beyond that is read, for the reader to refuse.

    Raises:
        RefusedError: there is no such file, or it is a folder (which Windows says is a matter of rights).
        OSError: it cannot be read.
    """
    if path.is_dir():
        raise RefusedError(_("{path} là một thư mục: chỉ tên tệp").format(path=path))
    if not path.exists():
        raise RefusedError(_("không có tệp {path}: xem lại tên tệp và thư mục").format(path=path))
    with path.open("rb") as file:
        return file.read() if most is None else file.read(most + 1)


def free_to_write(path: Path, *, yes: bool, json: bool) -> None:
    """See that a file can be written, and ask before one is written over.

    Raises:
        RefusedError: it is a folder, its folder is not there, or the answer is no.
    """
    if path.is_dir():
        raise RefusedError(_("{path} là một thư mục: chỉ tên tệp").format(path=path))
    if not path.parent.is_dir():
        raise RefusedError(_("không có thư mục {folder}: tạo trước, hoặc ghi vào chỗ khác").format(folder=path.parent))
    if path.exists():
        agree(_("{path} đã có, ghi đè?").format(path=path), yes=yes, json=json)
