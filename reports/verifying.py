"""Verifying a report: it is computed again from what it is pinned to, and every departure is named.

What a build holds: the instant, the plan's version, each submission revision by the hash of its content, the imports
of earlier figures by the hash of their workbooks, the Word template, the digest of the content and the hashes of the
files. Anything in the database or in a file that no longer agrees with these is found.

Another version of dondoc may say the same in other words: then numbers, pins and the hashes of files are compared, and
what only the same version can repeat is noted and called no departure.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from models.errors import DondocError
from models.history import history_of
from models.language import _
from models.program import program_version
from models.reporting import EarlierImport, ReportBuild, ReportState, builds_of, template_by_hash
from models.submissions import Submission, find_revision
from models.versions import PlanVersion, activate, canonical, digest_of, plan_version, plan_versions
from reports.building import belongs_to, shipped_template
from reports.compiled import CompiledReport
from reports.compiling import compile_report
from reports.content import digest_of_figures
from reports.verifying_files import FileChecker, Finding

#: SHA-256 of what a stored revision says, worked out anew from its rows.
ContentHash = Callable[[Session, Submission], str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification looked at and found; `files` are those that were compared, `absent` those not found.

    A file of an issued report that is gone is a finding as well; drafts may be thrown away. `notes` say what could not
    be compared, as another version of dondoc compiled the build, and which files are others that say the same.
    """

    build: ReportBuild
    findings: Sequence[Finding]
    pins: int
    files: Sequence[str]
    absent: Sequence[str]
    notes: Sequence[str] = ()

    @property
    def sound(self) -> bool:
        """Whether everything agrees."""
        return not self.findings


def verify_build(
    session: Session,
    build: ReportBuild,
    *,
    content_hash: ContentHash,
    folders: Sequence[Path] = (),
    files: Sequence[Path] = (),
    office: Path | None = None,
) -> Verdict:
    """Compute a build again and compare plan, pins, template, content and files.

    Its files are looked for in `folders`; `files` are looked at wherever they lie. `office` is a LibreOffice for a PDF
    that is not the one written down.

    Raises:
        ReportError: a file named cannot be read, or is of no format of reports.
    """
    checker = _Checker(session, build, content_hash, office)
    findings = [*checker.inputs(), *checker.content()]
    paths = [*files, *(path for path in checker.files.found_in(folders) if path not in files)]
    for path in paths:
        findings += checker.files.check(path)
    looked_at = {path.name for path in paths}
    absent = sorted(name for name in _kept_names(build) if name not in looked_at)
    if build.state == ReportState.ISSUED:
        findings += [Finding("file", name, _("không còn: lấy lại từ bản sao lưu thư mục dữ liệu")) for name in absent]
    return Verdict(
        build=build,
        findings=findings,
        pins=len(build.pinned),
        files=[path.name for path in paths],
        absent=absent,
        notes=checker.notes(),
    )


