"""Every workbook that goes out: whatever a plan, a body or a coordinator wrote in it stays text."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell

from intake.earlier_figures_form import EarlierSpec, write_earlier_form
from intake.workbook import write_workbook
from models.periods import parse_period
from plans.sheets_writing import plan_workbook
from reports.xlsx.workbook import render_xlsx
from tests.intake_samples import sample_spec
from tests.report_samples import plan_of, report, sample

#: How formulas begin, in a spreadsheet or in a text file that it reads; and what no XML can carry.
TEXTS = [
    '=HYPERLINK("http://mau.example";"bấm")',
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    "\x0b=1+1",
    "=1+1\x00\ufffe",
    "_x003D_1",
    "\u202e=1+1 \u05e9\u05dc\u05d5\u05dd",
    "\U0001f600=1",
    "<f>1+1</f>",
    "''=1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1;1)",
]
#: After which a spreadsheet may compute, some of it in full width.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: The formulas of reports: some functions of cells and numbers, sheets' names taken away.
OURS = re.compile(r"=(?:(?:SUM|ROUND|ABS|N)\(|[A-Z]{1,2}\d+|\d+|[(),:*/-])+")


def of_report(text: str, scratch: Path) -> bytes:
    indicators = [
        {"code": "visits", "name": text, "unit": text, "group": text, "section": "a"},
        {"code": "violations", "name": "V", "unit": "u"},
        {"code": "teams", "name": "T", "unit": "u"},
    ]
    sections = [{"code": "a", "title": f"{text} một"}, {"code": "b", "title": f"{text} hai"}]
    reports = [report("year-end", text, "year", {"2015": "2015-12-25"}, sections=sections)]
    found = sample(scratch, plan_of(indicators=indicators, reports=reports))
    for half, visits in (("H1", 3), ("H2", 300)):
        found.answer(f"B-01/h1/2015-{half}", {"visits": visits}, passages={"kho-khan": text})
    return render_xlsx(found.compile())


def of_form(text: str, scratch: Path) -> bytes:
    spec = sample_spec()
    asked = tuple(replace(one, name=text, unit=text) for one in spec.questions)
    spec = replace(spec, questions=asked)
    return write_workbook(replace(spec, agency_name=text, title=text, form_title=text, note=text, plan_title=text))


def of_plan(text: str, scratch: Path) -> bytes:
    bases = [{"number": text, "date": "2011-05-10", "title": text}]
    return plan_workbook(plan_of(legal_bases=bases), based_on=None)


def of_earlier_years(text: str, scratch: Path) -> bytes:
    plan = plan_of(
        indicators=[{"code": code, "name": text, "unit": text} for code in ("visits", "violations", "teams")]
    )
    return write_earlier_form(EarlierSpec(plan, 1, [parse_period("2014")], {}, 0))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("write", [of_report, of_form, of_earlier_years, of_plan])
def test_text_stays_text(write: Callable[[str, Path], bytes], text: str, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(write(text, tmp_path)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert any("1" in str(cell.value) or "SUM" in str(cell.value) for cell in cells)
    for cell in cells:
        assert isinstance(cell, Cell)
        if cell.data_type == "f":
            assert write is of_report
            assert OURS.fullmatch(re.sub(r"'[^']*'!", "", str(cell.value))), cell.value
        elif isinstance(cell.value, str) and cell.value.startswith(STARTS):
            assert (cell.data_type, cell.quotePrefix) == ("s", True), cell.value
