"""The quantities of one item: of its own text, of the upper-level column, with the time limit it hands on."""

from __future__ import annotations

import re
from dataclasses import replace

from policykg.extract.deadlines import inherit
from policykg.extract.quantities import find_quantities
from policykg.extract.quantities_past import reports
from policykg.extract.quantities_table import table_row, unit_cell
from policykg.extract.quantities_text import fold
from policykg.model import ColumnCell, Item, Passage, Quantity

#: Headers of further columns that say what is planned.
_PLANNED = re.compile(r"资金|投资|经费|目标|规模|数量|任务量|指标|补助|奖励|标准|计划(?!单位)")


def item_quantities(item: Item, source: str, issued: str, due: str) -> tuple[tuple[Quantity, ...], tuple[Passage, ...]]:
    """Return the quantities of an item in order, and cells of values that could not be read.

    Offsets and quotes are those of ``source`` (the document's text).

    ``issued`` is the paper's date, ``due`` the item's time limit as a day ("" when it has none), which quantities that
    state no deadline inherit, those of a row's upper-level column too: the limit is the row's.
    """
    if item.kind in ("event", "appointment") or any(reports(_heading(h)) for h in (item.section, item.title.text)):
        return (), ()
    if (row := table_row(item, source, issued, due)) is not None:
        return inherit(row.quantities, due), row.unread
    own = inherit(find_quantities(_headed(item), "text", issued), due)
    if item.kind == "row" and item.title.text:
        own = tuple(q if q.indicator else replace(q, indicator="".join(item.title.text.split())) for q in own)
    placed = [_placed(q, item.text, source) for q in own]
    if item.upstream is not None and item.upstream.at != item.text.at:
        upper = inherit(find_quantities(item.upstream.text, "upstream", issued), due)
        placed += [_placed(q, item.upstream, source) for q in upper]
    for column in item.columns if item.kind == "row" else ():
        if _PLANNED.search(fold(column.header)[0]) and column.meaning in ("", "other", "text", "value"):
            placed += inherit(_of_cell(item, column, source, issued), due)
    return tuple(placed), ()


def _of_cell(item: Item, column: ColumnCell, source: str, issued: str) -> tuple[Quantity, ...]:
    """Return the quantities of a further column that plans: 资金来源及投资额, 建设规模, 年度目标."""
    passage = column.cell.passage
    taken = [item.text, item.title, *([item.upstream] if item.upstream else [])]
    if not passage.at or any(p.at and p.at[0] <= passage.at[0] < p.at[-1] + 1 for p in taken):
        return ()
    if (only := unit_cell(item, column, source)) is not None:
        return (only,)
    found = find_quantities(passage.text, "text", issued, planned=True)
    return tuple(_placed(q, passage, source) for q in found)


def _heading(text: str) -> str:
    return fold(text)[0]


def _headed(item: Item) -> str:
    """Return the item's text with the line end behind its title as a full stop, so that the title is no indicator."""
    title, text = item.title.text, item.text.text
    at = len(title)
    if not title or not text.startswith(title) or text[at : at + 1] not in ("\n", "\r"):
        return text
    return f"{title}。{text[at + 1 :]}"


def _placed(q: Quantity, passage: Passage, source: str) -> Quantity:
    run = passage[q.quote_start : q.quote_end]
    start, end = run.span()
    return replace(q, quote="".join(run.printed(source).split()), quote_start=start, quote_end=end)
