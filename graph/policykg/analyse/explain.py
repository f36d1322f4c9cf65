"""Show the words a statement rests on, in their context, with the rule and the score."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policykg.analyse import names
from policykg.analyse.facts import PREFIXES, ask, text_of
from policykg.errors import NotFoundError, QueryError
from policykg.rdf import iri as iris
from policykg.rdf.vocab import KINDS, Ext, Pol
from policykg.store import Graph
from policykg.store.terms import iri

CONTEXT = 60
"""Code points shown before and behind the quote."""

_DIGITS = re.compile(r"[0-9.]+")
#: Between two values of a list, in zh and en.
_BETWEEN = ("；", "; ")

#: What is told of each kind of statement, in this order.
_TOLD: Mapping[str, tuple[str, ...]] = {
    "assignment": (Pol.AGENCY, Pol.ROLE, Pol.ITEM, Pol.PRINTED),
    "quantity": (Pol.INDICATOR, Pol.COMPARATOR, Pol.VALUE, Pol.MAX_VALUE, Pol.UNIT, Pol.DEADLINE),
    "derivation": (Pol.ITEM, Pol.DERIVATION_KIND, Pol.UPSTREAM_ITEM),
    "alignment": (Pol.ITEM, Pol.ALIGNMENT_KIND, Pol.ALIGNED_ITEM),
    "concern": (Pol.ITEM, Pol.ABOUT),
    "citation": (Pol.CITING, Pol.CITATION_KIND, Pol.CITED),
    "appointment": (Ext.ORG_MEMBER, Pol.ACTION, Pol.BODY_NAME, Pol.POST, Pol.DATE, Pol.NOTE),
    "event": (Pol.DATE, Pol.END_DATE),
    "holding": (Ext.ORG_MEMBER, Pol.POST),
    "repair": (Pol.REPAIRS, Pol.PRINTED, Pol.CORRECTED),
    "attestation": (Pol.ITEM,),
    "item": (Pol.ORDINAL, Pol.PRINTED_ORDINAL, Pol.DEADLINE),
}

_WORDS: Mapping[str, tuple[str, str]] = {
    "rule": ("规则", "rule"),
    "score": ("可信度", "score"),
    "certain": ("由版式确定", "certain by form"),
    "line": ("第 {0} 行，第 {1}–{2} 字", "line {0}, characters {1}–{2}"),
    "page": ("第 {0} 页，", "page {0}, "),
    "region": ("版面", "printed at"),
    "colon": ("：", ": "),
    "space": ("", " "),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a statement says: the property and its value, in zh and en."""

    zh: str
    en: str
    value_zh: str
    value_en: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A statement and the words behind it.

    ``told`` is what it says; ``before``, ``quote`` and ``after`` are the source as read;
    ``line`` counts from 1, ``start`` and ``end`` in code points; ``page`` from 1, 0 for a text without
    pages; ``regions`` are the boxes on its pages (pol:region), in their order. ``rule`` is "" and ``score`` None for an item.
    """

    iri: str
    kind: str
    told: tuple[Told, ...]
    document: str
    path: str
    sha256: str
    line: int
    start: int
    end: int
    before: str
    quote: str
    after: str
    rule: str
    score: float | None
    page: int = 0
    regions: tuple[str, ...] = ()


def explain(graph: Graph, statement: str, context: int = CONTEXT) -> tuple[Explanation, ...]:
    """Explain a statement or an item named by IRI, prefixed name or key.

    A statement has one explanation. An item has its own words first, then every statement that was read from
    it, in the order of the text. Raises NotFoundError when the graph has no such statement, QueryError when it
    rests on no words.
    """
    node = _find(graph, statement.strip())
    first = _explain(graph, [node], context)
    if not first and _kind(graph, node) != "item":
        raise QueryError(f"{statement}: rests on no words of its own; explain an item or a statement made on it")
    rest = _explain(graph, _statements(graph, node), context) if _kind(graph, node) == "item" else ()
    if not first and not rest:
        raise QueryError(f"{statement}: rests on no words of its own; explain a statement made on it")
    return (*first, *sorted(rest, key=lambda e: (e.path, e.start, e.end)))


def _find(graph: Graph, statement: str) -> str:
    base = names.base_of(graph)
    full = iris.expand(statement, base)
    candidates = [full] if full != statement or "://" in statement else []
    candidates += [iris.iri(kind, statement, base) for kind in ("item", *KINDS) if statement]
    for candidate in candidates:
        if graph.ask("ASK { VALUES ?it { } ?it ?p ?o }", {"it": iri(candidate)}):
            return candidate
    raise NotFoundError(
        f"{statement!r}: the graph has no such statement; take an IRI from policykg query assignment-evidence "
        "or from policykg trace --format json"
    )


def _kind(graph: Graph, node: str) -> str:
    return iris.short(node, names.base_of(graph)).partition(":")[0]


def _statements(graph: Graph, item: str) -> list[str]:
    where = """{ ?statement pol:item|pol:upstreamItem ?it } UNION { ?it pol:targets|pol:funds ?statement }
        UNION { ?statement pol:citing ?it } UNION { ?statement pol:recordedIn ?it }
        UNION { ?statement pol:repairs ?it } UNION { ?of pol:item ?it . ?statement pol:repairs ?of }
        ?statement nif:beginIndex ?start ."""
    return [str(v) for v in ask(graph, where, "?statement", [item]).column("statement")]


def _explain(graph: Graph, nodes: list[str], context: int) -> tuple[Explanation, ...]:
    where = """?it nif:beginIndex ?start ; nif:endIndex ?end ; pol:source ?src . ?src pol:path ?path ; pol:sha256 ?sha .
        OPTIONAL { ?it pol:rule ?rule } OPTIONAL { ?it pol:score ?score }
        OPTIONAL { GRAPH ?document { ?it nif:beginIndex ?start } }"""
    found = []
    for row in ask(graph, where, "?it ?start ?end ?path ?sha ?rule ?score ?document", nodes) if nodes else ():
        node, text = str(row["it"]), graph.text(str(row["sha"]))
        start, end = int(str(row["start"])), int(str(row["end"]))
        kind = _kind(graph, node)
        regions = _regions(graph, node)
        found.append(
            Explanation(
                node,
                kind,
                _told(graph, node, kind),
                names.label(graph, str(row["document"])) if row["document"] else "",
                str(row["path"]),
                str(row["sha"]),
                text.count("\n", 0, start) + 1,
                start,
                end,
                text[max(0, start - context) : start],
                text[start:end],
                text[end : end + context],
                text_of(row["rule"]),
                None if row["score"] is None else float(str(row["score"])),
                int(regions[0].partition("&")[0][5:])
                if regions
                else text.count("\f", 0, start) + 1
                if "\f" in text
                else 0,
                regions,
            )
        )
    return tuple(found)


def _regions(graph: Graph, node: str) -> tuple[str, ...]:
    """Return where a statement's words are printed, page after page."""
    printed = ask(graph, "?it pol:region ?region", "?region", [node]).column("region")
    return tuple(sorted((text_of(r) for r in printed), key=lambda r: [float(x) for x in _DIGITS.findall(r)]))


