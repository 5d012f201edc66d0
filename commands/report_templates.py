"""`report template …`: the Word template of reports, taken out, checked, put into use."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from commands import panels
from commands.context import Invocation, RefusedError
from commands.files import content_of, free_to_write
from commands.language import N_, _
from commands.options import command, group
from commands.output import print_json, print_table, write
from commands.reports import app as reports
from commands.values import PlanCode, Yes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from models.reporting import ReportTemplate
    from models.versions import ActivePlan

app = group("template", N_("Mẫu Word của báo cáo: lấy ra sửa, kiểm tra, đưa vào dùng."), panels.REPORTS)
reports.add_typer(app)
#: The group joins one that stands already.
apps: tuple[typer.Typer, ...] = ()

TemplateFile = Annotated[Path, typer.Argument(metavar="FILE", help=N_("Mẫu Word (.docx) đã sửa."))]
ReportCode = Annotated[
    str | None,
    typer.Option("--report", metavar="CODE", help=N_("Chỉ cho báo cáo này (mặc định: mọi báo cáo của kế hoạch).")),
]


@command(app, "export")
def export(
    run: Invocation,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help=N_("Ghi mẫu ra tệp .docx này."))],
    profile: Annotated[
        Literal["ND30", "TT01-2011"] | None,
        typer.Option(
            "--profile", metavar="PROFILE", help=N_("Mẫu gốc của thể thức ND30 hoặc TT01-2011, dù đang dùng mẫu nào.")
        ),
    ] = None,
    report: ReportCode = None,
    plan: PlanCode = None,
    yes: Yes = False,
) -> None:
    """Ghi mẫu đang dùng ra tệp để sửa trong Word; có --profile thì ghi mẫu gốc."""
    from reports.docx.template import shipped

    content = shipped(profile) if profile else _content_in_use(run, plan, report)
    free_to_write(out, yes=yes, json=run.json)
    out.write_bytes(content)
    if run.json:
        print_json({"file": str(out), "profile": profile})
    else:
        write(_("Đã ghi mẫu ra {path}.").format(path=out))


def _content_in_use(run: Invocation, plan: str | None, report: str | None) -> bytes:
    from flows.report_templates import ANY_REPORT
    from models.reporting import template_in_use
    from reports.docx.template import shipped

    with run.store.reading() as session:
        active = run.plan(session, plan)
        names = (report, ANY_REPORT) if report else (ANY_REPORT,)
        found = (template_in_use(session, active.code, name, run.now) for name in names)
        own = next((one for one in found if one is not None), None)
        profiles = [one.profile for one in active.document.reports if report in (None, one.code)]
        return own.content if own is not None else shipped(profiles[0] if profiles else "ND30")


@command(app, "check")
def check(run: Invocation, file: TemplateFile) -> None:
    """Kiểm tra một mẫu: trường lạ, vòng lặp hỏng, phép bị cấm, phần còn thiếu; mỗi chỗ một dòng, có lỗi thì mã 1."""
    from reports.docx.checking import check_template, left_out

    content = _read(file)
    problems = check_template(content)
    without = [] if problems else left_out(content)
    if run.json:
        said = [{"place": one.place, "problem": one.said} for one in problems]
        print_json({"file": str(file), "problems": said, "left_out": without})
    elif problems:
        for one in problems:
            write(str(one))
    else:
        write(_("{path}: mẫu dùng được.").format(path=file))
        _print_left_out(without)
    if problems:
        raise typer.Exit(1)


def _print_left_out(fields: "Sequence[str]") -> None:
    if fields:
        write(_("Lưu ý, mẫu không có những trường sau, báo cáo dựng ra thiếu nội dung của chúng:"))
    for said in fields:
        write(f"- {said}")


def _read(file: Path) -> bytes:
    from reports.docx.package import MOST_PACKED

    return content_of(file, MOST_PACKED)


@command(app, "use")
def use(
    run: Invocation,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help=N_("Mẫu Word (.docx) đã sửa."))] = None,
    shipped: Annotated[bool, typer.Option("--shipped", help=N_("Dùng lại mẫu gốc."))] = False,
    report: ReportCode = None,
    plan: PlanCode = None,
) -> None:
    """Kiểm tra một mẫu rồi dùng cho các báo cáo dựng từ nay; --shipped dùng lại mẫu gốc."""
    from flows.report_templates import use_shipped, use_template
    from reports.docx.checking import left_out

    if (file is None) == (not shipped):
        raise RefusedError(_("cho biết một tệp mẫu, hoặc --shipped để dùng lại mẫu gốc"))
    content = b"" if file is None else _read(file)
    with run.store.session() as session:
        active = run.plan(session, plan)
        if file is None:
            use_shipped(session, active, run.act, report=report)
            sha256 = ""
        else:
            sha256 = use_template(session, active, content, run.act, report=report).sha256
    departures = _departures(active, content, report) if content else []
    without = left_out(content) if content else []
    if run.json:
        said = {"plan": active.code, "report": report, "sha256": sha256 or None}
        print_json({**said, "departures": departures, "left_out": without})
    elif sha256:
        write(_("Đang dùng mẫu {path} (mã {digest}).").format(path=file, digest=sha256[:12]))
        if departures:
            write(_("Lưu ý, báo cáo theo mẫu này khác thể thức:"))
        for departure in departures:
            write(f"- {departure}")
        _print_left_out(without)
    else:
        write(_("Đang dùng mẫu gốc."))


def _departures(active: "ActivePlan", content: bytes, report: str | None) -> list[str]:
    """Where reports set in a template depart from the form that the plan names for them."""
    from commands.report_check import folded
    from reports.docx.trial import form_departures

    profiles = {one.profile for one in active.document.reports if report in (None, one.code)}
    found = [one for profile in sorted(profiles) for one in form_departures(content, profile)]
    said = _("{place}: {found}; phải là: {wanted}")
    return [said.format(place=one.place, found=one.found, wanted=one.wanted) for one, _more in folded(found)]


@command(app, "list")
def list_(run: Invocation, plan: PlanCode = None) -> None:
    """Các mẫu đã đưa vào dùng, cũ trước mới sau."""
    with run.store.reading() as session:
        rows = _rows(session, run.plan(session, plan).code)
        newest = {row.name: row.id for row in rows}
        shown = [
            {
                "name": row.name,
                "sha256": row.sha256 or None,
                "at": row.at.isoformat(),
                "by": row.by,
                "in_use": newest[row.name] == row.id,
            }
            for row in rows
        ]
        table = [
            (row.name, row.sha256[:12] or _("mẫu gốc"), run.local(row.at), row.by, _in_use(newest[row.name] == row.id))
            for row in rows
        ]
    if run.json:
        print_json(shown)
        return
    columns = (_("Báo cáo"), _("Mã kiểm tra"), _("Từ lúc"), _("Người đưa vào dùng"), _("Tình trạng"))
    print_table(columns, table, empty=_("Chưa đưa mẫu riêng nào vào dùng: đang dùng mẫu gốc."))


def _in_use(so: bool) -> str:
    return _("đang dùng") if so else ""


def _rows(session: "Session", plan: str) -> "list[ReportTemplate]":
    from flows.report_templates import templates_of

    return list(templates_of(session, plan))
