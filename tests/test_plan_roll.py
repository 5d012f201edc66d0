"""`dondoc plan roll`: next year's plan, with what moves on and what a person must look at."""

import re
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import PlanError
from models.plan import PlanDocument
from models.versions import canonical
from plans.check import check_plan
from plans.kept_text import plan_text
from plans.loading import load_plan, load_plan_text
from plans.rolling import Rolled, roll_plan, shifted, shifted_key
from tests.cli_samples import Office
from tests.plan_world import document, obligation

SHIPPED = Path(__file__).resolve().parent.parent / "plans" / "phu-tho-2015.yaml"


def rolled(year: int = 2016, **changes: Any) -> Rolled:
    return roll_plan(document(**changes), year)


def errors(found: Rolled) -> list[str]:
    loaded = load_plan_text(found.text, "plan.yaml")
    assert canonical(loaded.document) == canonical(found.document)
    return [str(problem) for problem in check_plan(loaded) if problem.severity == "error"]


@pytest.mark.parametrize(
    ("day", "years", "month_end", "moved"),
    [
        (date(2015, 6, 15), 1, False, date(2016, 6, 15)),
        (date(2016, 2, 29), 1, False, date(2017, 2, 28)),
        (date(2015, 2, 28), 1, False, date(2016, 2, 28)),
        (date(2015, 2, 28), 1, True, date(2016, 2, 29)),
        (date(2015, 12, 31), 1, True, date(2016, 12, 31)),
    ],
)
def test_dates_move_by_whole_years(day: date, years: int, month_end: bool, moved: date) -> None:
    assert shifted(day, years, month_end=month_end) == moved


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 9))
def test_a_moved_day_stays_in_its_month(day: date, years: int) -> None:
    for month_end in (False, True):
        moved = shifted(day, years, month_end=month_end)
        assert (moved.year, moved.month) == (day.year + years, day.month)


@pytest.mark.parametrize(
    ("key", "moved"),
    [
        *(("2015", "2016"), ("2015-H1", "2016-H1"), ("2015-9M", "2016-9M"), ("2015-06", "2016-06")),
        *(("2015-W24", "2016-W24"), ("2011..2015", "2012..2016"), ("once", "once")),
    ],
)
def test_period_keys_move_on(key: str, moved: str) -> None:
    assert shifted_key(key, 1) == moved


def test_head_dates_periods_and_targets_move_on() -> None:
    due = {"on": {"2015-H1": "2015-06-15", "2015-H2": "2015-12-15"}}
    once = obligation(code="B-03", period="once", due={"on": "2015-03-31"}, effective={"to": "2015-04-30"})
    indicators = [
        {"code": "visits", "name": "Lượt", "unit": "lượt", "owner": "so-b", "targets": {"2015": 80, "2015-H1": 40}},
        {"code": "violations", "name": "Vi phạm", "unit": "cơ sở", "owner": "so-b"},
    ]
    found = rolled(obligations=[obligation(due=due), once], indicators=indicators)
    plan = found.document
    assert errors(found) == []
    assert (plan.plan.code, plan.plan.title) == ("demo-2016", "Kế hoạch mẫu năm 2016")
    assert (plan.plan.start, plan.plan.end) == (date(2016, 1, 1), date(2016, 12, 31))
    dues = [one.due.on for one in plan.obligations if one.due]
    assert dues == [
        {"2016-H1": date(2016, 6, 15), "2016-H2": date(2016, 12, 15)},
        date(2016, 3, 31),
    ]
    assert plan.obligations[1].effective.end == date(2016, 4, 30)
    assert plan.indicator("visits").targets == {"2016": 80, "2016-H1": 40}
    assert plan.based_on is None


def spanned(span: str, **changes: Any) -> dict[str, Any]:
    due = {"on": {span: f"{span[-4:]}-12-15"}}
    return obligation(**{"code": "CT-01", "period": "program", "span": span, "due": due, **changes})


