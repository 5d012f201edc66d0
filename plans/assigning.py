"""Who is charged by a paragraph, who helps, in which role, and what kind of duty it is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.plan import ObligationKind, ObligationRole
from plans.gazetteer import Body, Gazetteer, Mention
from plans.labels import HELP, LEAD
from plans.spelling import slug
from plans.terms import Terms


@dataclass(frozen=True, slots=True)
class Charge:
    """What a text says of bodies: those charged, those who help, those something is sent to; `role` None for nobody."""

    bodies: tuple[Body, ...] = ()
    helpers: tuple[Body, ...] = ()
    role: ObligationRole | None = None
    receivers: tuple[Body, ...] = ()


#: Words of the issuer that charge the bodies named right after them.
_CHARGES = re.compile(
    r"\b(?:giao\s+(?:cho\s+)?(?:nhiệm\s+vụ\s+cho\s+)?|phân\s+công\s+(?:cho\s+)?|yêu\s+cầu\s+|đề\s+nghị\s+|trách\s+nhiệm\s+của\s+)"
    r"(?:(?:đồng\s+chí\s+)?(?:thủ\s+trưởng|giám\s+đốc|chủ\s+tịch|trưởng|lãnh\s+đạo|chánh\s+văn\s+phòng|người\s+đứng\s+đầu)\s+)?",
    re.IGNORECASE,
)
_OFFICE = r"(?:(?:thủ\s+trưởng|giám\s+đốc|chủ\s+tịch|trưởng|lãnh\s+đạo|cơ\s+quan|đơn\s+vị)\s+)?"
#: What may stand before the bodies that a sentence begins with: a link, an office; or a circumstance and a comma.
_BEFORE_SUBJECT = re.compile(rf"(?:(?:đồng\s+thời|ngoài\s+ra|riêng|đối\s+với)\b,?\s+)?{_OFFICE}", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(
    r"(?:căn\s+cứ|trên\s+cơ\s+sở|theo|trước|trong|chậm\s+nhất|định\s+kỳ|hằng|hàng|cuối|đến|để|nhằm|khi|sau)\b",
    re.IGNORECASE,
)
_AFTER_COMMA = re.compile(rf",\s+{_OFFICE}", re.IGNORECASE)
_HELP = re.compile(r"(?:cơ\s+quan|đơn\s+vị|ngành)?\s*\b(?:cùng\s+)?phối\s+hợp(?:\s+thực\s+hiện)?\s*:\s*", re.IGNORECASE)
_LABEL_TIME = re.compile(
    r"(?:thời\s+(?:gian|hạn|điểm)|tiến\s+độ)(?:\s+(?:thực\s+hiện|hoàn\s+thành))?\s*:\s*", re.IGNORECASE
)
_HELP = re.compile(
    r"\bphối\s+hợp(?:\s+chặt\s+chẽ|\s+thường\s+xuyên|\s+đồng\s+bộ|\s+hiệu\s+quả)*(?:\s+(?:với|cùng|giữa))*\s+",
    re.IGNORECASE,
)
_SENDS = re.compile(r"\b(?:gửi|cho|về)\s+", re.IGNORECASE)
_SENT_TO = re.compile(r"\b(?:gửi|cho|về|với|báo\s+cáo)\s*$", re.IGNORECASE)
_BY = re.compile(r"\b(?:do|giao\s+cho)\s+", re.IGNORECASE)
_AFTER_LEAD = re.compile(
    r"\s*,?\s*(?:là\s+(?:cơ\s+quan|đơn\s+vị|đầu\s+mối)|chủ\s+trì|có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm|phụ\s+trách|đầu\s+mối)",
    re.IGNORECASE,
)
#: Between the bodies of one list.
_FILLER = re.compile(
    r"[\s,;–-]*(?:(?:và|cùng|với|các|của|thuộc|cơ\s+quan|đơn\s+vị|sở|ban|ngành|phòng|hội|đoàn\s+thể|địa\s+phương|tổ\s+chức|"
    r"liên\s+quan|có\s+liên\s+quan|có|chức\s+năng|thành\s+viên|như|gồm|trực\s+thuộc|cấp|tỉnh|huyện|giám\s+đốc|"
    r"thủ\s+trưởng|chủ\s+tịch|lãnh\s+đạo|khác|ủy\s+ban|trường)\b[\s,:;(–-]*)*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[^\W\d_a-z])|;\s+")
_ADVERBS = (
    r"(?:(?:thường\s+xuyên|tiếp\s+tục|tăng\s+cường|tích\s+cực|chủ\s+động|đồng\s+thời|có\s+trách\s+nhiệm|"
    r"chịu\s+trách\s+nhiệm|kịp\s+thời|và|,)\s*)*"
)
_HELPS_FIRST = re.compile(rf"[\s,:-]*{_ADVERBS}phối\s+hợp\b", re.IGNORECASE)
_LEADS = re.compile(r"\bchủ\s+trì\b", re.IGNORECASE)
_ASKS = re.compile(r"\s*(?:trân\s+trọng\s+)?đề\s+nghị\b", re.IGNORECASE)
_OWN_GROUP = re.compile(
    r"\s*(?:đề\s+nghị\s+)?(?:các|cơ\s+quan|hội|tổ\s+chức|doanh\s+nghiệp|người|hộ|cơ\s+sở|trường|ban|tổ|đội)\b",
    re.IGNORECASE,
)


class Assigner:
    """Reads who is charged, in the texts of one document."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._issuer = gazetteer.issuer().code

    def of_heading(self, heading: str, charges: bool = False) -> Charge:
        """The bodies of a heading; with `charges` a heading of a list of bodies that names none known is one itself."""
        if HELP.fullmatch(heading + ": ") or LEAD.fullmatch(heading + ": "):
            return Charge()
        mentions = self._gazetteer.find(heading)
        if not mentions:
            if charges and _OWN_GROUP.match(heading) and len(heading.split()) <= 14:
                name = re.sub(r"^\s*đề\s+nghị\s+", "", heading, flags=re.IGNORECASE)
                name = name[:1].upper() + name[1:]
                body = Body(slug(name)[:60].strip("-"), name, "other", is_group=True)
                return Charge((body,), (), "requested" if _ASKS.match(heading) else None)
            return Charge()
        helped = _HELP.search(heading)
        split = helped.start() if helped and mentions[0].start < helped.start() else len(heading)
        leads = _bodies(one for one in mentions if one.start < split)
        helpers = _bodies(one for one in mentions if one.start >= split)
        return Charge(leads, helpers, "requested" if _ASKS.match(heading) else None)

    def of_text(self, text: str, above: Charge) -> Charge:
        """The charge of a paragraph that stands under headings which charge `above`."""
        mentions = self._gazetteer.find(text)
        starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
        subjects: list[Body] = []
        inherits = bool(above.bodies)
        for place, start in enumerate(starts):
            end = starts[place + 1] if place + 1 < len(starts) else len(text)
            said = self._subjects(text, start, end, mentions, bool(above.bodies))
            own = [body for body in said if body.code != self._issuer]
            subjects.extend(own)
            if place == 0 and own and not set(_codes(own)) & set(_codes(above.bodies)):
                inherits = False
        found = _once([*(above.bodies if inherits else ()), *subjects])
        helpers = self._helpers(text, mentions)
        if inherits:
            helpers = [*above.helpers, *helpers]
        charged = set(_codes(found))
        others = tuple(body for body in _once(helpers) if body.code not in charged and body.code != self._issuer)
        asked = bool(_ASKS.match(text)) and (bool(subjects) or not above.bodies)
        role = _role(text, mentions, asked or (inherits and above.role == "requested")) if found else None
        return Charge(found, others, role, self._receivers(text, mentions))

    def of_cells(self, lead: str, helpers: str) -> Charge:
        """The charge of a table's row."""
        split = _HELP.search(lead)
        leading = lead[: split.start()] if split and split.start() else lead
        bodies = _bodies(self._gazetteer.find(leading))
        if not bodies and leading.strip():
            parts = [part.strip(" .") for part in re.split(r"[,;\n]", leading) if part.strip(" .-–")]
            bodies = tuple(Body(slug(part)[:60].strip("-"), part, "other") for part in parts if slug(part))
        named = self._gazetteer.find(helpers)
        others = _bodies([*named, *(self._gazetteer.find(lead[split.start() :]) if split and split.start() else ())])
        codes = set(_codes(bodies))
        return Charge(bodies, tuple(body for body in others if body.code not in codes), "lead" if bodies else None)

    def _subjects(self, text: str, start: int, end: int, mentions: Sequence[Mention], below_bodies: bool) -> list[Body]:
        """The bodies that one sentence charges by name, in its order."""
        found: list[Mention] = []
        run = next((run for at in _openings(text, start, end) if (run := _run(text, at, end, mentions))), [])
        if run and _SENT_TO.search(text[start : _first_of_run(text, run[0], mentions)]):
            run = []
        if run and self._acts(text, run, end):
            found.extend(one for one in run if not (one.vague and below_bodies))
        for match in _CHARGES.finditer(text, start, end):
            if self._is_issuer_speaking(text, start, match.start(), mentions):
                found.extend(_run(text, match.end(), end, mentions))
        for pattern in (_BY, LEAD):
            for match in pattern.finditer(text, start, end):
                found.extend(_run(text, match.end(), end, mentions))
        for one in mentions:
            leads = start <= one.start < end and _AFTER_LEAD.match(text, one.end)
            if leads and not _HELP.search(text[max(start, one.start - 40) : one.start]):
                found.extend(_run(text, _first_of_run(text, one, mentions), end, mentions))
        return [one.body for one in sorted(found, key=lambda one: one.start)]

    def _acts(self, text: str, run: Sequence[Mention], end: int) -> bool:
        """Whether a sentence goes on after the bodies it begins with: "Sở Y tế chủ trì …", "Sở Y tế: …"."""
        if run[0].body.code == self._issuer:
            return False
        rest = text[run[-1].end : end].strip()
        return bool(rest) and not re.match(r"(?:\.|;|\)|và\s|là\s+(?:một|nơi|địa))", rest)

    def _is_issuer_speaking(self, text: str, start: int, at: int, mentions: Sequence[Mention]) -> bool:
        before = text[start:at].strip(" ,:(")
        if not before or (_CIRCUMSTANCE.match(before) and text[start:at].rstrip().endswith(",")):
            return True
        spoken = [one for one in mentions if start <= one.start < at and one.body.code == self._issuer]
        return bool(spoken and spoken[-1].end >= at - 12) or text[max(start, at - 2) : at].strip() == "("

    def _receivers(self, text: str, mentions: Sequence[Mention]) -> tuple[Body, ...]:
        runs = (_run(text, match.end(), len(text), mentions) for match in _SENDS.finditer(text))
        return _bodies(one for run in runs for one in run)

    def _helpers(self, text: str, mentions: Sequence[Mention]) -> list[Body]:
        found: list[Body] = []
        for match in (*_HELP.finditer(text), *HELP.finditer(text)):
            found.extend(one.body for one in _run(text, match.end(), len(text), mentions) if not one.vague)
        return found


