"""/questions: the named questions, each answered as a table without a line of SPARQL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from policykg.analyse import names
from policykg.analyse.choices import choices
from policykg.analyse.neighbours import dots
from policykg.analyse.queries import NamedQuery, bound, load_queries
from policykg.errors import QueryError, RequestError
from policykg.serve.protocol import Operation
from policykg.serve.search import csv_text
from policykg.serve.service import Service
from policykg.serve.site import language_of, render
from policykg.store import Table, Term
from policykg.view.answer_words import CODED, COLUMNS, SAID
from policykg.view.question_words import TAGS, WORDS

MOST = 200
"""Rows that a page shows; the files have them all."""


def answer(request: Request) -> Response:
    """List the questions by subject."""
    lang = language_of(request)
    groups: dict[str, list[NamedQuery]] = {}
    for question in load_queries():
        groups.setdefault(question.tags[0] if question.tags else "", []).append(question)
    order = [tag for tag in TAGS if tag in groups] + sorted(tag for tag in groups if tag not in TAGS)
    title = WORDS["questions"][0 if lang == "zh" else 1]
    named = [(TAGS[tag][0 if lang == "zh" else 1] if tag in TAGS else tag, groups[tag]) for tag in order]
    return render(request, "questions.html", title=title, words=WORDS, groups=named, quote=quote)


def one(request: Request) -> Response:
    """Answer one question with the values given for its parameters."""
    service: Service = request.app.state.service
    lang = language_of(request)
    question = next((q for q in load_queries() if q.name == request.path_params["name"]), None)
    if question is None:
        raise RequestError(404, "")
    given = {p.name: request.query_params.get(p.name, "").strip()[:200] or p.default for p in question.params}
    asked, told, table = "", "", None
    if all(given.values()):
        try:
            asked = bound(service.graph, question, given)
            table = _asked(service, question, asked)
        except QueryError as error:
            if asked:
                raise
            told = str(error)
    form = request.query_params.get("format", "")
    if form and table is not None:
        return _file(service, question, table, form)
    at = 0 if lang == "zh" else 1
    return render(
        request,
        "question.html",
        title=question.title[lang],
        words=WORDS,
        crumbs=[(WORDS["questions"][at], "/questions")],
        question=question,
        params=[
            (p, given[p.name], p.zh if lang == "zh" else p.en, choices(service.graph, p, lang)) for p in question.params
        ],
        told=told,
        columns=[COLUMNS[c][at] if c in COLUMNS else c for c in table.columns] if table else (),
        rows=_told(service, table, lang) if table else [],
        total=len(table) if table else 0,
        answered=table is not None,
        asked=asked,
    )


def _asked(service: Service, question: NamedQuery, sparql: str) -> Table:
    """Ask in the processes that can be stopped; rows in the order that the question wants."""
    told = json.loads(service.ask(Operation(sparql), "json", "ttl").body)
    columns = tuple(told["head"]["vars"])
    rows = tuple(tuple(_term(b.get(c)) for c in columns) for b in told["results"]["bindings"])
    return Table(columns, rows).sorted_by(question.order).head(question.limit)


def _term(told: Mapping[str, str] | None) -> Term | None:
    if told is None:
        return None
    kinds = {"uri": "iri", "bnode": "blank"}
    return Term(told["value"], kinds.get(told["type"], "literal"), told.get("datatype", ""), told.get("xml:lang", ""))  # type: ignore[arg-type]


def _told(service: Service, table: Table, lang: str) -> list[list[tuple[str, str, bool]]]:
    """Return what each cell shows, where it leads, and whether it is a number: names for IRIs, words for codes."""
    rows = table.rows[:MOST]
    nodes = {t.value for row in rows for t in row if t is not None and t.kind == "iri"}
    called = {node: dot.label for node, dot in dots(service.graph, nodes, lang).items()}
    called |= {node: names.label(service.graph, node, lang) for node in sorted(nodes) if node not in called}
    coded = _codes(service, lang) if CODED.intersection(table.columns) else {}
    said = {code: words[lang != "zh"] for code, words in SAID.items()}

    def cell(column: str, term: Term | None) -> tuple[str, str, bool]:
        if term is None:
            return "", "", False
        if term.kind == "iri":
            address = service.address(term.value)
            return called[term.value], address if address.startswith(("/", "http")) else "", False
        if not isinstance(term.plain, str | bool):
            return term.value, "", True
        code = term.value
        return coded.get(code, code) if column in CODED else said.get(code, code), "", False

    return [[cell(column, term) for column, term in zip(table.columns, row, strict=True)] for row in rows]


def _codes(service: Service, lang: str) -> dict[str, str]:
    """Return the names of all concepts by their notations."""
    query = "".join(f"PREFIX {p}: <{n}>\n" for p, n in service.prefixes.items())
    query += "SELECT ?code ?name { ?concept skos:notation ?code ; skos:prefLabel ?name }"
    rows = service.graph.select(query).sorted_by().rows
    return {code.value: name.value for code, name in rows if code and name and name.lang == lang}


def _file(service: Service, question: NamedQuery, table: Table, form: str) -> Response:
    values = [["" if v is None else str(v) for v in row] for row in table.values()]
    if form == "csv":
        body, media = csv_text(table.columns, values), "text/csv; charset=utf-8"
    elif form == "json":
        rows = [dict(zip(table.columns, row, strict=True)) for row in values]
        body = json.dumps({"question": question.name, "results": rows}, ensure_ascii=False, indent=1) + "\n"
        media = "application/json"
    else:
        raise RequestError(400, f"format: {form[:20]!r} is none of csv, json")
    headers = {"content-disposition": f'attachment; filename="{question.name}.{form}"'}
    return Response(body.encode(), 200, headers, media)
