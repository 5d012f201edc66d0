"""Building a report: compile, render in the formats asked for, write, and remember what it was pinned to.

A draft's files are written anew by each build (`year-end_2015.docx`); an issued report's bear the number of its build
(`year-end_2015_lan-2.docx`), so that nothing ever overwrites them.
"""

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from models.errors import NotFoundError, ReportError
from models.language import _
from models.plan import Report
from models.program import program_version
from models.reporting import ReportBuild, ReportState, ReportTemplate, builds_of, template_in_use
from models.schedule import schedule
from models.versions import ActivePlan, lock_plan
from reports.collecting import cycles_later
from reports.compiled import CompiledReport
from reports.compiling import compile_report
from reports.content import by_agency, digest_of_figures, exact, outlier_json, spared_in
from reports.figures import IndicatorFigure
from reports.gaps import gaps_of
from reports.uncollected import is_made_up

FORMATS = ("docx", "xlsx", "html", "pdf", "json")
#: Made unless others are asked for: PDF needs LibreOffice, takes seconds, and is set otherwise by another LibreOffice.
USUAL = ("docx", "xlsx", "html", "json")
#: The template that serves every report for which none was taken into use under its own code.
ANY_REPORT = "report"
_SIGNED = "_da-ky"
#: Seconds after which nobody is writing a file any more.
_LEFT_BEHIND = 3600


@dataclass(frozen=True)
class BuildResult:
    """What was built: the files in the order asked for, and what a reader should know of their content.

    `missing` and `unreviewed` hold assignment names; `number` is that of the build.
    """

    files: Sequence[Path]
    digest: str
    missing: Sequence[str]
    unreviewed: Sequence[str]
    figures: Sequence[IndicatorFigure]
    compiled: CompiledReport
    number: int = 0


def _renderers(template: bytes | None = None) -> Mapping[str, Callable[[CompiledReport], bytes]]:
    # The office libraries take longer to import than most commands to run.
    from reports.docx.document import render_docx  # noqa: PLC0415 - slow to import
    from reports.html.page import render_html  # noqa: PLC0415 - slow to import
    from reports.json import render_json  # noqa: PLC0415 - slow to import
    from reports.xlsx.workbook import render_xlsx  # noqa: PLC0415 - slow to import

    return {
        "docx": lambda compiled: render_docx(compiled, template),
        "xlsx": render_xlsx,
        "html": render_html,
        "json": render_json,
    }


def file_name(code: str, period: str, name: str, number: int | None = None, *, signed: bool = False) -> str:
    """The file of a format: `year-end_2015.docx` of a draft, `year-end_2015_lan-2.docx` of an issued build.

    What was signed and came back is `year-end_2015_lan-2_da-ky.pdf`.
    """
    issued = "" if number is None else f"_lan-{number}{_SIGNED if signed else ''}"
    return f"{code}_{period.replace('..', '-')}{issued}.{name}"


def is_signed(name: str) -> bool:
    """Whether a file's name says that it is the signed one: nothing renders that again."""
    return Path(name).stem.endswith(_SIGNED)


def belongs_to(name: str, number: int) -> bool:
    """Whether a file's name says that it is one of an issued build's own, the signed one among them."""
    return Path(name).stem.removesuffix(_SIGNED).endswith(f"_lan-{number}")


def own_template(session: Session, plan: str, report: Report, as_of: datetime) -> ReportTemplate | None:
    """The coordinator's own Word template in use for a report at an instant: its own, else the one for all reports."""
    found = (template_in_use(session, plan, name, as_of) for name in template_names(report))
    return next((one for one in found if one is not None), None)


def template_names(report: Report) -> tuple[str, str]:
    """Under which names a template for a report may be in use; the first that has one counts."""
    return report.code, ANY_REPORT


def shipped_template(report: Report) -> bytes:
    """The Word template that dondoc ships for a report's profile."""
    from reports.docx.template import shipped  # noqa: PLC0415 - slow to import

    return shipped(report.profile)


def template_hash(report: Report, own: ReportTemplate | None) -> str:
    """SHA-256 of the template that a report is set in."""
    return own.sha256 if own else hashlib.sha256(shipped_template(report)).hexdigest()


def for_publication(compiled: CompiledReport) -> CompiledReport:
    """The report as others get it: without the figures that only the coordinator should ask about."""
    return replace(compiled, outliers=())


