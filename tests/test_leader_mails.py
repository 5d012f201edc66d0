"""Mails to leaders: the body in full, the leader as such, and no file spoken of that does not travel along."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from flows import acts
from flows.approvals import release
from models.messages import messages_where
from models.store import Store
from tests.plan_world import PLAN, World, document, obligation

TEXT = PLAN.replace("name: UBND huyện 1, kind", "name: UBND huyện Thanh An, short: Thanh An, kind")
DUTY = obligation(assigned_to=["huyen-1"])
ROW = "demo-2015:B-01/huyen-1/2015-H1"
STANDING_DAY = "2015-06-29"


def mails_to(world: World, address: str) -> list[EmailMessage]:
    with world.store.reading() as session:
        contents = [one.content for one in messages_where(session) if one.recipient == address and one.content]
    return [email.message_from_bytes(one, policy=email.policy.default) for one in contents]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def files_of(mail: EmailMessage) -> list[str]:
    return [str(part.get_filename()) for part in mail.iter_attachments()]


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return World(store, tmp_path, document(TEXT, obligations=[DUTY]))


def test_a_leader_is_addressed_as_such_and_the_body_in_full(world: World) -> None:
    world.live_through("2015-06-08", "2015-06-22")
    informed, escalated = mails_to(world, "head@huyen-1.example")
    assert "để lãnh đạo UBND huyện Thanh An biết tình hình" in text_of(informed)
    assert "Kính báo lãnh đạo UBND huyện Thanh An: 1 báo cáo" in text_of(escalated)
    assert escalated["Subject"].endswith("– Thanh An")
    reminded = mails_to(world, "focal@huyen-1.example")[0]
    assert "vì UBND huyện Thanh An có 1 báo cáo sắp đến hạn" in text_of(reminded)


def test_a_leader_reads_that_the_focal_point_has_the_form(world: World) -> None:
    world.live_through("2015-06-08", "2015-06-22")
    reminded, leader = mails_to(world, "focal@huyen-1.example")[0], mails_to(world, "head@huyen-1.example")[-1]
    assert any(name.endswith(".xlsx") for name in files_of(reminded))
    assert "Báo cáo: kèm tệp biểu đã điền. Chỉ" in text_of(reminded)
    assert files_of(leader) == []
    assert "kèm tệp biểu đã điền; biểu đã gửi cho đầu mối cùng các thư trước." in text_of(leader)


def test_a_leader_reads_who_brings_the_letter_to_be_signed(world: World) -> None:
    world.live_through("2015-06-08", STANDING_DAY)
    release(world.store, [ROW], world.act(STANDING_DAY))
    world.deliver(STANDING_DAY)
    (mail,) = mails_to(world, "head@so-a.example")
    said = text_of(mail)
    assert files_of(mail) == []
    assert "Kính báo cáo lãnh đạo Sở A" in said and "công văn đôn đốc do người điều phối trình ký riêng." in said


def test_where_a_step_asks_for_no_letter_none_is_spoken_of(store: Store, tmp_path: Path) -> None:
    policies = YAML(typ="safe").load(TEXT)["policies"]
    for step in policies[0]["steps"]:
        step.pop("letter", None)
    world = World(store, tmp_path, document(TEXT, obligations=[DUTY], policies=policies))
    world.live_through("2015-06-08", STANDING_DAY)
    release(world.store, [ROW], world.act(STANDING_DAY))
    world.deliver(STANDING_DAY)
    (mail,) = mails_to(world, "head@so-a.example")
    assert files_of(mail) == [] and "công văn" not in text_of(mail)


def test_the_form_comes_with_a_refused_extension_too(world: World) -> None:
    world.live_through("2015-06-08", "2015-06-09")
    acts.refuse_extension(world.store, ROW, world.act("2015-06-10"), reason="lịch tổng hợp")
    world.deliver("2015-06-10")
    mail = mails_to(world, "focal@huyen-1.example")[-1]
    assert mail["Subject"].startswith("[Không gia hạn]")
    assert [name.rpartition(".")[2] for name in files_of(mail)] == ["xlsx"]
