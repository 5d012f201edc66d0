"""Cells that somebody merged in a plan's workbook: all but the first of them read as blank, and blank is a default.

A reader of values alone cannot see it, so the parts of the file are looked at.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from posixpath import basename

from models.office_files import workbook_parts

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+(\d+))"')
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


def merged_cells(content: bytes, first_row: int) -> Iterator[tuple[str, str]]:
    """Sheet and range (`B3:B5`) of every merged range that reaches `first_row` or below; the file passed the guard."""
    parts = {name: text for name, text in workbook_parts(content) if name.startswith("xl/")}
    titles = _titles(parts)
    for name, text in parts.items():
        if name.startswith("xl/worksheets/"):
            for found in _MERGED.finditer(text):
                if int(found[2]) >= first_row:
                    yield titles.get(basename(name), ""), found[1].decode()


def _titles(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Titles of sheets by the names of their parts."""
    relations = [_attributes(tag) for tag in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b""))]
    files = {one.get("Id", ""): basename(one.get("Target", "")) for one in relations}
    sheets = [_attributes(tag) for tag in _SHEET.findall(parts.get("xl/workbook.xml", b""))]
    return {files.get(one.get("r:id", ""), ""): one.get("name", "") for one in sheets}


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): unescape(value.decode(errors="replace")) for name, value in _ATTRIBUTE.findall(tag)}
