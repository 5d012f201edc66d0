"""Backups of a SQLite store: one consistent file, made while others read and write, and put back the same way.

A PostgreSQL database has tools of its own for this.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from models.errors import StoreError
from models.language import _
from models.store import HEAD, Store

#: Pages copied at a time, so that writers get their turn in between; 4 KiB each.
_PAGES = 2000


def back_up(store: Store, target: Path) -> int:
    """Write the whole database to `target`, which appears complete or not at all; gives its size in bytes.

    Raises:
        StoreError: the store is not SQLite.
        OSError: the file cannot be written.
    """
    source = _sqlite_file(store, "pg_dump")
    scratch = target.with_name(f".{target.name}.partial")
    scratch.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source)) as origin, closing(_create(scratch)) as copy:
            origin.backup(copy, pages=_PAGES)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without companions
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)
    return target.stat().st_size


def _create(path: Path) -> sqlite3.Connection:
    path.touch(mode=0o600)  # says in the system's words why it cannot be written; SQLite only says that it cannot
    return sqlite3.connect(path)


def sound_backup(source: Path) -> None:
    """Refuse a file that is no whole backup of this program.

    Raises:
        StoreError: it is damaged, foreign, or newer than this program.
        OSError: it cannot be read.
    """
    with source.open("rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            said = _("{source} không phải bản sao lưu của dondoc: chọn tệp do `dondoc backup` ghi")
            raise StoreError(said.format(source=source))
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if damage != "ok":
                said = _("bản sao lưu {source} bị hỏng ({damage}): dùng bản sao lưu khác")
                raise StoreError(said.format(source=source, damage=damage))
            at = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = _("bản sao lưu {source} không dùng được ({error}): dùng bản sao lưu khác")
        raise StoreError(said.format(source=source, error=error)) from None
    if at > HEAD:
        said = _("bản sao lưu ở bản {at}, chương trình này chỉ biết đến {head}: cài dondoc mới hơn")
        raise StoreError(said.format(at=at, head=HEAD))


def is_in_use(store: Store) -> bool:
    """Whether there is a database already that a restore would replace."""
    path = Path(_sqlite_file(store, "pg_restore"))
    return path.is_file() and path.stat().st_size > 0


def restore_from(store: Store, source: Path) -> None:
    """Put a backup in the place of the store's content, in one transaction, and bring it to this program's migration.

    Raises:
        StoreError: the store is not SQLite, or somebody is writing to it.
    """
    target = _sqlite_file(store, "pg_restore")
    store.close()
    try:
        with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target, timeout=10)) as place:
            origin.backup(place)
    except sqlite3.OperationalError as error:
        said = _("không thay được {target} ({error}): dừng `dondoc up` rồi chạy lại")
        raise StoreError(said.format(target=target, error=error)) from None
    store.upgrade()


def _sqlite_file(store: Store, tool: str) -> str:
    path = store.url.database
    if store.url.get_backend_name() != "sqlite" or not path:
        said = _("cơ sở dữ liệu {where} không phải SQLite: dùng {tool} của PostgreSQL")
        raise StoreError(said.format(where=store.where, tool=tool))
    return path
