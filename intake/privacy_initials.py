"""Initials that stand for one person: "N.T.H, 1992", "em N.V.A 15 tuổi", "Nguyễn T.H", "N.V. An bị bắt".

Offices and programmes are shortened in the same way ("U.B.N.D", "C.L.B"): those are known, and so are headings.
"""

import re
from collections.abc import Iterator

from intake.privacy_fold import Folded
from intake.privacy_patterns import CERTAIN_SURNAMES, words

_INITIALS = re.compile(r"[A-Z](?<![A-Za-z.][A-Z])(?:\. ?[A-Z]){1,4}(?![A-Za-z])\.?")
_KNOWN = words(
    "HIV AIDS UBND HDND TNCS TW TU TP TX TT QD HD CP KH BC VN VIP LHPN CLB LDLD KT TM TL VAT THPT THCS MTTQ UBMTTQ LDTB"
    " LDTBX KHCN CNTT HTX GDTX QP AN ANTT PCTN BCD TNXH DS GTVT NN PTNT KCN TTATXH BTXH VH TDTT CSXH NHCS ATM DVD PTTH"
)
_YEAR = r"(?:19[2-9][0-9]|20[0-4][0-9])(?![0-9])"
# After a bare comma a late year is a reporting year as often as a birth year.
_BIRTH_YEAR = r"(?:19[2-9][0-9]|200[0-9]|201[0-2])(?![0-9])"
_DAY = r"[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?(?:[0-9]{4}|[0-9]{2})(?![0-9])"
_YEAR_AFTER = re.compile(
    rf"[\s,;:(-]{{0,5}}(?:(?:(?:sn|sinh|ngay)[\s:.]{{1,3}}(?:nam[\s:.]{{1,3}})?)(?:{_DAY}|{_YEAR})|{_DAY}"
    rf"|(?:nam\s)?{_BIRTH_YEAR})"
)
_AGE_AFTER = re.compile(r"[\s,;:(-]{0,4}[0-9]{1,2} ?(?:tuoi|t)\b")
_YEAR_BEFORE = re.compile(r"(?<![0-9])(?:19[3-9][0-9]|200[0-9]|201[0-2])[\s,;:)-]{1,4}\Z")
_PERSON_BEFORE = re.compile(
    r"\b(?:(?:chi|anh|ong|ba|em|chau|co|chu|be)(?:\s(?:gai|trai))?|doi\s{1,3}tuong|bi\s{1,3}can|bi\s{1,3}cao|nan\s{1,3}nhan|benh\s{1,3}nhan"
    r"|nguoi\s{1,3}(?:ban|mua)\s{1,3}dam|nu sinh|hoc sinh|nhan vien|tiep vien|ho tro|tu van cho|tu van|giup|khoi to"
    r"|bat giu|bat qua tang|xu phat|truong hop|vu|vu an)[\s:,]{1,3}\Z"
)
_CASE_AFTER = re.compile(
    r"[\s,(]{1,4}(?:o|tru|tai|que|nu|bi|hoc|lop|la|co hanh vi|ban dam|mua dam|moi gioi|nhiem|dan toc|khai)\b"
)
_WOMAN_OR_MAN = frozenset("TV")
"""The middle letter of most names: Thị, Văn."""

_SURNAME_AND_LETTERS = re.compile(
    r"([A-Z][A-Za-z]{1,6})\.? ?(?<![A-Za-z])([A-Z]\. ?(?:[A-Z]\b|[A-Z][a-z]{1,6}\b)|(?:Thi|Van) [A-Z]\.)"
)
_LETTERS_AND_NAME = re.compile(r"([NLPDBVH])(?<![A-Za-z.][A-Z])\. ?([TV])\. ?[A-Z][a-z]{1,6}(?![A-Za-z])")
_PLACES_SHORT = words("HT HV BT DT PT VT NT LT")
_SHORT_SURNAMES = words("ng tr ph")


def find_initials(folded: Folded) -> Iterator[str]:
    """The reason code "initials" for each group of initials that stands for a person."""
    yield from ("initials" for match in _INITIALS.finditer(folded.bare) if _stand_for_a_person(match, folded.low))
    yield from ("initials" for match in _SURNAME_AND_LETTERS.finditer(folded.bare) if _has_a_surname(match, folded))
    yield from ("initials" for match in _LETTERS_AND_NAME.finditer(folded.bare) if _has_a_case(match, folded.low))


def _stand_for_a_person(match: re.Match[str], low: str) -> bool:
    letters = re.sub("[^A-Z]", "", match[0])
    if letters in _KNOWN or not set(letters) - set("IVX"):  # a heading "I.V" is no one's initials
        return False
    before = low[max(0, match.start() - 24) : match.start()]
    if _PERSON_BEFORE.search(before) or _AGE_AFTER.match(low, match.end()):
        return True
    if len(letters) == 2 and letters[1] not in _WOMAN_OR_MAN:  # a heading "A.B"
        return bool(re.match(r"[\s,;:(-]{0,5}(?:sn|sinh)\b", low[match.end() : match.end() + 12]))
    if _YEAR_AFTER.match(low, match.end()) or _YEAR_BEFORE.search(before):
        return True
    return len(letters) > 2 and letters[1] in _WOMAN_OR_MAN and bool(_CASE_AFTER.match(low, match.end()))


def _has_a_surname(match: re.Match[str], folded: Folded) -> bool:
    surname = folded.text[slice(*match.span(1))].lower()
    short = surname in _SHORT_SURNAMES and folded.bare[match.end(1)] == "."
    marked = surname in CERTAIN_SURNAMES and surname != match[1].lower()
    return short or marked or surname == "nguyen"


def _has_a_case(match: re.Match[str], low: str) -> bool:
    if match[1] + match[2] in _PLACES_SHORT:
        before = low[max(0, match.start() - 24) : match.start()]
        return bool(_PERSON_BEFORE.search(before) or re.match(r"[\s,(]{1,4}bi\b", low[match.end() : match.end() + 8]))
    return bool(_CASE_AFTER.match(low, match.end()) or _YEAR_AFTER.match(low, match.end()))
