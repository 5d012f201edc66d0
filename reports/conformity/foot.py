"""The foot of a document: the office that signs, the signer, and the list of recipients."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.conformity.segments import Segment

RECIPIENTS = re.compile(r"NOI NHAN\s*:?.{0,4}")
_AUTHORITY = re.compile(r"(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L|T/UQ)\s*[./]?\s*[^\W\d_].*")
_OFFICE = re.compile(
    r"(?:Q\.? ?)?(?:PHO |QUYEN )?(?:CHU TICH|GIAM DOC|TONG GIAM DOC|BO TRUONG|THU TRUONG|CUC TRUONG|CHI CUC TRUONG"
    r"|VU TRUONG|TRUONG PHONG|TRUONG BAN|CHANH VAN PHONG|CHANH THANH TRA"
    r"|HIEU TRUONG|VIEN TRUONG|CHANH AN|BI THU|DOI TRUONG"
    r"|CHU NHIEM|TONG CUC TRUONG|THU TUONG|BAN THUONG VU|TRUONG CONG AN|THU TRUONG CO QUAN)\b.*"
)
_NOTE = re.compile(r"\(.*\)|\[.*\]|<.*>|DA KY")
_DASHED = re.compile(r"[-–+•].*")


@dataclass(frozen=True)
class Foot:
    """The parts of a foot; `start` and `end` bound its paragraphs."""

    start: int
    end: int
    office: Sequence[Segment] = ()
    signer: Segment | None = None
    recipients_head: Segment | None = None
    recipients: Sequence[Segment] = ()


def find_foot(pieces: Sequence[Sequence[Segment]], after: int) -> Foot:
    """Find the foot behind the place at which the text begins."""
    head_at, head = _recipients_head(pieces, after)
    if head is not None and head.container.kind == "cell":
        return _in_table(pieces, head)
    if head is not None and head.container.kind == "box":
        start = _first_signature(pieces, after, head_at + 1)
        start = head_at if start is None else start
        return _in_lines(pieces, start, head)
    start = _first_signature(pieces, after, len(pieces) if head is None else head_at + 1)
    if head is None and start is None:
        return Foot(len(pieces), len(pieces))
    return _in_lines(pieces, head_at if start is None else start, head)


def _recipients_head(pieces: Sequence[Sequence[Segment]], after: int) -> tuple[int, Segment | None]:
    for at in range(after, len(pieces)):
        for one in pieces[at]:
            if RECIPIENTS.fullmatch(one.folded):
                return at, one
    return len(pieces), None


def _first_signature(pieces: Sequence[Sequence[Segment]], after: int, before: int) -> int | None:
    """The first line of capitals that names an authority or an office."""
    for at in range(after, before):
        if any(_is_office(one) for one in pieces[at]):
            return at
    return None


def _is_office(one: Segment) -> bool:
    plain = one.folded
    named = _AUTHORITY.fullmatch(plain) or _OFFICE.fullmatch(plain)
    return bool(named) and len(plain) < 90 and (one.upper or one.text.startswith(("TM", "KT", "TL", "TUQ")))


def _in_table(pieces: Sequence[Sequence[Segment]], head: Segment) -> Foot:
    table = head.container.table
    inside = [at for at, parts in enumerate(pieces) if parts and parts[0].container.table == table]
    own = [one for at in inside for one in pieces[at]]
    lists = [one for one in own if one.container == head.container and one is not head]
    signing = [one for one in own if one.container.column != head.container.column]
    office, signer = _signature(signing)
    return Foot(inside[0], inside[-1] + 1, office, signer, head, [one for one in lists if not _blank(one)])


def _in_lines(pieces: Sequence[Sequence[Segment]], start: int, head: Segment | None) -> Foot:
    """A foot of plain lines, set apart by tabs, gaps or boxes."""
    end = next((at for at in range(start, len(pieces)) if pieces[at] and _is_annex(pieces[at][0])), len(pieces))
    own = [one for parts in pieces[start:end] for one in parts]
    lists: list[Segment] = []
    if head is not None:
        behind = own[own.index(head) + 1 :] if head in own else []
        lists = [one for one in behind if _DASHED.fullmatch(one.paragraph.label + one.text)]
    signing = [one for one in own if one is not head and one not in lists]
    office, signer = _signature(signing)
    return Foot(start, end, office, signer, head, lists)


def _is_annex(one: Segment) -> bool:
    return bool(re.match(r"PHU LUC\b", one.folded)) and len(one.folded) < 40


def _blank(one: Segment) -> bool:
    return not any(sign.isalnum() for sign in one.text)


def _signature(signing: Sequence[Segment]) -> tuple[list[Segment], Segment | None]:
    """The lines in capitals that name the office, and the name below them."""
    said = [one for one in signing if not _blank(one) and not _NOTE.fullmatch(one.folded)]
    office: list[Segment] = []
    for one in said:
        goes_on = bool(office) and office[-1].paragraph.number + 1 >= one.paragraph.number
        if (
            _is_office(one)
            or (not office and (one.upper or _OFFICE.match(one.folded)))
            or (goes_on and one.upper and _is_wrapped(office[-1], one))
        ):
            office.append(one)
        else:
            break
    rest = said[len(office) :]
    return office, (rest[0] if office and rest else None)


def _is_wrapped(last: Segment, one: Segment) -> bool:
    """A line of an office's name that goes on from the one before, not yet the signer's name."""
    joined = last.folded.endswith(("VA", "-", ",", "&"))
    return joined or bool(re.match(r"(?:TINH|HUYEN|VA|XA|THANH PHO) ", one.folded))
