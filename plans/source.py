"""From the text of a plan file to plain data, remembering where everything stands.

The file is composed into nodes, and the nodes are turned into data here, so that no tag of the file can make an object,
every repeated key is seen, numbers stay exact, and anchors cannot grow into more than a plan can hold.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from models.language import N_, _
from plans.findings import START, Findings, Mark, PlanFileError, Route, refusal

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | Decimal | date | None"

#: More parts than any plan has; aliases of aliases ("billion laughs") reach it at once.
MAX_PARTS = 500_000
MAX_DEPTH = 30
_TAG = "tag:yaml.org,2002:"
_KNOWN_TAGS = {_TAG + name for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge")}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: `0912345678` is a telephone number and not a count: its zero must stay.
_WHOLE = re.compile(r"[+-]?(0|[1-9]\d{0,30})")

#: What the parser says, and what a coordinator can do about it.
_SYNTAX: tuple[tuple[str, str, str], ...] = (
    (r"character '\\t'", N_("dòng này thụt vào bằng phím Tab"), N_("thay Tab bằng dấu cách")),
    (
        r"character '(.+)' that cannot start",
        N_("giá trị không được bắt đầu bằng ký tự {0}"),
        N_("đặt cả giá trị trong dấu nháy kép"),
    ),
    (
        r"mapping values are not allowed",
        N_("dấu hai chấm đứng sai chỗ, hoặc dòng này thụt vào không đúng cột"),
        N_(
            "đặt câu có dấu hai chấm trong dấu nháy kép; canh thẳng cột các khóa cùng cấp; sau dấu hai chấm có dấu cách"
        ),
    ),
    (
        r"expected ',' or",
        N_("thiếu dấu phẩy, hoặc thiếu dấu đóng ] hay }}"),
        N_("đóng ngoặc đã mở, ngăn các phần bằng dấu phẩy"),
    ),
    (
        r"expected <block end>",
        N_("dòng này không thẳng cột với các dòng cùng cấp, hoặc thừa dấu nháy"),
        N_("canh thẳng cột; trong dấu nháy đơn, viết hai dấu nháy đơn thay cho một"),
    ),
    (r"unexpected end of stream", N_("dấu nháy mở ở đây không được đóng"), N_("thêm dấu nháy đóng")),
    (
        r"undefined alias '(.+)'",
        N_("*{0} nhắc đến &{0} chưa có ở phía trên"),
        N_("thêm &{0} vào phần được nhắc, hoặc bỏ *{0}"),
    ),
    (r"another document", N_("tệp có nhiều phần ngăn bằng ---"), N_("mỗi tệp một kế hoạch: bỏ dấu --- và phần thừa")),
    (
        r"unknown escape character",
        N_("trong dấu nháy kép, dấu \\ là ký tự điều khiển"),
        N_("viết \\\\ thay cho \\, hoặc dùng dấu nháy đơn"),
    ),
)


def read_yaml(text: str, found: Findings) -> Plain:
    """Plain data of a YAML text; mapping keys are text as written, numbers are int or Decimal, dates are dates.

    Repeated keys, keys that are not text and foreign tags are added to `found`, whose positions are filled in.

    Raises:
        PlanFileError: the text is not YAML, is nested too deeply, or holds more than MAX_PARTS parts.
    """
    try:
        root = _compose(text, found.file)
        return None if root is None else _Builder(found).build(root, ())
    except RecursionError as error:
        raise _too_deep(found.file, START) from error


def _quickly(text: str) -> Node | None:
    """The nodes by way of libyaml, ten times as fast; None for whatever it stumbles over, which is then read slowly.

    It composes by recursion on the C stack and would crash on deep nesting, so events are looked through first.
    """
    depth = 0
    try:
        for event in YAML(typ="safe").parse(text):
            if isinstance(event, CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    return None
            elif isinstance(event, CollectionEndEvent):
                depth -= 1
        found: Node | None = YAML(typ="safe").compose(text)
    except (YAMLError, ValueError):
        return None
    return found


def _compose(text: str, file: str) -> Node | None:
    if (quick := _quickly(text)) is not None:
        return quick
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False  # the later anchor holds, as YAML 1.2 says
    try:
        root: Node | None = yaml.compose(text)
    except ReaderError as error:
        raise _unreadable(text, file, error) from error
    except MarkedYAMLError as error:
        raise _bad_syntax(file, error) from error
    except YAMLError as error:
        raise refusal(
            file, _("không đọc được YAML ({error})").format(error=error), _("sửa theo lời báo, rồi thử lại")
        ) from error
    return root


def _unreadable(text: str, file: str, error: ReaderError) -> PlanFileError:
    before = text[: error.position]
    mark = Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))
    code = error.character if isinstance(error.character, int) else ord(error.character)
    return refusal(
        file, _("có ký tự điều khiển U+{code:04X}, không thuộc văn bản").format(code=code), _("xóa ký tự này"), mark
    )


def _bad_syntax(file: str, error: MarkedYAMLError) -> PlanFileError:
    said = f"{error.problem or ''} {error.context or ''}"
    unclosed = "end of stream" in said or "<stream end>" in said
    marks = (error.context_mark, error.problem_mark) if unclosed else (error.problem_mark, error.context_mark)
    mark = next((_mark(place) for place in marks if place), START)
    for pattern, message, hint in _SYNTAX:
        match = re.search(pattern, said)
        if match:
            begun = _mark(error.context_mark) if error.context_mark else mark
            place = _(" (phần này bắt đầu ở dòng {line})").format(line=begun.line) if begun.line != mark.line else ""
            return refusal(file, _(message).format(*match.groups()) + place, _(hint).format(*match.groups()), mark)
    return refusal(
        file, _("sai cú pháp YAML ({said})").format(said=said.strip()), _("xem lại dòng này và dòng ngay trên"), mark
    )


def _too_deep(file: str, mark: Mark) -> PlanFileError:
    hint = _("bỏ ngoặc thừa; dấu * không được nhắc đến chính phần chứa nó")
    return refusal(file, _("các phần lồng nhau quá sâu"), hint, mark)


def _mark(mark: object) -> Mark:
    return Mark(getattr(mark, "line", 0) + 1, getattr(mark, "column", 0) + 1)


class _Builder:
    """Turns nodes into data, filling in positions on the way."""

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._positions = found.positions
        self._parts = 0

    def build(self, node: Node, route: Route) -> Plain:
        mark = _mark(node.start_mark)
        self._count(route, mark)
        self._positions.values[route] = mark
        if node.tag not in _KNOWN_TAGS:
            tag = str(node.tag).replace(_TAG, "!!")
            self._found.error(
                route, _("không dùng thẻ {tag} trong kế hoạch").format(tag=tag), _("bỏ thẻ, chỉ giữ giá trị")
            )
        if isinstance(node, MappingNode):
            return self._mapping(node, route)
        if isinstance(node, SequenceNode):
            return self._sequence(node, route)
        return _scalar(node)

    def _count(self, route: Route, mark: Mark) -> None:
        self._parts += 1
        if len(route) > MAX_DEPTH:
            raise _too_deep(self._found.file, mark)
        if self._parts > MAX_PARTS:
            hint = _("bớt dùng & và *: chép thẳng nội dung thay cho nhắc lại nhau")
            raise refusal(self._found.file, _("tệp bung ra hơn {most} phần").format(most=MAX_PARTS), hint, mark)

    def _sequence(self, node: SequenceNode, route: Route) -> list[Plain]:
        items: list[Plain] = []
        for index, child in enumerate(node.value):
            item = self.build(child, (*route, index))
            label = _label(item)
            if label:
                self._positions.labels[*route, index] = label
            items.append(item)
        return items

    def _mapping(self, node: MappingNode, route: Route) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        self._fill(found, node, route)
        return found

    def _fill(self, into: dict[str, Plain], node: MappingNode, route: Route) -> None:
        """Add what `node` says and `into` does not say yet."""
        seen: set[str] = set()
        merges: list[Node] = []
        for key_node, value_node in node.value:
            key = key_node.value
            if key_node.tag == _TAG + "merge":
                merges.append(value_node)
            elif not isinstance(key_node, ScalarNode):
                mark = _mark(key_node.start_mark)
                self._found.error(route, _("khóa phải là một từ"), _("viết dạng khóa: giá trị"), mark=mark)
            elif key in seen:
                self._repeated(key_node, route)
            elif key not in into:
                self._positions.keys[*route, key] = _mark(key_node.start_mark)
                into[key] = self.build(value_node, (*route, key))
                if isinstance(value_node, ScalarNode) and value_node.start_mark.index == value_node.end_mark.index:
                    self._positions.values[*route, key] = _mark(key_node.start_mark)  # nothing is written there
            if isinstance(key, str):
                seen.add(key)
        for merged in merges:
            self._merge(into, merged, route)

    def _repeated(self, key_node: ScalarNode, route: Route) -> None:
        key = key_node.value
        first = self._positions.keys[*route, key]
        message = _("khóa {key} viết hai lần (lần đầu ở dòng {line})").format(key=key, line=first.line)
        self._found.error((*route, key), message, _("gộp hai chỗ làm một"), mark=_mark(key_node.start_mark))

    def _merge(self, into: dict[str, Plain], node: Node, route: Route) -> None:
        """`<<: *base`: what the mapping does not say itself comes from the base, the first base first."""
        mark = _mark(node.start_mark)
        self._count(route, mark)
        if isinstance(node, MappingNode):
            self._fill(into, node, route)
        elif isinstance(node, SequenceNode):
            for child in node.value:
                self._merge(into, child, route)
        else:
            self._found.error(route, _("<< cần một nhóm khóa"), _("viết <<: *tên"), mark=mark)


def _scalar(node: Node) -> Plain:
    text = str(node.value)
    match str(node.tag).removeprefix(_TAG):
        case "null":
            return None
        case "bool":
            return text.lower() in ("true", "yes", "on")
        case "int":
            return int(text) if _WHOLE.fullmatch(text) else text
        case "float":
            return _decimal(text)
        case "timestamp":
            return _date(text)
    return text


def _decimal(text: str) -> Plain:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _date(text: str) -> Plain:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else text
    except ValueError:
        return text


def _label(item: Plain) -> str:
    """What people call an item of a list: its code, the holder of an address, the number of a document, a clause."""
    if not isinstance(item, dict):
        return ""
    if isinstance(item.get("agency"), str) and isinstance(item.get("role"), str):
        return f"{item['agency']}/{item['role']}"
    said = next((item[key] for key in ("code", "number", "clause") if isinstance(item.get(key), str)), "")
    return str(said)
