"""How one item of a digest is shown: its state in a word, its dates, what was done, and the button."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from notifications.digest import Handed, Item
from notifications.language import Language
from notifications.page import Button, Row
from notifications.text import one_line, shown_clause


def step_names(lang: Language, *, requested: bool = False) -> dict[str, str]:
    """The steps of the climb as acts, by their codes; a requested body is asked again where others are chased."""
    _ = lang.gettext
    return {
        "remind": _("nhắc đầu mối"),
        "chase": _("đề nghị lại đầu mối") if requested else _("đôn đốc đầu mối"),
        "escalate-head": _("báo lãnh đạo đơn vị"),
        "escalate-standing": _("báo lãnh đạo cơ quan thường trực"),
        "escalate-issuer": _("báo cơ quan ban hành kế hoạch"),
    }


def handed_facts(receiver: str, handed: Handed | None, lang: Language) -> list[tuple[str, str]]:
    """Who receives a hand-over, and all that is said of it: number, date, count."""
    _ = lang.gettext
    said = handed or Handed()
    facts = (
        (_("Bên nhận"), one_line(receiver)),
        (_("Số văn bản"), one_line(said.number)),
        (_("Ngày bàn giao"), lang.full(said.on) if said.on else ""),
        (_("Số lượng"), one_line(said.count)),
    )
    return [(label, text) for label, text in facts if text]


@dataclass(frozen=True)
class RowWriter:
    """Writes items as rows, in one language, as seen on one day (`today`, in the plan's time zone).

    Leaders are spared the names of assignments (`with_codes`), which serve in commands and replies.
    """

    lang: Language
    today: date
    with_codes: bool = True

    def row(self, item: Item, *, with_agency: bool = False) -> Row:
        """The row of an item; `with_agency` names the body that owes, for readers from elsewhere."""
        _ = self.lang.gettext
        due_label, due = self._main_date(item)
        return Row(
            title=one_line(item.title),
            badge=self.badge(item),
            state=item.state(self.today),
            period=_("Kỳ: %(period)s") % {"period": one_line(item.period)} if item.period else "",
            due_label=due_label,
            due=self.lang.full(due),
            note=_("Lý do: %(reason)s") % {"reason": one_line(item.reason)} if item.reason else "",
            facts=self._facts(item, with_agency),
            button=self._button(item),
        )

    def _main_date(self, item: Item) -> tuple[str, date]:
        """The date the reader acts by, with its name."""
        _ = self.lang.gettext
        if item.confirms:
            return _("Hạn bàn giao"), item.due
        if item.action == "returned" and item.until:
            return _("Bổ sung đến hết"), item.until
        if item.action in ("extended", "moved"):
            return _("Hạn mới"), item.until or item.due
        return _("Thời hạn đề nghị") if item.requested else _("Hạn"), item.due

    def badge(self, item: Item) -> str:
        """The state in words: "Quá hạn 3 ngày", "Chờ duyệt"."""
        _ = self.lang.gettext
        confirmed = item.awaits_receiver
        returned = _("Chưa xác nhận") if confirmed else _("Trả lại")
        answers: dict[str, str] = {
            "receipt": _("Chờ xác nhận") if confirmed else _("Chờ duyệt"),
            "confirm": _("Chờ xác nhận"),
            "returned": _("Đề nghị bổ sung") if item.requested and not confirmed else returned,
            "accepted": _("Đã duyệt"),
            "extended": _("Gia hạn"),
            "excused": _("Miễn"),
            "moved": _("Đổi hạn"),
            "closed": _("Kết thúc"),
        }
        return answers.get(item.action) or self._distance(item)

    def _distance(self, item: Item) -> str:
        late = item.days_late(self.today)
        ngettext = self.lang.ngettext
        if late > 0 and item.requested:
            return ngettext("Chưa nhận được, quá %(n)s ngày", "Chưa nhận được, quá %(n)s ngày", late) % {"n": late}
        if late > 0:
            return ngettext("Quá hạn %(n)s ngày", "Quá hạn %(n)s ngày", late) % {"n": late}
        if late == 0:
            return self.lang.gettext("Đến hạn hôm nay")
        return ngettext("Còn %(n)s ngày", "Còn %(n)s ngày", -late) % {"n": -late}

    def _facts(self, item: Item, with_agency: bool) -> tuple[tuple[str, str], ...]:
        _ = self.lang.gettext
        whose = _("Bên giao") if item.confirms else _("Đơn vị")
        facts = [(whose, one_line(item.agency))] if with_agency else []
        facts += handed_facts(item.receiver, item.handed, self.lang)
        _label, shown = self._main_date(item)
        if item.before is not None:
            facts.append((_("Hạn cũ"), self.lang.full(item.before)))
        if item.original_due not in (shown, item.before):
            facts.append((_("Hạn ban đầu"), self.lang.full(item.original_due)))
        optional: list[tuple[str, Callable[[Item], str]]] = [
            (_("Lần gửi"), lambda it: "" if it.revision is None else str(it.revision)),
            (_("Người quyết định"), lambda it: one_line(it.by)),
            (_("Đã làm"), self._told),
            ("", self._informed),
            (_("Căn cứ trong kế hoạch"), self._clauses),
            (_("Kế hoạch ghi"), lambda it: f"“{one_line(it.wording)}”" if it.wording else ""),
            (_("Phối hợp"), lambda it: one_line("; ".join(it.partners))),
            (_("Khác hẳn các kỳ trước"), lambda it: one_line("; ".join(it.questions))),
            ("", self._asking),
            (_("Ghi chú"), lambda it: one_line(it.note)),
            (_("Mã"), lambda it: it.assignment if self.with_codes else ""),
        ]
        facts += [(label, text) for label, said in optional if (text := said(item))]
        return tuple(facts)

    def _asking(self, item: Item) -> str:
        """What is asked of a body whose figures are far from its own history: they were taken in as they are."""
        _ = self.lang.gettext
        return _("Số liệu vẫn được nhận; nếu đúng, xin ghi rõ nguyên nhân.") if item.questions else ""

    def _told(self, item: Item) -> str:
        steps = step_names(self.lang, requested=item.requested)
        acts: dict[str, list[str]] = {}
        for who, day in item.told:
            acts.setdefault(steps.get(who, one_line(who)), []).append(self.lang.short(day))
        return "; ".join(f"{act} {', '.join(days)}" for act, days in acts.items())

    def _informed(self, item: Item) -> str:
        """What was done that the reader is informed of."""
        if not item.informed or item.answers:
            return ""
        _ = self.lang.gettext
        if item.unheard:
            return self._unheard(item)
        if item.requested:
            focal, head = _("Đầu mối nhận thư đề nghị hôm nay."), _("Lãnh đạo đơn vị nhận thư đề nghị hôm nay.")
            return head if item.action == "escalate" else focal
        if item.action != "escalate":
            return _("Đầu mối được nhắc hôm nay.") if item.action == "remind" else _("Đầu mối được đôn đốc hôm nay.")
        return {
            2: _("Lãnh đạo cơ quan thường trực được báo hôm nay."),
            3: _("Cơ quan ban hành kế hoạch được báo hôm nay."),
        }.get(item.rung, _("Lãnh đạo đơn vị được báo hôm nay."))

    def _unheard(self, item: Item) -> str:
        """That those whom the step was to reach were not told: nobody reads that somebody heard who did not."""
        _ = self.lang.gettext
        who = {
            1: _("lãnh đạo đơn vị"),
            2: _("lãnh đạo cơ quan thường trực"),
            3: _("cơ quan ban hành kế hoạch"),
        }.get(item.rung, _("đầu mối"))
        if item.unheard == "missing":
            return _("Chưa báo được ai: %(who)s chưa có địa chỉ nhận thư.") % {"who": who}
        return _("Chưa báo được ai: thư cho %(who)s không đến nơi.") % {"who": who}

    def _clauses(self, item: Item) -> str:
        _ = self.lang.gettext
        said = []
        for place, paragraph in map(shown_clause, item.clauses):
            pattern = _("mục %(place)s, đoạn cuối") if paragraph == "end" else _("mục %(place)s, đoạn %(paragraph)s")
            said.append((pattern if paragraph else _("mục %(place)s")) % {"place": place, "paragraph": paragraph})
        return "; ".join(said)

    def _button(self, item: Item) -> Button | None:
        if not item.url:
            return None
        _ = self.lang.gettext
        done = item.action in ("receipt", "accepted", "excused", "closed")
        if done or item.informed or not item.own:
            return Button(_("Xem chi tiết"), item.url)
        labels = {"report": _("Gửi báo cáo"), "task": _("Cập nhật tiến độ"), "handover": _("Ghi nhận bàn giao")}
        return Button(labels[item.kind], item.url)
