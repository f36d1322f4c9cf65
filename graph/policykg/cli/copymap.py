"""``policykg copy-map``: what a local text copies from above, what it adapts, what is new."""

from __future__ import annotations

from pathlib import Path

import click

from policykg.cli.graph_folder import corpus_of
from policykg.cli.options import graph_option, lang_option, output_option, quiet_option, store_option
from policykg.cli.reports import WHOLE, form_option, write_report
from policykg.cli.streams import read_argument


@click.command("copy-map", short_help="Compare local texts with the upper-level texts they take up.")
@click.argument("document", metavar="[DOC]", default="")
@graph_option
@store_option
@form_option
@output_option()
@quiet_option
@lang_option
def copy_map(
    document: str, folder: Path, store: str | None, form: str, wanted: str, output: str, quiet: bool, lang: str
) -> None:
    """Compare each local text with the upper-level text it takes up: verbatim, adapted or new.

    Numbers that only one of the two has are told; the page shows both texts side by side and marks
    them. DOC is the lower paper: its number, or words of its title.

    \b
    Example:
      policykg copy-map -g kg
      policykg copy-map -g kg 聊政字〔2023〕12号 --format html -o copies.html
    """  # noqa: D301
    corpus, _ = corpus_of(folder, store)
    from policykg.analyse.copymap import copy_map as compare
    from policykg.analyse.copymap import copy_report

    found = compare(corpus, read_argument(document))
    report = copy_report(found, lang, whole=form in WHOLE)

    def page() -> str:
        from policykg.view.report_page import copy_sides, report_html

        return report_html(report, lang, sides=copy_sides(found, lang), hide_first=True)

    write_report(report, form, output, lang, quiet, page, wanted)
