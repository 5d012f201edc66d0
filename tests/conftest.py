"""Stores for the tests: SQLite always, PostgreSQL where one answers (`DONDOC_REQUIRE_POSTGRES` makes that a must)."""

import os
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from models.store import Store

POSTGRES = os.environ.get("DONDOC_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


def _answers() -> bool:
    try:
        socket.create_connection(("127.0.0.1", 5432), timeout=1).close()
    except OSError:
        return False
    return True


BACKENDS = ["sqlite", "postgresql"] if os.environ.get("DONDOC_REQUIRE_POSTGRES") or _answers() else ["sqlite"]


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind; a PostgreSQL one is a schema of its own, dropped afterwards."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'dondoc.db'}"
        return
    schema = f"t_{uuid.uuid4().hex}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{schema}"'.encode())
    try:
        yield f"{POSTGRES}?options=-csearch_path%3D{schema}"
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A migrated, empty store on each kind of database."""
    opened = Store(database_url)
    opened.upgrade()
    yield opened
    opened.close()
