"""Groups of a draft: of the agencies that it names, else of stand-ins that a person gives names to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.gazetteer import Body
from plans.reading import DocumentReading, PlanParagraph
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


def groups_of(bodies: Sequence[Body], reading: DocumentReading) -> list[DraftGroup]:
    """The groups among the bodies of a draft, in its order."""
    found = []
    for body in bodies:
        if body.is_group:
            named = members_of(body, reading)
            found.append(DraftGroup(body, named or _stand_ins(body), not named))
    return found


def members_of(group: Body, reading: DocumentReading) -> tuple[Body, ...]:
    """The single bodies charged in a document that belong to a general group ("các sở, ban, ngành").

    One that the document names beside the group is none of it: "Mặt trận Tổ quốc và các đoàn thể".
    """
    if group.code not in GENERAL:
        return ()
    charged = [one for one in reading.paragraphs if one.part_of is None]
    beside = {code for one in charged if group.code in (codes := _codes(one)) for code in codes}
    return tuple(one for one in _covered(group, charged) if one.code not in beside and not one.is_group)


def addressed(group: Body, paragraph: PlanParagraph, reading: DocumentReading, but: set[str]) -> tuple[Body, ...]:
    """Whom a paragraph that charges a group speaks to, save the bodies of the codes `but`.

    The group itself, unless one of its members is left out; with those that it covers and other paragraphs name beside
    it.  Bodies that this paragraph names are charged on their own.
    """
    members = members_of(group, reading)
    whole = (group,) if but.isdisjoint(body.code for body in members) else members
    charged = [one for one in reading.paragraphs if one.part_of is None]
    apart = _codes(paragraph) | {body.code for body in members}
    more = (one for one in _covered(group, charged) if one.code not in apart)
    return tuple(body for body in (*whole, *more) if body.code not in but)


def _covered(group: Body, paragraphs: Sequence[PlanParagraph]) -> list[Body]:
    bodies = {body.code: body for one in paragraphs for body in one.bodies if covers([group], body)}
    return list(bodies.values())


def _codes(paragraph: PlanParagraph) -> set[str]:
    return {body.code for body in paragraph.bodies}


def _stand_ins(group: Body) -> tuple[Body, ...]:
    """`huyen-1`, `huyen-2`: UBND các huyện, thành, thị (đơn vị 1), (đơn vị 2)."""
    return tuple(
        replace(
            group, code=f"{group.code}-{number}", name=f"{group.name} (đơn vị {number})", short=None, is_group=False
        )
        for number in range(1, _STAND_INS + 1)
    )
