"""`history-figures …`: figures of earlier years, so that reports compare and five years stand beside each other."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from commands import panels
from commands.context import Invocation, RefusedError
from commands.files import content_of, free_to_write
from commands.language import N_, _
from commands.options import command, group
from commands.output import print_json, print_table, write
from commands.values import PlanCode, Yes
from commands.words import word

if TYPE_CHECKING:
    from decimal import Decimal

    from intake.earlier_figures import EarlierResult
    from models.plan import PlanDocument
    from models.reporting import EarlierFigure, EarlierImport

app = group("history-figures", N_("Số liệu các năm trước: lấy mẫu, nhập vào, xem lại."), panels.REPORTS)
apps = (app,)
#: So many cells whose figures stand otherwise are named.
_OTHERS = 10
_YEARS = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")


@command(app, "form")
def form(
    run: Invocation,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help=N_("Ghi mẫu ra tệp .xlsx này."))],
    years: Annotated[
        str | None,
        typer.Option(
            "--years",
            metavar="YEARS",
            help=N_("Các năm, ví dụ 2011..2014 (mặc định: các năm của chương trình, ít nhất bốn năm trước kế hoạch)."),
        ),
    ] = None,
    period: Annotated[
        Literal["year", "half", "nine-months"],
        typer.Option("--period", metavar="year|half|nine-months", help=N_("Kỳ của số liệu.")),
    ] = "year",
    plan: PlanCode = None,
    yes: Yes = False,
) -> None:
    """Ghi mẫu bảng tính để điền số liệu các năm trước; số đã nhập thì có sẵn trong mẫu."""
    from intake.earlier_figures import asked_periods, earlier_spec
    from intake.earlier_figures_form import write_earlier_form

    if out.suffix.lower() != ".xlsx":
        raise RefusedError(_("{path}: tên tệp phải kết thúc bằng .xlsx").format(path=out))
    first, last = _years(years)
    with run.store.reading() as session:
        active = run.plan(session, plan)
        periods = asked_periods(active.document, period, first, last)
        content = write_earlier_form(earlier_spec(session, active, periods, run.now))
    free_to_write(out, yes=yes, json=run.json)
    try:
        out.write_bytes(content)
    except OSError as error:
        said = _("không ghi được {path} ({reason}): đóng tệp nếu đang mở, hoặc chọn thư mục khác")
        raise RefusedError(said.format(path=out, reason=error.strerror)) from error
    if run.json:
        print_json({"file": str(out), "periods": [one.key for one in periods]})
    else:
        write(_("Đã ghi {path}. Điền xong, nhập bằng: dondoc history-figures import {path}").format(path=out))


def _years(text: str | None) -> tuple[int | None, int | None]:
    if text is None:
        return None, None
    match = _YEARS.fullmatch(text.strip())
    if match is None or int(match[1]) < 1 or int(match[2] or match[1]) < int(match[1]):
        raise RefusedError(_("{text!r} không phải các năm: viết như 2011..2014 hoặc 2014").format(text=text))
    return int(match[1]), int(match[2] or match[1])


@command(app, "import")
def import_(
    run: Invocation,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=N_("Mẫu đã điền, hoặc bảng tính .xlsx có cùng các đầu cột."))
    ],
    as_is: Annotated[
        bool,
        typer.Option(
            "--as-is", help=N_("Lấy đúng mọi số trong tệp, cả số không sửa trong mẫu: để đưa số cũ dùng lại.")
        ),
    ] = False,
    plan: PlanCode = None,
) -> None:
    """Nhập số liệu các năm trước; có một lỗi thì không nhập gì và chỉ rõ từng ô."""
    from intake.earlier_figures import import_earlier
    from models.office_files import MAX_PACKED

    content = content_of(file, MAX_PACKED)
    with run.store.session() as session:
        active = run.plan(session, plan)
        result = import_earlier(session, active, content=content, name=file.name, now=run.now, by=run.by, as_is=as_is)
    if run.json:
        print_json(_as_json(result))
    else:
        _print(run, result)
    if result.refused:
        raise typer.Exit(1)


def _as_json(result: "EarlierResult") -> dict[str, object]:
    return {
        "import": result.number,
        "stored": result.stored,
        "taken_back": result.taken_back,
        "unchanged": result.unchanged,
        "others": [
            {
                "where": one.cell,
                "value": one.value,
                "estimate": one.estimate,
                "in_use": one.in_use,
                "in_use_estimate": one.in_use_estimate,
            }
            for one in result.others
        ],
        "before": result.before.id if result.before else None,
        "problems": [{"where": p.where, "message": p.message, "severity": p.severity} for p in result.problems],
    }


def _print(run: Invocation, result: "EarlierResult") -> None:
    if result.problems:
        rows = [(word(problem.severity), problem.where, problem.message) for problem in result.problems]
        print_table((_("Mức"), _("Chỗ"), _("Nội dung")), rows)
    if result.refused:
        write(_("Không nhập gì: sửa những chỗ trên rồi nhập lại."))
    elif result.before is not None:
        said = _("Tệp này đã nhập lúc {at} (lần {number}): không thay đổi gì. Muốn dùng lại số của tệp, thêm --as-is.")
        write(said.format(at=run.local(result.before.at), number=result.before.id))
    elif result.number is None:
        write(_("Không có gì mới: {unchanged} số liệu đã có như vậy.").format(unchanged=result.unchanged))
    else:
        said = _("Đã nhập lần {number}: {stored} số liệu mới hoặc sửa, rút {taken_back}, giữ nguyên {unchanged}.")
        counts = {"stored": result.stored, "taken_back": result.taken_back, "unchanged": result.unchanged}
        write(said.format(number=result.number, **counts))
    _print_others(result)


def _print_others(result: "EarlierResult") -> None:
    """The cells that nobody edited since the form was made, whose figures were changed since in another way."""
    if not result.others or result.refused:
        return
    said = _(
        "{count} số trong tệp khác số đang dùng nhưng không sửa từ khi lấy mẫu, nên giữ số đang dùng. "
        "Muốn lấy đúng số trong tệp: dondoc history-figures import TỆP --as-is"
    )
    write("")
    write(said.format(count=len(result.others)))
    rows = [
        (one.cell, _value(one.value, estimate=one.estimate), _value(one.in_use, estimate=one.in_use_estimate))
        for one in result.others[:_OTHERS]
    ]
    print_table((_("Ô"), _("Số trong tệp"), _("Số đang dùng")), rows)
    if len(result.others) > _OTHERS:
        write(_("… và {count} số nữa").format(count=len(result.others) - _OTHERS))


@command(app, "list")
def list_(run: Invocation, plan: PlanCode = None) -> None:
    """Số liệu các năm trước đang dùng: kỳ, chỉ tiêu, cơ quan, nguồn, lần nhập và ô."""
    from models.reporting import earlier_figures, imports_of

    with run.store.reading() as session:
        active = run.plan(session, plan)
        imports = imports_of(session, active.code, run.now)
        figures = earlier_figures(session, active.code, run.now)
    if run.json:
        told = [_import_json(one) for one in imports]
        print_json({"imports": told, "figures": [_figure_json(row) for row, _source in figures]})
        return
    rows = [_figure_row(active.document, row) for row, _source in figures]
    columns = (_("Kỳ"), _("Chỉ tiêu"), _("Cơ quan"), _("Số liệu"), _("Nguồn"), _("Lần nhập"), _("Ô"))
    print_table(columns, rows, empty=_("Chưa nhập số liệu năm trước: lấy mẫu bằng dondoc history-figures form."))
    for one in imports:
        said = _("Lần {number}: {file}, {at}, {by}, mã {digest}")
        told_of = {"number": one.id, "file": one.source_name, "at": run.local(one.at), "by": one.by}
        write(said.format(**told_of, digest=one.sha256[:12]))


def _import_json(one: "EarlierImport") -> dict[str, object]:
    return {
        "number": one.id,
        "at": one.at.isoformat(),
        "by": one.by,
        "file": one.source_name,
        "sha256": one.sha256,
    }


def _figure_json(row: "EarlierFigure") -> dict[str, object]:
    return {
        "period": row.period,
        "indicator": row.indicator,
        "agency": row.agency or None,
        "value": row.value,
        "estimate": row.estimate,
        "source": row.source,
        "import": row.import_id,
        "cell": row.cell,
    }


def _value(value: "Decimal | None", *, estimate: bool) -> str:
    """A figure for readers, with a mark where it is an estimate."""
    from intake.numbers import in_vietnamese

    if value is None:
        return _("đã rút")
    shown = in_vietnamese(value)
    return _("{value} (ước)").format(value=shown) if estimate else shown


def _figure_row(document: "PlanDocument", row: "EarlierFigure") -> tuple[object, ...]:
    agencies = {one.code: one.name for one in document.agencies}
    indicators = {one.code: f"{one.name} ({one.unit})" for one in document.indicators}
    return (
        row.period,
        indicators.get(row.indicator, row.indicator),
        agencies.get(row.agency, row.agency) or _("toàn địa bàn"),
        _value(row.value, estimate=row.estimate),
        row.source,
        row.import_id,
        row.cell,
    )
