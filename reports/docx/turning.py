"""Pages of annexes turned the way their tables need: upright where these fit between the margins, else on their side.

What a template has for its annexes stays as it is but for that; a section with anything but the tables of the program,
or with paper of another size than the report's first pages, is not touched.
"""

from collections.abc import Iterator

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIDES = ("top", "bottom", "left", "right")
#: Twips by which a table may reach over the margins: its rules, and what rounding adds.
_OVER = 60


def turn_annexes(body: etree._Element) -> None:
    """Turn the sections of the annexes; those before the first with nothing but drawn tables are the report itself."""
    sections = list(_sections(body))
    first = sections[0][1]
    for tables, properties in sections[1:]:
        widths = [_drawn_width(table) for table in tables]
        if widths and None not in widths:
            wide = max(width for width in widths if width is not None) > _room(first) + _OVER
            _turn(properties, first, wide=wide)


def _sections(body: etree._Element) -> Iterator[tuple[list[etree._Element], etree._Element]]:
    """The tables of each section and its properties, which stand at its end."""
    tables: list[etree._Element] = []
    for element in body:
        own = element if element.tag == f"{_W}sectPr" else element.find(f"{_W}pPr/{_W}sectPr")
        if element.tag == f"{_W}tbl":
            tables.append(element)
        if own is not None:
            yield tables, own
            tables = []


def _drawn_width(table: etree._Element) -> int | None:
    """How wide a table of the program is; None for any other."""
    properties = table.find(f"{_W}tblPr")
    if properties is None:
        return None
    style, width = properties.find(f"{_W}tblStyle"), properties.find(f"{_W}tblW")
    fixed = properties.find(f"{_W}tblLayout")
    drawn = style is not None and style.get(f"{_W}val") == "DondocGrid"
    if not drawn or width is None or fixed is None or width.get(f"{_W}type") != "dxa":
        return None
    return _number(width, "w")


def _number(element: etree._Element | None, name: str) -> int:
    said = "" if element is None else element.get(_W + name, "")
    return int(said) if said.lstrip("-").isdigit() else 0


def _room(properties: etree._Element) -> int:
    """The width between the margins."""
    margins = properties.find(f"{_W}pgMar")
    taken = sum(_number(margins, side) for side in ("left", "right", "gutter"))
    return _number(properties.find(f"{_W}pgSz"), "w") - taken


def _turn(properties: etree._Element, first: etree._Element, *, wide: bool) -> None:
    """Turn a section; its margins are then those of the report's first pages, which law has named alike for both."""
    size, upright = properties.find(f"{_W}pgSz"), first.find(f"{_W}pgSz")
    if size is None or upright is None:
        return
    width, height = _number(size, "w"), _number(size, "h")
    if sorted((width, height)) != sorted((_number(upright, "w"), _number(upright, "h"))) or (width > height) is wide:
        return
    size.set(f"{_W}w", str(height))
    size.set(f"{_W}h", str(width))
    size.set(f"{_W}orient", "landscape" if wide else "portrait")
    own, taken = properties.find(f"{_W}pgMar"), first.find(f"{_W}pgMar")
    if own is not None and taken is not None:
        for side in _SIDES:
            own.set(_W + side, taken.get(_W + side, own.get(_W + side, "0")))
