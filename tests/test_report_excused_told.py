"""A figure that lacks a part which a body was excused from says so in every sentence, table, picture and format."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from models.assignments import Workflow
from models.submissions import SubmissionState
from reports.accounts import account_lines
from reports.changes import changes_between
from reports.changes_in_words import said_changes
from reports.charts import charts_of
from reports.compiled import CompiledReport
from reports.content import content_of
from reports.docx.document import render_docx
from reports.html.page import render_html
from reports.legends import legend, point_legend
from reports.over_time import lay_out
from reports.tables import body_rows, breakdown, figure_rows, other_bodies, point_text, total_text
from reports.targets import target_lines
from reports.wording import coverage, sentence
from reports.xlsx.workbook import render_xlsx
from tests.excused_samples import HEAD, excuse, partly_excused
from tests.report_samples import Sample, obligation, plan_of, report, sample
from tests.test_report_incomplete import chart
from tests.test_report_series import figure, take_in
from tests.workbook_samples import opened


@pytest.fixture
def partly(tmp_path: Path) -> Sample:
    return partly_excused(tmp_path)


class TestWords:
    """The sign, its meaning and whose part is left out stand wherever the number does."""

    def test_sentences(self, partly: Sample) -> None:
        compiled = partly.compile()
        visits = figure(compiled, "visits")

        assert coverage(visits) == "không gồm phần kỳ được miễn của 1 đơn vị"
        assert sentence(visits, "2015").endswith(", không gồm phần kỳ được miễn của 1 đơn vị")
        assert coverage(figure(compiled, "teams")) is None
        assert any("62 lượt" in line and "không gồm phần kỳ được miễn" in line for line in target_lines(compiled))

    def test_tables(self, partly: Sample) -> None:
        compiled = partly.compile()
        figures = [figure(compiled, code) for code in ("visits", "teams", "rate")]

        assert [total_text(one) for one in figures] == ["62(M)", "5(M)", "20,97(M)"]
        assert [row[2:] for row in breakdown(compiled, figures, ["h1", "h2"])] == [
            ("50", "12(M)"),
            ("5", "M"),
            ("20", "25(M)"),
        ]
        assert legend(compiled).endswith("“(M)” không gồm phần kỳ được miễn: UBND huyện Hai (6 tháng cuối năm)")

    def test_nothing_occurred_in_the_rest(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        found.answer("B-01/h2/2015-H1", {"visits": None})
        excuse(found, "B-01/h2/2015-H2")
        compiled = found.compile()
        visits = figure(compiled, "visits")

        assert total_text(visits) == "-(M)"
        assert breakdown(compiled, [visits], ["h2"])[0][2] == "-(M)"
        overview = opened(render_xlsx(compiled))["Tổng quan"]
        assert [row[5].number_format for row in overview.iter_rows() if row[3].value == "visits"] == [
            '#,##0"(M)";-#,##0"(M)";"-(M)"'
        ]

    def test_where_nobody_was_excused_nothing_is_said(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        for body in ("h1", "h2"):
            for half in ("H1", "H2"):
                found.answer(f"B-01/{body}/2015-{half}", {"visits": 10})
        compiled = found.compile()

        assert "(M)" not in legend(compiled) + point_legend(lay_out(compiled, compiled.years))
        assert "spared" not in str(content_of(compiled))

    def test_under_a_table_by_body_only_its_own_are_named(self, partly: Sample) -> None:
        compiled = partly.compile()

        assert "UBND huyện Hai" in legend(compiled, ["h1", "h2"])
        assert "(M)" not in legend(compiled, ["h1"])

    def test_many_bodies_are_counted(self, tmp_path: Path) -> None:
        more = [{"code": f"x{n:02}", "name": f"UBND huyện {n:02}", "kind": "district"} for n in range(15)]
        agencies = [one.model_dump(exclude_defaults=True) for one in plan_of().agencies]
        bodies = [one["code"] for one in more]
        found = sample(tmp_path, plan_of(agencies=[*agencies, *more], obligations=[obligation("B-01", bodies)]))
        for body in bodies:
            found.answer(f"B-01/{body}/2015-H2", {"visits": 1})
            excuse(found, f"B-01/{body}/2015-H1")

        assert legend(found.compile()).endswith("UBND huyện 11 (6 tháng đầu năm), 3 đơn vị khác")


class TestExcusedFromAll:
    """A total that a body is in with nothing has the same sign, in every format."""

    @pytest.fixture
    def without(self, tmp_path: Path) -> CompiledReport:
        """The second district's stock was excused this year, the first's last year."""
        found = sample(tmp_path, plan_of(plan=HEAD | {"to": "2015-12-31"}))
        for year, body in (("2014", "h2"), ("2015", "h1")):
            for half in ("H1", "H2"):
                found.answer(f"B-01/{body}/{year}-{half}", {"teams": 5})
        excuse(found, "B-01/h2/2015-H1", "B-01/h2/2015-H2", "B-01/h1/2014-H1", "B-01/h1/2014-H2")
        return found.compile()

    def test_tables(self, without: CompiledReport) -> None:
        (row,) = [one for one in figure_rows(without) if one[1] == "Đội kiểm tra"]

        assert row[3:5] == ("5(M)", "5(M)")
        assert row[-1] == "1/1", "nobody is missing"
        assert legend(without).endswith(
            "“(M)” không gồm phần kỳ được miễn: UBND huyện Hai (6 tháng đầu năm, 6 tháng cuối năm)"
        )
        assert "(M)" not in legend(without, ["h1", "h2"]), "its own cell says so"
        points = {one.indicator: one.points for one in without.years}["teams"]
        assert [point_text(one, 0) for one in points[-2:]] == ["5(M)", "5(M)"]

    def test_documents(self, without: CompiledReport) -> None:
        overview = opened(render_xlsx(without))["Tổng quan"]
        (row,) = [one for one in overview.iter_rows() if one[3].value == "teams"]
        tables = docx.Document(io.BytesIO(render_docx(without))).tables
        said: Any = content_of(without)
        teams = next(one for one in said["figures"] if one["indicator"] == "teams")

        assert [row[n].number_format for n in (5, 6)] == ['#,##0"(M)"', '#,##0"(M)"']
        assert "UBND huyện Hai" in overview["A2"].value
        assert any(cell.text == "5(M)" for table in tables for row in table.rows for cell in row.cells)
        assert "5(M)" in render_html(without).decode()
        assert (teams["excused"], teams["previous_exempt"], "spared" in teams) == (["h2"], True, False)

    def test_one_that_is_missing_has_the_other_sign(self, tmp_path: Path) -> None:
        found = sample(tmp_path, plan_of(plan=HEAD | {"to": "2015-12-31"}))
        for name in ("2014-H1", "2014-H2", "2015-H1", "2015-H2"):
            found.answer(f"B-01/h1/{name}", {"teams": 5})
        years = {one.indicator: one.points for one in found.compile().years}

        assert [point_text(one, 0) for one in years["teams"][-2:]] == ["5°", "5°"]


class TestDocuments:
    """Every format says the same."""

    def test_word(self, partly: Sample) -> None:
        document = docx.Document(io.BytesIO(render_docx(partly.compile())))
        said = [paragraph.text for paragraph in document.paragraphs]
        cells = [one.text for table in document.tables for row in table.rows for one in row.cells]

        assert "62(M)" in cells and "12(M)" in cells
        notes = [one for one in said if one.startswith("Ghi chú") and "UBND huyện Hai (6 tháng cuối năm)" in one]
        assert len(notes) == 2, "under the figures and under the districts"

    def test_the_table_by_body_explains_its_signs(self, tmp_path: Path) -> None:
        found = sample(tmp_path, plan_of(obligations=[obligation("B-01", ["so-a", "so-b"])]))
        for name in ("so-a/2015-H1", "so-a/2015-H2", "so-b/2015-H1"):
            found.answer(f"B-01/{name}", {"visits": 10})
        excuse(found, "B-01/so-b/2015-H2")
        compiled = found.compile()

        rows = body_rows(compiled)
        own = rows.index("Lượt cơ sở được kiểm tra (lượt)") + 1
        assert rows[own : own + 2] == [("Sở LĐ", "20"), ("Sở B", "10(M)")]
        said = [one.text for one in docx.Document(io.BytesIO(render_docx(compiled))).paragraphs]
        assert sum("Sở B (6 tháng cuối năm)" in one for one in said if one.startswith("Ghi chú")) == 2
        assert render_html(compiled).decode().count("phần kỳ được miễn: Sở B (6 tháng cuối năm)") == 2
        assert legend(compiled, other_bodies(compiled)) == legend(compiled)

    def test_workbook(self, partly: Sample) -> None:
        book = opened(render_xlsx(partly.compile()))
        total = next(row[5] for row in book["Tổng quan"].iter_rows() if row[3].value == "visits")
        own = next(row[4] for row in book["Theo huyện"].iter_rows() if row[0].value == "Lượt cơ sở được kiểm tra")
        whole = next(
            row[4] for row in book["Diễn biến trong kỳ"].iter_rows() if row[0].value == "Lượt cơ sở được kiểm tra"
        )

        assert (total.value, total.number_format) == ("=SUM('Theo huyện'!D5:E5)", '#,##0"(M)"')
        assert (own.value, own.number_format) == (12, '#,##0"(M)"')
        assert (whole.value, whole.number_format) == ("=SUM(C5:D5)", '#,##0"(M)"')
        assert "UBND huyện Hai (6 tháng cuối năm)" in book["Tổng quan"]["A2"].value
        traced = [row[:5] for row in book["Nguồn gốc số liệu"].iter_rows(min_row=5, values_only=True)]
        assert ("visits", "h2", "2015-H2", "M", "được miễn") in traced

    @pytest.mark.parametrize(
        ("role", "said"), [("lead", "được miễn: 1 báo cáo"), ("requested", "được miễn hoặc không đề nghị: 1 báo cáo")]
    )
    def test_the_overview_counts_all_that_were_excused(self, tmp_path: Path, role: str, said: str) -> None:
        found = sample(tmp_path, plan_of(obligations=[obligation("B-01", ["huyen"], role=role)]))
        excuse(found, "B-01/h2/2015-H2")

        assert f"; {said} (xem tờ Tình hình gửi)" in opened(render_xlsx(found.compile()))["Tổng quan"]["A3"].value

    def test_page(self, partly: Sample) -> None:
        page = render_html(partly.compile()).decode()

        assert "62(M)" in page
        assert "B-01, 6 tháng cuối năm 2015: được miễn</li>" in page

    def test_machine_readable(self, partly: Sample) -> None:
        said: Any = content_of(partly.compile())
        visits = next(one for one in said["figures"] if one["indicator"] == "visits")

        assert (visits["spared"], visits["reported"], visits["expected"]) == (["h2"], 2, 2)
        assert visits["by_agency"]["h2"]["spared"] == ["mau:B-01/h2/2015-H2"]

    def test_pictures(self, partly: Sample) -> None:
        take_in(partly, ("2014", "visits", "", "80"), ("2013", "visits", "", "70"))
        compiled = partly.compile()

        assert chart(compiled, "target").title.endswith("đạt 62% mục tiêu, không gồm phần kỳ được miễn của 1 đơn vị")
        assert ">62%(M)<" in chart(compiled, "target").svg
        years = chart(compiled, "comparison")
        assert "dấu (M) là có đơn vị được miễn một phần hoặc cả kỳ, không so sánh." in years.svg
        assert "năm 2015 62 (có đơn vị được miễn một phần kỳ)" in years.alt
        assert all("(M)" not in one.svg for one in charts_of(compiled) if one.code == "completion")

    def test_a_programme_marks_the_year_and_the_sum(self, tmp_path: Path) -> None:
        five = report("five-year", "Báo cáo tổng kết", "program", {"2014..2015": "2015-12-31"})
        found = sample(tmp_path, plan_of(reports=[five], plan=HEAD | {"to": "2015-12-31"}))
        for name in ("h1/2015-H1", "h1/2015-H2", "h2/2015-H1"):
            found.answer(f"B-01/{name}", {"visits": 10})
        excuse(found, "B-01/h2/2015-H2")
        take_in(found, ("2014", "visits", "", "100"))

        compiled = found.compile("five-year", "2014..2015")
        page = render_html(compiled).decode()

        assert [point_text(one, 0) for one in compiled.years[0].points] == ["100", "30(M)"]
        assert "130(M)" in page
        assert point_legend(lay_out(compiled, compiled.years)).endswith("“(M)” có đơn vị được miễn một phần hoặc cả kỳ")

    def test_a_programme_tells_its_targets_with_what_the_year_lacks(self, tmp_path: Path) -> None:
        five = report("five-year", "Báo cáo tổng kết", "program", {"2014..2015": "2015-12-31"})
        found = sample(tmp_path, plan_of(reports=[five], plan=HEAD | {"to": "2015-12-31"}))
        for name in ("h1/2015-H1", "h1/2015-H2", "h2/2015-H1"):
            found.answer(f"B-01/{name}", {"visits": 10})
        excuse(found, "B-01/h2/2015-H2")
        take_in(found, ("2014", "visits", "", "90"))

        said = target_lines(found.compile("five-year", "2014..2015"))

        year = "năm 2015: 30 lượt, có đơn vị được miễn một phần kỳ (mục tiêu từ 100 lượt trở lên"
        assert any(f"năm 2014: 90 lượt (chưa đặt mục tiêu); {year}" in one for one in said)

    @pytest.mark.parametrize("where", ["nowhere", "years", "figure"])
    def test_no_rest_is_worked_out_from_what_lacks_a_part(self, tmp_path: Path, where: str) -> None:
        five = report("five-year", "Báo cáo tổng kết", "program", {"2013..2015": "2015-12-31"})
        duties = [obligation("N-01", ["so-b"], period="program", span="2013..2015", due={"on": "2015-12-15"})]
        found = sample(tmp_path, plan_of(reports=[five], obligations=duties))
        found.answer("N-01/so-b/2013..2015", {"visits": 50})
        take_in(found, ("2013", "visits", "", "10"), ("2014", "visits", "", "10"))
        compiled = found.compile("five-year", "2013..2015")
        if where == "years":
            years = [replace(one, points=[replace(p, spared=True) for p in one.points]) for one in compiled.years]
            compiled = replace(compiled, years=years)
        elif where == "figure":
            compiled = replace(compiled, figures=[replace(one, spared=frozenset({"h2"})) for one in compiled.figures])

        told = any("còn lại 30 lượt của năm 2015" in line for _, lines in account_lines(compiled) for line in lines)

        assert told is (where == "nowhere")


def test_a_correction_says_that_a_part_is_left_out(partly: Sample) -> None:
    before = partly.compile()
    partly.change("B-01/h2/2015-H2", state=Workflow.OPEN, decided_at=None)
    partly.answer("B-01/h2/2015-H2", {"visits": 0, "violations": 0, "teams": 0}, state=SubmissionState.ACCEPTED)

    lines = said_changes(partly.plan.document, list(changes_between(before, partly.compile())))

    assert (
        "Lượt cơ sở được kiểm tra (lượt): UBND huyện Hai số chính thức, không gồm phần kỳ được miễn → số chính thức"
        in lines
    )


def test_a_correction_says_so_of_another_year_too(tmp_path: Path) -> None:
    found = sample(tmp_path, plan_of(plan=HEAD | {"to": "2015-12-31"}))
    found.answer("B-01/h1/2014-H1", {"visits": 10})
    excuse(found, "B-01/h1/2014-H2")
    for body in ("h1", "h2"):
        for half in ("H1", "H2"):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": 25})
    for half in ("H1", "H2"):
        excuse(found, f"B-01/h2/2014-{half}")
    before = found.compile()
    found.change("B-01/h1/2014-H2", state=Workflow.OPEN, decided_at=None)
    found.answer("B-01/h1/2014-H2", {"visits": 0})

    changes = [one for one in changes_between(before, found.compile()) if one.kind == "mark"]

    assert [(one.period, (one.old or "").endswith("+spared"), "spared" in (one.new or "")) for one in changes] == [
        ("2014", True, False)
    ]


def test_a_small_figure_of_a_part_is_withheld(tmp_path: Path) -> None:
    agencies = [one.model_dump(exclude_defaults=True) for one in plan_of().agencies]
    agencies += [{"code": code, "name": f"UBND xã {code}", "kind": "commune"} for code in ("x1", "x2")]
    found = sample(tmp_path, plan_of(agencies=agencies, obligations=[obligation("B-01", ["h1", "x1", "x2"])]))
    for body, first in (("h1", 40), ("x1", 2), ("x2", 9)):
        found.answer(f"B-01/{body}/2015-H1", {"visits": first})
    for body in ("h1", "x2"):
        found.answer(f"B-01/{body}/2015-H2", {"visits": 5})
    excuse(found, "B-01/x1/2015-H2")

    compiled = found.compile()
    visits = figure(compiled, "visits")

    assert visits.total == 61
    assert dict(compiled.withheld["visits"]) == {"x1": "x", "x2": "x"}
    said = content_of(compiled)["figures"]
    assert isinstance(said, list)
    withheld = said[0]["by_agency"]["x1"]
    assert (withheld["value"], withheld["suppressed"], withheld["pieces"][0].get("value")) == (None, True, None)
    assert ">x – " in render_html(compiled).decode() or "</b>: x –" in render_html(compiled).decode()
    assert all(row[3] in ("x", "M") for row in _traced(compiled) if row[:2] == ("visits", "x1"))


def _traced(compiled: CompiledReport) -> list[tuple[Any, ...]]:
    return list(opened(render_xlsx(compiled))["Nguồn gốc số liệu"].iter_rows(min_row=5, values_only=True))
