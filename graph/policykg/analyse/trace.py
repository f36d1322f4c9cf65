"""Follow an item, a body, a paper, a place or a phrase up and down the levels.

Up from an item stand the upper-level items it takes up, with their bodies; down stand the items that take
it up, and the bodies of lower levels that it charges (a county, by name or as a member of 各县（市、区）人民政府).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from policykg.analyse import names
from policykg.analyse.facts import (
    LEVELS,
    PREFIXES,
    Body,
    Evidence,
    ItemFact,
    Link,
    QuantityFact,
    RoleFact,
    ask,
    bodies,
    items,
    links,
    text_of,
)
from policykg.errors import QueryError
from policykg.rdf import iri as iris
from policykg.store import Store, Term

LIMIT = 20
"""How many items of a phrase are traced."""

_LABEL = 24


@dataclass(frozen=True, slots=True)
class Node:
    """A card of the tree.

    ``kind``: item, agency, group, unresolved, document, place or project. ``relation`` says how it hangs on
    the node above it in the tree: quoted, cited, aligned, leads, assists, responsible, member, part_of, based_on
    or concerns ("" at the root); ``evidence`` are the words that say so, of an item at the root its own span.
    """

    kind: str
    iri: str
    label: str
    level: str = ""
    document: str = ""
    ordinal: str = ""
    text: str = ""
    deadline: str = ""
    relation: str = ""
    evidence: Evidence | None = None
    roles: tuple[RoleFact, ...] = ()
    quantities: tuple[QuantityFact, ...] = ()
    places: tuple[str, ...] = ()
    up: tuple[Node, ...] = ()
    down: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """What was asked for and the trees found, () when nothing was; ``more`` matches were left out."""

    start: str
    nodes: tuple[Node, ...]
    more: int = 0


def trace(graph: Store, start: str, limit: int = LIMIT) -> Trace:
    """Trace ``start``: an IRI, a prefixed name or a key; a paper's number; a body's or a place's name; a phrase.

    A phrase traces every item whose text holds it (white space ignored), up to ``limit``; so does a project's name. Raises QueryError
    that names up to ten candidates when a name means several nodes.
    """
    start = start.strip()
    if not start:
        raise QueryError("nothing to trace was given; name an item, a body, a paper or a phrase")
    for kind, tree in _ROOTS.items():
        if node := names.by_identifier(graph, kind, start):
            return Trace(start, tree(graph, node))
    for kind, tree in _ROOTS.items():
        found = names.by_name(graph, kind, start)
        if len(found) > 1:
            raise QueryError(_several(graph, start, found))
        if found and kind == "project":
            # a project's name is also a phrase: 聊城机场 stands in items that name another project or none
            said, own = _phrase(graph, start, limit), tree(graph, found[0])
            shown = {below.iri for node in own for below in node.down}
            return Trace(start, (*own, *(n for n in said.nodes if n.iri not in shown)), said.more)
        if found:
            return Trace(start, tree(graph, found[0]))
    return _phrase(graph, start, limit)


def _several(graph: Store, start: str, found: Sequence[str]) -> str:
    base = names.base_of(graph)
    told = [f"{names.label(graph, n)} ({iris.short(n, base)})" for n in found[: names.CANDIDATES]]
    more = f" … {len(found)} in all" if len(found) > len(told) else ""
    return f"{start!r} means several: {'; '.join(told)}{more}; give one of these names"


def _phrase(graph: Store, start: str, limit: int) -> Trace:
    query = f"""{PREFIXES}SELECT DISTINCT ?item WHERE {{
        VALUES ?phrase {{ }} ?item a pol:PolicyItem ; pol:text ?text . OPTIONAL {{ ?item pol:title ?title }}
        FILTER(CONTAINS(REPLACE(CONCAT(COALESCE(?title, ""), " ", ?text), "\\\\s", ""), ?phrase)) }}"""
    rows = graph.select(query, {"phrase": Term("".join(start.split()))}).sorted_by()
    found = [str(v) for v in rows.column("item")]
    # an upper-level item is part of the tree of the item that takes it up
    above = {link.upper for link in links(graph, found, "up")} if found else set()
    found = [f for f in found if f not in above]
    return Trace(start, _Tree(graph, found[:limit]).roots(found[:limit]), max(0, len(found) - limit))


class _Tree:
    """All items that hang on some items, loaded at once."""

    def __init__(self, graph: Store, nodes: Sequence[str]) -> None:
        self.up = _closure(graph, nodes, "up")
        self.down = _closure(graph, nodes, "down")
        every = {*nodes, *(x.upper for x in self.up), *(x.item for x in self.down)}
        self.facts = items(graph, sorted(every)) if every else {}

    def roots(
        self, nodes: Sequence[str], relation: str = "", said: Mapping[str, Evidence] | None = None
    ) -> tuple[Node, ...]:
        """Return the trees of items, both directions."""
        out = []
        for fact in sorted((self.facts[n] for n in nodes if n in self.facts), key=_place):
            card = _card(fact, relation, fact.evidence)
            out.append(replace(card, up=self._above(fact.iri, (fact.iri,)), down=self._below(fact.iri, (fact.iri,))))
        return tuple(out)

    def _above(self, node: str, way: tuple[str, ...]) -> tuple[Node, ...]:
        return tuple(
            replace(_card(self.facts[x.upper], x.kind, x.evidence), up=self._above(x.upper, (*way, x.upper)))
            for x in self.up
            if x.item == node and x.upper in self.facts and x.upper not in way
        )

    def _below(self, node: str, way: tuple[str, ...]) -> tuple[Node, ...]:
        taken_up = tuple(
            replace(_card(self.facts[x.item], x.kind, x.evidence), down=self._below(x.item, (*way, x.item)))
            for x in self.down
            if x.upper == node and x.item in self.facts and x.item not in way
        )
        return taken_up + _lower_bodies(self.facts[node])


def _place(fact: ItemFact) -> tuple[str, int, int]:
    """Return where an item stands; items that are only quoted keep their order."""
    return (fact.document_iri, fact.evidence.start, fact.evidence.end) if fact.evidence else (fact.document_iri, 0, 0)


def _closure(graph: Store, nodes: Sequence[str], direction: str) -> tuple[Link, ...]:
    found: dict[tuple[str, str], Link] = {}
    seen, edge = set(nodes), sorted(set(nodes))
    while edge:
        new = links(graph, edge, "up" if direction == "up" else "down")
        for link in new:
            found.setdefault((link.item, link.upper), link)
        reached = {link.upper if direction == "up" else link.item for link in new}
        edge = sorted(reached - seen)
        seen |= reached
    return tuple(found.values())


def _card(fact: ItemFact, relation: str, evidence: Evidence | None) -> Node:
    head = fact.document if len(fact.document) <= _LABEL else fact.document[: _LABEL - 1] + "…"
    # below its paper's key, an item's key is its part and its ordinals from the top: 正文.二.四.1
    place = fact.iri.rpartition("/")[2].removeprefix(fact.document_iri.rpartition("/")[2]).strip(".")
    return Node(
        "item",
        fact.iri,
        " ".join(x for x in (head, place) if x),
        fact.level,
        fact.document,
        fact.ordinal,
        fact.text,
        fact.deadline,
        relation,
        evidence,
        fact.roles,
        fact.quantities,
        fact.places,
    )


def _lower_bodies(fact: ItemFact) -> tuple[Node, ...]:
    """Return the bodies of lower levels that an item charges, by name or as members of a group."""
    found: dict[str, Node] = {}
    for role in fact.roles:
        for body in role.body.members or (role.body,):
            if fact.level in LEVELS and body.level in LEVELS and LEVELS.index(body.level) > LEVELS.index(fact.level):
                found.setdefault(body.iri, _body(body, role.role, role.evidence))
    return tuple(found.values())


def _body(body: Body, relation: str = "", evidence: Evidence | None = None) -> Node:
    return Node(body.kind or "agency", body.iri, body.label, body.level, relation=relation, evidence=evidence)


# --- roots ------------------------------------------------------------------------------------------


def _of_item(graph: Store, node: str) -> tuple[Node, ...]:
    return _Tree(graph, [node]).roots([node])


def _of_body(graph: Store, node: str) -> tuple[Node, ...]:
    """Trace a body: its tasks, or those of groups it belongs to, below it; what they take up above it."""
    # as a path, (^org:hasMember)? would be shorter; Virtuoso 7.2 answers it with every body of the graph
    where = "{ ?a pol:agency ?it } UNION { ?body org:hasMember ?it . ?a pol:agency ?body } ?a pol:item ?item ."
    rows = ask(graph, where, "?item", [node])
    tasks = [str(v) for v in rows.column("item")]
    tree = _Tree(graph, tasks)
    own = bodies(graph, [node]).get(node)
    root = _body(own) if own else Node("agency", node, names.label(graph, node))
    groups = {b.iri for f in tree.facts.values() for r in f.roles for b in (r.body,) if _in(node, b)}
    cards = []
    for card in tree.roots(tasks):
        role = next((r for r in card.roles if r.body.iri == node or r.body.iri in groups), None)
        below = tuple(c for c in card.down if c.kind == "item")  # who else is charged stands among the roles
        said = role.evidence if role else None
        cards.append(replace(card, relation=role.role if role else "", evidence=said, down=below))
    members = tuple(_body(m, "member") for m in own.members) if own else ()
    above = {u.iri: u for c in reversed(cards) for u in reversed(c.up)}
    return (replace(root, up=tuple(reversed(above.values())), down=(*cards, *members)),)


def _in(node: str, body: Body) -> bool:
    return any(m.iri == node for m in body.members)


def _of_document(graph: Store, node: str) -> tuple[Node, ...]:
    """Trace a paper: the papers it is based on above it, its items below it."""
    level = text_of(
        next(iter(ask(graph, "?it pol:level/skos:notation ?level .", "?level", [node]).column("level")), None)
    )
    title = text_of(next(iter(ask(graph, "?it eli:title ?title .", "?title", [node]).column("title")), None))
    based = ask(graph, "?it eli:based_on ?basis . OPTIONAL { ?basis eli:title ?title }", "?basis ?title", [node])
    above = [
        Node(
            "document",
            str(r["basis"]),
            names.label(graph, str(r["basis"])),
            text=text_of(r["title"]),
            relation="based_on",
        )
        for r in based
    ]
    rows = ask(graph, "?item eli:is_part_of ?it ; a pol:PolicyItem .", "?item", [node])
    nodes = [str(v) for v in rows.column("item")]
    below = _Tree(graph, nodes).roots(nodes, "part_of")
    root = Node("document", node, names.label(graph, node), level, text=title)
    return (replace(root, up=tuple(above), down=below),)


def _of_subject(kind: str) -> Callable[[Store, str], tuple[Node, ...]]:
    def tree(graph: Store, node: str) -> tuple[Node, ...]:
        """Trace a place or a project: the items that concern it below it."""
        rows = ask(graph, "?item pol:concerns ?it .", "?item", [node])
        nodes = [str(v) for v in rows.column("item")]
        return (Node(kind, node, names.label(graph, node), down=_Tree(graph, nodes).roots(nodes, "concerns")),)

    return tree


_ROOTS: Mapping[str, Callable[[Store, str], tuple[Node, ...]]] = {
    "item": _of_item,
    "agency": _of_body,
    "doc": _of_document,
    "project": _of_subject("project"),
    "place": _of_subject("place"),
}
