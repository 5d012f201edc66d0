"""The account of who reported, in sentences: the same words in every format, orders and requests apart."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from reports.changes_in_words import correction_lines
from reports.compiled import Attendance, Attendances, CompiledReport, DutyLine, Quote, Series
from reports.duties import by_status, reported_for
from reports.figures import IndicatorFigure, add_up
from reports.folding import Fold, fold_quotes
from reports.text import paragraphs
from reports.uncollected import uncollected_note
from reports.wording import ONCE, briefly, official_date, quantity

ACCOUNT = "Tình hình gửi báo cáo của các đơn vị"
NOTHING_YET = "(Chưa có nội dung gửi về; người điều phối bổ sung.)"
#: Bodies are named where they are so few; more are only counted.
_NAMED_AT_MOST = 6
#: A sentence, and the lines of a list under it.
Paragraph = tuple[str, list[str]]


def duty_status(compiled: CompiledReport, duty: DutyLine) -> str:
    """How a duty stands: for one body its status, for several how many and, where they are few, which.

    What was said for an earlier period is marked with it: once where all was.
    """
    total, year = sum(len(bodies) for bodies in duty.bodies.values()), compiled.period.last.year
    found = by_status(duty)
    periods = {period for _, period, _ in found}
    once = reported_for(periods, year) if len(periods) == 1 else ""
    if total == 1:
        word, _, (agency,) = found[0]
        return f"{compiled.brief(agency)} {word}" + (f" ({once})" if once else "")
    parts = []
    for word, period, bodies in found:
        names = ", ".join(compiled.brief(agency) for agency in bodies)
        listed = f" ({names})" if len(bodies) < total and len(bodies) <= _NAMED_AT_MOST else ""
        earlier = "" if once or not period else f" {reported_for((period,), year)}"
        parts.append(f"{len(bodies)}/{total} đơn vị {word}{earlier}{listed}")
    said = "; ".join(parts) or "chưa có đơn vị nào được giao trong kỳ"
    return f"{once}: {said}" if once else said


def folded(compiled: CompiledReport, quotes: Sequence[Quote]) -> list[tuple[str, list[str]]]:
    """Whose words they are, and the words by paragraphs; bodies that wrote the same are named together, once."""
    return [(who(compiled, fold), paragraphs(fold.first.text)) for fold in fold_quotes(quotes)]


def who(compiled: CompiledReport, fold: Fold) -> str:
    """Whose words a fold holds, and who wrote nearly the same."""
    said = _sources(compiled, [fold.first, *fold.same])
    named = {quote.agency for quote in (fold.first, *fold.same)}
    alike = [quote for quote in fold.alike if quote.agency not in named]
    if not alike:
        return said
    others = {quote.agency for quote in alike}
    who = f"{len(others)} đơn vị" if len(others) > _NAMED_AT_MOST else _sources(compiled, alike)
    return f"{said} (và {who} báo cáo tương tự)"


def _sources(compiled: CompiledReport, quotes: Sequence[Quote]) -> str:
    """Bodies by the periods they wrote of, where those are not the report's own."""
    own = (compiled.period.title(), ONCE)
    periods: dict[str, dict[str, None]] = {}
    for quote in quotes:
        said = "" if quote.period in own else briefly(quote.period, compiled.period.last.year)
        periods.setdefault(quote.agency, {})[said] = None
    grouped: dict[frozenset[str], list[str]] = {}
    for agency, found in periods.items():
        grouped.setdefault(frozenset(found), []).append(agency)
    both = frozenset[str]().union(*grouped) if len(grouped) > 1 else frozenset[str]()
    return "; ".join(
        ", ".join(map(compiled.brief, bodies)) + _of_periods(list(periods[bodies[0]]), both)
        for bodies in grouped.values()
    )


def _of_periods(periods: Sequence[str], both: Collection[str]) -> str:
    """Periods in brackets, but for the report's own (""); they are not named again where all are the two of `both`."""
    if len(both) == len(periods) == 2 and all(periods):
        return " (cả hai kỳ)"
    named = ", ".join(filter(None, periods))
    return f" ({named})" if named else ""


def account_lines(compiled: CompiledReport) -> list[Paragraph]:
    """Paragraphs, each a sentence and the lines of a list under it; requested bodies apart, in softer words.

    A correction begins with the report that it replaces and what changed; a report on demand says what it has no
    figures of. A programme says of which years nothing is known, and where its figures contradict those of its years.
    """
    ordered, asked = (_of(compiled.attendance, requested=requested) for requested in (False, True))
    return [
        *correction_lines(compiled),
        *_uncollected(compiled),
        *_all_in(compiled),
        *_ordered(compiled, ordered),
        *_asked(compiled, asked),
        *_other_tasks(compiled),
        *_years(compiled),
        *_contradictions(compiled),
        *_remainders(compiled),
    ]


