"""Which bodies a text names: known ones by any of their spellings, others by the pattern of their names."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from plans.places import PROVINCE, GroupName, Locality, UnitTail, group_names, own_place_end, unit_tail
from plans.spelling import UPPER, Token, clean, slug, syllable, tokens

_FILE = Path(__file__).with_name("gazetteer.yaml")
#: "Sở Tài chính, Y tế": the heads that a list says once for all of its members.
_SHARED_HEADS = frozenset(syllable(word) for word in ("Sở", "Phòng", "Bộ", "Hội"))
_LONGEST_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Body:
    """A body, or a group of bodies under one name; `kind` is an agency's kind in a plan file."""

    code: str
    name: str
    kind: str = "department"
    short: str | None = None
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A body at a place in a text; `vague` for "các cơ quan liên quan", which obliges nobody in particular."""

    start: int
    end: int
    body: Body
    vague: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the gazetteer: its body, and how its name goes on where it exists on several levels."""

    body: Body
    ranked: bool = False
    bare: bool = True
    plain: bool = False
    district_name: str | None = None


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One spelling: the syllables, whether each may be joined to the one before by a comma or the like."""

    parts: tuple[str, ...]
    joints: tuple[bool, ...]
    abbreviated: tuple[bool, ...]
    entry: _Entry


class Gazetteer:
    """Finds bodies in the texts of one document, whose level decides what a bare "Công an" means."""

    def __init__(self, place: Locality = PROVINCE) -> None:
        self.place = place
        self._by_first, self._headless = _patterns()
        self._found: dict[str, tuple[Mention, ...]] = {}

    def find(self, text: str) -> list[Mention]:
        """The bodies a text names, in its order, none overlapping; the text must be `clean`."""
        if text not in self._found:
            self._found[text] = tuple(self._search(text))
        return list(self._found[text])

    def _search(self, text: str) -> list[Mention]:
        found = self._known(text)
        taken = [(one.start, one.end) for one in found]
        for match in _GENERIC.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                found.append(self._generic(match, text, [at for at, _ in taken if at >= match.end()]))
        found.sort(key=lambda one: one.start)
        found.extend(_of_group(group) for group in group_names(text, [(one.start, one.end) for one in found]))
        return sorted(found, key=lambda one: one.start)

    def issuer(self) -> Body:
        """The body that issues a plan of this level: UBND tỉnh, UBND huyện."""
        return self._ranked(_entry("ubnd"), self.place.rank, self.place.unit)

    def _known(self, text: str) -> list[Mention]:
        taken_apart = _Words.of(text)
        words = taken_apart.tokens
        found: list[Mention] = []
        index, head = 0, ""
        while index < len(words):
            match = self._at(taken_apart, index, head, text)
            if match is None:
                head = words[index].folded if _opens_list(words, index, text) else ""
                index += 1
                continue
            pattern, after = match
            opened = words[index].folded
            mention = self._mention(pattern.entry, words[index].start, words[after - 1].end, text)
            index = after
            if mention is None:
                continue
            found.append(mention)
            while index < len(words) and words[index].start < mention.end:
                index += 1
            head = opened if opened in _SHARED_HEADS else head
            if index < len(words) and words[index].gap != "join":
                head = ""
        return found

    def _at(self, words: "_Words", index: int, head: str, text: str) -> tuple[_Pattern, int] | None:
        """The longest spelling that begins at a word, and the index after it."""
        found = _longest(self._by_first, words, index)
        if found is None and head and text[words.tokens[index].start].isupper():
            found = _longest(self._headless[head], words, index)
        return found

    def _mention(self, entry: _Entry, start: int, end: int, text: str) -> Mention | None:
        tail = unit_tail(text, end, self.place)
        if not entry.ranked:
            body = _renamed(entry.body, self.place)
            return Mention(start, tail.end if tail and tail.own else own_place_end(text, end, self.place) or end, body)
        if tail is None:
            if not entry.bare:
                return None
            end = own_place_end(text, end, self.place) or end
            return Mention(start, end, self._ranked(entry, self.place.rank, self.place.unit))
        if tail.all_levels:
            return None
        return Mention(start, tail.end, self._below(entry, tail))

    def _below(self, entry: _Entry, tail: UnitTail) -> Body:
        """The body of a ranked name with the unit it stands in."""
        if tail.many:
            if entry.body.code == "ubnd" and tail.rank != "tinh":
                return _group(tail.rank)
            code = f"{entry.body.code}-cac-{tail.rank}"
            return Body(code, f"{_name(entry, tail.rank)} {tail.words}", entry.body.kind, is_group=True)
        if tail.place and not tail.own:
            name = f"{_name(entry, tail.rank)} {tail.words}"
            is_committee = entry.body.code == "ubnd"
            kind = {"huyen": "district", "xa": "commune"}.get(tail.rank, entry.body.kind)
            return Body(slug(tail.place if is_committee else name), name, kind if is_committee else entry.body.kind)
        return self._ranked(entry, tail.rank, tail.unit)

    def _ranked(self, entry: _Entry, rank: str, unit: str) -> Body:
        suffix = "" if entry.plain and rank == "tinh" else f"-{rank}"
        short = f"{entry.body.short} {unit}" if entry.body.short else None
        kind = entry.body.kind
        if entry.body.code == "ubnd":
            kind = {"huyen": "district", "xa": "commune"}.get(rank, "issuer")
        return Body(entry.body.code + suffix, f"{_name(entry, rank)} {unit}", kind, short)

    def _generic(self, match: re.Match[str], text: str, later: list[int]) -> Mention:
        """A name by its pattern; it ends before the known ones that begin at `later`."""
        end = match.end()
        rest = _REST_OF_NAME.match(text, end, min(later, default=len(text)))
        if rest and not match.group().isupper():
            end = rest.end()
        name = clean(text[match.start() : end])
        tail = unit_tail(text, end, self.place)
        head = syllable(name.split()[0])
        if tail and tail.many and not tail.all_levels:
            code = f"{slug(name)}-cac-{tail.rank}"[:60].strip("-")
            return Mention(match.start(), tail.end, Body(code, f"{name} {tail.words}", "other", is_group=True))
        end = tail.end if tail and tail.own else own_place_end(text, end, self.place) or end
        kind = "organisation" if head in _ORGANISATIONS else "ministry" if head == syllable("Bộ") else "department"
        return Mention(match.start(), end, Body(slug(name)[:60].strip("-"), name, kind))


#: How the name of a body begins; what follows is written with capitals ("Sở Dân vận", "Quỹ Bảo trợ trẻ em").
_HEADS = (
    "Sở|Ban|Phòng|Hội|Chi cục|Cục|Trung tâm|Đài|Báo|Trường|Bệnh viện|Văn phòng|Liên hiệp|Liên minh|Liên đoàn|Bộ|Viện|"
    "Ngân hàng|Bưu điện|Quỹ|Công ty|Hạt|Trạm"
)
_CAPITAL = rf"(?:[{UPPER}][^\W\d_]*(?:/[^\W\d_]+)?)"
#: The organ of a body that is named after it: "Ban Đại diện Hội Người cao tuổi" is the association.
_ORGAN = r"(?!(?i:Ban\s+(?:Đại\s+diện|Thường\s+vụ|Thường\s+trực|Chấp\s+hành|Cán\s+sự))\b)"
_GENERIC = re.compile(
    rf"\b{_ORGAN}(?:{_HEADS})\s+{_CAPITAL}(?:(?:\s*,\s+|\s+-\s+|\s+và\s+|\s+các\s+|\s*&\s*|\s+)(?!(?:{_HEADS})\b){_CAPITAL})*"
)
#: Words with which a sentence goes on after the name of a body.
_AFTER_NAME = (
    "chủ|phối|tổ chức|xây|tham|có|chịu|thực|triển|hướng|tăng|chỉ|tiếp|định|căn|theo|trong|là|báo|gửi|để|thường|đẩy|rà|"
    "tuyên|đề|bố|cân|lồng|phụ|kịp|thuộc|cấp|với|cùng|tỉnh|huyện|thành|thị|quận|phải|được|cung|nghiên|kiểm|duy|vận|huy|"
    "trước|hoàn|và|các|trên|của|lập|ban hành|đăng|giám|hằng|hàng|chậm"
)
#: Small letters that end a name (Trung tâm Công tác xã hội): up to six words before a stop or a sentence going on.
_REST_OF_NAME = re.compile(
    rf"(?:\s+(?!(?:{_AFTER_NAME})\b)[^\W\d_]+){{1,6}}?(?=\s*(?:[-–.,;:()]|$)|\s+(?:{_AFTER_NAME})\b)"
)
_ORGANISATIONS = frozenset(syllable(word) for word in ("Hội", "Liên"))


def _opens_list(words: list[Token], index: int, text: str) -> bool:
    """Whether a word is the head of a list of names: `các Sở: Tài chính, Y tế`."""
    word = words[index]
    follows = text[word.end :].lstrip(" :")
    return word.folded in _SHARED_HEADS and bool(follows) and follows[0].isupper()


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text; `joined[i]` holds word i, and with its neighbours where they are one abbreviation."""

    tokens: list[Token]
    joined: list[list[str]]

    @classmethod
    def of(cls, text: str) -> "_Words":
        """Take a text apart; an abbreviation may be written in pieces (LĐ-TB&XH)."""
        words = tokens(text)
        return cls(words, [_joined(words, index) for index in range(len(words))])


