"""A store filled for the tests of reports: a small plan or the shipped one, and answers put in as the intake would."""

import hashlib
import json
import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from models.assignments import Assignment, Workflow, assignments_where, find_assignment
from models.forms import Form
from models.plan import PlanDocument
from models.store import Store, sqlite_url
from models.submissions import Figure, PassageText, Submission, SubmissionState
from models.versions import ActivePlan, active_plan
from plans.apply import apply_plan
from plans.loading import load_plan
from reports.compiled import CompiledReport
from reports.compiling import compile_report

SHIPPED = Path(__file__).parent.parent / "plans" / "phu-tho-2015.yaml"
STARTED = datetime(2015, 1, 5, 1, 0, tzinfo=UTC)
IN_TIME = datetime(2015, 6, 16, 3, 0, tzinfo=UTC)
YEAR_END = datetime(2015, 12, 22, 3, 0, tzinfo=UTC)


def plan_of(**parts: Any) -> PlanDocument:
    """A plan of one department and two districts that report half-yearly; `parts` replace its own."""
    plan: dict[str, Any] = {
        "schema": 1,
        "plan": {
            "code": "mau",
            "title": "Kế hoạch mẫu năm 2015",
            "issuer": "ubnd",
            "standing": "so-a",
            "place": "Phú Thọ",
            "from": "2015-01-01",
            "to": "2015-12-31",
        },
        "legal_bases": [{"number": "679/QĐ-TTg", "date": "2011-05-10", "title": "Chương trình hành động 2011-2015"}],
        "agencies": [
            {"code": "ubnd", "name": "UBND tỉnh", "kind": "issuer"},
            {"code": "so-a", "name": "Sở Lao động", "short": "Sở LĐ", "kind": "department"},
            {"code": "so-b", "name": "Sở B", "kind": "department"},
            {"code": "h1", "name": "UBND huyện Một", "kind": "district"},
            {"code": "h2", "name": "UBND huyện Hai", "kind": "district"},
        ],
        "groups": [{"code": "huyen", "name": "UBND các huyện", "members": ["h1", "h2"]}],
        "policies": [{"code": "standard"}],
        "obligations": [obligation("B-01", ["huyen"])],
        "forms": [
            {
                "code": "f",
                "indicators": ["visits", "violations", "teams"],
                "narrative": [{"code": "kho-khan", "title": "Khó khăn, vướng mắc"}],
            }
        ],
        "indicators": [
            {"code": "visits", "name": "Lượt cơ sở được kiểm tra", "unit": "lượt", "targets": {"2015": 100}},
            {"code": "violations", "name": "Cơ sở vi phạm", "unit": "cơ sở"},
            {"code": "teams", "name": "Đội kiểm tra", "unit": "đội", "kind": "stock"},
            {
                "code": "rate",
                "name": "Tỷ lệ vi phạm",
                "unit": "%",
                "kind": "ratio",
                "numerator": "violations",
                "denominator": "visits",
            },
        ],
        "reports": [report("year-end", "Báo cáo kết quả năm", "year", {"2015": "2015-12-25"})],
    }
    return PlanDocument.model_validate(plan | parts)


def obligation(code: str, bodies: list[str], **more: Any) -> dict[str, Any]:
    """An obligation of half-yearly reports on the form `f`, with the cut-off of Nghị định 09/2019."""
    own = {"code": code, "title": f"Báo cáo {code}", "assigned_to": bodies, "form": "f", "cutoff": "nd09"}
    return own | {"due": {"after_cutoff": "3wd"}} | more


