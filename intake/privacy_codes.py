"""Codes that lead to one person: passports, accounts, vehicles, insurance, coordinates, mail addresses in disguise.

A code counts by its own shape where no document of an office has that shape, else beside the word for it. A body's
account with the Treasury and its sums of money pass.
"""

import re
from collections.abc import Iterator

from intake.privacy_fold import Folded
from intake.privacy_numbers import CURRENCY, is_in_digest
from intake.privacy_patterns import PRIVATE_MAIL_HOSTS, Allowed

_PASSPORT_WORD = re.compile(r"\b(?:ho\s{1,3}chieu|passport)[^0-9\n]{0,30}[a-z] ?[0-9]{7,8}(?![0-9])")
_PASSPORT = re.compile(r"[bcn](?<![a-z0-9-][bcn])[0-9]{7}(?![a-z0-9-])")

_ACCOUNT = re.compile(
    r"\b(?:stk|tk|tai\s{1,3}khoan)\b[^0-9\n;]{0,30}(?<![0-9.,])([0-9](?:[ .-]?[0-9]){7,18})(?![0-9]|[.,][0-9])"
)
_TREASURY = re.compile(r"kho\s{1,3}bac|kbnn|du\s{1,3}toan|ngan\s{1,3}sach")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")

_PLATE = re.compile(
    r"(?:1[1-9]|[2-9][0-9])(?<![0-9A-Za-z./-][0-9]{2})[ .-]?([A-Z]{1,2})[0-9]? ?[-. ] ?(?:[0-9]{3}\.[0-9]{2}|[0-9]{5})"
    r"(?![0-9A-Za-z]|[.,/-][0-9A-Za-z])"
)
_PLATE_WORD = re.compile(
    r"\b(?:bks|bien\s{1,3}so|bien\s{1,3}kiem\s{1,3}soat)\b[^0-9\n]{0,20}[1-9][0-9][ .-]{0,2}[a-z]{1,2} ?[0-9]?"
    r"[ .-]{0,3}[0-9]{3}[. ]?[0-9]{1,2}(?![0-9])"
)
_DOCUMENT_LETTERS = frozenset({"QD", "ND", "TT", "KH", "BC", "CV", "CT", "HD", "NQ", "TB", "GM", "TW", "UB"})

_INSURANCE_WORD = re.compile(
    r"\b(?:bhxh|bhyt|bao\s{1,3}hiem\s{1,3}(?:xa\s{1,3}hoi|y\s{1,3}te))\b[^0-9\n]{0,25}"
    r"(?:[0-9]{10}|[0-9]{13}|[0-9]{2} ?[0-9]{2} ?[0-9]{6})(?![0-9]|[.,][0-9])"
)
_INSURANCE = re.compile(
    r"[A-Z]{2}(?<![A-Za-z0-9][A-Z]{2}) ?[1-5] ?[0-9]{2} ?(?:[0-9]{2} ?[0-9]{3} ?[0-9]{5}|[0-9]{10})(?![0-9])"
)

_DECIMAL_DEGREES = re.compile(
    r"(?<![0-9.,])(?:[89]|1[0-9]|2[0-3])\.[0-9]{4,12} ?°? ?[nb]?[\s,;/]{1,3}(?:10[2-9]|11[0-7])\.[0-9]{4,12}"
)
_DEGREES = re.compile(r"(?:[89]|[12][0-9]|10[0-9]) ?° ?[0-9]{1,2}(?:[.,][0-9]{1,6})? ?['′’]")

_MAIL = re.compile(
    r"(?:[ .]?(?:@|[(\[{] ?(?:at|a cong) ?[)\]}])|\sa cong\b) ?"
    rf"(?P<host>{'|'.join(sorted(PRIVATE_MAIL_HOSTS))})\b"
    r"(?: ?(?:[.,]|cham\b|[(\[]?dot[)\]]?) ?(?:com|vn|net)\b|(?![.a-z0-9-]))"
)
_MAIL_LOCAL = re.compile(r"[a-z0-9._%+'-]{1,64}\Z")


def find_codes(folded: Folded, allowed: Allowed) -> Iterator[str]:
    """Reason codes of personal codes in `folded`; a code may come more than once."""
    low, bare = folded.low, folded.bare
    yield from ("passport" for _ in _PASSPORT_WORD.finditer(low))
    yield from ("passport" for match in _PASSPORT.finditer(low) if _is_a_passport(match, low))
    yield from ("account" for match in _ACCOUNT.finditer(low) if _is_private(match, low))
    yield from ("plate" for match in _PLATE.finditer(bare) if match[1] not in _DOCUMENT_LETTERS)
    yield from ("plate" for _ in _PLATE_WORD.finditer(low))
    yield from ("insurance" for match in _INSURANCE_WORD.finditer(low) if not CURRENCY.match(low, match.end()))
    yield from ("insurance" for match in _INSURANCE.finditer(bare) if not CURRENCY.match(low, match.end()))
    yield from ("location" for _ in _DECIMAL_DEGREES.finditer(low))
    if "°" in low:
        yield from ("location" for _ in _DEGREES.finditer(low))
    yield from ("email" for match in _MAIL.finditer(low) if _is_private_mail(match, low, allowed))


def _is_a_passport(match: re.Match[str], low: str) -> bool:
    return not match[0].endswith("000") and not is_in_digest(low, *match.span())


def _is_private(match: re.Match[str], low: str) -> bool:
    """Whether it is nobody's account with the Treasury, and no sum."""
    around = low[max(0, match.start() - 30) : match.end() + 40]
    return not (_TREASURY.search(around) or CURRENCY.match(low, match.end()) or _THOUSANDS.fullmatch(match[1]))


def _is_private_mail(match: re.Match[str], low: str, allowed: Allowed) -> bool:
    local = _MAIL_LOCAL.search(low[max(0, match.start() - 64) : match.start()])
    if local is None:
        return False
    start = local[0] + "@" + match["host"]
    return not any(mail.startswith(start + ".") for mail in allowed.mails)
