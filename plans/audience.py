"""Whom a section speaks to: bodies and everyone, named bodies only, or nobody, because it tells or aims."""

import re
from collections.abc import Sequence
from enum import IntEnum


class Audience(IntEnum):
    """How much a sentence must say to charge a body that is its subject.

    `NOBODY`: only an order in so many words charges ("giao Sở Y tế …"), as where a plan tells what was or sets aims.
    `NAMED`: a named body that is the subject is charged; "các sở, ban, ngành" there is a manner of speaking.
    `EVERYONE`: general groups are charged too, as in a closing paragraph or a section on money or reports.
    """

    NOBODY = 0
    NAMED = 1
    EVERYONE = 2


#: Sections whose entries are bodies and what they are charged with.
ASSIGNING = re.compile(
    r"tổ\s+chức\s+(?:triển\s+khai\s+)?thực\s+hiện|phân\s+công|trách\s+nhiệm|nhiệm\s+vụ\s+(?:của|cho)\s+(?:các|từng)|"
    r"giao\s+nhiệm\s+vụ",
    re.IGNORECASE,
)
#: Sections that tell or aim, by the words their headings begin with.
_TELLS = re.compile(
    r"(?:(?:khái\s+quát|sơ\s+lược|đặc\s+điểm|một\s+số|những|các|công\s+tác|đánh\s+giá|nhận\s+định|dự\s+báo|phân\s+tích)\s+)*"
    r"(?:tình\s+hình|thực\s+trạng|kết\s+quả|bối\s+cảnh|ưu\s+điểm|tồn\s+tại|hạn\s+chế|nguyên\s+nhân|khó\s+khăn|thuận\s+lợi|"
    r"đánh\s+giá\s+chung|bài\s+học|sự\s+cần\s+thiết|căn\s+cứ|cơ\s+sở\s+pháp\s+lý|cơ\s+sở\s+xây\s+dựng|"
    r"mục\s+đích|mục\s+tiêu|chỉ\s+tiêu|quan\s+điểm|yêu\s+cầu|phương\s+châm|phạm\s+vi|đối\s+tượng|nguyên\s+tắc)\b",
    re.IGNORECASE,
)
#: The issuer speaks of the plan itself, as in a closing: "Căn cứ Kế hoạch này, các sở, ban, ngành …".
_OF_THE_PLAN = re.compile(
    r"(?:căn\s+cứ|nhận\s+được|trên\s+cơ\s+sở|theo|yêu\s+cầu|đề\s+nghị)\b[^.;]{0,40}\bkế\s+hoạch\s+này|trên\s+đây\s+là|"
    r"(?:trong\s+)?quá\s+trình\s+(?:tổ\s+chức|triển\s+khai|thực\s+hiện)",
    re.IGNORECASE,
)
#: Headings of what everyone owes: reports and the money.
_OF_ALL = re.compile(
    r"(?:chế\s+độ\s+)?(?:thông\s+tin,?\s+)?báo\s+cáo|(?:nguồn\s+)?kinh\s+phí|chế\s+độ\s+thông\s+tin", re.IGNORECASE
)
_TOPICS = re.compile(r"giải\s+pháp|nhiệm\s+vụ|nội\s+dung|hoạt\s+động|biện\s+pháp|công\s+tác", re.IGNORECASE)


def assigns(headings: Sequence[str]) -> bool:
    """Whether a section's heading (or that of the part it stands in) promises bodies and their duties."""
    return any(ASSIGNING.search(words) for words in headings)


def audience_of(text: str, part: str, headings: Sequence[str]) -> Audience:
    """Whom a paragraph speaks to, from the heading of its part ("" for none) and those of its section and entries."""
    above = [words for words in (part, *headings) if words]
    if any(_TELLS.match(words) for words in above):
        return Audience.NOBODY
    if _OF_THE_PLAN.match(text):
        return Audience.EVERYONE
    if any(_OF_ALL.match(words) for words in headings[-1:]):
        return Audience.EVERYONE
    section = headings[:1]
    if assigns([part, *section]):
        return Audience.EVERYONE if len([words for words in headings if words]) <= 1 else Audience.NAMED
    topical = any(_TOPICS.search(words) for words in above)
    return Audience.NAMED if topical or len(headings) > 1 else Audience.EVERYONE
