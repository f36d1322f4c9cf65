"""The ontology as values: its terms in the order of the file, its code lists, and itself in every RDF form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, URIRef

from policykg import resources
from policykg.rdf import catalog, vocab
from policykg.rdf.vocab import ONTOLOGY, POL

Texts = Mapping[str, str]

_FILES = ("policy.ttl", "roles.ttl", "examples.ttl")
_TERM = re.compile(r"^pol:(\w+) a ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OntologyTerm:
    """A class or property; other terms by IRI. ``kind``: class, relation (to a node) or attribute (to a value)."""

    iri: str
    kind: str
    label: Texts
    comment: Texts
    above: tuple[str, ...]
    disjoint: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    examples: tuple[str, ...]
    deprecated: bool = False

    @property
    def name(self) -> str:
        """The local name."""
        return self.iri.removeprefix(POL)


@dataclass(frozen=True, slots=True)
class Concept:
    """An entry of a code list; ``notation`` is the value that exports write."""

    iri: str
    label: Texts
    definition: Texts
    notation: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list with its entries in order of their IRIs."""

    iri: str
    label: Texts
    definition: Texts
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """The ontology: its header, terms in the order of the file, code lists."""

    version: str
    version_iri: str
    title: Texts
    comment: Texts
    licence: str
    changes: tuple[Texts, ...]
    rules: Texts
    terms: tuple[OntologyTerm, ...]
    lists: tuple[CodeList, ...]


@cache
def ontology_graph() -> rdflib.Graph:
    """Return the ontology and its code lists as one graph; do not change it."""
    graph = rdflib.Graph()
    for name in _FILES:
        graph.parse(data=resources.read_text("ontology", name), format="turtle")
    return graph


def ontology_written(form: str = "ttl") -> bytes:
    """Return the ontology with its code lists as ttl, nt, jsonld or rdfxml."""
    return catalog.written(ontology_graph(), form)


@cache
def load_ontology() -> Ontology:
    """Read the packaged ontology.

    >>> leads = next(t for t in load_ontology().terms if t.name == "leads")
    >>> leads.kind, leads.label["zh"], leads.label["en"]
    ('relation', '牵头', 'leads')
    """
    graph, own = ontology_graph(), URIRef(ONTOLOGY)
    names = _TERM.findall(resources.read_text("ontology", _FILES[0]))
    schemes = sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str)
    by_version: dict[str, dict[str, str]] = {}
    for note in graph.objects(own, SKOS.changeNote):
        by_version.setdefault(re.split("[:：]", str(note))[0], {})[_lang(note)] = str(note)
    return Ontology(
        str(graph.value(own, OWL.versionInfo)),
        str(graph.value(own, OWL.versionIRI)),
        _texts(graph, own, DCTERMS.title),
        _texts(graph, own, RDFS.comment),
        str(graph.value(own, DCTERMS.license)),
        tuple(by_version[v] for v in sorted(by_version, reverse=True)),
        _texts(graph, own, SKOS.editorialNote),
        tuple(_term(graph, URIRef(POL + name)) for name in names),
        tuple(_list(graph, s) for s in schemes),
    )


_KINDS = {OWL.Class: "class", OWL.ObjectProperty: "relation", OWL.DatatypeProperty: "attribute"}


def _term(graph: rdflib.Graph, node: URIRef) -> OntologyTerm:
    def iris(*predicates: URIRef) -> tuple[str, ...]:
        return tuple(sorted(str(o) for p in predicates for o in graph.objects(node, p)))

    kinds = [k for t, k in _KINDS.items() if (node, RDF.type, t) in graph]
    return OntologyTerm(
        str(node),
        kinds[0] if kinds else "individual",
        _texts(graph, node, RDFS.label),
        _texts(graph, node, RDFS.comment),
        iris(RDFS.subClassOf, RDFS.subPropertyOf),
        iris(OWL.disjointWith),
        iris(RDFS.domain),
        iris(RDFS.range),
        iris(SKOS.example),
        bool(graph.value(node, OWL.deprecated)),
    )


def _list(graph: rdflib.Graph, scheme: rdflib.term.Node) -> CodeList:
    concepts = sorted(graph.subjects(SKOS.inScheme, scheme), key=str)
    return CodeList(
        str(scheme),
        _texts(graph, scheme, SKOS.prefLabel),
        _texts(graph, scheme, SKOS.definition),
        tuple(
            Concept(
                str(c),
                _texts(graph, c, SKOS.prefLabel),
                _texts(graph, c, SKOS.definition),
                str(graph.value(c, SKOS.notation) or ""),
            )
            for c in concepts
        ),
    )


def _texts(graph: rdflib.Graph, node: rdflib.term.Node, predicate: URIRef) -> Texts:
    return {_lang(o): str(o) for o in graph.objects(node, predicate)}


def _lang(text: rdflib.term.Node) -> str:
    return (text.language or "") if isinstance(text, rdflib.Literal) else ""


def short(iri: str) -> str:
    """Return the prefixed name of a term of any vocabulary.

    >>> short(POL + "leads")
    'pol:leads'
    """
    for prefix, namespace in vocab.VOCABULARIES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
