"""What a graph knows of a paper: its outline with its items, what it rests on, who takes it up, what was not read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policykg.analyse.facts import PREFIXES, text_of
from policykg.analyse.shown import HERE, ItemRow, Question, Ref, describe
from policykg.errors import GraphError
from policykg.store import Graph, Store, Term

PER_PAGE = 100
"""Items of one page of an outline."""

ABOUT = Question(
    "文件",
    "The paper",
    f"""SELECT DISTINCT ?number ?title ?date ?issuer ?issuer_name ?place ?place_name ?level WHERE {{
  {HERE}
  ?it a pol:PolicyDocument .
  OPTIONAL {{ ?it eli:id_local ?number }} OPTIONAL {{ ?it eli:title ?title }} OPTIONAL {{ ?it eli:date_document ?date }}
  OPTIONAL {{ ?it eli:passed_by ?issuer . ?issuer skos:prefLabel ?issuer_name }}
  OPTIONAL {{ ?it eli:jurisdiction ?place . ?place skos:prefLabel ?place_name }}
  OPTIONAL {{ ?it pol:level/skos:notation ?level }}
}}""",
)
OUTLINE = Question(
    "条目",
    "Its items",
    f"""SELECT DISTINCT ?item ?start ?part ?section ?ordinal WHERE {{
  {HERE}
  ?item eli:is_part_of ?it ; a pol:PolicyItem .
  OPTIONAL {{ ?item nif:beginIndex ?start }} OPTIONAL {{ ?item pol:part ?part }} OPTIONAL {{ ?item pol:section ?section }} OPTIONAL {{ ?item pol:ordinal ?ordinal }}
}}""",
)
PAPERS = Question(
    "依据与被引",
    "What it rests on, what names it",
    f"""SELECT DISTINCT ?way ?paper ?number ?title WHERE {{
  {HERE}
  {{ ?it eli:based_on ?paper BIND("1based" AS ?way) }}
  UNION {{ ?it eli:cites ?paper BIND("2cites" AS ?way) }}
  UNION {{ ?paper eli:based_on ?it . ?paper a pol:PolicyDocument BIND("3basis" AS ?way) }}
  UNION {{ ?paper eli:cites ?it . ?paper a pol:PolicyDocument BIND("4cited" AS ?way) }}
  UNION {{ ?item eli:cites|eli:based_on ?it ; a pol:PolicyItem ; eli:is_part_of ?paper BIND("4cited" AS ?way) }}
  UNION {{ ?upper eli:is_part_of ?it . ?lower pol:derivesFrom ?upper ; eli:is_part_of ?paper BIND("5taken" AS ?way) }}
  OPTIONAL {{ ?paper eli:id_local ?number }} OPTIONAL {{ ?paper eli:title ?title }}
  FILTER(?paper != ?it)
}}""",
)
COUNTS = Question(
    "统计",
    "Counts",
    f"""SELECT (COUNT(DISTINCT ?item) AS ?items) (COUNT(DISTINCT ?assignment) AS ?assignments) (COUNT(DISTINCT ?body) AS ?bodies)
  (COUNT(DISTINCT ?target) AS ?targets) (COUNT(DISTINCT ?sum) AS ?sums) WHERE {{
  {HERE}
  ?item eli:is_part_of ?it ; a pol:PolicyItem .
  {{ ?assignment pol:item ?item ; pol:agency ?body }} UNION {{ ?item pol:targets ?target }}
  UNION {{ ?item pol:funds ?sum }} UNION {{ ?item pol:text ?text }}
}}""",
)
QUESTIONS = (ABOUT, OUTLINE, PAPERS, COUNTS)


@dataclass(frozen=True, slots=True)
class Group:
    """Items that stand under the same part and section."""

    part: str
    section: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of a file that no rule used: its words around it, line (from 1), the role word where there is one."""

    path: str
    line: int
    word: str
    context: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper. ``parts`` are all its parts with their counts; ``share`` of its files' text was read (None: not known)."""

    number: str
    title: str
    date: str
    issuer: Ref | None
    place: Ref | None
    level: str
    counts: Mapping[str, int]
    parts: tuple[tuple[str, int, int], ...]
    groups: tuple[Group, ...]
    total: int
    page: int
    last: int
    papers: Mapping[str, tuple[Ref, ...]]
    files: tuple[tuple[str, float | None], ...]
    unread: tuple[Unread, ...]


