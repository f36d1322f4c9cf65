"""What a graph knows of an item: its words with all that was read from them, its bodies, targets, upper and lower items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policykg.analyse.facts import text_of
from policykg.analyse.shown import HERE, PER_PAGE, ItemRow, Question, Ref, describe, each_once, outlined
from policykg.errors import GraphError
from policykg.store import Graph

GAP = 240
"""Signs between two stretches of a source that are still shown as one passage."""

WAYS = ("up", "down", "beside")
"""Where other items stand, in the order of the page."""

MARGIN = 24
"""Signs shown around a passage that stands elsewhere."""

ABOUT = Question(
    "条目",
    "The item",
    f"""SELECT DISTINCT ?text ?title ?paper ?number ?name ?part ?section ?ordinal ?printed ?deadline ?absence WHERE {{
  {HERE}
  ?it pol:text ?text .
  OPTIONAL {{ ?it eli:is_part_of ?paper . OPTIONAL {{ ?paper eli:id_local ?number }} OPTIONAL {{ ?paper eli:title ?name }} }}
  OPTIONAL {{ ?it pol:title ?title }} OPTIONAL {{ ?it pol:part ?part }} OPTIONAL {{ ?it pol:section ?section }}
  OPTIONAL {{ ?it pol:ordinal ?ordinal }} OPTIONAL {{ ?it pol:printedOrdinal ?printed }}
  OPTIONAL {{ ?it pol:deadline ?deadline }} OPTIONAL {{ ?it pol:absence ?absence }}
}}""",
)
SPANS = Question(
    "从原文读出的陈述",
    "What was read from its words",
    f"""SELECT DISTINCT ?path ?start ?end ?relation ?other ?name ?statement ?words ?rule ?score ?sha WHERE {{
  {HERE}
  {{ ?statement pol:item ?it ; pol:agency ?other ; pol:role/skos:notation ?relation . ?other skos:prefLabel ?name }}
  UNION {{ ?it pol:targets ?statement BIND("targets" AS ?relation) OPTIONAL {{ ?statement pol:indicator ?name }} }}
  UNION {{ ?it pol:funds ?statement BIND("funds" AS ?relation) OPTIONAL {{ ?statement pol:indicator ?name }} }}
  UNION {{ ?statement pol:item ?it ; pol:about ?other BIND("concerns" AS ?relation) OPTIONAL {{ ?other skos:prefLabel ?name }} }}
  UNION {{ ?statement pol:citing ?it ; pol:cited ?other BIND("cites" AS ?relation)
           OPTIONAL {{ ?other eli:id_local ?number }} OPTIONAL {{ ?other eli:title ?title }} BIND(COALESCE(?number, ?title) AS ?name) }}
  UNION {{ ?statement pol:item ?it ; pol:upstreamItem ?other BIND("derives" AS ?relation)
           OPTIONAL {{ ?other pol:text ?name }} }}
  UNION {{ ?statement pol:recordedIn ?it BIND("recorded" AS ?relation) OPTIONAL {{ ?statement skos:prefLabel ?name }} }}
  ?statement nif:beginIndex ?start ; nif:endIndex ?end ; pol:source ?source .
  ?source pol:path ?path ; pol:sha256 ?sha .
  OPTIONAL {{ ?statement nif:anchorOf ?words }} OPTIONAL {{ ?statement pol:rule ?rule }} OPTIONAL {{ ?statement pol:score ?score }}
}}""",
)
PLACE = Question(
    "条目在原文中的位置",
    "Where the item stands",
    f"""SELECT DISTINCT ?start ?end ?path ?sha WHERE {{
  {HERE}
  ?it nif:beginIndex ?start ; nif:endIndex ?end ; pol:source ?source . ?source pol:path ?path ; pol:sha256 ?sha .
}}""",
)
QUANTITIES = Question(
    "目标与资金",
    "Targets and sums",
    f"""SELECT DISTINCT ?start ?quantity ?relation ?indicator ?comparator ?value ?most ?unit ?deadline ?inherited WHERE {{
  {HERE}
  ?it ?has ?quantity . VALUES (?has ?relation) {{ (pol:targets "targets") (pol:funds "funds") }}
  ?quantity pol:value ?value ; pol:comparator/skos:notation ?comparator ; nif:beginIndex ?start .
  OPTIONAL {{ ?quantity pol:indicator ?indicator }} OPTIONAL {{ ?quantity pol:maxValue ?most }}
  OPTIONAL {{ ?quantity pol:unit ?unit }} OPTIONAL {{ ?quantity pol:deadline ?deadline }}
  OPTIONAL {{ ?quantity pol:inheritedDeadline ?inherited }}
}}""",
)
CHAIN = Question(
    "上下级条目",
    "Upper and lower items",
    f"""SELECT DISTINCT ?way ?kind ?item ?score WHERE {{
  {HERE}
  {{ ?link pol:item ?it ; pol:upstreamItem ?item ; pol:derivationKind/skos:notation ?kind BIND("up" AS ?way) }}
  UNION {{ ?link pol:upstreamItem ?it ; pol:item ?item ; pol:derivationKind/skos:notation ?kind BIND("down" AS ?way) }}
  UNION {{ ?link pol:item ?it ; pol:alignedItem ?item ; pol:alignmentKind/skos:notation ?kind BIND("beside" AS ?way) }}
  UNION {{ ?link pol:alignedItem ?it ; pol:item ?item ; pol:alignmentKind/skos:notation ?kind BIND("beside" AS ?way) }}
  OPTIONAL {{ ?link pol:score ?score }}
}}""",
)
FIELDS = Question(
    "表格的其他栏目",
    "Further columns of its table",
    f"""SELECT DISTINCT ?header ?text WHERE {{
  {HERE}
  ?it pol:field ?field . ?field pol:header ?header ; pol:text ?text
}}""",
)
ISSUES = Question(
    "需要留意",
    "What to be careful about",
    f"""SELECT DISTINCT ?issue ?code ?severity ?message (LANG(?message) AS ?lang) WHERE {{
  {HERE}
  ?it pol:issue ?issue . ?issue pol:issueCode ?code ; pol:severity ?severity ; pol:message ?message
}}""",
)
QUESTIONS = (ABOUT, SPANS, QUANTITIES, CHAIN, FIELDS, PLACE, ISSUES)


@dataclass(frozen=True, slots=True)
class Span:
    """A statement and the words it rests on; ``number`` counts from 1 in the order of the text.

    ``relation`` is leads, assists, responsible, targets, funds, concerns, cites, derives or recorded; ``other`` the node it
    leads to ("" when the statement itself is it), ``name`` what that is called.
    """

    number: int
    relation: str
    statement: str
    other: str
    name: str
    words: str
    path: str
    line: int
    start: int
    end: int
    rule: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of the source: its text, the spans that cover it (shortest first), and those that end with it."""

    text: str
    spans: tuple[Span, ...] = ()
    ending: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a source: file, line of its first sign (from 1), its stretches. ``own`` holds the item itself."""

    path: str
    line: int
    stretches: tuple[Stretch, ...]
    own: bool
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """A target or sum; numbers as decimal text, ``inherited`` when the deadline is the item's."""

    iri: str
    relation: str
    indicator: str
    comparator: str
    value: str
    most: str
    unit: str
    deadline: str
    inherited: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An item above, below or beside this one: how it is tied to it and how surely."""

    kind: str
    row: ItemRow
    score: float | None


@dataclass(frozen=True, slots=True)
class Chain:
    """One page of the items up, down or beside; ``total`` are there in all."""

    way: str
    rows: tuple[Neighbour, ...]
    total: int
    page: int
    last: int

    @property
    def more(self) -> int:
        """How many stand behind this page."""
        return max(0, self.total - self.page * PER_PAGE)


@dataclass(frozen=True, slots=True)
class Warned:
    """What a reader must know about an item, in zh and en; ``grave`` when it is a warning."""

    grave: bool
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item. ``text`` is its cleaned text, ``passages`` the source with what was read from it, its own passage first.

    ``due`` are its time limit and the deadlines of its targets, each once; ``ordinal`` is its way through the outline.
    """

    text: str
    title: str
    paper: Ref
    part: str
    section: str
    ordinal: str
    printed: str
    due: tuple[str, ...]
    absence: str
    passages: tuple[Passage, ...]
    spans: tuple[Span, ...]
    quantities: tuple[QuantityRow, ...]
    chain: tuple[Chain, ...]
    fields: tuple[tuple[str, str], ...]
    warned: tuple[Warned, ...]