class _Checker:
    """One build, computed again once."""

    def __init__(
        self, session: Session, build: ReportBuild, content_hash: ContentHash, office: Path | None = None
    ) -> None:
        self._session = session
        self._build = build
        self._content_hash = content_hash
        self._compiled = self._compile()
        self._same_program = build.program in ("", program_version())
        self._unlike: list[str] = []
        self.files = FileChecker(
            build,
            self._compiled,
            template=self._template_bytes,
            same_program=self._same_program,
            others=self._hashes_of_others(),
            office=office,
        )

    def notes(self) -> list[str]:
        """What another version of the program says otherwise, and files that are others but say the same."""
        same = _("{name} khác tệp đã ghi từng byte, nhưng chữ và số không khác: không phải số liệu đổi")
        alike = [same.format(name=name) for name in self.files.alike]
        return alike if self._same_program else [*alike, self._of_another_program()]

    def _of_another_program(self) -> str:
        said = _("lập bằng dondoc {built}, nay là {now}: số liệu đã đối chiếu").format(
            built=self._build.program, now=program_version()
        )
        unlike = ", ".join(dict.fromkeys([*self._unlike, *self.files.unlike]))
        return said + (_("; khác cách trình bày: {parts}").format(parts=unlike) if unlike else "")

    def _compile(self) -> CompiledReport | None:
        build = self._build
        try:
            plan = plan_version(self._session, build.plan, build.plan_version)
            return compile_report(self._session, plan, build.report, build.period, build.as_of, number=build.number)
        except (DondocError, ValueError):  # the plan it rests on is gone, or is none any more
            return None

    def inputs(self) -> Iterator[Finding]:
        """What the build was made of, piece by piece."""
        yield from self._plan()
        for pin in self._build.pinned:
            yield from self._pin(pin)
        yield from self._imports()
        yield from self._template()
        yield from self._history()

    def _plan(self) -> Iterator[Finding]:
        versions = plan_versions(self._session, self._build.plan)
        row = next((one for one in versions if one.version == self._build.plan_version), None)
        place = f"{self._build.plan} v{self._build.plan_version}"
        if row is None:
            yield Finding("plan", place, _("không còn phiên bản kế hoạch mà báo cáo dựa vào"))
        elif not _is_as_applied(row):
            yield Finding("plan", place, _("nội dung phiên bản kế hoạch đã bị sửa sau khi áp dụng"))

    def _pin(self, pin: Mapping[str, Any]) -> Iterator[Finding]:
        name, revision = str(pin["assignment"]), int(pin["revision"])
        place = _("{name} lần {revision}").format(name=name, revision=revision)
        row = find_revision(self._session, name, revision)
        if row is None:
            yield Finding("submission", place, _("không còn trong dữ liệu"))
        elif row.sha256 != pin["sha256"]:
            yield Finding("submission", place, _("mã kiểm tra đã lưu khác mã mà báo cáo dựa vào"))
        elif self._content_hash(self._session, row) != pin["sha256"]:
            yield Finding("submission", place, _("số liệu hoặc phần lời đã bị sửa sau khi nhận"))

    def _imports(self) -> Iterator[Finding]:
        for pin in self._compiled.earlier_pins if self._compiled else ():
            row = self._session.get(EarlierImport, pin.number)
            if row is None or row.sha256 != pin.sha256:
                yield Finding("import", f"import-{pin.number}", _("lần nhập số liệu năm trước đã bị sửa"))

    def _template(self) -> Iterator[Finding]:
        if self._template_bytes() is not None:
            return
        kept = template_by_hash(self._session, self._build.plan, self._build.template)
        if kept is None and not self._same_program:
            self._unlike.append(_("mẫu Word"))
        else:
            said = _("mẫu Word không còn đúng mẫu đã dùng: mẫu bị thay, hoặc dondoc đã lên bản khác")
            yield Finding("template", self._build.template[:12], said)

    def _template_bytes(self) -> bytes | None:
        """The template by its hash, None where what is kept under that hash is something else."""
        wanted = self._build.template
        if self._compiled is not None:
            shipped = shipped_template(self._compiled.report)
            if not wanted or hashlib.sha256(shipped).hexdigest() == wanted:
                return shipped
        row = template_by_hash(self._session, self._build.plan, wanted)
        if row is None or hashlib.sha256(row.content).hexdigest() != wanted:
            return None
        return row.content

    def _history(self) -> Iterator[Finding]:
        """An issued build's digest stands in the plan's history too, which is chained."""
        build = self._build
        if build.state != ReportState.ISSUED:
            return
        said = [json.loads(one.detail) for one in history_of(self._session, build.plan) if one.act == "report-issued"]
        wanted = {"report": build.report, "period": build.period, "number": build.number, "digest": build.digest}
        if build.program:  # before that was kept, the history said nothing of it
            wanted |= {"figures": build.figures, "program": build.program}
        if not any(wanted.items() <= entry.items() for entry in said):
            yield Finding("history", f"{build.report} {build.period}", _("lịch sử không ghi việc ban hành bản này"))

    def content(self) -> Iterator[Finding]:
        """The content as a whole, and the pins, against those that were written down."""
        place = f"{self._build.report} {self._build.period}"
        if self._compiled is None:
            yield Finding("content", place, _("không lập lại được: thiếu kế hoạch hoặc kỳ mà báo cáo dựa vào"))
            return
        kept = {(pin["assignment"], pin["revision"], pin["sha256"]) for pin in self._build.pinned}
        found = {(pin.assignment, pin.revision, pin.sha256) for pin in self._compiled.pins}
        for pin in sorted(found ^ kept):
            name, revision = pin[:2]
            said = _("nay được tính mà trước không") if pin in found else _("nay không còn được tính")
            yield Finding("submission", _("{name} lần {revision}").format(name=name, revision=revision), said)
        if self._build.figures and digest_of_figures(self._compiled) != self._build.figures:
            yield Finding("content", place, _("tính lại ra số liệu khác"))
        yield from self._words(self._compiled, place)

    def _words(self, compiled: CompiledReport, place: str) -> Iterator[Finding]:
        """All else that it says, which another version of the program may say otherwise."""
        same, changes = compiled.digest == self._build.digest, self._changes() == list(self._build.listed_changes)
        if not self._same_program:
            self._unlike += [] if same and changes else [_("nội dung")]
            return
        if not same:
            said = _("lập lại ra nội dung khác: {found}, đã ghi {wanted}")
            found_digest, wanted = compiled.digest[:12], self._build.digest[:12]
            yield Finding("content", place, said.format(found=found_digest, wanted=wanted))
        if not changes:
            yield Finding("content", place, _("danh sách nội dung thay đổi đã bị sửa"))

    def _changes(self) -> list[dict[str, Any]]:
        correction = self._compiled.corrections if self._compiled else None
        return [asdict(one) for one in correction.changes] if correction else []

    def _hashes_of_others(self) -> set[str]:
        build = self._build
        rows = builds_of(self._session, build.plan, build.report, build.period)
        return {sha for row in rows if row.number != build.number for sha in row.file_hashes.values()}


def _kept_names(build: ReportBuild) -> list[str]:
    """The files that should still be there: of an issued build its own, for its drafts are written over."""
    own = [name for name in build.file_hashes if belongs_to(name, build.number)]
    return own if build.state == ReportState.ISSUED else list(build.file_hashes)


def _is_as_applied(row: PlanVersion) -> bool:
    try:
        return digest_of(canonical(activate(row).document)) == row.sha256
    except ValueError:  # no plan at all any more
        return False
