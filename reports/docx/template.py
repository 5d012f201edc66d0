"""The Word templates that dondoc ships, drawn from the constants of `reports.docx.styles`: one for each profile.

A coordinator restyles them in Word; to change the shipped ones, change this and run: python -m reports.docx.template
"""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION

from reports.docx.styles import prepare, set_page
from reports.docx.xml import append, line, paragraph, run, side_by_side
from reports.zipping import canonical_zip

PROFILES = ("ND30", "TT01-2011")
FOLDER = Path(__file__).parent.parent / "templates"
_NAMES = {"ND30": "report-nd30.docx", "TT01-2011": "report-tt01-2011.docx"}
_DRAWN = datetime(2020, 3, 5, tzinfo=UTC)  # the day Nghị định 30/2020 came into force
HEAD_LEFT, HEAD_RIGHT = 70.0, 90.0
#: Lines left free for the signature and the seal.
_SIGNATURE_LINES = 4


def shipped_path(profile: str) -> Path:
    """Where the shipped template of a profile lies."""
    return FOLDER / _NAMES.get(profile, _NAMES["ND30"])


@cache
def shipped(profile: str) -> bytes:
    """The shipped template of a profile."""
    return shipped_path(profile).read_bytes()


def draw(profile: str) -> bytes:
    """Draw the template of a profile; the same constants give the same bytes."""
    document = docx.Document()
    prepare(document)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = "Báo cáo", "dondoc", "dondoc"
    properties.comments, properties.language, properties.revision = "", "vi-VN", 1
    set_page(document.sections[0], profile)
    append(document, [*_head(), *_body(), *_foot()])
    _end_section(document, profile, landscape=False)
    append(document, [_tag("for chart_annex in charts"), *_annex_head("chart_annex"), *_charts()])
    _end_section(document, profile, landscape=True)
    append(document, [_tag("endfor"), _tag("for annex in annexes"), *_annex_head("annex"), _block("annex.content")])
    append(document, [_tag("if loop.last"), line("DondocEnd", ""), _tag("else")])
    _end_section(document, profile, landscape=True)
    append(document, [_tag("endif"), _tag("endfor")])
    out = io.BytesIO()
    document.save(out)
    return canonical_zip(out.getvalue(), _DRAWN)


def _end_section(document: Document, profile: str, *, landscape: bool) -> None:
    """End the section that was written so far; what follows begins on a new page with numbers of its own."""
    document.add_section(WD_SECTION.NEW_PAGE)
    document.paragraphs[-1].style = "DondocEnd"
    set_page(document.sections[-1], profile, landscape=landscape, restart=True)


def _tag(words: str) -> str:
    """A paragraph that steers and does not appear."""
    return line("DondocTag", f"{{%p {words} %}}")


def _block(name: str) -> str:
    """A paragraph that gives way to what the program draws."""
    return line("DondocTag", f"{{{{p {name} }}}}")


def _each(name: str, of: str, *parts: str) -> Sequence[str]:
    return [_tag(f"for {name} in {of}"), *parts, _tag("endfor")]


def _head() -> Iterator[str]:
    left = line("DondocSuperior", "{{ superior }}") + line("DondocIssuer", "{{ issuer }}") + _block("issuer_rule")
    right = line("DondocNation", "{{ nation }}") + line("DondocMotto", "{{ motto }}") + _block("motto_rule")
    second = (line("DondocNumber", "{{ number }}"), line("DondocPlaceDate", "{{ place_date }}"))
    yield side_by_side(HEAD_LEFT, HEAD_RIGHT, [(left, right), second])
    yield line("DondocKind", "{{ kind }}")
    yield line("DondocSubject", "{{ subject }}")
    yield _block("subject_rule")
    yield line("DondocTo", "{{ to }}")
    yield from _each("name", "to_list", line("DondocToList", "{{ name }}"))
    yield line("DondocOpening", "{{ opening }}")


def _body() -> Iterator[str]:
    yield from _each("words", "summary", line("DondocBody", "- {{ words }}."))
    yield _tag("for section in sections")
    for level, tag in ((1, "if section.level == 1"), (2, "elif section.level == 2"), (3, "else")):
        yield _tag(tag)
        yield line(f"Heading{level}", "{{ section.heading }}")
    yield _tag("endif")
    yield from _each("words", "section.own", line("DondocBody", "{{ words }}"))
    yield _tag("if section.nothing")
    yield line("DondocQuestion", "{{ section.nothing }}")
    yield _tag("endif")
    yield from _each("group", "section.groups", *_led("group", "DondocSource", ""))
    yield from _each("duty", "section.statuses", *_led("duty", "DondocName", "- "))
    question = [_tag("if topic.titled"), line("DondocQuestion", "{{ topic.title }}:"), _tag("endif")]
    rest = [_tag("if topic.rest"), line("DondocBody", "{{ topic.rest }}"), _tag("endif")]
    yield from _each("topic", "section.topics", *question, *_quotes("topic"), *rest)
    yield _tag("endfor")
    yield line("Heading1", "{{ account_heading }}")
    items = _each("item", "part.items", line("DondocBody", "- {{ item }}."))
    yield from _each("part", "account", line("DondocBody", "{{ part.said }}"), *items)
    yield line("DondocClosing", "{{ closing }}")


def _led(name: str, style: str, mark: str) -> Sequence[str]:
    """A sentence with its head in a style of its own, where it has one."""
    said = f"{{{{ {name}.said }}}}."
    led = paragraph("DondocBody", run(f"{mark}{{{{ {name}.head }}}}: ", style), run(said))
    return [_tag(f"if {name}.head"), led, _tag("else"), line("DondocBody", said), _tag("endif")]


def _quotes(owner: str) -> Sequence[str]:
    first = paragraph("DondocBody", run("{{ quote.source }}: ", "DondocSource"), run("{{ quote.text }}"))
    more = _each("words", "quote.more", line("DondocBody", "{{ words }}"))
    return _each("quote", f"{owner}.quotes", first, *more)


def _foot() -> Iterator[str]:
    left = line("DondocRecipientsHead", "Nơi nhận:")
    left += "".join(_each("name", "recipients", line("DondocRecipients", "{{ name }}")))
    right = "".join(_each("words", "office", line("DondocOffice", "{{ words }}")))
    right += "".join(line("DondocOffice", "") for _ in range(_SIGNATURE_LINES))
    yield side_by_side(HEAD_LEFT + 10, HEAD_RIGHT - 10, [(left, right)])


def _annex_head(name: str) -> Iterator[str]:
    yield line("DondocAnnex", f"{{{{ {name}.name }}}}")
    yield line("DondocAnnexTitle", f"{{{{ {name}.title }}}}")
    yield line("DondocAnnexNote", f"{{{{ {name}.note }}}}")


def _charts() -> Sequence[str]:
    """Each picture under its title, and what else it shows under the picture, on the same page."""
    title, picture = line("DondocChartTitle", "{{ chart.title }}"), run("{{r chart.picture }}")
    noted = [paragraph("DondocChart", picture, kept=True), line("DondocChartNote", "{{ chart.note }}")]
    alone = paragraph("DondocChart", picture)
    return _each(
        "chart", "chart_annex.pictures", title, _tag("if chart.note"), *noted, _tag("else"), alone, _tag("endif")
    )


def main() -> None:
    """Write the shipped templates."""
    FOLDER.mkdir(exist_ok=True)
    for profile in PROFILES:
        shipped_path(profile).write_bytes(draw(profile))


if __name__ == "__main__":
    main()
