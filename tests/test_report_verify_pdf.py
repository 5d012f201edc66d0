"""A PDF is verified by its bytes and, where another LibreOffice made it, by its words."""

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import issuing
from models.errors import ReportError
from models.store import Store
from reports.building import render_report
from reports.pdf_bytes import settled
from tests.document_samples import pdf
from tests.plan_world import World
from tests.report_samples import sample
from tests.report_world import REF, answered, build, reviewed, world_with
from tests.workbook_samples import office_missing

DAY = "2015-06-24"
AT = datetime(2015, 6, 24, 17, 5, 9, tzinfo=UTC)


def page(words: str, program: str = "LibreOffice 7.4", made: str = "20261124161222+07'00'", drawn: str = "A1") -> bytes:
    """A PDF as LibreOffice writes it: one page, when it was made, and numbers drawn over that."""
    fonts = "/Resources << /Font << /F1 5 0 R >> >>"
    text = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET"
    return pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {fonts} >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Producer ({program}) /CreationDate(D:{made}) >>",
        f"/Info 6 0 R /ID [ <{drawn * 16}> <{drawn * 16}> ] /DocChecksum /{drawn * 16}",
    )


class TestSettled:
    @pytest.mark.parametrize("zone", ["Z'", "Z", "+07'00'", "-05'00", ""])
    def test_when_it_was_made_and_what_was_drawn_are_set(self, zone: str) -> None:
        one, other = (
            settled(page("Luot 9", made=f"{made}{zone}", drawn=drawn), AT)
            for made, drawn in (("20261124161222", "A1"), ("20261124161229", "0F"))
        )

        assert one == other
        assert b"(D:20150624170509" in one
        assert len(one) == len(page("Luot 9", made=f"20261124161222{zone}"))  # what stands where still holds

    def test_what_a_page_says_stays(self) -> None:
        words = f"<{'A1' * 16}> /DocChecksum /{'A1' * 16}"
        assert words.encode() in settled(page(words), AT)
        ids = {re.findall(rb"<([0-9A-F]{32})> ]", settled(page(words), AT))[0] for words in ("Luot 9", "Luot 8")}
        assert len(ids) == 2


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    if office_missing() and not os.environ.get("CI"):
        return
    compiled = sample(tmp_path).compile()
    assert render_report(compiled, ["pdf"]) == render_report(compiled, ["pdf"])


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    found = world_with(store, tmp_path)
    answered(found, "2015-06-12")
    return found


@pytest.fixture
def converting(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Lets LibreOffice make one PDF of whatever it is given."""
    monkeypatch.setattr("reports.pdf.find_office", lambda _setting=None: Path("soffice"))

    def makes(content: bytes) -> None:
        monkeypatch.setattr("reports.pdf.convert_to_pdf", lambda _document, **_options: content)

    return makes


class TestVerify:
    def test_another_program_s_draft_that_says_the_same_is_noted(
        self, world: World, converting: Callable[[bytes], None]
    ) -> None:
        converting(page("Luot 9"))
        (draft,) = build(world, DAY, ("pdf",)).files
        draft.write_bytes(page("Luot 9", "LibreOffice 24.2"))

        verdict = issuing.verify(world.store, world.settings, REF)

        assert verdict.sound and verdict.files == [draft.name]
        (note,) = verdict.notes
        assert draft.name in note and "không phải số liệu đổi" in note

    def test_one_that_says_something_else_is_a_difference(
        self, world: World, converting: Callable[[bytes], None]
    ) -> None:
        converting(page("Luot 9"))
        (draft,) = build(world, DAY, ("pdf",)).files
        draft.write_bytes(page("Luot 8"))

        (finding,) = issuing.verify(world.store, world.settings, REF).findings

        assert finding.said == "“Luot 8”, phải là “Luot 9”"

    def test_an_issued_one_is_never_another(self, world: World, converting: Callable[[bytes], None]) -> None:
        converting(page("Luot 9"))
        reviewed(world, DAY)
        (path,) = issuing.issue(world.store, world.settings, REF, world.act(DAY), formats=("pdf",)).files
        path.write_bytes(page("Luot 9", "LibreOffice 24.2"))

        findings = [one for one in issuing.verify(world.store, world.settings, REF).findings if one.place == path.name]

        assert [one.said for one in findings] == ["tệp khác tệp đã ghi, chữ và số không khác"]

    def test_without_libreoffice_it_says_that_nothing_was_compared(
        self, world: World, converting: Callable[[bytes], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        converting(page("Luot 9"))
        (draft,) = build(world, DAY, ("pdf",)).files
        draft.write_bytes(page("Luot 9", "LibreOffice 24.2"))

        def missing(_setting: Path | None = None) -> Path:
            raise ReportError("không có LibreOffice")

        monkeypatch.setattr("reports.pdf.find_office", missing)
        (finding,) = issuing.verify(world.store, world.settings, REF).findings

        assert "chưa đối chiếu được chữ và số trong đó: không có LibreOffice" in finding.said
