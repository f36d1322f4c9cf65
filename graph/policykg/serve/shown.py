"""The page of /sparql: an editor with the named questions, and under it the answer as a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from policykg.analyse.queries import load_queries
from policykg.rdf import iri
from policykg.rdf.vocab import BASE
from policykg.serve.protocol import Operation
from policykg.serve.service import Service
from policykg.serve.site import language_of, render
from policykg.store.pool import Reply
from policykg.view.entity_page import WORDS
from policykg.view.site_words import Words

FIRST = """SELECT ?body ?name ?item ?text {
  ?body pol:leads ?item ; skos:prefLabel ?name .
  ?item pol:text ?text
} LIMIT 10"""
"""The query that stands in an empty editor."""

MOST = 1000
"""Rows that the page shows; the data forms have them all."""

EDITOR: Words = {
    "editor-open": ("打开编辑器", "Open the editor"),
    "editor-loading": ("正在载入…", "Loading…"),
    "editor-use": ("放入编辑器", "Put it into the editor"),
    "editor-prefixes": ("可直接使用的前缀", "Prefixes that need no declaration"),
    "view-table": ("表格", "Table"),
    "view-response": ("原始结果", "Response"),
    "view-chart": ("条形图", "Chart"),
    "view-picture": ("图形", "Graph"),
    "view-size": ("每页行数", "Rows a page"),
    "view-simple": ("只显示内容", "Simple view"),
    "view-ellipse": ("截短长文", "Cut long texts"),
    "view-page": ("每页", "Page size"),
    "view-filter": ("在结果中查找", "Filter the results"),
    "view-told": ("{0} 条结果，用时 {1} 秒", "{0} results, {1} seconds"),
    "view-first": ("前 {0} 条，共 {1} 条", "The first {0} of {1}"),
    "view-lines": ("{0} 条联系的图形", "Picture of {0} links"),
}
"""Words of the editor, besides those of the page."""

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
    questions = [(q.name, q.title[lang], q.whole) for q in load_queries()]
    asked = columns is not None or bool(text)
    title = WORDS["answer" if asked else "sparql"][0 if lang == "zh" else 1]
    return render(
        request,
        "sparql.html",
        title=title,
        words={**WORDS, **EDITOR},
        vary=_VARY,
        query=query,
        asked=asked,
        columns=columns or [],
        rows=rows or [],
        total=total,
        text=text,
        questions=questions,
        data=_data(request, lang),
    )


def _data(request: Request, lang: str) -> dict[str, Any]:
    """Return what the editor must know: prefixes, the beginnings of our IRIs, words."""
    service: Service = request.app.state.service
    bases = dict.fromkeys((service.base, BASE))
    words = {**EDITOR, "ask": WORDS["ask"]}
    return {
        "prefixes": service.prefixes,
        "bases": list(bases),
        "words": {k: v[lang != "zh"] for k, v in words.items()},
    }


def _cell(service: Service, term: Mapping[str, str] | None) -> tuple[str, str]:
    if term is None:
        return "", ""
    if term["type"] != "uri":
        return term["value"], ""
    address = service.address(term["value"])
    return iri.short(term["value"], service.base), address if address.startswith(("/", "http")) else ""
