"""A whole document, read: what the rules look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.conformity.numbering import Numbering
from reports.conformity.package import Package, open_package
from reports.conformity.paragraphs import Paragraph, Picture, Table
from reports.conformity.sections import Section, read_sections
from reports.conformity.styles import Styles
from reports.conformity.walking import Walker
from reports.conformity.xml import W, number, value

_DEFAULT_TAB = 720
#: Letters that fill a page with head and foot, where the document does not say how many pages it has.
_ONE_PAGE = 1800


@dataclass(frozen=True)
class Paper:
    """Everything of a document that the rules need; `tab` is the distance of its own tab stops in twips."""

    paragraphs: Sequence[Paragraph]
    tables: Sequence[Table]
    pictures: Sequence[Picture]
    sections: Sequence[Section]
    tab: int
    several_pages: bool


def read_paper(path: Path) -> Paper:
    """Read a DOCX.

    Raises:
        ReportError: the file is no DOCX that can be opened.
        OSError: the file cannot be read.
    """
    return paper_of(open_package(path))


def paper_of(package: Package) -> Paper:
    """A package that was opened, as paragraphs, tables, pictures and sections."""
    styles = Styles(package.styles, package.theme)
    sections = read_sections(package, styles)
    walker = Walker(styles, Numbering(package.numbering, styles), [section.room for section in sections])
    walker.walk(package.body)
    tab = number(value(package.settings, "defaultTabStop")) or _DEFAULT_TAB
    return Paper(
        walker.paragraphs,
        walker.tables,
        walker.pictures,
        sections,
        tab,
        _several_pages(package, walker.paragraphs, sections),
    )


def _several_pages(package: Package, paragraphs: Sequence[Paragraph], sections: Sequence[Section]) -> bool:
    if package.pages > 1 or len(sections) > 1 or any(one.page_break for one in paragraphs):
        return True
    if next(package.body.iter(W + "lastRenderedPageBreak"), None) is not None:
        return True
    return sum(len(one.text) for one in paragraphs) > _ONE_PAGE
