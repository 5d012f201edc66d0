"""The report as PDF: the Word document as LibreOffice sets it, its charts as vectors, where LibreOffice is installed.

LibreOffice runs apart: with a profile of its own in a temporary directory (so that an open window of the user is no
hindrance and nothing of it is changed), for a limited time, and is ended with all that it started.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from models.errors import ReportError
from models.language import _

#: Where installers put it; on Linux it is found by its name.
_WINDOWS = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA")
_IN_PROGRAMS = ("LibreOffice/program/soffice.com", "Programs/LibreOffice/program/soffice.com")
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "~/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
#: Seconds; the first start of a fresh profile alone takes some.
PATIENCE = 180


def find_office(setting: Path | None = None) -> Path:
    """LibreOffice's program: the one that is set, else from PATH, else where installers put it.

    Raises:
        ReportError: there is none, or the one that is set is no file.
    """
    if setting is not None:
        found = shutil.which(str(setting.expanduser()))
        if found is None:
            said = _("DONDOC_SOFFICE chỉ tới {path}, không phải chương trình chạy được: sửa lại, hoặc bỏ đi để tự tìm")
            raise ReportError(said.format(path=setting))
        return Path(found)
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    for place in _installed():
        if place.is_file():
            return place
    raise ReportError(
        _("không có LibreOffice để làm PDF: cài LibreOffice, đặt DONDOC_SOFFICE, hoặc bỏ pdf khỏi --format")
    )


def _installed() -> Iterator[Path]:
    for variable in _WINDOWS:
        if base := os.environ.get(variable):
            yield from (Path(base) / place for place in _IN_PROGRAMS)
    yield from (Path(place).expanduser() for place in _ELSEWHERE)
    yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)  # newest first


def convert_to_pdf(document: bytes, *, office: Path | None = None, patience: float = PATIENCE) -> bytes:
    """A Word document as PDF; `office` is a LibreOffice that is not found by itself, `patience` the most seconds.

    Raises:
        ReportError: LibreOffice is missing, took too long, or made no PDF.
    """
    program = find_office(office)
    with tempfile.TemporaryDirectory(prefix="dondoc-pdf-", ignore_cleanup_errors=True) as scratch:
        place = Path(scratch)
        source = place / "report.docx"
        source.write_bytes(document)
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        switches = ("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
        convert = ("--convert-to", "pdf:writer_pdf_Export", "--outdir", scratch, str(source))
        said = _run([str(program), profile, *switches, *convert], place, patience)
        made = source.with_suffix(".pdf")
        content = made.read_bytes() if made.is_file() else b""
    if not content.startswith(b"%PDF-"):
        reason = said.strip().splitlines()[-1][:200] if said.strip() else program
        failed = _("LibreOffice không chuyển được báo cáo sang PDF ({reason}): mở tệp DOCX để xem, hoặc thử lại")
        raise ReportError(failed.format(reason=reason))
    return content


def _run(command: list[str], scratch: Path, patience: float) -> str:
    """Run to the end and give what was said; ended with its children where it takes too long."""
    log = scratch / "said.txt"  # a file: with a pipe a child left behind would keep us waiting
    with log.open("wb") as output:
        try:
            process = subprocess.Popen(  # noqa: S603 - the program is the user's own LibreOffice
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=scratch,
                start_new_session=True,  # a group of its own, to end all of it; Windows knows no such thing
            )
        except OSError as error:
            said = _("không chạy được {program} ({reason}): sửa DONDOC_SOFFICE, hoặc bỏ pdf khỏi --format")
            raise ReportError(said.format(program=command[0], reason=error.strerror or error)) from error
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            _end(process)
            said = _("LibreOffice không làm xong PDF trong {seconds} giây: đóng bớt chương trình rồi thử lại")
            raise ReportError(said.format(seconds=round(patience))) from None
        except BaseException:  # interrupted: nothing is left running
            _end(process)
            raise
    return log.read_text(encoding="utf-8", errors="replace")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and whatever it started: `soffice` is a launcher, the work is done by its child."""
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False)  # noqa: S603 - of the system
    else:
        with contextlib.suppress(ProcessLookupError):  # not waited for yet, so the group is still its own
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
