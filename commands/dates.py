"""`due`: when an obligation is due in each period, and why, in words a coordinator can check."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands import panels
from commands.context import Invocation
from commands.language import N_, _
from commands.options import command
from commands.output import print_json, print_table, write
from commands.plan_files import sound_plan
from commands.values import PlanCode
from models.errors import NotFoundError

if TYPE_CHECKING:
    from models.plan import Obligation, PlanDocument
    from models.schedule import Scheduled
    from models.versions import ActivePlan

app = typer.Typer()
apps = (app,)


@command(app, "due", panels.DAILY)
def due(
    run: Invocation,
    obligation: Annotated[str, typer.Argument(metavar="OBLIGATION", help=N_("Mã nhiệm vụ, ví dụ B-01."))],
    period: Annotated[str | None, typer.Option("--period", metavar="P", help=N_("Chỉ kỳ này, ví dụ 2015-H1."))] = None,
    plan: PlanCode = None,
    plan_file: Annotated[
        Path | None,
        typer.Option("--plan-file", metavar="FILE", help=N_("Đọc từ tệp kế hoạch, không cần cơ sở dữ liệu.")),
    ] = None,
) -> None:
    """Giải thích hạn của một nhiệm vụ: chốt số liệu, hạn và lý do, từng kỳ và từng cơ quan."""
    from models.partners import partners_of
    from models.schedule import agencies_in, schedule

    active = _plan(run, plan, plan_file)
    document = active.document
    wanted = document.obligation(obligation)
    periods = schedule(document, wanted, active.calendar)
    chosen = [one for one in periods if period in (None, one.period.key)]
    if not chosen:
        raise NotFoundError(_why_none(wanted, periods, period))
    owed = [(one, list(agencies_in(document, wanted, one.period))) for one in chosen]
    if run.json:
        print_json([_entry(document, wanted, one, agency) for one, agencies in owed for agency in agencies])
        return
    write(f"{wanted.code}: {wanted.title}")
    if wanted.coordinating:
        write(_("Phối hợp: {bodies}").format(bodies="; ".join(partners_of(document, wanted))))
    for one, agencies in owed:
        _print_period(one, agencies)


def _plan(run: Invocation, code: str | None, file: Path | None) -> "ActivePlan":
    if file is None:
        with run.store.reading() as session:
            return run.plan(session, code)
    from models.calendar import WorkCalendar
    from models.versions import ActivePlan

    document = sound_plan(file).document
    return ActivePlan(0, document, WorkCalendar.of(document.calendar))


def _why_none(obligation: "Obligation", periods: "list[Scheduled]", period: str | None) -> str:
    if obligation.kind == "standing":
        said = _("{code} là nhiệm vụ thường xuyên, báo cáo trong {via}; xem `dondoc due {via}`")
        return said.format(code=obligation.code, via=obligation.via)
    known = ", ".join(one.period.key for one in periods)
    said = _("{code} không có kỳ {period}; các kỳ: {known}")
    return said.format(code=obligation.code, period=period or "", known=known or _("không có"))


def _entry(document: "PlanDocument", obligation: "Obligation", one: "Scheduled", agency: str) -> dict[str, object]:
    from models.assignments import assignment_name

    return {
        "assignment": assignment_name(document.plan.code, obligation.code, agency, one.period.key),
        "period": one.period.key,
        "cutoff_from": one.window.first.isoformat(),
        "cutoff_to": one.window.last.isoformat(),
        "due": one.due.day.isoformat(),
        "why": list(one.due.why),
        "with": list(obligation.coordinating),
    }


def _print_period(one: "Scheduled", agencies: list[str]) -> None:
    from models.calendar import in_words

    write("")
    write(f"{one.period.key} ({one.period.in_words()})")
    cutoff = f"{one.window.first:%d/%m/%Y} - {one.window.last:%d/%m/%Y}"
    rows = [(_("Số liệu"), cutoff), (_("Hạn"), in_words(one.due.day))]
    rows += [(_("Vì"), reason) for reason in one.due.why]
    rows.append((_("Cơ quan"), ", ".join(agencies)))
    print_table(("", ""), rows)
