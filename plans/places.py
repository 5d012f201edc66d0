"""Units of administration in names: tỉnh, huyện, xã, the plan's own place, and groups such as "các sở, ban, ngành"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.spelling import UPPER, fold

_UNITS = (
    r"tỉnh|thành phố|huyện|quận|thị xã|thị trấn|phường|xã|TP\.?|TX\.?|đặc khu|"
    r"(?:thành|thị)(?!\s+(?:phố|xã|trấn|đoàn|ủy|uỷ|hội)\b)"
)
_RANKS = {
    "tỉnh": "tinh",
    **dict.fromkeys(("thành phố", "huyện", "quận", "thị xã", "tp", "tx", "thành", "thị"), "huyen"),
    **dict.fromkeys(("thị trấn", "phường", "xã", "đặc khu"), "xa"),
}
_FULL = {"tp": "thành phố", "tx": "thị xã"}
#: Cities that rank with provinces.
_CENTRAL = frozenset(fold(name) for name in ("Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế"))

_NEXT = rf"(?:\s*,\s*|\s*-\s*|\s*/\s*|\s+và\s+)(?:{_UNITS})\b(?!\s+(?:đoàn|ủy|uỷ)\b)"
_MANY = re.compile(
    rf"\s+(?:của\s+)?các\s+(?P<first>{_UNITS})(?:{_NEXT})*(?:\s+trực\s+thuộc\s+Trung\s+ương)?", re.IGNORECASE
)
_LISTED = re.compile(rf"\s+(?P<first>huyện|quận|thị xã|thành phố|xã|phường)(?:{_NEXT})+", re.IGNORECASE)
_LEVEL = re.compile(r"\s+cấp\s+(?P<first>tỉnh|huyện|xã)\b", re.IGNORECASE)
_ONE = re.compile(rf"\s+(?P<unit>{_UNITS})(?!\w)", re.IGNORECASE)
_ALL_LEVELS = re.compile(
    r"\s+(?:các|ba|cả\s+ba|[234])\s+cấp\b|\s+(?:cơ sở|địa phương|nhân dân các cấp)\b", re.IGNORECASE
)
_PLACE = re.compile(rf"\s+([{UPPER}][^\W\d_]*(?:\s+[{UPPER}][^\W\d_]*){{0,3}})")


@dataclass(frozen=True, slots=True)
class Locality:
    """Where a plan is in force: its unit as written (`tỉnh`, `thị xã`), its rank (`tinh`, `huyen`, `xa`), its name."""

    unit: str
    rank: str
    place: str | None = None

    @classmethod
    def of(cls, unit: str, place: str | None) -> "Locality":
        """The locality of a unit's word and a place's name."""
        word = unit.casefold().rstrip(".")
        rank = _RANKS[word]
        if rank == "huyen" and place and fold(place) in _CENTRAL:
            rank = "tinh"
        return cls(_FULL.get(word, word), rank, place)


PROVINCE = Locality("tỉnh", "tinh")


@dataclass(frozen=True, slots=True)
class UnitTail:
    """What follows a name: `tỉnh`, `huyện Yên Lập`, `các huyện, thành, thị`; `own` where it is the plan's own unit."""

    end: int
    words: str
    unit: str
    rank: str
    place: str | None = None
    many: bool = False
    own: bool = False
    all_levels: bool = False


def unit_tail(text: str, at: int, own: Locality) -> UnitTail | None:
    """The unit that follows a name ending at `at`, None where none does."""
    if match := _ALL_LEVELS.match(text, at):
        return UnitTail(match.end(), match.group().strip(), "", "", all_levels=True)
    if match := _MANY.match(text, at) or _LISTED.match(text, at):
        unit = match["first"].casefold().rstrip(".")
        return UnitTail(match.end(), match.group().strip(), unit, _RANKS[unit], many=True)
    if match := _LEVEL.match(text, at):
        rank = _RANKS[match["first"].casefold()]
        own_level = rank == own.rank
        unit = own.unit if own_level else match["first"].casefold()
        return UnitTail(match.end(), match.group().strip(), unit, rank, many=not own_level, own=own_level)
    match = _ONE.match(text, at)
    return _one(match, text, own) if match else None


def _one(match: re.Match[str], text: str, own: Locality) -> UnitTail | None:
    unit = match["unit"].casefold().rstrip(".")
    if unit in ("thành", "thị"):
        return None
    unit = _FULL.get(unit, unit)
    rank = own.rank if unit == own.unit else _RANKS[unit]
    named = _PLACE.match(text, match.end())
    place = named[1] if named else None
    own_end = own_place_end(text, match.end(), own)
    if unit == own.unit and (own_end is not None or place is None or own.place is None or place.isupper()):
        end = own_end if own_end is not None else match.end()
        if own_end is None and place and own.place is None and not place.isupper() and named:
            end = named.end()
        return UnitTail(end, text[match.start() : end].strip(), unit, rank, own=True)
    if place is None or place.isupper() or not named:
        # "Công an huyện" in a province's plan: those of every district.
        return UnitTail(match.end(), match.group().strip(), unit, rank, many=rank not in ("tinh", own.rank))
    return UnitTail(named.end(), text[match.start() : named.end()].strip(), unit, rank, place)


#: Names of places one after another, every syllable a capital: "Phú Lộc, Ea Trang và Krông Á".
_PROPER = rf"[{UPPER}][^\W\d_]*(?:\s+[{UPPER}][^\W\d_]*){{1,3}}"
_WITH_UNIT = rf"(?:(?:{_UNITS})\s+)?{_PROPER}"
_PROPER_LIST = rf"{_PROPER}(?:(?:\s*,\s*|\s+và\s+){_WITH_UNIT})+"
_PLACES = re.compile(rf"(?:\s*:\s*(?P<told>{_PROPER_LIST})(?=\s*[.,;:]|\s*$)|\s+(?P<plain>{_PROPER_LIST}))")


