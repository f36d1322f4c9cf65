"""What a graph knows of a body: what it leads, assists and answers for, what it was and became, who does the same elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from policykg.analyse.facts import ask, text_of
from policykg.analyse.shown import HERE, PER_PAGE, Listed, Question, Ref, listed
from policykg.store import Store, Table
from policykg.store.worklist import Worklist

ROLES = ("leads", "responsible", "assists")
"""Roles in the order of the page."""

WORK = Question(
    "承担的任务",
    "What it has to do",
    f"""SELECT DISTINCT ?role ?date ?item ?body ?name WHERE {{
  {HERE}
  ?it (^org:hasMember)? ?body . ?body skos:prefLabel ?name .
  ?assignment pol:agency ?body ; pol:item ?item ; pol:role/skos:notation ?role .
  OPTIONAL {{ ?item eli:is_part_of/eli:date_document ?date }}
}}""",
)
HISTORY = Question(
    "沿革",
    "Predecessors and successors",
    f"""SELECT DISTINCT ?date ?old ?old_name ?new ?new_name ?kind ?source WHERE {{
  {HERE}
  {{ ?it pol:succeededBy* ?new }} UNION {{ ?new pol:succeededBy* ?it }}
  ?change org:resultingOrganization ?new ; org:originalOrganization ?old .
  {{ ?it pol:succeededBy* ?old }} UNION {{ ?new pol:succeededBy* ?it }}
  ?old skos:prefLabel ?old_name . ?new skos:prefLabel ?new_name .
  OPTIONAL {{ ?change dcterms:date ?date }} OPTIONAL {{ ?change dcterms:type ?kind }} OPTIONAL {{ ?change dcterms:source ?source }}
}}""",
)
COUNTERPARTS = Question(
    "上下级同职能机构",
    "Bodies of the same function above and below",
    f"""SELECT DISTINCT ?where ?body ?name ?place ?place_name WHERE {{
  {HERE}
  ?it pol:function ?function ; pol:jurisdiction ?here .
  ?body pol:function ?function ; pol:jurisdiction ?place ; skos:prefLabel ?name .
  ?place skos:prefLabel ?place_name .
  FILTER(?body != ?it)
  OPTIONAL {{ ?here pol:within ?place BIND("1above" AS ?above) }}
  OPTIONAL {{ ?place pol:within ?here BIND("2below" AS ?below) }}
  OPTIONAL {{ ?here pol:within ?up . ?up pol:within* ?place BIND("1above" AS ?far_above) }}
  OPTIONAL {{ ?place pol:within ?down . ?down pol:within* ?here BIND("2below" AS ?far_below) }}
  BIND(COALESCE(?above, ?below, ?far_above, ?far_below, IF(?place = ?here, "3here", "4beside")) AS ?where)
}}""",
)
MEMBERS = Question(
    "成员与所属合称",
    "Members, and the groups it is counted in",
    f"""SELECT DISTINCT ?kind ?body ?name WHERE {{
  {HERE}
  {{ ?it org:hasMember ?body BIND("members" AS ?kind) }}
  UNION {{ ?body org:hasMember ?it BIND("groups" AS ?kind) }}
  UNION {{ ?it org:subOrganizationOf ?body BIND("part-of" AS ?kind) }}
  UNION {{ ?body org:subOrganizationOf ?it BIND("has-part" AS ?kind) }}
  ?body skos:prefLabel ?name
}}""",
)
ABOUT = Question(
    "机构",
    "The body",
    f"""SELECT DISTINCT ?name ?other ?place ?place_name ?function ?function_name WHERE {{
  {HERE}
  ?it skos:prefLabel ?name .
  OPTIONAL {{ ?it skos:altLabel ?other }}
  OPTIONAL {{ ?it pol:jurisdiction ?place . ?place skos:prefLabel ?place_name }}
  OPTIONAL {{ ?it pol:function ?function . ?function skos:prefLabel ?function_name }}
}}""",
)
QUESTIONS = (WORK, HISTORY, COUNTERPARTS, MEMBERS, ABOUT)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A body in the papers: how many items name it, and the first of these statements, whose page shows the words."""

    body: Ref
    times: int
    first: str


