"""What kind of duty a paragraph orders, and the numbers it sets as its aim."""

import re

from models.plan import ObligationKind
from plans.terms import Terms

#: "báo cáo" as something done, not as a paper that is spoken of.
_REPORTS = re.compile(
    r"\b(?:(?:định\s+kỳ|tổng\s+hợp|gửi|lập|xây\s+dựng|thực\s+hiện|chế\s+độ|tổng\s+hợp,|hằng\s+\w+|hàng\s+\w+)[^.;]{0,40}\bbáo\s+cáo|"
    r"báo\s+cáo\s+(?:định\s+kỳ|hằng|hàng|kết\s+quả|thống\s+kê|tình\s+hình|tiến\s+độ|0?6\s+tháng|quý|năm|về\s+|UBND|Ủy\s+ban|"
    r"Uỷ\s+ban|Bộ\s|Sở\s|Phòng\s|Công\s+an|Chủ\s+tịch|Thường\s+trực|Ban\s+Chỉ|cấp|bằng\s+văn\s+bản)|sơ\s+kết[^.;]{0,40}báo\s+cáo|sơ\s+kết\s+(?:0?6\s+tháng|quý)[^.;]{0,20}tổng\s+kết\s+(?:cả\s+)?năm|(?:^|[,;.:]|\bvà)\s*báo\s+cáo\b)",
    re.IGNORECASE,
)
#: Figures sent on are a report, by whatever name.
_FIGURES = re.compile(
    r"\b(?:(?:gửi|cung\s+cấp|nộp)\s+(?:[^.;,]{0,20}\s)?(?:số\s+liệu|kết\s+quả)|thống\s+kê\b[^.;]{0,80}\bgửi)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"[^.;,]{0,60}\b(?:cho|về|gửi|tới|đến)\s", re.IGNORECASE)
_SENDS = re.compile(r"\b(?:gửi|báo\s+cáo)\b", re.IGNORECASE)
#: Lists and files that pass on: the verb before its object, or the list made first and then passed on.
_HANDS_OVER = re.compile(
    r"\b(?:bàn\s+giao|chuyển\s+giao|chuyển\s+thông\s+tin|"
    r"(?:cung\s+cấp|gửi|chuyển|nộp|thông\s+báo)\s+(?:[^.;,]{0,30}\s)?(?:danh\s+sách|hồ\s+sơ|dữ\s+liệu)|"
    r"kèm\s+(?:theo\s+)?danh\s+sách|"
    r"(?:danh\s+sách|hồ\s+sơ)\b[^.;]{0,80}?\b(?:chuyển(?!\s+(?:đổi|biến|dịch|hóa|hoá|khoản))|gửi|cung\s+cấp|thông\s+báo))\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:ban\s+hành|(?:xây\s+dựng|trình)\s+"
    r"(?:(?!triển\s+khai|thực\s+hiện|theo)[^.;,]){0,40}?"
    r"(?:kế\s+hoạch|đề\s+án|quy\s+chế|quyết\s+định|chương\s+trình\s+hành\s+động|nghị\s+quyết|phần\s+mềm|"
    r"cơ\s+sở\s+dữ\s+liệu)|"
    r"tổ\s+chức\s+(?:hội\s+nghị|lễ|tổng\s+kết|hội\s+thảo|hội\s+thi)|khai\s+trương|(?<!hướng\sdẫn\s)(?<!vận\sđộng\s)thành\s+lập|kiện\s+toàn|hoàn\s+thành)\b",
    re.IGNORECASE,
)
_ALWAYS = re.compile(
    r"\b(?:thường\s+xuyên|hằng\s+năm|hàng\s+năm|hằng\s+tháng|(?:hằng|hàng)\s+(?:ngày|tuần)|liên\s+tục|cả\s+năm|triển\s+khai\s+thực\s+hiện\s+các)\b",
    re.IGNORECASE,
)


def kinds_of(text: str, terms: Terms) -> tuple[ObligationKind, ...]:
    """What a paragraph orders: a handing over, a report; else a task that ends, or a standing duty.

    A handing over goes first: what names people must not be taken for a report that anybody may read.
    """
    found: list[ObligationKind] = []
    handover = bool(_HANDS_OVER.search(text))
    recurs = any(due.period != "once" for due in terms.dues)
    if handover:
        found.append("handover")
    if _REPORTS.search(text) or (not handover and (_gives_figures(text, terms) or (recurs and _SENDS.search(text)))):
        found.append("report")
    if found:
        return tuple(found)
    once = any(due.period == "once" for due in terms.dues)
    if once or (_ENDS.search(text) and not _ALWAYS.search(text)):
        return ("task",)
    return ("task",) if terms.dues else ("standing",)


def _gives_figures(text: str, terms: Terms) -> bool:
    """Whether figures go to somebody, or at a time: without either they are there for whoever asks."""
    figures = _FIGURES.search(text)
    if figures is None:
        return False
    return bool(terms.dues or terms.cadence or _TO.match(text, figures.end()))


#: What a share or a number is of ends where the sentence goes on.
_TARGET = re.compile(
    r"(?:(?:ít\s+nhất|tối\s+thiểu|trên|dưới|từ|đạt|hơn|khoảng)\s+)?"
    r"(?:\d+(?:[.,]\d+)?\s*%(?:\s+trở\s+lên)?|(?:ít\s+nhất|tối\s+thiểu)\s+\d+)\s*(?P<of>[^.;:()]*)",
    re.IGNORECASE,
)
_END_OF_TARGET = re.compile(
    r"\s+(?:thường\s+xuyên|được|có|tổ\s+chức|tham\s+gia|đạt|trên\s+địa\s+bàn|trong|triển\s+khai|thực\s+hiện|ký|phát\s+hiện|"
    r"xây\s+dựng|nhằm|để|theo|bằng|duy\s+trì|so\s+với|vào|không|về|đến|khi|nằm|công\s+khai|lập|rà\s+soát|bố\s+trí|mỗi|"
    r"phát\s+sinh|hưởng|và\s+\d)(?!\w)|,\s*(?:đưa|trình|kết\s+hợp|giới\s+thiệu|hoàn\s+thành|nơi|trong\s+đó|cập\s+nhật)\b"
    r"|,\s*(?:\d|phấn\s+đấu|góp|tiến\s+tới|nâng|giảm|ít\s+nhất|trên\s+\d|không)",
    re.IGNORECASE,
)


def target_of(text: str) -> str | None:
    """The shares and numbers a paragraph sets as its aim: "100% xã, phường, thị trấn"; several apart by "; "."""
    found = []
    for match in _TARGET.finditer(text):
        whole = match.group()
        offset = match.start("of") - match.start()
        end = _END_OF_TARGET.search(whole, max(offset - 1, 0))
        found.append(" ".join((whole[: end.start()] if end else whole).strip(" ,").split()))
    return "; ".join(dict.fromkeys(found)) or None
