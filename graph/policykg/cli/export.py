"""``policykg export``: the graph in the forms that others read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from policykg.cli.graph_folder import corpus_of, stored
from policykg.cli.language import word
from policykg.cli.options import graph_option, lang_option, output_option, quiet_option
from policykg.cli.streams import note, write

STORED = ("jsonl", "nq")
"""Forms that lie in the folder as they are."""

FORMATS = ("jsonl", "csv", "ttl", "nq", "jsonld", "graphml", "gexf")


@click.command(short_help="Write the graph in a form that others read.")
@graph_option
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True, help="Form; see above."
)
@click.option(
    "--dump", type=click.Path(path_type=Path), metavar="DIR", help="Write a release into this folder instead."
)
@output_option()
@quiet_option
@lang_option
def export(folder: Path, form: str, dump: Path | None, output: str, quiet: bool, lang: str) -> None:
    """Write all items, or the whole graph, in a form that others read.

    \b
    jsonl    one object an item: roles, upper-level item, targets, places
    csv      one row an item and body, for spreadsheets; the numbers
             are rows of policykg targets --format csv, joined by item
    ttl      RDF: Turtle; nq: N-Quads with named graphs; jsonld: JSON-LD
    graphml  the network, for yEd and Cytoscape; gexf: for Gephi

    --dump writes a release for publication: N-Quads and records (gzip), ontology, shapes, queries, a
    description (DCAT, VoID) with counts, licence, citation and checksums.

    \b
    Example:
      policykg export -g kg --format jsonl -o records.jsonl
      policykg export -g kg --format csv | head
      policykg export -g kg --dump release/
    """  # noqa: D301
    if dump is not None:
        from policykg.analyse.release import write_release
        from policykg.store import open_graph

        files = write_release(open_graph(folder), dump)
        note(word(lang, "dumped", dump, len(files)), quiet)
        return
    if output == "-" and form in STORED:  # a reader of standard output must not take half of a broken file for all
        for _ in chunks(folder, form):
            pass
    write(chunks(folder, form), output)
    if output != "-":
        note(word(lang, "wrote", output), quiet)


def chunks(folder: Path, form: str) -> Iterable[str]:
    """Return the text of a form in pieces; jsonl and nq lie in the folder as they are."""
    if form in STORED:
        from policykg.store.folder import QUADS, RECORDS

        return stored(folder, RECORDS if form == "jsonl" else QUADS)
    corpus, base = corpus_of(folder)
    from policykg.rdf.export import FORMATS as WRITERS

    return WRITERS[form](corpus, base)
