"""Full Vietnamese names of persons in running text, told from the names of streets, bodies and places.

A name is a surname with one to three capitalised syllables. It identifies a person where a word for a person stands
before it ("chị", "đối tượng"), where a birth year, an age or an act follows it, or where it stands in a list of names.
An official named in office, a contact of an agency and a person a street is named after are not reported.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from intake.privacy_fold import Folded, fold
from intake.privacy_patterns import (
    BARE_SURNAMES,
    CERTAIN_SURNAMES,
    DOUBTFUL_SURNAMES,
    ORDINARY_MARKED,
    ORDINARY_UNMARKED,
    PLACES,
    PUBLIC_PEOPLE,
    SURNAMES,
    Allowed,
)

_CAPITALISED = re.compile(r"[A-Z](?<![A-Za-z0-9][A-Z])[A-Za-z]{0,7}(?: [A-Z][A-Za-z]{0,7})+(?![A-Za-z])")
_WORD = re.compile(r"[A-Za-z]+")
_MAX_SYLLABLES = 4
_LIST_SYLLABLES = 3
"""Two syllables ("Trần Phú", "Lâm Thao") are a street or a district as often as a person."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(word.strip() for word in listed.split("|"))


# Short words for a person count at their marked spelling: "ba" is a number and half a district, "bà" is a woman.
_HONORIFICS = _words("chị|anh|ông|bà|em|cháu|cô|chú|cụ|vợ|chồng|kẻ|gái|tên|học viên")
_BARE_HONORIFICS = frozenset(fold(word) for word in _HONORIFICS)
_ROLES = _words(
    "doi tuong|bi can|bi cao|nan nhan|nghi can|nghi pham|can pham|pham nhan|bi hai|benh nhan|con nghien|chu chua|tu ba"
    "|moi gioi|nguoi ban dam|nguoi mua dam|nguoi vi pham|nguoi nghien|nguoi benh|nhiem hiv|gai ban dam|gai mai dam"
    "|ho ten|ho va ten"
)
# These stand before the names of businesses and unions too, so only a full name of three syllables counts.
_WEAK_ROLES = _words("phu nu|nhan vien|tiep vien|chu co so|chu quan|chu nha nghi|chu khach san|nguoi phu nu")
_BETWEEN = _words("gom|gom co|la|ten|ten la|co ten")

# What makes the capitals that follow at once a street, a school, a business or a unit; "chợ" does, "cho" does not.
_PLACE_WORDS = _words(
    "đường|phố|ngõ|ngách|đại lộ|tuyến|nút giao|ngã tư|cầu|phường|xã|huyện|thị trấn|thị xã|tp|tp.|tx|tx.|tt|tt.|tỉnh"
    "|quận|khu|thôn|xóm|bản|làng|ấp|tổ|chợ|đền|hồ|sông|núi|trường|thpt|thcs|tiểu học|mầm non|đại học|cao đẳng"
    "|học viện|tncs|cộng sản|bệnh viện|công viên|quảng trường|bảo tàng|tượng|di tích|nhà văn hóa|nhà văn hoá|quỹ"
    "|giải thưởng|nhà nghỉ|khách sạn|nhà hàng|nhà trọ|quán|karaoke|massage|cafe|công ty|doanh nghiệp|dntn|htx"
    "|hợp tác xã|cơ sở"
)
_BARE_PLACE_WORDS = frozenset(map(fold, _PLACE_WORDS)) - _words("cau|ban|to|cho|den|ho|quan|tinh|quy|tuong|lang|ap")
# Whoever holds these offices, or signs, is named as an official; a colon or a line end may stand between.
_OFFICES = _words(
    "chu tich|dong chi|d/c|giam doc|truong phong|truong ban|truong khoa|bi thu|van phong|can bo|chuyen vien|thu truong"
    "|don vi|nguoi lap|lap bieu|lap bao cao|ke toan|ke toan truong|nguoi ky|ky ten|dau moi|lanh dao|kiem tra vien"
    "|truong doan|uy vien|dai bieu|thu ky|doi truong|to truong|bac si|dai ta|thuong ta|trung ta|thieu ta|dai uy"
)
_STREETS_OR_SCHOOLS = re.compile(
    r"(?:pho(?<!thanh pho)|duong|truong|thpt|thcs|cau|cac (?:xa|phuong|truong|tuyen))[ :]{1,3}"
    r"(?:[a-z]+(?: [a-z]+){0,3}, ){0,8}(?:[a-z]+(?: [a-z]+){0,3} va )?\Z"
)
_OFFICE_AFTER = re.compile(
    r"[\s,(:-]{1,5}(?:la\s)?(?:nguyen\s)?(?:pho\s)?(?:tong\s)?(?:giam doc|chu tich|bi thu|chi cuc|uy vien|can bo|chanh"
    r"|chuyen vien|dai bieu|thu truong|dau moi|lanh dao|doi truong|thu ky|ke toan"
    r"|(?:truong|pho)\s(?:phong|ban|khoa|doan|cong an|chi|dai dien|khu|thon))\b"
)
_PERSON_AFTER = re.compile(
    r"\s?[,(:;-][\s,(:;-]{0,4}(?:19[2-9]|20[0-4])[0-9]\b|[\s,(:;-]{1,5}(?:(?:sn|sinh)\b|[0-9]{1,2}\s{1,3}tuoi\b"
    r"|(?:(?:hien|thuong|tam)\s)?tru\s|(?:(?:da|dang|cung)\s)?(?:khai nhan|thua nhan|ban dam|mua dam|moi gioi"
    r"|chua mai dam|to chuc mai dam|nhiem hiv|duong tinh"
    r"|bi\s(?:bat|phat|xu phat|tam giu|tam giam|khoi to|truy to|tuyen|lap bien ban|ket an|dua))\b)"
)
_LIST_GAP = re.compile(
    r"[\s,;:/&+|*.()0-9\"'-]{0,12}"
    r"(?:(?:va|cung|voi|hoac|chi|anh|ong|ba|em|chau|co|bi can|bi cao|doi tuong)[\s.:]{1,3}){0,3}"
)
_LIST_MARK = re.compile(r"[,;/&+|\n-]|[0-9][.)]|\b(?:va|cung|voi)\b")
_WIDEST_GAP = 40
_SPACES = " :\"“'("
_PUNCTUATION = " \t\n:.,;\"“'(-"
_ITEM_START = re.compile(r"(?:(?:\A|\n)[\s0-9.)*+|(-]{0,8}|[\s;,:][0-9]{1,3}[.)] ?)\Z")


