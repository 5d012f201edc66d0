"""`report …`: compile a consolidated report, and list what was compiled and what overtook it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands import panels
from commands.context import Invocation
from commands.language import N_, _
from commands.options import command, group
from commands.output import print_json, print_table, write
from commands.values import PlanCode, canonical_period

if TYPE_CHECKING:
    from models.reporting import ReportBuild
    from reports.building import BuildResult
    from reports.compiled import CompiledReport
    from reports.overtaken import Overtaking

app = group("report", N_("Báo cáo tổng hợp."), panels.REPORTS)
apps = (app,)
#: How many of a body's are named in a line.
_NAMED = 4
#: So many figures to ask about are shown; all are in the workbook.
_ASKED = 5
#: So many changes of a correction are shown; the documents list all.
_CHANGES = 10
STATES = {"draft": N_("dự thảo"), "reviewed": N_("đã soát"), "issued": N_("đã ban hành")}
Code = Annotated[str, typer.Argument(metavar="CODE", help=N_("Mã báo cáo tổng hợp, ví dụ year-end."))]
PeriodKey = Annotated[
    str,
    typer.Argument(
        metavar="PERIOD",
        parser=canonical_period,
        help=N_(
            "Kỳ: 2015, 2015-H1, 2015-9M, 2015-Q2, 2015-06, 2011..2015; hoặc từ kỳ đến kỳ trong một năm, ví dụ "
            "2015-07..2015-08, 2015-Q2..2015-Q3."
        ),
    ),
]
Number = Annotated[int | None, typer.Option("--number", metavar="N", help=N_("Lần lập (mặc định: lần mới nhất)."))]


@command(app, "build")
def build(
    run: Invocation,
    code: Code,
    period: PeriodKey,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help=N_("Thư mục ghi ra (mặc định: reports trong thư mục dữ liệu).")
        ),
    ] = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format", metavar="LIST", help=N_("Các định dạng, cách nhau bằng dấu phẩy; pdf cần LibreOffice.")
        ),
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
            office=run.settings.soffice,
        )
    if run.json:
        print_json(build_json(result))
    else:
        _print_build(result)


def _print_build(result: "BuildResult") -> None:
    from reports.uncollected import uncollected

    for path in result.files:
        write(str(path))
    partial = sum(one.reported < one.expected for one in result.compiled.shown_figures)
    left = len(uncollected(result.compiled))
    said = _(
        "{figures} chỉ tiêu ({partial} thiếu đơn vị){left_out}; chưa gửi: {missing}; chờ duyệt: {waiting}; "
        "mã kiểm tra {digest}"
    )
    left_out = _("; {count} chỉ tiêu không thu thập cho kỳ này")
    write(
        said.format(
            figures=len(result.compiled.shown_figures),
            partial=partial,
            left_out=left_out.format(count=left) if left else "",
            missing=len(result.missing),
            waiting=len(result.unreviewed),
            digest=result.digest[:12],
        )
    )
    rows = list(_still_to_come(result))
    if rows:
        write("")
        print_table((_("Tình trạng"), _("Đơn vị"), _("Số"), _("Gồm")), rows)
    _print_correction(result)
    print_doubts(result.compiled)


def print_doubts(compiled: "CompiledReport") -> None:
    """What to see to before a report goes on: headings without content, and figures far from what is usual."""
    from flows.own_texts import heading_code
    from reports.gaps import gaps_of, said_gaps
    from reports.questions import questions_of

    if compiled.document.plan.place is None:
        write("")
        write(_("Kế hoạch chưa ghi địa danh, dòng ngày tháng của báo cáo còn thiếu: thêm `place` vào mục `plan`."))
    if gaps := gaps_of(compiled):
        said = _(
            "Đề mục chưa có nội dung: {headings}. Ghi lời: dondoc report text {code} {period} {section} --file TỆP"
        )
        section, code, period = heading_code(gaps[0].section), compiled.report.code, compiled.period.key
        write("")
        write(said.format(headings=said_gaps(gaps), code=code, period=period, section=section))
    if compiled.outliers:
        said = _(
            "Số khác hẳn các kỳ trước của chính đơn vị, nên hỏi lại trước khi ban hành: {count} số, lệch nhiều nhất:"
        )
        write("")
        write(said.format(count=len(compiled.outliers)))
        columns = (_("Đơn vị"), _("Chỉ tiêu"), _("Kỳ"), _("Số báo cáo"), _("Thường gặp"))
        asked = questions_of(compiled, _ASKED)
        print_table(columns, [(one.body, one.indicator, one.period, one.value, one.usual) for one in asked])
        for one in asked:
            if one.mainly:
                write(f"{one.body}, {one.indicator}: {one.mainly}")


def _still_to_come(result: "BuildResult") -> Iterator[tuple[str, str, int, str]]:
    """What would make the report better, a line for each body: owed, waiting, estimated; and other tasks overdue."""
    from reports.building import estimates_of

    compiled = result.compiled
    attendance = compiled.attendance
    lists = ((_("Chưa gửi"), attendance.missing), (_("Chờ duyệt"), attendance.unreviewed))
    for label, lines in (*lists, (_("Việc khác quá hạn"), attendance.others)):
        owed: dict[str, list[str]] = {}
        for line in lines:
            owed.setdefault(line.agency, []).append(line.assignment.rpartition(":")[2])
        for agency, names in owed.items():
            yield label, compiled.brief(agency), len(names), _first_few(names)
    for agency, figures in estimates_of(compiled).items():
        yield _("Còn số ước"), compiled.brief(agency), len(figures), _first_few([one.name for one in figures])


def _first_few(names: Sequence[str]) -> str:
    return "; ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])


def _print_correction(result: "BuildResult") -> None:
    """What the next issue would change, where one went out before."""
    from reports.changes_in_words import said_changes

    correction = result.compiled.corrections
    if correction is not None:
        write("")
        said = _("Thay bản đã ban hành (lần {number}); thay đổi:")
        write(said.format(number=correction.number))
        print_changes(said_changes(result.compiled.document, correction.changes))


def print_changes(changes: Sequence[str]) -> None:
    """What a correction changes, a line each: the first of them, and how many more the documents list."""
    for line in changes[:_CHANGES] or (_("không có"),):
        write(f"  - {line}")
    if len(changes) > _CHANGES:
        said = _("… và {count} thay đổi khác (xem tệp JSON, hoặc phụ lục “Nội dung đính chính”)")
        write(f"  {said.format(count=len(changes) - _CHANGES)}")


@command(app, "list")
def list_(run: Invocation, plan: PlanCode = None) -> None:
    """Những báo cáo đã tổng hợp, cũ trước mới sau; bản nào có điều mới hơn: báo cáo duyệt sau, lời, số liệu, mẫu."""
    from models.reporting import builds_of
    from reports.overtaken import overtaken_by, said_overtaking

    with run.store.reading() as session:
        builds = [(one, overtaken_by(session, one)) for one in builds_of(session, run.plan(session, plan).code)]
    if run.json:
        print_json([build_as_json(one, later) for one, later in builds])
        return
    rows = [
        (
            one.report,
            one.period,
            one.number,
            run.local(one.as_of),
            _(STATES[one.state]),
            one.document_number or "",
            one.plan_version,
            one.digest[:12],
            one.by,
        )
        for one, _later in builds
    ]
    columns = (
        _("Báo cáo"),
        _("Kỳ"),
        _("Lần"),
        _("Tính đến"),
        _("Tình trạng"),
        _("Số văn bản"),
        _("Bản KH"),
        _("Mã kiểm tra"),
        _("Người lập"),
    )
    newer = _("Có sau khi lập: {newer}")
    beneath = [newer.format(newer=said_overtaking(later)) if later else "" for _one, later in builds]
    print_table(columns, rows, empty=_("Chưa tổng hợp báo cáo nào."), beneath=beneath)


def build_as_json(build: "ReportBuild", overtaken: "Sequence[Overtaking] | None" = None) -> dict[str, object]:
    """A build as commands print it; `overtaken` is what is newer, where that was asked for."""
    later = [
        {"what": one.what, "name": one.name, "revision": one.revision, "at": one.at.isoformat()}
        for one in overtaken or ()
    ]
    said = {
        "report": build.report,
        "period": build.period,
        "number": build.number,
        "as_of": build.as_of.isoformat(),
        "by": build.by,
        "plan_version": build.plan_version,
        "program": build.program,
        "digest": build.digest,
        "state": build.state,
        "reviewed_at": build.reviewed_at.isoformat() if build.reviewed_at else None,
        "reviewed_by": build.reviewed_by,
        "issued_at": build.issued_at.isoformat() if build.issued_at else None,
        "issued_by": build.issued_by,
        "document_number": build.document_number,
        "document_date": build.document_date.isoformat() if build.document_date else None,
        "changes": list(build.listed_changes),
    }
    return said if overtaken is None else {**said, "overtaken": later}
