"""Persons called by a given name, a letter or a nickname: "bà Hoa", "cháu B.", "đối tượng Lan 'béo'", "biệt danh ...".

Spelling decides: "bà" is a woman and "ba" a number. A capital after a word for a person is a person unless it begins an
office ("ông Chủ tịch"), a body ("chị em Hội Phụ nữ") or a place ("phố Bà Triệu"). After words that are said of groups
as well ("đối tượng Chính sách") only a known given name counts.
"""

import re
from collections.abc import Iterator

from intake.privacy_fold import Folded, fold
from intake.privacy_patterns import BARE_GIVEN_NAMES, BARE_SURNAMES, GIVEN_NAMES, SURNAMES, Allowed, phrases, words
from intake.privacy_ties import OFFICE_AFTER

_HONORIFICS = words("chị anh ông bà em cháu cô chú cụ bé mụ thằng dì bác thím vợ chồng")
_BARE_HONORIFICS = words("chi anh ong em chau")
_AFTER_HONORIFIC = re.compile(
    r"\b(?i:(chi|anh|ong|ba|em|chau|co|chu|cu|be|mu|thang|di|bac|thim|vo|chong)) {1,2}([A-Z][a-z]{0,6})(?![A-Za-z])"
    r"((?: [A-Z][a-z]{0,6}(?![A-Za-z])){0,3})"
)
_SENTENCE_START = re.compile(r"(?:\A|[\n.:;!?•*+(\"“-]|[0-9][.)])\s{0,3}\Z")
# Said of many, or part of another word, unless a given name follows: "chị em Hội ...", "ông bà".
_PLURAL = words("các những mọi nhiều chị anh trẻ đàn ông cha bố tiếng nước")

_NO_NAMES = words(
    "mẹ hội đoàn đội phụ công việt tổ ban chủ phó giám trưởng bí đại nông ủy uỷ sở phòng bộ chánh thứ viện hiệu cán"
    " đảng đồng các người là và con cháu em chị anh ông bà cô giáo đỡ nuôi hồ tôn trung thanh tra hùng lao chính"
    " nhân cựu"
)
_CAN_BE_NAMES = words("hùng trung thanh chính công việt")
_NO_NAME_PAIRS = phrases(
    "thanh niên|thanh tra|thanh thiếu|trung tâm|trung ương|bảo trợ|bảo hiểm|bảo vệ|chính sách|chính quyền|công an"
    "|công tác|công nhân|công chức|công ty|công dân|tâm thần|an sinh|an ninh|thành phố|thành viên|thành đoàn|thành niên"
    "|phương án|bình đẳng|quân đội|quân nhân|giang mai|hải quan|việt nam|việt kiều|hòa bình|hoà bình|hòa nhập|minh nông"
    "|hà nội|hà giang|hà nam|hà tĩnh|thái nguyên|thái bình|thái lan|lâm thao|lâm đồng|sơn la|quang trung|đại học"
    "|hải phòng|hải dương|vĩnh phúc|hồng hà|hùng vương|hùng lô|hùng lao|tư pháp|tư nhân|tư vấn|tình nguyện|tình dục"
    "|thế giới|tiến bộ|quyết định|minh bạch|bình thường|đông anh|thương binh|thương tật|tái nghiện|tài chính|tài sản"
    "|toàn quốc|toàn tỉnh|trường học|thu nhập|thu hồi|xuân hè|phúc lợi|việt trì|phú thọ|chung sống|bích động"
)
_PUBLIC = phrases(
    "bà rịa|cô tô|bà triệu|bà nà|bà chúa|bà trưng|bà mẹ|bác hồ|bác tôn|cụ hồ|anh quốc|cô tấm|chị dậu|chú cuội|bà đen"
    "|thằng bờm|anh trỗi|chị sáu|cô giang|cô bắc|ông táo|ông công|bà huyện|cụ phan"
)
_ROLES = (
    r"\b(?i:doi tuong|bi can|bi cao|bi hai|nan nhan|nghi can|nghi pham|benh nhan|hoc vien|tu ba|ma co|bao ke|nu sinh"
    r"|cam dau|chu chua|tiep vien|nhan vien|gai ban dam|nguoi ban dam|nguoi mua dam|nguoi vi pham|con nghien|ten"
    r"|vo|chong)"
)
_AFTER_ROLE = re.compile(rf"{_ROLES}(?: ten)?(?: la)?:? [\"“'‘]?([A-Z][a-z]{{1,6}})(?![A-Za-z])(?! [A-Z])")
_LETTER_AFTER_ROLE = re.compile(
    r"\b(?i:bi can|bi cao|bi hai|nan nhan|benh nhan|nu sinh) ([A-Z])(?:\.(?=[\s,)]|\Z)|(?=,? [0-9]{1,2} tuoi))"
)
_CALLED = re.compile(
    r"\b(?i:tuc|biet danh|ten thuong goi|ten goi khac|ten goi o nha)(?: goi)?(?: la)?:? [\"“'‘]?"
    r"([A-Z][a-z]{1,6})(?![A-Za-z])"
)
_NICKNAMED = re.compile(
    r"\b([A-Z][a-z]{1,6}) (?:[\"“'‘]([a-z]{2,8})[\"”'’]"
    r"|(beo|seo|troc|coi|lun|hip|le|map|rom|chot|que|lac|sut|toet|tro|gu))(?![a-z])"
)
_NICKNAMES = words("béo sẹo trọc còi lùn híp lé mập ròm chột què lác sứt toét trố gù")


