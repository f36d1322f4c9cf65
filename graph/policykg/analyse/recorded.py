"""A corpus read back from its graph, for those who have a server and not the folder.

What the graph does not say is left out: source texts, issues, and candidates for alignment below the bar. White space
inside a quote is lost, and so is the order of a person's posts and of the runs that aligned items share; keys are as
IRIs have them, and a paper named by another has the number and title by which the graph knows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policykg.analyse.described import Node, Nodes, nodes_of
from policykg.analyse.names import base_of
from policykg.model import (
    Appointment,
    ChronicleEvent,
    Citation,
    Grant,
    Official,
    Place,
    PlaceMention,
    ProjectMention,
    Quantity,
    Source,
)
from policykg.rdf import iri
from policykg.rdf.vocab import (
    BODY_CLASSES,
    COMPARATORS,
    KINDS,
    PLACE_CLASSES,
    Ext,
    Pol,
)
from policykg.records import (
    Agency,
    Alignment,
    Assignment,
    Attestation,
    CitedDocument,
    Corpus,
    DocumentInfo,
    Record,
    Succession,
    Upstream,
)
from policykg.store import Store

_SIGNS = {str(concept).rpartition("/")[2]: sign for sign, concept in COMPARATORS.items()}
_RELATIONS = {"based-on": "based_on", "cites": "cites", "changes": "changes"}


def recorded_corpus(store: Store) -> Corpus:
    """Return the corpus whose graph a store holds; raise StoreError when the store does not give all of it."""
    base = base_of(store)
    shared = nodes_of(store, iri.shared_graph(base), base)
    links = nodes_of(store, iri.links_graph(base), base)
    agencies = {key: _agency(key, node, shared) for key, node in shared.of_kind("agency")}
    papers = store.select(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?g a <{Pol.POLICY_DOCUMENT}> }} }}").column("g")
    own = {str(g): nodes_of(store, str(g), base) for g in sorted(map(str, papers))}
    documents: list[DocumentInfo] = []
    records: list[Record] = []
    for paper, nodes in own.items():
        read = _Paper(paper, nodes, shared, own, agencies, base)
        documents.append(read.document())
        records += read.records()
    return Corpus(
        tuple(sorted(documents, key=lambda d: d.key)),
        tuple(sorted(records, key=lambda r: (r.document, r.start, r.end, r.key))),
        tuple(agencies[k] for k in sorted(agencies)),
        tuple(sorted((_place(key, node, shared) for key, node in shared.of_kind("place")), key=lambda p: p.code)),
        alignments=tuple(sorted(_alignments(links), key=lambda a: (a.left, a.right))),
        successions=tuple(sorted(_successions(shared), key=lambda s: (s.old_key, s.new_key))),
    )


def _agency(key: str, node: Node, shared: Nodes) -> Agency:
    kind = next((k for k, c in BODY_CLASSES.items() if node.is_a(c)), "agency")
    function = shared.get(node.text(Pol.FUNCTION)).text(Ext.PREF_LABEL, "zh")
    members = tuple(sorted(shared.key(m) for m in node.all(Ext.ORG_HAS_MEMBER)))
    jurisdiction, parent = (shared.key(node.text(x)) for x in (Pol.JURISDICTION, Ext.ORG_SUB_ORGANIZATION_OF))
    name = node.text(Pol.SHORT_NAME)
    return Agency(key, name, node.text(Ext.PREF_LABEL), kind, jurisdiction, function, members, parent)  # type: ignore[arg-type]


def _place(key: str, node: Node, shared: Nodes) -> Place:
    name = node.text(Ext.PREF_LABEL)
    kind: Any = next((k for k, c in PLACE_CLASSES.items() if node.is_a(c)), "zone")
    successor = ";".join(shared.key(s) for s in node.all(Pol.SUCCEEDED_BY))
    dates = node.text(Pol.START_DATE), node.text(Pol.END_DATE)
    return Place(
        key, name, node.text(Ext.ALT_LABEL) or name, kind, shared.key(node.text(Pol.WITHIN)), *dates, successor
    )


def _successions(shared: Nodes) -> Iterator[Succession]:
    for _, node in shared.of_kind("change"):
        old, new = node.text(Ext.ORG_ORIGINAL_ORGANIZATION), node.text(Ext.ORG_RESULTING_ORGANIZATION)
        told = node.text(Ext.DCT_TYPE), node.text(Ext.DATE), node.text(Ext.DCT_SOURCE)
        yield Succession(shared.key(old), shared.key(new), *told)


def _alignments(links: Nodes) -> Iterator[Alignment]:
    for kind, other in (("derivation", Pol.UPSTREAM_ITEM), ("alignment", Pol.ALIGNED_ITEM)):
        for _, node in links.of_kind(kind):
            left, right = links.key(node.text(Pol.ITEM)), links.key(node.text(other))
            inferred = kind == "alignment" or node.code(Pol.DERIVATION_KIND) == "aligned"
            how: Any = node.code(Pol.ALIGNMENT_KIND) or "upper"
            if inferred:
                score, rule = node.number(Pol.SCORE) or 0.0, node.text(Pol.RULE)
                yield Alignment(left, right, score, how, tuple(node.all(Pol.MATCHED)), rule)


def _tight(text: str) -> str:
    return "".join(text.split())


class _Paper:
    """The named graph of one paper."""

    def __init__(
        self,
        paper: str,
        own: Nodes,
        shared: Nodes,
        papers: Mapping[str, Nodes],
        agencies: Mapping[str, Agency],
        base: str,
    ) -> None:
        self.iri, self.own, self.shared, self.papers, self.agencies = paper, own, shared, papers, agencies
        self.key = own.key(paper)
        self.base = base
        self.sub: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for kind in ("assignment", "concern", "citation", "holding", "attestation", "field"):
            for key, node in own.of_kind(kind):
                self.sub[kind][key.rpartition(".")[0]].append(node)
        # quantities keep their numbers: one that is told elsewhere leaves a gap
        self.upper: dict[str, str] = {}
        self.quantity_of: dict[str, list[tuple[Quantity, str]]] = defaultdict(list)
        holders: dict[str, str] = {}
        for _, item in (*own.of_kind("item"), *shared.of_kind("item")):
            for term in (Pol.TARGETS, Pol.FUNDS):
                holders |= dict.fromkeys(item.all(term), own.key(item.iri))
        for key, node in own.of_kind("quantity"):
            self.quantity_of[key.rpartition(".")[0]].append((_quantity(node), holders.get(node.iri, "")))

    def document(self) -> DocumentInfo:
        node, own = self.own.get(self.iri), self.own
        date = node.text(Ext.ELI_DATE_DOCUMENT) or node.text(Pol.DATE)
        sources = sorted((self.source(s) for s in node.all(Pol.SOURCE)), key=lambda s: s.path)
        issuer, issuer_key, level, place = self._told(node)
        return DocumentInfo(
            self.key,
            node.code(Pol.DOCUMENT_KIND),
            *self._named(node),
            issuer,
            issuer_key,
            level,
            place,
            date,
            tuple(sources),
            self.cites(self.key),
            own.key(node.text(Ext.ELI_IS_PART_OF)),
        )

    def _named(self, node: Node) -> tuple[str, str]:
        return node.text(Ext.ELI_ID_LOCAL), node.text(Ext.ELI_TITLE)

    def _told(self, node: Node) -> tuple[str, str, Any, str]:
        key = self.own.key
        issuer, place = node.text(Ext.ELI_PASSED_BY), node.text(Ext.ELI_JURISDICTION)
        return node.text(Pol.ISSUER_NAME), key(issuer), node.code(Pol.LEVEL), key(place)

    def source(self, at: str) -> Source:
        node = self.shared.get(at)
        return Source(node.text(Pol.PATH), node.text(Pol.SHA256), node.text(Ext.FORMAT))

    def cites(self, key: str) -> tuple[CitedDocument, ...]:
        found = []
        for node in self.sub["citation"][key]:
            paper = node.text(Pol.CITED)
            about = self.papers[paper].get(paper) if paper in self.papers else self.shared.get(paper)
            number, title = self._named(about)
            issuer, issuer_key, level, place = self._told(about)
            relation: Any = _RELATIONS[node.code(Pol.CITATION_KIND)]
            citation = Citation(
                number, title, relation, _tight(node.text(Ext.NIF_ANCHOR_OF)), *_span(node), *_rule(node)
            )
            found.append(CitedDocument(self.own.key(paper), number, title, citation, issuer, level, place, issuer_key))
        return tuple(found)

    def records(self) -> Iterator[Record]:
        items = [(key, node) for key, node in self.own.of_kind("item") if node.code(Pol.ITEM_KIND)]
        told: dict[tuple[str, int, int], tuple[tuple[Assignment, ...], tuple[Quantity, ...]]] = {}
        for key, node in sorted(items, key=lambda x: (*_span(x[1]), x[0])):
            upper = self.upstream(key)
            quantities = tuple(q for q, _ in self.quantity_of[key])
            if upper is not None:
                # rows whose upper-level cell is merged share what it says; the graph says it of the first
                cell = upper.key, upper.start, upper.end
                roles, above = told.setdefault(cell, (upper.roles, tuple(q for q in quantities if q.column != "text")))
                if not upper.roles and roles:
                    upper = replace(upper, roles=roles)
                if above and not any(q.column != "text" for q in quantities):
                    quantities += above
            yield self._record(key, node, upper, quantities)

    def _record(self, key: str, node: Node, upper: Upstream | None, quantities: tuple[Quantity, ...]) -> Record:
        return Record(
            key,
            node.code(Pol.ITEM_KIND),  # type: ignore[arg-type]
            self.key,
            self.source(node.text(Pol.SOURCE)),
            tuple(
                Attestation(self.source(a.text(Pol.SOURCE)), *_span(a), a.text(Pol.TEXT))
                for a in self.sub["attestation"][key]
            ),
            node.text(Pol.PART),
            node.text(Pol.SECTION),
            node.text(Pol.ORDINAL),
            node.text(Pol.PRINTED_ORDINAL),
            node.text(Pol.TITLE),
            node.text(Pol.TEXT),
            *_span(node),
            node.text(Pol.DEADLINE),
            self.assignments(key),
            upper,
            quantities,
            *self.concerns(key),
            self.cites(key),
            tuple((f.text(Pol.HEADER), f.text(Pol.TEXT)) for f in self.sub["field"][key]),
            self.appointment(key),
            self.event(key),
            (),
            node.true(Pol.CONTINUED),
            node.code(Pol.ABSENCE),
            node.text(Pol.DEADLINE_DATE),
        )

    def assignments(self, key: str) -> tuple[Assignment, ...]:
        found = []
        for node in self.sub["assignment"][key]:
            agency = self.agencies[self.own.key(node.text(Pol.AGENCY))]
            mended = self.own.get(node.iri.replace(KINDS["assignment"], KINDS["repair"], 1)).text(Pol.CORRECTED)
            role: Any = node.code(Pol.ROLE)
            found.append(Assignment(agency, node.text(Pol.PRINTED), role, *_span(node), *_rule(node), mended))
        return tuple(found)

    def upstream(self, key: str) -> Upstream | None:
        node = self.own.get(iri.iri("derivation", key, self.base))
        above = node.text(Pol.UPSTREAM_ITEM)
        if not above:
            return None
        paper = next((p for p, nodes in self.papers.items() if nodes.get(above).text(Pol.ITEM_KIND)), "")
        item = self.papers[paper].get(above) if paper else self.shared.get(above)
        quote, text = node.text(Ext.NIF_ANCHOR_OF), item.text(Pol.TEXT)
        kind: Any = node.code(Pol.DERIVATION_KIND)
        return Upstream(
            self.own.key(above),
            self.own.key(paper or item.text(Ext.ELI_IS_PART_OF)),
            item.text(Pol.ORDINAL),
            text if _tight(text) == _tight(quote) else _tight(quote),
            *_span(node),
            self.assignments(f"{key}.upstream"),
            kind,
            node.number(Pol.SCORE) or 0.0,
            node.true(Pol.INHERITED),
        )

    def concerns(self, key: str) -> tuple[tuple[PlaceMention, ...], tuple[ProjectMention, ...]]:
        places, projects = [], []
        for node in self.sub["concern"][key]:
            about, printed = node.text(Pol.ABOUT), node.text(Pol.PRINTED)
            if about.startswith(self.base + KINDS["place"]):
                name = self.shared.get(about).text(Ext.PREF_LABEL)
                places.append(PlaceMention(self.own.key(about), name, printed, *_span(node), *_rule(node)))
            else:
                projects.append(ProjectMention(printed, *_span(node), *_rule(node)))
        return tuple(places), tuple(projects)

    def appointment(self, key: str) -> Appointment | None:
        node = self.own.get(iri.iri("appointment", key, self.base))
        if not (person := node.text(Ext.ORG_MEMBER)):
            return None
        return Appointment(
            self.own.get(person).text(Ext.PREF_LABEL),
            node.text(Pol.POST),
            node.text(Pol.BODY_NAME),
            node.code(Pol.ACTION),  # type: ignore[arg-type]
            node.text(Pol.DATE),
            node.text(Pol.NOTE),
            *_span(node),
            node.text(Pol.RULE),
            self.own.key(node.text(Ext.ORG_ORGANIZATION)),
        )

    def event(self, key: str) -> ChronicleEvent | None:
        node = self.own.get(iri.iri("event", key, self.base))
        if not (day := node.text(Pol.DATE)) and not node.text(Pol.TEXT):
            return None
        officials = tuple(
            Official(self.own.get(h.text(Ext.ORG_MEMBER)).text(Ext.PREF_LABEL), tuple(h.all(Pol.POST)), *_span(h))
            for h in self.sub["holding"][key]
        )
        return ChronicleEvent(day, node.text(Pol.END_DATE) or day, officials)


def _span(node: Node) -> tuple[int, int]:
    return node.whole(Ext.NIF_BEGIN_INDEX), node.whole(Ext.NIF_END_INDEX)


def _rule(node: Node) -> tuple[str, float]:
    score = node.number(Pol.SCORE)
    return node.text(Pol.RULE), 1.0 if score is None else score


def _quantity(node: Node) -> Quantity:
    giver, beneficiary, condition = (node.text(x) for x in (Pol.GIVER, Pol.BENEFICIARY, Pol.CONDITION))
    instrument: Any = node.code(Pol.INSTRUMENT)
    funding = node.is_a(Pol.FUNDING)
    column, frequency, mode = node.text(Pol.COLUMN), node.code(Pol.FREQUENCY), node.code(Pol.MODE)
    grant = Grant(giver, beneficiary, condition, instrument)
    made: dict[str, Any] = {
        "kind": "funding" if funding else "target",
        "column": column,
        "indicator": node.text(Pol.INDICATOR),
        "comparator": _SIGNS[node.code(Pol.COMPARATOR)],
        "value": node.number(Pol.VALUE),
        "value_max": node.number(Pol.MAX_VALUE),
        "unit": node.text(Pol.UNIT),
        "deadline": node.text(Pol.DEADLINE) or None,
        "start": node.text(Pol.START_DATE) or None,
        "frequency": frequency or None,
        "mode": mode,
        "quote": _tight(node.text(Ext.NIF_ANCHOR_OF)),
        "quote_start": node.whole(Ext.NIF_BEGIN_INDEX),
        "quote_end": node.whole(Ext.NIF_END_INDEX),
        "rule": node.text(Pol.RULE),
        "score": node.number(Pol.SCORE),
        "base_value": node.number(Pol.BASE_VALUE),
        "base_max": node.number(Pol.BASE_MAX),
        "base_unit": node.text(Pol.BASE_UNIT),
        "deadline_inherited": node.text(Pol.INHERITED_DEADLINE) or None,
        "grant": grant if grant != Grant() else None,
        "former_value": node.number(Pol.FORMER_VALUE),
        "per": node.text(Pol.PER),
    }
    return Quantity(**made)
