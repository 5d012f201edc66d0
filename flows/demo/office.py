"""The coordinator of the demo: reviews, returns, gives more time, releases, corrects addresses, issues the reports."""

from datetime import date, datetime, time

from sqlmodel import Session

from flows import acts, deciding
from flows.acts import Act
from flows.approvals import Approval, approvals, drop, postpone, release
from flows.demo.actors import Behaviour
from flows.demo.answers import as_json
from flows.demo.world import DraftedLetter, IssuedReport, World
from flows.issuing import ReportRef, issue, review
from flows.letter_acts import letter_sent
from flows.letters import Draft, letters, rendered
from flows.own_texts import Place, heading_code, write_text
from intake.forms import form_spec
from models.assignments import Assignment, Workflow, stalled_assignments
from models.plan import Contact
from models.schedule import report_periods, report_schedule
from models.submissions import unreviewed_submissions
from reports.building import build_report
from reports.compiling import compile_report
from reports.gaps import gaps_of

_HOUR = time(15, 0)
#: The unit that drafts the letters, as their numbers have it.
_UNIT = "PCTNXH"
_FORMATS = ("docx", "xlsx", "html", "json")
#: The clerical office has numbered other reports before.
_FIRST_NUMBER = 40
#: What the coordinator does with the first, second, third step that waits for release, and so on in turn.
_DECISIONS = ("release", "postpone", "drop", "release")