class _Name(NamedTuple):
    start: int
    end: int
    syllables: int
    folded: str
    marked: bool
    """Whether it is written with its marks, so that the words before it can be taken at their spelling."""
    certain: bool
    """Whether the surname is no everyday word as well."""


def find_names(folded: Folded, allowed: Allowed) -> Iterator[str]:
    """Reason codes "name" (a name tied to one person) and "name-list" in `folded`, each once at most."""
    listing = _Listing()
    tied = listed = False
    for name in _names(folded):
        if name.folded in allowed.names or name.folded in PLACES:
            continue
        if not tied and _is_tied_to_a_person(name, folded):
            tied = True
            yield "name"
        elif not listed and _can_be_listed(name, folded):
            listed = listing.grows_to_a_list(name, folded.low)
            if listed:
                yield "name-list"


def is_full_name(folded: Folded, allowed: Allowed) -> bool:
    """Whether the text is nothing but the full name of a person who is no contact of an agency."""
    whole = folded.low.strip(" 0123456789.)-")
    return any(
        name.folded == whole and name.certain and name.syllables >= _LIST_SYLLABLES
        for name in _names(folded)
        if name.folded not in allowed.names | PUBLIC_PEOPLE | PLACES
    )


def _names(folded: Folded) -> Iterator[_Name]:
    for run in _CAPITALISED.finditer(folded.bare):
        words = [(run.start() + word.start(), run.start() + word.end()) for word in _WORD.finditer(run[0])]
        first = 0
        while first < len(words) - 1:
            name = _name_at(words[first : first + _MAX_SYLLABLES + 1], folded)
            if name is not None:
                yield name
            first += name.syllables if name is not None else 1


def _name_at(words: list[tuple[int, int]], folded: Folded) -> _Name | None:
    """The name beginning with the first of `words`, if that is a surname and the others can be given names."""
    if folded.low[slice(*words[0])] not in BARE_SURNAMES:
        return None
    taken = words[: _syllables(words, folded)]
    start, end = taken[0][0], taken[-1][1]
    marked = folded.text[start:end] != folded.bare[start:end]
    surname = folded.text[slice(*words[0])].lower()
    known = CERTAIN_SURNAMES if folded.bare[slice(*words[0])].isupper() else SURNAMES
    ordinary = (
        ORDINARY_MARKED.match(folded.text[start : start + 40].lower())
        if marked
        else ORDINARY_UNMARKED.match(folded.low, start)
    )
    if len(taken) == 1 or ordinary or surname not in (known if marked else _bare(known)):
        return None
    certain = surname not in (DOUBTFUL_SURNAMES if marked else _bare(DOUBTFUL_SURNAMES))
    return _Name(start, end, len(taken), folded.low[start:end], marked, certain)


