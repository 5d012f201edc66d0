"""The demo: a year in under a minute, and mails that a coordinator would find reasonable."""

import email
import email.policy
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from flows.clock import clock_now, is_demo
from flows.demo.pages import DemoResult
from flows.demo.year import run_demo
from flows.issuing import ReportRef, verify
from flows.settings import load_settings
from models.assignments import Assignment, find_assignment
from models.calendar import WorkCalendar
from models.errors import DondocError
from models.history import broken_chains
from models.messages import Message, MessageState, messages_where
from models.notices import Notice, NoticeState
from models.recipients import FOCAL, HEAD, STANDING
from models.reporting import builds_of
from models.store import Store
from models.submissions import PassageText, Submission
from reports.conformity.checking import check_file
from tests.windows_names import fits_windows

VIETNAM = WorkCalendar()
Year = tuple[DemoResult, float]
OWN_TASKS = (("TH-6-THANG", "2015-H1"), ("TH-9-THANG", "2015-9M"), ("TH-NAM", "2015"), ("TK-5-NAM", "2011..2015"))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    started = time.monotonic()
    result = run_demo(tmp_path_factory.mktemp("demo") / "out", seed=2015)
    return result, time.monotonic() - started


@pytest.fixture
def store(year: Year) -> Iterator[Store]:
    opened = Store(f"sqlite:///{year[0].out / 'home' / 'dondoc.db'}")
    yield opened
    opened.close()


def mails(result: DemoResult) -> list[EmailMessage]:
    paths = sorted((result.out / "mails").glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]


def test_the_year_takes_at_most_a_minute(year: Year) -> None:
    assert year[1] <= 60


def test_it_leaves_mails_reports_and_pages(year: Year) -> None:
    result, _ = year
    names = {path.name for path in (result.out / "reports").iterdir()}
    for report in ("half-year_2015-H1", "nine-month_2015-9M", "year-end_2015", "five-year_2011-2015"):
        assert {f"{report}.{kind}" for kind in ("docx", "xlsx", "html", "json")} <= names
    index = (result.out / "mails" / "index.html").read_text(encoding="utf-8")
    assert index.count('.eml">') == result.mails == len(mails(result)) > 200
    page = (result.out / "assignments.html").read_text(encoding="utf-8")
    with Store(f"sqlite:///{result.out / 'home' / 'dondoc.db'}").reading() as session:
        names_of_all = list(session.exec(select(Assignment.name)))
    assert all(name in page for name in names_of_all)


def test_every_mail_speaks_of_the_files_it_carries_and_of_no_other(year: Year) -> None:
    for mail in mails(year[0]):
        body = mail.get_body(("plain",))
        assert body is not None
        said = set(re.findall(r"[\w.-]+\.(?:docx|xlsx|pdf|ics)\b", body.get_content()))
        assert said == {part.get_filename() for part in mail.iter_attachments()}, mail["Subject"]


def test_every_behaviour_happened(store: Store) -> None:
    with store.reading() as session:
        rows = session.exec(select(Assignment)).all()
        channels = {notice.action for notice in session.exec(select(Notice))}
        bounced = session.exec(select(Message).where(Message.state == MessageState.BOUNCED)).all()
        dropped = session.exec(select(Notice).where(Notice.state == NoticeState.DROPPED)).all()
        given_in = {submission.channel for submission in session.exec(select(Submission))}
    assert {"accepted", "open", "excused"} <= {str(row.state) for row in rows}
    assert given_in == {"file", "phone", "paper"}
    assert {"receipt", "returned", "extended", "not-extended", "excused", "chase", "escalate"} <= channels
    assert len(bounced) == 1
    assert dropped


def test_no_body_is_drowned_and_no_leader_surprised(year: Year) -> None:
    """A focal point hears at most once a day; a leader only of what is overdue."""
    per_day: Counter[tuple[str, date, str]] = Counter()
    for mail in mails(year[0]):
        subject = str(mail["Subject"])
        kind = subject.partition("]")[0]
        day = mail["Date"].datetime.astimezone(VIETNAM.zone).date()
        per_day[str(mail["To"]), day, kind] += 1
        assert len(subject) < 70, subject
        assert VIETNAM.is_working_day(day) or kind == "[Dự thảo"
        if "lanh-dao@" in str(mail["To"]):
            assert kind in ("[Để biết", "[Báo cáo lãnh đạo", "[Đề nghị"), subject
    digests = ("[Nhắc", "[Đôn đốc", "[Báo cáo lãnh đạo", "[Để biết", "[Việc hôm nay")
    assert all(count == 1 for (_, _, kind), count in per_day.items() if kind in digests)


