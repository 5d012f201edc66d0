"""Who is charged by a paragraph, who helps, and in which role."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.plan import ObligationRole
from plans.audience import Audience
from plans.gazetteer import Body, Gazetteer, Mention
from plans.headings import begins_with_bodies, bodies_only, groups_beside
from plans.labels import HELP, LEAD
from plans.spelling import slug
from plans.subjects import FILLER, HELP_WITH, SERVED, Sentences, run


@dataclass(frozen=True, slots=True)
class Charge:
    """What a text says of bodies: those charged, those who help, those something is sent to; `role` None for nobody."""

    bodies: tuple[Body, ...] = ()
    helpers: tuple[Body, ...] = ()
    role: ObligationRole | None = None
    receivers: tuple[Body, ...] = ()


_SENDS = re.compile(r"\b(?:gửi|cho|về|chuyển|sang|qua)\s+", re.IGNORECASE)
_REPORTS_TO = re.compile(r"\bbáo\s+cáo\s+", re.IGNORECASE)
_ADVERBS = (
    r"(?:(?:thường\s+xuyên|tiếp\s+tục|tăng\s+cường|tích\s+cực|chủ\s+động|đồng\s+thời|có\s+trách\s+nhiệm|"
    r"chịu\s+trách\s+nhiệm|kịp\s+thời|và|,)\s*)*"
)
_HELPS_FIRST = re.compile(rf"[\s,:-]*{_ADVERBS}phối\s+hợp\b", re.IGNORECASE)
_LEADS = re.compile(r"\bchủ\s+trì\b", re.IGNORECASE)
#: In a heading, after the body that leads those that help it: "Sở Nội vụ (chủ trì), Sở Tài chính (phối hợp)".
_LED_THEN_HELPED = re.compile(r"\bchủ\s+trì\b(?=.*\bphối\s+hợp\b[\s)]*$)", re.IGNORECASE)
_ASKS = re.compile(r"\s*(?:trân\s+trọng\s+|kính\s+|rất\s+)?(?:đề\s+nghị|mời|mong)\b", re.IGNORECASE)
#: Words of courtesy with which the issuer asks those that it cannot order, named in the heading above.
_ASKS_POLITELY = re.compile(
    r"\s*(?:(?:trân\s+trọng|kính|rất)\s+(?:đề\s+nghị|mời|mong)|mong\s|mời\s+cùng\s|đề\s+nghị\s+"
    r"(?:quý|quan\s+tâm|phối\s+hợp|phát\s+động|tuyên\s+truyền|vận\s+động|tham\s+gia|tăng\s+cường|chỉ\s+đạo|tiếp\s+tục|"
    r"đẩy\s+mạnh|hướng\s+dẫn|giám\s+sát|hỗ\s+trợ|lồng\s+ghép|đồng\s+hành)\b|đề\s+nghị\s*[:,])",
    re.IGNORECASE,
)
#: What the bodies that a sentence begins with are courteously asked to do: "…, nếu có thể, xin hỗ trợ".
_ASKED_POLITELY = re.compile(
    r"\s*,?\s*(?:nếu\s+(?:có\s+thể|có\s+điều\s+kiện|điều\s+kiện\s+cho\s+phép)\s*,?\s*)?"
    r"(?:xin\b(?!\s+(?:ý\s+kiến|phép|chủ\s+trương))|được\s+(?:trân\s+trọng\s+|kính\s+)?(?:đề\s+nghị|mời)\b)",
    re.IGNORECASE,
)
#: Who does a task, told behind it: "(Vụ Pháp chế chủ trì, Thanh tra Bộ phối hợp; hoàn thành trong quý II)", "(Sở Y tế
#: thực hiện)".
_IN_BRACKETS = re.compile(
    r"\(\s*(?:do\s+)?(?P<lead>[^();]{2,200}?)\s+(?:chủ\s+trì|thực\s+hiện|phụ\s+trách|"
    r"đảm\s+(?:nhiệm|nhận|trách)|chịu\s+trách\s+nhiệm|triển\s+khai|vận\s+hành|(?:là|làm)\s+đầu\s+mối)\b"
    r"(?:[,;]?\s*(?:phối\s+hợp\s+(?:với\s+)?(?P<after>[^();]+)|(?P<help>[^();]+?)\s+(?:cùng\s+)?phối\s+hợp\b))?[^()]*\)",
    re.IGNORECASE,
)
#: Brackets that end a sentence and may hold nothing but who does what it says.
_BARE_BRACKETS = re.compile(r"\((?P<bodies>[^()]{4,200})\)\s*[.;]?\s*$")
#: Words that brackets behind them explain: "gửi cơ quan thường trực (Sở Y tế)".
_EXPLAINED = re.compile(
    r"\b(?:cơ\s+quan|đơn\s+vị|thường\s+trực|ban\s+chỉ\s+đạo|đầu\s+mối|gửi|qua)\b[^,.;]{0,40}$", re.IGNORECASE
)
#: One part of a task and who does it; other words before the colon open a list of members or recipients.
_OF_ALLOTMENT = re.compile(
    r"(?!.*\b(?:gồm|như|là|sau|gửi|nhận|phần|viên|hợp|kính|dự|mời)\s*:)[^:;.]{2,80}:\s*(?P<bodies>[^:]+)$",
    re.IGNORECASE,
)
_END_OF_ALLOTMENT = re.compile(r"\.\s+(?=[^\W\d_])")
#: A group that no gazetteer knows, by its first words; what is done may begin with the same ("tổ chức hội nghị").
_OWN_GROUP = re.compile(
    r"(?P<before>\s*(?:đề\s+nghị\s+)?(?:(?:thủ\s+trưởng|hiệu\s+trưởng|giám\s+đốc|lãnh\s+đạo)\s+)?)"
    r"(?!hội\s+(?:nghị|thảo|thi)\b|ban\s+hành\b|tổ\s+chức\s+(?:thực|triển|hội|kiểm|tuyên|các\s+(?:hoạt|hội|lớp|đợt))\b)"
    r"(?:các|cơ\s+quan|hội|tổ\s+chức|doanh\s+nghiệp|người|hộ|cơ\s+sở|trường|ban|tổ|đội|trạm|trung\s+tâm|bệnh\s+viện|"
    r"văn\s+phòng|chi\s+cục|chi\s+nhánh|hiệp\s+hội|ngân\s+hàng|công\s+ty|tập\s+đoàn|hợp\s+tác\s+xã|câu\s+lạc\s+bộ|"
    r"lực\s+lượng|chủ\s+đầu\s+tư|nhà\s+thầu|đảng\s+(?:ủy|uỷ)|cấp\s+(?:ủy|uỷ)|hộ\s+gia\s+đình|khối|thôn|nhóm)\b",
    re.IGNORECASE,
)
#: Before a body that begins a sentence or the second half of one.
_BEGINS = re.compile(r"[.;]\s+$")
_MOST_WORDS_OF_GROUP = 14
_COMMITTEES = frozenset({"district", "commune"})


class Assigner:
    """Reads who is charged, in the texts of one document; `issuers` are codes of bodies that speak in it."""

    def __init__(self, gazetteer: Gazetteer, issuers: Collection[str] = ()) -> None:
        self._gazetteer = gazetteer
        self._speakers = {gazetteer.issuer().code, *issuers}

    def of_heading(self, heading: str, charges: bool = False) -> Charge:
        """The bodies of a heading; with `charges` it heads an entry of a section that assigns.

        A heading on a topic that names a body in passing charges nobody. A group that is not known counts as a body of
        its own where the section assigns.
        """
        if HELP.fullmatch(heading + ": ") or LEAD.fullmatch(heading + ": "):
            return Charge()
        mentions = self._gazetteer.find(heading)
        if not mentions:
            return _own_group(heading) if charges else Charge()
        if not bodies_only(heading, self._gazetteer) and not (charges and begins_with_bodies(heading, mentions)):
            return Charge()
        mentions = [one for one in mentions if not SERVED.search(heading[: one.start])] or mentions
        # "UBND tỉnh giao Sở Y tế": the issuer is not charged by its own order.
        mentions = [one for one in mentions if one.body.code not in self._speakers] or mentions
        if outside := [one for one in mentions if not _in_parentheses(heading, one)]:
            mentions = outside  # "Sở Y tế (cơ quan thường trực Ban Chỉ đạo)"
        if named := [one for one in mentions if not one.vague and one.body.code != "don-vi"]:
            mentions = named  # "và các phòng, ban khác" adds nobody in particular
        helped = HELP_WITH.search(heading) or _LED_THEN_HELPED.search(heading)
        split = helped.start() if helped and mentions[0].start < helped.start() else len(heading)
        leads = _bodies(one for one in mentions if one.start < split)
        if charges and not helped:
            groups = (_own_group(part) for part in groups_beside(heading, self._gazetteer))
            leads = _once([*leads, *(body for group in groups for body in group.bodies)])
        helpers = _bodies(one for one in mentions if one.start >= split)
        return Charge(leads, helpers, "requested" if _ASKS.match(heading) else None)

    def of_text(self, text: str, above: Charge, audience: Audience = Audience.EVERYONE) -> Charge:
        """The charge of a paragraph that stands under headings which charge `above`."""
        if not above.bodies and (told := self._told_apart(text, audience)):
            return told
        mentions = self._gazetteer.find(text)
        sentences = Sentences(text, mentions, self._speakers, audience)
        subjects: list[Body] = []
        inherits, narrowed = bool(above.bodies), False
        for place, (start, end) in enumerate(sentences.spans()):
            own = [one.body for one in sentences.subjects(start, end, bool(above.bodies))]
            if place and all(body.kind in _COMMITTEES for body in above.bodies):
                own = [body for body in own if body.known or not above.bodies]  # a committee orders its own units
            subjects.extend(own)
            if place == 0 and own:
                first = {one.body.code for one in sentences.leading(start, end)}
                apart = not set(_codes(own)) & set(_codes(above.bodies))
                inherits = inherits and not apart and not (first and first < set(_codes(above.bodies)))
                narrowed = bool(above.bodies) and not apart and not inherits
        found = _once([*(above.bodies if inherits else ()), *subjects])
        helpers = [*self._helpers(text, mentions), *(one.body for one in sentences.helping())]
        if inherits or narrowed:
            helpers = [*above.helpers, *helpers]
        charged = {*_codes(found), *self._speakers}
        others = tuple(body for body in _once(helpers) if body.code not in charged)
        asked = self._asks(text, mentions, bool(subjects) or not above.bodies)
        role = _role(text, mentions, asked or ((inherits or narrowed) and above.role == "requested")) if found else None
        return Charge(found, others, role, self._receivers(text, mentions))

    def _told_apart(self, text: str, audience: Audience) -> Charge | None:
        """Who does a task, told beside it: in brackets behind it, or behind a colon after each part of it."""
        told = _IN_BRACKETS.search(text)
        if told and self._gazetteer.find(told["lead"]):
            return self.of_cells(told["lead"], told["help"] or told["after"] or "")
        if audience is Audience.NOBODY:
            return None
        named = _BARE_BRACKETS.search(text)
        if named and not _EXPLAINED.search(text[: named.start()]) and self._knows_only(named["bodies"]):
            helped = HELP.search(named["bodies"])
            leads = named["bodies"][: helped.start()] if helped else named["bodies"]
            return self.of_cells(leads, named["bodies"][helped.end() :] if helped else "")
        return self._allotted(text)

    def _knows_only(self, words: str) -> bool:
        return bodies_only(words, self._gazetteer) and all(one.body.known for one in self._gazetteer.find(words))

    def _allotted(self, text: str) -> Charge | None:
        """Parts of a task, each with who does it: "Tiêu chí y tế: Trung tâm Y tế; tiêu chí môi trường: Phòng Kinh tế".

        The first part may be told by the heading above.
        """
        if HELP.search(text):
            return None
        parts = _END_OF_ALLOTMENT.split(text, maxsplit=1)[0].strip(" .;").split(";")
        allotted = [_OF_ALLOTMENT.match(part.strip()) for part in parts]
        bodies = [one["bodies"] if one else part for one, part in zip(allotted, parts, strict=True)]
        if not any(allotted[-1:]) or not all(bodies_only(one.strip(), self._gazetteer) for one in bodies):
            return None
        if not all(allotted[1:]):
            return None
        charge = self.of_cells("; ".join(bodies), "")
        return charge if not set(_codes(charge.bodies)) & self._speakers else None

    def _asks(self, text: str, mentions: Sequence[Mention], of_others: bool) -> bool:
        """Whether the issuer, named or not, asks: `of_others` than the heading's bodies, who may themselves ask."""
        first = [one for one in mentions[:1] if not text[: one.start].strip() and one.body.code in self._speakers]
        spoken = first[0].end if first else 0
        leading = run(text, 0, len(text), mentions)
        if leading and _ASKED_POLITELY.match(text, leading[-1].end):
            return True
        if any(_BEGINS.search(text[: one.start]) and _ASKS.match(text, one.end) for one in self._spoken(mentions)):
            return True
        return bool(_ASKS_POLITELY.match(text, spoken)) or (of_others and bool(_ASKS.match(text, spoken)))

    def _spoken(self, mentions: Sequence[Mention]) -> Iterator[Mention]:
        return (one for one in mentions if one.body.code in self._speakers)

    def of_cells(self, lead: str, helpers: str) -> Charge:
        """The charge of a table's row."""
        split = HELP_WITH.search(lead)
        leading = lead[: split.start()] if split and split.start() else lead
        bodies = _bodies(self._gazetteer.find(leading))
        if not bodies and leading.strip():
            parts = [part.strip(" .") for part in re.split(r"[,;\n]", leading) if part.strip(" .-–")]
            bodies = tuple(Body(slug(part)[:60].strip("-"), part, "other", known=False) for part in parts if slug(part))
        named = self._gazetteer.find(helpers)
        others = _bodies([*named, *(self._gazetteer.find(lead[split.start() :]) if split and split.start() else ())])
        codes = set(_codes(bodies))
        return Charge(bodies, tuple(body for body in others if body.code not in codes), "lead" if bodies else None)

    def _receivers(self, text: str, mentions: Sequence[Mention]) -> tuple[Body, ...]:
        found = (*_SENDS.finditer(text), *_REPORTS_TO.finditer(text))
        runs = (run(text, match.end(), len(text), mentions) for match in found)
        return _bodies(one for run in runs for one in run)

    def _helpers(self, text: str, mentions: Sequence[Mention]) -> list[Body]:
        found: list[Body] = []
        for match in (*HELP_WITH.finditer(text), *HELP.finditer(text)):
            found.extend(one.body for one in run(text, match.end(), len(text), mentions) if not one.vague)
        return found


