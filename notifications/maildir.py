"""Delivery into a Maildir: the default while no mail server is set, for trying out and for rehearsals."""

import asyncio
import contextlib
import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from models.errors import DeliveryError
from models.language import kept
from notifications.envelopes import Disposition, Envelope, Outcome

# Sending again writes the same file, so a large batch risks no second copy.
IN_FLIGHT = 500


class MaildirTransport:
    """Writes each message into `new` as one file named after its Message-ID.

    A message is whole or not there, is on the disk when its outcome is returned, and is not doubled when it is sent
    again after a crash, even if a mail reader has moved it to `cur` by then.
    """

    def __init__(self, directory: Path) -> None:
        self.in_flight = IN_FLIGHT
        self.directory = directory
        self._read: set[str] = set()

    async def __aenter__(self) -> Self:
        """Make the folders where they are missing. Raises DeliveryError when they cannot be made."""
        try:
            await asyncio.to_thread(self._make_folders)
        except OSError as error:
            raise self._trouble(error) from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held open."""

    async def send(self, envelopes: Sequence[Envelope]) -> list[Outcome]:
        """Write the messages.

        Raises DeliveryError when one of them cannot be written (a full disk, say); sending them all again does no harm.
        """
        try:
            return await asyncio.to_thread(self._write_all, envelopes)
        except OSError as error:
            raise self._trouble(error) from error

    def _make_folders(self) -> None:
        for folder in ("tmp", "new", "cur"):
            (self.directory / folder).mkdir(parents=True, exist_ok=True)
        # What a reader has seen is called NAME:2,FLAGS (NAME;2,FLAGS on Windows).
        self._read = {re.split("[:;]", path.name)[0] for path in (self.directory / "cur").iterdir()}

    def _write_all(self, envelopes: Sequence[Envelope]) -> list[Outcome]:
        outcomes = [self._write(envelope) for envelope in envelopes]
        _flush_folder(self.directory / "new")
        return outcomes

    def _write(self, envelope: Envelope) -> Outcome:
        name = file_name(envelope.message_id)
        if name not in self._read:
            draft = self.directory / "tmp" / name
            try:
                with draft.open("wb") as file:
                    file.write(envelope.content)
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(self.directory / "new" / name)
            except OSError:
                with contextlib.suppress(OSError):
                    draft.unlink(missing_ok=True)
                raise
        return Outcome(envelope.key, Disposition.SENT, kept("đã ghi vào {file}").format(file=f"new/{name}"))

    def _trouble(self, error: OSError) -> DeliveryError:
        reason = error.strerror or str(error)
        said = kept("không ghi được thư mục thư {folder} ({reason}): dọn bớt chỗ hoặc sửa quyền ghi")
        return DeliveryError(said.format(folder=self.directory, reason=reason))


def file_name(message_id: str) -> str:
    """The name of a message's file: the same for the same Message-ID, and fit for every file system."""
    return f"{hashlib.sha256(message_id.encode()).hexdigest()[:40]}.eml"


def _flush_folder(folder: Path) -> None:
    """Make the new names last through a power cut; Windows does that by itself and cannot open a folder."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
