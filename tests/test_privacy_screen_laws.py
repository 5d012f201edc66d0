"""Laws of the personal-data screen: nothing hides by its spelling, nothing found is repeated, no text takes long."""

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.privacy import MESSAGES, fold, screen_cells, screen_number, screen_text
from intake.privacy_fold import read
from intake.privacy_patterns import MOBILE_PREFIXES, PROVINCE_CODES

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
SEPARATORS = ["", "", " ", ".", "-", "\u00a0", "\u2011", " - ", *INVISIBLE]
ZEROS = ["0", "\N{FULLWIDTH DIGIT ZERO}", "\N{ARABIC-INDIC DIGIT ZERO}", "\N{MATHEMATICAL MONOSPACE DIGIT ZERO}"]
PROSE = st.lists(
    st.sampled_from(
        [
            "tư vấn",
            "cho 15 người",
            "; năm 2015",
            ", xã Võ Lao:",
            "Đội 178",
            "(12 %)",
            "chi 1.250.000 đồng.",
            "12/11/2013\n",
        ]
    ),
    max_size=12,
).map(" ".join)


def between(digits: str, separators: list[str]) -> str:
    return "".join(digit + separator for digit, separator in zip(digits, [*separators, ""], strict=True))


@st.composite
def written(draw: st.DrawFn, digits: str) -> str:
    """`digits` with anything between them, in one of the scripts that have digits."""
    separators = [draw(st.sampled_from(SEPARATORS)) for _ in digits[1:]]
    zero = ord(draw(st.sampled_from(ZEROS)))
    return between("".join(chr(zero + int(digit)) for digit in digits), separators)


@st.composite
def cccd(draw: st.DrawFn) -> str:
    """Province, century and sex, year of birth, six digits."""
    province = draw(st.sampled_from(sorted(PROVINCE_CODES)))
    rest = draw(st.integers(0, 3 * 10**8 + 99_999_999))
    return f"{province:03d}{rest:09d}"


def is_date_like(text: str) -> bool:
    """Whether the separators happen to make groups that read as a date, which no one writes a card's number in."""
    pattern = r"(?<![0-9])[0-9]{1,2}(?: ?([.-]) ?[0-9]{1,2} ?\1 ?(?:[0-9]{4}|[0-9]{2})|[.-](?:19|20)[0-9]{2})(?![0-9])"
    return re.search(pattern, read(text).low) is not None


@given(before=PROSE, after=PROSE, data=st.data())
def test_a_cccd_is_found_in_any_prose_with_anything_between_its_digits(
    before: str, after: str, data: st.DataObject
) -> None:
    number = data.draw(cccd().flatmap(written).filter(lambda text: not is_date_like(text)))
    text = f"{before} số {number}, {after}"
    assert "cccd" in {hit.reason for hit in screen_text(text, "đây")}


@given(before=PROSE, prefix=st.sampled_from(sorted(MOBILE_PREFIXES)), rest=st.integers(0, 10**7 - 1), data=st.data())
def test_a_mobile_number_is_found_however_it_is_written(
    before: str, prefix: str, rest: int, data: st.DataObject
) -> None:
    start = data.draw(st.sampled_from(["0", "+84", "+84 ", "0084"]))
    number = data.draw(written(f"{prefix}{rest:07d}").filter(lambda text: not is_date_like(text)))
    assert "phone" in {hit.reason for hit in screen_text(f"{before} gọi {start}{number}", "đây")}


NAMES = st.tuples(
    st.sampled_from(["Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Hoàng"]),
    st.sampled_from(["Văn", "Thị", "Thị Thu", "Đức"]),
    st.sampled_from(["An", "Bình", "Hoa", "Lan", "Mạnh", "Tuấn"]),
).map(" ".join)
SPELLINGS = st.sampled_from([str, str.upper, lambda name: unicodedata.normalize("NFD", name), "\u200b".join])


@given(name=NAMES, role=st.sampled_from(["đối tượng", "bị can", "chị", "người bán dâm"]), spell=SPELLINGS, before=PROSE)
def test_a_name_after_a_word_for_a_person_is_found(name: str, role: str, spell: object, before: str) -> None:
    assert callable(spell)
    text = f"{before} {role} {spell(name)}"
    assert "name" in {hit.reason for hit in screen_text(text, "đây")}


