"""Plain text -> Document: each region of the file is read in its own form.

Regions are found line by line: HTML tables, pipe tables, rows of tab-separated cells, tables with
one cell a line (each cell opens with a tab and may run over lines), and prose for all the rest.
"""

from __future__ import annotations

from policykg.lexicon import Lexicon
from policykg.model import Block, Document, Issue, Paragraph, Source
from policykg.read import cells, flat, html_tables, pipes, stacked, tabs
from policykg.read.decode import decode
from policykg.read.lines import Line, split_lines
from policykg.read.prose import paragraphs
from policykg.read.script import simplify


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
    keeps them, so that spans show what is printed.
    """
    shown = simplify(text)
    blocks: list[Block] = []
    at = 0
    for start, end in html_tables.spans(shown):
        blocks += _blocks(shown, at, start, lexicon)
        blocks += html_tables.read(shown, start, end)
        at = end
    blocks += _blocks(shown, at, len(text), lexicon)
    return Document(source, text, encoding, tuple(blocks))


def _blocks(text: str, start: int, end: int, lexicon: Lexicon) -> list[Block]:
    """Read a run of the text that holds no HTML table."""
    lines = split_lines(text, start, end)
    blocks: list[Block] = []
    prose: list[Line] = []
    i = 0
    while i < len(lines):
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
