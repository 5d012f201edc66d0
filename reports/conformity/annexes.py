"""The annexes behind the signature: their number, title, and the line that ties them to the document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.conformity.paper import Paper
from reports.conformity.paragraphs import Paragraph
from reports.conformity.segments import Segment, whole

_NAME = re.compile(r"PHU LUC(?: SO)?(?:\s*(?P<mark>[IVXLC]+|\d{1,2}|[A-H]))?\s*[.:]?")
_WITH_TITLE = re.compile(r"PHU LUC(?: SO)?\s*(?P<mark>[IVXLC]+|\d{1,2}|[A-H])?\s*[.:-]\s*\S.*")
_NOTE = re.compile(r"\(?\s*(?:BAN HANH )?KEM THEO\b.*")
_MOST_TITLE_LINES = 5


@dataclass(frozen=True)
class Annex:
    """An annex; `start` is the place of its name among the paragraphs, `mark` its number as printed."""

    start: int
    name: Segment
    mark: str
    title: Sequence[Segment]
    note: Segment | None
    new_page: bool


def annexes(paper: Paper, after: int) -> list[Annex]:
    """The annexes from a place on, in order."""
    found = []
    for at in range(after, len(paper.paragraphs)):
        paragraph = paper.paragraphs[at]
        if paragraph.number and paragraph.container.kind == "body" and (one := _annex(paper.paragraphs, at)):
            found.append(one)
    return found


def _annex(paragraphs: Sequence[Paragraph], at: int) -> Annex | None:
    name = whole(paragraphs[at])
    match = _NAME.fullmatch(name.folded)
    titled = None if match else _WITH_TITLE.fullmatch(name.folded)
    if match is None and titled is None:
        return None
    mark = (match or titled)["mark"] or ""  # type: ignore[index] # one of them matched
    title: list[Segment] = []
    note = None
    for paragraph in paragraphs[at + 1 :]:
        if not paragraph.number:
            continue
        one = whole(paragraph)
        if _NOTE.fullmatch(one.folded):
            note = one
            break
        if paragraph.container.kind != "body" or len(title) == _MOST_TITLE_LINES or not _is_title(one, first=not title):
            break
        title.append(one)
    return Annex(at, name, mark, title, note, _on_new_page(paragraphs, at))


def _is_title(one: Segment, *, first: bool) -> bool:
    centred = one.paragraph.shape.align == "center"
    return centred or one.upper or (first and one.whole(lambda letters: letters.bold))


def _on_new_page(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether it begins a page: by its own look, a break before it, or a new section."""
    own = paragraphs[at]
    if own.shape.page_break_before or own.page_break:
        return True
    for before in reversed(paragraphs[:at]):
        if before.section != own.section or before.page_break:
            return True
        if before.number:
            return False
    return True
