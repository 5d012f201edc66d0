"""Printing: one JSON document, tables and lines on stdout; questions, progress and logs on stderr."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from commands.context import RefusedError
from commands.language import _
from commands.tables import blocks, fit_whole, fits, least_widths, with_lines

if TYPE_CHECKING:
    from rich.console import Console

#: Columns of plain output: no name is cut when a table goes into a file or another program.
_PLAIN_WIDTH = 10_000
#: What stands beneath a row is not wider than can be read at once, however wide the output is.
_READ_AT_ONCE = 100
_AFFIRMATIVE = ("c", "co", "có", "y", "yes")


def write(text: str) -> None:
    """A line on stdout."""
    sys.stdout.write(f"{text}\n")


def log(text: str) -> None:
    """A line on stderr: what is not the result."""
    sys.stderr.write(f"{text}\n")


def print_json(document: object) -> None:
    """The one JSON document of a command; decimals stay exact."""
    import simplejson

    write(simplejson.dumps(document, use_decimal=True, ensure_ascii=False, indent=2))


def print_table(
    columns: Sequence[str], rows: Sequence[Sequence[object]], *, empty: str = "", beneath: Sequence[str] = ()
) -> None:
    """Rows under translated headings; outside a terminal plain text, as wide as its content.

    Where a terminal is too narrow for the columns to stand beside each other, each row is a paragraph of its own.
    `beneath` says of each row what stands on lines of its own under it, "" for nothing.
    """
    if not rows:
        write(empty or _("Không có gì."))
        return
    cells = [[str(cell) if cell is not None else "" for cell in row] for row in rows]
    console = _console()
    enough = fit_whole if beneath else fits
    if any(columns) and console.is_terminal and not enough(columns, cells, console.width):
        write("\n".join(blocks(columns, cells, console.width, beneath)))
        return
    lines = _grid(console, columns, cells)
    write("\n".join(with_lines(lines, beneath, min(console.width, _READ_AT_ONCE)) if beneath else lines))


def _grid(console: "Console", columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = box.SIMPLE_HEAD if console.is_terminal and any(columns) else None
    table = Table(box=grid, header_style="bold", pad_edge=False, show_header=any(columns))
    least = least_widths(columns, rows) if any(columns) else [None] * len(columns)
    for column, width in zip(columns, least, strict=True):
        table.add_column(Text(column), overflow="fold", min_width=width)
    for row in rows:
        table.add_row(*map(Text, row))
    with console.capture() as capture:
        console.print(table)
    return [line.rstrip() for line in capture.get().splitlines()]


def _console() -> "Console":
    from rich.console import Console

    terminal = sys.stdout.isatty()
    width = None if terminal else _PLAIN_WIDTH
    return Console(file=sys.stdout, width=width, no_color=not terminal, highlight=False, markup=False, emoji=False)


def agree(question: str, *, yes: bool, json: bool = False) -> None:
    """Ask before something that cannot be taken back; `--yes` answers beforehand.

    Raises:
        RefusedError: the answer is no, or there is nobody to ask.
    """
    if yes:
        return
    if json or not (sys.stdin and sys.stdin.isatty()):
        raise RefusedError(_("{question} Thêm --yes để đồng ý.").format(question=question))
    sys.stderr.write(f"{question} {_('[c/K]')} ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in _AFFIRMATIVE:
        raise RefusedError(_("đã dừng, không thay đổi gì"))


@contextmanager
def progress(label: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal while something takes long; gives the function that is told how much is done, of how much."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
