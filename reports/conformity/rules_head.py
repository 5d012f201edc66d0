"""Rules on the head: what must be there, in which words, where, and the lines below it."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from models.language import N_, _
from reports.conformity import findings as source
from reports.conformity.findings import ADVICE, DEPARTURE, Departure, Points, Reading, Rule, Severity
from reports.conformity.head import Head
from reports.conformity.lines import line_below
from reports.conformity.segments import Segment
from reports.conformity.spelling import same_words
from reports.conformity.xml import millimetres

_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
#: Widths are estimated and lines drawn by hand: a fifth more or less passes.
_SLACK = 5
_BLANK = re.compile(r"[\s.…_/-]*")


def _unknown(head: Head) -> bool:
    """Neither a kind nor a letter: then nothing tells where its subject would stand."""
    return head.kind is None and not head.letter


Part = tuple[str, str, Points, Callable[[Head], object]]
_PARTS: tuple[Part, ...] = (
    ("nation", N_("quốc hiệu"), source.NATION, lambda head: head.nation),
    ("motto", N_("tiêu ngữ"), source.NATION, lambda head: head.motto),
    ("issuer", N_("tên cơ quan ban hành"), source.ISSUER, lambda head: head.issuer),
    ("number", N_("dòng “Số: …/…”"), source.NUMBER, lambda head: head.number),
    ("date", N_("địa danh và thời gian ban hành"), source.DATE, lambda head: head.date),
    ("kind", N_("tên loại văn bản"), source.KIND, lambda head: head.kind or head.letter),
    ("subject", N_("trích yếu nội dung"), source.KIND, lambda head: head.subject or head.about or _unknown(head)),
)


def _missing(part: Part, reading: Reading) -> Iterator[Departure]:
    _code, name, _points, pick = part
    if not pick(reading.parts.head):
        yield Departure(
            _("phần đầu văn bản"), _("không thấy {part}").format(part=_(name)), _("có {part}").format(part=_(name))
        )


def _words(pick: Callable[[Head], Segment | None], right: str, reading: Reading) -> Iterator[Departure]:
    part = pick(reading.parts.head)
    if part is not None and not same_words(part.text, right) and not same_words(part.text.upper(), right):
        yield Departure(part.place(), f"“{part.text}”", f"“{right}”")


def _nation_place(reading: Reading) -> Iterator[Departure]:
    """The nation's name stands right of the issuer's, in the same row."""
    nation, issuer = reading.parts.head.nation, reading.parts.head.issuer
    if nation is None or not issuer or "box" in (nation.container.kind, issuer[0].container.kind):
        return
    there, here = nation.container, issuer[0].container
    same = there.kind == here.kind == "cell" and there.table == here.table and there.column > here.column
    if not same and not (nation.column > 0 and nation.container.kind == "body"):
        wanted = _("quốc hiệu ở bên phải, cùng hàng với tên cơ quan ban hành")
        yield Departure(nation.place(), _("quốc hiệu không ở bên phải tên cơ quan"), wanted)


def _number_row(reading: Reading) -> Iterator[Departure]:
    number, date = reading.parts.head.number, reading.parts.head.date
    if number is None or date is None or "box" in (number.container.kind, date.container.kind):
        return
    there, here = number.container, date.container
    row = there.kind == here.kind == "cell" and (there.table, there.row) == (here.table, here.row)
    line = number.paragraph is date.paragraph and number.line == date.line
    if not row and not line:
        wanted = _("số, ký hiệu và địa danh, ngày tháng cùng một hàng")
        yield Departure(date.place(), _("khác hàng với số, ký hiệu"), wanted)


def _number_form(reading: Reading) -> Iterator[Departure]:
    """`Số: 05/BC-SLĐTBXH`: a colon, a stroke, capitals joined by hyphens without spaces."""
    number = reading.parts.head.number
    if number is None:
        return
    match = re.fullmatch(r"(?P<word>\S+?)(?P<colon>:?)\s*(?P<number>[\d\s.…_]*)\s*/\s*(?P<symbol>.*)", number.text)
    wanted = _("dạng “Số: 05/BC-ABC”: có dấu hai chấm, ký hiệu in hoa, nối bằng gạch nối, không cách chữ")
    symbol = match["symbol"].strip(" .…_") if match else ""
    good = (
        match is not None
        and match["word"] == "Số"
        and match["colon"]
        and re.fullmatch(r"[^\W_a-z]+([/&-][^\W_]+)*", symbol)
    )
    if not good or symbol.upper() != symbol:
        yield Departure(number.place(), f"“{number.text}”", wanted)


def _number_padded(reading: Reading) -> Iterator[Departure]:
    number = reading.parts.head.number
    match = re.match(r"\S+?:?\s*(\d)\s*/", number.text) if number is not None else None
    if number is not None and match:
        yield Departure(
            number.place(), _("số {number}").format(number=match[1]), _("số {number}").format(number=f"0{match[1]}")
        )


def _date_form(reading: Reading) -> Iterator[Departure]:
    """`Phú Thọ, ngày 05 tháng 02 năm 2015`: a comma behind the place, a day and month that exist."""
    date = reading.parts.head.date
    if date is None:
        return
    match = re.fullmatch(
        r"(?P<place>[^\d,]+?)(?P<comma>,?)\s+(ngày)(?P<day>.*?)tháng(?P<month>.*?)năm(?P<year>.*)", date.text
    )
    if match is None or not match["comma"] or not match["place"][:1].isupper() or not _exists(match):
        wanted = _("dạng “Địa danh, ngày 05 tháng 02 năm 2015”")
        yield Departure(date.place(), f"“{date.text}”", wanted)


def _exists(match: re.Match[str]) -> bool:
    """Whether each part of a date is blank or a number that can be one."""
    for name, most in (("day", 31), ("month", 12), ("year", 2999)):
        said = match[name].strip(" .…_")
        if said and not (said.isdigit() and 1 <= int(said) <= most):
            return False
    return True


def _date_parts(reading: Reading) -> Iterator[tuple[Segment, str, str]]:
    date = reading.parts.head.date
    if date is not None:
        for name in (_DAY, _MONTH):
            if match := re.search(rf"{name}\s+(\d{{1,2}})\b", date.text):
                yield date, name, match[1]


_DAY, _MONTH = "ngày", "tháng"


def _date_padded(reading: Reading) -> Iterator[Departure]:
    for date, name, said in _date_parts(reading):
        most = 9 if name == _DAY else 2
        if len(said) == 1 and 0 < int(said) <= most:
            yield Departure(date.place(), f"“{name} {said}”", f"“{name} 0{said}”")


def _month_padded(reading: Reading) -> Iterator[Departure]:
    for date, name, said in _date_parts(reading):
        if name == _MONTH and said.startswith("0") and int(said) > 2:
            yield Departure(date.place(), f"“{name} {said}”", f"“{name} {int(said)}”")


def _line(
    pick: Callable[[Head], Sequence[Segment]], shares: tuple[tuple[int, int], tuple[int, int]], reading: Reading
) -> Iterator[Departure]:
    """A line below a part, between two shares of the width of its words."""
    part = pick(reading.parts.head)
    if not part:
        return
    line = line_below(reading, part)
    whole = shares == _WHOLE
    wanted = _("đường kẻ liền, dài bằng dòng chữ") if whole else _("đường kẻ liền, dài từ 1/3 đến 1/2 dòng chữ")
    if line is None:
        yield Departure(part[-1].place(), _("không có đường kẻ bên dưới"), wanted)
    elif line.kind == "drawn":
        room = part[-1].container.room or max(one.width for one in part)
        widest = max(min(one.width, room) for one in part)
        (low, of_low), (high, of_high) = shares
        shortest = widest * low * (_SLACK - 1) // (of_low * _SLACK)
        longest = widest * high * (_SLACK + 1) // (of_high * _SLACK)
        if line.length and not shortest <= line.length <= longest:
            said = _("đường kẻ dài {line} mm, dòng chữ khoảng {text} mm")
            yield Departure(
                part[-1].place(), said.format(line=millimetres(line.length), text=millimetres(widest)), wanted
            )


_WHOLE = ((1, 1), (1, 1))
_PART = ((1, 3), (1, 2))


def _typed_lines(reading: Reading) -> Iterator[Departure]:
    """Underscores and dashes for lines, in the head and below the titles of annexes and foot."""
    for one in reading.parts.head.rules:
        yield Departure(one.place(), f"“{one.text[:12]}”", _("đường kẻ bằng lệnh vẽ (Shape) hoặc đường viền (Border)"))


def _underlined(reading: Reading) -> Iterator[Departure]:
    head = reading.parts.head
    for part in (head.nation, head.motto, *head.superior, *head.issuer, head.kind, *head.subject):
        if part is not None and part.some(lambda letters: letters.underline):
            wanted = _("không gạch chân; đường kẻ bằng lệnh vẽ (Shape) hoặc đường viền (Border)")
            yield Departure(part.place(), _("chữ gạch chân"), wanted)


def _borders(reading: Reading) -> Iterator[Departure]:
    head, foot = reading.parts.head, reading.parts.foot
    shown = [head.nation, head.motto, *head.issuer, head.number, head.date, foot.recipients_head, *foot.office]
    tables = {one.container.table for one in shown if one is not None and one.container.kind == "cell"}
    for table in reading.paper.tables:
        if table.index in tables and table.bordered:
            wanted = _("bảng phần đầu và phần cuối không có đường viền")
            yield Departure(table.place(), _("bảng có đường viền"), wanted)


def _addressed_missing(reading: Reading) -> Iterator[Departure]:
    """A report or proposal goes to somebody, and says so."""
    kind = reading.parts.head.kind
    if kind is not None and kind.folded.startswith(("BAO CAO", "TO TRINH")) and reading.parts.head.addressed is None:
        yield Departure(kind.place(), _("không có dòng “Kính gửi”"), _("báo cáo, tờ trình có dòng “Kính gửi: …”"))


def _addressed_list(reading: Reading) -> Iterator[Departure]:
    head = reading.parts.head
    if head.addressed is not None and not head.addressees and head.addressed.text.rstrip(".;").count(";"):
        wanted = _("nhiều nơi thì mỗi nơi một dòng, đầu dòng gạch ngang (-)")
        yield Departure(head.addressed.place(), _("nhiều nơi trên cùng một dòng"), wanted)


def _addressed_marks(reading: Reading) -> Iterator[Departure]:
    head = reading.parts.head
    if head.addressed is not None and not re.match(r"\S+ \S+\s?:", head.addressed.text):
        yield Departure(head.addressed.place(), f"“{head.addressed.text[:20]}”", _("“Kính gửi:” có dấu hai chấm"))
    for at, one in enumerate(head.addressees, 1):
        mark = "." if at == len(head.addressees) else ";"
        if not one.printed.endswith(mark):
            yield Departure(one.place(), f"“…{one.printed[-12:]}”", _("cuối dòng có dấu “{mark}”").format(mark=mark))


def _rule(
    code: str, points: Points, check: Callable[[Reading], Iterator[Departure]], severity: Severity = DEPARTURE
) -> Rule:
    return Rule(code, points, severity, check)


HEAD_RULES = (
    *(_rule(f"{part[0]}-missing", part[2], partial(_missing, part)) for part in _PARTS),
    _rule("nation-text", source.NATION, partial(_words, lambda head: head.nation, _NATION)),
    _rule("motto-text", source.NATION, partial(_words, lambda head: head.motto, _MOTTO)),
    _rule("nation-place", source.NATION, _nation_place),
    _rule("number-row", source.DATE, _number_row),
    _rule("number-form", source.NUMBER, _number_form),
    _rule("number-padding", source.NUMBER, _number_padded),
    _rule("date-form", source.DATE, _date_form),
    _rule("date-padding", source.DATE, _date_padded),
    _rule("month-padding", source.DATE, _month_padded, ADVICE),
    _rule("motto-line", source.NATION, partial(_line, lambda head: [head.motto] if head.motto else [], _WHOLE)),
    _rule("issuer-line", source.ISSUER, partial(_line, lambda head: head.issuer, _PART)),
    _rule("subject-line", source.KIND, partial(_line, lambda head: head.subject, _PART)),
    _rule("typed-line", source.NATION, _typed_lines),
    _rule("underline", source.NATION, _underlined),
    _rule("head-borders", source.NATION, _borders),
    _rule("addressed-missing", source.RECIPIENTS, _addressed_missing),
    _rule("addressed-list", source.RECIPIENTS, _addressed_list),
    _rule("addressed-marks", source.RECIPIENTS, _addressed_marks, ADVICE),
)  # fmt: skip
