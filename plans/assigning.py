"""Who is charged by a paragraph, who helps, and in which role."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from models.plan import ObligationRole
from plans.audience import Audience
from plans.gazetteer import Body, Gazetteer, Mention
from plans.headings import begins_with_bodies, bodies_only, groups_beside
from plans.labels import HELP, LEAD
from plans.spelling import slug
from plans.subjects import FILLER, HELP_WITH, Sentences, run


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
_ASKS = re.compile(r"\s*(?:trân\s+trọng\s+|kính\s+)?(?:đề\s+nghị|mời)\b", re.IGNORECASE)
#: Who does a task, told behind it: "(Vụ Pháp chế chủ trì, Thanh tra Bộ phối hợp; hoàn thành trong quý II)", "(Sở Y tế
#: thực hiện)".
_IN_BRACKETS = re.compile(
    r"\(\s*(?:do\s+)?(?P<lead>[^();]{2,200}?)\s+(?:chủ\s+trì|thực\s+hiện|phụ\s+trách)\b"
    r"(?:[,;]?\s*(?:phối\s+hợp\s+(?:với\s+)?(?P<after>[^();]+)|(?P<help>[^();]+?)\s+(?:cùng\s+)?phối\s+hợp\b))?[^()]*\)",
    re.IGNORECASE,
)
#: A group that no gazetteer knows, by its first words; what is done may begin with the same ("tổ chức hội nghị").
_OWN_GROUP = re.compile(
    r"(?P<before>\s*(?:đề\s+nghị\s+)?(?:(?:thủ\s+trưởng|hiệu\s+trưởng|giám\s+đốc|lãnh\s+đạo)\s+)?)"
    r"(?!hội\s+(?:nghị|thảo|thi)\b|ban\s+hành\b|tổ\s+chức\s+(?:thực|triển|hội|kiểm|tuyên|các\s+(?:hoạt|hội|lớp|đợt))\b)"
    r"(?:các|cơ\s+quan|hội|tổ\s+chức|doanh\s+nghiệp|người|hộ|cơ\s+sở|trường|ban|tổ|đội|trạm|trung\s+tâm|bệnh\s+viện|"
    r"văn\s+phòng|chi\s+cục|chi\s+nhánh|hiệp\s+hội|ngân\s+hàng|công\s+ty|tập\s+đoàn|hợp\s+tác\s+xã|câu\s+lạc\s+bộ|"
    r"lực\s+lượng|chủ\s+đầu\s+tư|nhà\s+thầu|đảng\s+(?:ủy|uỷ)|cấp\s+(?:ủy|uỷ)|hộ\s+gia\s+đình|khối|thôn|nhóm)\b",
    re.IGNORECASE,
)
_MOST_WORDS_OF_GROUP = 14


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
        if outside := [one for one in mentions if not _in_parentheses(heading, one)]:
            mentions = outside  # "Sở Y tế (cơ quan thường trực Ban Chỉ đạo)"
        if named := [one for one in mentions if not one.vague and one.body.code != "don-vi"]:
            mentions = named  # "và các phòng, ban khác" adds nobody in particular
        helped = HELP_WITH.search(heading)
        split = helped.start() if helped and mentions[0].start < helped.start() else len(heading)
        leads = _bodies(one for one in mentions if one.start < split)
        if charges and not helped:
            groups = (_own_group(part) for part in groups_beside(heading, self._gazetteer))
            leads = _once([*leads, *(body for group in groups for body in group.bodies)])
        helpers = _bodies(one for one in mentions if one.start >= split)
        return Charge(leads, helpers, "requested" if _ASKS.match(heading) else None)

    def of_text(self, text: str, above: Charge, audience: Audience = Audience.EVERYONE) -> Charge:
        """The charge of a paragraph that stands under headings which charge `above`."""
        told = _IN_BRACKETS.search(text)
        if told and not above.bodies and self._gazetteer.find(told["lead"]):
            return self.of_cells(told["lead"], told["help"] or told["after"] or "")
        mentions = self._gazetteer.find(text)
        sentences = Sentences(text, mentions, self._speakers, audience)
        subjects: list[Body] = []
        inherits, narrowed = bool(above.bodies), False
        for place, (start, end) in enumerate(sentences.spans()):
            own = [one.body for one in sentences.subjects(start, end, bool(above.bodies))]
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
        asked = bool(_ASKS.match(text)) and (bool(subjects) or not above.bodies)
        role = _role(text, mentions, asked or ((inherits or narrowed) and above.role == "requested")) if found else None
        return Charge(found, others, role, self._receivers(text, mentions))

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
