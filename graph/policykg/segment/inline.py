"""Paragraphs cut at the ordinals inside them: text that lost its line breaks, points assigned one by one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from policykg.model import Paragraph, Passage
from policykg.segment.marks import read_mark

_INLINE = re.compile(
    r"(?:(?<=[。；;）)”])\s*|(?<=[\u4e00-\u9fff：:])[ \u3000]+)(?=(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?![\d]))\s*[\u4e00-\u9fff“])"
)
_INNER_INLINE = re.compile(r"(?:(?<=[。；;）)])\s*|^)(?=[（(]\d{1,2}[)）]\s*[\u4e00-\u9fff“])")
_ASSIGNS = re.compile(r"[（(](?=[^（()）]*(?:牵头|负责|单位[:：]|配合|落实))[^（()）]{4,}[)）]")


def cut_paragraphs(paragraphs: Sequence[Paragraph]) -> Iterable[Passage]:
    """Yield paragraphs, cut again where an ordinal follows a full stop."""
    for paragraph in paragraphs:
        cuts = [0, *(m.end() for m in _INLINE.finditer(paragraph.text)), len(paragraph.text)]
        kept = [0]
        for cut in cuts[1:-1]:
            mark = read_mark(paragraph.text[cut:])
            if mark and mark.rank <= 3:
                kept.append(cut)
        kept.append(cuts[-1])
        kept = [c for a, b in itertools.pairwise(kept) for c in (a, *_inner_marks(paragraph.text, a, b))] + [kept[-1]]
        for a, b in itertools.pairwise(kept):
            piece = paragraph.passage[a:b].strip()
            if piece.text:
                yield piece


def _inner_marks(text: str, start: int, end: int) -> list[int]:
    """List where （1）, （2） … open points inside a piece of a paragraph that are assigned one by one."""
    marks = [start + m.end() for m in _INNER_INLINE.finditer(text[start:end])]
    numbers = [m.number for at in marks if (m := read_mark(text[at:])) is not None]
    pieces = [text[a:b] for a, b in itertools.pairwise([*marks, end])]
    if len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)) and all(_ASSIGNS.search(p) for p in pieces):
        return marks
    return []
