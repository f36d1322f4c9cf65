"""Characters that print nothing: they stay in a document's text, and no rule reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Soft hyphens, joiners, marks of width, byte order and direction.
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN = re.compile(f"[{UNSEEN}]")


def without_unseen(text: str) -> tuple[str, Sequence[int]]:
    r"""Return what is printed of a text, and the offset of each of its characters.

    >>> without_unseen("甲\u200b乙")
    ('甲乙', [0, 2])
    """
    if not _UNSEEN.search(text):
        return text, range(len(text))
    kept = [i for i, c in enumerate(text) if c not in UNSEEN]
    return "".join(text[i] for i in kept), kept