def _openings(text: str, start: int, end: int) -> Iterator[int]:
    """Where the subject of a sentence may begin."""
    opening = _BEFORE_SUBJECT.match(text, start, end)
    yield opening.end() if opening else start
    yield start
    if _CIRCUMSTANCE.match(text, start, end):
        yield from (match.end() for match in _AFTER_COMMA.finditer(text, start, end))


def _run(text: str, at: int, end: int, mentions: Sequence[Mention]) -> list[Mention]:
    """The bodies named one after another from `at`, with nothing but fillers between."""
    found: list[Mention] = []
    for one in mentions:
        if one.start < at:
            continue
        if one.start >= end or not _FILLER.fullmatch(text, at, one.start):
            break
        found.append(one)
        at = one.end
    return found


def _first_of_run(text: str, last: Mention, mentions: Sequence[Mention]) -> int:
    """Where the list of bodies begins that ends with `last`."""
    start = last.start
    for one in reversed([one for one in mentions if one.end <= last.start]):
        if not _FILLER.fullmatch(text, one.end, start):
            break
        start = one.start
    return start


def _role(text: str, mentions: Sequence[Mention], asked: bool) -> ObligationRole:
    if asked:
        return "requested"
    if _LEADS.search(text):
        return "lead"
    at = 0
    for one in mentions:
        if not _FILLER.fullmatch(text, at, one.start) and at:
            break
        if not at and not re.fullmatch(r"[^.;]{0,60}", text[: one.start]):
            break
        if _HELP.search(text[at : one.start]):
            break
        at = one.end
    return "coordinate" if _HELPS_FIRST.match(text, at) or _HELPS_FIRST.match(text) else "lead"


