"""Tables in tab-separated lines: a row a line, a cell's text sometimes broken over lines."""

from __future__ import annotations

from policykg.lexicon import Lexicon
from policykg.model import Cell, Passage, Table
from policykg.read.lines import Line
from policykg.read.markup import plain

Row = tuple[Cell, ...]


def read(lines: list[Line], i: int, lexicon: Lexicon) -> tuple[Table | None, int]:
    """Read the table that begins at line ``i``; return it and the line behind it, or (None, i).

    A table begins at a line with a tab inside (or several cells) when its cells are known headers,
    or when the next printed line has as many cells. A blank line ends it.
    """
    if not _is_row(lines[i]) or not lines[i].text.strip() or not _begins(lines, i, lexicon):
        return None, i
    rows: list[Row] = []
    width = 0
    j = i
    while j < len(lines) and not lines[j].blank:
        cells = _cells(lines[j])
        if len(cells) > 1:
            width = max(width, len(cells))
            if rows and len(rows[-1]) < width and len(rows[-1]) + len(cells) - 1 <= width and not cells[0].text.strip():
                rows.append(cells)
            elif rows and _broken(rows[-1], cells, width):
                rows[-1] = _weld(rows[-1], cells)
            else:
                rows.append(cells)
        elif rows and _continues(rows[-1], cells[0], lines, j):
            rows[-1] = _weld(rows[-1], cells)
        elif any(_is_row(x) for x in lines[j + 1 : j + 3]):
            rows.append(cells)
        else:
            break
        j += 1
    return Table(tuple(rows), "tab", lines[i].passage.span()[0], lines[j - 1].passage.span()[1]), j


def _is_row(line: Line) -> bool:
    return "\t" in line.text.strip(" \u3000")


def _cells(line: Line) -> Row:
    cells: list[Cell] = []
    at = 0
    for part in line.text.split("\t"):
        cells.append(Cell(plain(line.passage[at : at + len(part)].strip())))
        at += len(part) + 1
    return tuple(cells)


def _begins(lines: list[Line], i: int, lexicon: Lexicon) -> bool:
    """Tell whether a table begins: known headers now or in the next lines, or rows of equal width."""
    here = _cells(lines[i])
    if sum(lexicon.is_header(c.text) for c in here) >= 2:
        return True
    if (
        len(here) == 2
        and all(len(_cells(x)) == 2 and lexicon.is_header(_cells(x)[0].text) for x in lines[i : i + 3])
        and i + 3 <= len(lines)
    ):
        return True
    following = [x for x in lines[i + 1 : i + 4] if not x.blank and _is_row(x)]
    if any(sum(lexicon.is_header(c.text) for c in _cells(x)) >= 2 for x in following):
        return True
    return len(here) >= 3 and any(len(_cells(x)) == len(here) for x in following)


def _broken(row: Row, cells: Row, width: int) -> bool:
    """Tell whether ``cells`` go on with a row that a line end broke inside a cell."""
    return bool(
        len(row) < width
        and len(row) + len(cells) - 1 == width
        and row[-1].text
        and row[-1].text[-1] not in "。；！？"
        and not cells[0].text.strip().isdigit()
    )


def _continues(row: Row, cell: Cell, lines: list[Line], j: int) -> bool:
    """Tell whether a line without a tab goes on with the last cell of the row above it."""
    if len(row) < 2 or not row[-1].text:
        return False
    if cell.text.isdecimal() and row[0].text.isdecimal() and int(cell.text) == int(row[0].text) + 1:
        return False  # the next ordinal: a row of its own that lost its cells
    more_rows = any(_is_row(x) for x in lines[j + 1 : j + 3])
    heading = len(cell.text) < 30 and cell.text[:1] in "一二三四五六七八九十（(" and not row[-1].text.endswith("、")
    return more_rows and not heading


def _weld(row: Row, cells: Row) -> Row:
    first = cells[0].passage
    last = row[-1].passage
    gap = (
        Passage("\n", (last.at[-1] + 1,)) if last.at and first.at and first.at[0] > last.at[-1] + 1 else Passage("", ())
    )
    return (*row[:-1], Cell(Passage.join((last, gap, first))), *cells[1:])
