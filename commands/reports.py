"""`report …`: compile a consolidated report, and list what was compiled."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands import panels
from commands.context import Invocation
from commands.language import N_, _
from commands.options import command, group
from commands.output import print_json, print_table, write
from commands.values import PlanCode

if TYPE_CHECKING:
    from reports.building import BuildResult

app = group("report", N_("Báo cáo tổng hợp."), panels.REPORTS)
apps = (app,)
STATES = {"draft": N_("dự thảo"), "reviewed": N_("đã soát"), "issued": N_("đã ban hành")}


@command(app, "build")
def build(
    run: Invocation,
    code: Annotated[str, typer.Argument(metavar="CODE", help=N_("Mã báo cáo tổng hợp, ví dụ year-end."))],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=N_("Kỳ, ví dụ 2015 hoặc 2015-H1."))],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help=N_("Thư mục ghi ra (mặc định: reports trong thư mục dữ liệu).")
        ),
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help=N_("Các định dạng, cách nhau bằng dấu phẩy."))
    ] = "docx,xlsx,html,json",
    plan: PlanCode = None,
) -> None:
    """Tổng hợp một báo cáo từ những gì đã duyệt; nêu ai chưa gửi, ai còn chờ duyệt."""
    from reports.building import build_json, build_report

    wanted = [name.strip().lower() for name in formats.split(",") if name.strip()]
    with run.store.session() as session:
        active = run.plan(session, plan)
        result = build_report(
            session,
            active,
            code,
            period,
            as_of=run.now,
            out=out or run.home / "reports",
            formats=wanted,
            by=run.by,
        )
    if run.json:
        print_json(build_json(result))
    else:
        _print_build(result)


def _print_build(result: "BuildResult") -> None:
    for path in result.files:
        write(str(path))
    said = _("{figures} chỉ tiêu; chưa gửi: {missing}; chờ duyệt: {waiting}; mã kiểm tra {digest}")
    write(
        said.format(
            figures=len(result.figures),
            missing=len(result.missing),
            waiting=len(result.unreviewed),
            digest=result.digest[:12],
        )
    )
    rows = [(_("Chưa gửi"), name) for name in result.missing]
    rows += [(_("Chờ duyệt"), name) for name in result.unreviewed]
    if rows:
        write("")
        print_table((_("Tình trạng"), _("Phần việc")), rows)


@command(app, "list")
def list_(run: Invocation, plan: PlanCode = None) -> None:
    """Những báo cáo đã tổng hợp, cũ trước mới sau."""
    from models.reporting import builds_of

    with run.store.reading() as session:
        builds = builds_of(session, run.plan(session, plan).code)
    if run.json:
        print_json(
            [
                {
                    "report": one.report,
                    "period": one.period,
                    "number": one.number,
                    "as_of": one.as_of.isoformat(),
                    "by": one.by,
                    "plan_version": one.plan_version,
                    "digest": one.digest,
                    "state": one.state,
                }
                for one in builds
            ]
        )
        return
    rows = [
        (
            one.report,
            one.period,
            one.number,
            run.local(one.as_of),
            one.by,
            _(STATES[one.state]),
            one.digest[:12],
        )
        for one in builds
    ]
    columns = (_("Báo cáo"), _("Kỳ"), _("Lần"), _("Tính đến"), _("Người lập"), _("Tình trạng"), _("Mã kiểm tra"))
    print_table(columns, rows, empty=_("Chưa tổng hợp báo cáo nào."))