def _of(account: Attendances, *, requested: bool) -> Attendances:
    """The account of the bodies that are ordered, or of those that are asked."""
    lists = (account.missing, account.late, account.unreviewed, account.excused)
    return Attendances(*([line for line in lines if line.requested is requested] for lines in lists))


def _uncollected(compiled: CompiledReport) -> Iterator[Paragraph]:
    if said := uncollected_note(compiled):
        yield f"{said}.", []


def _all_in(compiled: CompiledReport) -> Iterator[Paragraph]:
    if compiled.attendance.missing or compiled.attendance.unreviewed:
        return
    period = "về" if compiled.period.kind == "program" else "của"
    what = compiled.period.title() if compiled.period.kind == "program" else "kỳ này"
    yield f"Tất cả các đơn vị đã gửi báo cáo {period} {what}.", []


def _ordered(compiled: CompiledReport, account: Attendances) -> Iterator[Paragraph]:
    at = official_date(compiled.plan.calendar.local_date(compiled.as_of))
    found = (
        (f"Đến ngày {at}, các đơn vị sau chưa gửi báo cáo:", _by_body(compiled, account.missing, _owed)),
        (
            "Các báo cáo sau đã nhận nhưng chưa được duyệt, số liệu chưa tính vào báo cáo này:",
            _by_body(compiled, account.unreviewed, _waiting),
        ),
        ("Các đơn vị sau gửi báo cáo sau thời hạn:", _late(compiled, account.late)),
        ("Các đơn vị sau được miễn báo cáo:", _by_body(compiled, account.excused, _plain)),
    )
    yield from ((said, lines) for said, lines in found if lines)


def _asked(compiled: CompiledReport, account: Attendances) -> Iterator[Paragraph]:
    """Of bodies that are asked and not ordered: no list of what they owe, nothing that calls them late."""
    found = (
        (
            "Cơ quan thường trực chưa nhận được thông tin của {}; trân trọng đề nghị quý cơ quan quan tâm, "
            "cung cấp khi có thể để báo cáo được đầy đủ.",
            account.missing,
        ),
        ("Thông tin của {} đã nhận được, đang được xem xét nên chưa tính vào báo cáo này.", account.unreviewed),
        ("{} đã gửi bổ sung thông tin; trân trọng cảm ơn sự phối hợp của quý cơ quan.", account.late),
        ("Trong kỳ, không đề nghị {} cung cấp thông tin.", account.excused),
    )
    for said, lines in found:
        if lines:
            yield said.format(_names(compiled, lines)), []


def _names(compiled: CompiledReport, lines: Sequence[Attendance]) -> str:
    """Bodies by name, each once, with the periods where those are not the report's own."""
    periods: dict[str, list[str]] = {}
    for line in lines:
        periods.setdefault(line.agency, []).append(line.period)
    own = (compiled.period.title(), ONCE)
    said = []
    for agency, found in periods.items():
        others = [briefly(one, compiled.period.last.year) for one in dict.fromkeys(found) if one not in own]
        said.append(compiled.brief(agency) + (f" ({', '.join(others)})" if others else ""))
    return ", ".join(said)


def _other_tasks(compiled: CompiledReport) -> Iterator[Paragraph]:
    """Tasks that no heading of the report names: they are overdue, and yet nobody's report is missing for them."""
    for requested, head in (
        (False, "Nhiệm vụ khác còn quá hạn:"),
        (True, "Nội dung khác đã đề nghị, chưa có thông tin:"),
    ):
        lines = [line for line in compiled.attendance.others if line.requested is requested]
        if lines:
            yield head, _by_body(compiled, lines, _plain if requested else _owed)


def _years(compiled: CompiledReport) -> Iterator[Paragraph]:
    """Of which years of a programme nothing is known, or only some indicators."""
    if compiled.period.kind != "program":
        return
    known: dict[str, int] = {}
    for series in compiled.years:
        for point in series.points:
            known[point.title] = known.get(point.title, 0) + (point.value is not None)
    total = len(compiled.years)
    if not known:
        yield f"Chưa có số liệu từng năm của {compiled.period.title()}.", []
    elif any(count < total for count in known.values()):
        there = ", ".join(f"{title} ({count} chỉ tiêu)" for title, count in known.items() if count)
        missing = ", ".join(title.removeprefix("năm ") for title, count in known.items() if not count)
        tail = f"; chưa có số liệu của các năm {missing}" if missing else ""
        yield f"Trong {total} chỉ tiêu theo dõi từng năm, đã có số liệu của: {there}{tail}.", []


def _contradictions(compiled: CompiledReport) -> Iterator[Paragraph]:
    """Where a programme's figure is less than its known years together: a person must say which is right."""
    figures = {figure.indicator: figure for figure in compiled.figures}
    lines = [
        f"{line.name}: cả giai đoạn {quantity(line.total, figure)}; "
        f"cộng các năm {', '.join(sorted(line.others))} là {quantity(line.others_total, figure)}"
        for line in compiled.reconciliation
        if line.by_year and line.total is not None and (figure := figures.get(line.indicator)) is not None
    ]
    if lines:
        yield "Số liệu cần đối chiếu, số cả giai đoạn nhỏ hơn tổng các năm đã biết:", lines


