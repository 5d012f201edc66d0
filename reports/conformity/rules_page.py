"""Rules on paper, margins and page numbers."""

from collections.abc import Iterator

from models.language import N_, _
from reports.conformity.findings import ADVICE, DEPARTURE, PAGE, PAGE_NUMBER, Departure, Points, Reading, Rule
from reports.conformity.looks import aligned
from reports.conformity.sections import PageNumber, Section
from reports.conformity.xml import millimetres, size_in_points, twips

_A4 = (twips(210), twips(297))
_PAPER_TOLERANCE = twips(1)
_TOLERANCE = twips("0.5")
#: Top, bottom, left and right in millimetres.
_UPRIGHT = ((20, 25), (20, 25), (30, 35), (15, 20))
#: An upright page turned for a wide table: its left edge, which is bound, lies on top or at the bottom.
_TURNED = (((30, 35), (15, 20), (20, 25), (20, 25)), ((15, 20), (30, 35), (20, 25), (20, 25)))
#: The older circular was not at hand when this was written: its place of the page number is known from use only.
_FROM_USE = Points("", N_("Điều 15 (theo thực tế áp dụng, cần đối chiếu)"))


def _paper(reading: Reading) -> Iterator[Departure]:
    for section in reading.paper.sections:
        sides = sorted((section.width, section.height))
        if any(abs(side - right) > _PAPER_TOLERANCE for side, right in zip(sides, _A4, strict=True)):
            said = f"{millimetres(section.width)} x {millimetres(section.height)} mm"
            yield Departure(section.place(), _("khổ giấy {size}").format(size=said), _("khổ giấy A4, 210 x 297 mm"))


def _orientation(reading: Reading) -> Iterator[Departure]:
    first = reading.paper.sections[0]
    if first.landscape:
        yield Departure(first.place(), _("trang ngang"), _("phần chính văn trình bày theo chiều dọc"))


def _margins(reading: Reading) -> Iterator[Departure]:
    """A wide page of tables keeps the margins as the law names them or as the upright page had them before turning."""
    for section in reading.paper.sections:
        layouts = (_UPRIGHT, *_TURNED) if section.landscape else (_UPRIGHT,)
        wrong = min((list(_outside(section, layout)) for layout in layouts), key=len)
        for side, found, (low, high) in wrong:
            said = _("{side}: {found} mm").format(side=side, found=millimetres(found))
            yield Departure(section.place(), said, _("{side}: {low}-{high} mm").format(side=side, low=low, high=high))


def _outside(section: Section, layout: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, int, tuple[int, int]]]:
    names = (_("lề trên"), _("lề dưới"), _("lề trái"), _("lề phải"))
    found = (section.top, section.bottom, section.left, section.right)
    for name, length, (low, high) in zip(names, found, layout, strict=True):
        if not twips(low) - _TOLERANCE <= length <= twips(high) + _TOLERANCE:
            yield name, length, (low, high)


def _shown(section: Section) -> list[PageNumber]:
    return [one for one in section.numbers if one.pages != "first"]


def _number_missing(reading: Reading) -> Iterator[Departure]:
    if reading.paper.several_pages:
        for section in reading.paper.sections:
            if not _shown(section):
                yield Departure(section.place(), _("không có số trang"), _("từ trang thứ hai có số trang"))


def _number_place(reading: Reading) -> Iterator[Departure]:
    yield from _misplaced(reading, "header", "center", _("số trang ở giữa lề trên"))


def _older_number_place(reading: Reading) -> Iterator[Departure]:
    yield from _misplaced(reading, "footer", "right", _("số trang ở góc phải lề dưới"))


def _misplaced(reading: Reading, where: str, align: str, wanted: str) -> Iterator[Departure]:
    for section in reading.paper.sections:
        for one in _shown(section):
            if (one.where, one.align) != (where, align):
                place = _("lề trên") if one.where == "header" else _("lề dưới")
                said = _("số trang ở {place}, {align}").format(place=place, align=aligned(one.align))
                yield Departure(section.place(), said, wanted)


def _number_look(reading: Reading) -> Iterator[Departure]:
    for section in reading.paper.sections:
        for one in _shown(section):
            if not 26 <= one.letters.size <= 28:
                said = _("số trang cỡ chữ {size}").format(size=size_in_points(one.letters.size))
                yield Departure(section.place(), said, _("số trang cỡ chữ 13-14"))


def _number_upright(reading: Reading) -> Iterator[Departure]:
    for section in reading.paper.sections:
        if any(one.letters.italic or one.letters.bold for one in _shown(section)):
            yield Departure(section.place(), _("số trang đậm hoặc nghiêng"), _("số trang chữ đứng, không đậm"))


def _first_page(reading: Reading) -> Iterator[Departure]:
    first = reading.paper.sections[0]
    on_first = any(one.pages == "first" for one in first.numbers)
    if _shown(first) and (not first.title_page or on_first):
        yield Departure(first.place(), _("trang thứ nhất hiện số trang"), _("trang thứ nhất không hiện số trang"))


PAGE_RULES = (
    Rule("page-size", PAGE, DEPARTURE, _paper),
    Rule("page-orientation", PAGE, DEPARTURE, _orientation),
    Rule("margins", PAGE, DEPARTURE, _margins),
    Rule("page-number-missing", PAGE_NUMBER, DEPARTURE, _number_missing),
    Rule("page-number-place", PAGE_NUMBER, DEPARTURE, _number_place, ("ND30",)),
    Rule("page-number-place", _FROM_USE, ADVICE, _older_number_place, ("TT01-2011",)),
    Rule("page-number-size", PAGE_NUMBER, DEPARTURE, _number_look),
    Rule("page-number-style", PAGE_NUMBER, DEPARTURE, _number_upright),
    Rule("page-number-first", PAGE_NUMBER, DEPARTURE, _first_page),
)
