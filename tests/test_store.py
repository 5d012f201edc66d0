"""The store on both databases: instants, exact numbers, constraints, migrations, and errors in one line."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, inspect
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import SQLModel, select

from models import migrations
from models.assignments import Assignment
from models.errors import StoreError
from models.notices import Notice, NoticeState
from models.store import HEAD, Store
from models.submissions import Figure, Submission

NOW = datetime(2015, 6, 8, 0, 30, 15, 123456, tzinfo=UTC)


def assignment(**changes: Any) -> Assignment:
    values: dict[str, Any] = {
        "name": "p:B/a/2015-H1",
        "plan": "p",
        "obligation": "B",
        "agency": "a",
        "period": "2015-H1",
        "cutoff_from": date(2014, 12, 15),
        "cutoff_to": date(2015, 6, 14),
        "original_due": date(2015, 6, 17),
        "due": date(2015, 6, 17),
        "cycle_from": date(2015, 1, 5),
        "created_at": NOW,
    }
    return Assignment(**(values | changes))


def notice(key: int, **changes: Any) -> Notice:
    values: dict[str, Any] = {
        "assignment_id": key,
        "cycle": 0,
        "step": "-7d:remind",
        "action": "remind",
        "rung": 0,
        "addressee": "focal",
        "recipient": "a@a.example",
        "state": NoticeState.PENDING,
        "since": NOW,
    }
    return Notice(**(values | changes))


def test_instants_come_back_aware_and_the_same(store: Store) -> None:
    local = NOW.astimezone(timezone(timedelta(hours=7)))
    with store.session() as session:
        session.add(assignment(created_at=local))
    with store.reading() as session:
        row = session.exec(select(Assignment)).one()
    assert row.created_at == NOW
    assert row.created_at.utcoffset() == timedelta(0)


def test_a_naive_instant_is_refused(store: Store) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="has no time zone"), store.session() as session:
        session.add(assignment(created_at=naive))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_numbers_come_back_exactly(store: Store, value: Decimal) -> None:
    with store.session() as session:
        row = assignment(name=f"p:B/a/{value}")
        session.add(row)
        session.flush()
        submission = Submission(
            assignment_id=row.key,
            revision=1,
            received_at=NOW,
            received_from="x",
            channel="file",
            plan_version=1,
            due_then=date(2015, 6, 17),
            sha256="",
        )
        session.add(submission)
        session.flush()
        session.add(Figure(submission_id=submission.id or 0, indicator="i", value=value))
        session.flush()
        session.expire_all()
        found = session.exec(select(Figure).where(Figure.submission_id == submission.id)).one()
        assert found.value == value
        session.rollback()


def test_the_database_itself_forbids_telling_twice(store: Store) -> None:
    with store.session() as session:
        row = assignment()
        session.add(row)
        session.flush()
        session.add(notice(row.key))
    with pytest.raises(IntegrityError), store.session() as session:
        session.add(notice(row.key))


def test_the_database_itself_forbids_two_assignments_of_one_name(store: Store) -> None:
    with store.session() as session:
        session.add(assignment())
    with pytest.raises(IntegrityError), store.session() as session:
        session.add(assignment())


def test_foreign_keys_are_on(store: Store) -> None:
    with pytest.raises(IntegrityError), store.session() as session:
        session.add(notice(999))


def test_an_error_rolls_the_whole_transaction_back(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.session() as session:
        session.add(assignment())
        session.flush()
        _ = 1 // 0
    with store.reading() as session:
        assert session.exec(select(Assignment)).all() == []


def test_a_reader_is_not_blocked_by_a_writer(store: Store) -> None:
    with store.session() as writing:
        writing.add(assignment())
        writing.flush()
        with store.reading() as reading:
            assert reading.exec(select(Assignment)).all() == []


def test_migrations_give_the_tables_that_the_code_expects(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, SQLModel.metadata)
    assert differences == []
    assert store.revision() == HEAD
    assert store.upgrade() is False


def test_the_head_that_the_code_names_is_the_newest_migration() -> None:
    folder = Path(str(migrations.__file__)).parent / "versions"
    found = sorted(match[1] for path in folder.glob("[0-9]*.py") if (match := re.match(r"(\d+)_", path.name)))
    assert found[-1] == HEAD
    assert found == [f"{number:04}" for number in range(1, len(found) + 1)], "migrations are linear"


def test_a_store_newer_than_the_program_is_refused(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="cài bản dondoc mới hơn"):
        store.upgrade()


def test_an_empty_store_has_no_revision(database_url: str) -> None:
    store = Store(database_url)
    assert store.revision() is None
    assert store.upgrade() is True
    with store.engine.connect() as connection:
        assert inspect(connection).has_table("assignment")
    store.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://nobody:hemmelig@127.0.0.1:1/none", "không dùng được cơ sở dữ liệu postgresql://nobody:"),
        ("sqlite:////nowhere/at/all/x.db", "không mở được sqlite:////nowhere/at/all/x.db"),
        ("mysql://127.0.0.1/x", "cơ sở dữ liệu loại mysql"),
        ("not a url", "không đọc được địa chỉ"),
    ],
)
def test_a_database_that_cannot_be_reached_is_one_clear_line(url: str, said: str) -> None:
    with pytest.raises(StoreError) as caught:
        Store(url).upgrade()
    message = str(caught.value)
    assert said in message
    assert "hemmelig" not in message
    assert "\n" not in message


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("Kính gửi " * 500, encoding="utf-8")
    with pytest.raises(StoreError, match="file is not a database"):
        Store(f"sqlite:///{tmp_path / 'x.db'}").upgrade()


def test_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'x.db'}")
    store.upgrade()
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with pytest.raises(StoreError, match="dọn bớt chỗ"), store.session() as session:
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        rows = [assignment(name=f"p:B/a/{n}").model_dump() for n in range(3000)]
        session.execute(insert(Assignment), rows)
    store.close()
