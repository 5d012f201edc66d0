"""The outside of a foreign office file: what kind it is, and whether it may be unpacked and opened at all.

Checked before a spreadsheet library sees the file: nothing is unpacked without a limit, and no part can hide behind
another of its name. What to say to whom about an unfit file is its reader's affair.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from enum import StrEnum

MAX_PACKED = 10_000_000
MAX_UNPACKED = 100_000_000
MAX_PARTS = 500
#: The office suites' own XML shrinks to a tenth; a few kilobytes that grow two hundredfold are made to do harm.
MAX_RATIO = 200
_RATIO_FROM = 1_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_MACRO = re.compile(r"vbaproject|/macrosheets/|/activex/|/ctrlprops/", re.IGNORECASE)


class Unfit(StrEnum):
    """Why a file may not be opened as a workbook or a document."""

    TOO_LARGE = "too-large"  # as it is, packed
    ENCRYPTED = "encrypted"  # with a password to open, by an office suite
    OLD_EXCEL = "old-excel"  # .xls
    NO_WORKBOOK = "no-workbook"
    OPEN_DOCUMENT = "open-document"  # .ods
    LOCKED_ZIP = "locked-zip"  # a zip with a password
    DAMAGED = "damaged"
    MACRO = "macro"  # or another control that runs code
    TOO_LARGE_INSIDE = "too-large-inside"  # unpacked, or in too many parts
    BOMB = "bomb"  # packed tighter than any office suite packs


class UnfitFileError(Exception):
    """A file that may not be opened; `why` says the reason, which the caller puts into words for its readers."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(str(why))
        self.why = why


def is_xml(part: str) -> bool:
    """Whether a part of the package is XML by its name."""
    return _XML.search(part) is not None


def workbook_parts(content: bytes, admit: Callable[[str], None] = lambda _name: None) -> Iterator[tuple[str, bytes]]:
    """The parts of an XLSX package by name, unpacked within the limits, after all checks from outside were passed.

    The zip's own statement of sizes bounds what is unpacked: the reader stops there, and a part that states too little
    fails its checksum. `admit` sees the name of every part, in lower case, before any is unpacked, and may raise.

    Raises:
        UnfitFileError: it is no workbook, an old, encrypted, macro or damaged one, or one too large.
    """
    yield from _parts(content, "xl/", admit)


def document_parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The same of a DOCX package.

    Raises:
        UnfitFileError: it is no document, an old, encrypted, macro or damaged one, or one too large.
    """
    yield from _parts(content, "word/", lambda _name: None)


def _parts(content: bytes, folder: str, admit: Callable[[str], None]) -> Iterator[tuple[str, bytes]]:
    _check_kind(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries, folder)
            for entry in entries:
                admit(entry.filename.lower())
            for entry in entries:
                yield entry.filename, archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise UnfitFileError(Unfit.DAMAGED) from error


def _check_kind(content: bytes) -> None:
    if len(content) > MAX_PACKED:
        raise UnfitFileError(Unfit.TOO_LARGE)
    if content.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise UnfitFileError(Unfit.ENCRYPTED if encrypted else Unfit.OLD_EXCEL)
    if not content.startswith(b"PK"):
        raise UnfitFileError(Unfit.NO_WORKBOOK)


def _check_entries(entries: list[zipfile.ZipInfo], folder: str) -> None:
    names = [entry.filename for entry in entries]
    if "mimetype" in names and "content.xml" in names:
        raise UnfitFileError(Unfit.OPEN_DOCUMENT)
    if "[Content_Types].xml" not in names or not any(name.startswith(folder) for name in names):
        raise UnfitFileError(Unfit.NO_WORKBOOK)
    # Two parts of one name: one would be checked and the other read.
    if len({name.lower() for name in names}) != len(names):
        raise UnfitFileError(Unfit.DAMAGED)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnfitFileError(Unfit.LOCKED_ZIP)
    if any(_MACRO.search(name) for name in names):
        raise UnfitFileError(Unfit.MACRO)
    _check_sizes(entries)


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise UnfitFileError(Unfit.TOO_LARGE_INSIDE)
    if unpacked > _RATIO_FROM and unpacked > packed * MAX_RATIO:
        raise UnfitFileError(Unfit.BOMB)
