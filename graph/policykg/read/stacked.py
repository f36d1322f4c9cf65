"""Tables that a web page left with one cell a line and no tabs: headers first, then cells, row after row.

Copies of web tables look so: each header and each cell on a line of its own, blank lines or lone
bars between them. Rows are told by their ordinals, columns by what may stand in them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable

from policykg.lexicon import Lexicon, without_units
from policykg.model import Cell, Passage, Table
from policykg.read.lines import Line

_ROLES = frozenset({"leads", "assists", "responsible"})
_TIME = re.compile(r"\d{4}年|\d{1,2}月|年底|季度|长期|持续|全年|底前|常年|每年|年内|立行立改")
_BAR = re.compile(r"^[\s|｜]*$")
#: What follows a table on a web page ends it.
_AFTER = re.compile(r"^(?:分享|打印|关闭|上一[篇条]|下一[篇条]|附件|扫一扫|责任编辑|注[:：]|备注[:：])")
_PROSE = re.compile(r"[。，；：！？]")
#: Lines of one row; more are no row of a table.
_ROW = 200
#: Columns that say what is to be done; a bureau alone in one of them means that the lines have slipped.
_SAYS_WHAT = frozenset({"text", "title", "policy"})
_BODY = re.compile(r"^[省市县区州旗][\u4e00-\u9fff]{2,10}[局委办厅]$")
#: How a column of bodies is headed; 评分部门 is one, assigning nobody.
_HEADED = ("单位", "部门", "机构", "主体")
_EMPTY = Cell(Passage("", ()))


def read(lines: list[Line], i: int, lexicon: Lexicon) -> tuple[Table | None, int]:
    """Read the table whose headers begin at line ``i``; return it and the line behind it, or (None, i).

    At least three headers in a row must be known, one of them for bodies. A row that has more lines
    than columns gives its surplus to the one column of bodies; with two such columns the row stays
    undecided: its text is kept, its bodies go to no column.
    """
    if _BAR.match(lines[i].text):
        return None, i
    cells = list(itertools.islice(_cells(lines, i), 2))
    if not any(lexicon.is_header(c[1].text) for c in cells):
        return None, i  # as most lines: what stands behind need not be looked at
    cells = list(itertools.islice(_cells(lines, i), 18))
    headers = _headers(cells, lexicon)
    if len(headers) > 3 and lexicon.column(headers[1][1].text).meaning == "ordinal":
        headers = headers[: -1 if _is_category(headers, list(itertools.islice(_cells(lines, i), 400))) else None]
    printed = [c[1].text for c in headers]
    meanings = [c.meaning for c in without_units([lexicon.column(h) for h in printed], printed, lexicon)]
    if len(headers) < 3 or not _ROLES & set(meanings):
        return None, i
    numbered = "ordinal" in meanings
    grouped = not numbered or meanings.index("ordinal") == 1  # a category stands before the ordinal
    columns = [m for m in meanings if m != "ordinal"]
    bodies = _bodies_last(printed, meanings)
    starts = _ordinals(cells[len(headers) :][:2])
    if not starts or starts[0] > grouped:
        return None, i
    body = _body(itertools.islice(_cells(lines, i), len(headers), None))
    starts = _ordinals(body)
    rows: list[tuple[Cell, ...]] = [tuple(Cell(p) for _, p in headers)]
    if not numbered:
        rows = [(Cell(headers[0][1]), _EMPTY, *(Cell(p) for _, p in headers[1:]))]
    columns = columns[grouped:]
    endings = tuple(lexicon.suffixes)
    longest = 0
    end = i

    def ends(cell: Passage) -> bool:
        return cell.text.endswith(endings)

    for n, start in enumerate(starts):
        stop = starts[n + 1] if n + 1 < len(starts) else len(body)
        category: tuple[Cell, ...] = ()
        if grouped:
            # the first column stands before the ordinal when it is not merged with the row above; it is no body
            said = start and (n == 0 or start - starts[n - 1] > len(columns) + 1) and not ends(body[start - 1][1])
            category = (Cell(body[start - 1][1]),) if said else (_EMPTY,)
            if n + 1 < len(starts) and stop - start > len(columns) + 1 and not ends(body[stop - 1][1]):
                stop -= 1
        inside = body[start + 1 : stop]
        if n + 1 == len(starts):
            inside = _last(inside, columns, longest)
        longest = max(longest, len(inside))
        rows.append((*category, Cell(body[start][1]), *_fit([p for _, p in inside], columns, bodies, ends)))
        end = inside[-1][0] if inside else body[start][0]
    span = (headers[0][1].span()[0], lines[end].passage.span()[1])
    return Table(tuple(rows), "stacked", *span), end + 1


def _cells(lines: list[Line], i: int) -> Iterable[tuple[int, Passage]]:
    """Yield the lines from ``i`` on that are not blank or bars."""
    for k in range(i, min(len(lines), i + 4000)):
        if not _BAR.match(lines[k].text):
            yield k, lines[k].passage.strip("| ｜\t\u3000")


def _headers(cells: list[tuple[int, Passage]], lexicon: Lexicon) -> list[tuple[int, Passage]]:
    """Take the headers: known ones in a row, or, before the ordinal 1, short lines most of which are known."""
    known = list(itertools.takewhile(lambda c: lexicon.is_header(c[1].text), cells[:16]))
    one = next((k for k, c in enumerate(cells[:12]) if c[1].text == "1"), 0)
    opens = one and any(lexicon.column(c[1].text).meaning == "ordinal" for c in cells[:2])
    if (
        opens
        and len(known) < one
        and all(2 <= len(c[1].text) <= 12 and not _PROSE.search(c[1].text) for c in cells[:one])
    ):
        strength = sum(lexicon.is_header(c[1].text) for c in cells[:one])
        if strength >= 3 or 2 * strength >= one:
            first = next(k for k, c in enumerate(cells[:one]) if lexicon.column(c[1].text).meaning == "ordinal")
            return cells[:one] if first == 0 else cells[: one - 1] if _repeats(cells, one) else cells[:one]
    return known


def _is_category(headers: list[tuple[int, Passage]], cells: list[tuple[int, Passage]]) -> bool:
    """Tell whether the last header is the first row's category (发展目标): most rows have a line less than columns."""
    starts = _ordinals(cells[len(headers) :])
    if not starts or starts[0]:
        return False  # a category stands between headers and the first ordinal
    sizes = [b - a - 1 for a, b in itertools.pairwise(starts)]
    wide = len(headers) - 2
    return sum(size == wide - 1 for size in sizes) > max(1, sum(size == wide for size in sizes))


