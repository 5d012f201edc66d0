"""Numbers that belong to one person: CCCD, CMND and telephone numbers; and private mail addresses.

A number of a report is told from an identity by its shape (identities begin with a zero, sums never do) and, where a
spreadsheet dropped the zero or the shape says too little, by the words beside it. Every pattern is linear in its text.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from intake.privacy_fold import Folded
from intake.privacy_patterns import MOBILE_PREFIXES, PRIVATE_MAIL_HOSTS, PROVINCE_CODES, Allowed, national_phone

_SEP = r"[ .()-]{0,3}"
# A stretch of digits and what may be written between them; everything else is looked for inside such stretches.
_STRETCH = re.compile(rf"[0-9](?:{_SEP}[0-9]){{6,}}")

# Not inside a number; a group of three after "1." or "1," is part of a sum, while "1.0912345678" is a numbered line.
_START = r"(?<![0-9])(?:(?<![0-9][.,])|(?=[0-9]{4}))"
# Province 001-096, century and sex 0-3, six more digits after the year of birth.
_CCCD = re.compile(
    rf"{_START}(?=(0{_SEP}(?:0{_SEP}[1-9]|[1-8]{_SEP}[0-9]|9{_SEP}[0-6]){_SEP}[0-3](?:{_SEP}[0-9]){{8}})(?![0-9]))0"
)
_PHONE = re.compile(rf"{_START}(?=(0{_SEP}[1-9](?:{_SEP}[0-9]){{8,9}})(?![0-9]))0")
_PHONE_84 = re.compile(
    rf"{_START}(?=((?:00{_SEP})?84{_SEP}(?:0{_SEP})?(?:[35789](?:{_SEP}[0-9]){{8}}|[12](?:{_SEP}[0-9]){{9}}))(?![0-9]))"
)
_LOST_ZERO_CCCD = re.compile(r"(?<![0-9])(?<![0-9][.,])([1-9][0-9]{10})(?![0-9])(?![.,][0-9])")
# Beside a word for it: nine or twelve digits however grouped, eight, ten or eleven only in one piece.
_BESIDE_WORD = re.compile(
    rf"(?<![0-9])(?=([0-9](?:{_SEP}[0-9]){{8}}|[0-9](?:{_SEP}[0-9]){{11}}|[0-9]{{8}}|[0-9]{{10,11}})(?![0-9]))"
)
_LOST_ZERO_MOBILE = re.compile(rf"(?<![0-9])(?=([35789](?:{_SEP}[0-9]){{8}})(?![0-9]))")

_CARD_WORD = re.compile(
    r"\b(?:cmnd|cmtnd|cmt|cccd|cmqd|gcmnd|chung\s{1,3}minh|can\s{1,3}cuoc|(?:so|ma)\s{1,3}dinh\s{1,3}danh"
    r"|dinh\s{1,3}danh\s{1,3}ca\s{1,3}nhan|giay\s{1,3}to\s{1,3}tuy\s{1,3}than)"
)
_PHONE_WORD = re.compile(
    r"\b(?:sdt|dt|dtdd|tel|phone|mobile|hotline|zalo|alo|dien\s{1,3}thoai|di\s{1,3}dong|so\s{1,3}may|lien\s{1,3}he)"
)
_TAX_WORD = re.compile(r"\b(?:mst|ma\s{1,3}so\s{1,3}(?:thue|doanh\s{1,3}nghiep|dn))[^0-9]{0,12}\Z")
_SUM_WORD = re.compile(
    r"\b(?:so\s{1,3}tien|kinh\s{1,3}phi|ngan\s{1,3}sach|du\s{1,3}toan|tien\s{1,3}phat|von|tong\s{1,3}chi)\b[^0-9\n]{0,30}\Z"
)
CURRENCY = re.compile(r"\s{0,3}\(?(?:dong|d(?!/)|vnd|trieu|ty|nghin|ngan|tr|usd)\b")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_GROUPS = re.compile(r"[0-9]{3}(?: [0-9]{3})+")
_ROUND = re.compile(r"000\Z")
# A row of figures of one or two digits: a number written in such groups has nothing of its kind before or behind it.
_SMALL_GROUPS = re.compile(r"[0-9]{1,2}(?:[ .()-]{1,3}[0-9]{1,2})+")
_FIGURE_BEFORE = re.compile(r"(?<![0-9])[0-9]{1,2}[ .-]{1,3}\Z")
_FIGURE_BEHIND = re.compile(r"[ .-]{1,3}[0-9]{1,2}(?![0-9])")
_COMPACT_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")

# Dates inside a stretch: the separator repeats, and a fourth group of the same writing makes it something else.
_DATE = re.compile(
    r"(?<![0-9])(?<![0-9][.])(?:(?:0?[1-9]|[12][0-9]|3[01]) ?([.-]) ?(?:0?[1-9]|1[0-2]) ?\1 ?"
    r"(?:(?:19|20)[0-9]{2}|[0-9]{2}(?!\1[0-9]))|(?:0?[1-9]|1[0-2])[.-](?:19|20)[0-9]{2})(?![0-9])(?!\.[0-9])"
)
_HEX_LETTER = re.compile("[a-f-]")
_HEX_LETTERS = re.compile("[0-9a-f-]*")
_HEX_TOKEN_LENGTH = 32

_MAIL = re.compile(
    rf"@(?:{'|'.join(sorted(PRIVATE_MAIL_HOSTS))})\.(?!gov|edu|org)[a-z]{{2,3}}(?:\.[a-z]{{2}})?(?![a-z0-9-]|\.[a-z])"
)
_MAIL_LOCAL = re.compile(r"[a-z0-9._%+'-]{1,64}\Z")

_BORN_FROM, _BORN_UNTIL = 1920, 2030
"""Years of birth believed without any other sign; a number written with its leading zero needs none."""


class _Stretch(NamedTuple):
    """A run of digits with its neighbourhood; dates inside it are blotted out."""

    digits: str
    before: str
    after: str

    def is_sum(self, match: re.Match[str]) -> bool:
        """Whether what was matched is written as money or as a round quantity."""
        start, end = match.span(1)
        if match[1].startswith("0"):  # no sum begins with a zero, but its later groups may: 1 025 190 001 234
            return start > 0 and bool(_GROUPS.fullmatch(match[1])) and self._is_followed_by_unit(end)
        return self._is_followed_by_unit(end) or bool(_THOUSANDS.fullmatch(match[1]) and _ROUND.search(match[1]))

    def is_row_of_figures(self, match: re.Match[str]) -> bool:
        """Whether what was matched is part of a longer row of small figures ("05 12 23 34 15 09 08")."""
        if not _SMALL_GROUPS.fullmatch(match[1]):
            return False
        start, end = match.span(1)
        return bool(
            _FIGURE_BEFORE.search(self.digits, max(0, start - 6), start) or _FIGURE_BEHIND.match(self.digits, end)
        )

    def _is_followed_by_unit(self, end: int) -> bool:
        return bool(CURRENCY.match(self.digits[end : end + 24] + self.after))

    def card_word_near(self) -> bool:
        """Whether a word for an identity card stands shortly before the number, or right behind it."""
        behind = re.split(r"[0-9\n]", self.after[:20], maxsplit=1)[0]
        return bool(_CARD_WORD.search(self.before) or _CARD_WORD.search(behind))


def find_numbers(folded: Folded, allowed: Allowed) -> Iterator[str]:
    """Reason codes of the personal numbers and private addresses in `folded`; a code may come more than once."""
    low = folded.low
    for stretch in _stretches(low):
        yield from _in_stretch(stretch, allowed)
    if "@" in low:
        yield from ("email" for _ in _private_mails(low, allowed))


def find_number(value: int, allowed: Allowed) -> Iterator[str]:
    """Reason codes of a bare number, as a spreadsheet keeps it: without its leading zeros.

    Multiples of a thousand are figures: one identity in a thousand ends so, and nearly every sum of money.
    """
    digits = str(value)
    if value < 10**8 or value % 1000 == 0:
        return
    if len(digits) in {10, 11} and is_plausible_cccd(digits.zfill(12)):
        yield "cccd"
    elif len(digits) == 9 and digits[:2] in MOBILE_PREFIXES and "0" + digits not in allowed.phones:
        yield "phone"


def is_plausible_cccd(digits: str) -> bool:
    """Whether twelve `digits` name a real province and a person who can be alive (Nghị định 137/2015, Điều 13)."""
    born = 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])
    return int(digits[:3]) in PROVINCE_CODES and _BORN_FROM <= born <= _BORN_UNTIL


def _stretches(low: str) -> Iterator[_Stretch]:
    for match in _STRETCH.finditer(low):
        start, end = match.span()
        digits = _DATE.sub(lambda date: "x" * len(date[0]), _without_digests(low, start, end))
        yield _Stretch(digits, low[max(0, start - 45) : start], low[end : end + 24])


def _without_digests(low: str, start: int, end: int) -> str:
    """The stretch, its first or last piece blotted out where it belongs to a checksum or a UUID."""
    written = low[start:end]
    first, last = len(written.partition(" ")[0]), len(written.rpartition(" ")[2])
    if is_in_digest(low, start, start + first):
        written = "x" * first + written[first:]
    if last < len(written) and is_in_digest(low, end - last, end):
        written = written[:-last] + "x" * last
    return written


def is_in_digest(low: str, start: int, end: int) -> bool:
    """Whether the digits from `start` to `end` stand among hexadecimal ones, as in file properties."""
    if not _HEX_LETTER.search(low[max(0, start - 1) : start] + low[end : end + 1]):
        return False
    left = _HEX_LETTERS.match(low[max(0, start - _HEX_TOKEN_LENGTH) : start][::-1])
    right = _HEX_LETTERS.match(low[end : end + _HEX_TOKEN_LENGTH])
    around = (left[0] if left else "") + (right[0] if right else "")
    return len(around) + end - start >= _HEX_TOKEN_LENGTH and len(re.findall("[a-f]", around)) >= 4


def _in_stretch(stretch: _Stretch, allowed: Allowed) -> Iterator[str]:
    digits = stretch.digits
    for match in _CCCD.finditer(digits):
        if not (_is_counting(match[1]) or stretch.is_sum(match) or stretch.is_row_of_figures(match)):
            yield "cccd"
    if not _TAX_WORD.search(stretch.before):
        yield from _phones(_PHONE, stretch, allowed)
    yield from _phones(_PHONE_84, stretch, allowed)
    if _PHONE_WORD.search(stretch.before):
        yield from _phones(_LOST_ZERO_MOBILE, stretch, allowed)
    for match in _LOST_ZERO_CCCD.finditer(digits):
        round_or_sum = _ROUND.search(match[1]) or stretch.is_sum(match) or _SUM_WORD.search(stretch.before)
        if is_plausible_cccd("0" + match[1]) and not round_or_sum:
            yield "cccd"
    if stretch.card_word_near():
        for match in _BESIDE_WORD.finditer(digits):
            if not stretch.is_sum(match) and not _COMPACT_DATE.fullmatch(match[1]):
                yield "cmnd" if len(_only_digits(match[1])) < 10 else "cccd"


def _phones(pattern: re.Pattern[str], stretch: _Stretch, allowed: Allowed) -> Iterator[str]:
    for match in pattern.finditer(stretch.digits):
        number = match[1]
        international = number.startswith("84") and stretch.before.endswith(("+", "+ ", "(+"))
        if not international and (stretch.is_sum(match) or _is_counting(number) or _is_grouped_sum(number)):
            continue
        if stretch.is_row_of_figures(match):
            continue
        if national_phone(number) not in allowed.phones:
            yield "phone"


def _is_grouped_sum(number: str) -> bool:
    """84.912.345.678 without a plus is written as a sum; with spaces or in one piece it is a telephone number."""
    return number.startswith("84") and bool(_THOUSANDS.fullmatch(number))


def _is_counting(written: str) -> bool:
    """Whether the groups count upwards one by one ("01 02 03 04 05 06"), as numbered places do."""
    groups = re.findall("[0-9]+", written)
    return len(groups) > 2 and all(int(after) - int(before) == 1 for before, after in pairwise(groups))


def _private_mails(low: str, allowed: Allowed) -> Iterator[str]:
    for match in _MAIL.finditer(low):
        local = _MAIL_LOCAL.search(low[max(0, match.start() - 64) : match.start()])
        if local and local[0] + match[0] not in allowed.mails:
            yield local[0] + match[0]


def _only_digits(written: str) -> str:
    return re.sub("[^0-9]", "", written)
