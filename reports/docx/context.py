"""What a report says in the fields of its Word template (`reports.docx.fields`), from the compiled content."""

import re
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from reports.accounts import ACCOUNT, NOTHING_YET, account_lines, duty_status, folded
from reports.annexes import Code, Listed
from reports.body import duty_lines, figure_groups, group_lines, rest_of, summary_lines, titled, told_of
from reports.compiled import CompiledReport, Quote, SectionContent, Topic
from reports.docx.annexes import Annex
from reports.docx.charts import ChartsAnnex
from reports.docx.styles import TEXT_WIDTH
from reports.docx.template import HEAD_LEFT, HEAD_RIGHT
from reports.docx.xml import rule, width_of
from reports.figures import IndicatorFigure
from reports.gaps import is_empty
from reports.letterhead import (
    MOTTO,
    NATION,
    addressees,
    kind_of_document,
    number_line,
    office,
    opening,
    place_and_date,
    recipients,
    sender_of,
    subject,
    superior_name,
    unbroken,
)
from reports.numbering import numbered, roman
from reports.tables import total_text
from reports.text import paragraphs
from reports.wording import number, sentence

Context = dict[str, object]
_MOTTO_WIDTH = 56.0
_ENDS_WITHOUT_STOP = re.compile(r"[^\W_][\"'”’»)\]%‰]*$")


def context_of(
    compiled: CompiledReport, listed: Mapping[Code, Listed], found: Sequence[Annex], charts: Sequence[ChartsAnnex]
) -> Context:
    """Every field of a template, for one report: `listed` are its annexes, `found` and `charts` what they hold."""
    findings = [said for annex in charts for said in annex.findings]
    return {
        **_head(compiled),
        "summary": summary_lines(compiled, findings),
        "sections": [_section(compiled, listed, *numbers) for numbers in numbered(compiled.sections)],
        "account_heading": f"{roman(sum(one.level == 1 for one in compiled.sections) + 1)}. {ACCOUNT.upper()}",
        "account": [{"said": said, "items": items} for said, items in account_lines(compiled)],
        "closing": _closing(compiled, [one.name for one in listed.values()]),
        "office": list(office(compiled)),
        "recipients": recipients(compiled),
        "charts": [_annex(one) | {"pictures": one.pictures} for one in charts],
        "annexes": [_annex(one) | {"content": Markup("".join(one.parts))} for one in found],  # noqa: S704 - drawn here
        "figures": list(_figures(compiled, compiled.shown_figures)),
        "period": compiled.period.title(),
        "year": str(compiled.period.last.year),
        "plan": compiled.document.plan.title,
    }


def _head(compiled: CompiledReport) -> Context:
    issuer, about = sender_of(compiled).name.upper(), subject(compiled)
    to = addressees(compiled)
    long = width_of(about, 14)
    return {
        "superior": superior_name(compiled),
        "issuer": issuer,
        "issuer_rule": _rule(min(width_of(issuer, 12), HEAD_LEFT) * 0.4, HEAD_LEFT),
        "nation": NATION,
        "motto": MOTTO,
        "motto_rule": _rule(_MOTTO_WIDTH, HEAD_RIGHT),
        "number": number_line(compiled),
        "place_date": place_and_date(compiled),
        "kind": kind_of_document(compiled),
        "subject": about if long <= TEXT_WIDTH else unbroken(about),
        "subject_rule": _rule(min(long, TEXT_WIDTH) * 0.4, TEXT_WIDTH),
        "to": f"Kính gửi: {to[0]}." if len(to) == 1 else "Kính gửi:",
        "to_list": [f"- {name}{'.' if name == to[-1] else ';'}" for name in to] if len(to) > 1 else [],
        "opening": opening(compiled),
    }


def _rule(width: float, room: float) -> Markup:
    return Markup(rule(width, room))  # noqa: S704 - drawn from numbers


def _section(
    compiled: CompiledReport, listed: Mapping[Code, Listed], label: str, section: SectionContent, has_parts: bool
) -> Context:
    title = section.title.upper() if section.level == 1 else section.title
    own = [*paragraphs(compiled.own_texts.get(section.code, "")), *section.lines]
    return {
        "heading": f"{label} {title}",
        "level": section.level,
        "own": own,
        "nothing": NOTHING_YET if is_empty(compiled, section, has_parts=has_parts) else "",
        "groups": list(_groups(compiled, section)),
        "figures": list(_figures(compiled, section.figures)),
        "statuses": [{"head": head, "said": said} for head, said in duty_lines(compiled, section.duties)],
        "duties": [
            {
                "title": duty.title,
                "status": duty_status(compiled, duty),
                "quotes": list(_quotes(compiled, duty.quotes)),
            }
            for duty in section.duties
        ],
        "topics": [_topic(compiled, listed, section, topic) for topic in section.topics],
    }


def _groups(compiled: CompiledReport, section: SectionContent) -> Iterator[Context]:
    for group in figure_groups(section):
        for said in group_lines(group, compiled.period.key):
            yield {"head": group.head, "said": said}


def _topic(compiled: CompiledReport, listed: Mapping[Code, Listed], section: SectionContent, topic: Topic) -> Context:
    told = told_of(compiled, topic)
    return {
        "title": topic.title,
        "titled": titled(section, topic),
        "quotes": [
            {"source": source, "text": stopped(first), "more": [stopped(words) for words in rest]}
            for source, (first, *rest) in told.passages
        ],
        "rest": rest_of(told, listed["passages"].name if "passages" in listed else ""),
    }


def _figures(compiled: CompiledReport, figures: Sequence[IndicatorFigure]) -> Iterator[Context]:
    group = None
    for one in figures:
        yield {
            "new_group": one.group if one.group and one.group != group else "",
            "sentence": sentence(one, compiled.period.key),
            "name": one.name,
            "unit": one.unit,
            "total": total_text(one),
            "previous": "" if one.previous is None else number(one.previous, one.decimals),
            "target": "" if one.target is None else number(one.target, one.decimals),
        }
        group = one.group


def _quotes(compiled: CompiledReport, quotes: Sequence[Quote]) -> Iterator[Context]:
    for source, (first, *rest) in folded(compiled, quotes):
        yield {"source": source, "text": stopped(first), "more": [stopped(words) for words in rest]}


def stopped(words: str) -> str:
    """A line that a body wrote, with the full stop that it forgot."""
    return f"{words}." if _ENDS_WITHOUT_STOP.search(words) else words


def _closing(compiled: CompiledReport, names: Sequence[str]) -> str:
    listed = ", ".join(names) if len(names) < 3 else f"{names[0]} đến {names[-1]}"
    return f"Trên đây là báo cáo của {sender_of(compiled).name} (kèm theo {listed})./."


def _annex(one: Annex | ChartsAnnex) -> Context:
    return {"name": one.name, "title": one.title, "note": one.note}
