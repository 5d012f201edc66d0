"""What a file made from an older version changes, what others changed since then, and where the two meet."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.errors import PlanError
from models.language import _
from models.plan import PlanDocument
from plans.diff import FieldChange, PlanDiff, diff_plans


@dataclass(frozen=True, slots=True)
class Conflict:
    """A key (`field`) that both sides changed to different values; "" where a whole part was added or taken out."""

    kind: str
    code: str
    field: str
    base: object
    yours: object
    theirs: object

    def as_json(self) -> dict[str, object]:
        """The conflict as `--json` prints it."""
        return {name: getattr(self, name) for name in ("kind", "code", "field", "base", "yours", "theirs")}


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """A stale file beside the version it was made from (`base`) and the one in force (`newest`)."""

    base: int
    newest: int
    yours: PlanDiff
    theirs: PlanDiff
    conflicts: list[Conflict]

    def as_json(self) -> dict[str, object]:
        """The document that `dondoc plan diff --json` and `plan apply --json` print for a stale file."""
        return {
            "based_on": self.base,
            "in_force": self.newest,
            "yours": self.yours.as_json(),
            "theirs": self.theirs.as_json(),
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
        }


class StaleFileError(PlanError):
    """A file made from an older version than the one in force; `found` says what would be overwritten."""

    def __init__(self, found: ThreeWay) -> None:
        self.found = found
        if not found.yours.count:
            said = _(
                "tệp này lập từ phiên bản {base}, kế hoạch đang ở phiên bản {newest}; tệp không sửa gì nên không mất "
                "gì: chạy `dondoc plan export` để lấy bản mới rồi sửa trên đó"
            )
            super().__init__(said.format(base=found.base, newest=found.newest))
            return
        super().__init__(
            _(
                "tệp này lập từ phiên bản {base}, kế hoạch đang ở phiên bản {newest} "
                "({count} chỗ hai bên cùng sửa): chạy `dondoc plan export` để lấy bản mới rồi làm lại trên đó "
                "{mine} thay đổi của tệp này; nếu muốn giữ tệp này và bỏ {theirs} thay đổi của người khác thì sửa dòng "
                "based_on thành {newest}"
            ).format(
                base=found.base,
                newest=found.newest,
                count=len(found.conflicts),
                mine=found.yours.count,
                theirs=found.theirs.count,
            )
        )


#: A part that was added or taken out as a whole, under the field "".
_WHOLE = ""
_Touched = dict[tuple[str, str], dict[str, FieldChange]]


def three_way(base: PlanDocument, theirs: PlanDocument, yours: PlanDocument, *, since: int, newest: int) -> ThreeWay:
    """What `yours` and `theirs` each change in `base`, which is version `since`, and where the two meet."""
    mine, others = diff_plans(base, yours), diff_plans(base, theirs)
    return ThreeWay(
        since, newest, mine, others, _conflicts(_touched(mine), _touched(others), diff_plans(theirs, yours))
    )


def _touched(diff: PlanDiff) -> _Touched:
    """Changed keys by part."""
    found: _Touched = {("obligations", item.code): _by_name(item.fields) for item in diff.changed}
    for change, codes in (("added", diff.added), ("removed", diff.closed)):
        found.update({("obligations", code): {_WHOLE: FieldChange(_WHOLE, None, change)} for code in codes})
    for other in diff.others:
        whole = {_WHOLE: FieldChange(_WHOLE, None, other.change)}
        found[other.kind, other.code] = _by_name(other.fields) if other.change == "changed" else whole
    return found


def _by_name(fields: list[FieldChange]) -> dict[str, FieldChange]:
    return {change.name: change for change in fields}


def _conflicts(mine: _Touched, others: _Touched, apart: PlanDiff) -> list[Conflict]:
    """Parts that both sides touched and that still differ between them (`apart`)."""
    still = _touched(apart)
    found = []
    for part in mine:
        if part in others and part in still:
            found += _in_part(part, mine[part], others[part])
    return found


def _in_part(
    part: tuple[str, str], mine: Mapping[str, FieldChange], others: Mapping[str, FieldChange]
) -> list[Conflict]:
    if _WHOLE in mine or _WHOLE in others:
        said = [changes[_WHOLE].after if _WHOLE in changes else "changed" for changes in (mine, others)]
        return [Conflict(*part, _WHOLE, None, *said)]
    return [
        Conflict(*part, name, change.before, change.after, others[name].after)
        for name, change in mine.items()
        if name in others and others[name].after != change.after
    ]