def test_nobody_was_escalated_who_was_not_told(store: Store) -> None:
    with store.reading() as session:
        notices = session.exec(select(Notice).where(Notice.informed == False)).all()  # noqa: E712 - SQL, not Python
    ladder: dict[tuple[int, int], list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.action in ("remind", "chase", "escalate") and notice.state == NoticeState.SENT:
            ladder[notice.assignment_id, notice.cycle].append(notice)
    climbed = 0
    for sent in ladder.values():
        for upper in (notice for notice in sent if notice.rung >= HEAD):
            below = [one for one in sent if one.rung < upper.rung and one.told_at and upper.told_at]
            assert below, "somebody below heard first"
            told = max(one.told_at for one in below if one.told_at)
            assert upper.told_at is not None
            assert upper.told_at - told >= timedelta(days=1)
            climbed += 1
        assert {notice.rung for notice in sent} >= {FOCAL}
    assert climbed >= 5


def test_requested_bodies_are_asked_and_never_reported_upwards(store: Store) -> None:
    with store.reading() as session:
        rows = session.exec(
            select(Notice).join(Assignment).where(Assignment.obligation == "BC-DOAN-THE", Notice.rung >= STANDING)
        ).all()
    assert [notice for notice in rows if notice.action in ("remind", "chase", "escalate")] == []


def test_histories_hold_and_the_outbox_is_empty(store: Store) -> None:
    with store.reading() as session:
        assert broken_chains(session) == []
        states = Counter(str(message.state) for message in session.exec(select(Message)))
    assert states["queued"] + states["sending"] + states["deferred"] == 0


def test_the_year_end_report_adds_up(year: Year) -> None:
    data = json.loads((year[0].out / "reports" / "year-end_2015.json").read_text(encoding="utf-8"))
    figures = {figure["indicator"]: figure for figure in data["figures"]}
    sessions = figures["tt-buoi"]
    assert sessions["total"] == sum(cell.get("value") or 0 for cell in sessions["by_agency"].values())
    assert 0 < sessions["reported"] < sessions["expected"]


def figures_of(result: DemoResult, report: str) -> dict[str, dict[str, Any]]:
    data = json.loads((result.out / "reports" / f"{report}.json").read_text(encoding="utf-8"))
    return {figure["indicator"]: figure for figure in data["figures"]}


def test_the_year_is_compared_with_the_invented_one_before(year: Year) -> None:
    result, _ = year
    data = json.loads((result.out / "reports" / "year-end_2015.json").read_text(encoding="utf-8"))
    assert [one["source_name"] for one in data["earlier"]] == ["so-lieu-gia-dinh-cac-nam-truoc.xlsx"]
    assert "giả định" in (result.out / "index.html").read_text(encoding="utf-8")
    assert (result.out / "so-lieu-gia-dinh-cac-nam-truoc.xlsx").is_file()
    figures = data["figures"]
    assert all(figure["previous"] is not None for figure in figures if not figure["indicator"].startswith("nn-"))
    assert sum(figure["comparable"] for figure in figures) > 30


def test_bodies_write_in_their_own_words_with_their_own_figures(store: Store) -> None:
    query = select(PassageText.code, PassageText.text).join(Submission).join(Assignment)
    with store.reading() as session:
        said = session.exec(query.where(Assignment.obligation == "BC-HUYEN", Submission.revision == 1)).all()
    results = [text for code, text in said if code == "ket-qua" and text != "Đã làm."]
    assert len(set(results)) == len(results) > 20
    assert not any("{" in text for _code, text in said)
    troubles = Counter(text for code, text in said if code == "kho-khan")
    assert max(troubles.values()) > 1, "some say the same, and the report folds them"
    assert any(text.startswith("Nhìn chung, ") for text in troubles), "some nearly the same"


def test_five_years_stand_beside_each_other_and_a_gap_stays_a_gap(year: Year) -> None:
    data = json.loads((year[0].out / "reports" / "five-year_2011-2015.json").read_text(encoding="utf-8"))
    years = {one["indicator"]: [point["value"] for point in one["points"]] for one in data["years"]}
    assert all(len(values) == 5 for values in years.values())
    assert years["yt-kham"][1] is None and years["ld-uoc-tinh"][0] is None
    assert all(value is not None for value in years["ca-vu-phat-hien"])
    five = figures_of(year[0], "five-year_2011-2015")
    for code in ("ca-vu-phat-hien", "ca-xphc-nguoi", "ca-khoi-to-nguoi"):
        assert five[code]["total"] == sum(years[code]), code
    assert five["nn-buoi"]["total"] >= sum(filter(None, [*years["tt-buoi"], *years["dt-buoi"]]))


def test_every_file_it_leaves_or_mails_has_a_name_that_windows_allows(year: Year) -> None:
    out = year[0].out
    written = [path.relative_to(out) for path in out.rglob("*")]
    mailed = [Path(name) for mail in mails(year[0]) for part in mail.walk() if (name := part.get_filename())]
    assert [str(path) for path in (*written, *mailed) if not all(map(fits_windows, path.parts))] == []


def test_the_index_has_one_row_for_each_report(year: Year) -> None:
    page = (year[0].out / "index.html").read_text(encoding="utf-8")
    assert [page.count(f"{number}/BC-SLĐTBXH") for number in (41, 42, 43, 44)] == [1, 1, 1, 1]
    for path in [*year[0].reports, *year[0].letters]:
        assert page.count(f'/{path.name}"') == 1


def test_the_readme_tells_the_mails_that_each_kind_of_person_got(year: Year) -> None:
    result, _ = year
    readme = " ".join((Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8").split())
    each = {role: round(kinds.total() / result.people[role]) for role, kinds in result.by_role.items()}
    assert (
        f"a district's focal point gets {each['đầu mối, huyện']} mails, its head {each['lãnh đạo, huyện']}, "
        f"the coordinator {each['người điều phối, Sở thường trực']}, UBND tỉnh {each['văn phòng, UBND tỉnh']}" in readme
    )
    assert f"the demo's year (383 rounds, {result.mails} mails, four reports)" in readme


def test_reports_are_issued_and_reach_their_recipients(store: Store) -> None:
    with store.reading() as session:
        issued = [one for one in builds_of(session, "phu-tho-2015") if one.state == "issued"]
        mails_ = [one for one in messages_where(session) if one.kind == "issued"]
        own = [find_assignment(session, f"{task}/so-ldtbxh/{period}") for task, period in OWN_TASKS]
    assert [(one.report, one.period) for one in issued] == [
        ("half-year", "2015-H1"),
        ("nine-month", "2015-9M"),
        ("year-end", "2015"),
        ("five-year", "2011..2015"),
    ]
    assert all(one.document_number and one.reviewed_by for one in issued)
    recipients = Counter(one.recipient for one in mails_)
    assert len(recipients) == 2 and set(recipients.values()) == {4}
    assert {one.state for one in mails_} == {"sent"}
    assert {row.state for row in own} == {"accepted"}


def test_an_issued_report_verifies(year: Year, store: Store) -> None:
    settings = load_settings(year[0].out / "home")
    verdict = verify(store, settings, ReportRef("year-end", "2015"))
    assert verdict.findings == [] and verdict.pins > 40 and len(verdict.files) == 4


def test_its_home_keeps_the_demo_s_clock_and_never_mails_outside(year: Year) -> None:
    home = year[0].out / "home"
    assert is_demo(home)
    assert clock_now(home).date() in (date(2016, 1, 22), date(2016, 1, 23))


def test_letters_are_left_and_travel_with_the_coordinators_mail(year: Year) -> None:
    result, _ = year
    names = [path.name for path in result.letters]
    assert {name.partition("_")[0] for name in names} == {"cong-van-don-doc", "cong-van-bao-cao"}
    for path in result.letters:
        assert [one.rule for one in check_file(path)] == []
    carried = {
        (str(mail["To"].addresses[0].addr_spec), part.get_filename())
        for mail in mails(result)
        for part in mail.iter_attachments()
        if str(part.get_filename()).startswith("cong-van")
    }
    assert {to for to, _name in carried} == {"dieu-phoi@soldtbxh.phutho.example"}
    assert {str(name).rpartition("_")[0] for _to, name in carried} >= {name.rpartition("_")[0] for name in names}


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "luan-van.docx").write_bytes(b"x")
    with pytest.raises(DondocError, match="chọn thư mục khác"):
        run_demo(tmp_path)
    assert (tmp_path / "luan-van.docx").exists()
