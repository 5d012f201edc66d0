"""The body of a report: short enough to be read, said once, and with everything else in numbered annexes."""

import io
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from models.assignments import Workflow
from plans.loading import load_plan
from reports.accounts import duty_status
from reports.annexes import listed_annexes
from reports.body import (
    duty_lines,
    duty_rows,
    figure_groups,
    group_lines,
    passage_rows,
    rest_of,
    says_again,
    says_nothing,
    summary_lines,
    titled,
    told_of,
    within,
)
from reports.charts import charts_of
from reports.compiled import CompiledReport, DutyLine, Quote, SectionContent, Topic
from reports.docx.document import render_docx
from reports.figures import IndicatorFigure
from reports.html.page import render_html
from reports.letterhead import unbroken
from reports.parts import full_names
from reports.wording import share_of_target, told
from tests.report_samples import IN_TIME, SHIPPED, Sample, obligation, plan_of, sample, shipped_year


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> CompiledReport:
    return shipped_year(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> CompiledReport:
    return sample(tmp_path_factory.mktemp("small")).compile()


def figure(name: str, value: int | str, group: str | None = None, reported: int = 13) -> IndicatorFigure:
    total = Decimal(value)
    return IndicatorFigure(name, name, "vụ", "flow", "s", group, 0, total, reported, 13, by_agency={})


def quote(agency: str, text: str) -> Quote:
    return Quote(agency, text, f"mau:B/{agency}/2015", 1, "năm 2015")


class TestFigures:
    """Figures of a group are told together."""

    def test_a_group_that_the_heading_names_is_not_named_again(self) -> None:
        figures = [figure("Vụ", 3, "Phát hiện, xử lý"), figure("Án", 2, "Xét xử"), figure("Khác", 1, "Phát hiện")]
        section = SectionContent("s", "Phát hiện, xử lý, truy tố, xét xử", 2, figures)

        assert [group.title for group in figure_groups(section)] == ["", "Xét xử", "Phát hiện"]
        assert not says_again("Kinh phí", "Cán bộ")

    def test_a_group_of_years_that_its_figures_name_is_not_named_again(self) -> None:
        found = [figure("Buổi 2011-2015", 3, "Giai đoạn 2011-2015"), figure("Lượt 2010-2014", 2, "Giai đoạn 2011-2015")]
        one, two = (SectionContent("s", "Kết quả", 1, figures) for figures in (found[:1], found))

        assert [group.title for section in (one, two) for group in figure_groups(section)] == [
            "",
            "Giai đoạn 2011-2015",
        ]

    def test_how_many_bodies_a_group_rests_on_is_said_once(self) -> None:
        named = [figure("Vụ", 3, "Xử lý", 12), figure("Đội 178", 2, "Xử lý", 12)]
        mixed = [figure("Vụ", 3, "Xử lý", 12), figure("Án", 2, "Xử lý")]

        (one,), (other,) = (figure_groups(SectionContent("s", "Tình hình", 1, found)) for found in (named, mixed))

        assert one.head == "Xử lý (số liệu của 12/13 đơn vị)"
        assert group_lines(one, "2015") == ["vụ: 3 vụ; Đội 178: 2 vụ"]
        assert (other.head, group_lines(other, "2015")) == ("Xử lý", ["vụ: 3 vụ (số liệu của 12/13 đơn vị); án: 2 vụ"])

    def test_figures_without_a_group_stand_one_a_line(self) -> None:
        (group,) = figure_groups(SectionContent("s", "Tình hình", 1, [figure("Vụ", 3), figure("Án", 2)]))

        assert group_lines(group, "2015") == ["- Vụ: 3 vụ", "- Án: 2 vụ"]

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ("95.4545", "Tỷ lệ: 95,45%, thấp hơn mục tiêu (100%) 4,55 điểm phần trăm"),
            ("100", "Tỷ lệ: 100%, bằng mục tiêu (100%)"),
            ("103.1", "Tỷ lệ: 103,1%, cao hơn mục tiêu (100%) 3,1 điểm phần trăm"),
        ],
    )
    def test_a_percentage_is_rounded_once(self, value: str, said: str) -> None:
        reached = Decimal(value)
        one = replace(figure("Tỷ lệ", value), unit="%", decimals=2, target=Decimal(100), target_period="2015")
        one = replace(one, percent_of_target=reached)

        assert told(one, "2015") == said
        assert share_of_target(one) == said.removeprefix("Tỷ lệ: ").partition("%")[0]

    @pytest.mark.parametrize(
        ("name", "inside"),
        [("Vụ án", "vụ án"), ("HIV dương tính", "HIV dương tính"), ("Đội 178 tỉnh", "Đội 178 tỉnh"), ("Vụ", "vụ")],
    )
    def test_a_name_within_a_sentence_keeps_the_capitals_that_it_needs(self, name: str, inside: str) -> None:
        assert within(name) == inside


