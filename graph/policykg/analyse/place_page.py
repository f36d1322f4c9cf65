"""What a graph knows of a place, a project and a target: what must be done there, who leads it, by when."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from policykg.analyse.facts import text_of
from policykg.analyse.shown import HERE, PER_PAGE, ItemRow, Listed, Question, Ref, describe, listed
from policykg.errors import GraphError
from policykg.store import Store
from policykg.store.worklist import Worklist

PLACE = Question(
    "地区",
    "The place",
    f"""SELECT DISTINCT ?name ?code ?class ?above ?above_name WHERE {{
  {HERE}
  ?it skos:prefLabel ?name ; a ?class . OPTIONAL {{ ?it dcterms:identifier ?code }}
  OPTIONAL {{ ?it pol:within ?above . ?above skos:prefLabel ?above_name }}
}}""",
)
BELOW = Question(
    "下辖地区",
    "Places in it",
    f"""SELECT DISTINCT ?place ?name WHERE {{ {HERE} ?place pol:within ?it ; skos:prefLabel ?name }}""",
)
CHARGED = Question(
    "本级政府和部门承担的任务",
    "What its government and its bodies have to do",
    f"""SELECT DISTINCT ?item ?date ?own ?body ?name WHERE {{
  {HERE}
  ?own pol:jurisdiction ?it . ?own (^org:hasMember)? ?body . ?body skos:prefLabel ?name .
  ?assignment pol:agency ?body ; pol:item ?item .
  OPTIONAL {{ ?item eli:is_part_of/eli:date_document ?date }}
}}""",
)
CONCERNED = Question(
    "涉及本地的条目",
    "Items that name it",
    f"""SELECT DISTINCT ?item ?date WHERE {{
  {HERE}
  ?item pol:concerns ?it ; a pol:PolicyItem . OPTIONAL {{ ?item eli:is_part_of/eli:date_document ?date }}
}}""",
)
BODIES = Question(
    "本地机构",
    "Its bodies",
    f"""SELECT ?body ?name ?role (COUNT(DISTINCT ?item) AS ?items) WHERE {{
  {HERE}
  ?body pol:jurisdiction ?it ; skos:prefLabel ?name .
  OPTIONAL {{ ?assignment pol:agency ?body ; pol:item ?item ; pol:role/skos:notation ?role }}
}} GROUP BY ?body ?name ?role""",
)
PAPERS = Question(
    "本地文件",
    "Its papers",
    f"""SELECT DISTINCT ?date ?paper ?number ?title WHERE {{
  {HERE}
  ?paper eli:jurisdiction ?it ; a pol:PolicyDocument .
  OPTIONAL {{ ?paper eli:date_document ?date }} OPTIONAL {{ ?paper eli:id_local ?number }} OPTIONAL {{ ?paper eli:title ?title }}
}}""",
)
PLACE_QUESTIONS = (PLACE, CHARGED, CONCERNED, BODIES, PAPERS, BELOW)

PROJECT = Question(
    "项目",
    "The project",
    f"""SELECT DISTINCT ?name ?item ?date WHERE {{
  {HERE}
  ?it skos:prefLabel ?name .
  OPTIONAL {{ ?item pol:concerns ?it ; a pol:PolicyItem . OPTIONAL {{ ?item eli:is_part_of/eli:date_document ?date }} }}
}}""",
)
CALLED = Question("名称", "Its name", f"SELECT DISTINCT ?name WHERE {{ {HERE} ?it skos:prefLabel ?name }}")
PROJECT_QUESTIONS = (PROJECT,)

_NUMBERS = """?quantity pol:value ?value ; pol:comparator/skos:notation ?comparator .
  OPTIONAL { ?quantity pol:indicator ?indicator } OPTIONAL { ?quantity pol:maxValue ?most } OPTIONAL { ?quantity pol:unit ?unit }
  OPTIONAL { ?quantity pol:deadline ?deadline } OPTIONAL { ?quantity pol:inheritedDeadline ?inherited }"""
QUANTITY = Question(
    "指标",
    "The quantity",
    f"""SELECT DISTINCT ?kind ?indicator ?comparator ?value ?most ?unit ?deadline ?inherited ?item ?words ?start ?path ?sha ?rule ?score WHERE {{
  {HERE}
  ?item ?has ?it . VALUES (?has ?kind) {{ (pol:targets "targets") (pol:funds "funds") }}
  {_NUMBERS.replace("?quantity", "?it")}
  OPTIONAL {{ ?it nif:anchorOf ?words }}
  OPTIONAL {{ ?it nif:beginIndex ?start ; pol:source ?source . ?source pol:path ?path ; pol:sha256 ?sha }}
  OPTIONAL {{ ?it pol:rule ?rule }} OPTIONAL {{ ?it pol:score ?score }}
}}""",
)
SAME = Question(
    "同一指标",
    "The same indicator elsewhere",
    f"""SELECT DISTINCT ?item ?quantity ?comparator ?value ?most ?unit ?deadline ?inherited WHERE {{
  {HERE}
  ?it pol:indicator ?indicator . ?quantity pol:indicator ?indicator . ?item pol:hasQuantity|pol:targets|pol:funds ?quantity .
  {_NUMBERS.replace("OPTIONAL { ?quantity pol:indicator ?indicator } ", "")}
  FILTER(?quantity != ?it)
}}""",
)
QUANTITY_QUESTIONS = (QUANTITY, SAME)


@dataclass(frozen=True, slots=True)
class BodyCount:
    """A body and how many items it has in each role."""

    body: Ref
    roles: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place: ``charged`` are items of its bodies (also through groups), ``concerned`` items that name it."""

    name: str
    code: str
    kind: str
    above: tuple[Ref, ...]
    below: tuple[Ref, ...]
    charged: Listed
    concerned: Listed
    bodies: tuple[BodyCount, ...]
    papers: tuple[tuple[str, Ref], ...]


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A project and the items that name it."""

    name: str
    items: Listed


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an indicator: numbers as decimal text, ``inherited`` when the deadline is its item's."""

    iri: str
    indicator: str
    comparator: str
    value: str
    most: str
    unit: str
    deadline: str
    inherited: bool
    row: ItemRow | None


