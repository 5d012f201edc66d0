"""What holds a report up before it is issued: something newer, answers that wait for review, empty headings.

Each holds it up until it is wanted `anyway`; the history then keeps what the report goes without.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from flows.own_texts import heading_code
from flows.signed_papers import SignedPaper
from models.errors import StateError
from models.language import _
from models.reporting import ReportBuild, last_issued
from reports.compiled import CompiledReport
from reports.expecting import Expected, expected_now, said_awaited
from reports.gaps import Gap, gaps_of, said_gaps
from reports.overtaken import Overtaking, overtaken_by, said_overtaking


def named(build: ReportBuild) -> str:
    """A build as messages call it."""
    return _("báo cáo {report} kỳ {period} lần {number}").format(
        report=build.report, period=build.period, number=build.number
    )


def worth_issuing(session: Session, build: ReportBuild, *, anyway: bool) -> Sequence[Overtaking]:
    """What is newer than a build, where that is accepted.

    Raises:
        StateError: it would replace an issued report that says the same, or it is overtaken and not wanted `anyway`.
    """
    before = last_issued(session, build.plan, build.report, build.period, build.as_of, build.number)
    if before is not None and not build.listed_changes and before.template == build.template:
        said = _("{name} không khác bản đã ban hành (lần {number}): không có gì để đính chính")
        raise StateError(said.format(name=named(build), number=before.number))
    overtaken = overtaken_by(session, build)
    if overtaken and not anyway:
        said = _(
            "{name} lập trước khi có {newer}: lập lại bằng `dondoc report build {code} {period}` rồi soát, "
            "hoặc giữ nguyên bằng --anyway"
        )
        newer = said_overtaking(overtaken)
        raise StateError(said.format(name=named(build), newer=newer, code=build.report, period=build.period))
    return overtaken


def decided(session: Session, build: ReportBuild, now: datetime, *, anyway: bool) -> Expected:
    """What a build's report still waits for, where that is accepted.

    Raises:
        StateError: answers wait for review and it is not wanted `anyway`; who has not filed is named beside them.
    """
    expected = expected_now(session, build, now)
    if expected.waiting and not anyway:
        said = _(
            "{name} còn thiếu {waiting} đang chờ duyệt: `dondoc accept` hoặc `dondoc return` rồi lập và soát lại, "
            "hoặc ban hành như vậy bằng --anyway"
        )
        refused = said.format(name=named(build), waiting=said_awaited(expected.waiting))
        missing = _("; chưa gửi: {missing}").format(missing=said_awaited(expected.missing)) if expected.missing else ""
        raise StateError(refused + missing)
    return expected


def complete(build: ReportBuild, compiled: CompiledReport, *, anyway: bool) -> list[Gap]:
    """The headings of a build without content, where that is accepted.

    Raises:
        StateError: there are some and they are not wanted `anyway`.
    """
    gaps = gaps_of(compiled)
    if gaps and not anyway:
        said = _(
            "{name} còn đề mục chưa có nội dung: {headings}. Ghi lời bằng `dondoc report text {code} {period} "
            "{section} --file TỆP`, rồi lập và soát lại; hoặc ban hành như vậy bằng --anyway"
        )
        names = {"name": named(build), "code": build.report, "period": build.period}
        raise StateError(said.format(headings=said_gaps(gaps), section=heading_code(gaps[0].section), **names))
    return gaps


def seen(paper: SignedPaper | None) -> Sequence[str]:
    """The pages of a signed paper that a person looked through, as nothing else could."""
    return paper.unread if paper else ()


def lacks(overtaken: Sequence[Overtaking], gaps: Sequence[Gap] = (), expected: Expected | None = None) -> list[str]:
    """What a build goes without, as the history keeps it."""
    newer = [f"{one.what} {one.name}" for one in overtaken]
    undecided = [f"unreviewed {one.assignment}" for one in (expected.waiting if expected else ())]
    return [*newer, *undecided, *(f"heading {one.title}" for one in gaps)]
