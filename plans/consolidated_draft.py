"""The consolidated reports that a draft proposes: those that the standing agency compiles of what the others file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plans.duty import Duty
from plans.gazetteer import Body
from plans.reading import DocumentReading, PlanParagraph

_COMPILES = re.compile(r"tổng\s+hợp[^.;]{0,60}báo\s+cáo|báo\s+cáo\s+tổng\s+hợp|tổng\s+hợp\s+kết\s+quả", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A consolidated report: the standing agency's own report (`duty`) that issuing it fulfils, and who gets it."""

    duty: Duty
    clauses: tuple[str, ...]
    sender: Body
    to: tuple[Body, ...]
    title: str

    @property
    def is_dated(self) -> bool:
        """Whether the document holds its deadline, without which a plan file cannot have it."""
        return self.duty.rule is not None

    def as_yaml(self) -> dict[str, object]:
        """The keys of the report in a plan file, in order; `due` is an ellipsis where a person has to find it."""
        words = {"wording": self.duty.wording} if self.duty.wording else {}
        found: dict[str, object] = {
            "code": f"tong-hop-{self.duty.period}",
            "title": self.title,
            "period": self.duty.period,
        }
        if self.duty.cutoff is not None:
            found["cutoff"] = self.duty.cutoff.code
        found["due"] = {**self.duty.rule, **words} if self.duty.rule is not None else "…"
        return {**found, "from": self.sender.code, "to": [body.code for body in self.to], "fulfils": self.duty.code}


def consolidated_reports(duties: Sequence[Duty], reading: DocumentReading, standing: Body) -> list[Consolidated]:
    """A report for each kind of period in which the standing agency is to compile and report, by the document's words.

    It goes to whom those words name, else to the issuer.
    """
    title = f"Báo cáo tổng hợp kết quả thực hiện {reading.title or 'kế hoạch'}"
    found: dict[str, Consolidated] = {}
    for duty in duties:
        told = list(_collecting(duty, reading, standing))
        if not told or duty.period is None or duty.period in found:
            continue
        named = {body.code: body for one in told for body in one.receivers if _can_get(body, standing)}
        to = tuple(named.values()) or (reading.issuer,)
        found[duty.period] = Consolidated(duty, tuple(one.clause for one in told), standing, to, title)
    return list(found.values())


def _collecting(duty: Duty, reading: DocumentReading, standing: Body) -> Iterator[PlanParagraph]:
    """The paragraphs, among those a periodic report of the standing agency cites, that have it compile the others'."""
    if duty.kind != "report" or duty.period == "once" or standing.code not in {body.code for body in duty.bodies}:
        return
    for one in reading.paragraphs:
        if one.clause in duty.clauses and _COMPILES.search(one.text):
            yield one


def _can_get(body: Body, standing: Body) -> bool:
    return not body.is_group and body.code != standing.code
