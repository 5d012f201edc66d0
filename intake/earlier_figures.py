"""Taking in figures of earlier years: read, screened, checked, and then stored as one import or refused as a whole."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from intake.earlier_figures_form import FORMAT, EarlierSpec, printed_texts
from intake.earlier_figures_reading import EarlierAnswers, Given, read_earlier
from intake.problems import Problem, errors_in
from intake.screening import screen_parts
from intake.workbook_layout import FORMAT as FORM_FORMAT
from intake.workbook_package import refuse_by_name
from intake.workbook_reading import open_workbook
from models.errors import SubmissionError
from models.history import record_for_plan
from models.language import _, speaking, spoken
from models.periods import Period, parse_period
from models.plan import PlanDocument
from models.reporting import EarlierFigure, EarlierImport, earlier_figures, imports_of
from models.submissions import Refusal
from models.versions import ActivePlan, lock_plan

_MAX_REASONS = 50
_FILE = "tệp"
#: How many years before the plan's first a form asks for where no programme reaches back further.
_YEARS_BACK = 4
_SUFFIXES = {"year": "", "half": ("-H1", "-H2"), "nine-months": "-9M"}

Key = tuple[str, str, str]
Known = dict[Key, EarlierFigure]


@dataclass(frozen=True, slots=True)
class Other:
    """A cell left as the form came, whose figure was changed since: the one in the file, and the one in use.

    `in_use` is None where the figure was taken back since; each may be an estimate.
    """

    cell: str
    value: Decimal
    estimate: bool
    in_use: Decimal | None
    in_use_estimate: bool


@dataclass(slots=True)
class EarlierResult:
    """What became of a workbook: the import (None where nothing was stored), and what it did.

    `stored` counts values that are new or changed, `taken_back` those that were taken back, `unchanged` those that
    stood so already; `others` are those that stand otherwise now and were left so, as nobody edited them in the file.
    `before` is the import by which the very same file was taken in.
    """

    number: int | None = None
    stored: int = 0
    taken_back: int = 0
    unchanged: int = 0
    others: list[Other] = field(default_factory=list)
    before: EarlierImport | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether the workbook was refused: then nothing of it is kept."""
        return bool(errors_in(self.problems))


def asked_periods(document: PlanDocument, kind: str, first: int | None = None, last: int | None = None) -> list[Period]:
    """The periods before the plan's own that a form asks for: of a kind (`year`, `half`, `nine-months`), in some years.

    Without years they are those of the programmes that the plan reports on, and at least the four years before it.

    Raises:
        SubmissionError: none of the periods lies before the plan.
    """
    start = document.plan.start
    spans = [one.span for one in document.reports] + [one.span for one in document.obligations]
    begin = first if first is not None else min([start.year - _YEARS_BACK, *(int(span[:4]) for span in spans if span)])
    end = last if last is not None else start.year
    suffixes = _SUFFIXES[kind]
    endings = (suffixes,) if isinstance(suffixes, str) else suffixes
    keys = [f"{year:04}{ending}" for year in range(begin, end + 1) for ending in endings]
    found = [period for period in map(parse_period, keys) if period.last < start]
    if not found:
        said = _("không có kỳ nào trước kế hoạch (từ {start}): chọn các năm trước đó, ví dụ --years {years}")
        years = f"{start.year - _YEARS_BACK}..{start.year - 1}"
        raise SubmissionError(said.format(start=f"{start:%d/%m/%Y}", years=years))
    return found


def earlier_spec(session: Session, plan: ActivePlan, periods: Sequence[Period], as_of: datetime) -> EarlierSpec:
    """The form of a plan for some periods, with what is known of them at an instant."""
    taken = max((one.id or 0 for one in imports_of(session, plan.code, as_of)), default=0)
    return EarlierSpec(plan.document, plan.version, tuple(periods), _known(session, plan, as_of), taken)


