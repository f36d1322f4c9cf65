"""What the network page shows, as a file for other tools."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from policykg.analyse.neighbours import Dot, Tie


def gexf(dots: Iterable[Dot], ties: Iterable[Tie]) -> bytes:
    """Return nodes and relations as GEXF 1.2; the same picture gives the same bytes."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for dot in dots:
        graph.add_node(dot.iri, label=_printable(dot.label), kind=dot.kind)
    for n, tie in enumerate(ties):
        graph.add_edge(tie.source, tie.target, key=n, id=str(n), relation=tie.relation)
    lines = nx.generate_gexf(graph, version="1.2draft")
    # networkx writes the day of writing into the file
    return "\n".join(
        line for line in lines if "<meta " not in line and "</meta>" not in line and "<creator>" not in line
    ).encode()


def _printable(text: str) -> str:
    """Leave out what XML 1.0 cannot say."""
    return "".join(c for c in text if c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
