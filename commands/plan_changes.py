"""How changes of a plan are shown: field by field with before and after, how far each reaches, what a file undoes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from commands.language import N_, _
from commands.output import log, print_table, write

if TYPE_CHECKING:
    from plans.diff import FieldChange, PlanDiff
    from plans.impact import Impact, Move
    from plans.threeway import ThreeWay
    from plans.undoing import Undoing

#: Characters of a value that are shown; what differs stands in the middle of a window of this width.
_MOST = 60
#: Assignments named one by one before the rest is counted.
_MOST_MOVES = 20
_KEYS = {
    "after_cutoff": N_("sau chốt"),
    "day": N_("ngày"),
    "month_offset": N_("sau mấy tháng"),
    "wording": N_("lời văn bản"),
    "on": "",
}


def print_diff(found: "PlanDiff", impacts: "Sequence[Impact]" = ()) -> None:
    """The changes, a line for each key; with `impacts`, also how many open assignments and waiting mails each has."""
    if found.is_empty:
        write(_("Không có gì thay đổi."))
        return
    head = [_("Thay đổi"), _("Phần"), _("Mục: trước → sau")]
    reach = {(one.kind, one.code): (str(one.assignments), str(one.mails)) for one in impacts}
    if reach:
        head += [_("Việc đang mở"), _("Thư chờ gửi")]
    shown = []
    for change, kind, code, fields in _entries(found):
        part = code if kind in ("obligations", code) else f"{kind} {code}"
        said = [line for one in fields for line in field_lines(one)] or [""]
        counts = reach.get((kind, code), ("", "") if reach else ())
        shown.append((change, part, said[0], *counts))
        shown += [("", "", line, *("" for _count in counts)) for line in said[1:]]
    print_table(head, shown)


def _entries(found: "PlanDiff") -> "Iterator[tuple[str, str, str, Sequence[FieldChange]]]":
    yield from ((_("thêm"), "obligations", code, ()) for code in found.added)
    yield from ((_("đổi"), "obligations", item.code, item.fields) for item in found.changed)
    yield from ((_("thôi giao"), "obligations", code, ()) for code in found.closed)
    words = {"added": _("thêm"), "changed": _("đổi"), "removed": _("bỏ")}
    yield from ((words[other.change], other.kind, other.code, other.fields) for other in found.others)


def field_lines(change: "FieldChange") -> list[str]:
    """A changed key as lines such as `due: sau chốt 3wd → 8wd`; lists say what was added and taken out."""
    return [f"{change.name}: {said}" for said in _said(change.before, change.after)]


def _said(before: object, after: object) -> list[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        return _by_key(before, after)
    if isinstance(before, list) and isinstance(after, list):
        return [_of_lists(before, after)]
    return [" → ".join(shortened(before, after))]


def _by_key(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """Keys that both have say before and after beside each other; a rule that gives way to another is told whole."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    both = [key for key in keys if before.get(key) is not None and after.get(key) is not None]
    if set(keys) == set(both):
        return [f"{_label(key)} {said}".strip() for key in both for said in _said(before[key], after[key])]
    return [" → ".join(shortened(_whole(before, keys), _whole(after, keys)))]


def _whole(said: dict[str, object], keys: Iterable[str]) -> str:
    parts = [f"{_label(key)} {value_text(said[key])}".strip() for key in keys if said.get(key) not in (None, 0)]
    return ", ".join(parts) or _("không có")


def _of_lists(before: list[object], after: list[object]) -> str:
    gone = [_cut(value_text(one)) for one in before if one not in after]
    new = [_cut(value_text(one)) for one in after if one not in before]
    if not gone and not new:
        return _("đổi thứ tự hoặc số lần: {before} → {after}").format(
            before=_cut(value_text(before)), after=_cut(value_text(after))
        )
    if len(gone) == len(new) == 1:
        return " → ".join(shortened(gone[0], new[0]))
    parts = []
    if gone:
        parts.append(_("bỏ {items}").format(items=_listed(gone)))
    if new:
        parts.append(_("thêm {items}").format(items=_listed(new)))
    return "; ".join(parts)


