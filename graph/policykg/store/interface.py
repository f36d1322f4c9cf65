"""What a store of a graph answers, wherever it stands: the embedded one and any SPARQL 1.1 server."""

from __future__ import annotations

from abc import ABC, abstractmethod

from policykg.errors import QueryError
from policykg.store.queries import Bindings
from policykg.store.terms import Answer, Table, Triples


class Store(ABC):
    """A graph that can be asked; the default graph of a query is the union of all named graphs.

    ``base`` is the base IRI of the graph's nodes, None when it is not known. Each method raises QueryError when a
    query is malformed or takes longer than ``timeout`` (seconds), and GraphError or StoreError when the store cannot
    be read.
    """

    base: str | None

    @abstractmethod
    def query(self, sparql: str, bindings: Bindings | None = None, timeout: float | None = None) -> Answer:
        """Answer a query: Table (SELECT), Triples (CONSTRUCT, DESCRIBE) or bool (ASK).

        ``bindings`` fill its blocks ``VALUES ?name { … }``.
        """

    @abstractmethod
    def text(self, sha256: str) -> str:
        """Return a source as read; raise GraphError when the store does not hold it."""

    def select(self, sparql: str, bindings: Bindings | None = None, timeout: float | None = None) -> Table:
        """Answer a SELECT query; rows come as the store gives them."""
        found = self.query(sparql, bindings, timeout)
        if not isinstance(found, Table):
            raise QueryError("the query is no SELECT; a table was asked for")
        return found

    def construct(self, sparql: str, bindings: Bindings | None = None, timeout: float | None = None) -> Triples:
        """Answer a CONSTRUCT or DESCRIBE query."""
        found = self.query(sparql, bindings, timeout)
        if not isinstance(found, Triples):
            raise QueryError("the query is no CONSTRUCT or DESCRIBE; triples were asked for")
        return found

    def ask(self, sparql: str, bindings: Bindings | None = None, timeout: float | None = None) -> bool:
        """Answer an ASK query."""
        found = self.query(sparql, bindings, timeout)
        if not isinstance(found, bool):
            raise QueryError("the query is no ASK; yes or no was asked for")
        return found
