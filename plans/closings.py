"""Telling the paragraph that closes a section from the last paragraph of its last entry."""

import re
from collections.abc import Sequence

from plans.gazetteer import Gazetteer

#: Said to everyone, in the issuer's own voice.
_TO_ALL = re.compile(
    r"(?:trên\s+đây\s+là|kế\s+hoạch\s+này|nhận\s+được\s+kế\s+hoạch|(?:trong\s+)?quá\s+trình\s+(?:tổ\s+chức|triển\s+khai|thực\s+hiện)|"
    r"yêu\s+cầu\s+(?:các|thủ\s+trưởng|giám\s+đốc|chủ\s+tịch|lãnh\s+đạo)|"
    r"(?:chủ\s+tịch\s+)?(?:ubnd|[uủ][ỷyủ]?\s*ban\s+nhân\s+dân)\s+(?:tỉnh|thành\s+phố|huyện|thị\s+xã|quận|xã|phường)\s+"
    r"(?:[^,.;]{0,30}\s)?(?:giao|yêu\s+cầu|đề\s+nghị(?!\s+quý\b)))\b",
    re.IGNORECASE,
)
#: May open a paragraph of an entry as well.
_PERHAPS = re.compile(
    r"(?:căn\s+cứ|các\s|giao\s|đề\s+nghị|thủ\s+trưởng|định\s+kỳ|hằng|hàng|yêu\s+cầu|nếu\s+có|mọi\s|trước\s+ngày)",
    re.IGNORECASE,
)


def closes_section(text: str, before: Sequence[str], headings: Sequence[str], gazetteer: Gazetteer) -> bool:
    """Whether an unnumbered paragraph at the end of a section belongs to no entry.

    `before` says how the paragraphs above it in its entry are marked, `headings` the headings it stands under.
    """
    if _TO_ALL.match(text):
        return True
    mentions = gazetteer.find(text[:160])
    if not _PERHAPS.match(text) and not (mentions and mentions[0].start == 0):
        return False
    stands_out = bool(before) and "plain" not in before
    if stands_out and text.endswith("./."):
        return True
    own = {mention.body.code for heading in headings for mention in gazetteer.find(heading)}
    named = {mention.body.code for mention in mentions}
    return bool(named - own) and (stands_out or text.endswith("./."))
