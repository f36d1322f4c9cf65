"""Find the node a user means, and what lies around it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeAlias

import networkx as nx

from policykg.errors import NotFoundError, QueryError

Graph: TypeAlias = "nx.MultiDiGraph[Any]"
_NAMED = 8


def text(value: object) -> str:
    """Return any attribute as text: nothing for None, else ``str`` (dates in ISO form), always encodable.

    >>> import datetime
    >>> text(datetime.date(2025, 12, 31)), text(None)
    ('2025-12-31', '')
    """
    if value is None:
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def label(graph: Graph, node: Hashable) -> str:
    """Return a node's label, its id where it has none."""
    return text(graph.nodes[node].get("label")) or text(node)


def find(graph: Graph, wanted: str, lang: str = "zh") -> Hashable:
    """Return the node meant by an id, an IRI or its end, a key, a label, or a part of one label only.

    Earlier ways win: a label that is part of another is still found by itself.
    Raise QueryError when nothing or several nodes answer, naming the candidates.
    """
    wanted = wanted.strip()
    if not wanted:
        raise QueryError(_say(lang, "没有给出要查看的对象", "no entity was named"))
    endings = (f"/{wanted}", "/" + wanted.replace(":", "/", 1))  # the local name, doc:NAME for …/doc/NAME
    ways: tuple[Callable[[Hashable, dict[str, Any]], bool], ...] = (
        lambda node, data: text(node) == wanted,
        lambda node, data: wanted in (text(data.get("iri")), text(data.get("key"))),
        lambda node, data: (text(data.get("iri")) or text(node)).endswith(endings),
        lambda node, data: label(graph, node) == wanted,
        lambda node, data: wanted.casefold() in label(graph, node).casefold(),
    )
    for answers in ways:
        hits: list[Hashable] = [node for node, data in graph.nodes(data=True) if answers(node, data)]
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise QueryError(_several(graph, wanted, hits, lang))
    raise NotFoundError(
        _say(
            lang,
            f"没有找到“{wanted}”；请用完整名称或 IRI，或用 policykg query 查名称",
            f"nothing is called {wanted!r}; give the full name or the IRI, or look it up with policykg query",
        )
    )


def neighbourhood(graph: Graph, centre: Hashable, depth: int) -> frozenset[Hashable]:
    """Return the nodes at most ``depth`` edges away from ``centre``, whatever the edges' direction.

    Raise QueryError for a depth below 0.

    >>> g = nx.MultiDiGraph([("a", "b"), ("c", "b"), ("c", "d")])
    >>> sorted(neighbourhood(g, "a", 2))
    ['a', 'b', 'c']
    """
    if depth < 0:
        raise QueryError(f"depth {depth}: give 0 or more")
    seen = {centre}
    edge = [centre]
    for _ in range(depth):
        reached = {other for node in edge for other in _beside(graph, node)} - seen
        seen |= reached
        edge = list(reached)
    return frozenset(seen)


def _beside(graph: Graph, node: Hashable) -> Iterable[Hashable]:
    yield from graph.successors(node)
    yield from graph.predecessors(node)


def _several(graph: Graph, wanted: str, hits: list[Hashable], lang: str) -> str:
    names = sorted(f"{label(graph, node)} <{text(node)}>" for node in hits)
    rest = len(names) - _NAMED
    zh, en = "、".join(names[:_NAMED]), ", ".join(names[:_NAMED])
    if rest > 0:
        zh, en = f"{zh} 等另 {rest} 个", f"{en} and {rest} more"
    return _say(
        lang,
        f"“{wanted}”对应 {len(names)} 个节点：{zh}；请写完整名称或 IRI",
        f"{wanted!r} means {len(names)} nodes: {en}; give the full name or the IRI",
    )


def _say(lang: str, zh: str, en: str) -> str:
    return zh if lang == "zh" else en
