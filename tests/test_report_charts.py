"""Charts: a finding, its words and a picture in which nothing hangs on colour; and the page that shows them."""

import hashlib
import io
import re
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from models.assignments import Workflow
from models.submissions import SubmissionState
from plans.loading import load_plan
from reports.charts import Chart, charts_of
from reports.charts.fonts import width
from reports.charts.states import LOOKS
from reports.charts.words import moved, tendency
from reports.compiled import CompiledReport, Completion, Point, Series, State
from reports.docx.document import render_docx
from reports.html.page import render_html
from tests.chart_samples import SVG, contrast, series
from tests.report_samples import SHIPPED, Sample, fill_at_random, plan_of, sample


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> CompiledReport:
    """The shipped plan with a year of plausible answers, and last year's value for every third figure."""
    found = sample(tmp_path_factory.mktemp("shipped"), load_plan(SHIPPED).document)
    fill_at_random(found)
    compiled = found.compile()
    figures = [
        replace(one, previous=one.total * 2 if n % 3 == 0 and one.total is not None else None, comparable=True)
        for n, one in enumerate(compiled.figures)
    ]
    return replace(compiled, figures=tuple(figures))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> CompiledReport:
    """A report of two districts without any answer."""
    return sample(tmp_path_factory.mktemp("small")).compile()


def stand(agency: str, state: State, days: int = 0, period: str = "2015-H1") -> Completion:
    due = date(2015, 6, 17)
    asked = state == "asked"
    return Completion(f"mau:B-01/{agency}/{period}", agency, "Báo cáo B-01", period, due, state, days, asked)


def chart(compiled: CompiledReport, code: str) -> Chart:
    return next(one for one in charts_of(compiled) if one.code == code)


def said(svg: str) -> list[str]:
    """The text of a picture, line by line."""
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_shipped_plan_has_every_kind_of_chart(shipped: CompiledReport) -> None:
    assert [one.code for one in charts_of(shipped)] == ["completion", "trend", "comparison", "target"]


def test_where_nothing_is_known_nothing_is_drawn(small: CompiledReport) -> None:
    bare = replace(small, completion=(), trend=(), years=())

    assert charts_of(bare) == ()
    assert [one.code for one in charts_of(replace(bare, trend=[series(3), series(None, None)]))] == []
    assert "<svg" not in render_html(bare).decode()


def test_pictures_are_well_formed_small_and_name_themselves(shipped: CompiledReport) -> None:
    for one in charts_of(shipped):
        root = ElementTree.fromstring(one.svg)
        names = [element.get("id") for element in root.iter() if element.get("id")]
        title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert words is not None
        assert (root.get("role"), title.text, words.text) == ("img", one.title, one.alt)
        assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
        assert len(names) == len(set(names))
        assert len(one.svg.encode()) < 80_000
        assert not re.search(r"\bclass=|\bstyle=|https?://(?!www\.w3\.org/2000/svg)", one.svg)


def test_pictures_are_sharp_enough_for_paper(shipped: CompiledReport) -> None:
    for one in charts_of(shipped):
        across, down = struct.unpack_from(">II", one.png, 16)
        resolution = one.png.index(b"pHYs")
        per_metre = struct.unpack_from(">II", one.png, resolution + 4)
        assert across / (one.width_mm / 25.4) >= 200
        assert down / (one.height_mm / 25.4) >= 200
        assert min(per_metre) * 0.0254 >= 200
        assert one.width_mm == 160


def test_titles_are_one_clause_and_notes_and_alternative_text_say_the_rest(shipped: CompiledReport) -> None:
    made = charts_of(shipped)

    assert any(one.details for one in made)
    for one in made:
        assert ";" not in one.title
        assert one.finding in one.alt
        said = "; ".join(one.details)
        assert one.note == (f"{said[0].upper()}{said[1:]}." if said else "")


def test_the_note_stands_under_its_picture_on_the_page_and_in_the_document(shipped: CompiledReport) -> None:
    noted = [one for one in charts_of(shipped) if one.note]
    page = render_html(shipped).decode()
    paragraphs = docx.Document(io.BytesIO(render_docx(shipped))).paragraphs
    said = [paragraph.text for paragraph in paragraphs]

    assert noted
    for one in noted:
        figure = page.partition(f"<figcaption>{one.title}.</figcaption>")[2].partition("</figure>")[0]
        assert figure.index("<svg") < figure.index(f'<p class="note">{one.note}</p>')
        at = said.index(one.note)
        picture = paragraphs[at - 1]
        assert list(picture._p.iter(qn("wp:docPr")))
        assert picture.paragraph_format.keep_with_next
        assert said[at - 2] == "\u00a0".join(one.title.rsplit(" ", 2)), "no word alone on a line"
        assert any(line.startswith(f"- {one.finding}") for line in said), "the summary tells all of it"


