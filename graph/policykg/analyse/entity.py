"""All that a graph says of one node: what it says itself, what names it, and the words behind that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policykg.analyse import names
from policykg.analyse.explain import Explanation, explain
from policykg.errors import PolicyKGError
from policykg.rdf import iri as iris
from policykg.rdf.vocab import RDFS, Ext, Pol
from policykg.store import Graph, Term, Triples
from policykg.store.terms import iri

SHOWN = 100
"""How many values of one property a page shows."""

MOST = 5000
"""How many statements that name a node its data holds."""

_LABELS: tuple[str, ...] = (
    Ext.PREF_LABEL, RDFS + "label", Ext.ELI_ID_LOCAL, Ext.ELI_TITLE, Pol.TITLE, Pol.TEXT, Ext.NIF_ANCHOR_OF,
    Pol.MESSAGE, Pol.HEADER, Pol.PATH,
)  # fmt: skip
_QUOTED = 80


@dataclass(frozen=True, slots=True)
class Named:
    """A node or value as shown: its names in zh and en (equal where it has one), its IRI, "" for a value."""

    zh: str
    en: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A property with its values in order; ``more`` were left out."""

    term: Named
    values: tuple[Named, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Entity:
    """A node: its names, classes, what it says (``out``), what names it (``into``), and the words behind it."""

    name: Named
    classes: tuple[Named, ...]
    out: tuple[Said, ...]
    into: tuple[Said, ...]
    evidence: tuple[Explanation, ...] = ()


def known(graph: Graph, node: str) -> bool:
    """Say whether a graph has a statement about a node, one that names it, or a named graph of that name."""
    return any(
        graph.ask(f"ASK {{ VALUES ?it {{ }} {where} }}", {"it": iri(node)})
        for where in ("?it ?p ?o", "?s ?p ?it", "GRAPH ?it { ?s ?p ?o }")
    )


def entity_triples(graph: Graph, node: str) -> Triples:
    """Return what a graph says of a node, up to ``MOST`` statements that name it, and the labels of its neighbours."""
    own = graph.construct("CONSTRUCT { ?it ?p ?o } { VALUES ?it { } ?it ?p ?o }", {"it": iri(node)}).triples
    query = f"CONSTRUCT {{ ?s ?p ?it }} {{ VALUES ?it {{ }} ?s ?p ?it }} LIMIT {MOST}"
    naming = graph.construct(query, {"it": iri(node)}).triples
    near = sorted({t.value for triple in (*own, *naming) for t in triple[::2] if t.kind == "iri"} - {node})
    labels: tuple[tuple[Term, Term, Term], ...] = ()
    if near:
        query = f"CONSTRUCT {{ ?it ?p ?o }} {{ VALUES ?it {{ }} VALUES ?p {{ <{Ext.PREF_LABEL}> }} ?it ?p ?o }}"
        labels = graph.construct(query, {"it": tuple(iri(n) for n in near)}).triples
    return Triples(tuple(dict.fromkeys((*own, *naming, *labels))))


def entity(graph: Graph, node: str) -> Entity:
    """Describe a node for a reader."""
    own = graph.select("SELECT ?p ?o { VALUES ?it { } ?it ?p ?o }", {"it": iri(node)}).sorted_by().rows
    query = f"SELECT ?p ?s {{ VALUES ?it {{ }} ?s ?p ?it }} LIMIT {MOST}"
    naming = graph.select(query, {"it": iri(node)}).sorted_by().rows
    terms = [t for row in (*own, *naming) for t in row if t is not None]
    called = _names(graph, {node, *(t.value for t in terms if t.kind == "iri")})
    classes = [o.value for p, o in own if p and o and p.value == Ext.TYPE]
    return Entity(
        called[node],
        tuple(called[c] for c in classes),
        tuple(_said(own, called)),
        tuple(_said(naming, called)),
        _evidence(graph, node),
    )


def _said(rows: Iterable[tuple[Term | None, ...]], called: Mapping[str, Named]) -> Iterable[Said]:
    found: dict[str, list[Named]] = {}
    for term, value in rows:
        if term is not None and value is not None and term.value != Ext.TYPE:
            shown = called[value.value] if value.kind == "iri" else Named(value.value, value.value)
            found.setdefault(term.value, []).append(shown)
    for term_iri, values in found.items():
        yield Said(called[term_iri], tuple(values[:SHOWN]), max(0, len(values) - SHOWN))


def _names(graph: Graph, nodes: Iterable[str]) -> dict[str, Named]:
    terms = " ".join(f"<{t}>" for t in _LABELS)
    query = f"SELECT ?it ?term ?label {{ VALUES ?it {{ }} VALUES ?term {{ {terms} }} ?it ?term ?label }}"
    wanted = sorted(nodes)
    best: dict[tuple[str, str], tuple[int, str]] = {}
    for it, term, label in graph.select(query, {"it": tuple(iri(n) for n in wanted)}).sorted_by().rows:
        if it is None or term is None or label is None:
            continue
        for lang in ("zh", "en"):
            rank = _LABELS.index(term.value) * 2 + (label.lang not in ("", lang))
            if (it.value, lang) not in best or rank < best[it.value, lang][0]:
                best[it.value, lang] = (rank, label.value)
    base = names.base_of(graph)

    def called(node: str, lang: str) -> str:
        return _short(best.get((node, lang), (0, iris.short(node, base)))[1])

    return {n: Named(called(n, "zh"), called(n, "en"), n) for n in wanted}


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTED else flat[: _QUOTED - 1] + "…"


def _evidence(graph: Graph, node: str) -> tuple[Explanation, ...]:
    try:
        return explain(graph, node)
    except PolicyKGError:  # it rests on no words of its own
        return ()