def listed_places(text: str, at: int) -> list[tuple[int, int, str | None]]:
    """Where places stand whose unit is said once for all: "các xã: Phú Lộc, Ea Trang"; none for one alone.

    With each the unit that a later one has for itself and those after it: "các xã Phú Lộc, Ea Trang và phường Tân An".
    """
    match = _PLACES.match(text, at)
    if match is None:
        return []
    start, end = match.span("told" if match["told"] else "plain")
    found: list[tuple[int, int, str | None]] = []
    for one in re.finditer(rf"(?:(?P<unit>{_UNITS})\s+)?(?P<place>{_PROPER})", text[start:end]):
        unit = one["unit"] or (found[-1][2] if found else None)
        found.append((start + one.start("place"), start + one.end("place"), unit))
    return found


def own_place_end(text: str, at: int, own: Locality) -> int | None:
    """Where the name of the plan's own place ends that follows at `at` ("Báo Sông Thao"), None where it does not."""
    if own.place is None:
        return None
    words = own.place.split()
    match = re.match(r"\s+" + r"\s+".join([r"[^\W\d_]+"] * len(words)), text[at:])
    if match and fold(match.group()) == fold(own.place):
        return at + match.end()
    return None


_NOUNS = (
    r"cơ quan(?!\s+(?:báo\s+chí|thông\s+tấn|truyền\s+thông|thông\s+tin|tố\s+tụng|bảo\s+vệ\s+pháp\s+luật)\b)|"
    r"đơn vị|bộ(?=\s*,\s*(?:ban\s*,\s*)?(?:ngành|cơ quan))|sở|ban|ngành|phòng|đoàn thể|hội|mặt trận|địa phương|"
    r"tổ chức(?:\s+chính\s+trị(?:\s*[-–]?\s*xã\s+hội)?|\s+đoàn\s+thể|\s+hội|\s+thành\s+viên|\s+xã\s+hội)?"
)
_AND = r"(?:\s*[,;/–-]\s*|\s+và\s+)(?:các\s+)?"
_GROUP = re.compile(
    rf"\b(?:các\s+(?:{_NOUNS})|sở(?={_AND}(?:ban|ngành)))\b(?:{_AND}(?:{_NOUNS})\b)*"
    r"(?P<tail>(?:\s+(?:nhân\s+dân|chính\s+trị(?:\s*[-–]?\s*xã\s+hội)?))?"
    r"(?:\s+(?:thuộc|của|cấp|ở)?\s*(?:UBND\s+)?(?:cấp\s+)?(?:tỉnh|huyện|thành phố|thị xã|quận|xã)\b)?)"
    r"(?P<vague>\s+(?:có\s+)?liên\s+quan|\s+chức\s+năng|\s+khác)?",
    re.IGNORECASE,
)
#: "Các cấp, các ngành": everyone and nobody.
_RHETORIC = re.compile(
    r"\b(?:các|mọi)\s+cấp(?:\s+ủy[^,]{0,20})?\s*(?:,|và)\s*(?:chính\s+quyền\s*,\s*)?$", re.IGNORECASE
)
_UNIT_GROUP = re.compile(rf"\b[Cc]ác\s+(?P<first>huyện|quận|xã|phường)(?:{_NEXT})+")


@dataclass(frozen=True, slots=True)
class GroupName:
    """A name for many bodies at a place in a text."""

    start: int
    end: int
    code: str
    name: str
    vague: bool


def group_names(text: str, taken: Sequence[tuple[int, int]]) -> list[GroupName]:
    """Names such as "các sở, ban, ngành, đoàn thể" and "các huyện, thành, thị", outside the spans already `taken`."""
    found = []
    for match in _GROUP.finditer(text):
        start, end = match.span()
        end = min([at for at, _ in taken if start <= at < end], default=end)
        if any(at <= start < until for at, until in taken):
            continue
        words = re.sub(rf"(?:{_AND})+$", "", text[start:end]).strip(" ,;:–-")
        nouns = re.findall(_NOUNS, words, re.IGNORECASE)
        truncated = end != match.end()
        goes_on = truncated or any(0 <= at - end <= 2 for at, _ in taken)
        if goes_on and (len(nouns) <= 1 or ":" in text[end : end + 2]):
            continue  # the head of a list of names: các Sở: Tài chính, Y tế
        code = _kind_of_group({noun.casefold() for noun in nouns})
        if code is not None:
            vague = (bool(match["vague"]) and not truncated) or bool(_RHETORIC.search(text[:start]))
            found.append(GroupName(start, start + len(words), code, words[:1].upper() + words[1:], vague))
    for match in _UNIT_GROUP.finditer(text):
        if not any(at < match.end() and match.start() < until for at, until in taken):
            code = _RANKS[match["first"].casefold()]
            found.append(GroupName(match.start(), match.end(), code, match.group(), False))
    return found


def _kind_of_group(nouns: set[str]) -> str | None:
    plain = {" ".join(noun.split()) for noun in nouns}
    if plain & {"bộ", "sở", "ngành", "phòng", "ban"}:
        return "so-nganh"
    if plain & {"cơ quan", "đơn vị", "địa phương"}:
        return "don-vi"
    if any(noun.startswith(("đoàn thể", "tổ chức chính", "tổ chức đoàn")) for noun in plain):
        return "doan-the"
    return None
