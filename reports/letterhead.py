"""The head and foot of an official report in words: who issues it, its number, place, subject and addressees.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I. Number, date and signature stay blank: the clerical office assigns them.
"""

import re
from datetime import date, timedelta

from models.periods import Period
from models.plan import Agency, LegalBasis, PlanDocument, Report
from models.schedule import names_period
from reports.compiled import CompiledReport
from reports.wording import official_date

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_KIND = re.compile(r"(báo cáo(?: nhanh| chuyên đề| đột xuất)?)\s+", re.IGNORECASE)
#: The period that a report's own title ends with: it is not that of a report on demand.
_PERIOD_AT_END = re.compile(
    r"(?:\s+(?:(?:hằng\s+)?(?:năm|quý|tháng|tuần)(?:\s+[IVX\d]+)?|\w+\s+tháng(?:\s+(?:đầu|cuối)\s+năm)?|giai\s+đoạn|[\d/-]+))+$",
    re.IGNORECASE,
)
#: What readers take in as one word: a period with its year, "trên địa bàn".
_HELD = re.compile(
    r"trên địa bàn|(?:(?:\d+ tháng(?: đầu| cuối)?|quý [ivx]+|tháng \d+) )?(?:năm |giai đoạn )\d{4}(?:-\d{4})?"
    r"|\d{4}-\d{4}",
    re.IGNORECASE,
)
_HARD = "\u00a0"
#: So long a draft may lie before it is signed and dated.
_SIGNED_WITHIN = timedelta(days=15)
#: Room to write a number in.
_ROOM = "\u00a0" * 6
_HARDENED = str.maketrans(" -", f"{_HARD}\u2011")
_SMALL_WORDS = frozenset({"và", "các", "của"})
_KINDS = {
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "KH": "Kế hoạch",
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "TT": "Thông tư",
}
#: Offices that sign for a body of each kind; a deputy's "KT." is added by hand.
_OFFICES: dict[str, tuple[str, ...]] = {
    "department": ("GIÁM ĐỐC",),
    "ministry": ("BỘ TRƯỞNG",),
    "district": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "commune": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "issuer": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "organisation": ("TM. BAN THƯỜNG VỤ",),
}


def sender_of(compiled: CompiledReport) -> Agency:
    """The body that signs the report."""
    return compiled.document.agency(compiled.report.sender)


def superior_name(compiled: CompiledReport) -> str:
    """The body above the sender, as its head prints it: its parent, else the plan's issuer."""
    return superior_of(compiled.document, sender_of(compiled))


def superior_of(document: PlanDocument, sender: Agency) -> str:
    """The body above a sender in capitals, with the place where its name has none."""
    above = document.agency(sender.parent or document.plan.issuer)
    place = document.plan.place
    bare = above.name.casefold() in ("ubnd tỉnh", "ủy ban nhân dân tỉnh", "ubnd thành phố", "ủy ban nhân dân thành phố")
    return f"{above.name} {place}".upper() if bare and place else above.name.upper()


def abbreviation(agency: Agency) -> str:
    """The body's part of a document number: `SLĐTBXH` from "Sở LĐTBXH" or its full name."""
    words = [word for word in re.findall(r"\w+", agency.brief) if word not in _SMALL_WORDS]
    return "".join(word if word.isupper() else word[0].upper() for word in words)


def number_line(compiled: CompiledReport) -> str:
    """The number, left blank for the clerical office: `Số:      /BC-SLĐTBXH`."""
    return f"Số:\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-{abbreviation(sender_of(compiled))}"


def place_and_date(compiled: CompiledReport) -> str:
    """Place and year of the report's instant; day and month are left blank."""
    return blank_date(compiled.document, compiled.plan.calendar.local_date(compiled.as_of))


def blank_date(document: PlanDocument, drafted: date) -> str:
    """The plan's place and a year, with room for day and month: the clerical office fills them in."""
    return f"{document.plan.place or '…'}, ngày{_ROOM}tháng{_ROOM}năm {blank_year(drafted)}"


def blank_year(drafted: date) -> str:
    """The year in which a paper is signed; room for it where it is drafted so late that this may be the next."""
    certain = (drafted + _SIGNED_WITHIN).year == drafted.year
    return str(drafted.year) if certain else f"{drafted.year // 100}{_ROOM}"


def kind_of_document(compiled: CompiledReport) -> str:
    """The name of its kind (tên loại), in capitals: `BÁO CÁO`, `BÁO CÁO NHANH`."""
    return _parts_of_title(compiled.report)[0].upper()


def subject(compiled: CompiledReport) -> str:
    """What a compiled report is on (trích yếu)."""
    return subject_of(compiled.document, compiled.report, compiled.period)