@dataclass(frozen=True, slots=True)
class QuantityPage:
    """A target or sum: its value, the words behind it with their line (from 1), values of the same indicator elsewhere."""

    kind: str
    value: Value
    words: str
    path: str
    line: int
    rule: str
    score: float | None
    same: tuple[Value, ...]


def place_page(graph: Store, lists: Worklist, node: str, charged: int = 1, concerned: int = 1) -> PlacePage | None:
    """Describe a place; the numbers say which pages of its two lists are wanted. None when the node is none."""
    about = list(PLACE.answer(graph, node))
    if not about:
        return None
    papers = sorted(
        {str(r["paper"]): (text_of(r["date"]), _paper(r)) for r in PAPERS.answer(graph, node)}.values(),
        key=lambda p: p[0],
        reverse=True,
    )
    return PlacePage(
        str(about[0]["name"]),
        text_of(about[0]["code"]),
        text_of(about[0]["class"]).rpartition("#")[2],
        tuple({str(r["above"]): Ref(str(r["above"]), str(r["above_name"])) for r in about if r["above"]}.values()),
        tuple(Ref(str(r["place"]), str(r["name"])) for r in BELOW.answer(graph, node)),
        listed(graph, lists.of_place(node, charged, PER_PAGE)),
        listed(graph, lists.about(node, concerned, PER_PAGE)),
        tuple(BodyCount(Ref(iri, name), roles) for iri, name, roles in lists.bodies(node)),
        tuple(papers),
    )


def project_page(graph: Store, lists: Worklist, node: str, page: int = 1) -> ProjectPage | None:
    """Describe a project; None when the node is none."""
    named = next(iter(CALLED.answer(graph, node)), None)
    if named is None:
        return None
    return ProjectPage(str(named["name"]), listed(graph, lists.about(node, page, PER_PAGE)))


def quantity_page(graph: Store, node: str) -> QuantityPage | None:
    """Describe a target or a sum of money; None when the node is none."""
    about = next(iter(QUANTITY.answer(graph, node)), None)
    if about is None:
        return None
    same = list(SAME.answer(graph, node))
    known = describe(graph, [str(about["item"]), *(str(r["item"]) for r in same)])
    values: dict[str, Value] = {}
    for r in same:
        values.setdefault(str(r["quantity"]), _value(str(r["quantity"]), text_of(about["indicator"]), r, known))
    start = about["start"]
    text = ""
    if about["sha"]:
        with suppress(
            GraphError
        ):  # built anew a moment ago, or an old graph whose texts went away: the line is not told
            text = graph.text(str(about["sha"]))
    return QuantityPage(
        str(about["kind"]),
        _value(node, text_of(about["indicator"]), about, known),
        text_of(about["words"]),
        text_of(about["path"]),
        text.count("\n", 0, int(str(start))) + 1 if text and start is not None else 0,
        text_of(about["rule"]),
        None if about["score"] is None else float(str(about["score"])),
        tuple(values.values()),
    )


def _value(node: str, indicator: str, row: Mapping[str, object], known: Mapping[str, ItemRow]) -> Value:
    def text(name: str) -> str:
        return "" if row[name] is None else str(row[name])

    due = text("deadline") or text("inherited")
    return Value(
        node, indicator, text("comparator"), text("value"), text("most"), text("unit"), due,
        bool(due and not text("deadline")), known.get(text("item")),
    )  # fmt: skip


def _paper(row: Mapping[str, object]) -> Ref:
    parts = [str(row[x]) for x in ("number", "title") if row[x] is not None]
    return Ref(str(row["paper"]), " ".join(parts))