@given(first=NAMES, second=NAMES, gap=st.sampled_from([", ", "; ", " và ", "\n", "\n2. ", " - "]))
def test_two_names_side_by_side_are_a_list(first: str, second: str, gap: str) -> None:
    assert "name-list" in {hit.reason for hit in screen_text(f"{first}{gap}{second}", "đây")}


@given(text=st.text())
@example("Ｈọ  và\u200b tên")
@example("\u1100\u200b\u1161")
@example("ẞ\u0301İ")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(text=st.text())
def test_the_three_forms_of_a_text_run_in_parallel(text: str) -> None:
    assert len({len(form) for form in read(text)}) == 1


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("HỌ VÀ TÊN", "ho va ten"),
        ("Đường  đi\u00a0\u2003xa", "duong di xa"),
        ("ｃｃｃｄ　０２５", "cccd 025"),
        ("e\u0302\u0301\u200bm", "em"),
        ("a\tb\nc", "a\tb\nc"),
        ("2011\u20132015", "2011-2015"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(number=st.integers(0, 10**8 - 1))
def test_small_numbers_are_never_refused(number: int) -> None:
    assert screen_number(number, "đây") == screen_number(-number * 10**4, "đây") == []
    assert screen_cells([("S!B2", number), ("S!B3", str(number))]) == []
    assert screen_text(f"có {number} lượt", "đây") == []


@given(amount=st.integers(1, 10**14), unit=st.sampled_from([" đồng", "đ", " đ", " triệu đồng", " VNĐ", " nghìn đồng"]))
def test_sums_of_money_are_never_refused(amount: int, unit: str) -> None:
    for sum_of_money in (f"{amount:,}".replace(",", ".") + unit, f"{amount}{unit}"):
        assert screen_text(f"Tiền phạt {sum_of_money}; tổng {sum_of_money}.", "đây") == []
        assert screen_cells([("S!B2", sum_of_money)]) == []


@given(thousands=st.integers(0, 10**9))
def test_numbers_in_thousands_are_never_refused(thousands: int) -> None:
    assert screen_number(thousands * 1000, "đây") == []


@given(text=st.text(max_size=60), data=st.data())
def test_a_message_repeats_nothing_of_the_input(text: str, data: st.DataObject) -> None:
    number, name = data.draw(cccd()), data.draw(NAMES)
    hits = screen_text(f"{text} chị {name}, {number}", "đây")
    assert hits
    for hit in hits:
        assert hit.message == MESSAGES[hit.reason]
        assert fold(name) not in fold(hit.message)


def test_messages_are_one_line_without_digits_or_exclamation() -> None:
    for message in MESSAGES.values():
        assert re.fullmatch(r"Có [^\n\d!]+\.", message)


HOSTILE = """
1|0|1 |0 |0912 |025190|0251 90|84 |0.|01.02.|1-|1234567f|a|A|A |A.|A. |Nguyen |Nguyen Van |Nguyen Van A, |Nguyễn Văn A
cmnd |cmnd 1 |sinh |sinh ngay |sinh 1 |sn |ho |ho ten |ho va ten: |ho ten a a a a |tru tai |tru tai xa A |noi o khu
@gmail|a@gmail.com |chi |chi Nguyen |doi tuong |duong va va va Nguyen Van A |xa A, |1 nguoi |cac a b c d e |kinh phi 1
N.T.H |N.T.H, |Trường THPT Nguyễn Thị Hoa, |Le Le Thi |ong Nguyen Van A, giam doc |f-|ﷺ|ﬃ|é|đ|١|  |()|--
"""


@pytest.mark.parametrize(
    "piece", [*HOSTILE.strip("\n").replace("\n", "|").split("|"), "\u200b", "e\u0301", "\t", "\n", "\n1. "]
)
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * (200_000 // len(piece) + 1))[:200_000]
    started = time.process_time()
    screen_text(text, "đây")
    assert time.process_time() - started < 5  # a second on a slow machine; what backtracks takes minutes
