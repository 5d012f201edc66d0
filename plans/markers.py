"""What stands in front of a line: a section's Roman numeral, an entry's number or letter, a bullet."""

import re
from dataclasses import dataclass
from typing import Literal

from plans.numerals import roman_value

_SECTION = re.compile(
    r"(?:(?i:phần|mục|chương)\s+)?(?P<roman>[IVXLC]{1,7})\s*(?:[.:)/–-]+\s*|\s+(?=[^\W\d_]{2}))(?P<rest>\S.*)"
)
_PART = re.compile(r"(?P<letter>[A-H])\s*[.)/:–-]\s*(?P<rest>\S.*)")
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám")
_NAMED_PART = re.compile(
    rf"phần\s+(?:thứ\s+)?(?:(?P<ordinal>{'|'.join(_ORDINALS)}|bốn)|(?P<number>\d)|(?P<roman>[IVX]{{1,4}}))"
    r"(?!\w)\s*[.:)/–-]*\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"điều\s+(?P<number>\d{1,2})\s*[.:)]\s*(?P<rest>\S.*)", re.IGNORECASE)
_DOTTED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})\s*[.):/]?\s+(?P<rest>\S.*)")
_NUMBER = re.compile(
    r"(?P<open>\(?)(?P<number>\d{1,2})\s*(?P<close>[.)/]|\s?[-–](?=\s))\s*(?P<rest>[^\d\s./)].*|\d+\s*%.*)"
)
_LETTER = re.compile(r"(?P<open>\(?)(?P<letter>[a-zđ]|[A-ZĐ](?=\s*\)))\s*(?P<close>[)/]|\.(?=\s))\s*(?P<rest>[^\s.].*)")
_BULLET = re.compile(r"(?P<sign>[-–—−+*•●▪◦·♦➢✓])\s*(?P<rest>\S.*)")


@dataclass(frozen=True, slots=True)
class Marked:
    """A line without what marked it; `style` tells levels apart: `1.` and `1)` are two."""

    kind: Literal["plain", "bullet", "number", "letter"]
    text: str
    style: str = ""
    labels: tuple[str, ...] = ()

    @property
    def ordinal(self) -> int:
        """The place in its list: 2 for `2.`, `1.2` and `b)`."""
        last = self.labels[-1]
        return int(last) if last.isdigit() else "abcdđefghijklmnopqrstuvwxyz".index(last) + 1


def marked(text: str) -> Marked:
    """A cleaned line with its number, letter or bullet told apart from its words."""
    if match := _BULLET.fullmatch(text):
        sign = "-" if match["sign"] in "-–—−" else match["sign"]
        return Marked("bullet", match["rest"], sign)
    if match := _DOTTED.fullmatch(text):
        labels = tuple(str(int(part)) for part in match["number"].split("."))
        return Marked("number", match["rest"], f"dotted{len(labels)}", labels)
    if match := _NUMBER.fullmatch(text):
        style = f"{match['open']}1{match['close'].strip()}"
        return Marked("number", match["rest"], style, (str(int(match["number"])),))
    if match := _LETTER.fullmatch(text):
        style = f"{match['open']}a{match['close']}"
        return Marked("letter", match["rest"], style, (match["letter"].lower(),))
    return Marked("plain", text)


def without_numeral(text: str, numeral: str) -> str:
    """A line whose number repeats its section's (`II.1. …` in section `II` or `B.II`), with its own number only."""
    names = "|".join(re.escape(name) for name in (numeral, numeral.rpartition(".")[2]))
    number = r"(?P<number>\d{1,2}(?:\.\d{1,2})*)(?:(?P<close>\s*[.):/-])|\s+(?=[^\W\d_]))"
    match = re.match(rf"(?:{names})\s*[.-]\s*{number}", text) if numeral else None
    if match is None:
        return text
    return text[match.start("number") :] if match["close"] else f"{match['number']}. {text[match.end() :]}"


def section_mark(text: str) -> tuple[str, int, str] | None:
    """The Roman numeral of a section's heading, its value and the words after it."""
    match = _SECTION.fullmatch(text)
    if match is None:
        return None
    value = roman_value(match["roman"])
    return None if value is None else (match["roman"], value, match["rest"])


def part_mark(text: str) -> tuple[int, str] | None:
    """The place of a part's letter (1 for `A. KẾT QUẢ`) and its words, which are in capitals."""
    match = _PART.fullmatch(text)
    return (ord(match["letter"]) - ord("A") + 1, match["rest"]) if match and match["rest"].isupper() else None


def named_part_mark(text: str) -> tuple[int, str] | None:
    """The place of a named part (2 for `Phần thứ hai`, `PHẦN II`) and its words ("" where they stand below)."""
    match = _NAMED_PART.fullmatch(text)
    if match is None:
        return None
    rest: str = match["rest"].strip()
    if rest and not rest[0].isupper():
        return None  # running text that speaks of a part
    if match["roman"]:
        value = roman_value(match["roman"].upper())
        return None if value is None else (value, rest)
    if match["number"]:
        return int(match["number"]), rest
    word = match["ordinal"].casefold()
    return (4 if word == "bốn" else _ORDINALS.index(word) + 1), rest


def article_mark(text: str) -> tuple[int, str] | None:
    """The number of an article of a decision (`Điều 3. …`) and its words."""
    match = _ARTICLE.fullmatch(text)
    return (int(match["number"]), match["rest"]) if match else None
