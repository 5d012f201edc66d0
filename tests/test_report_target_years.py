"""A programme's targets: the value of each year, what was aimed at and whether it was met, in every document."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from reports.building import render_report
from reports.compiled import CompiledReport
from reports.targets import target_lines
from tests.report_samples import report
from tests.test_report_series import answered, compiled
from tests.workbook_samples import take_in

Targets = dict[str, int]
FIVE = ("five-year", "2011..2015")
UNKNOWN = "Các mục tiêu chưa đủ số liệu để đánh giá:"


def programme(
    tmp_path: Path, *figures: tuple[str, int], targets: Targets | None = None, never: Targets | None = None
) -> CompiledReport:
    """A programme of 2011-2015 with 100 visits in 2015, figures of earlier years, and one that nobody reports."""
    five = report("five-year", "Báo cáo tổng kết", "program", {"2011..2015": "2015-12-31"}, span="2011..2015")
    five |= {"sections": [{"code": "m", "title": "Mục tiêu", "shows": "targets"}]}
    visits: dict[str, Any] = {"code": "visits", "name": "Lượt kiểm tra", "unit": "lượt", "targets": targets or {}}
    others = [{"code": code, "name": code, "unit": "cơ sở"} for code in ("violations", "teams")]
    hot: dict[str, Any] = {
        "code": "lost",
        "name": "Điểm nóng",
        "unit": "điểm",
        "aim": "at-most",
        "targets": never or {},
    }
    found = answered(tmp_path, indicators=[visits, *others, hot], reports=[five])
    take_in(found, *((year, "visits", "", str(value)) for year, value in figures))
    return compiled(found, *FIVE)


def marked(found: CompiledReport, period: str, **signs: Any) -> CompiledReport:
    """The same, with signs on one year."""
    years = [
        replace(one, points=[replace(point, **signs) if point.period == period else point for point in one.points])
        for one in found.years
    ]
    return replace(found, years=years)


def test_every_year_is_told_and_none_is_guessed(tmp_path: Path) -> None:
    found = programme(tmp_path, ("2012", 40), ("2013", 55), targets={"2013": 50, "2014": 60, "2015": 101})

    assert target_lines(found) == [
        "Các mục tiêu chưa đạt:",
        "- Lượt kiểm tra: năm 2011: chưa có số liệu; năm 2012: 40 lượt (các năm 2011-2012 chưa đặt mục tiêu); "
        "năm 2013: 55 lượt (mục tiêu từ 50 lượt trở lên, đạt); năm 2014: chưa có số liệu (mục tiêu từ 60 lượt trở "
        "lên); năm 2015: 100 lượt (mục tiêu từ 101 lượt trở lên, chưa đạt).",
    ]


def test_one_missing_year_leaves_the_whole_open(tmp_path: Path) -> None:
    found = programme(tmp_path, ("2013", 55), targets={"2013": 50, "2014": 60, "2015": 100})
    assert target_lines(found)[0] == UNKNOWN


@pytest.mark.parametrize(
    ("signs", "said"),
    [
        ({"estimate": True}, "năm 2013: 55 lượt, ước thực hiện (mục tiêu từ 50 lượt trở lên, đạt)"),
        (
            {"reported": 1, "expected": 2, "value": Decimal(40)},
            "năm 2013: 40 lượt, theo số liệu của 1/2 đơn vị (mục tiêu từ 50 lượt trở lên, chưa đủ số liệu để đánh giá)",
        ),
        (
            {"excused": True},
            "năm 2013: 55 lượt, có đơn vị được miễn một phần hoặc cả kỳ (mục tiêu từ 50 lượt trở lên, đạt)",
        ),
        ({"value": None, "withheld": True}, "năm 2013: không công bố (mục tiêu từ 50 lượt trở lên)"),
    ],
)
def test_what_a_year_lacks_stands_with_its_value(tmp_path: Path, signs: dict[str, Any], said: str) -> None:
    found = marked(programme(tmp_path, ("2013", 55), targets={"2013": 50}), "2013", **signs)
    assert said in target_lines(found)[1]


def test_a_target_without_any_figure_is_told_all_the_same(tmp_path: Path) -> None:
    missing = "; ".join(f"năm {year}: chưa có số liệu" for year in range(2011, 2015))

    assert target_lines(programme(tmp_path, never={"2015": 3})) == [
        UNKNOWN,
        f"- Điểm nóng: {missing} (các năm 2011-2014 chưa đặt mục tiêu); năm 2015: chưa có số liệu (mục tiêu không quá "
        "3 điểm).",
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "chưa có số liệu (mục tiêu từ 500 lượt trở lên)"),
        ((("2011", 90), ("2012", 90), ("2013", 90)), "490 lượt (mục tiêu từ 500 lượt trở lên, chưa đạt)"),
    ],
)
def test_a_target_of_the_whole_programme_stands_behind_its_years(
    tmp_path: Path, more: tuple[tuple[str, int], ...], said: str
) -> None:
    found = programme(tmp_path, ("2014", 120), *more, targets={"2011..2015": 500, "2014": 120})

    (line,) = (one for one in target_lines(found) if one.startswith("- "))

    year = "năm 2014: 120 lượt (mục tiêu từ 120 lượt trở lên, đạt); năm 2015: 100 lượt (chưa đặt mục tiêu)"
    assert line.endswith(f"{year}; giai đoạn 2011-2015: {said}.")


def test_every_document_tells_each_year(tmp_path: Path) -> None:
    found = programme(tmp_path, ("2013", 55), ("2014", 70), targets={"2015": 100})
    said = "năm 2013: 55 lượt; năm 2014: 70 lượt (các năm 2011-2014 chưa đặt mục tiêu); năm 2015: 100 lượt (mục tiêu"

    documents = render_report(found, ("docx", "xlsx", "html", "json"))

    word = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(documents["docx"])).paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(documents["xlsx"]))
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    told = {"docx": word, "xlsx": cells} | {name: documents[name].decode() for name in ("html", "json")}
    assert [name for name, text in told.items() if said not in text] == []
