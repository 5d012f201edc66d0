"""The project's own rules: its layers, its lock file, what its files may contain, their size, its Makefile."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

# Which of the project's own packages each one may import, beside itself. The four in the middle do not know each other.
MIDDLE = {"plans", "intake", "notifications", "reports"}
MAY_IMPORT: dict[str, set[str]] = {
    "models": set(),
    **{package: {"models"} for package in MIDDLE},
    "flows": {"models", *MIDDLE},
    "commands": {"models", *MIDDLE, "flows"},
    "cli": {"commands", "models", *MIDDLE, "flows"},
}
MAY_IMPORT_PREFECT = {"flows/deployments.py"}

MAX_MODULE_LINES = 450
MAX_FUNCTION_LINES = 60

PLATFORMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
PYTHONS = ("3.11", "3.12", "3.13")

# Put together here from pieces, so that this file does not match itself.
SLASH = "/"
MACHINE_PATHS = [SLASH + name + SLASH for name in ("root", "work", "tmp")]
INDEX_OPTIONS = ["--" + option for option in ("index-url", "extra-index-url", "find-links", "trusted-host")]
REGISTRY_HOSTS = [
    ".".join(labels)
    for labels in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
    )
]


# --- the files -------------------------------------------------------------------------------------------------------


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is or could be committed, relative to ROOT; without git, every file outside ignored folders."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        paths = [Path(name) for name in listing.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = list(_walk_without_git())
    return tuple(sorted(path for path in set(paths) if (ROOT / path).is_file()))


def _walk_without_git() -> Iterator[Path]:
    ignored = {".git", *(ROOT / ".gitignore").read_text(encoding="utf-8").replace("/", "").split()}
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in ignored and not name.endswith(".egg-info")]
        yield from (Path(folder, name).relative_to(ROOT) for name in names)


def python_files() -> list[Path]:
    return [path for path in project_files() if path.suffix == ".py"]


def package_of(path: Path) -> str:
    """`models` for `models/calendar.py`, `cli` for `cli.py`."""
    return path.parts[0].removesuffix(".py")


def product_files() -> list[Path]:
    return [path for path in python_files() if package_of(path) in MAY_IMPORT]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def test_the_files_are_found() -> None:
    names = {path.as_posix() for path in project_files()}
    assert {"pyproject.toml", "Makefile", "models/__init__.py", "tests/test_project.py"} <= names
    assert not [name for name in names if name.startswith((".venv/", ".git/"))]


def test_the_walk_without_git_sees_the_same_python_files() -> None:
    assert {path for path in _walk_without_git() if path.suffix == ".py"} == set(python_files())


# --- layers ----------------------------------------------------------------------------------------------------------


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every absolute import anywhere in a module, those inside functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.lineno, node.module


def imported_by_product() -> Iterator[tuple[Path, int, str]]:
    for path in product_files():
        for line, name in imports(parsed(path)):
            yield path, line, name.partition(".")[0]


def test_every_package_has_its_place_in_the_layers() -> None:
    beside = {"tests", "benchmarks"}
    found = {package_of(path) for path in python_files()} - beside
    assert found == set(MAY_IMPORT)


def test_every_package_is_installed() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    packages = {pattern.removesuffix("*") for pattern in setuptools["packages"]["find"]["include"]}
    assert packages | set(setuptools["py-modules"]) == set(MAY_IMPORT)


def test_imports_point_down_only() -> None:
    wrong = [
        f"{path}:{line} imports {target}"
        for path, line, target in imported_by_product()
        if target in MAY_IMPORT and target != package_of(path) and target not in MAY_IMPORT[package_of(path)]
    ]
    assert wrong == []


def test_imports_are_absolute() -> None:
    wrong = [
        f"{path}:{node.lineno}"
        for path in product_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert wrong == []


def test_the_product_imports_neither_tests_nor_benchmarks() -> None:
    wrong = [
        f"{path}:{line}" for path, line, target in imported_by_product() if target in {"tests", "benchmarks", "pytest"}
    ]
    assert wrong == []


def test_prefect_stays_where_it_is_scheduled() -> None:
    wrong = [
        f"{path}:{line}"
        for path, line, target in imported_by_product()
        if target == "prefect" and path.as_posix() not in MAY_IMPORT_PREFECT
    ]
    assert wrong == []


def test_the_command_line_imports_only_typer_at_module_level() -> None:
    allowed = {*sys.stdlib_module_names, *MAY_IMPORT, "typer"}
    statements = [node for node in parsed(Path("cli.py")).body if isinstance(node, ast.Import | ast.ImportFrom)]
    wrong = {name for node in statements for _, name in imports(node) if name.partition(".")[0] not in allowed}
    assert wrong == set()


def test_importing_the_command_line_is_light() -> None:
    heavy = {"prefect", "sqlmodel", "sqlalchemy", "alembic", "fastapi", "openpyxl", "docx"}
    script = "import json, sys, cli; print(json.dumps(sorted(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert heavy.isdisjoint(json.loads(result.stdout))


def test_checking_a_plan_needs_no_database() -> None:
    script = "import sys, plans.check, plans.loading; print('sqlalchemy' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"


# --- the lock --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pin:
    """One package of requirements.lock: its exact version, where it applies, and the hashes of its files."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def version(self) -> str:
        return next(iter(self.requirement.specifier)).version

    def applies(self, environment: dict[str, str]) -> bool:
        return self.requirement.marker is None or self.requirement.marker.evaluate(environment)


