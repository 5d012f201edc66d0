"""Which line is a heading, which is running text, and which is both: `5. Sở Tài chính: Chủ trì …`."""

import re
from dataclasses import dataclass

from plans.gazetteer import Gazetteer, Mention

#: Words around the bodies of a heading that assigns: "Đề nghị …", "Trách nhiệm của …", "… có trách nhiệm".
_AROUND = re.compile(
    r"\b(?:ban\s+(?:đại\s+diện|thường\s+vụ|thường\s+trực|chấp\s+hành|cán\s+sự)|sở|phòng|hội|giao(?:\s+cho)?|(?:trân\s+trọng|kính|rất|mong|quý)(?=\s)|đề\s+nghị|yêu\s+cầu|phân\s+công|trách\s+nhiệm|nhiệm\s+vụ|của|đối\s+với|thủ\s+trưởng|"
    r"giám\s+đốc|chủ\s+tịch|trưởng|chánh|lãnh\s+đạo|ban\s+giám\s+đốc|cơ\s+quan|thường\s+trực|đơn\s+vị|đầu\s+mối|chủ\s+trì|"
    r"có|chịu|thực\s+hiện|các|và|cùng|với|thành\s+viên|ban\s+chỉ\s+đạo|khối|liên\s+quan|khác|tỉnh|huyện|thành\s+phố|thị\s+xã|"
    r"cấp|là|ngành|phối\s+hợp|trên\s+địa\s+bàn|trực\s+thuộc|thuộc)\b|[\s,;:.()–&/-]+",
    re.IGNORECASE,
)
#: Thus begins what a body is to do, with whom: no heading, though it may end in names.
_ORDER = re.compile(r"(?:chủ\s+trì|phối\s+hợp)\s*(?:,|với|cùng)", re.IGNORECASE)
#: Words that the names of bodies begin with, known to a gazetteer or not.
_INSTITUTION = re.compile(
    r"(?:đề\s+nghị\s+|giao\s+)?(?:sở|ban|phòng|hội|chi\s+cục|cục|trung\s+tâm|đài|báo|trường|bệnh\s+viện|văn\s+phòng|"
    r"liên\s+(?:minh|hiệp|đoàn)|bộ|viện|tòa|toà|ngân\s+hàng|bưu\s+điện|quỹ|công\s+ty|hạt|trạm|đội|tổ|đoàn|ủy\s+ban|uỷ\s+ban|"
    r"ubnd|hđnd|đảng\s+(?:ủy|uỷ|bộ)|cấp\s+(?:ủy|uỷ)|mặt\s+trận|công\s+an|các\s+(?:sở|ban|phòng|hội|cơ\s+quan|đơn\s+vị|đoàn\s+thể|tổ\s+chức|thành\s+viên|trường|"
    r"doanh\s+nghiệp)|cơ\s+quan|đơn\s+vị|lực\s+lượng|thành\s+viên|thường\s+trực|thủ\s+trưởng|chủ\s+tịch)\b",
    re.IGNORECASE,
)
#: Before these a colon opens an enumeration, not a text: "… như: …".
_OPENS_LIST = re.compile(
    r"\b(?:như|gồm|là|sau|dung|vận\s+động|chủ\s+đề|khẩu\s+hiệu|phương\s+châm|thông\s+điệp|phong\s+trào|cụ\s+thể|tiêu\s+chí)\s*$",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"[,;]|\bvà\s+(?=các\b)", re.IGNORECASE)
_MANY = re.compile(r"các\s+(?!.*\b(?:liên\s+quan|khác|chức\s+năng)\b)", re.IGNORECASE)
#: What a body does, never what it is called.
_DOES = re.compile(
    r"\b(?:chủ\s+trì|phối\s+hợp|thực\s+hiện|tổ\s+chức|tham\s+mưu|kiểm\s+tra|xây\s+dựng|hướng\s+dẫn|triển\s+khai|báo\s+cáo|tập\s+huấn)\b",
    re.IGNORECASE,
)
_MOST_WORDS_OF_GROUP = 8
_MOST_WORDS_BEFORE_COLON = 9
_MOST_WORDS_OF_HEADING = 28
_MOST_WORDS_OF_SENTENCE = 5


@dataclass(frozen=True, slots=True)
class Split:
    """A line as heading and running text; either may be missing."""

    heading: str | None
    text: str | None