@cycles_later()
def render_report(
    compiled: CompiledReport, formats: Sequence[str], template: bytes | None = None, *, office: Path | None = None
) -> dict[str, bytes]:
    """The documents by format, in the order asked for, each format once; `office` is a LibreOffice to be used for PDF.

    Raises:
        ReportError: a format is unknown, the template does not give a document, or there is no LibreOffice for PDF.
    """
    wanted = list(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        said = _("không có định dạng {name!r}: chọn trong {known}")
        raise ReportError(said.format(name=unknown[0], known=", ".join(FORMATS)))
    if "pdf" in wanted:
        from reports.pdf import convert_to_pdf, find_office  # noqa: PLC0415 - most builds make none

        office = find_office(office)  # before the work of all the others is done in vain
    renderers = _renderers(template)
    rendered = {name: b"" if name == "pdf" else renderers[name](compiled) for name in wanted}
    if "pdf" in wanted:
        from reports.docx.document import render_docx  # noqa: PLC0415 - slow to import
        from reports.pdf_bytes import settled  # noqa: PLC0415 - slow to import

        made = convert_to_pdf(render_docx(compiled, template, vector=True), office=office)
        rendered["pdf"] = settled(made, compiled.as_of)
    return rendered


def build_report(
    session: Session,
    plan: ActivePlan,
    code: str,
    period: str,
    *,
    as_of: datetime,
    out: Path,
    formats: Sequence[str] = USUAL,
    by: str = "",
    office: Path | None = None,
) -> BuildResult:
    """Compile a report and write it to the directory `out`, one file a format (`year-end_2015.docx`).

    Every document is rendered before the first is written, and each file appears whole or not at all. The build is
    recorded with its pins, unless the one before has the same content. What was issued before stays as it is: a later
    build is a draft of its correction.

    Raises:
        NotFoundError: there is no such report or period, or nothing that bodies report makes up the period asked for.
        ReportError: a format is unknown or cannot be made here, or a file cannot be written.
    """
    compiled = compile_report(session, plan, code, period, as_of)
    _refuse_empty(compiled)
    own = own_template(session, plan.code, compiled.report, as_of)
    rendered = render_report(compiled, formats, own.content if own else None, office=office)
    contents = {file_name(code, compiled.period.key, name): data for name, data in rendered.items()}
    files = [write_file(out, name, data) for name, data in contents.items()]
    build = _remember(session, compiled, hashes_of(contents), by, template_hash(compiled.report, own))
    return BuildResult(
        files=files,
        digest=compiled.digest,
        missing=[line.assignment for line in compiled.attendance.missing],
        unreviewed=[line.assignment for line in compiled.attendance.unreviewed],
        figures=compiled.figures,
        compiled=compiled,
        number=build.number,
    )


def _refuse_empty(compiled: CompiledReport) -> None:
    """Refuse a report on demand on a period that no obligation's periods make up: it would say nothing, ever."""
    filled = any(cell.value is not None for figure in compiled.figures for cell in figure.by_agency.values())
    reported = is_made_up(compiled) if compiled.period.kind == "span" else compiled.completion or filled
    if compiled.due is not None or reported:
        return
    said = _("không có báo cáo nào của các đơn vị làm nên kỳ {period}; các kỳ có báo cáo: {known}")
    known = ", ".join(_periods_reported(compiled)) or _("chưa có")
    raise NotFoundError(said.format(period=compiled.period.key, known=known))


def _periods_reported(compiled: CompiledReport) -> list[str]:
    """The periods that bodies report on, in order of time, a longer one before its parts."""
    duties = [one for one in compiled.document.obligations if one.kind == "report" and one.period != "once"]
    found = {one.period for duty in duties for one in schedule(compiled.document, duty, compiled.plan.calendar)}
    return [one.key for one in sorted(found, key=lambda one: (one.first, -one.last.toordinal()))]


def hashes_of(contents: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 by file name."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}


def write_file(out: Path, name: str, data: bytes) -> Path:
    """Write beside the target and move into place, so that nobody opens half a report.

    Raises:
        ReportError: it cannot be written.
    """
    target = out / name
    try:
        out.mkdir(parents=True, exist_ok=True)
        _sweep(out, name)
        handle, scratch = tempfile.mkstemp(prefix=f".{name}.", dir=out)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(scratch).chmod(0o644)
            Path(scratch).replace(target)
        except OSError:
            Path(scratch).unlink(missing_ok=True)
            raise
    except OSError as error:
        said = _("không ghi được {target} ({reason}): đóng tệp nếu đang mở, hoặc chọn thư mục khác")
        raise ReportError(said.format(target=target, reason=error.strerror or error)) from error
    return target


def _sweep(out: Path, name: str) -> None:
    """Remove what a process that was killed left of this file; another that is writing it now is let be."""
    for left in out.glob(f".{name}.*"):
        with contextlib.suppress(OSError):  # gone meanwhile, or another's
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                left.unlink()


def _remember(
    session: Session, compiled: CompiledReport, hashes: Mapping[str, str], by: str, template: str
) -> ReportBuild:
    lock_plan(session, compiled.plan.code)  # two builds at once get a number each
    earlier = builds_of(session, compiled.plan.code, compiled.report.code, compiled.period.key)
    last = earlier[-1] if earlier else None
    made = (compiled.digest, template, program_version())
    if last is not None and (last.digest, last.template, last.program) == made:
        if last.state != ReportState.ISSUED:  # an issued build is locked, its list of files too
            last.files = json.dumps({**last.file_hashes, **hashes}, sort_keys=True)
        return last
    correction = compiled.corrections
    build = ReportBuild(
        plan=compiled.plan.code,
        report=compiled.report.code,
        period=compiled.period.key,
        number=last.number + 1 if last else 1,
        as_of=compiled.as_of,
        by=by,
        plan_version=compiled.plan.version,
        pins=json.dumps([pin.kept() for pin in compiled.pins], ensure_ascii=False),
        digest=compiled.digest,
        files=json.dumps(dict(hashes), sort_keys=True),
        template=template,
        program=program_version(),
        figures=digest_of_figures(compiled),
        changes=json.dumps([asdict(one) for one in correction.changes] if correction else [], ensure_ascii=False),
    )
    session.add(build)
    session.flush()
    return build


def estimates_of(compiled: CompiledReport) -> dict[str, list[IndicatorFigure]]:
    """The bodies that owe final figures, each with the indicators of which an estimate still counts."""
    found: dict[str, list[IndicatorFigure]] = {}
    for figure in compiled.figures:
        for agency, cell in figure.by_agency.items():
            if cell.estimate and figure.kind != "ratio":
                found.setdefault(agency, []).append(figure)
    return found


def doubts_json(compiled: CompiledReport) -> dict[str, object]:
    """What a coordinator should see to before a report goes on, where there is any.

    `empty` holds the codes of headings without content ("" for that of a report that names none), `questions` the
    figures far from a body's own history.
    """
    empty, asked = [one.section for one in gaps_of(compiled)], [outlier_json(one) for one in compiled.outliers]
    return ({"empty": empty} if empty else {}) | ({"questions": asked} if asked else {})


def build_json(result: BuildResult) -> dict[str, object]:
    """The document that `dondoc report build --json` prints; numbers are int or Decimal (dump with `use_decimal`).

    A draft of a correction says which issued build it `replaces`, and the `changes`; where estimates still count,
    `estimates` holds their indicators by body, and `others` the overdue tasks that the report is not made from.
    """
    withheld = result.compiled.withheld
    estimates = {agency: [one.indicator for one in some] for agency, some in estimates_of(result.compiled).items()}
    others = [line.assignment for line in result.compiled.attendance.others]
    listed = {"estimates": estimates, "others": others}
    besides = {name: found for name, found in listed.items() if found} | doubts_json(result.compiled)
    correction = result.compiled.corrections
    replaces = (
        {"replaces": correction.number, "changes": [asdict(one) for one in correction.changes]} if correction else {}
    )
    return (
        {
            "files": [str(path) for path in result.files],
            "digest": result.digest,
            "missing": list(result.missing),
            "unreviewed": list(result.unreviewed),
            "figures": [
                {
                    "indicator": figure.indicator,
                    "total": exact(figure.total, figure),
                    "unit": figure.unit,
                    "reported": figure.reported,
                    "expected": figure.expected,
                    "by_agency": by_agency(figure, withheld[figure.indicator]),
                    **({} if figure.collected else {"collected": False}),
                    **spared_in(figure),
                }
                for figure in result.figures
            ],
        }
        | besides
        | replaces
    )
