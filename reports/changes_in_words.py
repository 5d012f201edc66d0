"""What a correction changes, in words: one line for a body, an indicator, a duty or a passage."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from models.plan import PlanDocument
from models.reporting import ReportBuild
from reports.changes import WITHHELD
from reports.compiled import Change, CompiledReport, Correction
from reports.wording import NO_FIGURE, number, official_date, period_title, year_before

#: The kinds of change that are of an indicator.
OF_FIGURES = ("total", "figure", "previous", "target", "point", "mark", "beside")
#: The annex that holds every change.
CHANGES = "Nội dung đính chính"
_HEAD = {"subject": "Trích yếu", "to": "Kính gửi", "opening": "Phần mở đầu"}
#: What a number is, by its mark.
MARKS = {
    "final": "số chính thức",
    "estimate": "ước thực hiện",
    "nil": "không phát sinh",
    "missing": NO_FIGURE,
    "excused": "được miễn",
    "partial": "chưa đủ đơn vị báo cáo",
    "spared": "không gồm phần kỳ được miễn",
}
_STANDINGS = {
    "missing": "chưa gửi (hạn {})",
    "returned": "đã trả lại để sửa (hạn sửa {})",
    "other": "chưa hoàn thành (hạn {})",
    "late": "gửi chậm {} ngày",
    "unreviewed": "lần gửi {} chờ duyệt",
    "excused": "được miễn",
}
_DATED = ("missing", "returned", "other")
_IN_ORDER = "không còn trong danh sách theo dõi"


def replaced_report(correction: Correction, *, at: str) -> str:
    """The document that is replaced, as a sentence names it: by number and date, else by the day it was issued."""
    signed = correction.document_date
    dated = f" ngày {official_date(signed)}" if signed else ""
    if correction.document_number:
        return f"báo cáo số {correction.document_number}{dated}"
    return f"báo cáo{dated or f' đã ban hành ngày {at}'}"


def correction_lines(compiled: CompiledReport) -> list[tuple[str, list[str]]]:
    """The paragraph of a correction: what it replaces, and what kinds of things changed; nothing for a first report.

    Each change stands in an annex (`reports.changed_rows`).
    """
    correction = compiled.corrections
    if correction is None:
        return []
    at = official_date(compiled.plan.calendar.local_date(correction.issued_at))
    replaced = replaced_report(correction, at=at)
    if not correction.changes:
        return [(f"Báo cáo này thay {replaced}; số liệu và nội dung không thay đổi.", [])]
    changed = ", ".join(_kinds(correction.changes))
    return [(f"Báo cáo này thay {replaced}. Đính chính {changed} (xem phụ lục {CHANGES}).", [])]


def _kinds(changes: Sequence[Change]) -> list[str]:
    """What kinds of things changed, and how many of each."""
    figures = len({one.indicator for one in changes if one.kind in OF_FIGURES})
    counted = (
        ("thể thức, đề mục", any(one.kind in ("head", "heading") for one in changes)),
        ("báo cáo của {} đơn vị", len({one.agency for one in changes if one.kind == "body"})),
        ("tình hình gửi báo cáo của {} đơn vị", len({one.agency for one in changes if one.kind == "standing"})),
        ("số liệu của {} chỉ tiêu", figures),
        ("tình hình thực hiện {} nhiệm vụ", len({one.indicator for one in changes if one.kind == "duty"})),
        ("đánh giá mục tiêu", any(one.kind == "judged" for one in changes)),
        ("{} phần lời", sum(one.kind == "passage" for one in changes)),
        ("cách trình bày số liệu, đề mục", any(one.kind == "other" for one in changes)),
    )
    return [said.format(count) for said, count in counted if count]


def changes_of(build: ReportBuild) -> list[Change]:
    """The changes that a build keeps."""
    return [Change(**one) for one in build.listed_changes]


def said_changes(document: PlanDocument, changes: Sequence[Change]) -> list[str]:
    """Changes as lines: the head, bodies, each indicator with its bodies and periods, duties, passages."""
    briefs = {one.code: one.brief for one in document.agencies}
    figures = _grouped(one for one in changes if one.kind in OF_FIGURES)
    duties = _grouped(one for one in changes if one.kind == "duty")
    return [
        *(_said_head(one) for one in changes if one.kind in ("head", "heading")),
        *(_said_body(document, briefs, one) for one in changes if one.kind == "body"),
        *(_said_standing(document, briefs, one) for one in changes if one.kind == "standing"),
        *(_said_figures(document, briefs, code, group) for code, group in figures.items()),
        *(_said_duty(briefs, what, group) for what, group in duties.items()),
        *(_said_judged(one) for one in changes if one.kind == "judged"),
        *(_said_passage(briefs, one) for one in changes if one.kind == "passage"),
        *("Cách trình bày số liệu, đề mục có thay đổi" for one in changes if one.kind == "other"),
    ]


def _grouped(changes: Iterable[Change]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for one in changes:
        found.setdefault(one.indicator, []).append(one)
    return found


def head_part(part: str) -> str:
    """What a part of the document's head is called."""
    return _HEAD[part]


