"""Pairs of items for which another item is the better partner: look-alikes of one list, and items about another place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from policykg.link.likeness import BAR, task
from policykg.link.twins import fold
from policykg.records import Record

TWINS = 0.64
"""What two items of one list reach that only few words tell apart: a score of 0.9."""

Pair = tuple[str, str]


def contested(
    found: Mapping[Pair, float], raw: Callable[[str, str], float], rows: Mapping[str, Record]
) -> frozenset[Pair]:
    """Return the pairs (lower item, upper item) that another pair beats; ``found`` holds their measures.

    An item may answer to many that differ. But of upper items that are like each other it takes up the one it fits
    best, of lower ones that are nearly the same only the best takes up an item, and where both have a better
    partner the pair is none. Of two that fit as well, the one with the same words is the better; else neither is.
    """
    above: dict[str, list[str]] = defaultdict(list)
    below: dict[str, list[str]] = defaultdict(list)
    for left, right in found:
        above[left].append(right)
        below[right].append(left)
    fits = {pair: (measure, _same(rows, pair)) for pair, measure in found.items()}
    lost: set[Pair] = set()
    for (left, right), fit in fits.items():
        if found[left, right] < BAR or fit[1]:
            continue
        uppers = [u for u in above[left] if u != right and fits[left, u] >= fit]
        lowers = [x for x in below[right] if x != left and fits[x, right] >= fit]
        if (
            any(_beside(rows, u, right) and raw(u, right) >= BAR for u in uppers)
            or any(_beside(rows, x, left) and raw(x, left) >= TWINS for x in lowers)
            or (any(fits[left, u] > fit for u in uppers) and any(fits[x, right] > fit for x in lowers))
        ):
            lost.add((left, right))
    return frozenset(lost)


def elsewhere(item: Record, place: str) -> bool:
    """Tell whether an upper item is about cities or counties of its province, and none of them is ``place`` or lies around or in it.

    Codes are those of GB/T 2260: two digits of a province, two of a city, two of a county.
    """
    named = {p.code[:6] for p in item.places if p.code[:2] == place[:2] and not p.code[:6].endswith("0000")}
    return bool(named) and not any(
        _stem(n).startswith(_stem(place)) or _stem(place).startswith(_stem(n)) for n in named
    )


def _stem(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _same(rows: Mapping[str, Record], pair: Pair) -> bool:
    return fold(task(rows[pair[0]])) == fold(task(rows[pair[1]]))


def _beside(rows: Mapping[str, Record], one: str, other: str) -> bool:
    """Tell whether two items stand in one part of one paper."""
    return (rows[one].document, rows[one].part) == (rows[other].document, rows[other].part)
