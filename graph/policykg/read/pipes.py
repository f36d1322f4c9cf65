"""Pipe tables (Markdown and copies that look like it)."""

from __future__ import annotations

import itertools
import re

from policykg.lexicon import Lexicon
from policykg.model import Cell, Table
from policykg.read.lines import Line
from policykg.read.markup import plain

_RULE = re.compile(r"^[\s|:+\-—=]+$")
_BAR = re.compile(r"(?<!\\)[|｜│┃]")


def read(lines: list[Line], i: int, lexicon: Lexicon) -> tuple[Table | None, int]:
    """Read the table that begins at line ``i``; return it and the line behind it, or (None, i)."""
    if not _is_row(lines[i]) or (i and _is_row(lines[i - 1]) and _RULE.match(lines[i - 1].text)):
        return None, i  # behind a rule there are no more rows than there were before it
    j = i
    while j < len(lines) and _is_row(lines[j]):
        j += 1
    rows = [_cells(line) for line in lines[i:j] if not _RULE.match(line.text)]
    if len(rows) < 2 and not any(sum(lexicon.is_header(c.text) for c in row) >= 2 for row in rows):
        return None, i
    return Table(tuple(rows), "pipe", lines[i].passage.span()[0], lines[j - 1].passage.span()[1]), j


def _is_row(line: Line) -> bool:
    return len(_BAR.findall(line.text)) >= 2


def _cells(line: Line) -> tuple[Cell, ...]:
    inner = line.passage.strip()
    cuts = [m.start() for m in _BAR.finditer(inner.text)]
    bounds = [-1, *cuts, len(inner.text)]
    pieces = [inner[a + 1 : b].strip() for a, b in itertools.pairwise(bounds)]
    if cuts and cuts[0] == 0:
        pieces = pieces[1:]
    if cuts and cuts[-1] == len(inner.text) - 1:
        pieces = pieces[:-1]
    return tuple(Cell(plain(p)) for p in pieces)
