"""The page of /sparql: an editor with the named questions, and under it the answer as a table."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from policykg.analyse.queries import load_queries
from policykg.rdf import iri
from policykg.serve.protocol import Operation
from policykg.serve.service import Service
from policykg.serve.site import language_of, render
from policykg.store.pool import Reply
from policykg.view.entity_page import WORDS

FIRST = "SELECT ?body ?item { ?body pol:leads ?item } LIMIT 10"
"""The query that stands in an empty editor."""

MOST = 1000
"""Rows that the page shows; the data forms have them all."""

_VARY = "accept, accept-language, cookie"


def editor(request: Request) -> Response:
    """Show the editor and the named questions."""
    return _page(request, query=FIRST)


def answer(request: Request, asked: Operation, reply: Reply) -> Response:
    """Show an answer that was given as JSON or Turtle, with its query to ask again."""
    service: Service = request.app.state.service
    if reply.kind == "triples":
        return _page(request, query=asked.query, text=reply.body.decode())
    told = json.loads(reply.body)
    if "boolean" in told:
        return _page(request, query=asked.query, text=str(told["boolean"]).lower())
    columns = told["head"]["vars"]
    bindings = told["results"]["bindings"]
    rows = [[_cell(service, row.get(c)) for c in columns] for row in bindings[:MOST]]
    return _page(request, query=asked.query, columns=columns, rows=rows, total=len(bindings))


def _page(
    request: Request,
    *,
    query: str,
    columns: list[str] | None = None,
    rows: list[list[tuple[str, str]]] | None = None,
    total: int = 0,
    text: str = "",
) -> Response:
    lang = language_of(request)
    questions = [(q.name, q.title[lang], q.sparql) for q in load_queries()]
    asked = columns is not None or bool(text)
    title = WORDS["answer" if asked else "sparql"][0 if lang == "zh" else 1]
    return render(
        request,
        "sparql.html",
        title=title,
        words=WORDS,
        vary=_VARY,
        query=query,
        asked=asked,
        columns=columns or [],
        rows=rows or [],
        total=total,
        text=text,
        questions=questions,
    )


def _cell(service: Service, term: Mapping[str, str] | None) -> tuple[str, str]:
    if term is None:
        return "", ""
    if term["type"] != "uri":
        return term["value"], ""
    address = service.address(term["value"])
    return iri.short(term["value"], service.base), address if address.startswith(("/", "http")) else ""
