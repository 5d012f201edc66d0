"""The store: one database, SQLite or PostgreSQL, behind the same sessions and migrations."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlmodel import Session

# Every table must be known to the metadata before a migration compares or a session maps.
from models import (  # noqa: F401 - see above
    assignments,
    drafted_letters,
    history,
    messages,
    notices,
    reporting,
    submissions,
    upkeep,
    versions,
)
from models.errors import StoreError
from models.language import _

#: The newest migration; a store at another one is upgraded, or refused when it is newer than this program.
HEAD = "0005"
MIGRATIONS = Path(__file__).parent / "migrations"


def sqlite_url(path: Path) -> str:
    """The database URL of a SQLite file."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def _engine_url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(
            _("không đọc được địa chỉ cơ sở dữ liệu: viết sqlite:///TỆP hoặc postgresql://MÁY/TÊN")
        ) from None
    if parsed.drivername in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(
            _("không dùng được cơ sở dữ liệu loại {drivername}: dùng sqlite:///TỆP hoặc postgresql://MÁY/TÊN").format(
                drivername=parsed.drivername
            )
        )
    return parsed


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own type
        connection.isolation_level = None  # SQLAlchemy's BEGIN below, not the driver's late one
        for pragma in ("journal_mode = WAL", "foreign_keys = ON", "busy_timeout = 30000", "synchronous = NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - a raw DBAPI connection
        # Reading first and writing then fails under a concurrent writer: take the lock at the start.
        immediate = connection.get_execution_options().get("read_only") is not True
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


class Store:
    """Sessions on one database; each `with store.session()` is one transaction."""

    def __init__(self, url: str) -> None:
        self.url = _engine_url(url)
        self.where = self.url.render_as_string(hide_password=True).replace("+psycopg", "", 1)
        if self.url.get_backend_name() == "sqlite":
            self.engine = create_engine(self.url)
            _prepare_sqlite(self.engine)
        else:
            self.engine = create_engine(self.url, pool_pre_ping=True, pool_size=4)
        self._reading = self.engine.execution_options(read_only=True)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end, rolled back whole on an error.

        Raises:
            StoreError: the database cannot be reached or written (one line, what to do).
        """
        with self._session(self.engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads, and on SQLite blocks nobody."""
        with self._session(self._reading) as session:
            yield session

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session
        except DatabaseError as error:
            self._tell(error)
            raise

    def _tell(self, error: DatabaseError) -> None:
        """One line for what is wrong with the database; what is wrong with a statement stays what it is."""
        if type(error) in (OperationalError, DatabaseError):  # the latter: a file that is no database
            raise StoreError(self._say(error)) from error

    def _say(self, error: DBAPIError) -> str:
        cause = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
        if "disk" in cause or "readonly" in cause:
            return _("không ghi được {where}: {cause}; dọn bớt chỗ hoặc xem quyền ghi rồi chạy lại").format(
                where=self.where, cause=cause
            )
        said = _("không dùng được cơ sở dữ liệu {where}: {cause}; xem máy chủ có chạy và địa chỉ có đúng không")
        if "unable to open" in cause:
            said = _("không mở được {where}: {cause}; xem thư mục có ở đó và có quyền ghi không")
        return said.format(where=self.where, cause=cause)

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def revision(self) -> str | None:
        """The migration the database is at, None where it is empty."""
        try:
            with self._reading.connect() as connection:
                if not inspect(connection).has_table("alembic_version"):
                    return None
                return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except DatabaseError as error:
            self._tell(error)
            raise

    def upgrade(self) -> bool:
        """Bring the database to this program's migration; True where there was something to do.

        Raises:
            StoreError: the database is newer than this program, or cannot be reached.
        """
        at = self.revision()
        if at == HEAD:
            return False
        if at is not None and at > HEAD:
            raise StoreError(
                _("cơ sở dữ liệu ở phiên bản {at}, chương trình chỉ biết đến {head}: cài bản dondoc mới hơn").format(
                    at=at, head=HEAD
                )
            )
        from alembic import command  # noqa: PLC0415 - costs 0.2 s and is needed once in a database's life
        from alembic.config import Config  # noqa: PLC0415 - as above

        config = Config()
        config.set_main_option("script_location", MIGRATIONS.as_posix())
        try:
            with self.engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except DatabaseError as error:
            self._tell(error)
            raise
        return True
