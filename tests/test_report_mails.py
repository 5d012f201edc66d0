"""The mails of a report's life: recipients get it when it is issued and not before, the coordinator knows the rest."""

from pathlib import Path

import pytest

from flows import issuing
from flows.compile import compile_reports
from models.store import Store
from tests.plan_world import World, at, document, obligation
from tests.report_world import OWN, REF, REPORT, answered, issue, mails, plan_text, reviewed, sent, text_of, world_with


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return world_with(store, tmp_path)


def test_recipients_get_it_when_it_is_issued_and_not_before(world: World) -> None:
    answered(world, "2015-06-12")
    compile_reports(world.store, world.settings, at("2015-06-22"))
    reviewed(world, "2015-06-24")
    assert mails(world) == []
    done = issue(world, "2015-06-25", document_number="45/BC-SA")
    assert done.mailed == ["vp@ubnd.example"] and done.unserved == ["bo"]
    (mail,) = sent(world, "2015-06-25")
    assert mail["Subject"] == "[Báo cáo] Kết quả 6 tháng đầu năm 2015 – Sở A"
    assert "đã ban hành Báo cáo kết quả 6 tháng đầu năm 2015 (số 45/BC-SA, ngày 25/06/2015)." in text_of(mail)
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    issued_file = next(path for path in done.files if path.suffix == ".docx")
    assert attached == {"Bao-cao-6-thang-dau-nam-2015.docx": issued_file.read_bytes()}
    assert mail["Cc"] is None


def test_the_mail_carries_a_pdf_too(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'dondoc.db'}")
    store.upgrade()
    world = world_with(store, tmp_path)
    reviewed(world, "2015-06-24")
    issuing.issue(store, world.settings, REF, world.act("2015-06-25"), formats=("docx", "pdf"))
    (mail,) = sent(world, "2015-06-25")
    attached = {part.get_filename(): part.get_content()[:4] for part in mail.iter_attachments()}
    assert attached == {
        "Bao-cao-6-thang-dau-nam-2015.docx": b"PK\x03\x04",
        "Bao-cao-6-thang-dau-nam-2015.pdf": b"%PDF",
    }
    assert issuing.verify(store, world.settings, REF).findings == []
    store.close()


def test_without_libreoffice_it_is_issued_all_the_same(world: World) -> None:
    reviewed(world, "2015-06-24")
    none = world.settings.model_copy(update={"soffice": Path("/none/soffice")})
    done = issuing.issue(world.store, none, REF, world.act("2015-06-25"), formats=("docx", "pdf"))
    assert [path.suffix for path in done.files] == [".docx"]
    assert "/none/soffice" in done.left_out


def test_a_correction_s_mail_says_what_it_replaces(world: World) -> None:
    answered(world, "2015-06-12")
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-25", document_number="45/BC-SA")
    answered(world, "2015-06-29", visits=12)
    reviewed(world, "2015-06-30")
    issue(world, "2015-07-01", document_number="46/BC-SA")
    mail = sent(world, "2015-07-01")[-1]
    assert mail["Subject"] == "[Báo cáo thay thế] Kết quả 6 tháng đầu năm 2015 – Sở A"
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "Bao-cao-6-thang-dau-nam-2015-dinh-chinh-1.docx"
    ]
    assert "Bản này thay báo cáo số 45/BC-SA ngày 25/06/2015" in text_of(mail)
    assert "tổng số 9 → 12" in text_of(mail)


def test_a_focal_point_receives_where_a_body_has_no_office(store: Store, tmp_path: Path) -> None:
    contacts = "  - {agency: bo, role: focal, name: Vụ H, email: vu-h@bo.example, lang: en}\n"
    world = world_with(store, tmp_path, contacts)
    reviewed(world, "2015-06-24")
    assert issue(world, "2015-06-25").mailed == ["vp@ubnd.example", "vu-h@bo.example"]
    english = next(one for one in sent(world, "2015-06-25") if "vu-h@bo.example" in one["To"])
    assert english["Subject"].startswith("[Report] ")


def test_a_body_without_an_address_is_on_the_coordinator_s_list_until_it_has_one(world: World) -> None:
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-25")
    world.round("2015-06-26")
    said = text_of(sent(world, "2015-06-26", "summary")[-1])
    assert "Báo cáo đã ban hành chưa đến nơi nhận" in said and "Bộ M" in said
    contacts = "  - {agency: bo, role: office, name: Văn phòng Bộ, email: vp@bo.example}\n"
    duties = [obligation(), OWN]
    world.apply(document(plan_text(contacts), reports=[REPORT], obligations=duties), "2015-06-29")
    assert compile_reports(world.store, world.settings, at("2015-06-29", 9)).queued == 1
    assert compile_reports(world.store, world.settings, at("2015-06-30", 9)).queued == 0
    assert [one.recipient for one in mails(world)] == ["vp@ubnd.example", "vp@bo.example"]


def test_after_a_month_nobody_new_gets_an_old_report(world: World) -> None:
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-25")
    contacts = "  - {agency: bo, role: office, name: Văn phòng Bộ, email: vp@bo.example}\n"
    world.apply(document(plan_text(contacts), reports=[REPORT], obligations=[obligation(), OWN]), "2015-08-03")
    assert compile_reports(world.store, world.settings, at("2015-08-03")).queued == 0


def test_an_out_of_date_draft_is_a_line_in_the_summary_not_a_mail(world: World) -> None:
    compile_reports(world.store, world.settings, at("2015-06-22"))
    answered(world, "2015-06-23")
    compile_reports(world.store, world.settings, at("2015-06-24"))
    assert len(mails(world, "draft")) == 1
    world.submit("2015-06-24", content=b'{"figures": {"visits": 30, "violations": 2}}')
    world.round("2015-06-25")
    said = text_of(sent(world, "2015-06-25", "summary")[-1])
    assert "bản dự thảo đã cũ, 1 báo cáo mới được duyệt" in said
