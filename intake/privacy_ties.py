"""What ties a full name to a private person, and what makes it an official's, a street's, a school's or a business's.

A name is tied where a word for a person stands before it ("chị", "đối tượng"), where an act upon a person ends in it
("bắt quả tang", "tư vấn cho"), or where a birth year, an age, an offence, an illness or help received follows it in the
same clause. An official named in office is not: only an arrest or a trial makes an official a case.
"""

import re

from intake.privacy_fold import Folded, fold
from intake.privacy_names import FULL, Name
from intake.privacy_patterns import CERTAIN_SURNAMES, GIVEN_NAMES, PUBLIC_PEOPLE, phrases

# Short words for a person count at their marked spelling: "ba" is a number and half a district, "bà" is a woman.
_HONORIFICS = phrases("chị|anh|ông|bà|em|cháu|cô|chú|cụ|bé|vợ|chồng|kẻ|gái|tên|tên là|mụ|thằng|dì|học viên")
_BARE_HONORIFICS = frozenset(fold(word) for word in _HONORIFICS)
_PLURALS = phrases("tre em|chi em|anh em|dan em|ong ba")
_ROLES = phrases(
    "doi tuong|bi can|bi cao|nan nhan|nghi can|nghi pham|can pham|pham nhan|bi hai|benh nhan|con nghien|chu chua|tu ba"
    "|moi gioi|nguoi ban dam|nguoi mua dam|nguoi vi pham|nguoi nghien|nguoi benh|nhiem hiv|gai ban dam|gai mai dam"
    "|ho ten|ho va ten|khach mua dam|ma co|bao ke|nu sinh|ke cam dau|y"
)
# These stand before the names of businesses and unions too, so only a full name of three syllables counts.
_WEAK_ROLES = phrases(
    "phu nu|nhan vien|tiep vien|chu co so|chu quan|chu nha nghi|chu khach san|nguoi phu nu|bat qua tang|bat giu|bat"
    "|khoi to|truy to|xu phat|phat|tam giu|tam giam|trieu tap|ban giao|truong hop|vu|vu an|tu van cho|tu van|ho tro"
    "|ho tro cho|giup|giup do|con gai cua|con trai cua|con cua|me cua|gia dinh|nha cua|lap ho so|giai cuu|tiep nhan"
    "|danh sach|trong do co|dua|ket an|xet xu|loi khai cua|don cua|to cao cua|doi voi"
)
_BETWEEN = phrases("gom|gom co|gồm|gồm có|la|là|ten|ten la|tên là|co ten|có tên|co ten la|có tên là")

