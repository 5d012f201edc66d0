"""Retelling what dondoc wrote down in Vietnamese, refusals and reasons, in the language of a later run."""

import re
from functools import lru_cache
from string import Formatter

from models.language import LOCALES, _, catalogue, spoken

#: Fewest characters of its own that a sentence has to have to be known again by them.
_FEWEST_OWN = 6

#: What may fill a place: anything or nothing, or for `{code!r}` something in quotes.
_ANY = {None: ".*?", "s": ".*?", "r": "'[^']*'|\"[^\"]*\""}


def retold(kept: str) -> str:
    """A kept text in the language of the run, where its sentences are of the catalogue of the models.

    It is told line by line, and what stands before a colon ("Biểu mẫu!C5: …") stays where it is. What people wrote
    themselves, or a mail server answered, stands as it was.
    """
    if spoken() == "vi":
        return kept
    return "\n".join(_line(line) for line in kept.split("\n"))


def _line(line: str) -> str:
    exact = _(line)
    if exact != line:
        return exact
    for pattern, sentence in _sentences(spoken()):
        found = pattern.fullmatch(line)
        if found:
            return _filled(_(sentence), {name: _line(said) for name, said in found.groupdict().items()})
    place, colon, rest = line.partition(": ")
    return f"{place}{colon}{_line(rest)}" if colon else line


def _filled(sentence: str, said: dict[str, str]) -> str:
    """A sentence with its places filled by what is text already, whatever format they ask for."""
    parts = Formatter().parse(sentence)
    return "".join(literal + (said.get(name, "") if name else "") for literal, name, _spec, _conversion in parts)


@lru_cache(maxsize=2)
def _sentences(code: str) -> list[tuple[re.Pattern[str], str]]:
    """Every sentence of the catalogue as a pattern, those with the most words of their own first."""
    known = vars(catalogue(LOCALES, code)).get("_catalog", {})  # gettext has no public way to ask what it knows
    own = {sentence: len(_own(sentence)) for sentence in known if isinstance(sentence, str)}
    long = sorted((sentence for sentence in own if own[sentence] >= _FEWEST_OWN), key=lambda one: -own[one])
    return [(re.compile(_pattern(sentence)), sentence) for sentence in long]


def _own(sentence: str) -> str:
    """What a sentence says whatever fills its places; "" where it shows braces that are no places."""
    parts = list(Formatter().parse(sentence))
    if not all(name is None or name.isidentifier() for _literal, name, *_format in parts):
        return ""
    return "".join(literal for literal, *_place in parts).strip()


def _pattern(sentence: str) -> str:
    """A sentence as a regular expression: each of its places may be anything, the same one twice the same."""
    parts: list[str] = []
    seen: set[str] = set()
    for literal, name, _spec, conversion in Formatter().parse(sentence):
        parts.append(re.escape(literal))
        if name:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{_ANY[conversion]})")
            seen.add(name)
    return "".join(parts)
