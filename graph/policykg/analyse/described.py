"""All that a store says of a named graph, node by node, read in pieces that servers do not cut off."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from policykg.errors import StoreError
from policykg.rdf.vocab import CODE, KINDS, POL, Ext
from policykg.store import Store, Term

PIECE = 5000
"""Statements asked for at one time: below the least limit of rows that servers are shipped with (Virtuoso: 10,000)."""


class Node:
    """What is said of one node: values by property, in the order of their terms."""

    __slots__ = ("_said", "iri")

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self._said: dict[str, list[Term]] = {}

    def add(self, term: str, value: Term) -> None:
        """Add a value of a property."""
        self._said.setdefault(term, []).append(value)

    def all(self, term: str) -> list[str]:
        """Return the values of a property as text, in order."""
        return [t.value for t in sorted(self._said.get(term, ()), key=Term.sort_key)]

    def text(self, term: str, lang: str = "") -> str:
        """Return the first value of a property as text (in a language, if one is given), "" when there is none."""
        found = [t for t in self._said.get(term, ()) if not lang or t.lang == lang]
        return min(found, key=Term.sort_key).value if found else ""

    def code(self, term: str) -> str:
        """Return the value of a property whose values are concepts or absences, as ``policykg.model`` has it."""
        return self.text(term).removeprefix(CODE).removeprefix(POL)

    def whole(self, term: str) -> int:
        """Return a number without fraction, 0 when there is none."""
        return int(self.text(term) or 0)

    def number(self, term: str) -> float | None:
        """Return a number, None when there is none."""
        value = self.text(term)
        return float(Decimal(value)) if value else None

    def true(self, term: str) -> bool:
        """Tell whether a property is true."""
        return self.text(term) in ("true", "1")

    def is_a(self, kind: str) -> bool:
        """Tell whether the node is of a class."""
        return any(t.value == kind for t in self._said.get(Ext.TYPE, ()))


class Nodes:
    """The nodes of some named graphs by IRI, and by kind and key."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._nodes: dict[str, Node] = {}
        self._none = Node("")

    def add(self, subject: str, term: str, value: Term) -> None:
        """Add a statement."""
        if (node := self._nodes.get(subject)) is None:
            node = self._nodes[subject] = Node(subject)
        node.add(term, value)

    def get(self, iri: str) -> Node:
        """Return a node; one of which nothing is said when it is not there."""
        return self._nodes.get(iri, self._none)

    def of_kind(self, kind: str) -> Iterator[tuple[str, Node]]:
        """Yield the nodes of a kind (see ``vocab.KINDS``) with their keys, in the order that people count in."""
        start = self.base + KINDS[kind]
        found = [(Term(i.removeprefix(start)), n) for i, n in self._nodes.items() if i.startswith(start)]
        return ((key.value, node) for key, node in sorted(found, key=lambda x: x[0].sort_key()))

    def key(self, iri: str) -> str:
        """Return the key of one of our IRIs: what follows its kind; "" for no IRI."""
        return iri.removeprefix(self.base).partition("/")[2]


def nodes_of(store: Store, graph: str, base: str) -> Nodes:
    """Read a named graph; raise StoreError when the store does not give all of it."""
    found, count = Nodes(base), 0
    held = _count(store, f"GRAPH <{graph}> {{ ?s ?p ?o }}")
    for term in _terms(store, graph) if held > PIECE else ("",):
        said, columns = (f"<{term}>", "?s ?o") if term else ("?p", "?s ?p ?o")
        for row in store.select(f"SELECT {columns} {{ GRAPH <{graph}> {{ ?s {said} ?o }} }}").rows:
            subject, value = row[0], row[-1]
            predicate = term or (row[1].value if row[1] else "")
            if subject is not None and value is not None:
                found.add(subject.value, predicate, value)
                count += 1
    if count != held:
        raise StoreError(f"{graph}: the store gave {count} of {held} statements; raise its limit of rows")
    return found


def _terms(store: Store, graph: str) -> list[str]:
    return [str(p) for p in store.select(f"SELECT DISTINCT ?p {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").column("p")]


def _count(store: Store, where: str) -> int:
    return int(str(store.select(f"SELECT (COUNT(*) AS ?n) {{ {where} }}").column("n")[0]))
