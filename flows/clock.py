"""The clock of a home: wall time, moved by the offset in its `clock.json` where there is one."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.errors import StateError
from models.language import _

CLOCK = "clock.json"


def clock_now(home: Path) -> datetime:
    """The present instant of a home, aware, in UTC.

    Raises:
        StateError: `clock.json` cannot be read.
    """
    return datetime.now(UTC) + timedelta(seconds=_offset(home / CLOCK))


def is_demo(home: Path) -> bool:
    """Whether this home's clock belongs to a demonstration, which never mails outside."""
    return bool(_read(home / CLOCK).get("demo"))


def set_clock(home: Path, now: datetime, *, demo: bool = False) -> None:
    """Let the clock of a home show `now` from this instant on."""
    offset = round((now - datetime.now(UTC)).total_seconds())
    (home / CLOCK).write_text(json.dumps({"offset_seconds": offset, "demo": demo}), encoding="utf-8")


def clear_clock(home: Path) -> None:
    """Go back to wall time; the clock of a demonstration stays as it is."""
    if not is_demo(home):
        (home / CLOCK).unlink(missing_ok=True)


def _offset(path: Path) -> int:
    offset = _read(path).get("offset_seconds", 0)
    if not isinstance(offset, int):
        raise StateError(_("{path}: offset_seconds phải là số nguyên; sửa lại hoặc xóa tệp này").format(path=path))
    return offset


def _read(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        said = _("không đọc được {path} ({error}); sửa lại hoặc xóa tệp này")
        raise StateError(said.format(path=path, error=error)) from None
    if not isinstance(content, dict):
        said = _('{path} phải có dạng {{"offset_seconds": 0}}; sửa lại hoặc xóa tệp này')
        raise StateError(said.format(path=path))
    return content
