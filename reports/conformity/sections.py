"""Sections of a document: paper, margins, and where each shows its page number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.language import _
from reports.conformity.numbering import Numbering
from reports.conformity.package import Package
from reports.conformity.paragraphs import Paragraph
from reports.conformity.styles import Letters, Styles
from reports.conformity.walking import Walker
from reports.conformity.xml import Element, W, number, switch

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LETTER = (12240, 15840)
#: Where a header's own tab stops lead when it has none (Word's template: centre and right of the text).
_USUAL_STOPS = ("center", "right")


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A page number: `header` or `footer`, of which pages (`default`, `first`, `even`), how aligned, in which look."""

    where: str
    pages: str
    align: str
    letters: Letters


@dataclass(frozen=True, slots=True)
class Section:
    """A section, lengths in twips; `numbers` holds the page numbers it shows, its own or those it takes over."""

    index: int
    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    title_page: bool
    numbers: tuple[PageNumber, ...]

    @property
    def landscape(self) -> bool:
        """Whether the page is wider than high."""
        return self.width > self.height

    @property
    def room(self) -> int:
        """The width of its text."""
        return max(0, self.width - self.left - self.right)

    def place(self) -> str:
        """Where it is."""
        return _("phần {number} (section)").format(number=self.index + 1)


def read_sections(package: Package, styles: Styles) -> list[Section]:
    """The sections of a document, in order; at least one."""
    found: list[Section] = []
    shown: dict[tuple[str, str], tuple[PageNumber, ...]] = {}
    even = bool(switch(package.settings, "evenAndOddHeaders"))
    for index, element in enumerate(_elements(package.body)):
        for story in element:
            for where in ("header", "footer"):
                if story.tag == f"{W}{where}Reference":
                    pages = story.get(W + "type", "default")
                    root = package.related.get(story.get(_RELATION, ""))
                    shown[where, pages] = tuple(_numbers(root, styles, where, pages)) if root is not None else ()
        found.append(_section(index, element, shown, even=even))
    return found or [_section(0, None, {}, even=False)]


def _elements(body: Element) -> Iterator[Element]:
    yield from (one for one in body.iterfind(f".//{W}pPr/{W}sectPr"))
    yield from body.iterchildren(W + "sectPr")


def _section(
    index: int,
    element: Element | None,
    shown: Mapping[tuple[str, str], tuple[PageNumber, ...]],
    *,
    even: bool,
) -> Section:
    def length(child: str, name: str, usual: int) -> int:
        one = element.find(W + child) if element is not None else None
        said = number(one.get(W + name)) if one is not None else None
        return usual if said is None else said

    title = bool(switch(element, "titlePg"))
    wanted = {"default", *(["first"] if title else []), *(["even"] if even else [])}
    numbers = tuple(one for (_where, pages), all_ in shown.items() if pages in wanted for one in all_)
    return Section(
        index=index,
        width=length("pgSz", "w", _LETTER[0]),
        height=length("pgSz", "h", _LETTER[1]),
        top=abs(length("pgMar", "top", 1440)),
        bottom=abs(length("pgMar", "bottom", 1440)),
        left=length("pgMar", "left", 1440) + length("pgMar", "gutter", 0),
        right=length("pgMar", "right", 1440),
        title_page=title,
        numbers=numbers,
    )


def _numbers(root: Element, styles: Styles, where: str, pages: str) -> Iterator[PageNumber]:
    walker = Walker(styles, Numbering(None, styles))
    walker.walk(root)
    for paragraph in walker.paragraphs:
        if paragraph.page_field is not None:
            yield PageNumber(where, pages, _alignment(paragraph), paragraph.page_field)


def _alignment(paragraph: Paragraph) -> str:
    """Where a page number stands across the page: by its frame or box, the tabs before it, or its paragraph."""
    if paragraph.shape.frame:
        return paragraph.shape.frame
    if paragraph.container.align:
        return paragraph.container.align
    if paragraph.page_tabs:
        own = paragraph.page_tabs[-1]
        stops = [kind for _at, kind in paragraph.shape.tabs if kind != "clear"] or list(_USUAL_STOPS)
        return own or stops[min(len(paragraph.page_tabs), len(stops)) - 1]
    return paragraph.shape.align
