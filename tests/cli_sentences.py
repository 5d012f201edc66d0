"""Every sentence that the command line can say, collected from its source and from its help."""

from typer.main import get_command

from commands.application import application
from commands.help import plain, walk
from tests.catalogues import ROOT, sentences_marked

COMMANDS = ROOT / "commands"


def sentences() -> set[str]:
    return {sentence for sentence in (*sentences_marked(COMMANDS.glob("*.py")), *_docstrings()) if sentence}


def _docstrings() -> set[str]:
    """What the commands' docstrings say in the help."""
    return {plain(command.help) for _, command in walk(get_command(application()))}
