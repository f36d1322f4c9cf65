"""Tables without rules: columns told from the white between them, below a header row whose words are known.

Nothing is guessed: where the white does not part as many columns as the header has, or rows cannot be told
from one another, the table is left out, kept to be shown, and the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from policykg.lexicon import load_lexicon
from policykg.read.layout import Aside, Grid, Problem, Spot
from policykg.read.pdf_lines import Box, Line, Page, Word
from policykg.read.pdf_tables import cell_text

_ORDINAL = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?[.、．]?")
_CLOSED = re.compile(r"[。；！？;][”’）)]?$")
_ROLES = frozenset({"leads", "assists", "responsible"})
_TEXTS = frozenset({"text", "title", "policy"})
#: Columns where a blank cell means something else than one merged with the cell above.
_INHERITED = _ROLES | {"deadline"}
#: Rows that the report lists, and signs of each.
_LISTED, _QUOTED = 8, 12
#: Columns, and rows below the header, from which words that stand below one another make a table.
_COLUMNS, _ROWS = 3, 2
#: The least white between two columns, in signs; and between two rows, more than between lines of a cell.
_RIVER, _STRIP = 0.5, 0.3
#: A line of one piece over this share of the page's text is running text: the table is over.
_PROSE = 0.8


@dataclass(frozen=True, slots=True)
class Band:
    """What stands at one height of a page."""

    words: tuple[Word, ...]
    top: float
    bottom: float
    size: float

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table are parted (left edges of all but the first), and what their headers mean."""

    cuts: tuple[float, ...]
    meanings: tuple[str, ...]

    def of(self, word: Word) -> int | None:
        """Return the column of a word, None when it stands in two."""
        first, last = (sum(x >= cut for cut in self.cuts) for x in (word.x0 + 0.5, word.x1 - 0.5))
        return first if first == last else None


def without_rules(pages: Sequence[Page]) -> tuple[list[Page], tuple[Problem, ...]]:
    """Take the lines of tables without rules out of the pages and put grids in their places.

    A table that reaches the end of a page goes on at the top of the next as far as its columns do.
    """
    out: list[Page] = []
    problems: list[Problem] = []
    open_: Columns | None = None
    every = [(page, _bands(page.lines)) for page in pages]
    words = [w for _, bands in every for b in bands for w in b.words]
    width = max((w.x1 for w in words), default=0.0) - min((w.x0 for w in words), default=0.0)
    for page, bands in every:
        found: list[tuple[Box, Grid | Aside]] = []
        taken: list[Band] = []
        at = 0
        if open_ is not None and bands:
            at = _fitting(bands, 0, open_, width)
            rows = _body_rows(bands[:at], open_, continued=True)
            if rows:
                found.append(_grid(rows, open_, page.number))
                problems += _blanks(rows, open_, page.number)
                taken += bands[:at]
            else:
                at = 0
            open_ = open_ if at and at == len(bands) else None
        while at < len(bands):
            head = _header(bands, at)
            columns, end = _columns(bands, at, head, width) if head else (None, at)
            head = head or _damaged_header(bands, at)
            if not head:
                at += 1
                continue
            rows = _body_rows(bands[at + head : end], columns) if columns else []
            if columns is not None and len(rows) >= _ROWS:
                found.append(_grid([[b] for b in bands[at : at + head]] + rows, columns, page.number))
                problems += _blanks(rows, columns, page.number)
                open_ = columns if end == len(bands) else None
            elif (end := _wrapped(bands, at + head, width)) > at + head:
                problems.append(("columns-collapsed", (str(page.number), bands[at].text)))
                found.append((_box(bands[at:end]), Aside("\n".join(b.text for b in bands[at:end]))))
            else:  # a row a line: read as running text is, by its own blanks
                at += head
                continue
            taken += bands[at:end]
            at = end
        heights = [(b.top, b.bottom) for b in taken]
        kept = [x for x in page.lines if not any(t <= (x.top + x.bottom) / 2 <= b for t, b in heights)]
        out.append(Page(page.number, page.height, tuple(kept), (*page.tables, *found)) if found else page)
    return out, tuple(problems)


def _bands(lines: Sequence[Line]) -> list[Band]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: (x.top + x.bottom, x.x0)):
        last = rows[-1][-1] if rows else None
        if last is not None and abs(last.top + last.bottom - line.top - line.bottom) / 2 < 0.45 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [
        Band(
            tuple(sorted((w for x in row for w in x.words), key=lambda w: w.x0)),
            min(x.top for x in row),
            max(x.bottom for x in row),
            median(x.size for x in row),
        )
        for row in rows
    ]


