"""Statements that one paper makes: its identity, its citations and all of its items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policykg.model import Source
from policykg.rdf import nquads
from policykg.rdf.context import TYPE, Context, Evidence, Node, concept, dated, in_order, optional, quantities
from policykg.rdf.item_quads import assignment_triples, derivation_triples, item_triples, quantity_triples
from policykg.rdf.nquads import Triple
from policykg.rdf.people_quads import people_triples
from policykg.rdf.shared_quads import told_by_name
from policykg.rdf.vocab import CITATIONS, Ext, Pol, code
from policykg.records import CitedDocument, DocumentInfo, Record


def document_triples(document: DocumentInfo, records: Iterable[Record], ctx: Context) -> Iterator[Triple]:
    """Yield the statements of one paper's named graph; duplicates may occur."""
    yield from _document(document, ctx)
    ordered = in_order(records)
    for record in ordered:
        yield from item_triples(record, ctx)
        yield from _citations(ctx.node("item", record.key), record.key, record.cites, record.source, ctx)
        yield from people_triples(record, ctx)
        if record.upstream is not None and record.upstream.kind != "aligned":
            yield from derivation_triples(record, record.upstream, ctx)
    yield from _upper_assignments(ordered, ctx)
    for key, item, quantity, record in quantities(ordered):
        yield from quantity_triples(key, ctx.node("item", item), quantity, record, ctx)


def link_triples(records: Iterable[Record], ctx: Context) -> Iterator[Triple]:
    """Yield the derivations that no paper states but alignment infers, for the graph of links."""
    for record in records:
        if record.upstream is not None and record.upstream.kind == "aligned":
            yield from derivation_triples(record, record.upstream, ctx)


def _document(document: DocumentInfo, ctx: Context) -> Iterator[Triple]:
    node = ctx.node("doc", document.key)
    yield node, TYPE, nquads.ref(Pol.POLICY_DOCUMENT)
    yield from optional(node, Ext.ELI_ID_LOCAL, document.number)
    yield from optional(node, Ext.ELI_TITLE, document.title)
    # the range of eli:date_document is xsd:date; a paper of which only the year or month is known has pol:date
    yield from dated(
        node, Ext.ELI_DATE_DOCUMENT if len(document.date) == len("2023-02-28") else Pol.DATE, document.date
    )
    yield from optional(node, Pol.ISSUER_NAME, document.issuer)
    yield from told_by_name(node, document, ctx)
    if document.kind:
        yield concept(node, Pol.DOCUMENT_KIND, code(document.kind))
    if document.part_of:
        yield node, nquads.ref(Ext.ELI_IS_PART_OF), ctx.node("doc", document.part_of)
    for source in document.sources:
        yield node, nquads.ref(Pol.SOURCE), ctx.source(source)
    if document.sources:
        yield from _citations(node, document.key, document.cites, document.sources[0], ctx)
    yield from ctx.issues(node, document.key, document.issues)


def _citations(
    citing: Node, key: str, cites: Iterable[CitedDocument], source: Source, ctx: Context
) -> Iterator[Triple]:
    for n, cited in enumerate(cites, 1):
        c = cited.citation
        term, kind = CITATIONS[c.relation]
        target, node = ctx.node("doc", cited.key), ctx.node("citation", f"{key}.{n}")
        yield citing, nquads.ref(term), target
        if c.relation == "changes":
            yield citing, nquads.ref(Ext.ELI_CITES), target
        yield node, TYPE, nquads.ref(Pol.CITATION_EVIDENCE)
        yield node, nquads.ref(Pol.CITING), citing
        yield node, nquads.ref(Pol.CITED), target
        yield concept(node, Pol.CITATION_KIND, kind)
        yield from ctx.evidence(node, Evidence(source, c.start, c.end, c.quote, c.rule, c.score))


def _upper_assignments(ordered: Iterable[Record], ctx: Context) -> Iterator[Triple]:
    """Yield who leads and assists the upper-level items, as this paper prints it; merged cells count once."""
    seen: set[tuple[object, ...]] = set()
    for record in ordered:
        upper = record.upstream
        if upper is None or upper.kind == "aligned":
            continue
        for n, a in enumerate(upper.roles, 1):
            mark = (upper.key, a.agency.key, a.role, a.start, a.end, record.source.sha256)
            if mark not in seen:
                seen.add(mark)
                key = f"{record.key}.upstream.{n}"
                yield from assignment_triples(key, ctx.node("item", upper.key), a, record, ctx)
