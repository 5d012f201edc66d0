"""What one version of a plan changes in another, by code and key."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from models.parts import Part
from models.plan import PlanDocument

_SINGLE = ("plan", "calendar")
_LISTS = (
    "legal_bases",
    "agencies",
    "groups",
    "contacts",
    "policies",
    "cutoffs",
    "forms",
    "indicators",
    "reports",
    "context",
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One key with what it said and says, as JSON values; None where it said nothing."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Changed:
    """An obligation that both versions have, and the keys in which it differs."""

    code: str
    fields: list[FieldChange]


@dataclass(frozen=True, slots=True)
class OtherChange:
    """A change to another part: `kind` is its list in the file, `code` what names it there."""

    kind: str
    code: str
    change: Literal["added", "changed", "removed"]
    fields: list[FieldChange] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Obligations added, changed and closed (codes in the order of the plan), and changes to other parts."""

    added: list[str]
    changed: list[Changed]
    closed: list[str]
    others: list[OtherChange]

    @property
    def is_empty(self) -> bool:
        """Whether both versions say the same."""
        return not (self.added or self.changed or self.closed or self.others)

    @property
    def count(self) -> int:
        """How many parts are added, changed or taken out."""
        return len(self.added) + len(self.changed) + len(self.closed) + len(self.others)

    def as_json(self) -> dict[str, object]:
        """The document that `dondoc plan diff --json` prints; `fields` maps each key to what it said and says.

        `before` and `after` of an obligation hold just the keys that differ.
        """
        return {
            "added": self.added,
            "changed": [_changed_json(item) for item in self.changed],
            "closed": self.closed,
            "others": [
                {"kind": item.kind, "code": item.code, "change": item.change, "fields": _fields_json(item.fields)}
                for item in self.others
            ],
        }


def diff_plans(old: PlanDocument, new: PlanDocument) -> PlanDiff:
    """What `new` changes in `old`.  The order of parts means nothing; a default said aloud is no change."""
    before, after = _by_code(old.obligations), _by_code(new.obligations)
    return PlanDiff(
        added=[code for code in after if code not in before],
        changed=[
            Changed(code, fields)
            for code, part in after.items()
            if code in before and (fields := _changes(before[code], part))
        ],
        closed=[code for code in before if code not in after],
        others=_other_changes(old, new),
    )


def _other_changes(old: PlanDocument, new: PlanDocument) -> list[OtherChange]:
    found = []
    for kind in _SINGLE:
        fields = _changes(getattr(old, kind), getattr(new, kind))
        if fields:
            found.append(OtherChange(kind, kind, "changed", fields))
    for kind in _LISTS:
        before, after = _by_code(getattr(old, kind)), _by_code(getattr(new, kind))
        found += [OtherChange(kind, code, "added") for code in after if code not in before]
        found += [
            OtherChange(kind, code, "changed", fields)
            for code, part in after.items()
            if code in before and (fields := _changes(before[code], part))
        ]
        found += [OtherChange(kind, code, "removed") for code in before if code not in after]
    return found


def _by_code(parts: Sequence[Part]) -> dict[str, Part]:
    """Parts by what names them; a name met again is numbered, as for a second contact in the same role."""
    met: Counter[str] = Counter()
    found: dict[str, Part] = {}
    for part in parts:
        name = _name(part)
        met[name] += 1
        found[name if met[name] == 1 else f"{name}#{met[name]}"] = part
    return found


def _name(part: Part) -> str:
    names: tuple[tuple[str, ...], ...] = (("code",), ("agency", "role"), ("number",), ("clause",))
    keys = next(keys for keys in names if hasattr(part, keys[0]))
    return "/".join(str(getattr(part, key)) for key in keys)


def _changes(before: Part, after: Part) -> list[FieldChange]:
    """Compared as values, so that 100 and 100.0 are the same, and shown as JSON."""
    said, says = before.model_dump(by_alias=True), after.model_dump(by_alias=True)
    names = [key for key in said if said[key] != says[key]]
    if not names:
        return []
    was, becomes = (part.model_dump(mode="json", by_alias=True) for part in (before, after))
    return [FieldChange(key, was[key], becomes[key]) for key in names]


def _changed_json(item: Changed) -> dict[str, object]:
    return {
        "code": item.code,
        "fields": _fields_json(item.fields),
        "before": {change.name: change.before for change in item.fields},
        "after": {change.name: change.after for change in item.fields},
    }


def _fields_json(fields: list[FieldChange]) -> dict[str, dict[str, object]]:
    return {change.name: {"before": change.before, "after": change.after} for change in fields}
