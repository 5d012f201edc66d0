"""Taking an answer in: read, screened, checked, and then either stored as a revision or refused with every reason."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session

from intake.answers import Answers, completed, digest_of
from intake.forms import FormSpec
from intake.problems import Problem, errors_in
from intake.screening import screen_structured, screen_workbook
from intake.storing import filled_form, store_answers
from intake.structured import answers_from, load_structured
from intake.validation import check_answers
from intake.workbook_package import refuse_by_name
from intake.workbook_reading import check_identity, check_revision, open_workbook, read_answers
from models.assignments import Assignment, Workflow
from models.decisions import ANSWERABLE, receive
from models.errors import SubmissionError
from models.handovers import ask_receiver
from models.history import record
from models.joint import bearers_of
from models.language import N_, _, speaking, spoken
from models.submissions import Refusal, Submission, SubmissionState, accepted_submission, latest_submission
from models.versions import ActivePlan

Channel = Literal["file", "web", "mail", "phone", "paper", "zalo"]

REFUSED = "refused"
_WORKBOOK_STARTS = (b"PK", b"\xd0\xcf\x11\xe0")
_STRUCTURED = (".json", ".yaml", ".yml")
#: Signed copies: no figure can be read from them.
_UNREADABLE = (".doc", ".docx", ".pdf", ".png", ".jpg", ".jpeg", ".heic", ".tif", ".tiff")
_UNREADABLE_STARTS = (b"%PDF", b"\x89PNG", b"\xff\xd8")
_MAX_REASONS = 50
_SAME = N_("Nội dung")


@dataclass(slots=True)
class SubmitResult:
    """What became of an answer: the revision and its state, or "refused"; and all problems, warnings too.

    `counting` is the accepted revision that goes on counting until this one is accepted, None where there is none;
    `reopened` says that the assignment was accepted, and by this answer waits for review again.
    """

    submission: Submission | None
    revision: int | None
    state: str
    problems: list[Problem] = field(default_factory=list)
    counting: int | None = None
    reopened: bool = False

    @property
    def refused(self) -> bool:
        """Whether nothing was stored."""
        return self.state == REFUSED


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file at the door: its bytes and name, when and from whom it came, and by which way."""

    content: bytes
    name: str
    now: datetime
    by: str
    channel: Channel
    on_behalf: bool

    @property
    def sha256(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(slots=True)
class _Read:
    """What reading a file gave: an answer, unless `problems` refuse it; `stale` where its revision is over."""

    answers: Answers
    problems: list[Problem] = field(default_factory=list)
    stale: SubmissionError | None = None

    def refusing(self, arrival: Arrival) -> list[Problem]:
        """What there is to say of the file; where its revision is over, that alone."""
        return self.problems if self.stale is None else [_whole_file(arrival, self.stale)]


def submit(
    session: Session,
    plan: ActivePlan,
    assignment: Assignment,
    *,
    content: bytes,
    name: str,
    now: datetime,
    by: str,
    channel: Channel,
    on_behalf: bool = False,
) -> SubmitResult:
    """Take in an answer to an assignment from an XLSX form, JSON or YAML; the caller commits.

    Refused, it leaves a hash, the sender and the reasons, nothing else; taken, it is a new revision that waits for
    review, in place of one that nobody has decided on yet.  The same answer again is answered with the revision it has
    already.  A joint obligation has one answer, kept with the first of its bodies, and all of them have then submitted.

    Raises:
        NotFoundError: the plan no longer has the obligation or its form.
    """
    arrival = Arrival(content, name, now, by, channel, on_behalf)
    bearers = bearers_of(session, plan, assignment)
    session.flush()  # a refresh would drop what is pending on the row
    session.refresh(bearers[0], with_for_update=True)  # two answers at once become two revisions, one after the other
    if _closed_door(assignment):
        return _refuse(session, assignment, arrival, lambda: [Problem(assignment.name, _closed_door(assignment))])
    spec, _before = filled_form(session, plan, assignment)
    today = plan.calendar.local_date(now)
    read = _examine(arrival, spec, today)
    answers = completed(spec, read.answers)
    known = _known_already(session, bearers[0], answers)
    if known is not None and not errors_in(read.problems):
        said = _("nội dung này đã nhận ở lần sửa {revision}: không tạo lần sửa mới").format(revision=known.revision)
        return SubmitResult(known, known.revision, known.state, [*read.problems, Problem(_(_SAME), said, "warning")])
    problems = read.refusing(arrival)
    if errors_in(problems):
        return _refuse(session, assignment, arrival, lambda: _examine(arrival, spec, today).refusing(arrival), problems)
    accepted = accepted_submission(session, bearers[0].key)
    reopened = assignment.state == Workflow.ACCEPTED
    submission = _keep(session, plan, bearers, answers, arrival)
    return SubmitResult(
        submission,
        submission.revision,
        submission.state,
        read.problems,
        counting=accepted.revision if accepted else None,
        reopened=reopened,
    )


def _closed_door(assignment: Assignment) -> str:
    """Why no answer is taken now, "" where one is."""
    if assignment.state not in ANSWERABLE:
        return _("phần việc này đã được miễn, không cần gửi; hỏi người điều phối nếu vẫn muốn gửi")
    # Closed before the plan's first use nobody decided it: it can be filled in. Closed by an amendment it is over.
    if assignment.state == Workflow.CLOSED and assignment.decided_at is not None:
        return _("phần việc này đã kết thúc do kế hoạch thay đổi; xem danh sách phần việc hiện hành")
    return ""


def _examine(arrival: Arrival, spec: FormSpec, today: date) -> _Read:
    """Read a file and check what it says; one that cannot be read has that as its problem."""
    try:
        read = _read(arrival, spec)
    except SubmissionError as error:
        return _Read(Answers(), [_whole_file(arrival, error)])
    if not errors_in(read.problems):
        read.problems += check_answers(spec, read.answers, today=today)
    return read


def _whole_file(arrival: Arrival, error: SubmissionError) -> Problem:
    return Problem(arrival.name or _("tệp"), str(error))


def _read(arrival: Arrival, spec: FormSpec) -> _Read:
    """Open, screen and read a file by what it is; nothing is checked yet for being complete or plausible."""
    refuse_by_name(arrival.name, arrival.content)
    if arrival.name.lower().endswith(_UNREADABLE) or arrival.content.startswith(_UNREADABLE_STARTS):
        raise SubmissionError(
            _("tệp Word, PDF hoặc hình ảnh không đọc được số liệu: điền mẫu .xlsx rồi gửi, bản ký gửi kèm sau")
        )
    if arrival.content.startswith(_WORKBOOK_STARTS):
        return _read_workbook(arrival, spec)
    if arrival.name.lower().endswith(_STRUCTURED):
        loaded = load_structured(arrival.content, arrival.name)
        found = screen_structured(loaded, arrival.name, spec)
        return _Read(Answers() if found else answers_from(loaded, spec), found)
    raise SubmissionError(_("chỉ nhận mẫu .xlsx đã phát hành, hoặc tệp .json, .yaml: điền mẫu rồi gửi lại"))


def _read_workbook(arrival: Arrival, spec: FormSpec) -> _Read:
    opened = open_workbook(arrival.content)
    identity = opened.identity()
    check_identity(identity, spec)
    found = screen_workbook(opened, arrival.name, spec)
    if found:
        return _Read(Answers(), found)
    read = _Read(read_answers(opened, spec))
    if opened.package.external_links:
        said = _("tệp có liên kết ra tệp khác: chỉ giá trị đang hiện được đọc")
        read.problems.append(Problem(_("Liên kết ra tệp khác"), said, "warning"))
    try:
        check_revision(identity, spec)
    except SubmissionError as error:
        read.stale = error
    return read


def _known_already(session: Session, carrier: Assignment, answers: Answers) -> Submission | None:
    """The newest revision where it says the same and was not sent back."""
    newest = latest_submission(session, carrier.key)
    if newest is None or newest.state == SubmissionState.RETURNED or newest.sha256 != digest_of(answers):
        return None
    return newest


def _keep(
    session: Session, plan: ActivePlan, bearers: list[Assignment], answers: Answers, arrival: Arrival
) -> Submission:
    carrier = bearers[0]
    newest = latest_submission(session, carrier.key)
    if newest is not None and newest.state == SubmissionState.SUBMITTED:
        newest.state = SubmissionState.REPLACED
        session.add(newest)
    submission = Submission(
        assignment_id=carrier.key,
        revision=(newest.revision if newest else 0) + 1,
        received_at=arrival.now,
        received_from=arrival.by[:254],
        channel=arrival.channel,
        on_behalf=arrival.on_behalf,
        nil=answers.nil,
        plan_version=plan.version,
        due_then=carrier.acting_due,
        source_name=arrival.name[:200],
        source_sha256=arrival.sha256,
        sha256=digest_of(answers),
    )
    store_answers(session, submission, answers)
    served = [bearer for bearer in bearers if _closed_door(bearer) == ""]
    for bearer in served:
        receive(session, plan, bearer, submission, now=arrival.now, by=arrival.by)
    ask_receiver(session, plan, served[0], submission, now=arrival.now)
    return submission


def _refuse(
    session: Session,
    assignment: Assignment,
    arrival: Arrival,
    find: Callable[[], list[Problem]],
    found: list[Problem] | None = None,
) -> SubmitResult:
    """Keep the hash, the sender, the places and the reasons; of the content nothing.

    What is kept is Vietnamese: in a run in another language `find` says once more what was `found`.
    """
    problems = find() if found is None else found
    errors = errors_in(problems)
    if spoken() == "vi":
        said = _reasons(errors, arrival)
    else:
        with speaking("vi"):
            said = _reasons(errors_in(find()), arrival)
    session.add(
        Refusal(
            at=arrival.now,
            assignment=assignment.name,
            sender=arrival.by[:254],
            sha256=arrival.sha256,
            reasons="\n".join(said),
        )
    )
    record(
        session,
        assignment,
        REFUSED,
        at=arrival.now,
        by=arrival.by,
        reason=said[0],
        sha256=arrival.sha256,
        channel=arrival.channel,
        errors=len(errors),
    )
    return SubmitResult(None, None, REFUSED, problems)


def _reasons(errors: list[Problem], arrival: Arrival) -> list[str]:
    said = [f"{_kept_place(problem, arrival)}: {problem.message}" for problem in errors[:_MAX_REASONS]]
    if len(errors) > _MAX_REASONS:
        said.append(_("và {count} lỗi nữa").format(count=len(errors) - _MAX_REASONS))
    return said


def _kept_place(problem: Problem, arrival: Arrival) -> str:
    """The place as it is kept: a file's name may say who it is about, so the file is called just that."""
    return "tệp" if problem.where == arrival.name else problem.where
