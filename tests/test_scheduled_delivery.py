"""`dondoc up` for real: a scheduled run delivers to a real server; killed, it works again; told to, it stops."""

import json
import os
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from flows.round import run_round
from models.store import Store, sqlite_url
from plans.apply import apply_plan
from plans.loading import load_plan
from tests.smtp_server import ScriptedServer

ROOT = Path(__file__).resolve().parent.parent
FIRST_DAY = datetime(2015, 6, 8, 1, tzinfo=UTC)
STARTING = 60.0


def wait_for(what: str, condition: Callable[[], Any], seconds: float = STARTING) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.2)
    raise AssertionError(f"{what}: not within {seconds:.0f} s")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    place.mkdir()
    store = Store(sqlite_url(place / "dondoc.db"))
    store.upgrade()
    document = load_plan(ROOT / "plans" / "phu-tho-2015.yaml").document
    with store.session() as session:
        apply_plan(session, document, source="", now=datetime(2015, 1, 5, 1, tzinfo=UTC), by="test")
    store.close()
    return place


def queue_mail(home: Path, now: datetime) -> set[str]:
    """Let a round queue its digests; returns to whom."""
    store = Store(sqlite_url(home / "dondoc.db"))
    try:
        queued = {message.to for message in run_round(store, now).messages}
    finally:
        store.close()
    assert queued
    return queued


def command(home: Path) -> list[str]:
    return [sys.executable, "-c", "import sys; from cli import main; sys.exit(main())", "--home", str(home), "up"]


def environment(server: ScriptedServer) -> dict[str, str]:
    return {**os.environ, "DONDOC_DELIVER_SECONDS": "5", "DONDOC_SMTP_URL": server.url(), "PYTHONPATH": str(ROOT)}


@contextmanager
def service(home: Path, server: ScriptedServer) -> Iterator[subprocess.Popen[str]]:
    """`dondoc up`, ready; ended at the latest when the test ends."""
    running = subprocess.Popen(
        command(home), env=environment(server), cwd=home, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        wait_for("the service is ready", lambda: description(home, running.pid) or running.poll() is not None)
        assert running.poll() is None, running.stdout.read() if running.stdout else ""
        yield running
    finally:
        running.kill()
        running.communicate()


def description(home: Path, pid: int) -> Any:
    """What the service says of its Prefect server: another process's description is a stale one."""
    try:
        said = json.loads((home / "prefect" / "service.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return said if said["pid"] == pid else None


def ask(home: Path, running: subprocess.Popen[str], path: str, body: object, password: str | None = None) -> Any:
    said = description(home, running.pid)
    login = b64encode(f"dondoc:{password or said['password']}".encode()).decode()
    connection = HTTPConnection(urlsplit(said["url"]).netloc, timeout=10)
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {login}"}
    connection.request("POST", f"/api/{path}", json.dumps(body), headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return json.loads(content) if response.status == 200 else response.status


def runs(home: Path, running: subprocess.Popen[str], state: str) -> list[dict[str, Any]]:
    """Runs of deliver_mail in a state."""
    body = {"flows": {"name": {"any_": ["deliver_mail"]}}, "flow_runs": {"state": {"type": {"any_": [state]}}}}
    found = ask(home, running, "flow_runs/filter", body)
    assert isinstance(found, list)
    return found


def processes() -> dict[int, int]:
    """Every live process and its parent."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listing.splitlines()]
    return {int(pid): int(parent) for pid, parent, state in rows if not state.startswith("Z")}


def descendants(pid: int) -> set[int]:
    parents = processes()
    found, edge = set[int](), {pid}
    while edge:
        edge = {child for child, parent in parents.items() if parent in edge}
        found |= edge
    return found


def test_a_scheduled_run_delivers_and_the_service_survives_a_kill(home: Path) -> None:
    with ScriptedServer() as server:
        recipients = queue_mail(home, FIRST_DAY)
        with service(home, server) as running:
            wait_for("the mail arrives", lambda: {mail.recipient for mail in server.messages} == recipients)
            (run, *_) = wait_for("the run is completed", lambda: runs(home, running, "COMPLETED"))
            assert run["auto_scheduled"] and run["created_by"]["type"] == "SCHEDULE"
            assert ask(home, running, "flow_runs/filter", {}, password="another") == 401
            tables = ask(home, running, "artifacts/filter", {"artifacts": {"key": {"any_": ["deliver-mail"]}}})
            assert "Đã gửi" in {row["Việc"] for row in json.loads(tables[0]["data"])}
            refuses_a_second_service(home, server)
            children = descendants(running.pid)
            assert len(children) >= 2
            running.kill()
            wait_for("the children end by themselves", lambda: children.isdisjoint(processes()), 30)

        more = queue_mail(home, FIRST_DAY + timedelta(days=7))
        before = len(server.messages)
        with service(home, server) as running:
            wait_for("mail goes again", lambda: {mail.recipient for mail in server.messages[before:]} == more)
            children = descendants(running.pid)
            running.send_signal(signal.SIGTERM)
            output, _ = running.communicate(timeout=20)
            assert running.returncode == 0, output
            assert children.isdisjoint(processes())
        assert (home / "logs" / "flows.log").stat().st_size > 0
        assert len(output.splitlines()) <= 6, "Prefect's own words belong into the logs"


def refuses_a_second_service(home: Path, server: ScriptedServer) -> None:
    second = subprocess.run(
        command(home), env=environment(server), cwd=home, capture_output=True, text=True, timeout=30, check=False
    )
    assert second.returncode == 1
    assert "dondoc up đang chạy" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1
