"""Rules on the text: its paragraphs, its headings, their numbers, its end."""

import re
from collections.abc import Iterator, Sequence

from models.language import _
from reports.conformity.body import LETTERS, Heading
from reports.conformity.findings import ADVICE, DEPARTURE, HABIT, TEXT, Departure, Reading, Rule
from reports.conformity.looks import aligned
from reports.conformity.paragraphs import Paragraph, width
from reports.conformity.segments import Segment, whole
from reports.conformity.xml import millimetres, points, size_in_points, twips
from reports.numbering import roman

_INDENT = (twips(10), twips("12.7"))
_TOLERANCE = twips("0.5")
_LEAST_GAP = 120  # 6 points
_SINGLE, _MOST = 240, 360
_NATURAL = 115  # a line of Times New Roman is 1.15 times its size high
_EXACT_15 = 300
_SHORT = 120
#: A paragraph that is nothing but a line typed with underscores, dashes or the like.
_TYPED_LINE = re.compile(r"(?:[_=*~–—-]\s*){3,}")
_LEVELS = ("part", "article", "section", "number", "sub", "letter")


def _prose(reading: Reading) -> Iterator[Segment]:
    """The paragraphs of the text that are neither titles nor centred lines."""
    titles = {one.paragraph.number for one in reading.parts.headings if one.title or one.level in ("part", "section")}
    for paragraph in reading.parts.body:
        centred = paragraph.shape.align == "center" and len(paragraph.text) < _SHORT
        if paragraph.number not in titles and not centred and any(sign.isalpha() for sign in paragraph.text):
            yield whole(paragraph)


def _size(reading: Reading) -> Iterator[Departure]:
    for paragraph in reading.parts.body:
        sizes = whole(paragraph).sizes()
        if any(not 26 <= size <= 28 for size in sizes):
            said = ", ".join(size_in_points(size) for size in sizes)
            yield Departure(paragraph.place(), _("cỡ chữ {low}").format(low=said), _("lời văn cỡ chữ 13-14"))


def _align(reading: Reading) -> Iterator[Departure]:
    """Only where it shows: a paragraph of one line looks the same."""
    for one in _prose(reading):
        paragraph = one.paragraph
        room = paragraph.container.room - max(0, paragraph.shape.left) - paragraph.shape.right
        if paragraph.shape.align != "both" and width(paragraph.spans) > room:
            yield Departure(one.place(), aligned(paragraph.shape.align), aligned("both"))


def _first_line(reading: Reading) -> Iterator[Departure]:
    for one in _prose(reading):
        start = _start(one.paragraph, reading.paper.tab)
        if not _INDENT[0] - _TOLERANCE <= start <= _INDENT[1] + _TOLERANCE:
            said = _("dòng đầu lùi vào {length} mm").format(length=millimetres(start))
            yield Departure(one.place(), said, _("dòng đầu lùi vào 10 hoặc 12,7 mm"))


