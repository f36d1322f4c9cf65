"""What a user calls things, found in a graph: bodies, places, functions, papers, items.

Every kind of node may be named by its IRI, its prefixed name (``agency:371500.财政局``) or its key
(``371500.财政局``); most also by what people call them. A short name such as 市财政局 is the name of one body in
every city, so it may find several.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping

from policykg.errors import NotFoundError, QueryError
from policykg.rdf import iri as iris
from policykg.rdf.vocab import BASE, BODY_CLASSES, KINDS, PLACE_CLASSES, Ext, Pol
from policykg.store import Store, Term
from policykg.store.terms import iri

CANDIDATES = 10
"""How many candidates an error names."""

_BRACKETS = str.maketrans("〔〕［］【】（）()", "[][][][][]")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")

_CLASSES: Mapping[str, tuple[str, ...]] = {
    "agency": tuple(BODY_CLASSES.values()),
    "place": tuple(PLACE_CLASSES.values()),
    "function": (Pol.FUNCTION_CLASS,),
    "doc": (Pol.POLICY_DOCUMENT,),
    "project": (Pol.PROJECT,),
    "item": (Pol.POLICY_ITEM,),
}
# In which properties the names of a kind stand; an earlier group wins over a later one.
_NAMES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "agency": ((Ext.PREF_LABEL,), (Ext.ALT_LABEL, Pol.SHORT_NAME)),
    "place": ((Ext.PREF_LABEL, Ext.IDENTIFIER), (Ext.ALT_LABEL,)),
    "function": ((Ext.PREF_LABEL,),),
    "doc": ((Ext.ELI_ID_LOCAL, Ext.ELI_TITLE),),
    "project": ((Ext.PREF_LABEL,),),
    "item": (),
}


def base_of(graph: Store) -> str:
    """Return the base IRI of a graph's nodes."""
    return graph.base or BASE


def base_behind(graph: Store) -> str | None:
    """Return the base IRI of the nodes that a store holds, told by the name of its graph of shared facts.

    None when it has no such graph; ours when it has that and others.
    """
    shared = KINDS["graph"] + "shared"
    rows = graph.select(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ <{Pol.POLICY_ITEM}> ?p ?o }} }}").column("g")
    found = {str(g).removesuffix(shared) for g in rows if str(g).endswith(shared)}
    return BASE if BASE in found else min(found, default=None)


def by_identifier(graph: Store, kind: str, wanted: str) -> str:
    """Return the IRI of a node of ``kind`` named by IRI, prefixed name or key; "" when the graph has none."""
    base = base_of(graph)
    full = iris.expand(wanted, base)
    if not _IRI.fullmatch(full):
        full = iris.iri(kind, wanted, base)
    classes = " ".join(f"<{c}>" for c in _CLASSES[kind])
    known = graph.ask(f"ASK {{ VALUES ?it {{ }} VALUES ?class {{ {classes} }} ?it a ?class }}", {"it": iri(full)})
    return full if known else ""


def by_name(graph: Store, kind: str, wanted: str) -> tuple[str, ...]:
    """Return the IRIs of the nodes of ``kind`` called ``wanted``, in order; () when there are none."""
    name = (Term(wanted), Term(wanted, lang="zh"))
    for group in _NAMES[kind]:
        found = graph.select(_query(kind, group, "VALUES ?name { }"), {"name": name}).sorted_by()
        if found.rows:
            return tuple(dict.fromkeys(str(v) for v in found.column("it")))
    if kind == "doc":
        folded = wanted.translate(_BRACKETS).replace(" ", "")
        rows = graph.select(_query(kind, _NAMES[kind][0])).sorted_by().rows
        return tuple(dict.fromkeys(i.value for i, n in rows if i and n and n.value.translate(_BRACKETS) == folded))
    return ()


