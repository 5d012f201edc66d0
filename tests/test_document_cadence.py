"""How often something is asked for: the words, the periods they name, and where they are nothing of the kind."""

import pytest

from models.plan import PeriodKind
from plans.cadence import cadence_of, without_cadence
from tests.document_samples import read_lines

SAID: list[tuple[str, str, tuple[PeriodKind, ...]]] = [
    ("Báo cáo 6 tháng, năm gửi Sở Y tế.", "6 tháng, năm", ("half", "year")),
    ("Báo cáo 6 tháng trước ngày 05/6, báo cáo năm trước ngày 05/12.", "6 tháng, năm", ("half", "year")),
    ("Sơ kết 6 tháng, tổng kết năm theo quy định.", "6 tháng, năm", ("half", "year")),
    ("Hằng tháng (trước ngày 17), 6 tháng (trước 17/6) và năm.", "Hằng tháng, 6 tháng, năm", ("month", "half", "year")),
    ("Báo cáo hằng tháng trước ngày 20, 6 tháng và năm về.", "hằng tháng, 6 tháng và năm", ("month", "half", "year")),
    ("Định kỳ báo cáo 6 tháng, hằng năm.", "Định kỳ 6 tháng, hằng năm", ("half", "year")),
    ("Tổng hợp số liệu hằng quý; báo cáo hằng quý.", "hằng quý", ("quarter",)),
    ("Kiểm tra 30 trường mỗi học kỳ.", "mỗi học kỳ", ()),
    ("Đo độ mặn mỗi ngày hai lần.", "mỗi ngày", ()),
    ("Định kỳ tổng hợp kết quả.", "Định kỳ", ()),
    ("Các đơn vị định kỳ báo cáo.", "định kỳ", ()),
    ("Thực hiện chế độ báo cáo định kỳ, đột xuất.", "định kỳ", ()),
]


@pytest.mark.parametrize(("text", "words", "periods"), SAID)
def test_words_for_how_often_are_told_without_verbs_and_days(
    text: str, words: str, periods: tuple[PeriodKind, ...]
) -> None:
    assert cadence_of(text) == (words, periods)


@pytest.mark.parametrize(
    "text", ["Khám sức khỏe định kỳ cho người cao tuổi.", "Duy trì chế độ bảo dưỡng định kỳ.", "Trong 6 tháng đầu năm."]
)
def test_what_a_thing_is_like_is_no_cadence(text: str) -> None:
    assert cadence_of(text) == (None, ())


def test_how_often_is_told_only_of_what_somebody_is_to_do() -> None:
    aims = "90% người cao tuổi được nhận trợ cấp hằng tháng."
    reading = read_lines("I. MỤC TIÊU", aims, "II. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "Kiểm tra hằng tháng.")
    assert [one.terms.cadence for one in reading.paragraphs] == [None, "hằng tháng"]


def test_words_for_how_often_leave_a_point() -> None:
    assert without_cadence("Báo cáo 6 tháng, năm; hằng quý họp.") == "·; · họp."
