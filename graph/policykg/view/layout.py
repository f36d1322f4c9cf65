"""Place nodes by what contains them: a map, not a hairball.

Counties stand inside their city, cities inside their province, bodies inside their place, items
inside their paper. A container is a frame: a rectangle with a head for its own node and below it
grids of what it holds and the frames inside it, packed closely. Nothing overlaps, so that every
label can be read. Linear in nodes (times the few widths tried), no randomness: the same graph gives
the same places, whatever the order of its nodes and edges.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

import networkx as nx

from policykg.view.focus import text
from policykg.view.legend import canonical

Graph: TypeAlias = "nx.MultiDiGraph[Any]"
Key = tuple[tuple[int, int, str], ...]

# relations that say "I lie in that", the strongest first
_INTO = ("partOf", "within", "jurisdiction")
# kinds that hold others and get a frame
_HOLDERS = ("place", "document")
# kinds that stand beside the item that names them when nothing contains them
_SATELLITES = ("target", "funding", "project", "person", "event")
# grids inside a frame: kinds, cell width and height
_GRIDS: tuple[tuple[tuple[str, ...], int, int], ...] = (
    (("document",), 250, 92),
    (("agency", "group", "unresolved", "function"), 168, 84),
    (("place",), 168, 76),
    ((), 144, 70),  # everything else, in reading order
)
_MARGIN, _GAP, _HEAD, _BARE_HEAD, _HEAD_WIDTH = 20, 34, 88, 56, 300
_ASPECT = 1.5

_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "十": 10, "百": 100}
_PIECES = re.compile(r"(\d+)|([零〇一二三四五六七八九十百]+)|([^\d零〇一二三四五六七八九十百]+)")


@dataclass(frozen=True, slots=True)
class Frame:
    """The rectangle of a container: left, top, width, height in pixels at zoom 1, ``depth`` from 0.

    ``head`` is the height of the strip for its own node and name, ``parent`` is the index of the frame around it, -1 at the root.
    """

    node: Hashable
    parent: int
    depth: int
    x: int
    y: int
    width: int
    height: int
    head: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each node stands (its centre), the frames (outer before inner), and each node's frame (-1: none)."""

    positions: dict[Hashable, tuple[int, int]]
    frames: tuple[Frame, ...]
    frame_of: dict[Hashable, int]


@dataclass(frozen=True, slots=True)
class _Block:
    """A rectangle to be packed; ``put`` lays its contents down at a left top corner."""

    width: int
    height: int
    put: Callable[[int, int], None]


def reading_key(name: str) -> Key:
    """Return a sort key under which numbers, Chinese ones too, count as numbers.

    >>> sorted(["附件1.10", "附件1.9", "三", "二", "十二"], key=reading_key)
    ['二', '三', '十二', '附件1.9', '附件1.10']
    """
    out = []
    for digits, numeral, words in _PIECES.findall(name):
        if words:
            out.append((1, 0, words))
        else:
            out.append((0, int(digits) if digits else _number(numeral), ""))
    return (*out, (-1, 0, name))  # names that differ only in how a number is printed keep an order


def _number(numeral: str) -> int:
    total = digit = 0
    for sign in numeral:
        value = _NUMERALS[sign]
        if value >= 10:
            total, digit = total + (digit or 1) * value, 0
        else:
            digit = digit * 10 + value
    return total + digit


def containers(graph: Graph) -> dict[Hashable, Hashable]:
    """Map each node to the node that holds it, for those that are held; no node holds itself, not even at a distance.

    >>> g = nx.MultiDiGraph()
    >>> g.add_node("d", kind="document"); g.add_node("i", kind="item")
    >>> _ = g.add_edge("i", "d", relation="partOf")
    >>> containers(g)
    {'i': 'd'}
    """
    found: dict[Hashable, Hashable] = {}
    for node in sorted(graph, key=lambda n: reading_key(text(n))):
        ways = [
            (_INTO.index(relation), reading_key(text(target)), target)
            for _, target, data in graph.out_edges(node, data=True)
            if (relation := canonical(text(data.get("relation")))) in _INTO
            and text(graph.nodes[target].get("kind")) in _HOLDERS
        ]
        for _, _, target in sorted(ways, key=lambda w: w[:2]):
            if not _holds(found, node, target):
                found[node] = target
                break
    return found


def _holds(found: dict[Hashable, Hashable], node: Hashable, inner: Hashable) -> bool:
    """Tell whether ``node`` is ``inner`` or holds it."""
    at: Hashable | None = inner
    while at is not None:
        if at == node:
            return True
        at = found.get(at)
    return False


def arrange(graph: Graph, shown: Iterable[Hashable]) -> Layout:
    """Place the nodes ``shown``; frames are drawn around them also for containers that are not shown."""
    return _Arranger(graph, frozenset(shown)).run()


