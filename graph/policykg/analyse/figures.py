"""Counts of a graph, for its description."""

from __future__ import annotations

from collections.abc import Mapping

from policykg.rdf.catalog import Figures
from policykg.store import Graph

_GRAPHS = "SELECT ?name (COUNT(*) AS ?n) { GRAPH ?name { ?s ?p ?o } } GROUP BY ?name"
_CLASSES = "SELECT ?name (COUNT(DISTINCT ?s) AS ?n) { ?s a ?name } GROUP BY ?name"
_PROPERTIES = "SELECT ?name (COUNT(*) AS ?n) { ?s ?name ?o } GROUP BY ?name"
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"


def figures_of(graph: Graph) -> Figures:
    """Count the statements of a graph by named graph, class and property."""
    graphs = _counts(graph, _GRAPHS)
    (subjects,) = graph.select(_SUBJECTS).column("n")
    return Figures(
        sum(graphs.values()), graphs, _counts(graph, _CLASSES), _counts(graph, _PROPERTIES), int(str(subjects))
    )


def _counts(graph: Graph, query: str) -> Mapping[str, int]:
    return {str(row["name"]): int(str(row["n"])) for row in graph.select(query).sorted_by() if row["name"]}
