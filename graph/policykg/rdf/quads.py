"""A corpus as N-Quads: sorted lines, one named graph a paper, one of shared facts, one of inferred links.

The graph of a paper has the paper's IRI. No triple stands in two graphs, for the union would count it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

import rdflib

from policykg import resources
from policykg.rdf import iri, nquads
from policykg.rdf.alignment_quads import alignment_triples
from policykg.rdf.context import Context
from policykg.rdf.document_quads import document_triples, link_triples
from policykg.rdf.nquads import Triple
from policykg.rdf.shared_quads import shared_triples
from policykg.rdf.vocab import BASE
from policykg.records import Corpus


def corpus_quads(corpus: Corpus, base: str = BASE, *, ontology: bool = True) -> Iterator[str]:
    """Yield the N-Quads lines (without line ends) of a corpus.

    Order: papers by key, then inferred links, then shared facts with the ontology; inside a graph by
    code point. Same corpus, same lines, whatever the order of its parts. Raises InputError when ``base``
    is no base IRI.
    """
    ctx = Context.of(corpus, base)
    for document, records in sorted(corpus.by_document(), key=lambda pair: pair[0].key):
        graph = nquads.ref(iri.iri("doc", document.key, base))
        yield from _lines(document_triples(document, records, ctx), graph)
    links = chain(link_triples(corpus.records, ctx), alignment_triples(corpus.alignments, ctx))
    yield from _lines(links, nquads.ref(iri.links_graph(base)))
    shared = set(_lines(shared_triples(corpus, ctx), nquads.ref(iri.shared_graph(base))))
    yield from sorted(shared.union(ontology_quads(base))) if ontology else sorted(shared)


def ontology_quads(base: str = BASE) -> Iterator[str]:
    """Yield the N-Quads lines of the ontology and its code lists, in the shared graph of ``base``."""
    return _lines(_ontology(), nquads.ref(iri.shared_graph(base)))


def _lines(triples: Iterable[Triple], graph: str) -> Iterator[str]:
    yield from sorted({nquads.line(t, graph) for t in triples})


@cache
def _ontology() -> frozenset[Triple]:
    graph = rdflib.Graph()
    for name in resources.names("ontology", ".ttl"):
        graph.parse(data=resources.read_text("ontology", name), format="turtle")
    return frozenset((_term(s), _term(p), _term(o)) for s, p, o in graph)


def _term(node: rdflib.term.Node) -> str:
    if isinstance(node, rdflib.URIRef):
        return nquads.ref(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return nquads.label(str(node), node.language)
        return nquads.text(str(node)) + (f"^^{nquads.ref(str(node.datatype))}" if node.datatype else "")
    raise TypeError(f"the ontology names all its nodes, but here stands {node!r}")
