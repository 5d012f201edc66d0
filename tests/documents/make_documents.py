"""Make the Word and PDF plans of this folder from their words in `words/`.

    python tests/documents/make_documents.py            # the .docx files, the same bytes every time
    python tests/documents/make_documents.py --pdf      # the .pdf as well (needs LibreOffice's soffice)

A line of a words file is a paragraph. Marks at its start say how it is set: `@head a|b`, `@foot a|b` rows of a
borderless table of two columns; `@title` centred; `@h1`, `@h2` bold; `@run` bold up to its first colon; `@row a|b|c`
row of an annex table (`^` joins the cell above), `@span` row that is one cell; `@page` page break. `[1]` `[2]` `[3]`
`[3p]` `[-]` take their numbers from a style, `[2p]` from the paragraph itself: the words then have no number at all.
A file that begins with `@dotted` has `1.1.` for `a)` on the third level, and `–` for its bullets; one that begins with
`@repeated` repeats the section's numeral on the second level (`I.1.`), and has `+` for its bullets.
"""

import argparse
import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

HERE = Path(__file__).resolve().parent
PDF_ONLY = {
    "mua-ban-nguoi-2024",
    "giu-an-toan-lao-dong-2026",
    "moi-nguoi-khuyet-tat-2023",
    "moi-nong-thon-moi-2022",
    "cuoi-dan-so-2023",
    "cuoi-toi-pham-2025",
}
FIXED = datetime(2024, 1, 1, tzinfo=UTC)
FONT = "Times New Roman"

NUMBERS, BULLETS = 90, 91
#: mark -> (style, number list, level of it)
STYLED = {
    "1": ("Heading 1", NUMBERS, 0),
    "2": ("Heading 2", NUMBERS, 1),
    "3": ("List Number", NUMBERS, 2),
    "3p": ("List Number", NUMBERS, 2),
    "-": ("List Bullet", BULLETS, 0),
}
LEVELS = {
    NUMBERS: (("upperRoman", "%1.", "Heading1"), ("decimal", "%2.", "Heading2"), ("lowerLetter", "%3)", "ListNumber")),
    BULLETS: (("bullet", "-", "ListBullet"),),
}
#: The same where the third level repeats the second (`1.1.`) and bullets are long dashes.
DOTTED_LEVELS = {
    NUMBERS: (*LEVELS[NUMBERS][:2], ("decimal", "%2.%3.", "ListNumber")),
    BULLETS: (("bullet", "–", "ListBullet"),),
}
#: The same where the second level repeats the first (`I.1.`) and bullets are plus signs.
REPEATED_LEVELS = {
    NUMBERS: (LEVELS[NUMBERS][0], ("decimal", "%1.%2.", "Heading2"), LEVELS[NUMBERS][2]),
    BULLETS: (("bullet", "+", "ListBullet"),),
}
#: What a words file may begin with to have other levels.
OTHER_LEVELS = {"@dotted": DOTTED_LEVELS, "@repeated": REPEATED_LEVELS}


def main() -> None:
    """Write every document that has words."""
    parser = argparse.ArgumentParser(description="make the Word and PDF plans of this folder")
    parser.add_argument("--pdf", action="store_true", help="make the PDF too (needs soffice)")
    wants_pdf = parser.parse_args().pdf
    for words in sorted((HERE / "words").glob("*.txt")):
        made = word_file(words.read_text(encoding="utf-8").splitlines())
        if words.stem not in PDF_ONLY:
            (HERE / f"{words.stem}.docx").write_bytes(made)
        elif wants_pdf:
            (HERE / f"{words.stem}.pdf").write_bytes(pdf_file(made))


def word_file(lines: list[str]) -> bytes:
    """The bytes of a DOCX that says `lines`."""
    document = docx.Document()
    dress(document)
    if any(line.startswith("[1]") for line in lines):
        number_styles(document, OTHER_LEVELS.get(lines[0], LEVELS))
    for block, group in groupby((line for line in lines if line and line not in OTHER_LEVELS), key=block_of):
        members = list(group)
        if block == "sides":
            two_columns(document, [rest(line).split("|") for line in members])
        elif block == "table":
            annex_table(document, members)
        else:
            for line in members:
                paragraph(document, line)
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_times(buffer.getvalue())


def block_of(line: str) -> str:
    """Which lines stand together in one table."""
    if line.startswith(("@head", "@foot")):
        return "sides"
    return "table" if line.startswith(("@row", "@span")) else "text"


