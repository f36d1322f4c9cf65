"""Bring a graph to a SPARQL server, document by document.

Each named graph goes in one request and is counted afterwards. What was brought and found whole is noted on the server
(graph ``…graph/pushed``: the SHA-256 of its statements), so that a push that was cut off goes on where it stood, and an
unchanged document is not sent again. A document that does not arrive whole is taken away; one that is no RDF is not
sent at all.

Seen at Virtuoso 7.2: a body that is cut off changes nothing, but one with a syntax error leaves what stands before it;
and what was sent whole is carried out to its end, long after the connection is gone.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import pyoxigraph as ox

from policykg.errors import GraphError, PolicyKGError, StoreError
from policykg.store.terms import Table

PAUSE = 2.0
"""Seconds for which a count must stay before a server is taken to be done with what it was sent."""

TRIES = 30
"""How often a server that is still at it is asked again."""

MISSES = 5
"""How often a server that cannot be reached is asked again."""


class Target(Protocol):
    """What a push needs of a server; see ``policykg.store.remote``."""

    def select(self, sparql: str) -> Table:
        """Answer a SELECT query."""

    def update(self, sparql: str) -> None:
        """Run a SPARQL update."""

    def put(self, graph: str, ntriples: bytes) -> None:
        """Put a whole graph in the place of what stood under its IRI."""

    def delete(self, graph: str) -> None:
        """Take a graph away."""

    def count(self, graph: str) -> int:
        """Return how many statements a graph has."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Where the server notes what was brought: the IRIs of a graph and of a property."""

    graph: str
    says: str


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to one named graph: ``triples`` are those it has now."""

    graph: str
    done: Literal["pushed", "unchanged", "removed"]
    triples: int


def push(nquads: Iterable[str], target: Target, notes: Notes) -> Iterator[Step]:
    """Bring all graphs of N-Quads lines (each graph's lines together) to a server, and take away those that are gone.

    Yields a step a graph. Raises StoreError when one does not arrive; what arrived before stays, and the next push
    goes on from there.
    """
    known = _noted(target, notes)
    seen: set[str] = set()
    for graph, triples in _by_graph(nquads):
        if graph in seen:
            raise GraphError(f"{graph}: its statements do not stand together; build the graph again")
        seen.add(graph)
        digest = hashlib.sha256("".join(triples).encode()).hexdigest()
        if known.get(graph) == digest and target.count(graph) == len(triples):
            yield Step(graph, "unchanged", len(triples))
            continue
        target.update(_forget(notes, graph))
        _bring(target, graph, triples)
        target.update(f'INSERT DATA {{ GRAPH <{notes.graph}> {{ <{graph}> <{notes.says}> "{digest}" }} }}')
        yield Step(graph, "pushed", len(triples))
    for graph in sorted(known.keys() - seen):
        target.delete(graph)
        target.update(_forget(notes, graph))
        yield Step(graph, "removed", 0)


def _noted(target: Target, notes: Notes) -> Mapping[str, str]:
    rows = target.select(f"SELECT ?graph ?digest {{ GRAPH <{notes.graph}> {{ ?graph <{notes.says}> ?digest }} }}")
    return {str(row["graph"]): str(row["digest"]) for row in rows.sorted_by()}


def _forget(notes: Notes, graph: str) -> str:
    return f"DELETE WHERE {{ GRAPH <{notes.graph}> {{ <{graph}> <{notes.says}> ?digest }} }}"


def _bring(target: Target, graph: str, triples: Sequence[str]) -> None:
    body = "".join(triples).encode()
    try:
        for _ in ox.parse(body, ox.RdfFormat.N_TRIPLES):
            pass
    except SyntaxError as error:
        raise GraphError(f"{graph}: not brought, for it is no RDF ({error}); build the graph again") from error
    before = target.count(graph)
    try:
        target.put(graph, body)
        if (found := target.count(graph)) != len(triples):
            raise StoreError(f"{found} of {len(triples)} statements arrived")
    except PolicyKGError as error:
        state = _whole_or_nothing(target, graph, {0, before, len(triples)})
        raise StoreError(f"{graph}: not brought ({error}); {state}; push again to go on") from error


def _whole_or_nothing(target: Target, graph: str, whole: Container[int]) -> str:
    """Take away what is neither the old document nor the new one; say how the server stands."""
    state, misses = "the server holds it whole or not at all", 0
    for _ in range(TRIES):
        try:
            if _settled(target, graph) in whole:
                return state
            target.delete(graph)
            state = "what arrived was taken away"
        except PolicyKGError:
            if (misses := misses + 1) == MISSES:
                return "the server cannot be asked what it holds of it"
            time.sleep(PAUSE)
    return "the server keeps only a part of it"


def _settled(target: Target, graph: str) -> int:
    """Return how many statements a graph has, once that does not change any more."""
    found = target.count(graph)
    for _ in range(TRIES):
        time.sleep(PAUSE)
        if (now := target.count(graph)) == found:
            break
        found = now
    return found


def _by_graph(nquads: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for graph, lines in itertools.groupby(map(_split, nquads), key=lambda pair: pair[0]):
        yield graph, [triple for _, triple in lines]


def _split(line: str) -> tuple[str, str]:
    r"""Return graph and triple of a line as ``policykg.rdf.nquads`` writes it.

    >>> _split('<a> <b> "c d" <g> .')
    ('g', '<a> <b> "c d" .\n')
    """
    triple, _, graph = line.rstrip().removesuffix(" .").rpartition(" ")
    if graph[:1] != "<":
        raise GraphError(f"not a statement of a named graph: {line.strip()[:80]}; build the graph again")
    return graph[1:-1], triple + " .\n"
