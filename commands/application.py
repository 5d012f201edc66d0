"""The whole command line, assembled from its nouns."""

import typer

from commands import (
    agencies,
    answers,
    chasing,
    dates,
    decisions,
    demo,
    history,
    history_figures,
    letters,
    mail,
    plan,
    report_check,
    report_life,
    report_templates,
    report_texts,
    report_trace,
    reports,
    safekeeping,
    service,
    setup,
)
from commands.options import top_callback

#: In the order of the help: setting up, the daily work, answers, reports, the installation.
NOUNS = (
    setup,
    plan,
    dates,
    chasing,
    mail,
    decisions,
    letters,
    agencies,
    answers,
    reports,
    report_life,
    report_trace,
    report_check,
    report_texts,
    report_templates,
    history_figures,
    history,
    demo,
    service,
    safekeeping,
)


def application() -> typer.Typer:
    """The whole command line, in Vietnamese until it is localised."""
    app = typer.Typer(name="dondoc", no_args_is_help=True, add_completion=False, add_help_option=False)
    top_callback(app)
    for noun in NOUNS:
        for part in noun.apps:
            app.add_typer(part)
    return app
