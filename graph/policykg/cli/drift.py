"""``policykg drift``: how responsibility changes between levels, and who carries how much."""

from __future__ import annotations

from pathlib import Path

import click

from policykg.cli.graph_folder import corpus_of
from policykg.cli.options import graph_option, lang_option, output_option, quiet_option, store_option
from policykg.cli.reports import form_option, write_report
from policykg.cli.streams import read_argument


@click.command(short_help="Compare who is in charge, level against level.")
@click.argument("document", metavar="[DOC]", default="")
@graph_option
@store_option
@click.option(
    "--over",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    metavar="N",
    help="Mark bodies in charge of more than N items in a quarter.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    metavar="N",
    help="At most so many lines of the workload.",
)
@form_option
@output_option()
@quiet_option
@lang_option
def drift(
    document: str,
    folder: Path,
    store: str | None,
    over: int,
    limit: int,
    form: str,
    wanted: str,
    output: str,
    quiet: bool,
    lang: str,
) -> None:
    """Compare by function who is in charge above and below, and show each body's load by quarter.

    Told are a line that is missing below, a line added, a lead turned assist, a lead split or merged,
    and rows where nobody leads. DOC is the lower paper: its number, or words of its title.

    \b
    Example:
      policykg drift -g kg
      policykg drift -g kg 菏政办字〔2023〕56号 --over 5
      policykg drift -g kg --format html -o drift.html
    """  # noqa: D301
    corpus, _ = corpus_of(folder, store)
    from policykg.analyse.drift import drift as compare
    from policykg.analyse.drift import drift_report, workload

    asked = read_argument(document)
    report = drift_report(compare(corpus, asked), workload(corpus, asked), over, lang, limit)

    def page() -> str:
        from policykg.view.report_page import report_html

        return report_html(report, lang)

    write_report(report, form, output, lang, quiet, page, wanted)
