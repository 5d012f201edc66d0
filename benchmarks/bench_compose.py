"""How fast digests become mails, and what the standard library's composer would take for the same parts.

Run: python benchmarks/bench_compose.py [COUNT]. Every mail has its own recipient, subject and three items.
"""

import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

from notifications.composing import Headers, compose_digest, render_digest
from notifications.digest import Digest, Item, Masthead
from notifications.identity import message_id_for, references_for
from notifications.mime import Mailbox

DOMAIN = "so-a.example"
MASTHEAD = Masthead(
    plan_title="Kế hoạch mẫu năm 2015",
    plan_code="demo-2015",
    year="2015",
    sender_agency="Sở A",
    coordinator_name="Phòng Tổng hợp Sở A",
    coordinator_email=f"dieuphoi@{DOMAIN}",
    coordinator_phone="0210 000 000",
)


def a_digest(number: int) -> Digest:
    """The reminder of three reports to one body among many."""
    due = date(2015, 6, 15) + timedelta(days=number % 30)
    items = tuple(
        Item(
            assignment=f"demo-2015:B-{line:02}/huyen-{number}/2015-H1",
            title=f"Báo cáo kết quả thực hiện nhiệm vụ số {line}",
            agency=f"UBND huyện {number}",
            period="6 tháng đầu năm 2015",
            due=due,
            original_due=due,
            action="remind",
            clauses=("V.7#1",),
            next_step=("chase", due + timedelta(days=1)),
        )
        for line in range(3)
    )
    return Digest(
        to_name=f"Đầu mối UBND huyện {number}",
        to_email=f"focal@huyen-{number}.example",
        agency=f"UBND huyện {number}",
        items=items,
        today=due - timedelta(days=7),
        masthead=MASTHEAD,
    )


def headers_of(digest: Digest) -> Headers:
    """Headers as a round makes them."""
    return Headers(
        message_id=message_id_for(digest.to_email, DOMAIN),
        sender=Mailbox("Sở A", f"dondoc@{DOMAIN}"),
        reply_to=Mailbox("Phòng Tổng hợp Sở A", f"dieuphoi@{DOMAIN}"),
        date=datetime(2015, 6, 8, 0, 30, tzinfo=UTC),
        list_id=f"demo-2015.{DOMAIN}",
        references=references_for((item.assignment for item in digest.items), DOMAIN),
    )


def with_the_standard_library(digest: Digest) -> bytes:
    """The same texts in an `EmailMessage`, with half of the headers."""
    rendered, headers = render_digest(digest), headers_of(digest)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{headers.sender.name} <{headers.sender.address}>"
    mail["To"] = f"{digest.to_name} <{digest.to_email}>"
    mail["Subject"] = rendered.subject
    mail["Message-ID"] = headers.message_id
    mail["References"] = " ".join(headers.references)
    mail.set_content(rendered.text, cte="base64")
    mail.add_alternative(rendered.html, subtype="html", cte="base64")
    return mail.as_bytes()


def rate(work: Callable[[Digest], object], digests: Iterable[Digest], count: int) -> float:
    """Digests per second on one core."""
    start = time.perf_counter()
    for digest in digests:
        work(digest)
    return count / (time.perf_counter() - start)


def main() -> None:
    """Print three rates: rendering alone, whole mails, and whole mails by the standard library."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    digests = [a_digest(number) for number in range(count)]
    compose_digest(digests[0], headers_of(digests[0]))  # templates are compiled once
    works: tuple[tuple[str, Callable[[Digest], object]], ...] = (
        ("rendered", render_digest),
        ("composed", lambda digest: compose_digest(digest, headers_of(digest))),
        ("composed with EmailMessage", with_the_standard_library),
    )
    for name, work in works:
        print(f"{name}: {rate(work, digests, count):,.0f} digests/s on one core")


if __name__ == "__main__":
    main()
