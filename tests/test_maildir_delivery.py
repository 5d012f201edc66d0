"""Delivery into a Maildir: whole files, once each, readable by any mail reader."""

import asyncio
import errno
import mailbox
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import DeliveryError
from notifications.maildir import file_name
from notifications.transports import Disposition, Envelope, Outcome, open_transport


def envelope(key: int) -> Envelope:
    message_id = f"<{key}@so-a.example>"
    content = f"From: dondoc@so-a.example\r\nMessage-ID: {message_id}\r\n\r\nKính gửi\r\n.\r\n".encode()
    return Envelope(key, "dondoc@so-a.example", f"focal-{key}@so-b.example", content, message_id)


def deliver(home: Path, *messages: Envelope) -> list[Outcome]:
    async def run() -> list[Outcome]:
        async with open_transport("maildir:outgoing", home=home) as transport:
            return await transport.send(messages)

    return asyncio.run(run())


def files(home: Path, folder: str) -> list[Path]:
    return sorted((home / "outgoing" / folder).iterdir())


def test_messages_are_written_byte_for_byte_and_in_order(tmp_path: Path) -> None:
    outcomes = deliver(tmp_path, envelope(2), envelope(1))
    assert outcomes == [
        Outcome(key, Disposition.SENT, f"đã ghi vào new/{file_name(f'<{key}@so-a.example>')}") for key in (2, 1)
    ]
    assert {path.read_bytes() for path in files(tmp_path, "new")} == {envelope(1).content, envelope(2).content}
    assert files(tmp_path, "tmp") == files(tmp_path, "cur") == []


def test_a_mail_reader_finds_them(tmp_path: Path) -> None:
    deliver(tmp_path, envelope(1))
    (message,) = mailbox.Maildir(tmp_path / "outgoing", create=False)
    assert message["Message-ID"] == "<1@so-a.example>"


def test_sending_again_makes_no_second_file(tmp_path: Path) -> None:
    deliver(tmp_path, envelope(1))
    assert deliver(tmp_path, envelope(1), envelope(2))[0].disposition is Disposition.SENT
    assert len(files(tmp_path, "new")) == 2


@pytest.mark.parametrize("separator", [":", ";"] if os.name == "posix" else [";"])
def test_sending_again_what_was_read_makes_no_second_file(tmp_path: Path, separator: str) -> None:
    deliver(tmp_path, envelope(1))
    (written,) = files(tmp_path, "new")
    written.rename(tmp_path / "outgoing" / "cur" / f"{written.name}{separator}2,S")
    (outcome,) = deliver(tmp_path, envelope(1))
    assert outcome.disposition is Disposition.SENT
    assert files(tmp_path, "new") == []


def test_a_draft_left_by_a_crash_is_overwritten(tmp_path: Path) -> None:
    deliver(tmp_path)
    (tmp_path / "outgoing" / "tmp" / file_name("<1@so-a.example>")).write_bytes(b"half")
    deliver(tmp_path, envelope(1))
    assert [path.read_bytes() for path in files(tmp_path, "new")] == [envelope(1).content]
    assert files(tmp_path, "tmp") == []


@given(message_id=st.text())
def test_file_names_suit_every_file_system(message_id: str) -> None:
    name = file_name(message_id)
    assert name.isascii()
    assert not set(name) & set('<>:"/\\|?*; ')
    assert len(name) < 60
    assert name == file_name(message_id) != file_name(message_id + "x")


def test_a_full_disk_is_one_clear_line_and_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(DeliveryError, match=r"outgoing \(No space left on device\): dọn bớt chỗ"):
            deliver(tmp_path, envelope(1))
    assert files(tmp_path, "tmp") == files(tmp_path, "new") == []
    deliver(tmp_path, envelope(1))
    assert len(files(tmp_path, "new")) == 1


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "outgoing").write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"không ghi được thư mục thư .*outgoing"):
        deliver(tmp_path, envelope(1))


def test_nothing_to_write_makes_only_the_folders(tmp_path: Path) -> None:
    assert deliver(tmp_path) == []
    assert sorted(path.name for path in (tmp_path / "outgoing").iterdir()) == ["cur", "new", "tmp"]