def import_earlier(
    session: Session, plan: ActivePlan, *, content: bytes, name: str, now: datetime, by: str, as_is: bool = False
) -> EarlierResult:
    """Take in a workbook of earlier years' figures; the caller commits.

    Either every value that it adds, changes or takes back is stored, as one import with its history entry, or it is
    refused and leaves its hash, the sender and the reasons. A file that was taken in before changes nothing, and of
    dondoc's own form counts only what was edited in it, unless every figure is to be taken `as_is`.
    """
    lock_plan(session, plan.code)
    sha256 = hashlib.sha256(content).hexdigest()
    imports = imports_of(session, plan.code, now)
    before = next((one for one in imports if one.sha256 == sha256), None)
    if before is not None and not as_is:
        return EarlierResult(before=before)
    result, changes = _examined(session, plan, content, name, now, as_is=as_is)
    if result.refused:
        again = spoken() != "vi"
        with speaking("vi"):  # what is kept is Vietnamese, whatever the language of the run
            kept = _examined(session, plan, content, name, now, as_is=as_is)[0] if again else result
            _keep_refusal(session, plan, kept, sha256, name, now, by)
    elif changes:
        source = EarlierImport(plan=plan.code, at=now, by=by, source_name=name[:200], sha256=sha256)
        result.number = _store(session, plan, changes, source)
    return result


def _examined(
    session: Session, plan: ActivePlan, content: bytes, name: str, now: datetime, *, as_is: bool
) -> tuple[EarlierResult, list[Given]]:
    """What a file says, read and checked, and what it would change; nothing is stored."""
    try:
        answers, base = _read(session, plan, content, name, now)
    except SubmissionError as error:
        return EarlierResult(problems=[Problem(name or _(_FILE), str(error))]), []
    result = EarlierResult(problems=answers.problems)
    if result.refused:
        return result, []
    return result, _changes(answers.given, _known(session, plan, now), base, result, as_is=as_is)


def _known(session: Session, plan: ActivePlan, as_of: datetime) -> Known:
    return {(row.period, row.indicator, row.agency): row for row, _source in earlier_figures(session, plan.code, as_of)}


def _read(
    session: Session, plan: ActivePlan, content: bytes, name: str, now: datetime
) -> tuple[EarlierAnswers, Known | None]:
    """What a workbook says, screened, and what was known when it was made; None for one made by hand."""
    refuse_by_name(name, content)
    opened = open_workbook(content)
    identity = opened.identity()
    _check_identity(identity.get("format"), identity.get("plan"), plan)
    answers = read_earlier(opened, plan.document)
    periods = sorted({parse_period(one.period) for one in answers.given})
    own = printed_texts(EarlierSpec(plan.document, plan.version, tuple(periods), {}, 0))
    allowed = [text for one in plan.document.contacts for text in (one.name, one.email, one.phone) if text]
    hits = screen_parts(opened, name, allowed=allowed, own=own, sums=answers.sums)
    if hits:
        return EarlierAnswers(problems=hits), None
    if opened.package.external_links:
        said = _("tệp có liên kết ra tệp khác: chỉ giá trị đang hiện được đọc")
        answers.problems.append(Problem(_("Liên kết ra tệp khác"), said, "warning"))
    if identity.get("format") != FORMAT:
        return answers, None
    return answers, _as_of_import(session, plan, identity.get("taken", "0"), now)


def _check_identity(form: str | None, code: str | None, plan: ActivePlan) -> None:
    if form == FORM_FORMAT:
        raise SubmissionError(_("tệp là biểu mẫu của một phần việc: nộp bằng `dondoc submit`"))
    if form == FORMAT and code != plan.code:
        raise SubmissionError(_("mẫu này của kế hoạch khác, không phải {plan}: lấy mẫu mới").format(plan=plan.code))


def _as_of_import(session: Session, plan: ActivePlan, number: str, now: datetime) -> Known:
    """What was known after an import: what the form was filled with when it was made."""
    last = int(number) if number.isdecimal() and len(number) < 18 else 0
    rows = earlier_figures(session, plan.code, now, through=last)
    return {(row.period, row.indicator, row.agency): row for row, _source in rows}


