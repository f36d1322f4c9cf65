"""Mend damaged names: one candidate of the lexicon, close under the table of confusable characters, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from policykg.lexicon import Lexicon
from policykg.names import LISTED, Name, NameBook

#: How sure a repair is, by the number of signs replaced.
_SCORES = {1: 0.9, 2: 0.75, 3: 0.6}
_MOST = 3


@cache
def _rights(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for wrong, right in sorted(lexicon.confusables):
        found.setdefault(wrong, []).append(right)
    return {k: tuple(v) for k, v in found.items()}


def confusable(printed: str, meant: str, lexicon: Lexicon) -> int | None:
    """Count the signs in which two words of one length differ when all are confusable; None otherwise."""
    if len(printed) != len(meant):
        return None
    rights = _rights(lexicon)
    count = 0
    for a, b in zip(printed, meant, strict=True):
        if a != b:
            if b not in rights.get(a, ()) and a not in rights.get(b, ()):
                return None
            count += 1
    return count


def mend(printed: str, name: Name | None, book: NameBook) -> tuple[str, float] | None:
    """Return the one name a damaged name can be, with a score; None when none or several can.

    Tried in order: a stem all of whose foreign signs are confusable with those of a known stem of
    the same suffix, then a stem of four signs or more that is foreign in one sign only.

    >>> from policykg.lexicon import load_lexicon
    >>> book = NameBook(load_lexicon())
    >>> mend("省全巷环境厅", book.parse("省全巷环境厅"), book)
    ('省生态环境厅', 0.75)
    """
    if name is None or name.strength >= LISTED or not name.prefix or not name.stem or name.kind != "agency":
        return None
    stem = name.stem
    stems = [s for s in book.lexicon.functions if len(s) == len(stem) and s != stem]
    close = {}
    for candidate in stems:
        count = confusable(stem, candidate, book.lexicon)
        if count is not None and 0 < count <= min(_MOST, max(1, len(stem) // 2)):
            close[candidate] = _SCORES[count]
    if not close and len(stem) >= 4:
        for candidate in stems:
            if sum(a != b for a, b in zip(stem, candidate, strict=True)) == 1:
                close[candidate] = 0.7
    best = max(close.values(), default=0.0)
    found = [c for c, score in close.items() if score == best]
    if len({book.lexicon.functions[c] for c in found}) != 1:
        return None
    mended = f"{name.prefix}{min(found, key=stems.index)}{name.suffix}"
    return mended, best


def mend_place(printed: str, candidates: Iterable[str], lexicon: Lexicon) -> str | None:
    """Return the one place name that a damaged one can be among ``candidates`` (the paper's own places).

    >>> from policykg.lexicon import load_lexicon
    >>> mend_place("在平区", ["茌平区", "东昌府区"], load_lexicon())
    '茌平区'
    """
    close = [c for c in candidates if c != printed and confusable(printed, c, lexicon) == 1]
    return close[0] if len(close) == 1 else None


def damaged_copy(printed: str, others: Iterable[str], lexicon: Lexicon) -> str:
    """Return the name in a list of which ``printed`` looks like a damaged copy, "" when there is none.

    Damaged copies have the same first and last sign and differ in at most half of the rest.
    """
    for other in others:
        if other == printed or len(other) < 4 or abs(len(other) - len(printed)) > 1:
            continue
        if printed[0] == other[0] and printed[-1] == other[-1]:
            a, b = printed[1:-1], other[1:-1]
            same = sum(x == y for x, y in zip(a, b, strict=False))
            if same >= max(1, len(b) // 2) and len(b) - same <= 2:
                return other
    return ""
