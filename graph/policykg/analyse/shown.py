"""What the pages of things have in common: questions whose SPARQL is shown, and items as rows of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from policykg.analyse.facts import PREFIXES, ask, text_of
from policykg.store import Store, Table
from policykg.store.terms import iri
from policykg.store.worklist import Slice

HERE = "VALUES ?it { }"
"""What a question says where the node it is about will stand."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one node ?it: what it asks (zh, en) and its SPARQL, which holds ``HERE``."""

    zh: str
    en: str
    sparql: str

    def about(self, node: str) -> str:
        """Return the question as a reader can ask it himself; the endpoint knows the prefixes."""
        return self.sparql.replace(HERE, f"VALUES ?it {{ <{node}> }}").strip()

    def answer(self, graph: Store, node: str) -> Table:
        """Return its rows in order."""
        return self.found(graph, node).sorted_by()

    def found(self, graph: Store, node: str) -> Table:
        """Return its rows as they come, which saves half the time where there are many."""
        return graph.select(PREFIXES + self.sparql, {"it": iri(node)})


@dataclass(frozen=True, slots=True)
class Ref:
    """A node by IRI and what it is called."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as a row: where it stands, what it says, who leads, by when, what it takes up.

    ``paper`` goes by its number, else by its title; ``paper_title`` is that where it has a number too. ``ordinal`` is
    its whole way through the outline. ``due`` are the item's time limit and the deadlines of its targets, each once;
    ``bodies`` are those that lead it, or where nobody leads those that are responsible; ``others`` counts the rest;
    ``shifted`` when its columns may have slipped against each other.
    """

    iri: str
    paper: Ref = field(default_factory=lambda: Ref("", ""))
    paper_title: str = ""
    part: str = ""
    ordinal: str = ""
    title: str = ""
    text: str = ""
    due: tuple[str, ...] = ()
    bodies: tuple[Ref, ...] = ()
    led: bool = False
    others: int = 0
    upper: tuple[Ref, ...] = ()
    shifted: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: its rows, how many there are in all, which page, how many pages."""

    rows: tuple[ItemRow, ...]
    total: int
    page: int
    last: int
    notes: Mapping[str, tuple[Ref, ...]] = field(default_factory=dict)

    @property
    def more(self) -> int:
        """How many stand behind this page."""
        return max(0, self.total - self.page * PER_PAGE)


PER_PAGE = 20
"""Rows of a page of a list."""


def listed(graph: Store, found: Slice) -> Listed:
    """Return one page of items, described."""
    known = describe(graph, found.items)
    rows = tuple(known[i] for i in found.items if i in known)
    notes = {i: tuple(Ref(*body) for body in found.through.get(i, ())) for i in found.items}
    return Listed(rows, found.total, found.page, found.last, notes)


def describe(graph: Store, items: Iterable[str]) -> dict[str, ItemRow]:
    """Describe items for a list, by IRI."""
    wanted = tuple(dict.fromkeys(items))
    if not wanted:
        return {}
    leading, rest, counted = _bodies(graph, wanted)
    due = _due(graph, wanted)
    upper = _upper(graph, wanted)
    slipped = {str(row["it"]) for row in ask(graph, '?it pol:issue/pol:issueCode "row-shifted"', "?it", wanted)}
    where = """?it a pol:PolicyItem ; pol:text ?text . OPTIONAL { ?it eli:is_part_of ?paper .
        OPTIONAL { ?paper eli:id_local ?number } OPTIONAL { ?paper eli:title ?name } }
        OPTIONAL { ?it pol:title ?title } OPTIONAL { ?it pol:part ?part } OPTIONAL { ?it pol:ordinal ?ordinal }
        OPTIONAL { ?it pol:deadline ?deadline }"""
    found: dict[str, ItemRow] = {}
    for row in ask(graph, where, "?it ?text ?paper ?number ?name ?title ?part ?ordinal ?deadline", wanted):
        node = str(row["it"])
        bodies = leading.get(node) or rest.get(node, [])
        found.setdefault(
            node,
            ItemRow(
                node,
                Ref(text_of(row["paper"]), text_of(row["number"] or row["name"])),
                text_of(row["name"]) if row["number"] else "",
                text_of(row["part"]),
                outlined(node, text_of(row["part"]), text_of(row["ordinal"])),
                text_of(row["title"]),
                text_of(row["text"]),
                each_once(text_of(row["deadline"]), *due.get(node, ())),
                tuple(bodies),
                node in leading,
                counted.get(node, 0) - len(bodies),
                upper.get(node, ()),
                node in slipped,
            ),
        )
    return found


def _bodies(graph: Store, items: Sequence[str]) -> tuple[dict[str, list[Ref]], dict[str, list[Ref]], dict[str, int]]:
    """Return who leads, who is responsible, and how many bodies there are, by item, in the order of the text."""
    where = """?a pol:item ?it ; pol:agency ?body ; pol:role/skos:notation ?role ; nif:beginIndex ?start .
        ?body skos:prefLabel ?name"""
    leading: dict[str, list[Ref]] = {}
    rest: dict[str, list[Ref]] = {}
    everyone: dict[str, set[str]] = {}
    for row in ask(graph, where, "?it ?start ?body ?name ?role", items):
        node, ref = str(row["it"]), Ref(str(row["body"]), str(row["name"]))
        everyone.setdefault(node, set()).add(ref.iri)
        if row["role"] in ("leads", "responsible"):
            there = (leading if row["role"] == "leads" else rest).setdefault(node, [])
            if ref not in there:
                there.append(ref)
    return leading, rest, {node: len(names) for node, names in everyone.items()}


def each_once(*dates: str) -> tuple[str, ...]:
    """Return dates each once, without the empty ones; a year goes without saying where a day of it is said.

    >>> each_once("", "2023", "2025", "2023-12-31", "2025")
    ('2025', '2023-12-31')
    """
    said = tuple(dict.fromkeys(d for d in dates if d))
    return tuple(d for d in said if not any(other.startswith(f"{d}-") for other in said))


def outlined(node: str, part: str, ordinal: str) -> str:
    """Return the way of an item through the outline of its part, as its IRI says it; else its ordinal.

    >>> outlined("x:item/聊政字-2023-12.正文.二.五.2", "正文", "2"), outlined("x:item/鲁政字-2023-18.推进", "", "7")
    ('二.五.2', '7')
    """
    _, there, way = node.rpartition("/")[2].partition(f".{part}.") if part else ("", "", "")
    return way if there and (way == ordinal or way.endswith(f".{ordinal}")) else ordinal


def _due(graph: Store, items: Sequence[str]) -> dict[str, list[str]]:
    due: dict[str, list[str]] = {}
    for row in ask(graph, "?it pol:targets/pol:deadline ?day", "?it ?day", items):
        due.setdefault(str(row["it"]), []).append(str(row["day"]))
    return {item: sorted(days) for item, days in due.items()}


def _upper(graph: Store, items: Sequence[str]) -> dict[str, tuple[Ref, ...]]:
    where = """?it pol:derivesFrom ?upper . ?upper eli:is_part_of ?paper . OPTIONAL { ?upper pol:ordinal ?ordinal }
        OPTIONAL { ?paper eli:id_local ?number } OPTIONAL { ?paper eli:title ?name }"""
    found: dict[str, dict[str, Ref]] = {}
    for row in ask(graph, where, "?it ?upper ?ordinal ?number ?name", items):
        name = " · ".join(x for x in (text_of(row["number"] or row["name"]), text_of(row["ordinal"])) if x)
        found.setdefault(str(row["it"]), {}).setdefault(str(row["upper"]), Ref(str(row["upper"]), name))
    return {node: tuple(refs.values()) for node, refs in found.items()}
