"""The report as one self-contained page: nothing is loaded from elsewhere, it prints, and it works on a phone."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from reports import letterhead
from reports.accounts import ACCOUNT, NOTHING_YET, account_lines, duty_status, folded
from reports.charts import Chart, charts_of
from reports.compiled import CompiledReport
from reports.html_sources import Sources, without_heading
from reports.html_tables import OUTLIER_HEADS, OVER_TIME_LEGEND, outlier_rows, over_time
from reports.numbering import numbered, roman
from reports.small_cells import WITHHELD_LEGEND
from reports.tables import (
    LEGEND,
    body_rows,
    breakdown,
    districts,
    figure_heads,
    figure_rows,
    reconciliation_rows,
    short_district,
    source_rows,
)
from reports.text import clean, paragraphs
from reports.wording import official_date, sentence

_TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


def render_html(compiled: CompiledReport, *, questions: bool = True) -> bytes:
    """The report as HTML in UTF-8; the same content gives the same bytes.

    `questions` adds the figures that the coordinator should ask about, which have no place in what is issued.
    """
    figures = [figure for figure in compiled.shown_figures if districts(compiled, [figure])]
    bodies = districts(compiled, figures)
    page = _template().render(
        report=compiled,
        head=compiled.document.plan,
        sender=letterhead.sender_of(compiled).name,
        subject=letterhead.subject(compiled),
        addressees=letterhead.addressees(compiled),
        opening=letterhead.opening(compiled),
        at=official_date(compiled.plan.calendar.local_date(compiled.as_of)),
        sections=list(numbered(compiled.sections)),
        account=f"{roman(sum(section.level == 1 for section in compiled.sections) + 1)}. {ACCOUNT}",
        account_lines=account_lines(compiled),
        nothing_yet=NOTHING_YET,
        legend="; ".join([LEGEND, *([WITHHELD_LEGEND] if any(compiled.withheld.values()) else [])]),
        figure_heads=figure_heads(compiled),
        figure_rows=figure_rows(compiled),
        districts=[short_district(compiled, agency) for agency in bodies],
        breakdown=breakdown(compiled, figures, bodies),
        body_rows=body_rows(compiled),
        reconciliation=reconciliation_rows(compiled),
        sources=source_rows(compiled),
        charts=charts_of(compiled),
        svg=_svg,
        behind=Sources(compiled).of,
        without_heading=without_heading(compiled),
        own=lambda section: paragraphs(compiled.own_texts.get(section.code, "")),
        years=over_time(compiled, compiled.years, summed=compiled.period.kind == "program") if compiled.years else None,
        trend=over_time(compiled, compiled.trend, summed=False) if compiled.trend else None,
        over_time_legend=OVER_TIME_LEGEND,
        outlier_heads=OUTLIER_HEADS,
        outliers=outlier_rows(compiled) if questions else [],
        sentence=lambda figure: sentence(figure, compiled.period.key),
        duty_status=lambda duty: duty_status(compiled, duty),
        folded=lambda quotes: folded(compiled, quotes),
    )
    return clean(page).lstrip().encode()


def _svg(chart: Chart) -> Markup:
    """The picture itself within the page: nothing is loaded, and its words can be read, searched and enlarged."""
    return Markup(chart.svg)  # noqa: S704 - drawn from numbers and escaped words