def _in_parentheses(text: str, one: Mention) -> bool:
    return text.count("(", 0, one.start) > text.count(")", 0, one.start)


def _own_group(heading: str) -> Charge:
    """A group that no gazetteer knows, heading an entry as bodies do: "Các doanh nghiệp lữ hành"."""
    match = _OWN_GROUP.match(heading)
    if match is None or len(heading.split()) > _MOST_WORDS_OF_GROUP:
        return Charge()
    name = heading[match.end("before") :]
    name = name[:1].upper() + name[1:]
    body = Body(slug(name)[:60].strip("-"), name, "other", is_group=True, known=False)
    return Charge((body,), (), "requested" if _ASKS.match(heading) else None)


def _role(text: str, mentions: Sequence[Mention], asked: bool) -> ObligationRole:
    if asked:
        return "requested"
    if _LEADS.search(text):
        return "lead"
    at = 0
    for one in mentions:
        if not FILLER.fullmatch(text, at, one.start) and at:
            break
        if not at and not re.fullmatch(r"[^.;]{0,60}", text[: one.start]):
            break
        if HELP_WITH.search(text[at : one.start]):
            break
        at = one.end
    return "coordinate" if _HELPS_FIRST.match(text, at) or _HELPS_FIRST.match(text) else "lead"


def _bodies(mentions: Iterable[Mention]) -> tuple[Body, ...]:
    return _once(one.body for one in mentions)


def _once(bodies: Iterable[Body]) -> tuple[Body, ...]:
    return tuple({body.code: body for body in bodies}.values())


def _codes(bodies: Iterable[Body]) -> list[str]:
    return [body.code for body in bodies]
