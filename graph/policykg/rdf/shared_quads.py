"""Statements about what no single paper owns: bodies, places, functions, sources, cited papers, upper items.

They stand once, in the shared graph, because a triple in two graphs counts twice in the union.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykg.model import Place, Source
from policykg.rdf import nquads
from policykg.rdf.context import TYPE, Context, Node, bodies, concept, dated, in_order, optional
from policykg.rdf.function_quads import function_triples
from policykg.rdf.nquads import Triple
from policykg.rdf.vocab import BODY_CLASSES, DIRECT_ROLES, PLACE_CLASSES, Ext, Pol, code
from policykg.records import Agency, CitedDocument, Corpus, DocumentInfo, Succession, Upstream


def shared_triples(corpus: Corpus, ctx: Context) -> Iterator[Triple]:
    """Yield the shared facts of a corpus, the ontology excepted; duplicates may occur."""
    agencies = bodies(corpus)
    for agency in agencies.values():
        yield from _agency(agency, ctx)
    yield from _printed_names(corpus, ctx)
    if agencies:
        yield from function_triples({a.function for a in agencies.values() if a.function}, ctx)
    for succession in corpus.successions:
        yield from _succession(succession, ctx)
    for place in corpus.places:
        yield from _place(place, ctx)
    for source in _sources(corpus):
        yield from _source(source, ctx)
    yield from _projects(corpus, ctx)
    yield from _cited_documents(corpus, ctx)
    yield from _upper_items(corpus, ctx)


def _agency(agency: Agency, ctx: Context) -> Iterator[Triple]:
    node = ctx.node("agency", agency.key)
    yield node, TYPE, nquads.ref(BODY_CLASSES[agency.kind])
    yield node, nquads.ref(Ext.PREF_LABEL), nquads.label(agency.label or agency.name)
    if agency.label and agency.label != agency.name:
        yield node, nquads.ref(Ext.ALT_LABEL), nquads.label(agency.name)
    yield node, nquads.ref(Pol.SHORT_NAME), nquads.text(agency.name)
    if agency.jurisdiction:
        yield node, nquads.ref(Pol.JURISDICTION), ctx.node("place", agency.jurisdiction)
    if agency.function:
        yield node, nquads.ref(Pol.FUNCTION), ctx.node("function", agency.function)
    for member in agency.members:
        yield node, nquads.ref(Ext.ORG_HAS_MEMBER), ctx.node("agency", member)
    if agency.parent:
        yield node, nquads.ref(Ext.ORG_SUB_ORGANIZATION_OF), ctx.node("agency", agency.parent)


def _printed_names(corpus: Corpus, ctx: Context) -> Iterator[Triple]:
    """Give each body all the names under which papers print it, damaged ones excepted."""
    for record in corpus.records:
        for a in (*record.roles, *(record.upstream.roles if record.upstream else ())):
            if a.printed and not a.repair and a.agency.kind == "agency" and a.printed != a.agency.label:
                yield ctx.node("agency", a.agency.key), nquads.ref(Ext.ALT_LABEL), nquads.label(a.printed)


def _succession(succession: Succession, ctx: Context) -> Iterator[Triple]:
    """Say which body became which, the short way and as an event with date, kind and reform."""
    old, new = ctx.node("agency", succession.old_key), ctx.node("agency", succession.new_key)
    node = ctx.node("change", f"{succession.old_key}.{succession.new_key}")
    yield old, nquads.ref(Pol.SUCCEEDED_BY), new
    yield node, TYPE, nquads.ref(Ext.ORG_CHANGE_EVENT)
    yield node, nquads.ref(Ext.ORG_ORIGINAL_ORGANIZATION), old
    yield node, nquads.ref(Ext.ORG_RESULTING_ORGANIZATION), new
    yield node, nquads.ref(Ext.DCT_TYPE), nquads.text(succession.kind)
    yield node, nquads.ref(Ext.DCT_SOURCE), nquads.text(succession.source)
    yield from dated(node, Ext.DATE, succession.date)


def _place(place: Place, ctx: Context) -> Iterator[Triple]:
    node = ctx.node("place", place.code)
    yield node, TYPE, nquads.ref(PLACE_CLASSES[place.kind])
    # a former division whose code was given anew is 500110-2011 here, but 500110 in GB/T 2260
    identifier = place.code if place.kind == "zone" else place.code.partition("-")[0]
    yield node, nquads.ref(Ext.IDENTIFIER), nquads.text(identifier)
    yield node, nquads.ref(Ext.PREF_LABEL), nquads.label(place.name)
    if place.short and place.short != place.name:
        yield node, nquads.ref(Ext.ALT_LABEL), nquads.label(place.short)
    if place.parent:
        yield node, nquads.ref(Pol.WITHIN), ctx.node("place", place.parent)
    for code_after in place.successor.split(";"):
        if code_after:
            yield node, nquads.ref(Pol.SUCCEEDED_BY), ctx.node("place", code_after)
    yield from dated(node, Pol.START_DATE, place.start)
    yield from dated(node, Pol.END_DATE, place.end)


def _sources(corpus: Corpus) -> Iterator[Source]:
    for document in corpus.documents:
        yield from document.sources
    for record in corpus.records:
        yield record.source
        yield from (a.source for a in record.attested_by)


def _source(source: Source, ctx: Context) -> Iterator[Triple]:
    node = ctx.source(source)
    yield node, TYPE, nquads.ref(Pol.SOURCE_CLASS)
    yield node, nquads.ref(Pol.PATH), nquads.text(source.path)
    yield node, nquads.ref(Pol.SHA256), nquads.text(source.sha256)
    yield from optional(node, Ext.FORMAT, source.format)


def _projects(corpus: Corpus, ctx: Context) -> Iterator[Triple]:
    for record in corpus.records:
        for project in record.projects:
            node = ctx.project(record, project.name)
            yield node, TYPE, nquads.ref(Pol.PROJECT)
            yield node, nquads.ref(Ext.PREF_LABEL), nquads.label(project.name)


def _cited_documents(corpus: Corpus, ctx: Context) -> Iterator[Triple]:
    """Describe the papers that are named but not read; each by its best description, whatever the input order."""
    best: dict[str, CitedDocument] = {}
    for cites in (*(d.cites for d in corpus.documents), *(r.cites for r in corpus.records)):
        for cited in cites:
            if cited.key not in ctx.documents and (cited.key not in best or _rank(cited) > _rank(best[cited.key])):
                best[cited.key] = cited
    upper = {r.upstream.document for r in corpus.records if r.upstream and r.upstream.document}
    for key in best.keys() | upper - ctx.documents.keys():
        node = ctx.node("doc", key)
        yield node, TYPE, nquads.ref(Pol.POLICY_DOCUMENT)
        if key in best:
            yield from optional(node, Ext.ELI_ID_LOCAL, best[key].number)
            yield from optional(node, Ext.ELI_TITLE, best[key].title)
            yield from optional(node, Pol.ISSUER_NAME, best[key].issuer)
            yield from told_by_name(node, best[key], ctx)


def told_by_name(node: Node, paper: CitedDocument | DocumentInfo, ctx: Context) -> Iterator[Triple]:
    """Yield who issued a paper, for where and at which level; read or only named."""
    if paper.issuer_key:
        yield node, nquads.ref(Ext.ELI_PASSED_BY), ctx.node("agency", paper.issuer_key)
    if paper.jurisdiction:
        yield node, nquads.ref(Ext.ELI_JURISDICTION), ctx.node("place", paper.jurisdiction)
    if paper.level:
        yield concept(node, Pol.LEVEL, code(paper.level))


def _rank(cited: CitedDocument) -> tuple[bool, bool, bool, int, str, str, str, str, str]:
    known = bool(cited.issuer_key), bool(cited.jurisdiction)
    named = cited.title, cited.number, cited.issuer, cited.issuer_key, cited.jurisdiction
    return bool(cited.number), *known, len(cited.title), *named


def _upper_items(corpus: Corpus, ctx: Context) -> Iterator[Triple]:
    """Describe upper-level items that are only known from quotes, and who leads and assists them.

    Where several papers quote one item, its text is that of the first paper by key and place; each
    ``pol:Derivation`` keeps its own quote. What the upper paper itself says, when it was read, is not repeated.
    """
    told: set[str] = set()
    for record in in_order(corpus.records):
        if (upper := record.upstream) is None or upper.kind == "aligned":
            continue
        node = ctx.node("item", upper.key)
        if upper.key not in ctx.records and upper.key not in told:
            told.add(upper.key)
            yield from _upper_item(node, upper, ctx)
        own = ctx.records.get(upper.key)
        said = {(a.agency.key, a.role) for a in own.roles} if own else set()
        for a in upper.roles:
            if (a.agency.key, a.role) not in said:
                yield ctx.node("agency", a.agency.key), nquads.ref(DIRECT_ROLES[a.role]), node


def _upper_item(node: Node, upper: Upstream, ctx: Context) -> Iterator[Triple]:
    yield node, TYPE, nquads.ref(Pol.POLICY_ITEM)
    yield from optional(node, Pol.ORDINAL, upper.ordinal)
    yield from optional(node, Pol.TEXT, upper.text)
    if upper.document:
        yield node, nquads.ref(Ext.ELI_IS_PART_OF), ctx.node("doc", upper.document)
