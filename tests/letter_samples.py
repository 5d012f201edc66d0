"""Letters for tests: one for each situation, on a small plan with fictional bodies."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from reports.letters.matters import Letter, Matter, Notified, Returned
from tests.plan_world import PLAN, document

TODAY = date(2015, 6, 29)
ANSWER_BY = date(2015, 7, 3)
DUE = date(2015, 6, 15)
TOLD = (
    Notified("remind", date(2015, 6, 8)),
    Notified("remind", date(2015, 6, 12)),
    Notified("chase", date(2015, 6, 16)),
    Notified("head", date(2015, 6, 22)),
)
PLACED = PLAN.replace(
    "plan: {code: demo-2015, title: Kế hoạch mẫu năm 2015,",
    "plan: {code: demo-2015, title: Kế hoạch mẫu năm 2015, place: Sông Thao, subject: an toàn lao động, "
    "number: 12/KH-UBND, signed: 2015-01-05,",
).replace(
    "name: Điều phối, email: dieuphoi@so-a.example",
    "name: Điều phối, email: dieuphoi@so-a.example, phone: 0210 3 000 001",
)


def matter(**changes: Any) -> Matter:
    values: dict[str, Any] = {
        "assignment": "demo-2015:B-01/so-b/2015-H1",
        "agency": "so-b",
        "title": "Báo cáo kết quả kiểm tra",
        "kind": "report",
        "period": "2015-H1",
        "due": DUE,
        "original_due": DUE,
        "clause": "điểm 2 mục V",
        "days_late": 14,
        "notified": TOLD,
    }
    return Matter(**{**values, **changes})


def letter(**changes: Any) -> Letter:
    values: dict[str, Any] = {
        "kind": "chase",
        "document": document(PLACED),
        "to": "so-b",
        "matters": (matter(),),
        "as_of": TODAY,
        "answer_by": ANSWER_BY,
        "goes_up": True,
    }
    return Letter(**{**values, **changes})


TASK = matter(title="Tổ chức tháng hành động", kind="task", period="once", clause="", days_late=3, notified=())
HANDOVER = matter(title="Bàn giao danh sách theo kênh riêng", kind="handover", days_late=1)
EXTENDED = matter(due=date(2015, 6, 24), extended=True, days_late=5)
RETURNED = matter(
    due=date(2015, 6, 22),
    returned=Returned(date(2015, 6, 15), date(2015, 6, 17), "Phần lời quá ngắn."),
    days_late=7,
    notified=(),
)
COMING = matter(
    title="Báo cáo tháng 6", period="2015-06", due=date(2015, 7, 5), original_due=date(2015, 7, 5), days_late=0
)


def situations() -> Mapping[str, Letter]:
    """Every situation a letter may be about."""
    bodies = ("so-b", "huyen-1", "huyen-2")
    lettered = (*TOLD, Notified("letter", date(2015, 6, 29), "45/SA-VP"))
    return {
        "one": letter(),
        "many": letter(matters=(matter(), TASK, HANDOVER, COMING), unit="VP"),
        "extended": letter(matters=(EXTENDED,)),
        "returned": letter(matters=(RETURNED,)),
        "handover": letter(matters=(HANDOVER,)),
        "older form": letter(profile="TT01-2011", matters=(matter(), EXTENDED)),
        "no address, late": letter(unreachable=True, goes_up=False),
        "no address, not late": letter(kind="remind", matters=(COMING,), unreachable=True, goes_up=False),
        "no address, several": letter(kind="remind", matters=(COMING, TASK_TO_COME), unreachable=True, goes_up=False),
        "requested": letter(kind="request", to="hoi", matters=(matter(agency="hoi"),), unreachable=True, goes_up=False),
        "note": letter(
            kind="note",
            to="ubnd",
            matters=tuple(matter(agency=one, notified=lettered) for one in bodies),
            goes_up=False,
        ),
    }


TASK_TO_COME = matter(title="Tổ chức tháng hành động", kind="task", period="once", clause="", days_late=0, notified=())
