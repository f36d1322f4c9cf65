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


def damaged_copy(printed: str, name: Name | None, others: Iterable[Name], lexicon: Lexicon) -> str:
    """Return the name in a list of which ``printed`` looks like a damaged copy, "" when there is none.

    Only short names of one level word, an unknown stem and an office's ending can be copies
    (省商者厅, 省商省多厅 beside 省商务厅): the stem begins alike and is no longer than a sign or two off.
    """
    if (
        name is None
        or name.function
        or name.place
        or not name.prefix
        or name.suffix not in ("厅", "局", "委", "办", "部")
    ):
        return ""
    for other in others:
        if other.prefix != name.prefix or other.suffix != name.suffix or not other.function or other.text == printed:
            continue
        a, b = name.stem, other.stem
        if len(b) <= 4 and a[0] == b[0] and abs(len(a) - len(b)) <= 1 and len(a) <= 4:
            return other.text
    return ""
