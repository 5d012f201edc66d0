"""The personal-data screen for a paper that goes out signed: DOCX, or PDF with text, wherever words can stand in it.

A page that is only a picture has no words to screen: it is named, and a person looks at it.
"""

import io
import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

from intake.privacy import screen_cells, screen_text
from intake.problems import Problem
from models.errors import SubmissionError
from models.language import N_, _
from models.office_files import UnfitFileError, document_parts, is_xml

if TYPE_CHECKING:
    from pdfminer.layout import LTPage

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
#: What other parts of a DOCX are called, by how their names begin.
_PLACES = (
    ("word/header", N_("đầu trang")),
    ("word/footer", N_("chân trang")),
    ("word/comments", N_("nhận xét")),
    ("word/footnotes", N_("chú thích")),
    ("word/endnotes", N_("chú thích")),
    ("word/charts", N_("biểu đồ")),
    ("docprops/", N_("thuộc tính tệp")),
)
#: Who saved or commented: a signature, put there by the office suite.
_SIGNATURES = frozenset({"creator", "lastModifiedBy", "Manager", "Company", "AppVersion", "Application", "Template"})
#: Attributes in which somebody may have written: alternative text, titles.
_WRITTEN = frozenset({"descr", "title"})
_NO_COLUMNS = 26


