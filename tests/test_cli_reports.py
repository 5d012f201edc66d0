"""`dondoc report …` on what the command line itself took in: from the round to the consolidated report."""

from decimal import Decimal
from pathlib import Path

import simplejson

from tests.cli_samples import B01, Office

BUILD = {"files", "digest", "missing", "unreviewed", "figures"}


def test_from_the_round_to_the_report(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.day("2015-06-08")
    office.submitted("2015-06-10")
    office.does("accept", B01, now="2015-06-11")
    office.does("submit", "B-02/huyen-1/2015-H1", "--nil", now="2015-06-15")
    out = tmp_path / "reports"
    ran = office.does(
        "report", "build", "half-year", "2015-H1", "-o", out, "--format", "docx,json", "--json", now="2015-06-20"
    )
    said = simplejson.loads(ran.out, use_decimal=True)
    assert set(said) == BUILD
    assert said["files"] == [str(out / "half-year_2015-H1.docx"), str(out / "half-year_2015-H1.json")]
    assert said["missing"] == ["demo-2015:B-02/huyen-2/2015-H1"]
    assert said["unreviewed"] == ["demo-2015:B-02/huyen-1/2015-H1"]
    visits = next(one for one in said["figures"] if one["indicator"] == "visits")
    assert set(visits) == {"indicator", "total", "unit", "reported", "expected", "by_agency"}
    assert (visits["total"], visits["unit"], visits["by_agency"]) == (Decimal(40), "lượt", {"so-b": Decimal(40)})


def test_a_report_for_people_names_who_is_missing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    said = office.does("report", "build", "half-year", "2015-H1", "--format", "html", now="2015-06-20").out
    assert str(office.home / "reports" / "half-year_2015-H1.html") in said
    assert f"Chưa gửi {B01}" in " ".join(said.split())


def test_what_was_built_is_listed(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert "Chưa tổng hợp" in office.does("report", "list").out
    office.does("report", "build", "half-year", "2015-H1", "--format", "json", now="2015-06-20")
    (build,) = office.asks("report", "list")
    assert (build["report"], build["period"], build["number"], build["by"]) == ("half-year", "2015-H1", 1, "Điều phối")
    assert "08:00 20/06/2015" in office.does("report", "list").out


def test_what_cannot_be_built_is_one_line(tmp_path: Path) -> None:
    office = Office(tmp_path)
    words = ("report", "build")
    assert "'none'" in office.run(*words, "none", "2015-H1").refusal
    assert "2015" in office.run(*words, "half-year", "2015").refusal
    assert "docx" in office.run(*words, "half-year", "2015-H1", "--format", "odt").refusal
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "không ghi được" in office.run(*words, "half-year", "2015-H1", "-o", tmp_path / "file").refusal
