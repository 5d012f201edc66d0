"""What is drawn into a text: pictures with their alternative text, lines with their length, text boxes.

Both ways of drawing are read: DrawingML (Word since 2007, LibreOffice) and VML (older files, and what newer ones keep
for older programs, which is passed over where there are both).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.conformity.xml import Element, from_emu, local, number

_LINES = frozenset({"line", "straightConnector1"})
_CONNECTOR = "_x0000_t32"
_FLAT = 6  # a line is horizontal when it rises by less than a sixth of its length


@dataclass(frozen=True, slots=True)
class Drawing:
    """A `picture`, a horizontal `line` or a `box`; `length` is its width in twips, `stories` the text in it."""

    kind: str
    length: int = 0
    words: str = ""
    align: str = ""
    stories: tuple[Element, ...] = ()


def drawings(element: Element) -> Iterator[Drawing]:
    """What a `drawing`, `pict`, `object` or a choice between them holds."""
    name = local(element)
    if name == "AlternateContent":
        choices = [child for child in element if local(child) in ("Choice", "Fallback")]
        for child in choices[:1]:
            for inner in child:
                yield from drawings(inner)
    elif name == "drawing":
        yield from _drawn(element)
    elif name in ("pict", "object"):
        yield from _vector(element)


def _drawn(element: Element) -> Iterator[Drawing]:
    for place in element:
        if local(place) not in ("inline", "anchor"):
            continue
        extent, about = _first(place, "extent"), _first(place, "docPr")
        wide, high = (from_emu(extent.get(one)) if extent is not None else 0 for one in ("cx", "cy"))
        words = (about.get("descr") or about.get("title") or "") if about is not None else ""
        stories = tuple(one for one in place.iter() if local(one) == "txbxContent")
        names = {local(one) for one in place.iter()}
        if stories:
            yield Drawing("box", wide, align=_aligned(place), stories=stories)
        elif any(local(one) == "prstGeom" and one.get("prst") in _LINES for one in place.iter()):
            if high * _FLAT <= wide:
                yield Drawing("line", wide)
        elif names & {"pic", "chart", "relIds"}:
            yield Drawing("picture", wide, words.strip())


def _aligned(place: Element) -> str:
    horizontal = _first(place, "positionH")
    align = _first(horizontal, "align") if horizontal is not None else None
    return (align.text or "") if align is not None else ""


def _first(parent: Element, name: str) -> Element | None:
    return next((one for one in parent.iter() if local(one) == name), None)


def _vector(element: Element) -> Iterator[Drawing]:
    for shape in element.iter():
        name = local(shape)
        if name == "textbox":
            stories = tuple(one for one in shape.iter() if local(one) == "txbxContent")
            style = shape.getparent().get("style", "")
            yield Drawing("box", _styled(style, "width"), align=_position(style), stories=stories)
        elif name == "line":
            ends = [
                [number(part) or 0 for part in shape.get(one, "0,0").replace(" ", "").split(",")[:2]]
                for one in ("from", "to")
            ]
            if all(len(end) == 2 for end in ends):
                across, down = (abs(one - other) for one, other in zip(*ends, strict=True))
                if down * _FLAT <= across:
                    yield Drawing("line", across)
        elif name == "shape" and shape.get("type", "").endswith(_CONNECTOR):
            yield Drawing("line", _styled(shape.get("style", ""), "width"))
        elif name == "imagedata":
            holder = shape.getparent()
            yield Drawing("picture", 0, (holder.get("alt") or shape.get("title") or "").strip())


def _styled(style: str, name: str) -> int:
    match = re.search(rf"(?:^|;)\s*{name}\s*:\s*([^;]+)", style)
    return (number(match[1]) or 0) if match else 0


def _position(style: str) -> str:
    match = re.search(r"mso-position-horizontal\s*:\s*(\w+)", style)
    return match[1] if match else ""
