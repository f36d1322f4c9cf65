"""Lines of a text with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, its end left out: ``start``..``end`` in the document, ``text`` between them."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Tell whether nothing is printed and no cell is marked (a line of tabs is not blank)."""
        return not self.text.strip() and "\t" not in self.text


def split_lines(text: str, start: int, end: int) -> list[Line]:
    """Cut ``text[start:end]`` at every kind of line end.

    >>> [line.text for line in split_lines("a\\r\\nb\\n", 0, 4)]
    ['a', 'b']
    """
    lines: list[Line] = []
    at = start
    for match in _END.finditer(text, start, end):
        lines.append(Line(at, match.start(), text[at : match.start()]))
        at = match.end()
    if at < end:
        lines.append(Line(at, end, text[at:end]))
    return lines
