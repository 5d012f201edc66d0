"""Building a report: compile, render in the formats asked for, write, and remember what it was pinned to."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from models.errors import ReportError
from models.reporting import ReportBuild, builds_of
from models.versions import ActivePlan
from reports.compiled import CompiledReport
from reports.compiling import compile_report
from reports.content import by_agency, exact
from reports.figures import IndicatorFigure
from reports.small_cells import small_bodies

FORMATS = ("docx", "xlsx", "html", "json")


@dataclass(frozen=True)
class BuildResult:
    """What was built: the files in the order asked for, and what a reader should know of their content.

    `missing` and `unreviewed` hold assignment names.
    """

    files: Sequence[Path]
    digest: str
    missing: Sequence[str]
    unreviewed: Sequence[str]
    figures: Sequence[IndicatorFigure]
    compiled: CompiledReport


def _renderers() -> Mapping[str, Callable[[CompiledReport], bytes]]:
    # The office libraries take longer to import than most commands to run.
    from reports.docx import render_docx  # noqa: PLC0415
    from reports.html import render_html  # noqa: PLC0415
    from reports.json import render_json  # noqa: PLC0415
    from reports.xlsx import render_xlsx  # noqa: PLC0415

    return {"docx": render_docx, "xlsx": render_xlsx, "html": render_html, "json": render_json}


def build_report(
    session: Session,
    plan: ActivePlan,
    code: str,
    period: str,
    *,
    as_of: datetime,
    out: Path,
    formats: Sequence[str] = FORMATS,
    by: str = "",
) -> BuildResult:
    """Compile a report and write it to the directory `out`, one file a format (`year-end_2015.docx`).

    Every document is rendered before the first is written, and each file appears whole or not at all. The build is
    recorded with its pins, unless the one before has the same content.

    Raises:
        NotFoundError: there is no such report or period.
        ReportError: a format is unknown, or a file cannot be written.
    """
    wanted = list(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise ReportError(f"không có định dạng {unknown[0]!r}: chọn trong {', '.join(FORMATS)}")
    compiled = compile_report(session, plan, code, period, as_of)
    renderers = _renderers()
    rendered = {name: renderers[name](compiled) for name in wanted}
    stem = f"{code}_{period.replace('..', '-')}"
    files = [_write(out, f"{stem}.{name}", data) for name, data in rendered.items()]
    hashes = {f"{stem}.{name}": hashlib.sha256(data).hexdigest() for name, data in rendered.items()}
    _remember(session, compiled, hashes, by)
    return BuildResult(
        files=files,
        digest=compiled.digest,
        missing=[line.assignment for line in compiled.attendance.missing],
        unreviewed=[line.assignment for line in compiled.attendance.unreviewed],
        figures=compiled.figures,
        compiled=compiled,
    )


def _write(out: Path, name: str, data: bytes) -> Path:
    """Write beside the target and move into place, so that nobody opens half a report."""
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
        reason = error.strerror or str(error)
        raise ReportError(
            f"không ghi được {target} ({reason}): đóng tệp nếu đang mở, hoặc chọn thư mục khác"
        ) from error
    return target


def _remember(session: Session, compiled: CompiledReport, hashes: Mapping[str, str], by: str) -> None:
    earlier = builds_of(session, compiled.plan.code, compiled.report.code, compiled.period.key)
    if earlier and earlier[-1].digest == compiled.digest:
        earlier[-1].files = json.dumps({**earlier[-1].file_hashes, **hashes}, sort_keys=True)
        return
    build = ReportBuild(
        plan=compiled.plan.code,
        report=compiled.report.code,
        period=compiled.period.key,
        number=earlier[-1].number + 1 if earlier else 1,
        as_of=compiled.as_of,
        by=by,
        plan_version=compiled.plan.version,
        pins=json.dumps([asdict(pin) for pin in compiled.pins], ensure_ascii=False),
        digest=compiled.digest,
        files=json.dumps(dict(hashes), sort_keys=True),
    )
    session.add(build)
    session.flush()


def build_json(result: BuildResult) -> dict[str, object]:
    """The document that `dondoc report build --json` prints; numbers are int or Decimal (dump with `use_decimal`)."""
    small = small_bodies(result.compiled.document)
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
                "by_agency": by_agency(figure, small),
            }
            for figure in result.figures
        ],
    }