def _headings(band: Band) -> list[Word]:
    """Return the words of a band, single signs that stand apart (序 号) joined."""
    out: list[Word] = []
    for word in band.words:
        last = out[-1] if out else None
        if last is not None and len(word.text) == 1 and len(last.text) == 1 and word.x0 - last.x1 < 4 * band.size:
            out[-1] = Word(last.text + word.text, last.x0, word.x1)
        else:
            out.append(word)
    return out


def _header(bands: Sequence[Band], at: int) -> int:
    """Return how many bands from ``at`` on are a header: known words only, a column of bodies among them; else 0."""
    end = at
    while end < min(len(bands), at + 4) and all(_meaning(w.text) for w in _headings(bands[end])):
        end += 1
    roles = _ROLES & {_meaning(w.text) for b in bands[at:end] for w in _headings(b)}
    return end - at if roles and len(_slots(bands[at:end])) >= _COLUMNS else 0


def _damaged_header(bands: Sequence[Band], at: int) -> int:
    """Return how many bands from ``at`` on hold a header whose words are broken: three known ones, one of bodies."""
    words = [[m for w in _headings(b) if (m := _meaning(w.text))] for b in bands[at : at + 4]]
    known = [m for band in words for m in band]
    return len(words) if words[0] and len(known) >= _COLUMNS and _ROLES & set(known) else 0


@cache
def _meaning(text: str) -> str:
    if len(text) > 24:
        return ""
    lexicon = load_lexicon()
    return lexicon.column(text).meaning if lexicon.is_header(text) else ""


def _slots(header: Sequence[Band]) -> list[Word]:
    """Return the lowest headings: one that stands over several others only names their group."""
    slots: list[Word] = []
    for band in reversed(header):
        for word in _headings(band):
            below = [s for s in slots if s.x0 < word.x1 and word.x0 < s.x1]
            if not below:
                slots.append(word)
    return sorted(slots, key=lambda w: w.x0)


def _columns(bands: Sequence[Band], at: int, head: int, width: float) -> tuple[Columns | None, int]:
    """Return the columns of the table whose header begins at ``at``, and the band behind its last; None when unclear.

    The table ends where a band leaves less white than its header has columns.
    """
    slots = _slots(bands[at : at + head])
    least = _RIVER * median(b.size for b in bands[at : at + head])
    covered = [(s.x0, s.x1) for s in slots]
    best: tuple[list[float], int] | None = None
    for end in range(at + head, len(bands)):
        band = bands[end]
        if _is_prose(band, width):
            break
        merged = _united([*covered, *((w.x0, w.x1) for w in band.words)], least)
        if len(merged) < len(slots):
            break
        covered = merged
        if len(merged) == len(slots):
            best = [(a[1] + b[0]) / 2 for a, b in pairwise(merged)], end + 1
    if best is None or len(slots) < _COLUMNS:
        return None, at + head
    return Columns(tuple(best[0]), tuple(_meaning(s.text) for s in slots)), best[1]