def test_a_chart_without_more_to_say_has_no_note(small: CompiledReport) -> None:
    compiled = replace(small, completion=[stand("h1", "done")], trend=(), years=())
    (one,) = charts_of(compiled)
    paragraphs = docx.Document(io.BytesIO(render_docx(compiled))).paragraphs

    assert one.note == ""
    assert 'class="note"' not in render_html(compiled).decode()
    pictures = [each for each in paragraphs if list(each._p.iter(qn("wp:docPr")))]
    assert [each.paragraph_format.keep_with_next for each in pictures] == [None]


@pytest.mark.parametrize("code", ["completion", "trend", "comparison", "target"])
def test_labels_can_be_read_on_paper(shipped: CompiledReport, code: str) -> None:
    one = chart(shipped, code)
    sizes = {float(text.get("font-size") or 0) for text in ElementTree.fromstring(one.svg).iter(f"{SVG}text")}
    inks = {str(text.get("fill")) for text in ElementTree.fromstring(one.svg).iter(f"{SVG}text")}

    assert one.width_mm == 160, "as wide as the text, so never made smaller"
    assert min(sizes) * (160 / 640) * (72 / 25.4) >= 8
    if code != "completion":  # whose signs have the colours of their states
        assert inks == {"#1b2430"}


def test_the_same_content_gives_the_same_pictures_in_another_process(small: CompiledReport, tmp_path: Path) -> None:
    shown = replace(small, trend=[series(1, 5, None, 3)])
    one = chart(shown, "trend")
    (tmp_path / "one.svg").write_text(one.svg, encoding="utf-8")
    script = (
        "import sys, hashlib, pathlib; from reports.charts.picture import png_of;"
        "print(hashlib.sha256(png_of(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))).hexdigest())"
    )
    # Nothing of the machine is looked at or kept: no fonts, no HOME that could be written to.
    bare = {"HOME": "/nonexistent", "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", script, str(tmp_path / "one.svg")]
    ran = subprocess.run(command, env=bare, capture_output=True, text=True, check=True, cwd=SHIPPED.parent.parent)

    assert chart(shown, "trend").svg == one.svg
    assert ran.stdout.strip() == hashlib.sha256(one.png).hexdigest()


def test_drawing_waits_until_a_picture_is_asked_for() -> None:
    script = "import sys, reports.charts, reports.html; print('resvg_py' in sys.modules)"
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=SHIPPED.parent.parent)

    assert ran.stdout.strip() == "False"


