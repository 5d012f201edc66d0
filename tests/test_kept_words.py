"""What dondoc writes down is Vietnamese; it is told again in the language of a later run."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.language import speaking
from models.mail_answers import answer_in_words
from models.offsets import Offset
from models.retelling import retold
from models.words import role_words, span_words, stalled_words, step_words, word_of
from tests.catalogues import VIETNAMESE
from tests.cli_samples import B01, PLAN, Office
from tests.test_cli_english import names_in, vietnamese_left


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("kế hoạch hoặc lịch nghỉ thay đổi", "kế hoạch hoặc lịch nghỉ thay đổi"),
        ("giao việc phát sinh PS-01", "urgent task PS-01 set"),
        (
            "hạn mới 22/06/2015 phải sau hạn hiện tại 15/06/2015 và chưa qua",
            "the new due date 22/06/2015 must lie after the one that holds, 15/06/2015, and not in the past",
        ),
        (
            "không có cơ quan 'so-x'; xem `dondoc plan show`",
            "there is no agency 'so-x'; see `dondoc plan show`",
        ),
        (
            "không có cơ quan 'so-x', có phải so-b?; xem `dondoc plan show`",
            "there is no agency 'so-x', did you mean so-b?; see `dondoc plan show`",
        ),
        ("Đơn vị đang kiện toàn tổ chức", "Đơn vị đang kiện toàn tổ chức"),
        ("550 5.1.1 no such user", "550 5.1.1 no such user"),
        ("", ""),
    ],
)
def test_what_dondoc_wrote_is_told_in_english_and_what_people_wrote_is_left(kept: str, said: str) -> None:
    assert retold(kept) == kept
    with speaking("en"):
        assert retold(kept) == said


def test_each_line_keeps_its_place() -> None:
    excused = "phần việc này đã được miễn, không cần gửi; hỏi người điều phối nếu vẫn muốn gửi"
    kept = f"Biểu!C5: cần số nguyên (lượt)\ntệp: {excused}"
    with speaking("en"):
        first, second = retold(kept).splitlines()
    assert first == "Biểu!C5: a whole number is needed (lượt)"
    assert second.startswith("tệp: this assignment is excused")


def test_a_refusal_is_kept_in_vietnamese_and_told_in_the_language_of_the_run(tmp_path: Path) -> None:
    office = Office(tmp_path)
    path = tmp_path / "h.json"
    path.write_text('{"figures": {"visits": 1, "violations": 3}, "narrative": {}}', encoding="utf-8")
    told = office.run("submit", B01, path, "--lang", "en", "--json", now="2015-06-10").json["problems"]
    assert told
    assert vietnamese_left("\n".join(one["message"] for one in told), *names_in(PLAN)) == []
    with closing(sqlite3.connect(office.home / "dondoc.db")) as connection:
        ((kept,),) = connection.execute("SELECT reasons FROM refusal").fetchall()
    assert all(VIETNAMESE.search(line) for line in kept.splitlines())
    assert office.asks("history", B01)[-1]["reason"] == kept.splitlines()[0]
    office.run("submit", B01, path, now="2015-06-10")
    with closing(sqlite3.connect(office.home / "dondoc.db")) as connection:
        assert {row for (row,) in connection.execute("SELECT reasons FROM refusal")} == {kept}, "as in Vietnamese"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("550 5.1.1 No such user here", "không có hộp thư này"),
        ("552 5.2.2 mailbox full", "hộp thư này đã đầy"),
        ("550 5.7.1 we do not like you", "máy chủ thư từ chối theo quy định của nó"),
        ("550 no such user", "máy chủ thư không nhận thư cho địa chỉ này"),
        ("554 transaction failed", "máy chủ thư từ chối"),
        ("451 4.3.0 try later", "máy chủ thư không nhận được thư này"),
        ("421 closing", "máy chủ thư tạm thời chưa nhận"),
        ("250 2.1.5 ok", "máy chủ thư đã nhận"),
    ],
)
def test_a_mail_server_s_answer_is_told_in_words_and_quoted(answer: str, reason: str) -> None:
    assert answer_in_words(answer) == f'{reason} (máy chủ thư trả lời "{answer}")'
    with speaking("en"):
        assert not VIETNAMESE.search(answer_in_words(answer))


def test_what_is_no_answer_of_a_server_stands_as_it_is() -> None:
    assert answer_in_words("không còn gì phải báo") == "không còn gì phải báo"
    assert answer_in_words("") == ""


@pytest.mark.parametrize(
    ("step", "vietnamese", "english"),
    [
        ("-7d:remind", "Nhắc trước hạn 7 ngày", "Remind, 7 day(s) before the due day"),
        ("-1wd:remind", "Nhắc trước hạn 1 ngày làm việc", "Remind, 1 working day(s) before the due day"),
        ("+0d:remind", "Nhắc vào ngày đến hạn", "Remind, on the due day"),
        ("+3d:chase", "Đôn đốc sau hạn 3 ngày", "Chase, 3 day(s) after the due day"),
        (
            "+10wd:escalate",
            "Báo cáo lãnh đạo sau hạn 10 ngày làm việc",
            "Escalate, 10 working day(s) after the due day",
        ),
        ("confirm:2", "Hỏi bên nhận bàn giao", "Ask who receives the handover"),
        ("assigned", "Giao việc", "Assign"),
        ("", "", ""),
    ],
)
def test_steps_have_words(step: str, vietnamese: str, english: str) -> None:
    assert step_words(step) == vietnamese
    with speaking("en"):
        assert step_words(step) == english


def test_states_roles_and_spans_have_words() -> None:
    assert (word_of("accepted"), word_of("2015-H1")) == ("Đã duyệt", "2015-H1")
    assert (role_words("standing.head"), role_words("x")) == ("lãnh đạo cơ quan thường trực", "x")
    assert (span_words(Offset(5, "wd")), span_words(Offset(7, "d"))) == ("5 ngày làm việc", "7 ngày")


def test_why_a_climb_stands_still_has_words() -> None:
    assert stalled_words("+1wd:chase") == "Đôn đốc sau hạn 1 ngày làm việc chưa đến được người nhận"
    said = stalled_words("-7d:remind: 550 5.1.1 no such user")
    assert said == (
        "Nhắc trước hạn 7 ngày chưa đến được người nhận: "
        'không có hộp thư này (máy chủ thư trả lời "550 5.1.1 no such user")'
    )
