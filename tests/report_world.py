"""A world in which a half-yearly report is compiled, reviewed and issued: shared by the tests of its life."""

import email
import email.policy
import json
from collections.abc import Sequence
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from flows import deciding, issuing
from flows.issuing import Issued, ReportRef
from models.messages import Message, messages_where
from models.reporting import EarlierFigure, EarlierImport, ReportBuild, builds_of
from models.store import Store
from models.versions import active_plan
from reports.building import BuildResult, build_report
from tests.plan_world import PLAN, World, at, document, obligation

REPORT: dict[str, Any] = {
    "code": "half-year",
    "title": "Báo cáo kết quả 6 tháng",
    "period": "half",
    "cutoff": "nd09",
    "due": {"on": {"2015-H1": "2015-06-25"}},
    "draft": "-3wd",
    "from": "so-a",
    "to": ["ubnd", "bo"],
    "fulfils": "TH-1",
}
OWN: dict[str, Any] = {
    "code": "TH-1",
    "title": "Sơ kết 6 tháng",
    "assigned_to": ["so-a"],
    "kind": "task",
    "period": "half",
    "cutoff": "nd09",
    "due": {"on": {"2015-H1": "2015-06-25"}},
    "effective": {"from": "2015-01-01", "to": "2015-06-30"},
}
B01 = "demo-2015:B-01/so-b/2015-H1"
OWN_ROW = "demo-2015:TH-1/so-a/2015-H1"
REF = ReportRef("half-year", "2015-H1")
FORMATS = ("docx", "json")
MINISTRY = "  - {code: bo, name: Bộ M, kind: ministry}\n  - {code: so-a, name: Sở A}\n"


def plan_text(contacts: str = "") -> str:
    text = PLAN.replace("  - {code: so-a, name: Sở A}\n", MINISTRY)
    return text.replace("policies:\n", f"{contacts}policies:\n", 1)


def world_with(store: Store, home: Path, contacts: str = "", own: dict[str, Any] | None = None) -> World:
    duties = [obligation(), {**OWN, **(own or {})}]
    return World(store, home, document(plan_text(contacts), reports=[REPORT], obligations=duties))


def answered(world: World, day: str, visits: int = 9) -> None:
    content = json.dumps({"figures": {"visits": visits, "violations": 2}}).encode()
    world.submit(day, content=content)
    deciding.accept(world.store, [B01], world.act(day))


def take_in(store: Store, value: int) -> None:
    """What the body reported in the two years before, from a workbook."""
    with store.session() as session:
        source = EarlierImport(plan="demo-2015", at=at("2015-02-02"), by="A", source_name="cu.xlsx", sha256="a" * 64)
        session.add(source)
        session.flush()
        for period in ("2013-H1", "2014-H1"):
            row = EarlierFigure(import_id=source.id or 0, period=period, indicator="visits", agency="so-b")
            row.value = Decimal(value)
            session.add(row)


def build(world: World, day: str, formats: Sequence[str] = FORMATS) -> BuildResult:
    out = world.settings.home / "reports"
    with world.store.session() as session:
        plan = active_plan(session)
        return build_report(
            session, plan, REF.code, REF.period, as_of=at(day), out=out, formats=formats, by="Điều phối"
        )


def reviewed(world: World, day: str) -> BuildResult:
    built = build(world, day)
    issuing.review(world.store, REF, world.act(day))
    return built


def issue(world: World, day: str, ref: ReportRef = REF, **more: Any) -> Issued:
    return issuing.issue(world.store, world.settings, ref, world.act(day), formats=FORMATS, **more)


def builds(world: World) -> list[ReportBuild]:
    with world.store.reading() as session:
        return list(builds_of(session, "demo-2015"))


def mails(world: World, kind: str = "issued") -> list[Message]:
    with world.store.reading() as session:
        return [message for message in messages_where(session) if message.kind == kind]


def sent(world: World, day: str, kind: str = "issued") -> list[EmailMessage]:
    world.deliver(day)
    contents = [message.content for message in mails(world, kind)]
    return [email.message_from_bytes(one, policy=email.policy.default) for one in contents if one]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())
