"""What stands in the history, in words: it keeps codes, readers find what users call them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.language import N_, _
from commands.words import word
from models.mail_answers import answer_in_words
from models.retelling import retold
from models.words import role_words, stalled_words, step_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.history import History
    from models.plan import PlanDocument

#: Acts that are called otherwise than the state they lead to; the others have the words of `models.words`.
_ACTS = {
    "accepted": N_("Duyệt"),
    "applied": N_("Áp dụng phiên bản kế hoạch"),
    "awaiting": N_("Chờ cho gửi"),
    "closed": N_("Đóng"),
    "created": N_("Lập phần việc"),
    "dropped": N_("Bỏ bước"),
    "earlier-figures": N_("Nhập số liệu các năm trước"),
    "held": N_("Chưa nhắc vì đơn vị tạm dừng"),
    "letter-sent": N_("Ghi công văn đã gửi"),
    "listed": N_("Đưa lại danh sách cần quyết định"),
    "opened": N_("Mở kỳ"),
    "own-text": N_("Sửa lời của người điều phối"),
    "paused": N_("Tạm dừng nhắc"),
    "postponed": N_("Hoãn bước"),
    "refused": N_("Không nhận"),
    "released": N_("Cho gửi bước"),
    "report-issued": N_("Ban hành báo cáo"),
    "report-reviewed": N_("Soát xong báo cáo"),
    "restored": N_("Giao lại phần việc"),
    "resumed": N_("Nhắc trở lại"),
    "stalled": N_("Đôn đốc bị dừng"),
    "submitted": N_("Nhận báo cáo"),
    "superseded": N_("Bỏ qua bước"),
    "template": N_("Đổi mẫu báo cáo"),
    "told": N_("Đã gửi thư giao việc"),
    "unreached": N_("Thư không đến nơi"),
}
_CHANNELS = {
    "file": N_("nhận bằng tệp"),
    "web": N_("nhận qua trang web"),
    "mail": N_("nhận qua thư"),
    "phone": N_("nhận qua điện thoại"),
    "paper": N_("nhận bằng bản giấy"),
    "zalo": N_("nhận qua Zalo"),
}
_NEWER = {
    "submission": N_("báo cáo"),
    "text": N_("lời của người điều phối"),
    "import": N_("số liệu các năm trước"),
    "template": N_("mẫu"),
    "issue": N_("bản ban hành"),
    "heading": N_("đề mục còn trống"),
    "unreviewed": N_("báo cáo còn chờ duyệt"),
}
#: What is left unsaid, for it says nothing.
_NOTHING: tuple[object, ...] = ("", None, False, [])
#: Why a step was passed over, which dondoc keeps as a code; nothing where a later step was due as well.
_PASSED_OVER = {
    "same-person": N_("người nhận đã được báo ở bước trước"),
    "just-told": N_("vừa có thư báo hạn này, không nhắc thêm"),
}
_LATER_STEP = N_("bước sau đã đến lượt")


def act_words(act: str) -> str:
    """What was done."""
    return _(_ACTS[act]) if act in _ACTS else word(act)


@dataclass(frozen=True, slots=True)
class Words:
    """Says what entries of a history add; `plans` has the documents by code, for the names of bodies and reports."""

    plans: "Mapping[str, PlanDocument]"

    def reason(self, entry: "History") -> str:
        """Why, as it was written down; what dondoc itself wrote is said in the language of the run."""
        if entry.act == "superseded":
            return _(_PASSED_OVER.get(entry.reason, _LATER_STEP))
        return retold(entry.reason)

    def detail(self, entry: "History") -> str:
        """What an entry adds, without the digests, which are for machines."""
        said = json.loads(entry.detail)
        plan = self.plans.get(entry.subject.partition(":")[0])
        order = [*(key for key in _SAID if key in said), *(key for key in said if key not in _SAID)]
        told = (key for key in order if key not in _SILENT and (entry.act, key) not in _SILENT_OF)
        return "; ".join(_fact(plan, entry.act, key, said[key]) for key in told if said[key] not in _NOTHING)


def _fact(plan: "PlanDocument | None", act: str, key: str, value: Any) -> str:  # noqa: ANN401 - any JSON value
    name = _NAMES.get(key)
    if name is not None and isinstance(value, str):
        value = name(plan, value) if plan else value
    say = _SAID_OF.get((act, key)) or _SAID.get(key)
    return say(value) if say else f"{key}: {value}"


def _body(plan: "PlanDocument", code: str) -> str:
    return next((agency.brief for agency in plan.agencies if agency.code == code), code)


def _report(plan: "PlanDocument", code: str) -> str:
    return next((report.title for report in plan.reports if report.code == code), code)


def _filled(sentence: str, say: Callable[[Any], object] = str) -> Callable[[Any], str]:
    """A sentence with one place, `{value}`, that is filled with what `say` makes of a value."""
    return lambda value: _(sentence).format(value=say(value))


def _newer(things: list[str]) -> str:
    """What was newer than a report and was not taken in: kinds have words, names stand as they are."""
    parts = (thing.partition(" ") for thing in things)
    return ", ".join(f"{_(_NEWER[kind]) if kind in _NEWER else kind} {name}" for kind, _space, name in parts)


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def _steps(names: list[str]) -> str:
    return ", ".join(map(step_words, names))


def _addressees(to: str | list[str]) -> str:
    """The roles that a step is addressed to, or the body that a letter went to."""
    return to if isinstance(to, str) else ", ".join(map(role_words, to))


def _held(until: str | bool) -> str:
    """That a paused body is told later; without an end, when it is resumed."""
    if isinstance(until, str):
        return _("chưa báo: đơn vị tạm dừng đến hết {value}").format(value=_day(until))
    return _("chưa báo: đơn vị đang tạm dừng")


#: Facts that are codes of the plan, and what they name.
_NAMES: "dict[str, Callable[[PlanDocument, str], str]]" = {
    "agency": _body,
    "confirmed_for": _body,
    "to": _body,
    "report": _report,
}


#: Digests, and by which version of the program something was compiled, are for machines.
_SILENT = frozenset({"sha256", "digest", "program"})
_SILENT_OF = frozenset({("report-reviewed", "figures"), ("report-issued", "figures")})
#: What each fact is in words, in the order in which they are told.
_SAID: dict[str, Callable[[Any], str]] = {
    "version": _filled(N_("phiên bản {value}")),
    "report": str,
    "period": _filled(N_("kỳ {value}")),
    "section": _filled(N_("mục {value}")),
    "number": _filled(N_("lần {value}")),
    "document_number": _filled(N_("số {value}")),
    "document_date": _filled(N_("ngày {value}"), _day),
    "sent_on": _filled(N_("ngày {value}"), _day),
    "due": _filled(N_("hạn {value}"), _day),
    "state": word,
    "step": step_words,
    "steps": _steps,
    "before": _filled(N_("trước đó: {value}"), word),
    "after": _filled(N_("đến {value}"), _day),
    "until": _filled(N_("đến {value}"), _day),
    "revision": _filled(N_("lần sửa {value}")),
    "channel": lambda channel: _(_CHANNELS[channel]) if channel in _CHANNELS else channel,
    "on_behalf": lambda _flag: _("nhập thay cơ quan"),
    "own_work": lambda _flag: _("cơ quan thường trực duyệt phần việc của mình"),
    "errors": _filled(N_("{value} lỗi")),
    "about": lambda _subject: _("số liệu các năm trước"),
    "file": _filled(N_("tệp {value}")),
    "figures": _filled(N_("{value} số liệu")),
    "without": _filled(N_("chưa tính: {value}"), _newer),
    "looked_through": _filled(N_("bản quét đã tự xem: {value}"), ", ".join),
    "characters": _filled(N_("{value} ký tự")),
    "name": _filled(N_("mẫu {value}")),
    "detail": answer_in_words,
    "held": str,
    "agency": str,
    "confirmed_for": _filled(N_("{value} đã xác nhận")),
    "to": _filled(N_("gửi {value}"), _addressees),
}
#: What the same fact is under some acts.
_SAID_OF: dict[tuple[str, str], Callable[[Any], str]] = {
    ("extended", "before"): _filled(N_("từ {value}"), _day),
    ("moved", "before"): _filled(N_("từ {value}"), _day),
    ("returned", "until"): _filled(N_("hạn sửa {value}"), _day),
    ("postponed", "until"): _filled(N_("xem lại ngày {value}"), _day),
    ("assigned", "held"): _held,
    ("paused", "until"): _filled(N_("đến hết {value}"), _day),
    ("held", "until"): _filled(N_("đến hết {value}"), _day),
    ("letter-sent", "number"): _filled(N_("số {value}")),
    ("stalled", "step"): stalled_words,
}