def lock_text() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


@cache
def pins() -> tuple[Pin, ...]:
    lines = [line for line in lock_text().replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    parts = [line.split(" --hash=") for line in lines]
    return tuple(Pin(Requirement(head.strip()), tuple(value.strip() for value in rest)) for head, *rest in parts)


def environments() -> list[dict[str, str]]:
    common = {"implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}
    return [
        {**common, **platform, "python_version": python, "python_full_version": f"{python}.9"}
        for platform in PLATFORMS.values()
        for python in PYTHONS
    ]


def declared() -> list[Requirement]:
    """What pyproject.toml asks for: to run, to develop, to build."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = content["project"]
    texts = [*project["dependencies"], *project["optional-dependencies"]["dev"], *content["build-system"]["requires"]]
    return [Requirement(text) for text in texts]


def test_every_pin_is_exact_and_hashed() -> None:
    wrong = [
        str(pin.requirement)
        for pin in pins()
        if [clause.operator for clause in pin.requirement.specifier] != ["=="]
        or pin.version.endswith("*")
        or not pin.hashes
        or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in pin.hashes)
    ]
    assert pins()
    assert wrong == []


def test_the_lock_holds_no_address_and_no_local_build() -> None:
    lines = lock_text().splitlines()
    assert [line for line in lines if "://" in line or " @ " in line or line.startswith("-")] == []
    assert [str(pin.requirement) for pin in pins() if "+" in pin.version] == []


@pytest.mark.parametrize("environment", environments(), ids=lambda e: f"{e['sys_platform']}-{e['python_version']}")
def test_the_lock_satisfies_pyproject_everywhere(environment: dict[str, str]) -> None:
    applying = [pin for pin in pins() if pin.applies(environment)]
    versions = {canonicalize_name(pin.requirement.name): pin.version for pin in applying}
    assert len(versions) == len(applying), "a package is pinned twice"
    unmet = [
        str(requirement)
        for requirement in declared()
        if not requirement.specifier.contains(versions.get(canonicalize_name(requirement.name), "0"))
    ]
    assert unmet == []


# --- what files may contain ------------------------------------------------------------------------------------------


def forbidden() -> re.Pattern[bytes]:
    # A machine path starts where nothing that could be part of a longer path stands before it.
    starts = "|".join(re.escape(text) for text in MACHINE_PATHS)
    anywhere = "|".join(re.escape(text) for text in [*INDEX_OPTIONS, *REGISTRY_HOSTS])
    return re.compile(rf"(?<![\w.~*)-])(?:{starts})|{anywhere}".encode(), re.IGNORECASE)


@pytest.mark.parametrize("text", [*MACHINE_PATHS, *INDEX_OPTIONS, *(f"https://{host}/x" for host in REGISTRY_HOSTS)])
def test_the_pattern_finds_what_it_forbids(text: str) -> None:
    assert forbidden().search(f"see {text} there".encode())


@pytest.mark.parametrize("text", ["docs/work/plan.md", "./root/x", "--no-emit-index-url", "debian.org/doc"])
def test_the_pattern_leaves_the_rest_alone(text: str) -> None:
    assert not forbidden().search(text.encode())


def test_no_file_names_a_machine_or_a_registry() -> None:
    pattern = forbidden()
    found = [
        f"{path}: {match.group().decode()}"
        for path in project_files()
        for match in pattern.finditer((ROOT / path).read_bytes())
    ]
    assert found == []


# --- size ------------------------------------------------------------------------------------------------------------


def test_modules_stay_small() -> None:
    lengths = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_MODULE_LINES} == {}


def test_functions_stay_small() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in python_files()
        if "versions" not in path.parts  # a migration is one list of statements, in the order they happened
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert long == []


# --- the Makefile ----------------------------------------------------------------------------------------------------


def test_every_make_target_explains_itself() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-zA-Z][\w-]*):(?!=)(.*)$", text, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony
    assert {name for name, _ in targets} == set(phony.group(1).split())
    assert [name for name, rest in targets if not re.search(r"## \S.*", rest)] == []


def test_make_alone_shows_the_help() -> None:
    assert "\n.DEFAULT_GOAL := help\n" in (ROOT / "Makefile").read_text(encoding="utf-8")
