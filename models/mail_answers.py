"""What a mail server answered about one mail, in plain words with its own after them, in the language of the run."""

import re

from models.language import N_, _
from models.retelling import retold

#: `550 5.1.1 no such user`: the code of RFC 5321, and perhaps the enhanced one of RFC 3463.
_ANSWER = re.compile(r"([245]\d\d)[ -](?:([245]\.\d{1,3}\.\d{1,3})\b)?.*", re.DOTALL)
#: By the enhanced code without its class, the whole of it before its subject alone (RFC 3463, 3.1 to 3.8).
_ENHANCED = {
    "1.1": N_("không có hộp thư này"),
    "1.2": N_("không có tên miền của địa chỉ này"),
    "1.10": N_("tên miền của địa chỉ này không nhận thư"),
    "2.1": N_("hộp thư này đã bị khóa"),
    "2.2": N_("hộp thư này đã đầy"),
    "3.4": N_("thư lớn quá mức cho phép"),
    "1": N_("địa chỉ này không dùng được"),
    "2": N_("hộp thư này không nhận được thư"),
    "3": N_("máy chủ thư không nhận được thư này"),
    "4": N_("không chuyển được thư đến máy chủ nơi nhận"),
    "7": N_("máy chủ thư từ chối theo quy định của nó"),
}
_BASIC = {
    "550": N_("máy chủ thư không nhận thư cho địa chỉ này"),
    "551": N_("máy chủ thư không nhận thư cho địa chỉ này"),
    "552": N_("hộp thư này đã đầy hoặc thư quá lớn"),
    "553": N_("địa chỉ này không dùng được"),
}
_BY_CLASS = {
    "2": N_("máy chủ thư đã nhận"),
    "4": N_("máy chủ thư tạm thời chưa nhận"),
    "5": N_("máy chủ thư từ chối"),
}


def answer_in_words(said: str) -> str:
    """What a mail's note says: a server's answer in words and quoted; what dondoc noted itself as it is.

    `550 5.1.1 no such user` is 'không có hộp thư này (máy chủ thư trả lời "550 5.1.1 no such user")'.
    """
    found = _ANSWER.fullmatch(said)
    if found is None:
        return retold(said)
    return _('{reason} (máy chủ thư trả lời "{answer}")').format(
        reason=_(_reason(found[1], found[2] or "")), answer=said
    )


def _reason(basic: str, enhanced: str) -> str:
    subject = enhanced.partition(".")[2]
    if basic.startswith("2"):
        return _BY_CLASS["2"]
    known = _ENHANCED.get(subject) or _ENHANCED.get(subject.partition(".")[0]) or _BASIC.get(basic)
    return known or _BY_CLASS[basic[0]]
