"""The pages of the site: address, what answers, its name in the navigation.

A page is one line here, a function ``(request) -> Response`` that calls ``site.render``, and a template that extends
base.html; docs/site.md shows one from end to end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from policykg.serve import chain, curation, home, network, questions, reports, search
from policykg.view.reports_words import WORDS


@dataclass(frozen=True, slots=True)
class Page:
    """A page; ``name`` (zh, en) puts it into the navigation, in the order of ``PAGES``."""

    path: str
    answer: Callable[[Request], Response]
    name: tuple[str, str] | None = None


PAGES = (
    Page("/", home.answer),
    Page("/search", search.answer, ("检索", "Search")),
    Page("/chain", chain.answer, ("链条", "Chain")),
    Page("/curation", curation.answer),
    *(Page(f"/{name}", answer, WORDS[name]) for name, answer in reports.PAGES.items()),
    Page("/questions", questions.answer, ("问题", "Questions")),
    Page("/questions/{name}", questions.one),
    Page("/network", network.answer, ("网络", "Network")),
    Page("/data/neighbours", network.neighbours),
    Page("/data/path", network.path),
    Page("/data/network.gexf", network.picture),
)

ELSEWHERE = (("/sparql", ("SPARQL", "SPARQL")), ("/id/ontology", ("本体", "Ontology")))
"""Addresses that are no page of this table, at the end of the navigation."""
