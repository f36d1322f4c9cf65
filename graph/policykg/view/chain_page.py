"""A chain for the page of the site: as a nested list, upper levels outside, and as data for the script that draws it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policykg.analyse.dag import Dag, Edge
from policykg.analyse.trace import Node
from policykg.view.dag_page import columns, relation_name, roles_told
from policykg.view.legend import LEVELS, kind_of
from policykg.view.site_words import Words

CARDS = 300
"""How many cards a chain is drawn with."""

CUT = 90
"""Signs of an item's text on a card …"""

TITLE = 32
"""… and of the words that stand for the number of one that its paper does not number."""

WORDS: Words = {
    "chain": ("上下级链条", "Chain"),
    "chain-of": ("“{0}”的上下级", "Above and below {0}"),
    "chain-lead": (
        "看一个省级条目如何落到市、县，或一个机构的任务从哪里来：左边是上级，右边是下级。",
        "See how a provincial item reaches city and county, or where a body's tasks come from: upper levels left, lower levels right.",
    ),
    "chain-what": (
        "条目、文件、机构、地区、项目，或条目中的词语",
        "Item, paper, body, place, project, or words of an item",
    ),
    "chain-go": ("查看", "Show"),
    "chain-try": ("例如", "For instance"),
    "chain-none": ("没有找到“{0}”。", "Nothing is found for “{0}”."),
    "chain-search": ("检索", "Search for it"),
    "chain-several": ("“{0}”有几种可能：", "“{0}” may mean:"),
    "chain-count": ("共 {0} 项、{1} 条关系", "{0} cards, {1} relations"),
    "chain-more": ("另有 {0} 项未列出，请从更小的范围查起。", "{0} more are not shown; start from something smaller."),
    "chain-list": ("同样内容的列表", "The same as a list"),
    "chain-picture": ("链条图：左为上级，右为下级", "Picture of the chain: upper levels left, lower levels right"),
    "chain-above": ("见上文", "see above"),
    "chain-here": ("查询对象", "asked for"),
    "chain-slipped": (
        "两栏可能错行：本级文字更像第 {0} 行的上级条目，请核对原件",
        "the columns may have slipped: the local text fits the upper item of row {0} better; see the original",
    ),
    "chain-other": ("层级不明", "level not known"),
    "chain-about": ("地区与项目", "places and projects"),
    "chain-bodies": ("机构", "bodies"),
    "chain-deadline": ("期限", "due"),
    "chain-lower": ("{0} 项下级", "{0} below"),
    "chain-open": ("展开下级（{0} 项）", "Open what is below ({0})"),
    "chain-shut": ("收起下级", "Close what is below"),
    "chain-all": ("全部展开", "Open all"),
    "chain-close": ("全部收起", "Close all"),
    "chain-link": ("复制本视图的链接", "Copy the link to this view"),
    "chain-copied": ("链接已复制", "The link is copied"),
    "chain-in": ("放大", "Larger"),
    "chain-out": ("缩小", "Smaller"),
    "chain-shown": ("显示 {0} 项，共 {1} 项", "{0} of {1} cards shown"),
}


_CLAUSE = re.compile(r"[^。；;！\n]+")
_LEVELS = (*LEVELS.values(), ("", ""))


@dataclass(frozen=True, slots=True)
class Branch:
    """A card in the nested list; ``again`` when it stood there before, then without its branches."""

    card: Node
    level: str
    relation: str
    quote: str
    below: tuple[Branch, ...] = ()
    again: bool = False


def cut(found: Dag, most: int = CARDS) -> Dag:
    """Return a chain of at most ``most`` cards: those nearest to what was asked for."""
    if len(found.nodes) <= most:
        return found
    near: dict[str, list[str]] = {}
    for edge in found.edges:
        near.setdefault(edge.lower, []).append(edge.upper)
        near.setdefault(edge.upper, []).append(edge.lower)
    kept = dict.fromkeys((*found.starts, *(n.iri for n in found.nodes if n.iri not in near)))
    kept = dict.fromkeys(list(kept)[:most])
    edge_of = list(kept)
    while edge_of and len(kept) < most:
        edge_of = list(dict.fromkeys(x for e in edge_of for x in near.get(e, ()) if x not in kept))[: most - len(kept)]
        kept.update(dict.fromkeys(edge_of))
    nodes = tuple(n for n in found.nodes if n.iri in kept)
    edges = tuple(e for e in found.edges if e.lower in kept and e.upper in kept)
    return replace(found, nodes=nodes, edges=edges, more=found.more + len(found.nodes) - len(nodes))


