"""`--lang en`: what the rules say to whoever runs a command is English too; only what the plan itself says is not."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell

from models.calendar import WorkCalendar
from models.language import speaking
from tests.catalogues import VIETNAMESE
from tests.cli_samples import B01, PLAN, Office, Ran, plan_file, run

#: A plan that is wrong in many ways: unknown and repeated names, types, dates, rules between keys.
WRONG = (
    ("assigned_to: [so-b]", "assigned_to: [so-x]"),
    ("to: [standing.head]", "to: [standing.hed]"),
    ("{after_cutoff: 3wd}", "{after_cutoff: 3wd, day: 15}"),
    ("min: 0", "min: không"),
    ("2015-H1: 2015-06-15", "2015-H1: 15/06/2015"),
)


def vietnamese_left(said: str, *quoted: str) -> list[str]:
    """Lines with Vietnamese letters, once what is quoted from the plan, the answer or the form is taken out."""
    for words in sorted(quoted, key=len, reverse=True):
        said = said.replace(words, "")
    return [line for line in said.splitlines() if VIETNAMESE.search(line)]


def names_in(plan: str) -> set[str]:
    """What a plan says in Vietnamese: titles, names, and reasons, as they stand between its marks."""
    marks = str.maketrans(dict.fromkeys("{}[],:\"'", "\n"))
    return {part.strip() for part in plan.translate(marks).splitlines() if VIETNAMESE.search(part)}


def english(*words: str | Path) -> Ran:
    return run("--lang", "en", *words)


@pytest.mark.parametrize("change", WRONG, ids=lambda change: change[1])
def test_what_is_wrong_with_a_plan_is_told_in_english(tmp_path: Path, change: tuple[str, str]) -> None:
    text = PLAN.replace(*change)
    path = plan_file(tmp_path, text)
    ran = english("plan", "check", path)
    assert ran.code == 1
    assert "what to do:" in ran.out
    assert vietnamese_left(ran.out, *names_in(text), "không") == []
    refused = english("plan", "apply", path, "--home", tmp_path / "none")
    assert vietnamese_left(refused.err, *names_in(text), "không") == []


def test_the_findings_in_json_have_their_shape_and_are_english(tmp_path: Path) -> None:
    path = plan_file(tmp_path, PLAN.replace("assigned_to: [so-b]", "assigned_to: [so-x]"))
    found = english("plan", "check", path, "--json").json["problems"][0]
    assert set(found) == {"file", "line", "column", "path", "message", "hint", "severity", "cause"}
    assert found["message"] == "there is no body or group so-x"
    assert found["hint"].startswith("write so-")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("plan: [a, b\nagencies: {", "a comma is missing, or a closing ] or }"),
        ("schema: 1\nschema: 1\n", "the key schema is written twice (first on line 1)"),
        ("\tschema: 1", "this line is indented with the Tab key"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_english(tmp_path: Path, text: str, said: str) -> None:
    ran = english("plan", "check", plan_file(tmp_path, text))
    assert said in ran.out + ran.err
    assert vietnamese_left(ran.out + ran.err) == []


def test_a_due_date_is_explained_in_english(tmp_path: Path) -> None:
    ran = english("due", "B-02", "--plan-file", plan_file(tmp_path))
    assert "3 working day(s) after the cut-off on 14/06/2015: Wednesday, 17/06/2015" in ran.out
    assert "2015-H1 (first half of 2015)" in ran.out
    assert vietnamese_left(ran.out, *names_in(PLAN)) == []


@pytest.mark.parametrize(
    ("day", "vietnamese", "said"),
    [
        ("2015-09-02", "02/09/2015 là ngày nghỉ: Quốc khánh", "02/09/2015 is a day off: National Day"),
        (
            "2015-02-14",
            "14/02/2015 là ngày làm bù (thứ Bảy)",
            "14/02/2015 is worked in exchange for another day (Saturday)",
        ),
        ("2015-12-20", "20/12/2015 là Chủ nhật", "20/12/2015 is a Sunday"),
    ],
)
def test_days_off_have_their_names_in_both_languages(day: str, vietnamese: str, said: str) -> None:
    calendar = WorkCalendar()
    assert calendar.describe(date.fromisoformat(day)) == vietnamese
    with speaking("en"):
        assert calendar.describe(date.fromisoformat(day)) == said


def test_the_wrong_workbook_is_refused_in_english(tmp_path: Path) -> None:
    office = Office(tmp_path)
    path = tmp_path / "other.xlsx"
    office.does("form", "B-02/huyen-1/2015-H1", "-o", path)
    ran = office.run("submit", B01, path, "--lang", "en")
    assert ran.code == 1
    assert "this is the form of another assignment, not of demo-2015:B-01/so-b/2015-H1" in ran.out
    assert vietnamese_left(ran.out) == []


def test_what_is_wrong_in_a_workbook_is_told_in_english_by_its_cell(tmp_path: Path) -> None:
    office = Office(tmp_path)
    path = tmp_path / "form.xlsx"
    office.does("form", B01, "-o", path)
    book = load_workbook(path)
    sheet = book["Số liệu"]
    for row in sheet.iter_rows(min_row=8):
        for cell in row:
            if isinstance(cell, Cell) and not cell.protection.locked:
                cell.value = "rất nhiều"
    book.save(path)
    said = office.run("submit", B01, path, "--lang", "en", "--json").json["problems"]
    assert len(said) > 1
    messages = "\n".join(problem["message"] for problem in said)
    assert vietnamese_left(messages, *names_in(PLAN), '"Không phát sinh"') == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("due", "B-99"), "the plan demo-2015 has no obligation 'B-99'; see `dondoc plan show`"),
        (("accept", B01), "demo-2015:B-01/so-b/2015-H1 does not wait for review"),
        (("submit", "B-77/so-b/2015-H1", "none.json"), ""),
    ],
)
def test_a_refusal_is_english(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    refusal = Office(tmp_path).run(*words, "--lang", "en").refusal
    assert said in refusal
    assert vietnamese_left(refusal) == []


def test_what_goes_to_others_does_not_follow_the_run(tmp_path: Path) -> None:
    written = []
    for language in ("vi", "en"):
        folder = tmp_path / language
        folder.mkdir()
        office = Office(folder)
        office.does("round", "--lang", language, now="2015-06-08")
        key = office.asks("outbox")[0]["id"]
        mail = office.does("outbox", "show", str(key)).out
        office.does("form", B01, "--lang", language, "-o", folder / "form.xlsx")
        sheet = load_workbook(folder / "form.xlsx")["Số liệu"]
        written.append((mail, [cell.value for row in sheet.iter_rows() for cell in row]))
    assert written[0][1] == written[1][1]
    assert written[0][0].replace(str(tmp_path / "vi"), "") == written[1][0].replace(str(tmp_path / "en"), "")
