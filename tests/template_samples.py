"""Word templates for tests: the shipped one, changed or with more words in it."""

import io
import zipfile
from collections.abc import Mapping

import docx
from docx.document import Document

from reports.docx.template import shipped

SHIPPED = shipped("ND30")
ALL_DOCUMENT = "word/document.xml"


def package(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(old: str, new: str, part: str = ALL_DOCUMENT) -> bytes:
    """The shipped template with one piece of its XML replaced everywhere."""
    parts = package(SHIPPED)
    before = parts[part].decode()
    assert old in before
    return packed(parts | {part: before.replace(old, new).encode()})


def saying(words: str) -> bytes:
    """The shipped template whose closing sentence is followed by other words."""
    return changed("{{ closing }}", "{{ closing }}" + words)


def with_paragraphs(*words: str) -> bytes:
    """The shipped template with paragraphs put behind its body."""
    document = docx.Document(io.BytesIO(SHIPPED))
    for said in words:
        document.add_paragraph(said)
    return saved(document)


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
