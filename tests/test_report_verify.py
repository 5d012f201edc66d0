"""Verifying: a report computed again agrees with what it is pinned to, and one changed figure anywhere is named."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from sqlalchemy import text

from flows import acts, deciding, issuing
from flows.issuing import ReportRef
from models.errors import DondocError
from models.reporting import EarlierFigure, EarlierImport, ReportBuild, ReportTemplate, builds_of
from models.store import Store
from models.versions import active_plan
from reports.building import ANY_REPORT, build_report
from reports.comparing import differences
from reports.docx.template import shipped
from reports.verifying import Verdict
from tests.plan_world import World, at, document, obligation
from tests.report_world import B01, OWN, REPORT, plan_text

REF = ReportRef("half-year", "2015-H1")
FORMATS = ("docx", "xlsx", "html", "json")
FORM = {
    "code": "inspections",
    "indicators": ["visits", "violations", "fines"],
    "narrative": [{"code": "kho-khan", "title": "Khó khăn, vướng mắc"}],
}
INDICATORS = [
    {"code": "visits", "name": "Lượt cơ sở được kiểm tra", "unit": "lượt", "owner": "so-b"},
    {"code": "violations", "name": "Cơ sở vi phạm", "unit": "cơ sở", "owner": "so-b"},
    {"code": "fines", "name": "Tiền phạt", "unit": "triệu đồng", "type": "decimal", "owner": "so-b"},
]
ANSWER: dict[str, Any] = {
    "figures": {"visits": 9, "violations": {"value": 2, "estimate": True, "note": "chưa đủ"}, "fines": 1250.50},
    "narrative": {"kho-khan": "Địa bàn rộng, cán bộ kiêm nhiệm."},
}


def plan(**more: Any) -> Any:
    given = {"reports": [REPORT], "obligations": [obligation(), OWN], "forms": [FORM], "indicators": INDICATORS}
    return document(plan_text(), **{**given, **more})


def issued_world(store: Store, home: Path, formats: Sequence[str]) -> World:
    """An issued report on one accepted answer and a figure of the year before."""
    found = World(store, home, plan())
    with store.session() as session:
        source = EarlierImport(
            plan="demo-2015", at=at("2015-02-02"), by="Điều phối", source_name="2014.xlsx", sha256="a" * 64
        )
        session.add(source)
        session.flush()
        row = EarlierFigure(
            import_id=source.id or 0, period="2014-H1", indicator="visits", value=Decimal(5), cell="Tỉnh!C3"
        )
        session.add(row)
    found.submit("2015-06-12", content=json.dumps(ANSWER).encode())
    deciding.accept(store, [B01], found.act("2015-06-12"))
    build(found, "2015-06-24", formats)
    issuing.review(store, REF, found.act("2015-06-24"))
    issuing.issue(store, found.settings, REF, found.act("2015-06-25"), formats=formats)
    return found


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return issued_world(store, tmp_path, ("json",))


@pytest.fixture
def papers(tmp_path: Path) -> Iterator[World]:
    """The same in every format."""
    store = Store(f"sqlite:///{tmp_path / 'dondoc.db'}")
    store.upgrade()
    yield issued_world(store, tmp_path, FORMATS)
    store.close()


def again(world: World, day: str) -> None:
    """Another revision, with other figures, is accepted."""
    content = {**ANSWER, "figures": {"visits": 30, "violations": 1, "fines": 2}}
    world.submit(day, content=json.dumps(content).encode())
    deciding.accept(world.store, [B01], world.act(day))


def build(world: World, day: str, formats: Sequence[str] = ("json",)) -> None:
    out = world.settings.home / "reports"
    with world.store.session() as session:
        build_report(session, active_plan(session), REF.code, REF.period, as_of=at(day), out=out, formats=formats)


def verify(world: World, *files: Path, number: int | None = None) -> Verdict:
    return issuing.verify(world.store, world.settings, ReportRef(REF.code, REF.period, number), files)


def issued(world: World, kind: str) -> Path:
    return world.settings.home / "reports" / "demo-2015" / f"half-year_2015-H1_lan-1.{kind}"


def found(verdict: Verdict) -> list[tuple[str, str, str]]:
    return [(one.what, one.place, one.said) for one in verdict.findings]


def run_sql(world: World, statement: str) -> None:
    with world.store.session() as session:
        session.execute(text(statement))


def test_what_was_not_touched_is_sound(papers: World) -> None:
    verdict = verify(papers)
    assert found(verdict) == []
    assert verdict.sound and verdict.pins == 1 and verdict.absent == []
    assert len(verdict.files) == 8  # drafts and issued files in four formats


def test_what_happened_since_changes_nothing(world: World) -> None:
    """Later acceptances, extensions, an excuse, another version of the plan: all come after the report's instant."""
    again(world, "2015-06-29")
    acts.extend(world.store, "demo-2015:B-01/so-b/2015-H2", world.act("2015-06-30"), at("2015-12-28").date(), "Bận")
    renamed = [{**INDICATORS[0], "name": "Lượt kiểm tra"}, *INDICATORS[1:]]
    world.apply(plan(indicators=renamed, obligations=[OWN]), "2015-07-06")
    assert found(verify(world)) == []