# What makes the capitals that follow at once a street, a school, a business or a unit; "chợ" does, "cho" does not.
_NO_BUSINESSES = phrases(
    "đường|phố|ngõ|ngách|đại lộ|tuyến|nút giao|ngã ba|ngã tư|cầu|phường|xã|huyện|thị trấn|thị xã|tp|tp.|tx|tx.|tt|tt."
    "|tỉnh|quận|khu|khu vực|khu đô thị|khu dân cư|thôn|xóm|bản|làng|ấp|tổ|chợ|đền|hồ|sông|núi|bến xe|trường|thpt|thcs"
    "|tiểu học|mầm non|mẫu giáo|đại học|cao đẳng|học viện|tncs|cộng sản|bệnh viện|công viên|quảng trường|bảo tàng"
    "|tượng|di tích|nhà văn hóa|nhà văn hoá|cung văn hóa|thư viện|nghĩa trang|nông trường|quỹ|quỹ học bổng|học bổng"
    "|giải|giải thưởng|cúp|phong trào|chương trình|dự án|mang tên|tấm gương|gương|anh hùng|liệt sĩ|liệt sỹ|nhà thơ"
    "|nhà văn|nhạc sĩ|vua|chi đoàn|chi hội|liên đội|chi đội|đội|lớp|câu lạc bộ|trung tâm|nhà thiếu nhi|trẻ em|khu phố"
)
_BUSINESSES = phrases(
    "nhà nghỉ|khách sạn|nhà hàng|nhà trọ|quán|karaoke|massage|cafe|cà phê|công ty|tnhh|cổ phần|mtv|doanh nghiệp"
    "|tư nhân|dntn|htx|hợp tác xã|cơ sở|cửa hàng|tiệm|spa"
)
_HOMOGRAPHS = phrases("cau|ban|to|cho|den|ho|quan|tinh|quy|tuong|lang|ap|giai|cup|vua|lop|doi|guong|tiem")
_BARE_NO_BUSINESSES = frozenset(map(fold, _NO_BUSINESSES)) - _HOMOGRAPHS
_BARE_BUSINESSES = frozenset(map(fold, _BUSINESSES)) - _HOMOGRAPHS
# Whoever holds these offices, or signs, is named as an official; a colon or a line end may stand between.
_OFFICES = phrases(
    "chu tich|dong chi|d/c|giam doc|truong phong|truong ban|truong khoa|bi thu|van phong|can bo|chuyen vien|thu truong"
    "|don vi|nguoi lap|lap bieu|lap bao cao|ke toan|ke toan truong|nguoi ky|ky ten|dau moi|lanh dao|kiem tra vien"
    "|truong doan|uy vien|dai bieu|thu ky|doi truong|to truong|bac si|dai ta|thuong ta|trung ta|thieu ta|dai uy"
    "|kiem sat vien|tham phan|dieu tra vien|bao cao vien|giang vien|hieu truong|thanh tra vien|cong tac vien"
)
_OFFICE_IN_CLAUSE = re.compile(
    r"\b(?:chu tich|giam doc|bi thu|chanh (?:van phong|thanh tra|an)|chi cuc truong|vien truong|thu truong|hieu truong"
    r"|(?:truong|pho truong|pho) (?:phong|ban|khoa|doan|cong an|tram)|doi truong|cuc truong)\b[^,.;:\n]{0,70}\Z"
)
_STREETS_OR_SCHOOLS = re.compile(
    r"(?:pho(?<!thanh pho)|duong|truong|thpt|thcs|cau|cac (?:xa|phuong|truong|tuyen))[ :]{1,3}"
    r"(?:[a-z]+(?: [a-z]+){0,3}, ){0,8}(?:[a-z]+(?: [a-z]+){0,3} va )?\Z"
)
OFFICE_AFTER = re.compile(
    r"[\s,(:-]{1,5}(?:(?:la|lam|giu chuc(?: vu)?)\s)?(?:nguyen\s)?(?:pho\s)?(?:tong\s)?(?:giam doc|chu tich|bi thu"
    r"|chi cuc|uy vien|can bo|chanh|chuyen vien|dai bieu|thu truong|dau moi|lanh dao|doi truong|thu ky|ke toan"
    r"|giao vien|hieu (?:truong|pho)|giang vien|bao cao vien|kiem sat vien|tham phan|dieu tra vien|cong tac vien"
    r"|to truong"
    r"|chu tri|phat bieu|ket luan|chu toa"
    r"|(?:truong|pho)\s(?:phong|ban|khoa|doan|cong an|chi|dai dien|khu|thon))\b"
)
_TRIED = re.compile(
    r"(?: \([^()\n]{0,30}\))?[\s,]{1,2}(?:(?:da|dang|cung|vua)\s)?(?:khai nhan|bi\s(?:bat(?! buoc)|khoi to|truy to"
    r"|tam giu"
    r"|tam giam|ket an|tuyen phat|lua ban|xam hai|cuong ep))\b|[\s,(-]{1,3}[0-9]{1,2}\s{1,3}tuoi\b"
)
_FINED = re.compile(r"\s(?:(?:da|dang|cung|vua)\s)?bi\s(?:phat|xu phat|xu ly|lap bien ban|dua)\b")
_PERSON_AFTER = re.compile(
    r"\s?[,(:;-][\s,(:;-]{0,4}(?:19[2-9]|20[0-4])[0-9]\b|\s(?:19[4-9][0-9]|200[0-9])\b|[\s,(:;-]{1,5}(?:(?:sn|sinh)\b"
    r"|[0-9]{1,2}\s{1,3}tuoi\b|(?:(?:hien|thuong|tam)\s)?(?:tru|ngu)\s|que\s|nguyen quan|dan toc\s|hoc lop|lop [0-9]"
    r"|nu,|(?:(?:da|dang|cung)\s)?(?:khai nhan|thua nhan|ban dam|mua dam|moi gioi|chua mai dam|to chuc mai dam"
    r"|nhiem hiv|duong tinh|bi\s(?:bat|phat|xu phat|tam giu|tam giam|khoi to|truy to|tuyen|lap bien ban|ket an|dua))\b)"
)
# What befell or was done by one person, later in the same clause.
_CASE = re.compile(
    r"\b(?:bi (?:bat|phat|xu|tam|khoi|truy|tuyen|lap bien|ket an|dua|lua|ban|mua|xam|cuong|ep|bao hanh|danh|nhiem"
    r"|phat hien)"
    r"|co hanh vi|ban dam|mua dam|moi gioi|chua mai dam|chua chap|nhiem hiv|duong tinh|nghien|tai nghien|la nan nhan"
    r"|hoan luong|tai hoa nhap|mac benh|mang thai|co thai|to chuc cho|to chuc (?:mai|ban) dam"
    r"|duoc (?:tu van|ho tro|vay|dua|hoc nghe|day nghe|tra ve|giai cuu|giup|cai nghien|chua|cho vay))\b"
)
# What an official does, and counts and plurals: what comes after them is not said of the one who is named.
_ACTING = re.compile(
    r"\b(?:chong|kiem tra|chu tri|phat bieu|chi dao|ky|bao cao|trinh bay|tap huan|ket luan|phu trach|phan cong|thu ly"
    r"|huong dan|phoi hop|trien khai|tuyen truyen|tham du|khai mac|cac|nhung|mot so|don vi|lam (?:truong|pho|to)"
    r"|[0-9]{1,4} [a-z]+)\b"
)
_CLAUSE = re.compile(r"[.;:\n]")
_CLAUSE_LENGTH = 90

