"""`plan …`: check a file, see what it would change, apply it, look at what is in force."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands import panels
from commands.context import Invocation
from commands.documents import read, trace_against
from commands.files import free_to_write
from commands.language import N_, _
from commands.options import command, group
from commands.output import agree, log, print_json, print_table, write
from commands.plan_changes import log_undoing, print_diff, print_moves, print_three_way
from commands.plan_files import all_problems, sound_plan
from commands.plan_problems import problem_lines
from commands.plan_show import print_plan
from commands.values import PlanCode, Yes, read_day
from models.errors import NotFoundError, PlanError

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.plan import PlanDocument
    from models.versions import PlanVersion
    from plans.apply import Applied
    from plans.filings import Filing
    from plans.findings import Problem
    from plans.loading import LoadedPlan

app = group("plan", N_("Kế hoạch: kiểm tra tệp, so sánh, áp dụng, xem bản hiện hành."), panels.SETUP)
apps = (app,)

PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help=N_("Tệp kế hoạch: YAML, hoặc bảng tính .xlsx."))]
NewFile = Annotated[
    Path, typer.Argument(metavar="FILE", help=N_("Tệp sẽ ghi: .yaml, hoặc .xlsx cho người không sửa YAML."))
]
FromDate = Annotated[
    date | None,
    typer.Option(
        "--from",
        metavar="DATE",
        parser=read_day,
        help=N_("Hạn trước ngày này giữ nguyên; việc mới mà hạn đã qua thì tạo ở trạng thái đóng (mặc định: hôm nay)."),
    ),
]
MostDue = Annotated[
    int,
    typer.Option("--most-due", metavar="N", min=1, help=N_("Cảnh báo khi một cơ quan có hơn N việc đến hạn một ngày.")),
]
MostFilings = Annotated[
    int,
    typer.Option("--most-filings", metavar="N", min=1, help=N_("Cảnh báo khi một cơ quan nộp hơn N báo cáo một kỳ.")),
]
MostMails = Annotated[
    int,
    typer.Option(
        "--most-mails", metavar="N", min=1, help=N_("Với --mail: cảnh báo khi một người nhận hơn N thư một tháng.")
    ),
]


@command(app, "check")
def check(
    run: Invocation,
    file: PlanFile,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="DOCUMENT", help=N_("Văn bản kế hoạch: mỗi đoạn do nhiệm vụ nào thực hiện.")),
    ] = None,
    mail: Annotated[
        bool,
        typer.Option("--mail", help=N_("Chạy thử cả năm (vài giây): ai sẽ nhận quá nhiều thư nếu không ai báo cáo.")),
    ] = False,
    most_due: MostDue = 3,
    most_filings: MostFilings = 4,
    most_mails: MostMails = 12,
) -> None:
    """Kiểm tra một tệp kế hoạch: mọi lỗi kèm dòng và cách sửa, số báo cáo mỗi cơ quan phải nộp từng kỳ."""
    from plans.burden import Limits

    loaded, problems = all_problems(file, Limits(most_due, most_filings, most_mails), mails=mail)
    errors = [problem for problem in problems if problem.severity == "error"]
    filed = _filings(loaded) if loaded is not None and not errors else []
    traced = trace_against(loaded.document, against) if against is not None and loaded is not None else None
    if run.json:
        said = {"problems": [_problem_json(one) for one in problems], "filings": [_filing_json(f) for f in filed]}
        print_json({**said, **(traced.as_json() if traced else {})})
    else:
        if traced is not None:
            traced.print_table()
        for line in problem_lines(problems):
            write(line)
        if filed and traced is None:
            _print_filings(filed)
        counted = _("{errors} lỗi, {warnings} cảnh báo.")
        write(counted.format(errors=len(errors), warnings=len(problems) - len(errors)))
    if traced is not None:
        traced.refuse_missing()
    if errors:
        raise typer.Exit(1)


command(app, "read")(read)


def _filings(loaded: "LoadedPlan") -> "list[Filing]":
    from plans.filings import filings

    return filings(loaded.document)


def _problem_json(problem: "Problem") -> dict[str, object]:
    names = ("file", "line", "column", "path", "message", "hint", "severity", "cause")
    return {name: getattr(problem, name) for name in names}


def _filing_json(filing: "Filing") -> dict[str, object]:
    return {"agency": filing.agency, "period": filing.period, "obligations": list(filing.obligations)}


def _print_filings(filed: "list[Filing]") -> None:
    """Bodies that file the same in the same periods share a line."""
    per_agency: dict[str, list[str]] = defaultdict(list)
    for filing in filed:
        per_agency[filing.agency].append(f"{filing.period}: {', '.join(filing.obligations)}")
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for agency, lines in per_agency.items():
        alike[tuple(lines)].append(agency)
    rows = [(", ".join(agencies), "; ".join(lines)) for lines, agencies in alike.items()]
    print_table((_("Cơ quan"), _("Nộp từng kỳ")), rows)


@command(app, "diff")
def diff(run: Invocation, file: PlanFile, from_date: FromDate = None) -> None:
    """So một tệp kế hoạch với bản đang có hiệu lực: từng mục trước và sau, số việc và thư chờ gửi bị ảnh hưởng."""
    from models.versions import canonical
    from plans.apply import refuse_stale
    from plans.impact import reach

    loaded = sound_plan(file)
    with run.store.reading() as session:
        active = run.plan(session, loaded.document.plan.code)
        if canonical(loaded.document) != canonical(active.document):
            with _shown_if_refused(run):
                refuse_stale(session, loaded.document)
        today = active.calendar.local_date(run.now)
        reached = reach(session, active.document, loaded.document, today=today, from_date=from_date)
    _warn(run, loaded.document)
    if run.json:
        print_json(reached.as_json())
    else:
        print_diff(reached.diff, reached.impacts)
        print_moves(reached.moves)


@contextmanager
def _shown_if_refused(run: Invocation) -> Iterator[None]:
    """Before a file is refused that others overtook, show what both sides changed, or what it would take back."""
    from plans.threeway import StaleFileError
    from plans.undoing import UndoingError

    try:
        yield
    except (StaleFileError, UndoingError) as error:
        if run.json:
            print_json(error.found.as_json())
        elif isinstance(error, StaleFileError):
            print_three_way(error.found)
        else:
            log_undoing(error.found)
        raise


@command(app, "apply")
def apply(
    run: Invocation,
    file: PlanFile,
    from_date: FromDate = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Lý do; được ghi vào lịch sử."))] = "",
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite", help=N_("Chấp nhận bỏ thay đổi của phiên bản sau, khi tệp không ghi based_on; cần cả --yes.")
        ),
    ] = False,
    yes: Yes = False,
) -> None:
    """Áp dụng một tệp kế hoạch thành phiên bản mới; cho xem thay đổi và hỏi trước khi làm."""
    loaded = sound_plan(file)
    foreseen = _apply(run, loaded, from_date, reason, keep=False, overwrite=overwrite)
    if not foreseen.unchanged:
        if not run.json:
            _foretell(run, loaded.document, foreseen, from_date)
        _warn(run, loaded.document)
        agree(_("Áp dụng kế hoạch {code}?").format(code=loaded.document.plan.code), yes=yes, json=run.json)
        foreseen = _apply(run, loaded, from_date, reason, keep=True, overwrite=overwrite, foreseen=foreseen.version)
    if run.json:
        print_json(foreseen.as_json())
    elif foreseen.unchanged:
        write(_("Kế hoạch đã ở phiên bản {version}, không có gì thay đổi.").format(version=foreseen.version))
    else:
        write(_("Đã áp dụng phiên bản {version}.").format(version=foreseen.version))


def _apply(
    run: Invocation,
    loaded: "LoadedPlan",
    from_date: date | None,
    reason: str,
    *,
    keep: bool,
    overwrite: bool,
    foreseen: int | None = None,
) -> "Applied":
    """Apply in one transaction, which is taken back unless the result is to be kept.

    A file that takes later versions back unseen is refused unless it is to overwrite them.  So is a reason that carries
    somebody's identity, for it travels by mail.
    `foreseen` is the version that was shown before the yes: where somebody made another meanwhile, nothing is applied.
    """
    from flows.acts import screened
    from models.versions import active_plan
    from plans.apply import apply_plan
    from plans.undoing import refuse_undoing

    with _shown_if_refused(run), run.store.session() as session:
        if not overwrite:
            refuse_undoing(session, loaded.document)
        applied = apply_plan(
            session,
            loaded.document,
            source=_kept_source(session, loaded),
            now=run.now,
            by=run.by,
            from_date=from_date,
            reason=reason,
        )
        screened(active_plan(session, loaded.document.plan.code), reason, "--reason")
        if foreseen is not None and applied.version != foreseen:
            said = _("kế hoạch vừa được người khác sửa (phiên bản {version}): xem lại bằng `dondoc plan diff {file}`")
            raise PlanError(said.format(version=applied.version - 1, file=loaded.name))
        if not keep:
            session.rollback()
        return applied


def _kept_source(session: "Session", loaded: "LoadedPlan") -> str:
    """The text to keep of a version; a workbook has no comments, so the text before it is kept, for theirs."""
    from models.versions import source_of
    from plans.loading import WORKBOOKS

    in_cells = Path(loaded.name).suffix.lower() in WORKBOOKS
    return (source_of(session, loaded.document.plan.code) if in_cells else "") or loaded.text


def _warn(run: Invocation, document: "PlanDocument") -> None:
    """Say on stderr what a file takes back unseen, and which plan its reports will look for in vain."""
    from models.versions import newest_version
    from plans.undoing import undone_by

    with run.store.reading() as session:
        undone = undone_by(session, document)
        before = document.plan.previous
        missing = before is not None and newest_version(session, before) is None
    if undone is not None:
        log_undoing(undone)
    if missing:
        said = _("cảnh báo: chưa áp dụng kế hoạch trước {code} ở đây, báo cáo sẽ không có số năm trước để so sánh")
        log(said.format(code=before))


def _foretell(run: Invocation, document: "PlanDocument", applied: "Applied", from_date: date | None) -> None:
    from models.versions import activate, newest_version
    from plans.impact import reach

    with run.store.reading() as session:
        newest = newest_version(session, document.plan.code)
        if newest is not None:
            active = activate(newest)
            today = active.calendar.local_date(run.now)
            reached = reach(session, active.document, document, today=today, from_date=from_date)
            print_diff(reached.diff, reached.impacts)
            print_moves(reached.moves)
    rows = (
        (_("Phần việc mới"), len(applied.created)),
        (_("Mới, đã qua hạn (đóng sẵn)"), len(applied.created_closed)),
        (_("Đổi hạn"), len(applied.moved)),
        (_("Thôi giao"), len(applied.closed)),
        (_("Gửi lại cho đầu mối mới"), len(applied.rearmed)),
    )
    print_table((_("Khi áp dụng"), _("Số lượng")), rows)


@command(app, "show")
def show(
    run: Invocation,
    plan: PlanCode = None,
    version: Annotated[
        int | None, typer.Option("--version", metavar="N", help=N_("Phiên bản muốn xem (mặc định: mới nhất)."))
    ] = None,
) -> None:
    """Xem kế hoạch đang có hiệu lực; --json in ra một tệp kế hoạch sửa được và áp dụng lại được."""
    import json

    from models.versions import activate, canonical, plan_versions

    with run.store.reading() as session:
        active = run.plan(session, plan)
        rows = list(plan_versions(session, active.code))
    row = _version(rows, version)
    shown = activate(row)
    if run.json:
        # `based_on` makes a file that was overtaken by another version be refused.
        print_json({"schema": 1, "based_on": row.version, **json.loads(canonical(shown.document))})
    else:
        print_plan(shown, row.applied_by, run.local(row.applied_at))


def _version(rows: "list[PlanVersion]", number: int | None) -> "PlanVersion":
    found = rows[-1] if number is None else next((row for row in rows if row.version == number), None)
    if found is None:
        said = _("không có phiên bản {number}; đang có 1 đến {newest}")
        raise NotFoundError(said.format(number=number, newest=rows[-1].version))
    return found


@command(app, "export")
def export(run: Invocation, file: NewFile, plan: PlanCode = None, yes: Yes = False) -> None:
    """Xuất kế hoạch đang có hiệu lực ra tệp để sửa rồi áp dụng lại."""
    from models.versions import source_of
    from plans.export import export_plan, format_of

    format_of(file)
    with run.store.reading() as session:
        active = run.plan(session, plan)
        source = source_of(session, active.code)
    free_to_write(file, yes=yes, json=run.json)
    export_plan(active, file, source)
    if run.json:
        print_json({"plan": active.code, "version": active.version, "file": str(file)})
    else:
        said = _("Đã ghi {path} từ phiên bản {version}. Sửa xong, xem thay đổi bằng: dondoc plan diff {path}")
        write(said.format(path=file, version=active.version))


@command(app, "roll")
def roll(
    run: Invocation,
    year: Annotated[int, typer.Argument(metavar="YEAR", help=N_("Năm của kế hoạch mới, ví dụ 2016."))],
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("Tệp YAML sẽ ghi."))],
    plan: PlanCode = None,
    yes: Yes = False,
) -> None:
    """Lập tệp kế hoạch năm sau từ kế hoạch đang có hiệu lực: dời ngày, kỳ, mục tiêu; đánh dấu những chỗ cần xem lại."""
    from models.versions import source_of
    from plans.check import check_plan
    from plans.export import format_of, write_file
    from plans.loading import load_plan_text
    from plans.rolling import roll_plan

    if format_of(file) != "yaml":
        raise PlanError(_("kế hoạch năm sau có chú thích cần đọc: đặt tên tệp có đuôi .yaml"))
    with run.store.reading() as session:
        active = run.plan(session, plan)
        source = source_of(session, active.code)
    rolled = roll_plan(active.document, year, source)
    problems = check_plan(load_plan_text(rolled.text, str(file)))
    free_to_write(file, yes=yes, json=run.json)
    write_file(file, rolled.text.encode())
    if run.json:
        said = {"plan": rolled.document.plan.code, "file": str(file), "notes": rolled.notes}
        print_json({**said, "problems": [_problem_json(one) for one in problems]})
        return
    for note in rolled.notes:
        write(_("xem lại {note}").format(note=note))
    for line in problem_lines(problems):
        write(line)
    written = _("Đã ghi {path} ({code}). Xem lại {count} chỗ có dấu “# xem lại”, rồi chạy: dondoc plan check {path}")
    write(written.format(path=file, code=rolled.document.plan.code, count=len(rolled.notes)))