def test_what_a_finished_programme_asked_for_is_left_out_and_named() -> None:
    targets = {"2011..2015": 400, "2014..2018": 500, "2015": 80}
    indicators = [
        {"code": "visits", "name": "Lượt", "unit": "lượt", "owner": "so-b", "targets": targets},
        {"code": "violations", "name": "Vi phạm", "unit": "cơ sở", "owner": "so-b"},
    ]
    found = rolled(obligations=[obligation(), spanned("2011..2015")], indicators=indicators)
    assert errors(found) == []
    assert [one.code for one in found.document.obligations] == ["B-01"]
    assert found.document.indicator("visits").targets == {"2014..2018": 500, "2016": 80}
    assert any(note.startswith("CT-01: chương trình 2011..2015 đã kết thúc") for note in found.notes)
    assert any(note.startswith("visits: đã bỏ mục tiêu 2011..2015") for note in found.notes)
    assert found.text.count("# xem lại") == len(found.notes)


def test_a_programme_that_runs_on_keeps_its_years_and_its_due_day() -> None:
    kept = rolled(obligations=[obligation(), spanned("2014..2018")]).document.obligations[1]
    assert kept.span == "2014..2018"
    assert kept.due is not None
    assert kept.due.on == {"2014..2018": date(2018, 12, 15)}


def test_what_hung_on_a_finished_programme_is_loosened() -> None:
    duty = obligation(code="T-01", kind="standing", via="CT-01", due=None, form=None)
    found = rolled(obligations=[obligation(), spanned("2011..2015"), duty])
    assert found.document.obligation("T-01").via is None
    assert "T-01: đã bỏ via: CT-01 không còn" in found.notes


def test_what_names_the_old_year_is_marked_beside_it() -> None:
    bases = [{"number": "1/QĐ", "title": "Chương trình 2011-2015"}, {"number": "2/QĐ", "title": "Chương trình chung"}]
    titled = [obligation(title="Dự toán năm 2015"), obligation(code="B-02", title="Số liệu 2011-2015")]
    found = rolled(obligations=titled, legal_bases=bases)
    lines = [line.strip() for line in found.text.splitlines()]
    assert lines[lines.index("title: Kế hoạch mẫu năm 2016") - 1].startswith("# xem lại: title đã đổi năm 2015")
    assert lines[lines.index("- number: 1/QĐ") - 1] == "# xem lại: căn cứ nêu năm 2015, còn hiệu lực không"
    assert not lines[lines.index("- number: 2/QĐ") - 1].startswith("#")
    assert lines[lines.index("- code: B-01") - 1].startswith("# xem lại: title đã đổi năm 2015")
    assert lines[lines.index("- code: B-02") - 1].startswith("# xem lại: title vẫn nêu năm 2015")
    assert found.text.count("# xem lại") == len(found.notes)
    assert [one.title for one in found.document.obligations] == ["Dự toán năm 2016", "Số liệu 2011-2015"]


@pytest.mark.parametrize(("roll", "said"), [("forward", "thứ Hai, 27/06/2016"), ("none", "giữ ngày nghỉ")])
def test_a_due_date_that_falls_on_a_day_off_is_reported(roll: str, said: str) -> None:
    due = {"on": {"2015-H1": "2015-06-25", "2015-H2": "2015-12-15"}}
    notes = [note for note in rolled(obligations=[obligation(due=due, roll=roll)]).notes if note.startswith("B-01")]
    assert len(notes) == 1
    assert "25/06/2016 là thứ Bảy" in notes[0]
    assert said in notes[0]


def test_the_plan_s_own_days_off_are_not_taken_over() -> None:
    found = rolled(calendar={"closed": ["2015-05-02"], "open": []})
    assert found.document.calendar.closed == ()
    assert any("calendar.closed" in note for note in found.notes)


