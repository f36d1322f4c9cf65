"""What a reader of one format hands on: running text, tables, page ends, before it becomes a ``Document``.

Readers run in a process of their own, so what they hand on can be written as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from policykg.model import Region
from policykg.read import limits
from policykg.read.privacy import mask

#: Merged cells that claim more than so many times the places of their table lie one over another.
_OVERLAP = 2
#: Signs of a table's first row that name it in the report.
_NAMED = 20
#: Signs of hidden text that the report quotes.
_QUOTED = 60
#: What a reader met: an issue's code and its values.
Problem = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of lines. ``text`` holds line ends and, where a page ends, a form feed; ``regions`` count from its start."""

    text: str
    regions: tuple[Region, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Aside:
    """Text that stands beside the paper's own (a footnote): kept to be shown, not read."""

    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A printed cell: its column, its text, how many rows and columns it covers; ``regions`` count from its start."""

    column: int
    text: str
    down: int = 1
    across: int = 1
    regions: tuple[Region, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the cells of each row from left to right, each where it begins; what it covers is not repeated."""

    rows: tuple[tuple[Spot, ...], ...]
    form: str


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Between two pages."""


Piece = Prose | Aside | Grid | PageEnd


@dataclass(frozen=True, slots=True)
class Layout:
    """A file's pieces in reading order. ``confidence`` is the mean one of recognised characters, 1 when none is."""

    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...] = ()
    confidence: float = 1.0


def failed(code: str, *values: str) -> Layout:
    """Return a layout without pieces that says why there are none."""
    return Layout((), ((code, values),))


def hidden_text(lost: Iterable[str]) -> tuple[Problem, ...]:
    """Return what is reported of hidden and struck-out texts that were left out; () when they hold no sign."""
    texts = [t for x in lost if (t := "".join(x.split()))]
    return (("hidden-text", (str(sum(map(len, texts))), mask(" … ".join(texts))[:_QUOTED])),) if texts else ()


def table_name(cells: Iterable[str]) -> str:
    """Return what a report calls a table that has no name: its first words."""
    return mask(" ".join(" ".join(filter(None, cells)).split()))[:_NAMED] or "…"


def bounded(grid: Grid, name: str = "") -> tuple[Grid | None, tuple[Problem, ...]]:
    """Return the grid when it lies within the limits, else None and what is wrong; merged cells end with the table.

    ``name`` says which table it is, else its first words do.
    Where merged cells claim its places several times over, the spans are damage, and each cell stands alone.

    >>> bounded(Grid(((Spot(0, "甲", 9, 2),),), "html"))[0]
    Grid(rows=((Spot(column=0, text='甲', down=1, across=2),),), form='html')
    >>> bounded(Grid(((Spot(9999, "甲"),),), "html"))
    (None, (('too-many-columns', ('10000', '300', '甲')),))
    """
    height = len(grid.rows)
    name = name or table_name(s.text for row in grid.rows[:1] for s in row)
    width = max((s.column + s.across for row in grid.rows for s in row), default=0)
    if height > limits.ROWS:
        return None, (("too-many-rows", (str(height), str(limits.ROWS), name)),)
    if width > limits.COLUMNS:
        return None, (("too-many-columns", (str(width), str(limits.COLUMNS), name)),)
    if height * width > limits.PLACES:
        return None, (("too-many-rows", (str(height), str(limits.PLACES // width), name)),)
    rows = tuple(
        tuple(replace(s, down=max(1, min(s.down, height - r)), across=max(1, s.across)) for s in row)
        for r, row in enumerate(grid.rows)
    )
    if sum(s.down * s.across for row in rows for s in row) > _OVERLAP * height * width:
        rows = tuple(tuple(replace(s, down=1, across=1) for s in row) for row in rows)
    return Grid(rows, grid.form), ()


def shifted(regions: Iterable[Region], by: int) -> tuple[Region, ...]:
    """Return regions whose offsets are ``by`` higher."""
    return tuple(replace(r, start=r.start + by, end=r.end + by) for r in regions)


class Run:
    """Running text while it is put together, bit by bit, with where its lines are printed."""

    def __init__(self) -> None:
        self.length = 0
        self._texts: list[str] = []
        self._regions: list[Region] = []

    def say(self, text: str, regions: Iterable[Region] = ()) -> None:
        """Add a bit of text; ``regions`` count from its start."""
        if text:
            self._regions += shifted(regions, self.length)
            self._texts.append(text)
            self.length += len(text)

    @property
    def ends_page(self) -> bool:
        """Tell whether a page ends where the text stands now."""
        return bool(self._texts) and self._texts[-1].endswith("\f")

    def prose(self) -> tuple[Prose, ...]:
        """Return what was put together: one run, or none when nothing was said."""
        return (Prose("".join(self._texts), tuple(self._regions)),) if self._texts else ()


def to_json(layout: Layout) -> str:
    """Write a layout as JSON."""
    pieces = [[type(p).__name__, asdict(p)] for p in layout.pieces]
    return json.dumps({"pieces": pieces, "problems": layout.problems, "confidence": layout.confidence})


def from_json(text: str) -> Layout:
    """Read what ``to_json`` wrote.

    >>> layout = Layout((Prose("甲", (Region(0, 1, 1, 72.0, 80.0, 88.0, 96.0),)), Grid(((Spot(0, "乙", 2),),), "pdf"), PageEnd(), Aside("注")), (("ocr", ("0.9",)),))
    >>> from_json(to_json(layout)) == layout
    True
    """
    raw = json.loads(text)
    problems = tuple((str(code), tuple(map(str, values))) for code, values in raw["problems"])
    return Layout(tuple(_piece(*p) for p in raw["pieces"]), problems, float(raw["confidence"]))


def _piece(kind: str, fields: dict[str, Any]) -> Piece:
    if kind == "Prose":
        return Prose(fields["text"], _regions(fields))
    if kind == "Aside":
        return Aside(fields["text"])
    if kind == "Grid":
        rows = (tuple(Spot(**{**s, "regions": _regions(s)}) for s in row) for row in fields["rows"])
        return Grid(tuple(rows), fields["form"])
    return PageEnd()


def _regions(fields: dict[str, Any]) -> tuple[Region, ...]:
    return tuple(Region(**r) for r in fields["regions"])
