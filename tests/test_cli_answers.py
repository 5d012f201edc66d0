"""`dondoc form` and `dondoc submit`: a form out, an answer in, problems by their place."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli_samples import B01, Office


def test_a_workbook_is_written_where_asked_or_under_the_assignments_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path)
    path = tmp_path / "mau.xlsx"
    said = office.asks("form", "B-01/so-b/2015-H1", "-o", path)
    assert said == {"assignment": B01, "file": str(path), "revision": 1}
    assert len(load_workbook(BytesIO(path.read_bytes())).sheetnames) > 1
    monkeypatch.chdir(tmp_path)
    office.does("form", B01)
    assert (tmp_path / "demo-2015_B-01_so-b_2015-H1.xlsx").is_file()


def test_a_filled_form_is_not_overwritten(tmp_path: Path) -> None:
    office = Office(tmp_path)
    path = tmp_path / "mau.xlsx"
    path.write_text("filled", encoding="utf-8")
    assert "Thêm --yes" in office.run("form", B01, "-o", path).refusal
    assert path.read_text(encoding="utf-8") == "filled"
    office.does("form", B01, "-o", path, "--yes")
    assert path.read_bytes().startswith(b"PK")


def test_a_form_is_a_workbook_json_or_yaml(tmp_path: Path) -> None:
    assert ".xlsx, .json hoặc .yaml" in Office(tmp_path).run("form", B01, "-o", tmp_path / "mau.pdf").refusal


def test_a_json_form_is_answered_key_by_key(tmp_path: Path) -> None:
    office = Office(tmp_path)
    path = tmp_path / "mau.json"
    office.does("form", B01, "-o", path)
    form = json.loads(path.read_text(encoding="utf-8"))
    assert form == {
        "nil": False,
        "figures": {"visits": None, "violations": None},
        "narrative": {"difficulties": ""},
    }
    form["figures"] = {"visits": 40, "violations": 3}
    form["narrative"]["difficulties"] = "Không có."
    path.write_text(json.dumps(form), encoding="utf-8")
    assert office.asks("submit", B01, path, now="2015-06-10")["state"] == "submitted"


def test_a_yaml_form_says_what_each_key_asks(tmp_path: Path) -> None:
    office = Office(tmp_path)
    path = tmp_path / "mau.yaml"
    name = "demo-2015:B-02/huyen-1/2015-H1"
    office.does("form", name, "-o", path)
    text = path.read_text(encoding="utf-8")
    assert "communes:  # Số xã có mô hình (xã)" in text
    assert 'B-03: {"status": "", "text": ""}  # Quản lý địa bàn' in text
    filled = text.replace("communes:", "communes: 12").replace('"status": ""', '"status": "done"')
    path.write_text(filled, encoding="utf-8")
    assert office.asks("submit", name, path, now="2015-06-15")["state"] == "submitted"


def test_a_yaml_form_says_what_each_value_may_be(tmp_path: Path) -> None:
    office = Office(tmp_path)
    path = tmp_path / "mau.yaml"
    office.does("form", "B-02/huyen-1/2015-H1", "-o", path)
    text = path.read_text(encoding="utf-8")
    assert "#   nil: không phát sinh (khác với để trống là chưa có số)" in text
    assert "#   {value: 40, estimate: true}: số ước thực hiện" in text
    assert "# duties, status là một trong: done (Đã hoàn thành), ongoing (Đang thực hiện)" in text
    office.does("task", "add", "Rà soát", "--to", "so-b", "--due", "2015-06-12", now="2015-06-08")
    office.does("form", "PS-01/so-b/once", "-o", path, "--yes")
    assert "status:  # Tình trạng. Một trong: done (Đã hoàn thành)" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("value", ["40", "nil", "{value: 40, estimate: true}", '{value: 40, note: "x"}', "{nil: true}"])
def test_every_value_that_the_yaml_form_names_is_taken(tmp_path: Path, value: str) -> None:
    office = Office(tmp_path)
    path = tmp_path / "mau.yaml"
    office.does("form", B01, "-o", path)
    text = path.read_text(encoding="utf-8").replace("violations:", "violations: nil")
    text = text.replace("visits:", f"visits: {value}").replace('difficulties: ""', 'difficulties: "Không"')
    path.write_text(text, encoding="utf-8")
    assert office.asks("submit", B01, path, now="2015-06-10")["state"] == "submitted"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"figures": {"communes": "final"}}, "nil (không phát sinh), hoặc value kèm estimate: true"),
        ({"figures": {"communes": {"value": 1, "estimate": "final"}}}, "ghi true hoặc false"),
        ({"figures": {"communes": 1}, "duties": {"B-03": "xong"}}, "chọn done, ongoing, not-started, nil"),
    ],
)
def test_a_value_that_cannot_be_is_answered_with_those_that_can(
    tmp_path: Path, said: dict[str, object], named: str
) -> None:
    path = tmp_path / "sai.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    ran = Office(tmp_path).run("submit", "B-02/huyen-1/2015-H1", path, now="2015-06-15")
    assert ran.code == 1
    assert named in ran.words


def test_a_form_that_was_answered_comes_filled_in(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    path = tmp_path / "lai.json"
    office.does("form", B01, "-o", path, now="2015-06-11")
    said = json.loads(path.read_text(encoding="utf-8"))
    assert said["figures"] == {"visits": 40, "violations": 3}
    assert said["narrative"] == {"difficulties": "Thiếu kinh phí đi lại."}


def test_a_task_is_asked_for_its_fields(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("task", "add", "Rà soát", "--to", "so-b", "--due", "2015-06-12", now="2015-06-08")
    path = tmp_path / "mau.yaml"
    office.does("form", "PS-01/so-b/once", "-o", path)
    text = path.read_text(encoding="utf-8")
    assert "nil:" not in text
    path.write_text(text.replace("status:", "status: ongoing").replace("percent:", "percent: 50"), encoding="utf-8")
    assert office.asks("submit", "PS-01/so-b/once", path, now="2015-06-10")["state"] == "submitted"


def test_submit_has_the_document_of_the_contract(tmp_path: Path) -> None:
    office = Office(tmp_path)
    said = office.asks(*office.answer(), now="2015-06-10")
    over = {"reopened": False, "accepted_revision": None}
    assert said == {"submission": 1, "revision": 1, "state": "submitted", **over, "problems": [], "questions": []}
    assert "lần sửa 2" in office.does(*office.answer(visits=41), now="2015-06-11").out


def test_what_is_wrong_is_named_by_its_place_and_nothing_is_kept(tmp_path: Path) -> None:
    office = Office(tmp_path)
    ran = office.run(*office.answer(visits=3, violations=40), "--json", now="2015-06-10")
    assert ran.code == 1
    assert (ran.json["submission"], ran.json["revision"], ran.json["state"]) == (None, None, "refused")
    assert set(ran.json["problems"][0]) == {"where", "message", "severity"}
    assert "figures.violations" in ran.json["problems"][0]["where"]
    shown = office.run(*office.answer(visits=3, violations=40), now="2015-06-10")
    assert shown.code == 1
    assert "Số cơ sở vi phạm vượt số lượt kiểm tra" in shown.out
    assert office.asks("status", "--state", "submitted", now="2015-06-10") == []
    assert office.asks("history", B01)[-1]["act"] == "refused"


def test_the_workbook_of_another_assignment_is_refused(tmp_path: Path) -> None:
    office = Office(tmp_path)
    path = tmp_path / "mau.xlsx"
    office.does("form", "B-02/huyen-1/2015-H1", "-o", path)
    assert office.run("submit", B01, path, now="2015-06-10").code == 1


def test_a_nil_return_needs_no_file(tmp_path: Path) -> None:
    office = Office(tmp_path)
    name = "B-02/huyen-1/2015-H1"
    assert office.asks("submit", name, "--nil", now="2015-06-15")["state"] == "submitted"
    assert "--nil" in office.run("submit", name).refusal
    assert "--nil" in office.run(*office.answer(), "--nil").refusal


def test_figures_taken_by_telephone_are_marked(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert "--on-behalf" in office.run(*office.answer(), "--received-by", "phone").refusal
    office.does(*office.answer(), "--on-behalf", "--received-by", "phone", now="2015-06-10")
    detail = office.asks("history", B01)[-1]["detail"]
    assert (detail["channel"], detail["on_behalf"]) == ("phone", True)


@pytest.mark.parametrize("on_behalf", [(), ("--on-behalf", "--received-by", "phone")])
def test_an_answer_over_an_accepted_one_says_what_goes_on_counting(tmp_path: Path, on_behalf: tuple[str, ...]) -> None:
    office = Office(tmp_path)
    first = office.asks(*office.answer(), now="2015-06-10")
    assert (first["reopened"], first["accepted_revision"]) == (False, None)
    office.does("accept", B01, now="2015-06-11")
    said = office.does(*office.answer(41), *on_behalf, now="2015-06-12").words
    assert "đã được duyệt (lần sửa 1), nay trở lại chờ duyệt" in said
    assert "Lần sửa 1 vẫn được tính vào báo cáo cho đến khi lần sửa 2 được duyệt" in said
    again = office.asks(*office.answer(42), *on_behalf, now="2015-06-13")
    assert (again["revision"], again["reopened"], again["accepted_revision"]) == (3, False, 1)


def test_the_document_of_a_reopening_answer_says_so(tmp_path: Path) -> None:
    office = Office(tmp_path).submitted()
    office.does("accept", B01, now="2015-06-11")
    again = office.asks(*office.answer(41), now="2015-06-12")
    assert (again["revision"], again["reopened"], again["accepted_revision"]) == (2, True, 1)
    same = office.asks(*office.answer(41), now="2015-06-12")
    assert (same["revision"], same["reopened"], same["accepted_revision"]) == (2, False, None)
