"""The first page: the corpus at a glance, its papers, and the questions it answers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from policykg.analyse.queries import load_queries
from policykg.serve.service import Service
from policykg.serve.site import language_of, render
from policykg.view.entity_page import WORDS

_PAPERS = """SELECT DISTINCT ?paper ?number ?title { ?item eli:is_part_of ?paper .
    OPTIONAL { ?paper eli:id_local ?number } OPTIONAL { ?paper eli:title ?title } }"""


def answer(request: Request) -> Response:
    """Show the papers and the named questions."""
    service: Service = request.app.state.service
    lang = language_of(request)
    questions = [(q.name, q.title[lang], q.sparql) for q in load_queries()]
    title = WORDS["home"][0 if lang == "zh" else 1]
    return render(
        request,
        "home.html",
        title=title,
        words=WORDS,
        papers=_papers(service),
        questions=questions,
        triples=len(service.graph),
    )


def _papers(service: Service) -> list[tuple[str, str, str]]:
    """Return the papers that have items: address, number and title."""
    prologue = "".join(f"PREFIX {p}: <{n}>\n" for p, n in service.prefixes.items())
    rows = service.graph.select(prologue + _PAPERS).sorted_by()
    return [(service.address(str(r["paper"])), str(r["number"] or ""), str(r["title"] or "")) for r in rows]
