"""What a catalogue says and what the code asks it for: shared by the tests of every package's English."""

import ast
import io
import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
_VARIABLE = re.compile(r"\{(\w+)[^}]*\}")


def sentences_marked(files: Iterable[Path], marks: tuple[str, ...] = ("_", "N_", "kept")) -> set[str]:
    """Literals handed to `_`, `N_` and `kept`."""
    found: set[str] = set()
    for path in files:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in marks:
                found.update(str(part.value) for part in call.args if isinstance(part, ast.Constant))
    return found


def catalogue_of(package: str) -> Catalog:
    """The English catalogue of a package as it is written."""
    with _path(package).open("rb") as file:
        return read_po(file, locale="en", domain="dondoc")


def is_compiled(package: str) -> bool:
    """Whether the compiled catalogue says what the written one does."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue_of(package))
    return _path(package).with_suffix(".mo").read_bytes() == compiled.getvalue()


def _path(package: str) -> Path:
    return ROOT / package / "locale" / "en" / "LC_MESSAGES" / "dondoc.po"


def entries(package: str) -> list[Message]:
    return [message for message in catalogue_of(package) if message.id]


def variables(sentence: object) -> set[str]:
    """The names in braces; doubled braces are braces, and what stands in them is an example for the reader."""
    return set(_VARIABLE.findall(re.sub(r"\{\{|\}\}(?!\})", "", str(sentence))))


def unquoted(sentence: str) -> str:
    """Without what stands in quotes: a heading of the Vietnamese form is quoted as the form has it."""
    return re.sub(r'"[^"]*"', "", sentence)
