"""Tables on a terminal: columns beside each other where they can be read, else row by row."""

import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from commands.output import print_table
from commands.tables import blocks, fits, least_widths
from tests.cli_samples import B01, run

HEADS = ("Phần việc", "Hạn", "Nội dung")
ROW = (B01, "15/06/2015", "Tăng cường công tác thông tin, tuyên truyền, vận động, giáo dục về phòng, chống tệ nạn")

DOCUMENT = """\
KẾ HOẠCH
Phòng, chống tệ nạn xã hội năm 2015

I. TỔ CHỨC THỰC HIỆN
1. Công an tỉnh:
Chủ trì, phối hợp với Sở Y tế, Sở Tài chính, Sở Văn hóa, Thể thao và Du lịch kiểm tra; báo cáo 6 tháng, hằng năm.
"""


def terminal(width: int) -> Console:
    return Console(file=sys.stdout, width=width, force_terminal=True, no_color=True, highlight=False)


def test_short_columns_stay_whole_and_long_texts_fold() -> None:
    assert least_widths(HEADS, [ROW]) == [len(B01), 10, 24]
    assert least_widths(("A", "B"), [("x", "")]) == [1, 1]


@pytest.mark.parametrize(("width", "as_table"), [(60, False), (69, False), (70, True), (200, True)])
def test_a_table_fits_where_each_column_has_what_it_needs(width: int, as_table: bool) -> None:
    assert fits(HEADS, [ROW], width) is as_table


def test_a_row_too_wide_is_a_paragraph() -> None:
    assert list(blocks(HEADS, [ROW], 60)) == [
        B01,
        "  Hạn: 15/06/2015",
        "  Nội dung: Tăng cường công tác thông tin, tuyên truyền, vận",
        "    động, giáo dục về phòng, chống tệ nạn",
    ]


def test_what_a_row_does_not_say_is_left_out() -> None:
    assert list(blocks(("A", "B", "C"), [("x", "", "y"), ("", "z", "")], 60)) == ["x", "  C: y", "  B: z"]


@given(
    st.lists(st.tuples(st.text("ab c", max_size=90), st.text("đê ô", max_size=90)), min_size=1), st.integers(20, 120)
)
def test_no_paragraph_is_wider_than_the_terminal_and_no_word_is_lost(rows: list[tuple[str, str]], width: int) -> None:
    said = list(blocks(("Một", "Hai"), rows, width))
    assert all(len(line) <= width for line in said if line.startswith("  "))
    words = [word for _first, second in rows for word in second.split()]
    assert sum(map(len, words)) <= len("".join(said))


def test_print_table_chooses_by_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {}
    for width in (60, 120):
        monkeypatch.setattr("commands.output._console", lambda width=width: terminal(width))
        out = StringIO()
        with redirect_stdout(out):
            print_table(HEADS, [ROW])
        said[width] = out.getvalue()
    assert said[60].splitlines()[0] == B01
    assert "Phần việc" in said[120]
    assert "─" in said[120]


def test_a_document_is_read_row_by_row_on_a_narrow_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = tmp_path / "ke-hoach.txt"
    document.write_text(DOCUMENT, "utf-8")
    monkeypatch.setattr("commands.output._console", lambda: terminal(80))
    said = run("plan", "read", document).out
    assert "I.1#1\n  Cơ quan: cong-an-tinh" in said
    assert max(map(len, said.splitlines())) <= 80


@pytest.mark.parametrize("width", [60, 110])
def test_what_stands_beneath_a_row_follows_it(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.output._console", lambda: terminal(width))
    out = StringIO()
    with redirect_stdout(out):
        print_table(("Mã", "Hạn", "Tên"), [("a", "1", "x" * 50), ("b", "2", "y")], beneath=["dài " * 40, ""])
    lines = out.getvalue().splitlines()
    assert all(len(line) <= width for line in lines if "dài" in line)
    first, last = (next(n for n, line in enumerate(lines) if line.split()[:1] == [code]) for code in "ab")
    said = [line for line in lines[first + 1 : last] if "dài" in line]
    assert " ".join(said).split() == ["dài"] * 40
    assert not any("dài" in line for line in [*lines[:first], *lines[last:]])
