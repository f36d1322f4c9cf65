"""A trace as one graph: every card once, whatever leads to it, with what its items are aligned with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from policykg.analyse.facts import ask, text_of
from policykg.analyse.trace import Node, Trace, trace
from policykg.store import Store

PARTNERS = 20
"""How many aligned items are added at most, the best score first."""

ALONE = 12
"""A trace of more items than this (a whole paper) is shown without what they are aligned with."""

_BODIES = ("agency", "group", "unresolved")


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A relation between two cards, by IRI: ``lower`` hangs on ``upper`` (of aligned items the order says nothing)."""

    lower: str
    upper: str
    relation: str
    quote: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Dag:
    """Cards (without their branches) and relations; ``starts`` are the IRIs that were asked for, ``more`` left out."""

    start: str
    starts: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    more: int = 0


def dag(graph: Store, found: Trace) -> Dag:
    """Return a trace as a graph, in the order in which the trees name the cards; aligned items bring what is above them."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str, str], Edge] = {}
    for root in found.nodes:
        # what stands above a body is that of its items, which are below it
        _walk(replace(root, up=()) if root.kind in _BODIES else root, nodes, edges, both=True)
    own = [n.iri for n in nodes.values() if n.kind == "item"]
    starts = tuple(r.iri for r in found.nodes)
    asked = [s for s in starts if s in own] or own
    pairs = _aligned(graph, asked) if len(asked) <= ALONE else ()
    partners = list(dict.fromkeys(x for p in pairs for x in (p.lower, p.upper) if x not in nodes))
    for partner in partners[:PARTNERS]:
        for root in trace(graph, partner).nodes:
            _walk(root, nodes, edges, both=False)
    for pair in pairs:
        if pair.lower in nodes and pair.upper in nodes:
            edges.setdefault((pair.lower, pair.upper, pair.relation), pair)
    more = found.more + max(0, len(partners) - PARTNERS)
    return Dag(found.start, starts, tuple(nodes.values()), tuple(edges.values()), more)


def _walk(node: Node, nodes: dict[str, Node], edges: dict[tuple[str, str, str], Edge], both: bool) -> None:
    nodes.setdefault(node.iri, replace(node, up=(), down=(), relation="", evidence=None))
    for above in node.up:
        quote = above.evidence.quote if above.evidence else ""
        edges.setdefault((node.iri, above.iri, above.relation), Edge(node.iri, above.iri, above.relation, quote))
        _walk(above, nodes, edges, both)
    for below in node.down if both else ():
        quote = below.evidence.quote if below.evidence else ""
        if below.relation != "part_of":  # the card's label says it
            edges.setdefault((below.iri, node.iri, below.relation), Edge(below.iri, node.iri, below.relation, quote))
        _walk(below, nodes, edges, both)


def _aligned(graph: Store, nodes: Iterable[str]) -> tuple[Edge, ...]:
    """Return the alignments that begin or end at items, the best score first, each once."""
    wanted = tuple(nodes)
    found: dict[tuple[str, str], Edge] = {}
    for here, there in (("item", "alignedItem"), ("alignedItem", "item")):
        where = f"?a a pol:Alignment ; pol:{here} ?it ; pol:{there} ?other ; pol:score ?score ."
        for row in ask(graph, where, "?it ?other ?score", wanted) if wanted else ():
            pair = (str(row["it"]), str(row["other"])) if here == "item" else (str(row["other"]), str(row["it"]))
            found[pair] = Edge(*pair, "aligned", "", float(text_of(row["score"])))
    return tuple(sorted(found.values(), key=lambda e: (-(e.score or 0), e)))
