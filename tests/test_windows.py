"""An office whose computers run Windows, as far as another system can play it: names, consoles, open files."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from flows.service import run_service
from flows.settings import Settings
from models.assignments import assignment_name, file_stem
from models.errors import ReportError, StateError
from models.parts import Code
from reports.building import file_name, write_file
from tests.cli_samples import B01, PLAN, Office, plan_file, run
from tests.test_maildir_delivery import deliver, envelope
from tests.windows_names import fits_windows

DEVICES = ("con", "NUL", "com1", "aux.2015")


def may_be_a_code(text: str) -> bool:
    try:
        TypeAdapter(Code).validate_python(text)
    except ValidationError:
        return False
    return True


#: Names that begin like a device's and are none.
NEARLY = ("console", "com10", "con-1", "aux2", "nul-2015", "lpt0a")
SHAPED = st.from_regex(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,20}[A-Za-z0-9])?", fullmatch=True) | st.sampled_from(NEARLY)
CODES = SHAPED.filter(may_be_a_code)
PERIODS = st.sampled_from(["2015-H1", "2015-9M", "2011..2015", "once", "2015-W24"])


@pytest.mark.parametrize("name", ["a:2,S", "a?", "con", "NUL.txt", "com1.eml", "a.", "a ", "a/b", 'a"b', "x" * 300, ""])
def test_what_windows_refuses_is_known(name: str) -> None:
    assert not fits_windows(name)


@pytest.mark.parametrize("name", ["0001.eml", "Báo cáo năm 2015.docx", "a_b_2011..2015.xlsx", "console.txt"])
def test_what_windows_allows_is_known(name: str) -> None:
    assert fits_windows(name)


@given(CODES, CODES, CODES, PERIODS)
def test_files_named_after_codes_and_periods_can_be_written(plan: str, code: str, agency: str, period: str) -> None:
    assert fits_windows(plan), "a folder of a home"
    assert fits_windows(f"{file_stem(assignment_name(plan, code, agency, period))}.xlsx")
    assert fits_windows(file_name(code, period, "docx", 2))


@pytest.mark.parametrize("code", DEVICES)
def test_a_code_that_windows_keeps_for_a_device_is_refused(tmp_path: Path, code: str) -> None:
    ran = run("plan", "check", plan_file(tmp_path, PLAN.replace("code: demo-2015", f"code: {code}")))
    assert ran.code == 1
    assert "là tên mà Windows dành cho thiết bị" in ran.out


def test_every_file_of_a_home_has_a_name_that_windows_allows(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.day("2015-06-08")
    office.submitted()
    office.does("report", "build", "half-year", "2015-H1", now="2015-06-24")
    office.does("backup", tmp_path / "sao-luu.db")
    files = [path.relative_to(tmp_path) for path in tmp_path.rglob("*")]
    assert [path for path in files if path.suffix == ".eml"]
    assert [str(path) for path in files if not all(map(fits_windows, path.parts))] == []


@pytest.mark.parametrize("code_page", ["cp1252", "cp1258", "ascii"])
@pytest.mark.parametrize("words", [("status",), ("status", "--json"), ("--help",), ("due", "B-99")])
def test_vietnamese_goes_out_whatever_the_code_page(tmp_path: Path, code_page: str, words: tuple[str, ...]) -> None:
    """Nothing is read or written in the system's own encoding: here that is ASCII, and the console's a code page."""
    office = Office(tmp_path)
    system = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": code_page}
    environment = {**os.environ, **system, "DONDOC_HOME": str(office.home)}
    command = [sys.executable, "-c", "import cli; raise SystemExit(cli.main())", *words]
    root = Path(__file__).resolve().parent.parent
    ran = subprocess.run(command, capture_output=True, env=environment, cwd=root, check=False)
    said = (ran.stdout + ran.stderr).decode("utf-8")
    assert "Traceback" not in said
    assert ran.returncode == (1 if words[0] == "due" else 0)
    expected = {"status": B01 if "--json" in words else "Phần việc", "--help": "Tình hình từng phần việc"}
    assert expected.get(words[0], "không có nhiệm vụ") in said


def test_a_report_that_is_open_in_word_is_named_and_left_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.docx").write_bytes(b"before")

    def in_use(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(Path, "replace", in_use)
    with pytest.raises(ReportError, match=r"không ghi được .*a\.docx .*: đóng tệp nếu đang mở"):
        write_file(tmp_path, "a.docx", b"after")
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]
    assert (tmp_path / "a.docx").read_bytes() == b"before"


def test_mail_is_written_where_no_folder_can_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = SimpleNamespace(name="nt", fsync=os.fsync)  # and no os.open of a folder
    monkeypatch.setattr("notifications.maildir.os", windows)
    assert [outcome.disposition for outcome in deliver(tmp_path, envelope(1))] == ["sent"]


def test_the_service_says_what_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.service.os", SimpleNamespace(name="nt"))
    with pytest.raises(StateError, match="Task Scheduler"):
        run_service(Settings(home=tmp_path))
    assert list(tmp_path.iterdir()) == []
