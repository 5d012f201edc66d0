"""What a file that names no version would silently take back of the versions applied since it was written.

A file with `based_on` cannot overtake later versions unseen.  One without can: last year's original, or a copy kept
aside, knows nothing of what `task add`, `contact replace` or another file changed.  So it is laid beside the stored
version that it is closest to, and whatever changed from there to the version in force and is not in the file is what
it takes back.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlmodel import Session

from models.errors import PlanError
from models.language import _
from models.plan import PlanDocument
from models.versions import PlanVersion, activate, canonical, plan_versions
from plans.diff import FieldChange, PlanDiff, diff_plans

#: A part that was added or taken out as a whole, as a key beside the keys of its fields.
_WHOLE = ""
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Undone:
    """One change made in version `version` that a file takes back: the part, and the key unless it is the whole part.

    `mine` is what the file says, `theirs` what is in force (JSON values); None where a side has no such part.
    """

    version: int
    by: str
    kind: str
    code: str
    field: str
    mine: object
    theirs: object

    def as_json(self) -> dict[str, object]:
        """As `plan apply --json` prints it."""
        names = ("version", "by", "kind", "code", "field", "mine", "theirs")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Undoing:
    """A file without `based_on` beside the stored version it is closest to (`base`) and the one in force (`newest`)."""

    base: int
    newest: int
    changes: list[Undone]

    def as_json(self) -> dict[str, object]:
        """The document that `plan apply --json` prints for such a file."""
        undone = [one.as_json() for one in self.changes]
        return {"closest_to": self.base, "in_force": self.newest, "takes_back": undone}


class UndoingError(PlanError):
    """A file that names no version and takes back what later versions changed; `found` says what."""

    def __init__(self, found: Undoing) -> None:
        self.found = found
        super().__init__(
            _(
                "tệp không ghi based_on, giống nhất phiên bản {base}, và sẽ bỏ {count} thay đổi làm sau đó "
                "(kế hoạch đang ở phiên bản {newest}): chạy `dondoc plan export` để lấy bản mới rồi sửa trên đó; "
                "nếu đúng là muốn bỏ, thêm --yes --overwrite"
            ).format(base=found.base, count=len(found.changes), newest=found.newest)
        )


def undone_by(session: Session, document: PlanDocument) -> Undoing | None:
    """What a file takes back of later versions; None where it takes back nothing, or names its version in `based_on`.

    A file that names its version was made from it, so what it leaves out is left out on purpose.
    """
    versions = plan_versions(session, document.plan.code)
    if document.based_on is not None or len(versions) < 2:
        return None
    newest, base = versions[-1], _closest(versions, document)
    if base.version == newest.version:
        return None
    in_force = activate(newest).document
    apart = _touched(diff_plans(in_force, document))
    since = _touched(diff_plans(activate(base).document, in_force))
    taken = {key: change for key, change in apart.items() if _meets(key, since)}
    if not taken:
        return None
    made = _last_change(versions, base.version)
    found = [
        Undone(row.version, row.applied_by, *key, mine=change.after, theirs=change.before)
        for key, change in taken.items()
        if (row := _maker(key, made)) is not None
    ]
    return Undoing(base.version, newest.version, sorted(found, key=lambda one: one.version))


def refuse_undoing(session: Session, document: PlanDocument) -> None:
    """Refuse a file that names no version and takes back what later versions changed.

    Raises:
        UndoingError: it does; the error says what.
    """
    found = undone_by(session, document)
    if found is not None:
        raise UndoingError(found)


def _closest(versions: Sequence[PlanVersion], document: PlanDocument) -> PlanVersion:
    """The version with the fewest keys that differ from a file; of equals, the newest."""
    wanted = _flat(canonical(document))
    return min(reversed(versions), key=lambda row: _distance(_flat(row.document), wanted))


def _distance(one: dict[_Key, str], other: dict[_Key, str]) -> int:
    return sum(one.get(key) != other.get(key) for key in one.keys() | other.keys())


def _flat(text: str) -> dict[_Key, str]:
    """A stored document key by key; cheap, for there may be many versions."""
    found: dict[_Key, str] = {}
    for kind, value in json.loads(text).items():
        if kind in ("retired", "based_on"):
            continue
        for index, part in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(part, dict):
                found[kind, str(index), _WHOLE] = json.dumps(part)
                continue
            name = str(part.get("code") or f"{part.get('agency')}/{part.get('role')}/{part.get('number', index)}")
            found.update({(kind, name, key): json.dumps(said, sort_keys=True) for key, said in part.items()})
    return found


def _touched(diff: PlanDiff) -> dict[_Key, FieldChange]:
    return dict(_changes(diff))


def _changes(diff: PlanDiff) -> Iterator[tuple[_Key, FieldChange]]:
    for code in diff.added:
        yield ("obligations", code, _WHOLE), FieldChange(_WHOLE, None, code)
    for item in diff.changed:
        yield from ((("obligations", item.code, one.name), one) for one in item.fields)
    for code in diff.closed:
        yield ("obligations", code, _WHOLE), FieldChange(_WHOLE, code, None)
    for other in diff.others:
        part = (other.kind, other.code)
        if other.change == "added":
            yield (*part, _WHOLE), FieldChange(_WHOLE, None, other.code)
        elif other.change == "removed":
            yield (*part, _WHOLE), FieldChange(_WHOLE, other.code, None)
        else:
            yield from (((*part, one.name), one) for one in other.fields)


def _meets(key: _Key, since: dict[_Key, FieldChange]) -> bool:
    """Whether later versions changed this key; a part taken out as a whole takes every change of its keys with it."""
    kind, code, field = key
    if key in since or (kind, code, _WHOLE) in since:
        return True
    return field == _WHOLE and any(other[:2] == (kind, code) for other in since)


def _last_change(versions: Sequence[PlanVersion], base: int) -> dict[_Key, PlanVersion]:
    """The version that last changed each key after `base`."""
    made: dict[_Key, PlanVersion] = {}
    for before, after in pairwise(row for row in versions if row.version >= base):
        changed = _touched(diff_plans(activate(before).document, activate(after).document))
        made.update(dict.fromkeys(changed, after))
    return made


def _maker(key: _Key, made: dict[_Key, PlanVersion]) -> PlanVersion | None:
    kind, code, _field = key
    rows = [row for other, row in made.items() if other in (key, (kind, code, _WHOLE))]
    rows = rows or [row for other, row in made.items() if other[:2] == (kind, code)]
    return max(rows, key=lambda row: row.version, default=None)
