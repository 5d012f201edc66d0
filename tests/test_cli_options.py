"""The shared options before and after the command, the clock of a command, exit codes, and failures in one line."""

import errno
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commands.context import Invocation
from commands.values import read_moment
from tests.cli_samples import B01, Office, run


@pytest.mark.parametrize(
    "words",
    [
        ("--now", "2015-06-08", "status", "--json"),
        ("status", "--json", "--now", "2015-06-08"),
        ("--json", "status", "--now=2015-06-08"),
        ("--now", "2015-03-01", "status", "--now", "2015-06-08", "--json"),
        ("--json", "--now", "2015-06-08T07:30", "status", "--agency", "so-b"),
    ],
)
def test_shared_options_stand_on_either_side_and_the_right_most_wins(tmp_path: Path, words: tuple[str, ...]) -> None:
    office = Office(tmp_path)
    office.day("2015-06-08")
    rows = run("--home", office.home, *words).json
    assert next(row for row in rows if row["assignment"] == B01)["workflow"] == "open"


def test_shared_options_stand_between_a_group_and_its_command(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert run("plan", "--home", office.home, "--json", "show").json["plan"]["code"] == "demo-2015"
    assert run("outbox", "--home", office.home, "--json").json == []


def test_the_value_of_another_option_is_never_taken_for_an_option(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    row = office.does("return", B01, "--reason", "--json", now="2015-06-11")
    assert not row.out.startswith("{")
    assert office.asks("history", B01)[-1]["reason"] == "--json"


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2015-06-08", "2015-06-08T01:00:00+00:00"),
        ("2015-06-08T07:30", "2015-06-08T00:30:00+00:00"),
        ("2015-06-08T07:30:15", "2015-06-08T00:30:15+00:00"),
        ("2015-06-08T07:30+09:00", "2015-06-07T22:30:00+00:00"),
        ("2015-06-08T00:30:00Z", "2015-06-08T00:30:00+00:00"),
    ],
)
def test_now_is_local_time_unless_it_says_otherwise(tmp_path: Path, written: str, utc: str) -> None:
    invocation = Invocation(home_given=Office(tmp_path).home, now_given=read_moment(written))
    try:
        assert invocation.now.isoformat() == utc
    finally:
        invocation.close()


def test_a_home_with_a_clock_of_its_own_lives_by_it(tmp_path: Path) -> None:
    office = Office(tmp_path)
    offset = datetime(2015, 6, 8, 1, tzinfo=UTC) - datetime.now(UTC)
    clock = {"offset_seconds": int(offset.total_seconds()), "demo": True}
    (office.home / "clock.json").write_text(json.dumps(clock), encoding="utf-8")
    assert office.asks("round")["reminded"] == 1
    invocation = Invocation(home_given=office.home)
    assert abs(invocation.now - datetime(2015, 6, 8, 1, tzinfo=UTC)) < timedelta(minutes=5)


def test_a_demo_never_mails_outside(tmp_path: Path) -> None:
    office = Office(tmp_path)
    (office.home / "clock.json").write_text('{"offset_seconds": 0, "demo": true}', encoding="utf-8")
    outside = {"DONDOC_SMTP_URL": "smtp://mail.so-a.example:25"}
    ran = run("deliver", "--home", office.home, environment=outside)
    assert "không gửi thư ra ngoài" in ran.refusal
    assert run("status", "--home", office.home, environment=outside).code == 0
    inside = {"DONDOC_SMTP_URL": "smtp://127.0.0.1:1"}
    assert run("deliver", "--home", office.home, environment=inside).code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nope",), "không có lệnh 'nope'"),
        (("stauts",), "có phải 'status'"),
        (("plan", "nope"), "không có lệnh 'nope'"),
        (("status", "--nope"), "không có tùy chọn --nope"),
        (("accept",), "thiếu 'ASSIGNMENT...'"),
        (("return", "x"), "thiếu tùy chọn '--reason'"),
        (("status", "x"), "thừa x"),
        (("status", "--agency"), "tùy chọn '--agency' cần một giá trị"),
        (("preview", "--until", "2015-02-30"), "không phải ngày"),
        (("round", "--now", "hôm nay"), "không phải thời điểm"),
        (("outbox", "show", "một"), "phải là số nguyên"),
        (("status", "--lang", "fr"), "không thuộc 'vi', 'en'"),
        (("submit", "x", "y", "--on-behalf", "--received-by", "fax"), "không thuộc 'phone', 'paper', 'zalo'"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(words: tuple[str, ...], said: str) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_no_command_shows_the_help() -> None:
    ran = run()
    assert ran.code == 2
    assert "Hằng ngày" in ran.out


def test_the_version_is_printed() -> None:
    ran = run("--version")
    assert ran.code == 0
    assert ran.out.startswith("dondoc")


@pytest.mark.parametrize("words", [("status",), ("round",), ("deliver",), ("report", "list"), ("history",)])
def test_a_home_that_was_never_set_up_says_what_to_run(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = run(*words, "--home", tmp_path / "nowhere").refusal
    assert said.startswith(f"chưa có dữ liệu ở {tmp_path / 'nowhere'}: chạy `dondoc init --plan")
    assert not (tmp_path / "nowhere").exists()


def test_a_database_that_is_not_there_is_one_line() -> None:
    said = run("status", "--database", "postgresql://someone:secret@127.0.0.1:1/dondoc", "--json").refusal
    assert "127.0.0.1:1" in said
    assert "secret" not in said


def test_a_database_of_another_kind_is_refused() -> None:
    assert "sqlite:///TỆP" in run("status", "--database", "mysql://host/x").refusal


def test_a_damaged_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "dondoc.db").write_bytes(b"not a database, whatever its name says" * 100)
    assert "cơ sở dữ liệu" in run("status", "--home", tmp_path).refusal


def _raising(error: BaseException) -> object:
    def fails(*_words: object, **_more: object) -> None:
        raise error

    return fails


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "a.xlsx"), "hết chỗ trên đĩa khi ghi a.xlsx"),
        (PermissionError(errno.EACCES, "Permission denied", "a.xlsx"), "không có quyền đọc hoặc ghi a.xlsx"),
        (FileNotFoundError(errno.ENOENT, "No such file", "a.xlsx"), "không có tệp hoặc thư mục a.xlsx"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "a"), "a là một thư mục"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "a"), "a không phải thư mục"),
        (OSError(errno.EIO, "Input/output error", "a"), "không làm được với a: Input/output error"),
        (ValueError("two\nlines"), "lỗi ngoài dự kiến (ValueError: two lines); chạy lại với --debug"),
    ],
)
def test_what_fails_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, said: str
) -> None:
    office = Office(tmp_path)
    monkeypatch.setattr("flows.status.status", _raising(error))
    assert said in office.run("status").refusal


def test_debug_shows_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path)
    monkeypatch.setattr("flows.status.status", _raising(ValueError("why")))
    ran = office.run("status", "--debug")
    assert ran.code == 1
    assert "Traceback" in ran.err


def test_an_interrupt_ends_with_130(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path)
    monkeypatch.setattr("flows.status.status", _raising(KeyboardInterrupt()))
    ran = office.run("status")
    assert ran.code == 130
    assert "Traceback" not in ran.err


def test_a_file_that_is_a_folder_is_one_line(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert "là một thư mục" in office.run("submit", B01, tmp_path).refusal
    assert "không có tệp" in office.run("submit", B01, tmp_path / "none.json").refusal
