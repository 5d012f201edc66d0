"""The HTML report: charts, provenance, the coordinator's words, years; it is one page that loads and runs nothing."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from plans.loading import load_plan
from reports.charts import charts_of
from reports.compiled import CompiledReport, Outlier, Point, SectionContent, Series
from reports.html.page import render_html
from tests.chart_samples import NASTY, SVG, contrast, series
from tests.report_samples import SHIPPED, fill_at_random, plan_of, sample


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> CompiledReport:
    """The shipped plan with a year of plausible answers, and last year's value for every third figure."""
    found = sample(tmp_path_factory.mktemp("shipped"), load_plan(SHIPPED).document)
    fill_at_random(found)
    compiled = found.compile()
    figures = [
        replace(one, previous=one.total * 2 if n % 3 == 0 and one.total is not None else None)
        for n, one in enumerate(compiled.figures)
    ]
    return replace(compiled, figures=tuple(figures))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> CompiledReport:
    """A report of two districts without any answer."""
    return sample(tmp_path_factory.mktemp("small")).compile()


def test_hostile_words_are_only_words(tmp_path: Path) -> None:
    agencies = [
        {"code": "ubnd", "name": "UBND tỉnh", "kind": "issuer"},
        {"code": "so-a", "name": "Sở A", "kind": "department"},
        {"code": "h1", "name": NASTY.replace("\ud800", ""), "kind": "district"},
        {"code": "h2", "name": "UBND huyện Hai", "kind": "district"},
    ]
    compiled = sample(tmp_path, plan_of(agencies=agencies)).compile()
    shown = replace(compiled, trend=[series(1, 2, name=NASTY)], own_texts={compiled.sections[0].code: NASTY})

    page = render_html(shown).decode()

    assert "<script" not in page
    assert "alert(1)" in page
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", page)
    for one in charts_of(shown):
        root = ElementTree.fromstring(one.svg)
        assert "\u202e" not in one.svg
        assert not list(root.iter(f"{SVG}script"))
        assert one.png.startswith(b"\x89PNG")