def _repeats(cells: list[tuple[int, Passage]], one: int) -> bool:
    """Tell whether the line before the ordinal 1 is a first cell (a category) and no header."""
    return cells[one - 1][1].text not in {c[1].text for c in cells[: one - 1]}


def _body(cells: Iterable[tuple[int, Passage]]) -> list[tuple[int, Passage]]:
    """Take cells as long as an ordinal in sequence stands among the last ``_ROW`` of them."""
    body: list[tuple[int, Passage]] = []
    last, found = 0, 0
    for k, cell in enumerate(cells):
        if k - last > _ROW:
            break
        body.append(cell)
        if cell[1].text.rstrip(".、．") == str(found + 1) and (not found or k - last >= 2):
            last, found = k, found + 1
    return body


def _ordinals(body: list[tuple[int, Passage]]) -> list[int]:
    """List where the ordinals 1, 2, 3 … stand alone on a line, in sequence."""
    starts: list[int] = []
    for k, (_, passage) in enumerate(body):
        if passage.text.rstrip(".、．") == str(len(starts) + 1) and (not starts or k - starts[-1] >= 2):
            starts.append(k)
    return starts


def _last(inside: list[tuple[int, Passage]], columns: list[str], longest: int) -> list[tuple[int, Passage]]:
    """Cut what follows the table off its last row: at the time column, at a page's furniture, at the usual length."""
    kept: list[tuple[int, Passage]] = []
    for cell in inside:
        if _AFTER.match(cell[1].text) or len(kept) >= max(longest, len(columns)):
            break
        kept.append(cell)
        if columns and columns[-1] == "deadline" and len(kept) >= len(columns) and _TIME.search(cell[1].text):
            break
    return kept


