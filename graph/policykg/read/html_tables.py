"""HTML tables inside a text file: merged cells are spread over the places they cover, marked as inherited."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policykg.model import Cell, Passage, Table
from policykg.read import limits
from policykg.read.markup import plain

_TAG = re.compile(r"<(/?)(table|tr|td|th)\b([^<>]*)>", re.I)
_TABLE = re.compile(r"<(/?)table\b[^<>]*>", re.I)
_SPAN = re.compile(r"(row|col)span\s*=\s*[\"']?\s*(\d{1,4})", re.I)
#: A merged cell covers a page at most; more is damage.
_LIMIT = 500

#: A printed cell: its text, how many rows and columns it covers.
Printed = tuple[Passage, int, int]


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
    """Read the table in ``text[start:end]``; a table inside a cell is text of that cell.

    Merged cells end at the last column a table may have, and lend their text to no more places than
    the table has characters: where they claim more the spans are damage, and each cell stands alone.
    """
    printed: list[list[Printed]] = []
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
    rows = _spread(printed, end - start)
    if rows is None:
        rows = [tuple(Cell(passage) for passage, _, _ in row) for row in printed if row]
    return [Table(tuple(rows), "html", start, end)] if rows else []


def _spread(printed: list[list[Printed]], most: int) -> list[tuple[Cell, ...]] | None:
    """Give every place of the grid its cell; None when merged cells cover over ``most`` places.

    Rows are filled one after the other, so that a row costs as much as it is wide.
    """
    rows: list[tuple[Cell, ...]] = []
    above: dict[int, tuple[Cell, int]] = {}  # column -> the cell that covers it, and for how many rows still
    empty = Cell(Passage("", ()))
    lent = 0
    for cells in printed:
        row = {c: cell for c, (cell, _) in above.items()}
        below = {c: (cell, n - 1) for c, (cell, n) in above.items() if n > 1}
        column = 0
        for passage, down, claimed in cells:
            while column in row:
                column += 1
            across = max(1, min(claimed, limits.COLUMNS - column))
            inherited = Cell(passage, inherited=True)
            for c in range(column, column + across):
                row.setdefault(c, inherited if c > column else Cell(passage))
                if down > 1:
                    below.setdefault(c, (inherited, down - 1))
            column += across
        above = below
        width = max(row, default=-1) + 1
        lent += width - len(cells)
        if lent > most:
            return None
        if row:
            rows.append(tuple(row.get(c, empty) for c in range(width)))
    return rows
