"""Changing a YAML text in place: only what differs is written anew, comments and layout around it stay.

The text is composed into nodes, which know where they stand; two trees of plain data, of what the text says and of what
it is to say, are compared along them, and the differences become replacements of spans of the text.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from plans.plan_yaml import block_text, inline_text

#: Mappings from periods: a key that goes and one that comes are the same line with another period.
_BY_PERIOD = frozenset({"on", "targets"})
_NAMES = ("code", "number", "clause", "at", "left")


@dataclass
class TextEdits:
    """Replacements of spans of a text, offsets in characters; `aside` are parts to be commented out instead of dropped.

    Its keys are a list's name and what `identity` calls the item, its values what to say above the part.
    """

    text: str
    aside: Mapping[tuple[str, str], str] = field(default_factory=dict)
    _spans: list[tuple[int, int, str]] = field(default_factory=list)
    _possible: bool = True

    def replace(self, start: int, end: int, text: str) -> None:
        """Put `text` in the place of what stands from `start` to before `end`."""
        self._spans.append((start, end, text))

    def give_up(self) -> None:
        """The text is written in a manner that cannot be changed in place."""
        self._possible = False

    def result(self) -> str | None:
        """The changed text; None where that was not possible."""
        parts, done = [], 0
        for start, end, text in sorted(self._spans, key=lambda span: span[:2]):
            if start < done:
                return None
            parts += [self.text[done:start], text]
            done = end
        return "".join([*parts, self.text[done:]]) if self._possible else None

    def line_start(self, at: int) -> int:
        """Where the line of an offset begins."""
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Where the line ends, its line feed not counted."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found

    def column(self, at: int) -> int:
        """How far an offset is from the beginning of its line."""
        return at - self.line_start(at)

    def end(self, node: Node) -> int:
        """Where what a node says ends; the composer's own mark of a block stands behind the comments that follow."""
        start, end = start_of(node), int(node.end_mark.index)
        if isinstance(node, ScalarNode):
            return start + len(self.text[start:end].rstrip())
        if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
            return end
        last = node.value[-1]
        if isinstance(node, SequenceNode):
            return self.end(last)
        return max(int(last[0].end_mark.index) + 1, self.end(last[1]))

    def drop_lines(self, start: int, end: int) -> None:
        """Take out the lines from that of `start` to that of `end`, both included."""
        self.replace(self.line_start(start), min(self.line_end(end) + 1, len(self.text)), "")

    def set_aside(self, start: int, end: int, said: str) -> None:
        """Comment out the lines from that of `start` to that of `end`, with a comment above."""
        first, last = self.line_start(start), self.line_end(end)
        lines = self.text[first:last].split("\n")
        indent = len(lines[0]) - len(lines[0].lstrip())
        kept = [
            line if line.lstrip().startswith("#") or not line.strip() else f"{line[:indent]}# {line[indent:]}"
            for line in lines
        ]
        self.replace(first, last, "\n".join([f"{' ' * indent}# {said}", *kept]))


def start_of(node: Node) -> int:
    """Where a node begins, in characters."""
    return int(node.start_mark.index)


def identity(item: object) -> Hashable:
    """What tells an item of a list from its neighbours: its code, number or clause, the holder of an address."""
    if not isinstance(item, Mapping):
        return repr(item) if isinstance(item, list) else item
    if "agency" in item and "role" in item:
        return f"{item['agency']}/{item['role']}"
    return next((str(item[name]) for name in _NAMES if name in item), repr(item))


def edit_mapping(
    edits: TextEdits,
    node: MappingNode,
    before: Mapping[str, object],
    after: Mapping[str, object],
    name: str,
    flow: bool,
) -> None:
    """Change a mapping that says `before` into one that says `after`; `name` is its own key, `flow` what it is in.

    A key that the text has and `before` lacks says a default; it stays unless `after` says otherwise.
    """
    flow = flow or bool(node.flow_style)
    entries = {str(key.value): (key, value) for key, value in node.value}
    gone = [key for key in entries if key in before and key not in after]
    new = [key for key in after if key not in entries and before.get(key) != after[key]]
    for key, (_, value) in entries.items():
        if key in after and before.get(key) != after[key]:
            edit_value(edits, value, before.get(key), after[key], key, flow)
    if name in _BY_PERIOD and len(gone) == len(new):
        for old, key in zip(gone, new, strict=True):
            _rename(edits, entries[old][0], key)
            if before[old] != after[key]:
                edit_value(edits, entries[old][1], before[old], after[key], key, flow)
    elif (gone or new) and len(gone) == len(entries):
        _write_anew(edits, node, after, flow)
    else:
        _drop_keys(edits, entries, gone, flow)
        _add_keys(edits, node, entries, gone, new, after)


def edit_value(edits: TextEdits, node: Node, before: object, after: object, name: str, flow: bool) -> None:
    """Change what stands under the key `name`."""
    if isinstance(node, MappingNode) and isinstance(before, Mapping) and isinstance(after, Mapping):
        edit_mapping(edits, node, before, after, name, flow)
    elif (
        isinstance(node, SequenceNode)
        and isinstance(before, list | tuple)
        and isinstance(after, list | tuple)
        and 0 < len(before) == len(node.value)
        and after
    ):
        _edit_sequence(edits, node, before, after, name, flow)
    else:
        _write_anew(edits, node, after, flow)


def _write_anew(edits: TextEdits, node: Node, value: object, flow: bool) -> None:
    start, end = start_of(node), edits.end(node)
    quote = node.style if isinstance(node, ScalarNode) and node.style in ("'", '"') else None
    edits.replace(start, max(start, end), ("" if end > start else " ") + inline_text(value, flow=flow, quote=quote))


