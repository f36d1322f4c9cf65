"""What every statement of one corpus needs to know: base IRI, source texts, keys, and how evidence reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from policykg.errors import ISSUES
from policykg.model import Issue, Quantity, Region, Source
from policykg.rdf import iri, nquads
from policykg.rdf.nquads import Triple
from policykg.rdf.regions import boxes, fragment
from policykg.rdf.vocab import BASE, Code, Ext, Pol
from policykg.records import Agency, Corpus, DocumentInfo, Record

Node = str  # an IRI term, in angle brackets

TYPE = nquads.ref(Ext.TYPE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement stands and who says so. ``anchor`` stands in for the source text when that is not at hand."""

    source: Source
    start: int
    end: int
    anchor: str
    rule: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """A corpus seen from the graph: texts by SHA-256, keys of documents and items, records by item key."""

    base: str
    texts: dict[str, str] = field(repr=False)
    documents: dict[str, DocumentInfo] = field(repr=False)
    records: dict[str, Record] = field(repr=False)
    regions: dict[str, tuple[Region, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, corpus: Corpus, base: str = BASE) -> Context:
        """Make the context of a corpus; raises InputError when ``base`` is no base IRI."""
        return cls(
            iri.check_base(base),
            {source.sha256: text for source, text in corpus.texts},
            {d.key: d for d in corpus.documents},
            {r.key: r for r in corpus.records},
            dict(corpus.regions),
        )

    def node(self, kind: str, key: str) -> Node:
        """Return the term of the node of ``kind`` (a key of ``vocab.KINDS``)."""
        return nquads.ref(iri.iri(kind, key, self.base))

    def source(self, source: Source) -> Node:
        """Return the term of a source file."""
        return nquads.ref(iri.source_iri(source.sha256, self.base))

    def project(self, record: Record, name: str) -> Node:
        """Return the term of a project that ``record`` names: one a jurisdiction."""
        owner = self.documents.get(record.document)
        return nquads.ref(iri.project_iri(owner.jurisdiction if owner else "", name, self.base))

    def evidence(self, node: Node, e: Evidence) -> Iterator[Triple]:
        """Say where ``node`` stands: span, words, file, rule and, where there is one, score.

        ``nif:anchorOf`` is the source text between the indices, as read; white space included.
        """
        text = self.texts.get(e.source.sha256, "")
        yield node, nquads.ref(Ext.NIF_BEGIN_INDEX), nquads.integer(e.start)
        yield node, nquads.ref(Ext.NIF_END_INDEX), nquads.integer(e.end)
        yield node, nquads.ref(Ext.NIF_ANCHOR_OF), nquads.text(text[e.start : e.end] or e.anchor)
        yield node, nquads.ref(Pol.SOURCE), self.source(e.source)
        yield node, nquads.ref(Pol.RULE), nquads.text(e.rule)
        if e.score is not None:
            yield node, nquads.ref(Pol.SCORE), nquads.decimal(e.score)
        yield from self.printed(node, e.source, e.start, e.end)

    def printed(self, node: Node, source: Source, start: int, end: int) -> Iterator[Triple]:
        """Say on which pages and where on them a span is printed, when the source has pages."""
        for box in boxes(self.regions.get(source.sha256, ()), start, end):
            yield node, nquads.ref(Pol.PAGE), nquads.integer(box[0])
            yield node, nquads.ref(Pol.REGION), nquads.text(fragment(box))

    def issues(self, node: Node, key: str, found: Iterable[Issue]) -> Iterator[Triple]:
        """Say what a reader must know about ``node``, with code, severity, place and text in zh and en."""
        for n, issue in enumerate(found, 1):
            it = self.node("issue", f"{key}.{n}")
            yield node, nquads.ref(Pol.ISSUE), it
            yield it, TYPE, nquads.ref(Pol.ISSUE_CLASS)
            yield it, nquads.ref(Pol.ISSUE_CODE), nquads.text(issue.code)
            yield it, nquads.ref(Pol.PATH), nquads.text(issue.path)
            if issue.line:
                yield it, nquads.ref(Pol.LINE), nquads.integer(issue.line)
            if issue.end > issue.start:
                yield it, nquads.ref(Ext.NIF_BEGIN_INDEX), nquads.integer(issue.start)
                yield it, nquads.ref(Ext.NIF_END_INDEX), nquads.integer(issue.end)
            if (kind := ISSUES.get(issue.code)) is not None:
                yield it, nquads.ref(Pol.SEVERITY), nquads.text(kind.severity)
                yield it, nquads.ref(Pol.MESSAGE), nquads.label(kind.zh.format(*issue.values), "zh")
                yield it, nquads.ref(Pol.MESSAGE), nquads.label(kind.en.format(*issue.values), "en")


def bodies(corpus: Corpus) -> dict[str, Agency]:
    """Return all bodies of a corpus by key: those listed, and those that only a record names."""
    found: dict[str, Agency] = {}
    for record in sorted(corpus.records, key=lambda r: r.key):
        roles = record.roles + (record.upstream.roles if record.upstream else ())
        found.update((a.agency.key, a.agency) for a in roles)
    found.update((a.key, a) for a in corpus.agencies)
    return found


def in_order(records: Iterable[Record]) -> list[Record]:
    """Return records in document order: papers by key, items by place in the text."""
    return sorted(records, key=lambda r: (r.document, r.start, r.end, r.key))


def quantities(records: Iterable[Record]) -> Iterator[tuple[str, str, Quantity, Record]]:
    """Yield (own key, key of its item, quantity, record that holds it) of records in document order.

    A quantity of the upper-level column belongs to the upper-level item; what rows share because their
    upper-level cells are merged comes once.
    """
    seen: set[tuple[str, str, Quantity]] = set()
    for record in records:
        for n, q in enumerate(record.quantities, 1):
            item = record.upstream.key if q.column == "upstream" and record.upstream else record.key
            if (record.document, item, q) not in seen or item == record.key:
                seen.add((record.document, item, q))
                yield f"{record.key}.{n}", item, q, record


def optional(node: Node, term: str, value: str) -> Iterator[Triple]:
    """Yield a string property, unless the string is empty."""
    if value:
        yield node, nquads.ref(term), nquads.text(value)


def dated(node: Node, term: str, value: str | None) -> Iterator[Triple]:
    """Yield a date property, unless there is none."""
    if value:
        yield node, nquads.ref(term), nquads.date(value)


def concept(node: Node, term: str, iri_: Code | str) -> Triple:
    """Return a property whose value is a concept of a code list."""
    return node, nquads.ref(term), nquads.ref(iri_)
