"""Words of charts in little room."""

import pytest

from reports.charts.fonts import fit, width, wrap
from reports.charts.words import briefly


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("6 tháng đầu năm 2015", "6 tháng đầu năm"),
        ("quý III năm 2015", "quý III"),
        ("tháng 4/2015", "tháng 4"),
        ("năm 2015", "cả năm"),
        ("một lần", "một lần"),
        ("6 tháng đầu năm 2014", "6 tháng đầu năm 2014"),
    ],
)
def test_periods_lose_the_year_of_the_report(title: str, short: str) -> None:
    assert briefly(title, 2015) == short


def test_widths_come_from_the_font_in_every_vietnamese_letter() -> None:
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"

    assert all(0 < width(letter, 10) < 11.3 for letter in letters + letters.upper() + "✓○↩…·%")
    assert width("Đoan Hùng", 11, bold=True) > width("Đoan Hùng", 11) > width("Đoan", 11)


def test_long_words_are_cut_and_wrapped_within_their_room() -> None:
    name = "Tỷ lệ xã, phường, thị trấn tuyên truyền thường xuyên về phòng, chống tệ nạn xã hội"

    assert width(fit(name, 100, 11), 11) <= 100
    assert fit(name, 100, 11).endswith("…")
    lines = wrap(name, 180, 11, 2)
    assert len(lines) == 2
    assert all(width(line, 11) <= 180 for line in lines)
    assert fit("", 10, 11) == ""