@cache
def _bare(surnames: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(surname) for surname in surnames)


def _syllables(words: list[tuple[int, int]], folded: Folded) -> int:
    """How many of `words` make one name: no change of case, at most four, and not into the next name."""
    shouted = folded.bare[slice(*words[0])].isupper()
    spelled = [folded.low[slice(*word)] for word in words]
    for index in range(1, min(len(words), _MAX_SYLLABLES)):
        written = folded.bare[slice(*words[index])]
        begins_next = (
            index > 1 and spelled[index] in BARE_SURNAMES and spelled[index + 1 : index + 2] in (["thi"], ["van"])
        )
        if begins_next or (len(written) > 1 and written.isupper() != shouted):
            return index
    return min(len(words), _MAX_SYLLABLES)


def _is_tied_to_a_person(name: _Name, folded: Folded) -> bool:
    before = _last_words(folded.low, name.start)
    if before & _ROLES:
        return True
    if name.folded in PUBLIC_PEOPLE:
        return False
    if before & _BARE_HONORIFICS and (not name.marked or _last_words(folded.text, name.start) & _HONORIFICS):
        return not _OFFICE_AFTER.match(folded.low, name.end)
    if name.syllables < _LIST_SYLLABLES or not name.certain:
        return False
    if before & _WEAK_ROLES:
        return True
    return bool(_PERSON_AFTER.match(folded.low, name.end)) and not _names_something_else(name, folded)


def _last_words(text: str, end: int, between: str = _PUNCTUATION) -> set[str]:
    """The last one, two and three words before `end`, with and without a connecting word ("gồm", "tên là").

    Of what may stand after the words only the characters in `between` are looked past, and a parenthesis.
    """
    tail = text[max(0, end - 60) : end].lower().rstrip(between)
    if tail.endswith(")"):
        tail = tail[: tail.rfind("(")].rstrip(between)
    words = tail.split()[-5:]
    last = {" ".join(words[-count:]) for count in (1, 2, 3)}
    skipped = max((phrase.count(" ") + 1 for phrase in last & _BETWEEN), default=0)
    return last | {" ".join(words[: len(words) - skipped][-count:]) for count in (1, 2, 3)} if skipped else last


def _can_be_listed(name: _Name, folded: Folded) -> bool:
    return (
        name.certain
        and name.syllables >= _LIST_SYLLABLES
        and name.folded not in PUBLIC_PEOPLE
        and not _OFFICE_AFTER.match(folded.low, name.end)
        and not _names_something_else(name, folded)
    )


def _names_something_else(name: _Name, folded: Folded) -> bool:
    """Whether what stands before makes it a street, a school, a business or an official."""
    text, place_words = (folded.text, _PLACE_WORDS) if name.marked else (folded.low, _BARE_PLACE_WORDS)
    if _last_words(text, name.start, _SPACES) & place_words or _last_words(folded.low, name.start) & _OFFICES:
        return True
    before = folded.low[max(0, name.start - 100) : name.start]
    return before.endswith((", ", " va ")) and _STREETS_OR_SCHOOLS.search(before) is not None


@dataclass
class _Listing:
    """Names met so far that may be a list of persons."""

    previous: _Name | None = None
    marked: int = 0
    """How many stand beside each other with a list's marks between them."""
    plain: int = 0
    """How many stand beside each other with or without marks."""
    items: int = 0
    """How many begin a line or a numbered item."""

    def grows_to_a_list(self, name: _Name, low: str) -> bool:
        """Whether, with `name`, there are two names with a list's marks, three without, or two that begin items."""
        gap = "?"
        if self.previous is not None and name.start - self.previous.end <= _WIDEST_GAP:
            gap = low[self.previous.end : name.start]
        beside = _LIST_GAP.fullmatch(gap) is not None
        self.plain = self.plain + 1 if beside else 1
        self.marked = self.marked + 1 if beside and _LIST_MARK.search(gap) else 1
        self.items += _ITEM_START.search(low[max(0, name.start - 12) : name.start]) is not None
        self.previous = name
        return self.marked >= 2 or self.plain >= 3 or self.items >= 2
