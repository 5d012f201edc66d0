"""Figures far from a body's own history are asked about when they come in and before they are accepted."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands.questions import print_questions
from flows import acts, deciding
from flows.questions import FigureQuestion, questions_of, said_briefly
from flows.status import status
from models.store import Store
from models.submissions import unreviewed_submissions
from models.versions import active_plan
from reports.asking import unusual_figures
from tests.cli_samples import B01, Office
from tests.plan_world import World, at, document, obligation
from tests.report_world import B01 as ROW
from tests.report_world import answered, build, sent, take_in, text_of, world_with

ASKED = "Lượt cơ sở được kiểm tra, 6 tháng đầu năm 2015: 9 lượt (thường gặp 225 đến 3.600)"


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return world_with(store, tmp_path)


def asked(world: World, name: str = ROW, day: str = "2015-06-12") -> list[str]:
    return [str(one) for one in questions_of(world.store, name, at(day))]


def test_a_figure_far_from_the_years_before_is_asked_about_as_a_report_would(world: World) -> None:
    take_in(world.store, 900)
    world.submit("2015-06-12")
    assert asked(world) == [ASKED]
    deciding.accept(world.store, [ROW], world.act("2015-06-13"))
    (outlier,) = build(world, "2015-06-24").compiled.outliers
    assert [one.outlier for one in questions_of(world.store, ROW, at("2015-06-13"))] == [outlier]


def test_a_usual_figure_and_one_without_a_history_are_not(world: World) -> None:
    world.submit("2015-06-12")
    assert asked(world) == []
    take_in(world.store, 9)
    assert asked(world) == []


def test_what_was_sent_back_is_not_asked_about_again(world: World) -> None:
    take_in(world.store, 900)
    world.submit("2015-06-12")
    deciding.send_back(world.store, [ROW], world.act("2015-06-13"), "Thiếu số")
    assert asked(world) == []


MONTHLY: dict[str, Any] = {"code": "B-01", "period": "month", "due": {"day": 20}, "cutoff": "calendar"}


def test_months_of_the_plan_are_a_history_and_later_ones_are_not(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, document(obligations=[obligation(**MONTHLY)]))
    visits = {1: 100, 2: 110, 3: 95, 4: 900, 5: 5000, 6: 5000, 7: 5000}
    for month, value in visits.items():
        content = json.dumps({"figures": {"visits": value, "violations": 2}}).encode()
        name = f"demo-2015:B-01/so-b/2015-{month:02}"
        world.submit(f"2015-{month + 1:02}-03", name, content)
        deciding.accept(store, [name], world.act(f"2015-{month + 1:02}-04"))
    april = questions_of(store, "demo-2015:B-01/so-b/2015-04", at("2015-09-01"))
    found = [(int(one.outlier.value), int(one.outlier.usual), len(one.outlier.periods)) for one in april]
    assert found == [(900, 100, 4)]
    assert asked(world, "demo-2015:B-01/so-b/2015-03", "2015-09-01") == []


def test_bodies_are_measured_by_themselves(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, document(obligations=[obligation(**MONTHLY, assigned_to=["so-b", "huyen-1"])]))
    for body, usual in (("so-b", 10), ("huyen-1", 900)):
        for month in (1, 2, 3):
            content = json.dumps({"figures": {"visits": usual, "violations": 2}}).encode()
            name = f"demo-2015:B-01/{body}/2015-{month:02}"
            world.submit("2015-04-03", name, content)
            deciding.accept(store, [name], world.act("2015-04-04"))
    for body in ("so-b", "huyen-1"):
        world.submit("2015-05-03", f"demo-2015:B-01/{body}/2015-04", b'{"figures": {"visits": 900, "violations": 2}}')
    with store.reading() as session:
        found = unusual_figures(
            session, active_plan(session), unreviewed_submissions(session, "demo-2015"), at("2015-05-04")
        )
    assert [one.agency for some in found.values() for one in some] == ["so-b"]


def test_a_task_has_no_figures(world: World) -> None:
    own = "demo-2015:TH-1/so-a/2015-H1"
    content = json.dumps({"status": "done", "date": "2015-06-24", "number": "45/BC-SA"}).encode()
    acts.answer(world.store, own, world.act("2015-06-24"), content=content, file_name="a.json")
    assert asked(world, own, "2015-06-24") == []


def test_the_list_a_coordinator_accepts_from_has_them(world: World) -> None:
    take_in(world.store, 900)
    world.submit("2015-06-12")
    (row,) = status(world.store, at("2015-06-12"), state="submitted")
    assert list(map(str, row.questions)) == [ASKED]
    assert row.as_json()["questions"] == [
        {
            "indicator": "visits",
            "agency": "so-b",
            "value": 9,
            "usual": 900,
            "low": 225,
            "high": 3600,
            "periods": ["2013-H1", "2014-H1", "2015-H1"],
        }
    ]
    deciding.accept(world.store, [ROW], world.act("2015-06-13"))
    assert [one.questions for one in status(world.store, at("2015-06-13"), period="2015-H1")] == [(), ()]


def test_the_coordinators_summary_and_the_receipt_name_them(world: World) -> None:
    take_in(world.store, 900)
    world.submit("2015-06-12")
    world.round("2015-06-12")
    (summary,) = sent(world, "2015-06-12", "summary")
    assert f"Cần hỏi lại: {ASKED}" in text_of(summary)
    (receipt,) = sent(world, "2015-06-12", "receipt")
    said = text_of(receipt)
    assert f"Khác hẳn các kỳ trước: {ASKED}" in said
    assert "Số liệu vẫn được nhận; nếu đúng, xin ghi rõ nguyên nhân." in said


def test_nothing_is_said_where_there_is_nothing_to_ask(world: World) -> None:
    answered(world, "2015-06-12")
    world.submit("2015-06-15", content=b'{"figures": {"visits": 12, "violations": 2}}')
    world.round("2015-06-15")
    mails = [*sent(world, "2015-06-15", "summary"), *sent(world, "2015-06-15", "receipt")]
    assert mails and not any("ỏi lại" in text_of(one) or "Khác hẳn" in text_of(one) for one in mails)


def test_only_the_first_few_are_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    take_in(world.store, 900)
    world.submit("2015-06-12")
    (one,) = questions_of(world.store, ROW, at("2015-06-12"))
    assert said_briefly([one] * 3) == (ASKED,) * 3
    assert said_briefly([one] * 5) == (*[ASKED] * 3, "và 2 số nữa")
    many: list[tuple[str, FigureQuestion]] = [("", one)] * 12
    print_questions(many)
    assert "… và 2 số nữa" in capsys.readouterr().out


# --- on the command line ---------------------------------------------------------------------------------------------


def with_a_history(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    store = Store(f"sqlite:///{office.home / 'dondoc.db'}")
    take_in(store, 900)
    store.close()
    return office


def test_the_command_that_takes_an_answer_in_says_that_it_was_taken(tmp_path: Path) -> None:
    office = with_a_history(tmp_path)
    said = office.does(*office.answer(visits=40), now="2015-06-10").words
    assert "Đã nhận, lần sửa 1" in said
    assert (
        "số liệu vẫn được nhận, nhưng có số khác hẳn các kỳ trước của đơn vị. Xin xem lại, kể cả đơn vị tính. Nếu đúng,"
        in said
    )
    assert "Lượt cơ sở được kiểm tra 40 lượt 225 đến 3.600" in said
    again = office.asks(*office.answer(visits=41), now="2015-06-11")
    assert (again["state"], again["problems"]) == ("submitted", [])
    assert [(one["indicator"], one["value"], one["high"]) for one in again["questions"]] == [("visits", 41, 3600)]
    assert office.asks(*office.answer(visits=900), now="2015-06-12")["questions"] == []


def test_a_refused_answer_is_asked_nothing(tmp_path: Path) -> None:
    office = with_a_history(tmp_path)
    refused = office.run(*office.answer(visits=2, violations=3), "--json", now="2015-06-10")
    assert (refused.code, refused.json["questions"]) == (1, [])


def test_status_and_accept_name_them(tmp_path: Path) -> None:
    office = with_a_history(tmp_path).submitted("2015-06-10")
    listed = office.does("status", "--state", "submitted", now="2015-06-10").words
    assert "Số cần hỏi lại trước khi duyệt" in listed and f"{B01} Lượt cơ sở được kiểm tra 40 lượt" in listed
    done = office.does("accept", B01, now="2015-06-11").words
    assert "vừa duyệt cả những số khác hẳn" in done and f"{B01} Lượt cơ sở được kiểm tra 40 lượt" in done
    office.does(*office.answer(visits=41), now="2015-06-12")
    row = office.asks("accept", B01, now="2015-06-13")
    assert [(one["indicator"], one["value"]) for one in row["questions"]] == [("visits", 41)]
