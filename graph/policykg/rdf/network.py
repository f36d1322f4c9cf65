"""A corpus as a network: what the viewer draws and what graph tools read.

Node ids are IRIs. Node attributes: ``iri``, ``kind`` (document, item, agency, group, unresolved, place,
project, person, target, funding), ``label`` (short, zh) and ``text`` (what to show beside it, may be "").
Edge attributes: ``relation`` (local name of the term in the ontology), ``quote`` (the words that say so,
"" where the paper's form says it), ``rule`` and ``score`` (1.0 where nothing was inferred); the key of an
edge is its relation and a number.

Relations and directions:

    leads, assists, responsibleFor   body -> item           derivesFrom   item -> upper item
    is_part_of                       item -> document       based_on, cites  document or item -> document
    alignedWith                      item -> item (either order)
    targets, funds                   item -> quantity       concerns      item -> place or project
    passed_by                        document -> body       jurisdiction  document or body -> place
    within                           place -> place         hasMember     group -> body
    holds                            person -> body         participant   item (chronicle) -> person
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx

from policykg.model import Quantity
from policykg.rdf import iri
from policykg.rdf.context import bodies, in_order, quantities
from policykg.rdf.vocab import BASE, DIRECT_ROLES, POL, QUANTITY_CLASSES
from policykg.records import Assignment, CitedDocument, Corpus, DocumentInfo, Record, Upstream

LABEL_LENGTH = 24
_SIGNS = {"=": "", ">=": "≥", "<=": "≤", "~": "约", "range": ""}


@dataclass(frozen=True, slots=True, order=True)
class _Node:
    iri: str
    kind: str
    label: str
    text: str = ""


@dataclass(frozen=True, slots=True, order=True)
class _Edge:
    source: str
    relation: str
    target: str
    quote: str = ""
    rule: str = ""
    score: float = 1.0


def to_networkx(corpus: Corpus, base: str = BASE) -> networkx.MultiDiGraph[str]:
    """Return the corpus as a directed multigraph, nodes and edges in the order of their IRIs.

    An edge whose end no part of the corpus describes (a place outside the lexicon) is left out.
    """
    found = tuple(_walk(corpus, base))
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in sorted({n.iri: n for n in reversed(found) if isinstance(n, _Node)}.values()):
        graph.add_node(node.iri, iri=node.iri, kind=node.kind, label=node.label, text=node.text)
    count: dict[tuple[str, str, str], int] = {}
    for edge in sorted({e for e in found if isinstance(e, _Edge)}):
        if edge.source in graph and edge.target in graph:
            ends = edge.source, edge.relation, edge.target
            count[ends] = count.get(ends, 0) + 1
            graph.add_edge(
                edge.source,
                edge.target,
                key=f"{edge.relation}.{count[ends]}",
                relation=edge.relation,
                quote=edge.quote,
                rule=edge.rule,
                score=edge.score,
            )
    return graph


def _walk(corpus: Corpus, base: str) -> Iterator[_Node | _Edge]:
    """Yield nodes and edges; where two describe one node, the first counts."""
    for place in sorted(corpus.places, key=lambda p: p.code):
        node = iri.iri("place", place.code, base)
        yield _Node(node, "place", place.name)
        if place.parent:
            yield _Edge(node, "within", iri.iri("place", place.parent, base))
    for agency in sorted(bodies(corpus).values(), key=lambda a: a.key):
        node = iri.iri("agency", agency.key, base)
        yield _Node(node, agency.kind, agency.label or agency.name)
        if agency.jurisdiction:
            yield _Edge(node, "jurisdiction", iri.iri("place", agency.jurisdiction, base))
        for member in agency.members:
            yield _Edge(node, "hasMember", iri.iri("agency", member, base))
    owners = {d.key: d for d in corpus.documents}
    for document in sorted(corpus.documents, key=lambda d: d.key):
        yield from _document(document, base)
    records = in_order(corpus.records)
    for record in records:
        yield _Node(iri.iri("item", record.key, base), "item", _item_label(record), record.text)
    for record in records:
        yield from _record(record, owners[record.document], base)
    for pair in (a for a in corpus.alignments if a.accepted):
        relation = "derivesFrom" if pair.derives else "alignedWith"
        ends = iri.iri("item", pair.left, base), iri.iri("item", pair.right, base)
        yield _Edge(ends[0], relation, ends[1], "；".join(sorted(pair.matched)), pair.rule, pair.score)
    for key, item, q, _ in quantities(records):
        node = iri.iri("quantity", key, base)
        yield _Node(node, q.kind, _quantity_label(q), q.quote)
        relation = QUANTITY_CLASSES[q.kind][1].removeprefix(POL)
        yield _Edge(iri.iri("item", item, base), relation, node, q.quote, q.rule, q.score)


def _item_label(record: Record) -> str:
    return f"{record.ordinal} {_short(record.title or record.text)}".strip()


def _short(text: str) -> str:
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1] + "…"


def _document(document: DocumentInfo, base: str) -> Iterator[_Node | _Edge]:
    node = iri.iri("doc", document.key, base)
    yield _Node(node, "document", document.number or _short(document.title), document.title)
    if document.issuer_key:
        yield _Edge(node, "passed_by", iri.iri("agency", document.issuer_key, base))
    if document.jurisdiction:
        yield _Edge(node, "jurisdiction", iri.iri("place", document.jurisdiction, base))
    if document.part_of:
        yield _Edge(node, "is_part_of", iri.iri("doc", document.part_of, base))
    yield from _cites(node, document.cites, base)


def _cites(node: str, cites: tuple[CitedDocument, ...], base: str) -> Iterator[_Node | _Edge]:
    for cited in sorted(cites, key=lambda c: (c.key, c.citation.start)):
        target, c = iri.iri("doc", cited.key, base), cited.citation
        yield _Node(target, "document", cited.number or _short(cited.title), cited.title)
        yield _Edge(node, c.relation, target, c.quote, c.rule, c.score)


def _roles(roles: tuple[Assignment, ...], item: str, base: str) -> Iterator[_Edge]:
    for a in roles:
        relation = DIRECT_ROLES[a.role].removeprefix(POL)
        yield _Edge(iri.iri("agency", a.agency.key, base), relation, item, a.printed, a.rule, a.score)


def _record(record: Record, document: DocumentInfo, base: str) -> Iterator[_Node | _Edge]:
    item = iri.iri("item", record.key, base)
    yield _Edge(item, "is_part_of", iri.iri("doc", record.document, base))
    yield from _roles(record.roles, item, base)
    yield from _cites(item, record.cites, base)
    if record.upstream:
        yield from _upstream(record.upstream, item, base)
    for p in record.places:
        yield _Edge(item, "concerns", iri.iri("place", p.code, base), p.printed, p.rule, p.score)
    for project in record.projects:
        node = iri.project_iri(document.jurisdiction, project.name, base)
        yield _Node(node, "project", project.name)
        yield _Edge(item, "concerns", node, project.name, project.rule, project.score)
    if (a := record.appointment) is not None:
        person = iri.person_iri(record.document, a.person, base)
        yield _Node(person, "person", a.person, f"{a.body}{a.post}")
        yield _Edge(item, "participant", person, record.text, a.rule)
        if a.agency:
            yield _Edge(person, "holds", iri.iri("agency", a.agency, base), a.post, a.rule)
    if record.event is not None:
        for official in record.event.officials:
            person = iri.person_iri(record.document, official.person, base)
            yield _Node(person, "person", official.person, "、".join(official.posts))
            yield _Edge(item, "participant", person, official.person, "chronicle")


def _upstream(upper: Upstream, item: str, base: str) -> Iterator[_Node | _Edge]:
    above = iri.iri("item", upper.key, base)
    yield _Node(above, "item", f"{upper.ordinal} {_short(upper.text)}".strip(), upper.text)
    yield _Edge(item, "derivesFrom", above, upper.text, f"upstream-{upper.kind}", upper.score)
    if upper.kind != "aligned":
        yield from _roles(upper.roles, above, base)
    if upper.document:
        document = iri.iri("doc", upper.document, base)
        yield _Node(document, "document", upper.document)
        yield _Edge(above, "is_part_of", document)


def _quantity_label(q: Quantity) -> str:
    value = f"{q.value:g}" if abs(q.value) < 1e6 else f"{q.value / 1e4:,.10g}万"
    upper = "" if q.value_max is None else f"–{q.value_max:g}"
    return f"{q.indicator} {_SIGNS[q.comparator]}{value}{upper}{q.unit}".strip()
