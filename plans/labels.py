"""Lines that only say who does a task, by when, with what product: "Đơn vị chủ trì: …", "Thời gian: …"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from plans.structure import Paragraph

LabelKind = Literal["lead", "with", "deadline", "product"]

_WHO = r"(?:cơ\s+quan|đơn\s+vị|ngành|bộ\s+phận|lực\s+lượng|người|cấp|tổ\s+chức|phòng|ban)"
LEAD = re.compile(
    rf"{_WHO}?\s*(?:,\s*đơn\s+vị\s*)?\b(?:chủ\s+trì(?:\s+thực\s+hiện)?|thực\s+hiện|"
    r"chịu\s+trách\s+nhiệm|phụ\s+trách|đầu\s+mối|"
    r"trách\s+nhiệm(?:\s+thực\s+hiện)?|phân\s+công(?:\s+thực\s+hiện)?)\s*:\s*|"
    r"\b(?:cơ\s+quan|đơn\s+vị)\s+(?:chủ\s+trì|thực\s+hiện|đầu\s+mối)\s+là\s+",
    re.IGNORECASE,
)
HELP = re.compile(
    rf"{_WHO}?\s*(?:,\s*đơn\s+vị\s*)?\b(?:cùng\s+)?phối\s+hợp(?:\s+thực\s+hiện)?\s*:\s*|"
    rf"\b{_WHO}\s+(?:cùng\s+)?(?:tham\s+gia|hỗ\s+trợ|liên\s+quan)(?:\s+thực\s+hiện)?\s*:\s*|"
    r"\b(?:cơ\s+quan|đơn\s+vị)\s+phối\s+hợp\s+là\s+",
    re.IGNORECASE,
)
TIME = re.compile(
    r"(?:(?:thời\s+(?:gian|hạn|điểm)|tiến\s+độ|hạn)(?:\s+(?:thực\s+hiện|hoàn\s+thành))?|hoàn\s+thành)\s*:\s*",
    re.IGNORECASE,
)
PRODUCT = re.compile(r"(?:sản\s+phẩm|kết\s+quả\s+đầu\s+ra|đầu\s+ra)(?:\s+[^:.;]{1,30})?\s*:\s*", re.IGNORECASE)
_KINDS: tuple[tuple[LabelKind, re.Pattern[str]], ...] = (
    ("lead", LEAD),
    ("with", HELP),
    ("deadline", TIME),
    ("product", PRODUCT),
)


@dataclass(frozen=True, slots=True)
class Label:
    """What such a line speaks of (who leads, who helps, the deadline, the product), and its words after the colon."""

    kind: LabelKind
    words: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A task that such lines speak of, by the reference of its paragraph: what each kind of line says."""

    said: dict[LabelKind, str] = field(default_factory=dict)


def label_of(text: str) -> Label | None:
    """A line read as a label, None where it is running text."""
    for kind, pattern in _KINDS:
        if match := pattern.match(text):
            return Label(kind, text[match.end() :].rstrip(" .;"))
    return None


def labelled_tasks(paragraphs: Sequence[Paragraph]) -> tuple[dict[str, Labelled], dict[str, str]]:
    """The tasks with lines of their own about who and when, and by line the task it speaks of.

    A line speaks of the paragraph before it; where the entry has several and the lines close it at the same level, of
    all of them; where the entry has none, the heading is the task, and the line on the lead stands for it.
    """
    tasks: dict[str, Labelled] = {}
    part_of: dict[str, str] = {}
    for _, entry in groupby(paragraphs, key=lambda one: one.entry):
        own = list(entry)
        running: list[Paragraph] = []
        runs = [(is_label, list(run)) for is_label, run in groupby(own, key=lambda one: label_of(one.text) is not None)]
        for is_label, run in runs:
            if not is_label:
                running = run
                continue
            of_all = len(runs) == 2 and len({one.marked_as for one in own}) == 1
            targets = running if of_all else running[-1:]
            _attach(run, targets or [_standing_for_heading(run)], tasks, part_of)
    return tasks, part_of


def _standing_for_heading(run: Sequence[Paragraph]) -> Paragraph:
    leads = (one for one in run if LEAD.match(one.text))
    return next(leads, run[0])


def _attach(
    run: Sequence[Paragraph], targets: Sequence[Paragraph], tasks: dict[str, Labelled], part_of: dict[str, str]
) -> None:
    for line in run:
        label = label_of(line.text)
        if label is None:
            continue
        for target in targets:
            tasks.setdefault(target.clause, Labelled()).said.setdefault(label.kind, label.words)
        if line.clause != targets[0].clause:
            part_of[line.clause] = targets[0].clause
