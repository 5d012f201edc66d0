"""A template's steps brought into balance, so that a broken loop does not hide the faults behind it.

The paragraphs are plain Jinja, without docxtpl's marks for Word.
"""

import re
from collections.abc import Sequence

CLOSES = {"endfor": "for", "endif": "if"}
_STEP = re.compile(r"\{%\s*-?\s*(?P<word>\w+)(?P<rest>.*?)-?\s*%\}")
#: What stands for a step that cannot be understood.
_NEUTRAL = {"for": "{% for one in [] %}", "if": '{% if "" %}', "elif": '{% elif "" %}'}
_KEPT = frozenset({"else", *CLOSES})


def balanced(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs with every loop and condition closed where it belongs: loose ends go, missing ones are added."""
    opened: list[str] = []
    found = [_STEP.sub(lambda match: _step(match, opened), text) for text in paragraphs]
    if opened:
        found[-1] += "".join(_end(word) for word in reversed(opened))
    return found


def _step(match: re.Match[str], opened: list[str]) -> str:
    word = match["word"]
    if word in ("for", "if"):
        opened.append(word)
    elif word in CLOSES:
        if CLOSES[word] not in opened:
            return ""
        missing = ""
        while (last := opened.pop()) != CLOSES[word]:
            missing += _end(last)
        return missing + match[0]
    elif word in ("elif", "else"):
        return match[0] if opened and (word == "else" or opened[-1] == "if") else ""
    return match[0]


def _end(word: str) -> str:
    return f"{{% end{word} %}}"


def neutral(paragraph: str) -> str:
    """A paragraph of which nothing is left but its loops and conditions, and of those nothing that could be wrong."""
    words = (match["word"] for match in _STEP.finditer(paragraph))
    return "".join(f"{{% {word} %}}" if word in _KEPT else _NEUTRAL.get(word, "") for word in words)
