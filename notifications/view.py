"""A digest as a page: its sections in order of urgency, and what every mail says after them."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from notifications.digest import Digest, Item, Masthead, kind_of
from notifications.language import Language, language
from notifications.page import Block, Group, Page, Row, Section, words
from notifications.rows import RowWriter
from notifications.text import one_line
from notifications.wording import context_of, subject_of, wording_of

_ASKS_FOR_FILING = ("remind", "chase", "escalate", "returned", "not-extended", "extended", "moved")


def digest_page(digest: Digest, attached: Sequence[str] = ()) -> Page:
    """The page of a digest; `attached` are the names of the files that travel with it."""
    lang = language(digest.masthead.lang)
    name, context = wording_of(digest), context_of(digest, lang)
    how = (*_how_to_file(digest, lang), *_how_to_confirm(digest, lang))
    blocks = (*how, *_attached(digest, attached, lang), *_next(digest, lang))
    return Page(
        subject=subject_of(digest),
        sender=one_line(digest.masthead.sender_agency),
        plan=plan_line(digest.masthead),
        greeting=greeting(digest.to_name, lang),
        why=words(lang, name, "why", context),
        ask=words(lang, name, "ask", context),
        sections=tuple(_sections(digest, lang)),
        blocks=(*blocks, contact_block(digest.masthead, lang)),
        foot=_foot(digest, lang),
    )


def plan_line(masthead: Masthead) -> str:
    """The plan and its year, the year once."""
    title = one_line(masthead.plan_title)
    return title if not masthead.year or masthead.year in title else f"{title} · {masthead.year}"


def greeting(name: str, lang: Language) -> str:
    """Whom the mail addresses."""
    return lang.gettext("Kính gửi: %(name)s") % {"name": one_line(name)}


def contact_block(masthead: Masthead, lang: Language) -> Block:
    """Whom to call."""
    parts = [one_line(masthead.coordinator_name)]
    if masthead.coordinator_phone:
        parts.append(lang.gettext("điện thoại %(phone)s") % {"phone": one_line(masthead.coordinator_phone)})
    lines = [", ".join(parts)]
    if masthead.coordinator_email:
        lines.append(lang.gettext("Thư: %(email)s") % {"email": one_line(masthead.coordinator_email)})
    return Block(lang.gettext("Liên hệ"), tuple(lines))


def list_section(heading: str, items: Iterable[Item], writer: RowWriter, *, by_body: bool) -> Section:
    """Items as one list, the longest overdue first; by body where the reader watches over many."""
    ordered = sorted(items, key=lambda item: (item.due, item.title, item.agency, item.assignment))
    if by_body:
        return Section(heading, tuple(_by_body(ordered, writer)), as_table=True)
    rows = tuple(writer.row(item, with_agency=not item.own) for item in ordered)
    return Section(heading, (Group("", rows),))


def _by_body(ordered: Sequence[Item], writer: RowWriter) -> Iterable[Group]:
    """Groups in the order of each body's earliest due date."""
    rows: dict[str, list[Row]] = {}
    for item in ordered:
        rows.setdefault(one_line(item.agency), []).append(writer.row(item))
    for agency, of_body in rows.items():
        yield Group(agency, tuple(of_body))


def _sections(digest: Digest, lang: Language) -> Iterable[Section]:
    """Overdue first, then what was just set, due soon, the rest, then answers, then "để biết"."""
    _ = lang.gettext
    headings = {
        "late": _("Chưa nhận được") if digest.requested else _("Quá hạn"),
        "fresh": _("Đề nghị mới") if digest.requested else _("Nhiệm vụ mới giao"),
        "soon": _("Sắp đến hạn"),
        "later": _("Chưa đến hạn"),
        "answer": _("Kết quả xử lý"),
        "inform": _("Để biết"),
    }
    parts: dict[str, list[Item]] = {key: [] for key in headings}
    for item in digest.items:
        parts[_part_of(item, digest)].append(item)
    writer = RowWriter(lang, digest.today, with_codes=not (digest.of_others and digest.rung >= 2))
    filled = {key: items for key, items in parts.items() if items}
    for key, items in filled.items():
        alone = len(filled) == 1 and key in ("answer", "inform")
        watching = not any(item.own or item.confirms for item in items)
        yield list_section("" if alone else headings[key], items, writer, by_body=watching)


def _part_of(item: Item, digest: Digest) -> str:
    if item.informed:
        return "inform"
    if item.answers:
        return "answer"
    if item.fresh:
        return "fresh"
    return {"late": "late", "soon": "soon"}.get(item.state(digest.today), "later")


def _to_file(digest: Digest) -> list[Item]:
    return [item for item in digest.for_action if item.own and item.action in _ASKS_FOR_FILING]


