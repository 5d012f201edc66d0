"""A letter as a Word document in the official form of a công văn: no kind, "V/v …" below the number.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (profile `ND30`); Thông tư 01/2011/TT-BNV (`TT01-2011`). Drawn from the same
styles as the reports; the same letter gives the same bytes.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cache

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from reports.docx.styles import prepare, set_page
from reports.docx.xml import Column, append, data_table, line, rule, side_by_side, width_of
from reports.letterhead import MOTTO, NATION
from reports.letters.matters import Letter
from reports.letters.text import LetterText, MatterTable, text_of
from reports.zipping import canonical_zip

HEAD_LEFT, HEAD_RIGHT = 70.0, 90.0
FOOT_LEFT, FOOT_RIGHT = 80.0, 80.0
_MOTTO_WIDTH = 56.0
#: Lines left free for the signature and the seal.
_SIGNATURE_LINES = 4
_ABOUT = "DondocAbout"


def render_letter(letter: Letter) -> bytes:
    """The letter as DOCX; times within the file are those of the letter's day, not of a clock."""
    text = text_of(letter)
    document = docx.Document(io.BytesIO(_blank(letter.profile)))
    append(document, [*_head(text), *_body(text), *_foot(text)])
    drawn = datetime.combine(letter.as_of, time(), tzinfo=UTC)
    properties = document.core_properties
    properties.title = text.about.removeprefix("V/v ")
    properties.author = properties.last_modified_by = letter.document.agency(letter.document.plan.standing).name
    properties.comments, properties.language, properties.revision = "", "vi-VN", 1
    out = io.BytesIO()
    document.save(out)
    return canonical_zip(out.getvalue(), drawn)


@cache
def _blank(profile: str) -> bytes:
    """A page with every style and nothing on it, drawn once for each profile."""
    document = docx.Document()
    prepare(document)
    set_page(document.sections[0], profile)
    _add_styles(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_styles(document: Document) -> None:
    """What a letter has and a report has not: the subject below the number."""
    style = document.styles.add_style(_ABOUT, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["DondocSuperior"]
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    style.paragraph_format.space_before = Pt(3)
    recipients = document.styles["DondocTo"].paragraph_format
    recipients.space_before, recipients.space_after = Pt(18), Pt(12)
    for language in document.styles.element.iter(qn("w:lang")):
        for name in ("w:val", "w:eastAsia", "w:bidi"):
            language.set(qn(name), "vi-VN")


def _head(text: LetterText) -> Iterator[str]:
    issuer_width = min(width_of(text.issuer, 12), HEAD_LEFT)
    left = line("DondocSuperior", text.superior) if text.superior else ""
    left += line("DondocIssuer", text.issuer) + rule(issuer_width * 0.4, HEAD_LEFT)
    right = line("DondocNation", NATION) + line("DondocMotto", MOTTO) + rule(_MOTTO_WIDTH, HEAD_RIGHT)
    number = line("DondocNumber", text.number) + line(_ABOUT, _unbroken_end(text.about))
    yield side_by_side(HEAD_LEFT, HEAD_RIGHT, [(left, right), (number, line("DondocPlaceDate", text.place_date))])
    yield line("DondocTo", text.to)


def _unbroken_end(about: str) -> str:
    """The subject with its last two words kept together: a year on a line of its own looks lost."""
    head, _space, last = about.rpartition(" ")
    return f"{head}\u00a0{last}" if head else about


def _body(text: LetterText) -> Iterator[str]:
    """The paragraphs; the last two stay with the signature, and what follows a table keeps its distance."""
    after_table = False
    for at, block in enumerate(text.blocks, 1):
        if isinstance(block, MatterTable):
            columns = [Column(title, width, figures=figures) for title, width, figures in block.columns]
            yield data_table(columns, block.rows)
        elif at >= len(text.blocks) - 1:
            yield line("DondocClosing", block)
        else:
            yield line("DondocOpening" if after_table else "DondocBody", block)
        after_table = isinstance(block, MatterTable)


def _foot(text: LetterText) -> Iterator[str]:
    left = line("DondocRecipientsHead", "Nơi nhận:")
    left += "".join(line("DondocRecipients", name) for name in text.recipients)
    right = "".join(line("DondocOffice", words) for words in text.office)
    right += "".join(line("DondocOffice", "") for _ in range(_SIGNATURE_LINES))
    yield side_by_side(FOOT_LEFT, FOOT_RIGHT, [(left, right)])
