"""The tables of what is refused and what passes (tests/data/privacy-*): each line holds, in every spelling."""

import re
import time
import unicodedata
from pathlib import Path

import pytest

from intake.privacy import MESSAGES, screen_text
from tests.test_privacy_screen import REPORT, found, reasons

DATA = Path(__file__).parent / "data"


def lines(name: str) -> list[str]:
    said = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in said if line and not line.startswith("#")]


def written_out(text: str) -> str:
    r"""The text with its \n, \t and \uXXXX as characters."""
    return re.sub(
        r"\\(?:u([0-9a-f]{4})|n|t)",
        lambda escape: chr(int(escape[1], 16)) if escape[1] else "\n" if escape[0] == r"\n" else "\t",
        text,
    )


REFUSED = [line.split("\t", 1) for line in lines("privacy-refused.tsv")]
PASSING = lines("privacy-passing.txt")


def test_the_tables_are_large_and_name_every_reason() -> None:
    assert len(REFUSED) >= 200 and len(PASSING) >= 150
    assert {reason for reason, _text in REFUSED} == set(MESSAGES)


@pytest.mark.parametrize(("reason", "text"), REFUSED, ids=[text for _reason, text in REFUSED])
def test_is_refused_for_its_reason(reason: str, text: str) -> None:
    for written in (written_out(text), unicodedata.normalize("NFD", written_out(text))):
        assert reason in reasons(written)


@pytest.mark.parametrize("text", PASSING)
def test_passes(text: str) -> None:
    for written in (written_out(text), unicodedata.normalize("NFD", written_out(text))):
        assert reasons(written) == set()


@pytest.mark.parametrize("reason", sorted(MESSAGES))
def test_no_line_of_a_report_hides_what_follows_it(reason: str) -> None:
    text = next(written_out(text) for said, text in REFUSED if said == reason)
    assert reason in reasons(f"{REPORT}\n{text}\n{REPORT}")


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([("0912", "345", "678")], ("A1", "phone")),
        ([("gọi 0912", 345678)], ("A1", "phone")),
        ([("025190",), ("001234",)], ("A1", "cccd")),
        ([("025", "190", "001", "234")], ("A1", "cccd")),
        ([("Số CCCD:", 0, 2, 5, 1, 9, 0, 0, 0, 1, 2, 3, 4)], ("A1", "cccd")),
        ([("SĐT", "0", "9", "1", "2", "3", "4", "5", "6", "7", "8")], ("A1", "phone")),
        ([(3, "Vi phạm", 2, "Nguyễn Thị Lan")], ("D1", "name")),
        ([("Vi phạm", 9.12345678e8)], ("B1", "phone")),
        ([("Vi phạm", "9.12345678E+08")], ("B1", "phone")),
    ],
)
def test_what_is_spread_over_cells_is_found(rows: list[tuple[object, ...]], where: tuple[str, str]) -> None:
    assert where in found(*rows)


@pytest.mark.parametrize(
    "rows",
    [
        [("Huyện", "Tháng 1", "Tháng 2"), ("Lâm Thao", 0, 12), ("Hạ Hòa", 345, 678)],
        [(0, 2, 5, 1, 9, 0, 0, 0, 1, 2, 3, 4)],
        [("012", "345"), ("012", "2015")],
        [("Đường", "Số vụ"), ("Nguyễn Văn Bảy", 3)],
        [(1, "Nguyễn Văn Bảy", "Phó Giám đốc")],
        [("STT", "Họ tên cán bộ phụ trách"), (1, "Nguyễn Văn Bảy")],
        [("Người lập biểu", None, 2015), ("Nguyễn Văn Bảy",)],
    ],
)
def test_figures_places_and_officials_in_rows_pass(rows: list[tuple[object, ...]]) -> None:
    assert found(*rows) == []


def test_a_contact_may_be_called_by_the_given_name() -> None:
    assert reasons("Chị Hoa xin lùi hạn") == {"name"}
    assert reasons("Chị Hoa xin lùi hạn", "Nguyễn Thị Hoa") == set()
    assert reasons("Chị Hương xin lùi hạn", "Nguyễn Thị Hoa") == {"name"}


def test_a_narrative_of_two_hundred_pages_takes_no_time() -> None:
    text = (REPORT * 400)[:500_000]
    started = time.process_time()
    assert screen_text(text, "phần lời") == []
    assert time.process_time() - started < 4  # 0,6 s on a machine with nothing else to do


LONG = """
A|A |0 |O|o0l |khong chin |012/|Ng. T. |em N. |Xa Thị Mai |ba Hoa, |stk 1|19A-1|B123456|21.3227, |1e|so nha 1, |chu tich
Lan 'b|"&"|doi tuong Lan |@ gmail|N.T.|Nguyễn Thị Lan ở |bị |tức là |số nhà 1
"""


@pytest.mark.parametrize("piece", [*LONG.strip("\n").replace("\n", "|").split("|"), "0\n"])
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    started = time.process_time()
    screen_text(text, "đây")
    assert time.process_time() - started < 20  # about 2 s; what goes back over its text takes hours
