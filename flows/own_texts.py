"""The coordinator's own words under the headings of a report: written, replaced, taken back, and kept in the history.

They belong to a report and its period, not to one of its builds: whatever is compiled later carries them.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from flows.acts import Act, screened
from models.errors import NotFoundError, ReportError
from models.history import record_for_plan
from models.language import _
from models.plan import Report
from models.reporting import ReportText, own_texts
from models.schedule import report_coverage
from models.versions import ActivePlan, lock_plan
from plans.documents import Line, read_blocks
from reports.text import clean, paragraphs

#: Two hundred pages: no heading of a report needs more.
MAX_TEXT = 500_000
#: How the one heading of a report that names none is called; it has no code of its own.
WHOLE = "all"
_KINDS = (".txt", ".md", ".docx")
_MAX_FILE = 5_000_000
_LIST_MARKS = ("- ", "* ", "+ ")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a report and what the coordinator wrote under it; `at` and `by` are None where nothing stands."""

    section: str
    title: str
    text: str = ""
    at: datetime | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A heading of a report on a period, by its code (`WHOLE` where the report names no headings)."""

    report: str
    period: str
    section: str


def headings(session: Session, plan: ActivePlan, code: str, period: str, as_of: datetime) -> list[Heading]:
    """The headings of a report in order, each with the coordinator's words as they stood at an instant.

    Raises:
        NotFoundError: there is no such report, or the key is no period that ends within the plan.
    """
    report = _report(plan, code, period)
    written = own_texts(session, plan.code, code, period, as_of)
    return [_heading(section, title, written.get(_stored(section))) for section, title in _sections(report)]


def write_text(session: Session, plan: ActivePlan, place: Place, text: str, act: Act) -> bool:
    """Put words under a heading, in place of those that stand there; "" takes them back. Tells whether that changed.

    Raises:
        NotFoundError: there is no such report, period or heading; the message names the headings.
        ReportError: it is too long.
        StateError: it carries somebody's identity; the message does not repeat it.
    """
    report = _report(plan, place.report, place.period)
    known = dict(_sections(report))
    if place.section not in known:
        said = _("báo cáo {report} không có đề mục {section!r}; các đề mục: {known}")
        listed = ", ".join(known)
        raise NotFoundError(said.format(report=report.code, section=place.section, known=listed))
    words = "\n".join(paragraphs(clean(text)))
    if len(words) > MAX_TEXT:
        raise ReportError(_("lời dài quá {most} ký tự: rút gọn, hoặc đưa vào phụ lục riêng").format(most=MAX_TEXT))
    screened(plan, words, _("lời dưới đề mục {section}").format(section=place.section))
    lock_plan(session, plan.code)
    section = _stored(place.section)
    standing = own_texts(session, plan.code, place.report, place.period, act.now).get(section)
    if words == (standing.text if standing else ""):
        return False
    session.add(
        ReportText(
            plan=plan.code,
            report=place.report,
            period=place.period,
            section=section,
            text=words,
            at=act.now,
            by=act.by,
        )
    )
    _record(session, plan, place, words, act)
    return True


def _record(session: Session, plan: ActivePlan, place: Place, words: str, act: Act) -> None:
    record_for_plan(
        session,
        plan.code,
        "own-text",
        at=act.now,
        by=act.by,
        report=place.report,
        period=place.period,
        section=place.section,
        characters=len(words),
        sha256=hashlib.sha256(words.encode()).hexdigest() if words else "",
    )


def _report(plan: ActivePlan, code: str, period: str) -> Report:
    report = plan.document.report(code)
    report_coverage(plan.document, report, period, plan.calendar)
    return report


def _sections(report: Report) -> Iterator[tuple[str, str]]:
    if not report.sections:
        yield WHOLE, report.title
    for section in report.sections:
        yield section.code, section.title


def _stored(section: str) -> str:
    return "" if section == WHOLE else section


def heading_code(section: str) -> str:
    """The code by which `write_text` and `dondoc report text` know a heading, from that under which its words lie."""
    return section or WHOLE


def _heading(section: str, title: str, row: ReportText | None) -> Heading:
    return Heading(section, title) if row is None else Heading(section, title, row.text, row.at, row.by)


def read_text(path: Path) -> str:
    """The words in a file: lines of a .txt, paragraphs of a .md (a blank line apart) or .docx (with their numbers).

    Raises:
        PlanError: a DOCX that cannot be read; the message says what to do.
        ReportError: no such file, another kind, too large, not UTF-8, or a DOCX with tables.
    """
    kind = path.suffix.lower()
    if kind not in _KINDS:
        raise ReportError(_("{path}: chỉ nhận tệp .txt, .md hoặc .docx").format(path=path))
    if not path.is_file():
        raise ReportError(_("không có tệp {path}: xem lại tên tệp và thư mục").format(path=path))
    if kind == ".docx":
        return _from_word(path)
    if path.stat().st_size > _MAX_FILE:
        raise ReportError(_("{path} lớn hơn {size} MB: rút gọn").format(path=path, size=_MAX_FILE // 1_000_000))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        said = _("{path} không phải văn bản UTF-8: lưu lại với mã UTF-8 rồi nhập lại")
        raise ReportError(said.format(path=path)) from None
    return "\n".join(_unwrapped(text)) if kind == ".md" else text


def _from_word(path: Path) -> str:
    blocks = read_blocks(path)
    lines = [block.text for block in blocks if isinstance(block, Line)]
    if len(lines) < len(blocks):
        raise ReportError(_("{path} có bảng: ở đây chỉ nhận lời văn, bỏ bảng ra rồi nhập lại").format(path=path))
    return "\n".join(lines)


def _unwrapped(text: str) -> Iterator[str]:
    """Paragraphs of Markdown: lines that follow one another are one, list items and headings stand alone."""
    open_lines: list[str] = []
    for line in [*(one.strip() for one in clean(text).split("\n")), ""]:
        alone = line.startswith(("#", *_LIST_MARKS))
        if open_lines and (not line or alone):
            yield " ".join(open_lines)
            open_lines = []
        if line:
            open_lines.append(line.lstrip("#").strip())
        if line.startswith("#"):
            yield open_lines.pop()
