"""What kind of duty a paragraph orders, and the numbers it sets as its aim."""

import re

from models.plan import ObligationKind
from plans.terms import Terms

#: "báo cáo" as something done, not as a paper that is spoken of.
_REPORTS = re.compile(
    r"\b(?:(?:định\s+kỳ|tổng\s+hợp|gửi|lập|xây\s+dựng|thực\s+hiện|chế\s+độ|tổng\s+hợp,|hằng\s+\w+|hàng\s+\w+)[^.;]{0,40}\bbáo\s+cáo|"
    r"báo\s+cáo\s+(?:định\s+kỳ|hằng|hàng|kết\s+quả|thống\s+kê|tình\s+hình|tiến\s+độ|0?6\s+tháng|quý|năm|về\s+|UBND|Ủy\s+ban|"
    r"Uỷ\s+ban|Bộ\s|Sở\s|Phòng\s|Công\s+an|Chủ\s+tịch|Thường\s+trực|Ban\s+Chỉ|cấp|bằng\s+văn\s+bản|nhanh|đột\s+xuất)|sơ\s+kết[^.;]{0,40}báo\s+cáo|sơ\s+kết\s+(?:0?6\s+tháng|quý)[^.;]{0,20}tổng\s+kết\s+(?:cả\s+)?năm|(?:^|[,;.:]|\bvà)\s*báo\s+cáo\b)",
    re.IGNORECASE,
)
#: What is told only if something comes in the way is a report that nobody owes: "nếu có khó khăn, báo cáo …".
_IF_NEEDED = re.compile(
    r"\b(?:nếu|trường\s+hợp|(?:trong\s+)?quá\s+trình\s+(?:tổ\s+chức\s+|triển\s+khai\s+)?thực\s+hiện[^.;,]{0,20}?,?(?:\s+nếu)?)\s+(?:có|gặp|còn|phát\s+sinh)\s+(?:\w+\s+){0,3}?"
    r"(?:khó\s+khăn|vướng\s+mắc|vấn\s+đề|phát\s+sinh|bất\s+cập|sự\s+cố)\b[^.;]*",
    re.IGNORECASE,
)
#: Figures sent on are a report, by whatever name.
_FIGURES = re.compile(
    r"\b(?:(?:gửi|cung\s+cấp|nộp|chuyển)\s+(?:[^.;,]{0,20}\s)?(?:số\s+liệu|kết\s+quả)|"
    r"(?:trao\s+đổi|chia\s+sẻ)\s+số\s+liệu(?=\s[^.;,]{0,40}\b(?:với|cho)\s)|"
    r"thống\s+kê\b[^.;]{0,80}\b(?:gửi|(?:thông\s+tin|thông\s+báo|cung\s+cấp)\s+cho))\b",
    re.IGNORECASE,
)
_TO = re.compile(r"[^.;,]{0,60}\b(?:cho|về|gửi|tới|đến|qua)\s", re.IGNORECASE)
_SENDS = re.compile(
    r"\b(?:gửi|báo\s+cáo|nộp|thông\s+báo|cung\s+cấp|(?:chuyển|thông\s+tin)\s+(?:về|cho|đến|tới))\b", re.IGNORECASE
)
#: A paper made and then laid before somebody: "hoàn thiện phương án, báo cáo Bộ trưởng" is no report on results.
_LAYS_BEFORE = re.compile(
    r"\b(?:(?:xây\s+dựng|hoàn\s+thiện|hoàn\s+thành|lập|soạn\s+thảo|nghiên\s+cứu|đề\s+xuất|tham\s+mưu)\b[^.;]{0,40}?"
    r"\b(?:phương\s+án|đề\s+án|dự\s+án|dự\s+thảo|quy\s+chế|tờ\s+trình|kế\s+hoạch|danh\s+mục|quy\s+hoạch)\b[^.;]{0,80}?)"
    r"[,\s]\s*báo\s+cáo\s+(?!kết\s+quả|tình\s+hình|định\s+kỳ|về\b)",
    re.IGNORECASE,
)
#: Lists and files that pass on: the verb before its object, or the list made first and then passed on.
_HANDS_OVER = re.compile(
    r"\b(?:(?:bàn\s+giao|chuyển\s+giao)\s+(?:(?:(?!\bcho\b)[^.;,]){0,40}\s)?(?:danh\s+sách|hồ\s+sơ|dữ\s+liệu|tài\s+liệu|đối\s+tượng|người|"
    r"nạn\s+nhân|học\s+viên|bệnh\s+nhân)\b|chuyển\s+thông\s+tin|"
    r"(?:nạn\s+nhân|đối\s+tượng|học\s+viên|bệnh\s+nhân|vụ\s+việc)\b[^.;]{0,40}?\bbàn\s+giao|"
    r"tiếp\s+nhận\s+(?:[^.;,]{0,20}\s)?(?:người|nạn\s+nhân|đối\s+tượng|học\s+viên|trẻ)\b[^.;]{0,80}?\b(?:chuyển\s+(?:đến|giao|về)|bàn\s+giao)|"
    r"(?:cung\s+cấp|gửi|chuyển|nộp|trao|thông\s+báo)\s+(?:[^.;,]{0,30}\s)?(?:danh\s+sách|hồ\s+sơ|dữ\s+liệu)|"
    r"kèm\s+(?:theo\s+)?danh\s+sách|"
    r"(?:danh\s+sách|hồ\s+sơ)\b[^.;]{0,80}?\b(?:chuyển(?!\s+(?:đổi|biến|dịch|hóa|hoá|khoản))|gửi|cung\s+cấp|thông\s+báo))\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:ban\s+hành(?!\s+(?:các\s+)?(?:công\s+điện|lệnh|cảnh\s+báo|bản\s+tin|văn\s+bản\s+chỉ\s+đạo))|(?:xây\s+dựng|trình)\s+"
    r"(?:(?!triển\s+khai|thực\s+hiện|theo)[^.;,]){0,40}?"
    r"(?:kế\s+hoạch|đề\s+án|quy\s+chế|quyết\s+định|chương\s+trình\s+hành\s+động|nghị\s+quyết|phần\s+mềm|"
    r"cơ\s+sở\s+dữ\s+liệu)|"
    r"tổ\s+chức\s+(?:hội\s+nghị|lễ|tổng\s+kết|hội\s+thảo|hội\s+thi)|khai\s+trương|khởi\s+công|khánh\s+thành|mở\s+(?:mới\s+)?\d+\s+(?:lớp|khóa|khoá|điểm|trạm|cơ\s+sở)|thành\s+lập|"
    r"kiện\s+toàn|hoàn\s+thành)\b",
    re.IGNORECASE,
)
#: What others are to end, under direction that goes on.
_DIRECTS = re.compile(r"\b(?:chỉ\s+đạo|hướng\s+dẫn|đôn\s+đốc|vận\s+động)\s+[^,.;]{0,50}$", re.IGNORECASE)
_ALWAYS = re.compile(
    r"\b(?:thường\s+xuyên|hằng\s+năm|hàng\s+năm|hằng\s+tháng|(?:hằng|hàng)\s+(?:ngày|tuần)|liên\s+tục|cả\s+năm|triển\s+khai\s+thực\s+hiện\s+các)\b",
    re.IGNORECASE,
)


def kinds_of(text: str, terms: Terms) -> tuple[ObligationKind, ...]:
    """What a paragraph orders: a handing over, a report; else a task that ends, or a standing duty.

    A handing over goes first: what names people must not be taken for a report that anybody may read.
    """
    found: list[ObligationKind] = []
    text = _IF_NEEDED.sub("·", text)
    handover = bool(_HANDS_OVER.search(text))
    reported = _LAYS_BEFORE.sub(" ", text) if not terms.cadence else text
    recurs = any(due.period != "once" for due in terms.dues)
    if handover:
        found.append("handover")
    gives = _gives_figures(text, terms) or (recurs and _SENDS.search(text))
    if _REPORTS.search(reported) or (gives and not handover):
        found.append("report")
    if found:
        return tuple(found)
    once = any(due.period == "once" for due in terms.dues)
    if once or (_ends(text) and not _ALWAYS.search(text)):
        return ("task",)
    return ("task",) if terms.dues else ("standing",)


def _ends(text: str) -> bool:
    """Whether something is brought to an end here, not by others who are directed."""
    return any(not _DIRECTS.search(text, 0, match.start()) for match in _ENDS.finditer(text))


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
