"""`due`: when an obligation is due in each period, and why, in words a coordinator can check."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands import panels
from commands.context import Invocation, RefusedError
from commands.language import N_, _
from commands.options import command
from commands.output import print_json, print_table, write
from commands.plan_files import sound_plan
from commands.values import PlanCode
from models.errors import NotFoundError

if TYPE_CHECKING:
    from models.plan import Obligation
    from models.schedule import Scheduled
    from models.versions import ActivePlan

app = typer.Typer()
apps = (app,)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked: an obligation of a plan, perhaps of one body or period alone.

    `holding` are the dates that hold now by assignment, where the plan is in force.
    """

    plan: "ActivePlan"
    obligation: "Obligation"
    agency: str | None
    period: str | None
    holding: dict[str, date]

    def name(self, agency: str, period: str) -> str:
        """The assignment of a body in a period."""
        from models.assignments import assignment_name

        return assignment_name(self.plan.code, self.obligation.code, agency, period)

    def owed(self) -> "list[tuple[Scheduled, list[str]]]":
        """The periods with the bodies that owe them.

        Raises:
            NotFoundError: there is no such period, or the body owes nothing of it.
        """
        from models.schedule import agencies_in, schedule

        document = self.plan.document
        periods = schedule(document, self.obligation, self.plan.calendar)
        chosen = [one for one in periods if self.period in (None, one.period.key)]
        if not chosen:
            raise NotFoundError(_why_none(self.obligation, periods, self.period))
        owing = [(one, list(agencies_in(document, self.obligation, one.period))) for one in chosen]
        if self.agency is None:
            return owing
        document.agency(self.agency)
        own = [(one, [self.agency]) for one, agencies in owing if self.agency in agencies]
        if not own:
            known = dict.fromkeys(agency for _one, agencies in owing for agency in agencies)
            said = _("{agency} không được giao {code}; các cơ quan: {known}")
            raise NotFoundError(said.format(agency=self.agency, code=self.obligation.code, known=", ".join(known)))
        return own


@command(app, "due", panels.DAILY)
def due(
    run: Invocation,
    named: Annotated[
        str,
        typer.Argument(
            metavar="OBLIGATION|ASSIGNMENT", help=N_("Mã nhiệm vụ, ví dụ B-01; hoặc tên phần việc như trong `status`.")
        ),
    ],
    agency: Annotated[str | None, typer.Option("--agency", metavar="CODE", help=N_("Chỉ cơ quan này."))] = None,
    period: Annotated[str | None, typer.Option("--period", metavar="P", help=N_("Chỉ kỳ này, ví dụ 2015-H1."))] = None,
    plan: PlanCode = None,
    plan_file: Annotated[
        Path | None,
        typer.Option("--plan-file", metavar="FILE", help=N_("Đọc từ tệp kế hoạch, không cần cơ sở dữ liệu.")),
    ] = None,
) -> None:
    """Giải thích hạn của một nhiệm vụ: chốt số liệu, hạn và lý do, từng kỳ và từng cơ quan."""
    from models.partners import partners_of

    if "/" in named and (agency or period):
        raise RefusedError(_("tên phần việc đã nêu cơ quan và kỳ: bỏ --agency và --period"))
    asked = _asked_of_file(named, plan_file) if plan_file else _asked_of_store(run, named, plan)
    asked = replace(asked, agency=agency or asked.agency, period=period or asked.period)
    owed = asked.owed()
    if run.json:
        print_json([_entry(asked, one, body) for one, bodies in owed for body in bodies])
        return
    write(f"{asked.obligation.code}: {asked.obligation.title}")
    if asked.obligation.coordinating:
        partners = partners_of(asked.plan.document, asked.obligation)
        write(_("Phối hợp: {bodies}").format(bodies="; ".join(partners)))
    for one, bodies in owed:
        _print_period(asked, one, bodies)


def _asked_of_store(run: Invocation, named: str, code: str | None) -> _Question:
    from models.assignments import assignments_where, find_assignment

    with run.store.reading() as session:
        if "/" in named:
            found = find_assignment(session, named)
            active = run.plan(session, found.plan)
            obligation = active.document.obligation(found.obligation)
            return _Question(active, obligation, found.agency, found.period, {found.name: found.acting_due})
        active = run.plan(session, code)
        obligation = active.document.obligation(named)
        rows = assignments_where(session, active.code, obligation=obligation.code)
        return _Question(active, obligation, None, None, {row.name: row.acting_due for row in rows})


def _asked_of_file(named: str, file: Path) -> _Question:
    from models.calendar import WorkCalendar
    from models.versions import ActivePlan

    document = sound_plan(file).document
    active = ActivePlan(0, document, WorkCalendar.of(document.calendar))
    code, _slash, rest = named.rpartition(":")[2].partition("/")
    agency, _slash, period = rest.partition("/")
    return _Question(active, document.obligation(code), agency or None, period or None, {})


def _why_none(obligation: "Obligation", periods: "list[Scheduled]", period: str | None) -> str:
    if obligation.kind == "standing":
        said = _("{code} là nhiệm vụ thường xuyên, báo cáo trong {via}; xem `dondoc due {via}`")
        return said.format(code=obligation.code, via=obligation.via)
    known = ", ".join(one.period.key for one in periods)
    said = _("{code} không có kỳ {period}; các kỳ: {known}")
    return said.format(code=obligation.code, period=period or "", known=known or _("không có"))


def _entry(asked: _Question, one: "Scheduled", agency: str) -> dict[str, object]:
    name = asked.name(agency, one.period.key)
    return {
        "assignment": name,
        "period": one.period.key,
        "cutoff_from": one.window.first.isoformat(),
        "cutoff_to": one.window.last.isoformat(),
        "due": one.due.day.isoformat(),
        "acting_due": asked.holding.get(name, one.due.day).isoformat(),
        "why": list(one.due.why),
        "with": list(asked.obligation.coordinating),
    }


def _print_period(asked: _Question, one: "Scheduled", agencies: list[str]) -> None:
    from models.calendar import in_words

    write("")
    write(f"{one.period.key} ({one.period.in_words()})")
    cutoff = f"{one.window.first:%d/%m/%Y} - {one.window.last:%d/%m/%Y}"
    rows = [(_("Số liệu"), cutoff), (_("Hạn"), in_words(one.due.day))]
    rows += [(_("Vì"), reason) for reason in one.due.why]
    rows.append((_("Cơ quan"), ", ".join(agencies)))
    for agency in agencies:
        holds = asked.holding.get(asked.name(agency, one.period.key), one.due.day)
        if holds != one.due.day:
            said = _("{agency}: {day} (gia hạn, trả lại hoặc đổi hạn; xem `dondoc history`)")
            rows.append((_("Hạn hiện nay"), said.format(agency=agency, day=in_words(holds))))
    print_table(("", ""), rows)
