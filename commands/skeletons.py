"""An empty answer as JSON or YAML: every key that a form asks for, ready to be filled and handed to `submit`."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.forms import FormSpec

#: Keys that YAML reads as text without quotes.
_PLAIN_KEY = re.compile(r"(?!(?:null|true|false)$)[A-Za-z][A-Za-z0-9.-]*", re.IGNORECASE)

#: A key, its empty value as JSON, and what is asked.
Line = tuple[str, object, str]


def _sections(spec: "FormSpec") -> Iterator[tuple[str, list[Line]]]:
    """The parts of an answer that this form has; fields stand at the top, under no section."""
    yield "", [(field.code, None, f"{field.title}. {field.hint}") for field in spec.fields]
    yield "figures", [(q.code, None, f"{q.name} ({q.unit})") for q in spec.questions]
    yield "narrative", [(passage.code, "", passage.title) for passage in spec.passages]
    yield "duties", [(duty.code, {"status": "", "text": ""}, duty.title) for duty in spec.duties]


def as_json(spec: "FormSpec") -> str:
    """The empty answer as JSON."""
    said: dict[str, object] = {"nil": False} if spec.may_be_nil else {}
    for section, lines in _sections(spec):
        values = {key: value for key, value, _asked in lines}
        if section and values:
            said[section] = values
        else:
            said.update(values)
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def as_yaml(spec: "FormSpec") -> str:
    """The empty answer as YAML, with what is asked beside each key."""
    out = [f"# {spec.title}", f"# {spec.agency_name}, {spec.period_title}", f"# {spec.assignment}"]
    if spec.may_be_nil:
        out.append("nil: false  # true: không phát sinh gì trong kỳ")
    for section, lines in _sections(spec):
        if section and lines:
            out.append(f"{section}:")
        indent = "  " if section else ""
        for key, value, asked in lines:
            shown = "" if value is None else " " + json.dumps(value, ensure_ascii=False)
            out.append(f"{indent}{_key(key)}:{shown}  # {' '.join(asked.split())}")
    return "\n".join(out) + "\n"


def _key(code: str) -> str:
    return code if _PLAIN_KEY.fullmatch(code) else json.dumps(code)
