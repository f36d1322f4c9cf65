"""``policykg review``: names and pairs of items to decide."""

from __future__ import annotations

from pathlib import Path

import click

from policykg.cli.codes import NO
from policykg.cli.graph_folder import corpus_of
from policykg.cli.language import word
from policykg.cli.options import graph_option, lang_option, output_option
from policykg.cli.streams import note, write

_NUMBERS = ("score", "times")


@click.command(short_help="List names and pairs of items to decide.")
@graph_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "table"]),
    default="csv",
    show_default=True,
    help="CSV to fill in, or a table to read.",
)
@output_option()
@lang_option
@click.pass_context
def review(ctx: click.Context, folder: Path, form: str, output: str, lang: str) -> None:
    """List the names a person should look at, the most frequent first: those nobody could place,
    those that were mended, and weak resolutions (score below 0.8). Pairs of items that may charge
    the same matter follow (candidates below the bar of docs/alignment.md), the likest first.

    The CSV is what policykg build --curation reads. Fill in decision (same, not-same, name, role,
    not-a-body, drop; of a pair same or not-same), value, who, when and why; lines without a decision
    change nothing. Exit code 1: there is nothing to decide.

    \b
    Example:
      policykg review -g kg -o decisions.csv
      policykg build papers/ -o kg --curation decisions.csv
    """  # noqa: D301
    from policykg.analyse.review import COLUMNS, review_csv, review_rows
    from policykg.analyse.review import review as cases_of

    cases = cases_of(corpus_of(folder)[0])
    if form == "csv":
        write((review_csv(cases),), output)
    elif cases:
        from policykg.cli.tables import show, table

        shown = [i for i, c in enumerate(COLUMNS) if c not in ("decision", "who", "when", "why")]
        columns = [COLUMNS[i] for i in shown]
        rows = [[row[i] for i in shown] for row in review_rows(cases)]
        show(table(columns, rows, [columns.index(c) for c in _NUMBERS]), output=output)
    if not cases:
        note(word(lang, "nothing"))
        ctx.exit(NO)
