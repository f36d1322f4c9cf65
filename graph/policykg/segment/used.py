"""Where a document's text went: which of its characters stand in items, headings and table headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from policykg.model import Block, Instrument, Item, Paragraph, Passage, Table
from policykg.resources import read_table
from policykg.segment.heading import looks_like_title, tight
from policykg.segment.marks import read_mark

#: Signs before an item that belong to it: its ordinal, an event's day (14-15日，).
_AHEAD = 8
#: A run of text and what it became: start, end (half-open), kind.
Run = tuple[int, int, str]


def used_runs(instruments: Sequence[Instrument], blocks: Sequence[Block]) -> tuple[Run, ...]:
    """Return what the text became, in order: item, heading (of a section too), header (of a table), known, prose.

    Known is what papers print around what they say (data/lexicon/boilerplate.csv); prose outside
    items is searched for citations and dates, no more. A character that became several things
    counts as the first of these. What stands in no run was not read at all.
    """
    kinds: dict[int, str] = {}

    def take(passages: Iterable[Passage], kind: str) -> None:
        for passage in passages:
            for at in passage.at:
                kinds.setdefault(at, kind)

    for instrument in instruments:
        for item in instrument.items:
            take(_passages(item), "item")
    for instrument in instruments:
        take(instrument.heading.passages, "heading")
    for instrument in instruments:
        headers = {c.header for i in instrument.items for c in i.columns}
        take(_headers(blocks, headers), "header")
        take(_sections(instrument.items, blocks), "heading")
    _paragraphs(blocks, kinds)
    for instrument in instruments:
        take(instrument.body, "prose")
    return tuple(_runs(kinds))


def _paragraphs(blocks: Sequence[Block], kinds: dict[int, str]) -> None:
    """Tell ordinals, headings, titles and boilerplate among the paragraphs that became nothing so far."""
    for block in blocks:
        if not isinstance(block, Paragraph) or not block.passage.at:
            continue
        left = [at for at in block.passage.at if at not in kinds]
        if not left:
            continue
        mark = read_mark(block.text)
        words = tight(block.text)
        ahead = next((n for n, at in enumerate(block.passage.at) if kinds.get(at) == "item"), 0)
        if 0 < ahead <= max(_AHEAD, mark.length if mark else 0):
            kind, left = "item", [at for at in left if at <= block.passage.at[ahead - 1]]
        elif any(kinds.get(at) == "heading" for at in block.passage.at) or (
            mark is not None and len(block.text) < 60 and not re.search("[。；;]", block.text)
        ):
            kind = "heading"
        elif any(p.fullmatch(words) for p in _boilerplate()):
            kind = "known"
        elif looks_like_title(words) and len(block.text) < 90:
            kind = "heading"
        else:
            continue
        for at in left:
            kinds[at] = kind


@cache
def _boilerplate() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"], re.S) for row in read_table("boilerplate.csv"))


def _passages(item: Item) -> Iterable[Passage]:
    yield item.title
    yield item.text
    if item.upstream is not None:
        yield item.upstream
    yield from item.clauses
    yield from (c.cell.passage for c in item.columns)


def _headers(blocks: Sequence[Block], headers: set[str]) -> Iterable[Passage]:
    """Yield the cells of rows that are header rows: most of their texts head a column of some item."""
    for block in blocks:
        if not isinstance(block, Table) or not headers:
            continue
        for row in block.rows:
            filled = [c for c in row if c.text.strip()]
            if filled and 2 * sum(_fold(c.text) in headers for c in filled) >= len(filled):
                yield from (c.passage for c in filled)


def _sections(items: Sequence[Item], blocks: Sequence[Block]) -> Iterable[Passage]:
    """Yield paragraphs and rows that name a section of some item."""
    sections = {_fold(i.section) for i in items if i.section}
    for block in blocks:
        passages = [block.passage] if not isinstance(block, Table) else [c.passage for r in block.rows for c in r]
        for passage in passages:
            if 1 < len(passage.text) < 80 and _fold(passage.text).rstrip("。：:") in sections:
                yield passage


def _fold(text: str) -> str:
    return "".join(text.replace("．", ".").split())


def _runs(kinds: dict[int, str]) -> Iterable[Run]:
    start = end = -1
    for at in sorted(kinds):
        if at == end and kinds[at] == kinds[start]:
            end += 1
            continue
        if end > start:
            yield start, end, kinds[start]
        start, end = at, at + 1
    if end > start:
        yield start, end, kinds[start]