def item_page(graph: Graph, node: str, pages: Mapping[str, int] | None = None) -> ItemPage | None:
    """Describe an item; ``pages`` says which page of each of ``WAYS`` is wanted. None when the graph has no text of it."""
    about = next(iter(ABOUT.answer(graph, node)), None)
    if about is None:
        return None
    spans, passages = _read(graph, node)
    quantities = _quantities(graph, node)
    days = sorted(q.deadline for q in quantities if q.relation == "targets")
    part = text_of(about["part"])
    return ItemPage(
        str(about["text"]),
        text_of(about["title"]),
        Ref(text_of(about["paper"]), text_of(about["number"] or about["name"])),
        part,
        text_of(about["section"]),
        outlined(node, part, text_of(about["ordinal"])),
        text_of(about["printed"]),
        each_once(text_of(about["deadline"]), *days),
        text_of(about["absence"]).rpartition("#")[2],
        passages,
        spans,
        quantities,
        tuple(_chain(graph, node, pages or {})),
        tuple((str(r["header"]), str(r["text"])) for r in FIELDS.answer(graph, node)),
        _warned(graph, node),
    )


def _warned(graph: Graph, node: str) -> tuple[Warned, ...]:
    """Return what is to be known about an item, warnings first; that it names nobody is said elsewhere."""
    found: dict[str, tuple[bool, dict[str, str]]] = {}
    for r in ISSUES.answer(graph, node):
        if r["code"] != "not-assigned":
            _, said = found.setdefault(str(r["issue"]), (r["severity"] != "info", {}))
            said[str(r["lang"])] = str(r["message"])
    each = (Warned(grave, said.get("zh", ""), said.get("en", "")) for grave, said in found.values())
    return tuple(sorted(dict.fromkeys(each), key=lambda w: not w.grave))


