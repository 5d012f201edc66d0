"""How duties stand: as of which report, for everybody whom an answer serves, and never backwards in the demo."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from flows.demo.answers import Author
from flows.demo.figures import Province
from intake.forms import form_spec
from models.assignments import Assignment
from models.submissions import SubmissionState
from models.versions import ActivePlan
from plans.loading import load_plan
from reports.accounts import duty_status
from reports.body import duty_lines, summary_lines
from reports.changes import changes_between
from reports.compiled import CompiledReport, DutyLine
from reports.docx.document import render_docx
from reports.html.page import render_html
from reports.json import render_json
from reports.xlsx.workbook import render_xlsx
from tests.report_samples import IN_TIME, SHIPPED, Sample, obligation, plan_of, report, sample

AFTER_NINE = datetime(2015, 9, 22, 3, 0, tzinfo=UTC)
FOR_HALF = "theo báo cáo 6 tháng đầu năm"


def standing(code: str, title: str, bodies: list[str], via: str = "B-01") -> dict[str, object]:
    return {"code": code, "title": title, "kind": "standing", "via": via, "assigned_to": bodies}


def lines(compiled: CompiledReport) -> list[DutyLine]:
    return [duty for section in compiled.sections for duty in section.duties]


class TestNineMonths:
    """What was said for six months is not said for nine: the report names the period."""

    @pytest.fixture
    def nine(self, tmp_path: Path) -> Sample:
        third = {"period": "quarter", "effective": {"from": "2015-07-01", "to": "2015-09-30"}}
        duties = [standing("T-1", "Tập huấn", ["huyen"]), standing("T-2", "Rà soát", ["h1"])]
        reports = [report("nine", "Báo cáo 9 tháng", "nine-months", {"2015-9M": "2015-09-25"})]
        owed = [obligation("B-01", ["huyen"]), obligation("Q-03", ["huyen"], **third), *duties]
        found = sample(tmp_path, plan_of(obligations=owed, reports=reports))
        for body, status in (("h1", "done"), ("h2", "ongoing")):
            said = {"T-1": (status, "")} | ({"T-2": ("done", "")} if body == "h1" else {})
            found.answer(f"B-01/{body}/2015-H1", {"visits": 1}, duties=said)
            found.answer(f"Q-03/{body}/2015-Q3", {"visits": 1}, reviewed=AFTER_NINE)
        return found

    def compiled(self, nine: Sample) -> CompiledReport:
        return nine.compile("nine", "2015-9M", AFTER_NINE)

    def test_every_status_says_for_which_period(self, nine: Sample) -> None:
        compiled = self.compiled(nine)
        several, alone = lines(compiled)

        assert several.earlier == {"h1": "2015-H1", "h2": "2015-H1"}
        assert duty_status(compiled, several) == (
            f"{FOR_HALF}: 1/2 đơn vị đã hoàn thành (UBND huyện Một); 1/2 đơn vị đang thực hiện (UBND huyện Hai)"
        )
        assert duty_status(compiled, alone) == f"UBND huyện Một đã hoàn thành ({FOR_HALF})"
        assert duty_lines(compiled, [several, alone]) == [
            (f"Đã hoàn thành ({FOR_HALF})", "rà soát (UBND huyện Một)"),
            ("Tập huấn", duty_status(compiled, several)),
        ]
        assert summary_lines(compiled, []) == [f"1/2 nhiệm vụ đã hoàn thành ở mọi đơn vị được giao ({FOR_HALF})"]

    def test_so_it_is_in_every_format(self, nine: Sample) -> None:
        compiled = self.compiled(nine)
        word = docx.Document(io.BytesIO(render_docx(compiled)))
        book = openpyxl.load_workbook(io.BytesIO(render_xlsx(compiled)))
        values = [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]
        status = duty_status(compiled, lines(compiled)[0])

        assert any(status in one for one in (p.text for p in word.paragraphs))
        assert status in values and status in render_html(compiled).decode()
        (section,) = [one for one in json.loads(render_json(compiled))["sections"] if one["duties"]]
        assert [duty["earlier"] for duty in section["duties"]] == [
            {"h1": "2015-H1", "h2": "2015-H1"},
            {"h1": "2015-H1"},
        ]

    def test_what_one_body_said_later_is_told_apart(self, nine: Sample) -> None:
        compiled = self.compiled(nine)
        duty = DutyLine("T", "Tập huấn", False, {"đã hoàn thành": ("h1", "h2")}, (), {"h2": "2015-H1"})

        assert duty_status(compiled, duty) == (
            f"1/2 đơn vị đã hoàn thành (UBND huyện Một); 1/2 đơn vị đã hoàn thành {FOR_HALF} (UBND huyện Hai)"
        )
        assert summary_lines_of(compiled, duty) == f"1/1 nhiệm vụ đã hoàn thành ở mọi đơn vị được giao ({FOR_HALF})"

    def test_the_report_on_the_half_year_itself_and_on_the_year_say_nothing_of_it(self, nine: Sample) -> None:
        for period, asked in (("2015-H1", IN_TIME), ("2015", AFTER_NINE)):
            duty = lines(nine.compile("nine", period, asked))[0]
            assert duty.earlier == {}, period

    def test_a_later_word_on_the_same_duty_is_a_change(self, nine: Sample) -> None:
        before = self.compiled(nine)
        after = with_duties(before, [replace(duty, earlier={}) for duty in lines(before)])

        changes = [one for one in changes_between(before, after) if one.kind == "duty"]
        assert ("h1", f"đã hoàn thành {FOR_HALF}", "đã hoàn thành") in [(c.agency, c.old, c.new) for c in changes]


def with_duties(compiled: CompiledReport, duties: list[DutyLine]) -> CompiledReport:
    sections = [replace(one, duties=duties if one.duties else ()) for one in compiled.sections]
    return replace(compiled, sections=sections)


def summary_lines_of(compiled: CompiledReport, duty: DutyLine) -> str:
    return summary_lines(with_duties(compiled, [duty]), [])[-1]


class TestAnswersTogether:
    """The status in a joint answer is that of every body it serves, whoever sends it."""

    @pytest.fixture
    def pair(self, tmp_path: Path) -> Sample:
        owed = [obligation("B-01", ["so-a", "so-b"], joint=True), standing("T-1", "Bố trí kinh phí", ["so-a", "so-b"])]
        found = sample(tmp_path, plan_of(obligations=owed))
        found.answer("B-01/so-a/2015-H1", {"visits": 1}, duties={"T-1": ("ongoing", "Đang thẩm định.")})
        return found

    def duty(self, pair: Sample) -> DutyLine:
        (duty,) = lines(pair.compile())
        return duty

    def test_a_partner_that_once_sent_it_stands_as_the_later_answer_says(self, pair: Sample) -> None:
        pair.answer("B-01/so-b/2015-H2", {"visits": 1}, duties={"T-1": ("done", "Đã phân bổ.")})

        duty = self.duty(pair)
        assert duty.bodies == {"đã hoàn thành": ("so-a", "so-b")}
        assert [(quote.agency, quote.text) for quote in duty.quotes] == [
            ("so-a", "Đang thẩm định."),
            ("so-b", "Đã phân bổ."),
        ]

    def test_nobody_is_served_by_an_answer_that_waits_for_review(self, pair: Sample) -> None:
        waiting = SubmissionState.SUBMITTED
        pair.answer("B-01/so-b/2015-H2", {"visits": 1}, duties={"T-1": ("done", "")}, reviewed=None, state=waiting)

        silent = self.duty(pair).bodies
        assert silent == {"chưa báo cáo 6 tháng cuối năm": ("so-a", "so-b")}

    def test_a_partner_that_is_excused_is_told_apart(self, pair: Sample) -> None:
        pair.answer("B-01/so-b/2015-H2", {"visits": 1}, duties={"T-1": ("done", "")})
        pair.change("B-01/so-a/2015-H2", state="excused", decided_at=IN_TIME)

        assert self.duty(pair).bodies["được miễn 6 tháng cuối năm"] == ("so-a",)


class TestDemo:
    """In the demo's year a duty that a body called done stays done."""

    @pytest.fixture
    def statuses(self, tmp_path: Path) -> dict[tuple[str, str], dict[str, str]]:
        found = sample(tmp_path, load_plan(SHIPPED).document)
        document = found.plan.document
        author = Author(document, Province(document, 2015), 2015)
        said: dict[tuple[str, str], dict[str, str]] = {}
        for row, answer in self.answers(author, found.plan, found.assignments()):
            for code, duty in answer.items():
                who = row.obligation if document.obligation(row.obligation).joint else row.agency
                said.setdefault((code, who), {})[row.period] = duty["status"]
        return said

    def answers(
        self, author: Author, plan: ActivePlan, rows: list[Assignment]
    ) -> Iterator[tuple[Assignment, dict[str, dict[str, str]]]]:
        for row in rows:
            spec = form_spec(plan, row, {})
            if spec.duties:
                yield row, author.answer(spec, row, date(2015, 12, 16))["duties"]

    def test_nothing_that_was_done_is_under_way_again(self, statuses: dict[tuple[str, str], dict[str, str]]) -> None:
        halves = [(said["2015-H1"], said["2015-H2"]) for said in statuses.values() if len(said) == 2]

        assert ("done", "ongoing") not in halves
        assert {("ongoing", "ongoing"), ("ongoing", "done"), ("done", "done")} == set(halves)
        done = sum(last == "done" for _, last in halves)
        assert sum(first == "done" for first, _ in halves) < done < len(halves)
