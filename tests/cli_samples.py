"""A small plan, a home set up with it, and command lines run in this process."""

import io
import json
import os
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import cli

PLAN = """\
schema: 1
plan: {code: demo-2015, title: Kế hoạch mẫu năm 2015, issuer: ubnd, standing: so-a, from: 2015-01-01, to: 2015-12-31}
agencies:
  - {code: ubnd, name: UBND tỉnh, kind: issuer}
  - {code: so-a, name: Sở A, kind: department}
  - {code: so-b, name: Sở B, kind: department}
  - {code: huyen-1, name: UBND huyện 1, kind: district}
  - {code: huyen-2, name: UBND huyện 2, kind: district}
groups: [{code: huyen, name: UBND các huyện, members: [huyen-1, huyen-2]}]
contacts:
  - {agency: ubnd, role: office, name: Văn phòng, email: vp@ubnd.example}
  - {agency: so-a, role: focal, name: Đầu mối Sở A, email: focal@so-a.example}
  - {agency: so-a, role: head, name: Lãnh đạo Sở A, email: head@so-a.example}
  - {agency: so-b, role: focal, name: Đầu mối Sở B, email: focal@so-b.example}
  - {agency: so-b, role: head, name: Lãnh đạo Sở B, email: head@so-b.example}
  - {agency: huyen-1, role: focal, name: Đầu mối huyện 1, email: focal@huyen-1.example}
  - {agency: huyen-1, role: head, name: Lãnh đạo huyện 1, email: head@huyen-1.example}
  - {agency: huyen-2, role: focal, name: Đầu mối huyện 2, email: focal@huyen-2.example}
  - {agency: huyen-2, role: head, name: Lãnh đạo huyện 2, email: head@huyen-2.example}
policies:
  - code: standard
    min_notice: 2wd
    steps:
      - {at: -7d, action: remind, to: [focal]}
      - {at: -1wd, action: remind, to: [focal]}
      - {at: +1wd, action: chase, to: [focal], inform: [head]}
      - {at: +5wd, action: escalate, to: [head], inform: [standing.coordinator]}
      - {at: +10wd, action: escalate, to: [standing.head], letter: true, approve: coordinator}
      - {at: +15wd, action: escalate, to: [issuer.office], letter: true, approve: coordinator}
obligations:
  - code: B-01
    title: Báo cáo kết quả kiểm tra
    clauses: ["V.2#4"]
    assigned_to: [so-b]
    period: half
    cutoff: nd09
    due: {on: {2015-H1: 2015-06-15, 2015-H2: 2015-12-15}}
    form: inspections
  - code: B-02
    title: Báo cáo tình hình của huyện
    assigned_to: [huyen]
    period: half
    cutoff: nd09
    due: {after_cutoff: 3wd}
    form: district
  - {code: B-03, title: Quản lý địa bàn, assigned_to: [huyen], kind: standing, via: B-02}
forms:
  - code: inspections
    indicators: [visits, violations]
    narrative: [{code: difficulties, title: "Khó khăn, vướng mắc", required: true}]
    rules: [{left: violations, op: "<=", right: visits, message: Số cơ sở vi phạm vượt số lượt kiểm tra}]
  - {code: district, indicators: [communes]}
indicators:
  - {code: visits, name: Lượt cơ sở được kiểm tra, unit: lượt, min: 0, owner: so-b}
  - {code: violations, name: Cơ sở vi phạm, unit: cơ sở, min: 0, owner: so-b}
  - {code: communes, name: Số xã có mô hình, unit: xã, kind: stock, min: 0, owner: huyen}
reports:
  - {code: half-year, title: Báo cáo sáu tháng, period: half, cutoff: nd09,
     due: {on: {2015-H1: 2015-06-25, 2015-H2: 2015-12-25}}, from: so-a, to: [ubnd]}
"""
B01 = "demo-2015:B-01/so-b/2015-H1"
START = "2015-01-05"
#: The days of B-01's steps up to the first that waits for the coordinator.
AWAITING = ("2015-06-08", "2015-06-12", "2015-06-16", "2015-06-22", "2015-06-29")


@dataclass(frozen=True)
class Ran:
    """What a command line printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)

    @property
    def words(self) -> str:
        """What is on stdout, whatever the width of its columns."""
        return " ".join(self.out.split())

    @property
    def refusal(self) -> str:
        """The one line of a command that was refused, which printed nothing else."""
        assert self.code == 1, self
        assert self.out == ""
        assert self.err.count("\n") == 1
        return self.err.removeprefix("dondoc: ").strip()


def run(*words: str | Path, environment: Mapping[str, str] | None = None) -> Ran:
    """Run a command line as a shell would, without the settings of whoever runs the tests."""
    out, err = io.StringIO(), io.StringIO()
    own = {name: value for name, value in os.environ.items() if not name.startswith("DONDOC_")}
    surroundings = mock.patch.dict(os.environ, {**own, **(environment or {})}, clear=True)
    with surroundings, redirect_stdout(out), redirect_stderr(err):
        code = cli.main([str(word) for word in words])
    return Ran(code, out.getvalue(), err.getvalue())


def plan_file(folder: Path, text: str = PLAN) -> Path:
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@cache
def _database() -> bytes:
    """A database to which the plan was applied at the year's start."""
    with TemporaryDirectory() as folder:
        home = Path(folder, "home")
        ran = run("init", "--home", home, "--plan", plan_file(Path(folder)), "--now", START, "--by", "Điều phối")
        assert ran.code == 0, ran.err
        return (home / "dondoc.db").read_bytes()


@cache
def _database_awaiting() -> bytes:
    """The database on a day on which a step waits for release, after a spring in which nobody answered."""
    with TemporaryDirectory() as folder:
        office = Office(Path(folder))
        for day in AWAITING:
            office.day(day)
        return (office.home / "dondoc.db").read_bytes()


class Office:
    """A home with the plan in force, and the command lines of its coordinator."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        (self.home / "dondoc.db").write_bytes(_database())

    def run(self, *words: str | Path, now: str | None = None) -> Ran:
        clock = ["--now", now] if now else []
        return run(*words, "--home", self.home, "--by", "Điều phối", *clock)

    def does(self, *words: str | Path, now: str | None = None) -> Ran:
        """Run what has to succeed."""
        ran = self.run(*words, now=now)
        assert ran.code == 0, ran
        return ran

    def asks(self, *words: str | Path, now: str | None = None) -> Any:
        """The JSON that a command which succeeds prints."""
        return self.does(*words, "--json", now=now).json

    def day(self, now: str) -> None:
        """A round and a delivery."""
        self.does("round", now=now)
        self.does("deliver", now=now)

    def answer(self, visits: int = 40, violations: int = 3, assignment: str = B01) -> tuple[str, str, Path]:
        """The words that submit a good answer to B-01."""
        path = self.folder / f"answer-{visits}-{violations}.json"
        said = {
            "figures": {"visits": visits, "violations": violations},
            "narrative": {"difficulties": "Thiếu kinh phí đi lại."},
        }
        path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        return "submit", assignment, path

    def submitted(self, now: str = "2015-06-10") -> "Office":
        self.does(*self.answer(), now=now)
        return self

    def awaiting(self) -> str:
        """Nobody reports until a step waits for the coordinator; gives the last day."""
        (self.home / "dondoc.db").write_bytes(_database_awaiting())
        return AWAITING[-1]
