"""What names were told to mean, for papers of one place and time: the next paper need not ask again."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache

from policykg.lexicon import Lexicon
from policykg.names import NameBook
from policykg.records import Agency

#: Places and times that are remembered at once; of the one not asked for longest the memory goes first.
_PLACES = 512


@lru_cache(maxsize=_PLACES)
def remembered(book: NameBook, home: str, time: str) -> dict[str, Agency]:
    """Return the memory of one place (its code) and time (``time_of``), by name; whoever resolves a name fills it."""
    return {}


def time_of(date: str, lexicon: Lexicon) -> str:
    """Return one word for all days of a year between two reforms, on which names mean the same; shorter dates as they are.

    >>> from policykg.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> days = ("2023-08-01", "2023-08-17", "2023-08-18", "2024-08-18")
    >>> len({time_of(d, lexicon) for d in days}), time_of("2023", lexicon)
    (3, '2023')
    """
    return date if len(date) != len("2023-08-18") else f"{date[:4]}-{bisect_right(_turns(lexicon), date)}"


@cache
def _turns(lexicon: Lexicon) -> tuple[str, ...]:
    """Return the dates of the tables with which a paper's date is compared, in order."""
    return tuple(sorted({r.date for r in lexicon.successions} | {b.start for b in lexicon.bodies}))
