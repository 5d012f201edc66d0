"""Particulars that belong to one person: a birth date, a filled-in name field, a place of abode.

Whether a phrase is personal is decided by how concrete it is. "Sinh năm 1992" is one person's; "15 người sinh năm 1992"
and "sinh từ năm 1990 đến năm 1999" are a cohort. "Trú tại khu 3, xã ..." is an address; "có hộ khẩu thường trú trên địa
bàn tỉnh" is not, and neither is a commune named for a group of three or more.
"""

import re
from collections.abc import Iterator

from intake.privacy_fold import Folded, fold
from intake.privacy_patterns import BARE_SURNAMES, SIGNATORY, Allowed, words

_YEAR = r"(?:19[2-9][0-9]|20[0-4][0-9])(?![0-9])"
_DAY = r"[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?(?:[0-9]{4}|[0-9]{2})(?![0-9])"
# Patterns begin with a letter and look behind it afterwards: so the search for a start stays quick.
_BORN = re.compile(
    r"s(?<![a-z0-9]s)(?:inh[\s:.]{1,4}(?:(?:vao|ngay|thang|nam|khoang|[0-3]?[0-9])[\s:,/]{1,4}){0,6}"
    rf"(?:{_DAY}|[0-9]{{1,2}} ?[/.-] ?{_YEAR}|{_YEAR})"
    r"|inh\s{1,3}nam[\s:']{1,3}(?:[3-9][0-9]|0[0-9])(?=[\s,;.)]|\Z)"
    r"(?!\s{1,3}(?:vu|nguoi|chau|tre|con|truong hop|doi tuong))"
    rf"|n[\s.:]{{0,3}}(?:{_DAY}|{_YEAR})|n\s{{0,2}}:\s{{0,2}}(?:[3-9][0-9]|0[0-9])(?=[\s,;.)]|\Z))"
)
_BIRTH_FIELD = re.compile(
    rf"\b(?:(?:nam|ngay)\ssinh(?:\s[a-z]{{1,8}}){{1,4}}|dob|date\sof\sbirth)\s?[:=-]\s?(?:{_DAY}|{_YEAR})"
    r"|\((?:nu|nam)[\s,;-]{1,3}(?:19[3-9][0-9]|200[0-9])\)"
)
# Words that end in "sinh" and are no birth: "phát sinh năm 2015", "nảy sinh năm 2015" (but "người này sinh năm ...").
_COMPOUNDS = words(
    "phát học vệ thí tuyển tái hy dân nảy an sản khai sát ký kháng ngoại môi quyên nhân giáo chúng cứu thiếu lưu hậu hộ"
)
_PATIENTS = words("nan benh pham cong")
_BARE_COMPOUNDS = frozenset(map(fold, _COMPOUNDS)) - {"ho"}
# Three or more of something, or a plural, and then small letters only: no name can hide in between.
_COHORT_BEFORE = re.compile(
    r"(?:(?<![0-9/-])0{0,2}(?:[3-9]|[1-9][0-9]{1,2}) (?:nguoi|doi tuong|truong hop|luot|phu nu|nam|nu|em|chau|tre"
    r"|tre em"
    r"|hoc sinh|cong dan|thanh nien|chi em|hoc vien|nan nhan|bi can|ho|cong nhan|lao dong)"
    r"|\b(?:cac|nhung|nhom|lua tuoi|do tuoi|(?:so|moi) (?:nguoi|doi tuong|truong hop|phu nu|tre|tre em|chau)))"
    r"(?: [a-z/]+){0,5} ?[,(]? ?\Z"
)
_COHORT_AFTER = re.compile(
    r"\s?(?:tro\s(?:ve|len|di|xuong)|ve\s(?:truoc|sau)|(?:den|-)\s?(?:het\s)?(?:nam\s)?(?:19|20)[0-9]{2})"
)

_NAME_FIELD = re.compile(
    r"ho(?<![a-z0-9]ho)\s{0,3}(?:(?:va|&|,|/|\+)\s{0,3})?(?:(?:chu\s{0,3})?dem\s{0,3}(?:(?:va|,)\s{1,3})?)?ten\b"
    r"((?:\s{1,3}[a-z]{1,8}){0,4})\s{0,3}[:=]\s{0,3}"
)
_OTHER_NAME_FIELD = re.compile(
    r"\b(?:(?:full|first|last)\s{0,2}name|ten\s{1,3}(?:doi\s{1,3}tuong|nan\s{1,3}nhan|hoc\s{1,3}vien|benh\s{1,3}nhan"
    r"|nguoi))((?:\s{1,3}[a-z]{1,8}){0,3})\s{0,3}[:=]\s{0,3}"
)
_NO_NAME = re.compile(r"khong|bo\s{1,3}trong|khuyet|theo|xem|ky\b|ghi\b")

