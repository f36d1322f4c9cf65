"""A trace as one offline page: each card once, the state on the left, counties on the right, lines between them.

The page needs no script. Cards in the figure are cut to one height; each leads to its full text below the figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policykg.analyse.dag import Dag, Edge
from policykg.analyse.trace import Node
from policykg.view.legend import LEVELS, kind_of, relation_of
from policykg.view.page import asset, digest, environment
from policykg.view.words import DERIVATIONS

CARD_WIDTH = 300
GAP = 110
HEIGHTS: Mapping[str, int] = {"item": 172, "document": 96}
SMALL = 58
SPACE = 18
TOP = 44
_RANK = {level: n for n, level in enumerate(LEVELS)}
_SWEEPS = 6

_WORDS = {
    "zh": {
        "title": "“{0}”的上下级",
        "summary": "共 {0} 项、{1} 条关系；左为上级，右为下级",
        "more": "另有 {0} 项未列出",
        "full": "全文",
        "quote": "原文",
        "deadline": "期限",
        "targets": "目标",
        "aligned": "对应（由文字推断）",
        "here": "查询对象",
        "other": "层级不明",
        "comma": "、",
        "back": "回到图中",
    },
    "en": {
        "title": "Above and below {0}",
        "summary": "{0} cards, {1} relations; upper levels left, lower levels right",
        "more": "{0} more are not shown",
        "full": "Full texts",
        "quote": "Quote",
        "deadline": "due",
        "targets": "Targets",
        "aligned": "aligned (inferred from the wording)",
        "here": "asked for",
        "other": "level not known",
        "comma": ", ",
        "back": "back to the figure",
    },
}


@dataclass(frozen=True, slots=True)
class Card:
    """A card with its place in the figure (pixels)."""

    node: Node
    number: int
    kind: str
    level: str
    x: int
    y: int
    height: int
    here: bool
    roles: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the figure: its path, its class, its name and where the name stands."""

    path: str
    style: str
    name: str
    x: float
    y: float
    anchor: str
    quote: str


