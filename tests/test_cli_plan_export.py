"""`dondoc plan export`: the plan in force as a file that is changed and applied again."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from models.versions import canonical
from plans.loading import load_plan
from tests.cli_samples import Office


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