@dataclass(frozen=True, slots=True)
class Change:
    """A body that became another; ``date`` "" where it is not known, ``kind`` renamed, merged or split."""

    date: str
    old: Ref
    new: Ref
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A body of the same function: ``where`` is above, below, here (same place) or beside."""

    where: str
    body: Ref
    place: Ref


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A body. ``work`` has a list for each role that it has, newest paper first, items in the order of the paper.

    ``mentioned`` says of each body of ``changes`` where the papers name it.
    """

    names: tuple[str, ...]
    place: Ref | None
    functions: tuple[tuple[str, str, str], ...]
    work: Mapping[str, Listed]
    changes: tuple[Change, ...]
    mentioned: tuple[Mentioned, ...]
    counterparts: tuple[Counterpart, ...]
    others: Mapping[str, tuple[Ref, ...]]


def body_page(graph: Store, lists: Worklist, node: str, pages: Mapping[str, int]) -> BodyPage:
    """Describe a body; ``pages`` says which page of each role's list is wanted."""
    about = ABOUT.answer(graph, node)
    others: dict[str, list[Ref]] = {}
    for row in MEMBERS.answer(graph, node):
        others.setdefault(str(row["kind"]), []).append(Ref(str(row["body"]), str(row["name"])))
    changes = _changes(graph, node)
    place = next((Ref(str(r["place"]), str(r["place_name"])) for r in about if r["place"]), None)
    return BodyPage(
        tuple(dict.fromkeys(text_of(x) for r in about for x in (r["name"], r["other"]) if x)),
        place,
        _functions(about),
        _work(graph, lists, node, pages),
        changes,
        tuple(_mentioned(graph, lists, changes)),
        tuple(
            Counterpart(
                str(r["where"])[1:], Ref(str(r["body"]), str(r["name"])), Ref(str(r["place"]), str(r["place_name"]))
            )
            for r in COUNTERPARTS.answer(graph, node)
        ),
        {kind: tuple(refs) for kind, refs in others.items()},
    )


def _functions(about: Table) -> tuple[tuple[str, str, str], ...]:
    """Return the functions as (IRI, zh, en)."""
    function, name = about.columns.index("function"), about.columns.index("function_name")
    found: dict[str, dict[str, str]] = {}
    for row in about.rows:
        if (of := row[function]) is not None and (called := row[name]) is not None:
            found.setdefault(of.value, {})[called.lang or "zh"] = called.value
    return tuple((of, n.get("zh", ""), n.get("en", n.get("zh", ""))) for of, n in found.items())


def _work(graph: Store, lists: Worklist, node: str, pages: Mapping[str, int]) -> dict[str, Listed]:
    found = {}
    for role in ROLES:
        part = lists.of_body(node, role, pages.get(role, 1), PER_PAGE)
        if part.total:
            there = listed(graph, part)
            notes = {i: tuple(b for b in bodies if b.iri != node) for i, bodies in there.notes.items()}
            found[role] = replace(there, notes=notes)
    return found


def _changes(graph: Store, node: str) -> tuple[Change, ...]:
    return tuple(
        Change(
            text_of(r["date"]),
            Ref(str(r["old"]), str(r["old_name"])),
            Ref(str(r["new"]), str(r["new_name"])),
            text_of(r["kind"]),
            text_of(r["source"]),
        )
        for r in HISTORY.answer(graph, node)
    )


def _mentioned(graph: Store, lists: Worklist, changes: Sequence[Change]) -> Iterator[Mentioned]:
    """Say of each body that changed where the papers name it, in the order of the changes."""
    for body in dict.fromkeys(ref for c in changes for ref in (c.old, c.new)):
        count, item = lists.first(body.iri)
        where = f"?named pol:item ?it ; pol:agency <{body.iri}> ; nif:anchorOf ?words"
        for row in list(ask(graph, where, "?it ?named", (item,)))[:1] if count else ():
            yield Mentioned(body, count, str(row["named"]))
