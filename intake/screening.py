"""Where personal data can hide in a file that comes in: every place is screened before anything of it is kept."""

import re
from collections.abc import Collection, Iterator, Mapping

from intake.forms import FormSpec
from intake.privacy import PrivacyHit, screen_cells, screen_text
from intake.problems import Problem
from intake.structured import texts_of
from intake.workbook_package import Written
from intake.workbook_reading import OpenedWorkbook
from intake.workbook_writing import printed_texts

_FILE_NAME = "Tên tệp"
#: Marks in a text that name who saved or commented, put there by the office suite: a signature, not a case.
_SIGNATURES = frozenset(
    {"creator", "lastModifiedBy", "author", "person", "Manager", "Company", "AppVersion", "Application"}
)
_DIGIT = re.compile(r"\d")
_PLACES = (
    ("docprops/", "Thuộc tính tệp"),
    ("xl/comments", "Ghi chú kèm ô"),
    ("xl/threadedcomments", "Ghi chú kèm ô"),
    ("xl/drawings", "Khung chữ, hình vẽ"),
    ("xl/charts", "Biểu đồ"),
    ("xl/workbook.xml", "Tên trang hoặc tên vùng"),
    ("xl/worksheets", "Đầu trang, chân trang, công thức hoặc lời nhắc ô"),
    ("xl/externallinks", "Liên kết ra tệp khác"),
    ("xl/sharedstrings", "Chữ còn sót trong tệp"),
)


def screen_workbook(opened: OpenedWorkbook, name: str, spec: FormSpec) -> list[Problem]:
    """Personal data anywhere in a workbook: cells of every sheet, comments, names, properties, headers, its file name.

    What the form itself prints is left out, and so are the names of those who saved the file or wrote a comment:
    officials sign what they send.
    """
    own = printed_texts(spec)
    allowed = spec.allowed
    cells = [(where, value) for where, value in opened.cells() if value not in own]
    hits = _screen_name(name, allowed) + screen_cells(cells, allowed=allowed)
    seen = {str(value).strip() for _, value in cells} | {text.strip() for text in own}
    signatures = [said.text for said in opened.package.texts if said.element in _SIGNATURES]
    signers = tuple(text for text in signatures if not _DIGIT.search(text))
    for said in opened.package.texts:
        if said.text.strip() not in seen:
            hits += screen_text(said.text, _place_of(said), allowed=(*allowed, *_signers_for(said, signers)))
    return _as_problems(hits)


def screen_structured(loaded: Mapping[str, object], name: str, spec: FormSpec) -> list[Problem]:
    """Personal data in the keys and values of a JSON or YAML answer, and in its file name."""
    hits = _screen_name(name, spec.allowed)
    for where, value in _flattened(loaded):
        if isinstance(value, str):
            hits += screen_text(value, where, allowed=spec.allowed)
        else:
            hits += screen_cells([(where, value)], allowed=spec.allowed)
    return _as_problems(hits)


def _flattened(loaded: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for where, value in texts_of(loaded):
        if not isinstance(value, bool):
            yield where, value


def _screen_name(name: str, allowed: Collection[str]) -> list[PrivacyHit]:
    """A file's name, its separators read as spaces."""
    return screen_text(re.sub(r"[_.]+", " ", name), _FILE_NAME, allowed=allowed)


def _signers_for(said: Written, signers: tuple[str, ...]) -> tuple[str, ...]:
    """Who may be named in a text: the file's authors in its properties and at the head of their comments."""
    part = said.part.lower()
    return signers if part.startswith(("docprops/", "xl/comments", "xl/threadedcomments", "xl/persons")) else ()


def _place_of(said: Written) -> str:
    part = said.part.lower()
    place = next((words for start, words in _PLACES if part.startswith(start)), "Thành phần ẩn của tệp")
    return f"{place} {said.cell}" if said.cell else place


def _as_problems(hits: list[PrivacyHit]) -> list[Problem]:
    return [Problem(where, message) for where, message in dict.fromkeys((hit.where, hit.message) for hit in hits)]
