"""A table flattened to one line: headers, then cells, parted by white space alone."""

from __future__ import annotations

import itertools
import re

from policykg.lexicon import Lexicon
from policykg.model import Cell, Table
from policykg.read.lines import Line

_TOKEN = re.compile(r"\S+")


def read(lines: list[Line], i: int, lexicon: Lexicon) -> tuple[Table | None, int]:
    """Read the table in line ``i``; return it and the line behind it, or (None, i).

    The line opens with three known headers or more, an ordinal first, and its rows count on from 1.
    A row that has more or fewer cells than the header stays as printed: which column its words
    belong to cannot be decided, and the report says so.
    """
    passage = lines[i].passage
    tokens = [passage[m.start() : m.end()] for m in _TOKEN.finditer(passage.text)]
    width = 0
    while width < len(tokens) and lexicon.is_header(tokens[width].text):
        width += 1
    if width < 3 or lexicon.column(tokens[0].text).meaning != "ordinal" or len(tokens) < 2 * width:
        return None, i
    starts: list[int] = []
    expected = 1
    for k in range(width, len(tokens)):
        if tokens[k].text == str(expected) and (not starts or k - starts[-1] >= 2):
            starts.append(k)
            expected += 1
    if not starts or starts[0] != width:
        return None, i
    bounds = [*starts, len(tokens)]
    rows = [tuple(Cell(t) for t in tokens[:width])]
    for a, b in itertools.pairwise(bounds):
        rows.append(tuple(Cell(t) for t in tokens[a:b]))
    return Table(tuple(rows), "flat", *passage.span()), i + 1