def _listed(items: Sequence[str], most: int = 5) -> str:
    rest = _(" và {count} mục nữa").format(count=len(items) - most) if len(items) > most else ""
    return ", ".join(items[:most]) + rest


def _label(key: str) -> str:
    said = _KEYS.get(key, key)
    return _(said) if said else ""


def value_text(value: object) -> str:
    """A JSON value as a person writes it in a plan file."""
    if value is None or value in ("", [], {}):
        return _("không có")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ", ".join(
            f"{_label(key)} {value_text(one)}".strip() for key, one in value.items() if one not in (None, False)
        )
    if isinstance(value, list):
        return ", ".join(value_text(one) for one in value)
    return str(value)


def shortened(before: object, after: object) -> tuple[str, str]:
    """Both values, cut so that the first place where they differ is seen."""
    one, other = value_text(before), value_text(after)
    if len(one) <= _MOST and len(other) <= _MOST:
        return one, other
    same = next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    start = max(one.rfind(" ", 0, max(same - _MOST // 3, 0)) + 1, 0)
    return _cut(one, start), _cut(other, start)


def _cut(text: str, start: int = 0) -> str:
    """At most so many characters from `start`, cut where a word ends."""
    rest = text[start:]
    if len(rest) > _MOST:
        rest = rest[: _MOST + 1]
        rest = rest[: rest.rfind(" ") if " " in rest else _MOST].rstrip(" ,;") + "…"
    return f"…{rest}" if start else rest


def print_moves(moves: "Sequence[Move]") -> None:
    """The open assignments whose deadlines move, each with its old and new date."""
    if not moves:
        return
    write(_("Đổi hạn:"))
    rows = [(one.assignment, f"{one.before:%d/%m/%Y} → {one.after:%d/%m/%Y}") for one in moves[:_MOST_MOVES]]
    print_table((_("Phần việc"), _("Hạn: trước → sau")), rows)
    if len(moves) > _MOST_MOVES:
        said = _("… và {count} phần việc nữa; xem đủ bằng `dondoc plan diff TỆP --json`")
        write(said.format(count=len(moves) - _MOST_MOVES))


def print_three_way(found: "ThreeWay") -> None:
    """What both sides changed since the version that a stale file was made from, with the values of each."""
    write(_("Tệp này sửa so với phiên bản {version}:").format(version=found.base))
    print_diff(found.yours)
    write(_("Người khác đã sửa từ phiên bản {version}:").format(version=found.base))
    print_diff(found.theirs)
    write(_("Cùng sửa một chỗ:"))
    rows = []
    for one in found.conflicts:
        mine, theirs = shortened(one.yours, one.theirs)
        rows.append((f"{one.kind} {one.code}", one.field, _cut(value_text(one.base)), mine, theirs))
    head = (_("Phần"), _("Mục"), _("Bản gốc"), _("Tệp này"), _("Đang có hiệu lực"))
    print_table(head, rows, empty=_("Không có chỗ nào."))


def log_undoing(found: "Undoing") -> None:
    """On stderr, one line for each change that a file takes back."""
    said = _("cảnh báo: tệp không ghi based_on; áp dụng tệp này sẽ bỏ {count} thay đổi làm sau khi tệp được viết:")
    log(said.format(count=len(found.changes)))
    for one in found.changes:
        part = one.code if one.kind in ("obligations", one.code) else f"{one.kind} {one.code}"
        if one.field:
            theirs, mine = shortened(one.theirs, one.mine)
            what = _("{part} {field}: {theirs} → {mine}").format(part=part, field=one.field, theirs=theirs, mine=mine)
        elif one.mine is None:
            what = _("bỏ {part}").format(part=part)
        else:
            what = _("đưa {part} trở lại").format(part=part)
        log(_("  - {what} (phiên bản {version}, {by})").format(what=what, version=one.version, by=one.by))
    log(_("  Muốn giữ: chạy `dondoc plan export` lấy bản đang có hiệu lực rồi sửa trên đó."))