def branches(found: Dag, lang: str) -> tuple[Branch, ...]:
    """Return the chain as trees from the upper levels down; a card with several above it has its branches once."""
    cards = {n.iri: n for n in found.nodes}
    spot = spots(found)
    down: dict[str, list[Edge]] = {}
    lower = set()
    for edge in sorted(_downward(found, spot)):
        if edge.relation != "aligned" and edge.lower != edge.upper:
            down.setdefault(edge.upper, []).append(edge)
            lower.add(edge.lower)
    seen: set[str] = set()

    def branch(iri: str, edge: Edge | None) -> Branch:
        again = iri in seen
        seen.add(iri)
        return Branch(
            cards[iri],
            _LEVELS[spot[iri][0]][lang != "zh"],
            relation_name(edge, lang) if edge else "",
            edge.quote if edge else "",
            () if again else tuple(branch(e.lower, e) for e in down.get(iri, ())),
            again,
        )

    trees = [
        branch(n.iri, None) for n in found.nodes if n.iri not in lower
    ]  # in the order in which the papers have them
    # what only rings reach
    trees += [branch(n.iri, None) for n in found.nodes if n.iri not in seen]
    return tuple(trees)


def drawn(
    found: Dag, lang: str, short: Callable[[str], str], address: Callable[[str], str], doubts: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the script draws: cards with their column and a doubt by IRI, lines from upper to lower."""
    spot = spots(found)
    used = sorted(set(spot.values()))
    comma = "、" if lang == "zh" else ", "
    return {
        "columns": [_heading(column, lang) for column in used],
        "cards": [
            {
                "id": short(n.iri),
                "column": used.index(spot[n.iri]),
                "kind": n.kind,
                "name": kind_of(n.kind).zh if lang == "zh" else kind_of(n.kind).en,
                "label": title_of(n),
                "paper": "" if n.label == title_of(n) else n.document,
                "doubt": doubts.get(n.iri, ""),
                "text": "" if said_by(title_of(n), n.text) else shortened(n.text),
                "deadline": n.deadline,
                "roles": [list(r) for r in roles_told(n, lang, comma)],
                "href": address(n.iri),
                "here": n.iri in found.starts,
            }
            for n in found.nodes
        ],
        "lines": [
            {
                "upper": short(e.upper),
                "lower": short(e.lower),
                "style": e.relation,
                "name": relation_name(e, lang),
                "quote": shortened(e.quote),
            }
            for e in _downward(found, spot)
        ],
        "words": _words(lang),
    }


def title_of(card: Node) -> str:
    """Return what a card is called: an item that is only quoted goes by its first words, not by the identifier made of them."""
    if card.kind != "item" or (card.ordinal and card.label.endswith(card.ordinal)):
        return card.label
    first = _CLAUSE.match(card.text)
    return shortened(first[0] if first else card.text, TITLE) or card.label


def said_by(title: str, text: str) -> bool:
    """Say whether a title has all the words of a text."""
    return text.rstrip("。；;") == title


def spots(found: Dag) -> dict[str, tuple[int, int]]:
    """Return the column of each card: the rank of its level, and in it -1 for places and projects, 0 for items, 1 for bodies."""
    level, ranks = columns(found), list(LEVELS)
    side = {"place": -1, "project": -1, "agency": 1, "group": 1, "unresolved": 1}
    return {
        n.iri: (ranks.index(level[n.iri]) if level[n.iri] in ranks else len(ranks), side.get(n.kind, 0))
        for n in found.nodes
    }


def _downward(found: Dag, spot: Mapping[str, tuple[int, int]]) -> tuple[Edge, ...]:
    """Return the relations with the card of the upper column as ``upper``: a trace of a body hangs its tasks below it."""
    return tuple(replace(e, lower=e.upper, upper=e.lower) if spot[e.lower] < spot[e.upper] else e for e in found.edges)


def _heading(column: tuple[int, int], lang: str) -> str:
    level = (_LEVELS[column[0]] if column[0] < len(LEVELS) else WORDS["chain-other"])[lang != "zh"]
    beside = {-1: WORDS["chain-about"], 1: WORDS["chain-bodies"]}.get(column[1])
    return f"{level} · {beside[lang != 'zh']}" if beside else level


def shortened(text: str, most: int = CUT) -> str:
    """Return a text that is not longer than ``most`` signs.

    >>> shortened("一二三四", 3)
    '一二…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def _words(lang: str) -> Mapping[str, str]:
    return {k: v[lang != "zh"] for k, v in WORDS.items()}