def _bodies_last(headers: list[str], meanings: list[str]) -> int:
    """Count the columns of bodies at a row's right end (责任部门, 评分部门) when only one of them assigns, else 0."""

    def holds_bodies(column: tuple[str, str]) -> bool:
        header, meaning = column
        named = header.endswith(_HEADED) and not header.endswith("量单位") and len(header) > 2
        return meaning in _ROLES or (meaning == "other" and named)

    tail = list(itertools.takewhile(holds_bodies, zip(headers[::-1], meanings[::-1], strict=True)))
    return len(tail) if sum(m in _ROLES for _, m in tail) == 1 else 0


def _from_right(
    cells: list[Passage], columns: list[str], bodies: int, ends: Callable[[Passage], bool]
) -> list[Cell] | None:
    """Give the bodies that end a row to its last columns; None where lines and columns do not say which is whose.

    Two columns part where the level of the bodies changes (县农业农村局, then 市农业农村局).
    """
    run = list(itertools.takewhile(ends, reversed(cells[1:])))[::-1]
    if not bodies or not run:
        return None
    groups = [list(g) for _, g in itertools.groupby(run, key=lambda c: c.text[0])] if bodies > 1 else [run]
    if len(groups) != bodies:
        return None
    before, width = cells[: len(cells) - len(run)], len(columns) - bodies
    fitted = [_EMPTY] * width
    if len(before) == width:
        fitted = [Cell(c) for c in before]
    elif (text := _says_what(columns)) < width:
        fitted[text] = Cell(before[0])
    else:
        return None
    return [*fitted, *(Cell(Passage.join([g[0], *(p for c in g[1:] for p in (_gap(c), c))])) for g in groups)]


def _says_what(columns: list[str]) -> int:
    return next((k for k, m in enumerate(columns) if m in ("text", "title", "policy", "")), 0)


def _fit(cells: list[Passage], columns: list[str], bodies: int, ends: Callable[[Passage], bool]) -> list[Cell]:
    """Give each line of a row its column."""
    width = len(columns)
    roles = [k for k, m in enumerate(columns) if m in _ROLES]
    slipped = len(cells) != width or any(
        _BODY.match(c.text) for c, meaning in zip(cells, columns, strict=True) if meaning in _SAYS_WHAT
    )
    if (slipped or bodies > 1) and (fitted := _from_right(cells, columns, bodies, ends)):
        return fitted
    if not slipped:
        return [Cell(c) for c in cells]
    if len(cells) > width and len(roles) == 1:
        before, behind = roles[0], width - roles[0] - 1
        middle = cells[before : len(cells) - behind]
        joined = [middle[0], *(p for c in middle[1:] for p in (_gap(c), c))]
        tail = cells[len(cells) - behind :] if behind else []
        return [*map(Cell, cells[:before]), Cell(Passage.join(joined)), *map(Cell, tail)]
    fitted = [_EMPTY] * width
    if cells:
        fitted[_says_what(columns)] = Cell(cells[0])
    if len(cells) == width - 1 and len(roles) == 1 and columns[-1] == "deadline" and _TIME.search(cells[-1].text):
        fitted[-1] = Cell(cells[-1])
    return fitted


def _gap(cell: Passage) -> Passage:
    """Return a line end that stands just before a cell."""
    return Passage("\n", (cell.at[0] - 1,))
