"""The text of one item made ready for the rules about numbers: folded, with names and brackets told apart.

``fold`` drops white space and makes punctuation uniform (letters, digits, ``%``, brackets and dashes half-width;
commas, colons and semicolons full-width), and keeps the offset of every character left. ``Prepared`` adds the
spans whose numbers are names (titles in 《》, numbers of papers in 〔〕, words in quotation marks) and
``context``, the same text with what stands in brackets or names blanked, so that a rule that looks for a verb or
a comma beside a number is not misled by them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

_WIDE = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}
#: Marks that end a clause are full-width, all else half-width.
_FULL = dict(zip(map(ord, ",;:!?，；：！？"), "，；：！？，；：！？", strict=True))
_FOLD = _WIDE | str.maketrans("﹪【】〔〕﹣–‐‑〜∼", "%[][]----~~") | _FULL
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_STOP = re.compile(r"(?<![\dA-Za-z])\.|\.(?![\dA-Za-z])|(?<=%)\.")
_SPACE = re.compile(r"\s+")

#: Names: a title, the year of a paper's number, a quoted word. Bounded, so that an unclosed mark costs nothing.
_TITLE = re.compile(
    r"《[^《》。]{0,120}(?:《[^《》。]{0,80}》[^《》。]{0,60})?》|〈[^〈〉。]{0,80}〉|\[(?:19|20)\d\d\]\d*号?"
)
_QUOTED = re.compile(r"“[^“”。；]{0,40}”|\"[^\"。；，]{0,20}\"|‘[^‘’。；]{0,40}’|「[^「」。；]{0,40}」")
_BARRIER = re.compile(r"[^“”\"]{0,6}大关")
_BRACKET = re.compile(r"\([^()]{0,200}\)")
_INNER = str.maketrans("，；：、。", "·····")
_CLAUSE = re.compile(r"[，；：。！？\n]")
_SENTENCE = re.compile(r"[。！？\n]")


def fold(text: str) -> tuple[str, list[int]]:
    """Return the text without white space and with uniform marks, and each character's offset in ``text``.

    A full stop printed as a dot is one; a line end between two digits stays, so that two cells do not make one number.

    >>> fold("到 ２０２５ 年,１,２００ 家.")[0]
    '到2025年，1,200家。'
    """
    even = text.translate(_FOLD)
    kept: list[str] = []
    at: list[int] = []
    last = 0
    for gap in _SPACE.finditer(even):
        kept.append(even[last : gap.start()])
        at.extend(range(last, gap.start()))
        last = gap.end()
        if gap.start() > 0 and last < len(even) and even[gap.start() - 1].isdigit() and even[last].isdigit():
            wide = gap.group()
            if "\n" in wide or "\t" in wide:
                kept.append("\n")
                at.append(gap.start())
    kept.append(even[last:])
    at.extend(range(last, len(even)))
    whole = _THOUSANDS.sub(",", "".join(kept))
    return _STOP.sub("。", whole) if "." in whole else whole, at


@dataclass(frozen=True, slots=True)
class Spans:
    """Half-open spans in order, none inside another, that can be asked quickly whether they hold a place."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Spans:
        """Merge spans that touch.

        >>> Spans.of([(4, 6), (0, 2), (5, 9)]).holding(8)
        (4, 9)
        """
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted(spans):
            if ends and start < ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        return cls(tuple(starts), tuple(ends))

    def holding(self, at: int) -> tuple[int, int] | None:
        """Return the span that holds the place, else None."""
        i = bisect_right(self.starts, at) - 1
        return (self.starts[i], self.ends[i]) if i >= 0 and at < self.ends[i] else None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A folded text with its offsets, names, brackets and the ends of its clauses and sentences."""

    text: str
    at: list[int]
    context: str
    names: Spans
    brackets: Spans
    clauses: tuple[int, ...]
    sentences: tuple[int, ...]

    def clause(self, at: int) -> tuple[int, int]:
        """Return the clause around a place (without its marks); inside brackets, the part of the bracket."""
        held = self.brackets.holding(at)
        if held:
            start, end = held[0] + 1, held[1] - 1
            for match in _CLAUSE.finditer(self.text, start, end):
                if match.start() < at:
                    start = match.end()
                else:
                    end = match.start()
                    break
            return start, end
        return _between(self.clauses, at, len(self.text))

    def sentence(self, at: int) -> tuple[int, int]:
        """Return the sentence around a place."""
        return _between(self.sentences, at, len(self.text))

    def view(self, at: int) -> str:
        """Return the text that rules about this place read: blanked, unless the place is in a bracket itself."""
        return self.text if self.brackets.holding(at) else self.context


def _between(marks: tuple[int, ...], at: int, length: int) -> tuple[int, int]:
    i = bisect_left(marks, at)
    return (marks[i - 1] + 1 if i else 0), (marks[i] if i < len(marks) else length)


def prepare(text: str) -> Prepared:
    """Fold a text and find its names, brackets, clauses and sentences.

    >>> p = prepare("贯彻《十条》（省级2个），建成“双百”园区3个。")
    >>> p.context
    '贯彻《十条》□□□□□□，建成“双百”园区3个。'
    """
    folded, at = fold(text)
    titles = [m.span() for m in _TITLE.finditer(folded)]
    quoted = [m.span() for m in _QUOTED.finditer(folded)]
    names = Spans.of(titles + [q for q in quoted if not _BARRIER.fullmatch(folded, q[0] + 1, q[1] - 1)])
    brackets = Spans.of(m.span() for m in _BRACKET.finditer(folded))
    pieces: list[str] = []
    last = 0
    for start, end, blank in sorted(
        [(s, e, False) for s, e in titles + quoted]
        + [(*b, True) for b in zip(brackets.starts, brackets.ends, strict=True)]
    ):
        if start < last:
            continue
        pieces.append(folded[last:start])
        pieces.append("□" * (end - start) if blank else folded[start:end].translate(_INNER))
        last = end
    pieces.append(folded[last:])
    context = "".join(pieces)
    clauses = tuple(m.start() for m in _CLAUSE.finditer(context))
    sentences = tuple(m.start() for m in _SENTENCE.finditer(context))
    return Prepared(folded, at, context, names, brackets, clauses, sentences)