def _quantities(graph: Graph, node: str) -> tuple[QuantityRow, ...]:
    found: dict[str, QuantityRow] = {}
    for r in QUANTITIES.answer(graph, node):
        due = text_of(r["deadline"]) or text_of(r["inherited"])
        found.setdefault(
            str(r["quantity"]),
            QuantityRow(
                str(r["quantity"]),
                str(r["relation"]),
                text_of(r["indicator"]),
                str(r["comparator"]),
                str(r["value"]),
                text_of(r["most"]),
                text_of(r["unit"]),
                due,
                bool(due and not r["deadline"]),
            ),
        )
    return tuple(found.values())


def _chain(graph: Graph, node: str, pages: Mapping[str, int]) -> Iterator[Chain]:
    found: dict[str, dict[str, tuple[str, float | None]]] = {way: {} for way in WAYS}
    for r in CHAIN.answer(graph, node):
        score = None if r["score"] is None else float(str(r["score"]))
        found[str(r["way"])].setdefault(str(r["item"]), (str(r["kind"]), score))
    for item in {*found["up"], *found["down"]}:  # what derives is aligned too; once is enough
        found["beside"].pop(item, None)
    for way, items in found.items():
        if items:
            last = -(-len(items) // PER_PAGE)
            page = min(max(1, pages.get(way, 1)), last)
            there = list(items)[(page - 1) * PER_PAGE : page * PER_PAGE]
            known = describe(graph, there)
            rows = tuple(Neighbour(items[i][0], known[i], items[i][1]) for i in there if i in known)
            yield Chain(way, rows, len(items), page, last)


# --- the words ------------------------------------------------------------------------------------


def _read(graph: Graph, node: str) -> tuple[tuple[Span, ...], tuple[Passage, ...]]:
    texts: dict[str, str] = {}
    own = [(str(r["sha"]), int(str(r["start"])), int(str(r["end"])), str(r["path"])) for r in PLACE.answer(graph, node)]
    rows: dict[str, Mapping[str, object]] = {}
    for r in SPANS.answer(graph, node):
        rows.setdefault(str(r["statement"]), r)
    for sha in sorted({*(o[0] for o in own), *(str(r["sha"]) for r in rows.values())}):
        try:
            texts[sha] = graph.text(sha)
        except GraphError:  # an old graph whose texts went away still has its statements
            texts[sha] = ""
    ordered = sorted(
        rows.values(), key=lambda r: (str(r["path"]), int(str(r["start"])), -int(str(r["end"])), str(r["statement"]))
    )
    spans: list[tuple[str, Span]] = []
    for number, row in enumerate(ordered, 1):
        start, end, sha = int(str(row["start"])), int(str(row["end"])), str(row["sha"])
        score = None if row["score"] is None else float(str(row["score"]))
        span = Span(
            number, str(row["relation"]), str(row["statement"]), _text(row["other"]), _text(row["name"]), _text(row["words"]),
            str(row["path"]), _line(texts[sha], start), start, end, _text(row["rule"]), score,
        )  # fmt: skip
        spans.append((sha, span))
    passages = list(_passages(own, spans, texts))
    passages.sort(key=lambda p: not p.own)
    return tuple(s for _, s in spans), tuple(passages)


def _passages(
    own: Sequence[tuple[str, int, int, str]], spans: Sequence[tuple[str, Span]], texts: Mapping[str, str]
) -> Iterator[Passage]:
    """Yield what must be shown of each source so that every span is in place."""
    for sha in sorted(texts):
        text = texts[sha]
        here = [s for of, s in spans if of == sha]
        mine = [(start, end) for of, start, end, _ in own if of == sha]
        path = next((s.path for s in here), next((p for of, _, _, p in own if of == sha), ""))
        runs: list[list[int]] = []
        for start, end in sorted([*mine, *((s.start, s.end) for s in here)]):
            if runs and start - runs[-1][1] <= GAP:
                runs[-1][1] = max(runs[-1][1], end)
            else:
                runs.append([start, end])
        for start, end in runs:
            if not text[start:end].strip():
                continue
            is_own = any(a < end and b > start for a, b in mine)
            margin = 0 if is_own else MARGIN
            inside = [s for s in here if s.start < end and s.end > start]
            yield Passage(
                path,
                _line(text, start),
                tuple(stretches(text, start, end, inside)),
                is_own,
                text[max(0, start - margin) : start],
                text[end : end + margin],
            )


def stretches(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Stretch]:
    """Cut a range of a text wherever a span begins or ends, so that nested and overlapping ones can be drawn."""
    cuts = sorted({start, end, *(x for s in spans for x in (s.start, s.end) if start < x < end)})
    for a, b in pairwise(cuts):
        over = sorted((s for s in spans if s.start < b and s.end > a), key=lambda s: (s.end - s.start, s.number))
        yield Stretch(text[a:b], tuple(over), tuple(sorted((s for s in over if s.end == b), key=lambda s: s.number)))


def _line(text: str, start: int) -> int:
    return text.count("\n", 0, start) + 1


def _text(value: object) -> str:
    return "" if value is None else str(value)
