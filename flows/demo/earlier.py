"""The demo's figures of earlier years: an invented workbook, marked so, taken in by the real import."""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from flows.demo.figures import Province
from flows.demo.world import COORDINATOR, World
from intake.earlier_figures import asked_periods, import_earlier
from intake.workbook_writing import to_bytes
from models.errors import DondocError
from models.periods import Period, parse_period
from models.plan import PlanDocument

FILE = "so-lieu-gia-dinh-cac-nam-truoc.xlsx"
_TITLE = "Số liệu giả định các năm trước, chỉ dùng cho bản chạy thử"
_SOURCE = "Số liệu giả định"
#: What nobody kept: an indicator of a year is left empty, and shows as missing.
_NOT_KEPT = {"2011": ("ld-uoc-tinh", "ld-quan-ly", "dt-giup-do", "vh-doc-hai"), "2012": ("yt-kham",)}
_WIDTHS = (20, 52, 14)


def bring_earlier_years(world: World, now: datetime) -> Path:
    """Leave a workbook of the years before the plan beside the other results, and import it."""
    document = world.plan.document
    before = document.plan.start.year - 1
    periods = [*asked_periods(document, "year"), parse_period(f"{before}-H1"), parse_period(f"{before}-9M")]
    content = _workbook(document, world.author.province, periods)
    path = world.out / FILE
    path.write_bytes(content)
    with world.store.session() as session:
        result = import_earlier(session, world.plan, content=content, name=FILE, now=now, by=COORDINATOR)
    if result.refused:
        said = "; ".join(f"{problem.where}: {problem.message}" for problem in result.problems[:3])
        raise DondocError(f"the demo's own figures of earlier years were refused: {said}")
    return path


def _workbook(document: PlanDocument, province: Province, periods: Sequence[Period]) -> bytes:
    """One sheet as an office would keep it: indicators down, periods across, of the whole province."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Số liệu giả định"
    sheet.append([_TITLE])
    sheet.append(["Mã chỉ tiêu", "Chỉ tiêu", "Đơn vị tính", *(one.title().capitalize() for one in periods), "Nguồn"])
    for indicator in document.indicators:
        if indicator.kind != "ratio":
            values = [_value(province, indicator.code, period) for period in periods]
            sheet.append([indicator.code, indicator.name, indicator.unit, *values, _SOURCE])
    for row in (1, 2):
        for cell in sheet[row]:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=row == 2, vertical="center")
    for column, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "D3"
    return to_bytes(book, datetime.combine(document.plan.start, time()))


def _value(province: Province, code: str, period: Period) -> Decimal | None:
    return None if code in _NOT_KEPT.get(period.key, ()) else province.total(code, period)