def _start(paragraph: Paragraph, tab: int) -> int:
    """Where the first line begins, from the left margin; tabs and spaces typed before it count."""
    at = paragraph.shape.left + paragraph.shape.first
    text = paragraph.text
    for sign in text[: len(text) - len(text.lstrip())]:
        if sign == "\t":
            stops = [stop for stop, kind in paragraph.shape.tabs if stop > at and kind != "clear"]
            at = stops[0] if stops else (at // tab + 1) * tab
        else:
            at += paragraph.spans[0].letters.size * 10 // 4
    return at


def _gap(reading: Reading) -> Iterator[Departure]:
    """Six points between paragraphs: what stands below one and above the next adds up."""
    body = {one.number for one in reading.parts.body}
    before: Paragraph | None = None
    for paragraph in reading.paper.paragraphs:
        if paragraph.number not in body:
            before = None  # an empty line or a table parts them
            continue
        if before is not None:
            gap = _between(before, paragraph)
            if gap < _LEAST_GAP:
                said = _("cách đoạn trước {length} pt").format(length=points(gap))
                yield Departure(paragraph.place(), said, _("các đoạn cách nhau từ 6 pt"))
        before = paragraph


def _between(one: Paragraph, other: Paragraph) -> int:
    same = one.shape.style == other.shape.style
    below = 0 if one.shape.contextual and same else one.shape.after
    above = 0 if other.shape.contextual and same else other.shape.before
    return below + above


def _line_height(reading: Reading) -> Iterator[Departure]:
    for paragraph in reading.parts.body:
        height = _height(paragraph)
        older = reading.profile == "TT01-2011" and paragraph.shape.line_rule == "exact"
        least = _SINGLE * 97 // 100 if not older or paragraph.shape.line < _EXACT_15 else 0
        if not least <= height <= _MOST:
            said = _("giãn dòng {lines}").format(lines=f"{height * 100 // _SINGLE / 100:g}".replace(".", ","))
            yield Departure(paragraph.place(), said, _("giãn dòng từ 1 đến 1,5"))


def _height(paragraph: Paragraph) -> int:
    """The distance of lines in 240ths of a single one."""
    line, rule = paragraph.shape.line, paragraph.shape.line_rule
    if rule == "auto":
        return line
    largest = max((span.letters.size for span in paragraph.spans), default=28)
    height = line * _SINGLE * 100 // (largest * 10 * _NATURAL)
    return max(height, _SINGLE) if rule == "atLeast" else height


def _sections(reading: Reading, *levels: str, titles: bool = False) -> Iterator[tuple[Heading, Segment]]:
    for one in reading.parts.headings:
        if one.level in levels and (one.title or not titles):
            yield one, whole(one.paragraph)


def _section_case(reading: Reading) -> Iterator[Departure]:
    for one, segment in _sections(reading, "section"):
        if not segment.upper:
            yield Departure(
                segment.place(), _("chữ in thường"), _("tiêu đề “{mark}.” chữ in hoa").format(mark=one.mark)
            )


def _section_bold(reading: Reading) -> Iterator[Departure]:
    for one, segment in _sections(reading, "section"):
        if not segment.whole(lambda letters: letters.bold):
            yield Departure(segment.place(), _("không đậm"), _("tiêu đề “{mark}.” chữ đậm").format(mark=one.mark))


def _number_bold(reading: Reading) -> Iterator[Departure]:
    for one, segment in _sections(reading, "number", titles=True):
        if not segment.whole(lambda letters: letters.bold):
            yield Departure(segment.place(), _("không đậm"), _("tiêu đề “{mark}.” chữ đậm").format(mark=one.mark))


def _upright(reading: Reading) -> Iterator[Departure]:
    for one, segment in _sections(reading, "section", "number", "letter"):
        words = list(segment.lettered())
        if words and all(span.letters.italic for span in words):
            yield Departure(segment.place(), _("chữ nghiêng"), _("“{mark}” chữ đứng").format(mark=one.mark))


def _letter_light(reading: Reading) -> Iterator[Departure]:
    for one, segment in _sections(reading, "letter"):
        if segment.whole(lambda letters: letters.bold):
            yield Departure(segment.place(), _("chữ đậm"), _("“{mark})” chữ đứng, không đậm").format(mark=one.mark))


def _kept(reading: Reading) -> Iterator[Departure]:
    for one in reading.parts.headings:
        if one.title and one.level != "sub" and not one.paragraph.shape.keep_next:
            wanted = _("tiêu đề đi liền đoạn sau (Keep with next)")
            yield Departure(one.paragraph.place(), _("tiêu đề có thể nằm lẻ ở cuối trang"), wanted)


def _gaps(reading: Reading) -> Iterator[Departure]:
    for one, wanted in out_of_order(reading.parts.headings):
        if one.level != "letter":
            said = _("số thứ tự {mark}").format(mark=one.mark)
            yield Departure(one.paragraph.place(), said, _("số thứ tự liền nhau: {wanted}").format(wanted=wanted))


def _letters(reading: Reading) -> Iterator[Departure]:
    for one, wanted in out_of_order(reading.parts.headings):
        if one.level == "letter":
            said = _("điểm {mark})").format(mark=one.mark)
            yield Departure(
                one.paragraph.place(), said, _("theo thứ tự a, b, c, d, đ, e, g: {wanted})").format(wanted=wanted)
            )


def out_of_order(headings: Sequence[Heading]) -> Iterator[tuple[Heading, str]]:
    """Headings that do not follow the one before on their level, with the mark that would."""
    counts: dict[str, int] = {}
    for one in headings:
        key = one.level if one.level != "sub" else f"sub {one.mark.rpartition('.')[0]}"
        expected = counts.get(key, 0) + 1
        if one.ordinal not in (1, expected):
            yield one, _mark(one, expected)
        elif one.level == "part" and one.ordinal == 0:
            expected = 0
        counts[key] = one.ordinal or expected
        below = _LEVELS[_LEVELS.index(one.level) + 1 :]
        counts = {name: count for name, count in counts.items() if name.split()[0] not in _below(one.level, below)}


def _below(level: str, below: Sequence[str]) -> Sequence[str]:
    """The levels that a heading begins anew; articles are counted through the whole document."""
    return [name for name in below if name != "article"] if level == "part" else below


def _mark(one: Heading, ordinal: int) -> str:
    if one.level == "letter":
        return LETTERS[(ordinal - 1) % len(LETTERS)]
    if one.level in ("section", "part"):
        return roman(ordinal)
    before = one.mark.rpartition(".")[0]
    return f"{before}.{ordinal}" if before else str(ordinal)


def _typed_lines(reading: Reading) -> Iterator[Departure]:
    """A line within the text is drawn like those of the head; in the text none is asked for."""
    for paragraph in reading.parts.body:
        said = paragraph.text.strip()
        if _TYPED_LINE.fullmatch(said):
            wanted = _("không có dòng gạch trong lời văn, hoặc kẻ bằng lệnh vẽ (Shape) hay đường viền (Border)")
            yield Departure(paragraph.place(), f"“{said[:12]}”", wanted)


def _end(reading: Reading) -> Iterator[Departure]:
    closing = reading.parts.closing
    if closing is not None and not re.search(r"\./\.\W*$", closing.text.strip()):
        yield Departure(closing.place(), f"“…{closing.text.strip()[-16:]}”", _("nội dung kết thúc bằng “./.”"))


TEXT_RULES = (
    Rule("body-size", TEXT, DEPARTURE, _size),
    Rule("body-align", TEXT, DEPARTURE, _align),
    Rule("body-first-line", TEXT, DEPARTURE, _first_line),
    Rule("body-gap", TEXT, DEPARTURE, _gap),
    Rule("body-line-height", TEXT, DEPARTURE, _line_height),
    Rule("section-case", TEXT, DEPARTURE, _section_case),
    Rule("section-bold", TEXT, DEPARTURE, _section_bold),
    Rule("number-heading-bold", TEXT, DEPARTURE, _number_bold),
    Rule("heading-upright", TEXT, DEPARTURE, _upright),
    Rule("letter-bold", TEXT, ADVICE, _letter_light),
    Rule("heading-kept", HABIT, ADVICE, _kept),
    Rule("numbering", TEXT, DEPARTURE, _gaps),
    Rule("letter-order", TEXT, DEPARTURE, _letters),
    Rule("body-typed-line", TEXT, DEPARTURE, _typed_lines),
    Rule("end-mark", TEXT, DEPARTURE, _end),
)
