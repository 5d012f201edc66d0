"""Indicators that are part of the one before them: "Trong đó: ngân sách tỉnh" says nothing without its whole."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from models.plan import PlanDocument
from reports.compiled import Series
from reports.figures import IndicatorFigure

_Named = TypeVar("_Named", IndicatorFigure, Series)
_PART = re.compile(r"trong đó\s*:?\s+", re.IGNORECASE)


def part_of(words: str) -> str | None:
    """What follows "Trong đó:" in a name, or in a line that begins with one; None where it is no part of another."""
    found = _PART.match(words)
    return words[found.end() :] if found else None


def full_names(document: PlanDocument) -> Mapping[str, str]:
    """Names by indicator as they stand alone: a part with the name of its whole, the last indicator that is none."""
    named: dict[str, str] = {}
    whole = ""
    for indicator in document.indicators:
        part = part_of(indicator.name)
        whole = indicator.name if part is None else whole
        named[indicator.code] = f"{whole}, trong đó {part}" if part is not None and whole else indicator.name
    return named


def standing_alone(document: PlanDocument, found: Iterable[_Named]) -> list[_Named]:
    """Figures or series, the parts among them with the name of their whole: for where they do not follow it."""
    names = full_names(document)
    return [one if part_of(one.name) is None else replace(one, name=names[one.indicator]) for one in found]


def under_wholes(figures: Iterable[IndicatorFigure]) -> list[tuple[IndicatorFigure, list[IndicatorFigure]]]:
    """Figures in their order, each whole with its parts: for lists within lists."""
    gathered: list[tuple[IndicatorFigure, list[IndicatorFigure]]] = []
    for figure in figures:
        if part_of(figure.name) is None or not gathered:
            gathered.append((figure, []))
        else:
            gathered[-1][1].append(figure)
    return gathered


def with_parts(lines: Sequence[str]) -> list[str]:
    """Lines of figures, each whole with its parts behind it: "tổng: 5; trong đó tỉnh: 3 và trung ương: 2"."""
    gathered: list[tuple[str, list[str]]] = []
    for words in lines:
        part = part_of(words)
        if part is None or not gathered:
            gathered.append((words, []))
        else:
            gathered[-1][1].append(part)
    return [f"{whole}; trong đó {_listed(parts)}" if parts else whole for whole, parts in gathered]


def _listed(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} và {last}" if first else last