def test_bodies_that_ended_are_dropped_with_what_hangs_on_them() -> None:
    def ended(plan: PlanDocument) -> PlanDocument:
        agencies = [
            a.model_copy(update={"end": date(2015, 7, 1)}) if a.code in ("huyen-2", "hoi") else a for a in plan.agencies
        ]
        return plan.model_copy(update={"agencies": tuple(agencies)})

    plan = document(
        obligations=[obligation(assigned_to=["huyen", "so-b"]), obligation(code="B-02", assigned_to=["hoi"])]
    )
    found = roll_plan(ended(plan), 2016)
    assert errors(found) == []
    assert {"huyen-2", "hoi"}.isdisjoint(agency.code for agency in found.document.agencies)
    assert found.document.members(("huyen",)) == ("huyen-1",)
    assert {"huyen-2", "hoi"}.isdisjoint(contact.agency for contact in found.document.contacts)
    assert [one.code for one in found.document.obligations] == ["B-01"]
    assert any("obligations B-02" in note for note in found.notes)


@pytest.mark.parametrize("year", [2015, 2014, 9999])
def test_a_year_that_is_not_to_come_is_refused(year: int) -> None:
    with pytest.raises(PlanError, match="2016"):
        rolled(year)


def test_the_shipped_plan_rolls_in_under_two_seconds_and_passes_the_check() -> None:
    plan = load_plan(SHIPPED).document
    text = SHIPPED.read_text(encoding="utf-8")
    started = perf_counter()
    found = roll_plan(plan, 2016, text)
    assert perf_counter() - started < 2
    assert errors(found) == []
    assert found.document.plan.code == "phu-tho-2016"


def comments(text: str) -> list[str]:
    """Comment lines as they are, and what is said behind a value."""
    lines = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    behind = (re.search(r"(?<=\S) +(# [^\"']+)$", line) for line in text.splitlines() if line not in lines)
    return [*lines, *(found[1] for found in behind if found)]


def test_the_shipped_plan_rolls_in_its_own_text() -> None:
    loaded = load_plan(SHIPPED)
    found = roll_plan(loaded.document, 2016, loaded.text)
    assert canonical(found.document) == canonical(roll_plan(loaded.document, 2016).document)
    assert errors(found) == []
    assert len(comments(loaded.text)) > 70
    assert [one for one in comments(loaded.text) if one not in found.text] == []
    assert found.text.startswith(loaded.text[:500])
    assert found.text.count("# xem lại") == len(found.notes)
    grown = len(found.text.splitlines()) - len(loaded.text.splitlines())
    assert 0 < grown <= len(found.notes) + 2
    assert "&id" not in found.text
    lines = found.text.splitlines()
    assert "chương trình 2011..2015 đã kết thúc" in lines[lines.index("  # - code: five-year") - 1]
    assert "    effective: {from: 2016-07-01, to: 2016-09-30}" in lines


def test_rolling_again_leaves_no_marks_of_the_roll_before() -> None:
    loaded = load_plan(SHIPPED)
    first = roll_plan(loaded.document, 2016, loaded.text)
    second = roll_plan(first.document, 2017, first.text)
    assert errors(second) == []
    assert "năm 2015 thành 2016" not in second.text
    assert second.text.count("# xem lại: ") == len(second.notes)
    assert "previous: phu-tho-2016" in second.text


def test_what_an_older_version_was_based_on_is_not_taken_over() -> None:
    loaded = load_plan(SHIPPED)
    text = plan_text(loaded.text, loaded.document, 7)
    assert "based_on" not in roll_plan(loaded.document, 2016, text).text


def test_the_command_writes_the_file_and_says_what_to_look_at(tmp_path: Path) -> None:
    office, file = Office(tmp_path), tmp_path / "2016.yaml"
    said = office.asks("plan", "roll", "2016", file)
    assert (said["plan"], said["file"], said["problems"]) == ("demo-2016", str(file), [])
    assert said["notes"]
    assert office.asks("plan", "check", file)["problems"] == []
    assert office.run("plan", "roll", "2016", file, "--json").code == 1, "it is there already"
    assert "dondoc plan check" in office.does("plan", "roll", "2016", file, "--yes").out
    assert ".yaml" in office.run("plan", "roll", "2016", tmp_path / "2016.xlsx").refusal