def rest(line: str) -> str:
    """The line without its mark."""
    return line.partition(" ")[2]


def dress(document: Any) -> None:
    """Page, fonts and the page number in the top margin, as official documents have them."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.different_first_page_header_footer = True
    for name in ("Normal", *(style for style, *_ in STYLED.values())):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(13), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    head._p.append(field)
    properties = document.core_properties
    properties.author, properties.comments, properties.language = "", "", "vi-VN"
    properties.created = properties.modified = FIXED


def number_styles(document: Any, lists: dict[int, tuple[tuple[str, str, str], ...]]) -> None:
    """Put two number lists into numbering.xml and hang them on the styles."""
    numbering = document.part.numbering_part.element
    for number, levels in lists.items():
        inner = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{style}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
            for level, (kind, text, style) in enumerate(levels)
        )
        names = nsdecls("w")
        numbering.insert(0, parse_xml(f'<w:abstractNum {names} w:abstractNumId="{number}">{inner}</w:abstractNum>'))
        link = f'<w:abstractNumId w:val="{number}"/>'
        numbering.append(parse_xml(f'<w:num {names} w:numId="{number}">{link}</w:num>'))
    for style, number, level in STYLED.values():
        set_number(document.styles[style].element.get_or_add_pPr(), number, level)


def set_number(properties: Any, number: int, level: int) -> None:
    """Give a style's or a paragraph's properties a list and a level."""
    held = properties.get_or_add_numPr()
    held.get_or_add_ilvl().val = level
    held.get_or_add_numId().val = number


def paragraph(document: Any, line: str) -> None:
    """Add one paragraph, set as its mark says."""
    if line == "@page":
        document.add_page_break()
        return
    marked = re.match(r"\[([^]]+)\] ", line)
    text = rest(line) if marked or line.startswith("@") else line
    if marked and marked[1] in STYLED:
        document.add_paragraph(style=STYLED[marked[1]][0]).add_run(text).bold = True if marked[1] in "123" else None
        return
    added = document.add_paragraph()
    bold, plain = runs_of(line, text)
    if bold:
        added.add_run(bold).bold = True
    if plain:
        added.add_run(plain)
    if marked:
        set_number(added._p.get_or_add_pPr(), NUMBERS, 1)
    added.alignment = WD_ALIGN_PARAGRAPH.CENTER if line.startswith("@title") else WD_ALIGN_PARAGRAPH.JUSTIFY


def runs_of(line: str, text: str) -> tuple[str, str]:
    """The bold beginning of a paragraph and the rest."""
    if line.startswith("@run "):
        heading, colon, after = text.partition(":")
        return heading + colon, after
    return (text, "") if line.startswith("@") else ("", text)


def two_columns(document: Any, rows: list[list[str]]) -> None:
    """A borderless table: who issues and the country's name above, recipients and signature below."""
    table = document.add_table(rows=1, cols=2)
    for cell, lines, width in zip(table.rows[0].cells, zip(*rows, strict=True), (6.5, 10), strict=True):
        cell.width = Cm(width)
        cell.text = "\n".join(lines).strip()


def annex_table(document: Any, lines: list[str]) -> None:
    """A ruled table; the first row names the columns."""
    width = len(rest(lines[0]).split("|"))
    table = document.add_table(rows=0, cols=width)
    table.style = "Table Grid"
    for line in lines:
        cells = table.add_row().cells
        if line.startswith("@span"):
            cells[0].merge(cells[-1]).text = rest(line)
            continue
        for column, text in enumerate(rest(line).split("|")):
            if text == "^":
                above = table.cell(len(table.rows) - 2, column)
                kept = above.text
                above.merge(cells[column]).text = kept
            else:
                cells[column].text = text.strip()


def with_fixed_times(made: bytes) -> bytes:
    """The same package with every member's time fixed, so that equal words give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as package, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name, content in members(package):
            fixed.writestr(zipfile.ZipInfo(name, FIXED.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def members(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Names and contents, in the package's order."""
    for info in package.infolist():
        yield info.filename, package.read(info)


def pdf_file(made: bytes) -> bytes:
    """What LibreOffice prints of a DOCX."""
    soffice = shutil.which("soffice")
    if soffice is None:
        raise SystemExit("soffice not found: install LibreOffice, or leave out --pdf")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "plan.docx")
        source.write_bytes(made)
        profile = Path(folder, "profile").as_uri()
        command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=180)
        return source.with_suffix(".pdf").read_bytes()


if __name__ == "__main__":
    main()
