"""Texts with some of their stretches marked, as pieces that a template writes one behind the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, marked or not."""

    text: str
    hit: bool = False


def pieces(text: str, ranges: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cut a text at half-open ranges, which stand in order and do not overlap.

    >>> [(p.text, p.hit) for p in pieces("培养人才。", [(2, 4)])]
    [('培养', False), ('人才', True), ('。', False)]
    """
    found, at = [], 0
    for start, end in ranges:
        if start > at:
            found.append(Piece(text[at:start]))
        found.append(Piece(text[start:end], True))
        at = end
    if at < len(text):
        found.append(Piece(text[at:]))
    return tuple(found)


def excerpt(text: str, ranges: Sequence[tuple[int, int]], width: int = 120) -> tuple[Piece, ...]:
    """Return about ``width`` signs of a text around its first marked stretch, with what is marked in them.

    >>> "".join(p.text for p in excerpt("一二三四五六七八九十", [(6, 7)], 4))
    '…六七八九…'
    """
    first = ranges[0][0] if ranges else 0
    start = max(0, min(first - width // 3, len(text) - width))
    end = min(len(text), start + width)
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in ranges if a < end and b > start]
    found = pieces(text[start:end], inside)
    before = (Piece(ELLIPSIS),) if start > 0 else ()
    after = (Piece(ELLIPSIS),) if end < len(text) else ()
    return (*before, *found, *after)
