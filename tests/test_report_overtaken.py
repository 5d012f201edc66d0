"""What is newer than a build holds up its review and its issue, until it is compiled again or kept on purpose."""

import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from flows import issuing
from flows.own_texts import Place, write_text
from flows.report_news import report_news
from flows.report_templates import use_shipped, use_template
from models.errors import StateError
from models.history import history_of
from models.reporting import EarlierFigure, EarlierImport, builds_of
from models.store import Store
from models.versions import active_plan
from reports.docx.template import shipped
from reports.overtaken import overtaken_by, said_overtaking
from tests.plan_world import World, at
from tests.report_world import B01, REF, answered, build, builds, issue, reviewed, world_with

DAY = "2015-06-25"


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    found = world_with(store, tmp_path)
    answered(found, "2015-06-12")
    return found


def late(world: World) -> None:
    answered(world, DAY, visits=12)


def write(world: World, text: str = "Đề nghị bố trí kinh phí.", day: str = DAY) -> None:
    with world.store.session() as session:
        write_text(session, active_plan(session), Place(REF.code, REF.period, "all"), text, world.act(day))


def take_in(world: World, period: str = "2014-H1") -> None:
    with world.store.session() as session:
        taken = EarlierImport(plan="demo-2015", at=at(DAY), by="A", source_name="nam-2014.xlsx", sha256="a" * 64)
        session.add(taken)
        session.flush()
        figure = EarlierFigure(import_id=taken.id or 0, period=period, indicator="visits", agency="", cell="Tỉnh!C3")
        figure.value = Decimal(7)
        session.add(figure)


def restyle(world: World) -> None:
    changed = docx.Document(io.BytesIO(shipped("ND30")))
    changed.styles["Normal"].paragraph_format.keep_with_next = False
    content = io.BytesIO()
    changed.save(content)
    with world.store.session() as session:
        use_template(session, active_plan(session), content.getvalue(), world.act(DAY))


NEWER: list[tuple[Callable[[World], None], str]] = [
    (late, f"1 báo cáo được duyệt \\({B01} lần 2\\)"),
    (write, "lời dưới đề mục Báo cáo kết quả 6 tháng"),
    (take_in, "số liệu năm trước từ nam-2014.xlsx"),
    (restyle, r"mẫu Word khác \(report\)"),
]


@pytest.mark.parametrize(("happens", "said"), NEWER, ids=[one[0].__name__ for one in NEWER])
def test_a_build_that_lacks_something_is_neither_reviewed_nor_issued(
    world: World, happens: Callable[[World], None], said: str
) -> None:
    build(world, "2015-06-24")
    happens(world)
    again = "dondoc report build half-year 2015-H1"
    with pytest.raises(StateError, match=f"{said}.*{again}"):
        issuing.review(world.store, REF, world.act(DAY))
    issuing.review(world.store, REF, world.act(DAY), anyway=True)
    with pytest.raises(StateError, match=said):
        issue(world, DAY)

    reviewed(world, "2015-06-26")
    assert issue(world, "2015-06-26").overtaken == []


def test_what_is_issued_anyway_is_kept_in_the_history(world: World) -> None:
    reviewed(world, "2015-06-24")
    late(world)

    issue(world, DAY, anyway=True)

    with world.store.reading() as session:
        last = [one for one in history_of(session, "demo-2015") if one.act == "report-issued"][-1]
        assert json.loads(last.detail)["without"] == [f"submission {B01}"]
    assert issuing.verify(world.store, world.settings, REF).sound


def test_words_that_stand_again_as_they_were_overtake_nothing(world: World) -> None:
    write(world, "Một.", day="2015-06-20")
    build(world, "2015-06-24")
    write(world, "Hai.")
    write(world, "Một.", day="2015-06-26")
    with world.store.reading() as session:
        assert overtaken_by(session, builds_of(session, "demo-2015")[0]) == []


def test_a_template_that_is_put_back_overtakes_nothing(world: World) -> None:
    build(world, "2015-06-24")
    restyle(world)
    with world.store.session() as session:
        use_shipped(session, active_plan(session), world.act("2015-06-26"))
    with world.store.reading() as session:
        assert overtaken_by(session, builds_of(session, "demo-2015")[0]) == []


def test_many_reports_are_counted_and_the_first_named(world: World) -> None:
    build(world, "2015-06-24")
    for visits in range(10, 15):
        answered(world, DAY, visits=visits)
    with world.store.reading() as session:
        said = said_overtaking(overtaken_by(session, builds(world)[0]))
    assert said.startswith("5 báo cáo được duyệt (") and said.endswith("; …)")


def test_a_summary_counts_reports_alone(world: World) -> None:
    build(world, "2015-06-24")
    write(world)
    with world.store.reading() as session:
        assert report_news(session, active_plan(session), at("2015-06-26")).stale == ()


@pytest.mark.parametrize("period", ["2014", "2014-H2", "2001-H1"])
def test_figures_of_a_period_that_a_report_does_not_show_do_not_overtake_it(world: World, period: str) -> None:
    build(world, "2015-06-24")
    take_in(world, period)
    with world.store.reading() as session:
        assert overtaken_by(session, builds_of(session, "demo-2015")[-1]) == []
