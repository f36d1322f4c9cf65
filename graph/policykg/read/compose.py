r"""A format's layout -> Document: one text, and blocks whose offsets index it.

The text holds the paper as read: a paragraph a line, a row of a table a line with a tab between its
cells, a form feed where a page ends. Running text goes through the readers of plain text, so that
tables flattened to lines, pipe tables and the like read alike whatever file they stand in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policykg.lexicon import Lexicon
from policykg.model import Block, Cell, Document, Issue, Passage, Region, Source, Table
from policykg.read.layout import Aside, Grid, Layout, PageEnd, Piece, Prose, Run, Spot, shifted
from policykg.read.privacy import mask
from policykg.read.script import simplify
from policykg.read.text import read_text, relocate
from policykg.read.unseen import UNSEEN

PAGE_END = "\f"


def compose(layout: Layout, source: Source, lexicon: Lexicon) -> Document:
    """Put the pieces together; personal numbers are blanked, traditional characters read as simplified ones."""
    pieces = _merge(_titled(layout.pieces))
    chunks: list[str] = []
    places: list[tuple[Piece, int, list[tuple[Spot, int, int]]]] = []
    at = 0
    for piece in pieces:
        chunk, spots = _print(piece, at)
        places.append((piece, at, spots))
        chunks.append(chunk)
        at += len(chunk)
    text = mask("".join(chunks))
    shown = simplify(text)
    blocks: list[Block] = []
    regions: list[Region] = []
    for (piece, start, spots), chunk in zip(places, chunks, strict=True):
        regions += (r for spot, _, at in spots for r in shifted(spot.regions, at))
        if isinstance(piece, Prose):
            regions += shifted(piece.regions, start)
            blocks += read_run(shown, start, start + len(chunk), source, lexicon)
        elif isinstance(piece, Grid):
            blocks.append(_table(piece, shown, start, start + len(chunk), spots))
    issues = tuple(Issue(source.path, 0, code, values=values) for code, values in layout.problems)
    return Document(source, text, "utf-8", tuple(blocks), issues, layout.confidence, tuple(regions))


def read_run(text: str, start: int, end: int, source: Source, lexicon: Lexicon) -> list[Block]:
    """Read ``text[start:end]`` as plain text is read; page ends inside its sentences are healed."""
    kept = [i for i in range(start, end) if text[i] != PAGE_END]
    at = [*kept, end]
    run = read_text("".join(text[i] for i in kept), source, lexicon)
    return [relocate(b, at.__getitem__) for b in run.blocks]


def _titled(pieces: Sequence[Piece]) -> list[Piece]:
    """Take what stands over a table's header in cells of its own (its title, a note) for running text."""
    out: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, Grid):
            out.append(piece)
            continue
        width = max((s.column + s.across for row in piece.rows for s in row), default=0)
        first = 0
        while first < len(piece.rows) and _heads(piece.rows[first], width, piece.form):
            first += 1
        if first == len(piece.rows):
            first = 0 if width > 1 and piece.form == "pdf" else first
        out += [Prose(s.text, s.regions) for row in piece.rows[:first] for s in row if s.text.strip()]
        if first < len(piece.rows):
            out.append(replace(piece, rows=piece.rows[first:]))
    return out


def _heads(row: tuple[Spot, ...], width: int, form: str) -> bool:
    """Tell whether a row is no row of the table: one text over all columns; in sheets, one text or none at all."""
    filled = [s for s in row if s.text.strip()]
    if len(filled) > 1 or any(s.down > 1 for s in filled):
        return False
    if not filled:
        return form in ("xlsx", "csv")
    return (filled[0].column == 0 and filled[0].across == width) or (form in ("xlsx", "csv") and filled[0].column == 0)


def _merge(pieces: Sequence[Piece]) -> list[Piece]:
    """Join running text that nothing parts: page ends become form feeds in it, so that sentences go on."""
    out: list[Piece] = []
    run = Run()
    for piece in pieces:
        if isinstance(piece, Prose | PageEnd):
            _add(run, Prose(PAGE_END) if isinstance(piece, PageEnd) else piece)
        else:
            out += [*run.prose(), piece]
            run = Run()
    return [*out, *run.prose()]


def _add(run: Run, prose: Prose) -> None:
    """Put a run behind what is there, a line end between them unless a page ends there."""
    run.say("\n" if run.length and not run.ends_page and not prose.text.startswith(PAGE_END) else "")
    run.say(prose.text, prose.regions)


def _print(piece: Piece, at: int) -> tuple[str, list[tuple[Spot, int, int]]]:
    """Return a piece as text that begins at offset ``at``; of a grid also each cell with its row and offset."""
    if isinstance(piece, Prose | Aside):
        return piece.text + "\n", []
    if not isinstance(piece, Grid):
        return "", []
    chunks: list[str] = []
    spots: list[tuple[Spot, int, int]] = []
    for r, row in enumerate(piece.rows):
        column = 0
        for spot in row:
            gap = "\t" * (spot.column - column)
            column = spot.column
            chunks.append(gap)
            at += len(gap)
            spots.append((spot, r, at))
            chunks.append(spot.text)
            at += len(spot.text)
        chunks.append("\n")
        at += 1
    return "".join(chunks), spots


def _table(grid: Grid, text: str, start: int, end: int, spots: Sequence[tuple[Spot, int, int]]) -> Table:
    """Give every place of the grid its cell; what a merged cell covers has its text and is marked as inherited."""
    width = max((s.column + s.across for row in grid.rows for s in row), default=0)
    places: list[dict[int, Cell]] = [{} for _ in grid.rows]
    for spot, r, at in spots:
        passage = Passage(text[at : at + len(spot.text)], tuple(range(at, at + len(spot.text)))).without(UNSEEN).strip()
        for down in range(min(spot.down, len(grid.rows) - r)):
            for across in range(spot.across):
                places[r + down].setdefault(spot.column + across, Cell(passage, bool(down or across)))
    empty = Cell(Passage("", ()))
    rows = tuple(tuple(row.get(c, empty) for c in range(width)) for row in places)
    return Table(rows, grid.form, start, end)
