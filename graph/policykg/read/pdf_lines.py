"""Signs on a page -> lines in reading order, and which lines belong to one paragraph.

Everything is told from where signs stand: a line that reaches the right margin goes on in the next
one unless that is indented (two signs, GB/T 9704-2012, 7.3.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from policykg.model import Region
from policykg.read.layout import Aside, Grid

Box = tuple[float, float, float, float]

_MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十百\d]+[章节条]|[（(][一二三四五六七八九十\d]+[)）]|\d{1,3}[.．、](?!\d(?!\d?月(?:[底末初份前]|[上中下]旬|\d{1,2}日)|G(?![A-Za-z])))|[①-⑳]|附件|[（(〔【][^）)]{0,8}(?:牵头|责任|配合|负责))"
)
_CLOSED = re.compile(r"[。；！？：:;][”’）)]?$|[）)]$")
#: White between two words, in signs.
_APART = 0.5
#: So many steps inside paragraphs tell the usual one; papers of single lines have fewer, and all their steps count.
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Sign:
    """A printed sign: its box in points from the upper left corner, and its size."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def centre(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Word:
    """Signs of a line that stand close: half a sign of white and more parts them from the next."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. ``column`` is (columns of the page there, which one): (1, 0) over the whole width."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int
    column: tuple[int, int] = (1, 0)
    parts: tuple[Word, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """Return its words; the line as a whole where its signs are not known."""
        return self.parts or (Word(self.text, self.x0, self.x1),)

    def region(self, start: int) -> Region:
        """Return where the line is printed when its text begins at offset ``start``; tenths of a point."""
        box = (round(max(0.0, x), 1) for x in (self.x0, self.top, self.x1, self.bottom))
        return Region(start, start + len(self.text), self.page, *box)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page, before it is put into reading order: lines, and tables with their boxes."""

    number: int
    height: float
    lines: tuple[Line, ...]
    tables: tuple[tuple[Box, Grid | Aside], ...] = ()


def lines_of(signs: Sequence[Sign], page: int) -> list[Line]:
    """Group signs to lines, top to bottom; where a gap of a sign or more parts a line, it is cut in two."""
    return [line_of(run, page) for run in runs_of(signs)]


def runs_of(signs: Sequence[Sign]) -> list[list[Sign]]:
    """Group signs to runs that stand in one line, a gap of a sign or more apart from the next."""
    rows: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda s: (s.centre, s.x0)):
        row = rows[-1] if rows else None
        if row is not None and abs(median(s.centre for s in row[-9:]) - sign.centre) < 0.45 * max(
            sign.size, row[-1].size
        ):
            row.append(sign)
        else:
            rows.append([sign])
    runs: list[list[Sign]] = []
    for row in rows:
        row = _trimmed(sorted(row, key=lambda s: s.x0))
        if not row:
            continue
        held = [row[0]]
        for sign in row[1:]:
            if sign.text.isspace():
                held.append(sign)
                continue
            if sign.x0 - held[-1].x1 > 1.4 * max(sign.size, held[-1].size):
                runs.append(held)
                held = []
            held.append(sign)
        runs.append(held)
    return runs


def _trimmed(row: list[Sign]) -> list[Sign]:
    """Drop blanks before and far behind the printed signs of a row; one blank at its end parts words of two lines."""
    printed = [i for i, s in enumerate(row) if not s.text.isspace()]
    return row[printed[0] : printed[-1] + 2] if printed else []


def line_of(signs: Sequence[Sign], page: int) -> Line:
    """Write the signs of a run, from left to right, as a line; white that is no sign becomes a blank."""
    text = signs[0].text
    for before, sign in pairwise(signs):
        gap = (sign.x0 - before.x1) / max(1.0, sign.size)
        blank = before.text.isspace() or sign.text.isspace()
        latin = before.text[-1:].isascii() and sign.text[:1].isascii()
        text += (" " if not blank and gap > (0.2 if latin else 1.0) else "") + (
            " " if sign.text.isspace() else sign.text
        )
    printed = [s for s in signs if not s.text.isspace()]
    return Line(
        text,
        printed[0].x0,
        max(s.x1 for s in printed),
        min(s.top for s in printed),
        max(s.bottom for s in printed),
        median(s.size for s in printed),
        page,
        parts=tuple(_words(printed)),
    )


def _words(signs: Sequence[Sign]) -> Iterator[Word]:
    held = [signs[0]]
    for sign in [*signs[1:], None]:
        if sign is None or sign.x0 - held[-1].x1 > _APART * max(sign.size, held[-1].size):
            yield Word("".join(s.text for s in held), held[0].x0, max(s.x1 for s in held))
            held = []
        if sign is not None:
            held.append(sign)


@dataclass(frozen=True, slots=True)
class Margins:
    """Of each column of each page its left and right edge and the usual step from line to line; the usual size."""

    edges: Mapping[tuple[int, tuple[int, int]], tuple[float, float]]
    step: float
    size: float


def margins(lines: Sequence[Line]) -> Margins:
    """Measure the columns; a page with few lines takes the edges of the other pages' columns."""
    groups: dict[tuple[int, tuple[int, int]], list[Line]] = {}
    shared: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.page, line.column), []).append(line)
        shared.setdefault(line.column, []).append(line)
    edges = {key: _extent(group if len(group) >= 6 else shared.get(key[1], group)) for key, group in groups.items()}
    below = [(a, b) for a, b in pairwise(lines) if a.page == b.page and a.column == b.column and b.top > a.top]
    inside = [b.top - a.top for a, b in below if _goes_on(a, edges[a.page, a.column][1])]
    steps = inside if len(inside) >= _STEPS else [b.top - a.top for a, b in below]
    body: dict[float, int] = {}
    for line in lines:
        body[round(line.size, 1)] = body.get(round(line.size, 1), 0) + len(line.text)
    usual = max(body, key=lambda s: (body[s], -s), default=0.0)
    return Margins(edges, median(steps) if steps else 0.0, usual)


def _goes_on(line: Line, right: float) -> bool:
    """Tell whether a line reaches the right edge in the middle of a sentence: what is below it is the same paragraph."""
    return line.x1 >= right - 1.7 * line.size and not _CLOSED.search(line.text)


def _extent(group: Sequence[Line]) -> tuple[float, float]:
    return min(x.x0 for x in group), max(x.x1 for x in group)


def joins(a: Line, b: Line, edges: Margins) -> str:
    r"""Return what stands between two lines that follow each other: "" when the paragraph goes on, else a line end.

    Two Latin words get a space.
    """
    left, right = edges.edges[b.page, b.column][0], edges.edges[a.page, a.column][1]
    goes_on = a.x1 >= right - 1.7 * a.size and abs(a.size - b.size) < 0.6
    title = a.size > edges.size + 0.8
    if goes_on and not title and b.x0 - left > 0.8 * b.size:
        goes_on = False
    if goes_on and a.page == b.page and a.column == b.column and edges.step and b.top - a.top > 1.4 * edges.step + 1:
        goes_on = title and b.top - a.top < 2 * a.size
    if goes_on and _CLOSED.search(a.text) and _MARK.match(b.text):
        goes_on = False
    if not goes_on:
        return "\n"
    return (
        " " if a.text[-1:].isascii() and b.text[:1].isascii() and a.text[-1:].isalpha() and b.text[:1].isalpha() else ""
    )
