"""What a reader may choose for a parameter of a named question: names that the graph has."""

from __future__ import annotations

from collections.abc import Mapping

from policykg.analyse.facts import PREFIXES
from policykg.analyse.names import base_of
from policykg.analyse.neighbours import dots
from policykg.analyse.queries import Param
from policykg.rdf import iri as iris
from policykg.store import Store

MOST = 300
"""How many are offered at most; any other may be typed. Names are asked for in Chinese."""

_BY_USE = """SELECT ?name (COUNT(DISTINCT ?item) AS ?n) {{ {0} ?it skos:prefLabel ?name }} GROUP BY ?name"""
_PLAIN = """SELECT DISTINCT ?name {{ {0} }}"""

_KINDS: Mapping[str, str] = {
    "agency": _BY_USE.format("?it pol:leads|pol:assists|pol:responsibleFor ?item ."),
    "place": _BY_USE.format("{ ?item pol:concerns ?it . ?it dcterms:identifier ?code } UNION { ?item pol:jurisdiction ?it } ."),
    "function": _BY_USE.format("?item pol:function ?it ."),
    "item": _PLAIN.format("?assigned pol:item ?name . ?name a pol:PolicyItem"),
    "date": _PLAIN.format("?event a pol:Event ; pol:date ?name"),
    "year": _PLAIN.format('?target pol:deadline ?due BIND(SUBSTR(STR(?due), 1, 4) AS ?name) FILTER(REGEX(?name, "^[0-9]+$"))'),
}  # fmt: skip


def choices(graph: Store, param: Param, lang: str = "zh") -> tuple[tuple[str, str], ...]:
    """Return up to ``MOST`` (value, name of it where the value does not say it); bodies and places with most items first.

    () for parameters that take any word.
    """
    kind = "year" if param.name == "year" else param.kind
    if kind not in _KINDS:
        return ()
    rows = graph.select(PREFIXES + _KINDS[kind]).sorted_by((("n", True), ("name", False)) if kind in _USED else ()).rows
    found = tuple(dict.fromkeys(row[0].value for row in rows if row[0] and row[0].lang in ("", "zh")))[:MOST]
    if kind != "item":
        return tuple((name, "") for name in found)
    named, base = dots(graph, found, lang), base_of(graph)
    return tuple((iris.short(node, base), named[node].label if node in named else "") for node in found)


_USED = frozenset(kind for kind, query in _KINDS.items() if "?n)" in query)
