"""Help in the language of the run: the parser's own headings, and what the commands say about themselves."""

from collections.abc import Iterator

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from commands.language import N_, _

OPTIONS = N_("Tùy chọn")
ARGUMENTS = N_("Tham số")


def localise(command: object) -> None:
    """Translate the help of a command and of all below it."""
    for _path, one in walk(command):
        one.help = _(plain(one.help))
        one.rich_help_panel = _(one.rich_help_panel or "") or None
        for parameter in one.params:
            if isinstance(parameter, TyperOption | TyperArgument):
                parameter.help = _(parameter.help or "")
                parameter.rich_help_panel = _(OPTIONS if isinstance(parameter, TyperOption) else ARGUMENTS)
            if isinstance(parameter, TyperOption) and parameter.is_flag:
                parameter.metavar = ""  # a flag takes no value: nothing stands beside its name


def walk(command: object, path: str = "dondoc") -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    """A command and all below it, each with the words that call it."""
    if isinstance(command, TyperGroup):
        yield path, command
        for name, below in command.commands.items():
            yield from walk(below, f"{path} {name}")
    elif isinstance(command, TyperCommand):
        yield path, command


def plain(text: str | None) -> str:
    """A docstring as one paragraph, which is how it stands in the catalogue."""
    return " ".join((text or "").split())
