"""Where personal data can hide in a file that comes in: every place is screened before anything of it is kept."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from intake.forms import FormSpec
from intake.privacy import PrivacyHit, screen_cells, screen_text
from intake.problems import Problem
from intake.screening_places import KEYS_OF_THE_FORMAT, shown_cells, spelled_out, spots_of
from intake.workbook_package import Written
from intake.workbook_reading import OpenedWorkbook
from intake.workbook_writing import printed_texts
from models.language import N_, _

_FILE_NAME = N_("Tên tệp")
#: Marks in a text that name who saved or commented, put there by the office suite: a signature, not a case.
_SIGNATURES = frozenset(
    {"creator", "lastModifiedBy", "author", "person", "Manager", "Company", "AppVersion", "Application"}
)
_DIGIT = re.compile(r"\d")
_PLACES = (
    ("docprops/", N_("Thuộc tính tệp")),
    ("xl/comments", N_("Ghi chú kèm ô")),
    ("xl/threadedcomments", N_("Ghi chú kèm ô")),
    ("xl/drawings", N_("Khung chữ, hình vẽ")),
    ("xl/charts", N_("Biểu đồ")),
    ("xl/workbook.xml", N_("Tên trang hoặc tên vùng")),
    ("xl/worksheets", N_("Đầu trang, chân trang, công thức hoặc lời nhắc ô")),
    ("xl/externallinks", N_("Liên kết ra tệp khác")),
    ("xl/sharedstrings", N_("Chữ còn sót trong tệp")),
)
_TOGETHER = ("xl/drawings", "xl/externallinks", "xl/sharedstrings", "xl/pivotcache", "customxml/", "docprops/custom")


def screen_workbook(opened: OpenedWorkbook, name: str, spec: FormSpec) -> list[Problem]:
    """Personal data anywhere in a workbook: cells of every sheet, comments, names, properties, headers, its file name.

    What the form itself prints is left out, and so are the names of those who saved the file or wrote a comment:
    officials sign what they send. A sheet that is not the form's own is called by its number: its name may be a name.
    """
    return screen_parts(opened, name, allowed=spec.allowed, own=printed_texts(spec))


def screen_parts(
    opened: OpenedWorkbook,
    name: str,
    *,
    allowed: Collection[str],
    own: Collection[str],
    sums: Collection[str] = (),
) -> list[Problem]:
    """The same for any workbook: `own` are texts that a blank one bears, `sums` the places of amounts of money.

    An amount has as many digits as a telephone number; where a number is known to be one, it is not taken for that.
    """
    cells = [(where, value) for where, value in shown_cells(opened.values) if value not in own]
    hits = _screen_name(name, allowed)
    hits += screen_cells([(where, value) for where, value in cells if where not in sums], allowed=allowed)
    seen = {str(value).strip() for _where, value in cells} | {text.strip() for text in own}
    left = [said for said in opened.package.texts if said.text.strip() not in seen]
    signatures = [said.text for said in opened.package.texts if said.element in _SIGNATURES]
    signers = tuple(text for text in signatures if "@" in text or not _DIGIT.search(text))
    for said in left:
        known = (*allowed, *_signers_for(said, signers))
        for text in spelled_out(said):
            hits += screen_text(text, _place_of(said), allowed=known)
    for place, text in in_one_piece(left):
        hits += screen_text(text, place, allowed=(*allowed, *signers))
    return _as_problems(hits)


def in_one_piece(left: Iterable[Written]) -> Iterator[tuple[str, str]]:
    """The texts of each part whose pieces belong together (drawings, lists, properties), one line each."""
    parts: dict[str, list[Written]] = {}
    for said in left:
        if said.part.lower().startswith(_TOGETHER):
            parts.setdefault(said.part, []).append(said)
    for pieces in parts.values():
        lines = [said.text for said in pieces]
        yield _place_of(pieces[0]), "\n".join(lines)
        # A property of its own making is a name and a value.
        named = (f"{said.text}: {after.text}" for said, after in pairwise(pieces) if said.element == "property")
        yield _place_of(pieces[0]), "\n".join(named)


def screen_structured(loaded: Mapping[str, object], name: str, spec: FormSpec) -> list[Problem]:
    """Personal data in the keys and values of a JSON or YAML answer, and in its file name.

    A key that the form does not know is read together with its value ("nam_sinh": 1992), and called by its number.
    """
    hits = _screen_name(name, spec.allowed)
    sums = {f"figures.{question.code}" for question in spec.questions if "đồng" in question.unit}
    for where, value in spots_of(loaded, _known_keys(spec)):
        if isinstance(value, str):
            hits += screen_text(value, where, allowed=spec.allowed)
        elif where.removesuffix(".value") not in sums:
            hits += screen_cells([(where, value)], allowed=spec.allowed)
    return _as_problems(hits)


def _known_keys(spec: FormSpec) -> frozenset[str]:
    codes = ((item.code for item in items) for items in (spec.questions, spec.passages, spec.duties, spec.fields))
    return KEYS_OF_THE_FORMAT.union(*codes)


def _screen_name(name: str, allowed: Collection[str]) -> list[PrivacyHit]:
    """A file's name, as it is and with its separators read as spaces."""
    return screen_text(f"{name}\n{re.sub(r'[_.]+', ' ', name)}", _(_FILE_NAME), allowed=allowed)


def _signers_for(said: Written, signers: tuple[str, ...]) -> tuple[str, ...]:
    """Who may be named in a text: the file's authors in its properties and at the head of their comments."""
    part = said.part.lower()
    return signers if part.startswith(("docprops/", "xl/comments", "xl/threadedcomments", "xl/persons")) else ()


def _place_of(said: Written) -> str:
    part = said.part.lower()
    place = next((_(words) for start, words in _PLACES if part.startswith(start)), _("Thành phần ẩn của tệp"))
    return f"{place} {said.cell}" if said.cell else place


def _as_problems(hits: list[PrivacyHit]) -> list[Problem]:
    return [Problem(where, message) for where, message in dict.fromkeys((hit.where, hit.message) for hit in hits)]
