"""``policykg coverage``: upper-level items against the places that must carry them out."""

from __future__ import annotations

from pathlib import Path

import click

from policykg.cli.graph_folder import corpus_of
from policykg.cli.options import graph_option, lang_option, output_option, quiet_option, store_option
from policykg.cli.reports import WHOLE, form_option, write_report
from policykg.cli.streams import read_argument


@click.command(short_help="Show which places took up which upper-level items.")
@click.argument("document", metavar="[DOC]", default="")
@graph_option
@store_option
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Alignments below that score do not count; re-written needs 0.9.",
)
@form_option
@output_option()
@quiet_option
@lang_option
def coverage(
    document: str,
    folder: Path,
    store: str | None,
    min_score: float,
    form: str,
    wanted: str,
    output: str,
    quiet: bool,
    lang: str,
) -> None:
    """Show for each upper-level item what each place did with it.

    States: quoted with a local task, re-written (also by way of a paper in between), perhaps
    re-written, only a lead named, no local task, suspect (the upper paper says it otherwise, or was changed since), not
    based on it. Tasks that no upper-level item is known for follow. DOC is the upper paper: its
    number, or words of its title.

    \b
    Example:
      policykg coverage -g kg
      policykg coverage -g kg 鲁政字〔2023〕18号 --format html -o coverage.html
      policykg coverage -g kg 县域经济 --min-score 0.6 --format xlsx -o coverage.xlsx
    """  # noqa: D301
    corpus, _ = corpus_of(folder, store)
    from policykg.analyse.coverage import coverage as cover
    from policykg.analyse.coverage import coverage_report

    report = coverage_report(cover(corpus, read_argument(document), min_score), lang, whole=form in WHOLE)

    def page() -> str:
        from policykg.view.report_page import report_html

        return report_html(report, lang)

    write_report(report, form, output, lang, quiet, page, wanted)
