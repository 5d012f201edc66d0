"""Which bodies a text names: known ones by any of their spellings, others by the grammar of their names."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from plans.body_names import BodyName, body_names, ends_other_word, name_end
from plans.places import PROVINCE, GroupName, Locality, UnitTail, group_names, listed_places, own_place_end, unit_tail
from plans.spelling import Token, clean, fold, slug, syllable, tokens

_FILE = Path(__file__).with_name("gazetteer.yaml")
#: "Sở Tài chính, Y tế": the heads that a list says once for all of its members.
_SHARED_HEADS = frozenset(syllable(word) for word in ("Sở", "Phòng", "Bộ", "Hội"))
_LONGEST_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Body:
    """A body, or a group of bodies under one name; `kind` is an agency's kind in a plan file.

    `known` is False for one that the gazetteer does not hold and the grammar of names found.
    """

    code: str
    name: str
    kind: str = "department"
    short: str | None = None
    is_group: bool = False
    known: bool = True


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
        found.extend(self._unknown(name, text) for name in body_names(text, [(one.start, one.end) for one in found]))
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
        index, head, listed = 0, "", False
        while index < len(words):
            if index and words[index].folded in _SHARED_HEADS and ends_other_word(text, words[index - 1], words[index]):
                index, head = index + 1, ""
                continue
            match = self._at(taken_apart, index, head, text)
            if match is None:
                first = _first_listed(words, index, text)
                head = words[index].folded if first else ""
                listed = bool(first) and ":" in text[words[index].end : words[first or index].start]
                index = first or index + 1
                continue
            pattern, after = match
            opened = words[index].folded
            mention = self._mention(pattern.entry, words[index].start, words[after - 1].end, text)
            index = after
            if mention is None:
                continue
            found.extend(self._each_named(pattern.entry, mention, words[after - 1].end, text) or [mention])
            while index < len(words) and words[index].start < found[-1].end:
                index += 1
            head = opened if opened in _SHARED_HEADS else head
            if index < len(words) and not _goes_on(words[index], text[found[-1].end : words[index].start], listed):
                head, listed = "", False
        return found

    def _at(self, words: "_Words", index: int, head: str, text: str) -> tuple[_Pattern, int] | None:
        """The longest spelling that begins at a word, and the index after it."""
        found = _longest(self._by_first, words, index)
        if found is None and head and text[words.tokens[index].start].isupper():
            found = _longest(self._headless[head], words, index)
        return found

    def _mention(self, entry: _Entry, start: int, end: int, text: str) -> Mention | None:
        end = name_end(text, start, end)
        tail = unit_tail(text, end, self.place)
        if not entry.ranked and tail and tail.many and not tail.all_levels:
            return Mention(start, tail.end, self._below(entry, tail))
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

    def _each_named(self, entry: _Entry, mention: Mention, end: int, text: str) -> list[Mention]:
        """The bodies of places named one by one: "UBND các xã Phú Lộc, Ea Trang"; none where they are not."""
        tail = unit_tail(text, end, self.place)
        if not entry.ranked or tail is None or not tail.many or "," in tail.words:
            return []
        found: list[Mention] = []
        for start, stop, own_unit in listed_places(text, tail.end):
            place, unit = text[start:stop], own_unit or tail.unit
            one = replace(tail, many=False, place=place, unit=unit, words=f"{unit} {place}")
            found.append(Mention(start if found else mention.start, stop, self._below(entry, one)))
        return found

    def _below(self, entry: _Entry, tail: UnitTail) -> Body:
        """The body of a ranked name with the unit it stands in."""
        if tail.many:
            if entry.body.code == "ubnd" and tail.rank != "tinh":
                return _in_own_words(_group(tail.rank), tail.words)
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

    def _unknown(self, found: BodyName, text: str) -> Mention:
        """A body by the grammar of its name, under a code made of it."""
        tail = unit_tail(text, found.end, self.place)
        if tail and tail.many and not tail.all_levels:
            code = f"{slug(found.name)}-cac-{tail.rank}"[:60].strip("-")
            body = Body(code, f"{found.name} {tail.words}", "other", is_group=True, known=False)
            return Mention(found.start, tail.end, body)
        end = tail.end if tail and tail.own else own_place_end(text, found.end, self.place) or found.end
        return Mention(found.start, end, Body(slug(found.name)[:60].strip("-"), found.name, _kind(found), known=False))


def _folded(*nouns: str) -> frozenset[str]:
    return frozenset(fold(noun) for noun in nouns)


#: Nouns for bodies that have members, and for those of the state's administration.
_ORGANISATIONS = _folded(
    "Hội", "Hiệp hội", "Liên minh", "Liên hiệp", "Liên đoàn", "Tổng Liên đoàn", "Công đoàn", "Đoàn"
)
_OFFICES = _folded(
    *(
        "Sở",
        "Phòng",
        "Ban",
        "Vụ",
        "Cục",
        "Tổng cục",
        "Chi cục",
        "Văn phòng",
        "Thanh tra",
        "Kho bạc",
        "Hạt",
        "Đội",
        "Đồn",
    ),
    *("Ủy ban", "Bộ"),
)


def _kind(found: BodyName) -> str:
    """An agency's kind in a plan file, by the noun of its name; `Bộ Tư lệnh` and `Bộ Chỉ huy` are no ministries."""
    noun = fold(found.noun)
    if noun in _ORGANISATIONS:
        return "organisation"
    if noun == fold("Bộ") and not found.name.startswith(("Bộ Tư lệnh", "Bộ Chỉ huy")):
        return "ministry"
    return "department" if noun in _OFFICES else "other"


#: Between the noun of a list and its names: "các Sở, ban, ngành: Tài chính, Y tế".
_OPENS_LIST = re.compile(r"(?:(?:,\s*(?:ban|ngành|phòng|đoàn\s+thể))*\s*:)?\s*(?=[^\W\d_])", re.IGNORECASE)


def _first_listed(words: list[Token], index: int, text: str) -> int | None:
    """The index of the first name in a list that a word heads (`các Sở: Tài chính, Y tế`), None where it heads none."""
    word = words[index]
    if word.folded not in _SHARED_HEADS:
        return None
    opens = _OPENS_LIST.match(text, word.end)
    if opens is None or not text[opens.end()].isupper():
        return None
    return next(place for place in range(index + 1, len(words)) if words[place].start >= opens.end())


def _goes_on(word: Token, between: str, listed: bool) -> bool:
    """Whether a list under one head goes on with a word; after a colon over semicolons too: "Các Sở: Y tế; Nội vụ"."""
    return word.gap == "join" or (listed and between.strip() == ";")


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
    else:
        body = _in_own_words(body, found.name)
    return Mention(found.start, found.end, body, found.vague)


def _in_own_words(group: Body, units: str) -> Body:
    """`UBND các xã, thị trấn` as the document lists the units; its usual name where the document lists none."""
    said = " ".join(units.lower().split())
    return replace(group, name=f"UBND {said}") if said.startswith("các ") else group


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
