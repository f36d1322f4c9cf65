"""/id/…: every IRI of the graph as a page and as data.

An IRI of something that is no information (a body, a place, a person) answers 303 with the address of what is said
about it; all others answer at once. Below every address, ``.html``, ``.ttl``, ``.jsonld``, ``.nt`` and ``.rdf`` name
the form.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from policykg.analyse.entity import entity, entity_triples, known
from policykg.rdf.nquads import NOT_IRI
from policykg.rdf.ontology import ontology_written
from policykg.rdf.vocab import ONTOLOGY
from policykg.serve import negotiate, things
from policykg.serve.protocol import Operation
from policykg.serve.service import THINGS, Service
from policykg.serve.site import frame_of, language_of, page, problem, render
from policykg.store import results
from policykg.view.entity_page import WORDS, entity_html
from policykg.view.ontology_page import ontology_html

SUFFIXES = {"html": "html", "ttl": "ttl", "jsonld": "jsonld", "nt": "nt", "rdf": "rdfxml"}
"""Suffix of an address -> form."""

_NAMES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML"}
_OFFERED = {**negotiate.HTML, **negotiate.TRIPLES}


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
        return problem(request, 406, f"not acceptable: {accept}; there are {', '.join(_OFFERED)}")
    suffix = next(s for s, f in SUFFIXES.items() if f == form)
    address = "/id/" + quote(f"{path}.{suffix}", safe="/")
    if path.partition("/")[0] in THINGS:
        query = request.url.query
        where = address + (f"?{query}" if query else "")
        return Response(status_code=303, headers={"location": where, "vary": "accept"})
    response = _document(request, service, path, node, form)
    response.headers["content-location"] = address
    response.headers["vary"] = "accept, accept-language, cookie" if form == "html" else "accept"
    return response


def _document(request: Request, service: Service, path: str, node: str, form: str) -> Response:
    lang = language_of(request)
    here = "/id/" + quote(path, safe="/")
    alternates = [(name, f"{here}.{suffix}") for suffix, name in _NAMES.items()]
    links = [f'<{a}>; rel="alternate"; type="{negotiate.media_type(SUFFIXES[s], negotiate.TRIPLES).partition(";")[0]}"'
             for s, (_, a) in zip(_NAMES, alternates, strict=True)]  # fmt: skip
    if form == "html":
        if node == ONTOLOGY:
            response = page(request, ontology_html(lang, service.address, frame_of(request)))
        else:
            response = things.page(request, service, node, path, alternates) or page(
                request,
                entity_html(entity(service.graph, node), frame_of(request), service.address, alternates, service.base),
            )
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
    lang = language_of(request)
    at = 0 if lang == "zh" else 1
    return render(
        request,
        "error.html",
        title=WORDS["missing"][at],
        told=WORDS["missing-text"][at].format(path),
        status_code=404,
        status=404,
    )