def subject_of(document: PlanDocument, report: Report, period: Period) -> str:
    """What a report is on: its title without the name of its kind, with the period named once.

    Where the title does not say what the plan is about (`plan.subject`), that stands before the period. On demand it is
    on the results of the period asked for: "sơ kết" or "tổng kết" would be the wrong word for a month.
    """
    title, about = _parts_of_title(report)[1], document.plan.subject or ""
    if not names_period(document, report, period):
        title = "Kết quả" if about else _PERIOD_AT_END.sub("", title)
    return _with_period(title[:1].upper() + title[1:], period, about)


def title_of(document: PlanDocument, report: Report, period: Period) -> str:
    """The whole title as a sentence names it: "Báo cáo sơ kết công tác phòng cháy 6 tháng đầu năm 2015"."""
    kind = _parts_of_title(report)[0]
    return f"{kind[:1].upper()}{kind[1:].lower()} {_lowered(subject_of(document, report, period))}"


def _parts_of_title(report: Report) -> tuple[str, str]:
    title = report.title.strip()
    match = _KIND.match(title)
    return ("báo cáo", title) if match is None else (match[1], title[match.end() :])


def _with_period(title: str, period: Period, about: str) -> str:
    """A title followed by what it is about and the period, without saying twice what they have in common."""
    if str(period.last.year) in title:
        return title
    words, named = title.split(), _formally(period).split()
    shared = next((n for n in range(len(named), 0, -1) if words[-n:] == named[:n]), 0)
    said = [] if about.casefold() in title.casefold() else about.split()
    return " ".join([*words[: len(words) - shared], *said, *named])


def _formally(period: Period) -> str:
    """A period as a title carries it: a month in words, "tháng 11 năm 2015"."""
    return f"tháng {period.first.month} năm {period.first.year}" if period.kind == "month" else period.title()


def unbroken(title: str) -> str:
    """A title for a line of its own: a period, "trên địa bàn" and the last two words are not torn apart at its end."""
    held = _HELD.sub(lambda match: match[0].translate(_HARDENED), title)
    rest, space, last = held.rpartition(" ")
    return f"{rest}{_HARD}{last}" if space and _HARD not in last else held


def addressees(compiled: CompiledReport) -> list[str]:
    """The bodies it is sent to."""
    return [compiled.document.agency(code).name for code in compiled.report.to]


def legal_basis(basis: LegalBasis) -> str:
    """A document as a report cites it: kind, number, date, issuer and subject."""
    kind = basis.kind
    if kind is None:
        short = next((part for part in re.split(r"[/-]", basis.number) if part in _KINDS), "")
        kind = _KINDS.get(short, "văn bản")
    parts = [kind, f"số {basis.number}"]
    if basis.signed is not None:
        parts.append(f"ngày {official_date(basis.signed)}")
    if basis.issuer:
        parts.append(f"của {basis.issuer}")
    return " ".join([*parts, "về", _lowered(basis.title)])


def _lowered(text: str) -> str:
    """`text` as it stands within a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def opening(compiled: CompiledReport) -> str:
    """The first paragraph: on what it rests, who reports what, and of which days."""
    plan = plan_in_words(compiled.document)
    bases = [legal_basis(basis) for basis in compiled.document.legal_bases]
    what = subject(compiled)
    days = f"số liệu từ ngày {official_date(compiled.window.first)} đến ngày {official_date(compiled.window.last)}"
    sender, kind = sender_of(compiled).name, kind_of_document(compiled).lower()
    return f"Thực hiện {'; '.join([*bases, plan])}, {sender} {kind} {_lowered(what)} ({days}) như sau:"


def plan_in_words(document: PlanDocument) -> str:
    """The plan as a sentence cites it: kind, number, date, issuer, then the rest of its title."""
    head = document.plan
    issuer = document.agency(head.issuer).name
    number = f" số {head.number}" if head.number else ""
    signed = f" ngày {official_date(head.signed)}" if head.signed else ""
    title = head.title if head.title.casefold().startswith("kế hoạch") else f"Kế hoạch: {head.title}"
    return title.replace("Kế hoạch", f"Kế hoạch{number}{signed} của {issuer}", 1)


def office(compiled: CompiledReport) -> tuple[str, ...]:
    """The lines over the signature."""
    return office_of(sender_of(compiled))


def office_of(sender: Agency) -> tuple[str, ...]:
    """The office that signs for a body, by its kind."""
    return _OFFICES.get(sender.kind, ("THỦ TRƯỞNG CƠ QUAN",))


def recipients(compiled: CompiledReport) -> list[str]:
    """The lines under "Nơi nhận"; the first refers to the addressees, the last to the archive."""
    kept = f"VT, {compiled.report.unit}" if compiled.report.unit else "VT"
    return ["- Như trên;", f"- Lãnh đạo {sender_of(compiled).brief};", f"- Lưu: {kept}."]
