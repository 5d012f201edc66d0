"""The account of who reported: orders and requests apart, tasks apart from reports, and what a programme lacks."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from models.assignments import Workflow
from models.submissions import SubmissionState
from reports.accounts import account_lines
from reports.building import build_json, build_report
from reports.charts import charts_of
from reports.html.tables import over_time
from reports.xlsx.workbook import render_xlsx
from tests.report_samples import IN_TIME, YEAR_END, Sample, obligation, plan_of, report, sample
from tests.test_report_series import compiled, take_in
from tests.workbook_samples import opened

LATE = datetime(2015, 7, 20, tzinfo=UTC)
HALF = [report("half", "Báo cáo 6 tháng", "half", {"2015-H1": "2015-06-25"})]
FIVE = [report("five-year", "Báo cáo tổng kết", "program", {"2011..2015": "2015-12-31"}) | {"span": "2011..2015"}]


def lines(found: Sample, code: str = "half", period: str = "2015-H1", at: datetime = LATE) -> list[str]:
    """Every line of the account."""
    return [line for said, items in account_lines(compiled(found, code, period, at)) for line in (said, *items)]


@pytest.fixture
def asked(tmp_path: Path) -> Sample:
    """Two districts are ordered, Sở B is asked; the first half-year."""
    duties = [obligation("B-01", ["huyen"]), obligation("X-01", ["so-b"], role="requested", title="Thông tin X-01")]
    found = sample(tmp_path, plan_of(obligations=duties, reports=HALF))
    for body in ("h1", "h2"):
        found.answer(f"B-01/{body}/2015-H1", {"visits": 1})
    return found


class TestRequested:
    """Bodies that are asked are never listed as late, owing or unreviewed among those that are ordered."""

    def test_late(self, asked: Sample) -> None:
        asked.answer("X-01/so-b/2015-H1", {"visits": 1}, received=LATE, reviewed=LATE)

        said = lines(asked)

        assert not any("sau thời hạn" in line or "chậm" in line for line in said)
        assert "Sở B đã gửi bổ sung thông tin; trân trọng cảm ơn sự phối hợp của quý cơ quan." in said

    def test_waiting_for_review(self, asked: Sample) -> None:
        asked.answer("X-01/so-b/2015-H1", {"visits": 1}, reviewed=None, state=SubmissionState.SUBMITTED)

        said = lines(asked)

        assert not any("chưa được duyệt" in line for line in said)
        assert "Thông tin của Sở B đã nhận được, đang được xem xét nên chưa tính vào báo cáo này." in said

    def test_excused(self, asked: Sample) -> None:
        asked.change("X-01/so-b/2015-H1", state=Workflow.EXCUSED, decided_at=IN_TIME)

        assert lines(asked) == [
            "Tất cả các đơn vị đã gửi báo cáo của kỳ này.",
            "Trong kỳ, không đề nghị Sở B cung cấp thông tin.",
        ]

    @pytest.mark.parametrize("received", [IN_TIME, LATE])
    def test_the_picture_sets_them_apart_and_does_not_count_them(self, asked: Sample, received: datetime) -> None:
        asked.answer("X-01/so-b/2015-H1", {"visits": 1}, received=received, reviewed=received)

        chart = charts_of(compiled(asked, "half", "2015-H1", LATE))[0]

        assert chart.title == "2/2 đơn vị gửi đúng hạn"
        assert "đã cung cấp thông tin theo đề nghị 1" in chart.alt
        assert ">đề nghị<" in chart.svg


def test_who_was_late_is_told_by_report_and_period(tmp_path: Path) -> None:
    duties = [obligation("B-01", ["huyen"]), obligation("C-01", ["h1"], title="Báo cáo C")]
    yearly = report("year-end", "Báo cáo năm", "year", {"2015": "2015-12-22"})
    found = sample(tmp_path, plan_of(obligations=duties, reports=[yearly]))
    answers = [("B-01/h1", "H1", LATE), ("B-01/h2", "H1", LATE), ("B-01/h1", "H2", YEAR_END), ("C-01/h1", "H1", LATE)]
    for name, half, received in answers:
        found.answer(f"{name}/2015-{half}", {"visits": 1}, received=received, reviewed=received)

    said = lines(found, "year-end", "2015", YEAR_END)

    at = said.index("Các đơn vị sau gửi báo cáo sau thời hạn:") + 1
    assert [re.sub(r"\d+ ngày", "n ngày", line) for line in said[at : at + 2]] == [
        "Báo cáo B-01: UBND huyện Một chậm n ngày, UBND huyện Hai chậm n ngày (6 tháng đầu năm 2015); "
        "UBND huyện Một chậm n ngày (6 tháng cuối năm 2015)",
        "Báo cáo C: UBND huyện Một chậm n ngày (6 tháng đầu năm 2015)",
    ]


TASK: dict[str, Any] = {
    "code": "PS-01",
    "title": "Kiểm tra đột xuất",
    "assigned_to": ["h1"],
    "kind": "task",
    "period": "once",
    "due": {"on": "2015-06-10"},
    "effective": {"from": "2015-05-01", "to": "2015-06-14"},
}


def test_the_workbook_keeps_them_apart_too(asked: Sample) -> None:
    asked.answer("X-01/so-b/2015-H1", {"visits": 1}, received=LATE, reviewed=LATE)

    sheet = opened(render_xlsx(compiled(asked, "half", "2015-H1", LATE)))["Tình hình gửi"]

    *_, last = sheet.iter_rows(values_only=True)
    assert (last[0], last[1], last[5]) == ("Đã gửi bổ sung", "Sở B", None)


class TestOtherTasks:
    """An urgent task is no input of a report: a body that did report is not among those that have not."""

    def with_task(self, tmp_path: Path, reports: list[dict[str, Any]], **more: Any) -> Sample:
        found = sample(tmp_path, plan_of(obligations=[obligation("B-01", ["huyen"]), TASK | more], reports=reports))
        for body in ("h1", "h2"):
            found.answer(f"B-01/{body}/2015-H1", {"visits": 1})
        return found

    def test_it_stands_in_a_line_of_its_own(self, tmp_path: Path) -> None:
        found = self.with_task(tmp_path, HALF)

        assert lines(found) == [
            "Tất cả các đơn vị đã gửi báo cáo của kỳ này.",
            "Nhiệm vụ khác còn quá hạn:",
            "UBND huyện Một: Kiểm tra đột xuất (một lần): hạn 10/6/2015, quá hạn 40 ngày",
        ]
        assert charts_of(compiled(found, "half", "2015-H1", LATE))[0].title == "2/2 đơn vị gửi đúng hạn"
        with found.store.session() as session:
            built = build_report(session, found.plan, "half", "2015-H1", as_of=LATE, out=tmp_path, formats=["json"])
        assert build_json(built)["missing"] == []

    def test_one_that_a_heading_names_is_an_input(self, tmp_path: Path) -> None:
        headed = [HALF[0] | {"sections": [{"code": "kiem-tra", "title": "Kiểm tra"}]}]
        found = self.with_task(tmp_path, headed, section="kiem-tra")

        assert [one.agency for one in compiled(found, "half", "2015-H1", LATE).attendance.missing] == ["h1"]

    def test_what_is_not_due_yet_is_not_told(self, tmp_path: Path) -> None:
        found = self.with_task(tmp_path, HALF)

        assert compiled(found, "half", "2015-H1", datetime(2015, 6, 9, tzinfo=UTC)).attendance.others == ()

    def test_two_of_one_title_are_told_apart_by_their_codes(self, tmp_path: Path) -> None:
        twins = [TASK, TASK | {"code": "PS-02"}]
        found = sample(tmp_path, plan_of(obligations=[obligation("B-01", ["huyen"]), *twins], reports=HALF))

        (line,) = [one for one in lines(found) if "đột xuất" in one]

        assert "Kiểm tra đột xuất [PS-01] (một lần)" in line
        assert "Kiểm tra đột xuất [PS-02] (một lần)" in line


class TestProgramme:
    """A programme says which of its years it does not know, and where its figures contradict theirs."""

    def five(self, tmp_path: Path) -> Sample:
        duties = [
            obligation("B-01", ["huyen"]),
            obligation("N-01", ["so-b"], form="n", period="program", span="2011..2015"),
        ]
        indicators = [
            {"code": code, "name": name, "unit": "lượt", "owner": owner}
            for code, name, owner in (("visits", "Lượt kiểm tra", "so-b"), ("violations", "Vi phạm", "huyen"))
        ]
        forms = [
            {"code": "f", "indicators": ["violations"]},
            {"code": "n", "indicators": ["visits"]},
        ]
        return sample(tmp_path, plan_of(obligations=duties, indicators=indicators, forms=forms, reports=FIVE))

    def test_it_does_not_claim_years_that_nobody_knows(self, tmp_path: Path) -> None:
        found = self.five(tmp_path)
        found.answer("N-01/so-b/2011..2015", {"visits": 50})
        for half in ("H1", "H2"):
            for body in ("h1", "h2"):
                found.answer(f"B-01/{body}/2015-{half}", {"violations": 2})
        take_in(found, ("2014", "visits", "", "9"))

        said = lines(found, "five-year", "2011..2015", YEAR_END)

        assert said == [
            "Tất cả các đơn vị đã gửi báo cáo về giai đoạn 2011-2015.",
            "Trong 2 chỉ tiêu theo dõi từng năm, đã có số liệu của: năm 2014 (1 chỉ tiêu), năm 2015 (1 chỉ tiêu); "
            "chưa có số liệu của các năm 2011, 2012, 2013.",
        ]

    def test_whom_its_years_lack_is_missing_from_it(self, tmp_path: Path) -> None:
        found = self.five(tmp_path)
        found.answer("N-01/so-b/2011..2015", {"visits": 50})
        for name in ("h1/2015-H1", "h1/2015-H2", "h2/2015-H1"):
            found.answer(f"B-01/{name}", {"violations": 2})

        account = compiled(found, "five-year", "2011..2015", YEAR_END).attendance
        said = lines(found, "five-year", "2011..2015", YEAR_END)

        assert [(one.agency, one.period) for one in account.missing] == [("h2", "6 tháng cuối năm 2015")]
        assert not any("Tất cả" in line for line in said)
        headline = charts_of(compiled(found, "five-year", "2011..2015", YEAR_END))[0]
        latest = "quá hạn lâu nhất: UBND huyện Hai (5 ngày)"
        assert headline.finding == f"2/3 đơn vị gửi đúng hạn; 1 đơn vị chưa gửi đủ; {latest}"
        assert {"6 tháng cuối năm", "2015"} <= set(re.findall(r">([^<]+)</text>", headline.svg)), "over its column"
        assert any(line.startswith("UBND huyện Hai: Báo cáo B-01 (6 tháng cuối năm 2015): hạn ") for line in said)

    def test_whom_its_years_excuse_or_wait_for_is_told(self, tmp_path: Path) -> None:
        found = self.five(tmp_path)
        found.answer("N-01/so-b/2011..2015", {"visits": 50})
        for name in ("h1/2015-H1", "h2/2015-H1"):
            found.answer(f"B-01/{name}", {"violations": 2})
        found.change("B-01/h1/2015-H2", state=Workflow.EXCUSED, decided_at=IN_TIME)
        found.answer("B-01/h2/2015-H2", {"violations": 1}, reviewed=None, state=SubmissionState.SUBMITTED)

        account = compiled(found, "five-year", "2011..2015", YEAR_END).attendance

        assert ([one.agency for one in account.excused], [one.agency for one in account.unreviewed]) == (["h1"], ["h2"])
        assert account.late == ()

    def test_who_was_late_for_its_years_is_told_as_the_picture_counts(self, tmp_path: Path) -> None:
        found = self.five(tmp_path)
        found.answer("N-01/so-b/2011..2015", {"visits": 50})
        for name, received in (("h1/2015-H1", LATE), ("h1/2015-H2", YEAR_END), ("h2/2015-H1", LATE)):
            found.answer(f"B-01/{name}", {"violations": 2}, received=received, reviewed=received)
        found.answer("B-01/h2/2015-H2", {"violations": 2})

        report_ = compiled(found, "five-year", "2011..2015", YEAR_END)
        said = lines(found, "five-year", "2011..2015", YEAR_END)

        late = {(one.assignment, one.days) for one in report_.attendance.late}
        assert len(late) == 3
        assert late == {(one.assignment, one.days) for one in report_.completion if one.state == "late-done"}
        assert charts_of(report_)[0].title.startswith("1/3 đơn vị gửi đúng hạn")
        at = said.index("Các đơn vị sau gửi báo cáo sau thời hạn:") + 1
        assert re.sub(r"\d+ ngày", "n ngày", said[at]) == (
            "Báo cáo B-01: UBND huyện Hai chậm n ngày (6 tháng đầu năm 2015); "
            "UBND huyện Một chậm 2 lần, nhiều nhất n ngày"
        )

    def test_whoever_is_asked_for_its_years_was_not_late(self, tmp_path: Path) -> None:
        plan = self.five(tmp_path).plan.document
        duties = [obligation("B-01", ["huyen"], role="requested")]
        kept = {
            name: [one.model_dump(exclude_defaults=True) for one in getattr(plan, name)]
            for name in ("indicators", "forms")
        }
        asked = tmp_path / "asked"
        asked.mkdir()
        found = sample(asked, plan_of(obligations=duties, reports=FIVE, **kept))
        found.answer("B-01/h1/2015-H1", {"violations": 2}, received=LATE, reviewed=LATE)

        assert compiled(found, "five-year", "2011..2015", YEAR_END).attendance.late == ()

    def test_what_its_figure_holds_of_a_year_without_one_is_told(self, tmp_path: Path) -> None:
        found = self.five(tmp_path)
        found.answer("N-01/so-b/2011..2015", {"visits": 50})
        known = [(str(year), "visits", "", "10") for year in range(2011, 2015)]
        take_in(found, *known)

        said = lines(found, "five-year", "2011..2015", YEAR_END)
        report_ = compiled(found, "five-year", "2011..2015")

        assert said[-2:] == [
            "Số cả giai đoạn gồm cả năm chưa có số liệu riêng:",
            "Lượt kiểm tra: 50 lượt; các năm 2011, 2012, 2013, 2014 là 40 lượt, còn lại 10 lượt của năm 2015",
        ]
        assert ["Lượt kiểm tra", "lượt", *["10"] * 4, "…", "50"] in [
            list(row) for row in over_time(report_, report_.years, summed=True).rows
        ]

    def test_less_than_its_known_years_together_is_a_contradiction(self, tmp_path: Path) -> None:
        found = self.five(tmp_path)
        found.answer("N-01/so-b/2011..2015", {"visits": 50})
        take_in(found, ("2013", "visits", "", "30"), ("2014", "visits", "", "21"))

        report_ = compiled(found, "five-year", "2011..2015")
        said = lines(found, "five-year", "2011..2015", YEAR_END)

        (line,) = report_.reconciliation
        assert [line.by_year, line.total, line.others_total, line.difference] == [True, 50, 51, 1]
        assert "Lượt kiểm tra: cả giai đoạn 50 lượt; cộng các năm 2013, 2014 là 51 lượt" in said

    def test_as_much_as_its_years_or_more_is_none(self, tmp_path: Path) -> None:
        found = self.five(tmp_path)
        found.answer("N-01/so-b/2011..2015", {"visits": 50})
        take_in(found, ("2013", "visits", "", "30"), ("2014", "visits", "", "20"))

        assert compiled(found, "five-year", "2011..2015").reconciliation == ()
