"""The columns of a page: where it is parted, which signs stand in which column, in what order all is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policykg.read.layout import Aside, Grid
from policykg.read.pdf_lines import Box, Line, Sign, Word, line_of, lines_of, runs_of

#: A column's line begins at most so many signs from the column's edge: paragraphs are indented by two.
_INDENT = 2.6
#: Lines on either side from which a page may be set in two columns.
_COLUMN_LINES = 5


def column_lines(signs: Sequence[Sign], page: int) -> list[Line]:
    """Group signs to lines, those of a page set in columns column by column.

    Lines of two columns that stand at nearly the same height never become one, however narrow the gutter is
    (a heading and the small print beside it). What begins and goes on elsewhere than columns do, or prints over
    the gutter, is a line over the whole width.
    """
    runs = runs_of(signs)
    lines = [line_of(run, page) for run in runs]
    gutters = find_gutters(lines)
    if not gutters:
        return lines
    edges = _column_edges([p for x in lines for p in _parted(x, gutters)], gutters)
    columns: list[list[Sign]] = [[] for _ in edges]
    whole: list[Line] = []
    for run, line in zip(runs, lines, strict=True):
        parts = _parted(line, gutters)
        sides = [_side(p.x0, p.x1, gutters) for p in parts]
        begin_there = all(abs(p.x0 - edges[n][0]) < _INDENT * p.size for n, p in zip(sides, parts, strict=True))
        if min(sides) < 0 or not (begin_there or len(parts) == 1):
            whole.append(line)
            continue
        for sign in run:
            columns[sum(sign.middle >= g for g in gutters)].append(sign)
    return [*whole, *(x for column in columns for x in lines_of(column, page))]


def _parted(line: Line, gutters: Sequence[float]) -> list[Line]:
    """Cut a line at the gutters that stand in the white between two of its words."""
    cut: list[list[Word]] = [[]]
    for word in line.words:
        if cut[-1] and any(cut[-1][-1].x1 <= g <= word.x0 for g in gutters):
            cut.append([])
        cut[-1].append(word)
    if len(cut) == 1:
        return [line]
    return [
        replace(line, text="".join(w.text for w in c), x0=c[0].x0, x1=max(w.x1 for w in c), parts=tuple(c)) for c in cut
    ]


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
    words = [w for line in lines for w in line.words]
    return min(places, key=lambda x: (sum(a.x0 < x < a.x1 for a in words), abs(x - places[30]), x))


def _are_columns(lines: Sequence[Line], gutters: Sequence[float]) -> bool:
    columns: list[list[Line]] = [[] for _ in range(len(gutters) + 1)]
    crossing = 0
    for line in (p for x in lines for p in _parted(x, gutters)):
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
