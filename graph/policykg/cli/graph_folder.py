"""What commands take from a graph, in its folder or behind a server, with its own base IRI."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policykg.records import Corpus
    from policykg.store import Store


def open_store(folder: Path, url: str | None) -> Store:
    """Open the graph in ``folder``, or behind the SPARQL server at ``url`` when one is given."""
    from policykg.cli.credentials import credentials
    from policykg.store import open_graph

    if url is None:
        return open_graph(folder)
    from policykg.analyse.names import base_behind
    from policykg.store.remote import RemoteGraph

    remote = RemoteGraph(url, credentials=credentials(url))
    remote.base = base_behind(remote)
    return remote


def base_of(graph: Store) -> str:
    """Return the base IRI of a graph's nodes."""
    from policykg.rdf.vocab import BASE

    return graph.base or BASE


def stored(folder: Path, name: str) -> Iterator[str]:
    """Yield the lines of a file of a graph, their ends as they are. Raises GraphError when it cannot be read."""
    from policykg.store import open_graph
    from policykg.store.folder import QUADS, RECORDS, read_lines

    meta = open_graph(folder).meta  # says what is wrong with a folder that is no graph
    yield from read_lines(folder, name, meta.get({QUADS: "quads", RECORDS: "records"}.get(name, "")))


def corpus_of(folder: Path, url: str | None = None) -> tuple[Corpus, str]:
    """Return the corpus that a graph was made from, and the base IRI of its nodes; read back from a server's graph."""
    if url is not None:
        from policykg.analyse.recorded import recorded_corpus

        store = open_store(folder, url)
        return recorded_corpus(store), base_of(store)
    from policykg.build import load_corpus
    from policykg.store import open_graph

    base = base_of(open_graph(folder))
    return load_corpus(folder), base
