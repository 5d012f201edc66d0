"""The guide's small plan, copied and used as it stands, leads to a report that holds the official form."""

from datetime import UTC, datetime
from pathlib import Path

from models.store import Store
from models.versions import active_plan
from plans.apply import apply_plan
from plans.loading import load_plan_text
from reports.building import build_report
from reports.conformity.checking import check_file
from tests.test_docs import DOCS, blocks, read


def test_the_report_of_the_guides_plan_holds_the_official_form(store: Store, tmp_path: Path) -> None:
    (text,) = (block for block in blocks(read(DOCS / "huong-dan-dieu-phoi.md"), "yaml") if block.startswith("schema:"))
    document = load_plan_text(text, "ke-hoach.yaml").document
    with store.session() as session:
        apply_plan(session, document, source=text, now=datetime(2015, 1, 5, tzinfo=UTC), by="Điều phối")
    with store.session() as session:
        built = build_report(
            session,
            active_plan(session),
            "so-ket",
            "2015-H1",
            as_of=datetime(2015, 6, 24, tzinfo=UTC),
            out=tmp_path,
            formats=["docx"],
            by="Điều phối",
        )
    assert [(one.rule, one.found) for one in check_file(built.files[0])] == []