def report(code: str, title: str, period: str, due: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """A consolidated report with the cut-off of Nghị định 09/2019."""
    own = {"code": code, "title": title, "period": period, "cutoff": "nd09", "due": {"on": dict(due)}}
    return own | {"from": "so-a", "to": ["ubnd"]} | more


_STATE_AFTER = {SubmissionState.ACCEPTED: Workflow.ACCEPTED, SubmissionState.RETURNED: Workflow.RETURNED}


def _content(
    key: int,
    figures: Mapping[str, int | str | None],
    estimates: Collection[str],
    passages: Mapping[str, str],
    duties: Mapping[str, tuple[str, str]],
) -> Iterator[Figure | PassageText]:
    """The rows that belong to one submission."""
    for number, (code, value) in enumerate(figures.items(), 5):
        yield Figure(
            submission_id=key,
            indicator=code,
            value=None if value is None else Decimal(value),
            nil=value is None,
            estimate=code in estimates,
            cell=f"Số liệu!D{number}",
        )
    for code, text in passages.items():
        yield PassageText(submission_id=key, code=code, text=text)
    for code, (status, text) in duties.items():
        yield PassageText(submission_id=key, code="duty", duty=code, status=status, text=text)


@dataclass
class Sample:
    """A store in which one plan is in force."""

    store: Store
    plan: ActivePlan

    def answer(
        self,
        name: str,
        figures: Mapping[str, int | str | None] | None = None,
        *,
        passages: Mapping[str, str] | None = None,
        duties: Mapping[str, tuple[str, str]] | None = None,
        answers: Mapping[str, str] | None = None,
        estimates: tuple[str, ...] = (),
        nil: bool = False,
        received: datetime = IN_TIME,
        reviewed: datetime | None = IN_TIME,
        state: SubmissionState = SubmissionState.ACCEPTED,
    ) -> Submission:
        """Put in the next revision; a figure of None is a nil return of that indicator."""
        with self.store.session() as session:
            row = find_assignment(session, name)
            row.revision += 1
            row.first_submitted_at = row.first_submitted_at or received
            row.state = _STATE_AFTER.get(state, Workflow.SUBMITTED)
            content = json.dumps([name, row.revision, figures, passages, duties, answers], default=str)
            submission = Submission(
                assignment_id=row.key,
                revision=row.revision,
                state=state,
                received_at=received,
                received_from="dau-moi@mau.example",
                channel="file",
                nil=nil,
                plan_version=self.plan.version,
                due_then=row.due,
                sha256=hashlib.sha256(content.encode()).hexdigest(),
                report=json.dumps(answers or {}, ensure_ascii=False),
                reviewed_at=reviewed,
            )
            session.add(submission)
            session.flush()
            session.add_all(_content(submission.id or 0, figures or {}, estimates, passages or {}, duties or {}))
            session.flush()
            session.refresh(submission)
            session.expunge(submission)
        return submission

    def change(self, name: str, **fields: object) -> None:
        """Set columns of an assignment."""
        with self.store.session() as session:
            row = find_assignment(session, name)
            for field, value in fields.items():
                setattr(row, field, value)
            session.add(row)

    def change_submission(self, submission: Submission, **fields: object) -> None:
        """Set columns of a revision."""
        with self.store.session() as session:
            row = session.get_one(Submission, submission.id)
            for field, value in fields.items():
                setattr(row, field, value)
            session.add(row)

    def compile(self, code: str = "year-end", period: str = "2015", as_of: datetime = YEAR_END) -> CompiledReport:
        """Compile a report without writing anything."""
        with self.store.reading() as session:
            return compile_report(session, self.plan, code, period, as_of)

    def assignments(self) -> list[Assignment]:
        """Every assignment, detached."""
        with self.store.reading() as session:
            rows = list(assignments_where(session, self.plan.code))
            session.expunge_all()
        return rows


@cache
def _migrated() -> bytes:
    """An empty database at the newest migration: migrating one for every test would take most of their time."""
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "empty.db"
        store = Store(sqlite_url(path))
        store.upgrade()
        store.close()
        return path.read_bytes()


def sample(tmp_path: Path, document: PlanDocument | None = None) -> Sample:
    """A new store with a plan applied on the first working day of the year."""
    path = tmp_path / "reports.db"
    path.write_bytes(_migrated())
    store = Store(sqlite_url(path))
    document = document or plan_of()
    with store.session() as session:
        apply_plan(session, document, source="", now=STARTED, by="Người điều phối", from_date=date(2015, 1, 1))
    with store.reading() as session:
        plan = active_plan(session)
    return Sample(store, plan)


_WORDS = (
    "Địa bàn rộng, cán bộ kiêm nhiệm nhiều việc nên việc kiểm tra thường xuyên còn hạn chế.",
    "Đã lồng ghép nội dung tuyên truyền vào sinh hoạt khu dân cư, hội nghị của các đoàn thể và hệ thống loa cơ sở.",
    "Kinh phí được giao chậm; đề nghị bố trí ngay từ đầu năm để chủ động triển khai.",
    "Các đội kiểm tra liên ngành hoạt động đều, kịp thời nhắc nhở chủ cơ sở ký cam kết chấp hành pháp luật.",
    "Tiếp tục duy trì mô hình điểm, rà soát cơ sở kinh doanh có điều kiện và tập huấn cho cán bộ cấp xã.",
)


def fill_at_random(found: Sample, seed: int = 1, silent: tuple[str, ...] = ("tan-son", "hoi-ccb")) -> None:
    """Answer the plan's assignments with plausible figures; `silent` bodies do not answer, and one in ten is late."""
    rng = random.Random(seed)
    document = found.plan.document
    kinds = {indicator.code: indicator for indicator in document.indicators}
    for row in found.assignments():
        duty = document.obligation(row.obligation)
        if row.agency in silent and row.period != "2015-H1":
            continue
        late = timedelta(days=rng.choice([4] + [-1] * 9))
        at = datetime(row.due.year, row.due.month, row.due.day, 3, tzinfo=UTC) + late
        form = document.form(duty.form) if duty.form else None
        figures: dict[str, int | str | None] = {}
        for code in form.indicators if form else ():
            decimal = kinds[code].type == "decimal"
            figures[code] = f"{rng.randint(5, 900)}.{rng.randint(0, 9)}5" if decimal else rng.choice([None, *range(40)])
        bounded = _within_rules(form, figures) if form else figures
        duties = {
            one.code: (rng.choice(["done", "ongoing", "ongoing", "not-started"]), rng.choice([*_WORDS, "", ""]))
            for one in document.duties_via(row.obligation, row.agency)
        }
        passages = {one.code: rng.choice(_WORDS) for one in (form.narrative if form else ())}
        said = {} if form else {"status": "done", "number": "15/CV-MAU", "date": row.due.isoformat(), "count": "12"}
        waiting = rng.random() < 0.05
        found.answer(
            row.name,
            bounded,
            passages=passages,
            duties=duties,
            answers=said,
            received=at,
            reviewed=None if waiting else at + timedelta(hours=3),
            state=SubmissionState.SUBMITTED if waiting else SubmissionState.ACCEPTED,
        )


def _within_rules(form: Form, figures: dict[str, int | str | None]) -> dict[str, int | str | None]:
    for rule in form.rules:
        left, right = figures.get(rule.left), figures.get(str(rule.right))
        if left is not None and Decimal(left) > Decimal(right or 0):
            figures[rule.left], figures[str(rule.right)] = right, left
    return figures


def shipped_year(folder: Path) -> CompiledReport:
    """The report on the shipped plan with a year of plausible answers."""
    found = sample(folder, load_plan(SHIPPED).document)
    fill_at_random(found)
    return found.compile()