_ABODE = re.compile(
    r"\b(?:(?<!luu )(?<!cu )(?<!tam )(?<!thuong )(?<!noi )tru(?=\s{1,3}(?:so\s{1,3}[0-9]"
    r"|(?:khu|to|thon|xom|ngo|duong|pho|xa|phuong)\b))"
    r"|ngu\s{1,3}(?:tai|o)|(?:dia\s{1,3}chi\s{1,3})?nha\s{1,3}rieng|o\s{1,3}tai(?=\s{1,3}so\s{1,3}[0-9])|tru\s{1,3}(?:tai|quan|o)|thuong\s{1,3}tru|tam\s{1,3}tru|cu\s{1,3}tru|hktt|dktt|ho\s{1,3}khau"
    r"|noi\s{1,3}(?:o|cu\s{1,3}tru)|cho\s{1,3}o|que\s{1,3}quan|nguyen\s{1,3}quan|sinh\s{1,3}quan)\b"
)
_RESIDENCE_CONTROL = re.compile(r"\b(?:luat|quan\s{1,3}ly(?:\s{1,3}ve)?)\s{1,3}\Z")
_AND_ABSENCE = re.compile(r",?\s?(?:va\s)?tam\s{1,3}vang")
_AMBIGUOUS_ABODES = {"noi o": "nơi ở", "cho o": "chỗ ở", "tru o": "trú ở", "tru": "trú"}
_BELOW_COMMUNE = re.compile(
    r"(?:số nhà|so nha|sn|tổ|to|khu|thôn|thon|xóm|xom|ngõ|ngo|ngách|ngach|hẻm|hem|ấp|ap|bản|đường|duong"
    r"|(?<!thành )phố|buôn|buon|làng|lang|kiệt|kiet)"
    r"(?:\s{1,3}(?:hành chính|hanh chinh|dân cư|dan cu|dân phố|dan pho|phố|pho|số|so))?"
    r"\s{1,3}(?=\w)(?!công nghiệp|cong nghiep|vực|vuc|du lịch|du lich|đô thị|do thi)"
)
_HOUSE_NUMBER = re.compile(
    r"so(?<![a-z0-9]so)\s{1,3}[0-9]{1,4}[a-z]?(?:/[0-9]{1,4})?[\s,]{1,3}(?:duong|pho|ngo|ngach|hem|to|khu)\b"
)
# A house by its number and lane, but no office's or business's own seat.
_HOUSE = re.compile(
    r"\b(?:so\s{1,3}nha|sn|nha\s{1,3}so)\s{1,3}[0-9]{1,4}[a-z]?(?:/[0-9]{1,4})?[\s,]{1,3}"
    r"(?:ngo|ngach|hem|to|duong|pho|khu|thon|xom)\b"
)
_SEAT = re.compile(
    r"\b(?:tru\s{1,3}so|van\s{1,3}phong|co\s{1,3}quan|cong\s{1,3}ty|doanh\s{1,3}nghiep|nha\s{1,3}(?:nghi|hang|tro)"
    r"|khach\s{1,3}san|quan|karaoke|massage|co\s{1,3}so|tru\s{1,3}dong)\b[^.\n]{0,50}\Z"
)
_COMMUNE_AND_DISTRICT = re.compile(
    r"\b(?i:xa|phuong|thi\s{1,3}tran|tt|x\.|p\.)\s{0,3}[A-Z][A-Za-z]*(?:\s[A-Z][A-Za-z]*){0,3}\s?[,-]\s{0,3}"
    r"(?i:huyen|thanh\s{1,3}pho|tp|thi\s{1,3}xa|tx|h\.)"
)
_FIELD_VALUE = re.compile(r"\s{0,3}(?:tai\s{1,3})?[:=]\s{0,3}")
_UNIT = re.compile(r"(?:xa|phuong|thi\s{1,3}tran|tt|huyen|thanh\s{1,3}pho|tp|tx|thi\s{1,3}xa|tinh)\b")
_PROPER_PLACE = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
_ADDRESS_END = re.compile(r"[;\n]|\. ")
_ADDRESS_LENGTH = 90


