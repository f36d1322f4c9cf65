"""The first page: search, the corpus at a glance, its places and papers, the questions it answers, how well it reads."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from policykg.analyse.glance import QUESTIONS as BEHIND
from policykg.analyse.queries import load_queries
from policykg.resources import read_table
from policykg.serve.service import Service
from policykg.serve.site import language_of, render
from policykg.view.home_words import EXAMPLES, QUESTIONS, WORDS
from policykg.view.site_words import SITE

MOST = 20
"""Papers that are listed here; the search lists them all."""


def answer(request: Request) -> Response:
    """Show what the graph holds and where to begin."""
    service: Service = request.app.state.service
    lang = language_of(request)
    questions = {q.name: q.title[lang] for q in load_queries()}
    return render(
        request,
        "home.html",
        title=SITE["site"][0 if lang == "zh" else 1],
        words=WORDS,
        glance=service.glance,
        href=service.address,
        most=MOST,
        examples=[(e, f"/search?q={quote(e)}") for e in EXAMPLES],
        questions=[(f"/questions/{name}", questions[name]) for name in QUESTIONS if name in questions],
        accuracy=read_table("accuracy.csv", "figures"),
        behind=[("", sparql) for _, sparql in BEHIND],
    )