class TestCompletion:
    """Bodies down, periods across."""

    SOME: Sequence[tuple[str, State, int]] = (
        ("h1", "done", 0),
        ("h2", "late-done", 5),
        ("so-a", "late", 12),
        ("so-b", "wait", 3),
    )

    def test_states_differ_by_sign_and_by_word(self) -> None:
        assert set(LOOKS) == set(get_args(State))
        assert len({look.sign for look in LOOKS.values()}) == len(LOOKS)
        assert len({look.word for look in LOOKS.values()}) == len(LOOKS)

    def test_signs_can_be_read_on_their_ground(self) -> None:
        for state, look in LOOKS.items():
            ink = "#1b2430" if look.ground == "#d5dbe3" else look.ink
            assert contrast(ink, look.ground) >= 4.5, state

    @pytest.mark.parametrize(
        ("cells", "finding"),
        [
            ([stand("h1", "done"), stand("h2", "done")], "2/2 đơn vị gửi đúng hạn"),
            (
                [stand("h1", "late", 12), stand("h2", "late-done", 30)],
                "0/2 đơn vị gửi đúng hạn; 1 đơn vị chưa gửi; quá hạn lâu nhất: UBND huyện Một (12 ngày)",
            ),
            (
                [stand("h1", "late-done", 3), stand("h2", "wait")],
                "1/2 đơn vị gửi đúng hạn; chậm nhất: UBND huyện Một (3 ngày)",
            ),
            ([stand("h1", "done"), stand("so-b", "asked")], "1/1 đơn vị gửi đúng hạn"),
            ([stand("h1", "done"), stand("h2", "none")], "1/2 đơn vị gửi đúng hạn; 1 đơn vị chưa gửi"),
            (
                [stand("h1", "done"), stand("h2", "done"), stand("h2", "late", 4, "2015-H2")],
                "1/2 đơn vị gửi đúng hạn; 1 đơn vị chưa gửi đủ; quá hạn lâu nhất: UBND huyện Hai (4 ngày)",
            ),
            ([stand("h1", "done"), stand("h2", "excused")], "1/1 đơn vị gửi đúng hạn"),
            ([stand("h1", "none"), stand("h2", "none")], "Chưa đơn vị nào đến hạn gửi báo cáo (2 đơn vị)"),
        ],
    )
    def test_the_title_says_who_was_in_time_and_who_is_furthest_behind(
        self, small: CompiledReport, cells: list[Completion], finding: str
    ) -> None:
        assert chart(replace(small, completion=cells), "completion").finding == finding

    def test_the_words_name_who_is_not_in_order(self, small: CompiledReport) -> None:
        cells = [stand("h1", "late", 12), stand("h2", "done"), stand("so-b", "asked")]

        one = chart(replace(small, completion=cells), "completion")

        assert "Trong 3 báo cáo: đúng hạn 1; quá hạn 1; đã đề nghị, chưa có thông tin 1." in one.alt
        assert "Quá hạn: UBND huyện Một (12 ngày)." in one.alt
        assert "! quá hạn 12 ngày" in said(one.svg)
        assert "UBND huyện Một: Báo cáo B-01 (6 tháng đầu năm 2015): quá hạn 12 ngày" in one.svg

    @pytest.mark.parametrize("periods", [1, 2])
    def test_one_or_two_columns_use_the_width_and_say_their_states(self, small: CompiledReport, periods: int) -> None:
        keys = ("2015-H1", "2015-H2")[:periods]
        cells = [stand(body, state, days, key) for key in keys for body, state, days in self.SOME]

        one = chart(replace(small, completion=cells), "completion")

        wide = max(float(rect.get("width") or 0) for rect in ElementTree.fromstring(one.svg).iter(f"{SVG}rect"))
        assert wide * periods > 380
        assert {"✓ đúng hạn", "✓+ trễ 5 ngày", "! quá hạn 12 ngày", "… chờ duyệt, trễ 3 ngày"} <= set(said(one.svg))

    def test_many_columns_say_them_by_signs(self, small: CompiledReport) -> None:
        months = [f"2015-{month:02}" for month in range(1, 7)]
        cells = [stand(body, state, days, key) for key in months for body, state, days in self.SOME]

        words = said(chart(replace(small, completion=cells), "completion").svg)

        assert {"✓", "✓+5", "! 12", "… 3"} <= set(words)
        assert "✓ đúng hạn" not in words

    def test_a_requested_body_is_never_shown_as_overdue(self, shipped: CompiledReport) -> None:
        asked = [one for one in shipped.completion if one.requested]

        assert asked
        assert {one.state for one in asked} <= {"answered", "wait", "asked", "excused"}

    def test_a_province_of_communes_over_a_year_stays_small_and_shows_whoever_is_behind(
        self, small: CompiledReport
    ) -> None:
        months = [f"2015-{month:02}" for month in range(1, 13)]
        cells = [
            stand(f"x{n}", "late" if n == 270 else "done", 9 * (n == 270), key) for n in range(277) for key in months
        ]

        one = chart(replace(small, completion=cells), "completion")

        assert len(one.svg.encode()) < 80_000
        sizes = {float(text.get("font-size") or 0) for text in ElementTree.fromstring(one.svg).iter(f"{SVG}text")}
        printed = min(1.0, 195 / one.height_mm) * 0.25 * 72 / 25.4
        assert min(sizes) * printed >= 8
        assert "x270" in said(one.svg)
        assert "Không vẽ 241 đơn vị đều đã gửi đúng hạn hoặc được miễn." in said(one.svg)

    def test_weeks_keep_the_latest(self, small: CompiledReport) -> None:
        cells = [stand("h1", "done", period=f"2015-W{week:02}") for week in range(1, 53)]
        dated = [replace(one, due=date.fromisocalendar(2015, n, 5)) for n, one in enumerate(cells, 1)]

        shown = said(chart(replace(small, completion=dated), "completion").svg)

        assert "Chỉ vẽ 24 kỳ gần nhất trong 52 kỳ." in shown

    def test_every_state_comes_from_what_the_store_holds(self, tmp_path: Path) -> None:
        plan = plan_of(groups=[{"code": "huyen", "name": "Các huyện", "members": ["h1", "h2", "so-b"]}])
        found = sample(tmp_path, plan)
        late = datetime(2015, 6, 30, 3, tzinfo=UTC)
        found.answer("B-01/h1/2015-H1", {"visits": 1})
        found.answer("B-01/h2/2015-H1", {"visits": 1}, received=late, reviewed=late)
        found.answer("B-01/so-b/2015-H1", {"visits": 1}, reviewed=None, state=SubmissionState.SUBMITTED)
        found.answer("B-01/h1/2015-H2", {"visits": 1}, state=SubmissionState.RETURNED)
        found.change("B-01/h1/2015-H2", correction_due=date(2015, 12, 28))
        found.change("B-01/so-b/2015-H2", state=Workflow.EXCUSED, decided_at=late)

        states = {one.assignment.partition("/")[2]: (one.state, one.days) for one in found.compile().completion}

        assert states["h1/2015-H1"] == ("done", 0)
        assert states["h2/2015-H1"] == ("late-done", (date(2015, 6, 30) - _due(found, "B-01/h2/2015-H1")).days)
        assert states["so-b/2015-H1"] == ("wait", 0)
        assert states["h1/2015-H2"] == ("returned", 0)
        assert states["h2/2015-H2"] == ("late", (date(2015, 12, 22) - _due(found, "B-01/h2/2015-H2")).days)
        assert states["so-b/2015-H2"] == ("excused", 0)


