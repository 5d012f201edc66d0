"""`dondoc up`: the Prefect server on this computer and the scheduled flows, until stopped.

Two children: the server, and the process that runs the flows. They end with this process however it ends, so that
nothing has to be cleaned up before the next start. What Prefect keeps (its database, its settings) is apart from ours.
"""

import json
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPConnection
from ipaddress import ip_address
from pathlib import Path
from threading import Event
from time import monotonic
from typing import cast

from pydantic import SecretStr

from flows.child import GRACE, READY
from flows.clock import clear_clock, is_demo, set_clock
from flows.lock import holding
from flows.processes import Child
from flows.settings import Settings
from models.errors import DondocError, StateError
from models.language import _
from models.store import Store, sqlite_url

LOOPBACK = "127.0.0.1"
#: How long the server, and then the flows, may take to be ready; measured: 13 s and 6 s on two cores.
STARTING = 150.0
_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
_ROOT = Path(__file__).resolve().parent.parent


class ServiceError(DondocError):
    """The service did not start, or one of its processes ended by itself; the log that is named says why."""


def run_service(
    settings: Settings, *, host: str = LOOPBACK, port: int | None = None, now: datetime | None = None
) -> int:
    """Run until a signal asks to stop; returns the exit code. `host` and `port` are those of the Prefect server.

    With `now`, the home's clock shows that instant at the start and goes on from there.

    Raises:
        StateError: this is Windows, nothing was set up here, the service runs here already, or the address is not this
            computer's own.
        ServiceError: a process did not start or ended by itself.
    """
    settings = settings.model_copy(update={"home": settings.home.resolve()})
    _refuse_windows()
    _refuse_other_computers(host)
    _prepare(settings)
    twice = _("dondoc up đang chạy ở {home}: dừng nó trước khi chạy lại").format(home=settings.home)
    with _stop_on_signal() as stop, holding(settings.home / "prefect" / "up.lock", twice):
        clear_clock(settings.home)
        if now is not None:
            set_clock(settings.home, now, demo=is_demo(settings.home))
        try:
            _serve(settings, host, port or _free_port(host), stop)
        finally:
            clear_clock(settings.home)
    return 0


def _refuse_windows() -> None:
    """There the Task Scheduler takes the place of the service; see docs/installation.md."""
    if os.name == "nt":
        said = _(
            "`dondoc up` cần Linux hoặc macOS: trên Windows để Task Scheduler chạy `dondoc round` mỗi sáng và "
            "`dondoc deliver` mỗi 10 phút, như docs/installation.md"
        )
        raise StateError(said)


def _refuse_other_computers(host: str) -> None:
    try:
        own = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        own = False
    if not own:
        said = _("máy chủ lịch chỉ phục vụ máy này: bỏ --host {host} hoặc dùng --host {loopback}")
        raise StateError(said.format(host=host, loopback=LOOPBACK))


def _prepare(settings: Settings) -> None:
    store = Store(settings.database)
    try:
        if store.revision() is None:
            said = _("{home} chưa có dữ liệu: chạy `dondoc init` trước")
            raise StateError(said.format(home=settings.home))
        store.upgrade()
    finally:
        store.close()
    for name in ("prefect", "logs"):
        (settings.home / name).mkdir(parents=True, exist_ok=True)


@contextmanager
def _stop_on_signal() -> Iterator[Event]:
    stop = Event()
    numbers = [cast("int", getattr(signal, name)) for name in _SIGNALS if hasattr(signal, name)]
    previous = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _serve(settings: Settings, host: str, port: int, stop: Event) -> None:
    password = secrets.token_urlsafe(24)
    environment = _environment(settings, f"http://{host}:{port}", password)
    logs = settings.home / "logs"
    command = [sys.executable, "-m", "flows.child"]
    children: list[Child] = []
    try:
        _say(_("Đang khởi động máy chủ lịch Prefect (thường mất 10-20 giây)"))
        server = Child([*command, "server", str(settings.home), host, str(port)], environment, logs / "server.log")
        children.append(server)
        if not _wait(lambda: _healthy(host, port), children, stop):
            return
        _say(_("Đang đăng ký các lịch chạy"))
        flows = Child([*command, "flows", str(settings.home)], environment, logs / "flows.log", READY)
        children.append(flows)
        if not _wait(flows.ready.is_set, children, stop):
            return
        with _described(settings.home, f"http://{host}:{port}", password) as description:
            said = _("dondoc đang chạy. Dừng: Ctrl-C. Nhật ký: {logs}. Giao diện Prefect và mật khẩu: {description}")
            _say(said.format(logs=logs, description=description))
            while not stop.wait(0.5):
                _refuse_ended(children)
    finally:
        if children:
            _say(_("Đang dừng"))
        for child in reversed(children):
            child.stop(GRACE)


def _say(line: str) -> None:
    print(line, flush=True)


def _wait(ready: Callable[[], bool], children: Sequence[Child], stop: Event) -> bool:
    """Wait until `ready`; False where a signal came first."""
    deadline = monotonic() + STARTING
    while not ready():
        _refuse_ended(children)
        if monotonic() > deadline:
            said = _("chưa sẵn sàng sau {seconds} giây: xem {log}")
            raise ServiceError(said.format(seconds=round(STARTING), log=children[-1].log))
        if stop.wait(0.3):
            return False
    return True


def _refuse_ended(children: Sequence[Child]) -> None:
    ended = next((child for child in children if not child.running), None)
    if ended is not None:
        said = _("một tiến trình của dịch vụ đã tự dừng: xem {log} rồi chạy lại `dondoc up`")
        raise ServiceError(said.format(log=ended.log))


def _healthy(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _free_port(host: str) -> int:
    with socket.create_server((host, 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _described(home: Path, url: str, password: str) -> Iterator[Path]:
    """A file that only its owner may read: where the Prefect server is, and the password that it wants."""
    path = home / "prefect" / "service.json"
    path.unlink(missing_ok=True)
    description = {"pid": os.getpid(), "url": url, "api": f"{url}/api", "password": password}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(description, file)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _environment(settings: Settings, url: str, password: str) -> dict[str, str]:
    """What the children inherit: this service's own Prefect, and the settings as they were given to the parent.

    Prefect's API can run any code as this user, so it wants a password that is new at each start.
    """
    home = settings.home / "prefect"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    own = {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"{url}/api",
        "PREFECT_SERVER_API_AUTH_STRING": f"dondoc:{password}",
        "PREFECT_API_AUTH_STRING": f"dondoc:{password}",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": sqlite_url(home / "prefect.db").replace(
            "sqlite:", "sqlite+aiosqlite:"
        ),
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_LOGGING_COLORS": "false",
        "PREFECT_CLI_COLORS": "false",
        "DO_NOT_TRACK": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), inherited.get("PYTHONPATH", "")))),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }
    return {**inherited, **dict(_given(settings)), **own}


def _given(settings: Settings) -> Iterator[tuple[str, str]]:
    """The settings that were set, as environment variables."""
    for name in settings.model_fields_set:
        value = getattr(settings, name)
        if value is not None:
            yield f"DONDOC_{name.upper()}", str(value.get_secret_value() if isinstance(value, SecretStr) else value)
