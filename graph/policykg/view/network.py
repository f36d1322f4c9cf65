"""Write a graph as one HTML file that works offline: pyvis' network, with its traps closed.

pyvis 0.3.2 leaves tags of two CDNs in a file that is meant to be inline, runs markup from headings and
ids, fails on dates, merges parallel edges and grows quadratically in ``add_node``. So the lists of nodes
and edges are built here, the page is rendered by pyvis' ``Network`` from a template of ours, and
vis-network comes from pyvis' own files. Everything that was read from a paper travels as data (JSON
with ``<``, ``>``, ``&`` and line separators escaped) and reaches the page as text nodes only; a
Content-Security-Policy lets no script run but the two whose hashes it names, and no request leave.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from importlib import resources
from typing import Any, TypeAlias

import networkx as nx
from markupsafe import Markup

from policykg.view import focus as focusing
from policykg.view.focus import text
from policykg.view.layout import Frame, Layout, arrange, reading_key
from policykg.view.legend import INK, KINDS, OTHER_KIND, PAPER, RELATIONS, Relation, canonical, kind_of, relation_of
from policykg.view.page import FONT, asset, digest, environment
from policykg.view.words import FIELDS, WORDS

Graph: TypeAlias = "nx.MultiDiGraph[Any]"
Json = dict[str, Any]

MANY = 1500
"""Above so many nodes the page says that the explorer serves better."""

_TOLD = ("quote", "printed", "rule", "score")
_OWN = frozenset(("kind", "label", "iri", "text"))
_CLOSING = frozenset("，。、；：！？）》」』】〕”’…,.;:!?)]%")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def network_html(graph: Graph, *, focus: str | None = None, depth: int = 1, lang: str = "zh", title: str = "") -> str:
    """Return the whole graph, or what lies up to ``depth`` edges around ``focus``, as one HTML page.

    Nodes carry kind, label, iri, text, edges relation and quote (any value; all shown as text); further
    node attributes stand in the side panel. ``focus`` is an id, an IRI, a key, a label, or part of one label
    only; raise QueryError when nothing or several nodes answer. ``lang`` (zh, en) is that of the page
    around the data. The same graph gives the same bytes, whatever the order of its nodes and edges.
    """
    centre = None if focus is None else focusing.find(graph, focus, lang)
    shown = frozenset(graph) if centre is None else focusing.neighbourhood(graph, centre, depth)
    order = sorted(shown, key=lambda n: reading_key(text(n)))
    layout = arrange(graph, shown)
    number = {node: i for i, node in enumerate(order)}
    nodes = [_node(graph, node, number[node], layout) for node in order]
    edges = _edges(graph, number)
    words = WORDS.get(lang, WORDS["en"])
    named = title or (words["around"].format(focusing.label(graph, centre)) if centre is not None else words["title"])
    data: Json = {
        "frames": [_frame(graph, frame, number) for frame in layout.frames],
        "focus": None if centre is None else number[centre],
        "kinds": {name: _pick(kind.zh, kind.en, lang) for name, kind in KINDS.items()},
        "relations": {n: _pick(r.zh, r.en, lang) for n, r in sorted(_relations(edges).items())},
        "fields": {name: _pick(*pair, lang) for name, pair in FIELDS.items()},
        "words": words,
        "paper": PAPER,
        "ink": INK,
        "options": _options(edges),
    }
    return _render(nodes, edges, data, named, lang)


def _pick(zh: str, en: str, lang: str) -> str:
    return zh if lang == "zh" else en


def _node(graph: Graph, node: Hashable, number: int, layout: Layout) -> Json:
    data = graph.nodes[node]
    name = focusing.label(graph, node)
    kind = text(data.get("kind"))
    x, y = layout.positions[node]
    frame = layout.frame_of[node]
    head = frame >= 0 and layout.frames[frame].node == node
    out: Json = {
        "id": number,
        "label": wrap(name, 14 if head else 8 if kind_of(kind).inside else 10, 2),
        "name": name,
        "group": kind if kind in KINDS else "other",
        "kind": kind,
        "iri": text(data.get("iri")) or text(node),
        "x": x,
        "y": y,
        "frame": frame,
    }
    if body := text(data.get("text")):
        out["text"] = body
    rest = {text(k): text(v) for k, v in data.items() if k not in _OWN and text(v)}
    if rest:
        out["fields"] = rest
    return out


def _frame(graph: Graph, frame: Frame, number: dict[Hashable, int]) -> Json:
    return {
        "label": focusing.label(graph, frame.node),
        "kind": text(graph.nodes[frame.node].get("kind")),
        "node": number.get(frame.node),
        "parent": frame.parent,
        "depth": frame.depth,
        "box": [frame.x, frame.y, frame.width, frame.height],
        "head": frame.head,
    }


def _edges(graph: Graph, number: dict[Hashable, int]) -> list[Json]:
    """Return the edges between the numbered nodes, sorted; parallel ones bend apart."""
    rows = sorted(
        (number[a], number[b], canonical(text(data.get("relation"))), tuple(text(data.get(name)) for name in _TOLD))
        for a, b, data in graph.edges(data=True)
        if a in number and b in number
    )
    between: dict[tuple[int, int], int] = defaultdict(int)
    edges = []
    for i, (a, b, relation, told) in enumerate(rows):
        look = relation_of(relation)
        edge: Json = {"id": i, "from": a, "to": b, "relation": relation, "color": look.colour, "width": look.width}
        if look.dashes:
            edge["dashes"] = list(look.dashes)
        edge |= {name: value for name, value in zip(_TOLD, told, strict=True) if value}
        pair = (min(a, b), max(a, b))
        if (bend := between[pair]) and a != b:
            left = (bend % 2 == 1) == (a < b)
            edge["smooth"] = {
                "enabled": True,
                "type": "curvedCW" if left else "curvedCCW",
                "roundness": round(0.12 * ((bend + 1) // 2), 2),
            }
        between[pair] += 1
        edges.append(edge)
    return edges


def _relations(edges: Sequence[Json]) -> dict[str, Relation]:
    return {name: relation_of(name) for name in {edge["relation"] for edge in edges}}


def wrap(name: str, width: int, lines: int) -> str:
    r"""Break a label into lines of ``width`` full-width characters (half-width ones count half), with … when cut.

    >>> wrap("加强科技创新主体培育", 6, 2)
    '加强科技创新\n主体培育'
    >>> wrap("一二三四五六七八九十", 3, 2)
    '一二三\n四五…'
    """
    rows, room = [""], 2 * width
    for sign in " ".join(name.split()):
        wide = 1 if ord(sign) < 0x2E80 and sign not in "“”‘’…—" else 2
        if room < wide and not (sign in _CLOSING and rows[-1]):  # a closing mark hangs over, it never begins a line
            if len(rows) == lines:
                rows[-1] = rows[-1][:-1] + "…"
                break
            rows.append("")
            room = 2 * width
        rows[-1] += sign
        room -= wide
    return "\n".join(rows)


def _options(edges: Sequence[Json]) -> Json:
    groups = {name: _group(name) for name in (*KINDS, "other")}
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {
            "zoomSpeed": 0.7,
            "hideEdgesOnDrag": True,
            "hideEdgesOnZoom": len(edges) > MANY,
            "hover": True,
            "hoverConnectedEdges": False,
            "selectConnectedEdges": False,
            "dragNodes": False,
            "tooltipDelay": 0,
            "keyboard": {"enabled": True, "bindToWindow": False},
        },
        "nodes": {
            "borderWidth": 1.5,
            "borderWidthSelected": 3,
            "labelHighlightBold": False,
            "chosen": True,
            "scaling": {"label": {"enabled": False, "drawThreshold": 9, "maxVisible": 200}},
        },
        "edges": {
            "smooth": False,
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
            "arrowStrikethrough": False,
            "selectionWidth": 1.5,
            "hoverWidth": 1,
            "font": {"size": 0, "face": FONT},
            "scaling": {"label": {"enabled": False, "drawThreshold": 8}},
        },
        "groups": groups,
    }


def _group(name: str) -> Json:
    kind = kind_of(name)
    colours = {"background": kind.fill, "border": kind.border}
    return {
        "shape": kind.shape,
        "size": kind.size,
        "color": {**colours, "highlight": {**colours, "border": INK}, "hover": {**colours, "border": INK}},
        "font": {
            "size": kind.font,
            "face": FONT,
            "color": INK,
            "multi": False,
            "strokeWidth": 0 if kind.inside else 3,
            "strokeColor": PAPER,
        },
        "margin": 6,
    }


def _render(nodes: list[Json], edges: list[Json], data: Json, title: str, lang: str) -> str:
    from pyvis.network import Network  # here, because it loads IPython: a second that other commands should not wait

    library, style = Markup(_vis_network()), asset("network.css")
    program = asset("map.js") + asset("hold.js") + asset("network.js")
    network = Network(directed=True, cdn_resources="in_line", heading="")
    network.nodes, network.edges, network.options = nodes, edges, data["options"]
    network.templateEnv = environment()
    network.templateEnv.globals.update(
        lang="zh-Hans" if lang == "zh" else "en",
        title=title,
        words=data["words"],
        notice=data["words"]["many"].format(f"{len(nodes):,}") if len(nodes) > MANY else "",
        summary=data["words"]["summary"].format(f"{len(nodes):,}", f"{len(edges):,}"),
        kinds=_kind_rows(nodes, lang),
        relations=_relation_rows(edges, lang),
        data=data,
        style=style,
        library=library,
        program=program,
        style_hash=digest(style),
        hashes=[digest(library), digest(program)],
    )
    network.path = "network.html"
    page: str = network.generate_html()
    return page


def _vis_network() -> str:
    """Return the newest vis-network that pyvis brings, without its source map (a request of the developer tools)."""
    folders = [f for f in (resources.files("pyvis") / "templates" / "lib").iterdir() if f.name.startswith("vis-")]
    newest = max(folders, key=lambda f: reading_key(f.name))
    return _SOURCE_MAP.sub("", (newest / "vis-network.min.js").read_text(encoding="utf-8"))


def _kind_rows(nodes: Sequence[Json], lang: str) -> list[Json]:
    count = Counter(node["group"] for node in nodes)
    looks = {**KINDS, "other": OTHER_KIND}
    return [
        {"name": n, "label": _pick(k.zh, k.en, lang), "count": count[n], "look": k}
        for n, k in looks.items()
        if count[n]
    ]


def _relation_rows(edges: Sequence[Json], lang: str) -> list[Json]:
    count = Counter(edge["relation"] for edge in edges)
    known = list(RELATIONS)
    names = sorted(count, key=lambda n: (known.index(n) if n in known else len(known), n))
    return [
        {
            "name": n,
            "label": _pick(relation_of(n).zh, relation_of(n).en, lang),
            "count": count[n],
            "look": relation_of(n),
            "dash": " ".join(map(str, relation_of(n).dashes)),
        }
        for n in names
    ]
