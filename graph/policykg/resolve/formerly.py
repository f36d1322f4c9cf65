"""What a body of a place was called before a reform."""

from __future__ import annotations

from policykg.lexicon import Lexicon
from policykg.model import Place
from policykg.resolve.places import ancestors


def name_before(name: str, pattern: str, place: Place, date: str, lexicon: Lexicon) -> str:
    """Return what the body ``name`` of ``place`` (``pattern``: its name with {place}) was called on ``date``; "" as today.

    A row of successions.csv that names the division goes before one for all. Without a date the body is today's.

    >>> from policykg.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> pattern = "中国人民银行{place}分行"
    >>> name_before("中国人民银行聊城市分行", pattern, lexicon.places["371500"], "2023-03-05", lexicon)
    '中国人民银行聊城市中心支行'
    >>> name_before("中国人民银行聊城市分行", pattern, lexicon.places["371500"], "2024-03-05", lexicon)
    ''
    """
    line = {p.code for p in ancestors(place, lexicon)}
    found = [
        (not reform.place, n, reform.old[0].replace("{place}", place.name))
        for n, reform in enumerate(lexicon.successions)
        if reform.old
        and reform.level in ("any", place.kind)
        and (not reform.place or reform.place in line)
        and date
        and date < reform.date
        and (pattern in reform.new or name in reform.new)
    ]
    return min(found)[2] if found else ""
