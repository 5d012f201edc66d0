"""A mail as a page: what it says, once, before it is laid out as HTML and as text. So both parts say the same."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from notifications.language import Language
from notifications.look import MARKS, STYLES

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Button:
    """The next thing to do, as a link."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a list. `facts` are (label, value) pairs; `due` is a date in full, `state` one of `look.MARKS`.

    `note` is what the reader must not overlook, such as the reason of a return.
    """

    title: str
    badge: str
    state: str
    period: str = ""
    due_label: str = ""
    due: str = ""
    note: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    button: Button | None = None


@dataclass(frozen=True)
class Group:
    """Rows of one body; without a name where the reader's own body is meant."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Section:
    """A list under its heading; `as_table` lays rows out side by side for readers who watch over many bodies."""

    heading: str
    groups: tuple[Group, ...]
    note: str = ""
    as_table: bool = False


@dataclass(frozen=True)
class Block:
    """A short paragraph under a label: what is attached, what happens next, whom to call."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A whole mail. `why` is the one sentence that says why the reader gets it."""

    subject: str
    sender: str
    plan: str
    greeting: str
    why: str
    ask: str = ""
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """The three texts of a mail."""

    subject: str
    text: str
    html: str


@lru_cache(maxsize=8)
def environment(lang: Language) -> Environment:
    """The templates of one language, compiled once; words missing from a template are an error, not a gap."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(lang.translations, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    made.globals.update(lang=lang.code, marks=MARKS, style=STYLES)
    return made


def template(lang: Language, name: str) -> Template:
    """A compiled template by its path under `templates/`."""
    return environment(lang).get_template(name)


def words(lang: Language, name: str, part: str, *arguments: object) -> str:
    """What the template `words/NAME.txt` says in its macro `part`, on one line."""
    macro = getattr(template(lang, f"words/{name}.txt").module, part)
    return " ".join(cast(str, macro(*arguments)).split())


def render(page: Page, lang: Language) -> Rendered:
    """Lay a page out as HTML and as text."""
    return Rendered(
        subject=page.subject,
        text=template(lang, "page.txt").render(page=page),
        html=template(lang, "page.html").render(page=page),
    )
