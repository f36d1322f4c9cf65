"""``policykg export``: the graph in the forms that others read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from policykg.cli.graph_folder import corpus_of, stored
from policykg.cli.language import word
from policykg.cli.options import graph_option, lang_option, output_option, quiet_option
from policykg.cli.streams import note, write

FORMATS = ("jsonl", "csv", "ttl", "nq", "jsonld", "graphml", "gexf")


@click.command(short_help="Write the graph in a form that others read.")
@graph_option
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True, help="Form; see above."
)
@output_option()
@quiet_option
@lang_option
def export(folder: Path, form: str, output: str, quiet: bool, lang: str) -> None:
    """Write all items, or the whole graph, in a form that others read.

    \b
    jsonl    one object an item: roles, upper-level item, targets, places
    csv      one row an item and body, for spreadsheets
    ttl      RDF: Turtle; nq: N-Quads with named graphs; jsonld: JSON-LD
    graphml  the network, for yEd and Cytoscape; gexf: for Gephi

    \b
    Example:
      policykg export -g kg --format jsonl -o records.jsonl
      policykg export -g kg --format csv | head
    """  # noqa: D301
    write(chunks(folder, form), output)
    if output != "-":
        note(word(lang, "wrote", output), quiet)


def chunks(folder: Path, form: str) -> Iterable[str]:
    """Return the text of a form in pieces; jsonl and nq lie in the folder as they are."""
    if form in ("jsonl", "nq"):
        from policykg.store.folder import QUADS, RECORDS

        return stored(folder, RECORDS if form == "jsonl" else QUADS)
    corpus, base = corpus_of(folder)
    from policykg.rdf.export import FORMATS as WRITERS

    return WRITERS[form](corpus, base)
