"""`report trace`: every revision, cell and reviewer behind a number of a report."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from commands.context import Invocation
from commands.language import N_, _
from commands.options import command
from commands.output import print_json, print_table, write
from commands.reports import Code, Number, PeriodKey, app
from commands.values import PlanCode
from commands.words import word

if TYPE_CHECKING:
    from decimal import Decimal

    from models.plan import PlanDocument
    from reports.provenance import BodyTrace, Provenance, Trace
    from reports.sources import Source

#: The command joins a group that stands already.
apps: tuple[typer.Typer, ...] = ()
CHANNELS = {
    "file": N_("tệp"),
    "web": N_("trang web"),
    "mail": N_("thư"),
    "phone": N_("điện thoại"),
    "paper": N_("bản giấy"),
    "zalo": N_("Zalo"),
    "import": N_("nhập số liệu năm trước"),
}


@command(app, "trace")
def trace(
    run: Invocation,
    code: Code,
    period: PeriodKey,
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help=N_("Mã chỉ tiêu."))],
    agency: Annotated[str | None, typer.Option("--agency", metavar="CODE", help=N_("Chỉ cơ quan này."))] = None,
    number: Number = None,
    plan: PlanCode = None,
) -> None:
    """Nguồn gốc một con số trong báo cáo: từng lần gửi, ô, người gửi, người duyệt, và vì sao được tính."""
    from models.reporting import builds_of, find_build
    from models.versions import plan_version
    from reports.provenance import provenance_json, trace_figure

    with run.store.reading() as session:
        active, as_of = run.plan(session, plan), run.now
        if number is not None or builds_of(session, active.code, code, period):
            build = find_build(session, active.code, code, period, number)
            active, as_of = plan_version(session, build.plan, build.plan_version), build.as_of
        found = trace_figure(session, active, code, period, indicator, as_of, agency=agency)
    if run.json:
        print_json(provenance_json(found))
        return
    said = _("Báo cáo {code} kỳ {period}, tính đến {at}, kế hoạch phiên bản {version}")
    write(said.format(code=code, period=period, at=run.local(found.as_of), version=found.plan_version))
    if found.years and found.now.total is None:
        _print_by_year(active.document, found)
    else:
        _print_trace(run, active.document, found.now)
    if found.before is not None:
        write("")
        write(_("Số năm trước, để so sánh:"))
        _print_trace(run, active.document, found.before)
    for year in found.years:
        write("")
        _print_trace(run, active.document, year)


def _print_by_year(document: "PlanDocument", found: "Provenance") -> None:
    """What nobody reports for a whole programme is the sum (of a stock the last) of its years, which follow."""
    total = told_total(document, replace(found.now, total=found.over_years))
    said = _("{name} ({unit}), {period}, theo từng năm: {total}")
    write(said.format(name=found.now.name, unit=found.now.unit, period=found.now.period, total=total))


def _print_trace(run: Invocation, document: "PlanDocument", trace: "Trace") -> None:
    total = told_total(document, trace)
    head = _("{name} ({unit}), {period}, số liệu {first:%d/%m/%Y} - {last:%d/%m/%Y}: {total}")
    days = {"first": trace.days.first, "last": trace.days.last}
    write(head.format(name=trace.name, unit=trace.unit, period=trace.period, total=total, **days))
    for term, label in zip(trace.terms, (_("Tử số"), _("Mẫu số")), strict=False):
        write(f"{label}:")
        _print_trace(run, document, term)
    rows = [row for body in trace.bodies for row in _rows(run, document, body)]
    rows += [_row(run, "", source) for source in trace.known]
    if rows:
        columns = (
            _("Cơ quan"),
            _("Nguồn"),
            _("Lần"),
            _("Tính"),
            _("Giá trị"),
            _("Ô"),
            _("Tình trạng"),
            _("Người gửi"),
            _("Cách gửi"),
            _("Nhận lúc"),
            _("Người duyệt"),
            _("Duyệt lúc"),
        )
        print_table(columns, rows)


def _rows(run: Invocation, document: "PlanDocument", body: "BodyTrace") -> Iterator[tuple[str, ...]]:
    """A line for the body with the rule that was applied, then one for each revision."""
    names = {one.code: one.brief for one in document.agencies}
    served = "; ".join(names.get(code, code) for code in body.bodies or (body.agency,))
    beside = "" if body.counted else _(" (không tính: chỉ tiêu của cơ quan khác)")
    yield (f"{served}{beside}", body.why, "", "", _digits(body.value), *("",) * 7)
    for source in body.sources:
        yield _row(run, "", source)


def _row(run: Invocation, label: str, source: "Source") -> tuple[str, ...]:
    value = _("không phát sinh") if source.nil else _digits(source.value, "")
    estimate = _(" (ước)") if source.estimate else ""
    on_behalf = _(" (nhập thay)") if source.on_behalf else ""
    channel = _(CHANNELS[source.channel]) if source.channel in CHANNELS else source.channel
    return (
        label,
        source.assignment,
        str(source.revision or ""),
        "✓" if source.counts else "",
        f"{value}{estimate}",
        source.cell,
        word(source.state) if source.state != "import" else "",
        source.sender,
        f"{channel}{on_behalf}",
        run.local(source.received_at),
        source.reviewed_by,
        run.local(source.reviewed_at),
    )


def told_total(document: "PlanDocument", trace: "Trace") -> str:
    """A number as the report shows it; where that is rounded, all its digits follow in brackets."""
    from reports.figures import shown_decimals
    from reports.wording import number

    exact = _digits(trace.total)
    if trace.total is None:
        return exact
    shown = number(trace.total, shown_decimals(document.indicator(trace.indicator)))
    return shown if shown == exact else _("{shown} (chính xác: {exact})").format(shown=shown, exact=exact)


def _digits(value: "Decimal | None", missing: str | None = None) -> str:
    """A number with all its digits in Vietnamese; a ratio is long, and cut after ten decimals."""
    from reports.wording import number

    if value is None:
        return _("chưa có số liệu") if missing is None else missing
    return number(value, 10)
