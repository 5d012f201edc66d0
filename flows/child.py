"""What `dondoc up` starts: the Prefect server, or the process that runs the flows. Each ends with its parent.

The parent holds the other end of standard input. When that closes, because the parent stops, or was killed and could
close nothing itself, the child stops by itself: no process is left behind, and no process number has to be trusted.
"""

import os
import runpy
import signal
import sys
import threading
from pathlib import Path

from flows.lock import holding

#: What the process of the flows prints when all of them are registered.
READY = "dondoc: flows are served"
#: How long an order to stop is given before everything in this process group is ended.
GRACE = 10.0
#: How long a child waits for that of a service that was killed a moment ago.
PREDECESSOR = GRACE + 5.0


def end_with_parent() -> None:
    """Stop this process, and what it started, when the parent closes standard input or dies."""
    threading.Thread(target=_wait_for_the_end, name="parent", daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    timer = threading.Timer(GRACE, _end_group)
    timer.daemon = True
    timer.start()
    signal.raise_signal(signal.SIGTERM)


def _end_group() -> None:
    if sys.platform == "win32":
        os._exit(1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def main(arguments: list[str]) -> None:
    """`server HOME HOST PORT` or `flows HOME`."""
    role, home, *rest = arguments
    end_with_parent()
    with holding(Path(home) / "prefect" / f"{role}.lock", f"an earlier {role} process has not ended", PREDECESSOR):
        if role == "server":
            host, port = rest
            sys.argv = ["prefect", "server", "start", "--host", host, "--port", port]
            runpy.run_module("prefect", run_name="__main__")
        else:
            from flows.deployments import serve_flows  # noqa: PLC0415 - brings in Prefect, which takes seconds

            serve_flows(Path(home), ready=lambda: print(READY, flush=True))


if __name__ == "__main__":
    main(sys.argv[1:])
