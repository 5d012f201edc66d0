"""Groups of a draft: of the agencies that it names, else of stand-ins that a person gives names to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.gazetteer import Body
from plans.report_drafts import covers
from plans.subjects import GENERAL

#: Enough to show that there are several; a person adds the others.
_STAND_INS = 2


@dataclass(frozen=True, slots=True)
class DraftGroup:
    """A group with its members; `stands_in` where the document names none of them."""

    body: Body
    members: tuple[Body, ...]
    stands_in: bool


def groups_of(bodies: Sequence[Body]) -> list[DraftGroup]:
    """The groups among the bodies of a draft, in its order."""
    single = [body for body in bodies if not body.is_group]
    found = []
    for body in bodies:
        if body.is_group:
            named = tuple(one for one in single if body.code in GENERAL and covers([body], one))
            found.append(DraftGroup(body, named or _stand_ins(body), not named))
    return found


def _stand_ins(group: Body) -> tuple[Body, ...]:
    """`huyen-1`, `huyen-2`: UBND các huyện, thành, thị (đơn vị 1), (đơn vị 2)."""
    return tuple(
        replace(
            group, code=f"{group.code}-{number}", name=f"{group.name} (đơn vị {number})", short=None, is_group=False
        )
        for number in range(1, _STAND_INS + 1)
    )