def dag_html(found: Dag, lang: str = "zh") -> str:
    """Return the page of a trace as a graph; the same graph gives the same bytes."""
    words = _WORDS["zh" if lang == "zh" else "en"]
    levels = columns(found)
    cards = _placed(found, levels, lang, words)
    by_iri = {c.node.iri: c for c in cards}
    lines = tuple(_lines(found, by_iri, lang))
    style = asset("dag.css")
    labels = list(dict.fromkeys(n.label for n in found.nodes if n.iri in found.starts))
    title = found.start if found.start and "//" not in found.start else (labels or [""])[0]
    return (
        environment()
        .get_template("dag.html")
        .render(
            lang="zh-Hans" if lang == "zh" else "en",
            words=words,
            title=words["title"].format(title),
            summary=words["summary"].format(len(cards), len(lines)),
            more=words["more"].format(found.more) if found.more else "",
            headings=[
                (TOP // 2, n * (CARD_WIDTH + GAP), _level(level, lang) or words["other"])
                for n, level in enumerate(dict.fromkeys(levels[c.node.iri] for c in cards))
            ],
            cards=cards,
            lines=lines,
            width=max((c.x for c in cards), default=0) + CARD_WIDTH + 170,
            height=max((c.y + c.height for c in cards), default=0) + 20,
            card_width=CARD_WIDTH,
            style=style,
            style_hash=digest(style),
        )
    )


def _level(level: str, lang: str) -> str:
    return LEVELS[level][0 if lang == "zh" else 1] if level in LEVELS else ""


def columns(found: Dag) -> dict[str, str]:
    """Return the level of each card; one whose level nobody knows stands with its neighbours, a paper's basis above it."""
    level = {n.iri: n.level if n.level in _RANK else "" for n in found.nodes}
    names = list(LEVELS)
    for edge in found.edges:
        if edge.relation == "based_on" and not level[edge.upper] and level[edge.lower]:
            level[edge.upper] = names[max(0, _RANK[level[edge.lower]] - 1)]
    for _ in range(len(level)):
        moved = False
        for edge in found.edges:
            for one, other in ((edge.lower, edge.upper), (edge.upper, edge.lower)):
                if not level[one] and level[other]:
                    level[one], moved = level[other], True
        if not moved:
            break
    return level


def _placed(found: Dag, columns: Mapping[str, str], lang: str, words: Mapping[str, str]) -> tuple[Card, ...]:
    """Put cards into columns by level and order each so that linked cards stand near each other."""
    order: dict[str, list[str]] = defaultdict(list)
    for node in found.nodes:
        order[columns[node.iri]].append(node.iri)
    levels = sorted(order, key=lambda x: _RANK.get(x, len(_RANK)))
    near: dict[str, list[str]] = defaultdict(list)
    for edge in found.edges:
        near[edge.lower].append(edge.upper)
        near[edge.upper].append(edge.lower)
    for sweep in range(_SWEEPS):
        for level in levels if sweep % 2 == 0 else reversed(levels):
            at = {iri: n / max(1, len(rows) - 1) for rows in order.values() for n, iri in enumerate(rows)}
            order[level].sort(key=lambda iri: _middle([at[x] for x in near[iri]], at[iri]))  # stable: ties keep order
    nodes = {n.iri: n for n in found.nodes}
    number = {n.iri: i for i, n in enumerate(found.nodes, 1)}
    tops = _tops(order, nodes, near)
    return tuple(
        Card(
            nodes[iri],
            number[iri],
            kind_of(nodes[iri].kind).zh if lang == "zh" else kind_of(nodes[iri].kind).en,
            _level(nodes[iri].level, lang),
            column * (CARD_WIDTH + GAP),
            tops[iri],
            _height(nodes[iri]),
            iri in found.starts,
            roles_told(nodes[iri], lang, words["comma"]),
        )
        for column, level in enumerate(levels)
        for iri in order[level]
    )


def _tops(
    order: Mapping[str, Sequence[str]], nodes: Mapping[str, Node], near: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Return where each card begins: the fullest column without gaps, the others as near to their neighbours as they can."""
    tops: dict[str, int] = {}
    for level in sorted(order, key=lambda x: (-sum(_height(nodes[i]) for i in order[x]), _RANK.get(x, len(_RANK)))):
        y = TOP
        for iri in order[level]:
            there = [tops[x] + _height(nodes[x]) / 2 for x in near[iri] if x in tops and x not in order[level]]
            wanted = sum(there) / len(there) - _height(nodes[iri]) / 2 if there else y
            tops[iri] = max(y, round(wanted))
            y = tops[iri] + _height(nodes[iri]) + SPACE
    return tops


def _middle(places: Sequence[float], own: float) -> float:
    return sum(places) / len(places) if places else own


def _height(node: Node) -> int:
    return HEIGHTS.get(node.kind, SMALL)


def roles_told(node: Node, lang: str, comma: str) -> tuple[tuple[str, str, str], ...]:
    """Return the roles on a card: role, its name, the bodies that have it."""
    named: dict[str, list[str]] = {}
    for role in node.roles:
        named.setdefault(role.role, []).append(role.body.label)
    return tuple(
        (role, relation_of(role).zh if lang == "zh" else relation_of(role).en, comma.join(bodies))
        for role, bodies in named.items()
    )


def relation_name(edge: Edge, lang: str) -> str:
    """Return what a line of a chain is called, with its score where it was inferred."""
    if edge.relation in DERIVATIONS:
        name = DERIVATIONS[edge.relation][0 if lang == "zh" else 1]
    else:
        name = relation_of(edge.relation).zh if lang == "zh" else relation_of(edge.relation).en
    return name if edge.score is None else f"{name} {edge.score:.2f}"


def _lane(between: Sequence[Card], wanted: float) -> float:
    """Return the height nearest to ``wanted`` at which a line passes cards without running behind one."""
    free = [y for c in between for y in (c.y - SPACE / 2, c.y + c.height + SPACE / 2)]
    open_ = [y for y in (wanted, *free) if not any(c.y - 4 < y < c.y + c.height + 4 for c in between)]
    return min(open_, key=lambda y: (abs(y - wanted), y))


def _lines(found: Dag, cards: Mapping[str, Card], lang: str) -> list[Line]:
    out: list[Line] = []
    beside: Counter[str] = Counter()  # lines between cards of one column: the label stands where fewer end
    for edge in found.edges:
        if cards[edge.lower].x == cards[edge.upper].x:
            beside.update((edge.lower, edge.upper))
    for edge in found.edges:
        left, right = cards[edge.upper], cards[edge.lower]
        if left.x > right.x:
            left, right = right, left
        a, b = left.y + min(left.height / 2, 60), right.y + min(right.height / 2, 60)
        if left.x == right.x:
            x = left.x + CARD_WIDTH
            bend = x + 34 + min(70, abs(a - b) / 10)
            path = f"M{x} {a:g} C{bend:g} {a:g} {bend:g} {b:g} {x} {b:g}"
            end = a if beside[left.node.iri] < beside[right.node.iri] else b
            middle, anchor = (x + 8.0, end), "start"
        elif between := [c for c in cards.values() if left.x < c.x < right.x]:
            lane = _lane(between, (a + b) / 2)
            one, two, half = left.x + CARD_WIDTH, right.x, GAP / 2
            path = (
                f"M{one} {a:g} C{one + half:g} {a:g} {one + half:g} {lane:g} {one + GAP} {lane:g} H{two - GAP} "
                f"C{two - half:g} {lane:g} {two - half:g} {b:g} {two} {b:g}"
            )
            middle, anchor = (two - half, (lane + b) / 2), "middle"
        else:
            one, two = left.x + CARD_WIDTH, right.x
            bend = (one + two) / 2
            path = f"M{one} {a:g} C{bend:g} {a:g} {bend:g} {b:g} {two} {b:g}"
            middle, anchor = (bend, (a + b) / 2), "middle"
        name = relation_name(edge, lang)
        style = edge.relation if edge.relation in ("quoted", "cited", "aligned") else "other"
        out.append(Line(path, style, name, middle[0], middle[1] - 4, anchor, edge.quote))
    return out
