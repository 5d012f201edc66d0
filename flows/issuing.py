"""The life of a report: a draft is reviewed, then issued; an issued report is locked, its correction a new build.

Issuing is one transaction: the state, the standing agency's own obligation that it fulfils, the mails to those it is
addressed to, and the history. What takes long, compiling and rendering, is done before.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session

from flows.acts import Act, screened
from flows.digests import queue_digests
from flows.fulfilling import Fulfilled, fulfil, refuse_unfulfillable
from flows.issued_mails import mail_folder, queue_issued, unserved_bodies
from flows.readiness import complete, decided, lacks, named, seen, worth_issuing
from flows.settings import Settings
from flows.signed_papers import SignedPaper, open_signed, refuse_unscreened
from intake.answers import digest_of
from intake.storing import stored_answers
from models.errors import ReportError, StateError
from models.history import record_for_plan
from models.language import _
from models.program import program_version
from models.reporting import ReportBuild, ReportState, builds_of, find_build, template_by_hash
from models.schedule import report_coverage
from models.store import Store
from models.submissions import Submission
from models.versions import ActivePlan, active_plan, lock_plan, plan_version
from reports.building import (
    FORMATS,
    file_name,
    for_publication,
    hashes_of,
    own_template,
    render_report,
    shipped_template,
    template_hash,
    write_file,
)
from reports.changes_in_words import changes_of, said_changes
from reports.compiled import CompiledReport, Outlier
from reports.compiling import compile_report
from reports.expecting import Expected, expected_now
from reports.gaps import Gap
from reports.overtaken import Overtaking
from reports.verifying import Verdict, verify_build

#: Needs an office program that is not everywhere: a report is issued without it where there is none.
_WHERE_POSSIBLE = ("pdf",)


@dataclass(frozen=True, slots=True)
class ReportRef:
    """Which report: code and period, number of a build (default: the newest), plan (where there are several)."""

    code: str
    period: str
    number: int | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A build that was reviewed: its content, what was accepted after it was compiled, and what is still to come."""

    build: ReportBuild
    overtaken: Sequence[Overtaking]
    compiled: CompiledReport
    expected: Expected


@dataclass(slots=True)
class Issued:
    """A build that was issued: its files, who gets it by mail, which bodies cannot, and the obligation it fulfilled.

    `changes` say in words what a correction changes; `left_out` names a format that could not be made, and why; `gaps`
    are headings without content with which it went on anyway, `expected` what it went without, `asked` the figures to
    ask about, which are in no file that goes out.
    """

    build: ReportBuild
    files: list[Path] = field(default_factory=list)
    mailed: list[str] = field(default_factory=list)
    unserved: list[str] = field(default_factory=list)
    fulfilled: Fulfilled | None = None
    changes: list[str] = field(default_factory=list)
    left_out: str = ""
    overtaken: Sequence[Overtaking] = ()
    gaps: Sequence[Gap] = ()
    expected: Expected = field(default_factory=Expected)
    signed: SignedPaper | None = None
    asked: Sequence[Outlier] = ()


def review(store: Store, ref: ReportRef, act: Act, note: str = "", *, anyway: bool = False) -> Reviewed:
    """Mark a draft as reviewed: what is issued is this build and no other.

    With `anyway` it may be older than what came in since; what it lacks is then kept in the history.

    Raises:
        NotFoundError: there is no such build.
        StateError: it is not a draft, corrects nothing, or something newer belongs into it.
        ReportError: what it rests on was changed since it was compiled.
    """
    with store.reading() as session:
        build = _draft(session, active_plan(session, ref.plan), ref)
        worth_issuing(session, build, anyway=anyway)
        compiled = _as_built(session, build)
        expected = expected_now(session, build, act.now)
    with store.session() as session:
        plan = active_plan(session, ref.plan)
        lock_plan(session, plan.code)
        build = _draft(session, plan, ReportRef(ref.code, ref.period, build.number))
        overtaken = worth_issuing(session, build, anyway=anyway)
        note = screened(plan, note, "nhận xét")
        build.state, build.reviewed_at, build.reviewed_by = ReportState.REVIEWED, act.now, act.by
        session.add(build)
        _record(session, build, "report-reviewed", act, note, lacks(overtaken))
        return Reviewed(build, overtaken, compiled, expected)


