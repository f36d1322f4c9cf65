"""Tables with one cell a line: each cell opens with a tab and may run over lines, blank lines part the rows."""

from __future__ import annotations

from policykg.lexicon import Lexicon
from policykg.model import Cell, Passage, Table
from policykg.read.lines import Line
from policykg.read.markup import plain
from policykg.read.prose import PAGE_NUMBER

Row = tuple[Cell, ...]
#: In so many lines from its first on a header shows a known word; the first row begins within so many cells.
_HEADS, _MOST = 12, 40


def read(lines: list[Line], i: int, lexicon: Lexicon) -> tuple[Table | None, int]:
    """Read the table whose header begins at line ``i``; return it and the line behind it, or (None, i)."""
    if not _opens(lines[i]) or not any(lexicon.is_header(x.text.strip()) for x in lines[i : i + _HEADS]):
        return None, i
    head, _ = _group(lines, i, _MOST)
    if (width := _width(head, lexicon)) and width < len(head) and not _is_header(head[:width], lexicon):
        return None, i
    header, after = _group(lines, i)
    rest: Row = ()
    if (width := _width(header, lexicon)) and width < len(header):
        header, rest = header[:width], header[width:]
    if not _is_header(header, lexicon):
        return None, i
    groups: list[Row] = [rest] if rest else []
    j = after
    while j < len(lines):
        while j < len(lines) and lines[j].blank:
            j += 1
        if j >= len(lines) or not _opens(lines[j]):
            break
        group, j = _group(lines, j)
        groups.append(group)
    rows = [header, *_rows(groups, len(header))]
    end = max(c.passage.span()[1] for row in rows for c in row)
    return Table(tuple(rows), "cells", lines[i].passage.span()[0], end), j


def _is_header(cells: Row, lexicon: Lexicon) -> bool:
    return len(cells) >= 3 and sum(lexicon.is_header(c.text) for c in cells) >= 2


def _width(cells: Row, lexicon: Lexicon) -> int:
    """Tell the number of columns where no blank line parts the header from the rows: the ordinal 1 tells it; 0 when unknown."""
    ordinal = next((k for k, c in enumerate(cells[:6]) if lexicon.column(c.text).meaning == "ordinal"), None)
    first = next((k for k, c in enumerate(cells[:_MOST]) if c.text.strip() == "1"), None)
    return first - ordinal if ordinal is not None and first is not None else 0


def _opens(line: Line) -> bool:
    """Tell whether a line opens a cell: a tab first and no other tab with text behind it."""
    return line.text.startswith("\t") and "\t" not in line.text[1:].rstrip("\t ")


def _group(lines: list[Line], i: int, most: int = 0) -> tuple[Row, int]:
    """Collect the cells up to the next blank line that is followed by another cell or by prose.

    With ``most``, stop behind so many cells.
    """
    cells: list[list[Passage]] = []
    j = i
    while j < len(lines):
        j = _over_page_end(lines, j)
        if j >= len(lines) or lines[j].blank:
            break
        line = lines[j]
        opens = line.text.startswith("\t")
        if most and opens and len(cells) == most:
            break
        piece = line.passage[opens:].strip()
        if opens or not cells:
            cells.append([piece])
        else:
            cells[-1] += [_gap(cells[-1], piece), piece]
        j += 1
    return tuple(Cell(plain(Passage.join(c).strip())) for c in cells), j


def _over_page_end(lines: list[Line], j: int) -> int:
    """Skip a page number that stands between blank lines inside a cell."""
    k = j
    while k < len(lines) and lines[k].blank:
        k += 1
    if k >= len(lines) or not PAGE_NUMBER.match(lines[k].text) or lines[k].text.strip().isdigit():
        return j
    k += 1
    while k < len(lines) and lines[k].blank:
        k += 1
    return k


def _gap(before: list[Passage], piece: Passage) -> Passage:
    """Return a line end for where a cell goes on in the next line."""
    last = next((p.at[-1] for p in reversed(before) if p.at), None)
    return Passage("\n", (last + 1,)) if last is not None and piece.at and piece.at[0] > last + 1 else Passage("", ())


def _rows(groups: list[Row], width: int) -> list[Row]:
    """Put groups together to rows of ``width`` cells; a group of another size that cannot be is a row as it is."""
    rows: list[Row] = []
    held: Row = ()
    for group in groups:
        if not held and len(group) >= width and len(group) % width == 0:
            rows += [group[k : k + width] for k in range(0, len(group), width)]
        elif held and len(held) + len(group) <= width:
            held += group
        else:
            if held:
                rows.append(held)
            held = group
        if held and len(held) >= width:
            rows.append(held)
            held = ()
    return [*rows, held] if held else rows
