"""The head of a document: the nation, the issuing bodies, number, place and date, kind, subject, addressees."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reports.conformity.paper import Paper
from reports.conformity.paragraphs import Paragraph
from reports.conformity.segments import Segment

_FARTHEST = 60
NATION = re.compile(r"CONG HOA XA HOI CHU NGHIA VIET NAM|C[O0]NG HOA XA HOI CHU NGHIA.*")
MOTTO = re.compile(r"DOC LAP\W+TU DO\W+HANH PHUC\W*")
NUMBER = re.compile(r"SO\b\s*[:.]?\s*(?:\S.*)?/.*|SO\s*:.*")
DATE = re.compile(r".{0,60}?,?\s*NGAY\b.{0,12}\bTHANG\b.{0,12}\bNAM\b.{0,12}")
ABOUT = re.compile(r"(?:V/V|VE VIEC)\b.*")
ADDRESSED = re.compile(r"KINH GUI\b.*")
RULE = re.compile(r"[\W_]{3,}|[oO0]{3,}|-{2,}.*-{2,}")
#: Kinds of administrative documents (Nghị định 30/2020/NĐ-CP, Điều 7).
KIND = re.compile(
    r"(?:NGHI QUYET|QUYET DINH|CHI THI|QUY CHE|QUY DINH|THONG CAO|THONG BAO|HUONG DAN|CHUONG TRINH|KE HOACH|PHUONG AN"
    r"|DE AN|DU AN|BAO CAO|BIEN BAN|TO TRINH|HOP DONG|CONG DIEN|BAN GHI NHO|BAN THOA THUAN|GIAY UY QUYEN|GIAY MOI"
    r"|GIAY GIOI THIEU|GIAY NGHI PHEP|PHIEU GUI|PHIEU CHUYEN|PHIEU BAO|THU CONG)(?: [^\W\d_]+){0,3}"
)
_SECRECY = re.compile(r"(?:TOI |TUYET )?MAT|HOA TOC.*|THUONG KHAN|KHAN|DU THAO.*|BAN SAO.*")
_BODY = re.compile(
    r"(?:CAN CU|THUC HIEN|XET|THEO DE NGHI|TREN CO SO|NHAM|DE)\b.*|[IVX]+\s*[./].*|\d+\s*\..*|DIEU \d+.*"
)
#: A line of a body's name that goes on from the one before.
_CONTINUES = re.compile(
    r"(?:TINH|THANH PHO|TP\.?|HUYEN|QUAN|THI XA|TX\.?|XA|PHUONG|THI TRAN|DAC KHU|VA|CHONG|CUA|CAC) .*|[a-z].*"
)
_BODY_NAME = re.compile(
    r"(?:UBND|HDND|UY BAN|HOI DONG|SO|BO|TONG CUC|CUC|CHI CUC|VU|VAN PHONG|PHONG(?!,)|BAN|CONG AN|TRUNG TAM|TRUONG|VIEN"
    r"|HOI|LIEN DOAN|DOAN|TINH DOAN|HUYEN DOAN|TONG|THANH TRA|TOA AN|KHO BAC|BENH VIEN|CHINH PHU|HOC VIEN|DAI HOC|DANG"
    r"|TINH UY|HUYEN UY|THANH UY|MAT TRAN|BAO HIEM|NGAN HANG|CONG TY|KHOA|TO CONG TAC|DAI|BAO)\b.*"
)
_JOINED = ("VA", "-", ",", "&", "CUA", "CHONG")
_LONGEST_SUBJECT = 6


@dataclass(frozen=True)
class Head:
    """The parts of a head; `end` is the place of the first paragraph of the text."""

    nation: Segment | None = None
    motto: Segment | None = None
    superior: Sequence[Segment] = ()
    issuer: Sequence[Segment] = ()
    number: Segment | None = None
    date: Segment | None = None
    about: Segment | None = None
    kind: Segment | None = None
    subject: Sequence[Segment] = ()
    addressed: Segment | None = None
    addressees: Sequence[Paragraph] = ()
    rules: Sequence[Segment] = ()
    paragraphs: Sequence[Paragraph] = field(default_factory=tuple)
    end: int = 0

    @property
    def letter(self) -> bool:
        """Whether it is an official letter (công văn), which names no kind."""
        return self.kind is None and (self.about is not None or self.addressed is not None)


def find_head(paper: Paper, pieces: Sequence[Sequence[Segment]]) -> Head:
    """Find the parts of the head among the pieces of the first paragraphs."""
    stop = _stop(pieces)
    kind_at, kind = _kind(paper, pieces, stop)
    top = [one for parts in pieces[: kind_at if kind else stop] for one in parts]
    nation, motto = _match(top, NATION), _match(top, MOTTO)
    number, date, about = _match(top, NUMBER), _match(top, DATE), _match(top, ABOUT)
    known = [one for one in (nation, motto, number, date, about) if one is not None]
    if about is not None:
        known += [one for one in top if _below(one, about)]
    before = top[: top.index(number)] if number is not None else top[: top.index(nation) + 4 if nation else 4]
    names = [one for one in before if one not in known and _may_be_name(one)]
    superior, issuer = _bodies(names)
    after = kind_at + 1 if kind is not None else 0
    subject, after = _subject(pieces, after) if kind is not None else ([], _after_head(pieces, stop, known))
    addressed, addressees, end = _addressed(paper, pieces, after)
    inside = pieces[: end if addressed is not None or kind is not None else after]
    return Head(
        nation, motto, superior, issuer, number, date, about, kind, subject, addressed, addressees,
        rules=[one for parts in inside for one in parts if RULE.fullmatch(one.text)],
        paragraphs=paper.paragraphs[:end],
        end=end,
    )  # fmt: skip


def _stop(pieces: Sequence[Sequence[Segment]]) -> int:
    """The place before which the head must end: addressees, a heading, or far down."""
    shown = 0
    for at, parts in enumerate(pieces):
        shown += bool(parts)
        first = parts[0].folded if parts else ""
        if shown > _FARTHEST or ADDRESSED.fullmatch(first) or re.match(r"(?:I|1)\s*\. ?\S|DIEU 1\b", first):
            return at
    return len(pieces)


def _kind(paper: Paper, pieces: Sequence[Sequence[Segment]], stop: int) -> tuple[int, Segment | None]:
    for at in range(stop):
        if len(pieces[at]) >= 1:
            first = pieces[at][0]
            in_data = first.container.kind == "cell" and paper.tables[first.container.table].rows > 3
            alone = first.alone or first.line > 0
            if alone and not in_data and KIND.fullmatch(first.folded.rstrip(":. ")):
                return at, first
    return 0, None


def _match(top: Sequence[Segment], pattern: re.Pattern[str]) -> Segment | None:
    return next((one for one in top if pattern.fullmatch(one.folded)), None)


def _below(one: Segment, about: Segment) -> bool:
    """Whether a piece goes on with what a letter is about."""
    same = one.container == about.container and one.container.kind == "cell"
    return same and one.paragraph.number > about.paragraph.number and not DATE.fullmatch(one.folded)


def _may_be_name(one: Segment) -> bool:
    plain = one.folded
    return not RULE.fullmatch(one.text) and not _SECRECY.fullmatch(plain) and len(plain) > 2


def _bodies(names: Sequence[Segment]) -> tuple[list[Segment], list[Segment]]:
    """The lines of the superior body's name and those of the issuer's."""
    groups: list[list[Segment]] = []
    for one in names:
        goes_on = bool(groups) and (
            bool(_CONTINUES.match(one.folded))
            or not _BODY_NAME.match(one.folded)
            or groups[-1][-1].folded.endswith(_JOINED)
        )
        changed = bool(groups) and _bold(one) and not _bold(groups[-1][-1])
        if goes_on and not changed:
            groups[-1].append(one)
        else:
            groups.append([one])
    if len(groups) < 2:
        return [], [one for group in groups for one in group]
    plain = next((at for at, group in enumerate(groups) if at and _bold(group[0])), 1)
    return [one for group in groups[:plain] for one in group], [one for group in groups[plain:] for one in group]


def _bold(one: Segment) -> bool:
    return one.whole(lambda letters: letters.bold)


def _subject(pieces: Sequence[Sequence[Segment]], start: int) -> tuple[list[Segment], int]:
    """What the document is on: the centred or bold lines below its kind."""
    found: list[Segment] = []
    kind_rest = pieces[start - 1][1:]
    found += [one for one in kind_rest if not RULE.fullmatch(one.text)]
    at = start
    while at < len(pieces) and len(found) < _LONGEST_SUBJECT:
        parts = pieces[at]
        if not parts:
            if found:
                break
        elif RULE.fullmatch(parts[0].text):
            at += 1
            break
        elif _is_subject(parts[0], first=not found):
            found += parts
        else:
            break
        at += 1
    while at < len(pieces) and _is_rule(pieces[at]):
        at += 1
    return found, at


def _is_rule(parts: Sequence[Segment]) -> bool:
    return not parts or bool(RULE.fullmatch(parts[0].text))


def _is_subject(one: Segment, *, first: bool) -> bool:
    if ADDRESSED.fullmatch(one.folded) or _BODY.fullmatch(one.folded) or one.text.startswith("("):
        return False
    centred = one.paragraph.shape.align == "center"
    return centred or _bold(one) or (first and len(one.text) < 160 and one.text[-1] not in ".:;,")


def _after_head(pieces: Sequence[Sequence[Segment]], stop: int, known: Sequence[Segment]) -> int:
    """Where the text begins when no kind was named: behind the last part of the head that was found."""
    numbers = {one.paragraph.number for one in known}
    places = [at for at, parts in enumerate(pieces[:stop]) if parts and parts[0].paragraph.number in numbers]
    return max(places, default=-1) + 1


def _addressed(
    paper: Paper, pieces: Sequence[Sequence[Segment]], start: int
) -> tuple[Segment | None, list[Paragraph], int]:
    for at in range(start, min(start + 4, len(pieces))):
        if pieces[at] and ADDRESSED.fullmatch(pieces[at][0].folded):
            listed = list(_listed(paper.paragraphs[at + 1 :]))
            first = Segment(paper.paragraphs[at], tuple(paper.paragraphs[at].spans), 0, 0, alone=True)
            end = at + 1
            if listed:
                end = next(n for n in range(at, len(pieces)) if paper.paragraphs[n] is listed[-1]) + 1
            return first, listed, end
    return None, [], start


def _listed(following: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The addressees below "Kính gửi": lines that begin with a dash."""
    for paragraph in following:
        if paragraph.number and not re.match(r"[-–+•]", paragraph.printed):
            return
        if paragraph.number:
            yield paragraph
