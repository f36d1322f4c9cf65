"""``policykg explain``: the words behind a statement."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from policykg.cli.options import graph_option, lang_option, output_option
from policykg.cli.streams import read_argument, write

_BOLD = ("\x1b[1;33m", "\x1b[0m")
_PLAIN = ("⟦", "⟧")


@click.command(short_help="Show the words behind a statement.")
@click.argument("statement")
@graph_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Lines or data."
)
@click.option(
    "--context",
    type=click.IntRange(min=0),
    default=60,
    show_default=True,
    metavar="N",
    help="Characters shown before and behind the quote.",
)
@output_option()
@lang_option
def explain(statement: str, folder: Path, form: str, context: int, output: str, lang: str) -> None:
    """Show the words a STATEMENT rests on, in their context, with the rule that read them and its score.

    A statement is an assignment, a target, a derivation, a citation …, named by its IRI or short
    name (- is standard input); an item shows all that was read from it.

    \b
    Example:
      policykg explain -g kg item:聊政字-2023-12.附件1.6
      policykg query -g kg assignment-evidence --format csv
    """  # noqa: D301
    from policykg.analyse import explain as words
    from policykg.store import open_graph

    found = words.explain(open_graph(folder), read_argument(statement), context)
    if form == "json":
        write((words.explanation_json(found),), output)
        return
    marks = _BOLD if output == "-" and sys.stdout.isatty() else _PLAIN
    write((line + "\n" for line in words.explanation_lines(found, lang, marks)), output)