def _bodies(mentions: Iterable[Mention]) -> tuple[Body, ...]:
    return _once(one.body for one in mentions)


def _once(bodies: Iterable[Body]) -> tuple[Body, ...]:
    return tuple({body.code: body for body in bodies}.values())


def _codes(bodies: Iterable[Body]) -> list[str]:
    return [body.code for body in bodies]


#: "báo cáo" as something done, not as a paper that is spoken of.
_REPORTS = re.compile(
    r"\b(?:(?:định\s+kỳ|tổng\s+hợp|gửi|lập|xây\s+dựng|thực\s+hiện|chế\s+độ|tổng\s+hợp,|hằng\s+\w+|hàng\s+\w+)[^.;]{0,40}\bbáo\s+cáo|"
    r"báo\s+cáo\s+(?:định\s+kỳ|hằng|hàng|kết\s+quả|thống\s+kê|tình\s+hình|tiến\s+độ|0?6\s+tháng|quý|năm|về\s+|UBND|Ủy\s+ban|"
    r"Uỷ\s+ban|Bộ\s|Sở\s|Phòng\s|Công\s+an|Chủ\s+tịch|Thường\s+trực|Ban\s+Chỉ|cấp|bằng\s+văn\s+bản)|sơ\s+kết[^.;]{0,40}báo\s+cáo|(?:^|[,;.:]|\bvà)\s*báo\s+cáo\b)",
    re.IGNORECASE,
)
_HANDS_OVER = re.compile(
    r"\b(?:bàn\s+giao|chuyển\s+giao|(?:cung\s+cấp|gửi|chuyển|nộp)\s+(?:[^.;,]{0,30}\s)?(?:danh\s+sách|hồ\s+sơ|dữ\s+liệu))\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:ban\s+hành|lập\s+dự\s+toán|xây\s+dựng\s+dự\s+toán|(?:xây\s+dựng|trình)\s+"
    r"(?:(?!triển\s+khai|thực\s+hiện|theo)[^.;,]){0,40}?"
    r"(?:kế\s+hoạch|đề\s+án|quy\s+chế|quyết\s+định|chương\s+trình\s+hành\s+động|nghị\s+quyết|phần\s+mềm|"
    r"cơ\s+sở\s+dữ\s+liệu)|"
    r"tổ\s+chức\s+(?:hội\s+nghị|lễ|tổng\s+kết|hội\s+thảo|hội\s+thi)|khai\s+trương|thành\s+lập|kiện\s+toàn|hoàn\s+thành)\b",
    re.IGNORECASE,
)
_ALWAYS = re.compile(
    r"\b(?:thường\s+xuyên|hằng\s+năm|hàng\s+năm|hằng\s+tháng|liên\s+tục|cả\s+năm|triển\s+khai\s+thực\s+hiện\s+các)\b",
    re.IGNORECASE,
)


