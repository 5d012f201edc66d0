"""The `dondoc` command: runs one command line, and turns whatever fails into one line and an exit code."""

import io
import sys
from collections.abc import Sequence

from typer.main import get_command

from commands.application import application
from commands.context import Invocation
from commands.failures import fail
from commands.help import localise
from commands.language import language_asked, speaking


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: that of the process).

    Returns:
        0 done, 1 refused or failed (one line on stderr says why), 2 wrong usage, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    _print_any_letter()
    with speaking(language_asked(arguments)):
        return _run(arguments)


def _run(arguments: list[str]) -> int:
    invocation = Invocation()
    try:
        command = get_command(application())
        localise(command)
        ended = command.main(arguments, prog_name="dondoc", standalone_mode=False, obj=invocation)
    except Exception as error:
        return fail(error, debug=invocation.debug)
    except KeyboardInterrupt as error:
        return fail(error)
    finally:
        invocation.close()
    return ended if isinstance(ended, int) else 0


def _print_any_letter() -> None:
    """Vietnamese goes out as UTF-8 whatever the code page of the console or pipe."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