def _united(spans: Iterable[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """Join spans that touch, or that less than ``least`` parts."""
    out: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if out and x0 - out[-1][1] < least:
            out[-1] = (out[-1][0], max(out[-1][1], x1))
        else:
            out.append((x0, x1))
    return out


def _is_prose(band: Band, width: float) -> bool:
    return len(band.words) == 1 and band.words[0].x1 - band.words[0].x0 >= _PROSE * width


def _fitting(bands: Sequence[Band], at: int, columns: Columns, width: float) -> int:
    """Return the band behind the last that stands within the columns of a table from the page before."""
    while at < len(bands):
        band = bands[at]
        if _is_prose(band, width) or any(columns.of(w) is None for w in band.words) or _header(bands, at):
            break
        if {columns.of(w) for w in band.words} == {0} and not _ORDINAL.fullmatch(band.text):
            break
        at += 1
    return at


def _wrapped(bands: Sequence[Band], at: int, width: float) -> int:
    """Return the band behind a table whose columns are unclear; ``at`` when its rows are a line each."""
    end, broken = at, False
    while end < len(bands) and not _is_prose(bands[end], width):
        broken = broken or (len(bands[end].words) > 1 and not _ORDINAL.fullmatch(bands[end].words[0].text))
        end += 1
    return end if broken else at


def _body_rows(bands: Sequence[Band], columns: Columns, continued: bool = False) -> list[list[Band]]:
    """Group bands to rows; [] when they cannot be told from one another.

    Rows are parted by white over the whole width, or begin with their ordinals; ``continued``: the first may lack one.
    """
    if not bands:
        return []
    by_white = _cut(bands, lambda i: _strip(bands, i) > _inside(bands, columns) + _STRIP * bands[i].size)
    if "ordinal" not in columns.meanings:
        whole = all(len({columns.of(w) for b in row for w in b.words}) > 1 for row in by_white[continued:])
        return by_white if whole and len(by_white) > 1 else []
    column = columns.meanings.index("ordinal")
    numbered = [any(columns.of(w) == column and _ORDINAL.fullmatch(w.text) for w in b.words) for b in bands]
    by_number = _cut(bands, lambda i: numbered[i])
    one_each = [sum(n for b, n in zip(bands, numbered, strict=True) if b in row) for row in by_white]
    if all(n == 1 for n in one_each[continued:]) and one_each[0] <= 1:
        return by_white
    if not continued and not numbered[0]:
        return []
    texts = {i for i, m in enumerate(columns.meanings) if m in _TEXTS}
    closed = all(_CLOSED.search(_last(row, columns, texts)) for row in by_number[:-1])
    return by_number if closed or all(len(row) == 1 for row in by_number) else []


def _cut(bands: Sequence[Band], begins: Callable[[int], bool]) -> list[list[Band]]:
    rows: list[list[Band]] = []
    for i, band in enumerate(bands):
        if i and not begins(i):
            rows[-1].append(band)
        else:
            rows.append([band])
    return rows


def _strip(bands: Sequence[Band], i: int) -> float:
    return bands[i].top - max(b.bottom for b in bands[max(0, i - 3) : i])


def _inside(bands: Sequence[Band], columns: Columns) -> float:
    """Return the white between two lines of a cell: the least that is usual."""
    strips = sorted(_strip(bands, i) for i in range(1, len(bands)))
    return strips[len(strips) // 4] if strips else 0.0


def _last(row: Sequence[Band], columns: Columns, texts: set[int]) -> str:
    return next((w.text for b in reversed(row) for w in reversed(b.words) if columns.of(w) in texts), "")


def _grid(rows: Sequence[Sequence[Band]], columns: Columns, page: int) -> tuple[Box, Grid]:
    cells: list[dict[int, list[Line]]] = []
    for row in rows:
        cells.append({})
        for band in row:
            for c in range(len(columns.meanings)):
                words = [w for w in band.words if _nearest(columns, w) == c]
                if words:
                    text = "".join(_glue(words, i) + w.text for i, w in enumerate(words))
                    line = Line(text, words[0].x0, words[-1].x1, band.top, band.bottom, band.size, page)
                    cells[-1].setdefault(c, []).append(line)
    widest = [
        max((x.x1 - x.x0 for row in cells for x in row.get(c, ())), default=0.0) for c in range(len(columns.meanings))
    ]
    grid = []
    for cell in cells:
        spots = []
        for c, lines in sorted(cell.items()):
            text, regions = cell_text(lines, widest[c])
            spots.append(Spot(c, text, 1, 1, regions))
        if len(columns.meanings) - 1 not in cell:
            spots.append(Spot(len(columns.meanings) - 1, ""))
        grid.append(tuple(spots))
    return _box([b for row in rows for b in row]), Grid(tuple(grid), "pdf")


def _nearest(columns: Columns, word: Word) -> int:
    """Return a word's column; of a heading over several columns the first."""
    found = columns.of(word)
    return sum(word.x0 + 0.5 >= cut for cut in columns.cuts) if found is None else found


def _blanks(rows: Sequence[Sequence[Band]], columns: Columns, page: int) -> Iterator[Problem]:
    """Yield what to report of blank cells below filled ones: without rules nothing tells whether they are merged."""
    blank: list[str] = []
    filled: set[int] = set()
    for row in rows:
        here = {_nearest(columns, w) for b in row for w in b.words}
        if any(columns.meanings[c] in _INHERITED for c in filled - here):
            blank.append("".join(w.text for b in row for w in b.words if columns.of(w) == 0)[:_QUOTED])
        filled |= here
    if blank:
        yield "blank-or-merged", (str(page), str(len(blank)), "、".join(blank[:_LISTED]))


def _glue(words: Sequence[Word], i: int) -> str:
    return " " if i and words[i - 1].text[-1:].isascii() and words[i].text[:1].isascii() else ""


def _box(bands: Sequence[Band]) -> Box:
    words = [w for b in bands for w in b.words]
    return (
        min(w.x0 for w in words),
        min(b.top for b in bands),
        max(w.x1 for w in words),
        max(b.bottom for b in bands),
    )