_SPACES = " :\"“'("
_PUNCTUATION = " \t\n:.,;\"“'(-"


def is_tied_to_a_person(name: Name, folded: Folded) -> bool:
    """Whether what stands beside `name` makes it the name of one private person."""
    before = last_words(folded.low, name.start)
    if before & _ROLES or name.folded in PUBLIC_PEOPLE:
        return bool(before & _ROLES)
    end = _end_of(name, folded)
    if _is_after_an_honorific(name, folded, before):
        return not OFFICE_AFTER.match(folded.low, end) and not _SPONSOR.match(folded.low, end)
    if _TRIED.match(folded.low, end) and _can_be_somebody(name, folded) and not _is_a_place(name, folded):
        return True
    return name.syllables >= FULL and name.certain and _is_in_a_case(name, end, folded, before)


def _is_in_a_case(name: Name, end: int, folded: Folded, before: set[str]) -> bool:
    """Whether an act upon a person ends in the name, or something that befell one follows it in its clause."""
    if before & _WEAK_ROLES and not OFFICE_AFTER.match(folded.low, end):
        return True
    if _FINED.match(folded.low, end) and not _is_a_place(name, folded) and not _is_a_business(name, folded):
        return True
    return _has_a_case(end, folded) and not names_something_else(name, folded) and not is_an_official(name, folded)


# "bà Hoa ủng hộ", "ông Nguyễn Văn An chủ trì" are no cases; only verbs of office are listed.
_SPONSOR = re.compile(r"\s(?:chu tri|phat bieu|ket luan|chi dao|ky (?:ban hanh|quyet dinh)|trao (?:qua|giay|tang))\b")


def _end_of(name: Name, folded: Folded) -> int:
    """The end of a name, and of the point behind it where its last syllable is shortened ("Nguyễn Thị L.")."""
    shortened = folded.bare[name.end - 2 : name.end - 1] == " " and folded.bare[name.end : name.end + 1] == "."
    return name.end + shortened


def _is_after_an_honorific(name: Name, folded: Folded, before: set[str]) -> bool:
    if before & _PLURALS or not before & _BARE_HONORIFICS:
        return False
    return not name.marked or bool(last_words(folded.text, name.start) & _HONORIFICS)


def _can_be_somebody(name: Name, folded: Folded) -> bool:
    """A full name, or a certain surname with a name that is given to people."""
    if name.syllables >= FULL:
        return True
    surname, _, given = folded.text[name.start : name.end].lower().partition(" ")
    return surname in CERTAIN_SURNAMES and given in GIVEN_NAMES


def _has_a_case(end: int, folded: Folded) -> bool:
    low = folded.low
    if _PERSON_AFTER.match(low, end):
        return True
    stop = _CLAUSE.search(low, end, end + _CLAUSE_LENGTH)
    clause = low[end : stop.start() if stop else end + _CLAUSE_LENGTH]
    case = _CASE.search(clause)
    return case is not None and not _ACTING.search(clause[: case.start()])


def last_words(text: str, end: int, between: str = _PUNCTUATION) -> set[str]:
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


def is_an_official(name: Name, folded: Folded) -> bool:
    """Whether an office stands before or behind the name: "Chủ tịch UBND huyện ...", "..., Phó Giám đốc Sở"."""
    if OFFICE_AFTER.match(folded.low, name.end) or last_words(folded.low, name.start) & _OFFICES:
        return True
    return bool(_OFFICE_IN_CLAUSE.search(folded.low[max(0, name.start - 110) : name.start]))


def names_something_else(name: Name, folded: Folded) -> bool:
    """Whether what stands before makes it a street, a school, a business or an official."""
    if _is_a_place(name, folded) or _is_a_business(name, folded):
        return True
    return bool(last_words(folded.low, name.start) & _OFFICES)


def _is_a_place(name: Name, folded: Folded) -> bool:
    text, place_words = (folded.text, _NO_BUSINESSES) if name.marked else (folded.low, _BARE_NO_BUSINESSES)
    if last_words(text, name.start, _SPACES) & place_words:
        return True
    before = folded.low[max(0, name.start - 100) : name.start]
    return before.endswith((", ", " va ")) and _STREETS_OR_SCHOOLS.search(before) is not None


def _is_a_business(name: Name, folded: Folded) -> bool:
    text, businesses = (folded.text, _BUSINESSES) if name.marked else (folded.low, _BARE_BUSINESSES)
    return bool(last_words(text, name.start, _SPACES) & businesses)
