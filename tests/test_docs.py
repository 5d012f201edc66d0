"""The documentation is held to the code: keys and defaults, settings, commands, the example plan, links."""

import re
import shlex
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path, PurePosixPath

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from typer.core import TyperCommand
from typer.main import get_command

from commands.application import application
from commands.context import Invocation
from commands.help import walk
from commands.language import speaking
from flows.settings import Settings
from models import forms as form_models
from models import plan as plan_models
from models.parts import Part
from notifications.transports import parse_smtp_url
from plans.check import check_plan
from plans.loading import load_plan_text

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("README.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL_SIGNS = {">", ">>", "|", "&&", ";"}
PARTS = {
    name: one
    for name, one in {**vars(form_models), **vars(plan_models)}.items()
    if isinstance(one, type) and issubclass(one, Part)
}
REQUIRED = "**required**"


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(text) if name == language]


def first_cells(text: str) -> Iterator[tuple[str, str]]:
    """The name in backticks and the second cell of each row of a Markdown table."""
    yield from re.findall(r"^\| `([^`]+)` \| (.+?) \|", text, re.MULTILINE)


# --- commands --------------------------------------------------------------------------------------------------------


def command_lines(page: Path) -> Iterator[list[str]]:
    """Words after `dondoc` of every line in a `console` block that runs it, by whatever path or user."""
    for block in blocks(read(page), "console"):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(re.sub(r"^[$>] ", "", line.strip()), comments=True)
            words = list(takewhile(lambda word: word not in SHELL_SIGNS, words))
            if words[:2] == ["sudo", "-u"]:
                words = words[3:]
            while words and re.match(r"[A-Z_]+=", words[0]):
                words = words[1:]
            if words and PurePosixPath(words[0]).name == "dondoc":
                yield words[1:]


def task_lines(page: Path) -> Iterator[list[str]]:
    """What the Windows tasks are told to run."""
    for block in blocks(read(page), "powershell"):
        yield from (arguments.split() for arguments in re.findall(r'-Argument "([^"]+)"', block))


def shown() -> list[tuple[str, list[str]]]:
    return [(page.name, words) for page in PAGES for words in (*command_lines(page), *task_lines(page))]


def parse(words: list[str]) -> None:
    """Take a command line apart as the program does, and do nothing."""
    with speaking("en"):
        command = get_command(application())
        for _path, one in walk(command):
            if isinstance(one, TyperCommand):
                one.callback = lambda **_values: None
        command.main(list(words), prog_name="dondoc", standalone_mode=False, obj=Invocation())


@pytest.mark.parametrize(("page", "words"), shown(), ids=lambda value: " ".join(value) if value else "")
def test_a_command_that_a_page_shows_is_one(page: str, words: list[str]) -> None:
    parse(words)


def test_pages_show_commands() -> None:
    assert {page for page, _ in shown()} >= {"README.md", "huong-dan-dieu-phoi.md", "installation.md", "plan-file.md"}


@pytest.mark.parametrize("words", [["statis"], ["status", "--agencie", "so-b"], ["extend", "B-01"], ["plan", "draw"]])
def test_a_command_that_is_none_would_be_found(words: list[str]) -> None:
    with pytest.raises(Exception, match=r"(?i)no such|missing"):
        parse(words)


def test_make_targets_that_a_page_shows_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), re.MULTILINE))
    said = {
        target
        for page in PAGES
        for block in blocks(read(page), "console")
        for target in re.findall(r"^(?:\$ )?make ([a-z]+)", block, re.MULTILINE)
    }
    assert said >= {"setup", "demo"}
    assert said <= targets


# --- the plan file ---------------------------------------------------------------------------------------------------


def key_tables() -> dict[str, dict[str, str]]:
    """For each part of a plan the keys of its table in plan-file.md with their defaults."""
    sections = re.split(r"^<!-- keys: (\w+) -->$", read(DOCS / "plan-file.md"), flags=re.MULTILINE)[1:]
    tables = {}
    for name, text in zip(sections[::2], sections[1::2], strict=True):
        rows = takewhile(lambda line: line.startswith("|"), text.strip().splitlines())
        cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]
        tables[name] = {cell[0].strip("`"): cell[2].strip("`") for cell in cells[2:]}
    return tables


def default_of(field: FieldInfo) -> str:
    """A default as a plan file would write it."""
    value = field.default
    if field.is_required():
        return REQUIRED
    if isinstance(value, BaseModel):
        return "{}"
    words = {None: "null", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    return {"()": "[]", "{}": "{}"}.get(str(value), str(value))


def test_every_part_of_a_plan_has_its_table() -> None:
    assert set(key_tables()) == set(PARTS) - {"Part"}


@pytest.mark.parametrize("name", sorted(set(PARTS) - {"Part"}))
def test_every_key_is_documented_with_its_default(name: str) -> None:
    fields = PARTS[name].model_fields
    assert key_tables()[name] == {field.alias or key: default_of(field) for key, field in fields.items()}


def test_the_plan_of_the_guide_is_sound() -> None:
    plans = [block for block in blocks(read(DOCS / "huong-dan-dieu-phoi.md"), "yaml") if block.startswith("schema:")]
    assert len(plans) == 1
    assert check_plan(load_plan_text(plans[0], "ke-hoach.yaml")) == []


# --- settings --------------------------------------------------------------------------------------------------------


def test_every_setting_is_documented() -> None:
    said = {name for name, _ in first_cells(read(DOCS / "installation.md")) if name.startswith("DONDOC_")}
    assert said == {"DONDOC_LANG", *(f"DONDOC_{name.upper()}" for name in Settings.model_fields)}


def test_settings_have_the_defaults_that_are_documented() -> None:
    said = dict(first_cells(read(DOCS / "installation.md")))
    plain = {
        name: field.default
        for name, field in Settings.model_fields.items()
        if isinstance(field.default, int) or name.endswith("_cron")
    }
    assert {name: said[f"DONDOC_{name.upper()}"] for name in plain} == {
        name: f"`{default}`" for name, default in plain.items()
    }


def test_every_option_of_the_mail_server_is_documented() -> None:
    options = re.findall(r"^\s*\| (\w+) \|", parse_smtp_url.__doc__ or "", re.MULTILINE)[1:]
    said = [name for name, _ in first_cells(read(DOCS / "installation.md"))]
    assert len(options) > 5
    assert [name for name in said if name in options] == options


# --- links -----------------------------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """The anchors that headings get where Markdown is shown."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", read(page))):
        if target.startswith(("https:", "http:", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path) if path else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(read(found)), target
