"""``policykg ladder``: one indicator through the levels."""

from __future__ import annotations

from pathlib import Path

import click

from policykg.cli.graph_folder import corpus_of
from policykg.cli.options import graph_option, lang_option, output_option, quiet_option, store_option
from policykg.cli.reports import form_option, write_report
from policykg.cli.streams import read_argument


@click.command(short_help="Follow one indicator from level to level.")
@click.argument("indicator", metavar="[INDICATOR]", default="")
@graph_option
@store_option
@form_option
@output_option()
@quiet_option
@lang_option
def ladder(
    indicator: str, folder: Path, store: str | None, form: str, wanted: str, output: str, quiet: bool, lang: str
) -> None:
    """Follow the values of an indicator from the level above to the places below.

    Each value is told with comparator, deadline, the ratio to the one it answers, and what became of
    it: kept, raised, lowered, tightened, loosened, a part of it, or not stated. INDICATOR is any words
    of it; without, everything that an upper level sets.

    \b
    Example:
      policykg ladder -g kg 公益性岗位
      policykg ladder -g kg 养老 --format html -o ladder.html
    """  # noqa: D301
    corpus, _ = corpus_of(folder, store)
    from policykg.analyse.ladder import ladder as climb
    from policykg.analyse.ladder import ladder_report

    found = climb(corpus, read_argument(indicator))
    report = ladder_report(found, lang)

    def page() -> str:
        from policykg.view.report_page import ladder_bars, report_html

        return report_html(report, lang, bars=ladder_bars(found, lang))

    write_report(report, form, output, lang, quiet, page, wanted)
