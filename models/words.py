"""Codes in the words that users have for them, in the language of the run: states, acts, kinds of mail, roles."""

import re
from typing import TYPE_CHECKING

from models.language import N_, _
from models.mail_answers import answer_in_words

if TYPE_CHECKING:
    from models.offsets import Offset

_WORDS = {
    "upcoming": N_("Sắp mở"),
    "open": N_("Chưa gửi"),
    "submitted": N_("Chờ duyệt"),
    "returned": N_("Trả lại"),
    "accepted": N_("Đã duyệt"),
    "excused": N_("Miễn"),
    "closed": N_("Đã đóng"),
    "not-due": N_("Chưa đến hạn"),
    "due-soon": N_("Sắp đến hạn"),
    "due-today": N_("Đến hạn hôm nay"),
    "overdue": N_("Quá hạn"),
    "on-time": N_("Đúng hạn"),
    "late": N_("Trễ hạn"),
    "assigned": N_("Giao việc"),
    "remind": N_("Nhắc"),
    "chase": N_("Đôn đốc"),
    "escalate": N_("Báo cáo lãnh đạo"),
    "inform": N_("Để biết"),
    "summary": N_("Việc hôm nay"),
    "receipt": N_("Đã nhận"),
    "confirm": N_("Hỏi bên nhận bàn giao"),
    "extended": N_("Gia hạn"),
    "not-extended": N_("Không gia hạn"),
    "moved": N_("Đổi hạn"),
    "list": N_("Đưa lại danh sách cần quyết định"),
    "draft": N_("Dự thảo báo cáo"),
    "issued": N_("Báo cáo ban hành"),
}
_ROLES = {
    "focal": N_("đầu mối"),
    "head": N_("lãnh đạo đơn vị"),
    "office": N_("văn phòng đơn vị"),
    "standing.coordinator": N_("người điều phối"),
    "standing.focal": N_("đầu mối cơ quan thường trực"),
    "standing.head": N_("lãnh đạo cơ quan thường trực"),
    "standing.office": N_("văn phòng cơ quan thường trực"),
    "issuer.focal": N_("đầu mối cơ quan ban hành"),
    "issuer.head": N_("lãnh đạo cơ quan ban hành"),
    "issuer.office": N_("văn phòng cơ quan ban hành"),
    "receiver.focal": N_("đầu mối bên nhận"),
}
#: `-7d:remind`, `+5wd:escalate`: a step of a policy by its distance from the due day and its action.
_STEP = re.compile(r"([+-]\d+)(d|wd):([a-z-]+)")
_DISTANCES = {
    (True, "d"): N_("{act} trước hạn {count} ngày"),
    (True, "wd"): N_("{act} trước hạn {count} ngày làm việc"),
    (False, "d"): N_("{act} sau hạn {count} ngày"),
    (False, "wd"): N_("{act} sau hạn {count} ngày làm việc"),
}


def word_of(code: str) -> str:
    """What users call a state, a timeliness, an act or a kind of mail; a code without a word stands as it is."""
    return _(_WORDS[code]) if code in _WORDS else code


def role_words(addressee: str) -> str:
    """Whom a step is addressed to: `standing.head` is "lãnh đạo cơ quan thường trực"."""
    return _(_ROLES[addressee]) if addressee in _ROLES else addressee


def step_words(step: str) -> str:
    """The name of a step as users say it: `-7d:remind` is "Nhắc trước hạn 7 ngày", `confirm:2` the act alone."""
    found = _STEP.fullmatch(step)
    if found is None:
        return word_of(step.partition(":")[0])
    count, act = int(found[1]), word_of(found[3])
    if count == 0:
        return _("{act} vào ngày đến hạn").format(act=act)
    return _(_DISTANCES[count < 0, found[2]]).format(act=act, count=abs(count))


def span_words(span: "Offset") -> str:
    """A length of time as users say it: `5wd` is "5 ngày làm việc"."""
    said = _("{count} ngày làm việc") if span.unit == "wd" else _("{count} ngày")
    return said.format(count=span.count)


def stalled_words(stalled: str) -> str:
    """Why a climb stands still: the step that reached nobody and, where a mail server answered, its words."""
    step, _colon, answer = stalled.partition(": ")
    said = _("{step} chưa đến được người nhận").format(step=step_words(step))
    return f"{said}: {answer_in_words(answer)}" if answer else said
