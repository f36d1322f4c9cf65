"""DOCX -> layout: paragraphs with the ordinals Word prints, tables with merged cells, text boxes, footnotes.

Read from WordprocessingML itself (ECMA-376 part 1, chapter 17); python-docx opens the package.
Text that a reviewer or a line struck out, and hidden text, is left out; text that a reviewer put in is read. Headers and footers are
no part of the body and stay out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from policykg.read.docx_numbers import Numbers
from policykg.read.layout import Aside, Grid, Layout, Piece, Problem, Prose, Spot, bounded, failed, hidden_text
from policykg.read.package import check_package

_NOTES = "/footnotes", "/endnotes"
#: Elements whose text is not printed where they stand, or not at all.
_HIDDEN = frozenset({"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "Fallback", "txbxContent", "rt", "ruby"})
_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}


def read_docx(data: bytes) -> Layout:
    """Read a DOCX file. Raises what python-docx raises when the package is damaged."""
    if (problem := check_package(data)) is not None:
        return failed(problem[0], *problem[1])
    import docx

    document = docx.Document(io.BytesIO(data))
    reader = _Reader(Numbers(document))
    body: Any = document.element.body
    pieces = list(reader.blocks(body))
    notes = [*_notes(document)]
    if notes:
        pieces.append(Aside("\n".join(notes)))
    return Layout(tuple(pieces), (*reader.problems, *hidden_text(reader.lost)))


def local(element: Any) -> str:
    """Return an element's name without its namespace ("" for a comment)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, *path: str) -> str | None:
    """Return the attribute ``val`` of the element that ``path`` leads to; None when there is none."""
    for name in path:
        element = next((e for e in element if local(e) == name), None)
        if element is None:
            return None
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == "val"), "")


class _Reader:
    """Walks a body in order; counts the ordinals on the way."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.problems: list[Problem] = []
        self.lost: list[str] = []

    def blocks(self, parent: Any) -> Iterator[Piece]:
        """Yield the pieces below a body, a content control or a text box."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield Prose(self.paragraph(element))
                for box in _boxes(element):
                    yield from self.blocks(box)
            elif name == "tbl":
                yield from self.table(element)
            elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
                yield from self.blocks(element)

    def paragraph(self, element: Any) -> str:
        """Return a paragraph's text with its ordinal before it."""
        text = _text(element, self.lost)
        if not text.strip():
            return text
        ordinal = self.numbers.ordinal(element)
        return ordinal + (" " if ordinal and text[0].isdigit() else "") + text

    def table(self, element: Any) -> Iterator[Piece]:
        """Yield a table; one beyond the limits is reported and left out."""
        rows: list[list[Spot]] = []
        for row in _rows(element):
            rows.append([])
            column = _number(_property(row, "trPr", "gridBefore"), 0)
            for cell in _cells(row):
                across = _number(_property(cell, "tcPr", "gridSpan"), 1)
                merge = _property(cell, "tcPr", "vMerge")
                if merge is not None and merge != "restart" and self._lengthen(rows, column):
                    column += across
                    continue
                rows[-1].append(Spot(column, self.cell(cell), 1, across))
                column += across
        grid, problems = bounded(Grid(tuple(map(tuple, rows)), "docx"))
        self.problems += problems
        if grid is not None and grid.rows:
            yield grid

    def cell(self, cell: Any) -> str:
        """Return a cell's text, a paragraph a line; a table in a cell is text of it."""
        lines: list[str] = []
        for piece in self.blocks(cell):
            if isinstance(piece, Prose):
                lines.append(piece.text)
            elif isinstance(piece, Grid):
                lines += [" ".join(s.text for s in row if s.text) for row in piece.rows]
        return "\n".join(x.replace("\t", " ") for x in lines if x.strip())

    @staticmethod
    def _lengthen(rows: list[list[Spot]], column: int) -> bool:
        """Let the cell above cover this row too; False when there is none."""
        for r in range(len(rows) - 2, -1, -1):
            for i, spot in enumerate(rows[r]):
                if spot.column == column and r + spot.down == len(rows) - 1:
                    rows[r][i] = Spot(spot.column, spot.text, spot.down + 1, spot.across)
                    return True
        return False


def _text(element: Any, lost: list[str] | None = None) -> str:
    """Return what a paragraph prints, text boxes left out; runs that are hidden or struck out go to ``lost``."""
    out: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        name = local(node)
        if node is not element and name in _HIDDEN:
            if name == "ruby":  # the base text of a phonetic guide
                stack += [e for e in node if local(e) == "rubyBase"]
            continue
        if name == "r" and _is_gone(node):
            if lost is not None:
                lost += (e.text or "" for e in node if local(e) == "t")
        elif name == "t":
            out.append(node.text or "")
        elif name in _BREAKS:
            page = any(k.endswith("}type") and v in ("page", "column") for k, v in node.attrib.items())
            out.append("" if page else _BREAKS[name])
        else:
            stack += reversed(node)
    return "".join(out)


def _is_gone(run: Any) -> bool:
    """Tell whether a run of text is hidden or struck out (17.3.2.41, 17.3.2.37, 17.3.2.9)."""
    return any(_is_on(value(run, "rPr", name)) for name in ("vanish", "strike", "dstrike"))


def _is_on(switch: str | None) -> bool:
    """Tell what a switch says: absent is off, without a value it is on (17.17.4)."""
    return switch is not None and switch not in ("0", "false", "off")


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes anchored in a paragraph, those of the older copy in Fallback left out."""
    stack = [paragraph]
    while stack:
        node = stack.pop()
        if local(node) == "txbxContent":
            yield node
        elif local(node) != "Fallback":
            stack += reversed(node)


def _rows(table: Any) -> Iterator[Any]:
    for element in table:
        if local(element) == "tr":
            if _property(element, "trPr", "del") is None and not _is_on(_property(element, "trPr", "hidden")):
                yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(element)


def _cells(row: Any) -> Iterator[Any]:
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(element)


def _property(element: Any, *path: str) -> str | None:
    return value(element, *path)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


def _notes(document: Any) -> Iterator[str]:
    """Yield the text of footnotes and endnotes in their order."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for relation in document.part.rels.values():
        if not relation.is_external and str(relation.reltype).endswith(_NOTES):
            for note in etree.fromstring(relation.target_part.blob, parser):
                if not any(k.endswith("}type") for k in note.attrib):
                    lines = [_text(p).strip() for p in note if local(p) == "p"]
                    yield " ".join(x for x in lines if x)