def test_a_due_date_that_moved_later_is_as_it_was(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, plan())
    world.round("2015-06-16")
    build(world, "2015-06-16")
    acts.extend(store, B01, world.act("2015-06-17"), at("2015-06-30").date(), "Đang tổng hợp")
    world.submit("2015-06-18", content=json.dumps(ANSWER).encode())
    deciding.send_back(store, [B01], world.act("2015-06-18"), "Thiếu phần lời", at("2015-06-24").date())
    build(world, "2015-06-22")
    acts.extend(store, B01, world.act("2015-06-23"), at("2015-06-29").date(), "Xin thêm ngày")
    acts.excuse(store, B01, world.act("2015-06-25"), "Kiện toàn tổ chức")
    assert found(verify(world, number=1)) == []
    assert found(verify(world, number=2)) == []


# --- the database ----------------------------------------------------------------------------------------------------

B01_PLACE = f"{B01} lần 1"
DATABASE = [
    ("UPDATE figure SET value = '10' WHERE indicator = 'visits'", "submission", B01_PLACE, "đã bị sửa"),
    ("UPDATE figure SET value = '1250.51' WHERE indicator = 'fines'", "submission", B01_PLACE, "đã bị sửa"),
    ("UPDATE figure SET estimate = false WHERE indicator = 'violations'", "submission", B01_PLACE, "đã bị sửa"),
    ("UPDATE figure SET note = 'đủ' WHERE indicator = 'violations'", "submission", B01_PLACE, "đã bị sửa"),
    ("DELETE FROM figure WHERE indicator = 'violations'", "submission", B01_PLACE, "đã bị sửa"),
    ("UPDATE passage SET text = 'Không có khó khăn.'", "submission", B01_PLACE, "đã bị sửa"),
    (f"UPDATE submission SET sha256 = '{'0' * 64}' WHERE revision = 1", "submission", B01_PLACE, "khác mã"),
    ("UPDATE submission SET reviewed_at = '2015-06-25 01:00:00'", "submission", B01_PLACE, "không còn được tính"),
    ("UPDATE submission SET state = 'returned' WHERE channel = 'file'", "submission", B01_PLACE, "không còn được tính"),
    ("UPDATE submission SET revision = 7", "submission", B01_PLACE, "không còn trong dữ liệu"),
    ("UPDATE earlier_figure SET value = '6'", "content", "half-year 2015-H1", "nội dung khác"),
    (f"UPDATE earlier_import SET sha256 = '{'0' * 64}'", "content", "half-year 2015-H1", "nội dung khác"),
    ("UPDATE plan_version SET document = replace(document, 'Cơ sở vi phạm', 'Cơ sở')", "plan", "demo-2015 v1", "sửa"),
    ("UPDATE report_build SET plan_version = 9", "plan", "demo-2015 v9", "không còn"),
    (f"UPDATE report_build SET template = '{'0' * 64}'", "template", "0" * 12, "mẫu Word"),
    (f"UPDATE report_build SET digest = '{'0' * 64}'", "content", "half-year 2015-H1", "nội dung khác"),
    (f"UPDATE report_build SET digest = '{'0' * 64}'", "history", "half-year 2015-H1", "lịch sử không ghi"),
    ("UPDATE report_build SET pins = '[]'", "submission", B01_PLACE, "trước không"),
    ("UPDATE report_build SET changes = '[{}]'", "content", "half-year 2015-H1", "thay đổi đã bị sửa"),
    ("UPDATE report_build SET as_of = '2015-06-01 00:00:00'", "submission", B01_PLACE, "không còn được tính"),
]


@pytest.mark.parametrize(("statement", "what", "place", "said"), DATABASE, ids=[f"{n}" for n in range(len(DATABASE))])
def test_one_change_in_the_database_is_named(world: World, statement: str, what: str, place: str, said: str) -> None:
    run_sql(world, statement)
    findings = found(verify(world))
    assert any(one[0] == what and one[1] == place and said in one[2] for one in findings), findings


OTHER_PROGRAM = """UPDATE report_build SET program = '0.0.9', digest = 'f', changes = '[{}]'"""


