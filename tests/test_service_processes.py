"""The parts of `dondoc up`: what it refuses before it starts anything, its lock, and children that end for certain."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.lock import holding
from flows.processes import LOG_BYTES, Child
from flows.service import run_service
from flows.settings import Settings
from models.errors import StateError
from models.store import Store, sqlite_url

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
# A child that does as told, one that does not, and one whose own child does not: each says when it is ready.
OBEDIENT = (
    "import time; from flows.child import end_with_parent; end_with_parent();"
    "print('ready', flush=True); time.sleep(600)"
)
STUBBORN = "import time; print('ready', flush=True); time.sleep(600)"
GRANDCHILD = (
    "import subprocess, sys, time; found = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print('ready', found.pid, flush=True); time.sleep(600)"
)
HOLDER = """
import time
from pathlib import Path
from flows.lock import holding
with holding(Path({lock!r}), "held"):
    print("ready", flush=True)
    time.sleep(600)
"""


def started(script: str, log: Path) -> Child:
    child = Child([sys.executable, "-c", script], ENVIRONMENT, log, "ready")
    assert child.ready.wait(20)
    return child


def alive(pid: int) -> bool:
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(listed.strip()) and not listed.startswith("Z")


# --- refusals --------------------------------------------------------------------------------------------------------


def test_a_home_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="dondoc init"):
        run_service(Settings(home=tmp_path))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "may-chu.example"])
def test_the_prefect_server_is_for_this_computer_alone(tmp_path: Path, host: str) -> None:
    with pytest.raises(StateError, match="chỉ phục vụ máy này"):
        run_service(Settings(home=tmp_path), host=host)


def test_a_second_service_on_a_home_is_refused(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path / "dondoc.db"))
    store.upgrade()
    store.close()
    (tmp_path / "prefect").mkdir()
    with (
        holding(tmp_path / "prefect" / "up.lock", "held"),
        pytest.raises(StateError, match="dondoc up đang chạy"),
    ):
        run_service(Settings(home=tmp_path))
    assert not (tmp_path / "logs" / "server.log").exists()


# --- the lock --------------------------------------------------------------------------------------------------------


def test_a_lock_is_held_by_one_and_given_back(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    with holding(lock, "held"), pytest.raises(StateError, match="held"), holding(lock, "held"):
        raise AssertionError("the lock was given twice")
    with holding(lock, "held"):
        pass


def test_a_lock_ends_with_its_holder_even_when_killed(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    script = HOLDER.format(lock=str(lock))
    child = started(script, tmp_path / "child.log")
    try:
        with pytest.raises(StateError), holding(lock, "held"):
            pass
    finally:
        child.stop(0)
    with holding(lock, "held", wait=5):
        pass


# --- children --------------------------------------------------------------------------------------------------------


def test_a_child_stops_when_its_input_closes(tmp_path: Path) -> None:
    child = started(OBEDIENT, tmp_path / "child.log")
    begun = time.monotonic()
    child.stop(grace=20)
    assert not child.running
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("script", [STUBBORN, GRANDCHILD], ids=["stubborn", "with a child of its own"])
def test_what_does_not_stop_is_ended_with_all_it_started(tmp_path: Path, script: str) -> None:
    log = tmp_path / "child.log"
    child = started(script, log)
    grandchildren = [int(word) for word in log.read_text(encoding="utf-8").split() if word.isdigit()]
    child.stop(grace=0.2)
    assert not child.running
    end = time.monotonic() + 5
    while any(map(alive, grandchildren)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(alive, grandchildren))


def test_what_a_child_says_goes_to_a_log_that_stays_small(tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    line = "x" * 999
    script = f"for n in range({3 * LOG_BYTES // 1000}): print({line!r})\nprint('ready', flush=True)"
    child = started(script, log)
    child.stop(grace=5)
    sizes = [path.stat().st_size for path in tmp_path.glob("child.log*")]
    assert len(sizes) > 1
    assert max(sizes) <= LOG_BYTES