def find(graph: Store, kind: str, wanted: str) -> tuple[str, ...]:
    """Return the IRIs of the nodes of ``kind`` that ``wanted`` means; raise NotFoundError when it means none.

    The message names up to ten that look alike.
    """
    wanted = wanted.strip()
    known = by_identifier(graph, kind, wanted) if wanted else ""
    found = (known,) if known else by_name(graph, kind, wanted)
    if not found:
        near = similar(graph, kind, wanted)
        hint = f"; did you mean {'、'.join(near)}?" if near else "; give its full name or its IRI"
        raise NotFoundError(f"{kind} {wanted!r}: the graph has none of that name{hint}")
    return found


def meant(graph: Store, wanted: str) -> tuple[str, ...]:
    """Return the nodes that ``wanted`` names by IRI, prefixed name, key or name, of the first kind that has any; () for none."""
    wanted = wanted.strip()
    if not wanted:
        return ()
    for kind in _CLASSES:
        if node := by_identifier(graph, kind, wanted):
            return (node,)
    return next((found for kind in _CLASSES if (found := by_name(graph, kind, wanted))), ())


def similar(graph: Store, kind: str, wanted: str) -> tuple[str, ...]:
    """Return up to ten names of ``kind`` that hold ``wanted`` or look like it, the nearest first."""
    if not wanted or not _NAMES[kind]:
        return ()
    rows = graph.select(_query(kind, _NAMES[kind][0])).sorted_by().rows
    names = list(dict.fromkeys(n.value for _, n in rows if n))
    holding = sorted((n for n in names if wanted in n), key=lambda n: (len(n), n))
    close = difflib.get_close_matches(wanted, names, CANDIDATES, 0.5)
    return tuple(dict.fromkeys((*holding, *close)))[:CANDIDATES]


def label(graph: Store, node: str, lang: str = "zh") -> str:
    """Return what a node is called, in ``lang`` where it has a name in several: its label, number or title, else its prefixed name."""
    terms = (Ext.PREF_LABEL, Ext.ELI_ID_LOCAL, Ext.ELI_TITLE)
    for term in terms:
        found = graph.select(f"SELECT ?name {{ VALUES ?it {{ }} ?it <{term}> ?name }}", {"it": iri(node)}).sorted_by()
        named = [row[0] for row in found.rows if row[0] is not None]
        if named:
            return next((n for n in named if n.lang == lang), named[0]).value
    return iris.short(node, base_of(graph))


def _query(kind: str, terms: tuple[str, ...], values: str = "") -> str:
    classes, named = (" ".join(f"<{c}>" for c in x) for x in (_CLASSES[kind], terms))
    return (
        f"SELECT DISTINCT ?it ?name {{ {values} VALUES ?term {{ {named} }} ?it ?term ?name . "
        f"VALUES ?class {{ {classes} }} ?it a ?class }}"
    )


def _literal(pattern: str, what: str, datatype: str = "") -> Callable[[Store, str], tuple[Term, ...]]:
    def make(graph: Store, wanted: str) -> tuple[Term, ...]:
        if not re.fullmatch(pattern, wanted, re.DOTALL):
            raise QueryError(f"{wanted!r} is no {what}")
        return (Term(wanted, datatype=datatype),)

    return make


def _node(kind: str) -> Callable[[Store, str], tuple[Term, ...]]:
    return lambda graph, wanted: tuple(iri(i) for i in find(graph, kind, wanted))


VALUES: Mapping[str, Callable[[Store, str], tuple[Term, ...]]] = {
    "agency": _node("agency"),
    "place": _node("place"),
    "function": _node("function"),
    "document": _node("doc"),
    "item": _node("item"),
    "text": _literal(r".*", "text"),
    "number": _literal(r"-?\d+(\.\d+)?", "number", Ext.XSD_DECIMAL),
    "date": _literal(r"\d{4}(-\d\d(-\d\d)?)?", "date (2025, 2025-06 or 2025-06-30)"),
}
"""Kinds of parameters: how the text a user gives becomes values of a query."""
