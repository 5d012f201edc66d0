"""The words that users have for states and kinds, as they stand in tables."""

from commands.language import N_, _

_WORDS = {
    "upcoming": N_("Sắp mở"),
    "open": N_("Chưa gửi"),
    "submitted": N_("Chờ duyệt"),
    "returned": N_("Trả lại"),
    "accepted": N_("Đã duyệt"),
    "excused": N_("Miễn"),
    "closed": N_("Đã đóng"),
    "refused": N_("Không nhận"),
    "replaced": N_("Đã thay bằng bản sau"),
    "not-due": N_("Chưa đến hạn"),
    "due-soon": N_("Sắp đến hạn"),
    "due-today": N_("Đến hạn hôm nay"),
    "overdue": N_("Quá hạn"),
    "on-time": N_("Đúng hạn"),
    "late": N_("Trễ hạn"),
    "queued": N_("Chờ gửi"),
    "sending": N_("Đang gửi"),
    "sent": N_("Đã gửi"),
    "deferred": N_("Chờ gửi lại"),
    "failed": N_("Không gửi được"),
    "bounced": N_("Bị trả về"),
    "cancelled": N_("Đã hủy"),
    "remind": N_("Nhắc"),
    "chase": N_("Đôn đốc"),
    "escalate": N_("Báo cáo cấp trên"),
    "inform": N_("Để biết"),
    "draft": N_("Dự thảo báo cáo"),
    "issued": N_("Báo cáo ban hành"),
    "summary": N_("Tổng hợp trong ngày"),
    "receipt": N_("Đã nhận"),
    "confirm": N_("Hỏi bên nhận bàn giao"),
    "extended": N_("Gia hạn"),
    "not-extended": N_("Không gia hạn"),
    "moved": N_("Đổi hạn"),
    "error": N_("lỗi"),
    "warning": N_("cảnh báo"),
    "ok": N_("tốt"),
}


def word(code: str) -> str:
    """What users call a state or kind; one without a word of its own stands as it is."""
    return _(_WORDS[code]) if code in _WORDS else code
