"""The store: write a graph aside and swap it in, open it, ask it, write answers.

Nothing but this package knows pyoxigraph.
"""

from policykg.store.folder import check_target, publish, read_corpus_files
from policykg.store.graph import Graph, open_graph
from policykg.store.interface import Store
from policykg.store.terms import Answer, Table, Term, Triples

__all__ = [
    "Answer",
    "Graph",
    "Store",
    "Table",
    "Term",
    "Triples",
    "check_target",
    "open_graph",
    "publish",
    "read_corpus_files",
]