class TestTrend:
    """Columns from zero on."""

    def test_the_title_says_what_rose_and_fell(self, small: CompiledReport) -> None:
        many = [series(100, 150), series(90, 30, name="Vụ", code="b"), series(5, 5, name="Đội", code="c")]

        one = chart(replace(small, trend=many), "trend")

        counts = "1 chỉ tiêu tăng, 1 giảm, 1 không đổi"
        assert one.title == f"Tháng 2/2015 so với tháng 1/2015: {counts}"
        assert one.note.endswith("hay đổi nhiều nhất: Vụ (giảm 66,7%).")
        assert "Lượt kiểm tra (lượt): tháng 1/2015 100; tháng 2/2015 150." in one.alt

    def test_at_most_five_indicators_are_drawn_those_that_moved_most(self, small: CompiledReport) -> None:
        many = [series(100, 100 + 10 * n, name=f"Chỉ tiêu {n}", code=str(n)) for n in range(9)]

        shown = said(chart(replace(small, trend=many), "trend").svg)

        assert [words for words in shown if "Chỉ tiêu" in words] == [f"Chỉ tiêu {n} (lượt)" for n in range(4, 9)]

    def test_columns_stand_on_zero_and_gaps_stay_open(self, small: CompiledReport) -> None:
        one = chart(replace(small, trend=[series(50, None, 100)]), "trend")

        heights = [float(rect.get("height") or 0) for rect in ElementTree.fromstring(one.svg).iter(f"{SVG}rect")]
        assert heights[1] == 2 * heights[0]
        assert len(heights) == 2
        assert "…" in said(one.svg)
        assert "tháng 2/2015 chưa có số liệu" in one.alt

    def test_estimates_are_hatched_and_starred(self, small: CompiledReport) -> None:
        plain = series(50, 100)
        guessed = replace(plain, points=(plain.points[0], replace(plain.points[1], estimate=True)))

        one = chart(replace(small, trend=[guessed]), "trend")

        assert "100*" in said(one.svg)
        assert 'fill="url(#' in one.svg
        assert "(ước thực hiện)" in one.alt

    def test_values_below_zero_hang_under_the_line(self, small: CompiledReport) -> None:
        one = chart(replace(small, trend=[series(-50, 100)]), "trend")

        below, above = (float(rect.get("y") or 0) for rect in ElementTree.fromstring(one.svg).iter(f"{SVG}rect"))
        assert below > above

    def test_numbers_of_any_size_stay_in_their_column(self, small: CompiledReport) -> None:
        months = [10**12 + n for n in range(12)]

        one = chart(replace(small, trend=[series(*months)]), "trend")

        values = [words for words in said(one.svg) if words.startswith("1.")]
        assert len(values) == 12
        assert all(width(words, 8, bold=True) <= 640 / 12 for words in values)


