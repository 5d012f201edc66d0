"""A build or an issue that is killed at any point leaves nothing half-done; run again, twice or at once, it is one."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows import issuing
from models.assignments import Workflow
from models.store import Store
from reports.building import BuildResult, write_file
from tests.plan_world import World
from tests.report_world import FORMATS, OWN_ROW, REF, answered, build, builds, issue, mails, reviewed, world_with

ROOT = Path(__file__).parent.parent
DAY = "2015-06-24"
#: Runs an act on the world in a home, and dies as by `kill -9` before the n-th file is in place, or before the commit.
CHILD = """
import os, pathlib, signal, sys
from sqlalchemy import event
from flows.issuing import issue
from models.store import Store
from tests.plan_world import World
from tests.report_world import FORMATS, REF, at, build
from flows.settings import Settings

home, url, act, day, point = sys.argv[1:]
written = 0
replace = pathlib.Path.replace

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def counted(path, target):
    global written
    written += 1
    if point == f"file-{written}":
        die()
    return replace(path, target)

pathlib.Path.replace = counted
store = Store(url)
event.listen(store.engine, "commit", lambda _connection: die() if point == "commit" and written else None)
world = World.__new__(World)
world.store, world.settings = store, Settings(home=pathlib.Path(home))
if act == "build":
    build(world, day)
else:
    issue(store, world.settings, REF, world.act(day), formats=FORMATS)
"""
POINTS = ("file-1", "file-2", "commit")


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    found = world_with(store, tmp_path)
    answered(found, "2015-06-12")
    return found


def killed(world: World, act: str, point: str) -> None:
    """Do it in a process of its own, which dies at that point."""
    url = world.store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", CHILD, str(world.settings.home), url, act, DAY, point]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def whole(folder: Path) -> list[str]:
    """The names of the files in a folder, each of which can be read to its end."""
    found = sorted(path for path in folder.glob("half-year*") if path.is_file())
    for path in found:
        if path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
        else:
            assert zipfile.ZipFile(path).testzip() is None
    return [path.name for path in found]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("point", POINTS)
def test_a_build_that_is_killed_was_never_made(world: World, point: str) -> None:
    killed(world, "build", point)

    assert builds(world) == []
    whole(world.settings.home / "reports")

    build(world, DAY)
    assert [one.number for one in builds(world)] == [1]
    assert issuing.verify(world.store, world.settings, REF).sound


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("point", POINTS)
def test_an_issue_that_is_killed_issued_nothing(world: World, point: str) -> None:
    reviewed(world, DAY)
    killed(world, "issue", point)

    assert [one.state for one in builds(world)] == ["reviewed"]
    assert mails(world) == []
    assert world.assignment(OWN_ROW).state != Workflow.ACCEPTED
    whole(world.settings.home / "reports" / "demo-2015")

    issued = issue(world, DAY)
    assert whole(world.settings.home / "reports" / "demo-2015") == sorted(path.name for path in issued.files)
    assert len(mails(world)) == 1
    assert world.assignment(OWN_ROW).state == Workflow.ACCEPTED
    assert issuing.verify(world.store, world.settings, REF).sound


def test_what_a_killed_process_left_of_a_file_is_swept_and_one_at_work_let_be(tmp_path: Path) -> None:
    dead, working, other = (tmp_path / name for name in (".a.docx.x1", ".a.docx.x2", ".b.docx.x1"))
    for path in (dead, working, other):
        path.write_bytes(b"half")
    for path in (dead, other):
        os.utime(path, (0, 0))

    write_file(tmp_path, "a.docx", b"whole")

    assert sorted(path.name for path in tmp_path.iterdir()) == [".a.docx.x2", ".b.docx.x1", "a.docx"]


def test_a_build_made_twice_is_one(world: World) -> None:
    first, again = build(world, DAY), build(world, DAY)

    assert (first.number, again.number) == (1, 1)
    assert len(builds(world)) == 1


def test_two_builds_at_once_are_two_or_one(world: World) -> None:
    """The same instant gives one build, other instants one each; the files are those of one of them, and whole."""
    assert _at_once(world, [DAY, DAY]) == {1}
    assert _at_once(world, ["2015-06-25", "2015-06-26"]) == {2, 3}
    whole(world.settings.home / "reports")
    last = json.loads((world.settings.home / "reports" / "half-year_2015-H1.json").read_text(encoding="utf-8"))
    assert last["as_of"][:10] in ("2015-06-25", "2015-06-26")


def _at_once(world: World, days: Sequence[str]) -> set[int]:
    def one(day: str) -> BuildResult:
        return build(world, day, FORMATS)

    with ThreadPoolExecutor(len(days)) as pool:
        return {built.number for built in pool.map(one, days)}
