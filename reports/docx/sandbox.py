"""The sandbox in which a template speaks: what it may say, and how much may come out.

A template names fields of a closed list (`reports.docx.fields`), loops over lists and tests conditions. All else that
Jinja knows (calls, assignments, macros, arithmetic, attributes of the program) is refused before anything runs; and a
loop within a loop can only run over what hangs on the outer one, so that the report's own content bounds the work.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from models.errors import ReportError
from models.language import _
from reports.docx.fields import FIELDS, FILTERS, LOOP, Field, item_of
from reports.text import clean

#: Characters of XML that one part of a report may have: some two thousand pages.
MOST_OUTPUT = 40_000_000
#: Filters that only the checker knows: they mark how a field was written (`{{p field }}`, `{{r field }}`).
AS_BLOCK, AS_PICTURE = "as_block", "as_picture"
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_WANTED = {"block": AS_BLOCK, "picture": AS_PICTURE}
_COMPARISONS = frozenset({"eq", "ne", "lt", "lteq", "gt", "gteq"})
Scope = Mapping[str, Field]
#: Faults as they are met, and in the end the field that was meant, None where there is none.
Meant = Generator["Fault", None, Field | None]


def _finalize(value: object) -> object:
    """Text as it stands in a run: without what XML forbids, escaped, line breaks as such; drawn XML stays."""
    if isinstance(value, Markup):
        return value
    return Markup(str(escape(clean(str(value)))).replace("\n", _BREAK))  # noqa: S704 - escaped in the same breath


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox in which a dot reaches the entries of a record and nothing else of it."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja's own signature
        """An entry of a record, or what Jinja says of a loop."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def environment() -> ImmutableSandboxedEnvironment:
    """A sandbox without any global function, with the few filters that a template may use."""
    found = _Sandbox(autoescape=True, finalize=_finalize)
    found.globals.clear()
    found.tests.clear()
    found.filters = {name: found.filters[name] for name in sorted(FILTERS)}
    return found


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a template says and may not, with the line it stands in."""

    line: int
    said: str


def faults(tree: nodes.Template, *, marked: bool = False) -> list[Fault]:
    """Unknown fields, fields of the wrong kind, and whatever leaves the sandbox.

    `marked` templates carry the checker's marks, so that it also shows where a block stands within a line.
    """
    return list(_Walk(marked).body(tree.body, dict(FIELDS), ""))


@dataclass(frozen=True)
class _Walk:
    marked: bool

    def body(self, found: Sequence[nodes.Node], scope: Scope, inner: str) -> Iterator[Fault]:
        for node in found:
            yield from self.statement(node, scope, inner)

    def statement(self, node: nodes.Node, scope: Scope, inner: str) -> Iterator[Fault]:
        if isinstance(node, nodes.Output):
            for one in node.nodes:
                if not isinstance(one, nodes.TemplateData):
                    yield from self._shown(one, scope)
        elif isinstance(node, nodes.For):
            yield from self._loop(node, scope, inner)
        elif isinstance(node, nodes.If):
            yield from self._condition(node.test, scope)
            for part in (node.body, node.elif_, node.else_):
                yield from self.body(list(part), scope, inner)
        else:
            yield _outside(node)

    def _loop(self, node: nodes.For, scope: Scope, inner: str) -> Iterator[Fault]:
        if node.test is not None or node.recursive or not isinstance(node.target, nodes.Name):
            yield Fault(node.lineno, _("vòng lặp chỉ có dạng “for tên in danh_sách”"))
            return
        found = yield from self._field(node.iter, scope)
        if found is None:
            return
        if found.kind != "list":
            yield Fault(node.lineno, _("“{name}” không phải danh sách, không lặp được").format(name=_name(node.iter)))
            return
        if inner and not _name(node.iter).startswith(f"{inner}."):
            said = _("vòng lặp bên trong chỉ được lặp danh sách của “{name}”").format(name=inner)
            yield Fault(node.lineno, said)
            return
        name = node.target.name
        own = {**scope, name: item_of(found), "loop": Field("record", "", parts=LOOP)}
        yield from self.body(node.body, own, name)
        yield from self.body(node.else_, scope, inner)

    def _shown(self, node: nodes.Node, scope: Scope) -> Iterator[Fault]:
        mark = ""
        if self.marked and isinstance(node, nodes.Filter) and node.name in _WANTED.values() and node.node is not None:
            mark, node = node.name, node.node
        found = yield from self._value(node, scope)
        if found is None:
            return
        if found.kind in ("list", "record", "flag"):
            yield Fault(node.lineno, _("“{name}” không phải chữ, không in ra được").format(name=_name(node)))
        elif self.marked and mark != (wanted := _WANTED.get(found.kind, "")):
            form = {AS_BLOCK: "{{p … }}", AS_PICTURE: "{{r … }}"}.get(wanted, "{{ … }}")
            yield Fault(node.lineno, _("“{name}” phải viết dạng {form}").format(name=_name(node), form=form))

    def _value(self, node: nodes.Node, scope: Scope) -> Meant:
        if isinstance(node, nodes.Const) and isinstance(node.value, str | int):
            return Field("text", "")
        if isinstance(node, nodes.CondExpr):
            yield from self._condition(node.test, scope)
            for one in (node.expr1, node.expr2):
                if one is not None:
                    yield from self._value(one, scope)
            return Field("text", "")
        if isinstance(node, nodes.Filter) and node.node is not None:
            found = yield from self._value(node.node, scope)
            if node.name not in FILTERS or node.args or node.kwargs:
                yield Fault(node.lineno, _("bộ lọc “{name}” không dùng được").format(name=node.name))
                return None
            return found
        return (yield from self._field(node, scope))

    def _field(self, node: nodes.Node, scope: Scope) -> Meant:
        if isinstance(node, nodes.Name):
            if node.name not in scope:
                yield _unknown(node.lineno, node.name, scope)
                return None
            return scope[node.name]
        if not isinstance(node, nodes.Getattr):
            yield _outside(node)
            return None
        owner = yield from self._field(node.node, scope)
        return None if owner is None else (yield from _part(node, owner))

    def _condition(self, node: nodes.Node | None, scope: Scope) -> Iterator[Fault]:
        if isinstance(node, nodes.Not):
            yield from self._condition(node.node, scope)
        elif isinstance(node, nodes.And | nodes.Or):
            yield from self._condition(node.left, scope)
            yield from self._condition(node.right, scope)
        elif isinstance(node, nodes.Compare):
            yield from self._value(node.expr, scope)
            for one in node.ops:
                if one.op not in _COMPARISONS:
                    yield _outside(one)
                else:
                    yield from self._value(one.expr, scope)
        elif node is not None:
            yield from self._value(node, scope)


def _part(node: nodes.Getattr, owner: Field) -> Meant:
    if node.attr.startswith("_"):
        yield Fault(node.lineno, _("“{name}” bị cấm: mẫu không được chạm vào chương trình").format(name=node.attr))
        return None
    if owner.kind != "record" or node.attr not in owner.parts:
        yield _unknown(node.lineno, _name(node), owner.parts if owner.kind == "record" else {})
        return None
    return owner.parts[node.attr]


def _name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_name(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else type(node).__name__


def _unknown(line: int, name: str, known: Mapping[str, Field]) -> Fault:
    if not known:
        return Fault(line, _("không có trường “{name}”").format(name=name))
    said = _("không có trường “{name}”; ở đây dùng được: {known}")
    return Fault(line, said.format(name=name, known=", ".join(sorted(known))))


def _outside(node: nodes.Node) -> Fault:
    said = _("không dùng được phép “{name}”: mẫu chỉ có trường, vòng lặp và điều kiện")
    return Fault(node.lineno, said.format(name=type(node).__name__))


def speak_template(source: str, context: Mapping[str, object], limit: int = MOST_OUTPUT) -> str:
    """What a template says with its fields filled in.

    Raises:
        ReportError: it is no template, says what it may not, or says too much.
    """
    try:
        sandbox = environment()
        found = faults(sandbox.parse(source))
        if found:
            raise ReportError(found[0].said)
        pieces: list[str] = []
        size = 0
        for piece in sandbox.from_string(source).generate(context):
            size += len(piece)
            if size > limit:
                raise ReportError(_("mẫu cho ra văn bản quá lớn"))
            pieces.append(piece)
    except (TemplateError, RecursionError) as error:
        raise ReportError(_("mẫu có thẻ hỏng: {error}").format(error=str(error))) from error
    return "".join(pieces)
