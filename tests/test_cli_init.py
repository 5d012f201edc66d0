"""`dondoc init`: a home from nothing, with or without a plan, any number of times."""

import sys
from pathlib import Path

from tests.cli_samples import B01, PLAN, plan_file, run


def test_a_home_without_a_plan_says_what_to_do_next(tmp_path: Path) -> None:
    ran = run("init", "--home", tmp_path / "home")
    assert ran.code == 0
    assert "dondoc plan apply" in ran.out
    assert {path.name for path in (tmp_path / "home").iterdir()} == {"dondoc.toml", "dondoc.db"}
    assert run("status", "--home", tmp_path / "home", "--json").json == []


def test_the_settings_file_changes_nothing_until_somebody_edits_it(tmp_path: Path) -> None:
    run("init", "--home", tmp_path)
    lines = (tmp_path / "dondoc.toml").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
    uncommented = [line.removeprefix("# ") for line in lines if " = " in line and "postgresql" not in line]
    (tmp_path / "dondoc.toml").write_text("\n".join(uncommented), encoding="utf-8")
    assert "mail.so-a.example:587" in run("doctor", "--home", tmp_path).out


def test_the_shipped_plan_is_applied_by_its_name(tmp_path: Path) -> None:
    said = run("init", "--home", tmp_path, "--plan", "phu-tho-2015", "--now", "2015-01-05", "--json").json
    assert said["upgraded"] is True
    assert said["plan"]["version"] == 1
    assert len(said["plan"]["created"]) > 50
    assert said["plan"]["created_closed"] == []


def test_a_file_is_applied_and_what_is_past_is_closed(tmp_path: Path) -> None:
    words = ("init", "--home", tmp_path, "--plan", plan_file(tmp_path), "--now", "2015-08-01", "--json")
    assert B01 in run(*words).json["plan"]["created_closed"]


def test_from_decides_what_is_past(tmp_path: Path) -> None:
    words = ("init", "--home", tmp_path, "--plan", plan_file(tmp_path), "--now", "2015-08-01", "--json")
    assert run(*words, "--from", "01/01/2015").json["plan"]["created_closed"] == []


def test_doing_it_again_undoes_nothing(tmp_path: Path) -> None:
    words = ("init", "--home", tmp_path / "home", "--now", "2015-01-05")
    run(*words, "--plan", plan_file(tmp_path))
    (tmp_path / "home" / "dondoc.toml").write_text('smtp_url = "maildir:thu-di"\n', encoding="utf-8")
    amended = plan_file(tmp_path, PLAN.replace("Báo cáo kết quả kiểm tra", "Báo cáo kiểm tra"))
    run("plan", "apply", amended, "--home", tmp_path / "home", "--yes", "--now", "2015-01-06")
    ran = run(*words, "--plan", plan_file(tmp_path), "--json")
    assert ran.json["plan"] is None
    assert ran.json["upgraded"] is False
    assert (tmp_path / "home" / "dondoc.toml").read_text(encoding="utf-8") == 'smtp_url = "maildir:thu-di"\n'
    assert run("plan", "show", "--home", tmp_path / "home", "--json").json["based_on"] == 2


def test_an_unknown_plan_names_the_shipped_ones_and_creates_nothing(tmp_path: Path) -> None:
    assert "phu-tho-2015" in run("init", "--home", tmp_path / "home", "--plan", "phu-to").refusal
    assert not (tmp_path / "home").exists()


def test_a_bad_plan_creates_nothing(tmp_path: Path) -> None:
    bad = plan_file(tmp_path, PLAN.replace("assigned_to: [so-b]", "assigned_to: [so-x]"))
    assert f"{bad}:" in run("init", "--home", tmp_path / "home", "--plan", bad).refusal
    assert not (tmp_path / "home").exists()


def test_the_home_is_for_its_owner_alone(tmp_path: Path) -> None:
    run("init", "--home", tmp_path / "home")
    others = 0 if sys.platform == "win32" else (tmp_path / "home").stat().st_mode & 0o077  # no mode bits on Windows
    assert others == 0


def test_a_home_where_a_file_stands_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    assert "không phải thư mục" in run("init", "--home", tmp_path / "home").refusal