class TestPage:
    """The HTML report."""

    def test_charts_stand_in_the_page_with_their_findings(self, shipped: CompiledReport) -> None:
        page = render_html(shipped).decode()

        for one in charts_of(shipped):
            assert one.svg in page
            assert f"<figcaption>{one.title}.</figcaption>" in page
        names = re.findall(r'\bid="([^"]+)"', page)
        assert len(names) == len(set(names))
        assert not re.search(r'<(?:script|link|img|iframe)\b|\bsrc=|href="(?!#)|@import|url\((?!#)', page)

    def test_a_click_shows_what_is_behind_a_figure(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        found.answer("B-01/h1/2015-H1", {"visits": 3}, estimates=("visits",))
        found.answer("B-01/h1/2015-H2", {"visits": 4})

        page = render_html(found.compile()).decode()

        assert (
            "<li><b>UBND huyện Một</b>: 7* – B-01, 6 tháng đầu năm 2015, lần gửi 1, ô Số liệu!D5: 3 (ước thực hiện); "
            "B-01, 6 tháng cuối năm 2015, lần gửi 1, ô Số liệu!D5: 4</li>"
        ) in page
        assert "<li><b>UBND huyện Hai</b>: … – chưa có báo cáo được duyệt</li>" in page

    def test_parts_stand_in_a_list_under_their_whole(self, tmp_path: Path) -> None:
        names = {"visits": "Kinh phí", "violations": "Trong đó: ngân sách tỉnh", "teams": "Trong đó: trung ương"}
        indicators = [{"code": code, "name": name, "unit": "đồng"} for code, name in names.items()]
        found = sample(tmp_path, plan_of(indicators=indicators))
        for half in ("H1", "H2"):
            for body in ("h1", "h2"):
                found.answer(f"B-01/{body}/2015-{half}", {"visits": 10, "violations": 4, "teams": 1})

        page = render_html(found.compile()).decode()

        said = re.sub(r"<details.*?<summary>|<span.*?</details>|\s+", " ", page, flags=re.DOTALL)
        within = r"<li> Kinh phí: 40 đồng; trong đó: <ul[^>]*> <li> (.*?) </li> <li> (.*?) </li> </ul> </li>"
        (parts,) = re.findall(within, re.sub(r" +", " ", said))
        assert parts == ("ngân sách tỉnh: 16 đồng;", "trung ương: 4 đồng.")
        assert "<li> Trong đó" not in said

    def test_small_cells_are_withheld_behind_a_figure_too(self, tmp_path: Path) -> None:
        agencies = [
            {"code": "ubnd", "name": "UBND tỉnh", "kind": "issuer"},
            {"code": "so-a", "name": "Sở A", "kind": "department"},
            {"code": "h1", "name": "Xã Một", "kind": "commune"},
            {"code": "h2", "name": "Xã Hai", "kind": "commune"},
        ]
        found = sample(tmp_path, plan_of(agencies=agencies))
        found.answer("B-01/h1/2015-H1", {"visits": 2, "violations": 2})
        found.answer("B-01/h1/2015-H2", {"visits": 0, "violations": 38})
        asked = tuple(
            Outlier(code, "h1", Decimal(38), Decimal(usual), Decimal(1), Decimal(40), ("2014-H2", "2015-H2"))
            for code, usual in (("visits", 20), ("violations", 2))
        )

        page = render_html(replace(found.compile(), outliers=asked)).decode()

        behind = [unescape(line) for line in re.findall(r"<li><b>Xã Một</b>: (.*?)</li>", page)]
        parts = {line.partition(" – ")[0]: re.findall(r"ô [^:]+: ([^;]+)", line) for line in behind}
        assert (set(parts["<3"]), parts["40"]) == ({"<3"}, ["x", "x"])
        assert page.count('<td class="figure">x</td><td class="figure">x</td><td class="figure">x</td>') == 2
        assert "“x” không công bố" in page

    def test_the_coordinators_own_words_come_first_under_their_heading(self, shipped: CompiledReport) -> None:
        section = next(one for one in shipped.sections if one.figures)
        page = render_html(replace(shipped, own_texts={section.code: "Lời riêng thứ nhất.\n\nLời <thứ> hai."})).decode()

        after = page.split(f" {section.title}</h", 1)[1].split(">", 1)[1].lstrip()
        assert after.startswith('<p dir="auto">Lời riêng thứ nhất.</p>\n  <p dir="auto">Lời &lt;thứ&gt; hai.</p>')

    def test_own_words_take_the_place_of_the_note_that_nothing_came_in(self, small: CompiledReport) -> None:
        empty = replace(small, sections=[SectionContent("tinh-hinh", "Tình hình", 1)])

        before = render_html(empty).decode()
        after = render_html(replace(empty, own_texts={"tinh-hinh": "Đã có lời."})).decode()

        assert ('<p class="empty">' in before, '<p class="empty">' in after) == (True, False)

    def test_years_and_periods_have_their_tables(self, small: CompiledReport) -> None:
        points = [Point(str(year), f"năm {year}", Decimal(year - 2000)) for year in (2013, 2014)]
        points[1] = replace(points[1], estimate=True, target=Decimal(50))
        gap = Point("2015", "năm 2015", None)
        years = [Series("visits", "Lượt kiểm tra", "lượt", "flow", 0, [*points, gap])]

        page = render_html(replace(small, years=years, trend=[series(1, 2)])).decode()

        assert '<td>Lượt kiểm tra</td><td>lượt</td><td class="figure">13</td>' in page.replace(
            'class="name"', ""
        ).replace("<td >", "<td>")
        assert '<td class="figure">14*</td><td class="figure">…</td>' in page
        assert "Mục tiêu: Lượt kiểm tra" in page
        assert '<th scope="col" class="figure">Tháng 2/2015</th>' in page

    def test_a_programme_adds_its_years_up_where_none_is_missing(self, small: CompiledReport) -> None:
        points = [Point(str(year), f"năm {year}", Decimal(year - 2000)) for year in (2014, 2015)]
        gap = replace(points[0], value=None)
        years = [
            Series("visits", "A", "lượt", "flow", 0, points),
            Series("teams", "B", "đội", "stock", 0, points),
            Series("violations", "C", "cơ sở", "flow", 0, [gap, points[1]]),
        ]
        period = replace(small.period, kind="program", key="2014..2015", first=date(2014, 1, 1))

        page = render_html(replace(small, years=years, period=period)).decode()

        rows = [re.findall(r">([^<]*)</td>", row) for row in re.findall(r"<tr>(<td.*?)</tr>", page)]
        assert ["A", "lượt", "14", "15", "29"] in rows
        assert ["B", "đội", "14", "15", "15"] in rows
        assert ["C", "cơ sở", "…", "15", "…"] in rows

    def test_what_to_ask_about_is_left_out_of_an_issued_report(self, small: CompiledReport) -> None:
        asked = Outlier("visits", "h1", Decimal(900), Decimal(30), Decimal(0), Decimal(65), ("2013", "2014", "2015"))
        found = replace(small, outliers=(asked,))

        draft, issued = render_html(found).decode(), render_html(found, questions=False).decode()

        assert "Số liệu cần hỏi lại (1)" in draft
        assert '<td class="figure">900</td><td class="figure">30</td><td class="figure">0 đến 65</td>' in draft
        assert "Số liệu cần hỏi lại" not in issued

    def test_the_same_content_gives_the_same_page(self, shipped: CompiledReport) -> None:
        assert render_html(shipped) == render_html(replace(shipped))

    def test_every_colour_of_the_page_can_be_read(self, shipped: CompiledReport) -> None:
        page = render_html(shipped).decode()
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", page))

        for ink, ground in (
            ("ink", "card"),
            ("muted", "card"),
            ("muted", "ground"),
            ("brand", "card"),
            ("ink", "wait"),
        ):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
