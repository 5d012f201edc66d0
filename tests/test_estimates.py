"""Estimates ("ước thực hiện") all the way: marked in the form, marked in the report, asked for, and then replaced."""

import email
import email.policy
from pathlib import Path

import pytest
import simplejson
from docx import Document
from openpyxl import load_workbook

from tests.cli_samples import B01, Office

MARKED = "x"


def filled(office: Office, visits: int, *, estimate: bool) -> Path:
    """The form of B-01, filled as an officer would."""
    path = office.folder / f"form-{visits}.xlsx"
    office.does("form", B01, "-o", path, "--yes", now="2015-06-10")
    book = load_workbook(path)
    sheet = book["Số liệu"]
    rows = {row[8].value: row[0].row for row in sheet.iter_rows(max_col=9)}
    for code, value in (("figure:visits", visits), ("figure:violations", 3)):
        sheet[f"E{rows[code]}"].value = value
    if estimate:
        sheet[f"G{rows['figure:visits']}"].value = MARKED
    sheet[f"A{rows['passage:difficulties']}"].value = "Thiếu kinh phí đi lại."
    book.save(path)
    return path


def sent(office: Office, visits: int, *, estimate: bool, now: str) -> None:
    office.does("submit", B01, filled(office, visits, estimate=estimate), now=now)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """B-01 answered with an estimate of visits, and accepted."""
    found = Office(tmp_path)
    sent(found, 40, estimate=True, now="2015-06-10")
    found.does("accept", B01, now="2015-06-11")
    return found


def built(office: Office, now: str) -> Path:
    out = office.folder / f"out-{now}"
    office.does("report", "build", "half-year", "2015-H1", "-o", out, "--format", "docx,html,json,xlsx", now=now)
    return out


def figures(out: Path) -> dict[str, tuple[object, bool]]:
    said = simplejson.loads((out / "half-year_2015-H1.json").read_text("utf-8"))["figures"]
    return {one["indicator"]: (one["total"], one["estimate"]) for one in said}


def words_of(out: Path) -> str:
    """All text of the Word report, tables included."""
    document = Document(str(out / "half-year_2015-H1.docx"))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def mails(office: Office, subject: str) -> list[str]:
    found = []
    for path in sorted((office.home).rglob("new/*")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if subject in mail["Subject"]:
            body = mail.get_body(("plain",))
            assert body is not None
            found.append(body.get_content())
    return found


def test_the_report_marks_what_the_form_marked(office: Office) -> None:
    out = built(office, "2015-06-20")
    assert (figures(out)["visits"], figures(out)["violations"]) == ((40, True), (3, False))
    assert "40 lượt (ước thực hiện)" in words_of(out)
    assert "40*" in words_of(out)
    assert "3 cơ sở (ước thực hiện)" not in words_of(out)
    assert "ước thực hiện" in (out / "half-year_2015-H1.html").read_text("utf-8")


def test_the_final_figure_replaces_the_estimate_once_accepted(office: Office) -> None:
    sent(office, 44, estimate=False, now="2015-07-01")
    assert figures(built(office, "2015-07-02"))["visits"] == (40, True), "until it is accepted"

    office.does("accept", B01, now="2015-07-03")
    out = built(office, "2015-07-04")
    assert figures(out)["visits"] == (44, False)
    assert "(ước thực hiện)" not in words_of(out)
    assert figures(built(office, "2015-06-20"))["visits"] == (40, True), "as of then it was an estimate"


def test_an_estimate_of_the_same_number_is_another_answer(office: Office) -> None:
    sent(office, 40, estimate=False, now="2015-07-01")
    assert office.asks("status", "--agency", "so-b", now="2015-07-02")[0]["workflow"] == "submitted"


def test_the_draft_names_who_still_owes_a_final_figure(office: Office) -> None:
    (draft,) = office.asks("compile", now="2015-06-22")["drafts"]
    assert draft["estimates"] == ["Sở B: Lượt cơ sở được kiểm tra"]
    office.does("deliver", now="2015-06-22")
    (mail,) = mails(office, "Báo cáo sáu tháng")
    assert "Còn số ước thực hiện" in mail
    assert "Sở B: Lượt cơ sở được kiểm tra" in " ".join(mail.split())


# what happened after the estimate was accepted, and whether the summary of 2015-07-06 still asks for the final figure
LATER = [
    ((), True),
    ((("submit", False),), False),
    ((("submit", False), ("return", None)), True),
    ((("submit", False), ("accept", None)), False),
    ((("submit", True), ("accept", None)), True),
]


@pytest.mark.parametrize(("acts", "asked"), LATER)
def test_the_summary_lists_estimates_until_they_are_settled(
    office: Office, acts: tuple[tuple[str, bool | None], ...], asked: bool
) -> None:
    for act, estimate in acts:
        if act == "submit":
            sent(office, 45, estimate=bool(estimate), now="2015-07-01")
        elif act == "return":
            office.does("return", B01, "--reason", "Chưa khớp", "--until", "2015-07-20", now="2015-07-02")
        else:
            office.does("accept", B01, now="2015-07-02")
    office.does("submit", "B-02/huyen-1/2015-H1", "--nil", now="2015-07-03")
    office.day("2015-07-06")
    (summary,) = mails(office, "Việc hôm nay")
    listed = "Còn số ước thực hiện" in summary
    assert listed is asked
    if asked:
        assert "Lượt cơ sở được kiểm tra" in summary.partition("Còn số ước thực hiện")[2]


def test_an_estimate_is_no_debt_while_its_days_run(office: Office) -> None:
    office.does("submit", "B-02/huyen-1/2015-H1", "--nil", now="2015-06-11")
    office.day("2015-06-12")
    (summary,) = mails(office, "Việc hôm nay")
    assert "Còn số ước" not in summary
