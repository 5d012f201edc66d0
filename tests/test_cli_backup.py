"""`dondoc backup` and `dondoc restore`: one whole file out while in use, the same content back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli_samples import B01, Office, run


def test_a_backup_brings_everything_back(tmp_path: Path) -> None:
    office = Office(tmp_path)
    kept = office.asks("history")
    saved = office.asks("backup", tmp_path / "sao-luu.db")
    assert saved == {"file": str(tmp_path / "sao-luu.db"), "bytes": (tmp_path / "sao-luu.db").stat().st_size}
    office.submitted()
    assert office.asks("history") != kept
    office.does("restore", tmp_path / "sao-luu.db", "--yes")
    assert office.asks("history") == kept
    assert office.asks("history", "verify")["whole"] is True


def test_a_backup_is_restored_into_an_empty_home(tmp_path: Path) -> None:
    Office(tmp_path).submitted().does("backup", tmp_path / "sao-luu.db")
    ran = run("restore", tmp_path / "sao-luu.db", "--home", tmp_path / "other", "--json")
    assert ran.code == 0
    assert run("status", "--home", tmp_path / "other", "--state", "submitted", "--json").json[0]["assignment"] == B01


def test_what_is_there_is_replaced_only_where_somebody_agrees(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("backup", tmp_path / "sao-luu.db")
    before = office.submitted().asks("history")
    assert "Thêm --yes" in office.run("restore", tmp_path / "sao-luu.db").refusal
    assert "Thêm --yes" in office.run("restore", tmp_path / "sao-luu.db", "--json").refusal
    assert "Thêm --yes" in office.run("backup", tmp_path / "sao-luu.db").refusal
    assert office.asks("history") == before


def test_a_backup_is_made_while_somebody_writes(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with closing(sqlite3.connect(office.home / "dondoc.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM history")
        office.does("backup", tmp_path / "sao-luu.db")
        writer.execute("ROLLBACK")
    with closing(sqlite3.connect(tmp_path / "sao-luu.db")) as copy:
        assert copy.execute("SELECT count(*) FROM history").fetchone()[0] == 7
    assert {path.name for path in tmp_path.iterdir()} == {"home", "sao-luu.db"}


def test_what_is_no_backup_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    before = office.asks("history")
    (tmp_path / "text.db").write_text("x" * 5000, encoding="utf-8")
    assert "không phải bản sao lưu" in office.run("restore", tmp_path / "text.db", "--yes").refusal
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as foreign, foreign:
        foreign.execute("CREATE TABLE t (x)")
    assert "không dùng được" in office.run("restore", tmp_path / "foreign.db", "--yes").refusal
    office.does("backup", tmp_path / "cut.db")
    whole = (tmp_path / "cut.db").read_bytes()
    (tmp_path / "cut.db").write_bytes(whole[: len(whole) // 2])
    assert "cut.db" in office.run("restore", tmp_path / "cut.db", "--yes").refusal
    assert "không có tệp" in office.run("restore", tmp_path / "none.db", "--yes").refusal
    assert office.asks("history") == before


def test_a_backup_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("backup", tmp_path / "sao-luu.db")
    with closing(sqlite3.connect(tmp_path / "sao-luu.db")) as copy, copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "9999" in office.run("restore", tmp_path / "sao-luu.db", "--yes").refusal


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    assert "không có thư mục" in Office(tmp_path).run("backup", tmp_path / "none" / "a.db").refusal


def test_postgresql_has_tools_of_its_own(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("backup", tmp_path / "sao-luu.db")
    words = ("--database", "postgresql://127.0.0.1:1/dondoc", "--home", office.home)
    assert "pg_restore" in run("restore", tmp_path / "sao-luu.db", *words).refusal
