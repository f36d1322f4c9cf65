"""Small things that the pages of things say: values, heads of texts, explanations of marks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache

from policykg.analyse.item_page import Span
from policykg.resources import read_table
from policykg.view.site_words import said
from policykg.view.thing_words import COMPARATORS, WORDS

HEAD = 48
"""Signs of a text that stand for a name."""

_STEPS = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))


def head(text: str, length: int = HEAD) -> str:
    r"""Return the beginning of a text on one line.

    >>> head("一二三\n四五六", 4)
    '一二三…'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"


def amount(comparator: str, value: str, most: str, unit: str, lang: str) -> str:
    """Return a value as it is read: comparator, number with 万 or 亿 where it is large, unit.

    >>> amount(">=", "200000000", "", "元", "zh"), amount("range", "5", "10", "%", "en"), amount("=", "0.5", "", "", "zh")
    ('不低于 2亿元', '5–10%', '0.5')
    """
    before = said(COMPARATORS, lang).get(comparator, "")
    return f"{before}{number(value, lang)}{'–' + number(most, lang) if most else ''}{unit}"


def number(value: str, lang: str) -> str:
    """Return a decimal as people write it.

    >>> number("12000", "zh"), number("12345.60", "en"), number("x", "zh")
    ('1.2万', '12,345.6', 'x')
    """
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return value
    if lang == "zh":
        for size, sign in _STEPS:
            if abs(exact) >= size and (exact / size * 10000) % 1 == 0:
                return _plain(exact / size) + sign
    return _plain(exact)


def _plain(value: Decimal) -> str:
    whole = f"{value:,f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def explained(span: Span, lang: str) -> str:
    """Return what a mark in a text says when it is pointed at."""
    words = said(WORDS, lang)
    parts = [f"{span.number} {words[span.relation]}", head(span.name)] if span.name else [words[span.relation]]
    sure = f"{words['score']} {span.score:g}" if span.score is not None else ""
    told = (
        "，".join(x for x in (span.rule, sure) if x) if lang == "zh" else ", ".join(x for x in (span.rule, sure) if x)
    )
    text = ("：" if lang == "zh" else ": ").join(parts)
    return f"{text}（{told}）" if told and lang == "zh" else f"{text} ({told})" if told else text


def origin(source: str, lang: str) -> str:
    """Return what the source of a succession is called in a language; one that nobody has named stays as it is.

    >>> origin("国务院机构改革方案 2018", "en"), origin("another", "zh")
    ('institutional reform plan of the State Council (2018)', 'another')
    """
    return _origins().get(source, {}).get(lang, source)


@cache
def _origins() -> Mapping[str, Mapping[str, str]]:
    return {row["source"]: row for row in read_table("succession_sources.csv")}
