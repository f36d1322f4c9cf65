"""Plain text -> Document: each region of the file is read in its own form.

Regions are found line by line: HTML tables, pipe tables, rows of tab-separated cells, tables with
one cell a line (each cell opens with a tab and may run over lines), and prose for all the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from policykg.lexicon import Lexicon
from policykg.model import Block, Cell, Document, Issue, Paragraph, Passage, Source
from policykg.read import cells, flat, html_tables, pipes, stacked, tabs
from policykg.read.decode import decode
from policykg.read.lines import Line, split_lines
from policykg.read.prose import paragraphs
from policykg.read.script import simplify
from policykg.read.unseen import without_unseen


def read_text_bytes(data: bytes, source: Source, lexicon: Lexicon) -> tuple[Document | None, tuple[Issue, ...]]:
    """Decode ``data`` and cut it into blocks; None with an issue when it is no text.

    The document's text keeps every character and line end of the file; only phone numbers and
    e-mail addresses are blanked, each character by an asterisk.
    """
    decoded = decode(data)
    issues = (Issue(source.path, 0, decoded.problem, values=decoded.values),) if decoded.problem else ()
    if not decoded.text:
        return None, issues
    return read_text(decoded.text, source, lexicon, decoded.encoding), issues


def read_text(text: str, source: Source, lexicon: Lexicon, encoding: str = "utf-8") -> Document:
    """Cut a text into blocks in reading order.

    Traditional characters are read as their simplified ones, sign for sign; the document's text
    keeps them, so that spans show what is printed. Characters that print nothing stand in the text
    and in no passage.
    """
    shown = simplify(text)
    printed, offsets = without_unseen(shown)
    if len(printed) == len(shown):
        return Document(source, text, encoding, tuple(_cut(shown, lexicon)))
    at = [*offsets, len(text)]
    blocks = _cut(printed, lexicon)
    return Document(source, text, encoding, tuple(relocate(b, at.__getitem__) for b in blocks))


def relocate(block: Block, at: Callable[[int], int]) -> Block:
    """Return a block whose offsets are what ``at`` (rising strictly) makes of the ones it has."""

    def moved(passage: Passage) -> Passage:
        return Passage(passage.text, tuple(map(at, passage.at)))

    if isinstance(block, Paragraph):
        return Paragraph(moved(block.passage))
    rows = tuple(tuple(Cell(moved(c.passage), c.inherited) for c in row) for row in block.rows)
    return replace(block, rows=rows, start=at(block.start), end=at(block.end))


def _cut(text: str, lexicon: Lexicon) -> list[Block]:
    """Cut a text into its HTML tables and what stands between them."""
    blocks: list[Block] = []
    at = 0
    for start, end in html_tables.spans(text):
        blocks += _blocks(text, at, start, lexicon)
        blocks += html_tables.read(text, start, end)
        at = end
    return blocks + _blocks(text, at, len(text), lexicon)


def _blocks(text: str, start: int, end: int, lexicon: Lexicon) -> list[Block]:
    """Read a run of the text that holds no HTML table."""
    lines = split_lines(text, start, end)
    blocks: list[Block] = []
    prose: list[Line] = []
    i = 0
    while i < len(lines):
        if lines[i].blank:  # no table begins there
            prose.append(lines[i])
            i += 1
            continue
        for reader in (pipes.read, cells.read, tabs.read, flat.read, stacked.read):
            table, after = reader(lines, i, lexicon)
            if table is not None:
                blocks += paragraphs(prose)
                prose = []
                before = lines[i].passage
                ahead = before[: sum(o < table.start for o in before.at)].strip()
                blocks += [Paragraph(ahead)] if ahead.text else []
                blocks.append(table)
                i = after
                break
        else:
            prose.append(lines[i])
            i += 1
    return blocks + list(paragraphs(prose))
