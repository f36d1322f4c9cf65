"""``policykg view``: the network as one page."""

from __future__ import annotations

from pathlib import Path

import click

from policykg.cli.graph_folder import corpus_of
from policykg.cli.language import word
from policykg.cli.options import graph_option, lang_option, output_option, quiet_option, store_option
from policykg.cli.streams import note, write


@click.command(short_help="Draw the network as one offline HTML page.")
@graph_option
@store_option
@click.option("--focus", metavar="NAME|IRI", help="Only what lies around a body, place, paper or item.")
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help="With --focus: how many relations away.",
)
@output_option("net.html")
@quiet_option
@lang_option
def view(folder: Path, store: str | None, focus: str | None, depth: int, output: str, quiet: bool, lang: str) -> None:
    """Draw the network as one HTML page that needs no connection.

    Colour and shape tell the kind; edges are named; a click shows the words of the paper.

    \b
    Example:
      policykg view -g kg -o net.html
      policykg view -g kg --focus 聊城市财政局 --depth 2 -o finance.html
    """  # noqa: D301
    corpus, base = corpus_of(folder, store)
    from policykg.rdf.network import to_networkx
    from policykg.view.network import network_html

    write((network_html(to_networkx(corpus, base), focus=focus, depth=depth, lang=lang),), output)
    if output != "-":
        note(word(lang, "wrote", output), quiet)