def _changes(
    given: Sequence[Given], known: Known, base: Known | None, result: EarlierResult, *, as_is: bool
) -> list[Given]:
    """The values to store; of dondoc's own form only what was changed in it, so that an old copy undoes nothing.

    With `as_is` every figure in it counts; an empty cell is still nothing said unless a figure was cleared there.
    """
    printed = _printed_sources(given, base or {})
    changes = []
    for one in given:
        stands = known.get(one.key)
        was = base.get(one.key) if base is not None else None
        if one.value is None and was is None:
            continue  # nothing was said
        untouched = was is not None and _same(one, was, printed.get(one.key[1:], ""))
        if _same(one, stands, "") or (untouched and _alike(stands, was)):
            result.unchanged += one.value is not None  # as it stands
        elif untouched and was is not None and as_is:
            changes.append(replace(one, source=was.source))
        elif untouched and one.value is not None and not _same(one, stands, one.source):
            now = (stands.value, stands.estimate) if stands else (None, False)
            result.others.append(Other(one.cell, one.value, one.estimate, *now))
        elif untouched:
            result.unchanged += 1  # in use with a later source
        elif base is not None and not as_is and not _alike(stands, was):
            said = _(
                "số liệu này đã được nhập lại sau khi lấy mẫu: lấy mẫu mới bằng `dondoc history-figures form`, "
                "hoặc thêm --as-is để lấy đúng số trong tệp"
            )
            result.problems.append(Problem(one.cell, said))
        else:
            changes.append(one)
    result.stored = sum(one.value is not None for one in changes)
    result.taken_back = len(changes) - result.stored
    return changes


def _printed_sources(given: Sequence[Given], base: Known) -> dict[tuple[str, str], str]:
    """The source that dondoc's form printed in each row: that of the last of its values that has one."""
    rows = (base[one.key] for one in given if one.key in base)
    return {(row.indicator, row.agency): row.source for row in rows if row.source}


def _same(one: Given, row: EarlierFigure | None, untold: str) -> bool:
    """Whether a cell says what a row says; a source of `untold` says nothing of this value's own."""
    if row is None or one.value is None:
        return row is None and one.value is None
    return (one.value, one.estimate) == (row.value, row.estimate) and one.source in (untold, row.source)


def _alike(one: EarlierFigure | None, other: EarlierFigure | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.value, one.estimate, one.source) == (other.value, other.estimate, other.source)


def _store(session: Session, plan: ActivePlan, changes: Collection[Given], source: EarlierImport) -> int:
    session.add(source)
    session.flush()
    number = source.id or 0
    for one in changes:
        row = EarlierFigure(import_id=number, period=one.period, indicator=one.indicator, agency=one.agency)
        row.value, row.estimate, row.source, row.cell = one.value, one.estimate, one.source, one.cell[:80]
        session.add(row)
    record_for_plan(
        session,
        plan.code,
        "earlier-figures",
        at=source.at,
        by=source.by,
        number=number,
        file=source.source_name,
        figures=len(changes),
        sha256=source.sha256,
    )
    return number


def _keep_refusal(
    session: Session, plan: ActivePlan, result: EarlierResult, sha256: str, name: str, now: datetime, by: str
) -> None:
    """Keep the hash, the sender, the places and the reasons; of the content nothing."""
    errors = errors_in(result.problems)
    said = [f"{_FILE if one.where == name else one.where}: {one.message}" for one in errors[:_MAX_REASONS]]
    if len(errors) > _MAX_REASONS:
        said.append(_("và {count} lỗi nữa").format(count=len(errors) - _MAX_REASONS))
    session.add(Refusal(at=now, sender=by[:254], sha256=sha256, reasons="\n".join(said)))
    record_for_plan(
        session,
        plan.code,
        "refused",
        at=now,
        by=by,
        reason=said[0],
        about="earlier-figures",
        errors=len(errors),
        sha256=sha256,
    )
