"""The words that users have for states and kinds, as they stand in tables."""

from commands.language import N_, _
from models.words import word_of

#: What only the command line says; states of assignments, acts and kinds of mail have their words in the models.
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
    "error": N_("lỗi"),
    "warning": N_("cảnh báo"),
    "ok": N_("tốt"),
}
#: Roles in a duty and kinds of duty.
_DUTIES = {
    "lead": N_("chủ trì"),
    "coordinate": N_("phối hợp"),
    "requested": N_("đề nghị"),
    "report": N_("báo cáo"),
    "task": N_("việc có hạn"),
    "standing": N_("thường xuyên"),
    "handover": N_("bàn giao"),
}
_PERIODS = {
    "week": N_("tuần"),
    "month": N_("tháng"),
    "quarter": N_("quý"),
    "half": N_("6 tháng"),
    "nine-months": N_("9 tháng"),
    "year": N_("năm"),
    "program": N_("cả chương trình"),
    "once": N_("một lần"),
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


def duty_word(code: str) -> str:
    """What users call a role in a duty (`lead`) or a kind of duty (`report`) of a plan."""
    return _(_DUTIES[code])


def period_word(kind: str) -> str:
    """How long the periods of an obligation or of a report are: `half` is "6 tháng"."""
    return _(_PERIODS[kind])


def sweep_words(name: str) -> str:
    """What users call a sweep: `round:demo-2015` is "vòng rà soát demo-2015"."""
    kind, _colon, plan = name.partition(":")
    return f"{_(_SWEEPS[kind]) if kind in _SWEEPS else kind} {plan}".rstrip()
