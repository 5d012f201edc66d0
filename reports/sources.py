"""One place a number was read from: a revision of a submission, or a row of an import of earlier figures."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from models.cutoffs import Window
from models.reporting import EarlierImport
from models.submissions import Figure, Submission, SubmissionState
from reports.figures import Input
from reports.tiling import Piece

IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Source:
    """One revision (or one row of an import) with what it says of the indicator; `counts`: it is in the number.

    `state` is the revision's as of the trace; `days` are those its figure covers; `file` is what came in, by the hash
    `sha256` of what it says. Of an import `revision` is 0, `sender` who took it in and `sha256` that of the workbook.
    """

    assignment: str
    revision: int
    counts: bool
    state: str
    days: Window
    value: Decimal | None
    nil: bool
    estimate: bool
    cell: str
    sender: str
    channel: str
    on_behalf: bool
    received_at: datetime
    reviewed_by: str
    reviewed_at: datetime | None
    sha256: str
    file: str


def revision_source(
    name: str, row: Submission, figure: Figure | None, days: Window, piece: Piece | None, as_of: datetime
) -> Source:
    """A revision; decided on after the trace's instant, it was still waiting then."""
    decided = row.reviewed_at is not None and row.reviewed_at <= as_of
    known = decided or row.state == SubmissionState.REPLACED
    return Source(
        assignment=name,
        revision=row.revision,
        counts=piece is not None and piece.submission == row.id,
        state=str(row.state) if known else SubmissionState.SUBMITTED.value,
        days=days,
        value=figure.value if figure else None,
        nil=figure.nil if figure else row.nil,
        estimate=figure.estimate if figure else False,
        cell=figure.cell if figure else "",
        sender=row.received_from,
        channel=row.channel,
        on_behalf=row.on_behalf,
        received_at=row.received_at,
        reviewed_by=(row.reviewed_by or "") if decided else "",
        reviewed_at=row.reviewed_at if decided else None,
        sha256=row.sha256,
        file=row.source_name,
    )


def import_piece(name: str, source: EarlierImport, given: Input, piece: Piece | None, code: str) -> Source:
    """What an import of one body's figures says of the indicator `code`."""
    answer = given.answers.get(code)
    row = import_source(name, source, given.window, answer.cell if answer else "")
    value, estimate = (answer.value, answer.estimate) if answer else (None, False)
    return replace(row, value=value, estimate=estimate, counts=piece is not None)


def import_source(name: str, source: EarlierImport, days: Window, cell: str) -> Source:
    """An import of earlier figures, by its workbook; who took it in also answers for it."""
    return Source(
        assignment=name,
        revision=0,
        counts=False,
        state=IMPORT,
        days=days,
        value=None,
        nil=False,
        estimate=False,
        cell=cell,
        sender=source.by,
        channel=IMPORT,
        on_behalf=False,
        received_at=source.at,
        reviewed_by=source.by,
        reviewed_at=source.at,
        sha256=source.sha256,
        file=source.source_name,
    )


def source_json(source: Source) -> dict[str, object]:
    """A source as plain data, instants in UTC."""
    return {
        "assignment": source.assignment,
        "revision": source.revision,
        "counts": source.counts,
        "state": source.state,
        "from": source.days.first.isoformat(),
        "to": source.days.last.isoformat(),
        "value": plain(source.value),
        "nil": source.nil,
        "estimate": source.estimate,
        "cell": source.cell,
        "sender": source.sender,
        "channel": source.channel,
        "on_behalf": source.on_behalf,
        "received_at": source.received_at.isoformat(),
        "reviewed_by": source.reviewed_by,
        "reviewed_at": source.reviewed_at.isoformat() if source.reviewed_at else None,
        "sha256": source.sha256,
        "file": source.file,
    }


def plain(value: Decimal | None) -> int | Decimal | None:
    """A number as JSON carries it, with all its digits."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value
