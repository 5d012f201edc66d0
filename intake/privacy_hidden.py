"""Identity and telephone numbers that are written so as not to look like numbers.

Letters for digits ("O9l2345678"), digits in words ("không chín một hai ..."), pieces on several lines or with strokes
between them, and the scientific notation of a spreadsheet. Only a whole, plausible number counts: a mobile prefix that
is in use, or a province and a year of birth; so that columns of figures pasted into a text are left alone.
"""

import re
from collections.abc import Iterator
from itertools import accumulate, islice

from intake.privacy_fold import Folded
from intake.privacy_numbers import find_number, is_in_digest, is_plausible_cccd
from intake.privacy_patterns import MOBILE_PREFIXES, Allowed

_LETTERS = str.maketrans("oil|", "0111")
_WITH_LETTERS = re.compile(r"(?<![a-z0-9|])[0-9oil|]{1,13}(?:[ .-][0-9oil|]{2,7}){0,4}(?![a-z0-9|])")
_FEWEST_DIGITS = 6

_SPOKEN = {
    "khong": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "lam": "5", "sau": "6",
    "bay": "7", "tam": "8", "chin": "9",
}  # fmt: skip
_SPOKEN_RUN = re.compile(rf"\bkhong(?:[\s,.;/-]{{1,3}}(?:(?:{'|'.join(_SPOKEN)})\b|[0-9]{{1,8}}(?![0-9]))){{2,12}}")
_TOKEN = re.compile("[a-z]+|[0-9]+")

# The first piece has its zero and at least two digits more: figures are not written so.
_GAP = r"(?: {0,2}(?:[\n\t/|,;:*~+\\'\"&·•]{1,4}|va) {0,2})"
_PIECES = re.compile(rf"(?<![0-9])(?<![0-9][.,/-])0[0-9]{{2,11}}(?:{_GAP}[0-9]{{2,9}}){{1,4}}(?![0-9])")

_SCIENTIFIC = re.compile(r"(?<![0-9.,])([1-9])[.,]([0-9]{5,11})e\+?0?([89]|10|11)(?![0-9])")

_OLD_CARD = re.compile(
    r"(?<![0-9])(?<![0-9][.,/ -])0[0-9]{2}(?:[0-9]{6}|([ .-])[0-9]{3}\1[0-9]{3})(?![0-9])(?![.,/ -][0-9])"
)
_NOBODYS = "0000"


def find_disguised(folded: Folded, allowed: Allowed) -> Iterator[str]:
    """Reason codes "phone", "cccd" and "cmnd" of numbers in disguise; a code may come more than once."""
    low = folded.low
    for match in _WITH_LETTERS.finditer(low):
        written = match[0]
        if not written.isdigit() and sum(map(str.isdigit, written)) >= _FEWEST_DIGITS and set(written) & set("oil|"):
            yield from judge_number(re.sub("[^0-9]", "", written.translate(_LETTERS)), allowed)
    if "khong" in low:
        for match in _SPOKEN_RUN.finditer(low):
            yield from _first_of((_SPOKEN.get(token, token) for token in _TOKEN.findall(match[0])), allowed)
    for match in _PIECES.finditer(low):
        yield from _first_of(re.findall("[0-9]+", match[0]), allowed)
    for match in _SCIENTIFIC.finditer(low):
        yield from _from_scientific(match, allowed)
    for match in _OLD_CARD.finditer(low):
        if not match[0].startswith(_NOBODYS) and not is_in_digest(low, *match.span()):
            yield from () if _is_allowed(match[0], allowed) else ("cmnd",)


def judge_number(digits: str, allowed: Allowed) -> Iterator[str]:
    """The reason code of a whole number that was put together, if it can only be a person's card or telephone."""
    if len(digits) == 12 and digits.startswith("0") and is_plausible_cccd(digits):
        yield "cccd"
    elif _is_telephone(digits) and not _is_allowed(digits, allowed):
        yield "phone"


def _is_telephone(digits: str) -> bool:
    """A mobile number of today, one of before 2018, or a landline with its province's code."""
    if len(digits) == 10:
        return digits[0] == "0" and digits[1:3] in MOBILE_PREFIXES
    return len(digits) == 11 and digits.startswith(("02", "012", "016", "018", "019"))


def _is_allowed(written: str, allowed: Allowed) -> bool:
    return re.sub("[^0-9]", "", written) in allowed.phones


def _first_of(pieces: Iterator[str] | list[str], allowed: Allowed) -> Iterator[str]:
    """The longest number that the pieces give when put together from the first one on."""
    joined = islice(accumulate(pieces), 1, None)  # the first piece alone is a number like any other
    found = (reason for digits in joined for reason in judge_number(digits, allowed))
    yield from list(found)[-1:]


def _from_scientific(match: re.Match[str], allowed: Allowed) -> Iterator[str]:
    exponent = int(match[3])
    if len(match[2]) <= exponent:
        yield from find_number(int(match[1] + match[2]) * 10 ** (exponent - len(match[2])), allowed)
