"""Numbers as officials write them: what is read, and what is handed back with a word on how to write it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.numbers import NumberError, in_vietnamese, is_nil_word, read_number

READ: list[tuple[object, bool, str, str]] = [
    # value, whole units, unit, what it is
    (12, True, "lượt", "12"),
    (12.0, True, "lượt", "12"),
    (0, True, "lượt", "0"),
    (-3, True, "lượt", "-3"),
    (12.5, False, "triệu đồng", "12.5"),
    (0.1 + 0.2, False, "triệu đồng", "0.3"),
    (1.1 * 3, False, "triệu đồng", "3.3"),
    (Decimal("12.50"), False, "triệu đồng", "12.5"),
    (1e21, False, "", "1000000000000000000000"),
    ("12", True, "lượt", "12"),
    ("  12\u00a0", True, "lượt", "12"),
    ("１２", True, "lượt", "12"),
    ("1.234", True, "lượt", "1234"),
    ("1.234.567", False, "", "1234567"),
    ("1,234,567", True, "", "1234567"),
    ("1 234", True, "", "1234"),
    ("1\u202f234\u00a0567", True, "", "1234567"),
    ("1 234,5", False, "", "1234.5"),
    ("1.234,5", False, "", "1234.5"),
    ("1,234.5", False, "", "1234.5"),
    ("1.234,567", False, "", "1234.567"),
    ("12,5", False, "", "12.5"),
    ("12.5", False, "", "12.5"),
    ("0,125", False, "", "0.125"),
    ("0.125", False, "", "0.125"),
    ("1234,567", False, "", "1234.567"),
    ("1234.567", False, "", "1234.567"),
    ("-5", True, "", "-5"),
    ("−5", True, "", "-5"),
    ("+5", True, "", "5"),
    ("12%", False, "%", "12"),
    ("12,5 %", False, "%", "12.5"),
    ("12 vụ", True, "vụ", "12"),
    ("12 Triệu đồng", True, "triệu đồng", "12"),
]

UNREAD: list[tuple[object, bool, str, str]] = [
    # value, whole units, unit, what the message says
    ("1.234", False, "", "không rõ"),
    ("1,234", False, "", "không rõ"),
    ("1,234", True, "", "không rõ"),
    ("12%", False, "lượt", "không phải %"),
    ("12%", False, "", "bỏ dấu %"),
    ("không", True, "", "Không phát sinh"),
    ("-", True, "", "Không phát sinh"),
    ("12 34", True, "", "cần một con số"),
    ("1.23.456", True, "", "cần một con số"),
    ("12 cơ sở", True, "vụ", "cần một con số"),
    ("khoảng 12", True, "", "cần một con số"),
    ("1e5", False, "", "cần một con số"),
    ("NaN", False, "", "cần một con số"),
    ("١٢", True, "", "cần một con số"),
    ("(5)", True, "", "cần một con số"),
    ("9" * 50, True, "", "cần một con số"),
    ("+", True, "", "cần một con số"),
    (True, True, "", "đúng/sai"),
    (float("nan"), False, "", "hữu hạn"),
    (float("inf"), False, "", "hữu hạn"),
    (Decimal("Infinity"), False, "", "hữu hạn"),
    (Decimal("1E+99"), False, "", "chữ số"),
    (date(2015, 6, 15), True, "", "ngày tháng"),
    (datetime(2015, 6, 15, tzinfo=UTC), True, "", "ngày tháng"),
    ([12], True, "", "cần một con số"),
]


@pytest.mark.parametrize(("value", "whole", "unit", "number"), READ)
def test_is_read_as(value: object, whole: bool, unit: str, number: str) -> None:
    assert format(read_number(value, whole=whole, unit=unit), "f") == number


@pytest.mark.parametrize(("value", "whole", "unit", "words"), UNREAD)
def test_is_handed_back(value: object, whole: bool, unit: str, words: str) -> None:
    with pytest.raises(NumberError, match=words):
        read_number(value, whole=whole, unit=unit)


@pytest.mark.parametrize(
    ("said", "nil"), [("Không phát sinh", True), (" KPS ", True), ("nil", True), ("không", False), (0, False)]
)
def test_nothing_occurred_is_said_in_words(said: object, nil: bool) -> None:
    assert is_nil_word(said) is nil


figures = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False)


@given(figures)
def test_what_is_written_the_vietnamese_way_is_read_back(value: Decimal) -> None:
    said = in_vietnamese(value)
    # Without its fraction a number such as 1.234 has two readings unless the units are whole.
    assert read_number(said, whole=value == value.to_integral_value()) == value


@given(st.floats(min_value=1e-30, max_value=1e12) | st.floats(min_value=-1e12, max_value=-1e-30))
def test_a_spreadsheet_number_is_read_as_the_spreadsheet_shows_it(value: float) -> None:
    read = read_number(value, whole=False)
    assert float(read) == pytest.approx(value, rel=1e-14)
    assert len(format(abs(read), "f").replace(".", "").strip("0")) <= 15


@given(st.text(max_size=30), st.booleans(), st.sampled_from(["", "%", "lượt"]))
def test_any_text_is_a_number_or_handed_back(text: str, whole: bool, unit: str) -> None:
    try:
        assert read_number(text, whole=whole, unit=unit).is_finite()
    except NumberError as error:
        assert len(text.strip()) < 4 or text.strip() not in str(error)