def paper_page(graph: Graph, node: str, page: int = 1) -> PaperPage | None:
    """Describe a paper; None when the node is none. A page behind the last is the last."""
    about = next(iter(ABOUT.answer(graph, node)), None)
    if about is None:
        return None
    items = _items(graph, node)
    last = max(1, -(-len(items) // PER_PAGE))
    page = min(max(1, page), last)
    there = items[(page - 1) * PER_PAGE : page * PER_PAGE]
    known = describe(graph, [i for i, _, _ in there])
    groups: list[tuple[tuple[str, str], list[ItemRow]]] = []
    for item, part, section in there:
        if not groups or groups[-1][0] != (part, section):
            groups.append(((part, section), []))
        if item in known:
            groups[-1][1].append(known[item])
    parts: dict[str, tuple[int, int]] = {}
    for n, (_, part, _) in enumerate(items):
        first, count = parts.get(part, (n // PER_PAGE + 1, 0))
        parts[part] = (first, count + 1)
    papers: dict[str, list[Ref]] = {}
    for r in PAPERS.answer(graph, node):
        there_ = papers.setdefault(str(r["way"])[1:], [])
        ref = Ref(str(r["paper"]), " ".join(x for x in (text_of(r["number"]), text_of(r["title"])) if x))
        if ref not in there_:
            there_.append(ref)
    files, unread = _unread(graph, node)
    counts = next(iter(COUNTS.answer(graph, node)), {})
    return PaperPage(
        text_of(about["number"]),
        text_of(about["title"]),
        text_of(about["date"]),
        Ref(str(about["issuer"]), str(about["issuer_name"])) if about["issuer"] else None,
        Ref(str(about["place"]), str(about["place_name"])) if about["place"] else None,
        text_of(about["level"]),
        {name: int(str(n)) for name, n in counts.items()},
        tuple((part, count, first) for part, (first, count) in parts.items()),
        tuple(Group(part, section, tuple(rows)) for (part, section), rows in groups),
        len(items),
        page,
        last,
        {way: tuple(refs) for way, refs in papers.items()},
        files,
        unread,
    )


def papers_only_cited(graph: Store) -> frozenset[str]:
    """Return the papers that no file holds: others cite or quote them."""
    where = "?it a pol:PolicyDocument FILTER NOT EXISTS { ?it pol:source ?source }"
    return frozenset(str(r["it"]) for r in graph.select(f"{PREFIXES}SELECT DISTINCT ?it {{ {where} }}"))


def _items(graph: Graph, node: str) -> list[tuple[str, str, str]]:
    """Return items with part and section in the order of the text; those that are only quoted by their ordinals."""
    found: dict[str, tuple[int, str, str, str]] = {}
    for r in OUTLINE.answer(graph, node):
        start = int(str(r["start"])) if r["start"] is not None else -1
        found.setdefault(str(r["item"]), (start, text_of(r["part"]), text_of(r["section"]), text_of(r["ordinal"])))
    order = sorted(found, key=lambda i: (found[i][0], Term(found[i][3]).sort_key(), i))
    return [(i, found[i][1], found[i][2]) for i in order]


def _unread(graph: Graph, node: str) -> tuple[tuple[tuple[str, float | None], ...], tuple[Unread, ...]]:
    """Return the paper's files with the share of their text that was read, and what was not, from the build's report."""
    try:
        report = graph.report()
    except GraphError:
        return (), ()
    key = node.rpartition("/")[2]
    files: list[tuple[str, float | None]] = []
    found: list[Unread] = []
    for file in report.get("files", ()):
        if key not in file.get("documents", ()):
            continue
        unread: dict[str, Any] = file.get("unread") or {}
        files.append((str(file.get("path", "")), unread.get("share")))
        for kind in ("words", "texts"):
            for u in unread.get(kind, ()):
                found.append(Unread(str(file["path"]), int(u["line"]), str(u["word"]), str(u["context"])))
    return tuple(files), tuple(sorted(found, key=lambda u: (u.path, u.line)))
