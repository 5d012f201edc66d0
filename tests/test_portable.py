"""Windows runs every command but `up`: what only POSIX has stays behind a question for the platform, text is UTF-8."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("commands", "flows", "intake", "models", "notifications", "plans", "reports")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
POSIX_MODULES = frozenset({"fcntl", "grp", "pwd", "pty", "resource", "syslog", "termios", "tty"})
POSIX_CALLS = frozenset({"chown", "fork", "forkpty", "getpgrp", "getuid", "killpg", "mkfifo", "setsid", "uname"})
#: Days and months without a leading zero, as only the C library of POSIX writes them.
POSIX_DATES = ("%-d", "%-m", "%-H", "%e")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def posix_only(path: Path) -> Iterator[str]:
    """Uses of what Windows does not have, outside a function that asks for the platform."""
    asking = [one for one in ast.walk(tree(path)) if isinstance(one, ast.FunctionDef) and _asks(one)]
    allowed = {node.lineno for function in asking for node in ast.walk(function) if isinstance(node, ast.expr)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
            yield from sorted(names & POSIX_MODULES)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            if node.attr in POSIX_CALLS and node.lineno not in allowed:
                yield f"os.{node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (form for form in POSIX_DATES if form in node.value)


def _asks(function: ast.FunctionDef) -> bool:
    said = ast.unparse(function)
    return "sys.platform" in said or "os.name" in said


def without_encoding(path: Path) -> Iterator[int]:
    """Lines that read or write text in whatever encoding the system has."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        positional = {"read_text": 0, "write_text": 1}.get(node.func.attr)
        named = {keyword.arg for keyword in node.keywords}
        if positional is not None and len(node.args) <= positional and "encoding" not in named:
            yield node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_needs_nothing_that_windows_lacks(path: Path) -> None:
    assert list(posix_only(path)) == []
    assert list(without_encoding(path)) == []


def test_what_is_forbidden_is_found(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("import fcntl, os\nos.killpg(1, 9)\nprint(f'{d:%-d}')\np.write_text('x')\np.read_text()\n", "utf-8")
    assert list(posix_only(bad)) == ["fcntl", "os.killpg", "%-d"]
    assert list(without_encoding(bad)) == [4, 5]
