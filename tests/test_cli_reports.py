"""`dondoc report …` on what the command line itself took in: from the round to the consolidated report."""

from decimal import Decimal
from pathlib import Path

import pytest
import simplejson

from commands.reports import print_changes
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
    assert "Chưa gửi Sở B 1 B-01/so-b/2015-H1" in " ".join(said.split())


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
    assert "01/01/2015 đến 31/12/2015" in office.run(*words, "half-year", "2016-H1").refusal
    assert "2015-H1, 2015-H2" in office.run(*words, "half-year", "2015-11").refusal
    assert "docx" in office.run(*words, "half-year", "2015-H1", "--format", "odt").refusal
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "không ghi được" in office.run(*words, "half-year", "2015-H1", "-o", tmp_path / "file").refusal


def reported(office: Office) -> None:
    """One body answered and was accepted."""
    office.day("2015-06-08")
    office.submitted("2015-06-10")
    office.does("accept", B01, now="2015-06-11")


def test_a_report_is_reviewed_issued_verified_and_listed(tmp_path: Path) -> None:
    office = Office(tmp_path)
    reported(office)
    what = ("half-year", "2015-H1")
    assert "dondoc report build half-year 2015-H1" in office.run("report", "review", *what, now="2015-06-24").refusal
    office.does("report", "build", *what, "--format", "json", now="2015-06-24")
    assert "dondoc report review half-year 2015-H1" in office.run("report", "issue", *what, now="2015-06-25").refusal
    assert "dondoc report issue" in office.does("report", "review", *what, now="2015-06-24").out
    issued = office.does(
        "report", "issue", *what, "--number-of-document", "45/BC-A", "--date", "25/06/2015", now="2015-06-25"
    ).out
    assert "half-year_2015-H1_lan-1.docx" in issued and "vp@ubnd.example" in issued
    (build,) = office.asks("report", "list", now="2015-06-26")
    assert (build["state"], build["document_number"], build["document_date"]) == ("issued", "45/BC-A", "2015-06-25")
    assert build["overtaken"] == []
    verdict = office.asks("report", "verify", *what, now="2015-06-26")
    assert verdict["sound"] is True and verdict["findings"] == []


def test_verify_ends_with_1_and_names_what_was_changed(tmp_path: Path) -> None:
    office = Office(tmp_path)
    reported(office)
    what = ("half-year", "2015-H1")
    office.does("report", "build", *what, "--format", "json", now="2015-06-24")
    path = office.home / "reports" / "half-year_2015-H1.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"total": 40', '"total": 41', 1), encoding="utf-8")
    ran = office.run("report", "verify", *what, now="2015-06-26")
    assert ran.code == 1
    assert "figures[visits].total" in ran.out and "“41”, phải là “40”" in ran.out
    elsewhere = office.run("report", "verify", *what, tmp_path / "none.json", now="2015-06-26")
    assert elsewhere.code == 1 and "không đọc được" in elsewhere.refusal


def test_verify_says_first_that_no_file_was_there_to_compare(tmp_path: Path) -> None:
    office = Office(tmp_path)
    reported(office)
    what, out = ("half-year", "2015-H1"), tmp_path / "elsewhere"
    office.does("report", "build", *what, "--format", "docx", "-o", out, now="2015-06-24")

    said = " ".join(office.does("report", "verify", *what, now="2015-06-26").out.split())

    assert said.startswith("Chưa đối chiếu tệp nào, chỉ đối chiếu dữ liệu")
    assert "dondoc report verify half-year 2015-H1 THƯ-MỤC/half-year_2015-H1.docx" in said
    there = office.does("report", "verify", *what, out / "half-year_2015-H1.docx", now="2015-06-26").out
    assert "Chưa đối chiếu" not in there and "1 tệp; 0 chỗ khác" in there


def test_a_long_list_of_changes_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    print_changes([f"thay đổi {n}" for n in range(1, 61)])
    *listed, rest = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in listed] == [f"- thay đổi {n}" for n in range(1, 11)]
    assert rest.strip().startswith("… và 50 thay đổi khác")
    print_changes(["a"] * 10)
    assert capsys.readouterr().out.splitlines() == ["  - a"] * 10


def test_a_number_is_traced_to_its_cell_and_reviewer(tmp_path: Path) -> None:
    office = Office(tmp_path)
    reported(office)
    what = ("half-year", "2015-H1", "visits")
    office.does("report", "build", *what[:2], "--format", "json", now="2015-06-24")
    said = office.asks("report", "trace", *what, now="2015-07-01")
    (body,) = said["bodies"]
    (source,) = body["sources"]
    assert (body["agency"], body["value"], source["revision"], source["reviewed_by"]) == ("so-b", 40, 1, "Điều phối")
    words = " ".join(office.does("report", "trace", *what, now="2015-07-01").out.split())
    assert "có báo cáo đã duyệt đúng kỳ: B-01 2015-H1" in words and B01 in words
    assert "khong-co" in office.run("report", "trace", *what[:2], "khong-co").refusal


def test_a_name_that_is_none_is_refused_with_the_nearest(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for act in ("review", "issue", "verify"):
        assert "có phải half-year?" in office.run("report", act, "half-yaer", "2015-H1").refusal
    assert "ngoài thời gian của kế hoạch" in office.run("report", "review", "half-year", "2014-H1").refusal
    assert "có phải visits?" in office.run("report", "trace", "half-year", "2015-H1", "visit").refusal
    assert "có phải so-b?" in office.run("report", "trace", "half-year", "2015-H1", "visits", "--agency", "sob").refusal


def test_newer_acceptances_hold_up_a_review_until_it_is_wanted_anyway(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.day("2015-06-08")
    office.submitted("2015-06-10")
    what = ("half-year", "2015-H1")
    office.does("report", "build", *what, "--format", "json", now="2015-06-10T12:00")
    office.does("accept", B01, now="2015-06-11")
    refused = office.run("report", "review", *what, now="2015-06-12").refusal
    assert "dondoc report build half-year 2015-H1" in refused and "--anyway" in refused
    assert f"{B01} lần 1" in office.does("report", "review", *what, "--anyway", now="2015-06-12").words


def test_later_acceptances_overtake_what_was_built(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.day("2015-06-08")
    office.submitted("2015-06-10")
    office.does("report", "build", "half-year", "2015-H1", "--format", "json", now="2015-06-10T12:00")
    office.does("accept", B01, now="2015-06-11")
    (build,) = office.asks("report", "list", now="2015-06-12")
    assert [(one["what"], one["name"], one["revision"]) for one in build["overtaken"]] == [("submission", B01, 1)]
    assert f"{B01} lần 1" in office.does("report", "list", now="2015-06-12").words


def test_what_came_later_stands_beneath_its_row(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.day("2015-06-08")
    office.submitted("2015-06-10")
    office.does("report", "build", "half-year", "2015-H1", "--format", "json", now="2015-06-10T12:00")
    office.does("accept", B01, now="2015-06-11")
    digest = office.asks("report", "list")[0]["digest"][:12]
    lines = office.does("report", "list", now="2015-06-12").out.splitlines()
    assert max(map(len, lines)) <= 120
    row = next(n for n, line in enumerate(lines) if line.startswith("half-year"))
    assert digest in lines[row][:100]
    assert lines[row + 1].startswith("  Có sau khi lập: 1 báo cáo được duyệt (")
    assert "Có sau khi lập" not in lines[0]
