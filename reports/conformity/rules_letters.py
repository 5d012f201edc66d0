"""Rules on what all letters have in common: one font, black, Unicode; and on what helps every reader."""

import re
import unicodedata
from collections.abc import Iterator

from models.language import _
from reports.conformity.findings import ADVICE, DEPARTURE, FONT, HABIT, Departure, Reading, Rule
from reports.conformity.paragraphs import Paragraph, Span

FONT_NAME = "Times New Roman"
#: Fonts of before Unicode keep Vietnamese in the places of other letters: TCVN3 (.VnTime) and VNI (VNI-Times).
_LEGACY = re.compile(r"\.Vn\w+|VNI-.*|Vni .*|VnTime.*", re.IGNORECASE)
#: Blacks of office programs: LibreOffice's former default is 00000A.
_DARKEST = 0x20
_SHORT_TABLE = 6


def _spans(reading: Reading) -> Iterator[tuple[Paragraph, Span]]:
    for paragraph in reading.paper.paragraphs:
        for span in paragraph.spans:
            if any(sign.isalnum() for sign in span.text):
                yield paragraph, span


def _once(found: Iterator[tuple[Paragraph, str]], wanted: str, said: str) -> Iterator[Departure]:
    """One departure for each paragraph and value."""
    for paragraph, value in dict.fromkeys(_keyed(found)):
        yield Departure(paragraph, said.format(value=value), wanted)


def _keyed(found: Iterator[tuple[Paragraph, str]]) -> Iterator[tuple[str, str]]:
    last: tuple[Paragraph, str] | None = None
    for paragraph, value in found:
        if last is None or last[0] is not paragraph or last[1] != value:
            yield paragraph.place(), value
        last = paragraph, value


def _font(reading: Reading) -> Iterator[Departure]:
    wrong = (
        (paragraph, font)
        for paragraph, span in _spans(reading)
        for font in span.letters.fonts
        if font != FONT_NAME and not _LEGACY.fullmatch(font)
    )
    yield from _once(wrong, _("phông chữ Times New Roman"), _("phông chữ {value}"))


def _legacy_font(reading: Reading) -> Iterator[Departure]:
    wrong = (
        (paragraph, font)
        for paragraph, span in _spans(reading)
        for font in span.letters.fonts
        if _LEGACY.fullmatch(font)
    )
    wanted = _("Times New Roman, bảng mã Unicode: chuyển mã bằng UniKey (Ctrl+Shift+F6)")
    yield from _once(wrong, wanted, _("phông chữ {value} của bảng mã cũ (TCVN3, VNI)"))


def _colour(reading: Reading) -> Iterator[Departure]:
    wrong = ((paragraph, span.letters.colour) for paragraph, span in _spans(reading) if not _black(span.letters.colour))
    yield from _once(wrong, _("chữ màu đen"), _("chữ màu #{value}"))


def _black(colour: str) -> bool:
    if not re.fullmatch(r"[0-9A-F]{6}", colour):
        return True
    return all(int(colour[at : at + 2], 16) <= _DARKEST for at in (0, 2, 4))


def _composed(reading: Reading) -> Iterator[Departure]:
    for paragraph in reading.paper.paragraphs:
        if not unicodedata.is_normalized("NFC", paragraph.text):
            yield Departure(paragraph.place(), _("chữ Unicode tổ hợp"), _("chữ Unicode dựng sẵn (NFC)"))


def _language(reading: Reading) -> Iterator[Departure]:
    languages = [span.letters.language for _paragraph, span in _spans(reading)]
    if languages and not any(one.lower().startswith("vi") for one in languages):
        found = _("ngôn ngữ soát lỗi: {language}").format(
            language=next((one for one in languages if one), _("không đặt"))
        )
        yield Departure(_("toàn văn bản"), found, _("ngôn ngữ tiếng Việt (vi-VN)"))


def _pictures(reading: Reading) -> Iterator[Departure]:
    for picture in reading.paper.pictures:
        if not picture.alternative:
            yield Departure(picture.place(), _("hình không có lời thay thế"), _("hình có lời thay thế (Alt Text)"))


def _table_heads(reading: Reading) -> Iterator[Departure]:
    for table in reading.paper.tables:
        if table.bordered and table.rows > _SHORT_TABLE and table.columns > 1 and not table.repeats:
            wanted = _("dòng tiêu đề bảng lặp lại ở đầu mỗi trang (Repeat Header Rows)")
            yield Departure(table.place(), _("dòng tiêu đề không lặp lại"), wanted)


LETTER_RULES = (
    Rule("font", FONT, DEPARTURE, _font),
    Rule("legacy-font", FONT, DEPARTURE, _legacy_font),
    Rule("colour", FONT, DEPARTURE, _colour),
    Rule("unicode", FONT, ADVICE, _composed),
    Rule("language", HABIT, ADVICE, _language),
    Rule("picture-text", HABIT, ADVICE, _pictures),
    Rule("table-head", HABIT, ADVICE, _table_heads),
)
