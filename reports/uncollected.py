"""What bodies report for a report's period, and what they do not: a report on demand says why it lacks figures."""

from decimal import Decimal

from models.cutoffs import Window
from models.periods import parse_period
from models.plan import PlanDocument
from reports.compiled import CompiledReport
from reports.tiling import Piece, tile


def uncollected(compiled: CompiledReport) -> list[str]:
    """The codes of indicators that have no place in a report on a part of a year or a year, in the plan's order.

    Bodies report them within a year, but not for this period; what they report for a programme alone is none of them.
    A programme shows all of its years.
    """
    if compiled.period.kind == "program":
        return []
    asked = _asked_within_years(compiled.document)
    shown = {figure.indicator for figure in compiled.shown_figures}
    return [
        one.code
        for one in compiled.document.indicators
        if one.code not in shown and {one.numerator or one.code, one.denominator or one.code} <= asked
    ]


def _asked_within_years(document: PlanDocument) -> set[str]:
    used = {one.form for one in document.obligations if one.period not in ("program", "once")}
    return {code for form in document.forms if form.code in used for code in form.indicators}


def uncollected_note(compiled: CompiledReport) -> str:
    """The same in a sentence, without a full stop; "" for none, and for a report that the plan's schedule names.

    Such a report's headings were chosen for its period; those of a report on demand were not, and some lack figures.
    """
    left = len(uncollected(compiled))
    if compiled.due is not None or not left:
        return ""
    shown = len(compiled.shown_figures)
    if not shown:
        return "Theo kế hoạch, không chỉ tiêu nào được thu thập cho kỳ này nên báo cáo không có số liệu"
    return (
        f"Theo kế hoạch, {shown} chỉ tiêu được thu thập cho kỳ này; {left} chỉ tiêu khác không thu thập cho kỳ này nên "
        "đề mục của các chỉ tiêu ấy không có số liệu"
    )


def is_made_up(compiled: CompiledReport) -> bool:
    """Whether the periods of some body's reports make up the report's own: by its figures, or where it has none."""
    whole = Window(compiled.period.first, compiled.period.last)
    told: dict[tuple[str, str], list[Piece]] = {}
    for one in compiled.completion:
        if one.period != "once":
            period = parse_period(one.period)
            piece = Piece(Window(period.first, period.last), one.assignment, Decimal(0))
            told.setdefault((one.agency, one.title), []).append(piece)
    return bool(compiled.shown_figures) or any(tile(whole, pieces) for pieces in told.values())
