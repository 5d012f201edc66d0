"""Building a report: compile, render in the formats asked for, write, and remember what it was pinned to.

A draft's files are written anew by each build (`year-end_2015.docx`); an issued report's bear the number of its build
(`year-end_2015_lan-2.docx`), so that nothing ever overwrites them.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from models.errors import ReportError
from models.language import _
from models.reporting import ReportBuild, ReportState, ReportTemplate, builds_of, template_in_use
from models.versions import ActivePlan, lock_plan
from reports.compiled import CompiledReport
from reports.compiling import compile_report
from reports.content import by_agency, exact
from reports.figures import IndicatorFigure

FORMATS = ("docx", "xlsx", "html", "pdf", "json")
#: Made unless others are asked for: PDF needs LibreOffice, takes seconds, and is not the same bytes again.
USUAL = ("docx", "xlsx", "html", "json")
#: The template that serves every report for which none was taken into use under its own code.
ANY_REPORT = "report"


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
    from reports.docx import render_docx  # noqa: PLC0415
    from reports.html import render_html  # noqa: PLC0415
    from reports.json import render_json  # noqa: PLC0415
    from reports.xlsx import render_xlsx  # noqa: PLC0415

    return {
        "docx": lambda compiled: render_docx(compiled, template),
        "xlsx": render_xlsx,
        "html": render_html,
        "json": render_json,
    }


def file_name(code: str, period: str, name: str, number: int | None = None) -> str:
    """The file of a format: `year-end_2015.docx` of a draft, `year-end_2015_lan-2.docx` of an issued build."""
    issued = "" if number is None else f"_lan-{number}"
    return f"{code}_{period.replace('..', '-')}{issued}.{name}"


def own_template(session: Session, compiled: CompiledReport) -> ReportTemplate | None:
    """The coordinator's own Word template in use for a report at its instant: its own, else the one for all reports."""
    names = (compiled.report.code, ANY_REPORT)
    found = (template_in_use(session, compiled.plan.code, name, compiled.as_of) for name in names)
    return next((one for one in found if one is not None), None)


def shipped_template(compiled: CompiledReport) -> bytes:
    """The Word template that dondoc ships for a report's profile."""
    from reports.docx_template import shipped  # noqa: PLC0415

    return shipped(compiled.report.profile)


def template_hash(compiled: CompiledReport, own: ReportTemplate | None) -> str:
    """SHA-256 of the template that a report is set in."""
    return own.sha256 if own else hashlib.sha256(shipped_template(compiled)).hexdigest()


def for_publication(compiled: CompiledReport) -> CompiledReport:
    """The report as others get it: without the figures that only the coordinator should ask about."""
    return replace(compiled, outliers=())


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
        rendered["pdf"] = convert_to_pdf(rendered.get("docx") or renderers["docx"](compiled), office=office)
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
        NotFoundError: there is no such report or period.
        ReportError: a format is unknown or cannot be made here, or a file cannot be written.
    """
    compiled = compile_report(session, plan, code, period, as_of)
    own = own_template(session, compiled)
    rendered = render_report(compiled, formats, own.content if own else None, office=office)
    contents = {file_name(code, period, name): data for name, data in rendered.items()}
    files = [write_file(out, name, data) for name, data in contents.items()]
    build = _remember(session, compiled, hashes_of(contents), by, template_hash(compiled, own))
    return BuildResult(
        files=files,
        digest=compiled.digest,
        missing=[line.assignment for line in compiled.attendance.missing],
        unreviewed=[line.assignment for line in compiled.attendance.unreviewed],
        figures=compiled.figures,
        compiled=compiled,
        number=build.number,
    )


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


def _remember(
    session: Session, compiled: CompiledReport, hashes: Mapping[str, str], by: str, template: str
) -> ReportBuild:
    lock_plan(session, compiled.plan.code)  # two builds at once get a number each
    earlier = builds_of(session, compiled.plan.code, compiled.report.code, compiled.period.key)
    last = earlier[-1] if earlier else None
    if last is not None and (last.digest, last.template) == (compiled.digest, template):
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
        pins=json.dumps([asdict(pin) for pin in compiled.pins], ensure_ascii=False),
        digest=compiled.digest,
        files=json.dumps(dict(hashes), sort_keys=True),
        template=template,
        changes=json.dumps([asdict(one) for one in correction.changes] if correction else [], ensure_ascii=False),
    )
    session.add(build)
    session.flush()
    return build


def build_json(result: BuildResult) -> dict[str, object]:
    """The document that `dondoc report build --json` prints; numbers are int or Decimal (dump with `use_decimal`).

    A draft of a correction says which issued build it `replaces`, and the `changes`.
    """
    withheld = result.compiled.withheld
    correction = result.compiled.corrections
    replaces = (
        {"replaces": correction.number, "changes": [asdict(one) for one in correction.changes]} if correction else {}
    )
    return {
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
            }
            for figure in result.figures
        ],
    } | replaces
