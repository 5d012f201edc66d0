"""A plan file that cannot be used: each problem has its line and column, and says what to write instead."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import PlanError
from plans.loading import MAX_BYTES, PlanFileError, Problem, load_plan, load_plan_text

PLAN = """\
schema: 1
plan: {code: demo-2015, title: Kế hoạch mẫu, issuer: ubnd, standing: so-a, from: 2015-01-01, to: 2015-12-31}
agencies:
  - {code: ubnd, name: UBND tỉnh, kind: issuer}
  - {code: so-a, name: Sở A}
policies:
  - code: standard
    steps:
      - {at: -7d, action: remind, to: [focal]}
obligations:
  - code: B-01
    title: Báo cáo kết quả kiểm tra
    assigned_to: [so-a]
    period: half
    due: {after_cutoff: 5wd}
    form: inspections
forms:
  - code: inspections
    indicators: [visits]
    rules: []
indicators:
  - {code: visits, name: Lượt kiểm tra, unit: lượt, min: 0.10, targets: {2015: 100}}
"""


def problems(text: str) -> list[Problem]:
    with pytest.raises(PlanFileError) as caught:
        load_plan_text(text, "plan.yaml")
    return caught.value.problems


def changed(old: str, new: str) -> str:
    assert PLAN.count(old) == 1
    return PLAN.replace(old, new)


def test_half_a_sign_is_told_in_vietnamese() -> None:
    (problem,) = problems(changed("title: Báo cáo kết quả kiểm tra", 'title: "Báo cáo \\ud800"'))
    assert "có nửa ký tự (surrogate) đứng một mình" in problem.message


def test_a_sound_plan_is_read_with_its_lines() -> None:
    loaded = load_plan_text(PLAN, "plan.yaml")
    assert loaded.document.plan.start == date(2015, 1, 1)
    assert loaded.document.indicator("visits").min == Decimal("0.10")
    assert loaded.document.indicator("visits").targets == {"2015": Decimal(100)}
    due = loaded.lines.at(("obligations", 0, "due"))
    assert (due.line, due.column) == (15, 10)
    assert loaded.lines.name(("obligations", 0, "due")) == "obligations[B-01].due"
    assert loaded.lines.at(("obligations", 0, "effective", "from")) == loaded.lines.at(("obligations", 0))


VALUES = [
    (
        "form: inspections",
        "fomr: inspections",
        "16:5",
        "obligations[B-01].fomr",
        "không có khóa fomr",
        "viết form; các khóa",
    ),
    (
        "from: 2015-01-01",
        "start: 2015-01-01, from: 2015-01-01",
        "2:76",
        "plan.start",
        "không có khóa start",
        "viết from; các khóa",
    ),
    ("    title: Báo cáo kết quả kiểm tra\n", "", "11:5", "obligations[B-01].title", "thiếu khóa title", "thêm title"),
    (
        "period: half",
        "period: halv",
        "14:13",
        "obligations[B-01].period",
        "không có giá trị halv",
        "viết half; đang có: week",
    ),
    ("schema: 1", "schema: 2", "1:9", "schema", "chỉ đọc schema: 1, tệp ghi 2", "viết schema: 1"),
    ("title: Báo cáo kết quả kiểm tra", "title: 2015", "12:12", "obligations[B-01].title", "phải là chữ", '"2015"'),
    ("title: Báo cáo kết quả kiểm tra", "title:", "12:5", "obligations[B-01].title", "đang để trống", "xóa cả dòng"),
    (
        "assigned_to: [so-a]",
        "assigned_to: so-a",
        "13:18",
        "obligations[B-01].assigned_to",
        "phải là danh sách",
        "[so-a]",
    ),
    ("assigned_to: [so-a]", "assigned_to: []", "13:18", "obligations[B-01].assigned_to", "đang trống", "ít nhất một"),
    ("code: B-01", "code: Báo cáo", "11:11", "obligations[Báo cáo].code", "mã “Báo cáo” không hợp lệ", "ví dụ so-y-te"),
    ("to: 2015-12-31", "to: 31/12/2015", "2:98", "plan.to", "phải là ngày, ở đây là 31/12/2015", "2015-12-31"),
    ("to: 2015-12-31", "to: 2015-2-9", "2:98", "plan.to", "phải là ngày", "2015-02-09"),
    ("to: 2015-12-31", "to: 2015-02-30", "2:98", "plan.to", "không có ngày 2015-02-30", "có thật"),
    ("to: 2015-12-31", "to: 0", "2:98", "plan.to", "phải là ngày, ở đây là 0", "2015-06-30"),
    (
        "to: 2015-12-31",
        "to: 2014-12-31",
        "2:7",
        "plan",
        "kết thúc (2014-12-31) trước khi bắt đầu",
        "đổi chỗ from và to",
    ),
    (
        "{after_cutoff: 5wd}",
        "{after_cutoff: 5x}",
        "15:25",
        "obligations[B-01].due.after_cutoff",
        "“5x” không phải",
        "+5wd",
    ),
    ("{after_cutoff: 5wd}", "{after_cutoff: 5}", "15:25", "obligations[B-01].due.after_cutoff", "khoảng cách", "+5wd"),
    (
        "{after_cutoff: 5wd}",
        "{after_cutoff: -5wd}",
        "15:25",
        "obligations[B-01].due.after_cutoff",
        "được âm",
        "viết 5wd",
    ),
    ("{after_cutoff: 5wd}", "{}", "15:10", "obligations[B-01].due", "chưa nói ngày nào", "{day: 15}"),
    ("{after_cutoff: 5wd}", "{day: 5, on: 2015-05-05}", "15:10", "obligations[B-01].due", "day và on", "giữ một"),
    ("{after_cutoff: 5wd}", "{day: 32}", "15:16", "obligations[B-01].due.day", "32 lớn quá", "không quá 31"),
    ("{after_cutoff: 5wd}", "{day: mai}", "15:16", "obligations[B-01].due.day", "phải là số nguyên", "ví dụ 15"),
    (
        "{after_cutoff: 5wd}",
        "{on: 2015-11-15, month_offset: 1}",
        "15:10",
        "obligations[B-01].due",
        "month_offset chỉ đi cùng day",
        "{day: 15, month_offset: 1}",
    ),
    (
        "{after_cutoff: 5wd}",
        "{on: soon}",
        "15:15",
        "obligations[B-01].due.on",
        "phải là ngày, ở đây là soon",
        "năm-tháng",
    ),
    (
        "{after_cutoff: 5wd}",
        "{on: {2015-H1: soon}}",
        "15:25",
        "obligations[B-01].due.on.2015-H1",
        "phải là ngày, ở đây là soon",
        "năm-tháng",
    ),
    ("{after_cutoff: 5wd}", "gấp", "15:10", "obligations[B-01].due", "phải là một nhóm khóa, ở đây là gấp", "{khóa:"),
    (
        "period: half",
        "period: program\n    span: 2011-2015",
        "15:11",
        "obligations[B-01].span",
        "giai đoạn",
        "2011..2015",
    ),
    ("forms:", "retired: []\nforms:", "17:1", "retired", "do dondoc tự giữ", "xóa"),
    ("period: half", "joint: maybe", "14:12", "obligations[B-01].joint", "true hoặc false", "true"),
    ("to: [focal]", "to: [fokal]", "9:40", "policies[standard].steps[1].to[1]", "không có giá trị fokal", "viết focal"),
    (
        "      - {at: -7d, action: remind, to: [focal]}\n",
        "      - {at: -7d, action: remind, to: [focal]}\n      - {at: -7d, action: remind, to: [head]}\n",
        "7:5",
        "policies[standard]",
        "hai bước cùng tên -7d:remind",
        "gộp",
    ),
    ("min: 0.10", "min: 0,10", "22:60", "indicators[visits].10", "không có khóa 10", "dấu chấm: 0.10; các khóa"),
    ("min: 0.10", "min: ít", "22:58", "indicators[visits].min", "phải là số, ở đây là ít", "12.5"),
    ("min: 0.10", "kind: ratio", "22:5", "indicators[visits]", "cả tử số và mẫu số", "numerator"),
    ("min: 0.10", "numerator: visits", "22:5", "indicators[visits]", "flow không có tử số", "ratio"),
    (
        "rules: []",
        "rules: [{left: visits, op: '=<', right: visits, message: Sai}]",
        "20:32",
        "op",
        "không có giá trị",
        "<=",
    ),
    (
        "rules: []",
        "rules: [{left: visits, op: '<', right: [visits], message: Sai}]",
        "20:44",
        "right",
        "phải là chữ, ở đây là một danh sách",
        "dấu nháy",
    ),
]


@pytest.mark.parametrize(("old", "new", "place", "path", "message", "hint"), VALUES, ids=lambda v: str(v)[:30])
def test_what_is_wrong_is_said_in_place(old: str, new: str, place: str, path: str, message: str, hint: str) -> None:
    found = [problem for problem in problems(changed(old, new)) if message in problem.message]
    assert len(found) == 1
    assert f"{found[0].line}:{found[0].column}" == place
    assert found[0].path.endswith(path)
    assert hint in found[0].hint
    assert str(found[0]).startswith(f"plan.yaml:{place}: ")


def test_everything_is_said_at_once_in_the_order_of_the_file() -> None:
    text = changed("period: half", "period: halv").replace("schema: 1", "schema: 2").replace("unit: lượt", "unti: lượt")
    found = problems(text)
    assert [problem.path for problem in found] == [
        "schema",
        "obligations[B-01].period",
        "indicators[visits].unit",
        "indicators[visits].unti",
    ]
    with pytest.raises(
        PlanError,
        match=re.escape("plan.yaml:1:9: schema: ") + r".*\(và 3 lỗi khác; xem đủ bằng `dondoc plan check plan.yaml`\)$",
    ):
        load_plan_text(text, "plan.yaml")


def test_one_value_of_several_possible_types_is_reported_once() -> None:
    assert len(problems(changed("{after_cutoff: 5wd}", "{on: soon}"))) == 1
    assert len(problems(changed("{after_cutoff: 5wd}", "{on: {2015-H1: a, 2015-H2: b}}"))) == 2


YAML = [
    ("schema: 1\n\tplan: x\n", 2, "phím Tab", "dấu cách"),
    ("schema: 1\nplan: {code: x\nagencies: []\n", 3, "thiếu dấu", "ngoặc"),
    ('schema: 1\nplan: "x\n', 2, "dấu nháy mở", "đóng"),
    ("schema: 1\nplan: a: b\n", 2, "dấu hai chấm", "dấu nháy kép"),
    ("schema: 1\nplan: @x\n", 2, "không được bắt đầu bằng ký tự @", "dấu nháy kép"),
    ("schema: 1\nplan: *x\n", 2, "*x nhắc đến &x", "thêm &x"),
    ("schema: 1\n---\nschema: 1\n", 2, "ngăn bằng ---", "mỗi tệp một kế hoạch"),
    ('schema: 1\nplan: "C:\\Tep"\n', 2, "ký tự điều khiển", "\\\\"),
    ("- schema: 1\nplan: x\n", 2, "không thẳng cột", "canh thẳng"),
    ("schema: 1\nplan: a\x07b\n", 2, "U+0007", "xóa"),
    ("schema: 1\nschema: 1\n", 2, "khóa schema viết hai lần (lần đầu ở dòng 1)", "gộp"),
    ("schema: 1\n? [a, b]\n: c\n", 2, "khóa phải là một từ", "khóa: giá trị"),
    ("schema: 1\nplan: !!python/object/apply:os.system [ls]\n", 2, "!!python/object/apply:os.system", "bỏ thẻ"),
    ("schema: 1\nplan: !secret x\n", 2, "không dùng thẻ !secret", "bỏ thẻ"),
    ("%YAML x\n---\nschema: 1\n", 1, "sai cú pháp YAML", "xem lại"),
    ("", 1, "tệp trống", "schema: 1"),
    ("# chưa viết gì\n", 1, "tệp trống", "schema: 1"),
    ("- so-a\n", 1, "không phải là kế hoạch", "schema: 1"),
    ("xin chào", 1, "không phải là kế hoạch", "schema: 1"),
    ("!x [1]", 1, "không dùng thẻ !x", "bỏ thẻ"),
    ("schema: 1\nplan: " + "[" * 500, 1, "lồng nhau quá sâu", "bỏ ngoặc thừa"),
    ("schema: 1\nplan: &a [*a]\n", 2, "lồng nhau quá sâu", "không được nhắc đến chính phần chứa nó"),
    ("schema: 1\nplan: &a\n  <<: *a\n", 1, "lồng nhau quá sâu", "không được nhắc đến chính phần chứa nó"),
]


@pytest.mark.parametrize(("text", "line", "message", "hint"), YAML, ids=lambda v: str(v)[:25])
def test_what_is_not_a_plan_at_all_is_said_in_place(text: str, line: int, message: str, hint: str) -> None:
    found = [problem for problem in problems(text) if message in problem.message]
    assert len(found) == 1
    assert found[0].line == line
    assert hint in found[0].hint


def test_aliases_cannot_grow_into_a_billion_parts() -> None:
    lines = ["schema: 1", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (found,) = problems("\n".join(lines))
    assert "phần" in found.message
    assert "chép thẳng nội dung" in found.hint


def test_anchors_and_merges_are_read() -> None:
    text = changed(
        "obligations:\n",
        "obligations:\n"
        "  - &base {code: B-00, title: Mẫu, assigned_to: [so-a], period: year, due: {day: 15}}\n"
        "  - {<<: *base, code: B-02, due: {day: 20}}\n",
    )
    document = load_plan_text(text, "plan.yaml").document
    merged = document.obligation("B-02")
    assert (merged.title, merged.period, merged.due and merged.due.day) == ("Mẫu", "year", 20)
    assert document.obligation("B-00").code == "B-00"


def test_a_telephone_number_keeps_its_zero() -> None:
    contact = "contacts: [{agency: so-a, role: focal, name: Đầu mối, phone: 02103846247}]\n"
    assert load_plan_text(PLAN + contact, "p").document.contacts[0].phone == "02103846247"


@given(st.booleans(), st.booleans(), st.booleans())
def test_dates_may_be_quoted(first: bool, second: bool, in_due: bool) -> None:
    text = changed("from: 2015-01-01", 'from: "2015-01-01"') if first else PLAN
    text = text.replace("to: 2015-12-31", "to: '2015-12-31'") if second else text
    day = '"2015-06-15"' if in_due else "2015-06-15"
    text = text.replace("{after_cutoff: 5wd}", f"{{on: {day}}}")
    document = load_plan_text(text, "p").document
    assert (document.plan.start, document.plan.end) == (date(2015, 1, 1), date(2015, 12, 31))
    assert (
        document.obligation("B-01").due
        == load_plan_text(text.replace(day, "2015-06-15"), "p").document.obligation("B-01").due
    )


@given(st.text(max_size=300) | st.text("[]{}:,-&*!|>'\"%@#? \n\tab1", max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    for candidate in (text, PLAN + text, PLAN.replace("half", text)):
        try:
            load_plan_text(candidate, "plan.yaml")
        except PlanFileError as error:
            assert error.problems
            assert all(p.line >= 1 and p.column >= 1 and "\n" not in str(p) for p in error.problems)


def test_decomposed_vietnamese_becomes_composed(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(unicodedata.normalize("NFD", PLAN).encode())
    loaded = load_plan(path)
    assert loaded.document.plan.title == "Kế hoạch mẫu"
    assert loaded.text == PLAN


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + PLAN.encode())
    assert load_plan(path).document == load_plan_text(PLAN, "p").document


def test_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(PLAN.replace("\n", "\r\n").encode())
    assert load_plan(path).lines.at(("obligations", 0, "due")).line == 15


BYTES = [
    (PLAN.encode("utf-16"), "UTF-16", "UTF-8"),
    (PLAN.encode("utf-16-le"), "không phải văn bản UTF-8", "UTF-8"),
    ("plan:\n  title: Kế hoạch".encode("cp1258", errors="replace") + b"\xd0\n", "0xD0", "UTF-8"),
    (b"PK\x03\x04rest", "Office", ".yaml"),
    (b"# " + b"x" * MAX_BYTES, "lớn hơn 5 MB", "bỏ phần"),
]


@pytest.mark.parametrize(("data", "message", "hint"), BYTES, ids=["utf-16", "no mark", "windows-1258", "zip", "large"])
def test_what_is_not_text_is_refused(data: bytes, message: str, hint: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(data)
    with pytest.raises(PlanFileError) as caught:
        load_plan(path)
    (found,) = caught.value.problems
    assert found.file == str(path)
    assert message in found.message
    assert hint in found.hint


def test_the_line_of_a_foreign_byte_is_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"schema: 1\nplan: K\xea\n")
    with pytest.raises(PlanFileError) as caught:
        load_plan(path)
    assert (caught.value.problems[0].line, caught.value.problems[0].column) == (2, 8)


@pytest.mark.parametrize(
    ("name", "message"), [("none.yaml", "không có tệp này"), (".", "một thư mục"), ("a\0b", "không đọc")]
)
def test_a_file_that_cannot_be_opened_is_refused(name: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match=message):
        load_plan(tmp_path / name)