class TestParts:
    """ "Trong đó" says of what: parts follow their whole in one sentence, and carry its name where they stand alone."""

    FIGURES = (
        figure("Dự toán", 9, "Tiền"),
        figure("Trong đó: tỉnh", 6, "Tiền"),
        figure("Trong đó: trung ương", 3, "Tiền"),
    )

    def test_they_are_told_once_behind_their_whole(self) -> None:
        spent = figure("Đã chi", 8, "Tiền")
        (group,) = figure_groups(SectionContent("s", "Kinh phí", 1, [*self.FIGURES, spent]))

        assert group_lines(group, "2015") == ["dự toán: 9 vụ; trong đó tỉnh: 6 vụ và trung ương: 3 vụ; đã chi: 8 vụ"]

    def test_so_are_those_of_no_group(self) -> None:
        (group,) = figure_groups(SectionContent("s", "Kinh phí", 1, [replace(one, group=None) for one in self.FIGURES]))

        assert group_lines(group, "2015") == ["- Dự toán: 9 vụ; trong đó tỉnh: 6 vụ và trung ương: 3 vụ"]

    def test_where_they_stand_alone_they_name_it(self) -> None:
        names = full_names(load_plan(SHIPPED).document)

        assert names["tc-trung-uong"] == "Tổng dự toán được giao đến cuối kỳ, trong đó trung ương hỗ trợ"
        assert names["ca-vu-xu-ly"] == "Vụ việc phát hiện, triệt phá, trong đó vụ đã đưa ra xử lý"

    def test_charts_name_it(self, shipped: CompiledReport) -> None:
        said = " ".join(chart.alt for chart in charts_of(shipped))

        assert not re.search(r"[.:;] Trong đó", said)


class TestDuties:
    """Duties are told by how they stand; what bodies wrote of them stands in an annex."""

    DUTIES = (
        DutyLine("a", "Đang làm", False, {"đang thực hiện": ("h1",)}, ()),
        DutyLine("b", "Điều tra", False, {"đã hoàn thành": ("h1",)}, (quote("h1", "Xong. Tốt."),)),
        DutyLine("c", "Củng cố", False, {"đã hoàn thành": ("h2",)}, ()),
        DutyLine("d", "Của cả hai", False, {"đã hoàn thành": ("h1", "h2")}, ()),
    )

    def test_those_of_one_body_are_gathered_by_status(self, small: CompiledReport) -> None:
        assert duty_lines(small, self.DUTIES) == [
            ("Đã hoàn thành", "điều tra (UBND huyện Một); củng cố (UBND huyện Hai)"),
            ("Đang thực hiện", "đang làm (UBND huyện Một)"),
            ("Của cả hai", "2/2 đơn vị đã hoàn thành"),
        ]

    def test_the_annex_has_the_words_of_bodies_and_says_nothing_twice(self, small: CompiledReport) -> None:
        silent = SectionContent("t", "Nội dung khác", 1, duties=self.DUTIES[2:])
        found = replace(small, sections=[SectionContent("s", "Kết quả", 1, duties=self.DUTIES), silent])

        assert duty_rows(found) == ["I. Kết quả", ("Điều tra", "UBND huyện Một: Xong. Tốt.")]
        found = replace(small, sections=found.sections[:1])
        assert summary_lines(found, ["Đủ"]) == ["Đủ", "3/4 nhiệm vụ đã hoàn thành ở mọi đơn vị được giao"]


class TestDutiesOfAYear:
    """What a body said of an earlier part of a report's period is not how its duty stands at the end."""

    @pytest.fixture
    def year(self, tmp_path: Path) -> Sample:
        duty = {"code": "T-1", "title": "Tập huấn", "kind": "standing", "via": "B-01", "assigned_to": ["huyen"]}
        found = sample(tmp_path, plan_of(obligations=[obligation("B-01", ["huyen"]), duty]))
        for body in ("h1", "h2"):
            found.answer(f"B-01/{body}/2015-H1", {"visits": 1}, duties={"T-1": ("done", "Đã mở 2 lớp.")})
        found.answer("B-01/h1/2015-H2", {"visits": 1}, duties={"T-1": ("done", "")})
        return found

    def standing(self, found: Sample) -> DutyLine:
        (duty,) = [one for section in found.compile().sections for one in section.duties]
        return duty

    def test_silence_on_the_second_half_year_is_told_apart(self, year: Sample) -> None:
        duty = self.standing(year)

        assert duty.bodies == {"đã hoàn thành": ("h1",), "chưa báo cáo 6 tháng cuối năm": ("h2",)}
        assert [quote.agency for quote in duty.quotes] == ["h1", "h2"]
        assert duty_status(year.compile(), duty) == (
            "1/2 đơn vị đã hoàn thành (UBND huyện Một); 1/2 đơn vị chưa báo cáo 6 tháng cuối năm (UBND huyện Hai)"
        )

    def test_so_is_being_excused_from_it(self, year: Sample) -> None:
        year.change("B-01/h2/2015-H2", state=Workflow.EXCUSED, decided_at=IN_TIME)

        assert self.standing(year).bodies["được miễn 6 tháng cuối năm"] == ("h2",)


