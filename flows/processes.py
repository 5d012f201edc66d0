"""A child process as its parent sees it: started, written to a log of bounded size, watched, stopped for certain."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, cast

LOG_BYTES = 2_000_000
LOG_FILES = 3


class Child:
    """A process in a group of its own, so that an interrupt at the terminal reaches its parent alone.

    What it prints goes to `log`; once a line holds `marker` it is ready.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path, marker: str = "") -> None:
        self.log = log
        self.ready = threading.Event()
        own_group = 0x200 if sys.platform == "win32" else 0  # CREATE_NEW_PROCESS_GROUP
        self._process = subprocess.Popen(  # noqa: S603 - this program's own command
            command,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=sys.platform != "win32",
            creationflags=own_group,
        )
        self._copying = threading.Thread(target=self._copy, args=(marker,), name=f"log {log.name}", daemon=True)
        self._copying.start()

    def _copy(self, marker: str) -> None:
        lines = cast("IO[bytes]", self._process.stdout)  # it was asked for as a pipe
        handler = RotatingFileHandler(self.log, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
        with contextlib.closing(handler), lines:
            for line in lines:
                text = line.decode("utf-8", "replace").rstrip()
                handler.emit(logging.makeLogRecord({"msg": text}))
                if marker and marker in text:
                    self.ready.set()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def ask_to_stop(self) -> None:
        """Close its standard input, which tells it to stop."""
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def stop(self, grace: float) -> None:
        """Have it stop within `grace` seconds, then end whatever of its group is left."""
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(grace)
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._copying.join(timeout=2)
