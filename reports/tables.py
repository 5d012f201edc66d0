"""The tables of a report as rows of words: the same in DOCX and HTML. A lone text is a heading within a table."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reports.compiled import CompiledReport, Pin, Point, Reconciliation, Serves
from reports.figures import Cell, IndicatorFigure
from reports.withholding.bodies import PROTECTING, SUPPRESSED, small_bodies
from reports.withholding.cells import withheld_sum
from reports.wording import LEAST_BASE, change_cell, number, period_title, share_of_target, year_before

Rows = list[Sequence[str] | str]
#: What stands in a cell without a number; each is explained under the table.
MISSING, NIL, EXCUSED, ESTIMATE, PARTIAL = "…", "-", "M", "*", "°"
#: Behind a number that lacks what a body was excused from: a part of the period, or of a total all that the body has.
SPARED = f"({EXCUSED})"
LEGEND = f"“{NIL}” không phát sinh; “{MISSING}” chưa có số liệu; “{EXCUSED}” được miễn; “{ESTIMATE}” ước thực hiện"


def _optional(value: Decimal | None, decimals: int) -> str:
    return "" if value is None else number(value, decimals)


def _before(figure: IndicatorFigure) -> str:
    return _optional(figure.previous, figure.decimals) + (SPARED if figure.previous_exempt else "")


def total_text(figure: IndicatorFigure) -> str:
    """A total as tables show it: a number, "-" where nothing occurred, "…" where nothing is known."""
    if figure.total is None and figure.withheld:
        return PROTECTING if figure.kind == "ratio" else SUPPRESSED
    if figure.total is None:
        return MISSING
    spared = SPARED if figure.exempt else ""
    if figure.all_nil and figure.total == 0:
        return NIL + spared
    return number(figure.total, figure.decimals) + (ESTIMATE if figure.estimate else "") + spared


def point_text(point: Point | None, decimals: int) -> str:
    """A period's value as tables over time show it, marked where it is an estimate, lacks bodies or parts of them."""
    if point is None or point.value is None:
        return PROTECTING if point is not None and point.withheld else MISSING
    marks = (ESTIMATE if point.estimate else "") + (PARTIAL if point.partial else "")
    marks += SPARED if point.exempt else ""
    return number(point.value, decimals) + marks


def cell_text(compiled: CompiledReport, figure: IndicatorFigure, agency: str) -> str:
    """One body's figure as tables show it; small cells are withheld."""
    cell = figure.by_agency.get(agency)
    if cell is None:
        return ""
    sign = compiled.withheld.get(figure.indicator, {}).get(agency)
    return sign or _cell_text(cell, figure.decimals)


def _cell_text(cell: Cell, decimals: int) -> str:
    spared = SPARED if cell.spared else ""
    if cell.nil:
        return NIL + spared
    if cell.value is not None:
        return number(cell.value, decimals) + (ESTIMATE if cell.estimate else "") + spared
    return MISSING if cell.missing else EXCUSED


def has_comparison(compiled: CompiledReport) -> bool:
    """Whether there is a figure of the year before; without one the tables leave its columns out."""
    return any(figure.previous is not None for figure in compiled.shown_figures)


def comparison_heads(compiled: CompiledReport) -> tuple[str, str]:
    """The headings over last year's figure and the change since."""
    before = year_before(compiled.period.key)
    return before[0].upper() + before[1:], "Tăng, giảm (%)"


def comparison_note(compiled: CompiledReport) -> str:
    """What the legend says of the comparison with the year before, without a full stop; "" where it need not.

    A programme has no same period of the year before.
    """
    before = year_before(compiled.period.key)
    if has_comparison(compiled):
        least = number(LEAST_BASE)
        return f"Chỉ tiêu tính bằng % tăng, giảm theo điểm phần trăm; số {before} dưới {least} thì ghi mức tăng, giảm"
    return f"Không có số liệu {before} để so sánh" if before else ""


def figure_heads(compiled: CompiledReport) -> list[str]:
    """The headings of `figure_rows`."""
    compared = [*comparison_heads(compiled)] if has_comparison(compiled) else []
    return ["TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện", *compared, "Mục tiêu", "Đạt (%)", "Đơn vị báo cáo"]


def figure_rows(compiled: CompiledReport) -> Rows:
    """Number, indicator, unit, total, last year's and change, target, share of it, and bodies that reported."""
    rows: Rows = []
    compare = has_comparison(compiled)
    group = None
    for n, figure in enumerate(compiled.shown_figures, 1):
        if figure.group and figure.group != group:
            rows.append(figure.group)
        group = figure.group
        compared = (_before(figure), change_cell(figure)) if compare else ()
        aim = (_optional(figure.target, figure.decimals), share_of_target(figure))
        said = f"{figure.reported}/{figure.expected}"
        rows.append((str(n), figure.name, figure.unit, total_text(figure), *compared, *aim, said))
    return rows


def districts(compiled: CompiledReport, figures: Sequence[IndicatorFigure]) -> list[str]:
    """The districts (and communes) that these figures are broken down by, in the plan's order."""
    met = {agency for figure in figures for agency in figure.by_agency}
    local = ("district", "commune")
    return [agency.code for agency in compiled.document.agencies if agency.kind in local and agency.code in met]


