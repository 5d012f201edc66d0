"""One decision on several answers: all of them or none, each body told, a joint answer decided once."""

from pathlib import Path

import pytest

from flows.deciding import accept, send_back
from models.errors import NotFoundError, StateError
from models.history import history_of
from models.store import Store
from tests.cli_samples import B01, Office
from tests.plan_world import World, document, obligation

FIRST, SECOND = (f"demo-2015:B-01/huyen-{number}/2015-H1" for number in (1, 2))


def two_answers(store: Store, tmp_path: Path, *, joint: bool = False) -> World:
    world = World(store, tmp_path, document(obligations=[obligation(assigned_to=["huyen"], joint=joint)]))
    for name in (FIRST,) if joint else (FIRST, SECOND):
        world.submit("2015-06-10", name)
    return world


def states(world: World) -> list[str]:
    return [world.assignment(name).state for name in (FIRST, SECOND)]


def test_several_answers_are_accepted_at_once(store: Store, tmp_path: Path) -> None:
    world = two_answers(store, tmp_path)
    accept(store, [FIRST, SECOND, FIRST], world.act("2015-06-11"), "đủ")
    assert states(world) == ["accepted", "accepted"]
    with store.reading() as session:
        assert [entry.act for entry in history_of(session, SECOND)].count("accepted") == 1


def test_several_answers_are_returned_for_one_reason(store: Store, tmp_path: Path) -> None:
    world = two_answers(store, tmp_path)
    send_back(store, [FIRST, SECOND], world.act("2015-06-11"), "Thiếu số liệu xã")
    assert states(world) == ["returned", "returned"]
    told = {who for name in (FIRST, SECOND) for step, who, _state in world.told(name) if step == "returned"}
    assert told == {"focal@huyen-1.example", "focal@huyen-2.example"}


def test_where_one_cannot_be_decided_none_is(store: Store, tmp_path: Path) -> None:
    world = two_answers(store, tmp_path)
    accept(store, [SECOND], world.act("2015-06-11"))
    with pytest.raises(StateError, match=r"^không quyết định phần việc nào, vì .*huyen-2/2015-H1 đã duyệt rồi"):
        accept(store, [FIRST, SECOND], world.act("2015-06-12"))
    with pytest.raises(NotFoundError, match="huyen-9"):
        send_back(store, [FIRST, "B-01/huyen-9/2015-H1"], world.act("2015-06-12"), "Thiếu số liệu xã")
    assert states(world) == ["submitted", "accepted"]


def test_every_refusal_is_named_once(store: Store, tmp_path: Path) -> None:
    world = two_answers(store, tmp_path)
    with pytest.raises(StateError) as refused:
        send_back(store, [FIRST, SECOND], world.act("2015-06-11"), " ")
    assert str(refused.value).count("phải nêu lý do") == 1


def test_a_joint_answer_named_by_two_of_its_bodies_is_decided_once(store: Store, tmp_path: Path) -> None:
    world = two_answers(store, tmp_path, joint=True)
    accept(store, [FIRST, SECOND], world.act("2015-06-11"))
    assert states(world) == ["accepted", "accepted"]


def test_the_command_line_says_a_line_for_each(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    other = "demo-2015:B-02/huyen-1/2015-H1"
    path = tmp_path / "huyen.json"
    path.write_text('{"figures": {"communes": 12}, "duties": {"B-03": "done"}}', encoding="utf-8")
    office.does("submit", other, path, now="2015-06-15")
    said = office.does("return", B01, other, "--reason", "Thiếu", "--until", "2015-06-19", now="2015-06-16").out
    assert said == f"{B01}: Trả lại, hạn 19/06/2015\n{other}: Trả lại, hạn 19/06/2015\n"
    refused = office.run("accept", B01, other, now="2015-06-16").refusal
    assert B01 in refused
    assert other in refused


def test_several_are_a_list_as_json_and_one_is_itself(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    path = tmp_path / "huyen.json"
    path.write_text('{"figures": {"communes": 12}, "duties": {"B-03": "done"}}', encoding="utf-8")
    office.does("submit", "B-02/huyen-1/2015-H1", path, now="2015-06-15")
    rows = office.asks("accept", B01, "B-02/huyen-1/2015-H1", now="2015-06-16")
    assert [row["workflow"] for row in rows] == ["accepted", "accepted"]


def test_a_reason_typed_in_another_encoding_is_one_clear_line(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    latin = "b\u00e0o c\u00e1o".encode("latin-1").decode("utf-8", "surrogateescape")

    ran = office.run("return", B01, "--reason", latin, "--until", "2015-06-19", now="2015-06-11")

    assert ran.refusal == "lý do có ký tự không phải UTF-8: gõ lại, hoặc ghi từ tệp"