def kinds_of(text: str, terms: Terms) -> tuple[ObligationKind, ...]:
    """What a paragraph orders, in its order: a report, a handing over; else a task that ends, or a standing duty."""
    found: list[ObligationKind] = []
    report, handover = _REPORTS.search(text), _HANDS_OVER.search(text)
    if report:
        found.append("report")
    if handover:
        found.insert(0 if not report or handover.start() < report.start() else 1, "handover")
    if found:
        return tuple(found)
    once = any(due.period == "once" for due in terms.dues)
    if once or (_ENDS.search(text) and not _ALWAYS.search(text)):
        return ("task",)
    return ("task",) if terms.dues else ("standing",)


#: What a share or a number is of ends where the sentence goes on.
_TARGET = re.compile(
    r"(?:(?:ít\s+nhất|tối\s+thiểu|trên|từ|đạt|hơn|khoảng)\s+)?"
    r"(?:\d+(?:[.,]\d+)?\s*%(?:\s+trở\s+lên)?|(?:ít\s+nhất|tối\s+thiểu)\s+\d+)\s*(?P<of>[^.;:()]*)",
    re.IGNORECASE,
)
_END_OF_TARGET = re.compile(
    r"\s+(?:thường\s+xuyên|được|có|tổ\s+chức|tham\s+gia|đạt|trên\s+địa\s+bàn|trong|triển\s+khai|thực\s+hiện|ký|phát\s+hiện|"
    r"xây\s+dựng|nhằm|để|theo|bằng|duy\s+trì|so\s+với|vào)\b"
    r"|,\s*(?:\d|phấn\s+đấu|góp|tiến\s+tới|nâng|giảm|ít\s+nhất|trên\s+\d|không)",
    re.IGNORECASE,
)


def target_of(text: str) -> str | None:
    """The shares and numbers a paragraph sets as its aim: "100% xã, phường, thị trấn"; several apart by "; "."""
    found = []
    for match in _TARGET.finditer(text):
        whole = match.group()
        offset = match.start("of") - match.start()
        end = _END_OF_TARGET.search(whole, max(offset - 1, 0))
        found.append(" ".join((whole[: end.start()] if end else whole).strip(" ,").split()))
    return "; ".join(dict.fromkeys(found)) or None
