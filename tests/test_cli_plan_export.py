"""`dondoc plan export`: the plan in force as a file that is changed and applied again."""

import json
from difflib import unified_diff
from pathlib import Path

import pytest
from openpyxl import load_workbook

from models.versions import canonical
from plans.loading import load_plan
from tests.cli_samples import Office

SHIPPED = Path(__file__).resolve().parent.parent / "plans" / "phu-tho-2015.yaml"


def plan_in_force(office: Office) -> str:
    said = office.asks("plan", "show")
    return json.dumps(
        {key: value for key, value in said.items() if key not in ("schema", "based_on")},
        sort_keys=True,
        ensure_ascii=False,
    )


def as_shown(file: Path) -> str:
    said = json.loads(canonical(load_plan(file).document))
    return json.dumps(
        {key: value for key, value in said.items() if key != "schema"}, sort_keys=True, ensure_ascii=False
    )


@pytest.mark.parametrize("name", ["plan.yaml", "plan.yml", "plan.xlsx", "PLAN.XLSX"])
def test_an_exported_plan_says_what_is_in_force_and_changes_nothing(tmp_path: Path, name: str) -> None:
    office = Office(tmp_path)
    file = tmp_path / name
    assert office.asks("plan", "export", file) == {"plan": "demo-2015", "version": 1, "file": str(file)}
    assert load_plan(file).document.based_on == 1
    assert as_shown(file) == plan_in_force(office)
    assert "Không có gì thay đổi." in office.does("plan", "diff", file).out
    assert office.asks("plan", "apply", file)["unchanged"] is True


def test_a_change_in_the_workbook_is_checked_shown_and_applied(tmp_path: Path) -> None:
    office = Office(tmp_path)
    file = tmp_path / "plan.xlsx"
    assert "dondoc plan diff" in office.does("plan", "export", file).out
    book = load_workbook(file)
    book["Nhiệm vụ"]["B3"] = "Báo cáo kiểm tra liên ngành"
    book.save(file)
    assert office.asks("plan", "check", file)["problems"] == []
    assert [one["code"] for one in office.asks("plan", "diff", file)["changed"]] == ["B-01"]
    assert office.asks("plan", "apply", file, "--yes")["version"] == 2
    assert "Báo cáo kiểm tra liên ngành" in plan_in_force(office)


def test_a_mistake_in_the_workbook_is_named_by_its_cell(tmp_path: Path) -> None:
    office = Office(tmp_path)
    file = tmp_path / "plan.xlsx"
    office.does("plan", "export", file)
    book = load_workbook(file)
    book["Nhiệm vụ"]["E3"] = "so-x"
    book.save(file)
    ran = office.run("plan", "check", file)
    assert ran.code == 1
    assert f"{file}:3:5: Nhiệm vụ!E3:" in ran.out
    assert "Nhiệm vụ!E3" in office.run("plan", "apply", file, "--yes").refusal


def test_a_file_that_exists_is_written_over_only_after_a_yes(tmp_path: Path) -> None:
    office = Office(tmp_path)
    file = tmp_path / "plan.yaml"
    file.write_text("mine", encoding="utf-8")
    assert office.run("plan", "export", file, "--json").code == 1
    assert file.read_text(encoding="utf-8") == "mine"
    office.does("plan", "export", file, "--yes")
    assert load_plan(file).document.plan.code == "demo-2015"


@pytest.mark.parametrize("name", ["plan.docx", "plan", "none/plan.yaml"])
def test_what_cannot_be_written_is_one_line(tmp_path: Path, name: str) -> None:
    assert Office(tmp_path).run("plan", "export", tmp_path / name).refusal
    assert not (tmp_path / name).exists()


def home_of_the_shipped_plan(folder: Path) -> tuple[Office, str]:
    office = Office(folder)
    (office.home / "dondoc.db").unlink()
    office.does("init", "--plan", SHIPPED)
    return office, SHIPPED.read_text(encoding="utf-8")


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    lines = list(unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""))[2:]
    return [one[1:] for one in lines if one[0] == "-"], [one[1:] for one in lines if one[0] == "+"]


def test_an_export_is_the_file_that_was_applied_and_so_is_the_next(tmp_path: Path) -> None:
    office, text = home_of_the_shipped_plan(tmp_path)
    file, again = tmp_path / "plan.yaml", tmp_path / "again.yaml"
    office.does("plan", "export", file)
    assert changed_lines(text, file.read_text(encoding="utf-8")) == ([], ["based_on: 1"])
    assert office.asks("plan", "apply", file, "--yes")["unchanged"] is True
    office.does("plan", "export", again)
    assert again.read_bytes() == file.read_bytes()


def test_a_contact_that_was_replaced_changes_its_line_alone(tmp_path: Path) -> None:
    office, text = home_of_the_shipped_plan(tmp_path)
    office.does("contact", "replace", "dau-moi@soyte.phutho.example", "moi@soyte.phutho.example")
    file = tmp_path / "plan.yaml"
    office.does("plan", "export", file)
    out, into = changed_lines(text, file.read_text(encoding="utf-8"))
    assert [line for line in into if line != "based_on: 2"] == [
        out[0].replace("dau-moi@soyte.phutho.example", "moi@soyte.phutho.example")
    ]
    assert len(out) == 1
    assert load_plan(file).document.based_on == 2
    assert as_shown(file) == plan_in_force(office)


def test_comments_outlive_a_round_through_a_workbook(tmp_path: Path) -> None:
    office, text = home_of_the_shipped_plan(tmp_path)
    table, file = tmp_path / "plan.xlsx", tmp_path / "plan.yaml"
    office.does("plan", "export", table)
    book = load_workbook(table)
    sheet = book["Nhiệm vụ"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "BC-Y-TE")
    sheet[f"B{row}"] = "Báo cáo của ngành y tế"
    book.save(table)
    office.does("plan", "apply", table, "--yes")
    office.does("plan", "export", file)
    assert changed_lines(text, file.read_text(encoding="utf-8")) == (
        ["    title: Báo cáo mô hình, dịch vụ hỗ trợ và kiểm tra của ngành y tế"],
        ["based_on: 2", "    title: Báo cáo của ngành y tế"],
    )
    assert as_shown(file) == plan_in_force(office)
    office.does("plan", "roll", "2016", tmp_path / "2016.yaml")
    assert "# Mặt trận và đoàn thể cấp tỉnh" in (tmp_path / "2016.yaml").read_text(encoding="utf-8")