def test_another_program_may_say_the_same_figures_otherwise(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, plan())
    world.submit("2015-06-12", content=json.dumps(ANSWER).encode())
    deciding.accept(store, [B01], world.act("2015-06-12"))
    build(world, "2015-06-24")
    draft = tmp_path / "reports" / "half-year_2015-H1.json"
    draft.write_bytes(draft.read_bytes() + b"\n")
    run_sql(world, OTHER_PROGRAM)
    hashes = json.dumps({draft.name: sha256(draft.read_bytes()).hexdigest()})
    run_sql(world, f"UPDATE report_build SET files = '{hashes}'".replace(":", r"\:"))

    verdict = verify(world)

    assert found(verdict) == []
    (note,) = verdict.notes
    assert re.fullmatch(r"lập bằng dondoc 0\.0\.9, nay là .+: số liệu .+ trình bày: nội dung, half-year.+json", note)

    draft.write_bytes(draft.read_bytes() + b" ")
    assert found(verify(world)) == [("file", draft.name, "tệp khác tệp đã ghi")]
    with pytest.raises(DondocError, match=r"lập bằng dondoc 0\.0\.9, nay là .+: lập lại rồi soát lại"):
        issuing.review(store, REF, world.act("2015-06-24"))
        issuing.issue(store, world.settings, REF, world.act("2015-06-24"), formats=("json",))


def test_a_figure_is_compared_whatever_program_compiled_it(world: World) -> None:
    run_sql(world, OTHER_PROGRAM)
    run_sql(world, "UPDATE figure SET value = '90' WHERE indicator = 'visits'")

    said = {(what, words) for what, _place, words in found(verify(world))}

    assert ("content", "tính lại ra số liệu khác") in said
    assert ("history", "lịch sử không ghi việc ban hành bản này") in said, "the program is in the history too"


def test_a_deleted_answer_is_named(world: World) -> None:
    for table in ("figure", "passage"):
        run_sql(world, f"DELETE FROM {table}")
    run_sql(world, "DELETE FROM submission")
    assert ("submission", B01_PLACE, "không còn trong dữ liệu") in found(verify(world))


def test_a_swapped_template_is_named(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, plan())
    own = shipped("TT01-2011")
    with store.session() as session:
        session.add(
            ReportTemplate(
                plan="demo-2015",
                name=ANY_REPORT,
                sha256=sha256(own).hexdigest(),
                content=own,
                at=at("2015-02-02"),
                by="Điều phối",
            )
        )
    build(world, "2015-06-24")
    assert found(verify(world)) == []
    with store.session() as session:
        row = session.get_one(ReportTemplate, 1)
        row.content = shipped("ND30")
        session.add(row)
    assert [one[0] for one in found(verify(world))] == ["template"]


# --- files -----------------------------------------------------------------------------------------------------------


def in_json(data: bytes) -> bytes:
    content = json.loads(data)
    next(one for one in content["figures"] if one["indicator"] == "visits")["total"] = 90
    return json.dumps(content, ensure_ascii=False).encode()


