"""A consolidated report's files as they travel: under names a clerk understands, whatever they are called in the home.

`Bao-cao-6-thang-dau-nam-2015.docx`, a correction `Bao-cao-6-thang-dau-nam-2015-dinh-chinh-1.docx`: plain letters, and
the same at every sending.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from notifications.mime import Attachment
from plans.spelling import slug
from reports.building import is_signed

_TYPES = {
    ".pdf": ("application", "pdf"),
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def draft_names(files: tuple[str, ...], period: str) -> dict[str, str]:
    """The paths of a draft's files with the names they travel under; `period` as readers call it."""
    words = {".xlsx": "số liệu"}
    return {path: _named(words.get(PurePath(path).suffix, "dự thảo báo cáo"), period, path) for path in files}


def issued_names(files: tuple[str, ...], period: str, correction: int) -> dict[str, str]:
    """The paths of an issued report's files with the names they travel under; its `correction` counts from 1."""
    corrected = f" đính chính {correction}" if correction else ""
    return {
        path: _named("báo cáo", f"{period}{corrected}{' đã ký' if is_signed(path) else ''}", path) for path in files
    }


def _named(what: str, which: str, path: str) -> str:
    return slug(f"{what} {which}").capitalize() + PurePath(path).suffix


def attached_files(home: Path, names: Mapping[str, str], how: str) -> Iterator[Attachment]:
    """Files by their paths in the home, each under its name; for those that are gone, a note says `how` to go on."""
    gone = []
    for place, name in names.items():
        path = home / place
        try:
            yield Attachment(name, path.read_bytes(), *_TYPES[path.suffix])
        except OSError:
            gone.append(path.name)
    if gone:
        note = f"Không còn tệp {', '.join(gone)} trong thư mục dữ liệu.\n{how}\n"
        yield Attachment("tep-khong-con.txt", note.encode(), "text", "plain", (("charset", "utf-8"),))
