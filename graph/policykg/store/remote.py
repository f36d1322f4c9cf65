"""A graph behind any SPARQL 1.1 server, asked as the embedded one is.

Seen at Virtuoso 7.2: ASK answers as a table, so that it is asked as SELECT; only form-encoded POST is taken; typed
values are called ``typed-literal``, and booleans come as 1 and 0. Answers end at its ResultSetMaxRows; a header says so
of tables, nothing says so of triples.
"""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import quote

import pyoxigraph as ox

from policykg.errors import GraphError, QueryError, StoreError
from policykg.store.graph import answer_of, triples_of
from policykg.store.http import Addresses, Connection, Credentials, addresses
from policykg.store.interface import Store
from policykg.store.queries import Bindings, bind, blanked, check_offline
from policykg.store.terms import Answer, Table

TABLE = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/plain;q=0.5"

_FORM = re.compile(r"(?<![\w?$:-])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:-])", re.IGNORECASE)
_LIMIT = re.compile(r"\}[^{}]*\bLIMIT\s+(\d+)[^{}]*\Z", re.IGNORECASE)
_TRAILING_VALUES = re.compile(r"\}\s*VALUES\s[^{}]*\{[^{}]*\}\s*\Z", re.IGNORECASE)


class RemoteGraph(Store):
    """A graph behind the query address ``url``; the server must show the union of its graphs by default."""

    def __init__(
        self,
        url: str,
        *,
        credentials: Credentials | None = None,
        base: str | None = None,
        update: str = "",
        graphs: str = "",
        timeout: float = 60.0,
    ) -> None:
        self.connection = Connection(url, credentials, timeout)
        self.base = base
        self._given = (update, graphs)

    @cached_property
    def addresses(self) -> Addresses:
        """Where the server takes queries, updates and graphs; asks it once what it is."""
        url = self.connection.url
        headers, _ = self.connection.send("GET", f"{url}?query=ASK%20%7B%7D", Accept=TABLE)
        return addresses(url, headers.get("server", ""), *self._given)

    def query(self, sparql: str, bindings: Bindings | None = None, timeout: float | None = None) -> Answer:
        """Answer a query of any form; see ``policykg.store.interface``."""
        text = check_offline(bind(sparql, bindings))
        form = form_of(text)
        if form == "ASK":
            return len(self._table(ask_as_select(text), timeout)) > 0
        if form == "SELECT":
            return self._table(text, timeout)
        _, data = self.connection.form(self.connection.url, {"query": text}, timeout, Accept=TRIPLES)
        try:
            return triples_of(ox.parse(data, ox.RdfFormat.N_TRIPLES))
        except SyntaxError as error:
            raise StoreError(f"{self.connection.url}: the answer is no N-Triples ({error})") from error

    def _table(self, sparql: str, timeout: float | None) -> Table:
        headers, data = self.connection.form(self.connection.url, {"query": sparql}, timeout, Accept=TABLE)
        try:
            found = answer_of(ox.parse_query_results(data, ox.QueryResultsFormat.JSON))
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.connection.url}: the answer is no SPARQL JSON ({error})") from error
        if not isinstance(found, Table):
            raise StoreError(f"{self.connection.url}: answers SELECT with a truth")
        most = int(headers.get("x-sparql-maxrows", 0))
        if most and len(found) >= most and not ((limit := _LIMIT.search(sparql)) and int(limit[1]) <= most):
            raise StoreError(
                f"{self.connection.url}: gives only the first {most} rows; add LIMIT, or raise its limit of rows"
            )
        return found

    def text(self, sha256: str) -> str:
        """Raise GraphError: a server holds statements, not the texts they were read from."""
        raise GraphError(f"{self.connection.url}: a server holds no texts; explain from the folder of the graph")

    # --- writing ------------------------------------------------------------------------------

    def update(self, sparql: str) -> None:
        """Run a SPARQL update."""
        self.connection.form(self.addresses.update, {"update": sparql})

    def put(self, graph: str, ntriples: bytes, timeout: float | None = None) -> None:
        """Put a whole graph in the place of what stood under its IRI."""
        self.connection.send("PUT", self._graph(graph), ntriples, timeout, Content_Type="text/turtle; charset=utf-8")

    def delete(self, graph: str) -> None:
        """Take a graph away; one that is not there is no error."""
        self.update(f"DROP SILENT GRAPH <{graph}>")

    def count(self, graph: str) -> int:
        """Return how many statements a graph has."""
        (n,) = self.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").column("n")
        return int(str(n))

    def _graph(self, graph: str) -> str:
        return f"{self.addresses.graphs}?graph={quote(graph, safe='')}"


def form_of(sparql: str) -> str:
    r"""Return SELECT, ASK, CONSTRUCT or DESCRIBE; raise QueryError when a query is none of them.

    >>> form_of("PREFIX select: <http://x/> # SELECT\nask { ?select ?p 'CONSTRUCT' }")
    'ASK'
    """
    found = _FORM.search(blanked(sparql))
    if found is None:
        raise QueryError("the query is malformed: it has no SELECT, ASK, CONSTRUCT or DESCRIBE")
    return found[1].upper()


def ask_as_select(sparql: str) -> str:
    """Return an ASK query as a SELECT query that has a row where the answer is yes.

    >>> ask_as_select("PREFIX a: <http://ask/> ASK { ?s ?p ?o }")
    'PREFIX a: <http://ask/> SELECT (1 AS ?yes) { ?s ?p ?o } LIMIT 1'
    """
    found = _FORM.search(blanked(sparql))
    assert found is not None and found[1].upper() == "ASK"
    asked = f"{sparql[: found.start()]}SELECT (1 AS ?yes){sparql[found.end() :]}"
    return asked if _TRAILING_VALUES.search(asked) else asked + " LIMIT 1"
