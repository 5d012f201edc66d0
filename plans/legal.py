"""The documents a plan rests on: their kind, number, date, issuer and subject."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_KINDS = (
    "Nghị quyết liên tịch|Thông tư liên tịch|Kế hoạch liên ngành|Kế hoạch liên tịch|Kế hoạch phối hợp|Quy chế phối hợp|"
    "Chương trình phối hợp|Chương trình hành động|Hiến pháp|Bộ luật|Luật|Pháp lệnh|"
    "Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư|Kết luận|Kế hoạch|Công văn|Công điện|Thông báo|Hướng dẫn|"
    "Quy định|Chương trình|Đề án|Văn bản|Quy chế|Tờ trình|Thông tri"
)
_SIGN = r"[A-ZĐƯƠÂÊÔ][\wĐđ&]*"
_NUMBER = rf"\d{{1,5}}\s*(?:/\s*\d{{4}}\s*)?(?:[-–]\s*{_SIGN}\s*)?/\s*{_SIGN}(?:\s*[-–/]\s*{_SIGN})*"
_DAY = r"(?P<day>\d{1,2})\s*(?:[/.-]|\s+tháng\s+)\s*(?P<month>\d{1,2})\s*(?:[/.-]|\s+năm\s+)\s*(?P<year>\d{4})"
_NAME = rf"(?:(?!\b(?:số|{_KINDS})\b)[^;.:“”])"
_BASIS = re.compile(
    rf"\b(?P<kind>{_KINDS})(?P<name>\s+{_NAME}{{0,120}}?)?\s*(?:\bsố\s*:?\s*)?(?<!\d)(?P<number>{_NUMBER})"
    rf"(?:\s*,?\s*(?:ký\s+)?(?:ngày\s+)?{_DAY})?",
    re.IGNORECASE,
)
_LAW = re.compile(rf"\b(?P<kind>Bộ luật|Luật|Pháp lệnh)\s+(?P<name>[^\W\d_]{_NAME}{{2,120}}?)\s+ngày\s+{_DAY}")
_ISSUER = re.compile(
    r"\s*,?\s*của\s+(?P<issuer>.+?)(?=\s+(?:về|phê\s+duyệt|ban\s+hành|quy\s+định|sửa\s+đổi|hướng\s+dẫn|thực\s+hiện|triển\s+khai|"
    r"tăng\s+cường|đẩy\s+mạnh|giao|xử\s+phạt|tổ\s+chức|và\s+các)\b|[;.]|,\s(?!(?:Bộ|Ban|Ủy|Uỷ|Tổng|Viện|Tòa|Toà)\b)|"
    r",\s(?=[^,;]{0,80}?\s(?:ban\s+hành|xây\s+dựng|triển\s+khai)\s+kế\s+hoạch)|$)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\s*,?\s*\(?(?:(?:về|phê\s+duyệt|ban\s+hành|quy\s+định)\s+(?:việc\s+)?)+(?P<title>[^;]*)", re.IGNORECASE
)
_NEXT_BASIS = re.compile(
    rf"\s*[,;]?\s+(?:và\s+)?(?:{_KINDS})\s+(?:[^;,]{{0,60}}\s)?số\s|\s*[,;]\s+(?=(?:Uỷ|Ủy|UBND|Ban|Sở)\b)|[;]|\.\s|\.$"
)


@dataclass(frozen=True, slots=True)
class Basis:
    """A document cited; `number` as printed without stray spaces, None for a law cited by name and date."""

    number: str | None
    signed: date | None
    kind: str
    title: str
    issuer: str | None = None

    def as_json(self) -> dict[str, object]:
        """As `plan read` prints it."""
        signed = self.signed.isoformat() if self.signed else None
        return {"number": self.number, "date": signed, "kind": self.kind, "title": self.title, "issuer": self.issuer}


def legal_bases(texts: Iterable[str], own_number: str | None) -> tuple[Basis, ...]:
    """The documents cited in the texts, in order, each once; the plan's own number is none of them."""
    found: dict[str, Basis] = {}
    for text in texts:
        spans: list[tuple[int, Basis]] = []
        for match in _BASIS.finditer(text):
            number = _tight(match["number"])
            if number != own_number:
                spans.append((match.start(), _basis(match, text, number)))
        for match in _LAW.finditer(text):
            spans.append((match.start(), _basis(match, text, None)))
        for _, basis in sorted(spans, key=lambda pair: pair[0]):
            key = basis.number or basis.title
            before = found.get(key)
            if before is None or (before.signed is None and basis.signed is not None):
                found[key] = basis
    return tuple(found.values())


def _basis(match: re.Match[str], text: str, number: str | None) -> Basis:
    kind = match["kind"][:1].upper() + match["kind"][1:].lower()
    name = " ".join((match["name"] or "").split()).strip(" ,")
    after = match.end()
    issuer = _ISSUER.match(text, after)
    rest_at = issuer.end() if issuer else after
    end = _NEXT_BASIS.search(text, rest_at)
    rest = text[rest_at : end.start() if end else len(text)]
    titled = _TITLE.fullmatch(rest)
    title = f"{kind} {name}" if name else titled["title"].strip(' ,:()“”"') if titled else ""
    title = re.sub(r"\s*(?:như\s+sau|cụ\s+thể)\s*$", "", title)
    title = title[:1].upper() + title[1:]
    signed = _date(match)
    return Basis(number, signed, kind, _cut(title) or f"{kind} {number}", _cut(issuer["issuer"]) if issuer else None)


def _cut(text: str, most: int = 200) -> str:
    text = " ".join(text.split()).strip(" ,;:")
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"


def _tight(number: str) -> str:
    return re.sub(r"\s+", "", number).replace("–", "-")


def _date(match: re.Match[str]) -> date | None:
    if not match["year"]:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
