"""How the state of an assignment looks: a sign, a word, a colour and a ground, each enough to tell it by."""

from dataclasses import dataclass

from reports.charts.drawing import CARD, INK, LINE, MUTED, PALE
from reports.compiled import State


@dataclass(frozen=True, slots=True)
class Look:
    """The face of one state. `brief` is its word in a cell that has room for one.

    `hatched` grounds are lined, `framed` ones have a heavy edge in the state's colour.
    """

    sign: str
    word: str
    brief: str
    ink: str
    ground: str
    hatched: bool = False
    framed: bool = False


#: In the order in which a key names them.
LOOKS: dict[State, Look] = {
    "done": Look("✓", "đúng hạn", "đúng hạn", "#1a7f37", "#f2faf4"),
    "late-done": Look("✓+", "trễ hạn nhưng đã nộp (số ngày trễ)", "trễ", "#7a4b8c", CARD, hatched=True),
    "late": Look("!", "quá hạn (số ngày)", "quá hạn", "#b3261e", "#fdecea", framed=True),
    "returned": Look("↩", "trả lại để sửa", "trả lại", "#9a5b00", "#fff4de", framed=True),
    "wait": Look("…", "chờ duyệt", "chờ duyệt", "#0b4f8a", PALE, framed=True),
    "answered": Look("(✓)", "đã cung cấp thông tin theo đề nghị", "đã cung cấp", "#1a7f37", CARD),
    "asked": Look("○", "đã đề nghị, chưa có thông tin", "chưa có", MUTED, CARD),
    "none": Look("·", "chưa gửi, chưa tính quá hạn", "chưa gửi", MUTED, CARD),
    "excused": Look("M", "được miễn", "được miễn", MUTED, LINE),
}
HATCH = "#d9c8e0"
#: What is written on a ground that is darker than the card.
ON_GREY = INK
