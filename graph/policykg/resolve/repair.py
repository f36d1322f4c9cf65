"""Mend damaged names: one candidate of the lexicon, close under the table of confusable characters, or nothing.

A name is a candidate when it differs by signs that look or sound alike (confusables.csv), by one sign too
many or too few in a long name, or by a word that bled in from another name of the same list. It must be a
body that composes or is listed, at a level that has such bodies, in a place the paper's own line knows; and
just one body may be left. Everything else stays as printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from policykg.lexicon import NAME_LEVELS, Lexicon
from policykg.names import LISTED, Name, NameBook

#: How sure a repair is, by the number of signs replaced, for a sign too many or too few, for a word too many.
_SCORES = {1: 0.9, 2: 0.75, 3: 0.6}
_ONE_OFF, _BLED = 0.85, 0.7
_MOST = 3
#: Shorter names and stems are not mended by a sign too many or too few.
_LONG_STEM, _LONG_NAME = 5, 8
#: Names longer than this are not tried sign by sign.
_LONGEST = 24

KeyOf = Callable[[str], str]


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
            if b not in rights.get(a, ()):
                return None
            count += 1
    return count


def one_off(printed: str, meant: str) -> bool:
    """Tell whether one sign added or dropped makes the two equal.

    >>> one_off("管理局总局", "管理总局"), one_off("财政", "财务")
    (True, False)
    """
    longer, shorter = (printed, meant) if len(printed) > len(meant) else (meant, printed)
    return len(longer) - len(shorter) == 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def mend(
    printed: str, name: Name | None, book: NameBook, key_of: KeyOf | None = None, others: Iterable[Name] = ()
) -> tuple[str, float] | None:
    """Return the one name a damaged name can be, with a score; None when none or several can.

    ``key_of`` returns the key of the body that a name means in the paper, "" when it is none there; names of
    one key are one candidate. ``others`` are the sound names of the same list.

    >>> from policykg.lexicon import load_lexicon
    >>> book = NameBook(load_lexicon())
    >>> mend("省全巷环境厅", book.parse("省全巷环境厅"), book)
    ('省生态环境厅', 0.75)
    """
    if name is not None and (name.strength >= LISTED or name.kind == "group"):
        return None
    tell = key_of or (lambda text: text if _sound(text, book) else "")
    steps: tuple[Callable[[], Iterator[tuple[str, float]]], ...] = (
        lambda: _by_stem(name, book),
        lambda: _by_sign(printed, book),
        lambda: _by_length(printed, name, book),
        lambda: _bled(name, book, others),
    )
    for step in steps:
        found: dict[str, tuple[float, str]] = {}
        for text, score in step():
            if key := tell(text):  # of two names of one body the longer is nearer to what was printed in full
                found[key] = max(found.get(key, (0.0, "")), (score, text), key=lambda x: (x[0], len(x[1])))
        if found:
            best = max(score for score, _ in found.values())
            nearest = [text for score, text in found.values() if score == best]
            return (nearest[0], best) if len(nearest) == 1 else None
    return None


def _sound(text: str, book: NameBook) -> bool:
    name = book.parse(text)
    return name is not None and name.strength >= LISTED and name.kind != "group"


def _by_stem(name: Name | None, book: NameBook) -> Iterator[tuple[str, float]]:
    """Yield names whose stem is a known function's form, all foreign signs confusable."""
    if name is None or not name.prefix or not name.stem or name.kind != "agency":
        return
    for form, count in _close_forms(name.stem, book.lexicon):
        yield f"{name.prefix}{form}{name.suffix}", _SCORES[count]


