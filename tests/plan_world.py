"""A small plan and the few acts that tests of the flows are told in."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from flows import acts
from flows.acts import Act
from flows.deliver import DeliverResult, deliver
from flows.round import RoundResult, run_round
from flows.settings import Settings
from models.assignments import Assignment, find_assignment
from models.calendar import WorkCalendar
from models.notices import Notice, notices_of
from models.plan import PlanDocument
from models.store import Store
from plans.apply import Applied, apply_plan

PLAN = """
schema: 1
plan: {code: demo-2015, title: Kế hoạch mẫu năm 2015, issuer: ubnd, standing: so-a, from: 2015-01-01, to: 2015-12-31}
agencies:
  - {code: ubnd, name: UBND tỉnh, kind: issuer}
  - {code: so-a, name: Sở A}
  - {code: so-b, name: Sở B}
  - {code: huyen-1, name: UBND huyện 1, kind: district}
  - {code: huyen-2, name: UBND huyện 2, kind: district}
  - {code: hoi, name: Hội C, kind: organisation}
groups: [{code: huyen, name: UBND các huyện, members: [huyen-1, huyen-2]}]
contacts:
  - {agency: so-a, role: focal, name: Đầu mối Sở A, email: focal@so-a.example}
  - {agency: so-a, role: head, name: Lãnh đạo Sở A, email: head@so-a.example}
  - {agency: so-a, role: coordinator, name: Điều phối, email: dieuphoi@so-a.example}
  - {agency: so-b, role: focal, name: Đầu mối Sở B, email: focal@so-b.example}
  - {agency: so-b, role: head, name: Lãnh đạo Sở B, email: head@so-b.example}
  - {agency: huyen-1, role: focal, name: Đầu mối huyện 1, email: focal@huyen-1.example}
  - {agency: huyen-1, role: head, name: Lãnh đạo huyện 1, email: head@huyen-1.example}
  - {agency: huyen-2, role: focal, name: Đầu mối huyện 2, email: focal@huyen-2.example}
  - {agency: huyen-2, role: head, name: Lãnh đạo huyện 2, email: head@huyen-2.example}
  - {agency: hoi, role: focal, name: Đầu mối Hội C, email: focal@hoi.example}
  - {agency: hoi, role: head, name: Lãnh đạo Hội C, email: head@hoi.example}
  - {agency: ubnd, role: office, name: Văn phòng UBND tỉnh, email: vp@ubnd.example}
policies:
  - code: standard
    min_notice: 2wd
    steps:
      - {at: -7d, action: remind, to: [focal]}
      - {at: -1wd, action: remind, to: [focal]}
      - {at: +1wd, action: chase, to: [focal], inform: [head]}
      - {at: +5wd, action: escalate, to: [head], inform: [standing.coordinator]}
      - {at: +10wd, action: escalate, to: [standing.head], letter: true, approve: coordinator}
      - {at: +15wd, action: escalate, to: [issuer.office], letter: true, approve: coordinator}
obligations:
  - code: B-01
    title: Báo cáo kết quả kiểm tra
    clauses: [V.2#4]
    assigned_to: [so-b]
    period: half
    cutoff: nd09
    due: {on: {2015-H1: 2015-06-15, 2015-H2: 2015-12-15}}
    form: inspections
forms:
  - code: inspections
    indicators: [visits, violations]
    rules: [{left: violations, op: "<=", right: visits, message: Số cơ sở vi phạm vượt số lượt kiểm tra}]
indicators:
  - {code: visits, name: Lượt cơ sở được kiểm tra, unit: lượt, min: 0, owner: so-b}
  - {code: violations, name: Cơ sở vi phạm, unit: cơ sở, min: 0, owner: so-b}
"""
CALENDAR = WorkCalendar()
B01 = "demo-2015:B-01/so-b/2015-H1"


def at(day: str, hour: int = 8) -> datetime:
    """An instant of a local day in Vietnam."""
    return datetime.combine(date.fromisoformat(day), time(hour), tzinfo=CALENDAR.zone).astimezone(UTC)


def document(text: str = PLAN, **changes: Any) -> PlanDocument:
    """The sample plan, with some of its lists replaced."""
    data = YAML(typ="safe").load(text)
    data.update(changes)
    return PlanDocument.model_validate(data)


def obligation(**changes: Any) -> dict[str, Any]:
    """An obligation of the sample plan with some keys changed."""
    found: dict[str, Any] = YAML(typ="safe").load(PLAN)["obligations"][0]
    return {key: value for key, value in {**found, **changes}.items() if value is not None}


class World:
    """A store with a plan in force and a folder for its mail."""

    def __init__(
        self, store: Store, home: Path, plan: PlanDocument | None = None, applied_on: str = "2015-01-05"
    ) -> None:
        self.store = store
        self.settings = Settings(home=home)
        self.applied = self.apply(plan or document(), applied_on)

    def apply(self, plan: PlanDocument, day: str, from_date: str | None = None) -> Applied:
        start = date.fromisoformat(from_date) if from_date else None
        with self.store.session() as session:
            return apply_plan(session, plan, source="", now=at(day), by="tester", from_date=start)

    def round(self, day: str, hour: int = 8) -> RoundResult:
        return run_round(self.store, at(day, hour))

    def deliver(self, day: str, hour: int = 8) -> DeliverResult:
        return deliver(self.store, self.settings, at(day, hour))

    def live(self, *days: str) -> list[RoundResult]:
        """A round and a delivery on each day."""
        results = []
        for day in days:
            results.append(self.round(day))
            self.deliver(day)
        return results

    def live_through(self, first: str, last: str) -> list[RoundResult]:
        start, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
        return self.live(*(date.fromordinal(n).isoformat() for n in range(start, end + 1)))

    def assignment(self, name: str = B01) -> Assignment:
        with self.store.reading() as session:
            return find_assignment(session, name)

    def ledger(self, name: str = B01) -> list[Notice]:
        with self.store.reading() as session:
            row = find_assignment(session, name)
            return notices_of(session, [row.key])[row.key]

    def told(self, name: str = B01) -> list[tuple[str, str, str]]:
        """(step, recipient, state) of every notice, in order."""
        return [(notice.step, notice.recipient, str(notice.state)) for notice in self.ledger(name)]

    def submit(self, day: str, name: str = B01, content: bytes = b'{"figures": {"visits": 9, "violations": 2}}') -> str:
        return acts.answer(
            self.store, name, Act("focal@so-b.example", at(day)), content=content, file_name="a.json"
        ).state

    def act(self, day: str) -> Act:
        return Act("Điều phối", at(day))


def mails(result: RoundResult) -> list[tuple[str, str]]:
    """(to, kind) of what a round queued."""
    return [(message.to, message.kind) for message in result.messages]
