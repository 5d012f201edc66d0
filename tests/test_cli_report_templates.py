"""`dondoc report template …`: out to Word and back, checked, used with a word of warning, or refused line by line."""

import io
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from reports.conformity.findings import PROFILES as FORMS
from reports.conformity.findings import Profile
from reports.docx.template import shipped
from reports.docx.trial import form_departures
from tests.cli_samples import Office
from tests.template_samples import SHIPPED, changed, saying


def test_a_template_goes_out_comes_back_and_shows(tmp_path: Path) -> None:
    office = Office(tmp_path)
    mine = tmp_path / "mau.docx"
    office.does("report", "template", "export", "-o", mine)
    assert mine.read_bytes() == SHIPPED
    own = docx.Document(str(mine))
    own.styles["DondocBody"].font.size = Pt(13)
    own.save(str(mine))
    assert "dùng được" in office.does("report", "template", "check", mine).out
    used = office.asks("report", "template", "use", mine, now="2015-06-01")
    office.does("report", "build", "half-year", "2015-H1", "--format", "docx", "-o", tmp_path / "out", now="2015-06-20")

    body = docx.Document(str(tmp_path / "out" / "half-year_2015-H1.docx")).styles["DondocBody"]
    assert body.font.size == Pt(13)
    (listed,) = office.asks("report", "template", "list")
    assert (listed["sha256"], listed["in_use"], listed["by"]) == (used["sha256"], True, "Điều phối")
    again = tmp_path / "again.docx"
    office.does("report", "template", "export", "-o", again, now="2015-07-01")
    assert again.read_bytes() == mine.read_bytes()

    assert "mẫu gốc" in office.does("report", "template", "use", "--shipped", now="2015-07-02").out
    office.does("report", "template", "export", "-o", again, "--yes", now="2015-07-03")
    assert again.read_bytes() == SHIPPED
    assert len(office.asks("report", "template", "list")) == 2


def test_a_faulty_template_is_listed_line_by_line_and_never_used(tmp_path: Path) -> None:
    office = Office(tmp_path)
    mine = tmp_path / "mau.docx"
    mine.write_bytes(saying(" {{ nobody }} {{ nothing }}"))

    ran = office.run("report", "template", "check", mine)

    assert ran.code == 1
    assert len(ran.out.splitlines()) == 2
    assert all(line.startswith("đoạn ") and "không có trường" in line for line in ran.out.splitlines())
    assert "2 chỗ phải sửa" in office.run("report", "template", "use", mine).refusal
    assert office.asks("report", "template", "list") == []
    assert "--shipped" in office.run("report", "template", "use").refusal
    assert "không có tệp" in office.run("report", "template", "check", tmp_path / "none.docx").refusal


def test_a_template_that_departs_from_the_form_is_used_with_a_word_of_warning(tmp_path: Path) -> None:
    office = Office(tmp_path)
    own = docx.Document(io.BytesIO(SHIPPED))
    own.styles["DondocBody"].font.size = Pt(11)
    own.sections[0].left_margin = Pt(40)
    mine = tmp_path / "mau.docx"
    own.save(str(mine))

    used = office.does("report", "template", "use", mine, now="2015-06-01").out

    assert "lề trái: 14,1 mm" in used
    assert used.count("cỡ chữ 11; phải là: lời văn cỡ chữ 13-14") == 1, "the same departure is told once"
    assert [one["in_use"] for one in office.asks("report", "template", "list")] == [True]


@pytest.mark.parametrize("profile", FORMS)
def test_the_shipped_templates_do_not_depart_from_the_form(profile: Profile) -> None:
    assert form_departures(shipped(profile), profile) == []


def test_a_template_of_one_report_is_only_for_it(tmp_path: Path) -> None:
    office = Office(tmp_path)
    mine = tmp_path / "mau.docx"
    office.does("report", "template", "export", "--profile", "TT01-2011", "-o", mine)
    assert mine.read_bytes() == shipped("TT01-2011")
    office.does("report", "template", "use", mine, "--report", "half-year", now="2015-06-01")
    assert [one["name"] for one in office.asks("report", "template", "list")] == ["half-year"]
    assert "'none'" in office.run("report", "template", "use", mine, "--report", "none").refusal


def test_what_a_template_leaves_out_is_told_and_the_template_used(tmp_path: Path) -> None:
    office = Office(tmp_path)
    mine = tmp_path / "mau.docx"
    mine.write_bytes(changed("{{ topic.rest }}", "x"))
    said = office.does("report", "template", "check", mine).words
    assert "mẫu dùng được. Lưu ý, mẫu không có những trường sau" in said and "“sections[].topics[].rest”" in said
    (name,) = office.asks("report", "template", "check", mine)["left_out"]
    assert name.startswith("“sections[].topics[].rest” (")
    assert "“sections[].topics[].rest”" in office.does("report", "template", "use", mine, now="2015-06-01").words
    assert office.asks("report", "template", "use", mine, now="2015-06-02")["left_out"] == [name]