@dataclass(slots=True)
class Paper:
    """The words of a paper by place, the cells of its tables, and its pages without a word."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    cells: list[tuple[str, object]] = field(default_factory=list)
    wordless: list[str] = field(default_factory=list)


def read_paper(content: bytes) -> Paper:
    """What can be read of a PDF or DOCX.

    Raises:
        SubmissionError: it cannot be read.
    """
    try:
        return _read_pdf(content) if content.startswith(b"%PDF") else _read_docx(content)
    except UnfitFileError as error:
        raise SubmissionError(_("tệp không đọc được: lưu hoặc quét lại")) from error


def screen_paper(paper: Paper, *, allowed: Collection[str]) -> list[Problem]:
    """Personal data in the words of a paper, one problem for each place and kind; what was found is not repeated."""
    hits = [hit for place, text in paper.lines for hit in screen_text(text, place, allowed=allowed)]
    hits += screen_cells(paper.cells, allowed=allowed)
    return [Problem(where, message) for where, message in dict.fromkeys((hit.where, hit.message) for hit in hits)]


def _read_docx(content: bytes) -> Paper:
    paper = Paper()
    for name, part in document_parts(content):
        if is_xml(name) and not name.lower().endswith(".rels"):
            root = _parsed(part)
            if name == _BODY:
                _read_body(root, paper)
            else:
                paper.lines += _other_words(name, root)
    if not any(letter.isalpha() for _place, text in paper.lines for letter in text):
        paper.wordless.append(_("cả tệp"))
    return paper


def _parsed(part: bytes) -> etree._Element:
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise SubmissionError(_("tệp không đọc được: lưu hoặc quét lại")) from error


def _read_body(root: etree._Element, paper: Paper) -> None:
    """Paragraphs by their number, also those in text boxes and tables; tables once more by cell, to see their heads."""
    number = count(1)
    for paragraph in root.iter(f"{_W}p"):
        text = _words(paragraph)
        place = _("đoạn {number}").format(number=next(number))
        paper.lines.append((place, text))
        paper.lines += [(place, said) for said in _written(paragraph)]
    for at, table in enumerate(root.iter(f"{_W}tbl"), start=1):
        title = _("bảng {number}").format(number=at)
        for row_at, row in enumerate(table.iterchildren(f"{_W}tr"), start=1):
            for column, cell in enumerate(row.iterchildren(f"{_W}tc")):
                text = " ".join(_words(one) for one in cell.iter(f"{_W}p")).strip()
                if text and column < _NO_COLUMNS:
                    paper.cells.append((f"{title}!{chr(ord('A') + column)}{row_at}", text))


def _words(paragraph: etree._Element) -> str:
    """The text of a paragraph, with what is marked as deleted; text boxes within it have paragraphs of their own."""
    inner = {one for box in paragraph.iter(f"{_W}txbxContent") for one in box.iter()}
    said = []
    for one in paragraph.iter(f"{_W}t", f"{_W}delText", f"{_W}instrText", f"{_W}tab", f"{_W}br"):
        if one not in inner:
            said.append(one.text or "" if one.tag not in (f"{_W}tab", f"{_W}br") else " ")
    return "".join(said)


def _written(element: etree._Element) -> Iterator[str]:
    for one in element.iter(etree.Element):
        for key, value in one.attrib.items():
            if etree.QName(key).localname in _WRITTEN and value.strip():
                yield str(value)


def _other_words(name: str, root: etree._Element) -> Iterator[tuple[str, str]]:
    lowered = name.lower()
    if not lowered.startswith(tuple(start for start, _said in _PLACES)):
        return
    place = next(_(said) for start, said in _PLACES if lowered.startswith(start))
    for paragraph in root.iter(f"{_W}p"):
        yield place, _words(paragraph)
    for one in root.iter(etree.Element):
        known = etree.QName(one).localname in _SIGNATURES or etree.QName(one).namespace == _W.strip("{}")
        if not known and one.text and one.text.strip():
            yield place, one.text
    yield from ((place, said) for said in _written(root))


def _read_pdf(content: bytes) -> Paper:
    # pdfminer takes longer to import than most commands to run.
    from pdfminer.high_level import extract_pages  # noqa: PLC0415 - slow to import
    from pdfminer.layout import LAParams, LTTextContainer  # noqa: PLC0415 - slow to import

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    paper = Paper()
    try:
        for number, page in enumerate(extract_pages(io.BytesIO(content), laparams=LAParams()), start=1):
            place = _("trang {number}").format(number=number)
            texts = [one.get_text() for one in page if isinstance(one, LTTextContainer)]
            paper.lines += [*((place, text) for text in texts), (place, "\n".join(texts))]
            lettered = any(letter.isalpha() for text in texts for letter in text)
            if not lettered or _is_scanned(page):
                paper.wordless.append(place)
        paper.lines += _beside_the_pages(content)
    except Exception as error:  # pdfminer.six fails in many ways on a damaged file
        raise SubmissionError(_("tệp không đọc được: lưu hoặc quét lại")) from error
    return paper


def _is_scanned(page: "LTPage") -> bool:
    """Whether one picture covers most of a page: what text there is may be but a stamp on it."""
    from pdfminer.layout import LTFigure, LTImage  # noqa: PLC0415 - as above

    pictures: list[LTImage] = []
    waiting = list(page)
    while waiting:
        one = waiting.pop()
        if isinstance(one, LTImage):
            pictures.append(one)
        elif isinstance(one, LTFigure):
            waiting.extend(one)
    whole = page.width * page.height
    return any(2 * one.width * one.height > whole for one in pictures)


def _beside_the_pages(content: bytes) -> Iterator[tuple[str, str]]:
    """Notes put on the pages, and what the properties of the file say of its content."""
    from pdfminer.pdfdocument import PDFDocument  # noqa: PLC0415 - as above
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415 - slow to import
    from pdfminer.pdfparser import PDFParser  # noqa: PLC0415 - slow to import
    from pdfminer.pdftypes import list_value, resolve1  # noqa: PLC0415 - slow to import
    from pdfminer.utils import decode_text  # noqa: PLC0415 - slow to import

    document = PDFDocument(PDFParser(io.BytesIO(content)))
    for info in document.info:
        for key in ("Title", "Subject", "Keywords"):
            if isinstance(said := resolve1(info.get(key)), bytes):
                yield _("thuộc tính tệp"), decode_text(said)
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        for note in map(resolve1, list_value(page.annots) if page.annots else ()):
            if isinstance(note, dict) and isinstance(said := resolve1(note.get("Contents")), bytes):
                yield _("nhận xét, trang {number}").format(number=number), decode_text(said)
