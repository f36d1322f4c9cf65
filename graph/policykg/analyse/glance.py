"""A graph at a glance: its papers by place and year, its places as they lie in each other, what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policykg.analyse.facts import PREFIXES, text_of
from policykg.analyse.shown import Ref
from policykg.store import Store, Table

PAPERS = """SELECT ?paper ?number ?title ?date ?place ?place_name (COUNT(DISTINCT ?item) AS ?items) WHERE {
  ?paper a pol:PolicyDocument ; pol:source ?file .
  OPTIONAL { ?paper eli:id_local ?number } OPTIONAL { ?paper eli:title ?title } OPTIONAL { ?paper eli:date_document ?date }
  OPTIONAL { ?paper eli:jurisdiction ?place . ?place skos:prefLabel ?place_name }
  OPTIONAL { ?item eli:is_part_of ?paper ; a pol:PolicyItem }
} GROUP BY ?paper ?number ?title ?date ?place ?place_name"""
COUNTS = """SELECT ?kind (COUNT(DISTINCT ?it) AS ?n) WHERE {
  { ?it a pol:PolicyItem ; pol:source ?file BIND("items" AS ?kind) } UNION { ?it a pol:Assignment BIND("assignments" AS ?kind) }
  UNION { ?it a pol:Agency BIND("bodies" AS ?kind) } UNION { ?it a pol:Target BIND("targets" AS ?kind) }
  UNION { ?it a pol:Funding BIND("sums" AS ?kind) } UNION { ?it a pol:Project BIND("projects" AS ?kind) }
  UNION { ?it a pol:Derivation BIND("links" AS ?kind) }
} GROUP BY ?kind"""
PLACES = """SELECT DISTINCT ?place ?name ?code ?class ?above WHERE {
  VALUES ?class { pol:Province pol:City pol:County pol:Zone } ?place a ?class ; skos:prefLabel ?name .
  OPTIONAL { ?place dcterms:identifier ?code } OPTIONAL { ?place pol:within ?above }
}"""
WORK = """SELECT DISTINCT ?place ?item WHERE {
  { ?body pol:jurisdiction ?place . ?assignment pol:agency ?body ; pol:item ?item }
  UNION { ?item pol:concerns ?place . ?place dcterms:identifier ?code }
  UNION { ?item eli:is_part_of/eli:jurisdiction ?place ; pol:source ?file }
}"""
QUESTIONS = (("papers", PAPERS), ("counts", COUNTS), ("places", PLACES), ("work", WORK))

MOST = 400
"""Places that are shown one by one; above that, counties are only counted."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was read, and how many items it has."""

    ref: Ref
    number: str
    title: str
    date: str
    place: Ref | None
    items: int


@dataclass(frozen=True, slots=True)
class Box:
    """A place with the places in it; ``items`` charge its bodies, name it, or stand in its papers.

    ``step`` (0 to 4) is how many that is against the busiest place of its level; ``hidden`` places in it are not listed.
    """

    ref: Ref
    level: str
    items: int
    step: int
    inside: tuple[Box, ...] = ()
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Glance:
    """What a first page tells. ``table`` has a row for each place: place, papers by year (those of ``years``), all."""

    counts: Mapping[str, int]
    papers: tuple[Paper, ...]
    years: tuple[str, ...]
    table: tuple[tuple[Ref | None, tuple[int, ...], int], ...]
    boxes: tuple[Box, ...]


def glance(graph: Store) -> Glance:
    """Look at a whole graph; papers newest first, places by code, busiest provinces first."""
    papers = tuple(sorted(_papers(graph), key=lambda p: (p.date, p.number or p.title), reverse=True))
    counts = {str(r["kind"]): int(str(r["n"])) for r in _ask(graph, COUNTS)}
    years = tuple(sorted({p.date[:4] for p in papers}, key=lambda y: (not y, y)))
    rows: dict[Ref | None, dict[str, int]] = {}
    for paper in papers:
        row = rows.setdefault(paper.place, {})
        row[paper.date[:4]] = row.get(paper.date[:4], 0) + 1
    table = tuple(
        (place, tuple(row.get(year, 0) for year in years), sum(row.values()))
        for place, row in sorted(rows.items(), key=lambda x: (x[0] is None, x[0].iri if x[0] else ""))
    )
    return Glance({"papers": len(papers), **counts}, papers, years, table, _boxes(graph))


def _papers(graph: Store) -> Iterable[Paper]:
    seen = set()
    for r in _ask(graph, PAPERS):
        iri = text_of(r["paper"])
        if iri and iri not in seen:
            seen.add(iri)
            number, title = text_of(r["number"]), text_of(r["title"])
            place = Ref(str(r["place"]), str(r["place_name"])) if r["place"] else None
            yield Paper(Ref(iri, number or title), number, title, text_of(r["date"]), place, int(str(r["items"])))


@dataclass(slots=True)
class _Place:
    """A place while the boxes are put into each other."""

    ref: Ref
    level: str
    code: str
    above: str
    items: int = 0
    inside: list[str] = field(default_factory=list)


def _boxes(graph: Store) -> tuple[Box, ...]:
    places: dict[str, _Place] = {}
    for r in _ask(graph, PLACES):
        ref = Ref(str(r["place"]), str(r["name"]))
        level = text_of(r["class"]).rpartition("#")[2]
        places.setdefault(ref.iri, _Place(ref, level, text_of(r["code"]), text_of(r["above"])))
    work: dict[str, set[str]] = {}
    for r in _ask(graph, WORK):
        work.setdefault(str(r["place"]), set()).add(str(r["item"]))
    roots = []
    for iri, place in sorted(places.items(), key=lambda x: (x[1].code, x[0])):
        place.items = len(work.get(iri, ()))
        if place.above in places and place.above != iri:
            places[place.above].inside.append(iri)
        else:
            roots.append(iri)
    busiest: dict[str, int] = {}
    for place in places.values():
        busiest[place.level] = max(busiest.get(place.level, 0), place.items)
    few = len(places) <= MOST
    boxes = [_box(places, iri, busiest, few, frozenset()) for iri in roots]
    return tuple(sorted(boxes, key=lambda box: -_all(box)))  # the sort is stable


def _box(places: Mapping[str, _Place], iri: str, busiest: Mapping[str, int], few: bool, above: frozenset[str]) -> Box:
    place = places[iri]
    shown = [i for i in place.inside if i not in above and (few or places[i].level not in ("County", "Zone"))]
    most = busiest[place.level] or 1
    step = 0 if not place.items else min(4, 1 + 4 * (place.items - 1) // most)
    inside = tuple(_box(places, i, busiest, few, above | {iri}) for i in shown)
    return Box(place.ref, place.level, place.items, step, inside, len(place.inside) - len(shown))


def _all(box: Box) -> int:
    return box.items + sum(_all(b) for b in box.inside)


def _ask(graph: Store, sparql: str) -> Table:
    return graph.select(PREFIXES + sparql).sorted_by()
