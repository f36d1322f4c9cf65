"""/network: walk through the graph from node to node; /data/neighbours, /data/path and /data/network.gexf behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from policykg.analyse import names
from policykg.analyse.entity import known
from policykg.analyse.neighbours import KINDS, PAGE, RELATIONS, Around, Dot, Tie, Way, around, dots, ties_among, way
from policykg.errors import RequestError
from policykg.rdf import iri as iris
from policykg.rdf.nquads import NOT_IRI
from policykg.serve.service import Service
from policykg.serve.site import language_of, render
from policykg.view.legend import kind_of, relation_of
from policykg.view.network_words import WORDS
from policykg.view.picture import gexf

SHOWN = 500
"""How many nodes a request may say it knows."""

LONGEST = 300
"""Signs of a name or an IRI in a request."""

_DEEP = 1_000_000
_STARTS = """SELECT ?it (COUNT(?item) AS ?items) { ?it pol:leads ?item } GROUP BY ?it ORDER BY DESC(?items) LIMIT 12"""
_VARY = {"vary": "accept-language, cookie", "cache-control": "no-cache"}


def answer(request: Request) -> Response:
    """Show the neighbours of a node as a list; a script makes a picture of them that grows."""
    service: Service = request.app.state.service
    lang = language_of(request)
    of, to = (request.query_params.get(name, "").strip()[:LONGEST] for name in ("of", "to"))
    ways: Way | None = None
    found: Around | None = None
    here, choices = _meant(service, of, lang)
    there, others = _meant(service, to, lang)
    relations, kinds = _chosen(request)
    if here:
        found = around(service.graph, here, relations=relations, kinds=kinds, start=_start(request), lang=lang)
        if there:
            ways = way(service.graph, here, there, relations=relations, lang=lang)
    page: Mapping[str, Any] = {
        "of": iris.short(here, service.base),
        "to": iris.short(there, service.base) if there else "",
        "kinds": {k: _look(k, lang) for k in KINDS},
        "relations": {r: _line(r, lang) for r in RELATIONS},
        "words": {k: v[lang != "zh"] for k, v in WORDS.items()},
    }
    name = found.centre.label if found else ""
    words = WORDS["network-of"] if found else WORDS["network"]
    return render(
        request,
        "walk.html",
        title=words[lang != "zh"].format(name),
        words=WORDS,
        of=of,
        to=to,
        found=found,
        rows=_rows(found, lang) if found else (),
        choices=choices,
        others=others,
        missing=[x for x, node, many in ((of, here, choices), (to, there, others)) if x and not node and not many],
        way=ways,
        starts=() if of else _starts(service, lang),
        relations=[(r, relation_of(r), r in relations) for r in RELATIONS],
        kinds=[(k, kind_of(k), k in kinds) for k in KINDS],
        next=(found.start + len(found.dots)) if found and found.more else None,
        data=page if found else None,
        address=service.address,
        short=lambda node: iris.short(node, service.base),
    )


def neighbours(request: Request) -> Response:
    """Answer with up to ``PAGE`` neighbours of ``of`` from ``start`` on, as JSON; ``known`` nodes are tied in."""
    service: Service = request.app.state.service
    relations, kinds = _chosen(request)
    told = request.query_params.getlist("known")
    if len(told) > SHOWN:
        raise RequestError(400, f"known: {len(told)} nodes were given, at most {SHOWN} are taken")
    found = around(
        service.graph,
        _node(service, request, "of"),
        relations=relations,
        kinds=kinds,
        start=_start(request),
        known=[_full(service, k) for k in told],
        lang=language_of(request),
    )
    return JSONResponse(
        {
            "centre": _dot(service, found.centre),
            **_drawn(service, found.dots, found.ties),
            "start": found.start,
            "total": found.total,
            "more": found.more,
        },
        headers=_VARY,
    )


def path(request: Request) -> Response:
    """Answer with a shortest way between ``from`` and ``to`` as JSON; without nodes when there is none."""
    service: Service = request.app.state.service
    ends = (_node(service, request, name) for name in ("from", "to"))
    found = way(service.graph, *ends, relations=_chosen(request)[0], lang=language_of(request))
    return JSONResponse(_drawn(service, found.dots, found.ties), headers=_VARY)


def picture(request: Request) -> Response:
    """Answer with the given nodes and the relations between them as GEXF, for Gephi."""
    service: Service = request.app.state.service
    asked = request.query_params.getlist("node")
    if not 0 < len(asked) <= SHOWN:
        raise RequestError(400, f"node: {len(asked)} were given, from 1 to {SHOWN} are taken")
    found = dots(service.graph, [_full(service, n) for n in asked], language_of(request))
    ties = ties_among(service.graph, tuple(found)) if found else set()
    body = gexf(found.values(), sorted(ties))
    headers = {"content-disposition": 'attachment; filename="network.gexf"', **_VARY}
    return Response(body, media_type="application/gexf+xml", headers=headers)


# --- requests ---------------------------------------------------------------------------------------


def _chosen(request: Request) -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(request.query_params.getlist("relation")),
        frozenset(request.query_params.getlist("kind")),
    )


def _start(request: Request) -> int:
    given = request.query_params.get("start", "0")
    if not (given.isascii() and given.isdigit() and len(given) < 8 and int(given) <= _DEEP):
        raise RequestError(400, f"start: {given[:20]!r} is no number from 0 to {_DEEP}")
    return int(given)


def _full(service: Service, name: str) -> str:
    node = iris.expand(name.removeprefix("/id/"), service.base)
    if len(node) > LONGEST or NOT_IRI.search(node):
        raise RequestError(400, f"{name[:40]!r} is no IRI or prefixed name")
    return node if ":" in node else service.base + node


def _node(service: Service, request: Request, parameter: str) -> str:
    given = request.query_params.get(parameter, "")
    if not given:
        raise RequestError(400, f"{parameter}: missing; give the IRI or prefixed name of a node")
    node = _full(service, given)
    if not known(service.graph, node):
        raise RequestError(404, f"{parameter}: the graph does not have {given[:LONGEST]}")
    return node


def _meant(service: Service, wanted: str, lang: str) -> tuple[str, list[Dot]]:
    """Return the one node that a reader means, else what it may be."""
    if not wanted:
        return "", []
    base = service.base
    full = iris.expand(wanted, base)
    if full.startswith(base) and not NOT_IRI.search(full) and known(service.graph, full):
        return full, []
    found = names.meant(service.graph, wanted)
    if len(found) == 1:
        return found[0], []
    return "", list(dots(service.graph, found[:PAGE], lang).values())


def _starts(service: Service, lang: str) -> list[Dot]:
    prologue = "".join(f"PREFIX {p}: <{n}>\n" for p, n in service.prefixes.items())
    rows = service.graph.select(prologue + _STARTS).rows
    most = [r[0].value for r in rows if r[0] is not None]
    found = dots(service.graph, most, lang)
    return [found[node] for node in most if node in found]


# --- answers ----------------------------------------------------------------------------------------


def _rows(found: Around, lang: str) -> list[tuple[str, str, list[tuple[str, Dot]]]]:
    """Return the neighbours by relation: its name, its local name, and (arrow, neighbour)."""
    by_iri = {d.iri: d for d in found.dots}
    told: dict[str, list[tuple[str, Dot]]] = {}
    for tie in found.ties:
        if tie.source == found.centre.iri and tie.target in by_iri:
            told.setdefault(tie.relation, []).append(("→", by_iri[tie.target]))
        elif tie.target == found.centre.iri and tie.source in by_iri:
            told.setdefault(tie.relation, []).append(("←", by_iri[tie.source]))
    order = {d.iri: n for n, d in enumerate(found.dots)}
    return [
        (_line(r, lang)["label"], r, sorted(told[r], key=lambda x: (order[x[1].iri], x[0])))
        for r in RELATIONS
        if r in told
    ]


def _look(kind: str, lang: str) -> dict[str, str]:
    look = kind_of(kind)
    return {
        "label": look.zh if lang == "zh" else look.en,
        "shape": look.shape,
        "fill": look.fill,
        "border": look.border,
    }


def _line(relation: str, lang: str) -> dict[str, Any]:
    look = relation_of(relation)
    return {
        "label": look.zh if lang == "zh" else look.en,
        "colour": look.colour,
        "width": look.width,
        "dashes": list(look.dashes),
    }


def _drawn(service: Service, nodes: tuple[Dot, ...], ties: tuple[Tie, ...]) -> dict[str, Any]:
    return {
        "nodes": [_dot(service, d) for d in nodes],
        "ties": [
            {
                "source": iris.short(t.source, service.base),
                "relation": t.relation,
                "target": iris.short(t.target, service.base),
            }
            for t in ties
        ],
    }


def _dot(service: Service, dot: Dot) -> dict[str, str]:
    return {
        "id": iris.short(dot.iri, service.base),
        "kind": dot.kind,
        "label": dot.label,
        "href": service.address(dot.iri),
    }
