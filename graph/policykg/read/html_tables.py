"""HTML tables inside a text file: merged cells are spread over the places they cover, marked as inherited."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policykg.model import Cell, Passage, Table
from policykg.read.markup import plain

_TAG = re.compile(r"<(/?)(table|tr|td|th)\b([^<>]*)>", re.I)
_TABLE = re.compile(r"<(/?)table\b[^<>]*>", re.I)
_SPAN = re.compile(r"(row|col)span\s*=\s*[\"']?\s*(\d{1,4})", re.I)
#: A merged cell covers a page at most; more is damage.
_LIMIT = 500


def spans(text: str) -> Iterable[tuple[int, int]]:
    """Yield (start, end) of each table that is closed; a table inside a cell belongs to the one around it."""
    opened: list[int] = []
    for tag in _TABLE.finditer(text):
        if not tag.group(1):
            opened.append(tag.start())
        elif opened:
            start = opened.pop()
            if not opened:
                yield start, tag.end()


def read(text: str, start: int, end: int) -> list[Table]:
    """Read the table in ``text[start:end]``; a table inside a cell is text of that cell."""
    printed: list[list[tuple[Passage, int, int]]] = []
    opened: tuple[int, int, int] | None = None
    depth = 0
    for tag in _TAG.finditer(text, start, end):
        closing, name = tag.group(1) == "/", tag.group(2).lower()
        if name == "table":
            depth += -1 if closing else 1
        elif depth == 1:
            if opened:
                passage = plain(Passage.of(text[opened[0] : tag.start()], opened[0]).strip())
                if printed:
                    printed[-1].append((passage, opened[1], opened[2]))
                opened = None
            if name == "tr" and not closing:
                printed.append([])
            elif name in ("td", "th") and not closing:
                if not printed:
                    printed.append([])
                spans = {k.lower(): min(_LIMIT, max(1, int(v))) for k, v in _SPAN.findall(tag.group(3))}
                opened = (tag.end(), spans.get("row", 1), spans.get("col", 1))
    rows = _spread(printed)
    return [Table(tuple(rows), "html", start, end)] if rows else []


def _spread(printed: list[list[tuple[Passage, int, int]]]) -> list[tuple[Cell, ...]]:
    """Give every place of the grid its cell."""
    grid: list[dict[int, Cell]] = [{} for _ in printed]
    for r, row in enumerate(printed):
        c = 0
        for passage, down, across in row:
            while c in grid[r]:
                c += 1
            for dr in range(min(down, len(printed) - r)):
                for dc in range(across):
                    grid[r + dr].setdefault(c + dc, Cell(passage, inherited=bool(dr or dc)))
            c += across
    empty = Cell(Passage("", ()))
    return [tuple(row.get(c, empty) for c in range(max(row) + 1)) for row in grid if row]
