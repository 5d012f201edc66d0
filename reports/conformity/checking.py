"""A Word document held against the official form: every departure, in the order of the document's parts."""

from collections.abc import Sequence
from pathlib import Path

from reports.conformity.elements import recognise
from reports.conformity.findings import Finding, Profile, Reading, Rule
from reports.conformity.looks import look_rules
from reports.conformity.paper import Paper, read_paper
from reports.conformity.rules_foot import FOOT_RULES
from reports.conformity.rules_head import HEAD_RULES
from reports.conformity.rules_letters import LETTER_RULES
from reports.conformity.rules_page import PAGE_RULES
from reports.conformity.rules_text import TEXT_RULES

#: Every rule there is; a code stands once for each profile.
RULES: Sequence[Rule] = (*PAGE_RULES, *LETTER_RULES, *HEAD_RULES, *look_rules(), *TEXT_RULES, *FOOT_RULES)


def check_file(path: Path, profile: Profile = "ND30") -> list[Finding]:
    """Read a DOCX and list what departs from a profile, said in the language of the run.

    Raises:
        ReportError: the file is no DOCX that can be opened.
        OSError: the file cannot be read.
    """
    return check_paper(read_paper(path), profile)


def check_paper(paper: Paper, profile: Profile = "ND30") -> list[Finding]:
    """List what departs from a profile in a document that was read."""
    reading = Reading(paper, recognise(paper), profile)
    return [
        Finding(rule.code, rule.severity, one.place, one.found, one.wanted, rule.points.basis(profile))
        for rule in RULES
        if profile in rule.profiles
        for one in rule.check(reading)
    ]