def find_short_names(folded: Folded, allowed: Allowed) -> Iterator[str]:
    """The reason code "name" for each person who is called by a short name."""
    called = (name.rpartition(" ")[2] for name in allowed.names)
    known = frozenset(given for given in called if len(given) > 1)
    for match in _AFTER_HONORIFIC.finditer(folded.bare):
        if _is_called(match, folded) and fold(match[2]) not in known:
            yield "name"
    for match in _AFTER_ROLE.finditer(folded.bare):
        if _is_given(match.span(1), folded) and fold(match[1]) not in known:
            yield "name"
    yield from ("name" for _ in _LETTER_AFTER_ROLE.finditer(folded.bare))
    yield from ("name" for match in _CALLED.finditer(folded.bare) if _is_given(match.span(1), folded))
    yield from ("name" for match in _NICKNAMED.finditer(folded.bare) if _is_nicknamed(match, folded))


def _is_called(match: re.Match[str], folded: Folded) -> bool:
    written, name = folded.text[slice(*match.span(1))], folded.text[slice(*match.span(2))].lower()
    if not _is_an_honorific(match, written, folded) or _is_no_one(match, f"{written.lower()} {name}", folded):
        return False
    before = folded.text[max(0, match.start() - 8) : match.start()].split()
    plural = bool(before) and before[-1].lower() in _PLURAL
    if written.isascii() and written.lower() == "anh" and plural and before[-1].lower() in {"tiếng", "nước"}:
        return False
    heading = written[0].isupper() and bool(match[3])  # "Em Bé Hạnh Phúc": every word begins large
    if len(name) == 1 or not (plural or heading or folded.text.isascii()):
        return True
    return (heading or not match[3]) and name in (BARE_GIVEN_NAMES if folded.text.isascii() else GIVEN_NAMES)


def _is_an_honorific(match: re.Match[str], written: str, folded: Folded) -> bool:
    """Whether the word is spelled as one for a person, and large only where a sentence begins."""
    if written.lower() not in _HONORIFICS and not (folded.text.isascii() and written in _BARE_HONORIFICS):
        return False
    return written[0].islower() or bool(_SENTENCE_START.search(folded.bare[max(0, match.start() - 5) : match.start()]))


def _is_no_one(match: re.Match[str], called: str, folded: Folded) -> bool:
    """Whether it is a place or an official, begins the name of a body, or is a full name, which is judged as one."""
    name = called.partition(" ")[2]
    full = bool(match[3]) and match[2].lower() in BARE_SURNAMES and (name in SURNAMES or name == match[2].lower())
    if full or called in _PUBLIC or OFFICE_AFTER.match(folded.low, match.end()):
        return True
    return _begins_a_word(match.span(2), folded) or (name in _NO_NAMES and not _stands_alone(match, name))


def _stands_alone(match: re.Match[str], name: str) -> bool:
    """Whether a word that begins offices too is a name here: nothing capitalised follows, and it is a given name."""
    return name in _CAN_BE_NAMES and not match[3]


def _is_given(span: tuple[int, int], folded: Folded) -> bool:
    """Whether a known given name stands there, and begins no other word ("Chính sách", "Bảo trợ")."""
    name = folded.text[slice(*span)].lower()
    known = BARE_GIVEN_NAMES if folded.text.isascii() else GIVEN_NAMES
    return name in known and not _begins_a_word(span, folded)


def _begins_a_word(span: tuple[int, int], folded: Folded) -> bool:
    written = folded.text[span[0] : span[1] + 10].lower().split(" ")
    pair = " ".join(written[:2]).rstrip(".,;:)")
    return any(pair.startswith(known) for known in _NO_NAME_PAIRS)


def _is_nicknamed(match: re.Match[str], folded: Folded) -> bool:
    if not _is_given(match.span(1), folded):
        return False
    return match[2] is not None or folded.text[slice(*match.span(3))].lower() in _NICKNAMES