def bodies_only(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a text names bodies and says nothing else but that they are charged."""
    if _ORDER.match(text):
        return False
    mentions = gazetteer.find(text)
    return bool(mentions) and not _AROUND.sub("", _without(text, mentions))


def bodies_and_groups(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a text lists bodies, some of which only a noun tells: "Bệnh viện Quân y 12; các bệnh viện tư nhân"."""
    mentions = gazetteer.find(text)
    if not mentions or _ORDER.match(text):
        return False
    parts = [part.strip() for part in re.split(r"[,;]|\bvà\b", _without(text, mentions))]
    return all(not _AROUND.sub("", part) or _is_group(part) for part in parts)


def groups_beside(text: str, gazetteer: Gazetteer) -> list[str]:
    """The groups that a heading of bodies names beside them and only a noun tells: "…, các chủ rừng"."""
    parts = [part.strip(" .:") for part in _BESIDE.split(_without(text, gazetteer.find(text)))]
    return [part for part in parts if _MANY.match(part) and _AROUND.sub("", part) and _is_group(part)]


def _is_group(part: str) -> bool:
    is_named = bool(_INSTITUTION.match(part)) or part.casefold().startswith("các ")
    return is_named and len(part.split()) <= _MOST_WORDS_OF_GROUP and not _DOES.search(part)


def begins_with_bodies(text: str, mentions: list[Mention]) -> bool:
    """Whether a text opens with a body: a known one after nothing but words around a charge, or a word for one."""
    return bool(mentions) and (not _AROUND.sub("", text[: mentions[0].start]) or bool(_INSTITUTION.match(text)))


def _without(text: str, mentions: list[Mention]) -> str:
    rest = text
    for mention in reversed(mentions):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    return re.sub(r"\((?:[^()]*)\)", " ", rest)


def split_entry(text: str, has_content: bool, gazetteer: Gazetteer) -> Split:
    """A numbered line as heading and running text; `has_content`: lines of its own follow."""
    if text.endswith(":"):
        return Split(text[:-1].rstrip(), None)
    if bodies_only(text, gazetteer):
        return Split(text.rstrip(" .;"), None)
    if found := _split_at_colon(text, gazetteer):
        return found
    if found := _split_after_bodies(text, gazetteer):
        return found
    words = len(text.split())
    open_ended = text[-1] not in ".;,!?"
    if has_content and words <= (_MOST_WORDS_OF_HEADING if open_ended else _MOST_WORDS_OF_SENTENCE) and text[-1] != ";":
        return Split(text.rstrip(" ."), None)
    return Split(None, text)


def split_section(text: str) -> Split:
    """The heading of a section, and the running text on its line where there is one."""
    head, colon, rest = text.partition(":")
    if colon and rest.strip() and (head.isupper() or len(head.split()) <= _MOST_WORDS_BEFORE_COLON):
        return Split(head.strip(), rest.strip())
    return Split(text.rstrip(" :."), None)


def split_line(text: str, gazetteer: Gazetteer) -> Split:
    """A line without number: a heading only where it names bodies and nothing else."""
    if bodies_only(text, gazetteer) and (text.endswith(":") or text.isupper()):
        return Split(text.rstrip(" :"), None)
    head, rest = _at_colon(text, gazetteer)
    if rest and bodies_only(head, gazetteer) and not _is_label(head):
        return Split(head, rest)
    return Split(None, text)


#: What a list of names is opened by: "Các Sở: Công Thương; Y tế".
_HEADS_NAMES = re.compile(
    r"\bcác\s+(?:sở|phòng|hội|bộ|vụ|cục|ban)(?:\s*,\s*(?:ban|ngành|phòng|đoàn\s+thể))*\s*$", re.IGNORECASE
)


_STOP = re.compile(r"\s*:|\.\s|\s[-–]\s|$")


def _at_colon(text: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """What stands before and after the first colon that opens no list of names; nothing after where there is none."""
    for match in re.finditer(r"\s*:\s*", text):
        if not _name_continues(text, match, gazetteer) and not _opens_names(text, match, gazetteer):
            return text[: match.start()].strip(), text[match.end() :].strip()
    return text, ""


def _opens_names(text: str, colon: re.Match[str], gazetteer: Gazetteer) -> bool:
    """Whether a colon opens a list of names and nothing else, up to where the text goes on with what they are to do."""
    if not _HEADS_NAMES.search(text[: colon.start()]):
        return False
    return any(bodies_only(text[: stop.start()], gazetteer) for stop in _STOP.finditer(text, colon.end()))


_LABEL = re.compile(r"(?:cơ\s+quan|đơn\s+vị)?\s*(?:chủ\s+trì|phối\s+hợp|thực\s+hiện)\s*", re.IGNORECASE)


def _is_label(head: str) -> bool:
    return bool(_LABEL.fullmatch(head))


def _split_at_colon(text: str, gazetteer: Gazetteer) -> Split | None:
    head, rest = _at_colon(text, gazetteer)
    if not rest:
        return None
    if bodies_only(head, gazetteer) or bodies_and_groups(head, gazetteer):
        return Split(head, rest)
    short = len(head.split()) <= _MOST_WORDS_BEFORE_COLON and not re.search(r"[.;]", head)
    begins_text = rest[0].isupper() or rest[0].isdigit()
    enumerates = bool(_OPENS_LIST.search(head)) and len(head.split()) > 2
    return Split(head, rest) if short and begins_text and not enumerates else None


def _split_after_bodies(text: str, gazetteer: Gazetteer) -> Split | None:
    """`1. Sở Y tế. Chủ trì …`, `1. Sở Y tế - Chủ trì …`."""
    for match in re.finditer(r"\s*(?:\.|\s[-–])\s+(?=[^\W\d_])", text):
        head, rest = text[: match.start()], text[match.end() :]
        if rest[:1].isupper() and bodies_only(head, gazetteer) and not _name_continues(text, match, gazetteer):
            return Split(head.strip(), rest)
    return None


def _name_continues(text: str, gap: re.Match[str], gazetteer: Gazetteer) -> bool:
    """Whether a name goes on across a gap: Sở Lao động - Thương binh và Xã hội."""
    return any(one.start < gap.start() and gap.end() < one.end for one in gazetteer.find(text))
