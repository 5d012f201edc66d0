"""The words that users have for states and kinds, as they stand in tables."""

from commands.language import N_, _
from models.words import word_of

#: What only the command line says; states of assignments and acts of the climb have their words in the models.
_WORDS = {
    "refused": N_("Không nhận"),
    "replaced": N_("Đã thay bằng bản sau"),
    "queued": N_("Chờ gửi"),
    "sending": N_("Đang gửi"),
    "sent": N_("Đã gửi"),
    "deferred": N_("Chờ gửi lại"),
    "failed": N_("Không gửi được"),
    "bounced": N_("Bị trả về"),
    "cancelled": N_("Đã hủy"),
    "inform": N_("Để biết"),
    "draft": N_("Dự thảo báo cáo"),
    "issued": N_("Báo cáo ban hành"),
    "summary": N_("Tổng hợp trong ngày"),
    "receipt": N_("Đã nhận"),
    "error": N_("lỗi"),
    "warning": N_("cảnh báo"),
    "ok": N_("tốt"),
}
#: The sweeps by the name under which each notes that it ran; a round's ends in its plan.
_SWEEPS = {
    "round": N_("vòng rà soát"),
    "deliver": N_("gửi thư"),
    "compile": N_("tổng hợp báo cáo"),
    "watch": N_("tìm chỗ bị kẹt"),
}


def word(code: str) -> str:
    """What users call a state or kind; one without a word of its own stands as it is."""
    return _(_WORDS[code]) if code in _WORDS else word_of(code)


def sweep_words(name: str) -> str:
    """What users call a sweep: `round:demo-2015` is "vòng rà soát demo-2015"."""
    kind, _colon, plan = name.partition(":")
    return f"{_(_SWEEPS[kind]) if kind in _SWEEPS else kind} {plan}".rstrip()
