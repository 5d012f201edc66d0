"""Names of bodies that no gazetteer holds, by the grammar of such names: a noun for a body, then what it is for.

`Vụ Tổ chức cán bộ`, `Trường Cao đẳng Du lịch`, `Đội Quản lý thị trường số 4`: what it is for begins with a capital and
goes on to a stop, to a unit (tỉnh, huyện) or to a word with which the sentence goes on.  Parts of one name may be
joined (`Vụ Kế hoạch, Tài chính`); a noun may also be said once for several bodies (`các Vụ: Pháp chế, Đào tạo`).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from plans.spelling import UPPER, Token, clean, fold

_COMPANY = (
    r"(?:Tổng\s+)?[Cc]ông\s+ty"
    r"(?:\s+(?:[Cc]ổ\s+phần|[Tt]rách\s+nhiệm\s+hữu\s+hạn|một\s+thành\s+viên|TNHH|MTV|CP))*"
)
#: Nouns for a body that mean nothing else, even where all is written in capitals.
_PLAIN_NOUNS = (
    rf"Sở(?!\s+[Hh]ữu\b|\s+HỮU\b)|Vụ|Cục|Tổng\s+cục|Chi\s+cục|Trung\s+tâm|Văn\s+phòng|Bệnh\s+viện|Học\s+viện|{_COMPANY}|"
    r"Hiệp\s+hội|Tập\s+đoàn|Ngân\s+hàng|Kho\s+bạc|Tạp\s+chí|(?:Tổng\s+)?[Ll]iên\s+đoàn|Liên\s+hiệp|Liên\s+minh|"
    r"Nhà\s+(?:xuất\s+bản|hát|máy|văn\s+hóa|[Tt]hiếu\s+nhi)|Xí\s+nghiệp|Hợp\s+tác\s+xã|Cảng\s+vụ|Vườn\s+quốc\s+gia|"
    r"Khu\s+bảo\s+tồn|Câu\s+lạc\s+bộ|Thông\s+tấn\s+xã"
)
#: Nouns that begin a new name even within one; the others may be part of one (Tập đoàn Điện lực Việt Nam).
_BREAKING = (
    rf"{_PLAIN_NOUNS}|Ban|Phòng|Hội|Đài|Trường|Bộ|Viện|Quỹ|Hạt|Trạm|Đội|Đồn|Đoàn|Tổ|Thanh\s+tra|Ủy\s+ban|Uỷ\s+ban|"
    r"Hội\s+đồng|Công\s+đoàn|Hãng|Đảng\s+(?:ủy|uỷ)"
)
NOUNS = (
    rf"(?:Chi\s+nhánh\s+)?(?:{_BREAKING}|Báo|Cảng|Bưu\s+điện|Điện\s+lực|Viễn\s+thông|Bảo\s+tàng|Thư\s+viện|VNPT|Viettel|"
    r"MobiFone|Agribank)"
)
_CAPITAL = rf"[{UPPER}][^\W_]*(?:/[^\W_]+)?"
#: The organ of a body that is named after it: "Ban Đại diện Hội Người cao tuổi" is the association.
_ORGAN = r"(?!(?i:Ban\s+(?:Đại\s+diện|Thường\s+vụ|Thường\s+trực|Chấp\s+hành|Cán\s+sự))\b)"
#: What a body set up for a time is called, often in small letters: "Tổ công tác", "Ban chỉ đạo".
_SET_UP = (
    r"(?:Ban\s+(?:chỉ\s+đạo|chỉ\s+huy|quản\s+lý|vận\s+động|điều\s+hành)|Tổ\s+(?:công\s+tác|giúp\s+việc|liên\s+ngành|thư\s+ký)|"
    r"Đoàn\s+(?:công\s+tác|kiểm\s+tra|thanh\s+tra|giám\s+sát)|Đội\s+(?:kiểm\s+tra|công\s+tác))"
)
#: "các Vụ: Pháp chế, Đào tạo", "các phòng chức năng thuộc Sở: …" say their noun once for all that follow.
_START = re.compile(
    rf"\b(?:[Cc]ác\s+(?P<listed>(?i:{NOUNS}))(?:\s+(?:chức\s+năng|chuyên\s+môn|nghiệp\s+vụ))?"
    rf"(?:\s+(?:trực\s+)?thuộc\s+[^\s:,]+(?:\s+[^\s:,]+)?)?:\s+(?={_CAPITAL})"
    rf"|(?P<several>[Cc]ác\s+)?{_ORGAN}(?P<noun>{_SET_UP}(?=\s+[^\W_])|(?:{NOUNS})(?=\s+{_CAPITAL}))\s+)"
)
_START_IN_CAPITALS = re.compile(rf"\b(?P<noun>{_PLAIN_NOUNS})\s+(?=\w)", re.IGNORECASE)
#: Words with which a sentence goes on after the name of a body.
_AFTER_NAME = (
    r"là|để|theo|phải|được|với|cùng|của|trên|sẽ|đã|đang|tại|từ|đến|vào|cho|về|cần|như|gồm|khi|nếu|do|trước|hằng|hàng(?!\s+(?:không|hải|hóa|hoá))|"
    r"trong|cấp\s+(?:trên|dưới|tỉnh|huyện|xã|phát)|thuộc|trực\s+thuộc|các|và|tỉnh|huyện|quận|phường|xã(?!\s+hội)|"
    r"thành\s+(?:phố|lập)|thị\s+(?:xã|trấn)|chủ\s+(?:trì|động)|phối\s+hợp|tổ\s+chức(?!\s+(?:cán|phi))|"
    r"(?<![Đđ]ầu\stư\s)xây\s+dựng(?=\s+[^\W\d_])(?!\s+(?:và|chủ\s+trì|phối\s+hợp|trước|có|là)\b)|tham\s+(?:mưu|gia)|có(?!\s+công)|chịu|thực\s+hiện|triển\s+khai|hướng\s+dẫn|tăng\s+cường|"
    r"chỉ\s+đạo|tiếp\s+(?:tục|nhận)|định\s+kỳ|căn\s+cứ|báo\s+cáo|gửi|(?<![Gg]iáo\sdục\s)thường\s+xuyên|đẩy\s+mạnh|rà\s+soát|"
    r"tuyên\s+truyền|đề\s+(?:xuất|nghị)|bố\s+trí|cân\s+đối|lồng\s+ghép|phụ\s+trách|kịp\s+thời|cung\s+cấp|nghiên\s+cứu|"
    r"kiểm\s+tra|duy\s+trì|vận\s+(?:động|hành)|huy\s+động|hoàn\s+(?:thành|thiện)|lập|ban\s+hành|đăng(?!\s+(?:ký|kiểm))|"
    r"giám\s+sát|chậm\s+nhất|(?<![Hh]àng\s)không|phản\s+(?:ánh|hồi)|phát\s+(?:hiện|động|sóng|huy|hành)|phân\s+(?:công|bổ|tích)|"
    r"phổ\s+biến|mở|mời|nâng|bảo\s+đảm|đảm\s+bảo|bổ\s+sung|chuẩn\s+bị|chuyển(?!\s+đổi)|tập\s+(?:trung|huấn)|thông\s+báo|"
    r"tiến\s+hành|thẩm\s+định|trình\s+(?:UBND|[Ủủ]y|Uỷ|Bộ|cấp|HĐND|Chủ|Thường|Thủ|Chính|ban)|tổng\s+(?:hợp|kết)|xử\s+lý|"
    r"xác\s+(?:định|minh)|yêu\s+cầu|nắm|ngăn|niêm\s+yết|đôn\s+đốc|điều\s+tra|đánh\s+giá|khảo\s+sát|khám|khuyến\s+khích|"
    r"giao(?!\s+(?:thông|dịch|lưu))|in|sử\s+dụng|ưu\s+tiên|chia|ký\s+(?:kết|cam)|thống\s+nhất|quán\s+triệt|giúp(?!\s+(?:pháp|việc))|liên\s+quan|họp|tuần\s+tra|canh\s+gác|đấu\s+tranh|thu\s+(?:gom|thập|hút)|đưa|tặng|trao|xem\s+xét|cam\s+kết"
)
_STOP = rf"(?:\s*(?:[–.,;:()/\"“”!?]|\s-\s|$)|\s+(?:{_AFTER_NAME})\b)"
_FOR_WHAT = r"[Pp]hòng\s*,\s*chống|các\s+(?:khu|cụm|dự\s+án|công\s+trình|di\s+tích)"
_WORD = rf"(?:{_FOR_WHAT}|(?!(?:{_AFTER_NAME})\b)(?!(?:{_BREAKING})\s+{_CAPITAL})[^\W_]+(?:/[^\W_]+)?)"
_PIECE = re.compile(rf"{_WORD}(?:\s+{_WORD}){{0,11}}?(?={_STOP})")
_CAPITALS = re.compile(rf"{_CAPITAL}(?:\s+(?!(?:{_BREAKING})\s+{_CAPITAL}){_CAPITAL})*")
#: A name that ends in a person's or a place's, every syllable of it a capital, before the words of a sentence.
_SYLLABLE = rf"[{UPPER}][^\W\d_]*[^\W\d_{UPPER}]"
_PROPER_NAME = re.compile(
    rf"(?:\S+\s+)*?(?!Công\s+Thương\b){_SYLLABLE}\s+{_SYLLABLE}(?=\s+(?!điện\s+tử\b|ương\b)[^\W\d_{UPPER}]{{2,}})"
)
#: Between parts of a name, or (a semicolon always) between names that share their noun; never before a noun, an order.
_JOINT = re.compile(
    rf"(?P<mark>\s*[,;]\s+|\s+-\s+|\s+và\s+|\s*&\s*)(?!(?:{NOUNS})\s+(?:{_CAPITAL}|tỉnh|huyện))"
    r"(?!(?:Chủ|Phối|Tham mưu|Hướng dẫn|Tăng cường|Tổ chức(?!\s+cán)|Thực hiện|Triển khai|Đề nghị|Chịu|Có|Là)\b)"
    rf"(?={_CAPITAL})"
)
_TITLES = re.compile(
    r"(?:Giám|Chủ tịch|Thủ trưởng|Trưởng|Chánh|Hiệu trưởng|Cổng|Thành phố|Thị xã|Huyện|Tỉnh|Nhà nước)\b"
)
#: Of these a comma parts two bodies, or (the first three) two parts of one name.
_NAMED_SINGLY = frozenset(fold(word) for word in ("Trung tâm", "Bảo tàng", "Nhà văn hóa", "Trường"))
_NAMED_SHORTLY = frozenset(fold(word) for word in ("Đài", "Báo", "Tạp chí"))
#: "Kho bạc Nhà nước khu vực VIII", "Chi cục Thuế khu vực Thanh Ba - Hạ Hòa".
_AREA = re.compile(
    rf"\s+[Kk]hu\s+vực\s+(?:[IVXLC]+\b|\d+\b|{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}}(?:\s+-\s+{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}})*)"
)
#: What else a district's centre for culture is for, in ever new orders.
_FURTHER_FIELDS = re.compile(
    r"(?:(?:\s*,\s+|\s+-\s+|\s+và\s+)(?:Văn\s+hóa|Văn\s+hoá|Thông\s+tin|Thể\s+thao|Thể\s+dục|Truyền\s+thông|Du\s+lịch|"
    r"Truyền\s+thanh|Truyền\s+hình|Nghệ\s+thuật|Khoa\s+học)\b)+",
    re.IGNORECASE,
)
#: Fields that each fill the name of a unit, so that a comma between two of them parts two units.
_WHOLE_FIELDS = frozenset(
    fold(field)
    for field in (
        "Pháp chế",
        "Tổ chức cán bộ",
        "Hợp tác quốc tế",
        "Đào tạo",
        "Thi đua - Khen thưởng",
        "Khoa học và Công nghệ",
        "Bình đẳng giới",
        "Chính sách",
        "Truyền thông",
        "Quản trị",
    )
)

#: Words of two syllables that end like the noun of a body: "cơ sở y tế" is no Sở Y tế, "cán bộ y tế" no Bộ Y tế.
_OTHER_WORDS = frozenset(
    fold(word)
    for word in (
        *("cơ sở", "trụ sở", "công sở"),
        *("cán bộ", "toàn bộ", "nội bộ", "chi bộ", "đảng bộ", "cục bộ", "đồng bộ", "tiến bộ", "đường bộ", "đi bộ"),
        *("xã hội", "cơ hội", "lễ hội", "đại hội", "quốc hội"),
        *("dự phòng", "quốc phòng", "văn phòng", "biên phòng", "đề phòng", "dân phòng"),
    )
)


@dataclass(frozen=True, slots=True)
class BodyName:
    """The name of a body at a place in a text; `noun` is what kind of body it says it is."""

    start: int
    end: int
    name: str
    noun: str


def body_names(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[BodyName]:
    """The names that the grammar finds outside the spans `taken` by known ones, in the order of the text."""
    at = 0
    while (opening := _opening(text, at)) is not None:
        at = opening.end
        if any(start < at and opening.start < end for start, end in taken):
            continue
        limit = min((start for start, _ in taken if start >= at), default=len(text))
        pieces = _pieces(text, at, limit, opening.of_all)
        if pieces and fold(opening.noun) in _NAMED_SHORTLY:
            pieces = _groups(pieces, False)[0]
        if pieces:
            at = pieces[-1].end
            yield from _names(text, opening, pieces)


@dataclass(frozen=True, slots=True)
class _Opening:
    """The noun that a name begins with, and where what it is for begins; `of_all`: it is said once for several."""

    start: int
    end: int
    noun: str
    of_all: bool


def _opening(text: str, at: int) -> _Opening | None:
    if text.isupper():
        match = _START_IN_CAPITALS.search(text, at)
        return _Opening(match.start(), match.end(), match["noun"], False) if match else None
    match = _START.search(text, at)
    if match is None:
        return None
    if match["listed"]:
        noun = match["listed"][:1].upper() + match["listed"][1:]
        return _Opening(match.start(), match.end(), " ".join(noun.split()), True)
    return _Opening(match.start("noun"), match.end(), " ".join(match["noun"].split()), bool(match["several"]))


def ends_other_word(text: str, before: Token, word: Token) -> bool:
    """Whether a syllable such as Sở is the second of another word; a capital of its own begins a name."""
    begins = text[word.start].isupper() and not (word.is_upper and before.is_upper)
    return not begins and word.gap == "space" and f"{before.folded} {word.folded}" in _OTHER_WORDS


def name_end(text: str, start: int, end: int) -> int:
    """Where a known name ends that goes on: `Kho bạc Nhà nước khu vực VIII`, `Trung tâm Văn hóa, Thể thao`."""
    if area := _AREA.match(text, end):
        return area.end()
    fields = _FURTHER_FIELDS.match(text, end) if fold(text[start : start + 9]) == fold("Trung tâm") else None
    return fields.end() if fields else end


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a name, and the mark that joins it to the part before."""

    start: int
    end: int
    mark: str


