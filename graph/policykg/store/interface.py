"""What a store of a graph answers, wherever it stands: the embedded one and any SPARQL 1.1 server."""

from __future__ import annotations

from typing import Protocol

from policykg.store.queries import Bindings
from policykg.store.terms import Answer, Table, Triples


class Store(Protocol):
    """A graph that can be asked; the default graph of a query is the union of all named graphs.

    Each method raises QueryError when a query is malformed or takes longer than ``timeout`` (seconds), and
    GraphError or StoreError when the store cannot be read.
    """

    @property
    def base(self) -> str | None:
        """The base IRI of the graph's nodes, None when it is not known."""

    def query(self, sparql: str, bindings: Bindings | None = None, timeout: float | None = None) -> Answer:
        """Answer a query of any form; ``bindings`` fill its blocks ``VALUES ?name { … }``."""

    def select(self, sparql: str, bindings: Bindings | None = None, timeout: float | None = None) -> Table:
        """Answer a SELECT query; rows come as the store gives them."""

    def construct(self, sparql: str, bindings: Bindings | None = None, timeout: float | None = None) -> Triples:
        """Answer a CONSTRUCT or DESCRIBE query."""

    def ask(self, sparql: str, bindings: Bindings | None = None, timeout: float | None = None) -> bool:
        """Answer an ASK query."""

    def text(self, sha256: str) -> str:
        """Return a source as read; raise GraphError when the store does not hold it."""
