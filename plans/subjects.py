"""Who acts in a sentence: its subject, the bodies an order names, or those said to be in the lead.

A body that a sentence merely speaks of is none: one that gets a report, that helps, whose instructions are followed, or
that another directs.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from plans.audience import Audience
from plans.gazetteer import Mention
from plans.labels import LEAD

#: Words of the issuer that charge the bodies named right after them.
_CHARGES = re.compile(
    r"\b(?:(?<!bàn\s)(?<!chuyển\s)giao\s+(?:cho\s+)?(?:nhiệm\s+vụ\s+cho\s+)?|(?:phân\s+công|(?:ủy|uỷ)\s+(?:quyền|nhiệm))\s+(?:cho\s+)?|yêu\s+cầu\s+|"
    r"đề\s+nghị\s+|(?<!giấy\s)mời\s+|(?:kính|rất)\s+mong\s+|(?<!\w)mong\s+(?=các\s|quý\s|[^\W\d_a-z])|"
    r"trách\s+nhiệm\s+(?:của|thuộc\s+về)\s+)(?:quý\s+)?"
    r"(?:(?:đồng\s+chí\s+)?(?:thủ\s+trưởng|giám\s+đốc|chủ\s+tịch|trưởng|lãnh\s+đạo|chánh\s+văn\s+phòng|người\s+đứng\s+đầu)\s+)?",
    re.IGNORECASE,
)
_OFFICE = r"(?:(?:thủ\s+trưởng|giám\s+đốc|chủ\s+tịch|trưởng|lãnh\s+đạo|người\s+đứng\s+đầu|cơ\s+quan|đơn\s+vị)\s+)?"
#: What may stand before the bodies that a sentence begins with: a link, an office; or a circumstance and a comma.
_BEFORE_SUBJECT = re.compile(rf"(?:(?:đồng\s+thời|ngoài\s+ra|riêng|đối\s+với)\b,?\s+)?{_OFFICE}", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(
    r"(?:căn\s+cứ|trên\s+cơ\s+sở|trên\s+đây|theo|trước|trong|chậm\s+nhất|định\s+kỳ|hằng|hàng|cuối|đến|để|nhằm|khi|sau|"
    r"nhận\s+được|nếu|quá\s+trình|khi|mọi|từ\s+(?:ngày|tháng|năm))\b",
    re.IGNORECASE,
)
#: The task that is given, before the order that gives it: "Việc này giao Công an tỉnh hướng dẫn".
_THE_TASK = re.compile(
    r"(?:(?:những|các)\s+)?(?:việc|nhiệm\s+vụ|nội\s+dung|công\s+việc|công\s+tác|phần\s+việc|đợt)\b[^.;,:]{0,20}\s(?:này|trên|đó|nêu\s+trên)"
    r"|(?:trân\s+trọng|kính|rất)",
    re.IGNORECASE,
)
_AFTER_COMMA = re.compile(rf",\s+{_OFFICE}", re.IGNORECASE)
#: Where a sentence or an order begins: who stands behind "cùng" there helps, "Cùng Công an tỉnh cập nhật danh mục".
_TOGETHER = r"(?:^|(?<=[.;:]\s)|(?<=\bmời\s)|(?<=\bnghị\s))cùng(?:\s+với)?\s+"
_WITH_OTHERS = re.compile(r"cùng\b", re.IGNORECASE)
HELP_WITH = re.compile(
    r"\bphối\s+hợp(?:\s+chặt\s+chẽ|\s+thường\s+xuyên|\s+đồng\s+bộ|\s+hiệu\s+quả)*(?:\s+(?:với|cùng|giữa))*\s+|"
    rf"{_TOGETHER}",
    re.IGNORECASE,
)
#: Between the bodies of one list.
FILLER = re.compile(
    r"[\s,;–-]*(?:(?:và|cùng|với|các|của|thuộc|cơ\s+quan|đơn\s+vị|sở|ban|ngành|phòng|hội|đoàn\s+thể|địa\s+phương|tổ\s+chức|"
    r"liên\s+quan|có\s+liên\s+quan|có|chức\s+năng|thành\s+viên|như|gồm|trực\s+thuộc|cấp|tỉnh|huyện|giám\s+đốc|"
    r"thủ\s+trưởng|chủ\s+tịch|lãnh\s+đạo|khác|ủy\s+ban|trường|phó|đồng\s+chí|ban\s+(?:thường\s+(?:trực|vụ)|đại\s+diện|chấp\s+hành|giám\s+đốc)|"
    r"thường\s+(?:trực|vụ))\b[\s,:;(–-]*)*",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.;])\s+(?=[^\W\d_a-z])|;\s+")
_FULL_STOP = re.compile(r"(?<=\.)\s+(?=[^\W\d_a-z])")
#: What governs the bodies that follow it: a preposition, or a verb whose object they are.
_GOVERNS = re.compile(
    r"\b(?:của|thuộc|tại|ở|với|cùng|cho|về|từ|theo|gửi|qua|đến|tới|giúp|do|là|như|giữa|bởi|chỉ\s+đạo|hướng\s+dẫn|đôn\s+đốc|"
    r"đề\s+xuất|kiến\s+nghị|tham\s+mưu|trình|báo\s+cáo|xin\s+ý\s+kiến|lấy\s+ý\s+kiến|hỗ\s+trợ|kiểm\s+tra|giám\s+sát|"
    r"thanh\s+tra|tư\s+vấn|phối\s+hợp(?:[^.;,]{0,24}))\s*(?:các\s+|với\s+)?$",
    re.IGNORECASE,
)
_SENT_TO = re.compile(r"\b(?:gửi|cho|về|với|báo\s+cáo)\s*$", re.IGNORECASE)
#: Who an activity is done by; said of a meeting or a paper ("do Bộ Y tế tổ chức") it charges nobody.
_BY = re.compile(r"\b(?:do|(?<!bàn\s)(?<!chuyển\s)giao\s+cho)\s+", re.IGNORECASE)
_DOES = re.compile(
    r"[^.;]{0,12}?\b(?:chủ\s+trì|thực\s+hiện|triển\s+khai|phụ\s+trách|chịu\s+trách\s+nhiệm|đảm\s+(?:nhiệm|nhận|trách)|bảo\s+đảm|"
    r"đảm\s+bảo|làm|vận\s+hành|quản\s+lý|tiến\s+hành|điều\s+hành)\b",
    re.IGNORECASE,
)
_AFTER_LEAD = re.compile(
    r"\s*,?\s*(?:là\s+(?:cơ\s+quan|đơn\s+vị|đầu\s+mối)|chủ\s+trì|có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm|phụ\s+trách|đầu\s+mối)",
    re.IGNORECASE,
)
_HELPS = re.compile(r"\s*(?:có\s+trách\s+nhiệm\s+|cùng\s+)?phối\s+hợp\b", re.IGNORECASE)
_LED_BY = re.compile(r"\s*(?:của\s+)?(?:tỉnh|huyện|thành\s+phố|thị\s+xã|xã|phường)?\s*,?\s*do\s+", re.IGNORECASE)
_MONEY = re.compile(r"(?:nguồn\s+)?(?:kinh\s+phí|ngân\s+sách|vốn|nguồn\s+lực)\b", re.IGNORECASE)
#: Out of whose purse: "UBND các xã cân đối từ ngân sách cấp mình".
_PAYS = re.compile(
    r"[^.;]{0,30}?\b(?:cân\s+đối|bố\s+trí|bảo\s+đảm|đảm\s+bảo|tự\s+cân\s+đối|chi)\b[^.;]{0,30}?\b(?:từ|trong)\s+(?:nguồn\s+)?"
    r"(?:ngân\s+sách|dự\s+toán|kinh\s+phí)",
    re.IGNORECASE,
)
_CONSISTS_OF = re.compile(r"\s*(?:bao\s+)?gồm\b", re.IGNORECASE)
_NO_PREDICATE = re.compile(r"(?:\.|;|\)|và\s|là\s+(?:một|nơi|địa)|(?:đã|vừa)\s)", re.IGNORECASE)
#: What a body is said to do in the second half of a sentence: "…, UBND các xã lập đồ án".
_DOES_ITS_PART = re.compile(
    r"\s+(?:trực\s+tiếp\s+|chịu\s+trách\s+nhiệm\s+|có\s+trách\s+nhiệm\s+)?"
    r"(?:làm|lập|thực\s+hiện|hướng\s+dẫn|triển\s+khai|tổ\s+chức|thẩm\s+định|kiểm\s+tra|giám\s+sát|bố\s+trí|xây\s+dựng|vận\s+động|"
    r"tuyên\s+truyền|theo\s+dõi|tổng\s+hợp|báo\s+cáo|rà\s+soát|cấp|bảo\s+đảm|đảm\s+bảo|tiếp\s+nhận|quản\s+lý|phụ\s+trách|xử\s+lý|"
    r"hoàn\s+thành|cung\s+cấp|chuẩn\s+bị|thống\s+kê|đôn\s+đốc|chịu\s+trách\s+nhiệm|chủ\s+trì)\b",
    re.IGNORECASE,
)
_PART_BEGINS = re.compile(r",\s+(?:(?:còn|và)\s+)?", re.IGNORECASE)
#: Before a body that others serve or sit on, and which is not charged by its name there: "thành viên Ban Chỉ đạo".
SERVED = re.compile(
    r"\b(?:thành\s+viên|(?<!\bban\s)đại\s+diện|(?:cơ\s+quan|đơn\s+vị|bộ\s+phận)\s+(?:thường\s+trực|giúp\s+việc))\s+(?:của\s+)?$",
    re.IGNORECASE,
)
#: Groups that name nobody in particular: of these, "các cơ quan, đơn vị" is never charged in running text.
GENERAL = frozenset({"so-nganh", "doan-the", "don-vi"})


class Sentences:
    """The sentences of one text with the bodies it names."""

    def __init__(self, text: str, mentions: Sequence[Mention], speakers: Collection[str], audience: Audience) -> None:
        self.text = text
        self.mentions = mentions
        self._speakers = speakers
        self._audience = audience

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where each sentence stands; a semicolon ends one."""
        starts = [0, *(match.end() for match in SENTENCE.finditer(self.text))]
        yield from zip(starts, [*starts[1:], len(self.text)], strict=True)

    def subjects(self, start: int, end: int, below_bodies: bool) -> list[Mention]:
        """The bodies that one sentence charges by name, in its order; `below_bodies`: headings charge others."""
        found: list[Mention] = []
        if self._audience is not Audience.NOBODY:
            found.extend(self._leading_subject(start, end))
        found.extend(self._ordered(start, end))
        patterns = (LEAD,) if below_bodies or self._audience is Audience.NOBODY else (_BY, LEAD)
        for pattern in patterns:
            for match in pattern.finditer(self.text, start, end):
                by = run(self.text, match.end(), end, self.mentions)
                if by and (pattern is LEAD or _DOES.match(self.text, by[-1].end, end)):
                    found.extend(by)
        found.extend(self._said_to_lead(start, end, below_bodies))
        found.extend(self._with_parts_of_their_own(found, end))
        counted = {one.start: one for one in found if self._counts(one, below_bodies)}
        return [counted[at] for at in sorted(counted)]

    def leading(self, start: int, end: int) -> list[Mention]:
        """The bodies that one sentence begins with as its subject and that can be charged."""
        if self._audience is Audience.NOBODY:
            return []
        return [one for one in self._leading_subject(start, end) if self._counts(one, True)]

    def helping(self) -> Iterator[Mention]:
        """The bodies that help another that leads: "Sở Y tế chủ trì; Sở Nội vụ phối hợp"."""
        for start, end in self.spans():
            found = next((found for at in _openings(self.text, start, end) if (found := self._run(at, end))), [])
            if found and self._helps_another(found, start, end):
                yield from (one for one in found if not one.vague)
            yield from self._helping_beside(start, end)

    def _helping_beside(self, start: int, end: int) -> Iterator[Mention]:
        """The bodies that help the one before them: "Sở Y tế chủ trì, Sở Nội vụ phối hợp"."""
        for match in _PART_BEGINS.finditer(self.text, start, end):
            found = self._run(match.end(), end)
            if found and self._begins_apart(found[0], match.end()) and _HELPS.match(self.text, found[-1].end, end):
                yield from (one for one in found if not one.vague and self._is_led(one.start))

    def _begins_apart(self, one: Mention, at: int) -> bool:
        """Whether a body stands at a place and goes on with no list of bodies before it."""
        return one.start == at == first_of_run(self.text, one, self.mentions)

    def _is_led(self, before: int) -> bool:
        return any(_AFTER_LEAD.match(self.text, one.end) for one in self.mentions if one.end <= before)

    def _helps_another(self, found: Sequence[Mention], start: int, end: int) -> bool:
        return self._is_led(start) and bool(_HELPS.match(self.text, found[-1].end, end))

    def _run(self, at: int, end: int) -> list[Mention]:
        return run(self.text, at, end, self.mentions)

    def _counts(self, one: Mention, below_bodies: bool) -> bool:
        """Whether a body can be charged here: not "the bodies concerned", nor a ministry by a province."""
        if SERVED.search(self.text[: one.start]):
            return False
        if one.vague or one.body.code == "don-vi" or one.body.kind == "ministry" or one.body.code in self._speakers:
            return False
        return one.body.code not in GENERAL or (self._audience is Audience.EVERYONE and not below_bodies)

    def _leading_subject(self, start: int, end: int) -> list[Mention]:
        """The bodies a sentence begins with, perhaps after a circumstance, where it goes on to say what they do."""
        for at in _openings(self.text, start, end):
            found = run(self.text, at, end, self.mentions)
            if not found:
                continue
            first = first_of_run(self.text, found[0], self.mentions)
            if _SENT_TO.search(self.text[start:first]) or self._continues_list(found, first, start):
                return []
            if self._helps_another(found, start, end) or _WITH_OTHERS.match(self.text, at):
                return []
            after_comma = at > start and self.text[start:at].rstrip().endswith(",")
            return found if self._acts(found, start, end, after_comma) else []
        return []

    def _continues_list(self, found: Sequence[Mention], first: int, start: int) -> bool:
        """Whether a list of recipients or helpers goes on over a semicolon: "gửi Sở Y tế; Công an tỉnh trước 15/6"."""
        if first >= start or not _GOVERNS.search(self.text[:first]):
            return False
        before = {one.body.code for one in self.mentions if first <= one.start < start}
        return not before & {one.body.code for one in found}

    def _acts(self, found: Sequence[Mention], start: int, end: int, after_comma: bool) -> bool:
        """Whether a sentence goes on after the bodies it begins with: "Sở Y tế chủ trì …", "Sở Y tế: …"."""
        if found[0].body.code in self._speakers or self._is_composed(found) or self._is_led_by_another(found):
            return False
        rest = self.text[found[-1].end : end].strip()
        if not rest or _NO_PREDICATE.match(rest) or (after_comma and rest.startswith(",")):
            return False
        return not (_MONEY.match(self._whole(start)) and _PAYS.match(rest))

    def _is_composed(self, found: Sequence[Mention]) -> bool:
        """Whether a body is said to consist of the others: "Tổ công tác gồm Sở Y tế, Công an tỉnh"."""
        return not found[0].body.is_group and bool(_CONSISTS_OF.match(self.text, found[0].end))

    def _is_led_by_another(self, found: Sequence[Mention]) -> bool:
        """Whether another acts for the body, as for one set up for a time: "Đội 178 của tỉnh do Sở Y tế chủ trì"."""
        led = _LED_BY.match(self.text, found[-1].end)
        return bool(led and run(self.text, led.end(), len(self.text), self.mentions))

    def _whole(self, start: int) -> str:
        """The text from where the whole sentence, semicolons and all, begins that holds a place."""
        stops = [match.end() for match in _FULL_STOP.finditer(self.text, 0, start + 1) if match.end() <= start]
        return self.text[stops[-1] if stops else 0 :]

    def _ordered(self, start: int, end: int) -> Iterator[Mention]:
        """The bodies that the issuer orders or asks to act."""
        for match in _CHARGES.finditer(self.text, start, end):
            if self._is_issuer_speaking(start, match.start()) and not _WITH_OTHERS.match(self.text, match.end()):
                yield from run(self.text, match.end(), end, self.mentions)

    def _is_issuer_speaking(self, start: int, at: int) -> bool:
        before = self.text[start:at].strip(" ,:(")
        circumstance = _CIRCUMSTANCE.match(before) and self.text[start:at].rstrip().endswith(",")
        if not before or _THE_TASK.fullmatch(before) or circumstance:
            return True
        spoken = [one for one in self.mentions if start <= one.start < at and one.body.code in self._speakers]
        return bool(spoken and spoken[-1].end >= at - 12) or self.text[max(start, at - 2) : at].strip() == "("

    def _with_parts_of_their_own(self, charged: Sequence[Mention], end: int) -> Iterator[Mention]:
        """Bodies that do their part beside those `charged` before: "Sở Y tế chủ trì, UBND các xã lập danh sách"."""
        if not charged or self._audience is Audience.NOBODY:
            return
        first = min(one.start for one in charged)
        for match in _PART_BEGINS.finditer(self.text, first, end):
            found = self._run(match.end(), end)
            acts = found and _DOES_ITS_PART.match(self.text, found[-1].end, end)
            if acts and self._begins_apart(found[0], match.end()):
                yield from found

    def _said_to_lead(self, start: int, end: int, below_bodies: bool) -> Iterator[Mention]:
        """Bodies of which the words say that they lead or answer: "(Sở Y tế chủ trì)"."""
        for one in self.mentions:
            if not (start <= one.start < end and _AFTER_LEAD.match(self.text, one.end)):
                continue
            first = first_of_run(self.text, one, self.mentions)
            before = self.text[:first]
            governed = _GOVERNS.search(before) and (below_bodies or not re.search(r"\bdo\s*$", before))
            if governed or HELP_WITH.search(self.text[max(start, one.start - 40) : one.start]):
                continue
            if self._audience is not Audience.NOBODY or before.rstrip().endswith("("):
                yield from run(self.text, first, end, self.mentions)


def _openings(text: str, start: int, end: int) -> Iterator[int]:
    """Where the subject of a sentence may begin."""
    opening = _BEFORE_SUBJECT.match(text, start, end)
    yield opening.end() if opening else start
    yield start
    if _CIRCUMSTANCE.match(text, start, end):
        yield from (match.end() for match in _AFTER_COMMA.finditer(text, start, end))


def run(text: str, at: int, end: int, mentions: Sequence[Mention]) -> list[Mention]:
    """The bodies named one after another from `at`, with nothing but fillers between."""
    found: list[Mention] = []
    for one in mentions:
        if one.start < at:
            continue
        if one.start >= end or not FILLER.fullmatch(text, at, one.start):
            break
        found.append(one)
        at = one.end
    return found


def first_of_run(text: str, last: Mention, mentions: Sequence[Mention]) -> int:
    """Where the list of bodies begins that ends with `last`."""
    start = last.start
    for one in reversed([one for one in mentions if one.end <= last.start]):
        if not FILLER.fullmatch(text, one.end, start):
            break
        start = one.start
    return start
