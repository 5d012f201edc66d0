"""What stands behind the figures of the HTML report: each piece with its submission's revision, cell and value."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from reports.compiled import CompiledReport
from reports.figures import Cell, IndicatorFigure
from reports.tables import cell_text
from reports.text import clean
from reports.tiling import Piece, Spared
from reports.withholding.bodies import PROTECTING
from reports.wording import number, period_title

_NO_REPORT = "chưa có báo cáo được duyệt"
_IMPORT = "import-"


class Sources:
    """The pieces behind figures as list items. Made once for a page: it remembers the submissions that recur."""

    def __init__(self, compiled: CompiledReport) -> None:
        self._compiled = compiled
        self._named: dict[tuple[str, int], str] = {}

    def of(self, figure: IndicatorFigure) -> Markup:
        """`<li>` for each body that is in the figure or should be; empty where none is."""
        items = "".join(self._body(figure, agency, cell) for agency, cell in figure.by_agency.items())
        return Markup(items)  # noqa: S704 - every word in it is escaped

    def _body(self, figure: IndicatorFigure, agency: str, cell: Cell) -> str:
        shown = cell_text(self._compiled, figure, agency)
        head = f"<b>{_said(self._compiled.brief(agency))}</b>: {_said(shown)}"
        if cell.pieces:
            sign = self._sign(figure, agency)
            parts = [
                *(self._piece(piece, figure.decimals, sign) for piece in cell.pieces),
                *map(_left_out, cell.spared),
            ]
            return f"<li>{head} – {'; '.join(parts)}</li>"
        why = "được miễn" if cell.excused else _NO_REPORT if cell.missing else ""
        return f"<li>{head} – {why}</li>" if why else f"<li>{head}</li>"

    def _sign(self, figure: IndicatorFigure, agency: str) -> str:
        """What stands for the parts of a figure that are not published."""
        withheld = self._compiled.withheld.get(figure.indicator, {}).get(agency, "")
        return withheld or (PROTECTING if agency in self._compiled.withheld_pieces[figure.indicator] else "")

    def _piece(self, piece: Piece, decimals: int, sign: str) -> str:
        value = sign or ("không phát sinh" if piece.nil else number(piece.value, max(decimals, 2)))
        mark = " (ước thực hiện)" if piece.estimate else ""
        cell = f", ô {_said(piece.cell)}" if piece.cell else ""
        return f"{self._filing(piece)}{cell}: {_said(value)}{mark}"

    def _filing(self, piece: Piece) -> str:
        key = piece.assignment, piece.revision
        if key not in self._named:
            self._named[key] = _said(_filing(*key))
        return self._named[key]


def _left_out(spared: Spared) -> str:
    """A period that is not in a figure, as its body was excused."""
    obligation, _, period = spared.assignment.rpartition(":")[2].split("/")
    return _said(f"{obligation}, {period_title(period)}: được miễn")


def _filing(assignment: str, revision: int) -> str:
    """A submission by its obligation, period and revision, an import of earlier figures by its number."""
    obligation, _, period = assignment.rpartition(":")[2].split("/")
    if obligation.startswith(_IMPORT):
        return f"{period_title(period)}, nhập số liệu các năm trước lần {obligation.removeprefix(_IMPORT)}"
    return f"{obligation}, {period_title(period)}, lần gửi {revision}"


def _said(words: str) -> str:
    return str(escape(clean(words)))


def without_heading(compiled: CompiledReport) -> Sequence[IndicatorFigure]:
    """The figures that stand under no heading, and so have no sentence to open."""
    placed = {figure.indicator for section in compiled.sections for figure in section.figures}
    return [figure for figure in compiled.shown_figures if figure.indicator not in placed]
