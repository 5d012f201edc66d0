"""A lock on a file that the operating system releases when its holder ends, however it ends."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from models.errors import StateError


@contextmanager
def holding(path: Path, refusal: str, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock `path`, waiting up to `wait` seconds for whoever holds it.

    An exclusive transaction on an empty SQLite file: the same on every system, and never stale.

    Raises:
        StateError: another process holds it; the message is `refusal`.
    """
    with closing(sqlite3.connect(path, timeout=wait, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise StateError(refusal) from None
        yield
