"""A plan's own text brought up to date: comments, order and short forms stay where nothing changed."""

from collections.abc import Iterator, Mapping, Sequence

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from models.plan import PlanDocument
from plans.findings import PlanFileError
from plans.loading import load_plan_text
from plans.plan_yaml import plan_yaml
from plans.yaml_edits import TextEdits, edit_mapping, start_of

_NAMES = ("code", "number", "clause")


def plan_text(
    source: str,
    document: PlanDocument,
    based_on: int | None,
    aside: Mapping[tuple[str, str], str] | None = None,
) -> str:
    """The text of a plan file that says `document`: `source` with what differs changed in it.

    Where `source` is not the text of a plan, is one line, or uses anchors (`&`), the plan is written out from the
    document alone.  `aside` names parts that are commented out instead of dropped, by the key of their list and their
    code, with what to say above them.
    """
    changed = _changed(source, document, based_on, aside or {})
    return plan_yaml(document, based_on) if changed is None else changed


def annotated(text: str, notes: Mapping[tuple[str, str], Sequence[str]]) -> str:
    """A plan file's text with comments above the parts they concern.

    Parts are named by a list and the code of its item, or by `plan` and a key of the head. What stands no more is
    spoken of above its list, or above the head.
    """
    root = YAML(typ="safe").compose(text)
    edits = TextEdits(text)
    for (section, name), said in notes.items():
        at = edits.line_start(_place(root, section, name))
        indent = len(text[at:]) - len(text[at:].lstrip(" "))
        edits.replace(at, at, "".join(f"{' ' * indent}# {one}\n" for one in said))
    return edits.result() or text


def _changed(
    source: str, document: PlanDocument, based_on: int | None, aside: Mapping[tuple[str, str], str]
) -> str | None:
    if not source.strip():
        return None
    try:
        loaded = load_plan_text(source.replace("\r\n", "\n"), "")
        root = YAML(typ="safe").compose(loaded.text)
        if not isinstance(root, MappingNode) or root.flow_style or _has_anchors(loaded.text):
            return None
        edits = TextEdits(loaded.text, aside)
        after = _said(document, based_on)
        edit_mapping(edits, root, _said(loaded.document, loaded.document.based_on), after, "", flow=False)
        text = edits.result()
        if text is None:
            return None
        again = load_plan_text(text, "").document
    except PlanFileError:
        return None
    return text if _said(again, again.based_on) == after else None


def _said(document: PlanDocument, based_on: int | None) -> dict[str, object]:
    """What a plan says beyond the defaults, as plain data in the order of a plan file."""
    data = document.model_dump(by_alias=True, exclude_defaults=True, exclude={"based_on", "retired"})
    head = {"schema": data.pop("schema"), **({} if based_on is None else {"based_on": based_on})}
    return {**head, **data}


def _has_anchors(text: str) -> bool:
    return any(getattr(event, "anchor", None) for event in YAML(typ="safe").parse(text))


def _place(root: MappingNode, section: str, name: str) -> int:
    sections = dict(_entries(root))
    key, value = sections.get(section) or sections["plan"]
    inside = _entries(value) if isinstance(value, MappingNode) else _items(value)
    return next((start_of(node) for found, (node, _) in inside if found == name), start_of(key))


def _entries(node: MappingNode) -> Iterator[tuple[str, tuple[Node, Node]]]:
    for key, value in node.value:
        yield str(key.value), (key, value)


def _items(node: Node) -> Iterator[tuple[str, tuple[Node, Node]]]:
    if not isinstance(node, SequenceNode):
        return
    for item in node.value:
        keys = dict(_entries(item)) if isinstance(item, MappingNode) else {}
        named = next((keys[name][1] for name in _NAMES if name in keys), None)
        if isinstance(named, ScalarNode):
            yield str(named.value), (item, item)
