"""The life of a report on the command line: reviewed, issued, verified."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.context import Invocation
from commands.language import N_, _
from commands.options import command
from commands.output import print_json, print_table, write
from commands.reports import Code, Number, PeriodKey, app, build_as_json, print_changes, print_doubts
from commands.values import PlanCode, read_day

if TYPE_CHECKING:
    from flows.issuing import Issued
    from flows.signed_papers import SignedPaper
    from models.reporting import ReportBuild
    from reports.expecting import Expected
    from reports.overtaken import Overtaking
    from reports.verifying import Verdict

#: The commands join a group that stands already.
apps: tuple[typer.Typer, ...] = ()
Anyway = Annotated[
    bool, typer.Option("--anyway", help=N_("Giữ nguyên bản này dù có điều mới hơn; được ghi vào lịch sử."))
]
AnywayEmpty = Annotated[
    bool,
    typer.Option(
        "--anyway",
        help=N_(
            "Giữ nguyên bản này dù có điều mới hơn, báo cáo còn chờ duyệt hoặc đề mục còn trống; được ghi vào lịch sử."
        ),
    ),
]
#: So many assignments that a report goes without are listed, those that wait or are due the longest.
_LISTED = 10
#: What `report verify` looks at, in words.
PARTS = {
    "plan": N_("kế hoạch"),
    "submission": N_("báo cáo gửi lên"),
    "import": N_("số liệu năm trước"),
    "template": N_("mẫu Word"),
    "content": N_("nội dung"),
    "history": N_("lịch sử"),
    "file": N_("tệp"),
}


@command(app, "review")
def review(
    run: Invocation,
    code: Code,
    period: PeriodKey,
    number: Number = None,
    anyway: Anyway = False,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=N_("Nhận xét; được ghi vào lịch sử."))] = "",
    plan: PlanCode = None,
) -> None:
    """Ghi là đã soát một bản dự thảo; chỉ bản đã soát mới ban hành được."""
    from flows import issuing

    found = issuing.review(run.store, issuing.ReportRef(code, period, number, plan), run.act, note, anyway=anyway)
    if run.json:
        from reports.building import doubts_json

        said = {**build_as_json(found.build, found.overtaken), **_expected_json(found.expected)}
        print_json({**said, **doubts_json(found.compiled)})
        return
    write(_("Đã soát lần {number}; ban hành: dondoc report issue {code} {period}").format(**_names(found.build)))
    _warn_overtaken(found.overtaken)
    _print_expected(found.expected)
    print_doubts(found.compiled)


@command(app, "issue")
def issue(
    run: Invocation,
    code: Code,
    period: PeriodKey,
    document_number: Annotated[
        str, typer.Option("--number-of-document", metavar="TEXT", help=N_("Số, ký hiệu văn bản, ví dụ 45/BC-ABC."))
    ] = "",
    document_date: Annotated[
        date | None,
        typer.Option("--date", metavar="DATE", parser=read_day, help=N_("Ngày ký (mặc định: hôm nay).")),
    ] = None,
    signed: Annotated[
        Path | None,
        typer.Option("--signed", metavar="FILE", help=N_("Bản đã ký (.pdf hoặc .docx) gửi kèm thư thay bản để trống.")),
    ] = None,
    looked_through: Annotated[
        bool,
        typer.Option(
            "--looked-through",
            help=N_("Đã tự xem từng trang quét của bản đã ký: không có gì nhận ra một người; được ghi vào lịch sử."),
        ),
    ] = False,
    number: Number = None,
    anyway: AnywayEmpty = False,
    plan: PlanCode = None,
) -> None:
    """Ban hành bản đã soát: khóa lại, gửi thư cho nơi nhận, ghi hoàn thành nhiệm vụ của cơ quan thường trực."""
    from flows import issuing

    issued = issuing.issue(
        run.store,
        run.settings,
        issuing.ReportRef(code, period, number, plan),
        run.act,
        document_number=document_number,
        document_date=document_date,
        signed=signed,
        looked_through=looked_through,
        anyway=anyway,
    )
    if run.json:
        print_json(_issued_json(issued))
    else:
        _print_issued(issued)


def _issued_json(issued: "Issued") -> dict[str, object]:
    from reports.content import outlier_json

    done = issued.fulfilled
    return {
        **build_as_json(issued.build, issued.overtaken),
        "files": [str(path) for path in issued.files],
        "mailed": issued.mailed,
        "without_address": issued.unserved,
        "fulfilled": {"assignment": done.assignment, "revision": done.revision, "note": done.said} if done else None,
        "said_changes": issued.changes,
        "left_out": issued.left_out,
        "empty": [one.section for one in issued.gaps],
        "questions": [outlier_json(one) for one in issued.asked],
        **_expected_json(issued.expected),
        "looked_through": list(issued.signed.unread) if issued.signed else [],
    }


def _print_issued(issued: "Issued") -> None:
    for path in issued.files:
        write(str(path))
    if issued.left_out:
        write(_("Không có bản {why}").format(why=issued.left_out))
    write(_("Đã ban hành lần {number}, khóa lại.").format(**_names(issued.build)))
    if issued.signed is not None:
        write(_said_of_signed(issued.signed))
    if issued.mailed:
        write(_("Thư chờ gửi: {addresses}").format(addresses=", ".join(issued.mailed)))
    if issued.unserved:
        said = _("Chưa có địa chỉ thư của {bodies}: gửi bản giấy, hoặc bổ sung đầu mối vào kế hoạch")
        write(said.format(bodies=", ".join(issued.unserved)))
    done = issued.fulfilled
    if done is not None and done.revision is not None:
        said = _("Đã ghi hoàn thành {assignment} (lần {revision}).")
        write(said.format(assignment=done.assignment, revision=done.revision))
    elif done is not None:
        write(_("Chưa ghi hoàn thành {assignment}: {said}").format(assignment=done.assignment, said=done.said))
    if issued.build.listed_changes:
        write(_("Thay đổi so với bản đã ban hành trước:"))
        print_changes(issued.changes)
    _warn_overtaken(issued.overtaken)
    if issued.gaps:
        from reports.gaps import said_gaps

        write(_("Lưu ý: đề mục chưa có nội dung: {headings}").format(headings=said_gaps(issued.gaps)))
    if issued.asked:
        from reports.building import file_name

        draft = file_name(issued.build.report, issued.build.period, "xlsx")
        said = _('Lưu ý: {count} số cần hỏi lại, xem trang "Cần hỏi lại" của bản dự thảo {file}')
        write(said.format(count=len(issued.asked), file=draft))
    _print_expected(issued.expected)


def _said_of_signed(signed: "SignedPaper") -> str:
    """What was screened of the signed paper, and what only a person could look at."""
    from flows.signed_papers import said_pages

    if signed.unread:
        said = _("Bản đã ký: {pages} là hình quét, máy không soát được; ghi là người ban hành đã tự xem.")
        return said.format(pages=said_pages(signed.unread))
    return _("Bản đã ký: máy đã soát phần chữ, không thấy thông tin cá nhân (hình trong tệp thì máy không soát được).")


def _expected_json(expected: "Expected") -> dict[str, object]:
    return {
        "waiting": [one.as_json() for one in expected.waiting],
        "not_filed": [one.as_json() for one in expected.missing],
    }


def _print_expected(expected: "Expected") -> None:
    """What a report goes without: answers nobody has decided on, by when they came; and who has not filed."""
    waiting = [(one.body, one.assignment, f"{one.received:%d/%m/%Y}") for one in expected.waiting]
    _print_some(_("Còn chờ duyệt, chưa có trong báo cáo: {count}"), _("Nhận ngày"), waiting)
    missing = [(one.body, one.assignment, f"{one.due:%d/%m/%Y}") for one in expected.missing]
    _print_some(_("Chưa gửi: {count}"), _("Hạn"), missing)


def _print_some(title: str, day: str, rows: "Sequence[tuple[str, str, str]]") -> None:
    """The first of some bodies' assignments, each with a day, and how many more there are."""
    if rows:
        write("")
        write(title.format(count=len(rows)))
        print_table((_("Đơn vị"), _("Phần việc"), day), rows[:_LISTED])
        _print_rest(len(rows))


