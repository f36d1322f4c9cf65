"""Signs on a page -> lines in reading order, and which lines belong to one paragraph.

Everything is told from where signs stand: a line that reaches the right margin goes on in the next
one unless that is indented (two signs, GB/T 9704-2012, 7.3.3); columns are told from the gutter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
#: Lines on either side from which a page may be set in two columns.
_COLUMN_LINES = 5


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
    rows: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda s: (s.centre, s.x0)):
        row = rows[-1] if rows else None
        if row is not None and abs(median(s.centre for s in row[-9:]) - sign.centre) < 0.45 * max(
            sign.size, row[-1].size
        ):
            row.append(sign)
        else:
            rows.append([sign])
    lines: list[Line] = []
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
                lines.append(_line(held, page))
                held = []
            held.append(sign)
        lines.append(_line(held, page))
    return lines


def _trimmed(row: list[Sign]) -> list[Sign]:
    """Drop blanks before and far behind the printed signs of a row; one blank at its end parts words of two lines."""
    printed = [i for i, s in enumerate(row) if not s.text.isspace()]
    return row[printed[0] : printed[-1] + 2] if printed else []


def _line(signs: Sequence[Sign], page: int) -> Line:
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


def flow(lines: Sequence[Line], grids: Sequence[tuple[Box, Grid | Aside]]) -> list[Line | Grid | Aside]:
    """Put lines and tables of a page into reading order: over the whole width, or column after column.

    What crosses the gutter (a title, a wide table) parts the page into bands that are read one by one.
    """
    gutters = find_gutters(lines)
    items: list[tuple[float, float, Line | Grid | Aside, int]] = []
    edges = _column_edges(lines, gutters)
    for line in lines:
        side = _side(line.x0, line.x1, gutters)
        # a title in the middle of the page may stand between two gutters, but reaches over its column's edges
        wide = side >= 0 and line.x0 < edges[side][0] - line.size / 2 and line.x1 > edges[side][1] + line.size / 2
        items.append((line.top, line.x0, line, -1 if gutters and wide else side))
    for (x0, top, x1, _), grid in grids:
        items.append((top, x0, grid, _side(x0, x1, gutters)))
    if not gutters:
        return [i[2] for i in _rowwise(items)]
    out: list[Line | Grid | Aside] = []
    band: list[tuple[float, float, Line | Grid | Aside, int]] = []
    for item in [*sorted(items, key=lambda i: (i[0], i[1])), None]:
        if item is not None and item[3] >= 0:
            band.append(item)
            continue
        for side in range(len(gutters) + 1):
            for _, _, thing, _ in _rowwise([b for b in band if b[3] == side]):
                out.append(_in_column(thing, (len(gutters) + 1, side)))
        band = []
        if item is not None:
            out.append(item[2])
    return out


def printed_rows(lines: Sequence[Line]) -> list[Line]:
    """Join the pieces of each printed line, top to bottom."""
    return [thing for *_, thing, _ in _rowwise([(x.top, x.x0, x, 0) for x in lines]) if isinstance(thing, Line)]


def _rowwise(
    items: list[tuple[float, float, Line | Grid | Aside, int]],
) -> list[tuple[float, float, Line | Grid | Aside, int]]:
    """Order from top to bottom; pieces of one printed line, parted by wide gaps, become one again."""
    out: list[tuple[float, float, Line | Grid | Aside, int]] = []
    for item in sorted(items, key=lambda i: (i[0], i[1])):
        last = out[-1][2] if out else None
        here = item[2]
        if isinstance(last, Line) and isinstance(here, Line) and _same_row(last, here):
            a, b = (last, here) if last.x0 <= here.x0 else (here, last)
            joined = Line(
                f"{a.text}   {b.text}",
                a.x0,
                b.x1,
                min(a.top, b.top),
                max(a.bottom, b.bottom),
                a.size,
                a.page,
                a.column,
                (*a.words, *b.words),
            )
            out[-1] = (joined.top, joined.x0, joined, item[3])
        else:
            out.append(item)
    return out


def _same_row(a: Line, b: Line) -> bool:
    return abs((a.top + a.bottom) - (b.top + b.bottom)) / 2 < 0.45 * max(a.size, b.size)


def _in_column(thing: Line | Grid | Aside, column: tuple[int, int]) -> Line | Grid | Aside:
    return replace(thing, column=column) if isinstance(thing, Line) else thing


def _side(x0: float, x1: float, gutters: Sequence[float]) -> int:
    """Return the column that a thing stands in, -1 when it stands across a gutter."""
    first, last = sum(x0 >= g for g in gutters), sum(x1 > g for g in gutters)
    return first if first == last else -1


def _column_edges(lines: Sequence[Line], gutters: Sequence[float]) -> list[tuple[float, float]]:
    """Return the usual left and right edge of each column."""
    columns: list[list[Line]] = [[] for _ in range(len(gutters) + 1)]
    for line in lines:
        if (side := _side(line.x0, line.x1, gutters)) >= 0:
            columns[side].append(line)
    return [
        (sorted(x.x0 for x in c)[len(c) // 5], sorted(x.x1 for x in c)[4 * len(c) // 5]) if c else (0.0, 0.0)
        for c in columns
    ]


def find_gutters(lines: Sequence[Line]) -> tuple[float, ...]:
    """Return where a page that is set in two or three columns is parted, () for one column.

    Every column holds at least five lines of running text (most reach from edge to edge), side by side,
    and few lines cross.
    """
    left, right = min((x.x0 for x in lines), default=0.0), max((x.x1 for x in lines), default=0.0)
    for count in (2, 3):
        if len(lines) < count * _COLUMN_LINES:
            break
        gutters = tuple(_gutter(lines, left, right, n / count) for n in range(1, count))
        if _are_columns(lines, gutters):
            return gutters
    return ()


def _gutter(lines: Sequence[Line], left: float, right: float, share: float) -> float:
    """Return the place that the fewest lines cross, within 15 hundredths of the width of where a gutter should be."""
    places = [left + (right - left) * (share + step / 200) for step in range(-30, 31)]
    return min(places, key=lambda x: (sum(a.x0 < x < a.x1 for a in lines), abs(x - places[30]), x))


def _are_columns(lines: Sequence[Line], gutters: Sequence[float]) -> bool:
    columns: list[list[Line]] = [[] for _ in range(len(gutters) + 1)]
    crossing = 0
    for line in lines:
        side = _side(line.x0, line.x1, gutters)
        if side < 0:
            crossing += 1
        else:
            columns[side].append(line)
    if min(map(len, columns)) < _COLUMN_LINES or crossing > 0.2 * sum(map(len, columns)):
        return False
    for column in columns:
        width = max(x.x1 for x in column) - min(x.x0 for x in column)
        if sum(x.x1 - x.x0 >= 0.7 * width for x in column) < 0.5 * len(column):
            return False
    extents = [(min(x.top for x in column), max(x.bottom for x in column)) for column in columns]
    overlap = min(e[1] for e in extents) - max(e[0] for e in extents)
    return overlap > 0.4 * min(bottom - top for top, bottom in extents)


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
