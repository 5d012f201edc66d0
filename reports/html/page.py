"""The report as one self-contained page: nothing is loaded from elsewhere, it prints, and it works on a phone."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from reports import letterhead
from reports.accounts import ACCOUNT, NOTHING_YET, account_lines
from reports.annexes import Listed, listed_annexes, years_told
from reports.body import (
    DUTY_HEADS,
    PASSAGE_HEADS,
    duty_lines,
    duty_rows,
    figure_groups,
    figure_line,
    passage_rows,
    rest_of,
    summary_lines,
    titled,
    told_of,
)
from reports.changed_rows import CHANGE_HEADS, changed_rows
from reports.charts import Chart, charts_of
from reports.compiled import CompiledReport
from reports.gaps import is_empty
from reports.html.sources import Sources, without_heading
from reports.html.tables import OUTLIER_HEADS, outlier_rows, over_time
from reports.legends import legend, years_note
from reports.numbering import numbered, roman
from reports.parts import part_of, under_wholes
from reports.tables import (
    BODY_HEADS,
    SOURCE_HEADS,
    body_rows,
    breakdown,
    comparison_note,
    districts,
    figure_heads,
    figure_rows,
    other_bodies,
    reconciliation_rows,
    short_district,
    source_rows,
)
from reports.text import clean, paragraphs
from reports.wording import official_date

_TEMPLATES = Path(__file__).parent.parent / "templates"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "nothing_yet": NOTHING_YET,
        "source_heads": SOURCE_HEADS,
        "outlier_heads": OUTLIER_HEADS,
        "body_heads": BODY_HEADS,
        "change_heads": CHANGE_HEADS,
        "duty_heads": DUTY_HEADS,
        "passage_heads": PASSAGE_HEADS,
    }
    return environment.get_template("report.html.j2")


def render_html(compiled: CompiledReport, *, questions: bool = True) -> bytes:
    """The report as HTML in UTF-8; the same content gives the same bytes.

    `questions` adds the figures that the coordinator should ask about, which have no place in what is issued.
    """
    figures = [figure for figure in compiled.shown_figures if districts(compiled, [figure])]
    bodies = districts(compiled, figures)
    pictures = charts_of(compiled)
    listed = listed_annexes(compiled, charts=bool(pictures))
    years = years_told(compiled)
    page = _template().render(
        report=compiled,
        head=compiled.document.plan,
        sender=letterhead.sender_of(compiled).name,
        subject=letterhead.subject(compiled),
        addressees=letterhead.addressees(compiled),
        opening=letterhead.opening(compiled),
        summary=summary_lines(compiled, [chart.finding for chart in pictures]),
        listed=listed,
        annex=lambda code: _annex(listed[code]),
        at=official_date(compiled.plan.calendar.local_date(compiled.as_of)),
        sections=list(numbered(compiled.sections)),
        account=f"{roman(sum(section.level == 1 for section in compiled.sections) + 1)}. {ACCOUNT}",
        account_lines=account_lines(compiled),
        is_empty=lambda section, has_parts: is_empty(compiled, section, has_parts=has_parts),
        legend=lambda bodies=None: legend(compiled, bodies),
        local=bodies,
        others=other_bodies(compiled),
        comparison_note=comparison_note(compiled),
        figure_heads=figure_heads(compiled),
        figure_rows=figure_rows(compiled),
        districts=[short_district(compiled, agency) for agency in bodies],
        breakdown=breakdown(compiled, figures, bodies),
        body_rows=body_rows(compiled),
        reconciliation=reconciliation_rows(compiled),
        sources=source_rows(compiled),
        charts=pictures,
        svg=_svg,
        behind=Sources(compiled).of,
        without_heading=without_heading(compiled),
        own=lambda section: paragraphs(compiled.own_texts.get(section.code, "")),
        years=over_time(compiled, years, summed=compiled.period.kind == "program") if years else None,
        trend=over_time(compiled, compiled.trend, summed=False) if compiled.trend else None,
        years_note=years_note(compiled),
        outliers=outlier_rows(compiled) if questions else [],
        figure_groups=figure_groups,
        under_wholes=under_wholes,
        part_of=part_of,
        sentence=lambda figure, rests_on: figure_line(figure, compiled.period.key, bare=bool(rests_on)),
        duty_lines=lambda duties: duty_lines(compiled, duties),
        titled=titled,
        told_of=lambda topic: told_of(compiled, topic),
        rest_of=lambda told: rest_of(told, listed["passages"].name if "passages" in listed else ""),
        changed=changed_rows(compiled),
        duties=duty_rows(compiled),
        passages=passage_rows(compiled),
    )
    return clean(page).lstrip().encode()


def _annex(listed: Listed) -> str:
    return f"{listed.name}: {listed.title}"


def _svg(chart: Chart) -> Markup:
    """The picture itself within the page: nothing is loaded, and its words can be read, searched and enlarged."""
    return Markup(chart.svg)  # noqa: S704 - drawn from numbers and escaped words
