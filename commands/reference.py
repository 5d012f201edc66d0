"""`docs/commands.md`, written from the commands themselves: `python -m commands.reference > docs/commands.md`."""

import sys
from collections.abc import Iterator

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from commands.help import walk
from commands.language import _

_OWN = "--help"


def reference(command: object) -> str:
    """The whole command line as Markdown, in the language that `command` was localised to."""
    ends = _("Mã kết thúc: 0 xong; 1 từ chối hoặc không làm được, một dòng ở đầu ra lỗi nói vì sao; 2 viết sai lệnh.")
    lines = [f"# {_('Lệnh của dondoc')}", "", ends, ""]
    for path, one in walk(command):
        top = path == "dondoc"
        lines += [f"## `{path}{_arguments(one)}`", "", one.help or "", ""]
        options = list(_options(one, top=top))
        if options:
            lines += [f"| {_('Tùy chọn')} | |", "|---|---|", *options, ""]
    return "\n".join(lines)


def _arguments(command: TyperCommand | TyperGroup) -> str:
    if isinstance(command, TyperGroup):
        return " COMMAND"
    names = [one.metavar or one.name or "" for one in command.params if isinstance(one, TyperArgument)]
    return "".join(f" {name}" for name in names)


def _options(command: TyperCommand | TyperGroup, *, top: bool) -> Iterator[str]:
    """Rows of a command's arguments and of its own options; the shared ones stand at the top alone."""
    for one in command.params:
        if isinstance(one, TyperArgument):
            yield f"| `{one.metavar or one.name}` | {_cell(one.help)} |"
        elif isinstance(one, TyperOption) and not one.hidden and (top or _OWN not in one.opts):
            value = f" {_value(one)}" if not one.is_flag else ""
            yield f"| `{', '.join(one.opts)}{value}` | {_cell(one.help)} |"


def _value(option: TyperOption) -> str:
    return (option.metavar or "TEXT").replace("|", "/")


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|")


def main() -> None:
    """Print the reference in Vietnamese."""
    from typer.main import get_command

    from commands.application import application
    from commands.help import localise

    command = get_command(application())
    localise(command)
    sys.stdout.buffer.write(reference(command).encode())  # UTF-8 and plain line ends on every system


if __name__ == "__main__":
    main()