def _remainders(compiled: CompiledReport) -> Iterator[Paragraph]:
    """Where a programme's figure holds years that have none of their own: what the known years leave for them."""
    if compiled.period.kind != "program":
        return
    figures = {figure.indicator: figure for figure in compiled.shown_figures}
    lines = [
        said
        for series in compiled.years
        if (figure := figures.get(series.indicator)) is not None and (said := _remainder(series, figure)) is not None
    ]
    if lines:
        yield "Số cả giai đoạn gồm cả năm chưa có số liệu riêng:", lines


def _remainder(series: Series, figure: IndicatorFigure) -> str | None:
    """The figure, its known years together and the rest; None where no year is missing, or most are."""
    known = [point for point in series.points if point.value is not None]
    missing = [point for point in series.points if point.value is None]
    lacking = any(point.withheld or point.partial or point.spared or (point.value or 0) < 0 for point in series.points)
    known_to_lack = lacking or figure.spared
    if series.kind != "flow" or figure.total is None or known_to_lack or not 0 < len(missing) < len(known):
        return None
    together = add_up(point.value for point in known if point.value is not None)
    if together > figure.total:  # a contradiction, and told as such
        return None
    before, rest = (quantity(value, figure) for value in (together, figure.total - together))
    told, left = (", ".join(point.period for point in points) for points in (known, missing))
    return f"{series.name}: {quantity(figure.total, figure)}; các năm {told} là {before}, còn lại {rest} của năm {left}"


def _plain(line: Attendance, what: str) -> str:
    return f"{what} ({line.period})"


def _owed(line: Attendance, what: str) -> str:
    if line.returned:
        return f"{_plain(line, what)}: đã trả lại để sửa, hạn sửa {official_date(line.due)}"
    if line.days > 0:
        return f"{_plain(line, what)}: hạn {official_date(line.due)}, quá hạn {line.days} ngày"
    return f"{_plain(line, what)}: hạn {official_date(line.due)}"


def _waiting(line: Attendance, what: str) -> str:
    return f"{_plain(line, what)}: lần gửi {line.revision}"


def _late(compiled: CompiledReport, lines: Sequence[Attendance]) -> list[str]:
    """A line for each report that came late: by period who sent it, and how many days too late.

    Of a programme, in whose years there are many periods, who sent it late how often, and how many days at most.
    """
    if compiled.period.kind == "program":
        return _late_over_years(compiled, lines)
    titled = _titled(compiled)
    grouped: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        said = f"{compiled.brief(line.agency)} chậm {line.days} ngày"
        grouped.setdefault(titled(line), {}).setdefault(line.period, []).append(said)
    return [
        f"{what}: " + "; ".join(f"{', '.join(said)} ({period})" for period, said in found.items())
        for what, found in grouped.items()
    ]


def _late_over_years(compiled: CompiledReport, lines: Sequence[Attendance]) -> list[str]:
    titled = _titled(compiled)
    grouped: dict[str, dict[str, list[Attendance]]] = {}
    for line in lines:
        grouped.setdefault(titled(line), {}).setdefault(line.agency, []).append(line)
    return [f"{what}: {'; '.join(_how_late(compiled, bodies))}" for what, bodies in grouped.items()]


def _how_late(compiled: CompiledReport, bodies: Mapping[str, Sequence[Attendance]]) -> Iterator[str]:
    """By period whose one report came late and how many days; then who was late more often, and by how many at most."""
    once: dict[str, list[str]] = {}
    often = []
    for agency, lines in bodies.items():
        said, most = f"{compiled.brief(agency)} chậm", max(line.days for line in lines)
        if len(lines) == 1:
            once.setdefault(lines[0].period, []).append(f"{said} {most} ngày")
        else:
            often.append(f"{said} {len(lines)} lần, nhiều nhất {most} ngày")
    yield from (f"{', '.join(said)} ({period})" for period, said in once.items())
    yield from often


def _by_body(compiled: CompiledReport, lines: Sequence[Attendance], say: Callable[[Attendance, str], str]) -> list[str]:
    """A line for each body."""
    titled = _titled(compiled)
    grouped: dict[str, list[str]] = {}
    for line in lines:
        grouped.setdefault(line.agency, []).append(say(line, titled(line)))
    return [f"{compiled.brief(agency)}: {'; '.join(said)}" for agency, said in grouped.items()]


def _titled(compiled: CompiledReport) -> Callable[[Attendance], str]:
    """What names a task: its title, where that is its own, else title and code."""
    titles = Counter(one.title for one in compiled.document.obligations)

    def name(line: Attendance) -> str:
        code = line.assignment.rpartition(":")[2].partition("/")[0]
        return f"{line.title} [{code}]" if titles[line.title] > 1 else line.title

    return name
