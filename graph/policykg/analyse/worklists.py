"""The lists of bodies, places and projects that a graph holds, newest paper first, each paper's items in their order."""

from __future__ import annotations

from policykg.analyse.facts import PREFIXES, text_of
from policykg.rdf.vocab import BODY_CLASSES
from policykg.store import Store, Table
from policykg.store.terms import iri
from policykg.store.worklist import Tasks


def tasks(graph: Store) -> Tasks:
    """Return what every body, place and project has to do with which items."""
    roles = [
        (str(r["it"]), str(r["role"]), str(r["item"]))
        for r in _ask(graph, "?a pol:agency ?it ; pol:item ?item ; pol:role/skos:notation ?role", "?it ?role ?item")
    ]
    concerns = _pairs(graph, "?two pol:concerns ?one ; a pol:PolicyItem")
    dates: dict[str, str] = {}
    for r in _ask(graph, "?it eli:is_part_of/eli:date_document ?date", "?it ?date"):
        dates[str(r["it"])] = max(dates.get(str(r["it"]), ""), text_of(r["date"]))
    named = {*(i for _, _, i in roles), *(i for _, i in concerns)}
    classes = " ".join(f"<{c}>" for c in BODY_CLASSES.values())
    names: dict[str, str] = {}
    for r in _ask(graph, f"VALUES ?class {{ {classes} }} ?it a ?class ; skos:prefLabel ?name", "?it ?name"):
        names[str(r["it"])] = min(names.get(str(r["it"]), str(r["name"])), str(r["name"]))
    return Tasks(
        newest({i: dates.get(i, "") for i in named}),
        names,
        roles,
        _pairs(graph, "?one org:hasMember ?two"),
        _pairs(graph, "?two pol:jurisdiction ?one"),
        concerns,
    )


def newest(items: dict[str, str]) -> list[str]:
    """Return items (with the dates of their papers) newest paper first, each paper's in its order."""
    order = sorted(items, key=lambda i: iri(i).sort_key())
    return sorted(order, key=lambda i: items[i], reverse=True)


def _pairs(graph: Store, where: str) -> list[tuple[str, str]]:
    return [(str(r["one"]), str(r["two"])) for r in _ask(graph, where, "?one ?two")]


def _ask(graph: Store, where: str, columns: str) -> Table:
    """Answer in any order: what comes of it is sorted when it is written."""
    return graph.select(f"{PREFIXES}SELECT {columns} WHERE {{ {where} }}")
