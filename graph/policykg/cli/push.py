"""``policykg push``: bring the graph to a SPARQL server."""

from __future__ import annotations

from pathlib import Path

import click

from policykg.cli.credentials import credentials
from policykg.cli.graph_folder import base_of
from policykg.cli.language import word
from policykg.cli.options import graph_option, lang_option, quiet_option
from policykg.cli.streams import note


@click.command(short_help="Bring the graph to a SPARQL server.")
@click.argument("endpoint")
@graph_option
@click.option("--update", metavar="URL", default="", help="Where the server takes updates, if it is not found.")
@click.option("--graph-store", metavar="URL", default="", help="Where it takes whole graphs, if it is not found.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="How long one paper may take.",
)
@quiet_option
@lang_option
def push(endpoint: str, folder: Path, update: str, graph_store: str, timeout: float, quiet: bool, lang: str) -> None:
    """Bring the graph to the SPARQL 1.1 server whose queries go to ENDPOINT, paper by paper.

    Each paper is replaced in one request and counted afterwards; unchanged ones are not sent again, those
    that are gone are taken away. A push that was cut off goes on where it stood. Name and password come
    from POLICYKG_USER and POLICYKG_PASSWORD, else from netrc.

    \b
    Example:
      policykg push http://127.0.0.1:7878/query -g kg
      POLICYKG_USER=dba POLICYKG_PASSWORD=… policykg push http://127.0.0.1:8890/sparql
    """  # noqa: D301
    from policykg.rdf.vocab import KINDS, Ext
    from policykg.store import open_graph
    from policykg.store.push import Notes
    from policykg.store.push import push as bring
    from policykg.store.remote import RemoteGraph

    graph = open_graph(folder)
    notes = Notes(f"{base_of(graph)}{KINDS['graph']}pushed", Ext.IDENTIFIER)
    target = RemoteGraph(
        endpoint, credentials=credentials(endpoint), update=update, graphs=graph_store, timeout=timeout
    )
    counts = {"pushed": 0, "unchanged": 0, "removed": 0}
    triples = 0
    for step in bring(graph.quads(), target, notes):
        counts[step.done] += 1
        triples += step.triples
        note(f"{word(lang, 'push-' + step.done)}  {step.graph}  {step.triples}", quiet)
    note(word(lang, "push-sum", counts["pushed"], counts["unchanged"], counts["removed"], triples), quiet)
