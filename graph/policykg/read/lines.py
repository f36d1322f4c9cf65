"""Lines of a text with their offsets; HTML in prose is read as what it prints."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policykg.model import Issue, Passage
from policykg.read.markup import plain

_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_HTML = re.compile(
    r"</?(?:p|div|span|br|h[1-6]|li|ul|ol|strong|b|font|body|html|head|title|table|tr|td)\b[^<>]*>", re.I
)
_OPENS = re.compile(r"<(script|style|title|noscript)\b|<!--", re.I)
_CLOSES = {
    "": re.compile("-->"),
    **{name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "title", "noscript")},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, its end left out."""

    passage: Passage

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def blank(self) -> bool:
        """Tell whether nothing is printed and no cell is marked (a line of tabs is not blank)."""
        return not self.text.strip() and "\t" not in self.text


def split_lines(text: str, start: int, end: int, shown: str = "") -> list[Line]:
    r"""Cut ``text[start:end]`` at every kind of line end; ``shown`` is what rules read in its place.

    Where the text is HTML, tags are dropped and block tags end a line.

    >>> [line.text for line in split_lines("a\r\nb\n", 0, 4)]
    ['a', 'b']
    >>> [line.text for line in split_lines("<p>甲</p><p>乙<br/>丙</p>", 0, 24)]
    ['甲', '乙', '丙']
    """
    source = shown or text
    if _is_html(source[start:end]):
        return _html_lines(source, start, end)
    lines: list[Line] = []
    at = start
    for match in _END.finditer(source, start, end):
        lines.append(Line(Passage(source[at : match.start()], tuple(range(at, match.start())))))
        at = match.end()
    if at < end:
        lines.append(Line(Passage(source[at:end], tuple(range(at, end)))))
    return lines


def _is_html(text: str) -> bool:
    """Tell whether a text is HTML as a whole: tags, and a third of its lines open with one (cells may hold tags too)."""
    if len(_HTML.findall(text)) < 3:
        return False
    printed = [x.strip() for x in text.splitlines() if x.strip()]
    return 3 * sum(x.startswith("<") for x in printed) >= len(printed)


def _hidden(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each element or comment that is not printed; one that is never closed is looked for once."""
    unclosed: set[str] = set()
    at = 0
    while opened := _OPENS.search(text, at):
        name = (opened.group(1) or "").lower()
        closed = None if name in unclosed else _CLOSES[name].search(text, opened.end())
        if closed:
            yield opened.start(), closed.end()
        else:
            unclosed.add(name)
        at = closed.end() if closed else opened.end()


def _html_lines(source: str, start: int, end: int) -> list[Line]:
    whole = Passage(source[start:end], tuple(range(start, end)))
    kept: list[Passage] = []
    at = 0
    for start_hidden, end_hidden in _hidden(whole.text):
        kept.append(whole[at:start_hidden])
        at = end_hidden
    kept.append(whole[at:])
    printed = plain(Passage.join(kept))
    lines: list[Line] = []
    at = 0
    for i, char in enumerate(printed.text + "\n"):
        if char == "\n":
            lines.append(Line(printed[at:i]))
            at = i + 1
    return lines


class LineNumbers:
    """Turns offsets into line numbers (from 1)."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in re.finditer(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text))]

    def place(self, issues: Sequence[Issue]) -> tuple[Issue, ...]:
        """Give issues that have an offset the line it stands on; return them sorted, each once."""
        placed = [replace(i, line=bisect_right(self._starts, i.start)) if i.end and not i.line else i for i in issues]
        return tuple(sorted(set(placed)))