def _joined(words: list[Token], index: int) -> list[str]:
    found = [words[index].folded]
    if not words[index].is_upper:
        return found
    for piece in words[index + 1 : index + _LONGEST_ABBREVIATION]:
        if not piece.is_upper or piece.gap == "break":
            break
        found.append(found[-1] + piece.folded)
    return found


def _longest(patterns: dict[str, list[_Pattern]], words: _Words, index: int) -> tuple[_Pattern, int] | None:
    best: tuple[_Pattern, int] | None = None
    for first in words.joined[index]:
        for pattern in patterns.get(first, ()):
            after = _match(pattern, words, index)
            if after is not None and (best is None or after > best[1]):
                best = (pattern, after)
    return best


def _match(pattern: _Pattern, words: _Words, index: int) -> int | None:
    """The index after a spelling that begins at a word, None where it does not."""
    at = index
    for place, part in enumerate(pattern.parts):
        if at >= len(words.tokens) or part not in words.joined[at]:
            return None
        word = words.tokens[at]
        if place and word.gap != "space" and not (word.gap == "join" and pattern.joints[place]):
            return None
        if pattern.abbreviated[place] and not word.is_upper:
            return None
        at += words.joined[at].index(part) + 1
    return at


def _of_group(found: GroupName) -> Mention:
    body = _group(found.code)
    if found.code in ("so-nganh", "don-vi", "doan-the"):
        body = replace(body, name=found.name) if not found.vague else body
    return Mention(found.start, found.end, body, found.vague)


