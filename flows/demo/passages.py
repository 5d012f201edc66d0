"""What the bodies of the demo write: sentences chosen by topic from `passages.yaml`, with their own figures in them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

from ruamel.yaml import YAML

from intake.forms import FormSpec

_BLANK = re.compile(r"\{([\w-]+)\}")
#: Where a body that copies its neighbour's words puts two of its own before them.
_TROUBLES, _COPIED = "kho-khan", "Nhìn chung, "


@dataclass(frozen=True, slots=True)
class Voice:
    """How a body words one report: those of one seed write the same, who `copies` in nearly the same words."""

    seed: str
    copies: bool = False

    def passages(self, spec: FormSpec, says: Callable[[str], str]) -> dict[str, str]:
        """Every passage of a form by code; `says` puts what stands for a blank such as `{tt-buoi}` or `{ky}`."""
        slots = _bank().passages[spec.form]
        texts = {one.code: self._passage(f"{spec.form}/{one.code}", slots[one.code], says) for one in spec.passages}
        if self.copies and _TROUBLES in texts:
            texts[_TROUBLES] = f"{_COPIED}{texts[_TROUBLES][:1].lower()}{texts[_TROUBLES][1:]}"
        return texts

    def duty(self, code: str, section: str) -> str:
        """A line on a standing duty of a section; "" from the most, who have nothing to add to its status."""
        random = self._random(code)
        return random.choice(_bank().duties[section]) if random.randint(1, 4) == 1 else ""

    def _passage(self, about: str, slots: Sequence[Sequence[str]], says: Callable[[str], str]) -> str:
        random = self._random(about)
        chosen = " ".join(filter(None, (random.choice(slot) for slot in slots)))
        return _BLANK.sub(lambda blank: says(blank[1]), chosen)

    def _random(self, about: str) -> Random:
        return Random(f"{self.seed}/{about}")  # noqa: S311 - a story, not a secret


@dataclass(frozen=True, slots=True)
class _Bank:
    """The sentences: of a form's passage those to choose from, sentence by sentence; of a duty's section the lines."""

    passages: Mapping[str, Mapping[str, Sequence[Sequence[str]]]]
    duties: Mapping[str, Sequence[str]]


@cache
def _bank() -> _Bank:
    text = files("flows.demo").joinpath("passages.yaml").read_text(encoding="utf-8")
    return _Bank(**YAML(typ="safe").load(text))
