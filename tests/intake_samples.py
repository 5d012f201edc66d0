"""A small plan with one obligation of each kind, its assignments in a store, and workbooks filled by hand."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from ruamel.yaml import YAML
from sqlmodel import Session, select

from intake.forms import FormSpec, form_spec, previous_figures
from intake.workbook import write_workbook
from models.assignments import Assignment, assignment_name
from models.calendar import WorkCalendar
from models.plan import PlanDocument
from models.schedule import schedule
from models.store import Store
from models.versions import ActivePlan, PlanVersion, activate, canonical, digest_of

NOW = datetime(2015, 6, 16, 2, 0, tzinfo=UTC)
SHEET = "Số liệu"

PLAN = """
schema: 1
plan: {code: mau-2015, title: Kế hoạch mẫu năm 2015, issuer: ubnd, standing: so-a, from: 2015-01-01, to: 2015-12-31}
agencies:
  - {code: ubnd, name: UBND tỉnh, kind: issuer}
  - {code: so-a, name: Sở A, kind: department}
  - {code: so-b, name: Sở B, kind: department}
  - {code: so-c, name: Sở C, kind: department}
  - {code: xa-1, name: UBND xã 1, kind: commune}
contacts:
  - {agency: so-a, role: focal, name: Đầu mối Sở A, email: focal@so-a.example, phone: "0210 3 846 000"}
  - {agency: so-b, role: focal, name: Đầu mối Sở B, email: focal@so-b.example, phone: "0912 345 678"}
policies:
  - {code: standard, steps: [{at: -7d, action: remind, to: [focal]}]}