def short_district(compiled: CompiledReport, agency: str) -> str:
    """A district's name in a narrow column, without the word for its committee."""
    return compiled.brief(agency).removeprefix("UBND ").removeprefix("huyện ")


def breakdown(compiled: CompiledReport, figures: Sequence[IndicatorFigure], bodies: Sequence[str]) -> Rows:
    """Indicator, unit, and a column for each of `bodies`."""
    return [
        (figure.name, figure.unit, *(cell_text(compiled, figure, agency) for agency in bodies)) for figure in figures
    ]


def other_bodies(compiled: CompiledReport) -> list[str]:
    """The bodies that have figures and are no districts, as they are met."""
    local = set(districts(compiled, compiled.figures))
    met = dict.fromkeys(agency for figure in compiled.shown_figures for agency in figure.by_agency)
    return [agency for agency in met if agency not in local]


#: The headings of `body_rows`.
BODY_HEADS = ("Chỉ tiêu (đơn vị tính), cơ quan", "Số liệu")


def body_rows(compiled: CompiledReport) -> Rows:
    """Body and figure for every body that is not a district, where it does not stand alone, under its indicator."""
    others = set(other_bodies(compiled))
    rows: Rows = []
    for figure in compiled.shown_figures:
        bodies = [agency for agency in figure.by_agency if agency in others]
        if bodies and len(figure.by_agency) > 1:
            rows.append(f"{figure.name} ({figure.unit})")
            rows += [(compiled.brief(one), cell_text(compiled, figure, one)) for one in bodies]
    return rows


def whose(compiled: CompiledReport, agency: str) -> str:
    """A body's short name; of a figure that is under no body, that it is the whole's."""
    return compiled.brief(agency) if agency else "Tổng số"


def owner_name(compiled: CompiledReport, line: Reconciliation) -> str:
    """The name of the body or group whose figures count."""
    groups = (group.name for group in compiled.document.groups if group.code == line.owner)
    return next(groups, None) or compiled.brief(line.owner)


def reconciliation_rows(compiled: CompiledReport) -> Rows:
    """Indicator, unit, owner, the total that counts, what others reported, and the difference."""
    small = small_bodies(compiled.document)
    return [
        (
            reconciled_name(line),
            line.unit,
            owner_name(compiled, line),
            MISSING if line.total is None else number(line.total),
            *_set_beside(line, small),
        )
        for line in compiled.reconciliation
    ]


def reconciled_name(line: Reconciliation) -> str:
    """The indicator, and which years its own total is set beside."""
    if not line.by_year:
        return line.name
    return f"{line.name} (so với cộng các năm {', '.join(sorted(line.others))})"


def _set_beside(line: Reconciliation, small: frozenset[str]) -> tuple[str, str]:
    """The others' sum and the difference; signs where the sum would be a small body's small figure."""
    if withheld_sum(line.others, small):
        return SUPPRESSED, PROTECTING
    return number(line.others_total), "" if line.difference is None else number(line.difference)


#: The headings of `source_rows`.
SOURCE_HEADS = ("Cơ quan", "Báo cáo", "Kỳ", "Lần gửi", "Dùng cho", "Mã kiểm tra")
_COMPARED = "Chỉ dùng để so sánh với các năm trước"
#: What a submission serves; that it stands in the account of who reported goes without saying beside anything else.
_SERVES: Mapping[Serves, str] = {
    "figures": "số liệu",
    "words": "phần lời",
    "duties": "nhiệm vụ",
    "parts": "diễn biến",
    "years": "số liệu từng năm",
    "beside": "đối chiếu",
    "compared": "so sánh",
}
_ACCOUNT = "tình hình gửi"


def source_rows(compiled: CompiledReport) -> Rows:
    """Body, obligation, period, revision, use and the first digits of the hash of what the report rests on.

    Submissions that are only compared with, of earlier years, come last under a heading of their own.
    """
    own, compared = ([pin for pin in compiled.pins if pin.compared is only] for only in (False, True))
    return [*_source_rows(compiled, own), *([_COMPARED, *_source_rows(compiled, compared)] if compared else [])]


def _source_rows(compiled: CompiledReport, pins: Sequence[Pin]) -> Rows:
    titles = {obligation.code: obligation.title for obligation in compiled.document.obligations}
    order = {agency.code: n for n, agency in enumerate(compiled.document.agencies)}
    rows = []
    for pin in pins:
        obligation, agency, period = pin.assignment.partition(":")[2].split("/")
        what = titles.get(obligation, obligation)
        head = (compiled.brief(agency), what, period_title(period), str(pin.revision))
        rows.append((order.get(agency, len(order)), pin.assignment, (*head, served(pin), pin.sha256[:12])))
    return [row for _, _, row in sorted(rows)]


def served(pin: Pin) -> str:
    """What a submission serves in the report, in words."""
    return ", ".join(_SERVES[one] for one in pin.serves if one in _SERVES) or _ACCOUNT
