"""Facts about items as a trace and an explanation need them, read from a graph in a few wide questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from policykg.rdf.vocab import VOCABULARIES
from policykg.store import Store, Table
from policykg.store.terms import Plain, iri

PREFIXES = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in VOCABULARIES.items())

_KINDS = {"Agency": "agency", "AgencyGroup": "group", "UnresolvedAgency": "unresolved"}
_LEVELS = {"Country": "country", "Province": "province", "City": "city", "County": "county", "Zone": "county"}
LEVELS = ("country", "province", "city", "county", "township")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement stands: words, file, half-open span in code points, rule, score (None: certain by form)."""

    quote: str
    path: str
    sha256: str
    start: int
    end: int
    rule: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A body: ``level`` is that of its jurisdiction ("" when none is known), ``members`` those of a group."""

    iri: str
    label: str
    kind: Literal["agency", "group", "unresolved", ""] = ""
    level: str = ""
    members: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleFact:
    """A body in a role on an item."""

    role: str
    body: Body
    printed: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class QuantityFact:
    """A target or a sum of money; numbers as decimal text."""

    iri: str
    kind: Literal["target", "funding"]
    indicator: str
    comparator: str
    value: str
    value_max: str
    unit: str
    deadline: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ItemFact:
    """An item with what its own paper says of it. ``document`` is its number, else its title."""

    iri: str
    document: str
    document_iri: str
    level: str
    part: str
    section: str
    ordinal: str
    title: str
    text: str
    deadline: str
    evidence: Evidence | None
    roles: tuple[RoleFact, ...] = ()
    quantities: tuple[QuantityFact, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A derivation: ``item`` takes up ``upper``; kind is quoted, cited or aligned."""

    item: str
    upper: str
    kind: str
    evidence: Evidence


def ask(graph: Store, where: str, columns: str, nodes: Iterable[str]) -> Table:
    """Answer ``SELECT columns WHERE where`` with ?it bound to ``nodes``; rows in order."""
    query = f"{PREFIXES}SELECT DISTINCT {columns} WHERE {{ VALUES ?it {{ }} {where} }}"
    return graph.select(query, {"it": tuple(iri(n) for n in nodes)}).sorted_by()


_SPAN = """{0} nif:beginIndex ?start ; nif:endIndex ?end ; pol:source ?src . ?src pol:path ?path ; pol:sha256 ?sha .
  OPTIONAL {{ {0} nif:anchorOf ?quote }} OPTIONAL {{ {0} pol:rule ?rule }} OPTIONAL {{ {0} pol:score ?score }}"""
_SPAN_COLUMNS = "?start ?end ?path ?sha ?quote ?rule ?score"


def evidence_of(row: Mapping[str, Plain], quote: str = "") -> Evidence:
    """Make the evidence of a row that has the columns of a span."""
    score = row.get("score")
    return Evidence(
        str(row["quote"] or quote),
        str(row["path"]),
        str(row["sha"]),
        int(str(row["start"])),
        int(str(row["end"])),
        str(row["rule"] or ""),
        None if score is None else float(str(score)),
    )


def text_of(value: Plain) -> str:
    """Return a cell as text, "" when it is unbound."""
    return "" if value is None else str(value)


def links(graph: Store, nodes: Sequence[str], direction: Literal["up", "down"]) -> tuple[Link, ...]:
    """Return the derivations that begin (up) or end (down) at ``nodes``, in order."""
    here, there = ("item", "upstreamItem") if direction == "up" else ("upstreamItem", "item")
    where = f"?d pol:{here} ?it ; pol:{there} ?other ; pol:derivationKind/skos:notation ?kind . {_SPAN.format('?d')}"
    found = []
    for row in ask(graph, where, f"?it ?other ?kind {_SPAN_COLUMNS}", nodes):
        pair = (str(row["it"]), str(row["other"]))
        item, upper = pair if direction == "up" else pair[::-1]
        found.append(Link(item, upper, str(row["kind"]), evidence_of(row)))
    return tuple(found)


def bodies(graph: Store, nodes: Iterable[str]) -> dict[str, Body]:
    """Return bodies by IRI, groups with their members."""
    wanted = tuple(nodes)
    members: dict[str, list[str]] = {}
    for row in ask(graph, "?it org:hasMember ?member .", "?it ?member", wanted):
        members.setdefault(str(row["it"]), []).append(str(row["member"]))
    inner = bodies(graph, sorted({m for ms in members.values() for m in ms})) if members else {}
    where = """?it skos:prefLabel ?label ; a ?class . OPTIONAL { ?it pol:jurisdiction ?place . ?place a ?level }"""
    found: dict[str, Body] = {}
    for row in ask(graph, where, "?it ?label ?class ?level", wanted):
        node, kind = str(row["it"]), _KINDS.get(_local(row["class"]))
        if kind is not None and node not in found:
            level = _LEVELS.get(_local(row["level"]), "")
            inside = tuple(inner[m] for m in members.get(node, ()) if m in inner)
            found[node] = Body(node, str(row["label"]), kind, level, inside)  # type: ignore[arg-type]
    return found