class TestPassages:
    """What most bodies wrote stands in the body; the rest in an annex."""

    COMMON = "Hình thức hoạt động ngày càng kín đáo, phát hiện khó khăn hơn trước nhiều."

    def topic(self) -> Topic:
        texts = ["Một chuyện riêng của huyện.", self.COMMON, "Kinh phí cấp chậm so với kế hoạch năm.", self.COMMON]
        return Topic("Khó khăn", [quote(f"x{n}", text) for n, text in enumerate(texts)])

    def test_the_words_of_most_bodies_come_first_and_the_others_are_counted(self, small: CompiledReport) -> None:
        told_first = told_of(small, self.topic())

        assert [words for _, words in told_first.passages] == [[self.COMMON], ["Một chuyện riêng của huyện."]]
        assert rest_of(told_first, "Phụ lục IV") == "Nội dung báo cáo khác của 1 đơn vị: xem Phụ lục IV."

    def test_words_that_say_nothing_come_last_however_many_wrote_them(self, small: CompiledReport) -> None:
        texts = [
            "Không có đề xuất mới.",
            "Không có đề xuất mới.",
            "Đề nghị bố trí kinh phí.",
            "Đề nghị mở lớp tập huấn.",
        ]
        topic = Topic("Đề xuất", [quote(f"x{n}", text) for n, text in enumerate(texts)])

        told_first = told_of(small, topic)

        assert [words for _, words in told_first.passages] == [[texts[2]], [texts[3]]]
        assert told_first.others == 2

    @pytest.mark.parametrize(
        ("text", "nothing"),
        [
            ("Không có đề xuất mới.", True),
            ("Không có khó khăn, vướng mắc", True),
            ("Không có kiến nghị gì thêm.", True),
            ("Không có kinh phí cho Đội 178.", False),
            ("Không có đề xuất mới. Đề nghị sớm cấp kinh phí.", False),
        ],
    )
    def test_what_says_nothing_is_known(self, text: str, nothing: bool) -> None:
        assert says_nothing(text) is nothing

    def test_the_annex_has_what_the_body_leaves_out(self, small: CompiledReport) -> None:
        short = Topic("Ngắn", [quote("x1", "Chỉ một lời.")])
        found = replace(small, sections=[SectionContent("s", "Khó khăn", 1, topics=(self.topic(), short))])

        rows = passage_rows(found)

        assert rows == ["I. Khó khăn", ("x2", "Kinh phí cấp chậm so với kế hoạch năm.")]
        assert rest_of(told_of(small, short), "Phụ lục IV") == ""

    def test_a_topic_named_like_its_heading_has_no_title_of_its_own(self) -> None:
        topic = Topic("Đề xuất", [])
        alone = SectionContent("s", "Đề xuất, kiến nghị", 1, topics=(topic,))

        assert not titled(alone, topic)
        assert titled(replace(alone, figures=(figure("Vụ", 1),)), topic)


def test_annexes_have_the_same_numbers_and_titles_in_every_format(shipped: CompiledReport) -> None:
    listed = listed_annexes(shipped, charts=bool(charts_of(shipped)))
    paragraphs = [p.text for p in docx.Document(io.BytesIO(render_docx(shipped))).paragraphs]
    page = render_html(shipped).decode()

    assert re.findall(r"<summary>(Phụ lục [IVX]+: .*)</summary>", page) == [
        f"{one.name}: {one.title}" for one in listed.values()
    ]
    for one in listed.values():
        assert paragraphs[paragraphs.index(one.name) + 1].startswith(one.title.upper())


def test_a_leader_reads_the_findings_before_the_first_heading(shipped: CompiledReport) -> None:
    paragraphs = [p.text for p in docx.Document(io.BytesIO(render_docx(shipped))).paragraphs]
    before = paragraphs[: paragraphs.index("I. TÌNH HÌNH")]

    for chart in charts_of(shipped):
        assert f"- {chart.finding}." in before
    assert any("nhiệm vụ đã hoàn thành" in words for words in before)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("KẾT QUẢ CÔNG TÁC NĂM 2015", ["KẾT", "QUẢ", "CÔNG", "TÁC", "NĂM 2015"]),
        ("Sơ kết 6 tháng đầu năm 2015", ["Sơ", "kết", "6 tháng đầu năm 2015"]),
        ("Việc trên địa bàn tỉnh", ["Việc", "trên địa bàn tỉnh"]),
        ("Tổng kết giai đoạn 2011-2015", ["Tổng", "kết", "giai đoạn 2011\u20112015"]),
        ("Tổng kết 5 năm 2011-2015", ["Tổng", "kết", "5", "năm 2011\u20112015"]),
        ("Chương trình 2011-2015", ["Chương", "trình 2011\u20112015"]),
    ],
)
def test_a_title_breaks_before_its_period_and_never_leaves_one_word(title: str, lines: list[str]) -> None:
    assert [part.replace("\u00a0", " ") for part in unbroken(title).split(" ")] == lines