class _Arranger:
    def __init__(self, graph: Graph, shown: frozenset[Hashable]) -> None:
        self.graph, self.shown = graph, shown
        self.held = containers(graph)
        self.keys: dict[Hashable, Key] = {}
        self.positions: dict[Hashable, tuple[int, int]] = {}
        self.frame_of: dict[Hashable, int] = {}
        self.frames: list[Frame] = []
        self.children: dict[Hashable | None, list[Hashable]] = defaultdict(list)

    def kind(self, node: Hashable) -> str:
        return text(self.graph.nodes[node].get("kind"))

    def run(self) -> Layout:
        holder = {node: self._place(node) for node in self.shown}
        for node in list(holder.values()):  # frames around frames, shown or not
            while node is not None and node not in holder:
                holder[node] = node = self.held.get(node)
        for node, key in sorted(((n, self._key(n)) for n in holder), key=lambda p: p[1]):
            self.keys[node] = key
            self.children[holder[node]].append(node)
        blocks = self._blocks(None, -1, 0)
        _pack(blocks).put(0, 0)
        return Layout(self.positions, tuple(self.frames), self.frame_of)

    def _anchor(self, node: Hashable) -> Hashable | None:
        """Return the item (or paper, or body) beside which a target, a project or a person stands."""
        if node in self.held or self.kind(node) not in _SATELLITES:
            return None
        beside = {*self.graph.predecessors(node), *self.graph.successors(node)} & self.shown
        order = {"item": 0, "document": 1, "agency": 2}
        near = [n for n in beside if self.kind(n) in order and n != node]
        return min(near, key=lambda n: (order[self.kind(n)], reading_key(text(n))), default=None)

    def _place(self, node: Hashable) -> Hashable | None:
        anchor = self._anchor(node)
        if anchor is None:
            return self.held.get(node)
        return anchor if self.kind(anchor) == "document" else self.held.get(anchor)

    def _key(self, node: Hashable) -> Key:
        anchor = self._anchor(node)
        own = reading_key(text(node))
        return own if anchor is None else (*reading_key(text(anchor)), (2, 0, ""), *own)

    def _blocks(self, holder: Hashable | None, frame: int, depth: int) -> list[_Block]:
        """Return the grids and frames that ``holder`` contains."""
        inside = [n for n in self.children[holder] if n in self.children]
        loose = [n for n in self.children[holder] if n not in self.children]
        blocks = []
        for number, nodes in groupby(sorted(loose, key=self._grid), key=self._grid):
            _, width, height = _GRIDS[number]
            blocks.append(self._grid_block(list(nodes), width, height, frame))
        boxes = [self._frame_block(n, frame, depth) for n in inside]
        return blocks + sorted(boxes, key=lambda b: -b.height)

    def _grid(self, node: Hashable) -> int:
        kind = self.kind(node)
        return next((i for i, (kinds, _, _) in enumerate(_GRIDS) if kind in kinds), len(_GRIDS) - 1)

    def _grid_block(self, nodes: list[Hashable], width: int, height: int, frame: int) -> _Block:
        columns = max(1, round((len(nodes) * _ASPECT * height / width) ** 0.5))
        rows = -(-len(nodes) // columns)

        def put(x: int, y: int) -> None:
            for i, node in enumerate(nodes):
                self.positions[node] = (
                    x + (i % columns) * width + width // 2,
                    y + (i // columns) * height + height // 2,
                )
                self.frame_of[node] = frame

        return _Block(columns * width, rows * height, put)

    def _frame_block(self, holder: Hashable, parent: int, depth: int) -> _Block:
        index, head = len(self.frames), _HEAD if holder in self.shown else _BARE_HEAD
        self.frames.append(Frame(holder, parent, depth, 0, 0, 0, 0, head))
        inner = _pack(self._blocks(holder, index, depth + 1))
        width = max(inner.width, _HEAD_WIDTH) + 2 * _MARGIN
        height = inner.height + head + _MARGIN

        def put(x: int, y: int) -> None:
            self.frames[index] = Frame(holder, parent, depth, x, y, width, height, head)
            if holder in self.shown:
                self.positions[holder] = (x + _MARGIN + _HEAD_WIDTH // 2, y + head // 2)
                self.frame_of[holder] = index
            inner.put(x + _MARGIN, y + head)

        return _Block(width, height, put)


def _pack(blocks: Sequence[_Block]) -> _Block:
    """Pack blocks, in order, into the rectangle that comes nearest to the wanted proportions."""
    if not blocks:
        return _Block(0, 0, lambda x, y: None)
    widest = max(b.width for b in blocks)
    whole = sum(b.width + _GAP for b in blocks)
    widths = sorted({widest, *(widest + (whole - widest) * i // 24 for i in range(1, 25))})
    best = min((_skyline(blocks, w) for w in widths), key=lambda s: (_badness(s[1], s[2]), s[1]))
    spots, width, height = best

    def put(x: int, y: int) -> None:
        for block, (left, top) in zip(blocks, spots, strict=True):
            block.put(x + left, y + top)

    return _Block(width, height, put)


def _badness(width: int, height: int) -> float:
    """Return the area of the smallest rectangle of the wanted proportions that covers this one."""
    return max(width * width / _ASPECT, height * height * _ASPECT)


def _skyline(blocks: Sequence[_Block], limit: int) -> tuple[list[tuple[int, int]], int, int]:
    """Put each block where its top lies highest, then leftmost, below what stands already; return spots, width, height."""
    sky = [(0, limit + _GAP, 0)]  # left, right, how far down it is taken; from left to right, without holes
    spots: list[tuple[int, int]] = []
    for block in blocks:
        wide = block.width + _GAP
        free = [x for x, _, _ in sky if x + wide <= limit + _GAP]
        y, x = min((max(down for a, b, down in sky if a < x + wide and x < b), x) for x in free)
        spots.append((x, y))
        before = [(a, min(b, x), down) for a, b, down in sky if a < x]
        after = [(max(a, x + wide), b, down) for a, b, down in sky if b > x + wide]
        sky = [*before, (x, x + wide, y + block.height + _GAP), *after]
    width = max(x + block.width for (x, _), block in zip(spots, blocks, strict=True))
    height = max(y + block.height for (_, y), block in zip(spots, blocks, strict=True))
    return spots, width, height