def _print_rest(count: int) -> None:
    if count > _LISTED:
        write(_("… và {count} phần việc nữa; xem `dondoc status`").format(count=count - _LISTED))


def _names(build: "ReportBuild") -> dict[str, object]:
    return {"number": build.number, "code": build.report, "period": build.period}


def _warn_overtaken(overtaken: "Sequence[Overtaking]") -> None:
    if overtaken:
        from reports.overtaken import said_overtaking

        said = _("Lưu ý: có sau khi lập bản này, chưa có trong đó: {newer}")
        write(said.format(newer=said_overtaking(overtaken)))


@command(app, "verify")
def verify(
    run: Invocation,
    code: Code,
    period: PeriodKey,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help=N_("Tệp báo cáo cần đối chiếu (mặc định: các tệp trong dữ liệu).")),
    ] = None,
    number: Number = None,
    plan: PlanCode = None,
) -> None:
    """Lập lại một báo cáo từ đúng những gì nó dựa vào rồi đối chiếu; có chỗ khác thì nêu rõ và mã kết thúc 1."""
    from flows import issuing

    verdict = issuing.verify(run.store, run.settings, issuing.ReportRef(code, period, number, plan), files or ())
    if run.json:
        print_json(_verdict_json(verdict))
    else:
        _print_verdict(verdict)
    if not verdict.sound:
        raise typer.Exit(1)


def _verdict_json(verdict: "Verdict") -> dict[str, object]:
    findings = [{"what": one.what, "place": one.place, "found": one.said} for one in verdict.findings]
    return {
        **build_as_json(verdict.build),
        "sound": verdict.sound,
        "pins": verdict.pins,
        "files": list(verdict.files),
        "absent": list(verdict.absent),
        "notes": list(verdict.notes),
        "findings": findings,
    }


def _print_verdict(verdict: "Verdict") -> None:
    if not verdict.files:
        from reports.building import file_name

        said = _(
            "Chưa đối chiếu tệp nào, chỉ đối chiếu dữ liệu: thư mục dữ liệu không có tệp của bản này. Tệp ghi ra "
            "nơi khác (report build -o) thì nêu ra: dondoc report verify {code} {period} THƯ-MỤC/{file}"
        )
        names = _names(verdict.build)
        write(
            said.format(
                **names, file=next(iter(verdict.absent), file_name(verdict.build.report, verdict.build.period, "docx"))
            )
        )
    if verdict.findings:
        rows = [(_(PARTS[one.what]), one.place, one.said) for one in verdict.findings]
        print_table((_("Phần"), _("Chỗ"), _("Thấy gì")), rows)
        write("")
    said = _("Báo cáo {code} kỳ {period} lần {number}: đối chiếu {pins} lần gửi, {files} tệp; {found} chỗ khác.")
    counts = {"pins": verdict.pins, "files": len(verdict.files), "found": len(verdict.findings)}
    write(said.format(**_names(verdict.build), **counts))
    for note in verdict.notes:
        write(_("Lưu ý: {note}").format(note=note))
    if verdict.absent and verdict.build.state != "issued":  # else they are among the findings
        write(_("Không thấy tệp: {names}").format(names=", ".join(verdict.absent)))
