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


def test_a_build_lists_who_still_owes_a_final_figure(office: Office) -> None:
    what = ("report", "build", "half-year", "2015-H1", "--format", "json")
    assert office.asks(*what, now="2015-06-20")["estimates"] == {"so-b": ["visits"]}
    said = " ".join(office.does(*what, now="2015-06-20").out.split())
    assert "Còn số ước Sở B 1 Lượt cơ sở được kiểm tra" in said


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


def rows_of(path: Path) -> dict[str, tuple[object, ...]]:
    """The cells of a form's rows by their hidden keys."""
    rows = load_workbook(path)["Số liệu"].iter_rows(max_col=9, values_only=True)
    return {str(row[8]): row for row in rows if row[8]}


def test_the_form_for_final_figures_keeps_what_is_final_and_shows_the_estimate_beside_its_blank(office: Office) -> None:
    path = office.folder / "final.xlsx"
    office.does("form", B01, "-o", path, now="2015-07-01")
    rows = rows_of(path)
    name, _unit, _before, now, nil, estimate = rows["figure:visits"][1:7]
    assert name == "Lượt cơ sở được kiểm tra (đã ước: 40)"
    assert (now, nil, estimate) == (None, None, None)
    assert rows["figure:violations"][4] == 3
    assert rows["passage:difficulties"][0] == "Thiếu kinh phí đi lại."
    assert "Cần số chính thức" in str(list(load_workbook(path)["Số liệu"].values))


def test_a_form_for_final_figures_that_stays_blank_is_refused(office: Office) -> None:
    path = office.folder / "final.xlsx"
    office.does("form", B01, "-o", path, now="2015-07-01")
    refused = office.run("submit", B01, path, "--json", now="2015-07-01")
    assert refused.code == 1
    (problem,) = refused.json["problems"]
    assert problem["where"].startswith("Số liệu!E")


def test_the_form_comes_back_with_the_final_figure(office: Office) -> None:
    path = office.folder / "final.xlsx"
    office.does("form", B01, "-o", path, now="2015-07-01")
    book = load_workbook(path)
    sheet = book["Số liệu"]
    row = next(cell.row for cell in sheet["I"] if cell.value == "figure:visits")
    sheet[f"E{row}"].value = 44
    book.save(path)
    office.does("submit", B01, path, now="2015-07-01")
    office.does("accept", B01, now="2015-07-02")
    assert figures(built(office, "2015-07-04"))["visits"] == (44, False)


def test_the_yaml_form_for_final_figures_has_the_estimate_in_its_comment(office: Office) -> None:
    path = office.folder / "final.yaml"
    office.does("form", B01, "-o", path, now="2015-07-01")
    text = path.read_text("utf-8")
    assert "  visits:  # Lượt cơ sở được kiểm tra (đã ước: 40) (lượt)" in text
    assert "  violations: 3  # " in text
    path.write_text(text.replace("visits:", "visits: 44"), "utf-8")
    office.does("submit", B01, path, now="2015-07-01")


def test_an_estimate_not_yet_accepted_stays_in_its_cell(tmp_path: Path) -> None:
    """Whoever corrects an answer before it was accepted may still only be able to estimate."""
    office = Office(tmp_path)
    sent(office, 40, estimate=True, now="2015-06-10")
    path = tmp_path / "again.json"
    office.does("form", B01, "-o", path, now="2015-06-11")
    said = simplejson.loads(path.read_text("utf-8"))
    assert said["figures"] == {"visits": {"value": 40, "estimate": True}, "violations": 3}
    assert "nội dung này đã nhận" in office.does("submit", B01, path, now="2015-06-11").words