def _how_to_file(digest: Digest, lang: Language) -> Iterable[Block]:
    """How to answer, for each kind of duty once, and that no person may be named (aggregates only)."""
    _ = lang.gettext
    items = _to_file(digest)
    if not items:
        return
    elsewhere = _("Báo cáo: kèm tệp biểu đã điền; biểu đã gửi cho đầu mối cùng các thư trước.")
    ways = {
        "report": _("Báo cáo: kèm tệp biểu đã điền.") if any(item.attachment for item in items) else elsewhere,
        "task": _("Nhiệm vụ: nêu tình trạng, tỷ lệ hoàn thành, số và ngày văn bản kết quả."),
        "handover": _("Bàn giao: chỉ nêu số, ngày văn bản và số lượng; không gửi danh sách."),
    }
    buttons = any(item.url for item in items)
    lines = [_("Dùng nút ở từng dòng trên, hoặc trả lời thư này:") if buttons else _("Trả lời thư này:")]
    lines += [way for kind, way in ways.items() if any(item.kind == kind for item in items)]
    lines.append(_("Chỉ gửi số liệu tổng hợp, không gửi họ tên hay thông tin cá nhân."))
    yield Block(_("Cách gửi"), tuple(lines))


def _how_to_confirm(digest: Digest, lang: Language) -> Iterable[Block]:
    """To whom the receiving body of a hand-over answers, and that the answer names nobody."""
    if not any(item.confirms for item in digest.items):
        return
    _ = lang.gettext
    name, address = one_line(digest.masthead.coordinator_name), one_line(digest.masthead.coordinator_email)
    to = {"name": f"{name} ({address})" if address else name}
    yield Block(
        _("Cách trả lời"),
        (
            _("Trả lời thư này cho %(name)s: đã nhận đủ; chưa nhận được; hoặc nhận khác với số, ngày, số lượng trên.")
            % to,
            _("Không gửi danh sách, không nêu họ tên hay thông tin cá nhân."),
        ),
    )


def _attached(digest: Digest, attached: Sequence[str], lang: Language) -> Iterable[Block]:
    if not attached:
        return
    titles: dict[str, str] = {item.attachment: item.title for item in digest.items if item.attachment}
    lines = tuple(attachment_line(name, titles.get(name, ""), lang) for name in attached)
    yield Block(lang.gettext("Kèm theo thư"), lines)


def attachment_line(name: str, title: str, lang: Language) -> str:
    """What an attached file is for: "bieu.xlsx: biểu để điền, Báo cáo kết quả kiểm tra"."""
    _ = lang.gettext
    uses = {
        "xlsx": _("biểu để điền") if title else _("bảng số liệu"),
        "ics": _("thêm hạn vào lịch làm việc"),
        "docx": _("bản thảo văn bản"),
        "pdf": _("bản để in"),
    }
    use = uses.get(name.rpartition(".")[2].lower(), "")
    said = ", ".join(part for part in (use, one_line(title)) if part)
    return f"{one_line(name)}: {said}" if said else one_line(name)


def _next(digest: Digest, lang: Language) -> Iterable[Block]:
    """What happens next where nothing comes in: one line for each date and step."""
    _ = lang.gettext
    soft = digest.requested
    steps = {
        "remind": _("nhắc lại"),
        "chase": _("xin phép nhắc lại") if soft else _("đôn đốc"),
        "escalate-head": _("xin phép kính báo lãnh đạo đơn vị") if soft else _("báo cáo lãnh đạo đơn vị"),
        "escalate-standing": _("trình lãnh đạo %(sender)s") % {"sender": one_line(digest.masthead.sender_agency)},
        "escalate-issuer": _("trình cơ quan ban hành kế hoạch"),
    }
    pairs = sorted((item.next_step[1], item.next_step[0], item.title) for item in digest.for_action if item.next_step)
    grouped = [(key, [title for *_rest, title in rows]) for key, rows in groupby(pairs, key=lambda pair: pair[:2])]
    lines = []
    for (day, step), titles in grouped:
        about = "" if len(grouped) == 1 else f" ({one_line('; '.join(dict.fromkeys(titles)))})"
        lines.append(
            _("Nếu đến %(day)s chưa nhận được: %(step)s%(about)s.")
            % {"day": lang.full(day), "step": steps[step], "about": about}
        )
    if lines:
        yield Block(_("Tiếp theo"), tuple(lines))


def _foot(digest: Digest, lang: Language) -> tuple[str, ...]:
    _ = lang.gettext
    sender = {"sender": one_line(digest.masthead.sender_agency)}
    lines = []
    if kind_of(digest.items) in ("remind", "chase", "escalate", "inform"):
        set_by = _("Hạn do %(sender)s ấn định để theo dõi việc thực hiện kế hoạch.")
        asked_by = _("Thời hạn do %(sender)s đề nghị để tiện tổng hợp.")
        lines.append((asked_by if digest.requested else set_by) % sender)
    lines.append(
        _("Nếu thư đến nhầm người, xin trả lời “nhầm người” và cho biết đầu mối đúng; %(sender)s sẽ đổi địa chỉ.")
        % sender
    )
    return tuple(lines)