def _told(graph: Graph, node: str, kind: str) -> tuple[Told, ...]:
    query = f"""{PREFIXES}SELECT ?value ?zh ?en WHERE {{
        VALUES ?it {{ }} VALUES ?term {{ }} ?it ?term ?value .
        OPTIONAL {{ ?term rdfs:label ?zh FILTER(LANG(?zh) = "zh") }}
        OPTIONAL {{ ?term rdfs:label ?en FILTER(LANG(?en) = "en") }} }}"""
    out = []
    for term in _TOLD.get(kind, ()):
        table = graph.select(query, {"it": iri(node), "term": iri(term)}).sorted_by()
        for row in table.rows:
            value, zh, en = row
            if value is not None:
                named = [
                    names.label(graph, value.value, x) if value.kind == "iri" else value.value for x in ("zh", "en")
                ]
                out.append(Told(zh.value if zh else "", en.value if en else "", *named))
    return tuple(out)


def explanation_json(found: tuple[Explanation, ...]) -> str:
    """Return explanations as a JSON list."""
    return json.dumps([_object(e) for e in found], ensure_ascii=False, indent=1) + "\n"


def _object(e: Explanation) -> dict[str, Any]:
    return {
        "iri": e.iri,
        "kind": e.kind,
        "says": [{"zh": t.zh, "en": t.en, "value": t.value_zh, "value_en": t.value_en} for t in e.told],
        "document": e.document,
        "path": e.path,
        "sha256": e.sha256,
        "page": e.page or None,
        "regions": list(e.regions),
        "line": e.line,
        "start": e.start,
        "end": e.end,
        "before": e.before,
        "quote": e.quote,
        "after": e.after,
        "rule": e.rule,
        "score": e.score,
    }


def explanation_lines(
    found: tuple[Explanation, ...], lang: str = "zh", marks: tuple[str, str] = ("⟦", "⟧")
) -> Iterator[str]:
    """Yield explanations as lines for a terminal, in ``lang`` (zh or en), the quote between ``marks``."""
    at = 0 if lang == "zh" else 1
    colon = _WORDS["colon"][at]
    for n, e in enumerate(found):
        if n:
            yield ""
        yield iris.short(e.iri)
        yield from (f"  {t.en}{colon}{t.value_en}" if at else f"  {t.zh}{colon}{t.value_zh}" for t in e.told)
        page = _WORDS["page"][at].format(e.page) if e.page else ""
        yield f"  {e.document}  {e.path}{colon}{page}{_WORDS['line'][at].format(e.line, e.start, e.end)}"
        if e.regions:
            yield f"  {_WORDS['region'][at]}{colon}{_BETWEEN[at].join(e.regions)}"
        before, quote, after = (_flat(x) for x in (e.before, e.quote, e.after))
        yield f"  …{before}{marks[0]}{quote}{marks[1]}{after}…"
        if e.rule:
            score = _WORDS["certain"][at] if e.score is None else f"{e.score:g}"
            yield f"  {_WORDS['rule'][at]}{colon}{e.rule}  {_WORDS['score'][at]}{colon}{score}"


def _flat(text: str) -> str:
    return text.replace("\r", "").replace("\n", "⏎").replace("\t", " ")
