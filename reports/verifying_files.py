"""The files of a build that is verified: each against what was written down of it, and against what is rendered now."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models.errors import ReportError
from models.language import _
from models.reporting import ReportBuild
from reports.building import FORMATS, belongs_to, for_publication, is_signed, render_report
from reports.comparing import Difference, differences
from reports.compiled import CompiledReport

What = Literal["plan", "submission", "import", "template", "content", "history", "file"]
#: Rendered by another program, which takes seconds: only where the file is not the one written down.
_NOT_REPEATED = ("pdf",)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that no longer agrees: of what kind, where, and what was found."""

    what: What
    place: str
    said: str


class FileChecker:
    """The files of one build, each format of which is rendered once.

    `compiled` is None where it cannot be computed again; `template` gives the Word template that it was set in,
    `others` are the hashes of other builds' files. `unlike` gathers what another version of dondoc renders otherwise,
    `alike` the files that are others but say the same.
    """

    def __init__(
        self,
        build: ReportBuild,
        compiled: CompiledReport | None,
        *,
        template: Callable[[], bytes | None],
        same_program: bool,
        others: Collection[str],
        office: Path | None = None,
    ) -> None:
        self._build, self._compiled, self._template, self._office = build, compiled, template, office
        self._same_program, self._others = same_program, others
        self._rendered: dict[tuple[str, bool], bytes] = {}
        self.unlike: list[str] = []
        self.alike: list[str] = []

    def found_in(self, folders: Sequence[Path]) -> list[Path]:
        """The build's files in some folders; one that another build of the report wrote over is that one's file."""
        others = self._others
        found = []
        for name, sha in self._build.file_hashes.items():
            for path in (folder / name for folder in folders):
                if path.is_file():
                    own = _sha256(path)
                    if own == sha or own not in others:
                        found.append(path)
        return found

    def check(self, path: Path) -> Iterator[Finding]:
        """One file against what it was when it was written, and against what is rendered now."""
        kind = path.suffix.removeprefix(".").lower()
        if kind not in FORMATS:
            said = _("{path} không phải tệp báo cáo: chọn tệp {known}")
            raise ReportError(said.format(path=path, known=", ".join(f".{name}" for name in FORMATS)))
        found = _read(path)
        sha = hashlib.sha256(found).hexdigest()
        if is_signed(self._kept_name(path, sha)):
            if sha not in self._kept(kind):
                yield Finding("file", path.name, _("bản đã ký khác bản đã ghi khi ban hành"))
            return
        if sha in self._kept(kind):
            yield from self._repeated(path.name, kind, sha, self._is_issued(path, sha))
        elif kind == "pdf":
            yield from self._printed(path, found, self._is_issued(path, sha))
        else:
            yield from self._other(path, kind, found, self._is_issued(path, sha))

    def _other(self, path: Path, kind: str, found: bytes, issued: bool) -> Iterator[Finding]:
        """The file is not the one written down: where it says something else."""
        wanted = self._render(kind, issued) if self._same_program else None
        places = differences(kind, found, wanted) if wanted is not None else []
        if not places:
            same = _("tệp khác tệp đã ghi, chữ và số không khác")
            yield Finding("file", path.name, _("tệp khác tệp đã ghi") if wanted is None else same)
        yield from _in_words(path, places)

    def _printed(self, path: Path, found: bytes, issued: bool) -> Iterator[Finding]:
        """A PDF that is not the one written down: another LibreOffice writes other bytes, so its words are compared."""
        try:
            wanted = self._render("pdf", issued) if self._same_program else None
        except ReportError as error:
            said = _("PDF khác tệp đã ghi từng byte; chưa đối chiếu được chữ và số trong đó: {reason}")
            yield Finding("file", path.name, said.format(reason=error))
            return
        if wanted is None:
            yield Finding("file", path.name, _("tệp khác tệp đã ghi"))
        elif (places := differences("pdf", found, wanted)) or issued:
            yield from _in_words(path, places)
            if not places:  # nothing writes over an issued file
                yield Finding("file", path.name, _("tệp khác tệp đã ghi, chữ và số không khác"))
        else:
            self.alike.append(path.name)

    def _kept(self, kind: str) -> set[str]:
        return {sha for name, sha in self._build.file_hashes.items() if name.endswith(f".{kind}")}

    def _is_issued(self, path: Path, sha: str) -> bool:
        """Whether a file is the issued one, by what was written down of it, else by its name: drafts say more."""
        return belongs_to(self._kept_name(path, sha), self._build.number)

    def _kept_name(self, path: Path, sha: str) -> str:
        """What a file was called when it was written down, else what it is called now."""
        return next((name for name, own in self._build.file_hashes.items() if own == sha), path.name)

    def _repeated(self, name: str, kind: str, sha: str, issued: bool) -> Iterator[Finding]:
        """The file is the one written down; rendering it again must give it once more."""
        wanted = None if kind in _NOT_REPEATED else self._render(kind, issued)
        if wanted is None or hashlib.sha256(wanted).hexdigest() == sha:
            return
        if not self._same_program:
            self.unlike.append(name)
        else:
            said = _("tệp đúng như đã ghi, nhưng lập lại ra tệp khác: dữ liệu bị sửa, hoặc dondoc đã lên bản khác")
            yield Finding("file", name, said)

    def _render(self, kind: str, issued: bool) -> bytes | None:
        if self._compiled is None:
            return None
        if (kind, issued) not in self._rendered:
            template = self._template() if kind in ("docx", "pdf") else None
            if kind in ("docx", "pdf") and template is None:
                return None
            compiled = for_publication(self._compiled) if issued else self._compiled
            self._rendered[kind, issued] = render_report(compiled, [kind], template, office=self._office)[kind]
        return self._rendered[kind, issued]


def _in_words(path: Path, places: Sequence[Difference]) -> Iterator[Finding]:
    for one in places:
        said = _("“{found}”, phải là “{wanted}”").format(found=one.found, wanted=one.wanted)
        yield Finding("file", f"{path.name}: {one.place}", said)


def _sha256(path: Path) -> str:
    return hashlib.sha256(_read(path)).hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        said = _("không đọc được {path} ({reason}): xem lại đường dẫn và quyền đọc")
        raise ReportError(said.format(path=path, reason=error.strerror or error)) from error
