"""/chain: an item, paper, body, place, project or phrase followed up and down the levels."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from policykg.analyse import names
from policykg.analyse.dag import Dag, dag
from policykg.analyse.neighbours import PAGE, Dot, dots
from policykg.analyse.ties import slipped
from policykg.analyse.trace import trace
from policykg.rdf import iri as iris
from policykg.serve.service import Service
from policykg.serve.site import language_of, render
from policykg.view.chain_page import WORDS, branches, cut, drawn, said_by, title_of
from policykg.view.legend import relation_of

LONGEST = 300
"""Signs of what is asked for."""

LIMIT = 40
"""Items of a phrase that are followed."""


def answer(request: Request) -> Response:
    """Show the chain as a nested list; a script draws it from left to right."""
    service: Service = request.app.state.service
    lang = language_of(request)
    asked = request.query_params.get("of", "").strip()[:LONGEST]
    choices: list[Dot] = []
    found = None
    if asked:
        start = asked.removeprefix("/id/")
        if start != asked:
            start = service.base + start
        several = names.meant(service.graph, start)
        if len(several) > 1:
            choices = list(dots(service.graph, several[:PAGE], lang).values())
        else:
            followed = trace(service.graph, start, LIMIT)  # which knows the same names
            found = cut(dag(service.graph, followed)) if followed.nodes else None
    title = WORDS["chain"][lang != "zh"]
    doubts = _doubts(service, found, lang) if found else {}
    if found:
        named = [n.label for n in found.nodes if n.iri in found.starts]
        title = WORDS["chain-of"][lang != "zh"].format(named[0] if len(named) == 1 else asked)

    def short(node: str) -> str:
        return iris.short(node, service.base)

    return render(
        request,
        "chain.html",
        title=title,
        words=WORDS,
        of=asked,
        found=found,
        choices=choices,
        trees=branches(found, lang) if found else (),
        data=drawn(found, lang, short, service.address, doubts) if found else None,
        examples=() if asked else _examples(service),
        address=service.address,
        doubts=doubts,
        named=title_of,
        said_by=said_by,
        short=short,
        role_name=lambda role: relation_of(role).zh if lang == "zh" else relation_of(role).en,
    )


def _doubts(service: Service, found: Dag, lang: str) -> dict[str, str]:
    """Return what is to be said of items in whose rows the columns may have slipped, by IRI."""
    shown = {n.iri for n in found.nodes if n.kind == "item"}
    records = service.corpus.records
    papers = {r.document for r in records if service.node(r.key) in shown}
    ordinals = {r.key: r.ordinal or r.key for r in records if r.document in papers}
    said = WORDS["chain-slipped"][lang != "zh"]
    return {service.node(row): said.format(ordinals[beside]) for row, beside in slipped(service.corpus, papers)}


def _examples(service: Service) -> tuple[str, ...]:
    """Return names to try: projects and papers that the graph has."""
    prologue = "".join(f"PREFIX {p}: <{n}>\n" for p, n in service.prefixes.items())
    query = """SELECT ?name (COUNT(?item) AS ?n) {
        { ?item pol:concerns ?it . ?it a pol:Project ; skos:prefLabel ?name }
        UNION { ?item eli:is_part_of ?it ; pol:derivesFrom ?upper . ?it eli:id_local ?name }
    } GROUP BY ?name ORDER BY DESC(?n) ?name LIMIT 6"""
    return tuple(r[0].value for r in service.graph.select(prologue + query).rows if r[0] is not None)
