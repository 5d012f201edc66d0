"""How the state of an assignment looks: a sign, a word, a colour and a ground, each enough to tell it by."""

from dataclasses import dataclass

from reports.charts.drawing import CARD, INK, LINE, MUTED, PALE
from reports.compiled import State


@dataclass(frozen=True, slots=True)
class Look:
    """The face of one state. `hatched` grounds are lined, `framed` ones have a heavy edge in the state's colour."""

    sign: str
    word: str
    ink: str
    ground: str
    hatched: bool = False
    framed: bool = False


#: In the order in which a key names them.
LOOKS: dict[State, Look] = {
    "done": Look("✓", "đúng hạn", "#1a7f37", "#f2faf4"),
    "late-done": Look("✓+", "trễ hạn nhưng đã nộp (số ngày trễ)", "#7a4b8c", CARD, hatched=True),
    "late": Look("!", "quá hạn (số ngày)", "#b3261e", "#fdecea", framed=True),
    "returned": Look("↩", "trả lại để sửa", "#9a5b00", "#fff4de", framed=True),
    "wait": Look("…", "chờ duyệt", "#0b4f8a", PALE, framed=True),
    "answered": Look("(✓)", "đã cung cấp thông tin theo đề nghị", "#1a7f37", CARD),
    "asked": Look("○", "đã đề nghị, chưa có thông tin", MUTED, CARD),
    "none": Look("·", "chưa gửi, chưa tính quá hạn", MUTED, CARD),
    "excused": Look("M", "được miễn", MUTED, LINE),
}
HATCH = "#d9c8e0"
#: What is written on a ground that is darker than the card.
ON_GREY = INK