def in_xlsx(data: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == 9:
                    cell.value = 90
                    out = io.BytesIO()
                    book.save(out)
                    return out.getvalue()
    raise AssertionError("no cell with the figure")


def in_docx(data: bytes) -> bytes:
    document_ = docx.Document(io.BytesIO(data))
    for paragraph in document_.paragraphs:
        if "Lượt cơ sở được kiểm tra: 9 lượt" in paragraph.text:
            run = next(run for run in paragraph.runs if "9 lượt" in run.text)
            run.text = run.text.replace("9 lượt", "90 lượt")
    out = io.BytesIO()
    document_.save(out)
    return out.getvalue()


def in_html(data: bytes) -> bytes:
    return data.replace("Lượt cơ sở được kiểm tra: 9 lượt".encode(), "Lượt cơ sở được kiểm tra: 90 lượt".encode(), 1)


def a_byte(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    return out.getvalue()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


FILES = [
    ("json", in_json, r"figures\[visits\]\.total", "“90”, phải là “9”"),
    ("xlsx", in_xlsx, r"!\w+\d+$", "“90”, phải là “9”"),
    ("docx", in_docx, "sau “", "90 lượt"),
    ("html", in_html, "sau “|đầu tệp", "90 lượt"),
    ("docx", a_byte, "half-year_2015-H1_lan-1.docx", "chữ và số không khác"),
    ("xlsx", cut, "cả tệp", "hỏng"),
    ("docx", cut, "cả tệp", "hỏng"),
    ("json", cut, "cả tệp", "hỏng"),
]


@pytest.mark.parametrize(
    ("kind", "tamper", "place", "said"), FILES, ids=[f"{kind} {tamper.__name__}" for kind, tamper, *_ in FILES]
)
def test_one_change_in_a_file_is_named(
    papers: World, kind: str, tamper: Callable[[bytes], bytes], place: str, said: str
) -> None:
    path = issued(papers, kind)
    before = path.read_bytes()
    path.write_bytes(tamper(before))
    assert path.read_bytes() != before
    (first, *_) = found(verify(papers))
    assert first[0] == "file" and path.name in first[1] and re.search(place, first[1]), first
    assert said in first[2]


def test_a_copy_elsewhere_is_compared_by_what_it_is(world: World, tmp_path: Path) -> None:
    copy = tmp_path / "ban-sao.json"
    copy.write_bytes(issued(world, "json").read_bytes())
    assert found(verify(world, copy)) == []
    copy.write_bytes(in_json(copy.read_bytes()))
    assert [one[0] for one in found(verify(world, copy))] == ["file"]


def test_an_issued_file_that_is_gone_is_a_finding(world: World) -> None:
    issued(world, "json").unlink()
    verdict = verify(world)
    assert not verdict.sound and verdict.absent == ["half-year_2015-H1_lan-1.json"]
    ((what, place, said),) = found(verdict)
    assert (what, place) == ("file", "half-year_2015-H1_lan-1.json") and "bản sao lưu" in said


def test_a_draft_that_is_gone_is_only_said(world: World) -> None:
    again(world, "2015-06-29")
    build(world, "2015-06-30")
    (world.settings.home / "reports" / "half-year_2015-H1.json").unlink()
    verdict = verify(world, number=2)
    assert verdict.sound and verdict.absent == ["half-year_2015-H1.json"]


LONG = "Trong kỳ, các đơn vị đã kiểm tra cơ sở, xử lý vi phạm và báo cáo kết quả đúng thời hạn. " * 3


@pytest.mark.parametrize(
    ("ours", "theirs", "seen"),
    [
        (f"{LONG}Tổng số {{}} lượt. {LONG}", ("1.250", "1.350"), ("1.250 lượt", "1.350 lượt")),
        (f"{LONG}{{}}", ("", "Thêm một câu."), ("đúng thời hạn.", "Thêm một câu.")),
        ("{}", ("9 lượt", "9\u00a0lượt"), ("9␣lượt", "9⍽lượt")),
    ],
    ids=["far behind", "at the end", "a space"],
)
def test_a_difference_is_shown_where_it_is(ours: str, theirs: tuple[str, str], seen: tuple[str, str]) -> None:
    sides = [json.dumps({"text": ours.format(one)}, ensure_ascii=False).encode() for one in theirs]
    (one,) = differences("json", *sides)
    assert one.found != one.wanted
    assert seen[0] in one.found and seen[1] in one.wanted
    assert max(len(one.found), len(one.wanted)) <= 120


def test_a_draft_that_a_later_one_wrote_over_is_no_departure(world: World) -> None:
    again(world, "2015-06-29")
    build(world, "2015-06-30")
    assert found(verify(world, number=1)) == []
    assert found(verify(world, number=2)) == []


def test_a_correction_verifies_against_the_report_it_replaces(world: World) -> None:
    again(world, "2015-06-29")
    build(world, "2015-06-30")
    issuing.review(world.store, REF, world.act("2015-06-30"))
    issuing.issue(world.store, world.settings, REF, world.act("2015-07-01"), formats=("json",))
    for number in (1, 2):
        assert found(verify(world, number=number)) == [], number
    with world.store.reading() as session:
        rows: list[ReportBuild] = list(builds_of(session, "demo-2015"))
    assert [len(row.listed_changes) > 0 for row in rows] == [False, True]


def test_a_plan_version_that_is_none_any_more_is_named(world: World) -> None:
    world.apply(plan(indicators=[*INDICATORS, {"code": "teams", "name": "Đội", "unit": "đội"}]), "2015-07-06")
    run_sql(world, "UPDATE plan_version SET document = '{' WHERE version = 1")
    findings = found(verify(world))
    assert {one[0] for one in findings} >= {"plan", "content"}
    assert ("plan", "demo-2015 v1") in {one[:2] for one in findings}


@pytest.mark.parametrize(
    ("kind", "ours", "theirs", "places"),
    [
        ("json", b'{"a": 1}', b'{"a": 1}', []),
        ("json", b'{"a": 1}', b'{"a": 1, "b": null}', []),
        ("json", b'{"a": [1, 2]}', b'{"a": [1, 3]}', ["a[1]"]),
        ("json", b'{"a": [1]}', b'{"a": [1, 3]}', ["a"]),
        ("json", b'{"a": 1.0}', b'{"a": 1.00}', ["a"]),
        ("html", "<p>Một</p><p>9</p>".encode(), "<p>Một</p><p>8</p>".encode(), ["sau “Một”"]),
        ("html", b"<style>a</style><p>9</p>", b"<style>b</style><p>9</p>", []),
        ("pdf", b"1", b"2", ["cả tệp"]),
    ],
)
def test_places_are_named(kind: str, ours: bytes, theirs: bytes, places: list[str]) -> None:
    assert [one.place for one in differences(kind, ours, theirs)] == places