def issue(
    store: Store,
    settings: Settings,
    ref: ReportRef,
    act: Act,
    *,
    document_number: str = "",
    document_date: date | None = None,
    formats: Sequence[str] = FORMATS,
    signed: Path | None = None,
    looked_through: bool = False,
    anyway: bool = False,
) -> Issued:
    """Issue a reviewed build: it is locked, its files kept under its number, and mailed to those it is addressed to.

    Where the paper that was `signed` is handed in, it is kept with them and goes in their place, once its words were
    screened; `looked_through` says that somebody looked at those of its pages that have none. With `anyway` the
    build may be older than what came in since, go without answers that wait for review, or have headings without
    content; what it lacks is then kept in the history.

    Raises:
        NotFoundError: there is no such build.
        StateError: it was not reviewed, was issued before, corrects nothing, something newer belongs into it or waits
            for review, a heading of it is empty, or its date is to come.
        ReportError: what it rests on was changed since it was compiled, the signed paper carries personal data or has
            pages nobody looked at, or a file cannot be read or written.
    """
    paper = open_signed(signed) if signed else None
    with store.reading() as session:
        plan = active_plan(session, ref.plan)
        document_number = screened(plan, document_number.strip(), "số văn bản")
        refuse_unscreened(plan, paper, looked_through=looked_through)
        build = _ready(session, plan, ref)
        worth_issuing(session, build, anyway=anyway)
        _refuse_date_to_come(plan, document_date, act)
        refuse_unfulfillable(session, plan, build, document_number)
        expected = decided(session, build, act.now, anyway=anyway)
        compiled = _as_built(session, build)
        gaps = complete(build, compiled, anyway=anyway)
        rendered, left_out = _render(session, build, compiled, formats, settings.soffice)
    issued = Issued(build, left_out=left_out, gaps=gaps, expected=expected, signed=paper, asked=compiled.outliers)
    with store.session() as session:
        lock_plan(session, plan.code)
        plan = active_plan(session, plan.code)
        build = _ready(session, plan, ReportRef(ref.code, ref.period, build.number))
        issued.overtaken = worth_issuing(session, build, anyway=anyway)
        _lock(session, plan, build, act, document_number, document_date)
        contents = _contents(build, rendered, paper)
        build.files = json.dumps({**build.file_hashes, **hashes_of(contents)}, sort_keys=True)
        session.add(build)
        issued.build = build
        issued.changes = said_changes(plan.document, changes_of(build))
        issued.fulfilled = fulfil(session, plan, build, act)
        issued.mailed = queue_issued(session, plan, build, act.now)
        issued.unserved = unserved_bodies(session, plan, build)
        _record(session, build, "report-issued", act, lacks=lacks(issued.overtaken, gaps, expected), seen=seen(paper))
        queue_digests(session, plan, act.now)
        # Last, and within the transaction: where a file cannot be written, nothing was issued.
        issued.files = _write(mail_folder(settings.home, plan.code), contents)
    return issued


def _refuse_date_to_come(plan: ActivePlan, day: date | None, act: Act) -> None:
    if day is not None and day > plan.calendar.local_date(act.now):
        raise StateError(_("ngày văn bản {day:%d/%m/%Y} chưa đến: đặt ngày đã ký").format(day=day))


