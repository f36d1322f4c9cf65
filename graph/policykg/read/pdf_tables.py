"""The ruled tables of a page -> grids: what each box covers, and its text with wrapped lines joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from policykg.model import Region
from policykg.read.layout import Grid, Spot
from policykg.read.pdf_lines import Box, Line, Sign, lines_of

#: Rules closer than this (points) are one.
_NEAR = 2.5


def is_table(cells: Sequence[Box]) -> bool:
    """Tell a table from a frame round a text: boxes beside one another."""
    return len(_axis(x for c in cells for x in (c[0], c[2]))) > 2


def open_ends(edges: Sequence[Any]) -> list[float]:
    """Return where three or more upright rules end with no rule across: a table that a page end cuts open.

    ``edges`` are pdfplumber's, pieces of one rule among them.
    """
    upright: dict[int, list[tuple[float, float]]] = {}
    level: list[float] = []
    for edge in edges:
        if edge["orientation"] == "v" and edge["bottom"] - edge["top"] > 2 * _NEAR:
            upright.setdefault(round(edge["x0"] / _NEAR), []).append((edge["top"], edge["bottom"]))
        elif edge["orientation"] == "h" and edge["x1"] - edge["x0"] > 2 * _NEAR:  # else the end of a thick rule
            level.append(edge["top"])
    ends: dict[int, set[int]] = {}
    for x, pieces in upright.items():
        for end in _loose_ends(sorted(pieces)):
            ends.setdefault(round(end / _NEAR), set()).add(x)
    found = [y * _NEAR for y, xs in ends.items() if len({x // 2 for x in xs}) >= 3]
    level.sort()
    return sorted(y for y in found if not any(abs(y - z) <= 2 * _NEAR for z in level))


def _loose_ends(pieces: Sequence[tuple[float, float]]) -> list[float]:
    """Return the ends of the rules that pieces on one upright line make up."""
    ends: list[float] = []
    start, end = pieces[0]
    for top, bottom in pieces[1:]:
        if top <= end + _NEAR:
            end = max(end, bottom)
        else:
            ends += [start, end]
            start, end = top, bottom
    return [*ends, start, end]


def _axis(values: Iterable[float]) -> list[float]:
    """Return where rules stand on an axis, in order, near ones as one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def grid_of(cells: Sequence[Box], signs: Sequence[Sign], page: int = 0) -> Grid:
    """Make a grid of a table's boxes and the signs inside it, on ``page``."""
    xs = _axis(x for c in cells for x in (c[0], c[2]))
    ys = _axis(y for c in cells for y in (c[1], c[3]))
    owner: dict[tuple[int, int], int] = {}
    spans: list[tuple[int, int, int, int]] = []
    for n, (x0, top, x1, bottom) in enumerate(cells):
        r0, r1, c0, c1 = _index(ys, top), _index(ys, bottom), _index(xs, x0), _index(xs, x1)
        spans.append((r0, c0, max(1, r1 - r0), max(1, c1 - c0)))
        for r in range(r0, max(r1, r0 + 1)):
            for c in range(c0, max(c1, c0 + 1)):
                owner.setdefault((r, c), n)
    inside: list[list[Sign]] = [[] for _ in cells]
    for sign in signs:
        n_owner = owner.get((bisect_right(ys, sign.centre) - 1, bisect_right(xs, sign.middle) - 1))
        if n_owner is not None:
            inside[n_owner].append(sign)
    printed = [_rows(lines_of(s, page)) for s in inside]
    widest: dict[tuple[int, int], float] = {}
    for (_, c, _, across), lines in zip(spans, printed, strict=True):
        for line in lines:
            widest[c, across] = max(widest.get((c, across), 0.0), line.x1 - line.x0)
    rows: list[list[Spot]] = [[] for _ in ys[:-1]]
    for (r, c, down, across), lines in zip(spans, printed, strict=True):
        if r < len(rows):
            text, regions = cell_text(lines, widest.get((c, across), 0.0))
            rows[r].append(Spot(c, text, down, across, regions))
    return Grid(tuple(tuple(sorted(row, key=lambda s: s.column)) for row in rows), "pdf")


def _index(axis: Sequence[float], value: float) -> int:
    return max(0, bisect_right(axis, value + _NEAR) - 1)


def _rows(lines: Sequence[Line]) -> list[Line]:
    """Put pieces of one printed line that wide gaps part together again."""
    out: list[Line] = []
    for line in lines:
        last = out[-1] if out else None
        if last is not None and abs(last.top - line.top) < 0.45 * line.size:
            bottom = max(last.bottom, line.bottom)
            out[-1] = Line(f"{last.text} {line.text}", last.x0, line.x1, last.top, bottom, last.size, line.page)
        else:
            out.append(line)
    return out


def cell_text(lines: Sequence[Line], widest: float) -> tuple[str, tuple[Region, ...]]:
    """Join the lines of a cell: directly behind one that fills the column, else with a line end."""
    text = ""
    regions: list[Region] = []
    for n, line in enumerate(lines):
        before = lines[n - 1] if n else None
        if before is not None:
            full = before.x1 - before.x0 >= widest - 1.7 * before.size
            latin = before.text[-1].isascii() and line.text[0].isascii() and before.text[-1].isalpha()
            text += (" " if latin and line.text[0].isalpha() else "") if full else "\n"
        regions.append(line.region(len(text)))
        text += line.text
    return text.replace("\t", " "), tuple(regions)
