"""`dondoc doctor` and `dondoc up`: what is well, what is not, and how the service is started."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.settings import Settings
from tests.cli_samples import PLAN, Office, plan_file, run


def checks(office: Office, now: str = "2015-06-08") -> dict[str, tuple[str, str]]:
    return {one["check"]: (one["state"], one["detail"]) for one in office.asks("doctor", now=now)}


def test_a_sound_installation(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.day("2015-06-08")
    found = checks(office)
    assert {name for name, (state, _) in found.items() if state != "ok"} == {"Thư"}
    assert "maildir:outgoing" in found["Thư"][1]
    assert "demo-2015 phiên bản 1" in found["Kế hoạch"][1]
    assert "Asia/Ho_Chi_Minh" in found["Lịch"][1]


def test_a_mail_server_is_named_without_its_password(tmp_path: Path) -> None:
    office = Office(tmp_path)
    server = {"DONDOC_SMTP_URL": "smtp://me:s3cret@mail.so-a.example:587"}
    said = run("doctor", "--home", office.home, environment=server)
    assert "mail.so-a.example:587" in said.out
    assert "s3cret" not in said.out + said.err


def test_a_wrong_mail_server_is_an_error(tmp_path: Path) -> None:
    office = Office(tmp_path)
    ran = run("doctor", "--home", office.home, "--json", environment={"DONDOC_SMTP_URL": "ftp://x"})
    assert ran.code == 1
    assert {one["check"]: one["state"] for one in ran.json}["Thư"] == "error"


def test_an_installation_that_is_not_there(tmp_path: Path) -> None:
    ran = run("doctor", "--home", tmp_path / "none", "--json")
    assert ran.code == 1
    assert {one["check"]: one["state"] for one in ran.json}["Cơ sở dữ liệu"] == "error"


def test_a_damaged_database_is_found(tmp_path: Path) -> None:
    (tmp_path / "dondoc.db").write_bytes(b"not a database, whatever its name says" * 100)
    ran = run("doctor", "--home", tmp_path, "--json")
    assert ran.code == 1
    assert {one["check"]: one["state"] for one in ran.json} == {
        "Cài đặt": "ok",
        "Thư": "warning",
        "Cơ sở dữ liệu": "error",
    }


def test_a_home_without_a_plan(tmp_path: Path) -> None:
    run("init", "--home", tmp_path)
    ran = run("doctor", "--home", tmp_path, "--json")
    assert ran.code == 1
    assert {one["check"]: one["state"] for one in ran.json}["Kế hoạch"] == "error"


def test_a_sweep_that_stopped_and_a_missing_contact_are_warnings(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert checks(office)["Việc định kỳ"][0] == "warning"
    office.day("2015-06-08")
    assert checks(office, "2015-06-09")["Việc định kỳ"][0] == "ok"
    assert checks(office, "2015-06-11")["Việc định kỳ"][0] == "warning"
    mute = PLAN.replace(", email: focal@huyen-1.example", "")
    office.does("plan", "apply", plan_file(tmp_path, mute), "--yes", now="2015-06-11")
    assert "huyen-1" in checks(office, "2015-06-11")["Đầu mối"][1]


def test_unusable_settings_are_the_only_finding(tmp_path: Path) -> None:
    (tmp_path / "dondoc.toml").write_text("colour = 1\n", encoding="utf-8")
    ran = run("doctor", "--home", tmp_path)
    assert ran.code == 1
    assert "colour" in ran.out + ran.err


def test_up_hands_over_address_and_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path)
    started: list[tuple[Path, dict[str, Any]]] = []

    def serve(settings: Settings, **more: Any) -> int:
        started.append((settings.home, more))
        return 0

    monkeypatch.setattr("flows.service.run_service", serve)
    office.does("up", "--host", "127.0.0.1", "--port", "4300", now="2015-06-08")
    office.does("up")
    begun = datetime(2015, 6, 8, 1, tzinfo=UTC)
    assert started == [
        (office.home, {"host": "127.0.0.1", "port": 4300, "now": begun}),
        (office.home, {"host": "127.0.0.1", "port": None, "now": None}),
    ]


def test_up_passes_on_how_the_service_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.service.run_service", lambda _settings, **_more: 3)
    assert Office(tmp_path).run("up").code == 3
