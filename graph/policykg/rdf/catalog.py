"""What the graph says of itself: service description (W3C SPARQL 1.1), VoID, and DCAT 3 for a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import rdflib
from rdflib import DCTERMS, RDF, XSD, BNode, Literal, URIRef

from policykg.rdf import iri, vocab
from policykg.rdf.vocab import BASE

_SD, _VOID, _DCAT, _SPDX, _FORMATS = (
    rdflib.Namespace(x) for x in (vocab.SD, vocab.VOID, vocab.DCAT, vocab.SPDX, vocab.FORMATS)
)
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
_TITLE = {"zh": "政策知识图谱", "en": "Policy knowledge graph"}
_SAYS = {
    "zh": "中国政府政策文件的知识图谱：谁牵头、谁配合、目标与时限，以及每条陈述的原文依据。",
    "en": "Chinese government policy papers as a graph: who leads, who assists, which targets by when, "
    "and the words behind every statement.",
}
#: Vocabularies that statements of the graph use.
_USED = ("pol", "code", "eli", "org", "prov", "skos", "nif", "dcterms", "foaf")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of a graph: triples in all, of each named graph, of each class and of each property, by IRI."""

    triples: int
    graphs: Mapping[str, int]
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    subjects: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file of a release: name, media type, what it holds, bytes and SHA-256."""

    name: str
    media_type: str
    title: str
    size: int
    sha256: str


def service_description(endpoint: str, figures: Figures, base: str = BASE) -> rdflib.Graph:
    """Return what the endpoint at the address ``endpoint`` understands and holds."""
    graph = _graph()
    service, dataset, default = URIRef(endpoint), BNode("dataset"), BNode("default")
    graph.add((service, RDF.type, _SD.Service))
    graph.add((service, _SD.endpoint, service))
    graph.add((service, _SD.supportedLanguage, _SD.SPARQL11Query))
    graph.add((service, _SD.feature, _SD.UnionDefaultGraph))
    for form in _RESULTS:
        graph.add((service, _SD.resultFormat, _FORMATS[form]))
    graph.add((service, _SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, _SD.Dataset))
    graph.add((dataset, _SD.defaultGraph, default))
    graph.add((default, RDF.type, _SD.Graph))
    graph.add((default, _VOID.triples, Literal(figures.triples)))
    for n, (name, triples) in enumerate(sorted(figures.graphs.items())):
        named, inside = BNode(f"named{n}"), BNode(f"graph{n}")
        graph.add((dataset, _SD.namedGraph, named))
        graph.add((named, RDF.type, _SD.NamedGraph))
        graph.add((named, _SD.name, URIRef(name)))
        graph.add((named, _SD.graph, inside))
        graph.add((inside, RDF.type, _SD.Graph))
        graph.add((inside, _VOID.triples, Literal(triples)))
    _void(graph, URIRef(base + "dataset"), figures, base)
    graph.add((URIRef(base + "dataset"), _VOID.sparqlEndpoint, service))
    return graph


def release_description(
    figures: Figures, files: Iterable[Distribution], version: str, licence: str, citation: str, base: str = BASE
) -> rdflib.Graph:
    """Return the DCAT and VoID description of a release; ``licence`` is an SPDX identifier."""
    graph = _graph()
    dataset = URIRef(base + "dataset")
    graph.add((dataset, RDF.type, _DCAT.Dataset))
    _void(graph, dataset, figures, base)
    graph.add((dataset, DCTERMS.license, URIRef(vocab.SPDX_LICENCES + licence)))
    graph.add((dataset, DCTERMS.bibliographicCitation, Literal(citation)))
    graph.add((dataset, _DCAT.version, Literal(version)))
    graph.add((dataset, DCTERMS.language, Literal("zh")))
    for file in files:
        node = BNode("file-" + iri.slug(file.name))
        graph.add((dataset, _DCAT.distribution, node))
        graph.add((node, RDF.type, _DCAT.Distribution))
        graph.add((node, DCTERMS.title, Literal(file.title, lang="en")))
        graph.add((node, _DCAT.downloadURL, URIRef(file.name)))
        graph.add((node, _DCAT.mediaType, URIRef(vocab.MEDIA_TYPES + file.media_type)))
        graph.add((node, _DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)))
        checksum = BNode("checksum-" + iri.slug(file.name))
        graph.add((node, _SPDX.checksum, checksum))
        graph.add((checksum, RDF.type, _SPDX.Checksum))
        graph.add((checksum, _SPDX.algorithm, _SPDX.checksumAlgorithm_sha256))
        graph.add((checksum, _SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)))
    return graph


_WRITERS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdfxml": "xml"}


def written(graph: rdflib.Graph, form: str = "ttl") -> bytes:
    """Return a description or an ontology as UTF-8 bytes of ttl, nt, jsonld or rdfxml."""
    return graph.serialize(format=_WRITERS[form], encoding="utf-8")


def _graph() -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in {
        "sd": vocab.SD, "void": vocab.VOID, "dcat": vocab.DCAT, "formats": vocab.FORMATS, "spdx": vocab.SPDX,
        **{p: vocab.VOCABULARIES[p] for p in ("pol", "dcterms", "foaf", "rdf", "rdfs", "xsd", "owl")},
    }.items():  # fmt: skip
        graph.bind(prefix, namespace)
    return graph


def _void(graph: rdflib.Graph, dataset: URIRef, figures: Figures, base: str) -> None:
    graph.add((dataset, RDF.type, _VOID.Dataset))
    for lang, title in _TITLE.items():
        graph.add((dataset, DCTERMS.title, Literal(title, lang=lang)))
        graph.add((dataset, DCTERMS.description, Literal(_SAYS[lang], lang=lang)))
    graph.add((dataset, _VOID.triples, Literal(figures.triples)))
    graph.add((dataset, _VOID.distinctSubjects, Literal(figures.subjects)))
    graph.add((dataset, _VOID.classes, Literal(len(figures.classes))))
    graph.add((dataset, _VOID.properties, Literal(len(figures.properties))))
    graph.add((dataset, _VOID.uriSpace, Literal(base)))
    for prefix in _USED:
        graph.add((dataset, _VOID.vocabulary, URIRef(vocab.VOCABULARIES[prefix])))
    for n, (name, count) in enumerate(sorted(figures.classes.items())):
        part = BNode(f"class{n}")
        graph.add((dataset, _VOID.classPartition, part))
        graph.add((part, _VOID["class"], URIRef(name)))
        graph.add((part, _VOID.entities, Literal(count)))
    for n, (name, count) in enumerate(sorted(figures.properties.items())):
        part = BNode(f"property{n}")
        graph.add((dataset, _VOID.propertyPartition, part))
        graph.add((part, _VOID.property, URIRef(name)))
        graph.add((part, _VOID.triples, Literal(count)))
