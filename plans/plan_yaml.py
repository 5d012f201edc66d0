"""Writing a plan as YAML that people like to read: the keys in their order, short parts on one line."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from models.plan import PlanDocument

WIDTH = 120
#: A width that no value reaches: it stays on its line.
_UNBROKEN = 10_000_000
#: Parts that are read as a line of a table where one line is long enough.
_ONE_LINE = frozenset(
    {"agencies", "contacts", "steps", "rules", "context", "sections", "narrative", "indicators", "cutoffs"}
    | {"due", "effective", "on", "targets", "starts", "ends"}
)
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,30})(\.\d+)?")
#: Characters besides the line feed that YAML takes for the end of a line, or drops.
_BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff]")
#: Within braces these begin a key or a value, though the writer leaves them bare.
_INDICATORS = ("?", ":")
_WORDS_OF_YAML_1_1 = ("yes", "no", "on", "off", "y", "n")
#: Room for the indent and the dash of a part.
_INDENT = 10


class _PlanRepresenter(RoundTripRepresenter):
    """Decimals as plain numbers with all their digits, and what stands in two places written out twice."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _represent_decimal(representer: _PlanRepresenter, value: Decimal) -> ScalarNode:
    shown = str(value)
    tag = "float" if "." in shown else "int"
    if not _PLAIN_NUMBER.fullmatch(shown) or (value == 0 and value.is_signed()):
        return representer.represent_scalar("tag:yaml.org,2002:str", shown, style='"')
    return representer.represent_scalar(f"tag:yaml.org,2002:{tag}", shown)


_PlanRepresenter.add_representer(Decimal, _represent_decimal)


def plan_tree(document: PlanDocument, based_on: int | None) -> CommentedMap:
    """The plan as a tree that YAML is written from, and to which comments can be added."""
    data = document.model_dump(by_alias=True, exclude_defaults=True, exclude={"based_on", "retired"})
    tree = CommentedMap()
    tree["schema"] = data.pop("schema")
    if based_on is not None:
        tree["based_on"] = based_on
    for key, value in data.items():
        tree[key] = _node(value, key, top=True)
        tree.yaml_set_comment_before_after_key(key, before="\n")
    return tree


def plan_yaml(document: PlanDocument, based_on: int | None) -> str:
    """The plan as the text of a plan file; `based_on` is the version in force that it was made from."""
    return write_tree(plan_tree(document, based_on))


def block_text(data: Mapping[str, object]) -> str:
    """Keys and their values as lines of a plan file, without the last line's end."""
    tree = CommentedMap()
    for key, value in data.items():
        tree[key] = _node(value, key, top=True)
    return write_tree(tree).rstrip("\n")


def inline_text(value: object, *, flow: bool, quote: str | None = None) -> str:
    """A value on one line, as it stands within `[…]` or `{…}` (`flow`) or behind a key; texts in the quotes named."""
    held = _flowing(value)
    if isinstance(value, str) and (quote == '"' or "\n" in value):
        held = DoubleQuotedScalarString(value)
    elif isinstance(value, str) and quote == "'":
        held = SingleQuotedScalarString(value)
    tree = CommentedMap({"k": held})
    if flow:
        tree.fa.set_flow_style()
    text = write_tree(tree, width=_UNBROKEN).rstrip("\n")
    return (text[1:-1] if flow else text).removeprefix("k:").strip()


def _flowing(value: object) -> object:
    if isinstance(value, Mapping):
        found = CommentedMap({_name(name): _flowing(inner) for name, inner in value.items()})
        found.fa.set_flow_style()
        return found
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Sequence):
        return _flow_seq([_flowing(item) for item in value])
    return value


def _flow_seq(items: Sequence[object]) -> CommentedSeq:
    found = CommentedSeq(items)
    found.fa.set_flow_style()
    return found


def write_tree(tree: CommentedMap, *, width: int = WIDTH) -> str:
    """The text of a plan file from its tree."""
    yaml = YAML()
    yaml.Representer = _PlanRepresenter
    yaml.width = width
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(tree, out)
    return "\n".join(line.rstrip(" ") for line in out.getvalue().split("\n"))


def _node(value: object, key: str, *, top: bool = False) -> object:
    if isinstance(value, Mapping):
        return _mapping(value, key, top=top)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Sequence):
        items = CommentedSeq([_node(item, key) for item in value])
        if all(isinstance(item, str | int | Decimal | date) for item in value):
            items.fa.set_flow_style()
        return items
    return value


def _mapping(value: Mapping[str, object], key: str, *, top: bool) -> CommentedMap:
    found = CommentedMap()
    for name, inner in value.items():
        found[_name(name)] = _node(inner, name)
    simple = not any(isinstance(inner, Mapping) for inner in value.values())
    if not top and simple and key in _ONE_LINE and _width(value) <= WIDTH - _INDENT:
        found.fa.set_flow_style()
    return found


def _width(value: object) -> int:
    """About how many characters a value takes on one line."""
    if isinstance(value, Mapping):
        return 2 + sum(len(name) + 4 + _width(inner) for name, inner in value.items())
    if isinstance(value, list | tuple):
        return 2 + sum(2 + _width(inner) for inner in value)
    return len(str(value))


def _text(value: str) -> str:
    """Text; in quotes where this or another program would read it as something else."""
    return DoubleQuotedScalarString(value) if value.lower() in _WORDS_OF_YAML_1_1 else _name(value)


def _name(value: str) -> str:
    """A key, or a text; in quotes where its first character or a break within would not be read back."""
    risky = value.startswith(_INDICATORS) or _BREAKS.search(value)
    return DoubleQuotedScalarString(value) if risky else value