def _pieces(text: str, at: int, limit: int, of_all: bool) -> list[_Piece]:
    found: list[_Piece] = []
    mark, in_capitals = "", text.isupper()
    while at < limit:
        match = _PIECE.match(text, at, limit) or (None if in_capitals else _CAPITALS.match(text, at, limit))
        if match is None or (found and _TITLES.match(text, at)):
            break
        if proper := _PROPER_NAME.match(text, at, match.end()):
            found.append(_Piece(at, proper.end(), mark))
            break
        found.append(_Piece(at, match.end(), mark))
        joint = _JOINT.match(text, match.end(), limit)
        if joint is None or (joint["mark"].strip() == ";" and not of_all):
            break
        mark, at = joint["mark"].strip(), joint.end()
    return found


def _names(text: str, opening: _Opening, pieces: Sequence[_Piece]) -> Iterator[BodyName]:
    """One name of all pieces, or one of each group of them where the noun is said once for several."""
    groups = _groups(pieces, opening.of_all)
    if len(groups) < 2 or not (opening.of_all or _is_list(text, opening.noun, groups)):
        groups = [list(pieces)]
    for place, group in enumerate(groups):
        start = group[0].start if place else opening.start
        words = clean(f"{opening.noun} {text[group[0].start : group[-1].end]}")
        yield BodyName(start, group[-1].end, words.capitalize() if words.isupper() else words, opening.noun)


def _groups(pieces: Sequence[_Piece], parts_at_and: bool) -> list[list[_Piece]]:
    """Pieces between commas; the last `và` of an outspoken list parts as well."""
    commas = sum(piece.mark in (",", ";") for piece in pieces)
    groups: list[list[_Piece]] = []
    for piece in pieces:
        parts = piece.mark in (",", ";") or (piece.mark == "và" and parts_at_and and (commas or piece is pieces[-1]))
        if parts or not groups:
            groups.append([])
        groups[-1].append(piece)
    return groups


def _is_list(text: str, noun: str, groups: Collection[list[_Piece]]) -> bool:
    """Whether commas part names rather than parts of one: parts of one name end in "và", and join in one way only."""
    if fold(noun) in _NAMED_SINGLY:
        return False
    *_, last = groups
    fields = [fold(text[group[0].start : group[-1].end]) for group in groups]
    if any(field in _WHOLE_FIELDS for field in fields) or any(piece.mark == "-" for g in groups for piece in g[1:]):
        return True
    return len(groups) > 2 and not any(piece.mark in ("và", "&") for piece in last[1:])
