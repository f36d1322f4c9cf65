"""The quantities of one item: of its own text, of the upper-level column, with the time limit it hands on."""

from __future__ import annotations

from dataclasses import replace

from policykg.extract.deadlines import inherit
from policykg.extract.quantities import find_quantities
from policykg.extract.quantities_past import reports
from policykg.extract.quantities_text import fold
from policykg.model import Item, Passage, Quantity


def item_quantities(item: Item, source: str, issued: str, due: str) -> tuple[Quantity, ...]:
    """Return the quantities of an item in order, offsets and quotes as in ``source`` (the document's text).

    ``issued`` is the paper's date, ``due`` the item's time limit as a day ("" when it has none), which quantities that
    state no deadline inherit, those of a row's upper-level column too: the limit is the row's.
    """
    if item.kind in ("event", "appointment") or any(reports(_heading(h)) for h in (item.section, item.title.text)):
        return ()
    own = inherit(find_quantities(_headed(item), "text", issued), due)
    placed = [_placed(q, item.text, source) for q in own]
    if item.upstream is not None and item.upstream.at != item.text.at:
        upper = inherit(find_quantities(item.upstream.text, "upstream", issued), due)
        placed += [_placed(q, item.upstream, source) for q in upper]
    return tuple(placed)


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