def _write(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    return [write_file(folder, name, data) for name, data in contents.items()]


def _contents(build: ReportBuild, rendered: Mapping[str, bytes], paper: SignedPaper | None) -> dict[str, bytes]:
    """The files of an issued build by name, with the paper that was signed."""
    contents = {file_name(build.report, build.period, name, build.number): data for name, data in rendered.items()}
    if paper is not None:
        kind = paper.path.suffix.removeprefix(".").lower()
        contents[file_name(build.report, build.period, kind, build.number, signed=True)] = paper.content
    return contents


def _find(session: Session, plan: ActivePlan, ref: ReportRef) -> ReportBuild:
    """The build that is meant.

    Raises:
        NotFoundError: it was never compiled; where there is no such report or period, the message says that.
    """
    if not builds_of(session, plan.code, ref.code, ref.period):
        report_coverage(plan.document, plan.document.report(ref.code), ref.period, plan.calendar)
    return find_build(session, plan.code, ref.code, ref.period, ref.number)


def _record(
    session: Session,
    build: ReportBuild,
    done: str,
    act: Act,
    reason: str = "",
    lacks: Sequence[str] = (),
    seen: Sequence[str] = (),
) -> None:
    """Write down in the plan's history which build it was, by its digest, and what it lacks where it went on anyway."""
    detail: dict[str, Any] = {
        "report": build.report,
        "period": build.period,
        "number": build.number,
        "digest": build.digest,
        "figures": build.figures,
        "program": build.program,
        "document_number": build.document_number or "",
        "document_date": build.document_date.isoformat() if build.document_date else "",
    }
    if lacks:
        detail["without"] = list(lacks)
    if seen:
        detail["looked_through"] = list(seen)
    record_for_plan(session, build.plan, done, at=act.now, by=act.by, reason=reason, **detail)


def _draft(session: Session, plan: ActivePlan, ref: ReportRef) -> ReportBuild:
    """The build to be reviewed.

    Raises:
        StateError: it is no draft any more.
    """
    build = _find(session, plan, ref)
    session.refresh(build)
    if build.state != ReportState.DRAFT:
        said = _("{name} đã soát hoặc đã ban hành; lập bản mới bằng `dondoc report build {code} {period}`")
        raise StateError(said.format(name=named(build), code=ref.code, period=ref.period))
    return build


def _ready(session: Session, plan: ActivePlan, ref: ReportRef) -> ReportBuild:
    """The build to be issued.

    Raises:
        StateError: it is not reviewed, or issued already.
    """
    build = _find(session, plan, ref)
    session.refresh(build)
    if build.state == ReportState.ISSUED:
        said = _("{name} đã ban hành, không sửa được nữa; bản đính chính: `dondoc report build {code} {period}`")
        raise StateError(said.format(name=named(build), code=ref.code, period=ref.period))
    if build.state != ReportState.REVIEWED:
        said = _("{name} chưa được soát: xem lại rồi chạy `dondoc report review {code} {period}`")
        raise StateError(said.format(name=named(build), code=ref.code, period=ref.period))
    return build


def _lock(
    session: Session, plan: ActivePlan, build: ReportBuild, act: Act, document_number: str, document_date: date | None
) -> None:
    build.state, build.issued_at, build.issued_by = ReportState.ISSUED, act.now, act.by
    build.document_number = document_number or None
    build.document_date = document_date or plan.calendar.local_date(act.now)
    session.add(build)
    session.flush()


def _render(
    session: Session, build: ReportBuild, compiled: CompiledReport, formats: Sequence[str], office: Path | None
) -> tuple[Mapping[str, bytes], str]:
    """The documents as they were reviewed, from a build's content; and which could not be made, and why."""
    compiled = for_publication(compiled)
    template = _template(session, build, compiled)
    try:
        return render_report(compiled, formats, template, office=office), ""
    except ReportError as error:
        always = [name for name in formats if name not in _WHERE_POSSIBLE]
        if len(always) == len(formats):
            raise
        return render_report(compiled, always, template), str(error)


def _as_built(session: Session, build: ReportBuild) -> CompiledReport:
    plan = plan_version(session, build.plan, build.plan_version)
    compiled = compile_report(session, plan, build.report, build.period, build.as_of, number=build.number)
    if compiled.digest != build.digest and build.program != program_version():
        said = _("{name} lập bằng dondoc {built}, nay là {now}: lập lại rồi soát lại")
        built = build.program or _("không rõ bản")
        raise ReportError(said.format(name=named(build), built=built, now=program_version()))
    if compiled.digest != build.digest:
        said = _("{name} không còn lập lại được như khi soát: chạy `dondoc report verify {code} {period}`")
        raise ReportError(said.format(name=named(build), code=build.report, period=build.period))
    return compiled


def _template(session: Session, build: ReportBuild, compiled: CompiledReport) -> bytes | None:
    own = own_template(session, build.plan, compiled.report, build.as_of)
    if template_hash(compiled.report, own) == build.template:
        return own.content if own else shipped_template(compiled.report)
    kept = template_by_hash(session, build.plan, build.template)
    if kept is None:
        said = _("mẫu Word của {name} không còn: lập và soát lại")
        raise ReportError(said.format(name=named(build)))
    return kept.content


def verify(store: Store, settings: Settings, ref: ReportRef, files: Sequence[Path] = ()) -> Verdict:
    """Compute a build again from what it is pinned to and compare all of it; its files too, in the home or as named.

    Raises:
        NotFoundError: there is no such build.
        ReportError: a file named cannot be read.
    """
    with store.reading() as session:
        plan = active_plan(session, ref.plan)
        build = _find(session, plan, ref)
        folders = (mail_folder(settings.home, plan.code), settings.home / "reports")
        return verify_build(
            session, build, content_hash=content_hash, folders=folders, files=files, office=settings.soffice
        )


def content_hash(session: Session, submission: Submission) -> str:
    """SHA-256 of what a stored revision says, from its rows."""
    return digest_of(stored_answers(session, submission))