def items(graph: Store, nodes: Sequence[str]) -> dict[str, ItemFact]:
    """Return items by IRI with roles, quantities and places; what the graph does not know is left out."""
    roles, quantities, places = _roles(graph, nodes), _quantities(graph, nodes), _places(graph, nodes)
    where = (
        "?it a pol:PolicyItem ; pol:text ?text . OPTIONAL { ?it eli:is_part_of ?doc } "
        + " ".join(f"OPTIONAL {{ ?it pol:{x} ?{x} }}" for x in ("part", "section", "ordinal", "title", "deadline"))
        + " OPTIONAL { ?doc eli:id_local ?number } OPTIONAL { ?doc eli:title ?name }"
        + " OPTIONAL { ?doc pol:level/skos:notation ?level }"
        # bound anew: what is optional and more than one pattern, Oxigraph looks up for all items of the graph
        + f" OPTIONAL {{ VALUES ?it {{ }} {_SPAN.format('?it')} }}"
    )
    columns = f"?it ?text ?doc ?part ?section ?ordinal ?title ?deadline ?number ?name ?level {_SPAN_COLUMNS}"
    found: dict[str, ItemFact] = {}
    rows = list(ask(graph, where, columns, nodes))
    issuers = _issuer_levels(graph, {str(r["doc"]) for r in rows if r["doc"] and not r["level"]})
    for row in rows:
        node = str(row["it"])
        if node in found:
            continue
        own = roles.get(node, ())
        found[node] = ItemFact(
            node,
            text_of(row["number"] or row["name"]),
            text_of(row["doc"]),
            # a paper that is only quoted has no level of its own: its title or the bodies it charges tell
            text_of(row["level"])
            or issuers.get(text_of(row["doc"]), "")
            or next((r.body.level for r in own if r.body.level), ""),
            text_of(row["part"]),
            text_of(row["section"]),
            text_of(row["ordinal"]),
            text_of(row["title"]),
            text_of(row["text"]),
            text_of(row["deadline"]),
            None if row["start"] is None else evidence_of(row, text_of(row["text"])),
            own,
            quantities.get(node, ()),
            places.get(node, ()),
        )
    return found


def _issuer_levels(graph: Store, papers: set[str]) -> dict[str, str]:
    """Return the levels of papers whose title begins with a government (山东省人民政府关于…), by IRI."""
    if not papers:
        return {}
    where = """?it eli:title ?title . ?place pol:within|^pol:within ?any ; skos:prefLabel ?name ; a ?level .
        FILTER(STRSTARTS(?title, CONCAT(STR(?name), "人民政府")))"""
    rows = ask(graph, where, "?it ?level", sorted(papers))
    return {str(r["it"]): _LEVELS.get(_local(r["level"]), "") for r in rows}


def _roles(graph: Store, nodes: Sequence[str]) -> dict[str, tuple[RoleFact, ...]]:
    where = (
        "?a pol:item ?it ; pol:agency ?body ; pol:role/skos:notation ?role ; pol:printed ?printed . "
        + _SPAN.format("?a")
    )
    rows = list(ask(graph, where, f"?it ?start ?a ?body ?role ?printed {_SPAN_COLUMNS.replace('?start ', '')}", nodes))
    known = bodies(graph, sorted({str(r["body"]) for r in rows}))
    found: dict[str, dict[tuple[str, str], RoleFact]] = {}
    for row in rows:
        body = known.get(str(row["body"]), Body(str(row["body"]), str(row["printed"])))
        fact = RoleFact(str(row["role"]), body, str(row["printed"]), evidence_of(row))
        found.setdefault(str(row["it"]), {}).setdefault((fact.role, body.iri), fact)
    return {node: tuple(facts.values()) for node, facts in found.items()}


def _quantities(graph: Store, nodes: Sequence[str]) -> dict[str, tuple[QuantityFact, ...]]:
    where = (
        "?it pol:targets|pol:funds ?q . ?q a ?class ; pol:value ?value ; pol:comparator/skos:notation ?comparator . "
        + _SPAN.format("?q")  # before what is optional: joined behind it, Oxigraph looks it up for the whole graph
        + " ".join(f"OPTIONAL {{ ?q pol:{x} ?{x} }}" for x in ("indicator", "maxValue", "unit", "deadline"))
    )
    columns = f"?it ?start ?q ?class ?value ?comparator ?indicator ?maxValue ?unit ?deadline {_SPAN_COLUMNS[7:]}"
    # what an upper item says stands in the graph once more for each row that quotes it
    found: dict[str, dict[tuple[str, ...], QuantityFact]] = {}
    for row in ask(graph, where, columns, nodes):
        fact = QuantityFact(
            str(row["q"]),
            "target" if _local(row["class"]) == "Target" else "funding",
            text_of(row["indicator"]),
            text_of(row["comparator"]),
            text_of(row["value"]),
            text_of(row["maxValue"]),
            text_of(row["unit"]),
            text_of(row["deadline"]),
            evidence_of(row),
        )
        said = (fact.kind, fact.indicator, fact.comparator, fact.value, fact.value_max, fact.unit, fact.deadline)
        found.setdefault(str(row["it"]), {}).setdefault((*said, "".join(fact.evidence.quote.split())), fact)
    return {node: tuple(facts.values()) for node, facts in found.items()}


def _places(graph: Store, nodes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    where = "?it pol:concerns ?about . ?about skos:prefLabel ?label ; a ?class . FILTER(?class != pol:Project)"
    for row in ask(graph, where, "?it ?about ?label", nodes):
        names = found.setdefault(str(row["it"]), [])
        if str(row["label"]) not in names:
            names.append(str(row["label"]))
    return {node: tuple(names) for node, names in found.items()}


def _local(value: Plain) -> str:
    return "" if value is None else str(value).rpartition("#")[2]
