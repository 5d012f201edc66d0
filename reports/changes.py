"""What a correction changes against the issued report that it replaces, as data and in words.

A document that was signed is never changed: its correction is a new one, and says what is otherwise in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from models.plan import PlanDocument
from models.reporting import ReportBuild
from reports.compiled import Change, CompiledReport, Correction
from reports.figures import Cell, IndicatorFigure
from reports.wording import NO_FIGURE, number, official_date, period_title, round_half_up

#: In place of a number that is withheld because it may point at a person.
WITHHELD = "…"
_Passages = Mapping[tuple[str, str], tuple[str, ...]]


def correction_of(issued: ReportBuild, before: CompiledReport, after: CompiledReport) -> Correction:
    """What `after` says otherwise than the issued report `before`."""
    return Correction(
        number=issued.number,
        document_number=issued.document_number or "",
        document_date=issued.document_date,
        issued_at=issued.issued_at or issued.as_of,
        changes=tuple(changes_between(before, after)),
    )


def changes_between(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    """Every difference: bodies that came in or sent another revision, totals and figures of bodies, passages."""
    yield from _bodies(before, after)
    yield from _figures(before, after)
    yield from _passages(before, after)


def _bodies(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    was, became = ({pin.assignment: pin for pin in one.pins} for one in (before, after))
    for name in sorted(was.keys() | became.keys()):
        old, new = (str(one[name].revision) if name in one else None for one in (was, became))
        if old != new:
            yield Change("body", name, _agency(name), old, new)


def _agency(assignment: str) -> str:
    return assignment.split("/")[1]


def _figures(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    was, became = ({one.indicator: one for one in report.figures} for report in (before, after))
    codes = [*became, *(code for code in was if code not in became)]
    for code in codes:
        old, new = was.get(code), became.get(code)
        if _shown(old) != _shown(new):
            yield Change("total", code, "", _shown(old), _shown(new))
        cells: tuple[Mapping[str, Cell], Mapping[str, Cell]] = (
            old.by_agency if old else {},
            new.by_agency if new else {},
        )
        withheld = {body for report in (before, after) for body in report.withheld.get(code, {})}
        for agency in dict.fromkeys((*cells[1], *cells[0])):
            hide = agency in withheld
            pair = [_cell(one, cell.get(agency), hide=hide) for one, cell in zip((old, new), cells, strict=True)]
            if pair[0] != pair[1]:
                hidden = any(text == WITHHELD for _, text in pair)
                values = [WITHHELD if hidden and text is not None else text for _, text in pair]
                yield Change("figure", code, agency, *values)


def _shown(figure: IndicatorFigure | None) -> str | None:
    return None if figure is None else _digits(figure.total, figure)


def _digits(value: Decimal | None, figure: IndicatorFigure) -> str | None:
    if value is None:
        return None
    return format(round_half_up(value, figure.decimals if figure.kind == "ratio" else 20), "f")


def _cell(figure: IndicatorFigure | None, cell: Cell | None, *, hide: bool) -> tuple[Decimal | None, str | None]:
    """The exact value, to compare; and what may be shown of it."""
    if figure is None or cell is None or cell.value is None:
        return None, None
    shown = WITHHELD if hide else _digits(cell.value, figure)
    return cell.value, shown


def _passages(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    was, became = _words_of(before), _words_of(after)
    for key in [*became, *(key for key in was if key not in became)]:
        if was.get(key) != became.get(key):
            old, new = ("\n".join(one[key]) if key in one else None for one in (was, became))
            yield Change("passage", key[0], key[1], old, new)


def _words_of(compiled: CompiledReport) -> _Passages:
    """What bodies wrote, by heading and body; and the coordinator's own words by heading, under no body."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for section in compiled.sections:
        duties = [(duty.title, quote) for duty in section.duties for quote in duty.quotes]
        topics = [(topic.title, quote) for topic in section.topics for quote in topic.quotes]
        for title, quote in (*duties, *topics):
            key = (f"{section.title}: {title}", quote.agency)
            found[key] = (*found.get(key, ()), quote.text)
        if own := compiled.own_texts.get(section.code):
            found[section.title, ""] = (own,)
    return found


# --- in words --------------------------------------------------------------------------------------------------------


def replaced_report(correction: Correction, *, at: str) -> str:
    """The document that is replaced, as a sentence names it: by number and date, else by the day it was issued."""
    signed = correction.document_date
    dated = f" ngày {official_date(signed)}" if signed else ""
    if correction.document_number:
        return f"báo cáo số {correction.document_number}{dated}"
    return f"báo cáo{dated or f' đã ban hành ngày {at}'}"


def correction_lines(compiled: CompiledReport) -> list[tuple[str, list[str]]]:
    """The paragraph of a correction with the list of what changed; nothing for a first report."""
    correction = compiled.corrections
    if correction is None:
        return []
    at = official_date(compiled.plan.calendar.local_date(correction.issued_at))
    replaced = replaced_report(correction, at=at)
    listed = said_changes(compiled.document, correction.changes)
    if not listed:
        return [(f"Báo cáo này thay {replaced}; số liệu và nội dung không thay đổi.", [])]
    return [(f"Báo cáo này thay {replaced}. Các nội dung thay đổi:", listed)]


def changes_of(build: ReportBuild) -> list[Change]:
    """The changes that a build keeps."""
    return [Change(**one) for one in build.listed_changes]


def said_changes(document: PlanDocument, changes: Sequence[Change]) -> list[str]:
    """Changes as lines: bodies, then each indicator with its bodies, then passages."""
    briefs = {one.code: one.brief for one in document.agencies}
    figures: dict[str, list[Change]] = {}
    for one in changes:
        if one.kind in ("figure", "total"):
            figures.setdefault(one.indicator, []).append(one)
    return [
        *(_said_body(document, briefs, one) for one in changes if one.kind == "body"),
        *(_said_figures(document, briefs, code, group) for code, group in figures.items()),
        *(_said_passage(briefs, one) for one in changes if one.kind == "passage"),
    ]


def _said_body(document: PlanDocument, briefs: Mapping[str, str], change: Change) -> str:
    obligation, _, period = change.indicator.rpartition(":")[2].split("/")
    titles = {one.code: one.title for one in (*document.retired, *document.obligations)}
    what = f"{titles.get(obligation, obligation)} ({period_title(period)})"
    said = "không còn trong báo cáo" if change.new is None else "nay đã có trong báo cáo"
    if change.old is not None and change.new is not None:
        said = f"lần gửi {change.new} thay lần {change.old}"
    return f"{briefs.get(change.agency, change.agency)}: {what} {said}"


def _said_figures(document: PlanDocument, briefs: Mapping[str, str], code: str, group: Sequence[Change]) -> str:
    found = next((one for one in document.indicators if one.code == code), None)
    label = f"{found.name} ({found.unit})" if found else code
    parts = []
    for one in group:
        whose = briefs.get(one.agency, one.agency) if one.agency else "tổng số"
        withheld = WITHHELD in (one.old, one.new)
        parts.append(f"{whose} {'có thay đổi' if withheld else f'{_spoken(one.old)} → {_spoken(one.new)}'}")
    return f"{label}: {'; '.join(parts)}"


def _said_passage(briefs: Mapping[str, str], change: Change) -> str:
    whose = f" của {briefs.get(change.agency, change.agency)}" if change.agency else ""
    verb = "bổ sung" if change.old is None else "bỏ" if change.new is None else "sửa"
    return f"{change.indicator}: {verb} phần lời{whose}"


def _spoken(digits: str | None) -> str:
    return NO_FIGURE if digits is None else number(Decimal(digits), 20)