def _said_head(change: Change) -> str:
    if change.kind == "head":
        return f"{head_part(change.indicator)}: có sửa đổi"
    return f"Đề mục “{change.indicator}”: {'bổ sung' if change.old is None else 'bỏ'}"


def assigned(document: PlanDocument, assignment: str) -> str:
    """An assignment by its obligation's title and its period."""
    obligation, _, period = assignment.rpartition(":")[2].split("/")
    titles = {one.code: one.title for one in (*document.retired, *document.obligations)}
    return f"{titles.get(obligation, obligation)} ({period_title(period)})"


def _said_body(document: PlanDocument, briefs: Mapping[str, str], change: Change) -> str:
    said = "không còn trong báo cáo" if change.new is None else "nay đã có trong báo cáo"
    if change.old is not None and change.new is not None:
        said = f"lần gửi {change.new} thay lần {change.old}"
    return f"{briefs.get(change.agency, change.agency)}: {assigned(document, change.indicator)} {said}"


def _said_standing(document: PlanDocument, briefs: Mapping[str, str], change: Change) -> str:
    whose, what = briefs.get(change.agency, change.agency), assigned(document, change.indicator)
    if not change.old:
        return f"{whose}: {what} nay {standing_words(change.new)}"
    return f"{whose}: {what} {standing_words(change.old)} → {standing_words(change.new)}"


def standing_words(said: str | None) -> str:
    """`late 3; unreviewed 2` in words; nothing is no longer in the account."""
    words = []
    for one in (said or "").split("; "):
        kind, _, value = one.partition(" ")
        told = official_date(date.fromisoformat(value)) if kind in _DATED else value
        words.append(_STANDINGS.get(kind, _IN_ORDER).format(told))
    return ", ".join(words)


def _said_figures(document: PlanDocument, briefs: Mapping[str, str], code: str, group: Sequence[Change]) -> str:
    found = next((one for one in document.indicators if one.code == code), None)
    label = f"{found.name} ({found.unit})" if found else code
    return f"{label}: {'; '.join(_part(briefs, one) for one in group)}"


def _part(briefs: Mapping[str, str], change: Change) -> str:
    """One number of an indicator: whose or of what period, before and after."""
    whose = whose_number(briefs, change)
    if change.kind == "mark":
        old, new = mark_words(change.old), mark_words(change.new)
        return f"{whose} {old} → {new}"
    if WITHHELD in (change.old, change.new):
        return f"{whose} có thay đổi"
    none = "không đặt" if change.kind == "target" else NO_FIGURE
    return f"{whose} {spoken(change.old, none)} → {spoken(change.new, none)}"


def mark_words(mark: str | None) -> str:
    """What is said of a number beside itself, by its mark or marks."""
    return ", ".join(MARKS.get(one, NO_FIGURE) for one in (mark or "").split("+"))


def whose_number(briefs: Mapping[str, str], change: Change) -> str:
    """Whose number of an indicator changed, or of what period."""
    if change.kind == "beside":
        return "cộng các năm (đối chiếu)" if change.period else "số nơi khác báo cáo (đối chiếu)"
    if change.kind == "previous":
        return year_before(change.period, named=True) or "số năm trước để so sánh"
    if change.period:
        return period_title(change.period)
    if change.kind == "target":
        return "mục tiêu"
    return briefs.get(change.agency, change.agency) if change.agency else "tổng số"


def _said_duty(briefs: Mapping[str, str], what: str, group: Sequence[Change]) -> str:
    said = [f"{briefs.get(one.agency, one.agency)} {one.old or 'chưa có'} → {one.new or 'không còn'}" for one in group]
    return f"{what}: {'; '.join(said)}"


def _said_judged(change: Change) -> str:
    """Which targets are judged otherwise: each line of a heading begins with the name of its indicator."""
    was, became = ((one or "").splitlines() for one in (change.old, change.new))
    differing = [*(one for one in became if one not in was), *(one for one in was if one not in became)]
    named = dict.fromkeys(one[2:].partition(": ")[0] for one in differing if one.startswith("- "))
    what = f": {'; '.join(named)}" if named else ""
    return f"{change.indicator}: đánh giá mục tiêu có thay đổi{what}"


def _said_passage(briefs: Mapping[str, str], change: Change) -> str:
    whose = f" của {briefs.get(change.agency, change.agency)}" if change.agency else ""
    verb = "bổ sung" if change.old is None else "bỏ" if change.new is None else "sửa"
    period = f" {period_title(change.period)}" if change.period else ""
    return f"{change.indicator}: {verb} phần lời{period}{whose}"


def spoken(digits: str | None, none: str = NO_FIGURE) -> str:
    """Digits as they are written in Vietnam; `none` where there was no number."""
    return none if digits is None else number(Decimal(digits), 20)