def _rename(edits: TextEdits, key: ScalarNode, name: str) -> None:
    quote = key.style if key.style in ("'", '"') else ""
    edits.replace(start_of(key), int(key.end_mark.index), f"{quote}{name}{quote}")


# --- keys ------------------------------------------------------------------------------------------------------------

_Entries = Mapping[str, tuple[Node, Node]]


def _span(edits: TextEdits, entry: tuple[Node, Node]) -> tuple[int, int]:
    key, value = entry
    return start_of(key), max(int(key.end_mark.index) + 1, edits.end(value))


def _drop_keys(edits: TextEdits, entries: _Entries, gone: Sequence[str], flow: bool) -> None:
    names = list(entries)
    spans = [_span(edits, entry) for entry in entries.values()]
    places = [names.index(key) for key in gone]
    if flow:
        _drop_from_line(edits, spans, places)
        return
    for place in places:
        start, end = spans[place]
        if edits.text[edits.line_start(start) : start].strip():  # on the line of the dash: the next key takes its place
            follows = place + 1 < len(spans) and place + 1 not in places
            edits.replace(start, spans[place + 1][0], "") if follows else edits.give_up()
        else:
            edits.drop_lines(start, end)


def _drop_from_line(edits: TextEdits, spans: Sequence[tuple[int, int]], places: Sequence[int]) -> None:
    """Take entries out of `[…]` or `{…}`, each with the comma before it; at least one stays."""
    if not places:
        return
    first = next(n for n in range(len(spans)) if n not in places)
    if first:
        edits.replace(spans[0][0], spans[first][0], "")
    for place in places:
        if place > first:
            edits.replace(spans[place - 1][1], spans[place][1], "")


def _add_keys(
    edits: TextEdits,
    node: MappingNode,
    entries: _Entries,
    gone: Sequence[str],
    new: Sequence[str],
    after: Mapping[str, object],
) -> None:
    """Each behind the key that comes before it in a plan, where the text has that."""
    order = list(after)
    kept = [key for key in entries if key not in gone]
    for key in new:
        earlier = [name for name in order[: order.index(key)] if name in kept]
        end = _span(edits, entries[earlier[-1] if earlier else kept[-1]])[1]
        if node.flow_style:
            edits.replace(end, end, f", {inline_text(key, flow=True)}: {inline_text(after[key], flow=True)}")
            continue
        column = edits.column(start_of(node))
        text = _indented(block_text({key: after[key]}), column)
        apart = "\n\n" if column == 0 and isinstance(after[key], Mapping | list | tuple) else "\n"
        at = edits.line_end(end)
        edits.replace(at, at, apart + text)


def _indented(text: str, column: int) -> str:
    return "\n".join(" " * column + line if line else line for line in text.split("\n"))


# --- items -----------------------------------------------------------------------------------------------------------


def _edit_sequence(
    edits: TextEdits, node: SequenceNode, before: Sequence[object], after: Sequence[object], name: str, flow: bool
) -> None:
    flow = flow or bool(node.flow_style)
    spans = [(start_of(item), edits.end(item)) for item in node.value]
    last: int | None = None
    kept: set[int] = set()
    added: list[tuple[int | None, object]] = []
    for old, new in _aligned(before, after):
        if old is None and new is not None:
            added.append((last, after[new]))
        elif old is not None and new is not None:
            kept.add(old)
            last = old
            if before[old] != after[new]:
                edit_value(edits, node.value[old], before[old], after[new], name, flow)
    if flow and not kept:
        _write_anew(edits, node, list(after), flow)
        return
    dropped = [n for n in range(len(before)) if n not in kept]
    if flow:
        _drop_from_line(edits, spans, dropped)
    else:
        for place in dropped:
            _drop_item(edits, spans[place], edits.aside.get((name, str(identity(before[place])))))
    for anchor, item in added:
        _add_item(edits, node, spans, anchor, item, name)


def _aligned(before: Sequence[object], after: Sequence[object]) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of places of what stays, in order; None where an item goes or comes."""
    names = [identity(item) for item in before], [identity(item) for item in after]
    for word, a, b, c, d in SequenceMatcher(None, *names, autojunk=False).get_opcodes():
        if word == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
            continue
        both = 0 if any(isinstance(item, Mapping) for item in chain(before[a:b], after[c:d])) else min(b - a, d - c)
        yield from zip(range(a, a + both), range(c, c + both), strict=True)
        yield from ((n, None) for n in range(a + both, b))
        yield from ((None, n) for n in range(c + both, d))


def _drop_item(edits: TextEdits, span: tuple[int, int], said: str | None) -> None:
    if said is None:
        edits.drop_lines(*span)
    else:
        edits.set_aside(*span, said)


def _add_item(
    edits: TextEdits,
    node: SequenceNode,
    spans: Sequence[tuple[int, int]],
    anchor: int | None,
    item: object,
    name: str,
) -> None:
    """Behind the item `anchor`, or before all others; on one line where its neighbours are."""
    if node.flow_style:
        text = inline_text(item, flow=True)
        at = spans[0][0] if anchor is None else spans[anchor][1]
        edits.replace(at, at, f"{text}, " if anchor is None else f", {text}")
        return
    column = edits.column(start_of(node))
    neighbour = node.value[anchor or 0]
    if isinstance(neighbour, MappingNode) and neighbour.flow_style:
        text = f"- {inline_text(item, flow=True)}"
    else:
        text = "\n".join(line[2:] for line in block_text({name: [item]}).split("\n")[1:])
    text = _indented(text, column)
    at = edits.line_start(spans[0][0]) if anchor is None else edits.line_end(spans[anchor][1])
    edits.replace(at, at, f"{text}\n" if anchor is None else f"\n{text}")
