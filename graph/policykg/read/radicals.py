"""Radicals that PDF writers put for whole characters -> those characters, sign for sign (data/lexicon/radicals.csv)."""

from __future__ import annotations

import unicodedata
from functools import cache

from policykg.resources import read_table


def whole(text: str) -> str:
    """Return a text of the same length with characters where radicals and compatibility forms stood.

    A font has one picture for 民 and ⺠; what a PDF says of it is the writer's choice.

    >>> whole("⼈⺠政府"), whole("①㎡")
    ('人民政府', '①㎡')
    """
    return text if text.isascii() else text.translate({ord(c): r for c in text if (r := _whole(c)) != c})


@cache
def _whole(char: str) -> str:
    if char in _table():
        return _table()[char]
    if "\u2f00" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        normal = unicodedata.normalize("NFKC", char)
        return normal if len(normal) == 1 else char
    return char


@cache
def _table() -> dict[str, str]:
    return {row["radical"]: row["ideograph"] for row in read_table("radicals.csv")}