@lru_cache(maxsize=4096)
def _close_forms(stem: str, lexicon: Lexicon) -> tuple[tuple[str, int], ...]:
    """Return the forms of functions that a stem may be a damaged copy of, with the number of signs that differ."""
    counted = ((form, confusable(stem, form, lexicon)) for form in _forms_of_length(lexicon).get(len(stem), ()))
    return tuple((f, n) for f, n in counted if n is not None and 0 < n <= min(_MOST, max(1, len(stem) // 2)))


@cache
def _forms_of_length(lexicon: Lexicon) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for form in lexicon.functions:
        found.setdefault(len(form), []).append(form)
    return {k: tuple(v) for k, v in found.items()}


def _by_sign(printed: str, book: NameBook) -> Iterator[tuple[str, float]]:
    """Yield the names that one confusable sign anywhere (place, stem or ending) makes of a printed one."""
    if len(printed) > _LONGEST:
        return
    rights = _rights(book.lexicon)
    for i, sign in enumerate(printed):
        for right in rights.get(sign, ()):
            yield printed[:i] + right + printed[i + 1 :], _SCORES[1]


def _by_length(printed: str, name: Name | None, book: NameBook) -> Iterator[tuple[str, float]]:
    """Yield long names that have one sign more or less than the printed one."""
    if name is not None and name.prefix and len(name.stem) >= _LONG_STEM - 1 and name.kind == "agency":
        for length in (len(name.stem) - 1, len(name.stem) + 1):
            for form in _forms_of_length(book.lexicon).get(length, ()):
                if length >= _LONG_STEM and one_off(name.stem, form):
                    yield f"{name.prefix}{form}{name.suffix}", _ONE_OFF
    for head, tail in _long_bodies(book.lexicon):
        if not printed.endswith(tail):
            continue
        for end in range(len(printed) - len(tail) - 1, len(printed) - len(tail) - 9, -1):
            place = printed[end : len(printed) - len(tail)]
            if place in book.lexicon.places_by_name and one_off(printed[:end], head):
                yield head + place + tail, _ONE_OFF


@cache
def _long_bodies(lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """Return what stands before and behind the place of listed bodies with a long head."""
    parts = (b.pattern.partition("{place}") for b in lexicon.bodies)
    return tuple((head, tail) for head, mark, tail in parts if mark and tail and len(head) >= _LONG_NAME)


def _bled(name: Name | None, book: NameBook, others: Iterable[Name]) -> Iterator[tuple[str, float]]:
    """Yield the name left when a word that opens another name of the list is taken out (省发展教育厅 beside 省发展改革委)."""
    if name is None or not name.prefix or name.kind != "agency":
        return
    for other in others:
        for size in range(2, len(other.stem)):
            word, rest = other.stem[:size], name.stem[size:]
            if other.prefix == name.prefix and name.stem.startswith(word) and rest in book.lexicon.functions:
                yield f"{name.prefix}{rest}{name.suffix}", _BLED


def mend_place(printed: str, candidates: Iterable[str], lexicon: Lexicon) -> str | None:
    """Return the one place name that a damaged one can be among ``candidates`` (the paper's own places).

    >>> from policykg.lexicon import load_lexicon
    >>> mend_place("在平区", ["茌平区", "东昌府区"], load_lexicon())
    '茌平区'
    """
    close = {c for c in candidates if c != printed and confusable(printed, c, lexicon) == 1}
    return close.pop() if len(close) == 1 else None


def place_heads(printed: str) -> Iterator[tuple[str, str]]:
    """Yield the ways a name may open with a place's full name, known or damaged: (place, rest)."""
    for end in range(2, min(9, len(printed) - 1)):
        if printed[end - 1] in "市县区州旗盟":
            yield printed[:end], printed[end:]


def damaged_copy(printed: str, name: Name | None, others: Iterable[Name], lexicon: Lexicon) -> str:
    """Return the name in a list of which ``printed`` is a garbled copy, "" when there is none.

    Only a name of one level word is, whose unknown stem begins like the other's and has the level word in it
    once more (省商省多厅 beside 省商务厅): two names ran together where the scan broke.
    """
    if name is None or name.function or name.place or name.prefix not in NAME_LEVELS or len(name.stem) > 4:
        return ""
    if name.prefix not in name.stem or any(form in name.stem for form in lexicon.functions if len(form) > 2):
        return ""
    for other in others:
        same = other.prefix == name.prefix and other.suffix == name.suffix and other.function != ""
        if same and other.text != printed and other.stem[0] == name.stem[0]:
            return other.text
    return ""