def find_particulars(folded: Folded, allowed: Allowed) -> Iterator[str]:
    """Reason codes of personal particulars in `folded`; a code may come more than once."""
    low = folded.low
    yield from ("birth-year" for _ in _BIRTH_FIELD.finditer(low))
    if "sinh" in low or "sn" in low:
        yield from ("birth-year" for match in _BORN.finditer(low) if _is_one_birth(match, folded))
    for field in (_NAME_FIELD, _OTHER_NAME_FIELD):
        yield from ("name-list" for match in field.finditer(low) if _holds_a_name(match, folded, allowed))
    for match in _HOUSE.finditer(low):
        if not _SEAT.search(low[max(0, match.start() - 70) : match.start()]):
            yield "address"
    yield from ("address" for match in _ABODE.finditer(low) if _is_an_address(match, folded))


def _is_one_birth(match: re.Match[str], folded: Folded) -> bool:
    before = folded.bare[max(0, match.start() - 45) : match.start()]
    if match[0].startswith("sinh") and _makes_a_compound(folded.text[max(0, match.start() - 45) : match.start()]):
        return False
    return not _COHORT_BEFORE.search(before) and not _COHORT_AFTER.match(folded.low, match.end())


def _makes_a_compound(before: str) -> bool:
    """Whether the last word belongs to "sinh" ("phát sinh") and is no one's given name ("... Văn An sinh")."""
    last = before.split()[-2:]
    if not last or not before[-1].isspace():
        return False
    word = last[-1].lower()
    if word not in (_BARE_COMPOUNDS if word.isascii() else _COMPOUNDS):
        return False
    if word in {"nhân", "nhan"} and fold(last[0]) in _PATIENTS:
        return False
    given_name = len(last) > 1 and last[0][:1].isupper() and last[1].istitle()
    return not given_name


def _holds_a_name(match: re.Match[str], folded: Folded, allowed: Allowed) -> bool:
    start = match.end()
    value = folded.low[start : start + 60]
    if SIGNATORY.search(match[1]) or _NO_NAME.match(value):
        return False
    if any(value.startswith(name) and not value[len(name) : len(name) + 1].isalnum() for name in allowed.names):
        return False
    return value.split(" ", 1)[0] in BARE_SURNAMES or folded.bare[start : start + 1].isupper()


def _is_an_address(match: re.Match[str], folded: Folded) -> bool:
    spelled = _AMBIGUOUS_ABODES.get(match[0])
    written = folded.text[slice(*match.span())].lower()
    if spelled and written not in {spelled, match[0]}:
        return False
    controlled = _RESIDENCE_CONTROL.search(folded.low, max(0, match.start() - 12), match.start())
    if controlled or _AND_ABSENCE.match(folded.low, match.end()):
        return False
    end = _end_of_address(match.end(), folded.low)
    if _is_below_commune(folded, match.end(), end):
        return True
    field = _FIELD_VALUE.match(folded.low, match.end(), end)
    if field and (_UNIT.match(folded.low, field.end()) or _PROPER_PLACE.match(folded.bare, field.end())):
        return True
    if not _COMMUNE_AND_DISTRICT.search(folded.bare, match.end(), end):
        return False
    return not _COHORT_BEFORE.search(folded.bare[max(0, match.start() - 60) : match.start()])


def _end_of_address(start: int, low: str) -> int:
    """An address ends with its sentence, its line or its field."""
    stop = _ADDRESS_END.search(low, start, start + _ADDRESS_LENGTH)
    return stop.start() if stop else min(len(low), start + _ADDRESS_LENGTH)


def _is_below_commune(folded: Folded, start: int, end: int) -> bool:
    if _HOUSE_NUMBER.search(folded.low, start, end):
        return True
    written = folded.text[start:end].lower()
    for match in _BELOW_COMMUNE.finditer(written):
        place = start + match.end()
        is_word = not written[: match.start()][-1:].isalnum()
        if is_word and (folded.bare[place].isdigit() or _is_proper(folded.bare, place)):
            return True
    return False


def _is_proper(bare: str, at: int) -> bool:
    """Whether a proper name begins at `at`: a capital and a small letter."""
    return bare[at : at + 1].isupper() and bare[at + 1 : at + 2].islower()