class TestComparison:
    """This year and last."""

    def test_pairs_say_both_values_and_the_change(self, shipped: CompiledReport) -> None:
        figures = [replace(one, previous=None) for one in shipped.figures]
        figures[0] = replace(figures[0], total=Decimal("112.5"), previous=Decimal(100))

        one = chart(replace(shipped, figures=figures), "comparison")

        assert one.title == "Năm 2015 so với năm 2014: 1 chỉ tiêu tăng"
        assert one.note.startswith("Thay đổi nhiều nhất:")
        assert {"tăng 12,5%", "2014: 100"} <= set(said(one.svg))

    def test_a_programme_sets_its_years_beside_each_other(self, small: CompiledReport) -> None:
        points = [Point(str(year), f"năm {year}", Decimal(year - 2000)) for year in range(2011, 2016)]
        aimed = [replace(points[0], target=Decimal(20)), *points[1:]]

        one = chart(replace(small, years=[Series("visits", "Lượt", "lượt", "flow", 0, aimed)]), "comparison")

        assert one.title.startswith("Năm 2015 so với năm 2011: 1 chỉ tiêu tăng")
        assert [words for words in said(one.svg) if words.startswith("201")] == [str(y) for y in range(2011, 2016)]
        assert "stroke-dasharray" in one.svg
        assert "năm 2011 11 (mục tiêu 20)" in one.alt

    @pytest.mark.parametrize(
        ("old", "new", "unit", "words"),
        [
            (100, "112.5", "lượt", "tăng 12,5%"),
            (40, 10, "lượt", "giảm 75%"),
            (5, 5, "lượt", "không đổi"),
            (0, 7, "lượt", "tăng 7"),
            ("40.5", 42, "%", "tăng 1,5 điểm %"),
            (10, 1235, "lượt", "tăng 12.250%"),
            (1, 4, "lượt", "tăng 3"),
            (9, 3, "lượt", "giảm 6"),
            (100000, 99999, "lượt", "giảm dưới 0,1%"),
        ],
    )
    def test_changes_in_words(self, old: str, new: str, unit: str, words: str) -> None:
        assert moved(Decimal(old), Decimal(new), unit, 2) == words

    def test_tendency_leaves_out_what_did_not_happen(self) -> None:
        one, two = Decimal(1), Decimal(2)

        assert tendency([(one, two), (one, two)]) == "2 chỉ tiêu tăng"
        assert tendency([(two, one), (one, one)]) == "1 chỉ tiêu giảm, 1 không đổi"


class TestTarget:
    """Shares of the target."""

    def test_the_title_counts_what_is_met_and_names_the_lowest(self, shipped: CompiledReport) -> None:
        first, second, *rest = [replace(one, percent_of_target=None) for one in shipped.figures]
        met, missed = (
            replace(
                one,
                target=Decimal(100),
                target_period="2015",
                total=Decimal(1),
                name=name,
                percent_of_target=share,
                reported=1,
                expected=1,
            )
            for one, name, share in ((first, "Đạt", Decimal(950)), (second, "Chưa đạt", Decimal("45.25")))
        )

        one = chart(replace(shipped, figures=[met, missed, *rest]), "target")

        assert (one.title, one.note) == ("1/2 chỉ tiêu đạt mục tiêu", "Thấp nhất: Chưa đạt (45,3%).")
        assert {"950%", "45,3%", "mục tiêu 100%"} <= set(said(one.svg))
        bars = [rect for rect in ElementTree.fromstring(one.svg).iter(f"{SVG}rect") if rect.get("stroke")]
        assert float(bars[0].get("width") or 0) / float(bars[1].get("width") or 1) == pytest.approx(200 / 45.25, 0.01)
        assert str(bars[1].get("fill")).startswith("url(#")

    def test_a_half_year_is_held_against_the_years_target(self, shipped: CompiledReport) -> None:
        figures = [replace(one, target_period="2015+") if one.target else one for one in shipped.figures]

        assert "mục tiêu năm" in chart(replace(shipped, figures=figures), "target").title


def _due(found: Sample, name: str) -> date:
    return next(row.due for row in found.assignments() if row.name.endswith(name))
