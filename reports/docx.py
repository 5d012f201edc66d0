"""The consolidated report as a Word document in the official form (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

import io
from collections.abc import Iterator, Sequence

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION

from reports.accounts import ACCOUNT, NOTHING_YET, account_lines, duty_status, folded
from reports.compiled import CompiledReport, Quote, SectionContent
from reports.docx_annexes import Annex, annexes
from reports.docx_styles import TEXT_WIDTH, prepare, set_page
from reports.docx_xml import append, line, paragraph, rule, run, side_by_side
from reports.letterhead import (
    MOTTO,
    NATION,
    addressees,
    kind_of_document,
    number_line,
    office,
    opening,
    place_and_date,
    recipients,
    sender_of,
    subject,
    superior_name,
)
from reports.numbering import numbered, roman
from reports.wording import sentence
from reports.zipping import canonical_zip

_HEAD_LEFT, _HEAD_RIGHT = 70.0, 90.0
#: Widths of bold Times New Roman capitals and small letters, in millimetres per point of type size.
_CAPITAL_MM, _SMALL_MM = 0.245, 0.17
_MOTTO_WIDTH = 56.0


def render_docx(compiled: CompiledReport) -> bytes:
    """The report as DOCX; the same content gives the same bytes."""
    document = docx.Document()
    prepare(document)
    _set_properties(document, compiled)
    profile = compiled.report.profile
    set_page(document.sections[0], profile)
    found = annexes(compiled)
    append(document, [*_head(compiled), *_body(compiled, found), _foot(compiled)])
    for annex in found:
        document.add_section(WD_SECTION.NEW_PAGE)
        document.paragraphs[-1].style = "DondocEnd"
        set_page(document.sections[-1], profile, landscape=True, restart=True)
        append(document, _annex(annex))
    out = io.BytesIO()
    document.save(out)
    return canonical_zip(out.getvalue(), compiled.as_of)


def _set_properties(document: Document, compiled: CompiledReport) -> None:
    properties = document.core_properties
    properties.title = subject(compiled)
    properties.author = properties.last_modified_by = sender_of(compiled).name
    properties.comments, properties.language, properties.revision = "", "vi-VN", 1
    properties.created = properties.modified = compiled.as_of.replace(tzinfo=None)


def _width_of(text: str, size: float) -> float:
    return size * sum(_CAPITAL_MM if letter.isupper() else _SMALL_MM for letter in text)


def _head(compiled: CompiledReport) -> Iterator[str]:
    issuer = sender_of(compiled).name.upper()
    under_issuer = rule(min(_width_of(issuer, 12), _HEAD_LEFT) * 0.4, _HEAD_LEFT)
    left = line("DondocSuperior", superior_name(compiled)) + line("DondocIssuer", issuer) + under_issuer
    right = line("DondocNation", NATION) + line("DondocMotto", MOTTO) + rule(_MOTTO_WIDTH, _HEAD_RIGHT)
    second = (line("DondocNumber", number_line(compiled)), line("DondocPlaceDate", place_and_date(compiled)))
    yield side_by_side(_HEAD_LEFT, _HEAD_RIGHT, [(left, right), second])
    yield line("DondocKind", kind_of_document(compiled))
    yield line("DondocSubject", subject(compiled))
    yield rule(min(_width_of(subject(compiled), 14), TEXT_WIDTH) * 0.4, TEXT_WIDTH)
    to = addressees(compiled)
    if len(to) == 1:
        yield line("DondocTo", f"Kính gửi: {to[0]}.")
    else:
        yield line("DondocTo", "Kính gửi:")
        yield from (line("DondocToList", f"- {name}{'.' if name == to[-1] else ';'}") for name in to)
    yield line("DondocOpening", opening(compiled))


def _body(compiled: CompiledReport, found: Sequence[Annex]) -> Iterator[str]:
    for label, section, has_parts in numbered(compiled.sections):
        title = section.title.upper() if section.level == 1 else section.title
        yield line(f"Heading{section.level}", f"{label} {title}")
        if section.empty and not has_parts:
            yield line("DondocQuestion", NOTHING_YET)
        yield from _section(compiled, section)
    last = roman(sum(section.level == 1 for section in compiled.sections) + 1)
    yield line("Heading1", f"{last}. {ACCOUNT.upper()}")
    for said, items in account_lines(compiled):
        yield line("DondocBody", said)
        yield from (line("DondocBody", f"- {item}.") for item in items)
    names = [annex.name for annex in found]
    listed = ", ".join(names) if len(names) < 3 else f"{names[0]} đến {names[-1]}"
    yield line("DondocBody", f"Trên đây là báo cáo của {sender_of(compiled).name} (kèm theo {listed})./.")


def _section(compiled: CompiledReport, section: SectionContent) -> Iterator[str]:
    group = None
    for figure in section.figures:
        if figure.group and figure.group != group:
            yield line("DondocQuestion", f"{figure.group}:")
        group = figure.group
        yield line("DondocBody", f"- {sentence(figure, compiled.period.key)}.")
    for duty in section.duties:
        words = run(f": {duty_status(compiled, duty)}.")
        yield paragraph("DondocBody", run(f"- {duty.title}", "DondocName"), words)
        yield from _quotes(compiled, duty.quotes)
    for topic in section.topics:
        yield line("DondocQuestion", f"{topic.title}:")
        yield from _quotes(compiled, topic.quotes)


def _quotes(compiled: CompiledReport, quotes: Sequence[Quote]) -> Iterator[str]:
    for source, (first, *rest) in folded(compiled, quotes):
        yield paragraph("DondocBody", run(f"{source}: ", "DondocSource"), run(first))
        yield from (line("DondocBody", words) for words in rest)


def _foot(compiled: CompiledReport) -> str:
    left = line("DondocRecipientsHead", "Nơi nhận:")
    left += "".join(line("DondocRecipients", name) for name in recipients(compiled))
    right = "".join(line("DondocOffice", words) for words in office(compiled))
    right += "".join(line("DondocOffice", "") for _ in range(4))
    return side_by_side(_HEAD_LEFT + 10, _HEAD_RIGHT - 10, [(left, right)])


def _annex(annex: Annex) -> Iterator[str]:
    yield line("DondocAnnex", annex.name)
    yield line("DondocAnnexTitle", annex.title.upper())
    yield line("DondocAnnexNote", annex.note)
    yield from annex.parts
