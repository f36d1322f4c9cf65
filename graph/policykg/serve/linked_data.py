"""/id/…: every IRI of the graph as a page and as data.

An IRI of something that is no information (a body, a place, a person) answers 303 with the address of what is said
about it; all others answer at once. Below every address, ``.html``, ``.ttl``, ``.jsonld``, ``.nt`` and ``.rdf`` name
the form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from policykg.analyse.entity import entity, entity_triples, known
from policykg.rdf import iri
from policykg.rdf.nquads import NOT_IRI
from policykg.rdf.ontology import ontology_written
from policykg.rdf.vocab import ONTOLOGY
from policykg.serve import negotiate
from policykg.serve.protocol import Operation
from policykg.serve.service import THINGS, Service
from policykg.store import results
from policykg.store.pool import Reply
from policykg.view.entity_page import answer_html, entity_html, missing_html
from policykg.view.ontology_page import ontology_html

SUFFIXES = {"html": "html", "ttl": "ttl", "jsonld": "jsonld", "nt": "nt", "rdf": "rdfxml"}
"""Suffix of an address -> form."""

_NAMES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML"}
_OFFERED = {**negotiate.HTML, **negotiate.TRIPLES}
_PAPERS = """SELECT DISTINCT ?paper ?number ?title { ?item eli:is_part_of ?paper .
    OPTIONAL { ?paper eli:id_local ?number } OPTIONAL { ?paper eli:title ?title } }"""


def answer(request: Request) -> Response:
    """Answer a request for the node whose path stands behind /id/."""
    service: Service = request.app.state.service
    path = str(request.path_params["path"])
    stem, dot, suffix = path.rpartition(".")
    form = SUFFIXES.get(suffix, "") if dot else ""
    if found := _find(service, path):
        return _chosen(request, service, path, found)
    if form and (found := _find(service, stem)):
        return _document(request, service, stem, found, form)
    return _missing(request, path)


def _find(service: Service, path: str) -> str:
    for candidate in service.candidates(path):
        if NOT_IRI.search(candidate):
            continue
        if candidate == ONTOLOGY or known(service.graph, candidate):
            return candidate
    return ""


def _chosen(request: Request, service: Service, path: str, node: str) -> Response:
    """Choose a form by the Accept header."""
    accept = request.headers.get("accept", "")
    form = negotiate.form_of(accept, _OFFERED)
    if not form:
        return PlainTextResponse(f"not acceptable: {accept}; there are {', '.join(_OFFERED)}\n", 406)
    suffix = next(s for s, f in SUFFIXES.items() if f == form)
    address = "/id/" + quote(f"{path}.{suffix}", safe="/")
    if path.partition("/")[0] in THINGS:
        query = request.url.query
        where = address + (f"?{query}" if query else "")
        return Response(status_code=303, headers={"location": where, "vary": "accept"})
    response = _document(request, service, path, node, form)
    response.headers["content-location"] = address
    response.headers["vary"] = "accept, accept-language" if form == "html" else "accept"
    return response


def _document(request: Request, service: Service, path: str, node: str, form: str) -> Response:
    lang = language_of(request)
    here = "/id/" + quote(path, safe="/")
    alternates = [(name, f"{here}.{suffix}") for suffix, name in _NAMES.items()]
    links = [f'<{a}>; rel="alternate"; type="{negotiate.media_type(SUFFIXES[s], negotiate.TRIPLES).partition(";")[0]}"'
             for s, (_, a) in zip(_NAMES, alternates, strict=True)]  # fmt: skip
    if form == "html":
        if node == ONTOLOGY:
            response = html(ontology_html(lang, service.address))
        else:
            response = html(entity_html(entity(service.graph, node), lang, service.address, alternates, service.base))
    else:
        body = _data(service, node, form)
        response = Response(body, media_type=negotiate.media_type(form, negotiate.TRIPLES))
    response.headers["link"] = ", ".join(links)
    return response


def _data(service: Service, node: str, form: str) -> bytes:
    if node == ONTOLOGY:
        return ontology_written(form)
    own = entity_triples(service.graph, node)
    if not own.triples:  # the name of a graph: all that stands in it
        asked = Operation("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", default=(node,))
        return service.ask(asked, "", form).body
    return results.write(own, form, service.prefixes)


def _missing(request: Request, path: str) -> Response:
    if negotiate.form_of(request.headers.get("accept", ""), _OFFERED) != "html":
        return PlainTextResponse(f"the graph does not have {path}\n", 404)
    return html(missing_html(path, language_of(request)), 404)


def language_of(request: Request) -> str:
    """Return the reader's language: zh or en."""
    return negotiate.language(request.query_params.get("lang"), request.headers.get("accept-language", ""))


def papers(service: Service) -> list[tuple[str, str, str]]:
    """Return the papers that have items: address, number and title."""
    prologue = "".join(f"PREFIX {p}: <{n}>\n" for p, n in service.prefixes.items())
    rows = service.graph.select(prologue + _PAPERS).sorted_by()
    return [(service.address(str(r["paper"])), str(r["number"] or ""), str(r["title"] or "")) for r in rows]


def shown(service: Service, asked: Operation, reply: Reply, lang: str) -> str:
    """Return the page of an answer that was given as JSON or Turtle."""
    if reply.kind == "triples":
        return answer_html(asked.query, (), (), reply.body.decode(), lang)
    told = json.loads(reply.body)
    if "boolean" in told:
        return answer_html(asked.query, (), (), str(told["boolean"]).lower(), lang)
    columns = told["head"]["vars"]
    rows = [[_cell(service, row.get(c)) for c in columns] for row in told["results"]["bindings"]]
    return answer_html(asked.query, columns, rows, "", lang)


def _cell(service: Service, term: Mapping[str, str] | None) -> tuple[str, str]:
    if term is None:
        return "", ""
    if term["type"] != "uri":
        return term["value"], ""
    address = service.address(term["value"])
    return iri.short(term["value"], service.base), address if address.startswith(("/", "http")) else ""


def html(page: str, status: int = 200, vary: str = "accept-language") -> Response:
    """Return a page."""
    return Response(page, status, {"vary": vary}, media_type="text/html; charset=utf-8")
