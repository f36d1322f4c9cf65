"""Texts as a search index sees them: every Chinese sign is a word of its own, letters and digits stand in runs.

So words of one and two signs hit, which no index of three-sign runs can do, and a phrase is signs in a row.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policykg.read.script import simplify

BREAK = "|"
"""The token of a mark that ends a phrase: signs on both sides of it are not neighbours."""

LONGEST = 200
"""Signs of a question that are read."""

_BREAKS = frozenset(",，。;；:：、!！?？|")
_APART = 4
"""Words that may stand between those of a term that only has to be near."""

_INSIDE = frozenset(".,")  # of numbers


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the index and the half-open range where it stands."""

    word: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in order; width and case are folded, brackets, quotes and dashes left out.

    >>> [t.word for t in tokens("聊政字〔２０２３〕12号，PPP 2.5%")]
    ['聊', '政', '字', '2023', '12', '号', '|', 'ppp', '2.5']
    >>> [(t.start, t.end) for t in tokens("到2025年")]
    [(0, 1), (1, 5), (5, 6)]
    """
    run, begin = "", 0
    for at, sign in enumerate(text):
        folded = unicodedata.normalize("NFKC", sign).lower()
        if _in_run(folded, run, text, at):
            if not run:
                begin = at
            run += folded
            continue
        if run:
            yield Token(run, begin, at)
            run = ""
        if sign in _BREAKS:
            yield Token(BREAK, at, at + 1)
        elif folded and folded[0].isalnum():
            yield Token(folded, at, at + 1)
    if run:
        yield Token(run, begin, len(text))


def _in_run(folded: str, run: str, text: str, at: int) -> bool:
    if folded.isalnum():
        return not _is_sign(folded[0])
    return (
        folded in _INSIDE and run[-1:].isdigit() and unicodedata.normalize("NFKC", text[at + 1 : at + 2])[:1].isdigit()
    )


def _is_sign(char: str) -> bool:
    """Tell whether a character is a word of its own: ideographs, kana, syllables."""
    return unicodedata.category(char) == "Lo"


def spaced(text: str) -> str:
    """Return a text as the index stores it.

    >>> spaced("人才、PPP")
    '人 才 | ppp'
    """
    return " ".join(t.word for t in tokens(text))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its terms, each a run of words that must stand in a row, or only ``near`` each other."""

    terms: tuple[tuple[str, ...], ...]
    near: bool = False

    def expression(self) -> str:
        """Return the question in the language of FTS5; all terms must hit, a last run of letters may go on."""
        return " AND ".join((_near if self.near else _phrase)(term) for term in self.terms)

    def looser(self) -> Asked:
        """Return the question with the words of each term near each other, in any order, over commas too."""
        return Asked(tuple(tuple(w for w in term if w != BREAK) for term in self.terms), True)

    def marked(self) -> tuple[tuple[str, ...], ...]:
        """Return the runs of words that a hit shows: terms, or where they stand apart their pairs of neighbours."""
        if not self.near:
            return self.terms
        return tuple(term[i : i + 2] for term in self.terms for i in range(max(1, len(term) - 1)))


def _phrase(term: Sequence[str]) -> str:
    last = term[-1]
    open_end = len(last) > 1 and last[0].isascii()
    return '"' + " ".join(w.replace('"', "") for w in term) + '"' + (" *" if open_end else "")


def _near(term: Sequence[str]) -> str:
    words = " ".join('"' + w.replace('"', "") + '"' for w in term)
    return f"NEAR({words}, {len(term) + _APART})" if len(term) > 1 else words


def asked(question: str) -> Asked:
    """Read what a reader typed: terms apart by white space, traditional script as simplified.

    >>> asked("人才  聊政字〔2023〕12号").terms
    (('人', '才'), ('聊', '政', '字', '2023', '12', '号'))
    >>> asked("財政").expression(), asked("…！").terms
    ('"财 政"', ())
    """
    terms = (tuple(t.word for t in tokens(part)) for part in simplify(question[:LONGEST]).split())
    kept = (_trimmed(term) for term in terms)
    return Asked(tuple(dict.fromkeys(t for t in kept if t)))


def _trimmed(term: tuple[str, ...]) -> tuple[str, ...]:
    while term and term[0] == BREAK:
        term = term[1:]
    while term and term[-1] == BREAK:
        term = term[:-1]
    return term


def hits(text: str, question: Asked) -> tuple[tuple[int, int], ...]:
    """Return where the terms of a question stand in a text, in order, without overlaps.

    >>> hits("培养人才，引进人才", asked("人才"))
    ((2, 4), (7, 9))
    """
    words = list(tokens(text))
    found: list[tuple[int, int]] = []
    for term in question.marked():
        size = len(term)
        for i in range(len(words) - size + 1):
            row = words[i : i + size]
            if all(t.word == w for t, w in zip(row[:-1], term, strict=False)) and _ends(row[-1].word, term[-1]):
                found.append((row[0].start, row[-1].end))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _ends(word: str, wanted: str) -> bool:
    return word == wanted or (len(wanted) > 1 and wanted[0].isascii() and word.startswith(wanted))
