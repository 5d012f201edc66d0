"""What no template can say beforehand: which paragraphs of a finished report must stay together on a page.

A line that announces a list or a quotation (it ends with ":") stays with what follows, as does the one before the last
sentence, so that no signature stands on a page of its own. And a short paragraph behind a
line that stays with it may be split anywhere: LibreOffice spreads a long document over pages before it knows their
heights, then takes a line that stays with the next back to the page where it fits, without asking whether the next one
follows. Three lines of which two fit could not follow, for none of them may stand alone, and the line before was left
alone at the foot of its page.
"""

from collections.abc import Iterator

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Letters of a paragraph that could be three lines long; a longer one splits with two lines on either side.
_SHORT = 330
_OFF = frozenset({"0", "false", "off"})
_BEFORE_KEEP_NEXT = ("pStyle",)
_BEFORE_WIDOWS = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr")


def keep_together(body: etree._Element, styles: etree._Element) -> None:
    """Set what must stay together in the paragraphs of a document's body, tables aside."""
    keeping = _keeping_styles(styles)
    before: etree._Element | None = None
    for element in body:
        if element.tag == f"{_W}p" and before is not None and (_announces(before) or _closes(element)):
            _set(before, "keepNext", _BEFORE_KEEP_NEXT)
        if element.tag == f"{_W}p":
            if before is not None and _keeps(before, keeping) and len(_words(element)) <= _SHORT:
                _set(element, "widowControl", _BEFORE_WIDOWS, on=False)
            before = element
        else:
            before = None


def _words(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))


def _announces(paragraph: etree._Element) -> bool:
    return _words(paragraph).rstrip().endswith(":")


def _closes(paragraph: etree._Element) -> bool:
    """Whether it is the last sentence: a signature stands on a page with more of the text than that alone."""
    return _words(paragraph).rstrip().endswith("./.")


def _properties(paragraph: etree._Element) -> etree._Element | None:
    return paragraph.find(f"{_W}pPr")


def _said(properties: etree._Element | None, name: str) -> bool | None:
    found = None if properties is None else properties.find(_W + name)
    return None if found is None else found.get(f"{_W}val", "1") not in _OFF


def _keeps(paragraph: etree._Element, keeping: frozenset[str]) -> bool:
    properties = _properties(paragraph)
    own = _said(properties, "keepNext")
    style = None if properties is None else properties.find(f"{_W}pStyle")
    return own if own is not None else style is not None and style.get(f"{_W}val", "") in keeping


def _set(paragraph: etree._Element, name: str, after: tuple[str, ...], *, on: bool = True) -> None:
    properties = _properties(paragraph)
    if properties is None:
        properties = etree.Element(f"{_W}pPr")
        paragraph.insert(0, properties)
    if _said(properties, name) is None:
        behind = sum(child.tag in [_W + one for one in after] for child in properties)
        switch = etree.Element(_W + name)
        if not on:
            switch.set(f"{_W}val", "0")
        properties.insert(behind, switch)


def _keeping_styles(styles: etree._Element) -> frozenset[str]:
    """The paragraph styles that stay with what follows, by themselves or by the style they are based on."""
    known = {one.get(f"{_W}styleId", ""): one for one in styles.iter(f"{_W}style")}
    return frozenset(name for name in known if next(_answers(name, known), False))


def _answers(name: str, known: dict[str, etree._Element]) -> Iterator[bool]:
    seen: set[str] = set()
    while name in known and name not in seen:
        seen.add(name)
        style = known[name]
        said = _said(style.find(f"{_W}pPr"), "keepNext")
        if said is not None:
            yield said
        based = style.find(f"{_W}basedOn")
        name = "" if based is None else based.get(f"{_W}val", "")
