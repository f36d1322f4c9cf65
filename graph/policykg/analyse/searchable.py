"""What of a graph can be found by words: papers, items, bodies, places, projects, targets and sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policykg.analyse.facts import PREFIXES
from policykg.analyse.worklists import tasks
from policykg.rdf.vocab import BODY_CLASSES, PLACE_CLASSES
from policykg.store import Store, Table, open_graph
from policykg.store.folder import SEARCH
from policykg.store.search import Entry, write_index
from policykg.store.worklist import write_worklist

LEVELS: Mapping[str, str] = {
    "Country": "country",
    "Province": "province",
    "City": "city",
    "County": "county",
    "Zone": "county",
}
"""Class of a place -> the level of its bodies and papers."""


@dataclass(frozen=True, slots=True)
class _Paper:
    label: str
    facets: tuple[tuple[str, str], ...]
    title: str = ""
    number: str = ""
    issuer: str = ""


def index_graph(graph: Store, path: Path) -> None:
    """Write the search index of a graph to ``path``."""
    write_index(path, entries(graph), labels(graph))
    write_worklist(path, tasks(graph))


def index_folder(folder: Path) -> None:
    """Write the search index of the graph in ``folder`` beside it."""
    index_graph(open_graph(folder), folder / SEARCH)


def entries(graph: Store) -> Iterator[Entry]:
    """Yield all that can be found, papers first, each kind in the order of its IRIs."""
    levels = _levels(graph)
    papers = _papers(graph, levels)
    for iri, paper in papers.items():
        yield Entry(
            iri, "paper", paper.title or paper.number, "", f"{paper.number} {paper.issuer}", paper.number, paper.facets
        )
    bodies = _bodies(graph, levels)
    yield from _items(graph, papers, bodies)
    yield from bodies.values()
    for row in _ask(
        graph,
        f"VALUES ?class {{ {_classes(PLACE_CLASSES)} }} ?it a ?class ; skos:prefLabel ?name . "
        "OPTIONAL { ?it dcterms:identifier ?code } OPTIONAL { ?it skos:altLabel ?alt }",
        "?it ?class ?name ?code ?alt",
    ):
        code = _text(row["code"])
        level = LEVELS.get(_local(row["class"]), "")
        yield Entry(str(row["it"]), "place", str(row["name"]), "", f"{_text(row['alt'])} {code}", code,
                    _facets(level=level, place=code))  # fmt: skip
    yield from _projects(graph, papers)
    yield from _quantities(graph, papers)


def labels(graph: Store) -> Iterator[tuple[str, str, str]]:
    """Yield what values of facets are called: places by code, papers by key."""
    for row in _ask(graph, "?it dcterms:identifier ?code ; skos:prefLabel ?name", "?it ?code ?name"):
        yield "place", str(row["code"]), str(row["name"])
    for iri, paper in _papers(graph, {}).items():
        yield "paper", _key(iri), paper.label


def _papers(graph: Store, levels: Mapping[str, str]) -> dict[str, _Paper]:
    where = """?it a pol:PolicyDocument . OPTIONAL { ?it eli:id_local ?number } OPTIONAL { ?it eli:title ?title }
        OPTIONAL { ?it eli:date_document ?date } OPTIONAL { ?it pol:issuerName ?issuer }
        OPTIONAL { ?it pol:level/skos:notation ?level } OPTIONAL { ?it eli:jurisdiction/dcterms:identifier ?code }"""
    found: dict[str, _Paper] = {}
    for row in _ask(graph, where, "?it ?number ?title ?date ?issuer ?level ?code"):
        iri, number, title = str(row["it"]), _text(row["number"]), _text(row["title"])
        code = _text(row["code"])
        facets = _facets(
            level=_text(row["level"]) or levels.get(code, ""), place=code, year=_text(row["date"])[:4], paper=_key(iri)
        )
        found.setdefault(iri, _Paper(number or title, facets, title, number, _text(row["issuer"])))
    return found


def _bodies(graph: Store, levels: Mapping[str, str]) -> dict[str, Entry]:
    roles: dict[str, set[str]] = {}
    for row in _ask(graph, "?a pol:agency ?it ; pol:role/skos:notation ?role", "?it ?role"):
        roles.setdefault(str(row["it"]), set()).add(str(row["role"]))
    where = f"""VALUES ?class {{ {_classes(BODY_CLASSES)} }} ?it a ?class ; skos:prefLabel ?name .
        OPTIONAL {{ ?it skos:altLabel ?alt }} OPTIONAL {{ ?it pol:jurisdiction ?place . ?place skos:prefLabel ?where .
        OPTIONAL {{ ?place dcterms:identifier ?code }} }}"""
    found: dict[str, Entry] = {}
    for row in _ask(graph, where, "?it ?name ?alt ?where ?code"):
        iri, code = str(row["it"]), _text(row["code"])
        before = found.get(iri)
        also = f"{before.also} {_text(row['alt'])}" if before else _text(row["alt"])
        facets = _facets(level=levels.get(code, ""), place=code, role=roles.get(iri, set()))
        found[iri] = Entry(iri, "body", str(row["name"]), "", also, _text(row["where"]), facets)
    return found


def _items(graph: Store, papers: Mapping[str, _Paper], bodies: Mapping[str, Entry]) -> Iterator[Entry]:
    roles: dict[str, set[str]] = {}
    named: dict[str, dict[str, None]] = {}
    for row in _ask(graph, "?a pol:item ?it ; pol:agency ?body ; pol:role/skos:notation ?role", "?it ?body ?role"):
        roles.setdefault(str(row["it"]), set()).add(str(row["role"]))
        named.setdefault(str(row["it"]), {})[str(row["body"])] = None
    places: dict[str, set[str]] = {}
    for row in _ask(graph, "?it pol:concerns ?place . ?place dcterms:identifier ?code", "?it ?code"):
        places.setdefault(str(row["it"]), set()).add(str(row["code"]))
    where = "?it a pol:PolicyItem ; pol:text ?text . OPTIONAL { ?it eli:is_part_of ?paper } " + " ".join(
        f"OPTIONAL {{ ?it pol:{x} ?{x} }}" for x in ("title", "part", "section", "ordinal")
    )
    seen = set()
    for row in _ask(graph, where, "?it ?text ?paper ?title ?part ?section ?ordinal"):
        iri = str(row["it"])
        if iri in seen:
            continue
        seen.add(iri)
        paper = papers.get(_text(row["paper"]), _Paper("", ()))
        who = " ".join(bodies[b].name for b in named.get(iri, ()) if b in bodies)
        note = " · ".join(x for x in (paper.label, _text(row["part"]), _text(row["ordinal"])) if x)
        facets = (*paper.facets, *_facets(place=places.get(iri, set()), role=roles.get(iri, set())))
        also = f"{who} {_text(row['section'])} {paper.number} {paper.title}"
        yield Entry(iri, "item", _text(row["title"]), str(row["text"]), also, note, facets)


def _projects(graph: Store, papers: Mapping[str, _Paper]) -> Iterator[Entry]:
    found: dict[str, tuple[str, dict[str, None]]] = {}
    where = "?it a pol:Project ; skos:prefLabel ?name . OPTIONAL { ?item pol:concerns ?it ; eli:is_part_of ?paper }"
    for row in _ask(graph, where, "?it ?name ?paper"):
        found.setdefault(str(row["it"]), (str(row["name"]), {}))[1][_text(row["paper"])] = None
    for iri, (name, of) in found.items():
        known = [papers[p] for p in of if p in papers]
        yield Entry(
            iri,
            "project",
            name,
            "",
            "",
            " · ".join(p.label for p in known),
            tuple({f for p in known for f in p.facets}),
        )


def _quantities(graph: Store, papers: Mapping[str, _Paper]) -> Iterator[Entry]:
    where = (
        "?item pol:targets|pol:funds ?it ; eli:is_part_of ?paper . ?it a ?class ; nif:anchorOf ?quote . "
        "VALUES (?class ?kind) { (pol:Target 'target') (pol:Funding 'funding') } OPTIONAL { ?item pol:ordinal ?ordinal } "
        + " ".join(
            f"OPTIONAL {{ ?it pol:{x} ?{x} }}" for x in ("indicator", "deadline", "deadlineDate", "inheritedDeadline")
        )
    )
    seen = set()
    for row in _ask(
        graph, where, "?it ?item ?paper ?kind ?quote ?indicator ?ordinal ?deadline ?deadlineDate ?inheritedDeadline"
    ):
        iri = str(row["it"])
        if iri in seen:
            continue
        seen.add(iri)
        paper = papers.get(str(row["paper"]), _Paper("", ()))
        due = _text(row["deadline"]) or _text(row["deadlineDate"]) or _text(row["inheritedDeadline"])
        facets = (*(f for f in paper.facets if f[0] != "year"), *_facets(year=due[:4]))
        note = " · ".join(x for x in (paper.label, _text(row["ordinal"]), due) if x)
        yield Entry(iri, str(row["kind"]), _text(row["indicator"]), str(row["quote"]), "", note, facets)


def _levels(graph: Store) -> dict[str, str]:
    where = f"VALUES ?class {{ {_classes(PLACE_CLASSES)} }} ?it a ?class ; dcterms:identifier ?code"
    return {str(r["code"]): LEVELS.get(_local(r["class"]), "") for r in _ask(graph, where, "?code ?class")}


def _ask(graph: Store, where: str, columns: str) -> Table:
    return graph.select(f"{PREFIXES}SELECT DISTINCT {columns} WHERE {{ {where} }}").sorted_by()


def _facets(**given: str | set[str]) -> tuple[tuple[str, str], ...]:
    pairs = ((name, v) for name, value in given.items() for v in sorted({value} if isinstance(value, str) else value))
    return tuple((name, value) for name, value in pairs if value)


def _classes(table: Mapping[str, str]) -> str:
    return " ".join(f"<{c}>" for c in table.values())


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _local(iri: object) -> str:
    return _text(iri).rpartition("#")[2]


def _key(iri: str) -> str:
    return iri.rpartition("/")[2]
