"""Items, digests and headers for the tests of mails: fictional bodies, one for every kind of mail."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from typing import Any

from notifications.composing import Headers
from notifications.digest import ANSWERS, Digest, Handed, Item, Masthead
from notifications.drafts import ReportNotice, report_notice_page
from notifications.identity import message_id_for, references_for
from notifications.issued import IssuedNotice, issued_notice_page
from notifications.language import language
from notifications.mime import Mailbox
from notifications.page import Page
from notifications.report_rows import StaleDraft, Undelivered
from notifications.summary import Summary, summary_page
from notifications.summary_rows import Entry, MissingContact, Unreached
from notifications.view import digest_page

DUE = date(2015, 6, 15)
TODAY = date(2015, 6, 22)
PLAN = "Kế hoạch mẫu năm 2015"
TOLD = (("remind", date(2015, 6, 8)), ("remind", date(2015, 6, 12)), ("chase", date(2015, 6, 16)))
MASTHEAD = Masthead(
    plan_title=PLAN,
    plan_code="demo-2015",
    year="2015",
    sender_agency="Sở A",
    coordinator_name="Phòng Tổng hợp Sở A",
    coordinator_email="dieuphoi@so-a.example",
    coordinator_phone="0210 000 000",
)


def item(**changes: Any) -> Item:
    values: dict[str, Any] = {
        "assignment": "demo-2015:B-01/so-b/2015-H1",
        "title": "Báo cáo kết quả kiểm tra",
        "agency": "Sở B",
        "due": DUE,
        "original_due": changes.get("due", DUE),
        "action": "remind",
        "period": "6 tháng đầu năm 2015",
        "clauses": ("V.2#4",),
    }
    return Item(**{**values, **changes})


def digest(*items: Item, today: date = TODAY, **changes: Any) -> Digest:
    values: dict[str, Any] = {"to_name": "Đầu mối Sở B", "to_email": "focal@so-b.example", "agency": "Sở B"}
    return Digest(**{**values, "items": items, "today": today, "masthead": MASTHEAD, **changes})


def in_english(of: Digest) -> Digest:
    return replace(of, masthead=replace(of.masthead, lang="en"))


def headers(of: Digest | None = None, **changes: Any) -> Headers:
    names = [one.assignment for one in of.items] if of else []
    values: dict[str, Any] = {
        "message_id": message_id_for("demo-2015 1", "so-a.example"),
        "sender": Mailbox("Sở A – Đôn đốc", "dondoc@so-a.example"),
        "reply_to": Mailbox("Phòng Tổng hợp Sở A", "dieuphoi@so-a.example"),
        "references": references_for(names, "so-a.example"),
        "date": datetime(2015, 6, 22, 0, 30, tzinfo=UTC),
        "list_id": "demo-2015.so-a.example",
        "list_name": PLAN,
    }
    return Headers(**{**values, **changes})


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def _others(**changes: Any) -> tuple[Item, ...]:
    return tuple(
        item(
            assignment=f"demo-2015:B-0{n}/huyen-{n}/2015-H1", agency=f"UBND huyện {n}", own=False, told=TOLD, **changes
        )
        for n in (1, 2)
    )


def digests() -> Mapping[str, Digest]:
    """One digest of every kind of mail."""
    late = {"told": TOLD, "next_step": ("escalate-head", date(2015, 6, 29))}
    found = {
        "remind": digest(
            item(attachment="bieu.xlsx"), item(kind="task", title="Xây dựng mô hình"), today=date(2015, 6, 8)
        ),
        "chase": digest(item(action="chase", **late), item(kind="handover", title="Bàn giao qua kênh riêng")),
        "escalate-head": digest(item(action="escalate", rung=1, told=TOLD, reason="")),
        "escalate-standing": digest(*_others(action="escalate", rung=2), agency="Sở A"),
        "escalate-issuer": digest(*_others(action="escalate", rung=3), agency="UBND tỉnh"),
        "inform": digest(item(action="chase", informed=True)),
    }
    answer: dict[str, Any] = {
        "until": date(2015, 6, 25),
        "reason": "Thiếu biểu 2",
        "revision": 1,
        "by": "Phòng Tổng hợp",
    }
    for action in ANSWERS:
        found[action] = digest(item(action=action, **answer))
    over: dict[str, Any] = {
        "kind": "handover",
        "title": "Bàn giao qua kênh riêng",
        "receiver": "UBND huyện 1",
        "handed": Handed("45/CV-SB", date(2015, 6, 10), "12"),
    }
    to: dict[str, Any] = {"agency": "UBND huyện 1", "to_name": "Đầu mối huyện 1", "to_email": "focal@huyen-1.example"}
    found["confirm"] = digest(item(action="confirm", own=False, rung=-1, revision=1, **over), **to)
    for action in ("receipt", "returned"):
        found[f"handover-{action}"] = digest(item(action=action, **answer, **over))
    return found


def requested_digests() -> Mapping[str, Digest]:
    """The same for a body that is asked and not ordered: every kind that can reach it."""
    own = {name: made for name, made in digests().items() if not made.of_others or name in ("inform", "confirm")}
    return {
        name: replace(
            made,
            agency="Hội B",
            items=tuple(replace(one, requested=True, agency="Hội B") for one in made.items),
        )
        for name, made in own.items()
    }


def entry(**changes: Any) -> Entry:
    values: dict[str, Any] = {
        "assignment": "demo-2015:B-01/so-b/2015-H1",
        "title": "Báo cáo kết quả kiểm tra",
        "agency": "Sở B",
        "period": "6 tháng đầu năm 2015",
        "due": DUE,
    }
    return Entry(**{**values, **changes})


def summary(**changes: Any) -> Summary:
    values: dict[str, Any] = {
        "to_name": "Người điều phối",
        "to_email": "dieuphoi@so-a.example",
        "today": TODAY,
        "masthead": MASTHEAD,
        "awaiting": (entry(step="escalate-standing", to="Lãnh đạo Sở A", since=date(2015, 6, 19)),),
        "undecided": (entry(title="Việc quá bước cuối", due=date(2015, 5, 4)),),
        "unreviewed": (entry(title="Việc chờ duyệt", since=TODAY),),
        "handovers": (
            entry(
                title="Việc bàn giao",
                since=date(2015, 6, 19),
                receiver="UBND huyện 1",
                handed=Handed("45/CV-SB", date(2015, 6, 18), "12"),
                asked=date(2015, 6, 19),
            ),
            entry(title="Việc bàn giao chưa hỏi được", since=TODAY, receiver="UBND huyện 2", unheard="missing"),
        ),
        "unreached": (
            Unreached(
                who="Đầu mối Sở B",
                address="sai@so-b.example",
                detail='không có hộp thư này (máy chủ thư trả lời "550 5.1.1 no such user")',
                since=date(2015, 6, 19),
                assignments=("demo-2015:B-01/so-b/2015-H1", "demo-2015:B-02/so-b/2015-H1"),
            ),
        ),
        "missing": (MissingContact("UBND huyện 2", "lãnh đạo", ("demo-2015:B-02/huyen-2/2015-H1",)),),
        "letters": (entry(title="Việc cần công văn", step="escalate-standing"),),
        "stalled": (entry(title="Việc đang dừng", detail="chưa báo được lãnh đạo"),),
        "due_today": (entry(title="Việc đến hạn", due=TODAY),),
        "informed": (item(title="Việc để biết", action="escalate", rung=1, own=False, informed=True),),
        "undelivered": (
            Undelivered("Báo cáo kết quả năm 2014", "Bộ M"),
            Undelivered("Báo cáo kết quả năm 2014", "Văn phòng", "vp@sai.example", "550 5.1.1 no such user"),
        ),
        "drafts": (StaleDraft("Báo cáo kết quả 6 tháng đầu năm 2015", 3, "half-year", "2015-H1"),),
    }
    return Summary(**{**values, **changes})


def notice(**changes: Any) -> ReportNotice:
    values: dict[str, Any] = {
        "to_name": "Người điều phối",
        "to_email": "dieuphoi@so-a.example",
        "today": date(2015, 12, 22),
        "masthead": MASTHEAD,
        "title": "Báo cáo kết quả năm 2015",
        "period": "năm 2015",
        "due": date(2015, 12, 25),
        "missing": ("Sở B",),
        "unreviewed": ("UBND huyện 1",),
        "digest": "ab12",
    }
    return ReportNotice(**{**values, **changes})


def issued(**changes: Any) -> IssuedNotice:
    values: dict[str, Any] = {
        "to_name": "Văn phòng",
        "to_email": "vp@ubnd.example",
        "today": date(2015, 12, 28),
        "masthead": MASTHEAD,
        "title": "Báo cáo kết quả năm 2015",
        "about": "Kết quả năm 2015",
        "period": "năm 2015",
        "number": "46/BC-SA",
        "dated": date(2015, 12, 28),
    }
    return IssuedNotice(**{**values, **changes})


def correction(**changes: Any) -> IssuedNotice:
    """An issued report that replaces another one."""
    values: dict[str, Any] = {
        "correction": True,
        "replaces_number": "45/BC-SA",
        "replaces_date": date(2015, 12, 25),
        "changes": tuple(f"Chỉ tiêu {number} (lượt): tổng số 9 → 12" for number in range(40)),
    }
    return issued(**{**values, **changes})


def pages(lang: str = "vi") -> Mapping[str, Page]:
    """Every kind of mail as a page, in one language."""
    masthead = replace(MASTHEAD, lang=language(lang).code)
    asked = {f"request-{name}": made for name, made in requested_digests().items()}
    made = {name: digest_page(replace(one, masthead=masthead)) for name, one in {**digests(), **asked}.items()}
    return {
        **made,
        "summary": summary_page(summary(masthead=masthead)),
        "draft": report_notice_page(notice(masthead=masthead), ["bao-cao.docx", "so-lieu.xlsx"]),
        "issued": issued_notice_page(issued(masthead=masthead), ["Bao-cao-nam-2015.docx", "Bao-cao-nam-2015.pdf"]),
        "signed": issued_notice_page(issued(masthead=masthead, signed=True), ["Bao-cao-nam-2015-da-ky.pdf"]),
        "correction": issued_notice_page(correction(masthead=masthead), ["Bao-cao-nam-2015-dinh-chinh-1.docx"]),
    }


class _Visible(HTMLParser):
    """Collects what a reader sees, and the targets of links."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("title", "style")
        self.parts += [value for name, value in attrs if name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("title", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def visible(html: str) -> list[str]:
    """The pieces of text of an HTML part, each on one line, links as their targets."""
    reader = _Visible()
    reader.feed(html)
    return [line for part in reader.parts if (line := " ".join(part.split()))]
