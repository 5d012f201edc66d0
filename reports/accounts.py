"""The account of who reported, in sentences: the same words in every format, orders and requests apart."""

from collections.abc import Callable, Sequence

from reports.changes import correction_lines
from reports.compiled import Attendance, CompiledReport, DutyLine, Quote
from reports.folding import Fold, fold_quotes
from reports.text import paragraphs
from reports.wording import ONCE, official_date

ACCOUNT = "Tình hình gửi báo cáo của các đơn vị"
NOTHING_YET = "(Chưa có nội dung gửi về; người điều phối bổ sung.)"
#: Bodies are named where they are so few; more are only counted.
_NAMED_AT_MOST = 6


def duty_status(compiled: CompiledReport, duty: DutyLine) -> str:
    """How a duty stands: for one body its status, for several how many and, where they are few, which."""
    total = sum(len(bodies) for bodies in duty.bodies.values())
    if total == 1:
        word, bodies = next(iter(duty.bodies.items()))
        return f"{compiled.brief(bodies[0])} {word}"
    parts = []
    for word, bodies in duty.bodies.items():
        names = ", ".join(compiled.brief(agency) for agency in bodies)
        listed = f" ({names})" if len(bodies) < total and len(bodies) <= _NAMED_AT_MOST else ""
        parts.append(f"{len(bodies)}/{total} đơn vị {word}{listed}")
    return "; ".join(parts) or "chưa có đơn vị nào được giao trong kỳ"


def folded(compiled: CompiledReport, quotes: Sequence[Quote]) -> list[tuple[str, list[str]]]:
    """Whose words they are, and the words by paragraphs; bodies that wrote the same are named together, once."""
    return [(_who(compiled, fold), paragraphs(fold.first.text)) for fold in fold_quotes(quotes)]


def _who(compiled: CompiledReport, fold: Fold) -> str:
    said = _sources(compiled, [fold.first, *fold.same])
    named = {quote.agency for quote in (fold.first, *fold.same)}
    alike = [quote for quote in fold.alike if quote.agency not in named]
    if not alike:
        return said
    others = {quote.agency for quote in alike}
    who = f"{len(others)} đơn vị" if len(others) > _NAMED_AT_MOST else _sources(compiled, alike)
    return f"{said} (và {who} báo cáo tương tự)"


def _sources(compiled: CompiledReport, quotes: Sequence[Quote]) -> str:
    """Bodies with the periods they wrote of, where those are not the report's own; of many bodies the names alone."""
    periods: dict[str, list[str]] = {}
    for quote in quotes:
        periods.setdefault(quote.agency, []).append(quote.period)
    if len(periods) > _NAMED_AT_MOST // 2:
        return ", ".join(compiled.brief(agency) for agency in periods)
    own = (compiled.period.title(), ONCE)
    said = []
    for agency, found in periods.items():
        others = [_briefly(period, compiled.period.last.year) for period in found if period not in own]
        said.append(compiled.brief(agency) + (f" ({', '.join(others)})" if others else ""))
    return "; ".join(said)


def _briefly(period: str, year: int) -> str:
    """A period's title without the year that the report is on: "6 tháng đầu năm", "quý III"."""
    said = period.removesuffix(f" {year}")
    return said.removesuffix(" năm") if said.startswith(("quý", "tuần")) else said


def account_lines(compiled: CompiledReport) -> list[tuple[str, list[str]]]:
    """Paragraphs, each a sentence and the lines of a list under it; requested bodies apart, in softer words.

    A correction begins with the report that it replaces and what changed.
    """
    attendance = compiled.attendance
    owed = [line for line in attendance.missing if not line.requested]
    asked = [line for line in attendance.missing if line.requested]
    at = official_date(compiled.plan.calendar.local_date(compiled.as_of))
    found: list[tuple[str, list[str]]] = []
    if owed:
        found.append((f"Đến ngày {at}, các đơn vị sau chưa gửi báo cáo:", _by_body(compiled, owed, _owed)))
    if asked:
        names = ", ".join(dict.fromkeys(compiled.brief(line.agency) for line in asked))
        found.append(
            (
                f"Cơ quan thường trực chưa nhận được thông tin của {names}; trân trọng đề nghị quý cơ quan quan tâm, "
                "cung cấp khi có thể để báo cáo được đầy đủ.",
                [],
            )
        )
    if attendance.unreviewed:
        lines = _by_body(compiled, attendance.unreviewed, _waiting)
        found.append(("Các báo cáo sau đã nhận nhưng chưa được duyệt, số liệu chưa tính vào báo cáo này:", lines))
    if attendance.late:
        found.append(("Các đơn vị sau gửi báo cáo sau thời hạn:", _by_body(compiled, attendance.late, _late)))
    if attendance.excused:
        lines = _by_body(compiled, attendance.excused, _plain)
        found.append(("Các đơn vị sau được miễn báo cáo:", lines))
    if not (owed or asked or attendance.unreviewed):
        found.insert(0, ("Tất cả các đơn vị đã gửi báo cáo của kỳ này.", []))
    return [*correction_lines(compiled), *found]


def _plain(line: Attendance) -> str:
    return f"{line.title} ({line.period})"


def _owed(line: Attendance) -> str:
    if line.returned:
        return f"{_plain(line)}: đã trả lại để sửa, hạn sửa {official_date(line.due)}"
    if line.days > 0:
        return f"{_plain(line)}: hạn {official_date(line.due)}, quá hạn {line.days} ngày"
    return f"{_plain(line)}: hạn {official_date(line.due)}"


def _waiting(line: Attendance) -> str:
    return f"{_plain(line)}: lần gửi {line.revision}"


def _late(line: Attendance) -> str:
    return f"{_plain(line)}: chậm {line.days} ngày"


def _by_body(compiled: CompiledReport, lines: Sequence[Attendance], say: Callable[[Attendance], str]) -> list[str]:
    grouped: dict[str, list[str]] = {}
    for line in lines:
        grouped.setdefault(line.agency, []).append(say(line))
    return [f"{compiled.brief(agency)}: {'; '.join(said)}" for agency, said in grouped.items()]
