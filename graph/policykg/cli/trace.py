"""``policykg trace``: follow an item, a body or a phrase up and down the levels."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policykg.cli.codes import NO
from policykg.cli.graph_folder import open_store
from policykg.cli.language import word
from policykg.cli.options import graph_option, lang_option, output_option, quiet_option, store_option
from policykg.cli.streams import note, read_argument, write

if TYPE_CHECKING:
    from policykg.analyse.trace import Trace
    from policykg.store import Store


@click.command(short_help="Follow an item or a body up and down the levels.")
@click.argument("start", metavar="ITEM|TEXT|AGENCY")
@graph_option
@store_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["tree", "json", "html"]),
    default="tree",
    show_default=True,
    help="Lines, data, or an offline page.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="Of a phrase: at most so many items.",
)
@output_option()
@quiet_option
@lang_option
@click.pass_context
def trace(
    ctx: click.Context,
    start: str,
    folder: Path,
    store: str | None,
    form: str,
    limit: int,
    output: str,
    quiet: bool,
    lang: str,
) -> None:
    """Follow an item up to what it comes from and down to who must act, with the words that say so.

    Start from an item's IRI, a paper's number, the name of a body, a place or a project, or any
    words of an item (- is standard input). The exit code is 1 when nothing was found.

    \b
    Example:
      policykg trace -g kg 聊城机场
      policykg trace -g kg item:聊政字-2023-12.附件1.6 --format json
      policykg trace -g kg 聊城市财政局 --format html -o finance.html
    """  # noqa: D301
    from policykg.analyse.trace import trace as follow

    graph = open_store(folder, store)
    found = follow(graph, read_argument(start), limit)
    if found.nodes or form == "json":
        write(_written(graph, found, form, lang), output)
    if not found.nodes:
        note(word(lang, "nothing"), quiet)
        ctx.exit(NO)
    if output != "-":
        note(word(lang, "wrote", output), quiet)


def _written(graph: Store, found: Trace, form: str, lang: str) -> Iterable[str]:
    from policykg.analyse.trace_text import tree_json, tree_lines

    if form == "json":
        return (tree_json(found),)
    if form == "html":
        from policykg.analyse.dag import dag
        from policykg.view.dag_page import dag_html

        return (dag_html(dag(graph, found), lang),)
    return (line + "\n" for line in tree_lines(found, lang))
