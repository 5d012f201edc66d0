"""The help: every command and option explains itself, the reference is up to date, and nothing heavy is imported."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from commands.application import application
from commands.help import localise, walk
from commands.language import speak
from commands.reference import reference
from tests.cli_samples import run

ROOT = Path(__file__).resolve().parent.parent
#: The commands of the contract that are made so far.
CONTRACT = """
init; plan check; plan diff; plan apply; plan show; due; status; round; approvals; release; postpone; drop; deliver;
outbox; outbox show; outbox retry; form; submit; accept; return; extend; excuse; pause; task add; contact replace;
letter sent; report build; report list; preview; demo; up; doctor; history; history verify; backup; restore
"""


def commands() -> list[tuple[str, TyperCommand | TyperGroup]]:
    speak("vi")
    command = get_command(application())
    localise(command)
    return list(walk(command))


def test_the_contract_is_kept() -> None:
    wanted = {f"dondoc {name}" for name in " ".join(CONTRACT.split()).split("; ")}
    assert wanted - {path for path, _ in commands()} == set()


@pytest.mark.parametrize(("path", "command"), commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_command_and_all_it_takes_has_help(path: str, command: TyperCommand | TyperGroup) -> None:
    assert command.help
    assert command.help.endswith(".")
    for one in command.params:
        assert isinstance(one, TyperOption | TyperArgument)
        assert one.help, f"{path} {one.name}"
        assert one.help.endswith("."), f"{path} {one.name}"


@pytest.mark.parametrize("path", [path for path, _ in commands()])
def test_help_is_shown_and_ends_well(path: str) -> None:
    ran = run(*path.split()[1:], "--help")
    assert ran.code == 0
    assert path in ran.out
    assert "Tùy chọn" in ran.out


def test_the_reference_is_up_to_date() -> None:
    speak("vi")
    command = get_command(application())
    localise(command)
    path = ROOT / "docs" / "commands.md"
    assert path.read_text(encoding="utf-8") == reference(command), "python -m commands.reference > docs/commands.md"


def test_commands_import_only_light_things_at_module_level() -> None:
    allowed = {*sys.stdlib_module_names, "typer", "commands"}
    wrong = []
    for path in [ROOT / "cli.py", *(ROOT / "commands").glob("*.py")]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            wrong += [(path.name, name) for name in names if not _light(name, allowed)]
    assert wrong == []


def _light(name: str, allowed: set[str]) -> bool:
    """What only says something, and so imports nothing but what says something."""
    sayings = {f"models.{part}" for part in ("errors", "language", "words", "mail_answers", "retelling")}
    return name in sayings or name.partition(".")[0] in allowed


def test_help_loads_neither_database_nor_office_libraries() -> None:
    script = "import cli, json, sys; cli.main(['--help']); print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(json.loads(ran.stderr.splitlines()[-1]))
    assert loaded.isdisjoint(
        {"sqlmodel", "sqlalchemy", "pydantic", "prefect", "openpyxl", "docx", "jinja2", "holidays"}
    )
