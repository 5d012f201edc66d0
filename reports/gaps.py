"""Headings of a report under which nothing stands: a document says so there, and the coordinator fills them first."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.compiled import CompiledReport, SectionContent
from reports.numbering import numbered
from reports.text import paragraphs


@dataclass(frozen=True, slots=True)
class Gap:
    """A heading without content: its code ("" for the one heading of a report that names none), and its title."""

    section: str
    title: str


def is_empty(compiled: CompiledReport, section: SectionContent, *, has_parts: bool) -> bool:
    """Whether nothing stands under a heading: no figure, duty, passage or word of the coordinator's, and no heading."""
    return section.empty and not has_parts and not paragraphs(compiled.own_texts.get(section.code, ""))


def gaps_of(compiled: CompiledReport) -> list[Gap]:
    """The headings that are empty, in the report's order."""
    return [
        Gap(section.code, section.title)
        for _label, section, has_parts in numbered(compiled.sections)
        if is_empty(compiled, section, has_parts=has_parts)
    ]


def said_gaps(gaps: Sequence[Gap]) -> str:
    """The headings in one phrase, by the codes under which they are filled: `danh-gia (Đánh giá), …`."""
    return ", ".join(f"{one.section} ({one.title})" if one.section else one.title for one in gaps)
