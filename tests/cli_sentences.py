"""Every sentence that the command line can say, collected from its source and from its help."""

import ast
from pathlib import Path

from typer.main import get_command

from commands.application import application
from commands.help import plain, walk

COMMANDS = Path(__file__).resolve().parent.parent / "commands"


def sentences() -> set[str]:
    return {sentence for sentence in (*_marked(), *_docstrings()) if sentence}


def _marked() -> set[str]:
    """Literals handed to `_` and `N_`."""
    found: set[str] = set()
    for path in COMMANDS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
                found.update(str(part.value) for part in node.args if isinstance(part, ast.Constant))
    return found


def _docstrings() -> set[str]:
    """What the commands' docstrings say in the help."""
    return {plain(command.help) for _, command in walk(get_command(application()))}