def _name(entry: _Entry, rank: str) -> str:
    return entry.district_name if rank != "tinh" and entry.district_name else entry.body.name


def _renamed(body: Body, place: Locality) -> Body:
    """`Trung tâm Y tế huyện` of a town is `Trung tâm Y tế thị xã`."""
    for unit, rank in ((" tỉnh", "tinh"), (" huyện", "huyen")):
        if body.name.endswith(unit) and place.rank == rank and f" {place.unit}" != unit:
            return replace(body, name=body.name.removesuffix(unit) + f" {place.unit}", short=None)
    return body


@cache
def _entries() -> tuple[tuple[_Entry, tuple[str, ...]], ...]:
    """Every line of the gazetteer with its spellings."""
    loaded: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))
    found = []
    for part, lines in loaded.items():
        for line in lines:
            body = Body(line["code"], line["name"], line.get("kind", "other"), line.get("short"), part == "groups")
            ranked = part == "ranked"
            entry = _Entry(body, ranked, line.get("bare", True), line.get("plain", False), line.get("huyen"))
            names = [line["name"], *line.get("also", ()), *([line["short"]] if "short" in line else ())]
            found.append((entry, tuple(names)))
    return tuple(found)


@cache
def _entry(code: str) -> _Entry:
    return next(entry for entry, _ in _entries() if entry.body.code == code)


def _group(code: str) -> Body:
    return _entry(code).body


def _pattern(name: str, entry: _Entry) -> _Pattern:
    """A spelling as syllables, neighbouring abbreviations made one."""
    parts: list[str] = []
    joints: list[bool] = []
    upper: list[bool] = []
    for word in tokens(clean(name)):
        is_abbreviation = word.is_upper and word.end - word.start > 1
        if parts and upper[-1] and is_abbreviation:
            parts[-1] += word.folded
            continue
        parts.append(word.folded)
        joints.append(word.gap == "join")
        upper.append(is_abbreviation)
    return _Pattern(tuple(parts), tuple(joints), tuple(upper), entry)


@cache
def _patterns() -> tuple[dict[str, list[_Pattern]], dict[str, dict[str, list[_Pattern]]]]:
    """Spellings by their first syllable; and, without a shared head such as Sở, by that head."""
    by_first: dict[str, list[_Pattern]] = defaultdict(list)
    headless: dict[str, dict[str, list[_Pattern]]] = {head: defaultdict(list) for head in _SHARED_HEADS}
    for entry, names in _entries():
        if entry.body.is_group:
            continue
        for name in names:
            pattern = _pattern(name, entry)
            by_first[pattern.parts[0]].append(pattern)
            if pattern.parts[0] in headless and len(pattern.parts) > 1:
                rest = _Pattern(pattern.parts[1:], pattern.joints[1:], pattern.abbreviated[1:], entry)
                headless[pattern.parts[0]][rest.parts[0]].append(rest)
    return by_first, headless
