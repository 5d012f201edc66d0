"""`dondoc demo`: what it hands over and prints; the demo itself is lived in its own tests."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.demo.pages import DemoResult
from tests.cli_samples import run


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, int]]:
    calls: list[tuple[Path, int]] = []

    def live(out: Path, *, seed: int = 0, progress: Callable[[int, int], None] | None = None) -> DemoResult:
        calls.append((out, seed))
        if progress:
            progress(1, 1)
        return DemoResult(
            out,
            mails=3,
            refused=1,
            by_role={"Đầu mối": Counter(remind=2, chase=1)},
            people={"Đầu mối": 2},
            states=Counter({"accepted": 1}),
            timeliness=Counter({"on-time": 1}),
        )

    monkeypatch.setattr("flows.demo.year.run_demo", live)
    return calls


def test_the_demo_needs_no_home(tmp_path: Path, lived: list[tuple[Path, int]]) -> None:
    ran = run("demo", "--out", tmp_path / "out", "--seed", "7")
    assert ran.code == 0
    assert lived == [(tmp_path / "out", 7)]
    assert "Đầu mối 2 3 1.5 Nhắc 2, Đôn đốc 1" in ran.words
    assert str(tmp_path / "out" / "index.html") in ran.out


def test_the_demo_as_json(tmp_path: Path, lived: list[tuple[Path, int]]) -> None:
    said = run("demo", "--out", tmp_path, "--json").json
    assert (said["mails"], said["mails_by_role"]) == (3, {"Đầu mối": {"remind": 2, "chase": 1}})
    assert lived == [(tmp_path, 2015)]
