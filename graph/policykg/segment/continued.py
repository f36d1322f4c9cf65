"""Rows that go on: over a page's end, under a merged cell, where a ditto mark repeats the cell above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policykg.clauses import read_clause
from policykg.lexicon import fold
from policykg.model import Cell, Passage
from policykg.names import NameBook
from policykg.segment.columns import ROLES, Layout

ENDED = re.compile(r"[。；！？!?;.）)”]$")
EMPTY = Cell(Passage("", ()))
#: A body read with less may be the rest of a longer name.
_WHOLE = 0.9
BLANK = re.compile(r"空白.{0,12}(?:相同|同上|一致)")
_DITTO = frozenset({"〃", "″", "同上", "同前"})
_NOBODY = re.compile(r"[\s\-—－–/／无]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row on its way to an item: its cells under the layout, and where it stands."""

    cells: list[Cell]
    layout: Layout
    section: str
    new_section: bool
    continued: bool = False

    def at(self, i: int | None) -> Cell:
        return self.cells[i] if i is not None and i < len(self.cells) else EMPTY


def runs_on(before: Row, row: Row) -> bool:
    """Tell whether a row goes on with the one before it: no ordinal, and a text that was not ended."""
    layout = row.layout
    if layout.ordinal is not None and row.at(layout.ordinal).text.strip() and not row.at(layout.ordinal).inherited:
        return False
    if row.new_section:
        return False
    text = before.at(layout.text).text
    here = row.at(layout.text).text
    if layout.ordinal is None:
        whole = 2 * sum(bool(c.text.strip()) and not c.inherited for c in row.cells) > len(row.cells) > 2
        return bool(text) and bool(here) and not whole and not ENDED.search(text) and not _has_roles(row)
    if not here.strip():
        return True
    return bool(text) and not ENDED.search(text)


def assigned_whole(row: Row, book: NameBook) -> bool:
    """Tell whether a row says what is to be done and names its bodies whole (no 息化局 of a name cut by a page's end)."""
    text = row.at(row.layout.text)
    cells = [c for i, c in enumerate(row.cells) if row.layout.meaning(i) in ROLES and not c.inherited]
    bodies = [c for c in cells if c.text.strip() not in _DITTO and not _NOBODY.fullmatch(c.text)]
    named = [read_clause(c.passage, book, default="responsible") for c in bodies]
    return (
        bool(text.text.strip() and named)
        and not text.inherited
        and all(c.mentions and not c.strays and all(m.score >= _WHOLE for m in c.mentions) for c in named)
    )


def _has_roles(row: Row) -> bool:
    return any(row.layout.meaning(i) in ROLES and c.text.strip() for i, c in enumerate(row.cells))


def weld(before: Row, row: Row) -> None:
    """Append the cells of a row to the one it goes on with; merged (inherited) cells are not said twice."""
    for i, cell in enumerate(row.cells):
        if not cell.text.strip() or cell.inherited or i >= len(before.cells):
            continue
        old = before.cells[i].passage
        if old.at and cell.passage.at and cell.passage.at[0] <= old.at[-1]:
            continue
        gap = (
            Passage("\n", (old.at[-1] + 1,))
            if old.at and cell.passage.at[0] > old.at[-1] + 1 and row.layout.meaning(i) in ROLES
            else Passage("", ())
        )
        before.cells[i] = Cell(Passage.join((old, gap, cell.passage)), before.cells[i].inherited)


def _merged_block(row: Row, says_blank: bool) -> bool:
    """Tell whether a row's empty cells of bodies are covered by merged cells above.

    So when the paper says that blank means the same as above, or when the row names nobody at all
    and its category is merged with the one above too.
    """
    if says_blank:
        return True
    roles = [c for i, c in enumerate(row.cells) if row.layout.meaning(i) in ROLES]
    categories = [c for i, c in enumerate(row.cells) if row.layout.meaning(i) == "category"]
    return (
        bool(roles)
        and bool(categories)
        and all(not c.passage.text for c in roles)
        and all(c.inherited or not c.text for c in categories)
    )


def _skipped(rows: Sequence[Row]) -> set[int]:
    """List the rows without ordinal that the ordinals around them count: between 3 and 5 one row is the fourth."""
    found: set[int] = set()
    last = 0
    value = 0
    for i, row in enumerate(rows):
        if row.layout.ordinal is None or row.new_section:
            last, value = i, 0
        cell = row.at(row.layout.ordinal)
        printed = fold(cell.text).strip(".、．") if not cell.inherited else ""
        if not printed.isdecimal():
            continue
        run = range(last + 1, i)
        if (
            value
            and run
            and int(printed) - value - 1 == len(run)
            and not any(rows[k].at(rows[k].layout.ordinal).inherited for k in run)
        ):
            found.update(run)
        last, value = i, int(printed)
    return found


def inherit(rows: list[Row], says_blank: bool) -> None:
    """Fill cells that a merged cell above covers: category, and the upper-level text of a row without ordinal."""
    skipped = _skipped(rows)
    for n in range(1, len(rows)):
        before, row = rows[n - 1 : n + 1]
        layout = row.layout
        if before.layout.headers != layout.headers:
            continue
        has_ordinal = layout.ordinal is None or bool(row.at(layout.ordinal).text.strip())
        continued = layout.ordinal is not None and (
            (not has_ordinal and n not in skipped) or row.at(layout.ordinal).inherited
        )
        rows[n] = replace(row, continued=continued)
        for i, cell in enumerate(row.cells):
            meaning = layout.meaning(i)
            merged_block = _merged_block(row, says_blank)
            fills = (
                meaning == "category"
                or (merged_block and meaning in ROLES)
                or (continued and (i in (layout.upper, layout.title) or (meaning.removeprefix("upper-") in ROLES)))
            )
            ditto = cell.text.strip() in _DITTO
            if (ditto or (fills and i != layout.text and not cell.text.strip())) and before.at(i).text.strip():
                row.cells[i] = replace(before.at(i), inherited=True)