class Office:
    """The coordinator's afternoon; remembers what was decided before."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._decided = 0
        #: Letters that were taken to the clerical office: the day their number comes back, and what they are about.
        self._signed: list[tuple[date, Draft]] = []
        self._letters = 0
        self._issued: set[tuple[str, str]] = set()

    def live(self, day: date) -> None:
        """One afternoon of a working day."""
        now = self.world.at(day, _HOUR)
        self._review(now, day)
        self._before_due(now, day)
        self._let_off(now, day)
        self._correct_addresses(now, day)
        self._record_letters(now, day)
        self._release(now, day)
        self._draft_letters(now, day)
        self._issue_reports(now, day)
        self._own_tasks(now, day)

    def _review(self, now: datetime, day: date) -> None:
        """Accept what came in before today; return what says too little, once."""
        with self.world.store.reading() as session:
            waiting = [
                assignment
                for submission, assignment in unreviewed_submissions(session, self.world.plan.code)
                if self.world.plan.calendar.local_date(submission.received_at) < day
            ]
        act = self.world.coordinator(now)
        for assignment in waiting:
            if self.world.story.behaviour(assignment) == Behaviour.RETURNED and assignment.revision == 1:
                reason = "Phần lời quá ngắn, chưa nêu kết quả cụ thể; đề nghị bổ sung"
                deciding.send_back(self.world.store, [assignment.name], act, reason)
            else:
                deciding.accept(self.world.store, [assignment.name], act)

    def _before_due(self, now: datetime, day: date) -> None:
        """Answer requests for more time the working day before the due day; excuse who cannot report."""
        calendar, act, store = self.world.plan.calendar, self.world.coordinator(now), self.world.store
        for assignment in self.world.owed():
            eve = calendar.add_working_days(assignment.original_due, -1)
            if day != eve or assignment.state == Workflow.RETURNED:
                continue
            match self.world.story.behaviour(assignment):
                case Behaviour.EXTENDED:
                    to = calendar.add_working_days(assignment.due, 5)
                    acts.extend(store, assignment.name, act, to, "Đang tổng hợp số liệu từ các xã")
                case Behaviour.NOT_EXTENDED:
                    reason = "Báo cáo tỉnh phải trình đúng hạn, không thể lùi thêm"
                    acts.refuse_extension(store, assignment.name, act, reason)
                case Behaviour.EXCUSED:
                    acts.excuse(store, assignment.name, act, "Đơn vị đang kiện toàn tổ chức")

    def _let_off(self, now: datetime, day: date) -> None:
        """Excuse a body that was only asked, and has not answered a month after the date."""
        for assignment in self.world.owed():
            asked = self.world.plan.document.obligation(assignment.obligation).role == "requested"
            if asked and day >= self.world.plan.calendar.add_working_days(assignment.due, 20):
                reason = "Đơn vị không có hoạt động riêng trong kỳ, đã thống nhất qua điện thoại"
                acts.excuse(self.world.store, assignment.name, self.world.coordinator(now), reason)

    def _correct_addresses(self, now: datetime, day: date) -> None:
        """Three working days after a mail bounced, the coordinator has the right address."""
        with self.world.store.reading() as session:
            stalled = stalled_assignments(session, self.world.plan.code)
        for assignment in stalled:
            if self.world.story.behaviour(assignment) != Behaviour.BOUNCED:
                continue
            if day < self.world.plan.calendar.add_working_days(assignment.original_due, -2):
                continue
            contact = self.world.plan.document.contacts_of(assignment.agency, "focal")[0]
            address = (contact.email or "").replace("dau-moi@", "van-phong@")
            fresh = Contact(agency=contact.agency, role=contact.role, name=contact.name, email=address)
            acts.replace_contact(self.world.store, contact.email or "", fresh, self.world.coordinator(now))
            self.world.refresh()

    def _draft_letters(self, now: datetime, day: date) -> None:
        """Have new letters of what was released signed; their numbers come back two working days later."""
        under_way = {(draft.letter.to, name) for _day, draft in self._signed for name in draft.assignments}
        folder = self.world.out / "letters"
        for draft in letters(self.world.store, now, unit=_UNIT):
            if all((draft.letter.to, name) in under_way for name in draft.steps):
                continue
            folder.mkdir(exist_ok=True)
            path = folder / draft.file_name
            path.write_bytes(rendered(draft))
            self.world.letters.append(DraftedLetter(draft.to, draft.subject, day, path))
            self._signed.append((self.world.plan.calendar.add_working_days(day, 2), draft))

    def _record_letters(self, now: datetime, day: date) -> None:
        """Write down number and date of the letters that came back, as far as they are still about something."""
        due = [draft for back, draft in self._signed if back <= day]
        if not due:
            return
        self._signed = [(back, draft) for back, draft in self._signed if back > day]
        waiting = {(one.letter.to, name) for one in letters(self.world.store, now) for name in one.steps}
        for draft in due:
            names = [name for name in draft.steps if (draft.letter.to, name) in waiting]
            if names:
                self._letters += 1
                number = f"{self._letters:02}/SLĐTBXH-{_UNIT}"
                act = self.world.coordinator(now)
                letter_sent(self.world.store, names, act, number=number, sent_on=day, to=draft.letter.to)

    def _release(self, now: datetime, day: date) -> None:
        """Decide what waits: release, postpone and drop in turn; what comes back from a postponement is released."""
        for approval in approvals(self.world.store, now):
            self._decide(approval, now, day)

    def _decide(self, approval: Approval, now: datetime, day: date) -> None:
        store, act, names = self.world.store, self.world.coordinator(now), [approval.assignment]
        decision = "release" if approval.not_before else _DECISIONS[self._decided % len(_DECISIONS)]
        if not approval.not_before:
            self._decided += 1
        match decision:
            case "postpone":
                until = self.world.plan.calendar.add_working_days(day, 3)
                postpone(store, names, until, act, reason="Đơn vị hẹn gửi trong tuần")
            case "drop":
                drop(store, names, act, reason="Đã làm việc trực tiếp với lãnh đạo đơn vị")
            case _:
                release(store, names, act)

    def _issue_reports(self, now: datetime, day: date) -> None:
        """On its due day, compile each consolidated report as it is signed, look it over and issue it."""
        plan = self.world.plan
        for report in plan.document.reports:
            for period in report_periods(plan.document, report):
                due = report_schedule(plan.document, report, period.key, plan.calendar).due.day
                if day >= due and (report.code, period.key) not in self._issued:
                    self._issued.add((report.code, period.key))
                    self._issue(ReportRef(report.code, period.key, plan=plan.code), now)

    def _issue(self, ref: ReportRef, now: datetime) -> None:
        world, act = self.world, self.world.coordinator(now)
        out = world.out / "reports"
        with world.store.session() as session:
            self._fill_gaps(session, ref, act)
            built = build_report(
                session, world.plan, ref.code, ref.period, as_of=now, out=out, formats=_FORMATS, by=act.by
            )
        review(world.store, ref, act, note="Đã đối chiếu số liệu với các đơn vị")
        number = f"{_FIRST_NUMBER + len(self._issued)}/BC-SLĐTBXH"
        title, day = world.plan.document.report(ref.code).title, world.plan.calendar.local_date(now)
        world.reports.append(IssuedReport(title, ref.period, number, day, tuple(built.files)))
        issue(world.store, world.settings, ref, act, document_number=number, formats=_FORMATS)

    def _fill_gaps(self, session: Session, ref: ReportRef, act: Act) -> None:
        """Write under the headings for which nothing came in that it is so."""
        compiled = compile_report(session, self.world.plan, ref.code, ref.period, act.now)
        for gap in gaps_of(compiled):
            place = Place(ref.code, ref.period, heading_code(gap.section))
            write_text(session, self.world.plan, place, "Trong kỳ không phát sinh nội dung.", act)

    def _own_tasks(self, now: datetime, day: date) -> None:
        """Report the standing agency's own tasks on the day they are due; they are reviewed like everybody's."""
        for assignment in self.world.owed(self.world.plan.document.plan.standing):
            kind = self.world.plan.document.obligation(assignment.obligation).kind
            if kind == "task" and day >= assignment.due:
                self._report_task(assignment, now, day)

    def _report_task(self, assignment: Assignment, now: datetime, day: date) -> None:
        spec = form_spec(self.world.plan, assignment, {})
        content = as_json(self.world.author.answer(spec, assignment, day))
        act = self.world.body(assignment, now)
        acts.answer(self.world.store, assignment.name, act, content=content, file_name="task.json")