obligations:
  - {code: B-01, title: Báo cáo kết quả kiểm tra, assigned_to: [so-b, xa-1], period: half, cutoff: nd09,
     due: {after_cutoff: 3wd}, form: inspections}
  - {code: D-1, title: Rà soát cơ sở kinh doanh, clauses: [V.2#1], kind: standing, via: B-01, assigned_to: [so-b]}
  - {code: D-2, title: Phối hợp kiểm tra liên ngành, clauses: [V.2#2], kind: standing, via: B-01, assigned_to: [so-b]}
  - {code: D-3, title: Việc của nơi khác, clauses: [V.2#3], kind: standing, via: B-01, assigned_to: [so-c]}
  - {code: J-01, title: Báo cáo kinh phí, assigned_to: [so-b, so-c], joint: true, period: half, cutoff: nd09,
     due: {after_cutoff: 3wd}, form: money}
  - {code: T-01, title: Lập dự toán, kind: task, assigned_to: [so-b], period: once, due: {on: 2015-06-30}}
  - {code: H-01, title: Bàn giao theo kênh riêng, kind: handover, to: so-a, assigned_to: [so-b], period: half,
     cutoff: nd09, due: {after_cutoff: 3wd}}
  - {code: R-01, title: Báo cáo bằng văn bản, assigned_to: [so-b], period: half, cutoff: nd09, due: {after_cutoff: 3wd}}
forms:
  - code: inspections
    title: Biểu kết quả kiểm tra
    indicators: [visits, violations, fines, share, violation-rate]
    narrative:
      - {code: difficulties, title: "Khó khăn, vướng mắc", required: true}
      - {code: proposals, title: Kiến nghị, max_length: 200}
    rules:
      - {left: violations, op: "<=", right: visits, message: Số cơ sở vi phạm vượt số lượt kiểm tra}
  - {code: money, indicators: [budget]}
indicators:
  - {code: visits, name: Lượt cơ sở được kiểm tra, unit: lượt, type: integer, min: 0, max: 100000, group: Kiểm tra}
  - {code: violations, name: Cơ sở vi phạm, unit: cơ sở, type: integer, min: 0, group: Kiểm tra}
  - {code: fines, name: Tiền phạt, unit: triệu đồng, type: decimal, min: 0, group: Xử lý}
  - {code: share, name: Tỷ lệ hoàn thành, unit: "%", kind: stock, type: decimal, decimals: 1, min: 0, max: 100,
     group: Xử lý}
  - {code: violation-rate, name: Tỷ lệ vi phạm, unit: "%", kind: ratio, numerator: violations, denominator: visits}
  - {code: budget, name: Kinh phí, unit: triệu đồng, type: decimal, min: 0}
"""

#: A complete answer to `B-01` of so-b, as a system would send it.
GOOD: Mapping[str, object] = {
    "figures": {
        "visits": 12,
        "violations": 3,
        "fines": {"value": "12,5", "estimate": True, "note": "tạm tính"},
        "share": 80,
    },
    "narrative": {"difficulties": "Thiếu kinh phí đi lại."},
    "duties": {"D-1": {"status": "done", "text": "Đã rà soát toàn bộ."}, "D-2": "ongoing"},
}


def document() -> PlanDocument:
    """The plan above."""
    return PlanDocument.model_validate(YAML(typ="safe").load(PLAN))


def new_assignment(plan: PlanDocument, obligation: str, agency: str, index: int = 0) -> Assignment:
    """The row of an obligation's period, as `plan apply` would create it."""
    scheduled = schedule(plan, plan.obligation(obligation), WorkCalendar.of(plan.calendar))[index]
    return Assignment(
        name=assignment_name(plan.plan.code, obligation, agency, scheduled.period.key),
        plan=plan.plan.code,
        obligation=obligation,
        agency=agency,
        period=scheduled.period.key,
        cutoff_from=scheduled.window.first,
        cutoff_to=scheduled.window.last,
        original_due=scheduled.due.day,
        due=scheduled.due.day,
        cycle_from=scheduled.window.first,
        created_at=datetime(2015, 1, 5, tzinfo=UTC),
    )


def sample_spec(
    obligation: str = "B-01", agency: str = "so-b", previous: Mapping[str, Decimal] | None = None
) -> FormSpec:
    """A form without a store."""
    plan = document()
    active = ActivePlan(1, plan, WorkCalendar.of(plan.calendar))
    return form_spec(active, new_assignment(plan, obligation, agency), previous or {})


class Desk:
    """A plan in force in an open transaction: what the tests of submissions stand at."""

    def __init__(self, session: Session, plan: ActivePlan) -> None:
        self.session = session
        self.plan = plan

    def assignment(self, obligation: str = "B-01", agency: str = "so-b", index: int = 0) -> Assignment:
        """A stored assignment, created when first asked for."""
        row = new_assignment(self.plan.document, obligation, agency, index)
        found = self.session.exec(select(Assignment).where(Assignment.name == row.name)).first()
        if found is not None:
            return found
        self.session.add(row)
        self.session.flush()
        return row

    def spec(self, assignment: Assignment) -> FormSpec:
        """Its form as it would be sent now."""
        return form_spec(self.plan, assignment, previous_figures(self.session, self.plan, assignment))


@contextmanager
def open_desk(directory: Path) -> Iterator[Desk]:
    """A fresh store with the sample plan applied."""
    store = Store(f"sqlite:///{(directory / 'x.db').as_posix()}")
    store.upgrade()
    text = canonical(document())
    version = PlanVersion(
        plan="mau-2015",
        version=1,
        document=text,
        source=PLAN,
        sha256=digest_of(text),
        applied_at=NOW,
        applied_by="test",
    )
    try:
        with store.session() as session:
            session.add(version)
            session.flush()
            yield Desk(session, activate(version))
    finally:
        store.close()


def opened(content: bytes) -> Workbook:
    """A workbook to edit."""
    return load_workbook(io.BytesIO(content))


def saved(book: Workbook) -> bytes:
    """Its bytes, as an office suite would save them."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def row_of(book: Workbook, key: str) -> int:
    """The row with a hidden key, such as `figure:visits`."""
    rows: dict[object, int] = {cell.value: cell.row for cell in book[SHEET]["I"]}
    return rows[key]


def fill(content: bytes, cells: Mapping[str, object]) -> bytes:
    """Fill cells named by row key and column (`figure:visits/E`) or by place (`E12`) the way a person would."""
    book = opened(content)
    for name, value in cells.items():
        key, _, column = name.rpartition("/")
        place = f"{column}{row_of(book, key)}" if key else column
        book[SHEET][place].value = value
    return saved(book)


#: The same answer as `GOOD`, typed into the form.
GOOD_CELLS: Mapping[str, object] = {
    "figure:visits/E": 12,
    "figure:violations/E": 3,
    "figure:fines/E": 12.5,
    "figure:fines/G": "x",
    "figure:fines/H": "tạm tính",
    "figure:share/E": 80,
    "passage:difficulties/A": "Thiếu kinh phí đi lại.",
    "duty:D-1/D": "Đã hoàn thành",
    "duty:D-1/F": "Đã rà soát toàn bộ.",
    "duty:D-2/D": "Đang thực hiện",
}


def good_workbook(spec: FormSpec) -> bytes:
    """The form of `B-01`, filled."""
    return fill(write_workbook(spec), GOOD_CELLS)
